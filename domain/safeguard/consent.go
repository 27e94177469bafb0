package safeguard

import (
	"slices"
	"strings"
	"time"

	"amana/domain/access"
	"amana/domain/ledger"
)

// ReturnDeclaration is the text to which a person consents when they return.
const ReturnDeclaration = "return-declaration"

// consent: a voluntary return declaration, after counselling, alone, to an
// approved text in its version and language, with a mark; for a child by the
// guardian, and with the child's own view, asked alone.
func consent(q *question) verdict { return q.untilGrown(consented(q), consented) }

// untilGrown asks of a child of whom v is found also what the rules of their next
// ages will say of what there is: an infant comes to have a view, and for an adult
// nobody else speaks. What is no longer enough then holds until that birthday, and
// is for no departure after it.
func (q *question) untilGrown(v verdict, judge func(*question) verdict) verdict {
	if v.state != Met || !q.minor() {
		return v
	}
	for _, age := range [...]int{q.book.values[ViewAgeYears], Adulthood} {
		birthday, grown := q.turns(age), *q
		grown.class = q.Person.ClassAt(birthday, q.book, q.Around.Local())
		if grown.class == q.class { // past, or in doubt about it
			continue
		}
		if then := judge(&grown); then.state.Blocks() {
			if !q.horizon.Before(birthday) {
				q.lists = grown.lists
				return then
			}
			v.until = birthday.Add(-time.Second)
			return v
		}
	}
	return v
}

// turns is when the person turns some age.
func (q *question) turns(age int) time.Time {
	return q.Person.BornTo.AddYears(age).Start(q.Around.Local())
}

func consented(q *question) verdict {
	give := do("consent.give", access.Counsellor)
	if len(q.Will.Consents) == 0 {
		return unmet("none", give)
	}
	if q.counselling() == nil {
		return unmet("before-counselling", q.nextSession()...).on(q.Will.Consents[len(q.Will.Consents)-1].Ref)
	}
	why, whose := "none", ledger.Ref{}
	for i := len(q.Will.Consents) - 1; i >= 0; i-- {
		c := q.Will.Consents[i]
		key := q.defect(c, q.ofThere(c.Ref))
		if key == "" && len(q.Around.TextStrays) > 0 {
			return entriesUnread(q.Around.TextStrays, do("text.approve", access.ProtectionLead)).on(c.Ref)
		}
		if key == "" {
			return met(time.Time{}, c.Ref)
		}
		if whose.IsZero() {
			why, whose = key, c.Ref
		}
	}
	return unmet(why, q.giveAgain(why)...).on(whose)
}

// giveAgain is what would make good a consent that cannot be relied on.
func (q *question) giveAgain(why string) []Step {
	give := do("consent.give", access.Counsellor)
	switch why {
	case "before-counselling":
		if q.counselling() == nil {
			return q.nextSession()
		}
	case "inside":
		return []Step{doAbout("consent.give", "outside-control", access.Counsellor)}
	case "child-objects":
		return []Step{give, do("case.end", access.Caseworker)}
	case "guardian":
		return q.findGuardian()
	}
	return []Step{give}
}

// defect is why a consent cannot be relied on, or ""; there: it is of the country of which one
// is asked for.
func (q *question) defect(c Consent, there bool) string {
	switch {
	case !q.counts(c.Ref):
		return "none"
	case !c.Talk.Sound():
		return "not-alone"
	case q.dark(c.Ref, c.Talk):
		return "inside"
	case !c.Marked:
		return "unmarked"
	case !q.approved(c):
		return "text"
	case !there:
		return "moved"
	case !q.afterCounselling(c):
		return "before-counselling"
	}
	return q.whose(c)
}

func (q *question) whose(c Consent) string {
	switch {
	case q.minor() && !q.guardianKnown(c):
		return "guardian"
	case !q.minor() && c.Guardian != "" && q.at.Before(q.turns(Adulthood)):
		return "of-age"
	case !q.minor() && c.Guardian != "":
		return "not-theirs"
	case q.objected(c):
		return "child-objects"
	case q.class == Child && (c.View != "wants" || q.wavered(c)):
		return "child-view"
	}
	return ""
}

// objected says whether somebody who was a child then, asked for this consent or
// after it, objected.
func (q *question) objected(c Consent) bool {
	return slices.ContainsFunc(q.Will.Consents, func(o Consent) bool {
		return o.View == Objects && (o.Seq == c.Seq || !q.knows(c.Ref, o.Ref))
	})
}

// wavered says whether a child, asked after this consent, did not say that they want to
// go.
func (q *question) wavered(c Consent) bool {
	return slices.ContainsFunc(q.Will.Consents, func(o Consent) bool {
		return o.View != "" && o.View != "wants" && o.Seq != c.Seq && !q.knows(c.Ref, o.Ref)
	})
}

// objections are those of a child that no later consent, whose author knew of them and
// that can answer them, says otherwise of: a no of their own.
func (q *question) objections() []ledger.Ref {
	var no []ledger.Ref
	for _, o := range q.Will.Consents {
		if o.View == Objects && !slices.ContainsFunc(q.Will.Consents, func(c Consent) bool {
			return c.View != Objects && c.Seq != o.Seq && q.counts(c.Ref) && q.knows(c.Ref, o.Ref) && q.answersThere(c.Ref, o.Ref)
		}) {
			no = append(no, o.Ref)
		}
	}
	return no
}

// approved: the newest approved version in the language in which the person was
// talked to, or, where there is none in it, the approved text sight-translated
// by a fit interpreter.
func (q *question) approved(c Consent) bool {
	if c.Text != ReturnDeclaration {
		return false
	}
	v, there := q.Around.Texts[c.Text+"/"+c.Talk.Language]
	if !c.Sight || there {
		return there && !c.Sight && c.Language == c.Talk.Language && c.Version == v
	}
	if c.Talk.Interpreter == nil || !c.Talk.Interpreter.Fit() {
		return false
	}
	for text, v := range q.Around.Texts {
		if strings.HasPrefix(text, ReturnDeclaration+"/") && v == c.Version {
			return true
		}
	}
	return false
}

// afterCounselling says whether what the consent knew of was counselling
// enough, on everything: a later talk does not make it premature.
func (q *question) afterCounselling(c Consent) bool {
	before := func(s Session) bool { return q.knows(c.Ref, s.Ref) }
	untold := func(topic string) bool { return !q.covered(topic, before) }
	return q.together(before) != nil && !slices.ContainsFunc(q.book.Topics, untold)
}

// consentStands: no withdrawal that the consent does not know of. After one:
// new counselling, a wait, and a new consent that names it. A report of one
// that is not tied to the person stops boarding until they were asked alone.
func consentStands(q *question) verdict { return q.untilGrown(standing(q), standing) }

func standing(q *question) verdict {
	for _, s := range q.Strays {
		return unknown("stray", s.resolve()).with("why", s.Why).on(ledger.Ref{ID: s.ID})
	}
	for _, w := range q.takenBack() {
		if v, stands := q.stands(w); !stands {
			return v
		}
	}
	for _, r := range q.Will.Reports {
		if r.Outcome == "" {
			return unmet("reported", q.after(r.Since, do("consent.settle-report", access.ProtectionOfficer))...).with("channel", r.Channel).on(r.Ref)
		}
	}
	if q.stopsElsewhere("withdrawal") {
		return stopsLinked(q.endsElsewhere("withdrawal", do("counselling.hold", access.Counsellor)))
	}
	return met(time.Time{})
}

// cannotAsk: nobody can ask the person alone what was reported of them.
const cannotAsk = "cannot-ask"

// takenBack are the withdrawals that the person made and the reports that were
// confirmed, or on which the person could not be asked.
func (f *Facts) takenBack() []ledger.Ref {
	var all []ledger.Ref
	for _, w := range f.Will.Withdrawals {
		all = append(all, w.Ref)
	}
	for _, r := range f.Will.Reports {
		if r.Outcome == "confirmed" || r.Outcome == cannotAsk {
			all = append(all, r.Settled)
		}
	}
	return all
}

// Withdrawn lists the withdrawals that stand by what the file alone says: with
// the shortest wait that any book may set, and whatever a book asks of a consent
// besides. The rule asks for no less.
func (f *Facts) Withdrawn() []ledger.Ref {
	wait := time.Duration(knobTable[WithdrawalWaitHours].edge) * time.Hour
	return slices.DeleteFunc(f.takenBack(), func(w ledger.Ref) bool {
		return slices.ContainsFunc(f.Will.Consents, func(c Consent) bool { return f.answers(c, w, wait) })
	})
}

// saysNo says whether the person's own no stands, here or in another of their
// files, and neither a wish nor a consent that knows it, and that is their own
// word, says that they want to return again: a talk about what comes next does
// not. One who could not be asked said nothing.
func (q *question) saysNo() bool {
	again := func(l Linked) bool { // they said since that they want to return
		return slices.ContainsFunc(q.Will.Wishes, func(w Wish) bool { return q.stated(w) && w.Since.After(l.Since) })
	}
	if slices.ContainsFunc(q.Around.Linked, func(l Linked) bool { return slices.Contains(l.Stops, "withdrawal") && !again(l) }) {
		return true
	}
	unheard := func(w ledger.Ref) bool {
		return slices.ContainsFunc(q.Will.Reports, func(r Report) bool { return r.Outcome == cannotAsk && r.Settled.ID == w.ID })
	}
	wished := func(w Wish) bool { return q.stated(w) && (!q.raisesDoubt(w) || q.askedAgain(w)) }
	agreed := func(c Consent) bool { return q.counts(c.Ref) && c.Talk.Sound() && c.Marked && c.View != Objects }
	return slices.ContainsFunc(q.takenBack(), func(no ledger.Ref) bool {
		return !unheard(no) && !slices.ContainsFunc(q.Will.Wishes, func(w Wish) bool { return q.knows(w.Ref, no) && wished(w) }) &&
			!slices.ContainsFunc(q.Will.Consents, func(c Consent) bool { return q.knows(c.Ref, no) && agreed(c) })
	})
}

// answers says whether a consent follows a withdrawal: it names it, was given
// alone and marked, some time after it, and after new counselling.
func (f *Facts) answers(c Consent, w ledger.Ref, wait time.Duration) bool {
	return slices.Contains(c.Names, w.ID) && f.counts(c.Ref) && c.Talk.Sound() && c.Marked && f.knows(c.Ref, w) && gap(w, c.Ref) >= wait &&
		slices.ContainsFunc(f.Will.Sessions, func(s Session) bool { return f.again(s, w) && f.knows(c.Ref, s.Ref) })
}

// again says whether a session is counselling after a withdrawal.
func (f *Facts) again(s Session, w ledger.Ref) bool {
	return f.counts(s.Ref) && !s.Defective && s.Talk.Sound() && s.Seq != w.Seq && f.knows(s.Ref, w) && !s.Since.Before(w.Until)
}

func (q *question) stands(w ledger.Ref) (verdict, bool) {
	wait := q.hours(WithdrawalWaitHours)
	defect := func(c Consent) string { return q.defect(c, q.decidesThere(c.Ref, []ledger.Ref{w})) }
	if slices.ContainsFunc(q.Will.Consents, func(c Consent) bool { return defect(c) == "" && q.answers(c, w, wait) }) {
		return verdict{}, true
	}
	talked, counselled := lastOf(q.Will.Sessions, func(s Session) bool { return q.again(s, w) })
	if !counselled {
		return unmet("withdrawn", q.after(w.Until, do("counselling.hold", access.Counsellor))...).on(w), false
	}
	next := []Step{doAbout("consent.give", w.ID.String(), access.Counsellor)}
	given, named := lastOf(q.Will.Consents, func(c Consent) bool { return slices.Contains(c.Names, w.ID) && gap(w, c.Ref) >= wait })
	if why := defect(given); named && why != "" {
		next = q.giveAgain(why)
	}
	return unmet("withdrawn", q.after(w.Until.Add(wait), next...)...).on(w, talked.Ref), false
}
