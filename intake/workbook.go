package intake

import (
	"archive/zip"
	"bufio"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"strings"
)

// workbook reads the parts of an Office Open XML workbook (ECMA-376) that a
// list needs, row by row, and never unpacks it to disk: it holds names.
func (b *book) workbook() error {
	info, err := b.file.Stat()
	if err != nil {
		return fmt.Errorf("reading a list: %w", err)
	}
	z, err := zip.NewReader(b.file, info.Size())
	if err != nil {
		return errNoSpreadsheet.Because(err)
	}
	w := &workbook{parts: map[string]*zip.File{}}
	for _, f := range z.File {
		w.parts[strings.TrimPrefix(f.Name, "/")] = f
	}
	at := "xl/workbook.xml"
	if roots, err := w.relations("_rels/.rels", ""); err == nil {
		for _, target := range roots {
			if strings.HasSuffix(target, "workbook.xml") {
				at = target
			}
		}
	}
	if w.parts[at] == nil {
		return errNoSpreadsheet
	}
	targets, err := w.relations(path.Join(path.Dir(at), "_rels", path.Base(at)+".rels"), path.Dir(at))
	if err != nil {
		return errNoSpreadsheet.Because(err)
	}
	sheets, err := w.contents(at)
	if err != nil {
		return errNoSpreadsheet.Because(err)
	}
	for _, target := range targets {
		if strings.HasSuffix(target, "sharedStrings.xml") {
			if err := w.sharedStrings(target); err != nil {
				return errNoSpreadsheet.Because(err)
			}
		}
	}
	for _, s := range sheets {
		if part := targets[s.id]; w.parts[part] != nil {
			b.sheets = append(b.sheets, sheet{s.name, func(yield func(int, []Cell) error) error { return w.rows(part, yield) }})
		}
	}
	if len(b.sheets) == 0 {
		return errNoSpreadsheet
	}
	return nil
}

type workbook struct {
	parts    map[string]*zip.File
	shared   []string
	from1904 bool
}

type sheetEntry struct{ name, id string }

// part opens one part, no longer than a list can be.
func (w *workbook) part(name string) (io.ReadCloser, error) {
	f := w.parts[name]
	if f == nil {
		return nil, fmt.Errorf("the workbook has no part %q", name)
	}
	if f.UncompressedSize64 > maxPart {
		return nil, errTooLarge
	}
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	return struct {
		io.Reader
		io.Closer
	}{io.LimitReader(r, maxPart), r}, nil
}

// each gives every start element of a part to visit.
func (w *workbook) each(name string, visit func(d *xml.Decoder, e xml.StartElement) error) error {
	r, err := w.part(name)
	if err != nil {
		return err
	}
	defer r.Close()
	d := xml.NewDecoder(bufio.NewReaderSize(r, 1<<16))
	for {
		t, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if e, ok := t.(xml.StartElement); ok {
			if err := visit(d, e); err != nil {
				return err
			}
		}
	}
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// relations are the targets of a part's relations, by id.
func (w *workbook) relations(name, base string) (map[string]string, error) {
	all := map[string]string{}
	err := w.each(name, func(_ *xml.Decoder, e xml.StartElement) error {
		if e.Name.Local != "Relationship" {
			return nil
		}
		target := attr(e, "Target")
		if !strings.HasPrefix(target, "/") {
			target = path.Join(base, target)
		}
		all[attr(e, "Id")] = strings.TrimPrefix(target, "/")
		return nil
	})
	return all, err
}

func (w *workbook) contents(name string) ([]sheetEntry, error) {
	var all []sheetEntry
	err := w.each(name, func(_ *xml.Decoder, e xml.StartElement) error {
		switch e.Name.Local {
		case "workbookPr":
			v := attr(e, "date1904")
			w.from1904 = v == "1" || v == "true"
		case "sheet":
			var id string
			for _, a := range e.Attr {
				if a.Name.Local == "id" && a.Name.Space != "" {
					id = a.Value
				}
			}
			all = append(all, sheetEntry{attr(e, "name"), id})
		}
		return nil
	})
	return all, err
}

func (w *workbook) sharedStrings(name string) error {
	return w.each(name, func(d *xml.Decoder, e xml.StartElement) error {
		if e.Name.Local != "si" {
			return nil
		}
		s, err := richText(d, "si")
		w.shared = append(w.shared, s)
		return err
	})
}

var escapes = regexp.MustCompile(`_x([0-9A-Fa-f]{4})_`)
