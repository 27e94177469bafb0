package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"amana/domain/ledger"
)

// Fold is what was made from a stream: its row and its state. Both count only
// for the heads they were made from.
type Fold struct {
	Stream ledger.Stream
	Heads  []ledger.Hash
	Row    *Row
	State  *State
}

// Refresh stores folds without an entry, after a rebuild or when a cache was
// missing. A fold whose stream has moved on is passed over.
func (db *DB) Refresh(ctx context.Context, folds []Fold) error {
	return db.change(ctx, "refresh", func(ctx context.Context, w *writer, _ Head) error {
		b := newBatch(w, Head{}, frontier{})
		names := make([]any, len(folds))
		for i := range folds {
			names[i] = folds[i].Stream[:]
		}
		if err := errors.Join(b.loadStreams(ctx, names), b.loadVersions(ctx)); err != nil {
			return err
		}
		for _, f := range folds {
			if g := b.streams[f.Stream]; g != nil && b.stands(f.Stream, f.Heads) {
				b.takeView(g.id, f.Row, f.State)
			}
		}
		return w.all(ctx, slices.Concat(w.inserts(&b.row, &b.rowBlob, &b.state), b.replaceCallers(), b.versions.kept()))
	})
}

// State is the cached state of a stream for one set of opened compartments.
func (db *DB) State(ctx context.Context, name ledger.Stream, opened ledger.Set) (s State, err error) {
	var heads []byte
	err = db.one(ctx, "select heads, version, sealed from state where slot = (select id from stream where name = $1) << 8 | $2",
		[]any{name[:], int64(opened)}, &heads, &s.Version, &s.Sealed)
	if err != nil {
		return State{}, failed("state", err)
	}
	s.Opened, s.Heads = opened, [32]byte(heads)
	return s, nil
}

// Cached is a stream with its keys and the states that are cached of it: of
// other sets of compartments and other heads too, or none.
type Cached struct {
	Stream ledger.Stream
	Heads  []ledger.Hash // that it has now
	DEKs   []DEK
	States []State
}

// cachedRead is how many cached streams are read at a time.
const cachedRead = 256

// States gives each stream of a scan with the states of one version that are
// cached of it.
func (db *DB) States(ctx context.Context, scan Scan, version string, each func(*Cached) error) error {
	for {
		part, last, err := db.cached(ctx, scan, version)
		if err != nil || len(part) == 0 {
			return failed("states", err)
		}
		for i := range part {
			if err := each(&part[i]); err != nil {
				return err
			}
		}
		scan.After = last
	}
}

// cached reads the next streams of a scan and says which was the last. Keys
// and states may be newer than the heads: then the heads of no state fit.
func (db *DB) cached(ctx context.Context, scan Scan, version string) (part []Cached, last int64, err error) {
	ids, err := db.streamIDs(ctx, scan, cachedRead)
	if err != nil || len(ids) == 0 {
		return nil, 0, err
	}
	part, last = make([]Cached, len(ids)), ids[len(ids)-1]
	at := make(map[int64]*Cached, len(ids))
	for i, id := range ids {
		at[id] = &part[i]
	}
	var bytes slab
	err = db.read(ctx, "select id, name, heads from stream where id >= $1 and id <= $2", []any{ids[0], last}, func(rows *sql.Rows) error {
		var id int64
		var name, heads sql.RawBytes
		err := rows.Scan(&id, &name, &heads)
		if c := at[id]; c != nil && err == nil {
			c.Stream, c.Heads = ledger.Stream(name), split(heads)
		}
		return err
	})
	if err != nil {
		return nil, 0, err
	}
	err = db.read(ctx, "select stream, compartment, epoch, office, made, kek, kem, wrapped from dek where stream >= $1 and stream <= $2", []any{ids[0], last}, func(rows *sql.Rows) error {
		var id int64
		var k DEK
		var wrapped sql.RawBytes
		err := rows.Scan(&id, &k.Compartment, &k.Epoch, &k.Office, &k.Made, &k.KEK, &k.KEM, &wrapped)
		if c := at[id]; c != nil && err == nil {
			k.Wrapped = bytes.keep(wrapped)
			c.DEKs = append(c.DEKs, k)
		}
		return err
	})
	if err != nil {
		return nil, 0, err
	}
	err = db.read(ctx, "select slot, heads, sealed from state where slot >= $1 and slot < $2 and version = $3",
		[]any{stateSlot(ids[0], 0), stateSlot(last+1, 0), version}, func(rows *sql.Rows) error {
			var slot int64
			var heads, sealed sql.RawBytes
			err := rows.Scan(&slot, &heads, &sealed)
			if c := at[slot>>8]; c != nil && err == nil {
				c.States = append(c.States, State{Opened: ledger.Set(slot & 0xff), Heads: [32]byte(heads), Version: version, Sealed: bytes.keep(sealed)})
			}
			return err
		})
	return part, last, err
}

// Uncache forgets every cached state, and nothing else.
func (db *DB) Uncache(ctx context.Context) error {
	return db.change(ctx, "uncache", func(ctx context.Context, w *writer, _ Head) error {
		_, err := w.exec(ctx, "delete from "+intoState.name)
		return err
	})
}
