// Package storetest is what every store has to do, as one suite that is run on
// each engine.
package storetest

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"golang.org/x/mod/sumdb/tlog"

	"amana/domain/ledger"
	"amana/store"
)

// Open makes one new, empty store and gives what opens it: each call is another
// handle on the same store, closed by the test that opened it or at its end.
type Open func(t *testing.T) func() *store.DB

// Run holds an engine against the suite.
func Run(t *testing.T, open Open) {
	for _, test := range []struct {
		name string
		run  func(*testing.T, func() *store.DB)
	}{
		{"a write comes back whole", comesBack},
		{"a repeated command is answered with its receipt", repeated},
		{"a command id is used once", reused},
		{"one of many equal commands is stored", equalCommands},
		{"a moved stream is refused", moved},
		{"a moved stream that was read is refused", readMoved},
		{"what every act rests on is compared", restsOn},
		{"a refused write leaves nothing and harms nobody", refusedInGroup},
		{"a group builds on itself", groupBuildsOnItself},
		{"two streams change together or not at all", together},
		{"an office key is never replaced", officeKeyStays},
		{"a retired office key wraps nothing more", officeKeyRetires},
		{"streams are linear under many writers", func(t *testing.T, open func() *store.DB) { contended(t, open()) }},
		{"streams are linear under two processes", func(t *testing.T, open func() *store.DB) { contended(t, open(), open()) }},
		{"tile roots go on after opening again", reopened},
		{"a caller who left before is not served", leftBefore},
		{"a closed store refuses", closed},

		{"the log is read in its order", logOrder},
		{"streams are scanned in order and by subject", scanned},
		{"one compartment is read by itself", layer},
		{"what was touched since is told", touched},
		{"heads of what exists", heads},
		{"checkpoints, times and marks are kept", kept},

		{"rows are filtered and paged", filtered},
		{"a row is found by its number", byNumber},
		{"a row that is read is written again whole", rowComesBack},
		{"the last row of a group stands", lastRowStands},
		{"rows are given that were written since", rowsSince},
		{"a row is found by who is called to it", called},
		{"what a write says of the store comes with it", wordsOfAWrite},
		{"states are cached by what was opened", states},
		{"a fold of a moved stream is passed over", refreshed},
		{"forgetting states leaves everything else", uncached},
		{"erasing leaves the log and the statistics", erased},

		{"jobs are leased to one holder", leased},
		{"jobs are taken once by many", leasedByMany},
		{"a write finishes jobs", finishedByWrite},
		{"failed sign-ins lock", locked},
		{"receipts are forgotten in the end", pruned},
		{"a draft is kept, replaced and forgotten", drafted},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(t, open(t)) })
	}
}

// start is a fixed time, so that nothing here reads a clock.
var start = time.Date(2026, 11, 21, 8, 0, 0, 0, time.UTC)

// Stream names a new stream.
func Stream() (s ledger.Stream) { _, _ = rand.Read(s[:]); return s }

// Bytes are n random bytes, as what is sealed looks to a store.
func Bytes(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b)
	return b
}

// Entry is an entry of random bytes with its true leaf hash.
func Entry(size int, blobs ...store.Blob) store.Entry {
	b := Bytes(size)
	return store.Entry{Leaf: ledger.Hash(tlog.RecordHash(b)), Recorded: start, Bytes: b, Blobs: blobs}
}

// Write is a command that appends n entries to a stream with these heads.
func Write(stream ledger.Stream, heads []ledger.Hash, n int) store.Write {
	w := store.Write{
		Stream:  store.Stream{Name: stream, Class: ledger.ClassCase, Subject: "case", Office: "TI"},
		Heads:   heads,
		Command: store.Command{ID: ledger.Command(Bytes(16)), Actor: ledger.Actor{1}, BodyHash: sha256.Sum256(stream[:]), Status: "recorded"},
	}
	for range n {
		w.Entries = append(w.Entries, Entry(200, store.Blob{Compartment: ledger.General, Epoch: 1, Sealed: Bytes(100)}))
	}
	return w
}

// Next are the heads that w leaves behind.
func Next(w store.Write) []ledger.Hash {
	return []ledger.Hash{w.Entries[len(w.Entries)-1].Leaf}
}

// Settle waits for what a program that was killed had asked the database for:
// PostgreSQL may still be storing it, under the lock that this takes. A log that
// grows while it is read agrees with nothing.
func Settle(ctx context.Context, db *store.DB) error {
	_, err := db.Reserve(ctx, "settled", 1)
	return err
}

// Check reads the whole log and fails when it is not what a log has to be: no
// gap in the index, leaves and entries that agree, tile roots as tlog has them,
// each stream a chain of its own entries, and no entry outside the streams about
// these subjects; none named: cases. It gives the entries by leaf.
func Check(ctx context.Context, db *store.DB, subjects ...string) (map[ledger.Hash]store.Stored, error) {
	size, err := db.Size(ctx)
	if err != nil {
		return nil, err
	}
	leaves, err := db.Leaves(ctx, 0, size)
	if err != nil {
		return nil, err
	}
	entries := map[ledger.Hash]store.Stored{}
	next := int64(0)
	err = db.Entries(ctx, 0, size, func(e store.Stored) error {
		if e.Index != next || e.Leaf != leaves[next] || e.Leaf != ledger.Hash(tlog.RecordHash(e.Bytes)) {
			return fmt.Errorf("entry %d stands at %d with another leaf", e.Index, next)
		}
		entries[e.Leaf] = e
		next++
		return nil
	})
	if err != nil {
		return nil, err
	}
	if next != size {
		return nil, fmt.Errorf("%d entries in a log of %d", next, size)
	}
	if err := checkTiles(ctx, db, leaves); err != nil {
		return nil, err
	}
	if len(subjects) == 0 {
		subjects = []string{"case"}
	}
	in := 0
	for _, subject := range subjects {
		n, err := checkStreams(ctx, db, subject, entries)
		if err != nil {
			return nil, err
		}
		in += n
	}
	if in != len(entries) {
		return nil, fmt.Errorf("%d entries in streams, %d in the log", in, len(entries))
	}
	return entries, nil
}

// checkStreams holds the streams about a subject against the log, and counts
// their entries.
func checkStreams(ctx context.Context, db *store.DB, subject string, entries map[ledger.Hash]store.Stored) (in int, err error) {
	err = db.Streams(ctx, store.Scan{Subject: subject}, func(c store.Content) error {
		in += len(c.Entries)
		for i, e := range c.Entries {
			if e.Depth != int64(i+1) || !cmp.Equal(entries[e.Leaf], e, cmpopts.IgnoreFields(store.Stored{}, "Blobs")) {
				return fmt.Errorf("a stream's entry %d has depth %d or is not the log's", i, e.Depth)
			}
		}
		if !slices.Equal(c.Heads, []ledger.Hash{c.Entries[len(c.Entries)-1].Leaf}) {
			return fmt.Errorf("the heads of a stream are not its last entry")
		}
		return nil
	})
	return in, err
}

// checkTiles computes the tree with tlog and compares its hashes at height 8.
func checkTiles(ctx context.Context, db *store.DB, leaves []ledger.Hash) error {
	var tree []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		var hashes []tlog.Hash
		for _, i := range indexes {
			hashes = append(hashes, tree[i])
		}
		return hashes, nil
	})
	for i, leaf := range leaves {
		more, err := tlog.StoredHashesForRecordHash(int64(i), tlog.Hash(leaf), reader)
		if err != nil {
			return err
		}
		tree = append(tree, more...)
	}
	full := int64(len(leaves)) / 256
	roots, err := db.TileRoots(ctx, 0, full)
	if err != nil {
		return err
	}
	for n, root := range roots {
		if ledger.Hash(tree[tlog.StoredHashIndex(8, int64(n))]) != root {
			return fmt.Errorf("tile %d has another root than tlog's", n)
		}
	}
	if _, err := db.TileRoots(ctx, full, full+1); err == nil {
		return fmt.Errorf("tile %d is not full and has a root", full)
	}
	return nil
}

func appended(t *testing.T, db *store.DB, w store.Write) store.Receipt {
	t.Helper()
	r, err := db.Append(t.Context(), w)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func checked(t *testing.T, db *store.DB) map[ledger.Hash]store.Stored {
	t.Helper()
	entries, err := Check(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	return entries
}

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if d := cmp.Diff(want, got, cmpopts.EquateEmpty(), cmpopts.EquateComparable(ledger.Hash{})); d != "" {
		t.Errorf("%s (-want +got):\n%s", what, d)
	}
}

func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func number(n int) []byte { return binary.BigEndian.AppendUint64(nil, uint64(n)) }
