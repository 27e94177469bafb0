package storetest

import (
	"bytes"
	"errors"
	"slices"
	"testing"
	"time"

	"amana/domain/ledger"
	"amana/store"
)

func logOrder(t *testing.T, open func() *store.DB) {
	db, ctx := open(), t.Context()
	a, b := Write(Stream(), nil, 150), Write(Stream(), nil, 200)
	appended(t, db, a)
	appended(t, db, b)
	want := append(slices.Clone(a.Entries), b.Entries...)
	var got []int64
	if err := db.Entries(ctx, 100, 400, func(e store.Stored) error {
		if !bytes.Equal(e.Bytes, want[e.Index].Bytes) {
			t.Errorf("entry %d is another", e.Index)
		}
		got = append(got, e.Index)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if len(got) != 250 || got[0] != 100 || got[249] != 349 {
		t.Errorf("asked for 100 to 400 of 350: %d entries", len(got))
	}
	stop := errors.New("enough")
	if err := db.Entries(ctx, 0, 10, func(store.Stored) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("a reader's own error came back as %v", err)
	}
	e := must[store.Stored](t)(db.Entry(ctx, 170))
	if e.Leaf != want[170].Leaf || e.Depth != 21 {
		t.Errorf("entry 170: %+v", e)
	}
	if _, err := db.Entry(ctx, 350); !errors.Is(err, store.ErrMissing) {
		t.Errorf("an entry beyond the end: %v", err)
	}
	if _, err := db.Leaves(ctx, 340, 351); !errors.Is(err, store.ErrMissing) {
		t.Errorf("leaves beyond the end: %v", err)
	}
}

func scanned(t *testing.T, open func() *store.DB) {
	db, ctx := open(), t.Context()
	var group []store.Write
	for i := range 300 {
		w := Write(Stream(), nil, 1+i%3)
		if i%7 == 0 {
			w.Stream.Subject = "movement"
		}
		w.DEKs = []store.DEK{{Compartment: ledger.General, Epoch: i, Office: "TI", Wrapped: Bytes(40)}}
		group = append(group, w)
	}
	for _, r := range must[[]store.Result](t)(db.AppendAll(ctx, group)) {
		if r.Err != nil {
			t.Fatal(r.Err)
		}
	}
	for _, subject := range []string{"case", "movement", "nothing"} {
		var want []ledger.Stream
		for _, w := range group {
			if w.Stream.Subject == subject {
				want = append(want, w.Stream.Name)
			}
		}
		for n := 1; n < 4; n++ {
			var got []ledger.Stream
			for _, part := range must[[]store.Scan](t)(db.Split(ctx, subject, n)) {
				if err := db.Streams(ctx, part, func(c store.Content) error {
					one := must[store.Content](t)(db.Stream(ctx, c.Name))
					same(t, "a scanned stream", c, one)
					got = append(got, c.Name)
					return nil
				}); err != nil {
					t.Fatal(err)
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s in %d parts: %d streams, want %d in order", subject, n, len(got), len(want))
			}
		}
	}
	stop := errors.New("enough")
	if err := db.Streams(ctx, store.Scan{Subject: "case"}, func(store.Content) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("a reader's own error came back as %v", err)
	}
}

func heads(t *testing.T, open func() *store.DB) {
	db, a, b, absent := open(), Stream(), Stream(), Stream()
	first, second := Write(a, nil, 2), Write(b, nil, 1)
	appended(t, db, first)
	appended(t, db, second)
	got := must[map[ledger.Stream][]ledger.Hash](t)(db.Heads(t.Context(), a, absent, b))
	same(t, "heads", got, map[ledger.Stream][]ledger.Hash{a: Next(first), b: Next(second)})
	nothing := must[store.Content](t)(db.Stream(t.Context(), absent))
	if len(nothing.Entries) > 0 || len(nothing.Heads) > 0 || nothing.Name != absent {
		t.Errorf("a stream that does not exist: %+v", nothing)
	}
}

func kept(t *testing.T, open func() *store.DB) {
	db, ctx := open(), t.Context()
	if _, err := db.Checkpoint(ctx, 100); !errors.Is(err, store.ErrMissing) {
		t.Errorf("no checkpoint yet: %v", err)
	}
	for _, c := range []store.Checkpoint{{Size: 5, Note: []byte("five")}, {Size: 9, Note: []byte("nine")}, {Size: 5, Note: []byte("five, cosigned")}} {
		if err := db.SaveCheckpoint(ctx, c); err != nil {
			t.Fatal(err)
		}
	}
	same(t, "newest", must[store.Checkpoint](t)(db.Checkpoint(ctx, 100)), store.Checkpoint{Size: 9, Note: []byte("nine")})
	same(t, "older", must[store.Checkpoint](t)(db.Checkpoint(ctx, 8)), store.Checkpoint{Size: 5, Note: []byte("five, cosigned")})

	cosigned(t, db)

	for _, signed := range []time.Time{start, start.Add(time.Hour), start.Add(-time.Hour)} {
		if err := db.Know(ctx, signed); err != nil {
			t.Fatal(err)
		}
	}
	if h := must[store.Head](t)(db.Head(ctx)); !h.Known.Equal(start.Add(time.Hour)) {
		t.Errorf("known time %v went back", h.Known)
	}

	same(t, "no mark", must[string](t)(db.Meta(ctx, "demo")), "")
	for _, v := range []string{"no", "yes"} {
		if err := db.SetMeta(ctx, "demo", v); err != nil {
			t.Fatal(err)
		}
	}
	same(t, "mark", must[string](t)(db.Meta(ctx, "demo")), "yes")
	same(t, "of another kind", must[string](t)(db.Mark(ctx, "demo")), "")

	same(t, "nothing published", must[store.Published](t)(db.Published(ctx)), store.Published{})
	for _, p := range []store.Published{{At: start, Size: 5}, {At: start.Add(time.Minute), Size: 9}, {At: start.Add(time.Minute), Size: 12}, {At: start, Size: 14}} {
		if err := db.Publish(ctx, p); err != nil {
			t.Fatal(err)
		}
	}
	same(t, "published once at a time", must[store.Published](t)(db.Published(ctx)), store.Published{At: start.Add(time.Minute), Size: 9})
}

func cosigned(t *testing.T, db *store.DB) {
	ctx := t.Context()
	if _, err := db.CosignedUpTo(ctx, 100, 1); !errors.Is(err, store.ErrMissing) {
		t.Errorf("cosigned by nobody yet: %v", err)
	}
	same(t, "nothing yet", must[int64](t)(db.CosignedBy(ctx, "w+1")), int64(0))
	for _, c := range []store.Cosignature{
		{Size: 5, Witness: "w+1", Line: " w1\n"}, {Size: 5, Witness: "v+2", Line: " v2\n"}, {Size: 5, Witness: "w+1", Line: " again\n"},
		{Size: 7, Witness: "w+1", Line: " of no checkpoint\n"},
	} {
		if err := db.SaveCosignature(ctx, c); err != nil {
			t.Fatal(err)
		}
	}
	five := store.Checkpoint{Size: 5, Note: []byte("five, cosigned v2\n w1\n")}
	same(t, "with its cosignatures", must[store.Checkpoint](t)(db.Checkpoint(ctx, 8)), five)
	same(t, "without", must[store.Checkpoint](t)(db.Checkpoint(ctx, 100)), store.Checkpoint{Size: 9, Note: []byte("nine")})
	same(t, "the newest cosigned", must[store.Checkpoint](t)(db.CosignedUpTo(ctx, 100, 2)), five)
	same(t, "the first cosigned beyond", must[store.Checkpoint](t)(db.CosignedBeyond(ctx, 4, 2)), five)
	if _, err := db.CosignedBeyond(ctx, 5, 2); !errors.Is(err, store.ErrMissing) {
		t.Errorf("cosigned by two beyond: %v", err)
	}
	if _, err := db.CosignedBeyond(ctx, 7, 1); !errors.Is(err, store.ErrMissing) {
		t.Errorf("cosigned beyond the newest: %v", err)
	}
	same(t, "one witness", must[int64](t)(db.CosignedBy(ctx, "w+1")), int64(7))
	same(t, "the other", must[int64](t)(db.CosignedBy(ctx, "v+2")), int64(5))
}
