package desk_test

import (
	"testing"

	"amana/desk/desktest"
	"amana/domain/fault"
	"amana/domain/movement"
)

// Whoever is given another seat on the same flight is drawn for anew, at once:
// the draw for the seat they lost binds nobody.
func TestAnotherSeatOnTheSameFlightIsDrawnFor(t *testing.T) {
	w, _ := programme(t)
	number := travels(t, w, "Zainab", "clearance.give")
	if _, err := w.Do(t.Context(), "node", number, "clearance.draw", movement.Draw{}); fault.KindOf(err) != fault.Conflict {
		t.Fatalf("drawn twice for one seat: %v", err)
	}
	for _, s := range []struct {
		by, command string
		args        any
	}{
		{"mov", "seat.free", movement.FreeSeat{Reason: "other"}},
		{"mov", "seat.give", movement.GiveSeat{Movement: desktest.Flight, Line: desktest.Line, Reason: "waiting-longest"}},
		{"node", "clearance.draw", movement.Draw{}},
	} {
		if _, err := w.Do(t.Context(), s.by, number, s.command, s.args); err != nil {
			t.Fatal(err)
		}
	}
	c, err := w.Desk.Case(t.Context(), w.Desk.Self(), number)
	if err != nil {
		t.Fatal(err)
	}
	if drawn := c.File.Travel.Drawn; len(drawn) != 2 || c.File.Travel.ToClear() != drawn[1].Officer {
		t.Errorf("drawn %v, to clear is %v", drawn, c.File.Travel.ToClear())
	}
}
