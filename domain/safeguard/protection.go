package safeguard

import (
	"slices"
	"time"

	"amana/domain/access"
	"amana/domain/day"
	"amana/domain/ledger"
)

// vulnerabilityScreened: the individual and household levels asked by a
// trained officer, the community and structural ones from the sheet of the
// country where the person is. "Does not wish to say" stands after one more
// offer by another officer. A new sheet asks for another screening, or for a
// talk about what has changed, unless nothing in it changed materially.
func vulnerabilityScreened(q *question) verdict {
	again := do("screening.record", access.ProtectionOfficer)
	asked := func(s Screening) bool { return q.counts(s.Ref) && s.Talk.Sound() && (s.Household || s.Refused) }
	s, there := lastOf(q.Protection.Screenings, func(s Screening) bool { return asked(s) && q.trained(s.Ref) })
	if !there {
		if untrained, any := lastOf(q.Protection.Screenings, asked); any {
			return unmet("untrained", again).on(untrained.Ref)
		}
		return unmet("none", again)
	}
	if s.Refused {
		offered := slices.ContainsFunc(q.Protection.Screenings, func(o Screening) bool {
			return o.Refused && asked(o) && q.trained(o.Ref) && o.By != s.By && q.knows(s.Ref, o.Ref)
		})
		if !offered {
			return unmet("refused", doAbout("screening.record", "another-officer", access.ProtectionOfficer)).on(s.Ref)
		}
	}
	valid := q.days(ScreeningValidDays)
	until := q.extended(s.Ref, valid)
	here := q.Around.Here
	switch {
	case until.Before(q.horizon):
		return unmet("expired", q.inTime(valid, q.renew(s.Ref, until, again)...)...).on(s.Ref).lapsed(until)
	case here == nil || here.Sheet == "":
		return unknown("no-sheet", doAbout("country.issue", "here", access.ProtectionLead)).on(s.Ref)
	case len(here.Unread) > 0:
		return entriesUnread(here.Unread, doAbout("country.resume", "here", access.ProtectionLead)).on(s.Ref)
	case !q.onSheet(s, here) && !here.then(s): // a talk about what has changed since needs a sheet from which
		return unmet("sheet", again).with("sheet", here.Sheet).on(s.Ref).lapsed(here.changed())
	case !q.onSheet(s, here):
		return unmet("sheet", q.renew(s.Ref, until, again)...).with("sheet", here.Sheet).on(s.Ref).lapsed(here.changed())
	}
	return met(until, s.Ref)
}

// trained says whether whoever did something had been trained by then. Of what
// was imported that is when the officer who did it gave their word for it: what
// was on record here before that, nobody can say.
func (q *question) trained(r ledger.Ref) bool {
	did := r
	if r.Imported != "" {
		did = q.Vouched[r.ID]
	}
	on := day.Of(did.Since.In(q.Around.Local()))
	return slices.ContainsFunc(q.Around.Trained[r.By], func(t Training) bool { return did.Since.After(t.From) && !on.After(t.Until) })
}

// onSheet says whether a screening rests on the sheet of today, or on an earlier
// one and somebody asked the person since what has changed.
func (q *question) onSheet(s Screening, here *Country) bool {
	if here.holds(s.Sheet, s.Ref) {
		return true
	}
	since := here.changed()
	return here.then(s) && slices.ContainsFunc(q.Will.Extended, func(e Extended) bool {
		return q.counts(e.Ref) && e.Talk.Sound() && q.knows(e.Ref, s.Ref) && e.Since.After(since)
	})
}

// then says whether a screening rests on a sheet that was issued by then.
func (c *Country) then(s Screening) bool {
	issued := c.Issued[s.Sheet]
	return !issued.IsZero() && !s.Since.Before(issued)
}

// traffickingScreened: act, means and purpose answered (Palermo Protocol
// art. 3); an outcome was found, and not wishing to say is one.
func traffickingScreened(q *question) verdict {
	t, there := lastOf(q.Protection.Trafficking, func(t Trafficking) bool { return q.counts(t.Ref) && t.Talk.Sound() })
	if !there || t.Act == "" || t.Purpose == "" || t.Means == "" && !q.minor() {
		return unmet("none", do("trafficking.screen", access.ProtectionOfficer))
	}
	return met(time.Time{}, t.Ref)
}

// Palermo is what the elements found add up to. For a child the means are
// irrelevant (art. 3 c); where means were used, consent is (art. 3 b).
func Palermo(act, means, purpose string, child bool) string {
	switch {
	case act == "yes" && purpose == "yes" && (child || means == "yes"):
		return "identified"
	case act == "no" || purpose == "no" || !child && means == "no":
		return "not-indicated"
	}
	return "no-answer"
}

// trafficked are the findings that somebody is, or is presumed to be, a victim
// and that no later screening by another officer replaced knowing of them.
func (q *question) trafficked() []Trafficking {
	var victims []Trafficking
	for _, t := range q.Protection.Trafficking {
		replaced := slices.ContainsFunc(q.Protection.Trafficking, func(l Trafficking) bool {
			return !q.victim(l) && l.Outcome == "not-indicated" && q.counts(l.Ref) && l.Talk.Sound() && l.By != t.By && l.Seq != t.Seq && q.knows(l.Ref, t.Ref)
		})
		if q.victim(t) && !replaced {
			victims = append(victims, t)
		}
	}
	return victims
}

// victim says whether a screening found a victim, or presumed one. That the
// person is a child, or was one then, is the file's word, not the screening officer's.
func (q *question) victim(t Trafficking) bool {
	then := q.Person.ClassAt(t.Since, q.book, q.Around.Local())
	child := q.minor() || then == Child || then == Infant
	return t.Outcome == "identified" || t.Outcome == "presumed" || child && Palermo(t.Act, t.Means, t.Purpose, true) == "identified"
}

// traffickedSafe: an individual assessment of re-trafficking, services
// confirmed or their absence known and chosen with a safety plan of four parts, a recovery
// and reflection period offered, the counter-trafficking lead's reasons.
func traffickedSafe(q *question) verdict {
	if q.stopsElsewhere("trafficked") {
		return stopsLinked(q.endsElsewhere("trafficked", do("trafficking.assess", access.CounterTraffickingLead)))
	}
	victims := q.trafficked()
	if len(victims) == 0 {
		return notApplicable()
	}
	newest := victims[len(victims)-1]
	assess := do("trafficking.assess", access.CounterTraffickingLead)
	r, there := lastOf(q.Protection.Retraffick, func(r Retraffick) bool {
		return q.counts(r.Ref) && q.ofAsked(r.Ref) && q.knowsVictims(r, victims)
	})
	alone := r.Services != "confirmed" // what they have then is a safety plan
	switch {
	case !there:
		return unmet("none", assess).on(newest.Ref)
	case alone && !r.Chose:
		return unmet("services", assess).on(r.Ref)
	case alone && !r.MeetsThem:
		return unmet("plan-meets", assess).on(r.Ref)
	case alone && !r.Nights:
		return unmet("plan-nights", assess).on(r.Ref)
	case alone && !r.OneNumber:
		return unmet("plan-number", assess).on(r.Ref)
	case alone && !r.Contacts:
		return unmet("plan-contacts", assess).on(r.Ref)
	case !r.Reflection:
		return unmet("reflection", assess).on(r.Ref)
	case !r.Reasons:
		return unmet("reasons", assess).on(r.Ref)
	}
	return met(time.Time{}, r.Ref)
}

// knowsVictims says whether an assessment of re-trafficking is of all that found
// the person a victim.
func (q *question) knowsVictims(r Retraffick, victims []Trafficking) bool {
	return !slices.ContainsFunc(victims, func(v Trafficking) bool { return !q.knows(r.Ref, v.Ref) })
}

// needsAnswered: each need has an outcome: served, declined, continued at the
// destination, or not available, searched for, told, and chosen.
func needsAnswered(q *question) verdict {
	var next []Step
	var on []ledger.Ref
	for _, n := range q.Protection.Needs {
		if !n.hasOutcome() || !q.counts(n.Answered) || !q.knows(n.Answered, n.Ref) {
			next = append(next, doAbout("need.answer", n.ID.String(), access.Caseworker))
			on = append(on, n.Ref)
		}
	}
	if len(next) > 0 {
		return unmet("open", next...).with("count", len(next)).on(on...).from(on[0])
	}
	return met(time.Time{})
}

// hasOutcome says whether something came of a need. That nothing is there for it
// is an outcome once it was searched for and the person was told, and chose.
func (n Need) hasOutcome() bool {
	return n.Outcome != "" && (n.Outcome != "not-available" || n.Searched && n.Told && n.Chose)
}

// examinationHolds is for how long what an examination found is valid.
func (q *question) examinationHolds(h HealthCheck) time.Duration {
	valid := q.days(ExaminationDays)
	if slices.ContainsFunc(h.Listed, func(c string) bool { return slices.Contains(q.book.Shortening, c) }) {
		valid = min(valid, q.days(ShortExaminationDays))
	}
	if h.ValidFor > 0 {
		valid = min(valid, time.Duration(h.ValidFor)*24*time.Hour)
	}
	return valid
}

// healthCheck says of each check whether it is one of a kind that counts. One that
// found somebody unfit counts whoever's word it is, for when it happened.
func (q *question) healthCheck(kind string) func(HealthCheck) bool {
	return func(h HealthCheck) bool { return h.Kind == kind && (h.Outcome == "unfit" || q.counts(h.Ref)) }
}

// examined is the examination that holds for a departure: the newest, or the gravest of
// those that did not know of each other. Who refuses another takes back nothing that was
// found against the journey and is valid still.
func (q *question) examined(departs time.Time) (HealthCheck, bool) {
	examination := q.healthCheck("examination")
	last, there := gravest(q, q.Protection.Health, examination, func(h HealthCheck) bool {
		return h.Outcome != "fit" && h.Outcome != "refused" && h.Imported == ""
	})
	if !there || last.Outcome != "refused" {
		return last, there
	}
	found, any := gravest(q, q.Protection.Health, func(h HealthCheck) bool {
		return examination(h) && h.Outcome != "refused"
	}, func(h HealthCheck) bool {
		return h.Outcome == "unfit" && h.Imported == ""
	})
	if any && found.Outcome != "fit" && !found.Since.Add(q.examinationHolds(found)).Before(departs) {
		return found, true
	}
	return last, true
}

// fitToTravel: examined not too long before departure, or refused by the
// person; and a pre-embarkation check shortly before boarding that found them
// fit, or fit with conditions that are arranged.
func fitToTravel(q *question) verdict {
	if q.seat() == nil {
		return q.noSeat()
	}
	departs := q.departs()
	examined, there := q.examined(departs)
	examine := do("health.examine", access.Health)
	if !there {
		return unmet("examination", examine)
	}
	valid := q.examinationHolds(examined)
	switch {
	case examined.Outcome == "unfit":
		return unmet("unfit", examine).on(examined.Ref)
	case examined.Outcome != "refused" && examined.Since.Add(valid).Before(departs):
		return unmet("expired", q.after(departs.Add(-valid), examine)...).on(examined.Ref).lapsed(examined.Since.Add(valid))
	}
	window := q.hours(CheckHours)
	check, there := gravest(q, q.Protection.Health, q.healthCheck("pec"), func(h HealthCheck) bool {
		return h.Imported == "" && h.Outcome != "fit" && !(h.Outcome == "fit-with-conditions" && h.Arranged)
	})
	again := q.after(departs.Add(-window), do("health.check", access.Health))
	switch {
	case !there || check.Since.Before(departs.Add(-window)):
		return unmet("check", again...).on(examined.Ref)
	case examined.Outcome == "fit-with-conditions" && (check.Outcome == "fit" && !check.Arranged || !newer(check.Ref, examined.Ref)): // who checks says what became of them
		return unmet("conditions", append(again, examine)...).on(examined.Ref, check.Ref)
	case check.Outcome != "unfit" && q.stopsElsewhere("unfit"):
		return stopsLinked(inLinkedFile("health.examine", access.Health))
	case check.Outcome == "fit", check.Outcome == "fit-with-conditions" && check.Arranged:
		until := q.through(check.Since.Add(window))
		if examined.Outcome != "refused" {
			until = earlier(until, q.through(examined.Since.Add(valid)))
		}
		return met(until, examined.Ref, check.Ref)
	case check.Outcome == "fit-with-conditions":
		return unmet("conditions", again...).on(check.Ref)
	}
	return unmet("unfit", again...).on(check.Ref)
}
