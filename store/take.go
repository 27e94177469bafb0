package store

import (
	"context"
	"slices"

	"amana/domain/day"
	"amana/domain/ledger"
)

// Positions and slots, as the migration describes them.
func positionOf(stream, ordinal int64) int64 { return stream<<32 | ordinal }

func slotOf(position int64, c ledger.Compartment) int64 { return position<<3 | int64(c) }

func stateSlot(stream int64, opened ledger.Set) int64 { return stream<<8 | int64(opened) }

// take gathers a write that passed its checks, and what goes with it, and moves
// the streams and the tree on for those after it.
func (b *batch) take(w *Write) Receipt {
	for i := range w.With {
		b.gather(&w.With[i])
	}
	b.gather(w)
	first := &w.Entries[0] // what was asked for; what follows from it comes after
	receipt := Receipt{Stream: w.Stream.Name, Index: b.tree.size - int64(len(w.Entries)), Leaf: first.Leaf, Size: b.tree.size, Status: w.Command.Status}
	c := &w.Command
	b.command.add(c.ID[:], c.Actor[:], c.BodyHash[:], w.Stream.Name[:], first.Leaf[:], receipt.Index, c.Status, seconds(first.Recorded))
	b.commands[c.ID] = answered{c.Actor, c.BodyHash, receipt}
	return receipt
}

// gather is what one stream becomes by a write.
func (b *batch) gather(w *Write) {
	g := b.streams[w.Stream.Name]
	if len(g.heads) == 0 {
		b.head.streams++
		g.id = b.head.streams
	}
	for i := range w.Entries {
		b.takeEntry(g, &w.Entries[i])
	}
	g.heads = w.Entries[len(w.Entries)-1].Leaf[:]
	if w.Registers {
		b.head.Register = w.Entries[len(w.Entries)-1].Leaf
	}
	b.stream.put(g.id, g.id, w.Stream.Name[:], string(w.Stream.Class), w.Stream.Subject, w.Stream.Office, g.heads, g.depth, g.length)
	b.takeKeys(g, w)
	b.takeView(g.id, w.Row, w.State)
	for _, j := range w.Jobs {
		b.head.jobs++
		b.outbox.add(b.head.jobs, j.Kind, j.Stream[:], seconds(j.Due), filled(j.Payload), "", int64(0), int64(0))
	}
	for _, id := range w.Done {
		b.done = append(b.done, id)
	}
	for key, value := range w.Meta {
		b.meta.put(key, key, value)
	}
}

func (b *batch) takeEntry(g *grown, e *Entry) {
	pos := positionOf(g.id, g.length)
	g.length++
	g.depth++
	idx := b.tree.size
	b.entry.add(pos, g.depth, idx, e.Leaf[:], e.Bytes)
	b.leaf.add(idx, e.Leaf[:], pos)
	for i := range e.Blobs {
		b.blob.add(slotOf(pos, e.Blobs[i].Compartment), int64(e.Blobs[i].Epoch), e.Blobs[i].Sealed)
	}
	if root, full := b.tree.push(e.Leaf); full {
		b.tile.add(idx/tileWidth, root[:])
	}
	b.head.Recorded = day.Later(b.head.Recorded, e.Recorded)
}

func (b *batch) takeKeys(g *grown, w *Write) {
	for _, d := range w.DEKs {
		key := [3]any{g.id, kekName{d.Office, d.Compartment, d.Epoch, ""}}
		b.dek.put(key, g.id, int64(d.Compartment), int64(d.Epoch), d.Office, int64(d.Made), int64(d.KEK), int64(d.KEM), d.Wrapped)
	}
	for _, k := range w.KEKs {
		name := kekName{k.Office, k.Compartment, k.Epoch, k.Holder}
		if _, there := b.keks[name]; !there {
			b.keks[name] = k.Wrapped
			b.kek.add(k.Office, int64(k.Compartment), int64(k.Epoch), k.Holder, int64(k.KEM), k.Wrapped)
		}
	}
	for _, l := range w.Letterboxes {
		b.letterbox.put(kekName{l.Office, l.Compartment, l.Epoch, ""}, l.Office, int64(l.Compartment), int64(l.Epoch), l.Public)
	}
	for _, a := range w.Attachments {
		b.attachment.put([2]any{g.id, a.Hash}, g.id, a.Hash[:], int64(a.Compartment), a.Sealed)
	}
	for _, c := range w.Credentials {
		b.credential.put(string(c.Login), c.Login, c.Actor[:], filled(c.Salt), c.Params, filled(c.Verifier), filled(c.Sealed), filled(c.Public),
			int64(c.Failures), seconds(c.LockedUntil))
	}
	b.revoked = append(b.revoked, w.Revoked...)
}

// takeView gathers what goes into the read class for a stream.
func (b *batch) takeView(stream int64, row *Row, state *State) {
	if row != nil {
		var movement, number, bucket any
		if !row.Movement.IsZero() {
			movement = row.Movement[:]
		}
		if len(row.NumberKey) > 0 {
			number = row.NumberKey
		}
		if row.Bucket > 0 {
			bucket = row.Bucket
		}
		if row.Callers != nil {
			if b.callers == nil {
				b.callers = map[int64][][]byte{}
			}
			b.callers[stream] = row.Callers
		}
		b.row.put(stream, stream, row.Subject, row.Office, movement, row.Status, seconds(row.NextDue), number, bucket, b.versions.next())
		for _, r := range row.Blobs {
			slot := slotOf(stream, r.Compartment)
			b.rowBlob.put(slot, slot, r.Sealed)
		}
	}
	if state != nil {
		slot := stateSlot(stream, state.Opened)
		b.state.put(slot, slot, state.Heads[:], state.Version, state.Sealed)
	}
}

func (b *batch) empty() bool { return len(b.command.args) == 0 }

// write stores what was gathered, parents before children in the order of the
// log, and moves the head.
func (b *batch) write(ctx context.Context) error {
	do := b.w.inserts(&b.stream, &b.entry, &b.leaf, &b.tile, &b.blob, &b.dek, &b.kek, &b.letterbox, &b.attachment,
		&b.credential, &b.meta, &b.row, &b.rowBlob, &b.state, &b.outbox, &b.command)
	do = slices.Concat(do, b.replaceCallers(), b.versions.kept())
	for _, actor := range b.revoked {
		do = append(do, statement{"delete from credential where actor = $1", []any{actor[:]}}, statement{"delete from kek where holder = $1", []any{actor.String()}})
	}
	for _, id := range b.done {
		do = append(do, statement{"delete from outbox where id = $1", []any{id}})
	}
	do = append(do, statement{"update head set size = $1, streams = $2, jobs = $3, recorded = $4, register = $5 where one = 1",
		[]any{b.tree.size, b.head.streams, b.head.jobs, seconds(b.head.Recorded), b.head.Register[:]}})
	return b.w.all(ctx, do)
}

// replaceCallers replaces who is called to each stream of which that is known anew.
func (b *batch) replaceCallers() (do []statement) {
	rows := rowset{into: intoCaller}
	for stream, callers := range b.callers {
		do = append(do, statement{"delete from row_caller where stream = $1", []any{stream}})
		for _, caller := range callers {
			rows.add(caller, stream)
		}
	}
	return append(do, b.w.inserts(&rows)...)
}

// filled is b, or no bytes where b is nil, for a column that may not be null.
func filled(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}
