package desk

import (
	"context"
	"fmt"
	"slices"
	"time"

	"amana/domain/casefile"
	"amana/domain/ledger"
	"amana/seal"
	"amana/store"
)

// file is one stream, loaded and folded with the keys of this process. It is
// never changed after it was made.
type file struct {
	stream store.Stream
	events []ledger.Event // in fold order
	heads  []ledger.Hash
	deks   [len(ledger.Compartments)]*dek
	person *casefile.Case  // for a case
	other  casefile.Folded // for anything else
}

type dek struct {
	seal.DEK
	epoch int
}

// file is the stream as it is now. heads are those the store has: a cached
// file of other heads is not used.
func (d *Desk) file(ctx context.Context, name ledger.Stream, heads []ledger.Hash) (*file, error) {
	if f, ok := d.files.get(name); ok && slices.Equal(f.heads, heads) {
		return f, nil
	}
	content, err := d.db.Stream(ctx, name)
	if err != nil {
		return nil, err
	}
	if len(content.Entries) == 0 {
		return nil, errNoCase
	}
	f, err := d.fold(&content, ledger.Everything)
	if err != nil {
		return nil, err
	}
	d.newest.see(f.recorded(d.node.Name))
	d.files.put(name, f)
	return f, nil
}

// recorded is when a node last recorded something of the file: another process
// of this node may have, whose clock is ahead of this one's.
func (f *file) recorded(node string) (newest time.Time) {
	for i := range f.events {
		if e := &f.events[i]; e.Node == node && e.Recorded.After(newest) {
			newest = e.Recorded
		}
	}
	return newest
}

// fold makes a file of what the store holds, opening no more than the
// compartments in reads.
func (d *Desk) fold(content *store.Content, reads ledger.Set) (*file, error) {
	f := &file{stream: content.Stream, heads: content.Heads}
	var err error
	if f.deks, err = d.openDEKs(content.Name, content.DEKs, reads); err != nil {
		return nil, err
	}
	f.events = make([]ledger.Event, 0, len(content.Entries))
	r := unsealing{codec: d.codec, deks: &f.deks}
	for i := range content.Entries {
		f.events = append(f.events, r.restore(&content.Entries[i]))
	}
	f.refold()
	return f, nil
}

// openDEKs opens a stream's keys, of the compartments in reads, as far as the
// keys of the offices are open here.
func (d *Desk) openDEKs(name ledger.Stream, wrapped []store.DEK, reads ledger.Set) (deks [len(ledger.Compartments)]*dek, err error) {
	for _, k := range wrapped {
		id := seal.KEKID{Office: k.Office, Compartment: k.Compartment, Epoch: k.Epoch}
		if !reads.Has(k.Compartment) || !d.ring.Has(id) {
			continue
		}
		opened, err := d.ring.OpenDEK(id, name, k.Epoch, k.Wrapped)
		if err != nil {
			return deks, fmt.Errorf("opening a file's key: %w", err)
		}
		deks[k.Compartment] = &dek{opened, k.Epoch}
	}
	return deks, nil
}

// unsealing reads the entries of one stream, one after the other, in the same
// memory: nothing of an event refers to the text it was read from.
type unsealing struct {
	codec   *seal.Codec
	deks    *[len(ledger.Compartments)]*dek
	openers [len(ledger.Compartments)]*seal.Opener
	parsed  seal.Parsed
	texts   seal.Opened
}

// restore is one stored entry as the keys can read it. What is erased, or
// sealed with other keys, comes out sealed.
func (r *unsealing) restore(s *store.Stored) ledger.Event {
	if err := r.parsed.Parse(s.Bytes); err != nil {
		return ledger.Event{ID: s.Leaf, Malformed: true}
	}
	var opened seal.Opened
	var closed ledger.Set
	for _, b := range s.Blobs {
		if b.Compartment == ledger.Statistic {
			continue
		}
		text, err := r.open(s.Leaf, b)
		if err != nil {
			closed |= ledger.SetOf(b.Compartment)
			continue
		}
		opened[b.Compartment], r.texts[b.Compartment] = text, text
	}
	if opened[ledger.General] == nil {
		closed |= ledger.SetOf(ledger.General)
	}
	return r.codec.Restore(&r.parsed, s.Leaf, &opened, closed)
}

func (r *unsealing) open(leaf ledger.Hash, b store.Blob) ([]byte, error) {
	c, k := b.Compartment, r.deks[b.Compartment]
	if k == nil || k.epoch != b.Epoch {
		return nil, seal.ErrOpen
	}
	if r.openers[c] == nil {
		r.openers[c] = k.Opener()
	}
	return r.openers[c].Open(r.texts[c][:0], c, leaf, b.Sealed)
}

func (f *file) refold() {
	h := ledger.Arrange(f.events)
	if about, ok := casefile.About(casefile.Subject(f.stream.Subject)); ok {
		f.other = about.FoldOther(&h)
		return
	}
	f.person = casefile.Fold(&h)
}

// with is the file after more events, each following the one before.
func (f *file) with(events []ledger.Event, deks [len(ledger.Compartments)]*dek) *file {
	g := *f
	g.events = append(slices.Clip(f.events), events...)
	g.heads = []ledger.Hash{events[len(events)-1].ID}
	g.deks = deks
	g.refold()
	return &g
}
