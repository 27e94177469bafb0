package safeguard

import (
	"slices"
	"time"

	"amana/domain/access"
)

// alone is how a child is in Libya: as the assessment found, or as they said.
func (q *question) alone() string {
	c, there := gravest(q, q.Protection.Caregiver, func(c Caregiver) bool { return q.counts(c.Ref) && c.Status != "" }, func(c Caregiver) bool {
		return c.Status != "with-parent"
	})
	if there {
		return c.Status
	}
	return q.Person.Alone
}

// bestInterests: every child has an assessment; a child alone or separated a
// determination by a panel, tracing, a safe caregiver and an escort. A panel
// may decide about a child with a parent too.
func bestInterests(q *question) verdict {
	v := q.interests()
	for _, field := range [...]string{"born", "alone"} {
		if v.state.Blocks() && q.isUnsettled(field) {
			u := q.unsettled(field)
			u.next = v.next
			return u
		}
	}
	if v.state.Blocks() && len(q.Person.AgeDoubts) > 0 {
		v.next = append(v.next, doAbout("age.settle", "another-officer", access.ProtectionOff))
		v = v.on(q.Person.AgeDoubts...)
	}
	return v
}

func (q *question) interests() verdict {
	assess := do("interests.assess", access.ProtectionOff)
	bia, there := lastOf(q.Protection.Interests, func(i Interest) bool { return i.Kind == "bia" && q.counts(i.Ref) })
	if !there {
		return unmet("assessment", assess)
	}
	if q.alone() != "with-parent" {
		return q.determined(bia)
	}
	decides, _ := lastOf(q.Protection.Interests, func(i Interest) bool { return q.counts(i.Ref) && (i.Kind == "bia" || q.panel(i)) })
	if no := q.against(decides); no != nil {
		return unmet("not-in-interest", assess, do("interests.determine", access.ProtectionOff)).on(no.Ref)
	}
	return met(time.Time{}, decides.Ref)
}

// panel says whether a determination was made as it must be: by enough members
// of several agencies, the preparer without a vote, every undertaking signed.
func (q *question) panel(i Interest) bool {
	return i.Kind == "bid" && q.counts(i.Ref) && i.Members >= q.count(PanelMembers) && i.Agencies >= q.count(PanelAgencies) && !i.Preparer && i.Undertak
}

// against is a finding against return that whoever decided did not know of, or
// their own.
func (q *question) against(decides Interest) *Interest {
	for n := range q.Protection.Interests {
		i := &q.Protection.Interests[n]
		if !i.Agrees && (i.Seq == decides.Seq || !q.knows(decides.Ref, i.Ref)) {
			return i
		}
	}
	return nil
}

func (q *question) determined(bia Interest) verdict {
	determine := do("interests.determine", access.ProtectionOff)
	bid, there := lastOf(q.Protection.Interests, q.panel)
	carer, _ := gravest(q, q.Protection.Caregiver, func(c Caregiver) bool { return q.counts(c.Ref) }, func(c Caregiver) bool { return !c.Safe })
	switch {
	case !there:
		return unmet("panel", determine).with("members", q.count(PanelMembers)).with("agencies", q.count(PanelAgencies)).on(bia.Ref)
	case q.against(bid) != nil:
		return unmet("not-in-interest", determine).on(q.against(bid).Ref)
	case !slices.ContainsFunc(q.Protection.Tracing, q.counts):
		return unmet("tracing", do("family.trace", access.ProtectionOff)).on(bid.Ref)
	case !carer.Safe:
		return unmet("caregiver", do("caregiver.arrange", access.ProtectionOff)).on(bid.Ref, carer.Ref)
	case !slices.ContainsFunc(q.Protection.Escort, q.counts):
		return unmet("escort", do("escort.arrange", access.MovementOfficer)).on(bid.Ref)
	}
	return met(time.Time{}, bid.Ref, carer.Ref)
}

// familyUnity: a child travels with the parents they live with; each adult of
// a household was asked alone whether they want to travel together.
func familyUnity(q *question) verdict {
	child := q.minor()
	if !child && !q.Person.Household {
		return notApplicable()
	}
	t, there := gravest(q, q.Protection.Together, func(t Together) bool { return q.counts(t.Ref) && (t.Alone || q.class == Infant) }, q.forPanel)
	ask := do("family.ask", access.ProtectionOff)
	switch {
	case !there:
		return unmet("none", ask)
	case !child:
		return met(time.Time{}, t.Ref)
	case t.Other == "":
		return unmet("other-parent", ask).on(t.Ref)
	case q.forPanel(t):
		return unmet("panel", doAbout("family.ask", "panel", access.ProtectionOff)).on(t.Ref)
	}
	return met(time.Time{}, t.Ref)
}

// forPanel says whether a panel must decide: a reachable parent or the child
// objects, or custody is disputed.
func (q *question) forPanel(t Together) bool {
	return (t.Other == "objects" || t.Other == "custody-disputed" || q.class == Child && !t.Wants) && !t.Panel
}
