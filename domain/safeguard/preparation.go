package safeguard

import (
	"time"

	"amana/domain/access"
	"amana/domain/day"
	"amana/domain/ledger"
)

// travelDocument: valid on the day of arrival.
func travelDocument(q *question) verdict {
	m := q.seat()
	if m == nil {
		return q.noSeat()
	}
	on := q.arrives(m)
	record := do("document.record", access.Caseworker)
	d, there := lastOf(q.Preparation.Documents, func(d Document) bool { return q.good(d, on) })
	old, any := lastOf(q.Preparation.Documents, func(d Document) bool { return d.Kind != BirthCertificate })
	switch {
	case !there && any && !old.Withdrawn.IsZero():
		return unmet("withdrawn", record).on(old.Withdrawn)
	case !there && any:
		return unmet("expired", record).with("day", on).on(old.Ref)
	case !there:
		return unmet("none", record)
	}
	return met(q.goodUntil(d, m), d.Ref)
}

// documentUnfeared: somebody who fears their embassy has a travel document, valid
// on the day of arrival, that was obtained without it. Whom they fear they said
// when they were asked, here or in another of their files; who was not asked may fear
// it. Nobody asks an infant.
func documentUnfeared(q *question) verdict {
	m := q.seat()
	if m == nil {
		return notApplicable() // travel-document says so to all
	}
	fear, said := lastOf(q.openFears(), func(f Fear) bool { return f.Answer != FearHome })
	elsewhere := q.stopsElsewhere("fear")
	on := q.arrives(m)
	d, there := lastOf(q.Preparation.Documents, func(d Document) bool {
		return q.good(d, on) && d.Through != ThroughEmbassy
	})
	record := do("document.record", access.Caseworker)
	_, asked := lastOf(q.Will.Fears, q.askedWhom)
	switch {
	case !said && !elsewhere && (asked || q.class == Infant):
		return met(time.Time{})
	case there:
		return met(q.goodUntil(d, m), d.Ref)
	case said:
		return unmet("feared", record, doAbout("fear.ask", "talk-through", access.ProtectionOfficer)).on(fear.Ref)
	case !elsewhere:
		return unknown("unasked", do("fear.ask", access.Counsellor))
	}
	return unmet("linked", record, inLinkedFile("fear.ask", access.ProtectionOfficer))
}

// good says whether somebody can travel with a document on a day, as far as it goes.
func (q *question) good(d Document, on day.Day) bool {
	return q.holds(d.Ref, d.From, d.To, on) && d.Kind != BirthCertificate && d.Withdrawn.IsZero()
}

// arrives is the day on which whoever leaves as early as they still can arrives.
func (q *question) arrives(m *Movement) day.Day {
	return day.Of(q.leaves(m).Add(m.Arrives.Sub(m.Departs)).In(q.Around.Local()))
}

// goodUntil is the last moment of leaving at which a document is still valid on
// arrival.
func (q *question) goodUntil(d Document, m *Movement) time.Time {
	return d.To.End(q.Around.Local()).Add(-m.Arrives.Sub(m.Departs))
}

// leaves is the earliest at which a movement can still leave: one that is late
// leaves on the day that it is, whatever was scheduled.
func (q *question) leaves(m *Movement) time.Time { return day.Later(m.Departs, q.at) }

func (q *question) holds(r ledger.Ref, from, to, on day.Day) bool {
	return q.counts(r) && !from.After(on) && !to.IsZero() && !to.Before(on)
}

// exitPermission: granted and valid on the day of departure. Where the State
// refuses it, return is not a lawful option now, and the finding names the
// other help.
func exitPermission(q *question) verdict {
	m := q.seat()
	if m == nil {
		return q.noSeat()
	}
	on := day.Of(q.leaves(m).In(q.Around.Local()))
	e, there := gravest(q, q.Preparation.Exits, func(e Exit) bool { return !e.Granted || q.counts(e.Ref) }, func(e Exit) bool { return !e.Granted && e.Imported == "" })
	record := do("exit.record", access.Caseworker)
	switch {
	case !there:
		return unmet("none", record)
	case !e.Granted:
		return unmet("refused", waitOutside("state", time.Time{}), record, do("case.end", access.Caseworker)).on(e.Ref).from(q.refusedSince())
	case !q.holds(e.Ref, e.From, e.To, on):
		return unmet("expired", record).with("day", on).on(e.Ref)
	}
	return met(e.To.End(q.Around.Local()), e.Ref)
}

// refusedSince is the first of the answers by which the State lets the person not leave,
// since it last did.
func (q *question) refusedSince() (first ledger.Ref) {
	for _, e := range q.Preparation.Exits {
		switch {
		case e.Granted && q.counts(e.Ref):
			first = ledger.Ref{}
		case !e.Granted && first.IsZero():
			first = e.Ref
		}
	}
	return first
}
