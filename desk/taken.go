package desk

import (
	"context"

	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/ledger"
	"amana/seal"
)

// Taken is a case as an import finds it: what it holds, and which commands are
// in its log already.
type Taken struct {
	File *casefile.Case // nil: there is no such case yet
	Done []Done         // in fold order
	Key  [32]byte       // of this reference alone, for the ids of its commands: they tell nothing to who has none
}

// Done is one imported event.
type Done struct {
	Command ledger.Command
	Entry   ledger.Hash
	Kind    string
}

// referred is the stream of the case that was, or will be, taken over from a
// list under a reference. Who lacks the keys cannot tell it from chance.
func (d *Desk) referred(reference string) (name ledger.Stream, err error) {
	digest, err := d.ring.Digest(seal.KEKID{Office: Programme, Compartment: ledger.General, Epoch: 1}, "import", reference)
	return ledger.Stream(digest[:len(name)]), err
}

// Taken finds the case that was taken over under a reference, as the log has
// it now, whatever else a batch has decided.
func (d *Desk) Taken(ctx context.Context, who Actor, reference string) (Taken, error) {
	var t Taken
	name, err := d.referred(reference)
	if err != nil {
		return t, err
	}
	if t.Key, err = d.ring.Digest(seal.KEKID{Office: Programme, Compartment: ledger.General, Epoch: 1}, "import-commands", reference); err != nil {
		return t, err
	}
	heads, err := d.db.Heads(ctx, name)
	if err != nil || len(heads[name]) == 0 {
		return t, err
	}
	f, err := d.file(ctx, name, heads[name])
	if err != nil {
		return t, err
	}
	if err := d.roles.May(who.Actor, "caseload.import", access.Subject{Office: f.Office}); err != nil {
		return Taken{}, err
	}
	if f.Shut {
		return Taken{}, ErrShut
	}
	t.File = f.Person
	for i := range f.Events {
		if e := &f.Events[i]; e.Imported != "" && e.Body != nil {
			t.Done = append(t.Done, Done{e.Command, e.ID, e.Body.Kind()})
		}
	}
	return t, nil
}
