package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"amana/domain/casefile"
	"amana/domain/ledger"
	"amana/store"
)

// Batch is a desk at which many commands are given before any is stored: for
// an import, and for building a demonstration. It decides each with the same
// rules as Do, in the state that the ones before it make, and stores them a
// group at a time, while it goes on deciding. A group is one transaction; a
// receipt counts only once Flush has returned nil.
//
// A batch is for one goroutine, but several batches may work at once on
// different cases. Nobody else may write to the cases it touches meanwhile:
// a command whose stream moved under it is not stored, and fails the batch
// with ErrMoved until Forget.
type Batch struct {
	*Desk
	size int
}

// ErrMoved says that somebody else wrote to a case of the batch.
var ErrMoved = store.ErrMoved

// Batch begins a batch whose groups hold about size commands.
func (d *Desk) Batch(size int) *Batch {
	b := &Batch{Desk: &Desk{shared: d.shared, pending: &pending{}}, size: size}
	b.pending.clear()
	return b
}

// Do gives a command about a case, as Desk.Do does.
func (b *Batch) Do(ctx context.Context, who Actor, number string, r Request) (Receipt, error) {
	receipt, err := b.Desk.Do(ctx, who, number, r)
	return receipt, errors.Join(err, b.whenFull(ctx))
}

// whenFull begins to store the group when it holds as much as it should.
func (b *Batch) whenFull(ctx context.Context) error {
	if len(b.pending.writes) < b.size {
		return nil
	}
	return b.send(ctx)
}

// Flush stores everything that was decided.
func (b *Batch) Flush(ctx context.Context) error {
	if b.pending.trial {
		return b.Forget()
	}
	if err := b.send(ctx); err != nil {
		return err
	}
	return b.landed()
}

// Forget drops what was decided and is not on its way to the store: after a
// failure, or because it was only tried.
func (b *Batch) Forget() error {
	err := b.landed()
	b.pending.clear()
	for _, number := range b.pending.tried {
		b.names.drop(string(casefile.Person) + "/" + number)
	}
	b.pending.tried = nil
	return err
}

// send begins to store the group; the one before it must have landed.
func (b *Batch) send(ctx context.Context) error {
	p := b.pending
	if err := b.landed(); err != nil || len(p.writes) == 0 {
		return err
	}
	for name, l := range p.last {
		after, err := b.aftermath(ctx, l.view, l.file)
		if err != nil {
			return err
		}
		l.view = after
		p.last[name] = l
	}
	writes, last, outcome := p.writes, p.last, make(chan error, 1)
	at := b.Moment() // now: the clock goes on while the group is stored
	p.flying, p.outcome = p.files, outcome
	p.clear()
	go func() { outcome <- b.store(ctx, writes, last, at) }()
	return nil
}

// store stores a group, with what lists show of each case at its end, and its state:
// so many at once are soon read at once.
func (b *Batch) store(ctx context.Context, writes []store.Write, last map[ledger.Stream]lasting, at time.Time) error {
	for _, l := range last {
		w := l.among(writes)
		var err error
		if w.Row, err = b.caseRow(l.file, l.view, at); err != nil {
			return err
		}
		if w.State, err = b.state(l.file); err != nil {
			return err
		}
	}
	results, err := b.db.AppendAll(ctx, writes)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(results, func(r store.Result) bool { return errors.Is(r.Err, ErrMoved) }) {
		if err := b.register.renew(ctx, b.Desk); err != nil {
			return err
		}
	}
	for i, r := range results {
		if r.Err != nil {
			return fmt.Errorf("command %d of a group: %w", i, r.Err)
		}
		if r.Repeated && r.Leaf != writes[i].Entries[0].Leaf {
			return fmt.Errorf("command %d of a group was given before: %w", i, ErrMoved)
		}
	}
	return nil
}

// landed waits for the group that is being stored.
func (b *Batch) landed() error {
	p := b.pending
	if p.outcome == nil {
		return nil
	}
	err := <-p.outcome
	p.outcome = nil
	for name, f := range p.flying {
		if err != nil {
			b.files.drop(name)
		} else {
			b.cacheFile(f)
		}
	}
	p.flying = nil
	if err != nil {
		return &Failed{err}
	}
	return nil
}

// Trial begins a batch that decides and never stores: for a question what
// would become of commands. Flush is Forget.
func (d *Desk) Trial() *Batch {
	b := d.Batch(1 << 30)
	b.pending.trial = true
	return b
}

// number is the number of a new case; a trial takes none from the store.
func (d *Desk) number(ctx context.Context, at time.Time) (string, error) {
	if d.pending == nil || !d.pending.trial {
		return d.newNumber(ctx, at)
	}
	tried := "TRIAL-" + newStream().String()
	d.pending.tried = append(d.pending.tried, tried)
	return tried, nil
}

// Failed says that a group was not stored, or not whole.
type Failed struct{ cause error }

func (f *Failed) Error() string { return "storing a group: " + f.cause.Error() }
func (f *Failed) Unwrap() error { return f.cause }
