package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"time"

	"amana/domain/ledger"
)

// Lease gives holder up to n jobs that are due and that nobody else holds,
// until the time until. A job that is not finished by then is given out again.
func (db *DB) Lease(ctx context.Context, holder string, now, until time.Time, n int) ([]Job, error) {
	text := "update outbox set holder = $1, leased = $2, tries = tries + 1 where id in " +
		"(select id from outbox where due <= $3 and leased <= $3 order by due, id limit $4" + db.skipLocked + ") " +
		"returning id, kind, stream, due, payload, tries"
	// Most often nothing is due, and to see that takes no lock.
	due := false
	err := db.read(ctx, "select 1 from outbox where due <= $1 and leased <= $1 limit 1", []any{seconds(now)},
		func(*sql.Rows) error { due = true; return nil })
	if err != nil || !due {
		return nil, failed("lease", err)
	}
	var jobs []Job
	err = db.change(ctx, "lease", func(ctx context.Context, w *writer, _ Head) error {
		jobs = nil
		return w.query(ctx, text, []any{holder, seconds(until), seconds(now), int64(n)}, func(rows *sql.Rows) error {
			var j Job
			var stream []byte
			var due int64
			if err := rows.Scan(&j.ID, &j.Kind, &stream, &due, &j.Payload, &j.Tries); err != nil {
				return err
			}
			j.Stream, j.Due = ledger.Stream(stream), moment(due)
			jobs = append(jobs, j)
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(jobs, func(a, b Job) int { return cmp.Or(a.Due.Compare(b.Due), cmp.Compare(a.ID, b.ID)) })
	return jobs, nil
}

// Finish removes a job that holder still holds; ErrMissing when it does not.
func (db *DB) Finish(ctx context.Context, holder string, id int64) error {
	return db.held(ctx, "finish", "delete from outbox where holder = $1 and id = $2", holder, id)
}

// Postpone gives a job back, to be done at due.
func (db *DB) Postpone(ctx context.Context, holder string, id int64, due time.Time) error {
	return db.held(ctx, "postpone", "update outbox set holder = '', leased = 0, due = $1 where holder = $2 and id = $3", seconds(due), holder, id)
}

func (db *DB) held(ctx context.Context, doing, text string, args ...any) error {
	return db.change(ctx, doing, func(ctx context.Context, w *writer, _ Head) error {
		n, err := w.exec(ctx, text, args...)
		if err == nil && n == 0 {
			return sql.ErrNoRows
		}
		return err
	})
}

// Prune forgets the receipts of commands recorded before t, and says how many.
func (db *DB) Prune(ctx context.Context, t time.Time) (int64, error) {
	return db.deleted(ctx, "prune", "delete from command where at < $1", seconds(t))
}

// deleted runs one delete, and says of how many rows.
func (db *DB) deleted(ctx context.Context, doing, text string, args ...any) (int64, error) {
	var n int64
	err := db.change(ctx, doing, func(ctx context.Context, w *writer, _ Head) (err error) {
		n, err = w.exec(ctx, text, args...)
		return err
	})
	if err != nil {
		return 0, err // whose context ended may leave the delete running: n is not the caller's then
	}
	return n, nil
}
