package store

import (
	"context"
	"database/sql"
	"time"

	"amana/domain/ledger"
)

// Draft is a form that an officer began and did not send in. The store can
// tell neither whose it is nor of what.
type Draft struct {
	Name   [32]byte
	Stream ledger.Stream // the case that it is about, with which it is erased; zero: none yet
	Sealed []byte
	Until  time.Time // when it is forgotten
}

// SaveDraft keeps a draft, in place of what was kept under its name. Of a case
// that does not exist, or whose keys were destroyed, nothing is kept.
func (db *DB) SaveDraft(ctx context.Context, d Draft) error {
	return db.change(ctx, "save draft", func(ctx context.Context, w *writer, _ Head) error {
		var id int64
		if d.Stream != (ledger.Stream{}) {
			alive := "select s.id from stream s where s.name = $1 and exists (select 1 from dek k where k.stream = s.id and k.compartment <> $2)"
			err := w.query(ctx, alive, []any{d.Stream[:], int64(ledger.Statistic)}, func(rows *sql.Rows) error { return rows.Scan(&id) })
			if err == nil && id == 0 {
				err = sql.ErrNoRows
			}
			if err != nil {
				return err
			}
		}
		_, err := w.exec(ctx, "insert into draft (name, stream, sealed, until) values ($1, $2, $3, $4) "+
			"on conflict (name) do update set stream = excluded.stream, sealed = excluded.sealed, until = excluded.until",
			d.Name[:], id, d.Sealed, seconds(d.Until))
		return err
	})
}

// Draft is what is kept under a name and not forgotten by now, as it was sealed.
func (db *DB) Draft(ctx context.Context, name [32]byte, now time.Time) (sealed []byte, err error) {
	err = db.one(ctx, "select sealed from draft where name = $1 and until > $2", []any{name[:], seconds(now)}, &sealed)
	return sealed, failed("draft", err)
}

// DropDraft forgets a draft. That there is none is not an error.
func (db *DB) DropDraft(ctx context.Context, name [32]byte) error {
	return db.change(ctx, "drop draft", func(ctx context.Context, w *writer, _ Head) error {
		_, err := w.exec(ctx, "delete from draft where name = $1", name[:])
		return err
	})
}

// PruneDrafts forgets those whose time is over, and says how many.
func (db *DB) PruneDrafts(ctx context.Context, now time.Time) (int64, error) {
	return db.deleted(ctx, "prune drafts", "delete from draft where until <= $1", seconds(now))
}
