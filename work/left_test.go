package work

import (
	"encoding/json"
	"testing"
	"time"

	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/casefile"
	"amana/domain/ledger"
	"amana/domain/movement"
)

// stands says where somebody's seat is and where they stand.
func stands(t *testing.T, w *desktest.World, number string) (seat string, status casefile.Status) {
	t.Helper()
	c, err := w.Desk.Case(t.Context(), w.Desk.Self(), number)
	must(t, err)
	return c.File.Travel.Movement, c.Status
}

func flies(t *testing.T, w *desktest.World) *movement.State {
	t.Helper()
	m, err := w.Desk.Movement(t.Context(), w.Desk.Self(), desktest.Flight)
	must(t, err)
	return m
}

func moves(t *testing.T, w *desktest.World, to time.Time) {
	t.Helper()
	must(t, w.Other(t.Context(), "mov", casefile.Movement, desktest.Flight, "movement.move", movement.Move{Departs: to, Arrives: to.Add(5 * time.Hour), Reason: "weather"}))
}

// Whoever moved a flight to an hour that is over by a slip of the pen has a day to
// see it, and nobody loses a seat meanwhile.
func TestASlipOfThePenTakesNoSeat(t *testing.T) {
	each(t, func(t *testing.T, w *desktest.World, worker *Worker) {
		number, err := w.Way(t.Context(), "Zainab", "consent.reaffirm")
		must(t, err)
		right, slip := flies(t, w).Departs, w.Now().Add(-23*time.Hour)
		moves(t, w, slip)
		w.Set(w.Now().Add(20 * time.Hour))
		done(t, worker)
		if seat, _ := stands(t, w, number); seat != desktest.Flight {
			t.Fatal("the seat is gone within a day")
		}
		moves(t, w, right)
		for _, c := range []struct {
			at   time.Time
			seat string
		}{{right.Add(movement.Late - time.Minute), desktest.Flight}, {right.Add(movement.Late), ""}} {
			w.Set(c.at)
			done(t, worker)
			if seat, _ := stands(t, w, number); seat != c.seat {
				t.Errorf("at %v the seat is on %q", c.at, seat)
			}
		}
	})
}

// Whoever is aboard keeps the seat, and departs as authorised, when a hold came and
// went before their departure was entered.
func TestAHoldThatWasLiftedTakesNoSeat(t *testing.T) {
	each(t, func(t *testing.T, w *desktest.World, worker *Worker) {
		number, err := w.Way(t.Context(), "Zainab", "departure.record")
		must(t, err)
		departs := flies(t, w).Departs
		w.Set(departs.Add(2 * time.Hour))
		_, err = w.Do(t.Context(), "lea", number, "hold.place", casefile.PlaceHold{For: "protection", Reason: "a fever"})
		must(t, err)
		w.Set(departs.Add(movement.Late + time.Minute))
		done(t, worker)
		if seat, status := stands(t, w, number); seat != desktest.Flight || status != casefile.OnHold {
			t.Errorf("the seat is on %q, status %s", seat, status)
		}
		c, err := w.Desk.Case(t.Context(), w.Who("lea"), number)
		must(t, err)
		_, err = w.Do(t.Context(), "lea", number, "hold.lift", casefile.LiftHold{Hold: c.File.Holds[0].ID, Reason: "of somebody else"})
		must(t, err)
		args, err := json.Marshal(movement.Depart{Movement: desktest.Flight})
		must(t, err)
		_, err = w.Desk.Do(t.Context(), w.Who("mov"), number, desk.Request{ID: ledger.Command{8}, Command: "departure.record", Args: args, Happened: departs.Add(5 * time.Minute)})
		must(t, err)
		if seat, status := stands(t, w, number); seat != desktest.Flight || status != casefile.StatusDeparted {
			t.Errorf("entered late: the seat is on %q, status %s", seat, status)
		}
	})
}

// A seat that the work of its movement never looked at is freed all the same: by
// the rows alone, of whoever is neither aboard nor gone.
func TestASeatThatTheWorkMissedIsFreed(t *testing.T) {
	each(t, func(t *testing.T, w *desktest.World, worker *Worker) {
		numbers, err := w.Ways(t.Context(), desktest.Traveller{Given: "Zainab", Until: "boarding.board"}, desktest.Traveller{Given: "Amina", Until: "arrival.record"}, desktest.Traveller{Given: "Grace", Until: "departure.record"})
		must(t, err)
		left := flies(t, w).Departs.Add(movement.Late)
		done(t, worker)
		for _, c := range []struct {
			at    time.Time
			seats []string
		}{
			{left.Add(-time.Minute), []string{desktest.Flight, desktest.Flight, desktest.Flight}},
			{left.Add(time.Hour), []string{"", desktest.Flight, desktest.Flight}},
		} {
			w.Set(c.at)
			must(t, worker.Sweep(t.Context()))
			for i, want := range c.seats {
				if seat, status := stands(t, w, numbers[i]); seat != want {
					t.Errorf("at %v, %s: the seat is on %q", c.at, status, seat)
				}
			}
		}
	})
}

// Between the list of those on a flight and the seat of one of them, they board,
// or get a seat elsewhere: they lose neither.
func TestASeatIsFreedOnlyOfWhoWasMeant(t *testing.T) {
	each(t, func(t *testing.T, w *desktest.World, worker *Worker) {
		numbers, err := w.Ways(t.Context(), desktest.Traveller{Given: "Zainab", Until: "boarding.board"}, desktest.Traveller{Given: "Amina", Until: "clearance.draw"})
		must(t, err)
		next := w.Now().AddDate(0, 0, 9)
		must(t, w.Other(t.Context(), "mov", casefile.Movement, "F-2", "movement.plan",
			movement.Plan{Reference: "F-2", Kind: "charter", To: "NGA", Line: desktest.Line, Cost: 1000, Departs: next, Arrives: next.Add(5 * time.Hour)}))
		meanwhile := []struct {
			command string
			args    any
		}{
			{"boarding.board", movement.Board{Movement: desktest.Flight}},
			{"seat.give", movement.GiveSeat{Movement: "F-2", Line: desktest.Line, Reason: "waiting-longest"}},
		}
		must(t, worker.freeEach(t.Context(), desk.Job{ID: ledger.Command{7}, Ref: desktest.Flight}, func(casefile.Status) string {
			for i, m := range meanwhile {
				_, err := w.Do(t.Context(), "mov", numbers[i], m.command, m.args)
				must(t, err)
			}
			meanwhile = nil
			return "left-behind"
		}))
		if seat, status := stands(t, w, numbers[0]); seat != desktest.Flight || status != casefile.StatusBoarded {
			t.Errorf("aboard: the seat is on %q, status %s", seat, status)
		}
		if seat, _ := stands(t, w, numbers[1]); seat != "F-2" {
			t.Errorf("seated elsewhere: the seat is on %q", seat)
		}
	})
}

// A movement that is cancelled after it left keeps those who are gone on its
// manifest.
func TestACancellationKeepsWhoIsGone(t *testing.T) {
	each(t, func(t *testing.T, w *desktest.World, worker *Worker) {
		numbers, err := w.Ways(t.Context(), desktest.Traveller{Given: "Zainab", Until: "arrival.record"}, desktest.Traveller{Given: "Amina", Until: "clearance.draw"})
		must(t, err)
		must(t, w.Other(t.Context(), "mov", casefile.Movement, desktest.Flight, "movement.cancel", movement.Cancel{Reason: "other"}))
		done(t, worker)
		for i, want := range []string{desktest.Flight, ""} {
			if seat, status := stands(t, w, numbers[i]); seat != want {
				t.Errorf("%s: the seat is on %q", status, seat)
			}
		}
	})
}

// Whoever has a seat on a flight to come and left otherwise is recorded as gone.
func TestWhoLeftBeforeTheirFlight(t *testing.T) {
	each(t, func(t *testing.T, w *desktest.World, _ *Worker) {
		number, err := w.Way(t.Context(), "Zainab", "clearance.draw")
		must(t, err)
		_, err = w.Do(t.Context(), "mov", number, "departure.record", movement.Depart{})
		must(t, err)
		if _, status := stands(t, w, number); status != casefile.StatusUncleared {
			t.Errorf("they are %s", status)
		}
	})
}
