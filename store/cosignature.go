package store

import (
	"context"
	"database/sql"
)

// Cosignature is what one witness signed of the checkpoint of a size.
type Cosignature struct {
	Size    int64
	Witness string // the name of its key and the key's hash
	Line    string // as it stands in a signed note, with its newline
}

// SaveCosignature keeps c. The first of a witness for a size stays: it says
// best when the log was seen.
func (db *DB) SaveCosignature(ctx context.Context, c Cosignature) error {
	return db.change(ctx, "save cosignature", func(ctx context.Context, w *writer, _ Head) error {
		_, err := w.exec(ctx, "insert into cosignature (size, witness, line) values ($1, $2, $3) on conflict (size, witness) do nothing", c.Size, c.Witness, c.Line)
		return err
	})
}

// CosignedBy is the size of the newest checkpoint that a witness cosigned, or 0.
func (db *DB) CosignedBy(ctx context.Context, witness string) (size int64, err error) {
	err = db.one(ctx, "select coalesce(max(size), 0) from cosignature where witness = $1", []any{witness}, &size)
	return size, failed("cosigned by", err)
}

// Checkpoint is the newest checkpoint of at most size entries, with what
// witnesses signed of it.
func (db *DB) Checkpoint(ctx context.Context, size int64) (Checkpoint, error) {
	return db.checkpoint(ctx, "select max(size) from checkpoint where size <= $1", size)
}

// CosignedUpTo is the newest checkpoint of at most size entries that at least so
// many witnesses cosigned.
func (db *DB) CosignedUpTo(ctx context.Context, size int64, least int) (Checkpoint, error) {
	return db.checkpoint(ctx, "select max(size) from (select size from cosignature where size <= $1 group by size having count(*) >= $2) as enough", size, least)
}

// CosignedBeyond is the oldest checkpoint of more than size entries that at
// least so many witnesses cosigned.
func (db *DB) CosignedBeyond(ctx context.Context, size int64, least int) (Checkpoint, error) {
	return db.checkpoint(ctx, "select min(size) from (select size from cosignature where size > $1 group by size having count(*) >= $2) as enough", size, least)
}

func (db *DB) checkpoint(ctx context.Context, which string, args ...any) (c Checkpoint, err error) {
	text := "select c.size, c.note, s.line from checkpoint c left join cosignature s on s.size = c.size where c.size = (" + which + ") order by s.witness"
	err = db.read(ctx, text, args, func(rows *sql.Rows) error {
		var note sql.RawBytes
		var line sql.NullString
		if err := rows.Scan(&c.Size, &note, &line); err != nil {
			return err
		}
		if c.Note == nil {
			c.Note = append(c.Note, note...)
		}
		c.Note = append(c.Note, line.String...)
		return nil
	})
	if err == nil && c.Note == nil {
		err = sql.ErrNoRows
	}
	return c, failed("checkpoint", err)
}
