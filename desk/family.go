package desk

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"amana/domain/casefile"
	"amana/domain/ledger"
	"amana/domain/safeguard"
	"amana/store"
)

// parents reads the ways of the parents with whom a child lives. An adult's file
// rests on nobody else's.
func (r *reading) parents(c *casefile.Case, at time.Time) {
	v := r.v
	if r.err != nil || v.book == nil || !c.IsChild(v.around, v.book, at) {
		return
	}
	names, err := r.desk.family(r.ctx, c)
	if errors.Is(err, store.ErrMissing) {
		r.parent(safeguard.ParentWay{Unread: true}) // the mother's file is elsewhere
	} else if err != nil {
		r.err = err
		return
	}
	for _, name := range names {
		f := r.stream(name)
		switch {
		case r.err != nil:
			return
		case f == nil || f.person == nil:
		case f.shut() || f.person.Unread():
			r.parent(safeguard.ParentWay{Unread: true, Heard: r.heard(f)})
		case !f.person.Erased && f.person.ParentOf(c):
			rest := r.rest
			around := r.beside(f.person, false)
			r.rest = rest // how a parent stands is told by the way itself
			r.parent(f.person.AsParent(around, v.book, at))
		}
	}
}

// heard is when anything was last recorded of a parent whose file is not all read
// here: a stop, perhaps. What everybody reads of who is gone says that it was none.
func (r *reading) heard(f *file) time.Time {
	if r.v.past != nil || r.desk.db == nil { // a question about the past is of no departure
		return time.Time{}
	}
	row, err := r.desk.db.Row(r.ctx, f.stream.Name)
	if err != nil && !errors.Is(err, store.ErrMissing) {
		r.err = err
	}
	switch casefile.Status(row.Status) {
	case casefile.StatusDeparted, casefile.StatusUncleared, casefile.StatusArrived, casefile.MissingOnArrival:
		return time.Time{}
	}
	return f.person.Changed
}

// parent takes a parent's way into what is read, and into its digest all of it
// but what everybody sees at the gate.
func (r *reading) parent(p safeguard.ParentWay) {
	r.v.around.Parents = append(r.v.around.Parents, p)
	p.Aboard, p.Heard = false, time.Time{}
	text, err := json.Marshal(p)
	if err != nil {
		r.err = err
		return
	}
	r.rest = append(r.rest, sha256.Sum256(text))
}

// family are the streams of who may be a parent by what is said of the household,
// and of the mother of one born on the way: with ErrMissing if hers is not here.
func (d *Desk) family(ctx context.Context, c *casefile.Case) (names []ledger.Stream, err error) {
	add := func(name ledger.Stream) {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	var digests [][]byte
	for _, home := range c.Said.Household {
		for name, f := range d.pending.persons() {
			if slices.Contains(f.Households, home.Value.Household) {
				add(name)
			}
		}
		if d.db == nil { // an audit has no store: whom the act rested on is among the persons
			continue
		}
		digest, err := d.household(home.Value.Household)
		if err != nil {
			return nil, err
		}
		digests = append(digests, digest)
	}
	for page := (store.Page{Limit: 500}); len(digests) > 0; {
		rows, err := d.db.Rows(ctx, store.Filter{Subject: string(casefile.Person), Callers: digests}, page)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			page.After = row.Cursor
			add(row.Stream)
		}
		if len(rows) < page.Limit {
			break
		}
	}
	if c.Mother == "" {
		return names, nil
	}
	name, err := d.named(ctx, casefile.Person, c.Mother)
	if err == nil {
		add(name)
	}
	return names, err
}

// household is the keyed digest under which those of a household are found.
func (d *Desk) household(code string) ([]byte, error) { return d.lookup("household", code) }
