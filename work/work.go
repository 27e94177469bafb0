// Package work does what follows elsewhere from what was recorded: it leases
// jobs from the outbox and gives their commands at the desk, each under an id
// derived from the first command's, so that doing one twice does nothing.
package work

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"amana/desk"
	"amana/domain/casefile"
	"amana/domain/counselling"
	"amana/domain/day"
	"amana/domain/fault"
	"amana/domain/movement"
	"amana/domain/results"
	"amana/replica"
	"amana/store"
)

// Worker does jobs until its context ends.
type Worker struct {
	Desk  *desk.Desk
	Store *store.DB
	Name  string // who holds the lease: of each process its own
	Log   *slog.Logger

	pruned time.Time // when old receipts were last forgotten
	swept  time.Time // when all seats on movements that left were last looked at

	Witnesses *replica.Witnesses // asked beside the jobs, which never wait for them; nil: nobody
}

const (
	batch   = 32
	lease   = time.Minute
	idle    = 2 * time.Second
	giveUp  = 8 // tries, after which a job waits a day and is reported
	backoff = 15 * time.Second
	seldom  = time.Minute     // between two searches for files of an office that may be shut for days: each opens many
	asking  = 5 * time.Minute // how often witnesses are asked
)

// Run does what a serving process does beside what it is asked: it keeps its house,
// and does jobs as they come.
func (w *Worker) Run(ctx context.Context) {
	tasks := []struct {
		what string
		do   func(context.Context) error
	}{
		{"watching the clock", w.Desk.WatchClock},
		{"publishing a checkpoint", w.Desk.Publish},
		{"forgetting old receipts", w.prune},
		{"freeing the seats of whom a movement left behind", w.Sweep},
		{"making rows again", w.renewRows},
		{"ending idle sessions", w.Desk.EndIdle},
		{"noting what was witnessed", w.Desk.NoteWitnessed},
	}
	if w.Witnesses != nil {
		var beside sync.WaitGroup
		beside.Go(func() { w.Witnesses.Watch(ctx, asking) })
		defer beside.Wait()
	}
	for ctx.Err() == nil {
		for _, t := range tasks {
			if err := t.do(ctx); err != nil && ctx.Err() == nil {
				w.Log.Error(t.what, "error", err)
			}
		}
		n, err := w.Once(ctx)
		if err != nil && ctx.Err() == nil {
			w.Log.Error("work", "error", err)
		}
		if n == 0 {
			select {
			case <-ctx.Done():
			case <-time.After(idle):
			}
		}
	}
}

func (w *Worker) renewRows(ctx context.Context) error {
	_, err := w.Desk.RenewRows(ctx)
	return err
}

// Once does the jobs that are due, and says how many there were. A process that
// may not sign leaves them to those that may.
func (w *Worker) Once(ctx context.Context) (int, error) {
	if err := w.Desk.MayRecord(ctx); err != nil {
		return 0, err
	}
	now := w.Desk.Moment()
	jobs, err := w.Store.Lease(ctx, w.Name, now, now.Add(lease), batch)
	if err != nil {
		return 0, err
	}
	for _, j := range jobs {
		if err := w.one(ctx, j); err != nil {
			return len(jobs), err
		}
	}
	return len(jobs), nil
}

func (w *Worker) one(ctx context.Context, j store.Job) error {
	err := w.do(ctx, j)
	if over(err) && w.Log != nil {
		w.Log.Info("nothing follows any more", "kind", j.Kind, "because", err)
	}
	if err == nil || over(err) {
		return w.Store.Finish(ctx, w.Name, j.ID)
	}
	if wait, early := errors.AsType[notYet](err); early {
		return w.Store.Postpone(ctx, w.Name, j.ID, wait.until)
	}
	later := w.Desk.Moment().Add(time.Duration(j.Tries) * backoff)
	if fault.KindOf(err) == fault.Busy || errors.Is(err, desk.ErrMoved) {
		wait := backoff // nothing is wrong: it waits for a database, for who opens the file, or until fewer write to it
		if j.Kind == desk.JobSearch {
			wait = min(time.Duration(j.Tries)*backoff, seldom)
		}
		later = w.Desk.Moment().Add(wait)
	} else if j.Tries >= giveUp {
		w.Log.Error("a job fails again and again", "kind", j.Kind, "tries", j.Tries, "error", err)
		later = later.Add(24 * time.Hour)
	}
	if errors.Is(err, context.Canceled) {
		return err
	}
	return w.Store.Postpone(ctx, w.Name, j.ID, later)
}

// over says that what a job was about has changed, so that nothing follows any
// more. That others wrote to it while the job was done says nothing of the kind.
func over(err error) bool {
	switch fault.KindOf(err) {
	case fault.Invalid, fault.Missing, fault.Conflict:
		return !errors.Is(err, desk.ErrMoved)
	}
	return false
}

func (w *Worker) do(ctx context.Context, j store.Job) error {
	var p desk.Job
	if err := json.Unmarshal(j.Payload, &p); err != nil {
		return fmt.Errorf("reading a job: %w", err)
	}
	switch j.Kind {
	case desk.JobFreeSeat:
		return w.freeSeat(ctx, p)
	case desk.JobFreeAll:
		return w.freeAll(ctx, p)
	case desk.JobFreeLeft:
		return w.freeLeft(ctx, p)
	case desk.JobOpenInfant:
		return w.openInfant(ctx, p)
	case desk.JobCharge:
		return w.charge(ctx, p)
	case desk.JobExamine:
		_, err := w.Desk.Examine(ctx, p.Ref)
		return err
	case desk.JobScrub:
		return w.Store.Scrub(ctx)
	case desk.JobSearch:
		return w.Desk.Search(ctx, p.Number)
	case desk.JobErase:
		return w.Desk.FinishErasure(ctx, p.Number)
	}
	return fmt.Errorf("no such work as %q", j.Kind)
}

func (w *Worker) give(ctx context.Context, number string, p desk.Job, command string, args any) error {
	_, err := w.receive(ctx, number, p, command, args)
	return err
}

func (w *Worker) receive(ctx context.Context, number string, p desk.Job, command string, args any) (desk.Receipt, error) {
	text, err := json.Marshal(args)
	if err != nil {
		return desk.Receipt{}, err
	}
	r := desk.Request{ID: desk.Derived(p.ID, command+"/"+number), Command: command, Args: text}
	return w.Desk.Do(ctx, w.Desk.Self(), number, r)
}

// freeSeat frees a seat, if it is still the one that was meant: whichever there
// is, after a no that was taken unread.
func (w *Worker) freeSeat(ctx context.Context, p desk.Job) error {
	c, err := w.Desk.Case(ctx, w.Desk.Self(), p.Number)
	if err != nil || c.File.Travel.Departed != nil || c.File.Travel.Movement == "" || p.Ref != "" && c.File.Travel.Movement != p.Ref {
		return err
	}
	return w.give(ctx, p.Number, p, "seat.free", movement.FreeSeat{Movement: c.File.Travel.Movement, Reason: p.Reason})
}

// notYet is why a job waits: its hour has moved.
type notYet struct{ until time.Time }

func (e notYet) Error() string { return "not before " + e.until.Format(time.RFC3339) }

// freeAll frees the seats of a movement that takes no others any more. Whoever is
// gone was on it.
func (w *Worker) freeAll(ctx context.Context, p desk.Job) error {
	return w.freeEach(ctx, p, func(s casefile.Status) string {
		if s.Journeying() {
			return "movement-cancelled"
		}
		return ""
	})
}

// freeLeft frees the seats of whom a movement left behind, when that is known. One
// that was cancelled frees everybody's.
func (w *Worker) freeLeft(ctx context.Context, p desk.Job) error {
	m, err := w.Desk.Movement(ctx, w.Desk.Self(), p.Ref)
	if err != nil || m.Cancelled {
		return err
	}
	now := w.Desk.Moment()
	switch from, known := m.LeftBehind(); {
	case !known:
		return notYet{now.Add(movement.Late)}
	case now.Before(from):
		return notYet{from}
	}
	return w.freeEach(ctx, p, leftBehind)
}

// freeEach frees the seats on a movement for which there is a reason. Whoever
// has lost theirs meanwhile holds up nobody; where a file cannot be read here, so
// that not even its number is known, the job waits for who opens it.
func (w *Worker) freeEach(ctx context.Context, p desk.Job, why func(casefile.Status) string) error {
	var waits error
	q := desk.Query{Movement: p.Ref, Limit: 100}
	for {
		page, err := w.Desk.Cases(ctx, w.Desk.Self(), q)
		if err != nil {
			return err
		}
		for _, c := range page.Cases {
			reason := why(c.Status)
			if reason == "" {
				continue
			}
			if c.Shut {
				waits = cmp.Or[error](waits, desk.ErrShut)
				continue
			}
			err := w.give(ctx, c.Case, p, "seat.free", movement.FreeSeat{Movement: p.Ref, Reason: reason})
			if err != nil && !over(err) {
				waits = err
			}
		}
		if q.After = page.Next; !page.More {
			return waits
		}
	}
}

// openInfant opens the file of a child born on the way, of the mother's household
// where she has one. Nobody is named as the father, and the child has no wish of
// its own.
func (w *Worker) openInfant(ctx context.Context, p desk.Job) error {
	mother, err := w.Desk.Case(ctx, w.Desk.Self(), p.Number)
	if err != nil {
		return err
	}
	birth, err := w.Desk.Birth(ctx, w.Desk.Self(), p.Number, p.Entry)
	if err != nil {
		return err
	}
	opened, err := w.receive(ctx, "", p, "case.open", infant(mother, birth))
	if err != nil || mother.File.Household == "" {
		return err
	}
	return w.give(ctx, opened.Case, p, "household.join", casefile.JoinHousehold{Household: mother.File.Household, Relation: mother.File.RelationOfChild()})
}

func infant(mother desk.Case, b casefile.RecordBirth) casefile.Open {
	m := mother.File.Identity
	return casefile.Open{
		Identity: casefile.Identity{
			Given: b.Name, Family: m.Family, Born: b.Day, BornTo: day.Day{}, Sex: b.Sex, Nationalities: m.Nationalities,
			Languages: m.Languages, Destination: m.Destination, Alone: "with-parent",
		},
		Office: mother.File.Office, Mother: mother.Case, Wish: (*counselling.Wish)(nil),
	}
}

// charge takes the cost of a seat off the line that pays for it.
func (w *Worker) charge(ctx context.Context, p desk.Job) error {
	c, err := w.Desk.Case(ctx, w.Desk.Self(), p.Number)
	if err != nil || c.File.Travel.Line == "" {
		return err
	}
	m, err := w.Desk.Movement(ctx, w.Desk.Self(), p.Ref)
	if err != nil {
		return err
	}
	text, err := json.Marshal(results.Charge{Amount: m.Cost})
	if err != nil {
		return err
	}
	_, err = w.Desk.DoOther(ctx, w.Desk.Self(), casefile.Line, c.File.Travel.Line, desk.Request{ID: desk.Derived(p.ID, "budget.charge"), Command: "budget.charge", Args: text})
	return err
}
