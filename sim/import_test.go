package sim

import (
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"amana/domain/casefile"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// Nothing imported meets a rule: whatever is told of somebody on a word, what
// blocked before blocks after, also when whoever did it stands for it, until the
// person is met again. What stops is asked of elsewhere; who the person is, and
// with whom they live, rests on no meeting.
func TestAWordMeetsNoRule(t *testing.T) {
	b := book(t)
	var names []string
	for _, k := range casefile.Commands {
		if _, may := casefile.Imported(k.Name); may && !slices.Contains([]string{"case.open", "case.correct", "household.join"}, k.Name) {
			names = append(names, k.Name)
		}
	}
	forEach(t, 125, func(t *rapid.T) {
		h := play(t, b, 1, 20)
		n := h.Nodes[0]
		d := &Doer{World: h.World, Node: n}
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 5))
		before := map[safeguard.Act][]safeguard.Finding{}
		for _, act := range safeguard.Acts {
			before[act] = h.Findings(n, act)
		}
		for range 5 {
			name := rapid.SampledFrom(names).Draw(t, "told")
			k, _ := casefile.Imported(name)
			officer := h.anybody(r)
			made, err := h.Import(n, h.anybody(r), officer.Actor, name, anyArguments(d, n.Case(), r, name, k.Zero))
			if err != nil || slices.ContainsFunc(made, func(e ledger.Event) bool { return e.Stops() }) {
				return
			}
			if rapid.Bool().Draw(t, "attested") {
				if _, err := h.Do(n, officer, "import.attest", casefile.AttestImport{Entry: made[0].ID}); err != nil {
					t.Fatal(err)
				}
			}
			for act, were := range before {
				for i, is := range h.Findings(n, act) {
					if was := were[i]; was.State.Blocks() && !is.State.Blocks() {
						t.Fatalf("on a word, %s is %s at %s: it was %s\n%s", is.Safeguard, is.State, act, was.Reason.Key, text(t, made[0].Body))
					}
				}
			}
		}
	})
}
