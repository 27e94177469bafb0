package sim

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"amana/domain/casefile"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/safeguard"
)

// text is something as JSON, for comparing byte for byte.
func text(t *rapid.T, x any) string {
	b, err := json.Marshal(x)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// differ shows where two texts part.
func differ(got, want string) string {
	i := 0
	for i < min(len(got), len(want)) && got[i] == want[i] {
		i++
	}
	from := max(0, i-200)
	return "…" + got[from:min(len(got), i+100)] + "\n…" + want[from:min(len(want), i+100)]
}

// before is what the node of an event held when its command was decided.
func (h *history) before(m Made) []ledger.Event { return h.Nodes[m.Node].Held[:m.Held] }

// Property 1. No history contains a clearance, or a boarding authorised by
// Amana, while a rule due at that act was unmet or unknown as known to that
// node. Every other departure is departed-uncleared, and an incident.
func TestNothingGoesWhileBlocked(t *testing.T) {
	b := book(t)
	forEach(t, 175, func(t *rapid.T) {
		h := play(t, b, rapid.IntRange(1, 3).Draw(t, "nodes"), 30)
		for i, m := range h.Made {
			switch body := m.Event.Body.(type) {
			case movement.Cleared:
				h.mustBeClear(t, m, safeguard.Clearance)
			case movement.Boarded:
				h.mustBeClear(t, m, safeguard.Boarding)
				h.mustBeWilling(t, m, body)
			case movement.Departed:
				h.mustHaveBoarded(t, m, body)
			case movement.DepartedUncleared:
				next := h.Made[i+1].Event
				if opened, is := next.Body.(casefile.IncidentOpened); !is || opened.Incident != "departed-uncleared" || next.Command != m.Event.Command {
					t.Fatalf("departed uncleared without an incident in the same act: %+v", next.Body)
				}
			}
		}
	})
}

// mustBeClear asks the rules again, of nothing but what the node held before
// the act.
func (h *history) mustBeClear(t *rapid.T, m Made, act safeguard.Act) {
	c := Fold(SealAll(h.before(m), m.Keys))
	if open := safeguard.Blocking(safeguard.Evaluate(c.Facts(m.Around), h.Book, m.Moment, act)); len(open) > 0 {
		t.Fatalf("%s while %s", m.Event.Body.Kind(), open[0].Reason.Key)
	}
}

// mustBeWilling looks at the bare events, and not at the rules, for what no
// boarding may be without.
func (h *history) mustBeWilling(t *rapid.T, m Made, boarded movement.Boarded) {
	c := Fold(h.before(m))
	p := c.Facts(m.Around).Person
	infant := p.ClassAt(m.Moment, h.Book, Tripoli) == safeguard.Infant
	if s := stopsOf(h.before(m)); len(s) > 0 {
		t.Fatalf("boarded while %s stands", s[0])
	}
	yes := false
	for _, e := range h.before(m) {
		if g, is := e.Body.(movement.GateAnswered); is && g.Movement == boarded.Movement && e.Imported == "" {
			yes = yes || g.Answer == safeguard.Yes && g.Talk.OutOfHearing
		}
	}
	if !yes && !infant {
		t.Fatal("boarded without a yes at the gate")
	}
}

// mustHaveBoarded: a departure counts as ours only after a boarding on the
// same movement that knew of every stop on record.
func (h *history) mustHaveBoarded(t *rapid.T, m Made, departed movement.Departed) {
	held := h.before(m)
	i := slices.IndexFunc(held, func(e ledger.Event) bool {
		b, is := e.Body.(movement.Boarded)
		return is && b.Movement == departed.Movement
	})
	if i < 0 {
		t.Fatal("departed without a boarding")
	}
	if s := stopsOf(held); len(s) > 0 {
		t.Fatalf("departed as authorised while %s stands", s[0])
	}
}

// Property 3. The order in which events of different nodes arrive changes
// nothing, whether all of them have arrived or only some.
func TestOrderOfArrivalChangesNothing(t *testing.T) {
	b := book(t)
	forEach(t, 75, func(t *rapid.T) {
		h := play(t, b, rapid.IntRange(1, 3).Draw(t, "nodes"), 25)
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "order"), 3))
		all := h.everything()
		some := slices.DeleteFunc(slices.Clone(all), func(ledger.Event) bool { return r.IntN(10) == 0 })
		for _, events := range [][]ledger.Event{all, some} {
			want := text(t, Fold(events))
			for range 3 {
				r.Shuffle(len(events), func(i, j int) { events[i], events[j] = events[j], events[i] })
				twice := append(slices.Clone(events), events[:r.IntN(len(events)+1)]...)
				if got := text(t, Fold(twice)); got != want {
					t.Fatalf("another order of arrival gives another state:\n%s", differ(got, want))
				}
			}
		}
		for _, n := range h.Nodes { // folded event by event on the way, and from nothing
			if got, want := text(t, n.Case()), text(t, Fold(SealAll(n.Held, n.Keys))); got != want {
				t.Fatalf("extending and folding differ:\n%s", differ(got, want))
			}
		}
	})
}

// everything is every event that any node holds.
func (h *history) everything() []ledger.Event {
	all := &Node{Keys: ledger.Everything}
	for _, n := range h.Nodes {
		all.Deliver(n.Held...)
	}
	return all.Held
}

// Property 5. Evaluating a past moment with what was known then gives the
// finding of then, byte for byte, whatever came later.
func TestThePastStaysWhatItWas(t *testing.T) {
	b := book(t)
	forEach(t, 100, func(t *rapid.T) {
		h := play(t, b, rapid.IntRange(1, 3).Draw(t, "nodes"), 25)
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "order"), 4))
		for _, then := range h.asked {
			known := SealAll(h.Nodes[then.node].Held[:then.known], then.keys)
			r.Shuffle(len(known), func(i, j int) { known[i], known[j] = known[j], known[i] })
			again := safeguard.Evaluate(Fold(known).Facts(then.around), h.Book, then.moment, then.act)
			if got, want := text(t, again), text(t, then.findings); got != want {
				t.Fatalf("at %v with what was known then:\n%s", then.moment, differ(got, want))
			}
		}
	})
}
