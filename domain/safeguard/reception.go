package safeguard

import (
	"slices"
	"time"

	"amana/domain/access"
	"amana/domain/ledger"
)

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
