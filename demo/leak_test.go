package demo_test

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// mark begins every word of every name in the demonstration of the tests, so
// that one search is for all of them, however short or common they are. No text
// has it by chance.
const mark = "zqxjvkwqzy"

// leaks are the forms in which a name may stand somewhere: as it is, in capital
// letters, as a database prints bytes, and inside base64.
var leaks = struct{ folded, exact [][]byte }{
	folded: [][]byte{[]byte(mark), []byte(hex.EncodeToString([]byte(mark)))},
	exact:  encoded(),
}

// encoded is the mark in base64, which has three ways of writing it, without
// the letters that its neighbours have a part in.
func encoded() [][]byte {
	var all [][]byte
	for shift := range 3 {
		text := base64.RawStdEncoding.EncodeToString(append(make([]byte, shift), mark...))
		all = append(all, []byte(text[(shift*4+2)/3:len(text)-1]))
	}
	return all
}

// leaked is where in a text a name stands, or -1.
func leaked(text []byte) int {
	lower := make([]byte, len(text))
	for i, c := range text {
		if lower[i] = c; 'A' <= c && c <= 'Z' {
			lower[i] += 'a' - 'A'
		}
	}
	for _, form := range leaks.folded {
		if i := bytes.Index(lower, form); i >= 0 {
			return i
		}
	}
	for _, form := range leaks.exact {
		if i := bytes.Index(text, form); i >= 0 {
			return i
		}
	}
	return -1
}

// look reads until a name, of which it returns what is around, or to the end.
func look(from io.Reader) (size int, around []byte, err error) {
	const most = 4 * len(mark) // of any form
	window := make([]byte, 0, 1<<20)
	for {
		n, err := io.ReadFull(from, window[len(window):cap(window)])
		window = window[:len(window)+n]
		size += n
		if i := leaked(window); i >= 0 {
			return size, window[max(0, i-100):min(len(window), i+100)], nil
		}
		switch err {
		case nil:
			window = append(window[:0], window[len(window)-most:]...)
		case io.EOF, io.ErrUnexpectedEOF:
			return size, nil, nil
		default:
			return size, nil, err
		}
	}
}

// search fails where a name is in what something says.
func search(t *testing.T, where string, from io.Reader) int {
	t.Helper()
	size, around, err := look(from)
	if err != nil {
		t.Fatal(err)
	}
	if around != nil {
		t.Errorf("a name is in %s: %q", where, around)
	}
	return size
}

// searchFolder searches every file in a folder, and its name.
func searchFolder(t *testing.T, folder string) {
	t.Helper()
	files, size := 0, 0
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		file, err := os.Open(path)
		if err != nil {
			return err
		}
		defer file.Close()
		search(t, path, strings.NewReader(path))
		files++
		size += search(t, path, file)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files == 0 || size == 0 {
		t.Errorf("there is nothing in %s: nothing was searched", folder)
	}
	t.Logf("%s: %d files, %d MB", folder, files, size>>20)
}

// mustHold: what was searched is what it should be.
func mustHold(t *testing.T, path, text string) {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for lines := bufio.NewReader(file); err != io.EOF; {
		var line []byte
		if line, err = lines.ReadSlice('\n'); bytes.Contains(line, []byte(text)) {
			return
		}
		if err != nil && err != io.EOF && err != bufio.ErrBufferFull {
			t.Fatal(err)
		}
	}
	t.Errorf("%s has nothing of %q: nothing was searched", path, text)
}

// A search that cannot find is no proof.
func TestASearchFindsNames(t *testing.T) {
	name := mark + "Ada"
	for _, text := range []string{
		"x " + name + " y", strings.ToUpper(name), `{"given":"` + name + `"}`, "/api/v1/cases?q=" + name,
		hex.EncodeToString([]byte(".." + name)), strings.ToUpper(hex.EncodeToString([]byte(name))),
		base64.RawURLEncoding.EncodeToString([]byte(`{"a":"` + name + `"}`)), base64.StdEncoding.EncodeToString([]byte(`{"ab":"` + name + `"}`)),
		base64.RawURLEncoding.EncodeToString([]byte(`{"abc":"` + name + `"}`)), base64.RawStdEncoding.EncodeToString([]byte(name)),
	} {
		for _, before := range []int{0, 1<<20 - 7, 3<<20 - 20} { // where one reading ends and the next begins
			if leaked([]byte(text)) < 0 || !found(strings.Repeat("\x80", before)+text) {
				t.Errorf("the name is not found in %q after %d bytes", text, before)
			}
		}
	}
	if found(strings.Repeat(mark[1:]+mark[:9]+" ", 1<<17)) {
		t.Error("a name is found where there is none")
	}
}

func found(text string) bool {
	_, around, _ := look(strings.NewReader(text))
	return around != nil
}
