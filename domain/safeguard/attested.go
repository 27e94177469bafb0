package safeguard

import (
	"slices"
	"time"

	"amana/domain/ledger"
)

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

// answer judges the facts, or rests on the newest attestation where a
// compartment the rule needs is closed here.
func (q *question) answer() (verdict, Basis) {
	sealed := -1
	for _, comp := range ledger.Compartments {
		if places := q.Closed[comp]; q.clause.rule.reads.Has(comp) && len(places) > 0 {
			sealed = max(sealed, places[len(places)-1])
		}
	}
	if sealed < 0 {
		return q.abreast(q.clause.rule.judge(q), OnFacts)
	}
	if v, known := q.openly(); known {
		return v, OnFacts
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

// openly is what blocks by what everybody knows, whoever reads the rest: that there is no
// seat, or that a way was not looked at.
func (q *question) openly() (v verdict, known bool) {
	switch q.clause.ID {
	case "fit-to-travel":
		if q.seat() == nil {
			return q.noSeat(), true
		}
	case "individual-risk":
		if last, there := lastOf(q.Refoulement.Risks, func(r Risk) bool { return q.counts(r.Ref) }); there {
			v, on := q.onTheWay(last)
			return v, !on
		}
	}
	return verdict{}, false
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
