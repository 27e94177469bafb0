package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/key"
	"amana/domain/ledger"
	"amana/store"
)

// JobErase is the work of destroying the keys of a case whose erasure is
// recorded.
const JobErase = "erase"

// FinishErasure destroys the keys of a case whose erasure is recorded, and says
// so where every verifier can read it. Doing it again does nothing.
func (d *Desk) FinishErasure(ctx context.Context, number string) error {
	name, err := d.named(ctx, casefile.Person, number)
	if errors.Is(err, store.ErrMissing) {
		return d.db.Scrub(ctx) // its row went with its keys: whether old versions of these did, nobody wrote down
	}
	if err != nil {
		return err
	}
	f, err := d.current(ctx, name)
	if err != nil {
		return err
	}
	if f.Shut {
		return ErrShut
	}
	if f.Person == nil || f.Person.Number != "" && !f.Person.Erased {
		return fault.New(fault.Conflict, "fault.erasure-unrecorded")
	}
	if err := d.noteDestroyed(ctx, name); err != nil {
		return err
	}
	err = d.db.Erase(ctx, name)
	// Also where that failed half-way: what was read with the keys must not outlast them.
	d.names.drop(string(casefile.Person) + "/" + number)
	d.files.drop(name)
	d.patterns.forget()
	if err != nil {
		return fmt.Errorf("destroying the keys of a case: %w", err)
	}
	return nil
}

// noteDestroyed says it in the stream of the node's keys, once.
func (d *Desk) noteDestroyed(ctx context.Context, name ledger.Stream) error {
	done, err := d.Destroyed(ctx)
	if err != nil || slices.Contains(done, name) {
		return err
	}
	return d.own(ctx, key.Destroyed{Stream: name})
}

// Destroyed lists the streams whose keys this node has destroyed.
func (d *Desk) Destroyed(ctx context.Context) ([]ledger.Stream, error) {
	content, err := d.db.Stream(ctx, ledger.Stream(d.node.Actor))
	if err != nil {
		return nil, err
	}
	f, err := d.fold(&content)
	if err != nil {
		return nil, err
	}
	var names []ledger.Stream
	for i := range f.Events {
		if b, ok := f.Events[i].Body.(key.Destroyed); ok && !slices.Contains(names, b.Stream) {
			names = append(names, b.Stream)
		}
	}
	return names, nil
}
