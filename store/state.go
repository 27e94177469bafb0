package store

import (
	"context"
	"database/sql"

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
		if err := b.loadStreams(ctx, names); err != nil {
			return err
		}
		for _, f := range folds {
			if g := b.streams[f.Stream]; g != nil && b.stands(f.Stream, f.Heads) {
				b.takeView(g.id, f.Row, f.State)
			}
		}
		for _, rows := range []*rowset{&b.row, &b.rowBlob, &b.state} {
			if err := w.insert(ctx, rows); err != nil {
				return err
			}
		}
		return nil
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

// States gives each cached state of one version and set of compartments among
// the streams of a scan, with the heads the stream has now.
func (db *DB) States(ctx context.Context, scan Scan, version string, opened ledger.Set, each func(ledger.Stream, []ledger.Hash, State) error) error {
	type cached struct {
		name  ledger.Stream
		heads []ledger.Hash
		state State
	}
	for {
		ids, err := db.streamIDs(ctx, scan, 256)
		if err != nil || len(ids) == 0 {
			return failed("states", err)
		}
		last := ids[len(ids)-1]
		var part []cached
		err = db.read(ctx, "select s.name, s.heads, c.heads, c.sealed from stream s join state c on c.slot = (s.id << 8 | $1) "+
			"where s.subject = $2 and s.id > $3 and s.id <= $4 and c.version = $5 order by s.id",
			[]any{int64(opened), scan.Subject, scan.After, last, version}, func(rows *sql.Rows) error {
				var name, heads, digest sql.RawBytes
				c := cached{state: State{Opened: opened, Version: version}}
				if err := rows.Scan(&name, &heads, &digest, &c.state.Sealed); err != nil {
					return err
				}
				c.name, c.heads, c.state.Heads = ledger.Stream(name), split(heads), [32]byte(digest)
				part = append(part, c)
				return nil
			})
		if err != nil {
			return failed("states", err)
		}
		for _, c := range part {
			if err := each(c.name, c.heads, c.state); err != nil {
				return err
			}
		}
		scan.After = last
	}
}

// Rebuild empties the read class, and nothing else. What was in it comes back
// by folding each stream and calling Refresh.
func (db *DB) Rebuild(ctx context.Context) error {
	return db.change(ctx, "rebuild", func(ctx context.Context, w *writer, _ Head) error {
		for _, t := range Tables() {
			if t.Class != Read {
				continue
			}
			if _, err := w.exec(ctx, "delete from "+t.Name); err != nil {
				return err
			}
		}
		return nil
	})
}
