package safeguard

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"amana/domain/ledger"
)

// What an officer attests is what the rules say at the acts at which they are
// due: at boarding, and of a rule that is due earlier only, its gravest answer.
func TestAttestableIsWhatTheRulesSay(t *testing.T) {
	book := testBook(t)
	for i := range book.Clauses { // some rules are due before boarding only
		if c := &book.Clauses[i]; i%3 == 0 {
			c.Due = []Act{Notice, Seat}
		}
	}
	for name, change := range map[string]func(*world){
		"all is done":        func(*world) {},
		"little is done":     func(w *world) { w.Will, w.Protection = Will{}, Protection{} },
		"nobody asked":       func(w *world) { w.Refoulement = Refoulement{} },
		"papers are missing": func(w *world) { w.Preparation = Preparation{} },
	} {
		w := ready()
		change(w)
		for _, held := range []ledger.Set{ledger.Everything, ledger.SetOf(ledger.General, ledger.Protection), ledger.SetOf(ledger.General)} {
			want := []Finding{}
			for _, f := range Evaluate(w.Facts, book, now, Boarding) {
				if !NeedsKeys(f.Safeguard, held) {
					continue
				}
				for _, act := range []Act{Notice, Seat} {
					for _, now := range Evaluate(w.Facts, book, now, act) {
						if now.Safeguard == f.Safeguard && !dueAtBoarding(book, f.Safeguard) && (f.State == NotYetDue || now.State.Blocks()) {
							f = now
						}
					}
				}
				want = append(want, f)
			}
			if diff := cmp.Diff(want, Attestable(w.Facts, book, now, held)); diff != "" {
				t.Errorf("%s, held %s: %s", name, held, diff)
			}
		}
	}
}

func dueAtBoarding(book *Book, id ID) bool {
	for i := range book.Clauses {
		if book.Clauses[i].ID == id {
			return book.Clauses[i].DueAt(Boarding)
		}
	}
	return false
}
