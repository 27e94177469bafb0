package desk

import (
	"slices"
	"time"

	"amana/desk/board"
	"amana/domain/access"
	"amana/domain/day"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// outlook is what the rules say of a case at a moment, as lists need it.
type outlook struct {
	turns  []board.Turn
	beyond beyonds
	due    time.Time // when something goes up next, as everybody may know
	next   time.Time // when time alone changes it at the earliest; zero: it does not
	lists  []string  // whom lists say to ask before a clearance
}

const (
	boardingNear = 72 * time.Hour      // before a departure what is due at boarding is somebody's turn
	lapsingSoon  = 45 * 24 * time.Hour // what holds longer is nobody's turn yet
)

// outlook asks the rules that are due next: at clearance, and when somebody is
// cleared or leaves soon, at boarding.
func (d *Desk) outlook(v *view, at time.Time) (o outlook) {
	c := v.file.Person
	var behind []safeguard.Behind
	defer func() { o.beyond = beyond(behind) }()
	if v.Book == nil {
		return o
	}
	facts := c.Facts(v.Around)
	var found []safeguard.Finding
	if c.Journeying() {
		found = safeguard.Evaluate(facts, v.Book, at, safeguard.Clearance)
	}
	turns := safeguard.Turns(facts, v.Book, at, found)
	if o.due = c.Due(facts, v.Book, at, turns); !c.Journeying() {
		return o
	}
	for i := range found {
		if f := &found[i]; f.State.Blocks() && !slices.Contains(o.lists, f.Ask) {
			o.lists = append(o.lists, f.Ask)
		}
	}
	slices.Sort(o.lists)
	for years := range safeguard.Adulthood {
		o.passes(at, c.Youngest().AddYears(years+1).Start(d.zone)) // a child's rules change with their age
	}
	if m := v.Around.Movement; m != nil && c.Travel.Movement != "" {
		if o.passes(at, m.Departs.Add(-boardingNear)); c.IsCleared() || !at.Before(m.Departs.Add(-boardingNear)) {
			turns = safeguard.Evaluate(facts, v.Book, at, safeguard.Boarding)
		}
	}
	owners := map[safeguard.ID]access.Role{safeguard.ASeat: access.MovementOfficer}
	for i := range v.Book.Clauses {
		owners[v.Book.Clauses[i].ID] = v.Book.Clauses[i].Owner
	}
	if !c.Travel.ToClear().IsZero() {
		owners["four-eyes"] = access.ClearingOfficer // somebody was drawn, and it is theirs
	}
	for i := range turns {
		f := &turns[i]
		o.passes(at, f.Until)
		for _, step := range f.Next {
			o.passes(at, step.Until)
		}
		if f.State == safeguard.Met && !f.Until.Before(at.Add(lapsingSoon)) {
			o.passes(at, f.Until.Add(-lapsingSoon))
			continue
		}
		if f.State.Blocks() || f.State == safeguard.Met && !f.Until.IsZero() {
			o.turns = append(o.turns, turnOf(f, owners[f.Safeguard]))
		}
	}
	behind = safeguard.AllBehind(facts, v.Book, at)
	return o
}

// beyond is, for each compartment, whom those are told to ask who open it and
// the general one.
func beyond(behind []safeguard.Behind) beyonds {
	all := beyonds{}
	for _, c := range ledger.Compartments {
		if c != ledger.Statistic {
			all[c] = asksBehind(behind, ledger.SetOf(ledger.General, c))
		}
	}
	return all
}

// asksBehind is whom a reader is told to ask about what is behind the compartments
// that they do not open.
func asksBehind(behind []safeguard.Behind, opens ledger.Set) []string {
	var asks []string
	for _, b := range behind {
		if !opens.Has(b.Compartment) && !slices.Contains(asks, b.Ask) {
			asks = append(asks, b.Ask)
		}
	}
	slices.Sort(asks)
	return asks
}

// passes says that the outlook changes at a time, if that is to come.
func (o *outlook) passes(now, t time.Time) {
	if t.After(now) && (o.next.IsZero() || t.Before(o.next)) {
		o.next = t
	}
}

func turnOf(f *safeguard.Finding, owner access.Role) board.Turn {
	t := board.Turn{Safeguard: f.Safeguard, State: f.State, Compartment: f.Compartment, Owner: owner, Every: f.Every}
	if f.State.Blocks() {
		t.Since, t.Due = f.Since, f.Due
	} else {
		t.Until = f.Until
	}
	return t
}

// onBoard is a case as the board shows it.
func (d *Desk) onBoard(v *view, at time.Time) board.Case {
	o := d.outlook(v, at)
	return boardOf(v, &o, at)
}

func boardOf(v *view, o *outlook, at time.Time) board.Case {
	c := v.file.Person
	line := lineOf(c)
	b := board.Case{
		Stream: v.file.Name, Number: line.Case, Given: line.Given, Family: line.Family, Reference: line.Reference, Sex: line.Sex,
		Born: line.Born, Youngest: line.Youngest, Nationalities: line.Nationalities, Destination: line.Destination, Office: v.file.Office,
		Status: string(line.Status), Movement: line.Movement, Held: line.Held,
		Standby: c.Travel.Standby, Cleared: c.IsCleared(), Leaving: line.Movement != "" && c.Journeying(),
		Turns: o.turns, Beyond: o.beyond, Lists: o.lists, Calls: c.Callings(at), Notice: noticed(v),
		With: v.file.deks.opens(), Next: o.next, Joined: len(v.Around.Linked)+len(v.Around.Parents)+len(v.also) > 0,
	}
	for _, s := range v.seen {
		b.Rests = append(b.Rests, s.Stream)
	}
	for _, m := range v.also {
		b.Rests = append(b.Rests, m.file.Name)
	}
	for _, w := range c.Consent.Withdrawals {
		b.Withdrawn = day.Later(b.Withdrawn, w.Until)
	}
	for _, r := range c.Consent.Reports {
		b.Reported = day.Later(b.Reported, r.Until)
	}
	return b
}
