package safeguard

import (
	"slices"
	"time"

	"amana/domain/access"
	"amana/domain/day"
	"amana/domain/ledger"
)

// ladder is to whom a finding goes, one after the other, that blocks past its day.
var ladder = [...]access.Role{access.ProtectionLead, access.HeadOfProtection, access.HeadOfMission}

// Up is who has to answer at a moment for what its owner did not mend by its
// day: one step higher each time that as many days are over again. "" before.
func Up(owner access.Role, due time.Time, every time.Duration, at time.Time) access.Role {
	if due.IsZero() || every <= 0 || !at.After(due) {
		return ""
	}
	step := slices.Index(ladder[:], owner) + 1 + int(at.Sub(due)/every)
	return ladder[min(step, len(ladder)-1)]
}

// ASeat is what lists name, as if it were a rule, once nothing but a seat is
// waited for.
const ASeat ID = "a-seat"

// Turns are findings at clearance as lists say whose turn they are. What can only
// be judged of a journey is nobody's turn before there is one; once nothing else
// blocks that a seat asks for, giving one is the movement officer's, since the last
// of it was met as far as everybody may know. Of what is behind a compartment it is
// not told apart at which act it is due: all of it keeps a seat off the lists.
func Turns(facts *Facts, book *Book, at time.Time, found []Finding) []Finding {
	waits := func(f Finding) bool {
		return f.State.Blocks() && f.Reason.Key == string(f.Safeguard)+".no-seat"
	}
	turns := slices.DeleteFunc(slices.Clone(found), waits)
	if len(turns) == len(found) {
		return turns
	}
	ready := facts.Opened
	for i := range turns {
		f := &turns[i]
		openly := f.Compartment == ledger.General
		c := book.clause(f.Safeguard)
		asked := c != nil && c.DueAt(Seat)
		switch {
		case f.State.Blocks() && (asked || !openly):
			return turns
		case asked && openly:
			ready = day.Later(ready, f.Rests)
		}
	}
	q := about(facts, book, at, Clearance)
	every := q.period(q.openlyUrgent())
	due := ready.Add(every)
	return append(turns, Finding{
		Safeguard: ASeat, State: Unmet, Basis: OnFacts, Owner: access.MovementOfficer, Since: ready, Due: due, OpenDue: due, Every: every,
		Ask: askPapers, Compartment: ledger.General,
	})
}

// Behind says that something blocks in a compartment, and what those are told to
// ask who may not read it.
type Behind struct {
	Compartment ledger.Compartment
	Ask         string
}

// AllBehind is what is behind the compartments other than the general one, once
// each, at whichever act: each rule is due at acts of its own, so that saying it of
// one act after the other would tell which rule it is.
func AllBehind(facts *Facts, book *Book, at time.Time) []Behind {
	var all []Behind
	var questions [len(Acts)]question
	for i, act := range Acts {
		questions[i] = about(facts, book, at, act)
	}
	for i := range book.Clauses {
		c := &book.Clauses[i]
		if c.rule.tells == ledger.General && c.rule.reads == open || !c.inForce(at, facts.Around.Local()) {
			continue // it can tell of no more than it reads
		}
		var before *question // the last of which it was asked
		for k := range questions {
			q := &questions[k]
			same := before != nil && !before.acted && before.horizon.Equal(q.horizon)
			if same || !c.DueAt(q.act) || slices.Contains(all, Behind{c.rule.tells, c.rule.ask}) {
				continue
			}
			q.clause, q.acted, before = c, false, q
			f := q.ask()
			if b := (Behind{f.Compartment, f.Ask}); f.State.Blocks() && b.Compartment != ledger.General && !slices.Contains(all, b) {
				all = append(all, b)
			}
		}
	}
	slices.SortFunc(all, func(a, b Behind) int { return int(a.Compartment) - int(b.Compartment) })
	return all
}

// Answers are what those are told who may not read a compartment in which
// something blocks: of the rules that tell something of it, or may.
func Answers(c ledger.Compartment) (asks []string) {
	for _, r := range rules {
		if (r.tells == c || r.tells == ledger.General && r.reads.Has(c)) && c != ledger.General && !slices.Contains(asks, r.ask) {
			asks = append(asks, r.ask)
		}
	}
	slices.Sort(asks)
	return asks
}
