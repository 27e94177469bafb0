package demo_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"amana/demo"
	"amana/desk"
	"amana/domain/fault"
)

func TestTheSameSeedMakesTheSameProgramme(t *testing.T) {
	var people [2][]desk.Listed
	var counts [2]demo.Census
	for i := range 2 {
		c := empty(t)
		c.People = small
		r, err := demo.Build(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		if again, complete, err := demo.Complete(t.Context(), c.Desk.Store); err != nil || !complete || cmp.Diff(r, again) != "" {
			t.Errorf("a second start finds %+v, %v, %v; want %+v", again, complete, err, r)
		}
		if r.People != small {
			t.Errorf("%d people, want %d", r.People, small)
		}
		if counts[i], err = demo.Count(t.Context(), c.Desk.Store, c.Desk.Keys); err != nil {
			t.Fatal(err)
		}
		counts[i].Boardings = nil // named by hashes, which are new each time
		d, err := desk.Open(t.Context(), c.Desk)
		if err != nil {
			t.Fatal(err)
		}
		people[i] = listed(t, d)
		d.Close()
	}
	if diff := cmp.Diff(people[0], people[1]); diff != "" {
		t.Errorf("people differ:\n%s", diff)
	}
	if diff := cmp.Diff(counts[0], counts[1]); diff != "" {
		t.Errorf("counts differ:\n%s", diff)
	}
}

// A demonstration is built whenever somebody wants to see one, and in sizes
// that somebody wants to measure.
func TestTheStoryCanBeToldAtAnyHourInAnySize(t *testing.T) {
	tries := 1
	if os.Getenv("AMANA_SOAK") != "" {
		tries = 20
	}
	for i := range tries {
		at, size := now.Add(time.Duration(77+107*i)*time.Hour), demo.Least+20*i
		if i%4 == 3 {
			size = 1150 // as everybody starts it
		}
		t.Run(fmt.Sprintf("%d at %s", size, at.Format("2006-01-02T15")), func(t *testing.T) {
			c := empty(t)
			c.People, c.Now, c.Desk.Clock = size, at, nil
			r, err := demo.Build(t.Context(), c)
			if err != nil || r.People != size {
				t.Errorf("%d people: %v", r.People, err)
			}
			if size == 1150 && r.Departed != 820 {
				t.Errorf("%d departed, want 820 at any hour", r.Departed)
			}
		})
	}
}

func TestThereAreAtLeastSoMany(t *testing.T) {
	c := empty(t)
	c.People = demo.Least - 1
	if _, err := demo.Build(t.Context(), c); fault.KindOf(err) != fault.Invalid {
		t.Errorf("%v, want that the number is refused", err)
	}
}

func TestWhatWasInterruptedIsNotComplete(t *testing.T) {
	c := empty(t)
	c.People = small
	ctx, stop := context.WithCancel(t.Context())
	c.Progress = func(done float64) {
		if done > 0.2 {
			stop()
		}
	}
	if _, err := demo.Build(ctx, c); !errors.Is(err, context.Canceled) {
		t.Fatalf("building ended with %v, want cancelled", err)
	}
	if _, complete, err := demo.Complete(t.Context(), c.Desk.Store); complete || err != nil {
		t.Errorf("complete %v, %v; want an interrupted demonstration", complete, err)
	}
}

func TestAStoreOfSomebodyElseIsRefused(t *testing.T) {
	c := empty(t)
	if err := demo.Own(t.Context(), c.Desk.Store); err != nil {
		t.Errorf("an empty store: %v", err)
	}
	if err := desk.Found(t.Context(), c.Desk, desk.Founding{Node: "tripoli", Short: "TI", Hub: true, Offices: []string{"tripoli"}}); err != nil {
		t.Fatal(err)
	}
	if err := demo.Own(t.Context(), c.Desk.Store); !errors.Is(err, demo.ErrNotDemo) {
		t.Errorf("a store that is no demonstration: %v", err)
	}
	if _, err := demo.Build(t.Context(), c); err == nil {
		t.Error("a demonstration was built into somebody's store")
	}
}

// Each of the many has at least as many events as were asked for.
func TestForMeasurementsEachCaseIsLonger(t *testing.T) {
	c := empty(t)
	c.People, c.EventsPerCase = small, 60
	if _, err := demo.Build(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	d, err := desk.Open(t.Context(), c.Desk)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	var events []int
	for _, l := range listed(t, d) {
		all, err := d.Events(t.Context(), reader(l.Office), l.Case)
		if err != nil {
			t.Fatal(err)
		}
		events = append(events, len(all))
	}
	// The others are infants and those with a story of their own, of whom a small
	// programme has as many as a large one.
	slices.Sort(events)
	if at := len(events) * 3 / 10; events[at] < c.EventsPerCase {
		t.Errorf("more than three of ten cases have fewer than %d events: %v", c.EventsPerCase, events)
	}
}
