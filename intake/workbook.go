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
	"strconv"
	"strings"

	"amana/domain/fault"
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

// richText joins the texts up to the end of an element, without the readings
// that East Asian text carries beside it.
func richText(d *xml.Decoder, end string) (string, error) {
	var text strings.Builder
	in, reading := false, false
	for {
		t, err := d.RawToken()
		if err != nil {
			return "", err
		}
		switch t := t.(type) {
		case xml.StartElement:
			in = t.Name.Local == "t"
			reading = reading || t.Name.Local == "rPh"
		case xml.EndElement:
			switch t.Name.Local {
			case end:
				return unescaped(text.String()), nil
			case "rPh":
				reading = false
			}
			in = false
		case xml.CharData:
			if in && !reading {
				text.Write(t[:min(len(t), maxCell-text.Len())])
			}
		}
	}
}

var escapes = regexp.MustCompile(`_x([0-9A-Fa-f]{4})_`)

// unescaped undoes the form in which a workbook writes control characters.
func unescaped(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	return escapes.ReplaceAllStringFunc(s, func(m string) string {
		n, err := strconv.ParseUint(m[2:6], 16, 16)
		if err != nil {
			return m
		}
		return string(rune(n))
	})
}

// rows gives the rows of one sheet. A value of merged cells is in all of them.
func (w *workbook) rows(part string, yield func(int, []Cell) error) error {
	merged, err := w.merges(part)
	if err != nil {
		return err
	}
	n, rows := 0, 0
	var cells []Cell
	var theirs error // of whoever takes the rows
	err = w.each(part, func(d *xml.Decoder, e xml.StartElement) error {
		if e.Name.Local != "row" {
			return nil
		}
		n++
		if r, err := strconv.Atoi(attr(e, "r")); err == nil && r >= n && r <= lastRow {
			n = r
		}
		if rows++; rows > maxRows {
			return errTooLarge
		}
		cells = cells[:0]
		if cells, err = w.cells(d, cells); err != nil {
			return err
		}
		theirs = yield(n, merged.fill(n, cells))
		return theirs
	})
	switch {
	case errors.Is(theirs, errStop):
		return nil
	case theirs == nil && fault.KindOf(err) == fault.Internal && err != nil:
		return errNoSpreadsheet.Because(err) // whatever it is that cannot be unpacked or read
	}
	return err
}

// lastRow is the last row of a sheet that any program makes.
const lastRow = 1 << 20

// cells reads the cells of a row up to its end.
func (w *workbook) cells(d *xml.Decoder, cells []Cell) ([]Cell, error) {
	at := -1
	for {
		t, err := d.RawToken()
		if err != nil {
			return nil, err
		}
		switch t := t.(type) {
		case xml.EndElement:
			if t.Name.Local == "row" {
				return cells, nil
			}
		case xml.StartElement:
			if t.Name.Local != "c" {
				continue
			}
			at++
			if i, _, ok := coordinates(attr(t, "r")); ok {
				at = i
			}
			if at >= maxColumns {
				continue
			}
			for len(cells) <= at {
				cells = append(cells, Cell{})
			}
			if cells[at], err = w.cell(d, attr(t, "t")); err != nil {
				return nil, err
			}
		}
	}
}

// cell reads one cell up to its end. Of a formula the value counts that the
// spreadsheet last worked out.
func (w *workbook) cell(d *xml.Decoder, kind string) (c Cell, err error) {
	var value strings.Builder
	in, formula, worked := false, false, false
	for {
		t, err := d.RawToken()
		if err != nil {
			return c, err
		}
		switch t := t.(type) {
		case xml.StartElement:
			in = t.Name.Local == "v"
			worked, formula = worked || in, formula || t.Name.Local == "f"
			if t.Name.Local == "is" {
				c.Text, err = richText(d, "is")
				if err != nil {
					return c, err
				}
			}
		case xml.CharData:
			if in && value.Len() < maxCell {
				value.Write(t)
			}
		case xml.EndElement:
			in = false
			if t.Name.Local == "c" {
				c.Broken = formula && !worked // no program has worked it out yet
				return w.valued(c, kind, value.String()), nil
			}
		}
	}
}

func (w *workbook) valued(c Cell, kind, v string) Cell {
	switch kind {
	case "s":
		if i, err := strconv.Atoi(v); err == nil && i >= 0 && i < len(w.shared) {
			c.Text = w.shared[i]
		}
	case "str":
		c.Text = unescaped(v)
	case "inlineStr":
	case "b":
		c.Text = map[string]string{"1": "yes", "0": "no"}[v]
	case "e":
		c.Text, c.Broken = v, true
	case "d": // ISO 8601, with a time that is midnight where there is none
		c.Text = strings.TrimSuffix(strings.Replace(v, "T", " ", 1), " 00:00:00")
	default:
		c.Text, c.Number, c.From1904 = v, v != "", w.from1904
		if f, err := strconv.ParseFloat(v, 64); err == nil && strings.ContainsAny(v, "eE") && f == float64(int64(f)) {
			c.Text = strconv.FormatInt(int64(f), 10)
		}
	}
	return c
}

// coordinates reads "C12": the third column, the twelfth row.
func coordinates(s string) (column, row int, ok bool) {
	i := 0
	for ; i < len(s) && s[i] >= 'A' && s[i] <= 'Z' && i < 3; i++ {
		column = column*26 + int(s[i]-'A') + 1
	}
	row, err := strconv.Atoi(s[i:])
	return column - 1, row, err == nil && i > 0
}
