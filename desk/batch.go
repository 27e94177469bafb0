package desk

import (
	"context"
	"errors"
	"fmt"
	"iter"
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

// pending is what a batch has decided and not yet stored.
type pending struct {
	files   map[ledger.Stream]*file
	writes  []store.Write
	last    map[ledger.Stream]lasting
	flying  map[ledger.Stream]*file
	outcome chan error

	around  map[ledger.Stream]*file // other streams that were read for this group: the store checks that they stand
	missing map[string]bool         // references that name nothing

	trial bool
	tried []string // numbers that a trial made up
}

// lasting is the last write about a case in a group: what lists show is made
// from it alone.
type lasting struct {
	write int
	with  int // which of those that this write stores with it; -1: the write itself
	file  *file
	view  *view
}

// among is the write itself.
func (l lasting) among(writes []store.Write) *store.Write {
	if l.with >= 0 {
		return &writes[l.write].With[l.with]
	}
	return &writes[l.write]
}

// Batch begins a batch whose groups hold about size commands.
func (d *Desk) Batch(size int) *Batch {
	b := &Batch{Desk: &Desk{shared: d.shared, pending: &pending{}}, size: size}
	b.pending.clear()
	return b
}

// clear begins the next group.
func (p *pending) clear() {
	p.files, p.writes, p.last = map[ledger.Stream]*file{}, nil, map[ledger.Stream]lasting{}
	p.around, p.missing = map[ledger.Stream]*file{}, map[string]bool{}
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
	writes, last, outcome := p.writes, p.last, make(chan error, 1)
	at := b.Moment() // now: the clock goes on while the group is stored
	p.flying, p.outcome = p.files, outcome
	p.clear()
	go func() { outcome <- b.store(ctx, writes, last, at) }()
	return nil
}

// store stores a group, with what lists show of each case at its end.
func (b *Batch) store(ctx context.Context, writes []store.Write, last map[ledger.Stream]lasting, at time.Time) error {
	for _, l := range last {
		if err := b.listing(l.among(writes), l.file, l.view, at); err != nil {
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
		if entries := writes[i].Entries; r.Repeated && r.Leaf != entries[len(entries)-1].Leaf {
			return fmt.Errorf("command %d of a group was given before: %w", i, ErrMoved)
		}
	}
	return nil
}

// listing adds to a write what lists show and what is cached of a case.
func (d *Desk) listing(w *store.Write, next *file, v *view, at time.Time) (err error) {
	if w.Row, err = d.caseRow(next, v, at); err != nil {
		return err
	}
	w.State, err = d.state(next)
	return err
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

// latest is a stream as the batch has decided it, if it has.
func (p *pending) latest(name ledger.Stream) (*file, bool) {
	if p == nil {
		return nil, false
	}
	if f, ok := p.files[name]; ok {
		return f, true
	}
	if f, ok := p.flying[name]; ok {
		return f, true
	}
	f, ok := p.around[name]
	return f, ok
}

// persons are the cases that a batch has decided on and not stored.
func (p *pending) persons() iter.Seq2[ledger.Stream, *casefile.Case] {
	return func(yield func(ledger.Stream, *casefile.Case) bool) {
		if p == nil {
			return
		}
		for _, files := range []map[ledger.Stream]*file{p.flying, p.files} {
			for name, f := range files {
				if f.Person != nil && !yield(name, f.Person) {
					return
				}
			}
		}
	}
}

func (p *pending) lacks(ref string) bool { return p != nil && p.missing[ref] }

func (p *pending) miss(ref string) {
	if p != nil {
		p.missing[ref] = true
	}
}

// current is a stream as it is now.
func (d *Desk) current(ctx context.Context, name ledger.Stream) (*file, error) {
	if f, ok := d.pending.latest(name); ok {
		return f, nil
	}
	if f, ok := d.cachedFile(name); ok && d.trusting {
		return f, nil
	}
	heads, err := d.db.Heads(ctx, name)
	if err != nil {
		return nil, err
	}
	f, err := d.file(ctx, name, heads[name])
	if err == nil && d.pending != nil {
		d.pending.around[name] = f
	}
	return f, err
}

// keep stores what was decided about a stream, and what goes with it, or puts
// it into the batch. v is nil for what is not a case.
func (d *Desk) keep(ctx context.Context, w store.Write, next *file, v *view) (Receipt, error) {
	last := w.Entries[len(w.Entries)-1]
	d.newest.see(last.Recorded)
	var also []*mirror
	if v != nil {
		also = v.also
	}
	for _, m := range also {
		w.With = append(w.With, m.write)
	}
	if d.pending != nil {
		d.pending.keep(w, next, v, also)
		return Receipt{Entry: last.Leaf, Node: d.node.Name, Index: -1, Status: "pending"}, nil
	}
	if v != nil {
		if err := d.listing(&w, next, v, last.Recorded); err != nil {
			return Receipt{}, err
		}
	}
	for i, m := range also {
		defer d.files.drop(m.file.Name) // read again from the store, whatever became of it
		if m.view != nil {
			if err := d.listing(&w.With[i], m.file, m.view, last.Recorded); err != nil {
				return Receipt{}, err
			}
		}
	}
	got, err := d.db.Append(ctx, w)
	if err != nil {
		d.files.drop(next.Name)
		return Receipt{}, err
	}
	if got.Repeated { // the same command was stored while this one was decided: its outcome stands
		receipt := d.receipt(got)
		receipt.Case = got.Status
		return receipt, nil
	}
	d.cacheFile(next)
	return d.receipt(got), nil
}

// keep puts a write into the group.
func (p *pending) keep(w store.Write, next *file, v *view, also []*mirror) {
	if v != nil {
		p.last[next.Name] = lasting{len(p.writes), -1, next, v}
	}
	p.files[next.Name] = next
	for i, m := range also {
		name := m.file.Name
		p.files[name] = m.file
		if m.view != nil {
			p.last[name] = lasting{len(p.writes), i, m.file, m.view}
		}
	}
	p.writes = append(p.writes, w)
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
