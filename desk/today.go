package desk

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"amana/desk/board"
	"amana/domain/casefile"
	"amana/domain/day"
	"amana/domain/ledger"
	"amana/domain/movement"
)

// Day is what there is to do for somebody, the most urgent first in each list.
// A person may be in several. What the reader may not read is not among a person's
// turns: of it there is only whom to ask.
type Day struct {
	At        time.Time
	Escalated Urgent      // what went up to one of their roles
	Mine      Urgent      // what blocks, and whose turn is one of their roles'
	Lapsing   Urgent      // what is met and theirs, and lapses within two weeks
	Said      Urgent      // withdrawals, and reports of one, since the day before
	Called    Urgent      // those to whom they are called, and whom no office of theirs has
	Leaving   []Departing // movements that leave within three days, the next first
}

// Urgent is the beginning of a list, and how many there are in all.
type Urgent struct {
	People []Person
	Total  int
}

// Departing is a movement that leaves, and who of those that the reader may see
// has a seat on it.
type Departing struct {
	Movement string
	Kind     string
	To       string // a country's code
	Departs  time.Time
	Locked   bool
	People   []Boarder

	named bool // the reader reads its manifest
}

// Boarder is somebody with a seat: cleared, or for who reads the manifest, whom to
// ask before they are. As every row it may be some seconds old: nobody boards by it.
type Boarder struct {
	Person
	Standby bool
	Cleared bool
	Before  []string // protection, health, papers, as manifests say; nil for who reads none
}

const (
	dayLimit    = 100                 // of a list, where nobody asks for more
	LapsesIn    = 14 * 24 * time.Hour // what holds and lapses sooner is said
	leavesIn    = 72 * time.Hour
	gateStaysUp = 6 * time.Hour // after its hour a movement may still be at the gate
)

// Today is what there is to do for an actor, among the cases that they may list. Of
// each list it tells so many at most: 0 for a hundred.
func (d *Desk) Today(ctx context.Context, who Actor, most int) (Day, error) {
	if err := d.roles.May(who.Actor, "case.list", Theirs(who, casefile.Person)); err != nil {
		return Day{}, err
	}
	b, err := d.board(ctx)
	if err != nil {
		return Day{}, err
	}
	now := d.Moment()
	leaving, err := d.leaving(ctx, who, b, now)
	if err != nil {
		return Day{}, err
	}
	yesterday := day.Of(now.In(d.zone)).Add(-1).Start(d.zone)
	asked := board.Asked{Now: now, Said: yesterday, Lapsing: now.Add(LapsesIn), Limit: cmp.Or(most, dayLimit)}
	for _, l := range leaving {
		asked.Leaving = append(asked.Leaving, l.Movement)
	}
	t := today{desk: d, ctx: ctx, who: who, scope: d.reaches(who), made: map[ledger.Stream]Person{}}
	found := b.Day(t.scope.any, asked)
	out := Day{At: now, Leaving: leaving}
	for _, l := range []struct {
		into *Urgent
		from board.List
	}{{&out.Escalated, found.Up}, {&out.Mine, found.Mine}, {&out.Lapsing, found.Lapsing}, {&out.Said, found.Said}, {&out.Called, found.Called}} {
		l.into.Total, l.into.People = l.from.Total, []Person{}
		for i := range l.from.Cases {
			if p, shown := t.person(&l.from.Cases[i]); shown {
				l.into.People = append(l.into.People, p)
			} else {
				l.into.Total--
			}
		}
	}
	for i := range out.Leaving {
		m := &out.Leaving[i]
		seats := found.Seats[m.Movement]
		for j := range seats {
			if p, shown := t.person(&seats[j]); shown && (m.named || t.reads(&seats[j])) {
				m.People = append(m.People, m.boarder(&seats[j], p))
			}
		}
		slices.SortFunc(m.People, func(a, b Boarder) int { return strings.Compare(a.Case, b.Case) })
	}
	return out, t.err
}

// reads says whether the reader reads the findings of a case.
func (t *today) reads(c *board.Case) bool {
	reading, _ := t.scope.any(c.Office, c.Calls, c.Notice)
	return reading.Opens != 0
}

// boarder is somebody with a seat. What manifests say, of clearance alone, is for
// those who read them: beside what blocks at whichever act it would tell all others
// which rule does.
func (m *Departing) boarder(c *board.Case, p Person) Boarder {
	b := Boarder{Person: p, Standby: c.Standby, Cleared: c.Cleared}
	if !m.named {
		return b
	}
	b.Cleared, b.Before = c.Cleared && len(c.Lists) == 0, append([]string{}, c.Lists...)
	if len(c.Lists) == 0 && !c.Cleared {
		b.Before = []string{"papers"}
	}
	return b
}

// today is one such question.
type today struct {
	desk  *Desk
	ctx   context.Context
	who   Actor
	scope *reached
	made  map[ledger.Stream]Person // of who is in several lists; without a number: nobody for this reader
	err   error
}

// person is a case for the reader; of one that they reach by being called alone,
// what they may see of it. False: nothing.
func (t *today) person(c *board.Case) (Person, bool) {
	if p, asked := t.made[c.Stream]; asked {
		return p, p.Case != ""
	}
	p, shown := t.make(c)
	t.made[c.Stream] = p
	return p, shown
}

func (t *today) make(c *board.Case) (Person, bool) {
	reading, reached := t.scope.any(c.Office, c.Calls, c.Notice)
	if _, direct := t.scope.direct(c.Office, nil, ""); !direct && reached && t.err == nil {
		reached, t.err = t.desk.remade(t.ctx, t.who, c)
	}
	if !reached || t.err != nil {
		return Person{}, false
	}
	return t.desk.person(c, reading), true
}

// leaving are the movements that leave soon, as far as an actor may know that
// there are such: who talks with a person before they leave is told when that is.
func (d *Desk) leaving(ctx context.Context, who Actor, b *openedBoard, now time.Time) ([]Departing, error) {
	all := []Departing{}
	for _, ref := range b.Movements() {
		f, err := d.openOther(ctx, casefile.Movement, ref)
		if unlessMissing(unseen(err)) != nil {
			return nil, err
		}
		if err != nil {
			continue
		}
		m, is := f.Other.(*movement.State)
		if !is || m.Cancelled || m.Departs.Before(now.Add(-gateStaysUp)) || m.Departs.After(now.Add(leavesIn)) || !d.roles.Reads(who.Actor, d.subjectOf(f)) {
			continue
		}
		all = append(all, Departing{Movement: ref, Kind: m.Kind, To: m.To, Departs: m.Departs, Locked: m.Locked, People: []Boarder{}, named: d.namesPeople(who, d.subjectOf(f))})
	}
	slices.SortStableFunc(all, func(a, b Departing) int { return a.Departs.Compare(b.Departs) })
	return all, nil
}
