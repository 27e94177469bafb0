package storetest

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"amana/domain/ledger"
	"amana/store"
)

// filtered compares every filter with the same filter over a slice.
func filtered(t *testing.T, open func() *store.DB) {
	db, ctx := open(), t.Context()
	offices, statuses, flights := []string{"TI", "MI", "SB"}, []string{"waiting", "cleared", "departed"}, []ledger.Stream{{}, Stream(), Stream()}
	var group []store.Write
	var all []store.Row
	for i := range 200 {
		w := Write(Stream(), nil, 1)
		w.Row = &store.Row{Subject: []string{"case", "movement"}[i%5/4], Office: offices[i%3], Status: statuses[i/3%3], Movement: flights[i/9%3],
			Blobs: []store.RowBlob{{Compartment: ledger.General, Sealed: number(i)}}}
		if i%4 > 0 {
			w.Row.NextDue = start.Add(time.Duration(i*37%50) * time.Hour)
		}
		group, all = append(group, w), append(all, *w.Row)
	}
	must[[]store.Result](t)(db.AppendAll(ctx, group))
	some := func(t *rapid.T, label string, of []string) []string {
		return rapid.SliceOfNDistinct(rapid.SampledFrom(of), 0, 2, rapid.ID[string]).Draw(t, label)
	}
	rapid.Check(t, func(t *rapid.T) {
		f := store.Filter{
			Subject: rapid.SampledFrom([]string{"", "case", "movement"}).Draw(t, "subject"),
			Offices: some(t, "offices", offices), Statuses: some(t, "statuses", statuses),
			Movement: rapid.SampledFrom(flights).Draw(t, "movement"),
		}
		if rapid.Bool().Draw(t, "by due") {
			f.Due = start.Add(time.Duration(rapid.IntRange(0, 60).Draw(t, "due")) * time.Hour)
		}
		p := store.Page{Limit: rapid.IntRange(7, 80).Draw(t, "limit")}
		var got []store.Row
		for {
			rows, err := db.Rows(ctx, f, p)
			if err != nil {
				t.Fatal(err)
			}
			if len(rows) == 0 {
				break
			}
			if len(rows) > p.Limit {
				t.Fatalf("%d rows on a page of %d", len(rows), p.Limit)
			}
			for _, r := range rows {
				got = append(got, r.Row)
			}
			p.After = rows[len(rows)-1].Cursor
		}
		if d := cmp.Diff(model(all, f), got, cmpopts.EquateEmpty()); d != "" {
			t.Fatalf("%+v (-want +got):\n%s", f, d)
		}
	})
}

func model(all []store.Row, f store.Filter) (want []store.Row) {
	in := func(list []string, v string) bool { return len(list) == 0 || slices.Contains(list, v) }
	for _, r := range all {
		due := f.Due.IsZero() || !r.NextDue.IsZero() && !r.NextDue.After(f.Due)
		if (f.Subject == "" || r.Subject == f.Subject) && in(f.Offices, r.Office) && in(f.Statuses, r.Status) &&
			(f.Movement.IsZero() || r.Movement == f.Movement) && due {
			want = append(want, r)
		}
	}
	if !f.Due.IsZero() {
		slices.SortStableFunc(want, func(a, b store.Row) int { return a.NextDue.Compare(b.NextDue) })
	}
	return want
}

func byNumber(t *testing.T, open func() *store.DB) {
	db := open()
	var group []store.Write
	for i := range 20 {
		w := Write(Stream(), nil, 1)
		w.Row = &store.Row{Subject: "case", Office: "TI", Status: "waiting"}
		if i%2 == 0 {
			w.Row.NumberKey = number(i)
		}
		group = append(group, w)
	}
	must[[]store.Result](t)(db.AppendAll(t.Context(), group))
	row := must[store.Listed](t)(db.RowByNumber(t.Context(), number(4)))
	if row.Stream != group[4].Stream.Name {
		t.Error("another row has that number")
	}
	if _, err := db.RowByNumber(t.Context(), number(5)); !errors.Is(err, store.ErrMissing) {
		t.Errorf("a number that nobody has: %v", err)
	}
}

// rowComesBack writes a row again as it was read, however it was read.
func rowComesBack(t *testing.T, open func() *store.DB) {
	db, flight := open(), Stream()
	w := Write(Stream(), nil, 1)
	w.Row = &store.Row{Subject: "case", Office: "TI", Movement: flight, Status: "waiting", NextDue: start.Add(time.Hour), NumberKey: number(1), Bucket: 7,
		Callers: [][]byte{number(2)}, Blobs: []store.RowBlob{{Compartment: ledger.General, Sealed: number(3)}}}
	name, want := w.Stream.Name, *w.Row
	must[store.Receipt](t)(db.Append(t.Context(), w))
	for _, read := range []func() store.Row{
		func() store.Row { return must[store.Row](t)(db.Row(t.Context(), name)) },
		func() store.Row { return must[store.Listed](t)(db.RowByNumber(t.Context(), number(1))).Row },
		func() store.Row {
			return must[[]store.Listed](t)(db.Rows(t.Context(), store.Filter{Bucket: 7}, store.Page{}))[0].Row
		},
	} {
		row := read()
		again := Write(name, must[map[ledger.Stream][]ledger.Hash](t)(db.Heads(t.Context(), name))[name], 1)
		again.Row = &row
		must[store.Receipt](t)(db.Append(t.Context(), again))
		if d := cmp.Diff(want, must[store.Row](t)(db.Row(t.Context(), name)), cmpopts.EquateEmpty()); d != "" {
			t.Fatalf("written again (-want +got):\n%s", d)
		}
	}
}

func lastRowStands(t *testing.T, open func() *store.DB) {
	db, s := open(), Stream()
	var group []store.Write
	var heads []ledger.Hash
	for i := range 40 {
		w := Write(s, heads, 1)
		w.Row = &store.Row{Subject: "case", Office: "TI", Status: "waiting", NumberKey: number(i),
			Blobs: []store.RowBlob{{Compartment: ledger.General, Sealed: number(i)}}}
		if i == 5 {
			w.Row.Blobs = append(w.Row.Blobs, store.RowBlob{Compartment: ledger.Medical, Sealed: number(i)})
		}
		w.State = &store.State{Opened: ledger.Everything, Version: "1", Heads: [32]byte{byte(i)}, Sealed: number(i)}
		heads = Next(w)
		group = append(group, w)
	}
	must[[]store.Result](t)(db.AppendAll(t.Context(), group))
	rows := must[[]store.Listed](t)(db.Rows(t.Context(), store.Filter{}, store.Page{}))
	want := *group[39].Row
	want.Blobs = append(want.Blobs, store.RowBlob{Compartment: ledger.Medical, Sealed: number(5)})
	same(t, "row", rows[0].Row, want)
	same(t, "state", must[store.State](t)(db.State(t.Context(), s, ledger.Everything)), *group[39].State)
}

func states(t *testing.T, open func() *store.DB) {
	db, ctx := open(), t.Context()
	everything, general := ledger.Everything, ledger.SetOf(ledger.General)
	var group []store.Write
	for i := range 30 {
		w := Write(Stream(), nil, 1)
		w.State = &store.State{Opened: everything, Heads: [32]byte{byte(i)}, Version: "7", Sealed: number(i)}
		if i%3 == 0 {
			w.State.Version = "6"
		}
		w.DEKs = []store.DEK{{Compartment: ledger.Medical, Epoch: i, Office: "TI", Wrapped: number(i)}}
		group = append(group, w)
	}
	must[[]store.Result](t)(db.AppendAll(ctx, group))
	one := group[4]
	w := Write(one.Stream.Name, Next(one), 1)
	w.State = &store.State{Opened: general, Version: "7", Sealed: []byte("general only")}
	appended(t, db, w)
	same(t, "one set", must[store.State](t)(db.State(ctx, one.Stream.Name, general)), *w.State)
	same(t, "another set", must[store.State](t)(db.State(ctx, one.Stream.Name, everything)), *one.State)
	if _, err := db.State(ctx, one.Stream.Name, ledger.SetOf(ledger.Medical)); !errors.Is(err, store.ErrMissing) {
		t.Errorf("a set that was never opened: %v", err)
	}
	var got []store.State
	var deks, wantDEKs []store.DEK
	if err := db.States(ctx, store.Scan{Subject: "case"}, "7", func(c *store.Cached) error {
		if len(c.Heads) != 1 {
			t.Errorf("%d heads", len(c.Heads))
		}
		deks = append(deks, c.DEKs...)
		for _, s := range c.States {
			if s.Opened == everything {
				got = append(got, s)
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	var want []store.State
	for i, w := range group {
		wantDEKs = append(wantDEKs, w.DEKs...)
		if i%3 != 0 {
			want = append(want, *w.State)
		}
	}
	same(t, "all of one version", got, want)
	same(t, "the keys of every stream", deks, wantDEKs)
}

func refreshed(t *testing.T, open func() *store.DB) {
	db, a, b := open(), Write(Stream(), nil, 1), Write(Stream(), nil, 1)
	appended(t, db, a)
	appended(t, db, b)
	row := func(status string) *store.Row { return &store.Row{Subject: "case", Office: "TI", Status: status} }
	if err := db.Refresh(t.Context(), []store.Fold{
		{Stream: a.Stream.Name, Heads: Next(a), Row: row("now"), State: &store.State{Opened: 1, Version: "1", Sealed: []byte("s")}},
		{Stream: b.Stream.Name, Heads: []ledger.Hash{{1}}, Row: row("then")},
		{Stream: Stream(), Row: row("never")},
	}); err != nil {
		t.Fatal(err)
	}
	rows := must[[]store.Listed](t)(db.Rows(t.Context(), store.Filter{}, store.Page{}))
	if len(rows) != 1 || rows[0].Status != "now" {
		t.Errorf("%+v", rows)
	}
	must[store.State](t)(db.State(t.Context(), a.Stream.Name, 1))
}

func uncached(t *testing.T, open func() *store.DB) {
	db, ctx, w := open(), t.Context(), Write(Stream(), nil, 3)
	w.Row = &store.Row{
		Subject: "case", Office: "TI", Status: "waiting", Movement: ledger.Stream{7}, NextDue: start, NumberKey: []byte("n"),
		Callers: [][]byte{{1}, {2}}, Blobs: []store.RowBlob{{Sealed: []byte("r")}},
	}
	w.State = &store.State{Opened: 1, Version: "1", Sealed: []byte("s")}
	w.Jobs = []store.Job{{Kind: "recall", Due: start}}
	appended(t, db, w)
	before := must[store.Content](t)(db.Stream(ctx, w.Stream.Name))
	if err := db.Uncache(ctx); err != nil {
		t.Fatal(err)
	}
	same(t, "the row by which the stream is found", must[store.Row](t)(db.Row(ctx, w.Stream.Name)), *w.Row)
	if _, err := db.Row(ctx, Stream()); !errors.Is(err, store.ErrMissing) {
		t.Errorf("a row of nothing: %v", err)
	}
	if _, err := db.State(ctx, w.Stream.Name, 1); !errors.Is(err, store.ErrMissing) {
		t.Errorf("state: %v", err)
	}
	same(t, "stream", must[store.Content](t)(db.Stream(ctx, w.Stream.Name)), before)
	if r := appended(t, db, w); !r.Repeated {
		t.Error("the receipt is gone")
	}
	if jobs := must[[]store.Job](t)(db.Lease(ctx, "me", start, start, 1)); len(jobs) != 1 {
		t.Error("the job is gone")
	}
	checked(t, db)
}

func erased(t *testing.T, open func() *store.DB) {
	db, ctx, other := open(), t.Context(), Write(Stream(), nil, 2)
	w := Write(Stream(), nil, 0)
	w.Entries = []store.Entry{Entry(100, store.Blob{Compartment: ledger.Medical, Sealed: Bytes(50)}, store.Blob{Compartment: ledger.Statistic, Sealed: []byte("counted")})}
	w.DEKs = []store.DEK{{Compartment: ledger.Medical, Office: "TI", Wrapped: Bytes(40)}, {Compartment: ledger.Statistic, Office: "programme", Wrapped: Bytes(40)}}
	w.Attachments = []store.Attachment{{Hash: [32]byte{1}, Compartment: ledger.Medical, Sealed: Bytes(50)}}
	w.Row = &store.Row{Subject: "case", Office: "TI", Status: "waiting", Blobs: []store.RowBlob{{Sealed: Bytes(9)}}}
	w.State = &store.State{Opened: 1, Version: "1", Sealed: Bytes(9)}
	other.Row, other.DEKs = w.Row, w.DEKs
	must[[]store.Result](t)(db.AppendAll(ctx, []store.Write{w, other}))
	untouched := must[store.Content](t)(db.Stream(ctx, other.Stream.Name))
	mine := store.Draft{Name: [32]byte{1}, Stream: w.Stream.Name, Sealed: Bytes(60), Until: start}
	for _, draft := range []store.Draft{mine, {Name: [32]byte{2}, Stream: other.Stream.Name, Sealed: []byte("kept"), Until: start}} {
		if err := db.SaveDraft(ctx, draft); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 {
		if err := db.Erase(ctx, w.Stream.Name); err != nil {
			t.Fatal(err)
		}
	}
	c := must[store.Content](t)(db.Stream(ctx, w.Stream.Name))
	same(t, "blobs", c.Entries[0].Blobs, []store.Blob{{Compartment: ledger.Statistic, Sealed: []byte("counted")}})
	same(t, "keys", c.DEKs, w.DEKs[1:])
	if _, err := db.Attachment(ctx, w.Stream.Name, [32]byte{1}); !errors.Is(err, store.ErrMissing) {
		t.Errorf("attachment: %v", err)
	}
	if _, err := db.State(ctx, w.Stream.Name, 1); !errors.Is(err, store.ErrMissing) {
		t.Errorf("state: %v", err)
	}
	before := start.Add(-time.Second)
	if _, err := db.Draft(ctx, mine.Name, before); !errors.Is(err, store.ErrMissing) {
		t.Errorf("draft: %v", err)
	}
	if err := db.SaveDraft(ctx, mine); !errors.Is(err, store.ErrMissing) {
		t.Errorf("a draft about what was erased: %v", err)
	}
	same(t, "another draft", must[[]byte](t)(db.Draft(ctx, [32]byte{2}, before)), []byte("kept"))
	rows := must[[]store.Listed](t)(db.Rows(ctx, store.Filter{}, store.Page{}))
	if len(rows) != 1 || rows[0].Stream != other.Stream.Name {
		t.Errorf("rows: %+v", rows)
	}
	same(t, "another stream", must[store.Content](t)(db.Stream(ctx, other.Stream.Name)), untouched)
	if n := len(checked(t, db)); n != 3 {
		t.Errorf("%d entries in the log, want 3", n)
	}
}
