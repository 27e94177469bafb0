package store

import (
	"context"
	"database/sql"
	"slices"

	"amana/domain/ledger"
)

// Layer gives, of each stream of the range that has any, what is sealed in one
// compartment, with the keys to it: the entries in fold order, without their
// bytes and without heads. Whoever reads one compartment of everything reads
// nothing else.
func (db *DB) Layer(ctx context.Context, s Scan, c ledger.Compartment, each func(Content) error) error {
	for {
		ids, err := db.streamIDs(ctx, s, layered)
		if err != nil || len(ids) == 0 {
			return failed("layer", err)
		}
		contents, err := db.layer(ctx, s.Subject, ids[0], ids[len(ids)-1], c)
		if err != nil {
			return failed("layer", err)
		}
		for i := range contents {
			if err := each(contents[i]); err != nil {
				return err
			}
		}
		s.After = ids[len(ids)-1]
	}
}

// layered is how many streams are read at a time.
const layered = 512

const (
	selectLayered = "select id, name, class, subject, office from stream where subject = $1 and id >= $2 and id <= $3 order by id"
	selectLayer   = "select b.slot, b.epoch, b.sealed, e.depth, e.idx, e.leaf from blob b join entry e on e.pos = b.slot >> 3" +
		" where b.slot >= cast($1 as bigint) << 35 and b.slot < (cast($2 as bigint) + 1) << 35 and (b.slot & 7) = $3" +
		" and e.pos >= cast($1 as bigint) << 32 and e.pos < (cast($2 as bigint) + 1) << 32 order by b.slot"
	selectLayerKeys = "select stream, epoch, office, made, kek, kem, wrapped from dek where stream >= $1 and stream <= $2 and compartment = $3 order by stream, epoch"
)

func (db *DB) layer(ctx context.Context, subject string, first, last int64, c ledger.Compartment) ([]Content, error) {
	var all []Content
	at := map[int64]int{}
	err := db.read(ctx, selectLayered, []any{subject, first, last}, func(rows *sql.Rows) error {
		var content Content
		var name sql.RawBytes
		err := rows.Scan(&content.Key, &name, &content.Class, &content.Subject, &content.Office)
		if err == nil {
			content.Name = ledger.Stream(name)
			at[content.Key] = len(all)
			all = append(all, content)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	err = db.read(ctx, selectLayer, []any{first, last, int64(c)}, func(rows *sql.Rows) error {
		var slot int64
		var e Stored
		var leaf sql.RawBytes
		blob := Blob{Compartment: c}
		if err := rows.Scan(&slot, &blob.Epoch, &blob.Sealed, &e.Depth, &e.Index, &leaf); err != nil {
			return err
		}
		if i, ours := at[slot>>35]; ours {
			e.Leaf, e.Blobs = ledger.Hash(leaf), []Blob{blob}
			all[i].Entries = append(all[i].Entries, e)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = db.read(ctx, selectLayerKeys, []any{first, last, int64(c)}, func(rows *sql.Rows) error {
		var id int64
		k := DEK{Compartment: c}
		if err := rows.Scan(&id, &k.Epoch, &k.Office, &k.Made, &k.KEK, &k.KEM, &k.Wrapped); err != nil {
			return err
		}
		if i, ours := at[id]; ours {
			all[i].DEKs = append(all[i].DEKs, k)
		}
		return nil
	})
	for i := range all {
		sortFold(all[i].Entries)
	}
	return slices.DeleteFunc(all, func(c Content) bool { return len(c.Entries) == 0 }), err
}

// Touched are the streams, by their keys, of which the log holds an entry from
// index from up to, not including, index to.
func (db *DB) Touched(ctx context.Context, from, to int64) (keys []int64, err error) {
	err = db.read(ctx, "select distinct pos >> 32 from leaf where idx >= $1 and idx < $2", []any{from, to}, func(rows *sql.Rows) error {
		var key int64
		err := rows.Scan(&key)
		keys = append(keys, key)
		return err
	})
	slices.Sort(keys)
	return keys, failed("touched", err)
}
