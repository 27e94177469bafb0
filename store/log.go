package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"amana/domain/ledger"
)

// Head is how far the log has come.
type Head struct {
	Size     int64
	Recorded time.Time   // the newest time recorded in one of its entries
	Known    time.Time   // the newest time signed by somebody else that this node holds
	Register ledger.Hash // the newest entry of the streams on which every act rests; zero: none
	streams  int64
	jobs     int64
}

func (h *Head) scan(rows *sql.Rows) error {
	var recorded, known int64
	var register sql.RawBytes
	err := rows.Scan(&h.Size, &h.streams, &h.jobs, &recorded, &known, &register)
	h.Recorded, h.Known = moment(recorded), moment(known)
	copy(h.Register[:], register)
	return err
}

// Stored is an entry as the log holds it.
type Stored struct {
	Index int64
	Depth int64 // 1 for the first of its stream
	Leaf  ledger.Hash
	Bytes []byte
	Blobs []Blob // by compartment; not given when the log is read in its own order
}

// Head says how far the log has come.
func (db *DB) Head(ctx context.Context) (Head, error) {
	var h Head
	err := db.read(ctx, selectHead, nil, h.scan)
	return h, failed("head", err)
}

// Size is the number of entries in the log.
func (db *DB) Size(ctx context.Context) (int64, error) {
	h, err := db.Head(ctx)
	return h.Size, err
}

// Know notes a time that somebody else signed. It only ever moves forward.
func (db *DB) Know(ctx context.Context, signed time.Time) error {
	return db.change(ctx, "know", func(ctx context.Context, w *writer, h Head) error {
		if !signed.After(h.Known) {
			return nil
		}
		_, err := w.exec(ctx, "update head set known = $1 where one = 1", seconds(signed))
		return err
	})
}

// Entry is the entry at index, without its blobs.
func (db *DB) Entry(ctx context.Context, index int64) (s Stored, err error) {
	found := false
	err = db.Entries(ctx, index, index+1, func(e Stored) error { s, found = e, true; return nil })
	if err == nil && !found {
		err = failed("entry", sql.ErrNoRows)
	}
	return s, err
}

const selectEntries = "select e.idx, e.depth, e.leaf, e.bytes from leaf l join entry e on e.pos = l.pos " +
	"where l.idx >= $1 and l.idx < $2 order by l.idx"

// Entries gives the entries from index from up to, not including, index to,
// in the order of the log and without blobs. It stops at the end of the log,
// and with each's error.
func (db *DB) Entries(ctx context.Context, from, to int64, each func(Stored) error) error {
	for ; from < to; from += tileWidth {
		// A tile at a time, so that no transaction stays open while each works.
		var tile []Stored
		err := db.read(ctx, selectEntries, []any{from, min(to, from+tileWidth)}, func(rows *sql.Rows) error {
			var s Stored
			var leaf sql.RawBytes
			if err := rows.Scan(&s.Index, &s.Depth, &leaf, &s.Bytes); err != nil {
				return err
			}
			s.Leaf = ledger.Hash(leaf)
			tile = append(tile, s)
			return nil
		})
		if err != nil {
			return failed("entries", err)
		}
		for i := range tile {
			if err := each(tile[i]); err != nil {
				return err
			}
		}
		if len(tile) == 0 {
			return nil
		}
	}
	return nil
}

// Leaves are the leaf hashes from index from up to, not including, index to.
func (db *DB) Leaves(ctx context.Context, from, to int64) ([]ledger.Hash, error) {
	return db.hashes(ctx, "select hash from leaf where idx >= $1 and idx < $2 order by idx", from, to)
}

// TileRoots are the roots of the full tiles from tile from up to, not
// including, tile to.
func (db *DB) TileRoots(ctx context.Context, from, to int64) ([]ledger.Hash, error) {
	return db.hashes(ctx, "select root from tile where n >= $1 and n < $2 order by n", from, to)
}

func (db *DB) hashes(ctx context.Context, text string, from, to int64) ([]ledger.Hash, error) {
	var hashes []ledger.Hash
	err := db.read(ctx, text, []any{from, to}, func(rows *sql.Rows) error {
		var hash sql.RawBytes
		if err := rows.Scan(&hash); err != nil {
			return err
		}
		hashes = append(hashes, ledger.Hash(hash))
		return nil
	})
	if err == nil && int64(len(hashes)) != max(to-from, 0) {
		err = fmt.Errorf("%d of the hashes from %d to %d: %w", len(hashes), from, to, ErrMissing)
	}
	return hashes, failed("hashes", err)
}

// Checkpoint is a signed checkpoint of this log, with what witnesses signed of
// it.
type Checkpoint struct {
	Size int64
	Note []byte
}

// SaveCheckpoint keeps c, in place of an older one of the same size.
func (db *DB) SaveCheckpoint(ctx context.Context, c Checkpoint) error {
	return db.change(ctx, "save checkpoint", func(ctx context.Context, w *writer, _ Head) error {
		_, err := w.exec(ctx, "insert into checkpoint (size, note) values ($1, $2) on conflict (size) do update set note = excluded.note", c.Size, c.Note)
		return err
	})
}

// Published is which checkpoint was last given to others, and since when; with
// a zero time, none.
type Published struct {
	At   time.Time
	Size int64
}

// Published says what Publish kept.
func (db *DB) Published(ctx context.Context) (p Published, err error) {
	err = db.read(ctx, "select at, size from published where one = 1", nil, func(rows *sql.Rows) error {
		var at int64
		err := rows.Scan(&at, &p.Size)
		p.At = moment(at)
		return err
	})
	return p, failed("published", err)
}

// Publish keeps p, unless something was published at its time or later.
func (db *DB) Publish(ctx context.Context, p Published) error {
	return db.change(ctx, "publish", func(ctx context.Context, w *writer, _ Head) error {
		_, err := w.exec(ctx, "insert into published (one, at, size) values (1, $1, $2) on conflict (one) do update set at = excluded.at, size = excluded.size where published.at < excluded.at",
			seconds(p.At), p.Size)
		return err
	})
}

// Meta is what the store says of itself under key, or "".
func (db *DB) Meta(ctx context.Context, key string) (string, error) {
	return db.value(ctx, "meta", key)
}

// SetMeta sets what is kept under key.
func (db *DB) SetMeta(ctx context.Context, key, value string) error {
	return db.setValue(ctx, "meta", key, value)
}

// Mark is where this node's own work stands, under key, or "".
func (db *DB) Mark(ctx context.Context, key string) (string, error) {
	return db.value(ctx, "mark", key)
}

// SetMark sets what Mark says.
func (db *DB) SetMark(ctx context.Context, key, value string) error {
	return db.setValue(ctx, "mark", key, value)
}

func (db *DB) value(ctx context.Context, table, key string) (value string, err error) {
	err = db.read(ctx, "select value from "+table+" where key = $1", []any{key}, func(rows *sql.Rows) error { return rows.Scan(&value) })
	return value, failed(table, err)
}

func (db *DB) setValue(ctx context.Context, table, key, value string) error {
	return db.change(ctx, "set "+table, func(ctx context.Context, w *writer, _ Head) error {
		_, err := w.exec(ctx, "insert into "+table+" (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value", key, value)
		return err
	})
}

// one scans the first row, or fails with sql.ErrNoRows.
func (db *DB) one(ctx context.Context, text string, args []any, into ...any) error {
	s, err := db.statement(ctx, text)
	if err != nil {
		return err
	}
	return s.QueryRowContext(ctx, args...).Scan(into...)
}
