package storetest

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/store"
)

func comesBack(t *testing.T, open func() *store.DB) {
	db, s, ctx := open(), Stream(), t.Context()
	w := Write(s, nil, 1)
	w.Entries = []store.Entry{
		Entry(1200, store.Blob{Compartment: ledger.General, Epoch: 1, Sealed: Bytes(700)}, store.Blob{Compartment: ledger.Medical, Epoch: 2, Sealed: Bytes(9000)}),
		Entry(60000),
		Entry(10, store.Blob{Compartment: ledger.Statistic, Epoch: 1, Sealed: Bytes(1)}),
	}
	w.Entries[1].Recorded = start.Add(time.Hour)
	w.DEKs = []store.DEK{{Compartment: ledger.General, Epoch: 1, Office: "TI", Made: 1, KEK: 2, Wrapped: Bytes(60)}, {Compartment: ledger.Medical, Epoch: 2, Office: "TI", Made: 3, KEK: 4, KEM: 0x647a, Wrapped: Bytes(60)}}
	w.KEKs = []store.KEK{{Office: "TI", Compartment: ledger.General, Epoch: 1, Holder: "counsellor", KEM: 0x647a, Wrapped: Bytes(1200)}}
	w.Letterboxes = []store.Letterbox{{Office: "TI", Compartment: ledger.General, Epoch: 1, Public: Bytes(1200)}}
	w.Attachments = []store.Attachment{{Hash: [32]byte{7}, Compartment: ledger.Protection, Sealed: Bytes(20000)}}
	w.Credentials = []store.Credential{{Login: Bytes(32), Actor: ledger.Actor{9}, Salt: Bytes(16), Params: "argon2id", Verifier: Bytes(32), Sealed: Bytes(80), Public: Bytes(1200), LockedUntil: start}}
	w.Row = &store.Row{Subject: "case", Office: "TI", Movement: Stream(), Status: "waiting", NextDue: start, NumberKey: Bytes(16),
		Blobs: []store.RowBlob{{Compartment: ledger.General, Sealed: Bytes(300)}, {Compartment: ledger.Asylum, Sealed: Bytes(30)}}}
	w.State = &store.State{Opened: ledger.SetOf(ledger.General, ledger.Statistic), Heads: [32]byte{3}, Version: "1", Sealed: Bytes(5000)}
	w.Jobs = []store.Job{{Kind: "recall", Stream: s, Due: start, Payload: Bytes(16)}}

	r := appended(t, db, w)
	last := w.Entries[2].Leaf
	same(t, "receipt", r, store.Receipt{Stream: s, Index: 0, Leaf: w.Entries[0].Leaf, Size: 3, Status: "recorded"})
	c := must[store.Content](t)(db.Stream(ctx, s))
	want := store.Content{Key: c.Key, Stream: w.Stream, Heads: []ledger.Hash{last}, DEKs: w.DEKs}
	for i, e := range w.Entries {
		want.Entries = append(want.Entries, store.Stored{Index: int64(i), Depth: int64(i + 1), Leaf: e.Leaf, Bytes: e.Bytes, Blobs: e.Blobs})
	}
	same(t, "stream", c, want)
	head := must[store.Head](t)(db.Head(ctx))
	if head.Size != 3 || !head.Recorded.Equal(start.Add(time.Hour)) {
		t.Errorf("head %+v", head)
	}
	same(t, "office keys", must[[]store.KEK](t)(db.KEKs(ctx)), w.KEKs)
	same(t, "letterboxes", must[[]store.Letterbox](t)(db.Letterboxes(ctx)), w.Letterboxes)
	same(t, "holders", must[map[ledger.Actor][]byte](t)(db.Holders(ctx)), map[ledger.Actor][]byte{{9}: w.Credentials[0].Public})
	same(t, "salts", must[map[string][]byte](t)(db.Salts(ctx)), map[string][]byte{string(w.Credentials[0].Login): w.Credentials[0].Salt})
	same(t, "attachment", must[store.Attachment](t)(db.Attachment(ctx, s, [32]byte{7})), w.Attachments[0])
	same(t, "credential", must[store.Credential](t)(db.Credential(ctx, w.Credentials[0].Login)), w.Credentials[0])
	same(t, "state", must[store.State](t)(db.State(ctx, s, w.State.Opened)), *w.State)
	rows := must[[]store.Listed](t)(db.Rows(ctx, store.Filter{}, store.Page{}))
	same(t, "row", rows, []store.Listed{{Stream: s, Cursor: store.Cursor{Due: start.Unix(), Key: c.Key}, Row: *w.Row}})
	jobs := must[[]store.Job](t)(db.Lease(ctx, "me", start, start.Add(time.Minute), 9))
	same(t, "jobs", jobs, []store.Job{{ID: jobs[0].ID, Kind: "recall", Stream: s, Due: start, Payload: w.Jobs[0].Payload, Tries: 1}})
	checked(t, db)
}

func repeated(t *testing.T, open func() *store.DB) {
	db, s := open(), Stream()
	first := Write(s, nil, 2)
	want := appended(t, db, first)
	second := Write(s, Next(first), 1)
	appended(t, db, second)

	got := appended(t, db, first)
	if !got.Repeated || got.Index != want.Index || got.Leaf != want.Leaf || got.Stream != s || got.Status != want.Status || got.Size != 3 {
		t.Errorf("first %+v, repeated %+v", want, got)
	}
	if n := len(checked(t, db)); n != 3 {
		t.Errorf("%d entries after a repeated command, want 3", n)
	}
}

func reused(t *testing.T, open func() *store.DB) {
	db, s := open(), Stream()
	first := Write(s, nil, 1)
	appended(t, db, first)
	for name, change := range map[string]func(*store.Command){
		"another body":  func(c *store.Command) { c.BodyHash[0]++ },
		"another actor": func(c *store.Command) { c.Actor[0]++ },
	} {
		w := Write(s, Next(first), 1)
		w.Command = first.Command
		change(&w.Command)
		_, err := db.Append(t.Context(), w)
		f := fault.Of(err)
		if f == nil || f.Kind != fault.Conflict || f.Key != "fault.command-reused" {
			t.Errorf("%s under one id: %v", name, err)
		}
	}
	if n := len(checked(t, db)); n != 1 {
		t.Errorf("%d entries, want 1", n)
	}
}

func equalCommands(t *testing.T, open func() *store.DB) {
	db, w := open(), Write(Stream(), nil, 1)
	var wait sync.WaitGroup
	receipts := make(chan store.Receipt, 20)
	for range 20 {
		wait.Go(func() {
			r, err := db.Append(t.Context(), w)
			if err != nil {
				t.Error(err)
			}
			receipts <- r
		})
	}
	wait.Wait()
	close(receipts)
	fresh := 0
	for r := range receipts {
		if !r.Repeated {
			fresh++
		}
		if r.Leaf != w.Entries[0].Leaf || r.Index != 0 {
			t.Errorf("receipt %+v", r)
		}
	}
	if fresh != 1 || len(checked(t, db)) != 1 {
		t.Errorf("stored %d times", fresh)
	}
}

func moved(t *testing.T, open func() *store.DB) {
	db, s := open(), Stream()
	first := Write(s, nil, 1)
	appended(t, db, first)
	for name, w := range map[string]store.Write{
		"a stream that exists already": Write(s, nil, 1),
		"heads of something else":      Write(s, []ledger.Hash{{1}}, 1),
		"one head too many":            Write(s, append(Next(first), ledger.Hash{1}), 1),
		"a stream that is not there":   Write(Stream(), Next(first), 1),
	} {
		if _, err := db.Append(t.Context(), w); !errors.Is(err, store.ErrMoved) {
			t.Errorf("%s: %v", name, err)
		}
	}
	appended(t, db, Write(s, Next(first), 1))
}

func readMoved(t *testing.T, open func() *store.DB) {
	db, mine, other, absent := open(), Stream(), Stream(), Stream()
	first := Write(other, nil, 1)
	appended(t, db, first)
	second := Write(other, Next(first), 1)
	appended(t, db, second)

	w := Write(mine, nil, 1)
	w.Reads = []store.Seen{{Stream: absent}, {Stream: other, Heads: Next(first)}}
	if _, err := db.Append(t.Context(), w); !errors.Is(err, store.ErrMoved) {
		t.Errorf("another stream moved: %v", err)
	}
	w.Reads[1].Heads = Next(second)
	appended(t, db, w)

	w = Write(mine, Next(w), 1)
	w.Reads = []store.Seen{{Stream: other}}
	if _, err := db.Append(t.Context(), w); !errors.Is(err, store.ErrMoved) {
		t.Errorf("a stream that was not there came to be: %v", err)
	}
}

// What every act rests on is compared as one: whoever decided on less of it is
// refused, and whoever rests on none of it is not.
func restsOn(t *testing.T, open func() *store.DB) {
	db, user := open(), Stream()
	none := ledger.Hash{}
	w := Write(Stream(), nil, 1)
	w.Rests = &none
	appended(t, db, w)
	first := Write(user, nil, 2)
	first.Registers = true
	appended(t, db, first)
	newest := Next(first)[0]
	if h := must[store.Head](t)(db.Head(t.Context())); h.Register != newest {
		t.Errorf("the newest is %v, want %v", h.Register, newest)
	}
	late, good, second, after := Write(Stream(), nil, 1), Write(Stream(), nil, 1), Write(user, Next(first), 1), Write(Stream(), nil, 1)
	late.Rests, good.Rests, second.Registers, after.Rests = &none, &newest, true, &newest
	results := must[[]store.Result](t)(db.AppendAll(t.Context(), []store.Write{late, good, second, after, Write(Stream(), nil, 1)}))
	for i, moved := range []bool{true, false, false, true, false} {
		if got := errors.Is(results[i].Err, store.ErrMoved); got != moved || !moved && results[i].Err != nil {
			t.Errorf("write %d: %v", i, results[i].Err)
		}
	}
}

func refusedInGroup(t *testing.T, open func() *store.DB) {
	db, a, b := open(), Stream(), Stream()
	good, bad, after := Write(a, nil, 1), Write(b, []ledger.Hash{{1}}, 2), Write(b, nil, 1)
	bad.Row = &store.Row{Subject: "case", Office: "XX", Status: "waiting"}
	bad.Jobs = []store.Job{{Kind: "never", Stream: b, Due: start}}
	results := must[[]store.Result](t)(db.AppendAll(t.Context(), []store.Write{good, bad, after}))
	if results[0].Err != nil || !errors.Is(results[1].Err, store.ErrMoved) || results[2].Err != nil {
		t.Fatalf("%+v", results)
	}
	if results[0].Index != 0 || results[2].Index != 1 {
		t.Errorf("the refused write took a place in the log: %+v", results)
	}
	if rows := must[[]store.Listed](t)(db.Rows(t.Context(), store.Filter{Offices: []string{"XX"}}, store.Page{})); len(rows) > 0 {
		t.Error("the refused write left a row")
	}
	if jobs := must[[]store.Job](t)(db.Lease(t.Context(), "me", start, start, 9)); len(jobs) > 0 {
		t.Error("the refused write left a job")
	}
	checked(t, db)
}

func groupBuildsOnItself(t *testing.T, open func() *store.DB) {
	db, s := open(), Stream()
	var group []store.Write
	var heads []ledger.Hash
	for range 700 {
		w := Write(s, heads, 1)
		heads = Next(w)
		group = append(group, w)
	}
	group = append(group, group[3]) // and one of them once more
	results := must[[]store.Result](t)(db.AppendAll(t.Context(), group))
	for i, r := range results {
		if r.Err != nil || r.Repeated != (i == 700) {
			t.Fatalf("write %d: %+v", i, r)
		}
	}
	if n := len(checked(t, db)); n != 700 {
		t.Errorf("%d entries, want 700", n)
	}
}

func officeKeyStays(t *testing.T, open func() *store.DB) {
	db := open()
	key := store.KEK{Office: "TI", Compartment: ledger.General, Epoch: 1, Holder: "counsellor", Wrapped: []byte("first")}
	a, b, c := Write(Stream(), nil, 1), Write(Stream(), nil, 1), Write(Stream(), nil, 1)
	a.KEKs, b.KEKs = []store.KEK{key}, []store.KEK{key}
	key.Wrapped = []byte("another")
	c.KEKs = []store.KEK{key}
	results := must[[]store.Result](t)(db.AppendAll(t.Context(), []store.Write{a, c, b}))
	if results[0].Err != nil || !errors.Is(results[1].Err, store.ErrMoved) || results[2].Err != nil {
		t.Errorf("in one group: %+v", results)
	}
	if _, err := db.Append(t.Context(), c); !errors.Is(err, store.ErrMoved) {
		t.Errorf("later: %v", err)
	}
	same(t, "keys", must[[]store.KEK](t)(db.KEKs(t.Context())), a.KEKs)
}

// contended lets many goroutines grow few streams through some handles, each
// reading the heads, deciding on them and trying again when they moved.
func contended(t *testing.T, handles ...*store.DB) {
	const streams, writers, each = 3, 12, 20
	var names [streams]ledger.Stream
	for i := range names {
		names[i] = Stream()
	}
	var wait sync.WaitGroup
	for n := range writers {
		wait.Go(func() {
			db, name := handles[n%len(handles)], names[n%streams]
			for range each {
				for {
					heads, err := db.Heads(t.Context(), name)
					if err != nil {
						t.Error(err)
						return
					}
					_, err = db.Append(t.Context(), Write(name, heads[name], 1))
					if err == nil {
						break
					}
					if !errors.Is(err, store.ErrMoved) {
						t.Error(err)
						return
					}
				}
			}
		})
	}
	wait.Wait()
	for _, db := range handles {
		if n := len(checked(t, db)); n != writers*each {
			t.Errorf("%d entries, want %d", n, writers*each)
		}
	}
}

func reopened(t *testing.T, open func() *store.DB) {
	s := Stream()
	var heads []ledger.Hash
	for _, n := range []int{1, 254, 1, 1, 600} {
		db := open()
		w := Write(s, heads, n)
		appended(t, db, w)
		heads = Next(w)
		checked(t, db)
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func leftBefore(t *testing.T, open func() *store.DB) {
	db, w := open(), Write(Stream(), nil, 1)
	gone, leave := context.WithCancel(t.Context())
	leave()
	if _, err := db.Append(gone, w); !errors.Is(err, context.Canceled) {
		t.Errorf("a caller who had left was told %v", err)
	}
	if r := appended(t, db, w); r.Repeated {
		t.Error("the write of a caller who had left was stored")
	}
}

func closed(t *testing.T, open func() *store.DB) {
	db := open()
	w := Write(Stream(), nil, 1)
	appended(t, db, w)
	var stored atomic.Int64
	stored.Add(1)
	var wait sync.WaitGroup
	for range 8 { // who comes while it closes is served or refused, and never left waiting
		wait.Go(func() {
			for {
				if _, err := db.Append(t.Context(), Write(Stream(), nil, 1)); err != nil {
					return
				}
				stored.Add(1)
			}
		})
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	wait.Wait()
	if _, err := db.Append(t.Context(), Write(Stream(), nil, 1)); err == nil {
		t.Error("a closed store took a write")
	}
	if n := len(checked(t, open())); n != int(stored.Load()) {
		t.Errorf("%d entries after opening again, want %d", n, stored.Load())
	}
}

func together(t *testing.T, open func() *store.DB) {
	db := open()
	first, second := Write(Stream(), nil, 1), Write(Stream(), nil, 1)
	appended(t, db, first)
	appended(t, db, second)
	w, with := Write(first.Stream.Name, Next(first), 2), Write(second.Stream.Name, Next(second), 1)
	with.Command = store.Command{}
	with.Row = &store.Row{Subject: "case", Office: "TI", Status: "linked"}
	w.With = []store.Write{with}
	if r := appended(t, db, w); r.Leaf != w.Entries[0].Leaf || r.Index != 3 || r.Stream != w.Stream.Name {
		t.Errorf("the receipt names %+v, not the first entry of the write itself", r)
	}
	if r := appended(t, db, w); !r.Repeated {
		t.Error("a repeated command was stored twice")
	}
	if rows := must[[]store.Listed](t)(db.Rows(t.Context(), store.Filter{}, store.Page{})); len(rows) != 1 || rows[0].Status != "linked" {
		t.Errorf("rows %+v", rows)
	}
	late, stale := Write(first.Stream.Name, Next(w), 1), Write(second.Stream.Name, Next(second), 1) // the second moved on
	stale.Command = store.Command{}
	late.With = []store.Write{stale}
	if _, err := db.Append(t.Context(), late); !errors.Is(err, store.ErrMoved) {
		t.Errorf("stored beside a stream that moved: %v", err)
	}
	if n := len(checked(t, db)); n != 5 {
		t.Errorf("%d entries, want 5", n)
	}
}
