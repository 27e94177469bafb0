package safeguard

import (
	"slices"
	"time"

	"amana/domain/ledger"
)

// Pool lists, of the officers known, those on whom a draw for the movement can
// fall: who may clear, has no part in what they would judge, and was passed over
// least often. Whom it fell on stays drawn through every seat on the movement,
// alone in the pool, until there is a reason: they may no longer clear, or were
// silent. So nobody who gives and frees seats chooses who clears.
func Pool(f *Facts, book *Book, at time.Time) []ledger.Actor {
	q := question{Facts: f, book: book, at: at}
	if f.Around.Movement == nil {
		return nil
	}
	draws := q.draws()
	passed := q.passed(draws)
	if n := len(draws); n > 0 && q.independent(draws[n-1].Officer) && !q.silentIn(draws[n-1]) {
		return []ledger.Actor{draws[n-1].Officer}
	}
	var pool []ledger.Actor
	for a := range f.Around.Officers {
		switch {
		case !q.independent(a) || len(pool) > 0 && passed[a] > passed[pool[0]]:
		case len(pool) > 0 && passed[a] < passed[pool[0]]:
			pool = []ledger.Actor{a}
		default:
			pool = append(pool, a)
		}
	}
	slices.SortFunc(pool, func(a, b ledger.Actor) int { return slices.Compare(a[:], b[:]) })
	return pool
}

// draws are those for the movement of the seat, in order.
func (q *question) draws() []Drawn {
	return slices.DeleteFunc(slices.Clone(q.Journey.Drawn), func(d Drawn) bool { return d.Movement != q.Around.Movement.Reference })
}

// passed is how often each officer was drawn and did not answer, or might not.
func (q *question) passed(draws []Drawn) map[ledger.Actor]int {
	times := map[ledger.Actor]int{}
	for i, d := range draws {
		over := q.silentIn(d)
		if i+1 < len(draws) {
			next := draws[i+1]
			over = next.Officer != d.Officer || next.Seat == d.Seat && !q.answered(d)
		}
		if over {
			times[d.Officer]++
		}
	}
	return times
}

// silentIn says whether whoever was drawn had the seat that the person has
// before them for all the hours, and did not answer. A seat that was taken away
// meanwhile is no silence.
func (q *question) silentIn(d Drawn) bool {
	return !q.answered(d) && q.book != nil && d.Seat == q.Journey.Seated.ID && q.at.After(d.Until.Add(q.hours(ClearingHours)))
}

func (q *question) answered(d Drawn) bool {
	return slices.ContainsFunc(q.Journey.Cleared, func(c Cleared) bool { return c.By == d.Officer && q.knows(c.Ref, d.Ref) })
}
