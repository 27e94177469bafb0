package desk

import (
	"context"

	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/safeguard"
	"amana/store"
)

// lockable asks, of everybody on a manifest, the rules due at its locking.
func (d *Desk) lockable(ctx context.Context, who Actor, name ledger.Stream) error {
	blocked := 0
	err := d.seated(ctx, name, func(v *view) error {
		if v.book == nil {
			return fault.New(fault.Busy, "fault.no-rule-book")
		}
		found := safeguard.Evaluate(v.file.person.Facts(v.around), v.book, d.Moment(), safeguard.Lock)
		if !safeguard.Clear(found) {
			blocked++
		}
		return nil
	})
	if err == nil && blocked > 0 {
		return fault.New(fault.Blocked, "fault.manifest-blocked", fault.A("count", blocked))
	}
	return err
}

// seated looks at everybody who has a seat on a movement.
func (d *Desk) seated(ctx context.Context, movement ledger.Stream, each func(*view) error) error {
	return d.booked(ctx, movement, func(v *view) error {
		if v.file.person.Travel.Movement == "" {
			return nil
		}
		return each(v)
	})
}

// booked looks at everybody who has a seat on a movement, and at those whose
// seat was lost when it was cancelled and who have no other yet.
func (d *Desk) booked(ctx context.Context, movement ledger.Stream, each func(*view) error) error {
	page := store.Page{Limit: 200}
	for {
		rows, err := d.db.Rows(ctx, store.Filter{Subject: string(casefile.Person), Movement: movement}, page)
		if err != nil || len(rows) == 0 {
			return err
		}
		for _, row := range rows {
			v, err := d.look(ctx, row.Stream, "", "")
			if err != nil {
				return err
			}
			if v.file.shut() {
				return errShut
			}
			if err := each(v); err != nil {
				return err
			}
		}
		page.After = rows[len(rows)-1].Cursor
	}
}
