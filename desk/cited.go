package desk

import (
	"context"

	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/monitoring"
	"amana/store"
)

// CitedPage is a part of a list of what commands cite.
type CitedPage struct {
	States []casefile.Folded
	Next   store.Cursor
	More   bool
}

// AllCited lists what there is of a kind that belongs to no person and that
// commands name by its reference (a country, a place, a budget line, a text), a
// page at a time: to who sees that kind. Each belongs to no office, so whoever
// sees one sees them all.
func (d *Desk) AllCited(ctx context.Context, who Actor, kind casefile.Subject, limit int, after store.Cursor) (CitedPage, error) {
	page := CitedPage{States: []casefile.Folded{}, Next: after}
	if !d.Sees(who, Theirs(who, kind)) {
		return page, errNotThere
	}
	rows, err := d.db.Rows(ctx, store.Filter{Subject: string(kind)}, store.Page{Limit: limit, After: after})
	if err != nil {
		return page, err
	}
	for _, row := range rows {
		f, err := d.current(ctx, row.Stream)
		if err != nil {
			return page, err
		}
		page.States, page.Next = append(page.States, d.citedTo(who, f.Other)), row.Cursor
	}
	page.More = len(rows) == limit
	return page, nil
}

// Cited reads one of them.
func (d *Desk) Cited(ctx context.Context, who Actor, kind casefile.Subject, ref string) (casefile.Folded, error) {
	if !d.Sees(who, Theirs(who, kind)) {
		return nil, errNotThere
	}
	f, err := d.openOther(ctx, kind, ref)
	if err != nil {
		return nil, err
	}
	return d.citedTo(who, f.Other), nil
}

// citedTo leaves out why a place is no good, for whoever may not read that.
func (d *Desk) citedTo(who Actor, state casefile.Folded) casefile.Folded {
	if place, ok := state.(*monitoring.State); ok && d.roles.May(who.Actor, "place.reason", access.Subject{Kind: string(casefile.Place)}) != nil {
		return place.Unexplained()
	}
	return state
}

var errNotThere = fault.New(fault.Missing, "fault.not-found")
