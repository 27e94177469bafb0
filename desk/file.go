package desk

import (
	"context"
	"fmt"
	"slices"

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
	d.files.put(name, f)
	return f, nil
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
	for i := range content.Entries {
		f.events = append(f.events, d.restore(&content.Entries[i], &f.deks))
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

// restore is one stored entry as the given keys can read it. What is erased,
// or sealed with other keys, comes out sealed.
func (d *Desk) restore(s *store.Stored, deks *[len(ledger.Compartments)]*dek) ledger.Event {
	p, err := seal.Parse(s.Bytes)
	if err != nil {
		return ledger.Event{ID: s.Leaf, Malformed: true}
	}
	var opened seal.Opened
	var closed ledger.Set
	for _, b := range s.Blobs {
		if b.Compartment == ledger.Statistic {
			continue
		}
		if k := deks[b.Compartment]; k != nil && k.epoch == b.Epoch {
			if text, err := seal.OpenBlob(&k.DEK, b.Compartment, s.Leaf, b.Sealed); err == nil {
				opened[b.Compartment] = text
				continue
			}
		}
		closed |= ledger.SetOf(b.Compartment)
	}
	if opened[ledger.General] == nil {
		closed |= ledger.SetOf(ledger.General)
	}
	return d.codec.Restore(&p, s.Leaf, &opened, closed)
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
