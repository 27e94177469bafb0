package desk_test

import (
	"context"
	"encoding/json"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"amana/desk"
	"amana/domain/casefile"
	"amana/store"
)

// An overview gives every case as its log has it, whether its state is cached,
// is of older heads, does not open or is not there.
func TestStates(t *testing.T) {
	w := newWorld(t)
	var numbers []string
	for range 7 {
		n := w.open(t, openArgs())
		w.do(t, w.counsellor, n, "option.tell", tellArgs())
		numbers = append(numbers, n)
	}
	fromLog := gathered(t, w.desk.Refold)
	if len(fromLog) != len(numbers) {
		t.Fatalf("%d cases folded from the log, not %d", len(fromLog), len(numbers))
	}
	if diff := cmp.Diff(fromLog, gathered(t, w.desk.States)); diff != "" {
		t.Errorf("from cached states: %s", diff)
	}

	before := w.streams(t) // each with its state, as it was read
	w.do(t, w.counsellor, numbers[2], "option.tell", tellArgs())
	old := w.streams(t)[2]
	for i, spoil := range map[int]func(*store.State){
		2: func(s *store.State) { *s = before[2].States[0] }, // older heads
		3: func(s *store.State) { s.Sealed = s.Sealed[:20] },
		4: func(s *store.State) { s.Version = "none" },
	} {
		c := before[i]
		s := c.States[0]
		spoil(&s)
		heads := c.Heads
		if i == 2 {
			heads = old.Heads
		}
		if err := w.store.Refresh(t.Context(), []store.Fold{{Stream: c.Stream, Heads: heads, State: &s}}); err != nil {
			t.Fatal(err)
		}
	}
	fromLog = gathered(t, w.desk.Refold)
	if diff := cmp.Diff(fromLog, gathered(t, w.desk.States)); diff != "" {
		t.Errorf("where caches are spoilt: %s", diff)
	}
	if r, err := w.desk.Compare(t.Context(), 1, nil); err != nil || r.Checked != int64(len(numbers)) || r.Wrong != 0 {
		t.Errorf("after they were read: %+v, %v", r, err)
	}
	if err := w.store.Uncache(t.Context()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(fromLog, gathered(t, w.desk.States)); diff != "" {
		t.Errorf("without caches: %s", diff)
	}
}

// A state that is not what the log says is found by sampling, not used, and
// replaced.
func TestStatesSampled(t *testing.T) {
	w := newWorld(t)
	number := w.open(t, openArgs())
	w.do(t, w.counsellor, number, "option.tell", tellArgs())
	fromLog := gathered(t, w.desk.Refold)
	if err := w.desk.SpoilState(t.Context(), number); err != nil {
		t.Fatal(err)
	}
	found := func() bool { return cmp.Equal(fromLog, gathered(t, w.desk.States)) }
	for reads := 0; !found(); reads++ {
		if reads == 5000 { // by chance once in 10²¹ runs
			t.Fatal("5000 reads did not find it")
		}
	}
	if r, err := w.desk.Compare(t.Context(), 1, nil); err != nil || r.Checked == 0 || r.Wrong != 0 {
		t.Errorf("after it was found: %+v, %v", r, err)
	}
}

// streams are the cases with what is cached of them, in the order in which
// they began.
func (w *world) streams(t *testing.T) (all []store.Cached) {
	t.Helper()
	err := w.store.States(t.Context(), store.Scan{Subject: string(casefile.Person)}, desk.StateVersion, func(c *store.Cached) error {
		all = append(all, *c)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// cacheStates has the state of every case cached, as whoever reads them all does.
func cacheStates(t *testing.T, d *desk.Desk) {
	t.Helper()
	if err := d.States(t.Context(), func(*casefile.Case) error { return nil }); err != nil {
		t.Fatal(err)
	}
}

func gathered(t *testing.T, states func(context.Context, func(*casefile.Case) error) error) map[string]string {
	t.Helper()
	var mu sync.Mutex
	all := map[string]string{}
	err := states(t.Context(), func(c *casefile.Case) error {
		text, err := json.Marshal(c)
		mu.Lock()
		defer mu.Unlock()
		all[c.Number] += string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
