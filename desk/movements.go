package desk

import (
	"context"
	"time"

	"amana/domain/casefile"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/store"
)

// ListedMovement is one movement as lists show it.
type ListedMovement struct {
	Movement  string    `json:"movement"` // its reference
	Kind      string    `json:"kind"`
	To        string    `json:"to"` // country reference
	Departs   time.Time `json:"departs"`
	Arrives   time.Time `json:"arrives"`
	Locked    bool      `json:"locked,omitempty"`
	Cancelled bool      `json:"cancelled,omitempty"`
}

// MovementPage is a part of a list of movements.
type MovementPage struct {
	Movements []ListedMovement
	Next      store.Cursor
	More      bool
}

// Movements lists the movements that a reader may read, a page at a time; to who
// reads only those that they are called to, all at once: pages that come back
// short would tell how many others there are.
func (d *Desk) Movements(ctx context.Context, who Actor, limit int, after store.Cursor) (MovementPage, error) {
	if err := d.roles.May(who.Actor, readCounts, Theirs(who, casefile.Movement)); err != nil {
		return MovementPage{}, err
	}
	reach := d.roles.Reach(who.Actor, readCounts, string(casefile.Movement))
	list, paged := MovementPage{Movements: []ListedMovement{}}, reach.All || reach.Office
	page := store.Page{Limit: limit, After: after}
	for {
		rows, err := d.db.Rows(ctx, store.Filter{Subject: string(casefile.Movement)}, page)
		if err != nil {
			return MovementPage{}, err
		}
		for _, row := range rows {
			page.After = row.Cursor
			if err := d.listMovement(ctx, who, row.Stream, &list); err != nil {
				return MovementPage{}, err
			}
		}
		if paged || len(rows) < limit {
			list.Next, list.More = page.After, paged && len(rows) == limit
			return list, nil
		}
	}
}

// listMovement adds a movement to a list, if its reader may read it.
func (d *Desk) listMovement(ctx context.Context, who Actor, name ledger.Stream, list *MovementPage) error {
	f, err := d.current(ctx, name)
	if err != nil || d.roles.May(who.Actor, readCounts, d.subjectOf(f)) != nil {
		return err
	}
	m := f.Other.(*movement.State)
	list.Movements = append(list.Movements, ListedMovement{m.Reference, m.Kind, m.To, m.Departs, m.Arrives, m.Locked, m.Cancelled})
	return nil
}
