package desk

import (
	"context"
	"errors"
	"maps"
	"slices"

	"amana/domain/casefile"
	"amana/domain/ledger"
	"amana/domain/monitoring"
	"amana/domain/movement"
	"amana/domain/safeguard"
	"amana/store"
)

// Examine sees to it that what the files of everybody seated on a movement show
// together is on the movement's record, and says whether it had to be put there.
// A rule that is asked afterwards rests on that record alone, and so does
// whoever asks it again. A node that is not the hub has not the files of all,
// and rests on what the hub recorded.
func (d *Desk) Examine(ctx context.Context, ref string) (recorded bool, err error) {
	now := &Desk{shared: d.shared, pending: d.pending} // not trusting: somebody may have got a seat through another process
	if ref == "" || !d.node.Hub {
		return false, nil
	}
	name, err := now.named(ctx, casefile.Movement, ref)
	if errors.Is(err, store.ErrMissing) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	f, err := now.current(ctx, name)
	if err != nil {
		return false, err
	}
	m := f.Other.(*movement.State)
	found, signs, err := now.together(ctx, f)
	if err != nil || found.Book == "" || m.Cancelled || !m.Tells(found, signs) {
		return false, err
	}
	request := Request{ID: ledger.Command(newStream()), Command: "movement.examine", Args: []byte("{}")}
	_, err = now.DoOther(ctx, d.Self(), casefile.Movement, ref, request)
	return err == nil, err
}

// together looks at the files of everybody seated on a movement. The book is
// named in what it finds; there is nothing to find while none is in force.
func (d *Desk) together(ctx context.Context, f *file) (found safeguard.Examination, signs []safeguard.Sign, err error) {
	m, book := f.Other.(*movement.State), d.register.now().Book(d.Moment())
	if book == nil {
		return found, nil, nil
	}
	all, err := d.aboard(ctx, f.Name, m.Reference)
	if err != nil {
		return found, nil, err
	}
	found, signs = all.Examine(m.Departs, book)
	return found, signs, nil
}

// aboard collects what the files say: two questions to the store, and of the
// files those that are not in memory as they are now.
func (d *Desk) aboard(ctx context.Context, name ledger.Stream, ref string) (*casefile.Manifest, error) {
	names, err := d.seatedStreams(ctx, name, ref)
	if err != nil {
		return nil, err
	}
	heads, err := d.db.Heads(ctx, names...)
	if err != nil {
		return nil, err
	}
	all := &casefile.Manifest{Places: map[string][]safeguard.Upheaval{}, Asked: d.AskedAtGate}
	for _, name := range names {
		f, decided := d.pending.latest(name)
		if !decided {
			if f, err = d.file(ctx, name, heads[name]); err != nil {
				return nil, err
			}
		}
		switch c := f.Person; {
		case c.Erased:
		case f.Shut || c.Unread():
			all.Unread++
		case c.Travel.Movement == ref:
			all.Add(c)
		}
	}
	return all, d.upheavals(ctx, all)
}

// seatedStreams are the cases with a seat on a movement, by the store and by
// what a batch has decided since.
func (d *Desk) seatedStreams(ctx context.Context, movement ledger.Stream, ref string) ([]ledger.Stream, error) {
	found := map[ledger.Stream]bool{}
	page := store.Page{Limit: 500}
	for {
		rows, err := d.db.Rows(ctx, store.Filter{Subject: string(casefile.Person), Movement: movement}, page)
		if err != nil {
			return nil, err
		}
		if len(rows) == 0 {
			break
		}
		for _, row := range rows {
			found[row.Stream] = true
		}
		page.After = rows[len(rows)-1].Cursor
	}
	if p := d.pending; p != nil {
		for _, files := range []map[ledger.Stream]*file{p.files, p.flying} {
			for name, f := range files {
				if f.Person != nil && f.Person.Travel.Movement == ref {
					found[name] = true
				}
			}
		}
	}
	return slices.SortedFunc(maps.Keys(found), func(a, b ledger.Stream) int { return slices.Compare(a[:], b[:]) }), nil
}

// upheavals adds what happened to the places from which those seated come.
func (d *Desk) upheavals(ctx context.Context, all *casefile.Manifest) error {
	for _, a := range all.Seated {
		for _, ref := range a.Held {
			if _, looked := all.Places[ref]; looked {
				continue
			}
			all.Places[ref] = nil
			name, err := d.named(ctx, casefile.Place, ref)
			if errors.Is(err, store.ErrMissing) {
				continue // nothing is recorded of it
			}
			if err != nil {
				return err
			}
			f, err := d.current(ctx, name)
			if err != nil {
				return err
			}
			happened, read := f.Other.(*monitoring.State).Upheavals(d.zone)
			all.Places[ref] = happened
			if !read {
				all.Unread++
			}
		}
	}
	return nil
}
