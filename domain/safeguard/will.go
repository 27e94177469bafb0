package safeguard

import (
	"slices"
	"time"

	"amana/domain/access"
	"amana/domain/ledger"
)

// ownWish: the person, alone, said it in their own words. Each wish that began
// with somebody who gains by the departure is asked for again, by another
// officer, at another meeting that opens with the other options.
func ownWish(q *question) verdict {
	last, there := lastOf(q.Will.Wishes, q.stated)
	if !there {
		return unmet("none", do("wish.state", access.Counsellor))
	}
	doubtful, open := lastOf(q.Will.Wishes, func(w Wish) bool { return q.raisesDoubt(w) && !q.askedAgain(w) })
	if !open {
		return met(time.Time{}, last.Ref)
	}
	by := doubtful.SuggestedBy
	if !slices.Contains(q.book.Doubtful, by) {
		by = doubtful.Heard
	}
	again := q.after(doubtful.Until.Add(q.hours(ApartHours)), doAbout("wish.state", "another-officer", access.Counsellor))
	if by == unsaid {
		return unmet("unsaid", again...).on(doubtful.Ref)
	}
	return unmet("suggested", again...).with("by", by).on(doubtful.Ref)
}

// unsaid is the answer of who does not wish to say.
const unsaid = "no-answer"

// stated says whether a wish is one that may be relied on.
func (q *question) stated(w Wish) bool {
	return q.counts(w.Ref) && w.OwnWords && w.Talk.Sound() && w.Heard != "" && w.SuggestedBy != ""
}

// origins are those with whom a wish began and whose word is not the person's,
// whether they suggested it or were the first to speak of return.
func (q *question) origins(w Wish) []string {
	return slices.DeleteFunc([]string{w.SuggestedBy, w.Heard}, func(of string) bool { return !slices.Contains(q.book.Doubtful, of) })
}

// raisesDoubt says whether a wish began with such a one, and does more than
// answer the doubt of an earlier wish: who is asked again tells how it began.
func (q *question) raisesDoubt(w Wish) bool {
	more := func(e Wish) bool {
		return slices.ContainsFunc(q.origins(w), func(of string) bool { return !slices.Contains(q.origins(e), of) })
	}
	return len(q.origins(w)) > 0 && !slices.ContainsFunc(q.Will.Wishes, func(e Wish) bool { return q.answersDoubt(w, e) && !more(e) })
}

func (q *question) askedAgain(doubtful Wish) bool {
	return slices.ContainsFunc(q.Will.Wishes, func(w Wish) bool { return q.answersDoubt(w, doubtful) })
}

// answersDoubt says whether a wish is another asked for again.
func (q *question) answersDoubt(w, doubtful Wish) bool {
	return q.stated(w) && w.OptionsFirst && w.By != doubtful.By && q.knows(w.Ref, doubtful.Ref) && q.anotherMeeting(doubtful.Ref, w.Ref)
}

func (q *question) anotherMeeting(a, b ledger.Ref) bool { return gap(a, b) >= q.hours(ApartHours) }

// after is the steps to take once t has come: first the wait, if there is one.
func (q *question) after(t time.Time, steps ...Step) []Step {
	if q.at.Before(t) {
		return []Step{waitFor(t)}
	}
	return steps
}

// fearAsked: asked in private, by nobody from an authority or embassy, whether
// they fear anyone at home or their own embassy. Not wishing to say stands after
// one more offer by another officer and joint counselling: nobody can be made to
// say whom they fear. It may be the embassy, which is told nothing until they do.
func fearAsked(q *question) verdict {
	asked, there := lastOf(q.Will.Fears, q.askedWhom)
	if !there {
		return unmet("none", do("fear.ask", access.Counsellor))
	}
	for _, f := range q.openFears() {
		switch {
		case f.Answer == FearNoAnswer && !q.offeredAgain(f):
			return unmet("no-answer", doAbout("fear.ask", "talk-through", access.ProtectionOfficer)).on(f.Ref)
		case f.Answer == FearNoAnswer && !slices.ContainsFunc(q.Refoulement.UNHCR, func(u UNHCR) bool { return q.counts(u.Ref) && q.jointly(u, []ledger.Ref{f.Ref}) }):
			return unmet("uncounselled", q.askUNHCR()...).on(f.Ref)
		case q.doing(Embassy) && f.Answer != FearHome:
			return unmet("embassy", doAbout("fear.ask", "talk-through", access.ProtectionOfficer)).on(f.Ref)
		}
	}
	if q.doing(Embassy) && q.stopsElsewhere("fear") {
		return stopsLinked(inLinkedFile("fear.ask", access.ProtectionOfficer))
	}
	return met(time.Time{}, asked.Ref)
}

// askedWhom says whether the question was put in private, and an answer may be relied on.
func (q *question) askedWhom(f Fear) bool { return q.counts(f.Ref) && f.Talk.Sound() && !f.ByState }

// Answers to the question about fear.
const (
	FearNone     = "none"
	FearHome     = "home"
	FearEmbassy  = "embassy"
	FearBoth     = "both"
	FearNoAnswer = unsaid // treated as fear until talked through
)

// openFears are the fears that no later private talk settled knowing of them.
// Fear recorded on whose word ever counts.
func (f *Facts) openFears() []Fear {
	var open []Fear
	for _, fear := range f.Will.Fears {
		if fear.Answer != FearNone && !f.settled(fear) {
			open = append(open, fear)
		}
	}
	return open
}

// OpenFears are the answers of the fears that stand, each once.
func (f *Facts) OpenFears() []string {
	var answers []string
	for _, fear := range f.openFears() {
		if !slices.Contains(answers, fear.Answer) {
			answers = append(answers, fear.Answer)
		}
	}
	return answers
}

// offeredAgain says whether somebody who did not wish to say whom they fear was offered
// the talk twice, the second time in private by another officer who knew of the first.
func (q *question) offeredAgain(fear Fear) bool {
	again := func(l, f Fear) bool {
		return l.By != f.By && q.counts(l.Ref) && l.Talk.Sound() && !l.ByState && q.knows(l.Ref, f.Ref)
	}
	return slices.ContainsFunc(q.Will.Fears, func(o Fear) bool { return o.Answer == FearNoAnswer && (again(o, fear) || again(fear, o)) })
}

func (f *Facts) settled(fear Fear) bool {
	return slices.ContainsFunc(f.Will.Fears, func(l Fear) bool {
		return slices.Contains(l.Settles, fear.ID) && f.counts(l.Ref) && l.Talk.Sound() && !l.ByState && l.By != fear.By && f.knows(l.Ref, fear.Ref)
	})
}

// noForcedReturn: the existence of a removal order, deadline or charge was
// asked and checked; blocked where an authority set the date, gave the name or
// made release depend on leaving.
func noForcedReturn(q *question) verdict {
	for _, o := range q.Will.Orders {
		if o.Forced && !q.orderGone(o, func(l Order) bool { return !l.Forced }) {
			return unmet("forced", q.orRelease(doAbout("order.ask", "another-officer", access.ProtectionOfficer))...).on(o.Ref)
		}
	}
	if q.stopsElsewhere("forced") {
		return stopsLinked(inLinkedFile("order.ask", access.ProtectionOfficer))
	}
	ask := do("order.ask", access.Counsellor)
	last, there := gravest(q, q.Will.Orders, func(o Order) bool { return q.counts(o.Ref) }, func(o Order) bool { return !o.Checked })
	switch {
	case !there:
		return unmet("none", ask)
	case !last.Checked:
		return unmet("unchecked", ask).on(last.Ref)
	}
	for _, o := range q.standingOrders() {
		informed := func(l Order) bool {
			return l.LegalHelp && q.counts(l.Ref) && l.Interpreter.Fit() && (l.Seq == o.Seq || q.knows(l.Ref, o.Ref))
		}
		if !slices.ContainsFunc(q.Will.Orders, informed) {
			return unmet("legal-information", ask).on(o.Ref)
		}
	}
	return met(time.Time{}, last.Ref)
}

// standingOrders are the orders, deadlines and charges that were found and are
// not gone.
func (q *question) standingOrders() []Order {
	return slices.DeleteFunc(slices.Clone(q.Will.Orders), func(o Order) bool {
		return !o.Exists || q.orderGone(o, func(l Order) bool { return !l.Exists })
	})
}

// orderGone says whether another officer, who knew of an order and checked,
// found otherwise.
func (q *question) orderGone(o Order, otherwise func(Order) bool) bool {
	return slices.ContainsFunc(q.Will.Orders, func(l Order) bool {
		return otherwise(l) && l.Checked && q.counts(l.Ref) && l.Interpreter.Fit() && l.By != o.By && q.knows(l.Ref, o.Ref)
	})
}
