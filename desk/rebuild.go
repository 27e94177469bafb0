package desk

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"amana/domain/casefile"
	"amana/domain/consent"
	"amana/domain/country"
	"amana/domain/ledger"
	"amana/domain/monitoring"
	"amana/domain/movement"
	"amana/domain/results"
	"amana/domain/rulebook"
	"amana/domain/staff"
	"amana/store"
)

// Rebuilt says what a rebuild or a check did.
type Rebuilt struct {
	Streams int64 `json:"streams"` // folded
	Rows    int64 `json:"rows"`    // made again
	Checked int64 `json:"checked"` // cached states compared with a refold
	Wrong   int64 `json:"wrong"`   // of these, those that differed
}

// sampled is how many cached states a rebuild compares: one in so many.
const sampled = 100

// Rebuild makes everything again that is derived from the log, on all cores. Each
// row stands until it is replaced: what is recorded meanwhile finds its case, and
// of a stream that moved on, the row that it was given then stays. So it can run
// beside everything else, and be cut off. done, if not nil, hears how many
// streams are folded.
func (d *Desk) Rebuild(ctx context.Context, done func(streams, of int64)) (Rebuilt, error) {
	if err := d.allOpen(); err != nil {
		return Rebuilt{}, err
	}
	before, err := d.Compare(ctx, sampled, nil)
	if err != nil {
		return before, err
	}
	if err := d.db.Uncache(ctx); err != nil {
		return before, err
	}
	// Other streams first: the rows of cases rest on what they say.
	var subjects []casefile.Subject
	for _, o := range casefile.Others {
		subjects = append(subjects, o.Subject)
	}
	subjects = append(subjects, casefile.Person)
	r := rebuilding{desk: d, done: done}
	if r.of, err = d.streams(ctx, subjects...); err != nil {
		return before, err
	}
	r.Checked, r.Wrong = before.Checked, before.Wrong
	for _, subject := range subjects {
		if err := r.subject(ctx, subject); err != nil {
			return r.Rebuilt, err
		}
	}
	// And of linked cases and families last: they rest on the other files, found
	// by their rows.
	return r.Rebuilt, r.again(ctx)
}

// streams is how many streams there are about subjects.
func (d *Desk) streams(ctx context.Context, subjects ...casefile.Subject) (int64, error) {
	names := make([]string, len(subjects))
	for i, s := range subjects {
		names[i] = string(s)
	}
	return d.db.Count(ctx, names...)
}

// rebuilding is one run. Several goroutines share it.
type rebuilding struct {
	desk *Desk
	done func(streams, of int64)
	of   int64
	Rebuilt

	mu     sync.Mutex
	linked []ledger.Stream
}

// each gives one stream in so many about a subject to do, on all cores.
func (r *rebuilding) each(ctx context.Context, subject casefile.Subject, oneIn int, do func(*store.Content) error) error {
	parts, err := r.desk.db.Split(ctx, string(subject), runtime.GOMAXPROCS(0)*oneIn)
	if err != nil {
		return err
	}
	var scans []store.Scan
	for i := rand.IntN(oneIn); i < len(parts); i += oneIn {
		scans = append(scans, parts[i])
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var wait sync.WaitGroup
	for _, scan := range scans {
		wait.Go(func() {
			err := r.desk.db.Streams(ctx, scan, func(c store.Content) error {
				n := atomic.AddInt64(&r.Streams, 1)
				if r.done != nil && n%64 == 1 {
					r.done(n, r.of)
				}
				return do(&c)
			})
			if err != nil {
				cancel(err)
			}
		})
	}
	wait.Wait()
	return context.Cause(ctx)
}

// together is how many folds are stored in one transaction.
const together = 256

func (r *rebuilding) subject(ctx context.Context, subject casefile.Subject) error {
	groups := make(chan store.Fold, together)
	stored := make(chan error, 1)
	go func() { stored <- r.store(ctx, groups) }()
	err := r.each(ctx, subject, 1, func(c *store.Content) error {
		f, err := r.desk.fold(c)
		if err != nil {
			return fmt.Errorf("folding a stream again: %w", err)
		}
		fold, err := r.fold(ctx, f)
		if err != nil || fold.Row == nil {
			return err
		}
		select {
		case groups <- fold:
		case <-ctx.Done():
		}
		return ctx.Err()
	})
	close(groups)
	return errors.Join(err, <-stored)
}

// store keeps folds in groups until there are no more.
func (r *rebuilding) store(ctx context.Context, folds <-chan store.Fold) error {
	var group []store.Fold
	var failed error
	flush := func() {
		if failed == nil && len(group) > 0 {
			failed = r.desk.db.Refresh(ctx, group)
			r.Rows += int64(len(group))
		}
		group = group[:0]
	}
	for f := range folds {
		if group = append(group, f); len(group) == together {
			flush()
		}
	}
	flush()
	return failed
}

// fold makes the row and the state of a stream. What cannot be read here keeps
// what it has, and so does what is about to be destroyed: by its row it is found.
func (r *rebuilding) fold(ctx context.Context, f *file) (store.Fold, error) {
	d, fold := r.desk, store.Fold{Stream: f.Name, Heads: f.Heads}
	if f.Person == nil {
		ref := reference(f)
		if ref == "" {
			return fold, nil
		}
		d.names.put(f.Subject+"/"+ref, f.Name)
		row, err := d.otherRow(f, ref)
		fold.Row = row
		return fold, err
	}
	if f.Person.Number == "" || f.Person.Erased {
		return fold, nil
	}
	if len(f.Person.Linked()) > 0 || len(f.Person.Households) > 0 || f.Person.Mother != "" {
		r.mu.Lock()
		r.linked = append(r.linked, f.Name)
		r.mu.Unlock()
	}
	v := &view{file: f}
	if err := d.surround(ctx, v); err != nil {
		return fold, err
	}
	var err error
	if fold.Row, err = d.caseRow(f, v, d.Moment()); err != nil {
		return fold, err
	}
	fold.State, err = d.state(f)
	return fold, err
}

// again makes the rows of linked cases, now that each has one to be found by. What
// was erased or shut meanwhile keeps what it has.
func (r *rebuilding) again(ctx context.Context) error {
	for group := range slices.Chunk(r.linked, together) {
		folds := make([]store.Fold, 0, len(group))
		for _, name := range group {
			v, err := r.desk.look(ctx, name)
			if errors.Is(err, errNoCase) || err == nil && v.file.Shut {
				continue
			}
			if err != nil {
				return err
			}
			row, err := r.desk.caseRow(v.file, v, r.desk.Moment())
			if err != nil {
				return err
			}
			folds = append(folds, store.Fold{Stream: name, Heads: v.file.Heads, Row: row})
		}
		if err := r.desk.db.Refresh(ctx, folds); err != nil {
			return err
		}
	}
	return nil
}

// reference is what a stream that is not a case is called, as it says itself.
func reference(f *file) string {
	switch s := f.Other.(type) {
	case *movement.State:
		return s.Reference
	case *country.State:
		return s.Reference
	case *monitoring.State:
		return s.Reference
	case *results.State:
		return s.Reference
	case *consent.Text:
		return s.Reference
	case *rulebook.State:
		return s.ID
	case *rulebook.Roles:
		if len(s.Versions) > 0 {
			return RolesReference
		}
	case *staff.State:
		return s.Code
	}
	return ""
}
