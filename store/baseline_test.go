package store_test

import (
	"database/sql"
	"testing"

	"amana/domain/ledger"
	"amana/store"
)

// plain writes the rows of a store with one prepared statement a row and
// nothing else: no check, no tree, no queue.
type plain struct {
	db                                                        *sql.DB
	begin                                                     string
	stream, entry, leaf, blob, dek, row, rowBlob, state, head *sql.Stmt
	command, tile                                             *sql.Stmt
	streams, size                                             int64
}

func prepare(b *testing.B, engine bench) *plain {
	b.Helper()
	p := &plain{}
	p.db, p.begin = engine.bare(b)
	for into, text := range map[**sql.Stmt]string{
		&p.stream:  "insert into stream (id, name, class, subject, office, heads, depth, length) values ($1, $2, $3, $4, $5, $6, $7, $8)",
		&p.entry:   "insert into entry (pos, depth, idx, leaf, bytes) values ($1, $2, $3, $4, $5)",
		&p.leaf:    "insert into leaf (idx, hash, pos) values ($1, $2, $3)",
		&p.blob:    "insert into blob (slot, epoch, sealed) values ($1, $2, $3)",
		&p.dek:     "insert into dek (stream, compartment, epoch, office, wrapped) values ($1, $2, $3, $4, $5)",
		&p.row:     "insert into row (stream, subject, office, movement, status, next_due, number_key) values ($1, $2, $3, $4, $5, $6, $7)",
		&p.rowBlob: "insert into row_blob (slot, sealed) values ($1, $2)",
		&p.state:   "insert into state (slot, heads, version, sealed) values ($1, $2, $3, $4)",
		&p.command: "insert into command (id, actor, body, stream, leaf, idx, status, at) values ($1, $2, $3, $4, $5, $6, $7, $8)",
		&p.tile:    "insert into tile (n, root) values ($1, $2)",
		&p.head:    "update head set size = $1, streams = $2 where one = 1",
	} {
		s, err := p.db.Prepare(text)
		if err != nil {
			b.Fatal(err)
		}
		*into = s
	}
	return p
}

// store writes a group of whole, new cases in one transaction.
func (p *plain) store(b *testing.B, group []store.Write) {
	tx, err := p.db.Begin()
	if err != nil {
		b.Fatal(err)
	}
	put := func(s *sql.Stmt, args ...any) {
		if _, err := tx.Stmt(s).Exec(args...); err != nil {
			b.Fatal(err)
		}
	}
	depth := int64(0)
	for i := range group {
		w := &group[i]
		if len(w.Heads) == 0 {
			p.streams++
			depth = 0
		}
		e := &w.Entries[0]
		pos := p.streams<<32 | depth
		depth++
		put(p.entry, pos, depth, p.size, e.Leaf[:], e.Bytes)
		put(p.leaf, p.size, e.Leaf[:], pos)
		put(p.blob, pos<<3, int64(1), e.Blobs[0].Sealed)
		for _, d := range w.DEKs {
			put(p.dek, p.streams, int64(d.Compartment), int64(d.Epoch), d.Office, d.Wrapped)
		}
		put(p.command, w.Command.ID[:], w.Command.Actor[:], w.Command.BodyHash[:], w.Stream.Name[:], e.Leaf[:], p.size, w.Command.Status, int64(1))
		if p.size++; p.size%256 == 0 {
			put(p.tile, p.size/256, e.Leaf[:])
		}
		if i+1 == len(group) || len(group[i+1].Heads) == 0 {
			p.last(put, w, e.Leaf, depth)
		}
	}
	put(p.head, p.size, p.streams)
	if err := tx.Commit(); err != nil {
		b.Fatal(err)
	}
}

// last writes what there is once for each case.
func (p *plain) last(put func(*sql.Stmt, ...any), w *store.Write, leaf ledger.Hash, depth int64) {
	put(p.stream, p.streams, w.Stream.Name[:], string(w.Stream.Class), w.Stream.Subject, w.Stream.Office, leaf[:], depth, depth)
	put(p.row, p.streams, w.Row.Subject, w.Row.Office, nil, w.Row.Status, int64(0), w.Row.NumberKey)
	for _, r := range w.Row.Blobs {
		put(p.rowBlob, p.streams<<3|int64(r.Compartment), r.Sealed)
	}
	put(p.state, p.streams<<8, w.State.Heads[:], w.State.Version, w.State.Sealed)
}
