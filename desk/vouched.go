package desk

import (
	"context"
	"slices"
	"time"

	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/ledger"
	"amana/store"
)

// LogState is the log as its readers are shown it: what is published of it, and
// not how long it is by now, which would tell when each act was done.
type LogState struct {
	Published Signed
	At        time.Time // when it was made for others: by the clock of this node
	Since, By time.Time // by the clocks of witnesses; zero: no quorum signed it
	Key       string    // with which checkpoints are verified
	Requires  bool      // a quorum of witnesses
	Witnesses []WitnessState
}

// WitnessState is how far a witness has signed.
type WitnessState struct {
	Key  string
	Size int64 // of the newest checkpoint that it signed here; 0: none
}

// Log is what is published of the log, to who may read it.
func (d *Desk) Log(ctx context.Context, who Actor) (s LogState, err error) {
	if err := d.roles.May(who.Actor, "log.read", access.Subject{}); err != nil {
		return s, err
	}
	logKey, err := d.keys.LogKey()
	if err != nil {
		return s, err
	}
	s.Key, s.Requires = logKey.VerifierKey(), d.witnesses.Requires()
	if s.Published, err = d.Published(ctx); err != nil {
		return s, err
	}
	last, err := d.db.Published(ctx)
	if err != nil {
		return s, err
	}
	if last.Size == s.Published.Size {
		s.At = last.At
	}
	if _, w, err := d.witnessedUpTo(ctx, s.Published.Size); err != nil {
		return s, err
	} else if w.Checkpoint.Size == s.Published.Size {
		s.Since, s.By = w.Since, w.By
	}
	for _, w := range d.Witnesses() {
		size, err := d.CosignedBy(ctx, w)
		if err != nil {
			return s, err
		}
		s.Witnesses = append(s.Witnesses, WitnessState{w.Key, min(size, s.Published.Size)})
	}
	return s, nil
}

// CaseReceipt says how far others vouch for an event of a case, to whoever may
// read that event: they know already what it is, and that it is there.
func (d *Desk) CaseReceipt(ctx context.Context, who Actor, number string, entry ledger.Hash) (Vouched, error) {
	events, err := d.Events(ctx, who, number)
	if err != nil {
		return Vouched{}, err
	}
	if !slices.ContainsFunc(events, func(e Event) bool { return e.Entry == entry }) {
		return Vouched{}, errNotThere
	}
	name, err := d.named(ctx, casefile.Person, number)
	if err != nil {
		return Vouched{}, err
	}
	content, err := d.db.Stream(ctx, name) // which says where each of its entries stands: the log need not be looked through
	if err != nil {
		return Vouched{}, err
	}
	i := slices.IndexFunc(content.Entries, func(s store.Stored) bool { return s.Leaf == entry })
	if i < 0 {
		return Vouched{}, errNotThere
	}
	return d.vouched(ctx, content.Entries[i].Index)
}

// ReceiptOf says the same of any entry by its name, to who may read the log.
func (d *Desk) ReceiptOf(ctx context.Context, who Actor, entry ledger.Hash) (Vouched, error) {
	if err := d.roles.May(who.Actor, "log.read", access.Subject{}); err != nil {
		return Vouched{}, err
	}
	index, err := d.Locate(ctx, entry)
	if err != nil {
		return Vouched{}, err
	}
	return d.vouched(ctx, index)
}
