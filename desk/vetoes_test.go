package desk_test

import (
	"slices"
	"strings"
	"testing"

	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/consent"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/safeguard"
	"amana/domain/talk"
)

// The hub's list has everybody who does not board: who is stopped, and who lost
// the seat since, whom no manifest has any more. Who reads it enters its code; a
// list that grew meanwhile has another.
func TestTheListOfThoseWhoDoNotBoard(t *testing.T) {
	w, numbers := flying(t, desktest.Engines[0], 3, 0)
	list := func() desk.Vetoes {
		t.Helper()
		m, err := w.Desk.Manifest(t.Context(), w.Who("mov"), desktest.Flight)
		if err != nil || m.Vetoes == nil {
			t.Fatalf("%+v %v", m.Vetoes, err)
		}
		return *m.Vetoes
	}
	confirms := func(l desk.Vetoes) error {
		return w.Other(t.Context(), "mov", casefile.Movement, desktest.Flight, "movement.confirm-vetoes", movement.ConfirmVetoes{With: "gat", At: l.At, Code: l.Code})
	}
	does := func(by, number, command string, args any) {
		t.Helper()
		if _, err := w.Do(t.Context(), by, number, command, args); err != nil {
			t.Fatal(err)
		}
	}
	nobody := list()
	if len(nobody.Cases) > 0 {
		t.Errorf("nobody said no, and on the list are %v", nobody.Cases)
	}
	if err := confirms(nobody); err != nil {
		t.Errorf("an empty list: %v", err)
	}
	does("pia", numbers[1], "hold.place", casefile.PlaceHold{For: "protection", Reason: "she fears somebody on the flight"})
	if err := confirms(nobody); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a list that grew since it was read: %v", err)
	}
	does("cas", numbers[0], "consent.withdraw", consent.Withdraw{Channel: "phone"})
	does("mov", numbers[0], "seat.free", movement.FreeSeat{Reason: "withdrawn"})
	two, want := list(), []string{numbers[0], numbers[1]}
	if slices.Sort(want); !slices.Equal(two.Cases, want) {
		t.Errorf("on the list are %v, want %v", two.Cases, want)
	}
	if err := confirms(two); err != nil {
		t.Error(err)
	}
	m, err := w.Desk.Movement(t.Context(), w.Who("mov"), desktest.Flight)
	if err != nil || len(m.Heard) != 2 || len(m.Heard[1].Seats) != 2 {
		t.Errorf("on record: %+v %v", m.Heard, err)
	}
	heard, err := w.Desk.Heard(t.Context(), desktest.Flight, []string{" " + strings.ToLower(numbers[1]), "MI-26-0001-A", numbers[0]})
	if slices.SortFunc(heard, func(a, b ledger.Hash) int { return slices.Compare(a[:], b[:]) }); err != nil || !slices.Equal(heard, m.Heard[1].Seats) {
		t.Errorf("on another node they are %v %v, want %v", heard, err, m.Heard[1].Seats)
	}
}

// The list has the numbers of people whose seat is gone, so that whoever may not
// see one of them is shown none of it, as where somebody else's seat still is.
func TestTheListNamesNobodyWhomItsReaderMayNotSee(t *testing.T) {
	w, numbers := flying(t, desktest.Engines[0], 1, 0)
	elsewhere := outsider(t, w, "far", "misrata", access.Caseworker)
	list := func(who desk.Actor) *desk.Vetoes {
		t.Helper()
		m, err := w.Desk.Manifest(t.Context(), who, desktest.Flight)
		if err != nil {
			t.Fatal(err)
		}
		return m.Vetoes
	}
	if got := list(elsewhere); got != nil {
		t.Errorf("of somebody with a seat: %v", got.Cases)
	}
	if _, err := w.Do(t.Context(), "cas", numbers[0], "consent.withdraw", consent.Withdraw{Channel: "phone"}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Do(t.Context(), "mov", numbers[0], "seat.free", movement.FreeSeat{Reason: "withdrawn"}); err != nil {
		t.Fatal(err)
	}
	if got := list(elsewhere); got != nil {
		t.Errorf("of somebody whose seat is gone: %v", got.Cases)
	}
	if got := list(w.Who("mov")); got == nil || !slices.Equal(got.Cases, numbers) {
		t.Errorf("for who sees them: %v", got)
	}
}

// Who was not sure at the gate, or was not brought, is not cleared on the manifest
// that others read, and is on that list, as whoever is stopped is.
func TestWhoDeclinesAtTheGateIsOnTheList(t *testing.T) {
	w, _ := programme(t)
	n := travel(t, w, desktest.Traveller{Given: "Zainab", Until: "gate.answer"}, desktest.Traveller{Given: "Halima", Until: "gate.answer"}, desktest.Traveller{Given: "Ladi", Until: "boarding.board"})
	cleared := func() (all []string, list []string) {
		m, err := w.Desk.Manifest(t.Context(), w.Who("mov"), desktest.Flight)
		if err != nil || m.Vetoes == nil {
			t.Fatalf("%+v %v", m, err)
		}
		for _, p := range m.People {
			if p.Cleared {
				all = append(all, p.Case)
			} else if !slices.Equal(p.Ask, []string{"protection"}) {
				t.Errorf("of %s ask %v", p.Case, p.Ask)
			}
		}
		return all, m.Vetoes.Cases
	}
	if all, list := cleared(); len(all) != 3 || len(list) != 0 {
		t.Fatalf("before: cleared %v, on the list %v", all, list)
	}
	unsure := movement.AnswerGate{Movement: desktest.Flight, Answer: safeguard.NotSure, Talk: talk.Talk{Language: "hau", Understood: true, Mode: "in-person", OutOfHearing: true, OutOfSight: true, Control: talk.Free, Witness: talk.NoWitness}}
	if _, err := w.Do(t.Context(), "gat", n[0], "gate.answer", unsure); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Do(t.Context(), "mov", n[1], "boarding.not-present", movement.NotPresent{Movement: desktest.Flight}); err != nil {
		t.Fatal(err)
	}
	all, list := cleared()
	want := slices.Sorted(slices.Values(n[:2]))
	if !slices.Equal(all, n[2:]) || !slices.Equal(list, want) {
		t.Errorf("cleared %v, want %v; on the list %v, want %v", all, n[2:], list, want)
	}
}
