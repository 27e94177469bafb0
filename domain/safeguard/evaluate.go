package safeguard

import (
	"slices"
	"time"

	"amana/domain/ledger"
)

// Evaluate asks every rule of the book about one case: may act happen at the
// moment at? The findings come in the order of the book. A rule that is not
// due at the act says so; boarding asks again whatever was due at clearance and
// at the manifest lock, because both stand only while their rules do.
func Evaluate(facts *Facts, book *Book, at time.Time, act Act) []Finding {
	findings := make([]Finding, 0, len(book.Clauses))
	eachFinding(facts, book, at, act, func(f Finding) { findings = append(findings, f) })
	return findings
}

// Blocked are those findings of Evaluate that block, of which most people who are
// about to leave have none.
func Blocked(facts *Facts, book *Book, at time.Time, act Act) (findings []Finding) {
	eachFinding(facts, book, at, act, func(f Finding) {
		if f.State.Blocks() {
			findings = append(findings, f)
		}
	})
	return findings
}

func eachFinding(facts *Facts, book *Book, at time.Time, act Act, found func(Finding)) {
	q := about(facts, book, at, act)
	for i := range book.Clauses {
		if c := &book.Clauses[i]; c.inForce(at, facts.Around.Local()) {
			q.clause = c
			found(q.ask())
		}
	}
}

// about is the question before any rule is named.
func about(facts *Facts, book *Book, at time.Time, act Act) question {
	q := asOf(facts, book, at, act)
	q.saidNo = q.saysNo()
	if m := facts.Around.Movement; m != nil && (act == Clearance || act == Boarding) && m.Departs.After(at) {
		q.horizon = m.Departs
	}
	return q
}

// asOf is the question of a moment alone: what is to hold until a departure, and what
// waits for somebody who said no, it does not ask.
func asOf(facts *Facts, book *Book, at time.Time, act Act) question {
	return question{Facts: facts, book: book, act: act, at: at, horizon: at, class: facts.Person.ClassAt(at, book, facts.Around.Local())}
}

func (c *Clause) inForce(at time.Time, zone *time.Location) bool {
	return !c.From.Start(zone).After(at) && (c.Until.IsZero() || at.Before(c.Until.Start(zone)))
}

// DueAt says whether the rule is due at the act.
func (c *Clause) DueAt(act Act) bool {
	return slices.Contains(c.Due, act) || act == Boarding && (slices.Contains(c.Due, Clearance) || slices.Contains(c.Due, Lock))
}

func (q *question) ask() Finding {
	c := q.clause
	q.lists = nil
	f := Finding{Safeguard: c.ID, Compartment: c.rule.tells, Ask: c.rule.ask, Logic: c.rule.logic}
	switch {
	case !slices.Contains(c.Applies, q.class):
		f.State, f.Reason.Key = NotApplicable, "safeguard.not-applicable"
		return f
	case !c.DueAt(q.act):
		f.State, f.Reason.Key = NotYetDue, "safeguard.not-yet-due"
		return f
	}
	v, basis := q.answer()
	if v.state.Blocks() && basis == OnFacts {
		v = q.settling(v)
	}
	f.State, f.Basis, f.Until, f.Events, f.Rests, f.Next = v.state, basis, v.until, v.events, v.since, v.next
	if v.tells != ledger.General {
		f.Compartment = v.tells
	}
	f.Reason = Reason{Key: string(c.ID) + "." + v.key, Args: v.args}
	if v.key == "met" || v.key == "not-applicable" || v.key == "sealed" {
		f.Reason.Key = "safeguard." + v.key
	}
	if f.Every = q.period(q.urgent()); f.State.Blocks() {
		f.Owner = c.Owner
		f.Due, f.OpenDue = q.clock(v, basis)
		f.Since, f.Up = q.begun(v), Up(f.Owner, f.Due, f.Every, q.at)
		if basis == OnFacts {
			q.imports(&f)
		}
	}
	return f
}

// helping are the rules whose answer helps somebody who stays as well.
var helping = [...]ID{"trafficking-screened", "trafficked-safe", "best-interests", "needs-answered", "unhcr-counselled"}

// ClassAt is which kind of person the rules treat p as. In doubt about age: a
// child, whom one asks; an infant only who is one by every day that is said, of
// whom nobody doubts it. On the birthday the adult's rules begin.
func (p *Person) ClassAt(at time.Time, book *Book, zone *time.Location) Class {
	switch {
	case p.BornTo.IsZero():
		return Child
	case p.infant(at, book, zone) && len(p.InfancyDoubts) == 0 && !p.LinkedAsked:
		return Infant
	case at.Before(p.BornTo.AddYears(Adulthood).Start(zone)), len(p.AgeDoubts) > 0 || p.LinkedChild:
		return Child
	case p.Supported:
		return Supported
	}
	return Adult
}

// infant says whether somebody is too young to form a view by every day that is said.
func (p *Person) infant(at time.Time, book *Book, zone *time.Location) bool {
	old := p.Born
	if old.IsZero() {
		old = p.BornTo
	}
	return !old.IsZero() && at.Before(old.AddYears(book.values[ViewAgeYears]).Start(zone))
}

// ageDoubts are the doubts that keep the person from being treated as the file says.
func (q *question) ageDoubts() []ledger.Ref {
	if q.Person.infant(q.at, q.book, q.Around.Local()) {
		return q.Person.InfancyDoubts
	}
	return q.Person.AgeDoubts
}

// Adulthood is the age at which a child is one no longer (CRC art. 1).
const Adulthood = 18

// Local is the zone of the office; UTC where nobody says.
func (s *Surroundings) Local() *time.Location {
	if s.Zone == nil {
		return time.UTC
	}
	return s.Zone
}
