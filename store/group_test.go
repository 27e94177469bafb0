package store_test

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"testing"

	"amana/domain/ledger"
	"amana/store"
	"amana/store/storetest"
)

// holding keeps the appender of db busy until the returned function is called.
func holding(t *testing.T, db *store.DB) (release func()) {
	t.Helper()
	held, let := make(chan struct{}), make(chan struct{})
	var wait sync.WaitGroup
	wait.Go(func() {
		if err := db.Hold(context.Background(), held, let); err != nil {
			t.Error(err)
		}
	})
	<-held
	return func() { close(let); wait.Wait() }
}

func TestWhatWaitsIsCommittedTogether(t *testing.T) {
	onBoth(t, func(t *testing.T, open func() *store.DB) {
		db := open()
		release := holding(t, db)
		var wait sync.WaitGroup
		for range 100 {
			wait.Go(func() {
				if _, err := db.Append(t.Context(), storetest.Write(storetest.Stream(), nil, 1)); err != nil {
					t.Error(err)
				}
			})
		}
		for db.Waiting() < 100 {
			runtime.Gosched()
		}
		release()
		wait.Wait()
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		if n := db.Commits(); n != 1 {
			t.Errorf("100 waiting writes took %d commits, want 1", n)
		}
	})
}

func TestOneBadWriteDoesNotFailTheOthers(t *testing.T) {
	onBoth(t, func(t *testing.T, open func() *store.DB) {
		db := open()
		release := holding(t, db)
		var wait sync.WaitGroup
		for i := range 10 {
			wait.Go(func() {
				w := storetest.Write(storetest.Stream(), nil, 1)
				if i == 4 {
					w.Entries[0].Blobs = append(w.Entries[0].Blobs, w.Entries[0].Blobs...) // two in one place
				}
				if _, err := db.Append(t.Context(), w); (err != nil) != (i == 4) {
					t.Errorf("write %d: %v", i, err)
				}
			})
		}
		for db.Waiting() < 10 {
			runtime.Gosched()
		}
		release()
		wait.Wait()
		entries, err := storetest.Check(t.Context(), db)
		if err != nil || len(entries) != 9 {
			t.Errorf("%d entries, want 9: %v", len(entries), err)
		}
	})
}

// watched is a context that tells when the appender looks whether it has ended.
type watched struct {
	context.Context
	asked chan struct{}
	once  sync.Once
}

func (w *watched) Err() error {
	err := w.Context.Err()
	w.once.Do(func() { close(w.asked) })
	return err
}

func TestACallerWhoLeavesDuringTheBatchIsServed(t *testing.T) {
	onBoth(t, func(t *testing.T, open func() *store.DB) {
		db, other := open(), open()
		release := holding(t, other) // the lock of the log is elsewhere
		ctx, leave := context.WithCancel(t.Context())
		caller := &watched{Context: ctx, asked: make(chan struct{})}
		w := storetest.Write(storetest.Stream(), nil, 1)
		go func() {
			<-caller.asked // the batch has begun
			leave()
		}()
		if _, err := db.Append(caller, w); !errors.Is(err, context.Canceled) {
			t.Errorf("the caller was told %v", err)
		}
		release()
		r, err := db.Append(t.Context(), w)
		if err != nil || !r.Repeated {
			t.Errorf("asked again: %+v, %v", r, err)
		}
	})
}

func TestManyCallersLoseNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, open func() *store.DB) {
		db := open()
		var lock sync.Mutex
		receipts := map[ledger.Hash]int64{}
		var wait sync.WaitGroup
		for range 32 {
			wait.Go(func() {
				for range 20 {
					r, err := db.Append(t.Context(), storetest.Write(storetest.Stream(), nil, 2))
					if err != nil {
						t.Error(err)
						return
					}
					lock.Lock()
					receipts[r.Leaf] = r.Index
					lock.Unlock()
				}
			})
		}
		wait.Wait()
		entries, err := storetest.Check(t.Context(), db)
		if err != nil {
			t.Fatal(err)
		}
		if len(entries) != 32*20*2 {
			t.Errorf("%d entries, want %d", len(entries), 32*20*2)
		}
		for leaf, index := range receipts {
			if e, there := entries[leaf]; !there || e.Index != index {
				t.Errorf("entry %d of a receipt is not in the log there", index)
			}
		}
	})
}
