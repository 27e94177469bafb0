package work

import (
	"log/slog"
	"testing"

	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/casefile"
	"amana/domain/day"
	"amana/domain/fault"
	"amana/seal"
)

// A process whose key was revoked leaves the work to those that may sign: none of
// it is taken for what nothing follows from any more.
func TestARevokedKeyLosesNoWork(t *testing.T) {
	for _, engine := range desktest.Engines {
		t.Run(engine, func(t *testing.T) {
			c := desktest.Config(t, engine)
			w, err := desktest.Build(t.Context(), c)
			if err == nil {
				err = w.Scene(t.Context())
			}
			must(t, err)
			number, err := w.Way(t.Context(), "Zainab", "seat.give")
			must(t, err)
			done(t, &Worker{Desk: w.Desk, Store: c.Store, Name: "first"})
			c.Clock = w.Now
			second, err := desk.Open(t.Context(), c)
			must(t, err)
			defer second.Close()
			left := Worker{Desk: second, Store: c.Store, Name: "second", Log: slog.New(slog.DiscardHandler)}
			_, err = w.Do(t.Context(), "cas", number, "birth.record", casefile.RecordBirth{Day: day.Of(w.Now()), Sex: "woman", Name: "Hope"})
			must(t, err)
			jobs, err := c.Store.Lease(t.Context(), "second", w.Now(), w.Now().Add(lease), batch)
			must(t, err)
			if len(jobs) == 0 {
				t.Fatal("nothing follows from a birth")
			}
			_, err = w.Desk.RenewEntryKey(t.Context(), w.Who("admin"), "stolen", func(*seal.KeyFile) error { return nil })
			must(t, err)

			for _, j := range jobs { // those it had leased already
				must(t, left.one(t.Context(), j))
			}
			w.Set(w.Now().Add(lease))
			if n, err := left.Once(t.Context()); n != 0 || fault.KindOf(err) != fault.Busy {
				t.Errorf("it takes %d more, %v", n, err)
			}
			done(t, &Worker{Desk: w.Desk, Store: c.Store, Name: "first"})
			page, err := w.Desk.Cases(t.Context(), w.Desk.Self(), desk.Query{Limit: 10})
			must(t, err)
			if len(page.Cases) != 2 {
				t.Errorf("%d files, want the newborn's too", len(page.Cases))
			}
		})
	}
}
