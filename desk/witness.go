package desk

import (
	"context"
	"fmt"
	"sync"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/seal"
	"amana/store"
)

// clocksApart is how far the clock of a witness may be from what this node
// knows. A signed time moves the moment for good: one that is further ahead is
// not taken, and neither is one from before what it signs was recorded.
const clocksApart = 24 * time.Hour

// checkPolicy refuses a policy that is not about this log.
func (d *Desk) checkPolicy() error {
	logKey, err := d.keys.LogKey()
	if err == nil && d.witnesses != nil && !d.witnesses.Knows(logKey.VerifierKey()) {
		err = fault.New(fault.Invalid, "fault.policy-other-log")
	}
	return err
}

// Witnesses are those that can be asked to cosign this log.
func (d *Desk) Witnesses() []seal.Witness {
	if d.witnesses == nil {
		return nil
	}
	return d.witnesses.Witnesses()
}

// PublishEvery is how often a checkpoint is given to others: on the clock, and
// never because somebody looks, so that nobody learns from how the log grows
// when each act was done.
const PublishEvery = 5 * time.Minute

// Publish signs a checkpoint for others, if none was in this interval.
func (d *Desk) Publish(ctx context.Context) error {
	at := d.Moment().Truncate(PublishEvery)
	last, err := d.db.Published(ctx)
	if err != nil || !last.At.Before(at) {
		return err
	}
	_, err = d.publish(ctx, at)
	return err
}

func (d *Desk) publish(ctx context.Context, at time.Time) (Signed, error) {
	c, err := d.Checkpoint(ctx)
	if err != nil {
		return c, err
	}
	return c, d.db.Publish(ctx, store.Published{At: at, Size: c.Size})
}

// Published is the checkpoint to give to others: where witnesses are required,
// the newest that enough of them cosigned, so that whoever requires them too
// never meets one that is on its way; otherwise, or before there is one, the one
// of the last interval. Like Checkpoint it refuses a log that contradicts what
// was signed.
func (d *Desk) Published(ctx context.Context) (Signed, error) {
	c, err := d.quorate(ctx)
	if err != nil || c.Note != nil {
		return c, err
	}
	last, err := d.db.Published(ctx)
	if err == nil && last.At.IsZero() {
		if err = d.Publish(ctx); err == nil {
			last, err = d.db.Published(ctx)
		}
	}
	if err != nil {
		return c, err
	}
	logKey, err := d.keys.LogKey()
	if err != nil {
		return c, err
	}
	if c, err = d.lastCheckpoint(ctx, last.Size, logKey.VerifierKey()); err != nil {
		return c, err
	}
	return c, d.Holds(ctx, c.Checkpoint)
}

// quorate is the newest checkpoint that a quorum of witnesses cosigned, with a
// nil Note if none is required, or there is none yet.
func (d *Desk) quorate(ctx context.Context) (Signed, error) {
	size, err := d.db.Size(ctx)
	if err != nil {
		return Signed{}, err
	}
	c, _, err := d.witnessedUpTo(ctx, size)
	if err == nil && c.Note != nil {
		err = d.Holds(ctx, c.Checkpoint)
	}
	return c, err
}

// witnessedUpTo is the newest checkpoint of at most size entries that a quorum
// of witnesses cosigned, with a nil Note if there is none.
func (d *Desk) witnessedUpTo(ctx context.Context, size int64) (Signed, seal.Witnessed, error) {
	if !d.witnesses.Requires() {
		return Signed{}, seal.Witnessed{}, nil
	}
	for {
		kept, err := d.db.CosignedUpTo(ctx, size, d.witnesses.Least())
		if err != nil {
			return Signed{}, seal.Witnessed{}, passMissing(err)
		}
		if w, ok := d.witnessed(kept); ok {
			return Signed{w.Checkpoint, kept.Note}, w, nil
		}
		size = kept.Size - 1
	}
}

// witnessed says whether a quorum cosigned a checkpoint. A signature that is
// wrong makes it as if nobody had.
func (d *Desk) witnessed(kept store.Checkpoint) (seal.Witnessed, bool) {
	logKey, err := d.keys.LogKey()
	if err != nil || !d.witnesses.Requires() {
		return seal.Witnessed{}, false
	}
	w, err := d.witnesses.Check(kept.Note, logKey.VerifierKey())
	return w, err == nil && w.Quorum && w.Checkpoint.Size == kept.Size
}

// CosignedBy is the size of the newest checkpoint for which this node holds a
// signature of a witness, or 0.
func (d *Desk) CosignedBy(ctx context.Context, w seal.Witness) (int64, error) {
	return d.db.CosignedBy(ctx, w.Key)
}

// Consistency proves that the log of size entries begins with that of old.
func (d *Desk) Consistency(ctx context.Context, old, size int64) ([]ledger.Hash, error) {
	if old == 0 || old == size {
		return nil, nil
	}
	h := d.hashes(ctx, size)
	proof, err := tlog.ProveTree(size, old, &h)
	if err != nil {
		return nil, fmt.Errorf("proving that the log only grew: %w", err)
	}
	hashes := make([]ledger.Hash, len(proof))
	for i := range proof {
		hashes[i] = ledger.Hash(proof[i])
	}
	return hashes, nil
}

// Cosigned takes what a witness answered to a checkpoint, if it is the
// witness's signature of it and of a time that is possible. When a quorum has
// signed, the moment follows its clocks, and new entries name the checkpoint.
func (d *Desk) Cosigned(ctx context.Context, w seal.Witness, c Signed, answer []byte) error {
	line, at, err := w.Cosignature(c.Note, answer)
	if err != nil {
		return err
	}
	if now := d.Moment(); at.After(now.Add(clocksApart)) {
		return fmt.Errorf("%w: its time is %v, and here it is %v: one of the clocks is wrong", seal.ErrCosignature, at, now)
	}
	if c.Size > 0 {
		newest, err := d.parsed(ctx, c.Size-1)
		if err != nil {
			return err
		}
		if at.Before(newest.Time().Add(-clocksApart)) {
			return fmt.Errorf("%w: its time is %v, long before what it signs was recorded", seal.ErrCosignature, at)
		}
	}
	if err := d.db.SaveCosignature(ctx, store.Cosignature{Size: c.Size, Witness: w.Key, Line: line}); err != nil {
		return err
	}
	return d.lookAround(ctx)
}

// lookAround takes over what witnesses have signed so far, whichever process of
// this node asked them.
func (d *Desk) lookAround(ctx context.Context) error {
	size, err := d.db.Size(ctx)
	if err != nil {
		return err
	}
	c, w, err := d.witnessedUpTo(ctx, size)
	if err != nil || c.Note == nil {
		return err
	}
	d.anchor.set(c.Checkpoint)
	d.newest.see(w.Since)
	return d.db.Know(ctx, w.Since)
}

func (d *Desk) parsed(ctx context.Context, index int64) (seal.Parsed, error) {
	entry, err := d.db.Entry(ctx, index)
	if err != nil {
		return seal.Parsed{}, err
	}
	return seal.Parse(entry.Bytes)
}

// anchor is the newest witnessed checkpoint of the hub, which entries name:
// they are not older than it.
type anchor struct {
	mu   sync.Mutex
	name string
	size int64
}

func (a *anchor) set(c seal.Checkpoint) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if c.Size > a.size {
		a.name, a.size = c.Name(), c.Size
	}
}

func (a *anchor) get() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.name
}

// anchored is the checkpoint that an entry made now names. A field node knows
// none of its hub's yet.
func (d *Desk) anchored() string {
	if !d.node.Hub {
		return ""
	}
	return d.anchor.get()
}
