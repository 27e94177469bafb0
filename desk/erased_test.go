package desk_test

import (
	"path/filepath"
	"testing"
	"time"

	"amana/desk/desktest"
	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/movement"
)

// Who left without clearance does not vanish with their file: it is not erased
// while somebody has to look at it, and afterwards the verifier still says that
// they left so.
func TestAnErasureTakesNoDepartureFromTheCount(t *testing.T) {
	w, _ := programme(t)
	people := travel(t, w, desktest.Traveller{Given: "Zainab"}, desktest.Traveller{Given: "Halima", Until: "clearance.draw"}, desktest.Traveller{Given: "Amina", Until: "consent.give"})
	left := people[1]
	if _, err := w.Do(t.Context(), "mov", left, "departure.record", movement.Depart{Movement: desktest.Flight}); err != nil {
		t.Fatal(err)
	}
	gone := func(number string) error {
		w.Set(w.Now().Add(time.Minute))
		_, err := erase(t, w.Desk, w.Who("dpo"), number)
		return err
	}
	if err := gone(left); fault.KindOf(err) != fault.Conflict {
		t.Fatalf("erased with an open incident: %v", err)
	}
	mission := w.Who("hom")
	c, err := w.Desk.Case(t.Context(), mission, left)
	if err != nil {
		t.Fatal(err)
	}
	var incident ledger.Hash
	for _, i := range c.File.Incidents {
		incident = i.ID
	}
	if _, err := w.DoAs(t.Context(), mission, left, "incident.close", casefile.CloseIncident{Incident: incident, Outcome: "looked at"}); err != nil {
		t.Fatal(err)
	}
	for _, number := range people {
		if err := gone(number); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		statistic                         bool
		erased, gone, withheld, uncleared int
	}{
		{true, 3, 2, 0, 1},
		{false, 3, 0, 3, 0},
	} {
		who := w.Who("hop")
		if c.statistic {
			who = mission
		}
		dir := filepath.Join(t.TempDir(), "log")
		signed, err := w.Desk.Export(t.Context(), dir, nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Desk.Disclose(t.Context(), who, dir, signed, nil); err != nil {
			t.Fatal(err)
		}
		a, said := desktest.Rechecked(t, dir, signed.Size)
		if said != "" {
			t.Errorf("problems: %s", said)
		}
		if a.Erased != c.erased || a.Gone != c.gone || a.Withheld != c.withheld || a.Uncleared != c.uncleared || a.Cases != 0 {
			t.Errorf("with the statistic %v: %+v", c.statistic, a)
		}
	}
}
