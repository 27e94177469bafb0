package sim

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"amana/domain/ledger"
)

// graph makes events that follow each other in any way that nodes can bring
// about: each follows some of those before it.
func graph(t *rapid.T) []ledger.Event {
	var all []ledger.Event
	for i := range rapid.IntRange(0, 40).Draw(t, "events") {
		e := ledger.Event{ID: ledger.Hash(digest("graph", fmt.Sprint(i, rapid.Uint8().Draw(t, "salt"))))}
		if i > 0 && rapid.IntRange(0, 3).Draw(t, "chain") > 0 {
			e.Parents = []ledger.Hash{all[i-1].ID}
		} else {
			for range min(i, rapid.IntRange(0, 3).Draw(t, "parents")) {
				e.Parents = append(e.Parents, all[rapid.IntRange(0, i-1).Draw(t, "parent")].ID)
			}
		}
		slices.SortFunc(e.Parents, func(a, b ledger.Hash) int { return slices.Compare(a[:], b[:]) })
		e.Parents = slices.Compact(e.Parents)
		all = append(all, e)
	}
	return all
}

// plain is the slow and obvious reading of the same events.
type plain map[ledger.Hash]ledger.Event

func (p plain) placed(id ledger.Hash) bool {
	e, here := p[id]
	return here && !slices.ContainsFunc(e.Parents, func(q ledger.Hash) bool { return !p.placed(q) })
}

func (p plain) depth(id ledger.Hash) int {
	d := 1
	for _, q := range p[id].Parents {
		d = max(d, 1+p.depth(q))
	}
	return d
}

func (p plain) knows(later, earlier ledger.Hash) bool {
	return later == earlier || slices.ContainsFunc(p[later].Parents, func(q ledger.Hash) bool { return p.knows(q, earlier) })
}

// The fold order, what waits, the heads and who knew what are those of the
// obvious reading, for any graph of events in any order of arrival.
func TestFoldOrder(t *testing.T) {
	forEach(t, 750, func(t *rapid.T) {
		all := graph(t)
		if n := len(all); n > 1 && rapid.Bool().Draw(t, "one is missing") {
			i := rapid.IntRange(0, n-1).Draw(t, "missing")
			all = slices.Delete(all, i, i+1)
		}
		p := plain{}
		for _, e := range all {
			p[e.ID] = e
		}
		h := ledger.Arrange(rapid.Permutation(all).Draw(t, "arrival"))
		if len(h.Events)+len(h.Waiting) != len(p) {
			t.Fatalf("%d events became %d and %d waiting", len(p), len(h.Events), len(h.Waiting))
		}
		for _, e := range h.Waiting {
			if p.placed(e.ID) {
				t.Fatal("an event waits whose parents are here")
			}
		}
		var heads []ledger.Hash
		for i, e := range h.Events {
			if !p.placed(e.ID) {
				t.Fatal("an event is placed whose parents are not here")
			}
			if i > 0 && !p.before(h.Events[i-1].ID, e.ID) {
				t.Fatal("the order is not by depth and name")
			}
			followed := false
			for j, f := range h.Events {
				if got, want := h.Past.Knows(j, i), p.knows(f.ID, e.ID); got != want {
					t.Fatalf("%d knows %d: %t, want %t", j, i, got, want)
				}
				followed = followed || slices.Contains(f.Parents, e.ID)
			}
			if !followed {
				heads = append(heads, e.ID)
			}
		}
		slices.SortFunc(heads, func(a, b ledger.Hash) int { return slices.Compare(a[:], b[:]) })
		if !slices.Equal(heads, h.Heads()) {
			t.Fatal("other heads")
		}
		mustExtend(t, h)
	})
}

func (p plain) before(a, b ledger.Hash) bool {
	if da, db := p.depth(a), p.depth(b); da != db {
		return da < db
	}
	return slices.Compare(a[:], b[:]) < 0
}

// mustExtend: an ancestry that grows by one event is that of all of them.
func mustExtend(t *rapid.T, h ledger.History) {
	next := ledger.Event{ID: ledger.Hash(digest("next")), Parents: h.Heads()}
	whole := ledger.Arrange(append(slices.Clone(h.Events), next))
	h.Past.Extend()
	if got, want := text(t, h.Past), text(t, whole.Past); got != want {
		t.Fatalf("extended %s, whole %s", got, want)
	}
}
