package storetest

import (
	"slices"
	"testing"

	"amana/domain/ledger"
	"amana/store"
)

// layer reads the statistic compartment alone, of streams of one subject, whether
// or not the rest was erased.
func layer(t *testing.T, open func() *store.DB) {
	db, ctx := open(), t.Context()
	counted := func(text string) store.Blob {
		return store.Blob{Compartment: ledger.Statistic, Epoch: 1, Sealed: []byte(text)}
	}
	first, second, third := Write(Stream(), nil, 1), Write(Stream(), nil, 1), Write(Stream(), nil, 0)
	general := store.Blob{Compartment: ledger.General, Epoch: 1, Sealed: Bytes(30)}
	first.Entries = append(first.Entries, Entry(50, general, counted("a")), Entry(50, general), Entry(50, counted("b")))
	first.DEKs = []store.DEK{
		{Compartment: ledger.General, Epoch: 1, Office: "TI", Made: 1, KEK: 1, Wrapped: Bytes(40)},
		{Compartment: ledger.Statistic, Epoch: 1, Office: "programme", Made: 2, KEK: 3, Wrapped: []byte("key")},
	}
	third.Stream.Subject, third.Entries = "movement", []store.Entry{Entry(50, counted("of no case"))}
	appended(t, db, first)
	appended(t, db, second)
	appended(t, db, third)
	last := Write(Stream(), nil, 0)
	last.Entries = []store.Entry{Entry(50, counted("c"))}
	appended(t, db, last)
	if err := db.Erase(ctx, last.Stream.Name); err != nil {
		t.Fatal(err)
	}
	read := func(s store.Scan) (all []store.Content) {
		t.Helper()
		if err := db.Layer(ctx, s, ledger.Statistic, func(c store.Content) error { all = append(all, c); return nil }); err != nil {
			t.Fatal(err)
		}
		return all
	}
	all := read(store.Scan{Subject: "case"})
	if len(all) != 2 {
		t.Fatalf("%d streams have statistics, want 2", len(all))
	}
	same(t, "the name", all[0].Name, first.Stream.Name)
	same(t, "the keys", all[0].DEKs, first.DEKs[1:])
	same(t, "the entries", all[0].Entries, []store.Stored{
		{Index: 1, Depth: 2, Leaf: first.Entries[1].Leaf, Blobs: []store.Blob{counted("a")}},
		{Index: 3, Depth: 4, Leaf: first.Entries[3].Leaf, Blobs: []store.Blob{counted("b")}},
	})
	same(t, "what is left of an erased stream", all[1].Entries[0].Blobs, []store.Blob{counted("c")})
	part := read(store.Scan{Subject: "case", After: all[1].Key - 1, Through: all[1].Key})
	if len(part) != 1 || part[0].Name != last.Stream.Name {
		t.Errorf("of one stream: %+v", part)
	}
}

func touched(t *testing.T, open func() *store.DB) {
	db, ctx := open(), t.Context()
	first, second := Write(Stream(), nil, 2), Write(Stream(), nil, 2)
	appended(t, db, first)
	appended(t, db, second)
	appended(t, db, Write(first.Stream.Name, Next(first), 1))
	key := func(name ledger.Stream) int64 { return must[store.Content](t)(db.Stream(ctx, name)).Key }
	both := []int64{key(first.Stream.Name), key(second.Stream.Name)}
	slices.Sort(both)
	same(t, "from the beginning", must[[]int64](t)(db.Touched(ctx, 0, 5)), both)
	same(t, "since the second", must[[]int64](t)(db.Touched(ctx, 4, 5)), []int64{key(first.Stream.Name)})
	same(t, "since the end", must[[]int64](t)(db.Touched(ctx, 5, 5)), []int64(nil))
}
