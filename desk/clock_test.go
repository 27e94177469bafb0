package desk_test

import (
	"testing"
	"time"
)

func TestAClockSetBackNeverMakesAMomentEarlierAndIsRecorded(t *testing.T) {
	w := newWorld(t)
	if err := w.desk.WatchClock(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.open(t, openArgs())
	before, size := w.desk.Moment(), w.size(t)
	w.clock = w.clock.Add(-48 * time.Hour)
	if now := w.desk.Moment(); now.Before(before) {
		t.Errorf("moment went back from %v to %v", before, now)
	}
	if err := w.desk.WatchClock(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := w.size(t); got != size+1 {
		t.Errorf("%d entries after the clock was set back, want one more than %d", got, size)
	}
	number := w.open(t, openArgs())
	c, err := w.desk.Case(t.Context(), w.protection, number)
	if err != nil || c.File.Changed.Before(before) {
		t.Errorf("recorded at %v, before the newest moment %v (%v)", c.File.Changed, before, err)
	}
}

func TestAClockSetForwardIsRecordedOnce(t *testing.T) {
	w := newWorld(t)
	for range 2 {
		if err := w.desk.WatchClock(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	size := w.size(t)
	w.clock = w.clock.Add(72 * time.Hour)
	for range 2 {
		if err := w.desk.WatchClock(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if got := w.size(t); got != size+1 {
		t.Errorf("%d entries, want one more than %d", got, size)
	}
}

func (w *world) size(t testing.TB) int64 {
	t.Helper()
	n, err := w.store.Size(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return n
}
