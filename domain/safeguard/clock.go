package safeguard

import (
	"slices"
	"time"

	"amana/domain/day"
	"amana/domain/ledger"
)

// clock is the day by which a blocking finding goes up, for its readers and as
// everybody may know. Nobody is hurried to change the mind of a person who said
// no: only what helps them whether they return or not keeps its day, and no list
// tells that it has one. After the journey nothing is anybody's turn.
func (q *question) clock(v verdict, basis Basis) (due, open time.Time) {
	attested := q.Attested[q.clause.ID].Due
	switch {
	case q.Over:
		return time.Time{}, time.Time{}
	case q.saidNo && basis == OnFacts && slices.Contains(helping[:], q.clause.ID):
		return q.ownDue(v), time.Time{}
	case q.saidNo:
		return time.Time{}, time.Time{}
	case basis == OnFacts:
		return q.ownDue(v), q.due(v, q.openlyUrgent())
	case v.key == "attested" && !attested.IsZero():
		return attested, attested
	}
	open = q.due(v, q.openlyUrgent())
	return open, open
}

// begun is since when a finding stands as it does: the newest event that it rests
// on or the day it lapsed, and otherwise the opening of the case; of what is asked
// for at the gate alone, the seat.
func (q *question) begun(v verdict) time.Time {
	from := day.Later(q.Opened, v.since)
	if q.clause.atGate() {
		from = day.Later(from, q.Journey.Seated.Since)
	}
	return from
}

// atGate says whether a rule is due when the movement leaves, and not before.
func (c *Clause) atGate() bool {
	return !slices.ContainsFunc(c.Due, func(a Act) bool { return a != Lock && a != Boarding })
}

// due is the moment after which a blocking finding goes up: counted from when it
// began to stand so, or from the end of a wait that it asks for; of what is asked for
// at the gate, no later than the departure.
func (q *question) due(v verdict, urgent bool) time.Time {
	from := q.begun(v)
	if len(v.next) > 0 {
		from = day.Later(from, v.next[0].Until)
	}
	due := from.Add(q.period(urgent))
	if m := q.Around.Movement; m != nil && q.clause.atGate() && m.Departs.After(from) {
		due = earlier(due, m.Departs) // past it there is nothing to do
	}
	return due
}

// ownDue is that moment for those who read the finding. A wait with a clock of
// its own has that day; all others see the general one, or the day would tell
// them for what somebody waits.
func (q *question) ownDue(v verdict) time.Time {
	due := q.due(v, q.urgent())
	if !v.own.IsZero() {
		due = v.own
	}
	return earlier(due, v.latest)
}

// period is how long a finding may block before it goes up.
func (q *question) period(urgent bool) time.Duration {
	if urgent {
		return q.days(UrgentDueDays)
	}
	return q.days(DueDays)
}

// Answered is when a review of a case must be answered that was asked for then.
func Answered(facts *Facts, book *Book, at time.Time, asked ledger.Ref) time.Time {
	q := about(facts, book, at, Clearance)
	return asked.Until.Add(q.period(q.openlyUrgent()))
}

// openlyUrgent says whether, by what everybody who sees the case may know,
// waiting is itself a harm: somebody held, a child.
func (q *question) openlyUrgent() bool { return q.Person.Held || q.minor() }

// urgent says so of a finding that only its compartment reads: the ill in the
// medical one, the trafficked in that of protection. A day that all can see
// would tell all who is which.
func (q *question) urgent() bool {
	switch tells := q.clause.rule.tells; {
	case len(q.Closed[tells]) > 0: // who reads less than all of it sees the open day
	case tells == ledger.Medical:
		return q.openlyUrgent() || slices.ContainsFunc(q.Protection.Health, func(h HealthCheck) bool { return h.Outcome != "fit" })
	case tells == ledger.Protection:
		return q.openlyUrgent() || len(q.trafficked()) > 0
	}
	return q.openlyUrgent()
}
