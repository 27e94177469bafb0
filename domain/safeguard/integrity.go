package safeguard

import (
	"slices"
	"time"

	"amana/domain/access"
	"amana/domain/ledger"
)

// noUnsettledDuplicate: every likely other file of the person was looked at
// and linked or refused with a reason. Where there are many they are named a few
// at a time, and it waits for all. Nobody has two places on one movement by two files.
// A node that cannot ask the hub does not know; nor does anybody of a linked file that
// is nowhere.
func noUnsettledDuplicate(q *question) verdict {
	for _, d := range q.Preparation.Duplicates {
		if d.Settled.IsZero() {
			// who reaches this file only is told nothing of the other; the head reaches both
			return unmet("unsettled", doAbout("duplicate.settle", d.Other, access.Caseworker), doAbout("duplicate.settle", d.Other, access.HeadOfProtection)).on(d.Ref)
		}
	}
	if more := q.Preparation.Unnamed; more.Files > 0 {
		return unmet("more", do("likely.count", access.Node)).with("count", more.Files).on(more.Ref)
	}
	if m := q.Around.Movement; m != nil {
		for _, l := range q.Around.Linked {
			switch {
			case l.Aboard != m.Reference || m.Reference == "":
			case l.Left:
				return unmet("aboard", do("seat.free", access.MovementOfficer), do("case.unlink", access.ProtectionLead))
			default:
				return unmet("aboard", do("seat.free", access.MovementOfficer), inLinkedFile("seat.free", access.MovementOfficer), do("case.unlink", access.ProtectionLead))
			}
		}
	}
	if q.Around.Missing { // or its number is nobody's
		return unknown("linked-missing", waitOutside("hub", time.Time{}), do("case.unlink", access.HeadOfProtection))
	}
	if !q.Around.Hub {
		return unknown("no-hub", waitOutside("hub", time.Time{}))
	}
	return met(time.Time{})
}

// samePerson: at the gate, an officer who met the person, two facts that only
// they know, or a photograph they agreed to; what they chose, they chose before
// the gate opened.
func samePerson(q *question) verdict {
	m := q.seat()
	if m == nil {
		return q.noSeat()
	}
	opens := q.departs().Add(-q.hours(GateHours))
	now := func(s SamePerson) bool { return q.counts(s.Ref) && s.Movement == m.Reference && !s.Since.Before(opens) }
	known := func(s SamePerson) bool {
		return s.How == MetBefore && q.metBefore(s.Ref, opens) || slices.ContainsFunc(q.Journey.Chosen, func(c Chosen) bool {
			return c.How == s.How && (c.How != TwoFacts || c.ID == s.Choice) && q.chosen(c, opens) && q.knows(s.Ref, c.Ref)
		})
	}
	if s, there := lastOf(q.Journey.Same, func(s SamePerson) bool { return now(s) && known(s) }); there {
		return met(q.through(s.Since.Add(q.hours(GateHours))), s.Ref)
	}
	next := q.recognise(opens)
	switch s, there := lastOf(q.Journey.Same, now); {
	case there && s.How == MetBefore:
		return unmet("never-met", next...).on(s.Ref)
	case there:
		return unmet("never-chosen", next...).on(s.Ref)
	}
	return unmet("none", next...)
}

// chosen says whether a choice was made in time.
func (q *question) chosen(c Chosen, opens time.Time) bool {
	return q.counts(c.Ref) && c.Until.Before(opens) && c.Interpreter.Fit()
}

// recognise is how a person can still be known at the gate: by what they chose, or
// if they forgot it, by whoever met them; by what they choose while there is time.
func (q *question) recognise(opens time.Time) []Step {
	c, chose := lastOf(q.Journey.Chosen, func(c Chosen) bool { return !c.Replaced && q.chosen(c, opens) })
	known := doAbout("gate.confirm-person", "met-before", access.ProtectionOfficer)
	switch {
	case chose && c.How == "photograph":
		return q.after(opens, doAbout("gate.confirm-person", "photograph", access.MovementOfficer), known)
	case chose:
		return q.after(opens, doAbout("gate.confirm-person", "two-facts", access.MovementOfficer), known)
	case q.at.Before(opens):
		return []Step{do("identity.choose", access.Counsellor)}
	}
	return []Step{known}
}

// How a person is confirmed at the gate: by an officer who knows them, or by a
// word and a picture that they chose.
const (
	MetBefore = "met-before"
	TwoFacts  = "two-facts"
)

// metBefore says whether the officer who did something at the gate had met the
// person before it opened, by the file. Who only heard them on the telephone knows
// no face, and a session that was declared defective may have been with somebody
// else.
func (q *question) metBefore(at ledger.Ref, opens time.Time) bool {
	return slices.ContainsFunc(q.Contacts, func(c ledger.Ref) bool {
		return c.By == at.By && c.Until.Before(opens) && !slices.Contains(q.Heard, c.ID) && !q.voided(c) && q.knows(at, c)
	})
}

// fourEyes: who clears was drawn from a pool across offices for the seat the
// person has, did nothing else in the case, and answers for neither the
// movement's cost nor its target.
func fourEyes(q *question) verdict {
	m := q.seat()
	if m == nil {
		return q.noSeat()
	}
	forSeat := func(d Drawn) bool { return d.Movement == m.Reference && d.Seat == q.Journey.Seated.ID }
	draws := slices.DeleteFunc(slices.Clone(q.Journey.Drawn), func(d Drawn) bool { return !forSeat(d) })
	if len(draws) == 0 {
		return unmet("none", q.draw()...).lapsed(q.Journey.Seated.Since)
	}
	d := draws[len(draws)-1] // the one that was drawn last, which no hour written beside it decides
	c, cleared := lastOf(q.Journey.Cleared, func(c Cleared) bool {
		unread := slices.ContainsFunc(q.Journey.Drawn, func(d Drawn) bool { return forSeat(d) && !q.knows(c.Ref, d.Ref) })
		return q.counts(c.Ref) && c.Movement == m.Reference && !unread && !q.withdrawnSince(c.Ref)
	})
	switch {
	case !q.independent(d.Officer):
		return unmet("involved", q.draw()...).on(d.Ref)
	case cleared && c.By == d.Officer:
		return met(time.Time{}, d.Ref, c.Ref)
	case q.at.After(d.Until.Add(q.hours(ClearingHours))):
		return unmet("silent", q.draw()...).on(d.Ref).from(draws[0].Ref)
	case q.doing(Boarding):
		return unmet("not-cleared", do("clearance.give", access.ClearingOfficer)).on(d.Ref)
	}
	return met(d.Until.Add(q.hours(ClearingHours)), d.Ref)
}

// draw is the draw of a clearing officer, or the wait for an office that sends
// one when nobody known may clear.
func (q *question) draw() []Step {
	if len(Pool(q.Facts, q.book, q.at)) == 0 {
		return []Step{waitOutside("clearing-officer", time.Time{})}
	}
	return []Step{do("clearance.draw", access.Node)}
}

// withdrawnSince says whether a withdrawal is on record that a clearance did
// not know of: whoever clears must have read the consent that follows it.
func (q *question) withdrawnSince(clearance ledger.Ref) bool {
	return slices.ContainsFunc(q.takenBack(), func(w ledger.Ref) bool { return !q.knows(clearance, w) })
}

// independent says whether an officer took no part in what clearance judges:
// whoever did anything in the case did; and who planned the movement or opened
// the line that pays answers for its target and cost, whatever an account says.
func (q *question) independent(officer ledger.Actor) bool {
	o, known := q.Around.Officers[officer]
	m, l := q.Around.Movement, q.Around.Line
	switch {
	case !known || !o.Clears, slices.Contains(o.AnswerFor, m.Reference), slices.Contains(o.AnswerFor, q.Journey.Line):
		return false
	case officer == m.Planner, l != nil && slices.Contains(l.Owners, officer):
		return false
	}
	helped := func(l Linked) bool { return slices.Contains(l.Hands, officer) } // in another file of the person
	return !slices.Contains(q.Hands, officer) && !slices.ContainsFunc(q.Around.Linked, helped)
}

// placeReviewed: what was said and signed inside a place that on that day had
// no current review, was unofficial, under a wanted person, or had an open
// grave incident is repeated outside its control.
func placeReviewed(q *question) verdict {
	if !q.Person.Held {
		return met(time.Time{})
	}
	good := q.Person.Place != "" && q.Around.Places[q.Person.Place].good(q.at)
	sound := func(v Voluntariness) bool { return q.counts(v.Ref) && v.Talk.Sound() }
	interviews := slices.Concat(q.Will.Voluntary, q.Will.Second)
	v, assessed := lastOf(interviews, func(v Voluntariness) bool { return sound(v) && !q.dark(v.Ref, v.Talk) })
	c, signed := lastOf(q.Will.Consents, func(c Consent) bool { return q.counts(c.Ref) && c.Talk.Sound() && !q.dark(c.Ref, c.Talk) })
	_, spoke := lastOf(interviews, sound)
	again, give := doAbout("voluntary.assess", "outside-control", access.ProtectionOfficer), doAbout("consent.give", "outside-control", access.Counsellor)
	unread := q.Around.Places[q.Person.Place].unread()
	switch {
	case !assessed && (spoke || !good):
		if unread {
			return unreadEntry(again)
		}
		return unmet("voluntary", again)
	case !signed && (len(q.Will.Consents) > 0 || !good):
		if unread {
			return unreadEntry(give).on(v.Ref)
		}
		return unmet("consent", give).on(v.Ref)
	}
	return met(time.Time{}, v.Ref, c.Ref)
}

// recordFresh: this is the hub, or the hub's list of vetoes for this movement was
// read there and heard here, not longer ago than the book allows, and the person
// is not on it.
func recordFresh(q *question) verdict {
	if q.Around.Hub {
		return met(time.Time{})
	}
	m := q.seat()
	if m == nil {
		return q.noSeat()
	}
	confirm := do("movement.confirm-vetoes", access.MovementOfficer)
	var newest Heard
	for _, h := range m.Heard {
		if !h.At.Before(newest.At) {
			newest = h
		}
	}
	ends := newest.At.Add(q.hours(FreshHours))
	if newest.IsZero() || ends.Before(q.at) || newest.At.Before(q.Journey.Seated.Since) { // it could not name them before
		return unknown("old", confirm).on(newest.Ref)
	}
	for _, h := range m.Heard { // of two lists of one moment each counts
		if h.At.Equal(newest.At) && slices.Contains(h.Seats, q.Journey.Lot) {
			return unmet("listed", confirm).on(h.Ref)
		}
	}
	return met(ends, newest.Ref)
}

// fundsOpen: the budget line that pays is not suspended and has the money. At
// seat only: afterwards the person moves to another line, never off the list.
func fundsOpen(q *question) verdict {
	l := q.Around.Line
	switch {
	case l == nil:
		return unknown("none", do("budget.open", access.Programme))
	case len(l.Unread) > 0:
		return entriesUnread(l.Unread, doAbout("seat.give", "another-line", access.MovementOfficer), do("budget.resume", access.Programme))
	case l.Suspended:
		return unmet("suspended", doAbout("seat.give", "another-line", access.MovementOfficer))
	case l.Balance < l.Cost:
		return unmet("money", doAbout("seat.give", "another-line", access.MovementOfficer), do("budget.open", access.Programme))
	}
	return met(time.Time{})
}

// noHold: no veto by protection, health or law stands. A hold is lifted only
// by an event that knows it.
func noHold(q *question) verdict {
	for _, s := range q.Strays {
		return unknown("stray", s.resolve()).with("why", s.Why).on(ledger.Ref{ID: s.ID})
	}
	for _, h := range q.Protection.Holds {
		if !q.counts(h.Lifted) || !q.knows(h.Lifted, h.Ref) {
			by := access.ProtectionLead
			if h.Kind == "health" {
				by = access.Health
			}
			return unmet(h.Kind, q.after(h.Since, doAbout("hold.lift", h.ID.String(), by))...).on(h.Ref)
		}
	}
	if q.stopsElsewhere("hold") {
		return stopsLinked(inLinkedFile("hold.lift", access.ProtectionLead))
	}
	if q.stopsElsewhere("ended") {
		return unmet("ended", inLinkedFile("case.reopen", access.Caseworker), do("case.unlink", access.ProtectionLead))
	}
	if q.stopsElsewhere("ended-by-asylum") { // there whoever does not open it reads that it was closed
		return unmet("ended", inLinkedFile("case.reopen", access.ProtectionOfficer), do("case.unlink", access.ProtectionLead)).tellsOf(ledger.Asylum)
	}
	return met(time.Time{})
}
