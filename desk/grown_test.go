package desk_test

import (
	"reflect"
	"testing"

	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/casefile"
	"amana/domain/counselling"
	"amana/domain/screening"
)

// An attestation is added to the file that the act just left, and not folded with
// everything again: what is in memory afterwards is what the store folds to.
func TestWhatAnActLeavesInMemoryIsWhatIsStored(t *testing.T) {
	w, _ := programme(t)
	begun := []desktest.Traveller{{Given: "Zainab", Until: "case.open"}, {Given: "Halima", Until: "consent.give"}, {Given: "Amina", Until: "seat.give"}, {Given: "Salma", Until: "gate.answer"}}
	for i, number := range travel(t, w, begun...) {
		for _, a := range []struct {
			by, command string
			args        any
		}{
			{"cas", "custody.record", casefile.RecordCustody{Date: "now"}},
			{"cou", "option.tell", counselling.Tell{Option: "stay", Explained: true, Available: "no", Answer: "declines"}},
			{"pia", "hold.place", casefile.PlaceHold{For: "protection", Reason: "invented"}},
			{"pia", "safeguard.attest", casefile.Attest{}},
			{"doc", "health.examine", screening.Examine{Outcome: "unfit"}},
		} {
			if _, err := w.Do(t.Context(), a.by, number, a.command, a.args); err != nil {
				t.Fatalf("%s, %s: %v", begun[i].Until, a.command, err)
			}
			kept := folded(t, w, number)
			if err := w.Desk.Forget(t.Context(), number); err != nil {
				t.Fatal(err)
			}
			if stored := folded(t, w, number); !reflect.DeepEqual(kept, stored) {
				t.Errorf("%s, %s: the file in memory is not what is stored", begun[i].Until, a.command)
			}
		}
	}
}

func folded(t *testing.T, w *desktest.World, number string) *casefile.Case {
	t.Helper()
	text, err := w.Desk.Folded(t.Context(), number)
	if err != nil {
		t.Fatal(err)
	}
	c, err := desk.OpenFolded(text)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
