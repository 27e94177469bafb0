package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"slices"
	"strconv"
	"strings"

	"amana/domain/fault"
	"amana/domain/ledger"
)

// batch is one transaction of the appender. Each write is checked in turn
// against what the database and the writes before it say; what passes is
// gathered, and only then is anything written. So a write that is refused
// leaves nothing behind.
type batch struct {
	w        *writer
	head     Head
	tree     frontier
	streams  map[ledger.Stream]*grown
	commands map[ledger.Command]answered
	keks     map[kekName][]byte
	retired  map[kekName]int // the newest epoch of an office's key that is gone

	entry, leaf, tile, blob, stream, dek, kek, letterbox, attachment, command, outbox, credential, meta, row, rowBlob, state rowset

	versions versions
	callers  map[int64][][]byte
	revoked  []ledger.Actor
	done     []any
}

// grown is a stream as the writes so far leave it.
type grown struct {
	id     int64
	heads  []byte // empty: it does not exist
	depth  int64
	length int64
}

// answered is a command that was stored.
type answered struct {
	actor   ledger.Actor
	body    [32]byte
	receipt Receipt
}

type kekName struct {
	office      string
	compartment ledger.Compartment
	epoch       int
	holder      string
}

var errReused = fault.New(fault.Conflict, "fault.command-reused")

func newBatch(w *writer, head Head, tree frontier) *batch {
	b := &batch{w: w, head: head, tree: tree,
		streams: map[ledger.Stream]*grown{}, commands: map[ledger.Command]answered{}, keks: map[kekName][]byte{}, retired: map[kekName]int{}}
	b.entry.into, b.leaf.into, b.tile.into, b.blob.into = intoEntry, intoLeaf, intoTile, intoBlob
	b.stream.into, b.dek.into, b.kek.into, b.letterbox.into, b.attachment.into = intoStream, intoDEK, intoKEK, intoLetterbox, intoAttachment
	b.command.into, b.outbox.into, b.credential.into = intoCommand, intoOutbox, intoCredential
	b.meta.into = intoMeta
	b.row.into, b.rowBlob.into, b.state.into = intoRow, intoRowBlob, intoState
	return b
}

// load reads what the checks need: the streams, commands and keys that the
// writes name, and the frontier if others have written since.
func (b *batch) load(ctx context.Context, requests []*request) error {
	var names, ids []any
	asked := map[ledger.Command]bool{}
	name := func(s ledger.Stream) {
		if b.streams[s] == nil {
			b.streams[s] = &grown{}
			names = append(names, s[:])
		}
	}
	for _, r := range requests {
		for i := range r.writes {
			w := &r.writes[i]
			name(w.Stream.Name)
			for _, seen := range w.Reads {
				name(seen.Stream)
			}
			if id := w.Command.ID; !asked[id] {
				asked[id] = true
				ids = append(ids, id[:])
			}
			for _, k := range w.KEKs {
				if err := b.loadKEK(ctx, k); err != nil {
					return err
				}
			}
			deks := w.DEKs
			for i := range w.With {
				with := &w.With[i]
				name(with.Stream.Name)
				for _, seen := range with.Reads {
					name(seen.Stream)
				}
				deks = slices.Concat(deks, with.DEKs)
			}
			for _, k := range deks {
				if err := b.loadRetired(ctx, k); err != nil {
					return err
				}
			}
		}
	}
	if err := b.loadStreams(ctx, names); err != nil {
		return err
	}
	if err := b.loadCommands(ctx, ids); err != nil {
		return err
	}
	return errors.Join(b.loadFrontier(ctx), b.loadVersions(ctx))
}

func (b *batch) loadStreams(ctx context.Context, names []any) error {
	return b.each(ctx, "select name, id, heads, depth, length from stream where name in ", names, func(rows *sql.Rows) error {
		var name []byte
		var g grown
		if err := rows.Scan(&name, &g.id, &g.heads, &g.depth, &g.length); err != nil {
			return err
		}
		b.streams[ledger.Stream(name)] = &g
		return nil
	})
}

func (b *batch) loadCommands(ctx context.Context, ids []any) error {
	return b.each(ctx, "select id, actor, body, stream, leaf, idx, status from command where id in ", ids, func(rows *sql.Rows) error {
		var id, actor, body, stream, leaf []byte
		var a answered
		if err := rows.Scan(&id, &actor, &body, &stream, &leaf, &a.receipt.Index, &a.receipt.Status); err != nil {
			return err
		}
		a.actor, a.body = ledger.Actor(actor), [32]byte(body)
		a.receipt.Stream, a.receipt.Leaf = ledger.Stream(stream), ledger.Hash(leaf)
		b.commands[ledger.Command(id)] = a
		return nil
	})
}

func (b *batch) loadKEK(ctx context.Context, k KEK) error {
	return b.w.query(ctx, "select wrapped from kek where office = $1 and compartment = $2 and epoch = $3 and holder = $4",
		[]any{k.Office, int64(k.Compartment), int64(k.Epoch), k.Holder}, func(rows *sql.Rows) error {
			var wrapped []byte
			err := rows.Scan(&wrapped)
			b.keks[kekName{k.Office, k.Compartment, k.Epoch, k.Holder}] = wrapped
			return err
		})
}

// loadRetired asks, once in a transaction for each office and compartment, up
// to which epoch its keys are gone.
func (b *batch) loadRetired(ctx context.Context, k DEK) error {
	name := kekName{k.Office, k.Compartment, 0, ""}
	if _, asked := b.retired[name]; asked {
		return nil
	}
	return b.w.query(ctx, "select coalesce(min(epoch), 1) - 1 from letterbox where office = $1 and compartment = $2",
		[]any{k.Office, int64(k.Compartment)}, func(rows *sql.Rows) error {
			var epoch int
			err := rows.Scan(&epoch)
			b.retired[name] = epoch
			return err
		})
}

func (b *batch) loadFrontier(ctx context.Context) error {
	if b.tree.size == b.head.Size {
		return nil
	}
	b.tree = frontier{size: b.head.Size}
	from := b.head.Size - b.head.Size%tileWidth
	err := b.w.query(ctx, "select hash from leaf where idx >= $1 order by idx", []any{from}, func(rows *sql.Rows) error {
		var hash sql.RawBytes
		if err := rows.Scan(&hash); err != nil {
			return err
		}
		b.tree.partial = append(b.tree.partial, ledger.Hash(hash))
		return nil
	})
	if err == nil && from+int64(len(b.tree.partial)) != b.head.Size {
		return errors.New("store: the log's head and its leaves do not agree")
	}
	return err
}

func (b *batch) each(ctx context.Context, text string, keys []any, scan func(*sql.Rows) error) error {
	return among(keys, func(list string, args []any) error { return b.w.query(ctx, text+list, args, scan) })
}

// among calls ask with lists of keys, a few hundred at a time. Each is filled
// up to one of a few lengths, so that few statements serve all.
func among(keys []any, ask func(list string, args []any) error) error {
	for len(keys) > 0 {
		n, length := min(len(keys), 256), 1
		for length < n {
			length *= 4
		}
		args := append([]any(nil), keys[:n]...)
		for len(args) < length {
			args = append(args, keys[n-1])
		}
		if err := ask(list(1, length), args); err != nil {
			return err
		}
		keys = keys[n:]
	}
	return nil
}

// list is "($first, …)", n parameters long.
func list(first, n int) string {
	var s strings.Builder
	for i := range n {
		s.WriteString(", $" + strconv.Itoa(first+i))
	}
	return "(" + s.String()[2:] + ")"
}

// check decides about each write of one request, in turn.
func (b *batch) check(writes []Write) []Result {
	results := make([]Result, len(writes))
	for i := range writes {
		results[i].Receipt, results[i].Err = b.one(&writes[i])
	}
	return results
}

func (b *batch) one(w *Write) (Receipt, error) {
	if a, known := b.commands[w.Command.ID]; known {
		if a.actor != w.Command.Actor || a.body != w.Command.BodyHash {
			return Receipt{}, errReused
		}
		a.receipt.Size, a.receipt.Repeated = b.tree.size, true
		return a.receipt, nil
	}
	if b.moved(w) || slices.ContainsFunc(w.With, func(with Write) bool { return b.moved(&with) }) {
		return Receipt{}, ErrMoved
	}
	return b.take(w), nil
}

// moved says whether something that a write rests on is not as it was read.
func (b *batch) moved(w *Write) bool {
	if !b.stands(w.Stream.Name, w.Heads) || w.Rests != nil && *w.Rests != b.head.Register {
		return true
	}
	for _, seen := range w.Reads {
		if !b.stands(seen.Stream, seen.Heads) {
			return true
		}
	}
	for _, k := range w.KEKs {
		if old, there := b.keks[kekName{k.Office, k.Compartment, k.Epoch, k.Holder}]; there && !bytes.Equal(old, k.Wrapped) {
			return true
		}
	}
	for _, k := range w.DEKs {
		if gone := b.retired[kekName{k.Office, k.Compartment, 0, ""}]; gone > 0 && k.KEK <= gone {
			return true
		}
	}
	return false
}

func (b *batch) stands(name ledger.Stream, heads []ledger.Hash) bool {
	return bytes.Equal(b.streams[name].heads, joined(heads))
}
