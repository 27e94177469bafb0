package storetest

import (
	"errors"
	"testing"
	"time"

	"amana/store"
)

func drafted(t *testing.T, open func() *store.DB) {
	db, ctx := open(), t.Context()
	name := [32]byte{7}
	save := func(text string, until time.Time) {
		t.Helper()
		if err := db.SaveDraft(ctx, store.Draft{Name: name, Sealed: []byte(text), Until: until}); err != nil {
			t.Fatal(err)
		}
	}
	missing := func(what string, now time.Time) {
		t.Helper()
		if _, err := db.Draft(ctx, name, now); !errors.Is(err, store.ErrMissing) {
			t.Errorf("%s: %v", what, err)
		}
	}
	missing("none was kept", start)
	save("first", start.Add(time.Hour))
	save("second", start.Add(2*time.Hour))
	same(t, "the later one", must[[]byte](t)(db.Draft(ctx, name, start.Add(time.Hour))), []byte("second"))
	missing("its time is over", start.Add(2*time.Hour))
	for range 2 {
		if err := db.DropDraft(ctx, name); err != nil {
			t.Fatal(err)
		}
	}
	missing("it was dropped", start)

	save("left", start.Add(time.Hour))
	same(t, "none is over yet", must[int64](t)(db.PruneDrafts(ctx, start)), int64(0))
	same(t, "one is", must[int64](t)(db.PruneDrafts(ctx, start.Add(time.Hour))), int64(1))
	missing("it was forgotten", start)

	unknown := store.Draft{Name: name, Stream: Stream(), Sealed: []byte("of nothing"), Until: start.Add(time.Hour)}
	if err := db.SaveDraft(ctx, unknown); !errors.Is(err, store.ErrMissing) {
		t.Errorf("a draft about a case that is not there: %v", err)
	}
}
