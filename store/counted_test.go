package store_test

import (
	"sync/atomic"
	"testing"

	"amana/store"
)

func TestReadingsAreCounted(t *testing.T) {
	onBoth(t, func(t *testing.T, open func() *store.DB) {
		var n atomic.Int64
		db, ctx := open(), store.Counted(t.Context(), &n)
		for range 3 {
			if _, err := db.Meta(ctx, "nothing"); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := db.Meta(t.Context(), "nothing"); err != nil {
			t.Fatal(err)
		}
		if n.Load() != 3 {
			t.Errorf("%d readings, want 3", n.Load())
		}
	})
}
