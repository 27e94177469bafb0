package store_test

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/store"
	"amana/store/storetest"
)

// An erasure beside whoever reads the file, as a backup does, says that it is not
// done: the old pages are in the file still.
func TestAnErasureWaitsForNoReader(t *testing.T) {
	path := filepath.Join(t.TempDir(), "amana.db")
	made, err := store.OpenSQLite(t.Context(), file(t, path))
	db := opened(t, made, err)
	w := storetest.Write(storetest.Stream(), nil, 1)
	w.DEKs = []store.DEK{{Compartment: ledger.Medical, Epoch: 1, Office: "TI", Made: 2, KEK: 2, Wrapped: storetest.Bytes(60)}}
	if _, err := db.Append(t.Context(), w); err != nil {
		t.Fatal(err)
	}
	if err := db.Scrub(t.Context()); err != nil { // the key is in the file, not beside it
		t.Fatal(err)
	}
	asked := false
	err = db.Backup(t.Context(), filepath.Join(t.TempDir(), "backup.db"), func(int64, int64) {
		if asked {
			return
		}
		asked = true
		if err := db.Erase(t.Context(), w.Stream.Name); fault.KindOf(err) != fault.Busy {
			t.Errorf("erased beside a backup: %v", err)
		}
	})
	if err != nil || !asked {
		t.Fatal(asked, err)
	}
	if err := db.Erase(t.Context(), w.Stream.Name); err != nil {
		t.Errorf("and when nobody reads: %v", err)
	}
	copied := filepath.Join(t.TempDir(), "copy.db")
	text, err := os.ReadFile(path)
	if err == nil {
		err = os.WriteFile(copied, text, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	made, err = store.OpenSQLite(t.Context(), file(t, copied))
	if deks, err := opened(t, made, err).DEKs(t.Context(), w.Stream.Name); err != nil || len(deks) > 0 {
		t.Errorf("the file alone still holds %d keys: %v", len(deks), err)
	}
	if got, err := db.Setting(t.Context(), "pragma busy_timeout"); err != nil || got != "10000" {
		t.Errorf("afterwards a lock is waited for %s ms: %v", got, err)
	}
}

// A write in another stream that a command makes may rest on what was read, and
// brings no keys of offices.
func TestWhatAWriteBringsAlong(t *testing.T) {
	made, err := store.OpenSQLite(t.Context(), file(t, filepath.Join(t.TempDir(), "amana.db")))
	db := opened(t, made, err)
	w, with := storetest.Write(storetest.Stream(), nil, 1), storetest.Write(storetest.Stream(), nil, 1)
	with.Reads = []store.Seen{{Stream: storetest.Stream(), Heads: []ledger.Hash{{1}}}}
	w.With = []store.Write{with}
	if _, err := db.Append(t.Context(), w); err != store.ErrMoved {
		t.Errorf("what it read is not as it was: %v", err)
	}
	with.Reads, with.KEKs = nil, []store.KEK{{Office: "TI", Compartment: ledger.General, Epoch: 1, Holder: "x"}}
	w.With[0] = with
	if _, err := db.Append(t.Context(), w); err == nil {
		t.Error("a key of an office came along, and is not compared with what there is")
	}
}

// Numbers of whose reservation nobody heard are nobody's: whoever stopped waiting
// does not read what is still being written.
func TestAReservationThatIsNotWaitedFor(t *testing.T) {
	made, err := store.OpenSQLite(t.Context(), file(t, filepath.Join(t.TempDir(), "amana.db")))
	db := opened(t, made, err)
	for range 200 {
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(rand.IntN(1000))*time.Microsecond)
		if n, err := db.Reserve(ctx, "x", 1); err != nil && n != 0 {
			t.Errorf("%d, %v", n, err)
		}
		cancel()
	}
}
