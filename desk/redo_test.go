package desk_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"amana/desk/desktest"
	"amana/domain/casefile"
	"amana/domain/consent"
	"amana/domain/fault"
	"amana/domain/movement"
	"amana/domain/safeguard"
	"amana/domain/talk"
)

// again is what a reader is told to do again, by case: "gate.answer from
// 02-27 06:00", or only whom to ask.
func again(t *testing.T, w *desktest.World, by string, departs time.Time) map[string][]string {
	t.Helper()
	r, err := w.Desk.Redo(t.Context(), w.Who(by), desktest.Flight, departs)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]string{}
	for _, p := range r.People {
		for _, task := range p.Tasks {
			text := task.Do
			switch {
			case task.Safeguard == "" && task.Do == "":
				text = "ask " + task.Ask
			case task.Wait != "":
				text = "wait for " + task.Wait
			}
			if !task.From.IsZero() {
				text += " from " + task.From.UTC().Format("01-02 15:04")
			}
			all[p.Case] = append(all[p.Case], text)
		}
	}
	return all
}

// hours are the minutes of officers that what is to be done again takes, and by when.
func hours(t *testing.T, w *desktest.World, by string, departs time.Time, want map[string]int) {
	t.Helper()
	r, err := w.Desk.Redo(t.Context(), w.Who(by), desktest.Flight, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, r.Minutes); diff != "" || !r.Departs.Equal(departs) {
		t.Errorf("by %v, want %v; minutes, want - got +:\n%s", r.Departs, departs, diff)
	}
}

func same(t *testing.T, want, got map[string][]string) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want - got +:\n%s", diff)
	}
}

// scheduled is when the flight leaves at first: noon at Tripoli.
var scheduled = desktest.Begin.AddDate(0, 0, 51).Truncate(24 * time.Hour).Add(10 * time.Hour)

func TestWhatAMoveUndid(t *testing.T) {
	w, _ := programme(t)
	people := travel(t, w, desktest.Traveller{Given: "Zainab", Until: "boarding.board"}, desktest.Traveller{Given: "Ngozi", Until: "gate.confirm-person"}, desktest.Traveller{Given: "Amina", Until: "gate.confirm-person"})
	zainab, ngozi, amina := people[0], people[1], people[2]
	w.At(51, 10*time.Hour+40*time.Minute)
	same(t, map[string][]string{}, again(t, w, "hop", time.Time{}))

	later := scheduled.Add(48 * time.Hour)
	undone := map[string][]string{
		zainab: {"consent.reaffirm", "gate.answer from 02-27 04:00", "gate.confirm-person from 02-27 04:00", "ask health"},
		ngozi:  {"consent.reaffirm", "ask health"}, // whose gate was still to come
		amina:  {"consent.reaffirm", "ask health"},
	}
	same(t, undone, again(t, w, "hop", later)) // asked before the move
	if err := w.Other(t.Context(), "mov", casefile.Movement, desktest.Flight, "movement.move", movement.Move{Departs: later, Arrives: later.Add(5 * time.Hour), Reason: "weather"}); err != nil {
		t.Fatal(err)
	}
	same(t, undone, again(t, w, "hop", time.Time{}))
	// Of whose hours, by when: the doctor's own only the doctor reads.
	hours(t, w, "hop", later, map[string]int{"counsellor": 3 * 30, "movement-officer": 10 + 5})
	hours(t, w, "doc", later, map[string]int{"counsellor": 3 * 30, "movement-officer": 10 + 5, "health": 3 * 20})

	// Whoever says no is asked for nothing more, and what was done again is done.
	alone := talk.Talk{Language: "hau", Understood: true, Mode: "in-person", OutOfHearing: true, OutOfSight: true, Control: talk.Free, Witness: talk.NoWitness}
	for _, a := range []struct {
		number, by, command string
		args                any
	}{
		{amina, "cou", "consent.withdraw", consent.Withdraw{Channel: "phone"}},
		{zainab, "cou", "consent.reaffirm", consent.Reaffirm{Talk: alone, Answer: safeguard.Yes}},
	} {
		if _, err := w.Do(t.Context(), a.by, a.number, a.command, a.args); err != nil {
			t.Fatal(err)
		}
	}
	undone[zainab] = undone[zainab][1:]
	delete(undone, amina)
	same(t, undone, again(t, w, "hop", time.Time{}))
	hours(t, w, "doc", later, map[string]int{"counsellor": 30, "movement-officer": 10 + 5, "health": 2 * 20})

	same(t, undone, again(t, w, "mov", time.Time{}))
	same(t, map[string][]string{
		zainab: {"gate.answer from 02-27 04:00", "health.check", "gate.confirm-person from 02-27 04:00"},
		ngozi:  {"consent.reaffirm", "health.check"},
	}, again(t, w, "doc", time.Time{}))

	if _, err := w.Desk.Redo(t.Context(), w.Who("mov"), desktest.Flight, w.Now()); fault.KindOf(err) != fault.Invalid {
		t.Errorf("asked about a departure that is over: %v", err)
	}
	if _, err := w.Desk.Redo(t.Context(), w.Who("admin"), desktest.Flight, time.Time{}); fault.KindOf(err) != fault.Missing && fault.KindOf(err) != fault.Denied {
		t.Errorf("an administrator reads it: %v", err)
	}
}

func TestWhatACancellationUndid(t *testing.T) {
	w, _ := programme(t)
	people := travel(t, w, desktest.Traveller{Given: "Zainab", Until: "boarding.board"}, desktest.Traveller{Given: "Ngozi", Until: "clearance.draw"})
	w.At(51, 10*time.Hour+40*time.Minute)
	if err := w.Other(t.Context(), "mov", casefile.Movement, desktest.Flight, "movement.cancel", movement.Cancel{Reason: "security"}); err != nil {
		t.Fatal(err)
	}
	check := func(want map[string][]string) {
		t.Helper()
		same(t, want, again(t, w, "hop", scheduled.Add(24*time.Hour)))
	}
	gate := []string{"gate.answer from 02-26 04:00", "gate.confirm-person from 02-26 04:00", "clearance.draw"}
	check(map[string][]string{people[0]: gate})
	for _, number := range people {
		if _, err := w.Do(t.Context(), "mov", number, "seat.free", movement.FreeSeat{Reason: "movement-cancelled"}); err != nil {
			t.Fatal(err)
		}
	}
	seat := append([]string{"seat.give"}, gate...)
	check(map[string][]string{people[0]: seat, people[1]: {"seat.give"}})

	// Those who have a seat elsewhere are on that movement's list, and on no manifest of this.
	if m, err := w.Desk.Manifest(t.Context(), w.Who("hop"), desktest.Flight); err != nil || len(m.People) != 0 {
		t.Errorf("a cancelled flight has people on it: %v, %v", m, err)
	}
	next := movement.Plan{Reference: "TIP-LOS-0301", Kind: "charter", To: "NGA", Line: desktest.Line, Cost: 1000, Departs: scheduled.Add(96 * time.Hour), Arrives: scheduled.Add(101 * time.Hour)}
	if err := w.Other(t.Context(), "mov", casefile.Movement, next.Reference, "movement.plan", next); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Do(t.Context(), "mov", people[1], "seat.give", movement.GiveSeat{Movement: next.Reference, Line: desktest.Line, Reason: "waiting-longest"}); err != nil {
		t.Fatal(err)
	}
	check(map[string][]string{people[0]: seat})
}
