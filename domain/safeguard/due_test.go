package safeguard

import (
	"testing"

	"amana/domain/ledger"
)

// A day that is shown to all tells nobody who is ill or trafficked; who may
// read that sees the shorter one.
func TestDueTellsNothing(t *testing.T) {
	book := testBook(t)
	blocked := func(change func(*world)) map[ID]Finding {
		w := ready()
		w.Will.Consents, w.Protection.Caregiver, w.Around.Movement = nil, nil, nil
		w.Protection.Screenings, w.Will.Voluntary, w.Protection.Trafficking = nil, nil, w.Protection.Trafficking[:1]
		if change != nil {
			change(w)
		}
		all := map[ID]Finding{}
		for _, f := range Evaluate(w.Facts, book, now, Boarding) {
			if f.State.Blocks() {
				all[f.Safeguard] = f
			}
		}
		return all
	}
	plain := blocked(nil)
	for name, c := range map[string]struct {
		change  func(*world)
		shorter ID
	}{
		"ill":        {func(w *world) { w.Protection.Health[0].Outcome = "unfit" }, "fit-to-travel"},
		"trafficked": {func(w *world) { w.Protection.Trafficking[0].Outcome = "identified" }, "voluntary"},
	} {
		for id, f := range blocked(c.change) {
			was, there := plain[id]
			switch {
			case !there: // a finding of its own compartment
			case f.Compartment == ledger.General && !f.Due.Equal(was.Due), !f.OpenDue.Equal(was.OpenDue):
				t.Errorf("%s: %s is due %v, of somebody else %v", name, id, f.Due, was.Due)
			}
		}
		f := blocked(c.change)[c.shorter]
		if got, want := f.OpenDue.Sub(f.Due), days(book.values[DueDays]-book.values[UrgentDueDays]); got != want {
			t.Errorf("%s: %s is due %v sooner for those who may know, want %v", name, c.shorter, got, want)
		}
	}
}
