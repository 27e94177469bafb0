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
	why    []string // what the rule answers then; none: whatever blocks
}{
	{"withdrawal", "consent-stands", false, nil},
	{"real-risk", "real-risk-absolute", false, nil},
	{"hold", "no-hold", false, nil},
	{"interests", "best-interests", true, []string{"not-in-interest", "bond-doubt"}},
	{"family", "family-unity", true, []string{"panel"}},
	{"capacity", "capacity", true, nil},
	{"forced", "no-forced-return", true, []string{"forced"}},
	{"not-voluntary", "voluntary", true, []string{"not-voluntary"}},
	{"trafficked", "trafficked-safe", true, nil},
	{"unclear-risk", "individual-risk", true, []string{"unclear"}},
}

// Standing lists which stops of a file stand at a moment, for the other files
// of the same person: those of standingStops, asylum, fear.
func Standing(f *Facts, book *Book, at time.Time) []string {
	q := asOf(f, book, at, Boarding)
	var stops []string
	for _, s := range standingStops {
		q.clause = book.clause(s.rule)
		if q.clause == nil || !slices.Contains(q.clause.Applies, q.class) || s.sealed && q.shut() {
			continue
		}
		if v := q.clause.rule.judge(&q); v.state.Blocks() && (s.why == nil || slices.Contains(s.why, v.key)) {
			stops = append(stops, s.name)
		}
	}
	if !slices.Contains(stops, "withdrawal") && len(q.objections()) > 0 {
		stops = append(stops, "withdrawal")
	}
	for _, a := range f.Refoulement.Asylum {
		if !q.lifted(a) {
			stops = append(stops, "asylum")
			break
		}
	}
	if len(q.openFears()) > 0 {
		stops = append(stops, "fear")
	}
	return stops
}

// EndsNo is what is done next in a file about a withdrawal that stands in it; zero: there
// is none, or nothing to do yet.
func EndsNo(f *Facts, book *Book, at time.Time) Step {
	q := about(f, book, at, Boarding)
	for _, s := range standing(&q).next {
		if s.Do != "" {
			return s
		}
	}
	return Step{}
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
