package work

import (
	"testing"

	"amana/desk"
	"amana/desk/desktest"
)

// A command can be repeated for 400 days; then its receipt is forgotten, the log
// is not.
func TestOldReceiptsAreForgotten(t *testing.T) {
	c := desktest.Config(t, "SQLite")
	w, err := desktest.Build(t.Context(), c)
	if err == nil {
		err = w.Scene(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	number, err := w.Way(t.Context(), "Zainab", "consent.give")
	if err != nil {
		t.Fatal(err)
	}
	r := desk.Request{ID: [16]byte{7}, Command: "consent.withdraw", Args: []byte(`{"channel":"phone"}`)}
	if _, err := w.Desk.Do(t.Context(), w.Who("cou"), number, r); err != nil {
		t.Fatal(err)
	}
	worker, begun := &Worker{Desk: w.Desk, Store: c.Store, Name: "test"}, w.Now()
	for _, c := range []struct {
		days     int
		repeated bool
	}{{399, true}, {401, false}} {
		w.Set(begun.AddDate(0, 0, c.days))
		if err := worker.prune(t.Context()); err != nil {
			t.Fatal(err)
		}
		again, err := w.Desk.Do(t.Context(), w.Who("cou"), number, r)
		if err != nil || again.Repeated != c.repeated {
			t.Errorf("after %d days: repeated %t, %v", c.days, again.Repeated, err)
		}
	}
}
