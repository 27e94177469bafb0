package intake

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"amana/desk/likeness"
	"amana/desk/shape"
	"amana/desk/spelling"
	"amana/domain/day"
	"amana/domain/fault"
	"amana/domain/ledger"
)

// Row is one row of a list, read.
type Row struct {
	table   *Table
	number  int // as the spreadsheet shows it
	sheet   int // of the file
	ref     string
	person  string // the person's reference: of a person's own row, ref
	officer string // who did it, as the list calls them
	deeds   []deed
	stop    *deed             // what of it stops the journey, whatever else it says; nil: nothing
	bare    bool              // of the rest something could not be read
	twice   bool              // another row has its reference, or it has none
	who     likeness.Likeness // of a person's row
}

// deed is one command that a row gives.
type deed struct {
	command  string
	args     json.RawMessage
	happened time.Time
	answers  string       // the reference of the row that found the need
	doneBy   ledger.Actor // the officer who did it; zero: nobody known here
}

// reader reads the rows of one sheet.
type reader struct {
	table   *Table
	sheet   int
	head    []*Column // by place in the file; nil: not ours
	lexicon map[string]lexicon
	office  string
	offices []string
	zone    *time.Location
	today   day.Day

	row      *Row
	values   map[string]Cell
	used     map[string]bool
	problems []Problem
}

// read reads one row. It returns nil for a row that holds nothing or is an
// example, and the problems of one that cannot be taken.
func (r *reader) read(n int, cells []Cell) (row *Row, example bool, problems []Problem) {
	r.row, r.problems = &Row{table: r.table, number: n, sheet: r.sheet}, nil
	clear(r.values)
	clear(r.used)
	torn := false
	for i, c := range r.head {
		if c == nil || i >= len(cells) || c.Code == colReason && r.table.column(colReason) == nil {
			continue
		}
		text, err := clean(cells[i].Text)
		if err == nil && text != "" {
			cell := cells[i]
			cell.Text = text
			r.values[c.Code] = cell
		}
		switch {
		case err != nil:
			r.bad(c.Code, strings.ToValidUTF8(cells[i].Text, "�"), err)
		case cells[i].Broken:
			r.bad(c.Code, text, fault.New(fault.Invalid, "fault.cell-error"))
		case cells[i].Torn && !torn: // once: what follows is torn with it
			torn = true
			r.bad(c.Code, text, fault.New(fault.Invalid, "fault.cell-torn"))
		}
	}
	if len(r.values) == 0 && len(r.problems) == 0 {
		return nil, false, nil
	}
	if isExample(r.values[colRef].Text) {
		return nil, true, nil
	}
	r.references()
	r.used[colOfficer], r.row.officer = true, r.values[colOfficer].Text
	happened := r.happened()
	for _, command := range r.commands() {
		d := deed{command: command, happened: happened}
		d.args = r.arguments(&d)
		r.row.deeds = append(r.row.deeds, d)
	}
	for _, code := range sortedKeys(r.values) {
		if !r.used[code] && len(r.problems) == 0 {
			r.bad(code, r.values[code].Text, fault.New(fault.Invalid, "fault.cell-not-for-this"))
		}
	}
	if r.table.Name == Persons && onlyDay(r.problems) {
		r.row.who = likenessOf(r.row.deeds[0].args)
	}
	r.row.stop = r.stop()
	return r.row, false, r.problems
}

func isExample(ref string) bool {
	for _, word := range vocabularyOf().Example["word"] {
		if rest, ok := strings.CutPrefix(spelling.Fold(ref), spelling.Fold(word)); ok && allDigits("0"+latinDigits(rest)) {
			return true
		}
	}
	return false
}

func (r *reader) bad(code, value string, err error) {
	r.problems = append(r.problems, Problem{row: r.row, column: code, value: short(value), why: err})
}

// references reads the row's own reference and the person's.
func (r *reader) references() {
	get := func(code string) string {
		r.used[code] = true
		v := r.values[code].Text
		if v == "" {
			r.bad(code, "", fault.New(fault.Invalid, "fault.missing-field"))
			return ""
		}
		if err := shape.Check(struct {
			Ref string `json:"ref" max:"100"`
		}{v}); err != nil {
			r.bad(code, v, bare(err))
		}
		return v
	}
	r.row.ref = get(colRef)
	r.row.person = r.row.ref
	if r.table.Name != Persons {
		r.row.person = get(colPerson)
	}
}

// happened reads when it was. Of a day without a time the first moment counts
// that lies in it here and in UTC.
func (r *reader) happened() time.Time {
	r.used[colHappened] = true
	cell := r.values[colHappened]
	if cell.Text == "" {
		r.bad(colHappened, "", fault.New(fault.Invalid, "fault.missing-field"))
		return time.Time{}
	}
	span, err := readDate(cell, r.today)
	if err == nil && !span.exact() {
		err = errExact
	}
	if err != nil {
		r.bad(colHappened, cell.Text, err)
		return time.Time{}
	}
	if span.Clock >= 0 {
		return span.From.Start(r.zone).Add(span.Clock).UTC()
	}
	here, utc := span.From.Start(r.zone).UTC(), span.From.Start(time.UTC)
	if here.After(utc) {
		return here
	}
	return utc
}

// commands are what the row tells of.
func (r *reader) commands() []string {
	if r.table.Name == Persons {
		all := []string{"case.open"}
		if r.has("household", "relation") {
			all = append(all, "household.join")
		}
		if r.has("held", "place", "holds") {
			all = append(all, "custody.record")
		}
		return all
	}
	r.used[colWhat] = true
	v := r.values[colWhat].Text
	if v == "" {
		r.bad(colWhat, "", fault.New(fault.Invalid, "fault.missing-field"))
		return nil
	}
	what, err := r.lexicon[colWhat].code(v, r.table.Whats)
	if err != nil {
		r.bad(colWhat, v, err)
		return nil
	}
	return []string{what}
}

func (r *reader) has(codes ...string) bool {
	return slices.ContainsFunc(codes, func(c string) bool { return r.values[c].Text != "" })
}
