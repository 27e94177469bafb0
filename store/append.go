package store

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"sync"

	"amana/domain/fault"
)

// appender is the goroutine that changes the database. It has no timer: while
// one transaction is on its way to the disk the next writes gather in the
// queue, and go together.
type appender struct {
	queue   chan *request
	closing chan struct{}
	close   sync.Once
	ended   chan struct{}
	writer  *writer
	tree    frontier
	commits int64 // transactions that stored writes; read after stop only
}

// group is how many queued writes one transaction takes at most.
const group = 256

// request is writes to append, or something else to do in a transaction.
type request struct {
	ctx     context.Context
	writes  []Write
	do      func(context.Context, *writer, Head) error
	after   []string // statements to run once do is committed
	results []Result
	err     error
	done    chan struct{}
}

// Result is what became of one write of a group.
type Result struct {
	Receipt
	Err error
}

// Append stores w and returns once it is on disk. A command that was stored
// before is answered with its receipt. It fails with ErrMoved when a stream is
// no longer as it was read, with a Conflict when the command id was used for
// something else, and with Busy when disk or database are not there. When ctx
// ends first the write may or may not have been stored: repeat it to know.
// What w refers to is not to be changed afterwards.
func (db *DB) Append(ctx context.Context, w Write) (Receipt, error) {
	results, err := db.AppendAll(ctx, []Write{w})
	if err != nil {
		return Receipt{}, err
	}
	return results[0].Receipt, results[0].Err
}

// AppendAll stores a group of writes in one transaction, in their order, as
// Append would one by one: a write that is refused is left out and says why in
// its result. When AppendAll itself fails none is stored, unless ctx ended: then all of
// this may be, or nothing.
func (db *DB) AppendAll(ctx context.Context, writes []Write) ([]Result, error) {
	for i := range writes {
		w := &writes[i]
		empty := len(w.Entries) == 0 || slices.ContainsFunc(w.With, func(with Write) bool { return len(with.Entries) == 0 || len(with.KEKs) > 0 })
		if empty || w.Command.ID.IsZero() || w.Stream.Name.IsZero() {
			return nil, errors.New("store: a write has a stream, a command id and at least one entry, and keys of offices only itself")
		}
	}
	r := &request{writes: writes}
	if err := db.appender.submit(ctx, r); err != nil {
		return nil, err
	}
	return r.results, nil
}

// change runs do in a transaction of its own, in turn with the writes.
func (db *DB) change(ctx context.Context, doing string, do func(context.Context, *writer, Head) error) error {
	return failed(doing, db.appender.submit(ctx, &request{do: do}))
}

func (a *appender) start(w *writer) {
	a.queue, a.closing, a.ended = make(chan *request, 4*group), make(chan struct{}), make(chan struct{})
	a.writer, a.tree = w, frontier{size: -1}
	go a.run()
}

func (a *appender) stop() error {
	a.close.Do(func() { close(a.closing) })
	<-a.ended
	a.writer.drop()
	return a.writer.pool.Close()
}

func (a *appender) submit(ctx context.Context, r *request) error {
	r.ctx, r.done = ctx, make(chan struct{})
	select {
	case <-a.closing:
		return errClosed
	default:
	}
	select {
	case a.queue <- r:
	case <-ctx.Done():
		return ctx.Err()
	case <-a.closing:
		return errClosed
	}
	select {
	case <-r.done:
		return r.err
	case <-ctx.Done():
		return ctx.Err()
	case <-a.ended:
	}
	select {
	case <-r.done:
		return r.err
	default:
		return errClosed // it came into the queue when nobody looked any more
	}
}

func (a *appender) run() {
	defer close(a.ended)
	for {
		select {
		case r := <-a.queue:
			a.serve(a.gather(r))
		case <-a.closing:
			a.refuse()
			return
		}
	}
}

// gather takes what waits behind first. Those who were just answered get the
// chance to come back first.
func (a *appender) gather(first *request) []*request {
	runtime.Gosched()
	taken, n := []*request{first}, len(first.writes)
	for n < group {
		select {
		case r := <-a.queue:
			taken, n = append(taken, r), n+len(r.writes)
		default:
			return taken
		}
	}
	return taken
}

// serve stores what was gathered, writes together and the rest in turn, and
// answers everybody.
func (a *appender) serve(taken []*request) {
	var together []*request
	for _, r := range taken {
		switch {
		case r.ctx.Err() != nil:
			r.answer(r.ctx.Err())
		case r.do != nil:
			err := a.writer.within(func(ctx context.Context, h Head) error { return r.do(ctx, a.writer, h) })
			if err == nil {
				err = a.writer.afterwards(r.after)
			}
			r.answer(err)
		default:
			together = append(together, r)
		}
	}
	if len(together) == 0 {
		return
	}
	err := a.store(together)
	if err != nil && len(together) > 1 && fault.KindOf(err) == fault.Internal {
		// One of them is at fault: the others need not suffer for it.
		for _, r := range together {
			r.answer(a.store([]*request{r}))
		}
		return
	}
	for _, r := range together {
		r.answer(err)
	}
}

func (a *appender) store(requests []*request) error {
	var tree frontier
	var checked [][]Result
	err := a.writer.within(func(ctx context.Context, h Head) error {
		b := newBatch(a.writer, h, a.tree.clone())
		if err := b.load(ctx, requests); err != nil {
			return err
		}
		for _, r := range requests {
			checked = append(checked, b.check(r.writes))
		}
		if b.empty() {
			return nil
		}
		tree = b.tree
		return b.write(ctx)
	})
	if err != nil {
		a.tree = frontier{size: -1} // whether it was committed is not known
		return failed("append", err)
	}
	if tree.size > 0 {
		a.tree = tree
		a.commits++
	}
	for i, r := range requests {
		r.results = checked[i]
	}
	return nil
}

func (a *appender) refuse() {
	for {
		select {
		case r := <-a.queue:
			r.answer(errClosed)
		default:
			return
		}
	}
}

func (r *request) answer(err error) {
	r.err = err
	close(r.done)
}
