package desk

import (
	"context"
	"slices"
	"strings"

	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/safeguard"
	"amana/store"
)

// Unready is a finding that keeps a manifest open, and of whom.
type Unready struct {
	Case string `json:"case"`
	safeguard.Finding
}

// lockable asks, of everybody on a manifest, the rules due at its locking, and
// says what that rests on: nobody takes back a yes between the question and the
// closing. Of each whom the reader may see a refusal names what they may read.
func (d *Desk) lockable(ctx context.Context, who Actor, f *file) ([]store.Seen, error) {
	rests, unready, blocked := resting{f.Name: f.Heads}, []Unready{}, 0
	err := d.seated(ctx, f, func(v *view) error {
		if v.Book == nil {
			return fault.New(fault.Busy, "fault.no-rule-book")
		}
		if err := rests.on(v); err != nil {
			return err
		}
		found := safeguard.Blocked(v.file.Person.Facts(v.Around), v.Book, d.Moment(), safeguard.Lock)
		if len(found) == 0 {
			return nil
		}
		blocked++
		subject := d.subjectOf(v.file)
		if d.roles.May(who.Actor, "findings.read", subject) != nil {
			return nil
		}
		for _, of := range redact(found, d.whys(who, subject)) {
			unready = append(unready, Unready{v.file.Person.Number, of})
		}
		return nil
	})
	if err == nil && blocked > 0 {
		refused := fault.New(fault.Blocked, "fault.manifest-blocked", fault.A("count", blocked))
		slices.SortStableFunc(unready, func(a, b Unready) int { return strings.Compare(a.Case, b.Case) })
		refused.Findings = unready
		return nil, refused
	}
	return rests.seen(f.Name), err
}

// resting are the streams that an act about many rests on, as they were read.
type resting map[ledger.Stream][]ledger.Hash

// on adds what one person's findings rest on. Nothing may have moved since it
// was read for another.
func (r resting) on(v *view) error {
	own := store.Seen{Stream: v.file.Name, Heads: v.file.Heads}
	for _, s := range append(slices.Clip(v.seen), own) {
		if heads, read := r[s.Stream]; read && !slices.Equal(heads, s.Heads) {
			return store.ErrMoved
		}
		r[s.Stream] = s.Heads
	}
	return nil
}

// seen is all of them but the one that is written to, whose heads the store
// compares anyway.
func (r resting) seen(but ledger.Stream) []store.Seen {
	all := make([]store.Seen, 0, len(r))
	for name, heads := range r {
		if name != but {
			all = append(all, store.Seen{Stream: name, Heads: heads})
		}
	}
	return all
}

// Left are the references of the movements that left somebody behind who still has
// a seat there, by the clear part of lists.
func (d *Desk) Left(ctx context.Context) ([]string, error) {
	var stay []string
	for _, s := range casefile.Statuses {
		if s.Journeying() && s != casefile.StatusBoarded {
			stay = append(stay, string(s))
		}
	}
	names, err := d.db.Movements(ctx, string(casefile.Person), stay...)
	if err != nil {
		return nil, err
	}
	var refs []string
	for _, name := range names {
		f, err := d.current(ctx, name)
		if err != nil {
			return nil, err
		}
		m, is := f.Other.(*movement.State)
		if !is || m.Cancelled {
			continue
		}
		if from, known := m.LeftBehind(); known && !d.Moment().Before(from) {
			refs = append(refs, m.Reference)
		}
	}
	return refs, nil
}

// Hub says whether this node is the hub, or stands alone: it knows every seat.
func (d *Desk) Hub() bool { return d.node.Hub }

// seated looks at everybody who has a seat on a movement.
func (d *Desk) seated(ctx context.Context, f *file, each func(*view) error) error {
	return d.booked(ctx, f, func(v *view) error {
		if v.file.Person.Travel.Movement == "" {
			return nil
		}
		return each(v)
	})
}

// booked looks at everybody who has a seat on a movement, and at those whose
// seat was lost when it was cancelled and who have no other yet.
func (d *Desk) booked(ctx context.Context, f *file, each func(*view) error) error {
	return d.everSeated(ctx, f, func(v *view) error {
		if t := &v.file.Person.Travel; t.Movement == "" && t.Lost == "" {
			return nil
		}
		return each(v)
	})
}

// everSeated looks at everybody who has a seat on a movement, and at those who
// had one and have no other since.
func (d *Desk) everSeated(ctx context.Context, f *file, each func(*view) error) error {
	names, err := d.seatedStreams(ctx, f.Name, f.Other.(*movement.State).Reference)
	if err != nil {
		return err
	}
	all, err := d.glance(ctx, names)
	if err != nil {
		return err
	}
	for _, name := range names {
		v, err := all.look(ctx, name)
		if err != nil {
			return err
		}
		if v.file.Shut {
			return ErrShut
		}
		if err := each(v); err != nil {
			return err
		}
	}
	return nil
}
