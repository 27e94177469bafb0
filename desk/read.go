package desk

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"amana/desk/shape"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/day"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/movement"
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
	v, err := d.look(ctx, name)
	if err != nil {
		return nil, err
	}
	if err := unseen(d.roles.May(who.Actor, reading, d.subjectIn(v))); err != nil || !v.file.Shut {
		return v, err
	}
	return nil, ErrShut
}

// MayRead says whether an actor may read a case, as Case would answer them.
func (d *Desk) MayRead(ctx context.Context, who Actor, number string) (bool, error) {
	_, err := d.open(ctx, who, number, "case.read")
	if k := fault.KindOf(err); k == fault.Missing || k == fault.Denied || errors.Is(err, ErrShut) {
		return false, nil
	}
	return err == nil, err
}

// Case is one person's file as a reader may see it.
type Case struct {
	Case        string               `json:"case"`
	Status      casefile.Status      `json:"status"`
	Crossed     bool                 `json:"crossed,omitempty"` // departed while a stop was on record elsewhere
	Constrained bool                 `json:"constrained"`
	Turns       day.Day              `json:"turns,omitzero"`      // when a child's rules end, from ninety days before
	Compartment []string             `json:"compartments"`        // that the reader may open
	Unsettled   []casefile.Unsettled `json:"unsettled,omitempty"` // of which several things are said, until a person decides
	File        *casefile.Case       `json:"file"`

	name func(ledger.Actor) Officer
}

// MarshalJSON shows officers, and no actor.
func (c Case) MarshalJSON() ([]byte, error) {
	type members Case
	name := c.name
	if name == nil {
		name = func(ledger.Actor) Officer { return Officer{Roles: []access.Role{}} }
	}
	return json.Marshal(shape.Shown(members(c), func(id ledger.Actor) any { return name(id) }))
}

// Case reads one case.
func (d *Desk) Case(ctx context.Context, who Actor, number string) (Case, error) {
	v, f, err := d.shownTo(ctx, who, number)
	if err != nil {
		return Case{}, err
	}
	set := d.opens(who, v.file)
	var open []string
	for _, c := range ledger.Compartments {
		if set.Has(c) {
			open = append(open, c.String())
		}
	}
	stands := v.file.Person // where the person stands is told to whoever reads all that happened, or lists them
	s := d.subjectOf(v.file)
	if !d.beside(who, s) && !d.roles.View(who.Actor, s).Whole() {
		stands = f.Person
	}
	return Case{
		Case: number, Status: stands.StatusTo(set), Crossed: stands.Crossed(), Constrained: f.Person.Constrained(), Compartment: open,
		Turns:     casefile.Turns(f.Person.Youngest(), d.Moment(), d.zone),
		Unsettled: f.Person.Unsettled(), File: f.Person.Shown(),
		name: d.naming(d.beside(who, s)),
	}, nil
}

// Event is one line of a case's timeline.
type Event struct {
	Entry    ledger.Hash                `json:"entry"`
	Kind     string                     `json:"kind"`
	Effect   ledger.Effect              `json:"effect"`
	By       Officer                    `json:"by"`
	Happened time.Time                  `json:"happened"`
	Recorded time.Time                  `json:"recorded"`
	Node     string                     `json:"node"`
	Imported string                     `json:"imported,omitempty"` // on whose word
	DoneBy   *Officer                   `json:"doneBy,omitempty"`   // of what was imported: who did it; nil: nobody known here
	Sealed   []string                   `json:"sealed,omitempty"`   // compartments in which it says more
	Disputed bool                       `json:"disputed,omitempty"`
	Says     map[string]json.RawMessage `json:"says,omitempty"` // what it says, as far as the reader may see
}

// Events reads a case's timeline, oldest first.
func (d *Desk) Events(ctx context.Context, who Actor, number string) ([]Event, error) {
	v, f, err := d.shownTo(ctx, who, number)
	if err != nil {
		return nil, err
	}
	name := d.naming(d.beside(who, d.subjectOf(v.file)))
	lines := make([]Event, 0, len(f.Events))
	for i := range f.Events {
		lines = append(lines, d.line(&f.Events[i], name))
	}
	return lines, nil
}

func (d *Desk) line(e *ledger.Event, name func(ledger.Actor) Officer) Event {
	l := Event{
		Entry: e.ID, Effect: e.Effect, By: name(e.Actor), Happened: e.Happened, Recorded: e.Recorded, Node: e.Node,
		Imported: e.Imported, Disputed: e.Disputed,
	}
	if !e.DoneBy.IsZero() {
		by := name(e.DoneBy)
		l.DoneBy = &by
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
	body := e.Body
	if c, is := body.(movement.IdentityChosen); is {
		body = c.Shown()
	}
	if text, err := json.Marshal(shape.Shown(body, func(id ledger.Actor) any { return name(id) })); err == nil {
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

// Movement reads one movement, as far as a reader may know it: who is called to
// it from outside its plan and its counts, and what the files of those seated
// show together whoever opens the compartment in which it is asked about.
func (d *Desk) Movement(ctx context.Context, who Actor, ref string) (*movement.State, error) {
	f, err := d.openMovement(ctx, who, readCounts, ref)
	if err != nil {
		return nil, err
	}
	m, s := f.Other.(*movement.State), d.subjectOf(f)
	switch {
	case !d.namesPeople(who, s):
		return m.Observed(), nil
	case !d.roles.View(who.Actor, s).All().Has(ledger.Protection):
		return m.Unsigned(), nil
	}
	return m, nil
}

// openMovement asks first whether the reader may read any movement so at all.
func (d *Desk) openMovement(ctx context.Context, who Actor, reading, ref string) (*file, error) {
	if err := d.roles.May(who.Actor, reading, Theirs(who, casefile.Movement)); err != nil {
		return nil, err
	}
	f, err := d.openOther(ctx, casefile.Movement, ref)
	if err != nil {
		return nil, err
	}
	return f, d.roles.May(who.Actor, reading, d.subjectOf(f))
}

// Reading a manifest, and the part of it that names nobody.
const (
	readManifest = "manifest.read"
	readCounts   = "manifest.read.counts"
)

// namesPeople says whether a reader of a manifest may read who is on it.
func (d *Desk) namesPeople(who Actor, s access.Subject) bool {
	return d.roles.May(who.Actor, readManifest, s) == nil
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
