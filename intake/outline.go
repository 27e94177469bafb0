package intake

import (
	"bufio"
	"context"
	"errors"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"

	"amana/desk/spelling"
)

// outline is what is known of a text file before its rows are read: what
// separates the columns, and what the row that names them tells of the others.
type outline struct {
	comma      byte
	line       int // where the names of the columns stand; 0: nowhere
	width      int // how many cells that row has
	known      int // how many of them are columns of ours
	date, what int // the places of these columns; -1: none
	acts       map[string]bool
}

const (
	commas    = ",;\t"
	namedBy   = 200     // the line by which the columns are named
	namedPart = 1 << 20 // and the part of the file
)

// outlined finds what separates the columns: that with which a row names most of
// them. A list of which no row does is not read at all.
func (b *book) outlined(ctx context.Context, e encoding.Encoding) (outline, error) {
	tables := Tables()
	best := outline{comma: commas[0], date: -1, what: -1}
	for _, comma := range []byte(commas) {
		o, err := b.named(ctx, e, outline{comma: comma, date: -1, what: -1}, tables)
		if err != nil {
			return outline{}, err
		}
		if o.known > best.known {
			best = o
		}
	}
	best.acts = acts(tables)
	return best, nil
}

// named looks for the row that names the columns. It may begin with any line.
func (b *book) named(ctx context.Context, e encoding.Encoding, o outline, tables []*Table) (outline, error) {
	r, err := b.records(ctx, e, o)
	if err != nil {
		return o, err
	}
	r.in = bufio.NewReader(io.LimitReader(r.in, namedPart))
	for r.number <= namedBy && o.line == 0 {
		lines, _, err := r.record()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return o, err
		}
		cells, _ := o.apart(strings.Join(r.waiting[:lines], "\n"))
		for _, t := range tables {
			o = o.or(t, cells, r.number)
		}
		r.drop(1)
	}
	return o, nil
}

// or is the outline that a row gives which names columns of a table, where that
// knows more of them.
func (o outline) or(t *Table, cells []string, line int) outline {
	row := make([]Cell, 0, len(cells))
	for _, text := range cells[:min(len(cells), maxColumns)] {
		row = append(row, Cell{Text: limited(text)})
	}
	head, _, _ := t.header(row)
	known, date, what := 0, -1, -1
	for i, c := range head {
		if c == nil {
			continue
		}
		known++
		switch c.Code {
		case colHappened:
			date = i
		case colWhat:
			what = i
		}
	}
	if known > o.known {
		o.line, o.width, o.known, o.date, o.what = line, len(cells), known, date, what
	}
	return o
}

// acts are the words for what rows tell of.
func acts(tables []*Table) map[string]bool {
	all := map[string]bool{}
	for _, t := range tables {
		if what := t.column(colWhat); what != nil {
			for word := range what.lexicon() {
				all[word] = true
			}
		}
	}
	return all
}

// isRow says whether a line that is part of a record looks like a row by itself:
// it tells what a row tells, or has as many cells as rows have. inside is what of
// it stands in a cell that goes over several lines.
func (o *outline) isRow(line, inside string) bool {
	cells := o.plainly(line)
	return o.tells(cells, -1) || len(cells) >= o.width && !o.prose(inside)
}

// isOpenRow says whether a line looks like a row of which a part stands, by
// mistake, in a cell that is open at its end: what rows tell is in there.
func (o *outline) isOpenRow(line, inside string) bool {
	before := strings.Count(line[:len(line)-len(inside)], string(o.comma))
	return o.tells(o.plainly(line), before) || before == 0 && o.isRow(line, inside)
}

// tells says whether cells after one of them say when something happened, or
// what, in the column where rows say it.
func (o *outline) tells(cells []string, after int) bool {
	at := func(i int) string {
		if i <= after || i >= len(cells) || len(cells[i]) > 100 {
			return ""
		}
		return strings.Trim(cells[i], ` "`)
	}
	return isDay(at(o.date)) || o.acts[spelling.Fold(at(o.what))]
}

// plainly are the cells of a line if no quotation mark in it means anything: as
// many as the row has that names the columns, and the rest.
func (o *outline) plainly(line string) []string {
	return strings.SplitN(line, string(o.comma), o.width+1)
}

// isDay says whether a text is meant for one day, be it one that there is not.
func isDay(text string) bool {
	span, err := readDate(Cell{Text: text}, anyCentury)
	return err == nil && span.exact() || errors.Is(err, errNoDay) || errors.Is(err, errMonth)
}

// prose says whether every separator in a text has a space after it, as in a
// sentence.
func (o *outline) prose(text string) bool {
	for {
		_, after, found := strings.Cut(text, string(o.comma))
		if !found {
			return true
		}
		if next, n := utf8.DecodeRuneInString(after); n > 0 && (next == '\t' || !unicode.IsSpace(next)) {
			return false
		}
		text = after
	}
}
