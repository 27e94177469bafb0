package desk_test

import (
	"testing"
	"time"

	"amana/desk/desktest"
	"amana/domain/casefile"
	"amana/domain/consent"
	"amana/domain/movement"
	"amana/domain/talk"
	"amana/work"
)

// Whoever took consent back, be it by a report that they confirmed or could not
// be asked about, loses the seat; a report alone, or one denied, takes nothing.
func TestAWithdrawalFreesTheSeat(t *testing.T) {
	alone := talk.Talk{Language: "hau", Understood: true, Mode: "in-person", OutOfHearing: true, OutOfSight: true, Control: talk.Free, Witness: talk.NoWitness}
	for outcome, freed := range map[string]bool{"withdrawn": true, "confirmed": true, "cannot-ask": true, "denied": false, "": false} {
		w, c := programme(t)
		number := travels(t, w, "Zainab", "clearance.draw")
		do := func(by, command string, args any) {
			t.Helper()
			if _, err := w.Do(t.Context(), by, number, command, args); err != nil {
				t.Fatal(err)
			}
		}
		if outcome == "withdrawn" {
			do("cou", "consent.withdraw", consent.Withdraw{Channel: "phone"})
		} else {
			do("cou", "consent.report", consent.Report{Channel: "sms"})
			c, err := w.Desk.Case(t.Context(), w.Who("hop"), number)
			if err != nil {
				t.Fatal(err)
			}
			if outcome != "" {
				do("pia", "consent.settle-report", consent.SettleReport{Report: c.File.Consent.Reports[0].ID, Talk: alone, Outcome: outcome})
			}
		}
		worker := work.Worker{Desk: w.Desk, Store: c.Store, Name: "test"}
		if _, err := worker.Once(t.Context()); err != nil {
			t.Fatal(err)
		}
		got, err := w.Desk.Case(t.Context(), w.Who("hop"), number)
		if err != nil {
			t.Fatal(err)
		}
		if (got.File.Travel.Movement == "") != freed {
			t.Errorf("%q: the seat is %q, status %s", outcome, got.File.Travel.Movement, got.Status)
		}
	}
}

// A seat that was given on another node comes in days after the flight left: the hub
// frees it when it next looks, once an hour, and as often as it happens.
func TestASeatThatComesInLateIsFreed(t *testing.T) {
	w, c := programme(t)
	number := travels(t, w, "Zainab", "seat.give")
	worker := work.Worker{Desk: w.Desk, Store: c.Store, Name: "test"}
	w.At(54, 0)
	for n, err := 1, error(nil); n > 0; {
		if n, err = worker.Once(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if err := worker.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		given := movement.SeatGiven{GiveSeat: movement.GiveSeat{Movement: desktest.Flight, Line: desktest.Line, Reason: "waiting-longest"}}
		if err := w.Desk.Forge(t.Context(), w.Who("mov"), number, given); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Desk.Rebuild(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		for _, s := range []struct {
			later time.Duration
			seat  string
		}{{59 * time.Minute, desktest.Flight}, {time.Minute, ""}} {
			w.Set(w.Now().Add(s.later))
			if err := worker.Sweep(t.Context()); err != nil {
				t.Fatal(err)
			}
			got, err := w.Desk.Case(t.Context(), w.Who("hop"), number)
			if err != nil || got.File.Travel.Movement != s.seat {
				t.Fatalf("the seat is on %q, want %q, %v", got.File.Travel.Movement, s.seat, err)
			}
		}
	}
}

// A movement is cancelled while nobody is signed in who could open the files of
// those on it: their seats are freed as soon as somebody is.
func TestACancelledMovementWaitsForWhoOpensTheFiles(t *testing.T) {
	w, c := programme(t)
	numbers := travel(t, w, desktest.Traveller{Given: "Zainab", Until: "clearance.draw"}, desktest.Traveller{Given: "Amina", Until: "clearance.draw"})
	seats := func() (n int) {
		t.Helper()
		for _, number := range numbers {
			got, err := w.Desk.Case(t.Context(), w.Who("hop"), number)
			if err != nil {
				t.Fatal(err)
			}
			if got.File.Travel.Movement != "" {
				n++
			}
		}
		return n
	}
	worker := work.Worker{Desk: w.Desk, Store: c.Store, Name: "test"}
	works := func() int {
		t.Helper()
		w.Set(w.Now().Add(time.Minute))
		n, err := worker.Once(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	for works() > 0 {
	}
	if err := w.Other(t.Context(), "mov", casefile.Movement, desktest.Flight, "movement.cancel", movement.Cancel{Reason: "aircraft"}); err != nil {
		t.Fatal(err)
	}
	w.Desk.Shut("tripoli")
	for range 3 {
		if n := works(); n != 1 {
			t.Fatalf("%d jobs: the seats are forgotten", n)
		}
	}
	if err := w.Desk.Reload(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := seats(); n != len(numbers) {
		t.Fatalf("%d have a seat", n)
	}
	works()
	if n := seats(); n > 0 {
		t.Errorf("%d still have a seat", n)
	}
	for range 3 { // what follows from seats that were freed
		if works() == 0 {
			return
		}
	}
	t.Error("the job does not end")
}
