package intake

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"amana/desk/spelling"
	"amana/domain/fault"
)

// Limits of a list. No real one comes near them.
const (
	maxRows    = 500_000
	maxColumns = 400
	maxPart    = 1 << 30 // bytes of one unpacked part of a workbook
	maxCell    = 40_000  // bytes of one cell
)

// book is a list that is open for reading. It can be read more than once.
type book struct {
	file     *os.File
	sheets   []sheet
	others   []string // of a workbook, sheets that hold no rows
	encoding string   // of a text file, where it is not UTF-8
	text     bool     // a text file: one sheet without a name of its own
	outline  outline  // of a text file
}

// sheet is one sheet of a list. rows gives each row with its number as the
// spreadsheet shows it, until its context ends; the cells are good until the
// next one.
type sheet struct {
	name string
	rows func(ctx context.Context, yield func(n int, cells []Cell) error) error
}

// interruptible is a file, or a part of one, that is read until its context ends.
type interruptible struct {
	ctx context.Context
	io.Reader
}

func (r interruptible) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.Reader.Read(p)
}

// chunk is how many rows are read before they are given on.
const chunk = 200

// ahead is rows, which are given while the next ones are read.
func (s sheet) ahead(ctx context.Context, yield func(n int, cells []Cell) error) error {
	type row struct {
		n     int
		cells []Cell
	}
	read, over := make(chan []row, 4), make(chan struct{})
	var failed error
	go func() {
		defer close(read)
		var some []row
		give := func() error {
			select {
			case read <- some:
				some = nil
				return nil
			case <-over:
				return errStop
			}
		}
		failed = s.rows(ctx, func(n int, cells []Cell) error {
			if some = append(some, row{n, slices.Clone(cells)}); len(some) < chunk {
				return nil
			}
			return give()
		})
		_ = give() // what is left; nobody may want it
	}()
	var theirs error // of whoever takes the rows
	for some := range read {
		for _, r := range some {
			if theirs != nil {
				break
			}
			if theirs = yield(r.n, r.cells); theirs != nil {
				close(over)
			}
		}
	}
	if theirs != nil && !errors.Is(theirs, errStop) {
		return theirs
	}
	return failed
}

// errStop ends the reading of a sheet early.
var errStop = errors.New("stop")

var (
	errNoSpreadsheet = fault.New(fault.Invalid, "fault.list-not-a-spreadsheet")
	errTooLarge      = fault.New(fault.Invalid, "fault.list-too-large", fault.A("max", maxRows))
)

// open opens a workbook or a text file.
func open(ctx context.Context, path string) (*book, error) {
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fault.New(fault.Missing, "fault.no-such-file").Because(err)
	}
	if err != nil {
		return nil, fmt.Errorf("opening a list: %w", err)
	}
	if info, err := f.Stat(); err == nil && info.IsDir() {
		f.Close()
		return nil, fault.New(fault.Invalid, "fault.not-a-file")
	}
	b := &book{file: f}
	if err := b.look(ctx); err != nil {
		f.Close()
		return nil, err
	}
	return b, nil
}

func (b *book) close() error { return b.file.Close() }

// look finds out what kind of file it is, by what is in it.
func (b *book) look(ctx context.Context) error {
	head := make([]byte, 8)
	n, err := io.ReadFull(b.file, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return fmt.Errorf("reading a list: %w", err)
	}
	head = head[:n]
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return b.workbook(ctx)
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0")):
		return fault.New(fault.Invalid, "fault.list-old-or-locked")
	case bytes.IndexByte(head, 0) >= 0 && !utf16(head), bytes.HasPrefix(head, []byte("%PDF")):
		return errNoSpreadsheet
	}
	return b.textFile(ctx)
}

// assign says which sheet of the file is which of ours.
func (b *book) assign(tables []*Table, wanted, path string) (map[int]*Table, []string, error) {
	found, ignored := map[int]*Table{}, slices.Clone(b.others)
	byName := map[string]*Table{}
	own := map[string]bool{spelling.Fold("lists"): true}
	for _, t := range tables {
		for _, title := range append(titles(t.Name), t.Name) {
			byName[spelling.Fold(title)] = t
		}
	}
	for _, title := range titles("instructions") {
		own[spelling.Fold(title)] = true
	}
	if wanted != "" && byName[spelling.Fold(wanted)] == nil {
		return nil, nil, fault.New(fault.Invalid, "fault.list-no-such-sheet", fault.A("sheet", short(wanted)))
	}
	if len(b.sheets) == 1 && (b.text || byName[spelling.Fold(b.sheets[0].name)] == nil || wanted != "") {
		if wanted == "" {
			wanted = byFileName(byName, path)
		}
		found[0] = byName[spelling.Fold(wanted)]
		return found, ignored, nil
	}
	for i, s := range b.sheets {
		switch t := byName[spelling.Fold(s.name)]; {
		case t != nil && (wanted == "" || t == byName[spelling.Fold(wanted)]):
			found[i] = t
		case !own[spelling.Fold(s.name)]:
			ignored = append(ignored, short(s.name))
		}
	}
	if len(found) == 0 {
		return nil, nil, fault.New(fault.Invalid, "fault.list-no-sheet")
	}
	return found, ignored, nil
}

func titles(table string) []string { s := vocabularyOf().Sheet[table]; return s[:] }

// byFileName is the sheet that a file of one sheet holds, by the file's name.
func byFileName(byName map[string]*Table, path string) string {
	base := spelling.Fold(strings.TrimSuffix(filepath.Base(path), filepath.Ext(path)))
	for _, name := range sortedKeys(byName) {
		if t := byName[name]; t.Name != Persons && strings.Contains(base, name) {
			return t.Name
		}
	}
	return Persons
}
