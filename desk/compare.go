package desk

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"sync/atomic"

	"amana/domain/casefile"
	"amana/store"
)

// Compare folds one case in so many again and compares its cached state.
func (d *Desk) Compare(ctx context.Context, oneIn int, done func(streams, of int64)) (Rebuilt, error) {
	r := rebuilding{desk: d, done: done}
	of, err := d.streams(ctx, casefile.Person)
	if err != nil {
		return r.Rebuilt, err
	}
	r.of = of / int64(oneIn)
	err = r.each(ctx, casefile.Person, oneIn, func(c *store.Content) error { return r.compare(ctx, c) })
	return r.Rebuilt, err
}

// compare opens a cached state and compares it with what the log says.
func (r *rebuilding) compare(ctx context.Context, c *store.Content) error {
	f, err := r.desk.fold(c)
	if err != nil {
		return err
	}
	_, opened, err := stateKey(f.deks)
	if err != nil || opened == 0 {
		return err
	}
	s, err := r.desk.db.State(ctx, c.Name, opened)
	if err != nil {
		return passMissing(err)
	}
	cached, err := r.desk.openState(f.deks, c.Name, f.Heads, s)
	if errors.Is(err, store.ErrMissing) {
		return nil // of other heads or another version: it would not be used
	}
	atomic.AddInt64(&r.Checked, 1)
	same := false
	if err == nil {
		if same, err = sameState(cached, f.Person); err != nil {
			return err
		}
	}
	if !same {
		atomic.AddInt64(&r.Wrong, 1)
	}
	return nil
}

func passMissing(err error) error {
	if errors.Is(err, store.ErrMissing) {
		return nil
	}
	return err
}

func sameState(a, b *casefile.Case) (bool, error) {
	x, err := json.Marshal(a)
	if err != nil {
		return false, err
	}
	y, err := json.Marshal(b)
	return bytes.Equal(x, y), err
}
