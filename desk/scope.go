package desk

import (
	"context"

	"amana/desk/board"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/consent"
	"amana/domain/ledger"
)

// reached is what an actor reaches of the board. It is for one question.
type reached struct {
	desk    *Desk
	who     Actor
	offices map[string]answer
}

type answer struct {
	board.Reading
	reached bool
}

func (d *Desk) reaches(who Actor) *reached {
	return &reached{d, who, map[string]answer{}}
}

// direct is what they reach whether or not they are called.
func (r *reached) direct(office string, _ []access.Call, _ string) (board.Reading, bool) {
	a, asked := r.offices[office]
	if !asked {
		a.Reading, a.reached = r.desk.reading(r.who, access.Subject{Kind: string(casefile.Person), Office: office})
		r.offices[office] = a
	}
	return a.Reading, a.reached
}

// any is what they reach by whatever way.
func (r *reached) any(office string, calls []access.Call, notice string) (board.Reading, bool) {
	if len(calls) == 0 && notice == "" {
		return r.direct(office, nil, "")
	}
	return r.desk.reading(r.who, access.Subject{Kind: string(casefile.Person), Office: office, Calls: calls, Notice: notice})
}

// called is what they reach by being called alone: the line that all others see
// may show more than they are told.
func (r *reached) called(office string, calls []access.Call, notice string) (board.Reading, bool) {
	if _, direct := r.direct(office, nil, ""); direct {
		return board.Reading{}, false
	}
	return r.any(office, calls, notice)
}

func (d *Desk) reading(who Actor, s access.Subject) (r board.Reading, reached bool) {
	view := d.roles.View(who.Actor, s)
	if d.roles.May(who.Actor, "case.list", s) != nil || !view.All().Has(ledger.General) {
		return r, false
	}
	if d.roles.May(who.Actor, "findings.read", s) == nil {
		r.Opens, r.Part = view.All(), !view.Whole()
	}
	for _, role := range who.Roles {
		as := who.Actor
		if as.Roles = []access.Role{role}; d.roles.Reads(as, s) {
			r.Roles = append(r.Roles, role)
		}
	}
	r.Withdrawals = view.Of(consent.Withdrawn{}.Kind()).Has(ledger.General)
	r.Reports = view.Of(consent.Reported{}.Kind()).Has(ledger.General)
	return r, true
}

// remade is a case of the board as somebody may see it who reaches it by being
// called alone: made from what they may open, and asked again whether they still
// are. False: they are not.
func (d *Desk) remade(ctx context.Context, who Actor, c *board.Case) (bool, error) {
	v, err := d.look(ctx, c.Stream)
	if err != nil || v.file.Shut {
		return false, unlessMissing(err)
	}
	if _, reached := d.reading(who, d.subjectIn(v)); !reached {
		return false, nil
	}
	f, err := d.limited(ctx, who, v.file)
	if err != nil {
		return false, err
	}
	line := lineOf(f.Person)
	c.Number, c.Given, c.Family, c.Reference, c.Sex = line.Case, line.Given, line.Family, line.Reference, line.Sex
	c.Born, c.Youngest, c.Nationalities, c.Destination = line.Born, line.Youngest, line.Nationalities, line.Destination
	c.Status, c.Movement, c.Held = string(line.Status), line.Movement, line.Held
	return true, nil
}
