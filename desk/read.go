package desk

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/seal"
	"amana/store"
)

// open is a case that the reader may see, for the act of reading it.
func (d *Desk) open(ctx context.Context, who Actor, number, reading string) (*view, error) {
	name, err := d.named(ctx, casefile.Person, number)
	if errors.Is(err, store.ErrMissing) {
		return nil, errNoCase
	}
	if err != nil {
		return nil, err
	}
	v, err := d.look(ctx, name, "", "")
	if err != nil {
		return nil, err
	}
	return v, unseen(d.roles.May(who.Actor, reading, subjectOf(v.file)))
}

// limited is the file as the reader's compartments show it.
func (d *Desk) limited(ctx context.Context, who Actor, f *file) (*file, error) {
	set := d.roles.Compartments(who.Actor, subjectOf(f))
	if set.Covers(ledger.Everything &^ ledger.SetOf(ledger.Statistic)) {
		return f, nil
	}
	content, err := d.db.Stream(ctx, f.stream.Name)
	if err != nil {
		return nil, err
	}
	return d.fold(&content, set)
}

// Case is one person's file as a reader may see it.
type Case struct {
	Case        string          `json:"case"`
	Status      casefile.Status `json:"status"`
	Crossed     bool            `json:"crossed,omitempty"` // departed while a stop was on record elsewhere
	Constrained bool            `json:"constrained"`
	Compartment []string        `json:"compartments"` // that the reader may open
	File        *casefile.Case  `json:"file"`
}

// Case reads one case.
func (d *Desk) Case(ctx context.Context, who Actor, number string) (Case, error) {
	v, err := d.open(ctx, who, number, "case.read")
	if err != nil {
		return Case{}, err
	}
	f, err := d.limited(ctx, who, v.file)
	if err != nil {
		return Case{}, err
	}
	set := d.opens(who, f)
	var open []string
	for _, c := range ledger.Compartments {
		if set.Has(c) {
			open = append(open, c.String())
		}
	}
	return Case{Case: number, Status: v.file.person.Status(), Crossed: v.file.person.Crossed(), Constrained: f.person.Constrained(), Compartment: open, File: f.person}, nil
}

// Event is one line of a case's timeline.
type Event struct {
	Entry    ledger.Hash                `json:"entry"`
	Kind     string                     `json:"kind"`
	Effect   ledger.Effect              `json:"effect"`
	By       ledger.Actor               `json:"by"`
	Officer  string                     `json:"officer,omitempty"` // the code of who did it
	Happened time.Time                  `json:"happened"`
	Recorded time.Time                  `json:"recorded"`
	Node     string                     `json:"node"`
	Imported string                     `json:"imported,omitempty"`
	Sealed   []string                   `json:"sealed,omitempty"` // compartments in which it says more
	Disputed bool                       `json:"disputed,omitempty"`
	Says     map[string]json.RawMessage `json:"says,omitempty"` // what it says, as far as the reader may see
}

// Events reads a case's timeline, oldest first.
func (d *Desk) Events(ctx context.Context, who Actor, number string) ([]Event, error) {
	v, err := d.open(ctx, who, number, "case.read")
	if err != nil {
		return nil, err
	}
	f, err := d.limited(ctx, who, v.file)
	if err != nil {
		return nil, err
	}
	lines := make([]Event, 0, len(f.events))
	for i := range f.events {
		lines = append(lines, d.line(&f.events[i]))
	}
	return lines, nil
}

func (d *Desk) line(e *ledger.Event) Event {
	l := Event{
		Entry: e.ID, Effect: e.Effect, By: e.Actor, Happened: e.Happened, Recorded: e.Recorded, Node: e.Node,
		Imported: e.Imported, Disputed: e.Disputed,
	}
	if u, ok := d.register.user(e.Actor); ok {
		l.Officer = u.Code
	}
	for _, c := range ledger.Compartments {
		if e.Sealed.Has(c) {
			l.Sealed = append(l.Sealed, c.String())
		}
	}
	if e.Body == nil {
		return l
	}
	l.Kind = e.Body.Kind()
	if text, err := json.Marshal(e.Body); err == nil {
		var says map[string]json.RawMessage
		if json.Unmarshal(text, &says) == nil {
			l.Says = d.readable(e, says)
		}
	}
	return l
}

// readable leaves out the members that are sealed here: their zero values
// would read as answers.
func (d *Desk) readable(e *ledger.Event, says map[string]json.RawMessage) map[string]json.RawMessage {
	for name := range says {
		if e.Sealed.Has(d.codec.Compartment(e.Body.Kind(), name)) {
			delete(says, name)
		}
	}
	return says
}

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

// Cases lists the cases that a reader may see.
func (d *Desk) Cases(ctx context.Context, who Actor, q Query) (Page, error) {
	if err := d.roles.May(who.Actor, "case.list", access.Subject{Kind: string(casefile.Person), Office: who.Office}); err != nil {
		return Page{}, err
	}
	filter := store.Filter{Subject: string(casefile.Person), Due: q.Due}
	if q.Office != "" {
		filter.Offices = []string{q.Office}
	}
	if !d.roles.Reads(who.Actor, access.Subject{Kind: string(casefile.Person), Office: "\x00"}) {
		if q.Office != "" && q.Office != who.Office {
			return Page{Cases: []Listed{}}, nil
		}
		filter.Offices = []string{who.Office}
	}
	if q.Status != "" {
		filter.Statuses = []string{q.Status}
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
	return d.page(ctx, rows, limit)
}

func (d *Desk) page(ctx context.Context, rows []store.Listed, limit int) (Page, error) {
	page := Page{Cases: make([]Listed, 0, len(rows)), More: len(rows) == limit}
	for _, row := range rows {
		page.Next = row.Cursor
		line, err := d.listed(ctx, row)
		if err != nil {
			return Page{}, err
		}
		page.Cases = append(page.Cases, line)
	}
	return page, nil
}

// listed opens one row.
func (d *Desk) listed(ctx context.Context, row store.Listed) (Listed, error) {
	deks, err := d.db.DEKs(ctx, row.Stream)
	if err != nil {
		return Listed{}, err
	}
	for _, k := range deks {
		if k.Compartment != ledger.General {
			continue
		}
		opened, err := d.ring.OpenDEK(seal.KEKID{Office: k.Office, Compartment: k.Compartment, Epoch: k.Epoch}, row.Stream, k.Epoch, k.Wrapped)
		if err != nil {
			return Listed{}, err
		}
		for _, b := range row.Blobs {
			if b.Compartment == ledger.General {
				return d.openRow(&dek{opened, k.Epoch}, row.Stream, b.Sealed)
			}
		}
	}
	return Listed{Office: row.Office, Status: casefile.Status(row.Status)}, nil
}

// Movement reads one movement.
func (d *Desk) Movement(ctx context.Context, who Actor, ref string) (*movement.State, error) {
	if err := d.roles.May(who.Actor, "manifest.read", access.Subject{Kind: string(casefile.Movement)}); err != nil {
		return nil, err
	}
	f, err := d.openOther(ctx, casefile.Movement, ref)
	if err != nil {
		return nil, err
	}
	return f.other.(*movement.State), nil
}

func (d *Desk) openOther(ctx context.Context, subject casefile.Subject, ref string) (*file, error) {
	name, err := d.named(ctx, subject, ref)
	if errors.Is(err, store.ErrMissing) {
		return nil, fault.New(fault.Missing, "fault.not-found")
	}
	if err != nil {
		return nil, err
	}
	return d.current(ctx, name)
}

// Births are the births recorded in a mother's case.
func (d *Desk) Births(ctx context.Context, who Actor, number string) ([]casefile.RecordBirth, error) {
	v, err := d.open(ctx, who, number, "case.read")
	if err != nil {
		return nil, err
	}
	var births []casefile.RecordBirth
	for i := range v.file.events {
		if b, ok := v.file.events[i].Body.(casefile.BirthRecorded); ok {
			births = append(births, b.RecordBirth)
		}
	}
	return births, nil
}
