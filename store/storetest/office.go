package storetest

import (
	"errors"
	"testing"

	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/store"
)

func officeKeyRetires(t *testing.T, open func() *store.DB) {
	db, ctx := open(), t.Context()
	key := func(epoch int) store.KEK {
		return store.KEK{Office: "TI", Compartment: ledger.Medical, Epoch: epoch, Holder: "node", Wrapped: Bytes(60)}
	}
	box := func(epoch int) store.Letterbox {
		return store.Letterbox{Office: "TI", Compartment: ledger.Medical, Epoch: epoch, Public: Bytes(60)}
	}
	wraps := func(kek int) []store.DEK {
		return []store.DEK{{Compartment: ledger.Medical, Epoch: 1, Office: "TI", Made: kek, KEK: kek, KEM: 7, Wrapped: Bytes(60)}}
	}
	w := Write(Stream(), nil, 1)
	w.KEKs, w.Letterboxes, w.DEKs = []store.KEK{key(1), key(2)}, []store.Letterbox{box(1), box(2)}, wraps(1)
	appended(t, db, w)
	if err := db.Retire(ctx, "TI", ledger.Medical, 2); fault.KindOf(err) != fault.Conflict {
		t.Fatalf("retired while it wraps something: %v", err)
	}
	under := must[[]store.OwnedDEK](t)(db.Under(ctx, "TI", ledger.Medical, 2, 9))
	same(t, "wrapped under the first", under, []store.OwnedDEK{{Stream: w.Stream.Name, DEK: w.DEKs[0]}})
	under[0].KEK, under[0].KEM, under[0].Wrapped = 2, 0, Bytes(60)
	for _, err := range []error{db.Rewrap(ctx, under), db.Retire(ctx, "TI", ledger.Medical, 2)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	same(t, "wraps", must[store.Content](t)(db.Stream(ctx, w.Stream.Name)).DEKs, []store.DEK{under[0].DEK})
	same(t, "office keys", must[[]store.KEK](t)(db.KEKs(ctx)), w.KEKs[1:])
	same(t, "letterboxes", must[[]store.Letterbox](t)(db.Letterboxes(ctx)), w.Letterboxes[1:])

	late, next := Write(Stream(), nil, 1), Write(Stream(), nil, 1)
	late.DEKs, next.DEKs = wraps(1), wraps(2)
	if _, err := db.Append(ctx, late); !errors.Is(err, store.ErrMoved) {
		t.Errorf("a key under what is gone: %v", err)
	}
	appended(t, db, next)
}
