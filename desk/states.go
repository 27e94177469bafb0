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
// of the heads the case has now, from its log. It works on all cores: each is called by
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
			err := d.db.States(ctx, part, stateVersion, func(s *store.Cached) error {
				c, err := d.cached(ctx, s)
				if err != nil || c == nil || c.Number == "" {
					return err
				}
				return each(c)
			})
			if err != nil {
				cancel(err)
			}
		})
	}
	wait.Wait()
	return context.Cause(ctx)
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
// the heads it has now, and else folded again. One in so many is folded all
// the same: a state that is not what the log says is not used, and replaced.
func (d *Desk) cached(ctx context.Context, s *store.Cached) (*casefile.Case, error) {
	deks, err := d.openDEKs(s.Stream, s.DEKs, ledger.Everything)
	if err != nil {
		return nil, err
	}
	for _, state := range s.States {
		c, err := d.openState(deks, s.Stream, s.Heads, state)
		switch {
		case err == nil && rand.IntN(sampled) > 0:
			return c, nil
		case err == nil:
			return d.sample(ctx, s.Stream, c)
		case !errors.Is(err, store.ErrMissing):
			d.log.Warn("a cached state does not open; the case is folded again", "error", err)
		}
	}
	f, err := d.folded(ctx, s.Stream)
	if err != nil {
		return nil, err
	}
	return f.Person, nil
}

func (d *Desk) folded(ctx context.Context, name ledger.Stream) (*file, error) {
	content, err := d.db.Stream(ctx, name)
	if err != nil {
		return nil, err
	}
	return d.fold(&content)
}

// sample compares a cached state with the log.
func (d *Desk) sample(ctx context.Context, name ledger.Stream, c *casefile.Case) (*casefile.Case, error) {
	f, err := d.folded(ctx, name)
	if err != nil {
		return nil, err
	}
	switch same, err := sameState(c, f.Person); {
	case err != nil:
		return nil, err
	case same || !slices.Equal(c.Heads, f.Person.Heads): // or it moved on meanwhile
		return c, nil
	}
	d.log.Error("a cached state was not what the log says; it was replaced: run amana rebuild --check")
	state, err := d.state(f)
	if err != nil {
		return nil, err
	}
	return f.Person, d.db.Refresh(ctx, []store.Fold{{Stream: name, Heads: f.Heads, State: state}})
}
