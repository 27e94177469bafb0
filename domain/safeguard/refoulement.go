package safeguard

import (
	"cmp"
	"slices"
	"time"

	"amana/domain/access"
	"amana/domain/day"
	"amana/domain/ledger"
)

// individualRisk: an individual assessment on dated country information finds
// no real risk; valid until the country sheet changes materially.
func individualRisk(q *question) verdict {
	assess := do("risk.assess", access.ProtectionOfficer)
	last, there := gravest(q, q.Refoulement.Risks, func(r Risk) bool { return q.counts(r.Ref) }, func(r Risk) bool { return r.Finding == "real" })
	if !there {
		return unmet("none", assess)
	}
	for _, r := range q.Refoulement.Risks {
		if r.Finding == "unclear" && !q.reassessed(r) {
			return unmet("unclear", doAbout("risk.assess", "another-officer", access.ProtectionOfficer)).on(r.Ref)
		}
	}
	if q.stopsElsewhere("unclear-risk") {
		return stopsLinked(q.endsElsewhere("unclear-risk", do("risk.assess", access.ProtectionOfficer)))
	}
	until := last.Since.Add(q.days(RiskValidDays))
	switch {
	case last.Finding == "real":
		return q.reviewable(unmet("real", doAbout("risk.assess", "another-officer", access.ProtectionOfficer)).on(last.Ref), last)
	case q.isUnsettled("destination"):
		return q.unsettled("destination")
	case q.Around.Country == nil || q.Around.Country.Sheet == "":
		return unknown("no-sheet", do("country.issue", access.ProtectionLead)).on(last.Ref)
	case len(q.Around.Country.Unread) > 0:
		return entriesUnread(q.Around.Country.Unread, do("country.resume", access.ProtectionLead))
	case !q.ofWhere(last.Ref):
		return unmet("moved", assess).on(last.Ref)
	case !q.Around.Country.holds(last.Sheet, last.Ref):
		return unmet("sheet", assess).with("sheet", q.Around.Country.Sheet).on(last.Ref)
	case until.Before(q.horizon):
		return unmet("expired", q.inTime(q.days(RiskValidDays), assess)...).on(last.Ref).lapsed(until)
	}
	if v, on := q.onTheWay(last); !on {
		return v
	}
	return met(until, last.Ref)
}

// onTheWay is what blocks where an assessment did not look at every State through which the
// movement goes; on says that it did.
func (q *question) onTheWay(last Risk) (v verdict, on bool) {
	m := q.Around.Movement
	if m == nil || m.Cancelled {
		return verdict{}, true
	}
	unseen := slices.DeleteFunc(slices.Clone(m.Transit), func(state string) bool { return slices.Contains(last.Transit, state) })
	if len(unseen) > 0 {
		return unmet("route", do("risk.assess", access.ProtectionOfficer)).with("countries", unseen).on(last.Ref), false
	}
	return verdict{}, true
}

// reassessed: another officer looked again, and found it clear.
func (q *question) reassessed(r Risk) bool {
	return slices.ContainsFunc(q.Refoulement.Risks, func(l Risk) bool { return l.Finding != "unclear" && q.looksAgain(l, r) })
}

// looksAgain says whether another officer, knowing of an assessment and through nobody unfit,
// looked at where it was found, or at where the person will live now.
func (q *question) looksAgain(l, r Risk) bool {
	return q.counts(l.Ref) && l.Interpreter.Fit() && l.By != r.By && l.Seq != r.Seq && q.knows(l.Ref, r.Ref) && q.answersWhere(l.Ref, r.Ref)
}

// realRiskAbsolute: no finding of real risk stands; only a new individual
// assessment by other officers that names it can end it: where it was found, or where the
// person will live now, as long as that is where they go.
func realRiskAbsolute(q *question) verdict {
	again := doAbout("risk.assess", "another-officer", access.ProtectionOfficer)
	for _, r := range q.Refoulement.Risks {
		ended := slices.ContainsFunc(q.Refoulement.Risks, func(l Risk) bool {
			return l.Finding == "none" && slices.Contains(l.Ends, r.ID) && q.looksAgain(l, r)
		})
		if r.Finding == "real" && !ended {
			return q.reviewable(unmet("real", again, do("case.end", access.Caseworker)).on(r.Ref), r)
		}
	}
	if q.stopsElsewhere("real-risk") {
		return stopsLinked(q.endsElsewhere("real-risk", do("risk.assess", access.ProtectionOfficer)))
	}
	return met(time.Time{})
}

// reviewable gives a finding of real risk the days of a review, from when the
// person asked that somebody look again at what was found by then; no more than
// anybody waits to whom waiting is a harm.
func (q *question) reviewable(v verdict, found Risk) verdict {
	if !q.Review.IsZero() && q.knows(q.Review, found.Ref) {
		v.own = q.Review.Until.Add(min(q.days(RiskReviewDays), q.period(q.urgent())))
	}
	return v
}

// plays says whether an officer has a role. Of one who is not known here the
// log's own check of rights must do.
func (q *question) plays(officer ledger.Actor, r access.Role) bool {
	o, known := q.Around.Officers[officer]
	return !known || slices.Contains(o.Roles, r)
}

// expressed is what the person said in this file for which joint counselling is due:
// a fear that was once expressed, of one's own embassy too, stays a reason: no
// later talk with an officer stands in for UNHCR's.
func (q *question) expressed() (why string, since []ledger.Ref) {
	for _, f := range q.Will.Fears {
		if f.Answer != FearNone && (f.Answer != FearNoAnswer || !q.settled(f)) {
			why, since = "fear", append(since, f.Ref)
		}
	}
	for _, a := range q.Refoulement.Asylum {
		why, since = cmp.Or(why, "asylum"), append(since, a.Lifted)
	}
	return why, since
}

// askedElsewhere is when the person last did so in another file of theirs, or such a file
// became theirs through another.
func (q *question) askedElsewhere() time.Time {
	asked := q.Refoulement.Left
	for _, l := range q.Around.Linked {
		if !l.Asked.IsZero() {
			asked = day.Later(asked, day.Later(l.Asked, l.Bound))
		}
	}
	return asked
}

// concern is why joint counselling is due, by the gravest reason, and all events
// of this file that make it so: one reason more never asks for less.
func (q *question) concern() (why string, since []ledger.Ref) {
	why, since = q.expressed()
	due := func(reason string, refs ...ledger.Ref) { why, since = cmp.Or(why, reason), append(since, refs...) }
	switch {
	case slices.ContainsFunc(q.Around.Linked, func(l Linked) bool { return !l.Asked.IsZero() }):
		due("linked", q.links()...) // who counselled knew of the other file
	case !q.Refoulement.Left.IsZero():
		due("linked")
	}
	list := q.atRisk()
	for _, of := range slices.Concat(q.Person.Nationalities, q.Person.Residences, q.Person.Groups) {
		if of != "" && slices.Contains(list, of) {
			due("at-risk")
		}
	}
	said := map[string]bool{} // again is nothing new
	for _, b := range q.Person.Belongs {
		if slices.Contains(list, b.To) && !q.disowned(b) {
			due("at-risk", b.Back...)
			if !said[b.To] {
				said[b.To] = true
				since = append(since, b.Ref)
			}
		}
	}
	if !q.atRiskElsewhere().IsZero() {
		due("at-risk", q.links()...)
	}
	return why, since
}

// atRisk is who is at risk by the sheets of the countries that are the person's.
func (q *question) atRisk() []string {
	if q.Around.Country == nil {
		return q.Around.AtRisk
	}
	return slices.Concat(q.Around.AtRisk, q.Around.Country.AtRisk)
}

// atRiskElsewhere is when it was last recorded anew, in another file of the person, for what
// they are at risk, or such a file became theirs through another; zero: by none they are.
func (q *question) atRiskElsewhere() (since time.Time) {
	list := q.atRisk()
	for _, l := range q.Around.Linked {
		for to, said := range l.Belongs {
			if slices.Contains(list, to) {
				since = day.Later(since, day.Later(said, l.Bound))
			}
		}
	}
	return since
}

// links are the words that other files are the person's.
func (q *question) links() (said []ledger.Ref) {
	for _, d := range q.Preparation.Duplicates {
		if d.Same {
			said = append(said, d.Settled)
		}
	}
	return said
}

// Belongs is every nationality, residence and group that is the person's by a file, and when
// each was first recorded: for what they may be at risk in their other files too.
func Belongs(f *Facts) map[string]time.Time {
	q := question{Facts: f}
	all := map[string]time.Time{}
	for _, b := range f.Person.Belongs {
		if _, said := all[b.To]; !said && !q.disowned(b) {
			all[b.To] = b.Until
		}
	}
	return all
}

// disowned says whether what may put the person at risk was taken back by two
// officers, one of them from protection: one word is not enough to end it.
func (q *question) disowned(b Belonging) bool {
	return b.TakenBack() && slices.ContainsFunc(b.Back, func(r ledger.Ref) bool {
		return q.plays(r.By, access.ProtectionOfficer) || q.plays(r.By, access.ProtectionLead) || q.plays(r.By, access.HeadOfProtection)
	})
}
