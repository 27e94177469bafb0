package desk_test

import (
	"slices"
	"testing"

	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/assessment"
	"amana/domain/ledger"
	"amana/domain/safeguard"
	"amana/domain/talk"
)

// Each rule is due at acts of its own. Who may not read a fear cannot find out
// that it is one by asking about one act after the other.
func TestAskingActByActTellsNothing(t *testing.T) {
	w, _ := programme(t)
	alone := talk.Talk{Language: "hau", Understood: true, Mode: "in-person", OutOfHearing: true, OutOfSight: true, Control: talk.Free, Witness: talk.NoWitness}
	people := travel(t, w, desktest.Traveller{Given: "Zainab", Until: "gate.confirm-person"}, desktest.Traveller{Given: "Ngozi", Until: "gate.confirm-person"})
	for i, c := range []struct {
		command string
		args    any
	}{
		{"fear.ask", assessment.AskFear{Talk: alone, Answer: "embassy"}},
		{"risk.assess", assessment.AssessRisk{Finding: "real", Sheet: "NGA-1", Reasons: "x"}},
	} {
		t.Run(c.command, func(t *testing.T) {
			number := people[i]
			if _, err := w.Do(t.Context(), "pia", number, c.command, c.args); err != nil {
				t.Fatal(err)
			}
			var first []string
			for i, act := range safeguard.Acts {
				a, err := w.Desk.Findings(t.Context(), w.Who("mov"), number, desk.Asked{For: act})
				if err != nil {
					t.Fatal(err)
				}
				var asks []string
				for _, f := range a.Findings {
					if f.Safeguard == "" {
						asks = append(asks, f.Ask)
					} else if f.Compartment != ledger.General {
						t.Errorf("a movement officer reads %s", f.Safeguard)
					}
				}
				if i == 0 {
					first = asks
				}
				if !slices.Equal(asks, first) || a.Clear || !slices.Contains(asks, "protection") {
					t.Errorf("%s: clear %v, ask %q; at the first act %q", act, a.Clear, asks, first)
				}
			}
		})
	}
}
