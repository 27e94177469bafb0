package safeguard

import (
	"slices"
	"time"

	"amana/domain/access"
	"amana/domain/day"
	"amana/domain/ledger"
	"amana/domain/talk"
)

// reaffirmed: asked again in private within some hours before boarding, and
// after every withdrawal.
func reaffirmed(q *question) verdict {
	again := do("consent.reaffirm", access.Counsellor)
	window := q.hours(ReaffirmHours)
	last, there := lastOf(q.Will.Reaffirmed, func(r Reaffirmation) bool {
		unknown := func(w ledger.Ref) bool { return w.Seq == r.Seq || !q.knows(r.Ref, w) }
		return q.counts(r.Ref) && r.Talk.Sound() && q.ofThere(r.Ref) && !slices.ContainsFunc(q.takenBack(), unknown)
	})
	if q.seat() == nil {
		return q.noSeat()
	}
	for _, r := range q.Will.Reaffirmed {
		if r.Answer != Yes && (r.Seq == last.Seq || !q.knows(last.Ref, r.Ref)) {
			return unmet("not-sure", again).on(r.Ref)
		}
	}
	if opens := q.departs().Add(-window); !there || last.Since.Before(opens) {
		return unmet("none", q.after(opens, again)...).on(last.Ref).lapsed(last.Since.Add(window))
	}
	if q.stopsElsewhere("not-sure") {
		return stopsLinked(q.endsElsewhere("not-sure", do("consent.reaffirm", access.Counsellor)))
	}
	return met(q.through(last.Since.Add(window)), last.Ref)
}

// Answers at the reaffirmation and at the gate.
const (
	Yes     = "yes"
	NotSure = "not-sure"
	No      = "no"
)

func (q *question) noSeat() verdict {
	if q.isUnsettled("seat") {
		return q.unsettled("seat")
	}
	if m := q.Around.Movement; m != nil && !m.Cancelled && len(m.Unsettled) > 0 {
		return unknown("unsettled", settles["departs"]).with("field", "departs").on(m.Unsettled...)
	}
	if q.saidNo {
		return unmet("no-seat", doAbout("seat.give", "if-they-wish", access.MovementOfficer))
	}
	return unmet("no-seat", do("seat.give", access.MovementOfficer))
}

// Declines is the answer at the gate of a movement that is no yes: the last one, or
// one of which the last does not know.
func (f *Facts) Declines(movement string) (Gate, bool) {
	last, there := lastOf(f.Journey.Gate, func(g Gate) bool { return f.counts(g.Ref) && g.Movement == movement })
	if !there {
		return Gate{}, false
	}
	for _, g := range f.Journey.Gate {
		if g.Movement == movement && g.Answer != Yes && (g.Seq == last.Seq || !f.knows(last.Ref, g.Ref)) {
			return g, true
		}
	}
	return Gate{}, false
}

// departs is the scheduled departure that windows count to: what held at the
// gate holds until wheels-up unless the delay passes what the book allows.
func (q *question) departs() time.Time {
	first, last := q.Around.Movement.asked(q.book)
	if q.at.After(first.Add(q.hours(GateDelayHours))) {
		return q.at // it is overdue: nothing that was done for then still counts for now
	}
	return last
}

// asked is the scheduled departure for which people are asked at the gate: a
// flight that is late while the gate is open is still the one they said yes to,
// unless the delay passes what the book allows. Whether the gate was open when it
// was moved depends on when that was: by the hour that is written beside the move,
// and by when it was recorded. Where the two differ, what is asked holds no longer
// than by the first and begins no sooner than by the last.
func (m *Movement) asked(book *Book) (first, last time.Time) {
	first = m.askedIf(book, func(s Shift) time.Time { return s.At })
	last = m.askedIf(book, func(s Shift) time.Time { return s.Told })
	if last.Before(first) {
		return last, first
	}
	return first, last
}

func (m *Movement) askedIf(book *Book, moved func(Shift) time.Time) time.Time {
	delay := book.hours(GateDelayHours)
	var gate time.Time
	for _, s := range m.Shifts {
		switch open := !moved(s).Before(s.From.Add(-book.hours(GateHours))); {
		case !open:
			gate = time.Time{}
		case gate.IsZero() || s.From.Sub(gate) > delay:
			gate = s.From
		}
	}
	if gate.IsZero() || !m.Departs.After(gate) || m.Departs.Sub(gate) > delay {
		gate = m.Departs
	}
	return gate
}

// Stands is until when a boarding authorises a departure: as long as what was
// said at the gate holds, for the flight as it was scheduled at the boarding.
// It is zero when the movement was cancelled, or moved beyond that since.
func (m *Movement) Stands(boarded time.Time, book *Book) time.Time {
	then := *m
	for i, s := range m.Shifts {
		if !s.Told.Before(boarded) {
			then.Shifts, then.Departs = m.Shifts[:i], s.From
			break
		}
	}
	first, _ := then.asked(book)
	until := first.Add(book.hours(GateDelayHours))
	if m.Cancelled || m.Departs.After(until) {
		return time.Time{}
	}
	return until
}

// through is until when something holds that was in time for the departure: at
// least as long as the delay that the book allows.
func (q *question) through(until time.Time) time.Time {
	if q.departs() == q.at {
		return until
	}
	first, _ := q.Around.Movement.asked(q.book)
	return day.Later(until, first.Add(q.hours(GateDelayHours)))
}

// safeNo: the movement has a plan for those who say no, and each held person
// was told of it in private. Nobody boards from a manifest that was never
// closed: closing it is when the plan must be there.
func safeNo(q *question) verdict {
	m := q.seat()
	if m == nil {
		return q.noSeat()
	}
	if m.Plan == nil || !m.Plan.Shelter || !m.Plan.Transport || !m.Plan.Officer {
		return unmet("plan", do("movement.plan-no", access.MovementOfficer))
	}
	if q.doing(Boarding) && !m.Locked {
		return unmet("not-locked", do("movement.lock", access.MovementOfficer))
	}
	first := earlier(q.Journey.Lotted, q.Journey.Seated.Since)
	if first.IsZero() {
		first = q.at // it is being given
	}
	if !q.Person.Held && !q.heldSince(first) { // nor freed since they first had a seat on it, to wait for the flight
		return met(time.Time{})
	}
	told, there := lastOf(q.Will.SafeNo, func(s SafeNo) bool {
		return q.counts(s.Ref) && s.Movement == m.Reference && s.Private && !s.Since.Before(m.Plan.From)
	})
	out := slices.ContainsFunc(q.Will.SafeNo, func(s SafeNo) bool {
		return q.counts(s.Ref) && s.Movement == m.Reference && s.Private && s.AskedOut && s.Interpreter.Fit() && m.Departs.Sub(s.Until) >= q.hours(SafeNoAskedHours)
	})
	switch {
	case m.Authority == "":
		return unmet("authority", do("movement.record-answer", access.MovementOfficer))
	case m.Authority != "accepted" && !out && !m.Decided:
		next := []Step{do("movement.decide-no", access.HeadOfProtection)}
		if m.Departs.Sub(q.at) > q.hours(SafeNoAskedHours) { // there is time to ask outside
			next = append([]Step{doAbout("safe-no.tell", "asked-outside", access.ProtectionOfficer)}, next...)
		}
		return unmet("refused", next...)
	case !there:
		return unmet("told", do("safe-no.tell", access.ProtectionOfficer))
	}
	return met(time.Time{}, told.Ref)
}

// gate: asked alone, out of hearing of all others, shortly before boarding, by
// somebody who did not counsel towards the seat.
func gate(q *question) verdict {
	m := q.seat()
	if m == nil {
		return q.noSeat()
	}
	opens := q.departs().Add(-q.hours(GateHours))
	ask := q.after(opens, do("gate.answer", access.MovementOfficer))
	last, there := lastOf(q.Journey.Gate, func(g Gate) bool { return q.counts(g.Ref) && g.Movement == m.Reference })
	if !there {
		return unmet("none", ask...)
	}
	if g, declines := q.Declines(m.Reference); declines {
		return unmet(g.Answer, ask...).on(g.Ref)
	}
	counsels := slices.ContainsFunc(q.Will.Sessions, func(s Session) bool { return s.By == last.By }) ||
		slices.ContainsFunc(q.Will.Extended, func(e Extended) bool { return e.By == last.By })
	holds := q.departs().Add(q.hours(GateDelayHours))
	switch {
	case !last.Talk.Sound():
		return unmet("not-alone", ask...).on(last.Ref)
	case last.Talk.Mode != talk.InPerson:
		return unmet("from-afar", ask...).on(last.Ref)
	case counsels:
		return unmet("counselled", ask...).on(last.Ref)
	case last.Since.Before(opens), q.at.After(holds) && last.Since.Before(q.at.Add(-q.hours(GateHours))):
		return unmet("early", ask...).on(last.Ref)
	}
	return met(holds, last.Ref)
}
