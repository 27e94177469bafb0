package desk

import (
	"context"

	"amana/store"
)

// keep stores what was decided about a stream, and what goes with it, or puts
// it into the batch. v is nil for what is not a case.
func (d *Desk) keep(ctx context.Context, w store.Write, next *file, v *view) (Receipt, error) {
	last := w.Entries[len(w.Entries)-1]
	d.newest.see(last.Recorded)
	var also []*mirror
	if v != nil {
		also = v.also
	}
	for _, m := range also {
		w.With = append(w.With, m.write)
	}
	if d.pending != nil {
		d.pending.keep(w, next, v, also)
		return Receipt{Entry: w.Entries[0].Leaf, Node: d.node.Name, Index: -1, Status: "pending"}, nil
	}
	if v != nil {
		after, err := d.aftermath(ctx, v, next)
		if err == nil {
			w.Row, err = d.caseRow(next, after, last.Recorded)
		}
		if err != nil {
			return Receipt{}, err
		}
	}
	for i, m := range also {
		defer d.files.drop(m.file.Name) // read again from the store, whatever became of it
		if m.view != nil {
			after, err := d.aftermath(ctx, m.view, m.file)
			if err == nil {
				w.With[i].Row, err = d.caseRow(m.file, after, last.Recorded)
			}
			if err != nil {
				return Receipt{}, err
			}
		}
	}
	got, err := d.db.Append(ctx, w)
	if err != nil {
		d.files.drop(next.Name)
		return Receipt{}, err
	}
	if got.Repeated { // the same command was stored while this one was decided: its outcome stands
		receipt := d.receipt(got)
		receipt.Case = got.Status
		return receipt, nil
	}
	d.cacheFile(next)
	return d.receipt(got), nil
}
