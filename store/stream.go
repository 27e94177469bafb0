package store

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"slices"

	"amana/domain/ledger"
)

// Content is one stream with everything that is needed to fold it.
type Content struct {
	Key int64 // its place in a scan
	Stream
	Heads   []ledger.Hash
	Entries []Stored // in fold order: by depth, then by leaf
	DEKs    []DEK
}

// selectContent is a range of streams in one statement, and so in one
// snapshot: heads, entries, blobs, keys. The ranges are those of stream ids,
// positions and slots.
func selectContent(first, last string) string {
	return "select 0, id, depth, length, name, heads, class, subject, office from stream where id >= " + first + " and id <= " + last +
		" union all select 1, pos, depth, idx, leaf, bytes, '', '', '' from entry where pos >= " + first + " << 32 and pos < (" + last + " + 1) << 32" +
		" union all select 2, slot, epoch, 0, sealed, null, '', '', '' from blob where slot >= " + first + " << 35 and slot < (" + last + " + 1) << 35" +
		" union all select 3, stream << 3 | compartment, epoch, (made << 40) | (kek << 16) | kem, wrapped, null, office, '', '' from dek where stream >= " + first + " and stream <= " + last
}

var (
	selectNamed = selectContent("(select id from stream where name = $1)", "(select id from stream where name = $1)")
	selectRange = selectContent("cast($1 as bigint)", "cast($2 as bigint)")
)

// Stream loads a stream. A stream that does not exist has no entries.
func (db *DB) Stream(ctx context.Context, name ledger.Stream) (Content, error) {
	all, err := db.contents(ctx, selectNamed, []any{name[:]})
	if err != nil || len(all) == 0 {
		return Content{Stream: Stream{Name: name}}, failed("stream", err)
	}
	return all[0], nil
}

// contents gathers the streams of a query, whatever the order of its rows.
func (db *DB) contents(ctx context.Context, text string, args []any) ([]Content, error) {
	g := gathering{at: map[int64]int{}}
	r := &g.now
	g.into = []any{&r.part, &r.n1, &r.n2, &r.n3, &r.b1, &r.b2, &r.t1, &r.t2, &r.t3}
	if err := db.read(ctx, text, args, g.row); err != nil {
		return nil, err
	}
	return g.assemble(), nil
}

// gathering is a range of streams on its way in.
type gathering struct {
	all     []Content
	at      map[int64]int // stream id → index in all
	entries []placed[Stored]
	blobs   []placed[Blob]
	deks    []placed[DEK]
	slab    slab
	now     gathered // the row that is being read
	into    []any    // where each of its columns goes
}

type gathered struct {
	part               int
	n1, n2, n3         int64
	b1, b2, t1, t2, t3 sql.RawBytes
}

type placed[T any] struct {
	at int64
	T  T
}

func (g *gathering) row(rows *sql.Rows) error {
	if err := rows.Scan(g.into...); err != nil {
		return err
	}
	switch r := &g.now; r.part {
	case 0:
		g.at[r.n1] = len(g.all)
		g.all = append(g.all, Content{Key: r.n1, Heads: split(r.b2),
			Stream: Stream{Name: ledger.Stream(r.b1), Class: ledger.Class(r.t1), Subject: string(r.t2), Office: string(r.t3)}})
	case 1:
		g.entries = append(g.entries, placed[Stored]{r.n1, Stored{Index: r.n3, Depth: r.n2, Leaf: ledger.Hash(r.b1), Bytes: g.slab.keep(r.b2)}})
	case 2:
		g.blobs = append(g.blobs, placed[Blob]{r.n1, Blob{ledger.Compartment(r.n1 & 7), int(r.n2), g.slab.keep(r.b1)}})
	case 3:
		g.deks = append(g.deks, placed[DEK]{r.n1 >> 3, DEK{ledger.Compartment(r.n1 & 7), int(r.n2), string(r.t1),
			int(r.n3 >> 40), int(r.n3 >> 16 & 0xffffff), int(r.n3 & 0xffff), g.slab.keep(r.b1)}})
	}
	return nil
}

func (g *gathering) assemble() []Content {
	byPlace(g.entries)
	byPlace(g.blobs)
	entries, blobs := make([]Stored, len(g.entries)), make([]Blob, len(g.blobs))
	for i := range g.blobs {
		blobs[i] = g.blobs[i].T
	}
	next, start := 0, 0 // the first blob and the first entry not handed out yet
	for i := range g.entries {
		pos := g.entries[i].at
		entries[i] = g.entries[i].T
		from := next
		for next < len(blobs) && g.blobs[next].at>>3 == pos {
			next++
		}
		entries[i].Blobs = blobs[from:next:next]
		if i+1 == len(g.entries) || g.entries[i+1].at>>32 != pos>>32 {
			own := entries[start : i+1 : i+1]
			sortFold(own)
			g.all[g.at[pos>>32]].Entries = own
			start = i + 1
		}
	}
	for _, d := range g.deks {
		c := &g.all[g.at[d.at]]
		c.DEKs = append(c.DEKs, d.T)
	}
	slices.SortFunc(g.all, func(a, b Content) int { return int(a.Key - b.Key) })
	return g.all
}

func byPlace[T any](rows []placed[T]) {
	order := func(a, b placed[T]) int { return cmp.Compare(a.at, b.at) }
	if !slices.IsSortedFunc(rows, order) {
		slices.SortFunc(rows, order)
	}
}

func sortFold(entries []Stored) {
	order := func(a, b Stored) int {
		if a.Depth != b.Depth {
			return int(a.Depth - b.Depth)
		}
		return bytes.Compare(a.Leaf[:], b.Leaf[:])
	}
	if !slices.IsSortedFunc(entries, order) {
		slices.SortFunc(entries, order)
	}
}

// slab keeps many small copies in few large ones.
type slab struct{ free []byte }

func (s *slab) keep(b []byte) []byte {
	if len(b) > len(s.free) {
		s.free = make([]byte, max(len(b), 16<<10))
	}
	kept := s.free[:len(b):len(b)]
	s.free = s.free[len(b):]
	copy(kept, b)
	return kept
}

// Heads are the heads of the named streams that exist.
func (db *DB) Heads(ctx context.Context, names ...ledger.Stream) (map[ledger.Stream][]ledger.Hash, error) {
	heads := make(map[ledger.Stream][]ledger.Hash, len(names))
	args := make([]any, len(names))
	for i := range names {
		args[i] = names[i][:]
	}
	err := among(args, func(list string, args []any) error {
		return db.read(ctx, "select name, heads from stream where name in "+list, args, func(rows *sql.Rows) error {
			var name, joined sql.RawBytes
			err := rows.Scan(&name, &joined)
			if err == nil {
				heads[ledger.Stream(name)] = split(joined)
			}
			return err
		})
	})
	return heads, failed("heads", err)
}
