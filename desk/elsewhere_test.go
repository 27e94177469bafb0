package desk_test

import (
	"strings"
	"testing"
	"time"

	"amana/desk/desktest"
	"amana/domain/casefile"
	"amana/domain/movement"
)

// Whoever returns to Nigeria gets no seat on a movement to Ghana; and whoever is
// cleared for one to Nigeria does not board it once they return to Ghana.
func TestNobodyIsFlownToAnotherCountry(t *testing.T) {
	for _, engine := range desktest.Engines {
		t.Run(engine, func(t *testing.T) {
			w, _ := twins(t, engine)
			n := travel(t, w, desktest.Traveller{Given: "Zainab", Until: "seat.give"}, desktest.Traveller{Given: "Halima", Until: "boarding.board"})
			at := w.Now().Add(72 * time.Hour)
			plan := movement.Plan{Reference: "TIP-ACC-1", Kind: "charter", To: "GHA", Line: desktest.Line, Cost: 1000, Departs: at, Arrives: at.Add(5 * time.Hour)}
			if err := w.Other(t.Context(), "mov", casefile.Movement, plan.Reference, "movement.plan", plan); err != nil {
				t.Fatal(err)
			}
			for _, flight := range []string{plan.Reference, desktest.Flight} {
				_, err := w.Do(t.Context(), "mov", n[0], "seat.give", movement.GiveSeat{Movement: flight, Line: desktest.Line, Reason: "waiting-longest"})
				if elsewhere := err != nil && strings.Contains(err.Error(), "destination-open.elsewhere"); elsewhere != (flight == plan.Reference) {
					t.Errorf("a seat on %s: %v", flight, err)
				}
			}
			if _, err := w.Do(t.Context(), "cas", n[1], "case.correct", map[string]any{"destination": "GHA"}); err != nil {
				t.Fatal(err)
			}
			_, err := w.Do(t.Context(), "mov", n[1], "boarding.board", movement.Board{Movement: desktest.Flight})
			if err == nil || !strings.Contains(err.Error(), "destination-open.elsewhere") {
				t.Errorf("boarding for Nigeria of somebody who returns to Ghana: %v", err)
			}
		})
	}
}
