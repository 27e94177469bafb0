package desk

import (
	"context"

	"amana/domain/ledger"
)

// glance is what one question reads of many files. The store is asked once for the
// heads of each, so that two hundred people on one aircraft are not a thousand
// questions about the same country, movement and budget line.
type glance struct {
	desk  *Desk
	heads map[ledger.Stream][]ledger.Hash
}

// glance begins with files that will be read.
func (d *Desk) glance(ctx context.Context, names []ledger.Stream) (*glance, error) {
	heads, err := d.db.Heads(ctx, names...)
	return &glance{d, heads}, err
}

// current is a stream as it was when this question first came to it, or later.
func (g *glance) current(ctx context.Context, name ledger.Stream) (*file, error) {
	if f, ok := g.desk.decided(name); ok {
		return f, nil
	}
	if _, asked := g.heads[name]; !asked {
		heads, err := g.desk.db.Heads(ctx, name)
		if err != nil {
			return nil, err
		}
		g.heads[name] = heads[name]
	}
	return g.desk.file(ctx, name, g.heads[name])
}

// look loads a case and its surroundings.
func (g *glance) look(ctx context.Context, name ledger.Stream) (*view, error) {
	return g.desk.lookBy(ctx, &present{desk: g.desk, by: g}, name, "", "")
}
