package storetest

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"amana/domain/ledger"
	"amana/store"
)

func withJobs(n int) store.Write {
	w := Write(Stream(), nil, 1)
	for i := range n {
		w.Jobs = append(w.Jobs, store.Job{Kind: "recall", Stream: w.Stream.Name, Due: start.Add(time.Duration(i) * time.Minute), Payload: number(i)})
	}
	return w
}

func leased(t *testing.T, open func() *store.DB) {
	db, ctx := open(), t.Context()
	appended(t, db, withJobs(3))
	lease := func(holder string, now time.Time) []store.Job {
		t.Helper()
		return must[[]store.Job](t)(db.Lease(ctx, holder, now, now.Add(30*time.Minute), 10))
	}
	if jobs := lease("a", start.Add(-time.Second)); len(jobs) > 0 {
		t.Error("a job was given out before it was due")
	}
	now := start.Add(time.Minute)
	mine := lease("a", now)
	if len(mine) != 2 || !mine[0].Due.Equal(start) || !mine[1].Due.Equal(now) {
		t.Fatalf("two jobs are due, the first first: %+v", mine)
	}
	if jobs := lease("b", now); len(jobs) > 0 {
		t.Error("a leased job was given to another")
	}
	if err := db.Finish(ctx, "b", mine[0].ID); !errors.Is(err, store.ErrMissing) {
		t.Errorf("finished by one who does not hold it: %v", err)
	}
	if err := db.Finish(ctx, "a", mine[0].ID); err != nil {
		t.Fatal(err)
	}
	after := now.Add(30 * time.Minute)
	again := lease("b", after)
	if len(again) != 2 || again[0].ID != mine[1].ID || again[0].Tries != 2 {
		t.Fatalf("when a lease ends the job is given out again: %+v", again)
	}
	if err := db.Finish(ctx, "a", mine[1].ID); !errors.Is(err, store.ErrMissing) {
		t.Errorf("finished after the lease went to another: %v", err)
	}
	if err := db.Postpone(ctx, "b", again[0].ID, after.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if jobs := lease("a", after.Add(time.Hour)); len(jobs) != 2 {
		t.Errorf("%d jobs after one was postponed and one lease ended", len(jobs))
	}
}

func leasedByMany(t *testing.T, open func() *store.DB) {
	one, other := open(), open()
	appended(t, one, withJobs(60))
	var lock sync.Mutex
	taken := map[int64]int{}
	var wait sync.WaitGroup
	for i, db := range []*store.DB{one, other, one, other} {
		wait.Go(func() {
			for {
				jobs, err := db.Lease(t.Context(), fmt.Sprint("holder ", i), start.Add(time.Hour), start.Add(2*time.Hour), 3)
				if err != nil {
					t.Error(err)
				}
				if len(jobs) == 0 {
					return
				}
				lock.Lock()
				for _, j := range jobs {
					taken[j.ID]++
				}
				lock.Unlock()
			}
		})
	}
	wait.Wait()
	for id, n := range taken {
		if n != 1 {
			t.Errorf("job %d was taken %d times", id, n)
		}
	}
	if len(taken) != 60 {
		t.Errorf("%d jobs taken of 60", len(taken))
	}
}

func finishedByWrite(t *testing.T, open func() *store.DB) {
	db := open()
	appended(t, db, withJobs(3))
	jobs := must[[]store.Job](t)(db.Lease(t.Context(), "a", start.Add(time.Hour), start.Add(time.Hour), 9))
	w := Write(Stream(), nil, 1)
	w.Done = []int64{jobs[0].ID, jobs[2].ID}
	appended(t, db, w)
	left := must[[]store.Job](t)(db.Lease(t.Context(), "a", start.Add(time.Hour), start.Add(time.Hour), 9))
	if len(left) != 1 || left[0].ID != jobs[1].ID {
		t.Errorf("%+v", left)
	}
}

func locked(t *testing.T, open func() *store.DB) {
	db, ctx, login := open(), t.Context(), Bytes(32)
	w := Write(Stream(), nil, 1)
	w.Credentials = []store.Credential{{Login: login, Actor: ledger.Actor{1}, Salt: []byte{1}, Params: "p", Verifier: []byte{2}, Sealed: []byte{3}}}
	appended(t, db, w)
	until := start.Add(time.Hour)
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			if err := db.Refused(ctx, login, 5, until); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if c := must[store.Credential](t)(db.Credential(ctx, login)); c.Failures != 4 || !c.LockedUntil.IsZero() {
		t.Errorf("after four failures: %+v", c)
	}
	if err := db.Refused(ctx, login, 5, until); err != nil {
		t.Fatal(err)
	}
	if c := must[store.Credential](t)(db.Credential(ctx, login)); c.Failures != 5 || !c.LockedUntil.Equal(until) {
		t.Errorf("after the fifth failure: %+v", c)
	}
	if err := db.Admitted(ctx, login); err != nil {
		t.Fatal(err)
	}
	if c := must[store.Credential](t)(db.Credential(ctx, login)); c.Failures != 0 || !c.LockedUntil.IsZero() {
		t.Errorf("after signing in: %+v", c)
	}
	if err := db.Refused(ctx, Bytes(32), 5, until); err != nil {
		t.Errorf("an unknown login: %v", err)
	}
	w = Write(Stream(), nil, 1)
	w.Revoked = []ledger.Actor{{1}}
	appended(t, db, w)
	if _, err := db.Credential(ctx, login); !errors.Is(err, store.ErrMissing) {
		t.Errorf("a revoked login: %v", err)
	}
}

func pruned(t *testing.T, open func() *store.DB) {
	db, old, young := open(), Write(Stream(), nil, 1), Write(Stream(), nil, 1)
	old.Entries[0].Recorded = start.AddDate(0, 0, -401)
	appended(t, db, old)
	appended(t, db, young)
	if n := must[int64](t)(db.Prune(t.Context(), start.AddDate(0, 0, -400))); n != 1 {
		t.Errorf("%d receipts forgotten, want 1", n)
	}
	if r := appended(t, db, young); !r.Repeated {
		t.Error("a young receipt is gone")
	}
	if _, err := db.Append(t.Context(), old); !errors.Is(err, store.ErrMoved) {
		t.Errorf("an old command again: %v", err)
	}
}
