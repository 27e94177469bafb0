package intake

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"

	"amana/desk"
	"amana/desk/shape"
	"amana/domain/access"
	"amana/domain/fault"
)

const (
	groupSize = 500 // commands in one transaction
	together  = 200 // persons between two moments at which all that was given is stored
	attempts  = 5   // at what others changed meanwhile
)

// Import takes a list over. What it could take is stored when it returns; when
// it fails half-way, giving the same list again finishes it. The summary is
// good for as far as it came. On a clock that nobody believes it takes what stops a
// journey, wherever that stands in the list, and then fails.
func Import(ctx context.Context, d *desk.Desk, path string, o Options) (Summary, error) {
	if strings.TrimSpace(o.Word) == "" {
		return Summary{}, fault.New(fault.Invalid, "fault.import-word").In("--word")
	}
	if err := shape.Check(struct {
		Word string `json:"--word"`
		List string `json:"--list,omitempty"`
	}{o.Word, o.List}); err != nil {
		return Summary{}, err // everybody reads it beside whatever was taken over
	}
	if err := d.May(o.Who, "caseload.import", access.Subject{Office: o.Who.Office}); err != nil {
		return Summary{}, err // before a long list is read
	}
	o.offices = d.Offices()[1:] // without the programme's own
	l, err := readList(ctx, path, &o, d.Where(), d.Moment())
	if err != nil {
		return Summary{}, err
	}
	defer l.book.close()
	r := run{desk: d, list: l, options: &o, outcomes: make([]outcome, len(l.persons)), told: newTold()}
	if err := r.mayReport(path); err != nil {
		return Summary{}, err
	}
	trial := o.DryRun || o.AllOrNothing
	if trial {
		if err := r.persons(ctx, Trying, true); err != nil {
			return r.summary(), err
		}
	}
	if r.written = !o.DryRun && (!o.AllOrNothing || len(r.problems()) == 0); r.written {
		if err := r.persons(ctx, Recording, false); err != nil {
			return r.summary(), err
		}
		if err := r.suspect(ctx); err != nil {
			return r.summary(), err
		}
	}
	s := r.summary()
	if s.Refused > 0 || len(s.StopsTaken) > 0 {
		s.Report, err = r.report(context.WithoutCancel(ctx), path)
	}
	return s, err
}

// run is one import under way.
type run struct {
	desk     *desk.Desk
	list     *list
	options  *Options
	outcomes []outcome // by person
	told     told
	written  bool
}

// persons gives every person's rows, several persons at a time: while one is
// decided and signed another is, and a group of others is stored.
func (r *run) persons(ctx context.Context, stage Stage, trial bool) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var next, done atomic.Int64
	var wait sync.WaitGroup
	for range max(r.options.Workers, 1) {
		wait.Go(func() {
			w := worker{run: r, trial: trial, batch: r.desk.Batch(r.group())}
			if trial {
				w.batch = r.desk.Trial()
			}
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= len(r.list.persons) {
					break
				}
				if err := w.person(ctx, i); err != nil {
					stop(err)
				}
				if n := int(done.Add(1)); r.options.Progress != nil && n%100 == 0 {
					r.options.Progress(Progress{stage, n, len(r.list.persons)})
				}
			}
			if err := w.settle(ctx, nil); err != nil {
				stop(err)
			}
		})
	}
	wait.Wait()
	if err := context.Cause(ctx); err != nil {
		return err
	}
	for i := range r.outcomes {
		if err := r.outcomes[i].held; err != nil {
			return err // now that all is recorded that stops a journey
		}
	}
	return nil
}

func (r *run) group() int {
	if r.options.Group > 0 {
		return r.options.Group
	}
	return groupSize
}

// worker gives some of the persons, one after the other.
type worker struct {
	*run
	batch  *desk.Batch
	trial  bool
	flying []int // given, and not known to be stored
}

func (w *worker) person(ctx context.Context, i int) error {
	w.flying = append(w.flying, i)
	err := w.take(ctx, i)
	if err == nil && w.trial {
		err = w.batch.Forget()
		w.flying = w.flying[:0]
	}
	if err == nil && len(w.flying) < together {
		return nil
	}
	return w.settle(ctx, err)
}

func (w *worker) take(ctx context.Context, i int) error {
	got, err := take(ctx, w.options, w.batch, w.list.persons[i])
	w.outcomes[i] = got
	return err
}

// settle stores what was given. What others changed meanwhile is looked at
// again: the log says how far each person is. Of what is not known to be stored
// the summary says nothing.
func (w *worker) settle(ctx context.Context, err error) error {
	err = w.settled(ctx, err)
	if err != nil {
		for _, i := range w.flying {
			w.outcomes[i] = outcome{}
		}
	}
	return err
}

func (w *worker) settled(ctx context.Context, err error) error {
	for range attempts {
		if err == nil {
			err = w.batch.Flush(ctx)
		}
		if err == nil {
			w.flying = w.flying[:0]
			return nil
		}
		_ = w.batch.Forget() // what failed, failed
		if !errors.Is(err, desk.ErrMoved) {
			return err
		}
		if err = ctx.Err(); err != nil {
			return err
		}
		for _, i := range w.flying {
			if err = w.take(ctx, i); err != nil {
				break
			}
		}
	}
	return fault.New(fault.Conflict, "fault.moved").Because(err)
}
