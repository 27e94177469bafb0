package desk

import (
	"context"
	"slices"
	"time"

	"amana/desk/board"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/day"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// Search says whom somebody looks for. Empty parts do not filter.
type Search struct {
	Text        string // a name in any spelling, order and script, a case number or a reference, or the beginning of one
	Nationality string // a country's code
	Office      string
	Status      casefile.Status
	Movement    string // its reference
	Limit       int    // 20 where it is 0, at most 200
}

// Matches are who was found, best first; among equals, and where no name was asked
// for, the newest case first. Who may not see anybody that fits is told the same
// as where there is nobody.
type Matches struct {
	People []Person
	More   bool // others fit as well: ask for more of the name
}

// Person is somebody of the board as one reader may see them.
type Person struct {
	Case          string
	Given, Family string
	Sex           string
	Born          day.Day
	Youngest      day.Day // the latest day on which they may have been born, if it is another
	Adult         day.Day // when a child's rules end, from ninety days before
	Nationalities []string
	Destination   string
	Office        string
	Status        casefile.Status
	Held          bool
	Movement      string    // on which they have a seat
	Withdrawn     time.Time // when a withdrawal was last heard, if the reader is told of those
	Reported      time.Time // when one was last reported: by somebody else, or by nobody who is known
	Turns         []Turn    // what blocks, and what soon lapses, as far as the reader reads it
	Ask           []string  // whom to ask about what else blocks: protection, health, papers; nobody for who opens only some kinds of events
	Exact         bool      // it is their number, or their reference, that was looked for
}

// Turn is one rule that blocks or soon will, and whose turn it is. It is as of
// when the row was made, but for the time that passed: what lapsed since then is
// unknown until the rules are asked again.
type Turn struct {
	Safeguard safeguard.ID
	State     safeguard.State
	Owner     access.Role
	Since     time.Time   // of what blocks: since when it stands as it does
	Due       time.Time   // of what blocks: the day by which it goes up; zero: it does not
	Up        access.Role // past that day: to whom it went
	Until     time.Time   // of what is met: when it lapses
	Yours     bool        // it is the reader's, or went up to them
}

const (
	findLimit = 20
	findMost  = 200

	calledMost = 200 // cases that are opened for one search
)

// Find looks for people among the cases that an actor may list.
func (d *Desk) Find(ctx context.Context, who Actor, s Search) (Matches, error) {
	if err := d.roles.May(who.Actor, "case.list", Theirs(who, casefile.Person)); err != nil {
		return Matches{}, err
	}
	b, err := d.board(ctx)
	if err != nil {
		return Matches{}, err
	}
	if s.Limit <= 0 {
		s.Limit = findLimit
	}
	s.Limit = min(s.Limit, findMost)
	want := board.Want{
		Text: s.Text, Nationality: s.Nationality, Office: s.Office, Status: string(s.Status), Movement: s.Movement, Limit: s.Limit + 1,
	}
	found, scope := Matches{People: []Person{}}, d.reaches(who)
	hits := b.Find(scope.direct, want)
	if d.roles.Reach(who.Actor, "case.list", string(casefile.Person)).Called {
		called, all, err := d.findCalled(ctx, who, b, want)
		if err != nil {
			return Matches{}, err
		}
		found.More = !all
		hits = append(hits, called...)
		slices.SortStableFunc(hits, board.Better)
	}
	found.More = found.More || len(hits) > s.Limit
	for i := range hits[:min(len(hits), s.Limit)] {
		h := &hits[i]
		reading, _ := scope.any(h.Office, h.Calls, h.Notice)
		p := d.person(&h.Case, reading)
		p.Exact = h.Exact
		found.People = append(found.People, p)
	}
	return found, nil
}

// findCalled finds, of the cases to which somebody is called, those that fit as
// far as they may see them: by a filter they would learn more than they are shown.
// Each is opened for it, and so not more of them than a page can wait for: all says
// whether there were no more.
func (d *Desk) findCalled(ctx context.Context, who Actor, b *openedBoard, want board.Want) (hits []board.Hit, all bool, err error) {
	wide := want
	wide.Status, wide.Movement, wide.Nationality, wide.Limit = "", "", "", calledMost+1
	everything := func(string, []access.Call, string) (board.Reading, bool) { return board.Reading{}, true }
	for i, h := range b.Find(d.reaches(who).called, wide) {
		if i == calledMost {
			return hits, false, nil
		}
		seen, err := d.remade(ctx, who, &h.Case)
		if err != nil {
			return nil, false, err
		}
		if !seen {
			continue
		}
		alone := board.New()
		alone.Put(&h.Case)
		if hits = append(hits, alone.Find(everything, want)...); len(hits) == want.Limit {
			break
		}
	}
	return hits, true, nil
}

// person is a case of the board for one reader.
func (d *Desk) person(c *board.Case, reading board.Reading) Person {
	p := Person{
		Case: c.Number, Given: c.Given, Family: c.Family, Sex: c.Sex, Born: c.Born, Youngest: c.Youngest, Nationalities: c.Nationalities,
		Destination: c.Destination, Office: c.Office, Status: casefile.Status(c.Status), Held: c.Held, Movement: c.Movement,
		Adult: d.asOf(Listed{Born: c.Born, Youngest: c.Youngest}).Turns, Ask: []string{},
	}
	if reading.Withdrawals {
		p.Withdrawn = c.Withdrawn
	}
	if reading.Reports {
		p.Reported = c.Reported
	}
	if reading.Opens == 0 {
		return p
	}
	now := d.Moment()
	for _, t := range c.Turns {
		if reading.Opens.Has(t.Compartment) {
			t = t.At(now)
			up := t.Up(now)
			yours := slices.Contains(reading.Roles, t.Owner) || slices.Contains(reading.Roles, up)
			if reading.Part && !(yours && t.State.Blocks()) {
				continue
			}
			p.Turns = append(p.Turns, Turn{t.Safeguard, t.State, t.Owner, t.Since, t.Due, up, t.Until, yours})
		}
	}
	if reading.Part { // the manifest and the file say whom to ask: a row does not know what is behind the rest
		return p
	}
	p.Ask = c.Asks(reading.Opens | ledger.SetOf(ledger.General))
	return p
}
