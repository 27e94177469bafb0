package safeguard

import (
	"slices"

	"amana/domain/access"
	"amana/domain/ledger"
)

// Who answered for a child. Anybody else who did, an embassy, an official, an
// employer, a spouse, the adult the child came with, is no guardian.
const (
	Parent = "parent"    // whom the child lives with, or as the assessment found
	Carer  = "caregiver" // whom the assessment accepted
	Named  = "named"     // whom a panel named
	Nobody = "nobody"    // in an assessment: nobody who was looked at may
)

// AboutGuardian is asked of a panel: whether it names who answers for a child.
const AboutGuardian = "guardian"

// guardians are those, of Parent, Carer and Named, who may answer for the child now, as far as it was found
// who they are.
func (q *question) guardians() []string {
	var all []string
	if _, named := q.panel(AboutGuardian, q.unfound()...); named {
		all = append(all, Named)
	}
	said := func(i Interest) bool {
		return q.counts(i.Ref) && i.Guardian != "" && (i.Guardian == Nobody || i.Interpreter.Fit() && q.knowsNobody(i.Ref))
	}
	bia, there := gravest(q, q.Protection.Interests, said, func(i Interest) bool { return i.Guardian == Nobody })
	switch {
	case there && bia.Guardian != Nobody:
		all = append(all, bia.Guardian)
	case !there && q.alone() == WithParent && !q.nobodyElsewhere():
		all = append(all, Parent)
	}
	return all
}

// unfound are the assessments by which nobody who was looked at may answer for the child:
// a panel that names somebody knows of each.
func (q *question) unfound() []ledger.Ref {
	return those(q.Protection.Interests, func(i Interest) bool { return i.Guardian == Nobody })
}

// guardianKnown says whether a consent was given by a guardian of whom it was
// known then who they are, and is not doubted since.
func (q *question) guardianKnown(c Consent) bool {
	if c.Guardian == Named {
		panel, named := q.panel(AboutGuardian, q.unfound()...)
		return named && q.knows(c.Ref, panel)
	}
	found := func(i Interest) bool {
		return i.Guardian == c.Guardian && q.counts(i.Ref) && i.Interpreter.Fit() && q.knows(c.Ref, i.Ref)
	}
	byFile := c.Guardian == Parent && q.alone() == WithParent
	return slices.Contains(q.guardians(), c.Guardian) && (byFile || slices.ContainsFunc(q.Protection.Interests, found))
}

// findGuardian is how a child comes to a consent of a guardian: by one who may,
// or first by finding who that is.
func (q *question) findGuardian() []Step {
	if known := q.guardians(); len(known) > 0 {
		return []Step{doAbout("consent.give", known[0], access.Counsellor)}
	}
	return append([]Step{doAbout("interests.assess", "guardian", access.ProtectionOfficer)}, q.convene(AboutGuardian, q.unfound()...)...)
}
