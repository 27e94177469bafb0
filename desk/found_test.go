package desk_test

import (
	"fmt"
	"sync"
	"testing"

	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/fault"
)

// Several processes of one node may be started at once on an empty store: one of
// them begins the log, and the others find it begun.
func TestALogIsBegunOnce(t *testing.T) {
	for _, engine := range []string{"SQLite", "PostgreSQL"} {
		for _, hub := range []bool{true, false} {
			t.Run(fmt.Sprint(engine, " hub ", hub), func(t *testing.T) {
				c := desktest.Config(t, engine)
				errs := make([]error, 4)
				var all sync.WaitGroup
				for i := range errs {
					all.Go(func() {
						errs[i] = desk.Found(t.Context(), c, desk.Founding{Node: "tripoli", Short: "TI", Hub: hub, Offices: []string{"tripoli"}})
					})
				}
				all.Wait()
				begun := 0
				for _, err := range errs {
					if err == nil {
						begun++
					} else if fault.KindOf(err) != fault.Conflict {
						t.Error(err)
					}
				}
				if size, err := c.Store.Size(t.Context()); begun != 1 || size != 1 || err != nil {
					t.Errorf("begun %d times, %d entries, %v", begun, size, err)
				}
				d, err := desk.Open(t.Context(), c)
				if err != nil {
					t.Fatal(err)
				}
				d.Close()
			})
		}
	}
}
