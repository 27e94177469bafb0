package safeguard

import (
	"testing"

	"amana/domain/ledger"
)

// What an unfit interpreter translated tells of a compartment by having been
// done: the finding that says to do it again is of that compartment.
func TestWhatAnUnfitInterpreterTells(t *testing.T) {
	book := testBook(t)
	for _, c := range []struct {
		name string
		done func(*world)
		want ledger.Compartment
	}{
		{"a session", func(w *world) { w.Will.Sessions[1].Talk = unfit }, ledger.General},
		{"an examination", func(w *world) { w.Protection.Health[0].Interpreter = unfit.Interpreter }, ledger.General},
		{"a need that was answered", func(w *world) { w.need(); w.Protection.Needs[0].Interpreter = unfit.Interpreter }, ledger.Protection},
		{"a session, and UNHCR's counselling", func(w *world) {
			w.Will.Sessions[1].Talk = unfit
			w.Refoulement.UNHCR = []UNHCR{{Ref: w.by("unh", days(3)), Outcome: "counselled", By: "unhcr", Interpreter: unfit.Interpreter}}
		}, ledger.Asylum},
	} {
		w := ready()
		c.done(w)
		f := ask(t, book, w.Facts, now, Boarding, "interpreter-fit")
		if got := answer(f); got != "unmet unfit" || f.Compartment != c.want {
			t.Errorf("%s: %s of compartment %d, want %d", c.name, got, f.Compartment, c.want)
		}
	}
}
