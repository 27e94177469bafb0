package store

import (
	"context"
	"database/sql"
	"time"

	"amana/domain/ledger"
)

// Draft is a half-filled form of an actor, sealed.
type Draft struct {
	ID     [16]byte
	Actor  ledger.Actor
	Sealed []byte
	At     time.Time
}

// SaveDraft keeps d, in place of what the actor had under its id.
func (db *DB) SaveDraft(ctx context.Context, d Draft) error {
	return db.change(ctx, "save draft", func(ctx context.Context, w *writer, _ Head) error {
		_, err := w.exec(ctx, "insert into draft (id, actor, sealed, at) values ($1, $2, $3, $4) "+
			"on conflict (actor, id) do update set sealed = excluded.sealed, at = excluded.at", d.ID[:], d.Actor[:], d.Sealed, seconds(d.At))
		return err
	})
}

// DropDraft forgets a draft.
func (db *DB) DropDraft(ctx context.Context, actor ledger.Actor, id [16]byte) error {
	return db.change(ctx, "drop draft", func(ctx context.Context, w *writer, _ Head) error {
		_, err := w.exec(ctx, "delete from draft where actor = $1 and id = $2", actor[:], id[:])
		return err
	})
}

// Drafts are an actor's drafts, the newest first.
func (db *DB) Drafts(ctx context.Context, actor ledger.Actor) ([]Draft, error) {
	var drafts []Draft
	err := db.read(ctx, "select id, sealed, at from draft where actor = $1 order by at desc, id", []any{actor[:]}, func(rows *sql.Rows) error {
		d := Draft{Actor: actor}
		var id []byte
		var at int64
		if err := rows.Scan(&id, &d.Sealed, &at); err != nil {
			return err
		}
		d.ID, d.At = [16]byte(id), moment(at)
		drafts = append(drafts, d)
		return nil
	})
	return drafts, failed("drafts", err)
}
