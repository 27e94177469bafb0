package work

import (
	"log/slog"
	"os"
	"slices"
	"testing"
	"time"

	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/casefile"
	"amana/domain/day"
	"amana/domain/fault"
	"amana/domain/movement"
	"amana/domain/staff"
	"amana/store"
	"amana/store/postgrestest"
)

func TestMain(m *testing.M) { os.Exit(postgrestest.Main(m)) }

// each runs a test on both engines, with a programme and its worker.
func each(t *testing.T, test func(*testing.T, *desktest.World, *Worker)) {
	for _, engine := range desktest.Engines {
		t.Run(engine, func(t *testing.T) {
			c := desktest.Config(t, engine)
			w, err := desktest.Build(t.Context(), c)
			if err == nil {
				err = w.Scene(t.Context())
			}
			if err != nil {
				t.Fatal(err)
			}
			test(t, w, &Worker{Desk: w.Desk, Store: c.Store, Name: "test", Log: slog.New(slog.DiscardHandler)})
		})
	}
}

// done does every job there is.
func done(t *testing.T, w *Worker) {
	t.Helper()
	for {
		n, err := w.Once(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			return
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Two children of one birth are recorded one after the other, and have a file each.
func TestTwinsHaveAFileEach(t *testing.T) {
	each(t, func(t *testing.T, w *desktest.World, worker *Worker) {
		mother, err := w.Way(t.Context(), "Zainab", "seat.give")
		must(t, err)
		_, err = w.Do(t.Context(), "cas", mother, "household.join", casefile.JoinHousehold{Household: "H-3", Relation: "spouse"})
		must(t, err)
		for _, name := range []string{"Hope", "Faith"} {
			_, err := w.Do(t.Context(), "cas", mother, "birth.record", casefile.RecordBirth{Day: day.Of(w.Now()), Sex: "woman", Name: name})
			must(t, err)
		}
		done(t, worker)
		page, err := w.Desk.Cases(t.Context(), w.Desk.Self(), desk.Query{Limit: 100})
		must(t, err)
		var names []string
		for _, c := range page.Cases {
			if c.Case != mother {
				names = append(names, c.Given)
				newborn, err := w.Desk.Case(t.Context(), w.Who("cas"), c.Case)
				must(t, err)
				if f := newborn.File; f.Mother != mother || len(f.Said.Household) != 1 || f.Said.Household[0].Value != (casefile.Home{Household: "H-3", Relation: "child"}) {
					t.Errorf("%s is not of the mother's household: %+v", c.Given, f.Said.Household)
				}
			}
		}
		if slices.Sort(names); !slices.Equal(names, []string{"Faith", "Hope"}) {
			t.Errorf("the files opened are of %q", names)
		}
	})
}

// A movement is cancelled: everybody on it loses their seat, whoever else lost
// it already.
func TestACancelledMovementFreesEverySeat(t *testing.T) {
	each(t, func(t *testing.T, w *desktest.World, worker *Worker) {
		people := []desktest.Traveller{{Given: "Zainab", Until: "clearance.draw"}, {Given: "Amina", Until: "clearance.draw"}, {Given: "Grace", Until: "clearance.draw"}}
		numbers, err := w.Ways(t.Context(), people...)
		must(t, err)
		must(t, w.Other(t.Context(), "mov", casefile.Movement, desktest.Flight, "movement.cancel", movement.Cancel{Reason: "aircraft"}))
		_, err = w.Do(t.Context(), "mov", numbers[1], "seat.free", movement.FreeSeat{Reason: "movement-cancelled"})
		must(t, err)
		done(t, worker)
		for _, number := range numbers {
			c, err := w.Desk.Case(t.Context(), w.Desk.Self(), number)
			must(t, err)
			if c.File.Travel.Movement != "" {
				t.Errorf("%s still has a seat on %s", number, c.File.Travel.Movement)
			}
		}
	})
}

// A day after a movement left, whoever is neither aboard nor gone has no seat on
// it any more: not before, and not if it was moved.
func TestWhoIsLeftBehindLosesTheSeat(t *testing.T) {
	each(t, func(t *testing.T, w *desktest.World, worker *Worker) {
		numbers, err := w.Ways(t.Context(), desktest.Traveller{Given: "Zainab", Until: "boarding.board"}, desktest.Traveller{Given: "Amina", Until: "arrival.record"},
			desktest.Traveller{Given: "Grace", Until: "boarding.board"})
		must(t, err)
		_, err = w.Do(t.Context(), "mov", numbers[2], "boarding.not-present", movement.NotPresent{Movement: desktest.Flight})
		must(t, err)
		flight, err := w.Desk.Movement(t.Context(), w.Desk.Self(), desktest.Flight)
		must(t, err)
		later := flight.Departs.Add(48 * time.Hour)
		w.Set(flight.Departs.Add(23 * time.Hour))
		must(t, w.Other(t.Context(), "mov", casefile.Movement, desktest.Flight, "movement.move", movement.Move{Departs: later, Arrives: later.Add(5 * time.Hour), Reason: "weather"}))
		for _, step := range []struct {
			now   time.Time
			seats []bool
		}{
			{flight.Departs.Add(movement.Late), []bool{true, true, true}},
			{later.Add(movement.Late - time.Minute), []bool{true, true, true}},
			{later.Add(movement.Late), []bool{false, true, false}},
		} {
			w.Set(step.now)
			done(t, worker)
			for i, number := range numbers {
				c, err := w.Desk.Case(t.Context(), w.Desk.Self(), number)
				must(t, err)
				if seat := c.File.Travel.Movement != ""; seat != step.seats[i] {
					t.Errorf("at %v: the seat of %s is there: %t", step.now, number, seat)
				}
			}
		}
	})
}

// Who gets a seat on a closed manifest is looked at together with the others
// before anybody stands at the door.
func TestASeatOnAClosedManifestIsLookedAt(t *testing.T) {
	each(t, func(t *testing.T, w *desktest.World, worker *Worker) {
		numbers, err := w.Ways(t.Context(), desktest.Traveller{Given: "Zainab", Until: "seat.give", Held: "TAJ"}, desktest.Traveller{Given: "Amina", Until: "seat.give", Held: "TAJ"})
		must(t, err)
		for _, number := range numbers {
			_, err := w.Do(t.Context(), "mov", number, "seat.give", movement.GiveSeat{Movement: desktest.Flight, Line: desktest.Line, Reason: "waiting-longest"})
			must(t, err)
		}
		done(t, worker)
		m, err := w.Desk.Movement(t.Context(), w.Who("hop"), desktest.Flight)
		must(t, err)
		if len(m.Signs) != 1 || m.Signs[0].People != 2 || m.Signs[0].Answered {
			t.Errorf("the signs are %+v", m.Signs)
		}
	})
}

// Whoever is revoked leaves no key behind that their sign-in opened.
func TestARevocationScrubs(t *testing.T) {
	each(t, func(t *testing.T, w *desktest.World, worker *Worker) {
		done(t, worker)
		must(t, w.Other(t.Context(), "admin", casefile.User, "mov", "user.revoke", staff.Revoke{Reason: "left"}))
		jobs, err := worker.Store.Lease(t.Context(), "another", w.Now(), w.Now(), 9)
		must(t, err)
		if len(jobs) != 1 || jobs[0].Kind != desk.JobScrub {
			t.Fatalf("what follows is %+v", jobs)
		}
		if n, err := worker.Once(t.Context()); n != 1 || err != nil {
			t.Fatalf("%d jobs, %v", n, err)
		}
		if n, err := worker.Once(t.Context()); n != 0 || err != nil {
			t.Errorf("%d jobs are left, %v", n, err)
		}
	})
}

// A job is over when what it was about has changed, and not because others
// wrote to it meanwhile.
func TestWhatEndsAJob(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		over bool
	}{
		"no seat any more":        {fault.New(fault.Invalid, "fault.no-seat"), true},
		"no such case any more":   {fault.New(fault.Missing, "fault.no-such-case"), true},
		"the id was used already": {fault.New(fault.Conflict, "fault.command-reused"), true},
		"others wrote meanwhile":  {fault.New(fault.Conflict, "fault.moved").Because(store.ErrMoved), false},
		"the file is shut":        {fault.New(fault.Busy, "fault.keys-shut"), false},
		"not allowed":             {fault.New(fault.Denied, "fault.not-allowed"), false},
	} {
		if got := over(c.err); got != c.over {
			t.Errorf("%s: over %v", name, got)
		}
	}
}
