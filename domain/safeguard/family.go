package safeguard

import (
	"slices"
	"time"

	"amana/domain/access"
	"amana/domain/day"
	"amana/domain/ledger"
)

// accompanied: every parent with whom the child lives has a place on the same
// movement; or one has, and the others were asked about since their way last
// changed; or a panel decided that the child travels otherwise, with somebody
// safe to receive them and an escort. Whatever keeps a parent, it says the same:
// nobody learns another's answer from a child's file.
func (q *question) accompanied(asked Together) verdict {
	parents := q.Around.Parents
	going := q.withParent()
	staying := slices.ContainsFunc(parents, func(p ParentWay) bool { return !q.going(p) })
	// Of a parent whose file is here nobody says that they are not known, not reached or dead.
	answered := asked.Other == "asked" || asked.Other == "unsafe"
	sinceThen := answered && !asked.Since.Before(q.parted())
	panel, apart := q.panel(AboutApart)
	switch {
	case going && (!staying || sinceThen):
		return met(time.Time{}, asked.Ref)
	case apart:
		return q.received(panel)
	case len(q.foundUnsafe()) > 0, q.foundUnsafeElsewhere():
		return unmet("unsafe", q.otherwise(doAbout("caregiver.arrange", "parent", access.ProtectionOfficer))...).on(q.foundUnsafe()...)
	case slices.ContainsFunc(parents, func(p ParentWay) bool { return p.Unread }):
		return unknown("parents-unread", append([]Step{waitOutside("hub", time.Time{})}, q.convene(AboutApart)...)...)
	case len(parents) == 0 && !q.Around.Hub:
		return unknown("parents-elsewhere", append([]Step{waitOutside("hub", time.Time{})}, q.convene(AboutApart)...)...)
	case len(parents) == 0:
		return unmet("no-parent", q.otherwise(doAbout("household.join", "parent", access.Caseworker))...)
	case !going && slices.ContainsFunc(parents, q.going):
		return unmet("one-word", q.otherwise(doAbout("interests.assess", "another-officer", access.ProtectionOfficer))...)
	case going:
		return unmet("parents", q.otherwise(do("family.ask", access.ProtectionOfficer), waitOutside("parent", time.Time{}))...)
	}
	return unmet("parents", q.otherwise(waitOutside("parent", time.Time{}))...)
}

// withParent says whether somebody who is surely a parent of the child, and was not found
// to be unsafe for it, goes with it.
func (q *question) withParent() bool {
	return len(q.foundUnsafe()) == 0 && !q.foundUnsafeElsewhere() && slices.ContainsFunc(q.Around.Parents, func(p ParentWay) bool { return q.going(p) && q.sure(p) })
}

// goesApart says whether a panel decided that the child travels without the parents, and
// none of them goes after all.
func (q *question) goesApart() bool {
	_, apart := q.panel(AboutApart)
	return apart && !q.withParent()
}

// otherwise is what there is beside what the parents do of their own will: a
// panel, or the child stays with them.
func (q *question) otherwise(first ...Step) []Step {
	return append(append(first, q.convene(AboutApart, q.foundUnsafe()...)...), do("case.end", access.Caseworker))
}

// received is what a child needs who travels without a parent.
func (q *question) received(panel ledger.Ref) verdict {
	carer, _ := gravest(q, q.Protection.Caregiver, func(c Caregiver) bool { return q.counts(c.Ref) && q.ofThere(c.Ref) }, func(c Caregiver) bool { return !c.Safe })
	switch {
	case !carer.Safe:
		return unmet("caregiver", do("caregiver.arrange", access.ProtectionOfficer)).on(panel, carer.Ref)
	case !q.escorted():
		return unmet("escort", do("escort.arrange", access.MovementOfficer)).on(panel)
	}
	return met(time.Time{}, panel, carer.Ref)
}

// going says whether a parent has a place where the child has or is to have one.
func (q *question) going(p ParentWay) bool {
	m := q.Around.Movement
	return p.Movement != "" && (m == nil || p.Movement == m.Reference)
}

// sure says whether it is known of somebody that they are the child's parent: by two
// officers, or by an assessment of the child since, of another than whoever said it.
func (q *question) sure(p ParentWay) bool {
	assessed := func(word ledger.Ref) bool {
		return slices.ContainsFunc(q.Protection.Interests, func(i Interest) bool {
			return q.counts(i.Ref) && i.Guardian != Nobody && i.By != word.By && !i.Since.Before(word.Until)
		})
	}
	return slices.ContainsFunc(p.Known, func(words []ledger.Ref) bool {
		return !slices.ContainsFunc(words, func(word ledger.Ref) bool { return !assessed(word) })
	})
}

// parted is when the way last changed of a parent who does not go with the child, or a file
// by which one is not safe became the child's through another.
func (q *question) parted() (since time.Time) {
	for _, p := range q.Around.Parents {
		if !q.going(p) {
			since = day.Later(since, p.Since)
		}
	}
	for _, l := range q.Around.Linked {
		if len(l.Unsafe) > 0 {
			since = day.Later(since, l.Bound)
		}
	}
	return since
}

// abreast holds against what is open of the parents' ways an answer that does
// not block: a child boards after the parents who have a place there, so that no
// later no of theirs finds the child aboard alone. What was attested before the
// seat was given says nothing of a parent who has one elsewhere.
func (q *question) abreast(v verdict, basis Basis) (verdict, Basis) {
	if q.clause.ID != "family-unity" || v.state != Met || !q.minor() {
		return v, basis
	}
	for _, p := range q.Around.Parents {
		switch {
		case p.Movement == "":
		case !q.going(p) && basis == OnAttestation:
			return unknown("sealed", doAbout("safeguard.attest", string(q.clause.ID), q.clause.Owner)), basis
		case q.Around.Movement != nil && q.going(p) && !p.Aboard && q.doing(Boarding) && !q.attests:
			return unmet("parents", waitOutside("parent", time.Time{}), do("case.end", access.Caseworker)), OnFacts
		}
	}
	return v, basis
}
