package desk

import (
	"context"
	"errors"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"

	"amana/domain/casefile"
	"amana/domain/ledger"
	"amana/store"
)

// States gives every case that can be read here, folded, for an overview of
// all; what officers see of all is kept otherwise (board, counts), so that today
// only measurements read it. From the states that are cached, and where there is none
// of the heads the case has now, from its log: that state is cached then, and not
// by each act, for which somebody waits. It works on all cores: each is called by
// several goroutines at once, and in no order.
func (d *Desk) States(ctx context.Context, each func(*casefile.Case) error) error {
	parts, err := d.db.Split(ctx, string(casefile.Person), runtime.GOMAXPROCS(0))
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var wait sync.WaitGroup
	for _, part := range parts {
		wait.Go(func() {
			if err := d.statesOf(ctx, part, each); err != nil {
				cancel(err)
			}
		})
	}
	wait.Wait()
	return context.Cause(ctx)
}

func (d *Desk) statesOf(ctx context.Context, part store.Scan, each func(*casefile.Case) error) error {
	var again []store.Fold
	err := d.db.States(ctx, part, stateVersion, func(s *store.Cached) error {
		c, fold, err := d.cached(ctx, s)
		if err != nil {
			return err
		}
		if fold != nil {
			again = append(again, *fold)
		}
		if len(again) == together {
			err, again = d.db.Refresh(ctx, again), again[:0]
		}
		if err != nil || c == nil || c.Number == "" {
			return err
		}
		return each(c)
	})
	if err != nil || len(again) == 0 {
		return err
	}
	return d.db.Refresh(ctx, again)
}

// Refold gives every case that can be read here, folded from the log alone. It
// calls each as States does.
func (d *Desk) Refold(ctx context.Context, each func(*casefile.Case) error) error {
	r := rebuilding{desk: d}
	return r.each(ctx, casefile.Person, 1, func(content *store.Content) error {
		f, err := d.fold(content)
		if err != nil || f.Person == nil || f.Person.Number == "" {
			return err
		}
		return each(f.Person)
	})
}

// cached is the folded case of a stream: of its cached state, if it has one of
// the heads it has now, and else folded again, with what is to be cached of it. One
// in so many is folded all the same: a state that is not what the log says is not
// used, and replaced.
func (d *Desk) cached(ctx context.Context, s *store.Cached) (*casefile.Case, *store.Fold, error) {
	deks, err := d.openDEKs(s.Stream, s.DEKs, ledger.Everything)
	if err != nil {
		return nil, nil, err
	}
	var sample *casefile.Case
	for _, state := range s.States {
		c, err := d.openState(deks, s.Stream, s.Heads, state)
		switch {
		case err == nil && rand.IntN(sampled) > 0:
			return c, nil, nil
		case err == nil:
			sample = c
		case !errors.Is(err, store.ErrMissing):
			d.log.Warn("a cached state does not open; the case is folded again", "error", err)
		}
	}
	f, err := d.folded(ctx, s.Stream)
	if err != nil || f.Person == nil {
		return nil, nil, err
	}
	if sample != nil && slices.Equal(sample.Heads, f.Person.Heads) { // else it moved on meanwhile
		if same, err := sameState(sample, f.Person); err != nil || same {
			return sample, nil, err
		}
		d.log.Error("a cached state was not what the log says; it is replaced: run amana rebuild --check")
	}
	if f.Person.Number == "" || f.Person.Erased {
		return f.Person, nil, nil
	}
	state, err := d.state(f)
	return f.Person, &store.Fold{Stream: s.Stream, Heads: f.Heads, State: state}, err
}

func (d *Desk) folded(ctx context.Context, name ledger.Stream) (*file, error) {
	content, err := d.db.Stream(ctx, name)
	if err != nil {
		return nil, err
	}
	return d.fold(&content)
}
