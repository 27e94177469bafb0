package desk

import (
	"context"
	"errors"
	"time"

	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/ledger"
	"amana/store"
)

// Query says which cases are wanted. Empty parts do not filter.
type Query struct {
	Office   string
	Status   string
	Movement string
	Due      time.Time // with a blocking finding that goes up by then
	After    store.Cursor
	Limit    int
}

// Page is a part of a list of cases.
type Page struct {
	Cases []Listed     `json:"cases"`
	Next  store.Cursor `json:"next"`
	More  bool         `json:"more"`
}

// Theirs is what an actor reaches of a kind, if they reach anything of it: of
// their office, called to it, and told of it.
func Theirs(who Actor, kind casefile.Subject) access.Subject {
	s := access.Subject{Kind: string(kind), Notice: who.Country}
	if kind == casefile.Person {
		s.Office = who.Office
	}
	for _, r := range who.Roles {
		s.Calls = append(s.Calls, access.Call{Role: r})
	}
	return s
}

// Cases lists the cases that a reader may see.
func (d *Desk) Cases(ctx context.Context, who Actor, q Query) (Page, error) {
	if err := d.roles.May(who.Actor, "case.list", Theirs(who, casefile.Person)); err != nil {
		return Page{}, err
	}
	reach := d.roles.Reach(who.Actor, "case.list", string(casefile.Person))
	filter := store.Filter{Subject: string(casefile.Person), Due: q.Due}
	switch {
	case reach.All && q.Office != "", reach.Office && q.Office == who.Office && !reach.All:
		filter.Offices = []string{q.Office}
	case reach.All:
	case reach.Office && q.Office == "":
		filter.Offices = []string{who.Office}
	}
	if q.Status != "" {
		filter.Statuses = []string{q.Status}
	}
	if !reach.All && reach.Called && q.Due.IsZero() {
		var err error
		if filter.Callers, err = d.callersOf(who); err != nil {
			return Page{}, err
		}
		filter.Statuses = nil // a filter would tell more than what is shown
	}
	if !reach.All && filter.Offices == nil && filter.Callers == nil {
		return Page{Cases: []Listed{}}, nil
	}
	if q.Movement != "" {
		name, err := d.named(ctx, casefile.Movement, q.Movement)
		if errors.Is(err, store.ErrMissing) {
			return Page{Cases: []Listed{}}, nil
		}
		if err != nil {
			return Page{}, err
		}
		filter.Movement = name
	}
	limit := min(max(q.Limit, 1), 500)
	rows, err := d.db.Rows(ctx, filter, store.Page{Limit: limit, After: q.After})
	if err != nil {
		return Page{}, err
	}
	page := Page{Cases: make([]Listed, 0, len(rows)), More: len(rows) == limit}
	for _, row := range rows {
		page.Next = row.Cursor
		line, shown, err := d.shownRow(ctx, who, q, reach, row)
		if err != nil {
			return Page{}, err
		}
		if shown {
			page.Cases = append(page.Cases, line)
		}
	}
	return page, nil
}

// shownRow is one row as its reader may see it. Who reaches it by being called has
// it made from what they may open, and asked again whether they still are.
func (d *Desk) shownRow(ctx context.Context, who Actor, q Query, reach access.Reach, row store.Listed) (Listed, bool, error) {
	if reach.All || reach.Office && row.Office == who.Office {
		line, err := d.listed(ctx, row)
		return line, q.Status == "" || row.Status == q.Status, err
	}
	v, err := d.look(ctx, row.Stream)
	if err != nil || d.roles.May(who.Actor, "case.list", d.subjectIn(v)) != nil || q.Office != "" && row.Office != q.Office {
		return Listed{}, false, unlessMissing(err)
	}
	f, err := d.limited(ctx, who, v.file)
	if err != nil {
		return Listed{}, false, err
	}
	line := d.asOf(lineOf(f.Person))
	return line, q.Status == "" || string(line.Status) == q.Status, nil
}

func unlessMissing(err error) error {
	if errors.Is(err, errNoCase) {
		return nil
	}
	return err
}

// callers are the keyed digests under which those who are called to a case, the
// files of those who live with the person, and whoever looks for incidents find
// it: nobody else can tell whom they stand for.
func (d *Desk) callers(c *casefile.Case, at time.Time) ([][]byte, error) {
	raised := c.Raised()
	if len(c.Calls) == 0 && len(c.Travel.Drawn) == 0 && c.Notice == "" && len(c.Households) == 0 && len(raised) == 0 && c.Travel.Departed == nil {
		return nil, nil // never: nothing to take away either
	}
	digests := [][]byte{}
	for _, call := range c.Callings(at) {
		digest, err := d.caller(call)
		if err != nil {
			return nil, err
		}
		digests = append(digests, digest)
	}
	if country := c.Noticed(); country != "" {
		digest, err := d.noticed(country)
		if err != nil {
			return nil, err
		}
		digests = append(digests, digest)
	}
	marked := map[bool]bool{}
	for i := range raised {
		open := raised[i].Closed.IsZero()
		if marked[open] {
			continue
		}
		marked[open] = true
		digest, err := d.raised(open)
		if err != nil {
			return nil, err
		}
		digests = append(digests, digest)
	}
	left, err := d.departed(c)
	if err != nil {
		return nil, err
	}
	digests = append(digests, left...)
	for _, code := range c.Households {
		digest, err := d.household(code)
		if err != nil {
			return nil, err
		}
		digests = append(digests, digest)
	}
	return digests, nil
}

// callersOf are the digests under which an actor finds what they are called to.
func (d *Desk) callersOf(who Actor) ([][]byte, error) {
	var digests [][]byte
	for _, r := range who.Roles {
		for _, a := range []ledger.Actor{who.ID, {}} {
			digest, err := d.caller(access.Call{Role: r, Actor: a})
			if err != nil {
				return nil, err
			}
			digests = append(digests, digest)
		}
	}
	if who.Country != "" {
		digest, err := d.noticed(who.Country)
		if err != nil {
			return nil, err
		}
		digests = append(digests, digest)
	}
	return digests, nil
}

func (d *Desk) caller(c access.Call) ([]byte, error) {
	return d.lookup("called", string(c.Role)+" "+c.Actor.String())
}

func (d *Desk) noticed(country string) ([]byte, error) { return d.lookup("noticed", country) }

// listed opens one row.
func (d *Desk) listed(ctx context.Context, row store.Listed) (Listed, error) {
	deks, err := d.db.DEKs(ctx, row.Stream)
	if err != nil {
		return Listed{}, err
	}
	keys, err := d.openDEKs(row.Stream, deks, ledger.SetOf(ledger.General))
	if err != nil {
		return Listed{}, err
	}
	shut := Listed{Office: row.Office, Status: casefile.Status(row.Status), Shut: keys.shut(ledger.General)}
	for _, b := range row.Blobs {
		if b.Compartment != ledger.General {
			continue
		}
		var line sealedLine
		opened, err := openRow(&keys, ledger.General, row.Stream, b.Sealed, &line)
		if err != nil || !opened {
			return shut, err
		}
		line.Status = shut.Status // a no that was taken while nothing was open stands in the clear part alone
		return d.asOf(line.Listed), nil
	}
	return shut, nil
}
