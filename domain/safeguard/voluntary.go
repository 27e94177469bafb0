package safeguard

import (
	"slices"
	"time"

	"amana/domain/access"
	"amana/domain/ledger"
	"amana/domain/talk"
)

// inside says whether a talk was held in the power of whoever holds the person: as
// whoever held it says, or in a place that is on record as one where people are held.
func (q *question) inside(t talk.Talk) bool {
	return t.Control == talk.Held || q.Around.Places[t.Place].onRecord()
}

// onRecord says whether anybody reviewed the place, or recorded an incident there.
func (p Place) onRecord() bool { return len(p.Reviews)+len(p.Incidents) > 0 }

// dark says whether a talk was held inside a place where nothing that was said
// that day counts, whoever was on the line: no current review, unofficial, under a
// wanted person, or with an open grave incident. A place that nobody named has no
// review: the person may have been moved since.
func (q *question) dark(on ledger.Ref, t talk.Talk) bool {
	return q.inside(t) && !q.Around.Places[t.Place].good(on.Since)
}

// where is what a talk to be held now is about: not here, if nothing that is
// said where the person is held would count; otherwise about.
func (q *question) where(about string) string {
	if q.Person.Held && !q.Around.Places[q.Person.Place].good(q.at) {
		return "outside-control"
	}
	return about
}

// orRelease adds to a step what else can be done for somebody who is not free:
// release or an alternative requested, once, and other help than return.
func (q *question) orRelease(step Step) []Step {
	next := []Step{step}
	if len(q.Will.Releases) == 0 {
		next = append(next, do("release.request", access.ProtectionOfficer))
	}
	return append(next, do("case.end", access.Caseworker))
}

// voluntary: the three elements of A/HRC/38/41 §30, each found with its
// evidence. A personal constraint does not block by itself: it asks for a
// second interview, for release or an alternative, and for a reasoned review.
func voluntary(q *question) verdict {
	if q.stopsElsewhere("not-voluntary") {
		return stopsLinked(inLinkedFile("voluntary.assess", access.ProtectionOfficer))
	}
	if v, stops := q.boundElsewhere(); stops {
		return v
	}
	first, there := lastOf(q.Will.Voluntary, func(v Voluntariness) bool {
		return q.counts(v.Ref) && v.Talk.Sound() && !q.dark(v.Ref, v.Talk)
	})
	assess := doAbout("voluntary.assess", q.where(""), access.ProtectionOfficer)
	if !there {
		inside, dark := lastOf(q.Will.Voluntary, func(v Voluntariness) bool { return q.counts(v.Ref) && v.Talk.Sound() })
		if dark {
			return unmet("inside", doAbout("voluntary.assess", "outside-control", access.ProtectionOfficer)).on(inside.Ref)
		}
		return unmet("none", assess)
	}
	for _, v := range slices.Concat(q.Will.Voluntary, q.Will.Second) {
		if !v.Voluntary() && (v.Seq == first.Seq || !q.foundAnew(v, Voluntariness.Voluntary)) {
			return unmet("not-voluntary", q.orRelease(doAbout("voluntary.assess", q.where("another-officer"), access.ProtectionOfficer))...).on(v.Ref)
		}
	}
	kinds, found := q.constraints(first)
	no, heard := q.notAccepted()
	switch {
	case len(kinds) > 0:
		return q.constrained(first, kinds, found)
	case !no.IsZero(): // whatever somebody finds of the constraint since
		return q.refusedReview(no, heard)
	}
	return met(time.Time{}, first.Ref)
}

// notAccepted is the review by which the wish does not stand, until a review accepts it by
// somebody who knows what the person said since; heard says whether they were heard since. A
// constraint that is found no more ends no review: it was of the person's word, and not of
// the constraint alone.
func (q *question) notAccepted() (no Review, heard bool) {
	for _, r := range q.Will.Reviews {
		if r.Accepts {
			continue
		}
		since := slices.DeleteFunc(slices.Concat(q.Will.Voluntary, q.Will.Second), func(v Voluntariness) bool {
			return !q.counts(v.Ref) || !v.Talk.Sound() || q.dark(v.Ref, v.Talk) || !q.knows(v.Ref, r.Ref)
		})
		accepted := slices.ContainsFunc(q.Will.Reviews, func(a Review) bool {
			return a.Accepts && q.counts(a.Ref) && slices.ContainsFunc(since, func(v Voluntariness) bool { return v.By != a.By && q.knows(a.Ref, v.Ref) })
		})
		if !accepted && (no.IsZero() || heard) {
			no, heard = r, len(since) > 0
		}
	}
	return no, heard
}

// refusedReview asks for what ends a review by which the wish does not stand.
func (q *question) refusedReview(no Review, heard bool) verdict {
	next := []Step{do("voluntary.review", access.ProtectionLead)}
	if !heard {
		next = append([]Step{doAbout("voluntary.repeat", q.where(""), access.ProtectionOfficer)}, next...)
	}
	return unmet("review-refused", next...).on(no.Ref)
}

// boundElsewhere: another file of the person tells of a constraint, and what that asks for
// is not done there; or that they are held, and this one does not. Who is held by both
// is under the rules for it here.
func (q *question) boundElsewhere() (verdict, bool) {
	for _, l := range q.Around.Linked {
		if slices.Contains(l.Stops, "constraint") {
			ends := q.endsElsewhere("constraint", do("voluntary.assess", access.ProtectionOfficer))
			return unmet("linked-constraint", ends, do("case.unlink", access.ProtectionLead)), true
		}
		if l.Held && !q.Person.Held {
			return unmet("linked-held", inLinkedFile("custody.record", access.Caseworker), doAbout("custody.record", "held", access.Caseworker), do("case.unlink", access.ProtectionLead)), true
		}
	}
	return verdict{}, false
}

// foundAnew says whether another officer, who knew what v found, found
// otherwise in a first interview of their own. A second interview is what a
// constraint asks for, and ends none.
func (q *question) foundAnew(v Voluntariness, otherwise func(Voluntariness) bool) bool {
	return slices.ContainsFunc(q.Will.Voluntary, func(l Voluntariness) bool {
		return otherwise(l) && q.counts(l.Ref) && l.Talk.Sound() && !q.dark(l.Ref, l.Talk) && l.By != v.By && q.knows(l.Ref, v.Ref)
	})
}

// Constraints that follow from other facts than the interview.
const (
	constraintHeld  = "held"
	constraintOrder = "removal-order"
)

// constraints are the kinds of personal constraint that stand, and the events
// that found them. Whoever found one does not end it.
func (q *question) constraints(first Voluntariness) (kinds []string, found []ledger.Ref) {
	add := func(kind string, on ...ledger.Ref) {
		if !slices.Contains(kinds, kind) {
			kinds = append(kinds, kind)
		}
		found = append(found, on...)
	}
	for _, v := range slices.Concat(q.Will.Voluntary, q.Will.Second) {
		for _, kind := range v.Constraints {
			if !q.foundAnew(v, func(l Voluntariness) bool { return !slices.Contains(l.Constraints, kind) }) {
				add(kind, v.Ref)
			}
		}
	}
	signed, _ := gravest(q, q.Will.Consents, func(c Consent) bool { return q.counts(c.Ref) }, func(c Consent) bool { return q.inside(c.Talk) })
	switch since := q.heldAnew(first); {
	case !since.IsZero():
		add(constraintHeld, since)
	case q.Person.Held, q.inside(first.Talk):
		add(constraintHeld)
	case q.inside(signed.Talk), q.heldAt(signed.Ref):
		add(constraintHeld, append(q.captive(first.Ref, signed.Ref), signed.Ref)...)
	case q.heldAt(first.Ref): // a room outside, and freed before the flight, makes nobody free who was asked
		add(constraintHeld, q.captive(first.Ref)...)
	}
	for _, o := range q.standingOrders() {
		add(constraintOrder, o.Ref)
	}
	return kinds, found
}

// heldAnew is since when somebody is held who was free when they were first heard, or
// who was held then and has been free since; and since when somebody was, who was taken
// after they were heard and let go for the flight. Zero: nobody heard them otherwise.
func (q *question) heldAnew(first Voluntariness) ledger.Ref {
	since, n := q.Person.HeldSince, len(q.Person.Captive)
	if !q.Person.Held && n > 0 {
		since = q.Person.Captive[n-1].Since
	}
	if q.Person.Held && !q.inside(first.Talk) || since.Since.After(first.Since) {
		return since
	}
	return ledger.Ref{}
}

// Constraints are the kinds of personal constraint that stand in the file, sorted.
func (f *Facts) Constraints() []string {
	q := question{Facts: f}
	first, _ := lastOf(f.Will.Voluntary, func(v Voluntariness) bool { return q.counts(v.Ref) })
	kinds, _ := q.constraints(first)
	slices.Sort(kinds)
	return kinds
}

func (q *question) constrained(first Voluntariness, kinds []string, found []ledger.Ref) verdict {
	apart := q.hours(SecondInterviewHours)
	held := q.heldAnew(first)
	beyond := func(t talk.Talk) bool { return !q.inside(t) || t.Watched() }
	second, there := lastOf(q.Will.Second, func(v Voluntariness) bool {
		return (held.IsZero() || q.knows(v.Ref, held)) && q.counts(v.Ref) && v.Talk.Sound() && (beyond(v.Talk) || !q.dark(v.Ref, v.Talk)) && v.By != first.By && gap(first.Ref, v.Ref) >= apart && q.knows(v.Ref, first.Ref)
	})
	if !there {
		return unmet("second-interview", q.after(first.Until.Add(apart), doAbout("voluntary.repeat", q.where("another-officer"), access.ProtectionOfficer))...).
			with("constraints", kinds).on(first.Ref)
	}
	if !beyond(first.Talk) && !beyond(second.Talk) {
		return unmet("inside", doAbout("voluntary.repeat", "outside-control", access.ProtectionOfficer)).with("constraints", kinds).on(first.Ref, second.Ref)
	}
	if v, ok := q.release(kinds); !ok {
		return v
	}
	stands := func(r Review) bool { // a review is of every constraint, by somebody who held no interview
		missed := func(c ledger.Ref) bool { return !q.knows(r.Ref, c) }
		return r.Accepts && q.counts(r.Ref) && q.knows(r.Ref, second.Ref) && !slices.ContainsFunc(found, missed) && r.By != first.By && r.By != second.By
	}
	review, there := lastOf(q.Will.Reviews, stands)
	switch no, heard := q.notAccepted(); {
	case !no.IsZero() && !heard:
		return q.refusedReview(no, heard)
	case !there || !no.IsZero():
		return unmet("review", do("voluntary.review", access.ProtectionLead)).with("constraints", kinds).on(second.Ref)
	}
	return met(time.Time{}, first.Ref, second.Ref, review.Ref)
}

// release: release or an alternative was requested in writing and answered,
// or unanswered for some days and recorded as no answer. Nobody who holds the
// person can block it by silence; and of whoever is free, and does not want that the
// authority is told of them, nothing is asked of it.
// What was asked about an earlier captivity was not asked about this one. An answer is
// written to the last request, and is one to those before it: whoever answers for all who
// are held answers for whom they were asked by name.
func (q *question) release(kinds []string) (verdict, bool) {
	unwanted := !q.refuses(ForRelease).IsZero()
	if !q.Person.Held && (unwanted || len(kinds) == 1 && kinds[0] == constraintHeld) { // or they were released
		return verdict{}, true
	}
	earlier := func(r Release) bool { return q.Person.Held && r.Since.Before(q.Person.HeldSince.Since) }
	unasked := func(r Release) bool { return r.Unnamed && !q.refusedBefore(r.Ref) } // who may be named is asked for by name
	first := slices.IndexFunc(q.Will.Releases, func(r Release) bool { return q.counts(r.Ref) && !earlier(r) && !unasked(r) })
	if first < 0 && unwanted { // whoever holds them could have them refuse: all who are there are asked for, and nobody is named
		return unmet("release", doAbout("release.request", "unnamed", access.ProtectionOfficer)).with("constraints", kinds), false
	}
	if first < 0 {
		return unmet("release", do("release.request", access.ProtectionOfficer)).with("constraints", kinds), false
	}
	asked, days := q.Will.Releases[first], q.days(ReleaseUnansweredDays)
	for _, r := range q.Will.Releases[first:] {
		answered := r.Answer == "granted" || r.Answer == "refused" || r.Answer == "no-answer" && gap(asked.Ref, r.Answered) >= days
		if answered && q.counts(r.Ref) && q.counts(r.Answered) && q.knows(r.Answered, r.Ref) && q.knows(r.Answered, asked.Ref) {
			return verdict{}, true
		}
	}
	silent := asked.Until.Add(days)
	next := []Step{waitOutside("authority", silent)}
	if !q.at.Before(silent) {
		next = []Step{doAbout("release.answer", "no-answer", access.ProtectionOfficer)}
	}
	return unmet("release-unanswered", next...).with("constraints", kinds).on(asked.Ref), false
}

// refusedBefore says whether the person had said, when something was recorded, that the
// authority is not told of them.
func (q *question) refusedBefore(r ledger.Ref) bool {
	return slices.ContainsFunc(q.Preparation.Sharing, func(s Sharing) bool {
		return s.Withdrawn && s.of(ForRelease) && q.knows(r, s.Ref)
	})
}

// capacity: no doubt about this decision today, or support first and then two
// professionals, or a panel guided by the person's will.
func capacity(q *question) verdict {
	for _, d := range q.Will.Doubts {
		if v, ok := q.resolved(d); !ok {
			return v
		}
	}
	if q.stopsElsewhere("capacity") {
		return stopsLinked(q.endsElsewhere("capacity", do("capacity.find", access.Health)))
	}
	return met(time.Time{})
}

func (q *question) resolved(d Doubt) (verdict, bool) {
	able := map[ledger.Actor]bool{}
	var lasting, today []ledger.Ref
	for _, c := range q.Will.Capacity {
		switch {
		case c.Outcome == "lasting-inability":
			lasting = append(lasting, c.Ref)
		case c.Outcome == "unable-today":
			today = append(today, c.Ref)
		case c.Supported && c.Interpreter.Fit() && q.counts(c.Ref) && q.knows(c.Ref, d.Ref) && q.knowsInability(c):
			able[c.By] = true
		}
	}
	if len(able) >= 2 {
		return verdict{}, true
	}
	if len(lasting) > 0 {
		decides := slices.Concat(lasting, today, []ledger.Ref{d.Ref})
		if _, agrees := q.panel(AboutCapacity, decides...); agrees {
			return verdict{}, true
		}
		v := unmet("panel", q.convene(AboutCapacity, decides...)...).on(d.Ref)
		return q.panelDays(v, lasting[len(lasting)-1].Until, AboutCapacity, decides...), false
	}
	return unmet("doubt", doAbout("capacity.find", "another-officer", access.Health)).with("found", len(able)).on(d.Ref), false
}

// knowsInability says whether whoever found somebody able knew of everybody who
// found them unable.
func (q *question) knowsInability(able Capacity) bool {
	return !slices.ContainsFunc(q.Will.Capacity, func(c Capacity) bool {
		unable := c.Outcome == "unable-today" || c.Outcome == "lasting-inability"
		return unable && !q.knows(able.Ref, c.Ref)
	})
}
