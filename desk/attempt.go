package desk

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/store"
)

// attempts is how often an act is decided when what it rests on moves, and
// insisting how often one that speaks for the person is decided after that.
const attempts, insisting = 3, 200

// attempt decides a command: first on the files in memory, since the store
// compares what was read with what it has and takes nothing that moved. When
// that fails, for whatever reason, it decides on what the store has now, and
// again when that moves.
func (d *Desk) attempt(ctx context.Context, a act) (receipt Receipt, err error) {
	if d.pending == nil && a.number != "" {
		a.desk = &Desk{shared: d.shared, trusting: true}
		if receipt, err := a.inTurn(ctx); err == nil {
			return receipt, nil
		}
		a.desk = d
	}
	for range attempts {
		if err := d.catchUp(ctx); err != nil {
			return Receipt{}, err
		}
		if receipt, err = a.inTurn(ctx); !errors.Is(err, store.ErrMoved) {
			return receipt, err
		}
	}
	if d.pending == nil && casefile.Insists(a.command) {
		if receipt, err = a.insist(ctx); !errors.Is(err, store.ErrMoved) {
			return receipt, err
		}
	}
	return Receipt{}, fault.New(fault.Conflict, "fault.moved").Because(err)
}

// inTurn decides once, and lets whoever insists go first.
func (a *act) inTurn(ctx context.Context) (Receipt, error) {
	a.desk.turns.RLock()
	defer a.desk.turns.RUnlock()
	return a.once(ctx)
}

// insist decides while nobody else of this process does, resting on the case
// and the register alone and attesting nothing. Only other processes can still
// come between, and not every time.
func (a *act) insist(ctx context.Context) (receipt Receipt, err error) {
	a.alone = true
	for range insisting {
		if err := a.desk.catchUp(ctx); err != nil {
			return Receipt{}, err
		}
		a.desk.turns.Lock()
		receipt, err = a.once(ctx)
		a.desk.turns.Unlock()
		if !errors.Is(err, store.ErrMoved) {
			return receipt, err
		}
		select {
		case <-ctx.Done():
			return Receipt{}, ctx.Err()
		case <-time.After(rand.N(20 * time.Millisecond)):
		}
	}
	return Receipt{}, err
}

// catchUp reads the register again if it has moved on. A batch does so when its
// group was refused.
func (d *Desk) catchUp(ctx context.Context) error {
	if d.pending != nil {
		return nil
	}
	return d.register.renew(ctx, d)
}
