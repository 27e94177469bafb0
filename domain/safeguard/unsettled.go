package safeguard

import (
	"slices"
	"time"

	"amana/domain/access"
	"amana/domain/ledger"
)

// settles is what somebody does who knows everything that is said of a field
// and decides what holds.
var settles = map[string]Step{
	"born":          do("case.correct", access.Caseworker),
	"alone":         do("case.correct", access.Caseworker),
	"nationalities": do("case.correct", access.Caseworker),
	"residence":     do("case.correct", access.Caseworker),
	"destination":   do("case.correct", access.Caseworker),
	"area":          do("case.correct", access.Caseworker),
	"custody":       do("custody.record", access.Caseworker),
	"household":     do("household.join", access.Caseworker),
	"seat":          do("seat.give", access.MovementOfficer),
	"departs":       do("movement.move", access.MovementOfficer), // of the movement
}

// restsOn lists, for rules that take the reading that protects while a field is
// unsettled, the fields: settling them may be all that such a rule needs.
var restsOn = map[ID][]string{
	"best-interests":   {"born", "alone"},
	"consent":          {"born", "alone"},
	"family-unity":     {"born", "household"},
	"unhcr-counselled": {"nationalities", "residence"},
	"voluntary":        {"custody"},
	"place-reviewed":   {"custody"},
	"safe-no":          {"custody"},
}

// settling adds to a blocking verdict the acts that settle what it rests on, and
// where it rests on an age in doubt those that resolve the doubt; not in a
// finding that everybody reads, who would learn of the doubt.
func (q *question) settling(v verdict) verdict {
	var first []Step
	for _, field := range restsOn[q.clause.ID] {
		if on := q.Unsettled[field]; len(on) > 0 && len(first) == 0 {
			first = append(first, settles[field])
			v = v.on(on...)
		}
	}
	v.next = append(first, v.next...)
	if q.clause.rule.tells != ledger.Protection || !slices.Contains(restsOn[q.clause.ID], "born") {
		return v
	}
	if q.minor() && q.Person.FoundAdult { // what two officers found the file does not say yet
		v.next = append(v.next, doAbout("case.correct", "born", access.Caseworker))
	}
	if alone := q.Person; alone.LinkedChild || alone.LinkedAsked {
		alone.LinkedChild, alone.LinkedAsked = false, false
		if alone.ClassAt(q.at, q.book, q.Around.Local()) != q.class { // by another file of theirs alone
			v.next = append(v.next, inLinkedFile("case.correct", access.Caseworker), do("case.unlink", access.ProtectionLead))
		}
	}
	if doubts := q.ageDoubts(); len(doubts) > 0 && !q.Person.FoundAdult {
		v.next = append(v.next, doAbout("age.settle", "another-officer", access.ProtectionOfficer))
		v = v.on(doubts...)
		for _, doubt := range doubts { // from the first, whatever is done in the meantime
			v.latest = earlier(v.latest, doubt.Until.Add(q.days(AgeDays)))
		}
	}
	return v
}

// unsettled blocks while several things are said of a field that a rule cannot
// do without, by people who did not know of each other.
func (q *question) unsettled(field string) verdict {
	return unknown("unsettled", settles[field]).with("field", field).on(q.Unsettled[field]...)
}

// isUnsettled says whether several things are said of a field.
func (q *question) isUnsettled(field string) bool { return len(q.Unsettled[field]) > 0 }

// resolve is what is done about a stray: one officer looks into what nobody can
// read, and another says what it was. All else arrives, or its key does.
func (s Stray) resolve() Step {
	switch {
	case !s.Unreadable():
		return waitOutside("hub", time.Time{})
	case len(s.Looks) == 0:
		return doAbout("entry.examine", s.ID.String(), access.ProtectionOfficer)
	}
	return doAbout("entry.resolve", s.ID.String(), access.ProtectionLead)
}
