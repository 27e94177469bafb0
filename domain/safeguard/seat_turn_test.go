package safeguard

import (
	"slices"
	"testing"

	"amana/domain/access"
	"amana/domain/ledger"
)

// What waits for a seat is nobody's turn while something else does that comes
// before it; then a seat is, once, and the movement officer's.
func TestASeatIsWaitedForOnce(t *testing.T) {
	book := testBook(t)
	seatless := func(w *world) {
		w.Journey.Seated, w.Journey.Movement, w.Journey.Line, w.Journey.Drawn, w.Journey.Cleared = ledger.Ref{}, "", "", nil, nil
		w.Around.Movement, w.Around.Line = nil, nil
	}
	for name, c := range map[string]struct {
		change func(*world)
		seat   bool
	}{
		"who has a seat":                    {func(*world) {}, false},
		"who lacks nothing but a seat":      {seatless, true},
		"who lacks a seat and their papers": {func(w *world) { seatless(w); w.Preparation.Exits = nil }, true},
		"who lacks a consent too":           {func(w *world) { seatless(w); w.Will.Consents = nil }, false},
		"who said no":                       {func(w *world) { seatless(w); w.withdraw(days(1)) }, false},
		"of whom protection still asks something that no seat does": {func(w *world) { seatless(w); w.Will.Voluntary = nil }, false},
		"whose risk nobody assessed":                                {func(w *world) { seatless(w); w.Refoulement.Risks = nil }, false},
	} {
		w := ready()
		c.change(w)
		turns := Turns(w.Facts, book, now, Evaluate(w.Facts, book, now, Clearance))
		i := slices.IndexFunc(turns, func(f Finding) bool { return f.Safeguard == ASeat })
		if (i >= 0) != c.seat {
			t.Errorf("%s waits for a seat: %v", name, i >= 0)
			for _, f := range Blocking(turns) {
				t.Logf("  %s %s", f.Safeguard, f.Reason.Key)
			}
		}
		for _, f := range Blocking(turns) {
			if f.Reason.Key == string(f.Safeguard)+".no-seat" {
				t.Errorf("%s: %s is somebody's turn", name, f.Safeguard)
			}
		}
		if i < 0 {
			continue
		}
		f := turns[i]
		if f.Owner != access.MovementOfficer || !f.Since.After(w.Opened) || !f.Since.Before(now) || !f.Due.Equal(f.Since.Add(days(book.values[DueDays]))) || !f.OpenDue.Equal(f.Due) {
			t.Errorf("%s: of %s since %v, due %v", name, f.Owner, f.Since, f.Due)
		}
	}
}
