package safeguard

import (
	"cmp"
	"slices"
	"time"

	"amana/domain/access"
	"amana/domain/day"
	"amana/domain/ledger"
)

// alone is how a child is in Libya: as the assessment found, or as they said, here or in
// another of their files.
func (q *question) alone() string {
	if here := q.aloneHere(); here != WithParent {
		return here
	}
	return cmp.Or(q.aloneElsewhere(), WithParent)
}

// aloneHere is that by this file. One officer ends no finding of their own that a child
// is alone or separated, nor by themself the word of a file.
func (q *question) aloneHere() string {
	found := map[ledger.Actor]bool{}
	var apart string
	for _, c := range q.Protection.Caregiver {
		switch {
		case c.Status == WithParent && q.counts(c.Ref):
			found[c.By] = true
		case c.Status != "" && c.Status != WithParent && !q.foundOtherwise(c, func(l Caregiver) bool { return l.Status == WithParent }):
			apart = c.Status
		}
	}
	switch {
	case apart != "":
		return apart
	case len(found) >= 2:
		return WithParent
	}
	return q.Person.Alone
}

// foundOtherwise says whether another officer who knew of what was found says so. Of what an
// erased file left nobody knows who found it: two do.
func (q *question) foundOtherwise(found Caregiver, says func(Caregiver) bool) bool {
	by := map[ledger.Actor]bool{}
	for _, l := range q.Protection.Caregiver {
		if says(l) && q.counts(l.Ref) && l.By != found.By && q.knows(l.Ref, found.Ref) {
			by[l.By] = true
		}
	}
	return len(by) > 1 || len(by) == 1 && !found.Left
}

// WithParent is that a child is in Libya with a parent, and neither alone nor separated.
const WithParent = "with-parent"

// bestInterests: every child has an assessment; a child alone or separated a
// determination by a panel, tracing, a safe caregiver and an escort. An infant
// and the parent they are with were gently checked to belong together. A panel
// may decide about a child with a parent too.
func bestInterests(q *question) verdict {
	if q.stopsElsewhere("interests") {
		return stopsLinked(q.endsElsewhere("interests", do("interests.assess", access.ProtectionOfficer)))
	}
	v := q.interests()
	if q.Person.infant(q.at, q.book, q.Around.Local()) && q.class == Child && !v.state.Blocks() && !slices.ContainsFunc(q.Will.Wishes, q.stated) {
		v = unmet("age") // nobody asks a wish of an infant before it is found that they are none
	}
	for _, field := range [...]string{"born", "alone"} {
		if v.state.Blocks() && q.isUnsettled(field) {
			u := q.unsettled(field)
			u.next = v.next
			return u
		}
	}
	return v
}

func (q *question) interests() verdict {
	bia, there := lastOf(q.Protection.Interests, func(i Interest) bool { return q.counts(i.Ref) && q.ofThere(i.Ref) })
	if !there {
		return unmet("assessment", do("interests.assess", access.ProtectionOfficer))
	}
	against, doubts := q.against(), q.bondDoubts()
	against = append(against, doubts...)
	panel, decided := q.panel(AboutReturn, against...)
	switch {
	case q.aloneHere() != WithParent:
		return q.determined(bia, panel, decided, against)
	case q.alone() != WithParent: // or the other file is somebody else's
		v := q.determined(bia, panel, decided, against)
		if v.state.Blocks() {
			v.next = append(v.next, do("case.unlink", access.ProtectionLead))
		}
		return v
	case q.class == Infant && !slices.ContainsFunc(q.Protection.Bonds, func(b Bond) bool { return q.counts(b.Ref) && (q.Person.Home.IsZero() || q.knows(b.Ref, q.Person.Home)) }):
		return unmet("bond", do("family.check", access.ProtectionOfficer))
	case len(q.unsafeParent()) > 0, q.unsafeElsewhere():
		return unmet("unsafe-parent", q.otherwise(doAbout("caregiver.arrange", "parent", access.ProtectionOfficer))...).on(q.unsafeParent()...)
	case decided:
		return met(time.Time{}, panel)
	case len(q.refused(AboutReturn)) > 0: // a panel's no yields to a panel only
		v := unmet("not-in-interest", q.convene(AboutReturn, against...)...).on(q.refused(AboutReturn)...)
		return q.panelDays(v, v.since, AboutReturn, against...)
	case len(doubts) > 0: // that they belong together only a panel can say now
		v := unmet("bond-doubt", q.convene(AboutReturn, against...)...).on(doubts...)
		return q.panelDays(v, v.since, AboutReturn, against...)
	}
	for _, no := range q.Protection.Interests {
		if !no.Agrees && !q.reconsidered(no) {
			return unmet("not-in-interest", append([]Step{doAbout("interests.assess", "another-officer", access.ProtectionOfficer)}, q.convene(AboutReturn, against...)...)...).on(no.Ref)
		}
	}
	return met(time.Time{}, bia.Ref)
}

// unsafeParent is what found that the parent with whom the child travels is not safe:
// nobody else's safety makes up for it, and no panel on the return. A child of whom a
// panel, who knew of it, decided that they travel without them goes to whoever was found to
// be safe.
func (q *question) unsafeParent() []ledger.Ref {
	found := q.foundUnsafe()
	if _, apart := q.panel(AboutApart, found...); apart {
		return nil
	}
	return found
}

// foundUnsafe is the same, whatever a panel decided: with such a parent the child goes
// nowhere. Each ends when it is found otherwise.
func (q *question) foundUnsafe() []ledger.Ref {
	safe := func(l Caregiver) bool { return l.Kind == "parent" && l.Safe }
	return those(q.Protection.Caregiver, func(c Caregiver) bool {
		return c.Kind == "parent" && !c.Safe && !q.foundOtherwise(c, safe)
	})
}

// against are the assessments that return is not in the child's interests.
func (q *question) against() []ledger.Ref {
	return those(q.Protection.Interests, func(i Interest) bool { return !i.Agrees })
}

// bondDoubts are the checks that left it in doubt whether an infant and the
// adult they travel with belong together.
func (q *question) bondDoubts() []ledger.Ref {
	return those(q.Protection.Bonds, func(b Bond) bool { return b.Doubt })
}

// reconsidered says whether another officer, knowing of it, found otherwise: of the country
// of which it is, or of where the child goes now.
func (q *question) reconsidered(no Interest) bool {
	return slices.ContainsFunc(q.Protection.Interests, func(l Interest) bool {
		return l.Agrees && q.counts(l.Ref) && l.Interpreter.Fit() && l.By != no.By && q.knows(l.Ref, no.Ref) && q.answersThere(l.Ref, no.Ref)
	})
}

// determined is what a child alone or separated needs. against is what a panel
// that agrees must know of.
func (q *question) determined(bia Interest, panel ledger.Ref, decided bool, against []ledger.Ref) verdict {
	no := slices.Concat(q.refused(AboutReturn), q.against())
	carer, _ := gravest(q, q.Protection.Caregiver, func(c Caregiver) bool { return q.counts(c.Ref) && q.ofThere(c.Ref) }, func(c Caregiver) bool { return !c.Safe })
	switch {
	case !decided && len(no) > 0:
		v := unmet("not-in-interest", q.convene(AboutReturn, against...)...).on(no...)
		return q.panelDays(v, v.since, AboutReturn, against...)
	case !decided:
		v := unmet("panel", q.convene(AboutReturn, against...)...).with("members", q.count(PanelMembers)).with("agencies", q.count(PanelAgencies)).on(bia.Ref)
		return q.panelDays(v, q.panelDue(), AboutReturn, against...)
	case !slices.ContainsFunc(q.Protection.Tracing, q.counts):
		return unmet("tracing", do("family.trace", access.ProtectionOfficer)).on(panel)
	case !carer.Safe:
		return unmet("caregiver", do("caregiver.arrange", access.ProtectionOfficer)).on(panel, carer.Ref)
	case !q.escorted():
		return unmet("escort", do("escort.arrange", access.MovementOfficer)).on(panel)
	}
	return met(time.Time{}, panel, carer.Ref)
}

// panelDue is since when a panel must decide about a child alone: since they
// were first assessed, or first found so against the word of the file. Assessing
// again asks nothing new of it.
func (q *question) panelDue() time.Time {
	assessed := slices.IndexFunc(q.Protection.Interests, func(i Interest) bool { return q.counts(i.Ref) })
	since := q.Protection.Interests[assessed].Until
	apart := slices.IndexFunc(q.Protection.Caregiver, func(c Caregiver) bool { return c.Status == q.alone() })
	if q.Person.Alone == WithParent && apart >= 0 {
		since = day.Later(since, q.Protection.Caregiver[apart].Until)
	}
	return since
}

// escorted says whether somebody travels with the child on the movement that
// the seat is on; an escort for another counts as little as its seat.
func (q *question) escorted() bool {
	m := q.Around.Movement
	return slices.ContainsFunc(q.Protection.Escort, func(e Escort) bool {
		return q.counts(e.Ref) && e.Cancelled.IsZero() && (m == nil || e.Movement == m.Reference)
	})
}

// familyUnity: a child travels with the parents they live with, or otherwise as
// a panel decided; each adult of a household was asked alone whether they want
// to travel together. No adult's finding rests on another's.
func familyUnity(q *question) verdict {
	child := q.minor()
	if !child && !q.Person.Household {
		return notApplicable()
	}
	if child && q.stopsElsewhere("family") {
		return stopsLinked(q.endsElsewhere("family", do("family.ask", access.ProtectionOfficer)))
	}
	t, there := lastOf(q.Protection.Together, func(t Together) bool { return q.counts(t.Ref) && q.askedAlone(t) })
	ask := do("family.ask", access.ProtectionOfficer)
	switch {
	case !there:
		return unmet("none", ask)
	case !child:
		return met(time.Time{}, t.Ref)
	}
	for _, o := range q.Protection.Together {
		if q.undecided(o) {
			v := unmet("panel", q.convene(AboutFamily, o.Ref)...).on(o.Ref)
			return q.panelDays(v, v.since, AboutFamily, o.Ref)
		}
	}
	if t.Other == "" {
		return unmet("other-parent", ask).on(t.Ref)
	}
	if q.alone() == WithParent {
		return q.accompanied(t)
	}
	return met(time.Time{}, t.Ref)
}

// What a child says of the journey, or the other parent of it: no, or that it is
// not only for the parent who is here to say.
const (
	Objects         = "objects"
	CustodyDisputed = "custody-disputed"
)

// disputed says whether a panel must decide: a reachable parent or the child
// objects, or custody is disputed.
func (q *question) disputed(t Together) bool {
	return t.Other == Objects || t.Other == CustodyDisputed || q.class == Child && !t.Wants
}

// undecided says whether a panel has still to decide on an objection or a disputed
// custody: another officer who hears of none any more ends it, and where a member
// of a panel said no, only a panel does.
func (q *question) undecided(o Together) bool {
	_, decided := q.panel(AboutFamily, o.Ref)
	return q.disputed(o) && !decided && (!q.withdrawnBefore(o) || len(q.refused(AboutFamily)) > 0)
}

// askedAlone says whether an answer may be relied on: an infant gives none.
func (q *question) askedAlone(t Together) bool { return t.Alone || q.class == Infant }

// withdrawnBefore says whether another officer, who knew of an objection, asked
// again and heard none.
func (q *question) withdrawnBefore(o Together) bool {
	return slices.ContainsFunc(q.Protection.Together, func(l Together) bool {
		// That the other parent is not reached any more takes nothing back that they said.
		heard := l.Other == "asked" || l.Other == "travels-too" || l.Other != "" && o.Other != Objects && o.Other != CustodyDisputed
		return q.counts(l.Ref) && q.askedAlone(l) && l.Interpreter.Fit() && heard && !q.disputed(l) && l.By != o.By && q.knows(l.Ref, o.Ref) && q.answersThere(l.Ref, o.Ref)
	})
}
