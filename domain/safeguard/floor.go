package safeguard

import (
	"errors"
	"maps"
	"slices"
	"time"

	"amana/domain/day"
	"amana/domain/fault"
)

// The first floors are in the tables of rules, knobs and lists. They never
// change: a book that two officers signed over them must stay readable, or what
// was found by it could not be found again.
//
// raises are the floors of later releases, each from the first moment of a day
// on. Books are proposed, signed and used at or over the floors of their day; the
// past is judged by those of then.
var raises = []raise{}

// raise is what every book asks at least from a day on: numbers, lists, and
// whole clauses, which have that day or an earlier one as their first. A clause
// without a logic takes whatever meaning a book has.
type raise struct {
	from day.Day
	asks Book
}

func (r *raise) holds(at time.Time) bool { return !r.from.Start(time.UTC).After(at) }

// above is where it asks more than a book: whichever way a number beyond it goes, what is
// tighter is no lower.
func (r *raise) above(b *Book) []string { return r.asks.loosens(b, Knob.looser) }

// Below lists where the book is looser than the floors of a moment.
func (b *Book) Below(at time.Time) []string {
	var where []string
	for i := range raises {
		if r := &raises[i]; r.holds(at) {
			where = append(where, r.above(b)...)
		}
	}
	slices.Sort(where)
	return slices.Compact(where)
}

// Raised is the book as it is used at a moment: where it is below the floors of
// then, these hold in its place, and its name says so.
func (b *Book) Raised(at time.Time) *Book {
	for i := range raises {
		if r := &raises[i]; r.holds(at) && len(r.above(b)) > 0 {
			b = b.over(&r.asks)
			b.raised = i + 1
		}
	}
	return b
}

// over is the book with what a floor asks beyond it.
func (b *Book) over(floor *Book) *Book {
	next := *b
	next.Numbers, next.Clauses = map[string]int{}, slices.Clone(b.Clauses)
	maps.Copy(next.Numbers, b.Numbers)
	for k, t := range knobTable {
		if v, asked := floor.Numbers[t.name]; asked && Knob(k).looser(v, b.values[k]) {
			next.Numbers[t.name], next.values[k] = v, v
		}
	}
	for _, l := range lists {
		*l.of(&next) = union(*l.of(b), *l.of(floor))
	}
	for _, asked := range floor.Clauses {
		c := next.clause(asked.ID)
		if c == nil {
			if asked.rule = rules[asked.ID]; asked.Logic > 0 {
				asked.rule = meaning(asked.ID, asked.Logic)
			}
			next.Clauses = append(next.Clauses, asked)
			continue
		}
		c.Due, c.Applies, c.Until = union(c.Due, asked.Due), union(c.Applies, asked.Applies), day.Day{}
		if c.From.After(asked.From) {
			c.From = asked.From
		}
		if asked.meansElse(c) {
			c.Logic, c.rule = asked.Logic, meaning(asked.ID, asked.Logic)
		}
	}
	return &next
}

func union[T comparable](a, b []T) []T {
	all := slices.Clone(a)
	for _, x := range b {
		if !slices.Contains(all, x) {
			all = append(all, x)
		}
	}
	return all
}

func (b *Book) checkFloors(bad problem) {
	for id, r := range rules {
		if r.floor == nil {
			continue
		}
		c := b.clause(id)
		if c == nil || !c.Until.IsZero() {
			bad("floor-missing", fault.A("safeguard", id))
			continue
		}
		for _, act := range r.floor {
			if !slices.Contains(c.Due, act) {
				bad("floor-not-due", fault.A("safeguard", id), fault.A("act", act))
			}
		}
		for _, class := range protects(id) {
			if !slices.Contains(c.Applies, class) {
				bad("floor-not-for", fault.A("safeguard", id), fault.A("class", class))
			}
		}
	}
}

// FloorsHold refuses a book of which a floor begins later than on a day: one
// that took force then would leave it out until it begins.
func (b *Book) FloorsHold(on day.Day) error {
	var problems []error
	for _, c := range b.Clauses {
		if c.rule.floor != nil && c.From.After(on) {
			problems = append(problems, fault.New(fault.Invalid, "fault.book-floor-later", fault.A("safeguard", c.ID), fault.A("from", c.From)))
		}
	}
	return errors.Join(problems...)
}

// protects is for whom no book may cease to require a rule with a floor. An
// infant is not talked with.
func protects(id ID) []Class {
	switch id {
	case "best-interests":
		return []Class{Child, Infant}
	case "own-wish", "private-interview", "gate":
		return []Class{Adult, Supported, Child}
	}
	return []Class{Adult, Supported, Child, Infant}
}
