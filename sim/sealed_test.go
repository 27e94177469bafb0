package sim

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"amana/domain/casefile"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// readable are the compartments of a file; every set of them is tried.
var readable = []ledger.Compartment{ledger.General, ledger.Medical, ledger.Protection, ledger.Asylum}

// Sealed facts. For every history and every set of keys, a rule's answer with
// fewer keys is the true one, the attested one, or unknown; it frees an act
// only if somebody who held the keys attested so, knowing every event that is
// closed here. Equal events and equal keys give equal state, and opening more
// only turns sealed into something.
func TestSealedFacts(t *testing.T) {
	b := book(t)
	forEach(t, 30, func(t *rapid.T) {
		h := play(t, b, rapid.IntRange(1, 3).Draw(t, "nodes"), 25)
		n := h.Nodes[rapid.IntRange(0, len(h.Nodes)-1).Draw(t, "node")]
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "order"), 7))
		for _, act := range []safeguard.Act{safeguard.Boarding, safeguard.Acts[r.IntN(len(safeguard.Acts))]} {
			around := h.Offered(n, Fold(n.Held), act)
			ask := func(keys ledger.Set) (*casefile.Case, []safeguard.Finding) {
				c := Fold(SealAll(n.Held, keys))
				return c, safeguard.Evaluate(c.Facts(around), h.Book, h.Moment(n), act)
			}
			_, full := ask(ledger.Everything)
			for set := range ledger.Set(1 << len(readable)) {
				c, less := ask(set)
				for i := range less {
					h.mustNotGuess(t, set, c, less[i], full[i])
				}
				if !set.Has(ledger.General) && len(n.Held) > 0 && safeguard.Clear(less) {
					t.Fatalf("clear for %s to somebody who can read nothing", act)
				}
			}
		}
		h.mustOnlyOpen(t, n.Held, r)
	})
}

// mustNotGuess holds one answer with fewer keys against that with all.
func (h *history) mustNotGuess(t *rapid.T, keys ledger.Set, c *casefile.Case, less, full safeguard.Finding) {
	switch {
	case !keys.Has(ledger.General):
		if !less.State.Blocks() && less.Basis == safeguard.OnFacts {
			t.Fatalf("%s is %s on facts that nobody here can read", less.Safeguard, less.State)
		}
	case less.Basis == safeguard.OnAttestation && less.State != safeguard.Unknown:
		h.mustBeAttested(t, c, less, full)
	case less.Basis == safeguard.OnFacts && less.State != full.State:
		t.Fatalf("with %s %s is %s on facts, with all keys %s (%s)", keys, less.Safeguard, less.State, full.State, full.Reason.Key)
	case less.Basis == safeguard.OnFacts && !less.OpenDue.Equal(full.OpenDue):
		t.Fatalf("with %s %s is due %v as all may know, with all keys %v", keys, less.Safeguard, less.OpenDue, full.OpenDue)
	case less.Basis == safeguard.OnFacts && keys.Has(less.Compartment) && !less.Due.Equal(full.Due):
		t.Fatalf("with %s %s is due %v, with all keys %v", keys, less.Safeguard, less.Due, full.Due)
	case less.Basis == safeguard.OnAttestation && !less.Due.Equal(less.OpenDue),
		!keys.Has(less.Compartment) && !less.OpenDue.IsZero() && !less.Due.Equal(less.OpenDue): // after a no everybody is told of no day
		t.Fatalf("with %s %s is due %v, and everybody may know only %v", keys, less.Safeguard, less.Due, less.OpenDue)
	case less.Basis == "" && full.State.Blocks():
		t.Fatalf("with %s %s is %s, with all keys %s", keys, less.Safeguard, less.State, full.Reason.Key)
	}
}

// mustBeAttested: the event that a finding names attests exactly that, and
// knew of every event that is closed here to the rule.
func (h *history) mustBeAttested(t *rapid.T, c *casefile.Case, f, full safeguard.Finding) {
	a := c.Attested[f.Safeguard]
	noDay := f.Due.IsZero() && full.OpenDue.IsZero()   // after a no, or after the journey
	anew := a.Due.IsZero() && f.Due.After(a.Ref.Until) // attested without a day then, and not yet again
	if f.State.Blocks() && !noDay && !anew && !f.Due.Equal(a.Due) {
		t.Fatalf("%s is due %v, attested as %v", f.Safeguard, f.Due, a.Due)
	}
	if len(f.Events) != 1 || f.Events[0] != a.Ref.ID || a.State != f.State {
		t.Fatalf("%s rests on an attestation that is not there", f.Safeguard)
	}
	if !f.State.Blocks() && !c.Facts(safeguard.Surroundings{}).StandsOn(f.Safeguard, a.Ref) {
		t.Fatalf("%s is attested of another seat, place or person", f.Safeguard)
	}
	for _, comp := range ledger.Compartments {
		reads := !safeguard.NeedsKeys(f.Safeguard, ledger.Everything&^ledger.SetOf(comp))
		for _, place := range c.Sealed[comp] {
			if reads && !c.Past.Knows(a.Ref.Seq, place) {
				t.Fatalf("%s is attested by somebody who did not know of event %d, closed here in %s", f.Safeguard, place, comp)
			}
		}
	}
}

// mustOnlyOpen: more keys never take anything away, and equal keys tell the same.
func (h *history) mustOnlyOpen(t *rapid.T, events []ledger.Event, r *rand.Rand) {
	few := ledger.Set(r.IntN(1 << len(readable)))
	more := few | ledger.Set(r.IntN(1<<len(readable)))
	order := slices.Clone(events)
	r.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	if got, want := text(t, Fold(SealAll(order, few))), text(t, Fold(SealAll(events, few))); got != want {
		t.Fatalf("the same events and keys give another state: %s", differ(got, want))
	}
	for _, e := range events {
		less, all := Seal(e, few), Seal(e, more)
		if all.Sealed&^less.Sealed != 0 {
			t.Fatalf("%s closes what %s opens", more, few)
		}
		if less.Body == nil || all.Body == nil {
			continue
		}
		had, has := members(t, less.Body), members(t, all.Body)
		for name, value := range had {
			if where := place(e.Body, name); few.Has(where) && string(has[name]) != string(value) {
				t.Fatalf("%s.%s changes with more keys", e.Body.Kind(), name)
			}
		}
	}
}

func members(t *rapid.T, b ledger.Body) map[string]json.RawMessage {
	var m map[string]json.RawMessage
	if err := json.Unmarshal([]byte(text(t, b)), &m); err != nil {
		t.Fatal(err)
	}
	return m
}
