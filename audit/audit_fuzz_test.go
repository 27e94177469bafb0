package audit_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"amana/audit"
	"amana/desk/desktest"
	"amana/seal"
)

// patched is a source in which one file is another.
type patched struct {
	seal.Source
	path string
	data []byte
}

func (p patched) Read(ctx context.Context, path string) ([]byte, error) {
	if path == p.path {
		return p.data, nil
	}
	return p.Source.Read(ctx, path)
}

// Whoever hands over disclosures may be anybody: nothing in them makes an
// auditor's program fall over, or count a boarding that is not there.
func FuzzRecheck(f *testing.F) {
	dir, size, number := audited(f)
	src, err := seal.OpenSource(dir)
	if err != nil {
		f.Fatal(err)
	}
	inventory := "amana/disclosed/inventory.json"
	text, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(inventory)))
	if err != nil {
		f.Fatal(err)
	}
	before, _, _ := bytes.Cut(text, []byte(`","subject":"case","reference":"`+number))
	file := "amana/disclosed/" + string(before[len(before)-22:]) + ".jsonl"
	lines, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(file)))
	if err != nil {
		f.Fatal(err)
	}
	keys, err := os.ReadFile(filepath.Join(dir, "amana", "keys.jsonl"))
	if err != nil {
		f.Fatal(err)
	}
	// The first line of a file is what changes; the rest stays behind it.
	line, restOfLines, _ := bytes.Cut(lines, []byte("\n"))
	key, restOfKeys, _ := bytes.Cut(keys, []byte("\n"))
	f.Add(0, text)
	f.Add(1, line)
	f.Add(2, key)
	f.Add(0, []byte(`{"version":1,"size":-1,"zone":"Mars","streams":[{"subject":"nothing"}]}`))
	f.Add(1, []byte("{\"index\":-1,\"sdjwt\":\"~\",\"withheld\":[\"asylum\"]}\n"))
	f.Fuzz(func(t *testing.T, which int, data []byte) {
		n := uint(which) % 3
		path := []string{inventory, file, "amana/keys.jsonl"}[n]
		if rest := [][]byte{nil, restOfLines, restOfKeys}[n]; rest != nil {
			data = slices.Concat(data, []byte("\n"), rest)
		}
		a, _, err := audit.Recheck(t.Context(), patched{src, path, data}, size, nil)
		if err == nil && (a.Cleared > a.Rechecked || a.Rechecked+a.Sealed > a.Boardings) {
			t.Errorf("%+v", a)
		}
	})
}

// audited is a published log. The processes that fuzz share the first one's:
// making accounts is slow on purpose.
func audited(f *testing.F) (dir string, size int64, number string) {
	const shared = "AMANA_FUZZ_LOG"
	if n, _ := fmt.Sscan(os.Getenv(shared), &dir, &size, &number); n == 3 {
		return dir, size, number
	}
	w, err := desktest.Build(f.Context(), desktest.Config(f, "SQLite"))
	if err == nil {
		err = w.Scene(f.Context())
	}
	if err == nil {
		number, err = w.Way(f.Context(), "Zainab", "")
	}
	if err != nil {
		f.Fatal(err)
	}
	dir = filepath.Join(f.TempDir(), "log")
	signed, err := w.Desk.Export(f.Context(), dir, nil)
	if err == nil {
		err = w.Desk.Disclose(f.Context(), w.Who("hop"), dir, signed, nil)
	}
	if err != nil {
		f.Fatal(err)
	}
	f.Setenv(shared, fmt.Sprintln(dir, signed.Size, number))
	return dir, signed.Size, number
}
