package desk

import (
	"context"
	"errors"

	"amana/domain/casefile"
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

// mirror makes it of what happens to c, or nil. A file that is not on this
// node cannot be told: this one blocks itself, because it cannot read it.
func (a *act) mirror(ctx context.Context, c *casefile.Case, deed ledger.Deed, bodies []ledger.Body) (*mirror, error) {
	d := a.desk
	number, there := c.Mirrored(bodies)
	if number == "" {
		return nil, nil
	}
	name, err := d.named(ctx, casefile.Person, number)
	if errors.Is(err, store.ErrMissing) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	f, err := d.current(ctx, name)
	if err != nil {
		return nil, err
	}
	if !f.shut() && (f.person == nil || f.person.Number == "") {
		return nil, nil // erased since it was named
	}
	p := d.packing(f, a.who, deed)
	for _, body := range there {
		if err := p.add(body); err != nil {
			return nil, err
		}
	}
	m := &mirror{write: p.write(), file: f.with(p.events, p.deks)}
	if m.file.shut() {
		return m, nil
	}
	m.view = &view{file: m.file}
	return m, d.surround(ctx, m.view, "", "")
}
