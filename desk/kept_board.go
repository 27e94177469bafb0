package desk

import (
	"context"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"amana/desk/board"
	"amana/domain/casefile"
	"amana/domain/ledger"
	"amana/store"
)

// keptBoard is what this process can open of the rows of all cases, in memory and
// never on disk. It is brought up to date by each question, from the rows that any
// process wrote since, and forgotten whenever keys come or go.
type keptBoard struct {
	mu       sync.Mutex // of whoever brings it up to date
	renewing sync.Mutex // of whoever makes rows again
	all      time.Time  // when all of them last waited
	now      atomic.Pointer[openedBoard]
}

// openedBoard is a board that was made with the keys of one moment.
type openedBoard struct {
	*board.Board
	ring  int64 // the state of the keyring
	place store.Place
	seen  store.Versions

	looked int64 // up to which write what follows from other streams was done, or waits; -1: not known yet
	owes   bool  // it waits

	mu    sync.Mutex
	queue map[ledger.Stream]bool // rows that wait to be made again
}

// forget empties the board: of a key that is gone nothing stays.
func (k *keptBoard) forget() { k.now.Store(nil) }

// board is the board as the store has it now.
func (d *Desk) board(ctx context.Context) (*openedBoard, error) {
	k := &d.kept
	k.mu.Lock()
	defer k.mu.Unlock()
	for {
		ring := d.opened.state()
		b := k.now.Load()
		if b == nil || b.ring != ring {
			b = &openedBoard{Board: board.New(), ring: ring, looked: -1, queue: map[ledger.Stream]bool{}}
		}
		err := d.follows(ctx, b)
		k.now.Store(b)
		if d.opened.state() == ring {
			return b, err
		}
		k.forget() // keys came or went meanwhile
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
	}
}

// follows brings a board up to date.
func (d *Desk) follows(ctx context.Context, b *openedBoard) error {
	now, err := d.db.RowVersions(ctx)
	if err != nil || now == b.seen {
		return err
	}
	if err := d.take(ctx, b); err != nil {
		return err
	}
	if now.Taken != b.seen.Taken && b.seen != (store.Versions{}) {
		there, err := d.db.RowStreams(ctx, string(casefile.Person))
		if err != nil {
			return err
		}
		var gone []ledger.Stream
		for c := range b.All {
			if !there[c.Stream] {
				gone = append(gone, c.Stream)
			}
		}
		for _, name := range gone {
			b.Drop(name)
		}
	}
	b.seen = now
	return nil
}

// take puts what was written since onto a board. Rows are read on one core and
// opened on all.
func (d *Desk) take(ctx context.Context, b *openedBoard) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var wait sync.WaitGroup
	lanes := make([]chan *store.Written, runtime.GOMAXPROCS(0))
	for i := range lanes {
		lanes[i] = make(chan *store.Written, 256)
		wait.Go(func() {
			for row := range lanes[i] {
				if err := d.putRow(b, row); err != nil {
					cancel(err)
				}
			}
		})
	}
	place, err := d.db.RowsSince(ctx, string(casefile.Person), b.place, func(row *store.Written) error {
		lanes[int(row.Stream[0])%len(lanes)] <- row // those of one case in their order
		return ctx.Err()
	})
	for _, lane := range lanes {
		close(lane)
	}
	wait.Wait()
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	if err == nil {
		b.place = place
	}
	return err
}

// putRow puts one row onto a board, as far as it can be opened here.
func (d *Desk) putRow(b *openedBoard, row *store.Written) error {
	keys, err := d.openDEKs(row.Stream, row.DEKs, ledger.Everything&^ledger.SetOf(ledger.Statistic))
	if err != nil {
		return err
	}
	c, stale, err := boardCase(&keys, row)
	if err != nil {
		return err
	}
	if c == nil {
		b.Drop(row.Stream)
		return nil
	}
	was, there := b.Has(row.Stream)
	b.Put(c)
	if stale || c.Joined && !(there && sameSet(was.Rests, c.Rests)) {
		b.wait(row.Stream)
	}
	b.wait(b.Resting(row.Stream)...)
	return nil
}

// sameSet says whether two lists of streams are of the same.
func sameSet(a, b []ledger.Stream) bool {
	return !slices.ContainsFunc(a, func(s ledger.Stream) bool { return !slices.Contains(b, s) }) &&
		!slices.ContainsFunc(b, func(s ledger.Stream) bool { return !slices.Contains(a, s) })
}

// boardCase is a row as the keys open it; nil if they do not, or the case was
// erased. stale says that it was made where fewer keys were open than here.
func boardCase(keys *deks, row *store.Written) (c *board.Case, stale bool, err error) {
	var line sealedLine
	parts := map[ledger.Compartment]sealedTurns{}
	opened := false
	for _, blob := range row.Blobs {
		if blob.Compartment == ledger.General {
			opened, err = openRow(keys, ledger.General, row.Stream, blob.Sealed, &line)
		} else {
			var part sealedTurns
			var open bool
			if open, err = openRow(keys, blob.Compartment, row.Stream, blob.Sealed, &part); open {
				parts[blob.Compartment] = part
			}
		}
		if err != nil {
			return nil, false, err
		}
	}
	if !opened || line.Erased {
		return nil, false, nil
	}
	c = &board.Case{
		Stream: row.Stream, Number: line.Case, Given: line.Given, Family: line.Family, Reference: line.Reference, Sex: line.Sex,
		Born: line.Born, Youngest: line.Youngest, Nationalities: line.Nationalities, Destination: line.Destination, Office: row.Office,
		Status: row.Status, Movement: line.Movement, Held: line.Held, Standby: line.Standby, Cleared: line.Cleared, Leaving: line.Leaving,
		Withdrawn: since1970(line.Withdrawn), Reported: since1970(line.Reported), Lists: line.Lists, Beyond: line.Beyond,
		Calls: line.Calls, Notice: line.Notice, With: line.With, Next: since1970(line.Next), Rests: line.Rests, Joined: line.Joined,
	}
	if c.Beyond == nil {
		c.Beyond = beyonds{}
	}
	turns := line.Open
	for compartment, part := range parts {
		if part.Of != line.Of || !line.With.Has(compartment) {
			stale = true
			continue
		}
		turns = append(turns, part.Open...)
		c.Beyond[compartment] = part.Beyond
	}
	for i := range turns {
		c.Turns = append(c.Turns, turns[i].turn())
	}
	// A no that was taken while nothing was open stands in the clear part alone.
	return c, stale || row.Status != string(line.Status), nil
}
