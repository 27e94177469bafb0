package movement

import (
	"testing"

	"amana/domain/ledger"
)

// Manifest = handed over = yes + no + not presented; a count that does not add
// up stops the movement.
func TestReconciles(t *testing.T) {
	for _, c := range []struct {
		name  string
		count Count
		want  bool
	}{
		{"everybody said yes", Count{Manifest: 120, HandedOver: 120, Yes: 120}, true},
		{"two said no", Count{Manifest: 120, HandedOver: 120, Yes: 118, No: 2}, true},
		{"one was not presented", Count{Manifest: 120, HandedOver: 119, Yes: 119, NotPresented: 1}, true},
		{"one more was brought than listed", Count{Manifest: 120, HandedOver: 121, Yes: 121}, false},
		{"one was lost on the way", Count{Manifest: 120, HandedOver: 119, Yes: 119}, false},
		{"one was handed over and gave no answer", Count{Manifest: 120, HandedOver: 120, Yes: 119}, false},
		{"nobody", Count{}, true},
	} {
		if got := c.count.Reconciles(); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
		if stops := ledger.EffectOf(Counted{c.count}) == ledger.Stop; stops == c.want {
			t.Errorf("%s: stops %v", c.name, stops)
		}
	}
}
