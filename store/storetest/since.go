package storetest

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"amana/domain/ledger"
	"amana/store"
)

// rowsSince: whoever keeps rows in memory is given each that was written since,
// by whichever process, once for its last write, with its keys; and can tell when
// one was taken away.
func rowsSince(t *testing.T, open func() *store.DB) {
	db, other, ctx := open(), open(), t.Context()
	var place store.Place
	since := func() (names []ledger.Stream) {
		t.Helper()
		var err error
		place, err = db.RowsSince(ctx, "case", place, func(r *store.Written) error {
			names = append(names, r.Stream)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return names
	}
	versions := func() store.Versions { t.Helper(); return must[store.Versions](t)(db.RowVersions(ctx)) }
	row := func(n int) *store.Row {
		return &store.Row{Subject: "case", Office: "TI", Status: "waiting", Movement: ledger.Stream{9}, NextDue: start,
			Blobs: []store.RowBlob{{Compartment: ledger.General, Sealed: number(n)}, {Compartment: ledger.Asylum, Sealed: number(n + 1)}}}
	}
	if got := since(); len(got) > 0 || versions() != (store.Versions{}) {
		t.Fatalf("an empty store gives %v", got)
	}
	var group []store.Write
	var want []ledger.Stream
	for i := range 600 { // more than one page
		w := Write(Stream(), nil, 1)
		w.Row = row(i)
		w.DEKs = []store.DEK{{Compartment: ledger.General, Epoch: 1, Office: "TI", Wrapped: number(i)}}
		group, want = append(group, w), append(want, w.Stream.Name)
	}
	flight := Write(Stream(), nil, 1)
	flight.Stream.Subject, flight.Row = "movement", &store.Row{Subject: "movement", Office: "programme"}
	must[[]store.Result](t)(other.AppendAll(ctx, append(slices.Clip(group), flight)))
	var first *store.Written
	must[store.Place](t)(db.RowsSince(ctx, "case", store.Place{}, func(r *store.Written) error {
		if first == nil {
			first = r
		}
		return nil
	}))
	same(t, "row", first.Row, *group[0].Row)
	if d := cmp.Diff(group[0].DEKs, first.DEKs, cmpopts.EquateEmpty()); d != "" {
		t.Errorf("keys: %s", d)
	}
	same(t, "all, in the order in which they were written", since(), want)
	if got := since(); len(got) > 0 {
		t.Errorf("given again: %v", got)
	}
	same(t, "what is no case", must[[]store.Other](t)(db.OthersSince(ctx, "case", 0)), []store.Other{{Subject: "movement", Stream: flight.Stream.Name}})
	if got := must[[]store.Other](t)(db.OthersSince(ctx, "case", versions().Written)); len(got) > 0 {
		t.Errorf("others again: %v", got)
	}
	before := versions()
	a, b := group[7], group[3]
	next := Write(a.Stream.Name, Next(a), 1)
	next.Row = row(1)
	appended(t, other, next)
	if err := other.Refresh(ctx, []store.Fold{{Stream: b.Stream.Name, Heads: Next(b), Row: row(2)}, {Stream: group[4].Stream.Name, Heads: []ledger.Hash{{1}}, Row: row(2)}}); err != nil {
		t.Fatal(err)
	}
	appended(t, other, Write(group[9].Stream.Name, Next(group[9]), 1)) // writes no row
	same(t, "what was written or made again", since(), []ledger.Stream{a.Stream.Name, b.Stream.Name})
	after := versions()
	if after.Written != before.Written+2 || after.Taken != before.Taken {
		t.Errorf("%+v, then %+v", before, after)
	}
	if err := other.Erase(ctx, a.Stream.Name); err != nil {
		t.Fatal(err)
	}
	if got := versions(); got.Taken != after.Taken+1 || len(since()) > 0 {
		t.Errorf("%+v, then %+v", after, got)
	}
	there := must[map[ledger.Stream]bool](t)(db.RowStreams(ctx, "case"))
	if there[a.Stream.Name] || !there[b.Stream.Name] || len(there) != len(group)-1 {
		t.Errorf("%d rows, of %d less one", len(there), len(group))
	}
}
