package desk_test

import (
	"slices"
	"testing"

	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/casefile"
	"amana/domain/movement"
	"amana/domain/safeguard"
)

// together is what the rule about collective returns says of somebody at the door.
func together(t *testing.T, w *desktest.World, number string) string {
	t.Helper()
	answer, err := w.Desk.Findings(t.Context(), w.Who("hop"), number, desk.Asked{For: safeguard.Boarding})
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(answer.Findings, func(f safeguard.Finding) bool { return f.Safeguard == "not-collective" })
	return answer.Findings[i].Reason.Key
}

// Who is held boards when it was counted who was handed over, by the files of
// all; a difference stops everybody until the head of protection says why.
func TestWhoIsHandedOverIsCounted(t *testing.T) {
	for _, engine := range desktest.Engines {
		t.Run(engine, func(t *testing.T) {
			w, numbers := flying(t, engine, 4, 0)
			held, taken, free := numbers[0], numbers[1], numbers[2]
			says := func(number, want string) {
				t.Helper()
				if got := together(t, w, number); got != want {
					t.Errorf("%s, want %s", got, want)
				}
			}
			count := func(where string, people int) {
				t.Helper()
				if err := w.Other(t.Context(), "mov", casefile.Movement, desktest.Flight, "movement.count", movement.Count{Where: where, People: people}); err != nil {
					t.Fatal(err)
				}
			}
			do := func(by, number, command string, args any) {
				t.Helper()
				if _, err := w.Do(t.Context(), by, number, command, args); err != nil {
					t.Fatal(err)
				}
			}
			do("cou", held, "custody.record", casefile.RecordCustody{Date: "eve", Held: true, Place: "TAJ"})
			says(held, "not-collective.headcount")
			says(free, "safeguard.met")
			count(movement.HandOver, 1)
			says(held, "safeguard.met")
			do("cou", taken, "custody.record", casefile.RecordCustody{Date: "eve", Held: true, Place: "TAJ"})
			says(taken, "not-collective.headcount") // nobody expected them at the first count
			do("mov", taken, "boarding.not-present", movement.NotPresent{Movement: desktest.Flight})
			count(movement.HandOver, 1)
			says(free, "safeguard.met")
			count(movement.HandOver, 2) // one whom no file expects
			says(held, "not-collective.sign")
			says(free, "not-collective.sign")
			answers(t, w, safeguard.Headcount)
			says(held, "safeguard.met")

			do("mov", free, "boarding.board", movement.Board{Movement: desktest.Flight})
			m, err := w.Desk.Movement(t.Context(), w.Who("mov"), desktest.Flight)
			if err != nil {
				t.Fatal(err)
			}
			count(movement.Aircraft, 1)
			again, err := w.Desk.Movement(t.Context(), w.Who("mov"), desktest.Flight)
			if err != nil {
				t.Fatal(err)
			}
			if got := again.Counts[len(m.Counts)]; got.Manifest != 4 || got.Yes != 3 || got.NotPresented != 1 || got.NotAsked != 0 || got.Aboard != 1 || got.Seats != nil {
				t.Errorf("at the door the files say %+v", got)
			}
			says(numbers[3], "safeguard.met")
		})
	}
}
