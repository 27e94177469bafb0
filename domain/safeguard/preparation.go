package safeguard

import (
	"slices"
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

// Shares is what an act shares: with whom, for what, and of which country they
// are where there is one for each.
type Shares struct{ Recipient, Purpose, Country string }

// What is shared by an act that is no step of a return: with UNHCR that it counsels, and
// with whoever holds the person that they are let go.
var (
	WithUNHCR  = Shares{Recipient: "unhcr", Purpose: "protection"}
	ForRelease = Shares{Recipient: "libyan-authority", Purpose: "release"}
)

func (s Shares) String() string {
	text := s.Recipient + "/" + s.Purpose
	if s.Country != "" {
		text += "/" + s.Country
	}
	return text
}

// shared is what an act at which rules are due shares, where nobody says what
// it would be; of those abroad, with the country to which the person goes.
func (q *question) shared() []Shares {
	if q.Shares != nil {
		return []Shares{*q.Shares}
	}
	switch {
	case q.doing(Embassy):
		return []Shares{{"embassy", "travel-document", q.Person.Destination}}
	case q.doing(Authority):
		return []Shares{{"libyan-authority", "exit-permission", ""}}
	case q.doing(Notice):
		return []Shares{{"receiving-mission", "reception", q.Person.Destination}}
	case q.doing(Lock, Boarding):
		return q.Around.Movement.Named()
	}
	return nil
}

// Named is with whom the manifest of a movement, when it is closed, shares who comes: the
// carrier, and every State on the way.
func (m *Movement) Named() []Shares {
	all := []Shares{{"carrier", "travel", ""}}
	if m != nil {
		for _, state := range m.Transit {
			all = append(all, Shares{"transit-state", "travel", state})
		}
	}
	return all
}

// MayShare asks only whether the person agreed to what an act shares that is no
// step of a return.
func MayShare(facts *Facts, book *Book, at time.Time) Finding {
	q := about(facts, book, at, Authority)
	for i := range book.Clauses {
		if c := &book.Clauses[i]; c.ID == "sharing-consented" && c.inForce(at, facts.Around.Local()) {
			q.clause = c
			return q.ask()
		}
	}
	return Finding{Safeguard: "sharing-consented", State: NotApplicable}
}

// sharingConsented: for each recipient and purpose a consent for exactly that,
// through nobody unfit; none, and that act does not happen.
func sharingConsented(q *question) verdict {
	all := q.shared()
	if len(all) == 0 {
		return notApplicable()
	}
	v := met(time.Time{})
	for _, to := range all {
		on, agreed := q.agreed(to, q.counts)
		if !agreed {
			return unmet("none", doAbout("sharing.consent", to.String(), access.Counsellor)).
				with("recipient", to.Recipient).with("purpose", to.Purpose).on(on)
		}
		v = v.on(on)
	}
	return v
}

// Agreed says whether the person agrees to what an act shares.
func (f *Facts) Agreed(to Shares) bool {
	_, agreed := f.agreed(to, f.counts)
	return agreed
}

// agreed is the newest consent to it that may be relied on, or what took it back
// that this consent does not know of.
func (f *Facts) agreed(to Shares, counts func(ledger.Ref) bool) (on ledger.Ref, agreed bool) {
	given, agreed := lastOf(f.Preparation.Sharing, func(s Sharing) bool {
		return !s.Withdrawn && s.of(to) && counts(s.Ref) && s.Interpreter.Fit()
	})
	for _, s := range f.Preparation.Sharing {
		if s.Withdrawn && s.of(to) && !(agreed && f.knows(given.Ref, s.Ref)) {
			return s.Ref, false
		}
	}
	return given.Ref, agreed
}

// refuses is the person's word that something is not shared, if it stands; zero: there
// is none.
func (q *question) refuses(to Shares) ledger.Ref {
	if on, agreed := q.agreed(to, q.counts); !agreed {
		return on
	}
	return ledger.Ref{}
}

// of says whether what was said is of what an act shares. What names no country
// takes back for all, and of whom there is only one it takes back whatever it names.
func (s Sharing) of(to Shares) bool {
	return s.Recipient == to.Recipient && s.Purpose == to.Purpose &&
		(s.Country == to.Country || s.Withdrawn && (s.Country == "" || to.Country == ""))
}

// receptionAcknowledged: a need that travels was acknowledged by the receiving
// mission, which named who meets the person; early enough where it matters;
// by another person or organisation the person accepts where nobody answers.
// Whoever must be met has such a need, recorded or not.
func receptionAcknowledged(q *question) verdict {
	m := q.seat()
	if m == nil {
		return q.noSeat()
	}
	var on []ledger.Ref
	for _, n := range q.Protection.Needs {
		if !n.Travels && n.Outcome != "continued" || n.Outcome == "declined" { // nobody is met for what they do not want
			continue
		}
		told := func(s Notified) bool { return slices.Contains(s.Needs, n.ID) && q.notified(s, m) }
		notice, there := lastOf(q.Preparation.Notices, func(s Notified) bool { return told(s) && q.unacknowledged(n, s, m) == "" })
		if there {
			on = append(on, notice.Ref)
			continue
		}
		notice, there = lastOf(q.Preparation.Notices, told)
		if !there {
			return unmet("notice", q.notify(n)).on(n.Ref)
		}
		why := q.unacknowledged(n, notice, m)
		return unmet(why, q.receive(n, notice, m, why)...).on(n.Ref, notice.Ref)
	}
	switch {
	case len(on) == 0 && q.mustBeMet() && (q.minor() || !q.declines()):
		return unmet("need", do("need.find", access.ProtectionOfficer)) // whom nobody expects, nobody meets
	case len(on) == 0:
		return notApplicable()
	}
	return met(time.Time{}, on...)
}

// declines says whether somebody who could be met on arrival does not want to be.
func (q *question) declines() bool {
	return slices.ContainsFunc(q.Protection.Needs, func(n Need) bool { return n.Travels && n.Outcome == "declined" && q.counts(n.Answered) })
}

// notify is how somebody is awaited for a need: by the mission, or by somebody else
// where the person does not want that it is told.
func (q *question) notify(n Need) Step {
	if q.unwanted() {
		return doAbout("notice.accept-other", "untold", access.Caseworker)
	}
	return doAbout("notice.send", n.ID.String(), access.Caseworker)
}

// unwanted says whether the person does not want that the mission is told of them.
func (q *question) unwanted() bool {
	return !q.refuses(Shares{"receiving-mission", "reception", q.Person.Destination}).IsZero()
}

// notified says whether a notice was of this movement, near the day on which it
// leaves now, and to the country to which the person goes.
func (q *question) notified(s Notified, m *Movement) bool {
	return s.Movement == m.Reference && s.To == q.Person.Destination && m.Departs.Sub(m.scheduled(s.Until)).Abs() <= q.hours(GateDelayHours)
}

// scheduled is the departure as it was at a moment.
func (m *Movement) scheduled(at time.Time) time.Time {
	for _, s := range m.Shifts {
		if s.Told.After(at) {
			return s.From
		}
	}
	return m.Departs
}

// receive is what can be done about a notice that is not enough.
func (q *question) receive(n Need, s Notified, m *Movement, why string) []Step {
	var next []Step
	if s.Unsent {
		return append(next, q.notify(n))
	}
	if q.foundLater(n, m) {
		next = append(next, doAbout("notice.hear", s.ID.String(), access.Caseworker))
	}
	if why != "late" {
		next = append(next, doAbout("notice.acknowledge", s.ID.String(), access.ReceivingMission))
	}
	other := s.Until.Add(q.hours(ReceptionWaitHours))
	return append(next, q.after(other, doAbout("notice.accept-other", s.ID.String(), access.Caseworker))...)
}

// unacknowledged is why a notice is not enough for a need, or "".
func (q *question) unacknowledged(n Need, s Notified, m *Movement) string {
	deadline := m.Departs.Add(-q.hours(ReceptionHours))
	switch {
	case s.Unsent && q.counts(s.Other) && q.unwanted():
		return ""
	case s.Unsent:
		return "notice" // they want now that it is told
	case q.counts(s.Other) && gap(s.Ref, s.Other) >= q.hours(ReceptionWaitHours):
		return ""
	case q.counts(s.Heard) && q.foundLater(n, m):
		return ""
	case !q.counts(s.Acknowledged):
		return "unacknowledged"
	case !s.MeetsNamed:
		return "nobody-named"
	case q.early(n) && s.Acknowledged.Until.After(deadline):
		return "late"
	}
	return ""
}

// foundLater says whether a need was found, or the movement moved, when it was
// too late for a notice in good time: the duty line's spoken word is enough.
func (q *question) foundLater(n Need, m *Movement) bool {
	deadline := m.Departs.Add(-q.hours(ReceptionHours))
	return n.Since.After(deadline) || q.movedLate(m, deadline) || q.urgentReturn()
}

// movedLate says whether it was told after a deadline that the movement leaves so much
// later that it is another day's, or so much sooner that the deadline had not passed before.
func (q *question) movedLate(m *Movement, deadline time.Time) bool {
	if len(m.Shifts) == 0 {
		return false
	}
	last := m.Shifts[len(m.Shifts)-1]
	sooner := last.From.Sub(m.Departs)
	return last.Told.After(deadline) && (!last.Told.After(deadline.Add(sooner)) || -sooner > q.hours(GateDelayHours))
}

// early says whether the receiving mission must know well before: a hospital
// handover, and whoever must be met. Of medical care of which nobody said that it is
// none it is taken to be one.
func (q *question) early(n Need) bool {
	return n.Notify == "early" || n.Notify == "" && n.Kind == "medical" || q.mustBeMet()
}

// mustBeMet says whether somebody has to stand at the other end, whatever else
// the person needs: of a child alone, or one who goes without the parents they live
// with, and of a trafficked person, by whichever of their files, also one that was erased.
func (q *question) mustBeMet() bool {
	return q.minor() && (q.alone() != WithParent || q.goesApart()) || q.Protection.Trafficked || len(q.trafficked()) > 0 ||
		slices.ContainsFunc(q.Around.Linked, func(l Linked) bool { return l.Trafficked })
}

// reintegrationTold: told in writing and aloud what they will and will not
// get, from whom, when and how much, with the first thirty days written down,
// and that a plan of their own follows. Declining a plan never blocks.
func reintegrationTold(q *question) verdict {
	last, there := lastOf(q.Preparation.Told, func(r Reintegration) bool { return q.counts(r.Ref) && q.ofThere(r.Ref) })
	tell := do("reintegration.tell", access.Counsellor)
	switch {
	case !there:
		return unmet("none", tell)
	case !last.complete():
		return unmet("incomplete", tell).on(last.Ref)
	}
	return met(time.Time{}, last.Ref)
}

// complete says whether everything was told in every way that it must be.
func (r Reintegration) complete() bool {
	return r.Written && r.Aloud && r.Gets && r.FromWhom && r.When && r.HowMuch && r.PlanFollows && r.FirstDays
}
