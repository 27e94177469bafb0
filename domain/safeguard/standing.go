package safeguard

import (
	"slices"
	"time"

	"amana/domain/day"
	"amana/domain/ledger"
)

// standingStops are stops that a rule finds.
var standingStops = [...]struct {
	name   string
	rule   ID
	sealed bool     // it is found by who reads all that the rule reads: others rest on what was attested
	why    []string // what the rule answers then; none, and nothing found: whatever blocks

	found func(*question) bool // what stops, whatever the rule asks for before it
}{
	{"withdrawal", "consent-stands", false, nil, nil},
	{"real-risk", "real-risk-absolute", false, nil, nil},
	{"hold", "no-hold", false, nil, nil},
	{"interests", "best-interests", true, []string{"not-in-interest", "bond-doubt"}, (*question).notBest},
	{"family", "family-unity", true, []string{"panel"}, (*question).unsettledFamily},
	{"capacity", "capacity", true, nil, nil},
	{"forced", "no-forced-return", true, []string{"forced"}, nil},
	{"not-voluntary", "voluntary", true, []string{"not-voluntary"}, (*question).notFree},
	{"constraint", "voluntary", true, []string{"review-refused"}, (*question).bound},
	{"trafficked", "trafficked-safe", true, nil, nil},
	{"unclear-risk", "individual-risk", true, []string{"unclear"}, (*question).unclear},
	{"unfit", "fit-to-travel", true, nil, (*question).unfit},
	{"not-sure", "reaffirmed", false, nil, (*question).unsure},
}

// boardsWith are stops of another file that do not end a boarding by having been there
// when the person boarded: with a fear they may, and of a constraint it can change with
// what is said of a place, and not of them.
// Nor does that a child is alone, who may board so, or that nobody may answer for them there, for
// whom somebody was found here.
var boardsWith = [...]string{"fear", "constraint", "alone", "nobody"}

// BoardsWith says whether a stop of another file counts for whoever sits aboard only if
// something stopped that file since they boarded.
func BoardsWith(stop string) bool { return slices.Contains(boardsWith[:], stop) }

// KeepsParent says whether somebody whom a stop stands against has no place on which a
// child's journey can rest. What is looked into, or asked again, before they board
// themself leaves them theirs: the child boards after them.
func KeepsParent(stop string) bool {
	return !BoardsWith(stop) && stop != "unfit" && stop != "not-sure"
}

// Standing lists which stops of a file stand at a moment, for the other files
// of the same person: those of standingStops, asylum, fear, that a child is alone or that nobody may
// answer for them, and an ending by which they do not travel.
func Standing(f *Facts, book *Book, at time.Time) []string {
	q := asOf(f, book, at, Boarding)
	var stops []string
	for _, s := range standingStops {
		q.clause = book.clause(s.rule)
		if q.clause == nil || !slices.Contains(q.clause.Applies, q.class) || s.sealed && q.shut() {
			continue
		}
		v := q.clause.rule.judge(&q)
		if v.state.Blocks() && (s.why == nil && s.found == nil || slices.Contains(s.why, v.key)) || s.found != nil && s.found(&q) {
			stops = append(stops, s.name)
		}
	}
	if !slices.Contains(stops, "withdrawal") && len(q.objections()) > 0 {
		stops = append(stops, "withdrawal")
	}
	if q.asksAsylum() {
		stops = append(stops, "asylum")
	}
	if len(q.openFears()) > 0 {
		stops = append(stops, "fear")
	}
	if q.apart() {
		stops = append(stops, "alone")
	}
	if !q.nobodyHere().IsZero() {
		stops = append(stops, "nobody")
	}
	switch {
	case f.KeptByAsylum:
		stops = append(stops, "ended-by-asylum")
	case f.Kept:
		stops = append(stops, "ended")
	}
	return stops
}

// notBest says whether return was found not to be in a child's interest, or with whom they
// belong is in doubt, and no panel that knew of it decided otherwise.
func (q *question) notBest() bool {
	doubts := q.bondDoubts()
	_, decided := q.panel(AboutReturn, append(q.against(), doubts...)...)
	no := slices.ContainsFunc(q.Protection.Interests, func(i Interest) bool { return !i.Agrees && !q.reconsidered(i) })
	return !decided && (no || len(doubts) > 0 || len(q.refused(AboutReturn)) > 0)
}

// unsettledFamily says whether the child or a parent objects, custody is disputed, or a
// parent was found not to be safe, and no panel decided.
func (q *question) unsettledFamily() bool {
	if q.alone() == WithParent && len(q.unsafeParent()) > 0 {
		return true
	}
	return slices.ContainsFunc(q.Protection.Together, q.undecided)
}

// notFree says whether somebody found that the decision is not free, also in an interview
// that counts for nothing else, and nobody found otherwise since.
func (q *question) notFree() bool {
	return slices.ContainsFunc(slices.Concat(q.Will.Voluntary, q.Will.Second), func(v Voluntariness) bool {
		return !v.Voluntary() && !q.foundAnew(v, Voluntariness.Voluntary)
	})
}

// bound says whether somebody found a constraint, nobody found otherwise since, and what it
// asks for is not done. That the person was held when they were heard there is no word
// about who is heard anew.
func (q *question) bound() bool {
	named := slices.ContainsFunc(slices.Concat(q.Will.Voluntary, q.Will.Second), func(v Voluntariness) bool {
		return slices.ContainsFunc(v.Constraints, func(kind string) bool {
			return !q.foundAnew(v, func(l Voluntariness) bool { return !slices.Contains(l.Constraints, kind) })
		})
	})
	return (named || len(q.standingOrders()) > 0) && q.clause.rule.judge(q).state.Blocks()
}

// unclear says whether a risk was found to be unclear, and nobody looked again.
func (q *question) unclear() bool {
	return slices.ContainsFunc(q.Refoulement.Risks, func(r Risk) bool { return r.Finding == "unclear" && !q.reassessed(r) })
}

// unfit says whether health staff last found that the person cannot travel.
func (q *question) unfit() bool {
	unfit := func(h HealthCheck) bool { return h.Outcome == "unfit" }
	examined, _ := gravest(q, q.Protection.Health, q.healthCheck("examination"), unfit)
	check, _ := gravest(q, q.Protection.Health, q.healthCheck("pec"), unfit)
	return unfit(examined) || unfit(check) && !(examined.Outcome == "fit" && q.knows(examined.Ref, check.Ref))
}

// unsure says whether the person, asked again or at a gate, or asked as a child for their
// view, was not sure, and no yes of theirs that can answer it knows of it.
func (q *question) unsure() bool {
	ends := func(yes, no ledger.Ref) bool { return q.counts(yes) && q.knows(yes, no) && q.answersThere(yes, no) }
	still := func(no ledger.Ref) bool {
		return !slices.ContainsFunc(q.Will.Reaffirmed, func(r Reaffirmation) bool {
			return r.Answer == Yes && r.Talk.Sound() && ends(r.Ref, no)
		}) && !slices.ContainsFunc(q.Journey.Gate, func(g Gate) bool {
			return g.Answer == Yes && g.Talk.Sound() && ends(g.Ref, no)
		})
	}
	wavers := func(c Consent) bool {
		return c.View != "" && c.View != "wants" && c.View != Objects && still(c.Ref) &&
			!slices.ContainsFunc(q.Will.Consents, func(l Consent) bool { return l.View == "wants" && ends(l.Ref, c.Ref) })
	}
	return slices.ContainsFunc(q.Will.Reaffirmed, func(r Reaffirmation) bool { return r.Answer == NotSure && still(r.Ref) }) ||
		slices.ContainsFunc(q.Will.Consents, wavers) ||
		slices.ContainsFunc(q.Journey.Gate, func(g Gate) bool { return g.Answer == NotSure && still(g.Ref) })
}

// Trafficked says whether the person is a victim of trafficking by a file, also one who is
// safe by it.
func Trafficked(f *Facts, book *Book, at time.Time) bool {
	q := asOf(f, book, at, Boarding)
	return f.Protection.Trafficked || len(q.trafficked()) > 0
}

// shut says whether something that the rule reads is sealed here.
func (q *question) shut() bool {
	return slices.ContainsFunc(ledger.Compartments[:], func(c ledger.Compartment) bool {
		return q.clause.rule.reads.Has(c) && c != ledger.General && len(q.Closed[c]) > 0
	})
}

// Counselled says whether the person was counselled jointly with UNHCR, if they have
// to be by all that is said of them.
func Counselled(f *Facts, book *Book, at time.Time) bool {
	q := about(f, book, at, Clearance)
	q.clause = book.clause("unhcr-counselled") // it has a floor
	return !q.ask().State.Blocks()
}

// UnsafeElsewhere says whether a parent of a child is not safe by another of their files, and
// neither another officer nor a panel, who knew of it, found otherwise.
func UnsafeElsewhere(f *Facts, book *Book, at time.Time) bool {
	q := asOf(f, book, at, Boarding)
	return q.minor() && q.unsafeElsewhere()
}

// Uncounselled is when the person last expressed fear, asked for asylum or took that
// back in a file, by what is recorded, if nobody counselled them jointly since: their
// other files wait for it too. Zero: there is nothing of the kind.
func Uncounselled(f *Facts, book *Book, at time.Time) (asked time.Time) {
	q := asOf(f, book, at, Boarding)
	_, since := q.expressed()
	if slices.ContainsFunc(f.Refoulement.UNHCR, func(u UNHCR) bool { return q.counts(u.Ref) && q.jointly(u, since) }) {
		return asked
	}
	for _, r := range since {
		asked = day.Later(asked, r.Until)
	}
	return day.Later(asked, f.Refoulement.Left)
}
