package storetest

import (
	"slices"
	"testing"

	"amana/domain/ledger"
	"amana/store"
)

// called: a row is found by those who are called to it, as its newest write
// that says so has them.
func called(t *testing.T, open func() *store.DB) {
	db, ctx := open(), t.Context()
	ann, ben := []byte("ann"), []byte("ben")
	w := Write(Stream(), nil, 1)
	name, heads := w.Stream.Name, []ledger.Hash{w.Entries[0].Leaf}
	write := func(w store.Write, callers ...[]byte) {
		t.Helper()
		w.Row = &store.Row{Subject: "case", Office: "TI", Status: "waiting", Callers: callers}
		must[store.Receipt](t)(db.Append(ctx, w))
	}
	next := func() store.Write {
		w := Write(name, heads, 1)
		heads = []ledger.Hash{w.Entries[0].Leaf}
		return w
	}
	finds := func(want int, f store.Filter) {
		t.Helper()
		f.Subject = "case"
		rows := must[[]store.Listed](t)(db.Rows(ctx, f, store.Page{}))
		found := slices.ContainsFunc(rows, func(r store.Listed) bool { return r.Stream == name })
		if len(rows) != want || found != (want > 0) {
			t.Errorf("%d rows for %q in %q, want %d", len(rows), f.Callers, f.Offices, want)
		}
	}
	write(w, ann, ben)
	finds(1, store.Filter{Callers: [][]byte{ann}})
	finds(1, store.Filter{Callers: [][]byte{ann, ben}, Offices: []string{"TI"}}) // once, however it is found
	finds(0, store.Filter{Callers: [][]byte{[]byte("eve")}})
	finds(0, store.Filter{Callers: [][]byte{[]byte("eve")}, Offices: []string{"MI"}})
	finds(1, store.Filter{Callers: [][]byte{[]byte("eve")}, Offices: []string{"TI"}})
	write(next())
	finds(1, store.Filter{Callers: [][]byte{ann}}) // a write that does not say leaves them
	write(next(), ben)
	finds(0, store.Filter{Callers: [][]byte{ann}})
	finds(1, store.Filter{Callers: [][]byte{ben}})
	if err := db.Refresh(ctx, []store.Fold{{Stream: name, Heads: heads, Row: &store.Row{Subject: "case", Office: "TI", Status: "waiting", Callers: [][]byte{}}}}); err != nil {
		t.Fatal(err)
	}
	finds(0, store.Filter{Callers: [][]byte{ben}})
	write(next(), ann)
	if err := db.Erase(ctx, name); err != nil {
		t.Fatal(err)
	}
	finds(0, store.Filter{Callers: [][]byte{ann}})
}

// wordsOfAWrite: what a write says of the store is there with it, or not at all.
func wordsOfAWrite(t *testing.T, open func() *store.DB) {
	db, ctx := open(), t.Context()
	refused := Write(Stream(), []ledger.Hash{{1}}, 1)
	refused.Meta = map[string]string{"node": "wrong"}
	if _, err := db.Append(ctx, refused); err == nil {
		t.Fatal("a write on heads that are not there was taken")
	}
	if got := must[string](t)(db.Meta(ctx, "node")); got != "" {
		t.Errorf("of a write that was refused the store says %q", got)
	}
	taken := Write(Stream(), nil, 1)
	taken.Meta = map[string]string{"node": "tripoli", "hub": "yes"}
	must[store.Receipt](t)(db.Append(ctx, taken))
	if got := must[string](t)(db.Meta(ctx, "node")) + must[string](t)(db.Meta(ctx, "hub")); got != "tripoliyes" {
		t.Errorf("the store says %q", got)
	}
}
