package intake

import (
	"slices"
	"strings"

	"amana/desk/spelling"
	"amana/domain/fault"
)

// headerWithin is how many rows may stand above the names of the columns.
const headerWithin = 25

// titlesOf finds a sheet's columns by code, by the last part of it where that
// is clear, and by name in each language.
func (t *Table) titlesOf() map[string]*Column {
	all := map[string]*Column{}
	last := map[string][]*Column{}
	for _, c := range t.Columns {
		part := c.Code[strings.LastIndexByte(c.Code, '.')+1:]
		last[spelling.Fold(part)] = append(last[spelling.Fold(part)], c)
	}
	for part, cs := range last {
		if len(cs) == 1 {
			all[part] = cs[0]
		}
	}
	for _, c := range t.Columns {
		for _, l := range written {
			all[spelling.Fold(t.Title(c.Code, l))] = c
		}
	}
	for _, c := range t.Columns {
		all[spelling.Fold(c.Code)] = c
	}
	return all
}

// header finds the row of names among the first rows of a sheet. It returns
// nil when a row is not it.
func (t *Table) header(cells []Cell) (head []*Column, ignored []string, err error) {
	names := t.titles()
	reason := &Column{Code: colReason}
	own := t.column(colReason)
	seen := map[*Column]bool{}
	for _, cell := range cells {
		text, _ := clean(cell.Text)
		key := spelling.Fold(text)
		c := names[key]
		if c == nil && own == nil && slices.ContainsFunc(written[:], func(l string) bool { return key == spelling.Fold(t.Title(colReason, l)) || key == colReason }) {
			c = reason
		}
		switch {
		case c != nil && seen[c] && c != reason:
			err = fault.New(fault.Invalid, "fault.list-column-twice", fault.A("column", short(text)))
		case c == nil && text != "":
			ignored = append(ignored, short(text))
		}
		if c != nil {
			seen[c] = true
		}
		head = append(head, c)
	}
	if !seen[t.column(colRef)] || len(seen) < 3 {
		return nil, nil, nil
	}
	return head, ignored, err
}
