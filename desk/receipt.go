package desk

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"amana/domain/access"
	"amana/domain/fault"
	"amana/seal"
	"amana/store"
)

// Vouched is a receipt with how far others vouch for the entry, and between
// which times it was recorded by the clocks of witnesses. Until they signed,
// the bracket is open.
type Vouched struct {
	Receipt
	NotBefore time.Time // when the checkpoint that it names had been signed
	NotAfter  time.Time // when the first witnessed checkpoint that holds it was signed
}

// Receipt says of the entry at an index how far others vouch for it, as far as
// this node knows.
func (d *Desk) Receipt(ctx context.Context, who Actor, index int64) (Vouched, error) {
	if err := d.roles.May(who.Actor, "log.read", access.Subject{}); err != nil {
		return Vouched{}, err
	}
	return d.vouched(ctx, index)
}

func (d *Desk) vouched(ctx context.Context, index int64) (Vouched, error) {
	entry, err := d.db.Entry(ctx, index)
	if errors.Is(err, store.ErrMissing) {
		return Vouched{}, fault.New(fault.Missing, "fault.not-found")
	}
	if err != nil {
		return Vouched{}, err
	}
	v := Vouched{Receipt: Receipt{Entry: entry.Leaf, Node: d.node.Name, Index: index, Status: Recorded}}
	return v, d.vouch(ctx, &v, entry.Bytes)
}

func (d *Desk) vouch(ctx context.Context, v *Vouched, entry []byte) error {
	size, err := d.db.Size(ctx)
	if err != nil {
		return err
	}
	switch c, err := d.db.Checkpoint(ctx, size); {
	case passMissing(err) != nil:
		return err
	case err == nil && c.Size > v.Index && d.node.Hub:
		v.Status = Anchored
	}
	first, err := d.witnessedBeyond(ctx, v.Index)
	if err != nil {
		return err
	}
	if !first.By.IsZero() {
		v.Status, v.NotAfter = Witnessed, first.By
	}
	p, err := seal.Parse(entry)
	if err != nil {
		return nil // it stands in the log all the same
	}
	v.NotBefore, err = d.signedBy(ctx, p.Hub)
	return err
}

// witnessedBeyond is the oldest witnessed checkpoint that holds the entry at an
// index; the zero Witnessed if there is none.
func (d *Desk) witnessedBeyond(ctx context.Context, index int64) (seal.Witnessed, error) {
	for d.witnesses.Requires() {
		kept, err := d.db.CosignedBeyond(ctx, index, d.witnesses.Least())
		if err != nil {
			return seal.Witnessed{}, passMissing(err)
		}
		if w, ok := d.witnessed(kept); ok {
			return w, nil
		}
		index = kept.Size
	}
	return seal.Witnessed{}, nil
}

// signedBy is when a quorum had signed the checkpoint of this log that an entry
// names; zero if it names none, or one of another log.
func (d *Desk) signedBy(ctx context.Context, hub string) (time.Time, error) {
	text, _, _ := strings.Cut(hub, ":")
	size, err := strconv.ParseInt(text, 10, 64)
	if err != nil || !d.witnesses.Requires() {
		return time.Time{}, nil
	}
	kept, err := d.db.CosignedUpTo(ctx, size, d.witnesses.Least())
	if err != nil {
		return time.Time{}, passMissing(err)
	}
	if w, ok := d.witnessed(kept); ok && w.Checkpoint.Name() == hub {
		return w.Since, nil
	}
	return time.Time{}, nil
}
