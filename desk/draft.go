package desk

import (
	"context"
	"errors"
	"time"

	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/seal"
	"amana/store"
)

// Bounds of what is kept of a form that was begun.
const (
	DraftKept = 7 * 24 * time.Hour
	MaxDraft  = 64 << 10
)

// Draft is a form that an officer began and did not send in.
type Draft struct {
	desk *Desk
	keys seal.DraftKeys
	name [32]byte
	of   ledger.Stream // the case; zero: none yet
}

// Draft is that of a form about a case that the officer may see; number is empty
// where there is none yet. It is sealed with their own key: nobody else, and no
// copy of the database, opens it.
func (d *Desk) Draft(ctx context.Context, who Actor, number, form string) (*Draft, error) {
	if who.Key == nil {
		return nil, fault.New(fault.Denied, "fault.signed-out")
	}
	keys, err := seal.NewDraftKeys(who.Key)
	if err != nil {
		return nil, err
	}
	draft := &Draft{desk: d, keys: keys, name: keys.Name(number, form)}
	if number == "" {
		return draft, d.May(who, "case.open", Theirs(who, casefile.Person))
	}
	v, err := d.open(ctx, who, number, "case.read")
	if err != nil {
		return nil, err
	}
	draft.of = v.file.Stream.Name
	return draft, nil
}

// Keep keeps what was answered so far, as long as it lasts and at most for
// DraftKept.
func (f *Draft) Keep(ctx context.Context, answers []byte, lasts time.Duration) error {
	if len(answers) > MaxDraft {
		return fault.New(fault.Invalid, "fault.body-too-large", fault.A("max", MaxDraft))
	}
	sealed, err := f.keys.Seal(f.name, answers)
	if err != nil {
		return err
	}
	return f.desk.db.SaveDraft(ctx, store.Draft{Name: f.name, Stream: f.of, Sealed: sealed, Until: f.desk.Moment().Add(min(lasts, DraftKept))})
}

// Read is what was kept; nil: nothing, or nothing that can still be read.
func (f *Draft) Read(ctx context.Context) ([]byte, error) {
	sealed, err := f.desk.db.Draft(ctx, f.name, f.desk.Moment())
	if errors.Is(err, store.ErrMissing) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	answers, err := f.keys.Open(f.name, sealed)
	if errors.Is(err, seal.ErrOpen) {
		return nil, nil
	}
	return answers, err
}

// Drop forgets it: it was recorded, or is not wanted.
func (f *Draft) Drop(ctx context.Context) error { return f.desk.db.DropDraft(ctx, f.name) }
