package store

import (
	"context"
	"database/sql"

	"amana/domain/ledger"
)

// Place is the place of a row in the order in which rows were last written. The
// zero one is before them all.
type Place struct {
	Version int64
	Key     int64
}

// Written is a row as it was last written, with the wrapped keys of its stream.
type Written struct {
	Stream ledger.Stream
	Place  Place
	Row
	DEKs []DEK
}

// writtenRead is how many rows are read at a time.
const writtenRead = 256

// Versions say how far rows have come, by whichever process.
type Versions struct {
	Written int64 // the number of the last write of one; it grows with each
	Taken   int64 // how many times one was taken away
}

// RowVersions says how far rows have come.
func (db *DB) RowVersions(ctx context.Context) (v Versions, err error) {
	err = db.one(ctx, "select written, taken from row_version where one = 1", nil, &v.Written, &v.Taken)
	return v, failed("row versions", err)
}

// RowsSince gives the rows about a subject that were written after a place, in the
// order of their last writes, and returns the last place that it gave. A row that
// is written meanwhile may be given again. Rows of what was erased are gone, and
// not given.
func (db *DB) RowsSince(ctx context.Context, subject string, after Place, each func(*Written) error) (Place, error) {
	for {
		rows, err := db.rowsSince(ctx, subject, after)
		if err != nil || len(rows) == 0 {
			return after, failed("rows since", err)
		}
		for i := range rows {
			if err := each(&rows[i]); err != nil {
				return after, err
			}
			after = rows[i].Place
		}
	}
}

func (db *DB) rowsSince(ctx context.Context, subject string, after Place) ([]Written, error) {
	var rows []Written
	at := map[int64]int{}
	text := "select s.name, r.version, r.stream, r.subject, r.office, r.movement, r.status, r.next_due from row r join stream s on s.id = r.stream " +
		"where (r.version, r.stream) > ($1, $2) and r.subject = $3 order by r.version, r.stream limit $4"
	err := db.read(ctx, text, []any{after.Version, after.Key, subject, int64(writtenRead)}, func(r *sql.Rows) error {
		var t Written
		var name, movement sql.RawBytes
		var due int64
		if err := r.Scan(&name, &t.Place.Version, &t.Place.Key, &t.Subject, &t.Office, &movement, &t.Status, &due); err != nil {
			return err
		}
		t.Stream, t.NextDue = ledger.Stream(name), moment(due)
		if len(movement) > 0 {
			t.Movement = ledger.Stream(movement)
		}
		at[t.Place.Key] = len(rows)
		rows = append(rows, t)
		return nil
	})
	if err != nil {
		return nil, err
	}
	keys, args := make([]int64, len(rows)), make([]any, len(rows))
	for i := range rows {
		keys[i], args[i] = rows[i].Place.Key, rows[i].Place.Key
	}
	err = db.rowBlobs(ctx, keys, func(key int64, b RowBlob) {
		row := &rows[at[key]]
		row.Blobs = append(row.Blobs, b)
	})
	if err != nil {
		return nil, err
	}
	return rows, among(args, func(list string, args []any) error {
		return db.read(ctx, "select stream, compartment, epoch, office, made, kek, kem, wrapped from dek where stream in "+list+" order by stream, compartment, epoch", args, func(r *sql.Rows) error {
			var id int64
			var k DEK
			err := r.Scan(&id, &k.Compartment, &k.Epoch, &k.Office, &k.Made, &k.KEK, &k.KEM, &k.Wrapped)
			row := &rows[at[id]]
			row.DEKs = append(row.DEKs, k)
			return err
		})
	})
}

// versions are the numbers of the writes of rows in one transaction.
type versions struct{ last, was int64 }

// loadVersions reads the last number, under the lock of the head row.
func (b *batch) loadVersions(ctx context.Context) error {
	err := b.w.query(ctx, "select written from row_version where one = 1", nil, func(rows *sql.Rows) error { return rows.Scan(&b.versions.was) })
	b.versions.last = b.versions.was
	return err
}

// next is the number of one more write.
func (v *versions) next() int64 {
	v.last++
	return v.last
}

// kept keeps the last number.
func (v *versions) kept() []statement {
	if v.last == v.was {
		return nil
	}
	return []statement{{"update row_version set written = $1 where one = 1", []any{v.last}}}
}

// tookAway says that a row was taken away, to whoever asks for the last number.
func (w *writer) tookAway(ctx context.Context) error {
	_, err := w.exec(ctx, "update row_version set taken = taken + 1 where one = 1")
	return err
}

// RowStreams are the streams about a subject that have a row.
func (db *DB) RowStreams(ctx context.Context, subject string) (map[ledger.Stream]bool, error) {
	all := map[ledger.Stream]bool{}
	err := db.read(ctx, "select s.name from row r join stream s on s.id = r.stream where r.subject = $1", []any{subject}, func(rows *sql.Rows) error {
		var name sql.RawBytes
		err := rows.Scan(&name)
		if err == nil {
			all[ledger.Stream(name)] = true
		}
		return err
	})
	return all, failed("row streams", err)
}

// Other is a row of which only what it is about is asked.
type Other struct {
	Subject string
	Stream  ledger.Stream
}

// OthersSince are the rows about anything but a subject that were written after a
// version.
func (db *DB) OthersSince(ctx context.Context, subject string, version int64) ([]Other, error) {
	var all []Other
	err := db.read(ctx, "select r.subject, s.name from row r join stream s on s.id = r.stream where r.version > $1 and r.subject <> $2 order by r.version, r.stream",
		[]any{version, subject}, func(rows *sql.Rows) error {
			var o Other
			var name sql.RawBytes
			err := rows.Scan(&o.Subject, &name)
			if err == nil {
				o.Stream = ledger.Stream(name)
				all = append(all, o)
			}
			return err
		})
	return all, failed("others since", err)
}
