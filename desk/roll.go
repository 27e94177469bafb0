package desk

import (
	"cmp"
	"context"
	"encoding/binary"
	"slices"
	"time"

	"amana/desk/board"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/safeguard"
)

// Rolled is one person on the roll of a movement, as an officer calls them up.
// Whether they were asked at the gate is said, and never what they answered: a
// list that told it would tell whoever stands beside it.
type Rolled struct {
	Case      string
	Given     string
	Family    string
	Languages []string
	Standby   bool
	Reason    string    // the published criterion by which the seat was given
	Seated    time.Time // when; zero: they have no seat here any more
	Confirmed bool      // at the gate: it is the same person
	Asked     time.Time // at the gate, last
	Absent    bool      // not presented
	Spared    bool      // nobody asks them at the gate: an infant
	Boarded   bool
}

// Roll reads everybody who has a seat on a movement, and whoever had one and has
// no other since, of those whom the reader may list. Somebody who says no stays
// on it until everybody has left: nobody sees by a name that is gone who it was.
func (d *Desk) Roll(ctx context.Context, who Actor, ref string) ([]Rolled, error) {
	f, err := d.openMovement(ctx, who, readManifest, ref)
	if err != nil {
		return nil, err
	}
	names, err := d.seatedStreams(ctx, f.Name, ref)
	if err != nil {
		return nil, err
	}
	seen, err := d.glance(ctx, names)
	if err != nil {
		return nil, err
	}
	all := []Rolled{}
	for _, name := range names {
		f, err := seen.current(ctx, name) // and not what surrounds it: nothing is judged
		switch {
		case err != nil:
			return nil, err
		case f.Shut:
			return nil, ErrShut
		case f.Person == nil || f.Person.Erased:
			continue
		}
		subject := d.subjectOf(f)
		if d.roles.May(who.Actor, "case.list", subject) != nil {
			continue
		}
		r := rolled(f, ref)
		r.Spared = !d.AskedAtGate(f.Person)
		if !d.roles.View(who.Actor, subject).Of("gate.answered").Has(ledger.General) {
			r.Confirmed, r.Asked = false, time.Time{}
		}
		all = append(all, r)
	}
	slices.SortFunc(all, func(a, b Rolled) int {
		return cmp.Or(cmp.Compare(a.Family, b.Family), cmp.Compare(a.Given, b.Given), cmp.Compare(a.Case, b.Case))
	})
	return all, nil
}

// AskedAtGate says whether somebody is asked at a gate: an infant is not.
func (d *Desk) AskedAtGate(c *casefile.Case) bool {
	book := d.Book()
	return book == nil || book.Applies("gate", c.Class(safeguard.Surroundings{Zone: d.zone}, book, d.Moment()))
}

// Named are those of a roll whom a text names, as Find does: in any spelling, order
// and script, the best first. By a whole number, exactly one.
func Named(roll []Rolled, text string) (named []Rolled, exact bool) {
	b, by := board.New(), map[string]Rolled{}
	for i, r := range roll {
		c := board.Case{Number: r.Case, Given: r.Given, Family: r.Family}
		binary.BigEndian.PutUint64(c.Stream[:], uint64(i))
		b.Put(&c)
		by[r.Case] = r
	}
	everybody := func(string, []access.Call, string) (board.Reading, bool) { return board.Reading{}, true }
	for _, hit := range b.Find(everybody, board.Want{Text: text, Limit: len(roll)}) {
		if hit.Exact {
			return []Rolled{by[hit.Number]}, true
		}
		named = append(named, by[hit.Number])
	}
	return named, false
}

func rolled(f *file, ref string) Rolled {
	c, t := f.Person, &f.Person.Travel
	r := Rolled{Case: c.Number, Given: c.Identity.Given, Family: c.Identity.Family, Languages: c.Identity.Languages, Absent: t.Absent}
	if t.Movement == ref {
		r.Seated, r.Standby = t.Seated.Until, t.Standby
		for i := range f.Events {
			if e, is := f.Events[i].Body.(movement.SeatGiven); is && f.Events[i].ID == t.Seated.ID {
				r.Reason = e.Reason
			}
		}
	}
	for _, s := range t.Same {
		r.Confirmed = r.Confirmed || s.Movement == ref
	}
	for _, g := range t.Gate {
		if g.Movement == ref {
			r.Asked = g.Until
		}
	}
	r.Boarded = t.Boarded != nil && t.Boarded.Movement == ref
	return r
}
