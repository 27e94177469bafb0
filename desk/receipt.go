package desk

import (
	"context"
	"errors"

	"amana/domain/access"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/seal"
	"amana/store"
)

// Receipt says of the entry at an index how far others vouch for it, as far as
// this node knows. witnesses says whose signatures count; nil: nobody's.
func (d *Desk) Receipt(ctx context.Context, who Actor, index int64, witnesses *seal.Policy) (Receipt, error) {
	if err := d.roles.May(who.Actor, "log.read", access.Subject{}); err != nil {
		return Receipt{}, err
	}
	entry, err := d.db.Entry(ctx, index)
	if errors.Is(err, store.ErrMissing) {
		return Receipt{}, fault.New(fault.Missing, "fault.not-found")
	}
	if err != nil {
		return Receipt{}, err
	}
	r := Receipt{Entry: entry.Leaf, Node: d.node.Name, Index: index}
	r.Status, err = d.vouched(ctx, index, witnesses)
	return r, err
}

// vouched looks through the checkpoints that hold an entry, the newest first.
func (d *Desk) vouched(ctx context.Context, index int64, witnesses *seal.Policy) (string, error) {
	status := Recorded
	logKey, err := d.keys.LogKey()
	if err != nil {
		return "", err
	}
	size, err := d.db.Size(ctx)
	for err == nil && size > index {
		var c store.Checkpoint
		if c, err = d.db.Checkpoint(ctx, size); err != nil || c.Size <= index {
			break
		}
		if d.node.Hub {
			status = Anchored
		}
		if witnesses == nil {
			return status, nil
		}
		if w, err := witnesses.Check(c.Note, logKey.VerifierKey()); err == nil && w.Required && w.Quorum {
			return Witnessed, nil
		}
		size = c.Size - 1
	}
	if errors.Is(err, store.ErrMissing) {
		err = nil
	}
	return status, err
}

// scanned is how many leaf hashes Locate reads at a time.
const scanned = 1 << 14

// Locate is the index of an entry by its hash. The log is kept by index: this
// looks through its leaves, the newest first.
func (d *Desk) Locate(ctx context.Context, leaf ledger.Hash) (int64, error) {
	to, err := d.db.Size(ctx)
	for err == nil && to > 0 {
		from := max(to-scanned, 0)
		var leaves []ledger.Hash
		if leaves, err = d.db.Leaves(ctx, from, to); err != nil {
			break
		}
		for i := len(leaves) - 1; i >= 0; i-- {
			if leaves[i] == leaf {
				return from + int64(i), nil
			}
		}
		to = from
	}
	if err != nil {
		return 0, err
	}
	return 0, fault.New(fault.Missing, "fault.not-found")
}
