package intake

import (
	"context"
	"encoding/xml"
	"errors"
	"strconv"
	"strings"

	"amana/domain/fault"
)

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
func (w *workbook) rows(ctx context.Context, part string, yield func(int, []Cell) error) error {
	merged, err := w.merges(ctx, part)
	if err != nil {
		return err
	}
	n, rows := 0, 0
	var cells []Cell
	var theirs error // of whoever takes the rows
	err = w.each(ctx, part, func(d *xml.Decoder, e xml.StartElement) error {
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
