package safeguard

import (
	"slices"
	"time"

	"amana/domain/ledger"
)

// notNamed are the rules by which nobody is told that somebody comes, as long as one of them
// blocks. They are due at boarding too: who may board is named.
var notNamed = [...]ID{"consent-stands", "real-risk-absolute", "no-hold"}

// MayBeNamed says whether a paper may name somebody as one who comes: in none of their files
// stands a no or a report of one, a real risk, a hold or a request for asylum.
func MayBeNamed(f *Facts, book *Book, at time.Time) bool {
	q := about(f, book, at, Boarding)
	if q.asksAsylum() || q.stopsElsewhere("asylum") {
		return false
	}
	return !slices.ContainsFunc(notNamed[:], func(id ID) bool {
		q.clause = book.clause(id)
		return q.clause != nil && q.ask().State.Blocks()
	})
}

// KeepsApart says whether a real risk or a request for asylum stands in a file by itself, whatever
// a book asks for besides: whoever was told of the person in that country reads of them no more.
func KeepsApart(f *Facts) bool {
	unasked := *f
	unasked.Review = ledger.Ref{} // how soon a review is due is the book's
	q := question{Facts: &unasked}
	return q.asksAsylum() || realRiskAbsolute(&q).state.Blocks()
}

// Recalls says whether a stop in another file of the person ends what was told of them in the
// country to which they would return.
func Recalls(stop string) bool {
	return slices.Contains([]string{"withdrawal", "real-risk", "asylum"}, stop)
}

// asksAsylum says whether a request for asylum stands in the file.
func (q *question) asksAsylum() bool {
	return slices.ContainsFunc(q.Refoulement.Asylum, func(a Asylum) bool { return !q.lifted(a) })
}
