package sim

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"amana/domain/safeguard"
)

// What a file tells the other files of its person is what its own rules say:
// no stop more, and none less.
func TestStopsAreWhatTheRulesSay(t *testing.T) {
	b := book(t)
	stopping := map[safeguard.ID]string{"consent-stands": "withdrawal", "real-risk-absolute": "real-risk", "no-hold": "hold"}
	forEach(t, 300, func(t *rapid.T) {
		h := play(t, b, rapid.IntRange(1, 2).Draw(t, "nodes"), 25)
		for _, n := range h.Nodes {
			around := h.Offered(n, n.Case(), safeguard.Boarding)
			around.Linked = nil
			said := n.Case().Stops(around, h.Book, h.Moment(n))
			for _, f := range safeguard.Evaluate(n.Case().Facts(around), h.Book, h.Moment(n), safeguard.Boarding) {
				name, stops := stopping[f.Safeguard]
				if !stops || f.Basis == safeguard.OnAttestation {
					continue
				}
				if got := slices.Contains(said.Stops, name); got != f.State.Blocks() {
					t.Fatalf("%s is %s (%s), and %s is told: %v", f.Safeguard, f.State, f.Reason.Key, name, got)
				}
			}
		}
	})
}
