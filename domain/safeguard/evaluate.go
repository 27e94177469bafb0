package safeguard

import (
	"slices"
	"time"

	"amana/domain/day"
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

// Attestable asks the rules of which whoever holds the keys of held can say
// what those with fewer cannot: as of boarding, and a rule that is not due then
// at each act at which it is; of these the gravest answer counts.
func Attestable(facts *Facts, book *Book, at time.Time, held ledger.Set) []Finding {
	q := about(facts, book, at, Boarding)
	q.attests = true
	findings := make([]Finding, 0, len(book.Clauses)/2)
	for i := range book.Clauses {
		c := &book.Clauses[i]
		if !c.rule.needsKeys(held) || !c.inForce(at, facts.Around.Local()) {
			continue
		}
		q.clause = c
		f := q.ask()
		for _, act := range Acts {
			if f.State == NotApplicable || c.DueAt(Boarding) || !c.DueAt(act) {
				continue
			}
			earlier := about(facts, book, at, act)
			earlier.clause, earlier.attests = c, true
			if now := earlier.ask(); f.State == NotYetDue || now.State.Blocks() {
				f = now
			}
		}
		findings = append(findings, f)
	}
	return findings
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

// helping are the rules whose answer helps somebody who stays as well.
var helping = [...]ID{"trafficking-screened", "trafficked-safe", "best-interests", "needs-answered", "unhcr-counselled"}

// answer judges the facts, or rests on the newest attestation where a
// compartment the rule needs is closed here.
func (q *question) answer() (verdict, Basis) {
	sealed := -1
	for _, comp := range ledger.Compartments {
		if places := q.Closed[comp]; q.clause.rule.reads.Has(comp) && len(places) > 0 {
			sealed = max(sealed, places[len(places)-1])
		}
	}
	if q.clause.ID == "fit-to-travel" && q.seat() == nil {
		return q.noSeat(), OnFacts // everybody knows that there is none
	}
	if sealed < 0 {
		return q.abreast(q.clause.rule.judge(q), OnFacts)
	}
	if last, there := lastOf(q.Refoulement.Risks, func(r Risk) bool { return q.counts(r.Ref) }); there && q.clause.ID == "individual-risk" {
		if v, on := q.onTheWay(last); !on {
			return v, OnFacts // everybody knows which way was looked at
		}
	}
	attest := doAbout("safeguard.attest", string(q.clause.ID), q.clause.Owner)
	a, there := q.Attested[q.clause.ID]
	switch {
	case !there, a.Book != q.book.Name(), q.movedBeside(a), !q.StandsOn(q.clause.ID, a.Ref), !q.covers(a.Ref), !a.Until.IsZero() && a.Until.Before(q.horizon),
		q.Person.ClassAt(a.Ref.Until, q.book, q.Around.Local()) != q.class:
		return unknown("sealed", attest).lapsed(a.Ref.Until), OnAttestation
	}
	v := verdict{state: a.State, key: "attested", until: a.Until}.on(a.Ref)
	if v.state.Blocks() {
		v.next = []Step{attest} // the owner reads the reason, and what to do about it
	} else if q.heardSince(a.Ref) {
		return unknown("sealed", attest), OnAttestation
	}
	return q.abreast(v, OnAttestation)
}

// heardSince says whether a talk since then was one that does not do. How
// somebody was talked to is read by everybody; only what they said is closed.
func (q *question) heardSince(attested ledger.Ref) bool {
	if id := q.clause.ID; id != "private-interview" && id != "interpreter-fit" {
		return false
	}
	v := q.clause.rule.judge(q)
	return v.state.Blocks() && v.since.After(attested.Until)
}

// movedBeside says whether something changed elsewhere since on which the rule
// may rest. A finding of the medical compartment alone rests on nothing there but the
// other files of the person.
func (q *question) movedBeside(a Attested) bool {
	m := q.Around.Movement
	if q.clause.ID == "fit-to-travel" && len(q.Around.Linked) > 0 && a.Read != q.Around.Read {
		return true
	}
	late := m != nil && m.Departs.Sub(m.scheduled(a.Ref.Until)).Abs() > q.hours(GateDelayHours)
	return q.clause.rule.reads.Has(ledger.Protection) && (late || a.Read != q.Around.Read)
}

// StandsOn says whether whoever attested a finding knew all that everybody reads
// and it rests on: what was found of another birthday or another seat is found of
// nobody. Health, fear and how somebody was talked to rest on no place or seat; the
// document of somebody who fears their embassy is for the day of a seat.
func (f *Facts) StandsOn(id ID, attested ledger.Ref) bool {
	unknown := func(r ledger.Ref) bool { return !f.Past.Knows(attested.Seq, r.Seq) }
	onWhere := rules[id].reads == protection || id == "document-unfeared"
	return !slices.ContainsFunc(f.Who, unknown) && !(onWhere && slices.ContainsFunc(f.Where, unknown)) && !f.readBeside(id, unknown)
}

// readBeside says whether, of what everybody reads, one rule rests on something besides
// that whoever attested it did not know of.
func (f *Facts) readBeside(id ID, unknown func(ledger.Ref) bool) bool {
	switch id {
	case "own-wish":
		return slices.ContainsFunc(f.Will.Wishes, func(w Wish) bool { return unknown(w.Ref) })
	case "consent":
		return slices.ContainsFunc(f.Will.Sessions, func(s Session) bool { return s.Defective && unknown(s.Voided) }) ||
			slices.ContainsFunc(f.Will.Consents, func(c Consent) bool { return c.View != "" && unknown(c.Ref) })
	case "voluntary":
		return slices.ContainsFunc(f.Preparation.Sharing, func(s Sharing) bool { return s.of(ForRelease) && unknown(s.Ref) }) ||
			slices.ContainsFunc(f.Will.Consents, func(c Consent) bool { return unknown(c.Ref) })
	case "place-reviewed":
		return slices.ContainsFunc(f.Will.Consents, func(c Consent) bool { return unknown(c.Ref) })
	case "unhcr-counselled", "fear-asked":
		return slices.ContainsFunc(f.Preparation.Sharing, func(s Sharing) bool { return s.Recipient == "unhcr" && unknown(s.Ref) })
	case "document-unfeared":
		return slices.ContainsFunc(f.Preparation.Documents, func(d Document) bool { return !d.Withdrawn.IsZero() && unknown(d.Withdrawn) })
	case "reception-acknowledged":
		to := func(s Sharing) bool { return s.Recipient == "receiving-mission" && unknown(s.Ref) }
		return f.answeredAnew(unknown) || slices.ContainsFunc(f.Preparation.Sharing, to) || slices.ContainsFunc(f.Preparation.Notices, func(n Notified) bool {
			said := []ledger.Ref{n.Ref, n.Acknowledged, n.Heard, n.Other}
			return slices.ContainsFunc(said, func(r ledger.Ref) bool { return !r.IsZero() && unknown(r) })
		})
	}
	return false
}

// answeredAnew says whether a need was answered since: what came of it everybody reads.
func (f *Facts) answeredAnew(unknown func(ledger.Ref) bool) bool {
	return slices.ContainsFunc(f.Protection.Needs, func(n Need) bool { return !n.Answered.IsZero() && unknown(n.Answered) })
}

// covers says whether whoever attested had every event of the file before them
// that is closed here, and every stop: nothing after a stop rests on what was
// before.
func (q *question) covers(attested ledger.Ref) bool {
	for _, stop := range q.Stopped {
		if !q.Past.Knows(attested.Seq, stop.Seq) {
			return false
		}
	}
	for _, comp := range ledger.Compartments {
		if !q.clause.rule.reads.Has(comp) {
			continue
		}
		for _, place := range q.Closed[comp] {
			if !q.Past.Knows(attested.Seq, place) {
				return false
			}
		}
	}
	return true
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
