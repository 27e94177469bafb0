package intake

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"amana/domain/fault"
)

// mayReport says whether what is refused can be written where it is to be. It is
// asked before anything is recorded: who cannot be told what was refused is not
// to find the rest taken.
func (r *run) mayReport(path string) error {
	if name := r.options.Report; name != "" {
		switch {
		case !textName(name) && !strings.EqualFold(filepath.Ext(name), ".xlsx"):
			return fault.New(fault.Invalid, "fault.report-name").In("--report")
		case textName(name) && !r.list.book.text:
			return fault.New(fault.Invalid, "fault.report-is-a-workbook").In("--report")
		}
	}
	f, err := r.create(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Close(), os.Remove(f.Name())) // whoever is interrupted finds no empty file
}

var rejected = regexp.MustCompile(`\.rejected(-\d+)?$`)

// create makes the file. One that is there is somebody's work, perhaps the list
// itself, and is never written over.
func (r *run) create(path string) (*os.File, error) {
	if name := r.options.Report; name != "" {
		f, err := fresh(name)
		if errors.Is(err, fs.ErrExist) {
			return nil, fault.New(fault.Conflict, "fault.file-exists").In("--report").Because(err)
		}
		return f, err
	}
	ending := ".xlsx"
	if r.list.book.text {
		ending = ".csv"
	}
	base := rejected.ReplaceAllString(strings.TrimSuffix(path, filepath.Ext(path)), "") + ".rejected"
	for n := 1; ; n++ {
		name := base + ending
		if n > 1 {
			name = base + "-" + strconv.Itoa(n) + ending
		}
		f, err := fresh(name)
		if err == nil || !errors.Is(err, fs.ErrExist) || n == 1000 {
			return f, err
		}
	}
}

// fresh makes a file that was not there.
func fresh(name string) (*os.File, error) {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("writing what was refused: %w", err)
	}
	return f, nil
}

func textName(name string) bool { return strings.EqualFold(filepath.Ext(name), ".csv") }
