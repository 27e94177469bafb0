package desk

import (
	"context"
	"errors"
	"slices"

	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/store"
)

// mirror is what one act records in the other file of, perhaps, the same
// person: stored with the act or not at all, so that no file is ever bound to
// one that is not bound to it.
type mirror struct {
	write store.Write
	file  *file
	view  *view // nil where nothing of the file can be read here
}

// mirrors makes them of what happens to the case in v. A file that is not on
// this node cannot be told of a link: this one blocks itself, because it cannot
// read it. But nothing that stops the person goes without its being told.
func (a *act) mirrors(ctx context.Context, v *view, deed ledger.Deed, bodies []ledger.Body) ([]*mirror, error) {
	var also []*mirror
	erases := slices.ContainsFunc(bodies, func(b ledger.Body) bool { _, erased := b.(casefile.Erased); return erased })
	for _, number := range v.file.Person.Mirrored(bodies) {
		name, err := a.desk.named(ctx, casefile.Person, number)
		switch {
		case errors.Is(err, store.ErrMissing) && erases:
			return nil, fault.New(fault.Conflict, "fault.erased-linked-elsewhere")
		case errors.Is(err, store.ErrMissing):
			continue
		case err != nil:
			return nil, err
		case erases && v.Book == nil:
			return nil, fault.New(fault.Busy, "fault.no-rule-book")
		}
		m, err := a.mirror(ctx, v, deed, bodies, number, name)
		if err != nil {
			return nil, err
		}
		if m != nil {
			also = append(also, m)
		}
	}
	return also, a.surroundMirrors(ctx, also)
}

// mirror is the one for the file of a number, or nil: it was erased since it
// was named.
func (a *act) mirror(ctx context.Context, v *view, deed ledger.Deed, bodies []ledger.Body, number string, name ledger.Stream) (*mirror, error) {
	f, err := a.desk.current(ctx, name)
	if err != nil {
		return nil, err
	}
	there := f.Person
	switch {
	case f.Shut:
		there = nil
	case there == nil || there.Number == "" || there.Erased:
		return nil, nil
	}
	p := a.desk.packing(f, a.who, deed)
	says := v.file.Person.Mirror(bodies, number, there, v.Around, v.Book, deed.Moment)
	for _, body := range says {
		if err := p.add(body); err != nil {
			return nil, err
		}
	}
	m := &mirror{write: p.write(), file: f.with(p.events, p.deks)}
	if m.file.Shut {
		return m, a.desk.unopened(ctx, &m.write, number, says, deed.ID)
	}
	m.write.Jobs = follow(m.file.Person, nil, says, m.write.Entries, deed.ID, true)
	return m, nil
}

// surroundMirrors reads what surrounds each file as the act leaves all of them.
func (a *act) surroundMirrors(ctx context.Context, also []*mirror) error {
	for _, m := range also {
		if m.file.Shut {
			continue
		}
		m.view = &view{file: m.file, also: also}
		if err := a.desk.surround(ctx, m.view); err != nil {
			return err
		}
	}
	return nil
}
