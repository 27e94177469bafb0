package desk

import (
	"cmp"
	"context"
	"slices"

	"amana/desk/dossier"
	"amana/domain/casefile"
	"amana/domain/ledger"
	"amana/domain/safeguard"
	"amana/store"
)

// view is a case with everything that was read to judge it, and what whoever
// decides on it must know besides. Its File is that of file, without the keys.
type view struct {
	dossier.View
	file  *file
	seen  []store.Seen            // the other streams, as they were
	rests ledger.Hash             // users, rule books, roles and texts, as the register names them
	alone bool                    // what is written rests on the file alone
	stops bool                    // a file is opened for what stops
	also  []*mirror               // what the act on the case records in other files
	after *safeguard.Surroundings // as the act leaves them, where that was asked; nil: not yet
}

// look loads a case and its surroundings.
func (d *Desk) look(ctx context.Context, name ledger.Stream) (*view, error) {
	return d.lookBy(ctx, &present{desk: d}, name, "", "")
}

// lookBy looks with what was read already. movement and line name those that a
// command is about, where they are not those of the person's seat.
func (d *Desk) lookBy(ctx context.Context, now *present, name ledger.Stream, movementRef, lineRef string) (*view, error) {
	f, err := now.current(ctx, name)
	if err != nil {
		return nil, err
	}
	v := &view{file: f, rests: d.register.seen()}
	if f.Shut {
		return v, nil
	}
	if f.Person == nil || f.Person.Number == "" || f.Person.Erased {
		return nil, errNoCase // none, or erased, whether or not its keys are destroyed yet
	}
	return v, d.surroundBy(ctx, now, v, movementRef, lineRef)
}

// surround fills in what other streams say now that matters to the case.
func (d *Desk) surround(ctx context.Context, v *view) error {
	return d.surroundBy(ctx, &present{desk: d, also: v.also}, v, "", "")
}

func (d *Desk) surroundBy(ctx context.Context, now *present, v *view, movementRef, lineRef string) error {
	r := dossier.Reader{Source: now, Register: d.register.now(), At: d.Moment(), Zone: d.zone, Hub: d.node.Hub}
	read, err := r.Read(ctx, &v.file.File, movementRef, lineRef)
	if err != nil {
		return err
	}
	v.View, v.seen = *read, now.seen
	if gone := cmp.Or(v.file.Person.Travel.Lost, v.file.Person.Travel.Freed); gone != "" {
		_, err = d.named(ctx, casefile.Movement, gone) // its row names it still
	}
	return err
}

// basis names what was read: the heads of the case and of every other stream.
func (v *view) basis() []string {
	var names []string
	for _, s := range v.seen {
		for _, h := range s.Heads {
			names = append(names, h.String())
		}
	}
	for _, h := range v.file.Heads {
		names = append(names, h.String())
	}
	if !v.rests.IsZero() {
		names = append(names, v.rests.String())
	}
	slices.Sort(names)
	return slices.Compact(names)
}
