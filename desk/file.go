package desk

import (
	"context"
	"slices"
	"sync"
	"time"

	"amana/desk/dossier"
	"amana/domain/ledger"
	"amana/seal"
	"amana/store"
)

// file is one stream, loaded and folded with the keys of this process. Once others
// can have it, it is not changed any more: only grown adds to one that nobody has.
type file struct {
	dossier.File
	deks deks
	ring int64 // the state of the keyring it was folded with
}

// keyed is a file with the keys that are open here: it is shut where it is a case
// and there is none to it.
func keyed(f dossier.File, keys deks, ring int64) *file {
	f.Shut = f.Person != nil && keys.shut(ledger.General)
	return &file{f, keys, ring}
}

// begun is a stream of which there is nothing yet.
func (d *Desk) begun(f dossier.File) *file { return &file{File: f, ring: d.opened.state()} }

// file is the stream as it is now. heads are those the store has: a cached
// file of other heads is not used.
func (d *Desk) file(ctx context.Context, name ledger.Stream, heads []ledger.Hash) (*file, error) {
	if f, ok := d.cachedFile(name); ok && slices.Equal(f.Heads, heads) {
		return f, nil
	}
	content, err := d.db.Stream(ctx, name)
	if err != nil {
		return nil, err
	}
	if len(content.Entries) == 0 {
		return nil, errNoCase
	}
	f, err := d.fold(&content)
	if err != nil {
		return nil, err
	}
	d.newest.see(f.recorded(d.node.Name))
	d.cacheFile(f)
	return f, nil
}

// cachedFile is a stream as it was lately, folded with the keys that are open
// now.
func (d *Desk) cachedFile(name ledger.Stream) (*file, bool) {
	f, ok := d.files.get(name)
	return f, ok && f.ring == d.opened.state()
}

// cacheFile keeps a file, unless keys came or went since it was folded.
func (d *Desk) cacheFile(f *file) {
	d.files.putIf(f.Name, f, func() bool { return f.ring == d.opened.state() })
}

// recorded is when a node last recorded something of the file: another process
// of this node may have, whose clock is ahead of this one's.
func (f *file) recorded(node string) (newest time.Time) {
	for i := range f.Events {
		if e := &f.Events[i]; e.Node == node && e.Recorded.After(newest) {
			newest = e.Recorded
		}
	}
	return newest
}

// fold makes a file of what the store holds, as far as the keys that are open
// open it.
func (d *Desk) fold(content *store.Content) (*file, error) {
	ring := d.opened.state()
	keys, err := d.openDEKs(content.Name, content.DEKs, ledger.Everything)
	if err != nil {
		return nil, err
	}
	events := make([]ledger.Event, len(content.Entries))
	restore := func(from, to int) {
		r := unsealing{codec: d.codec, deks: &keys}
		for i := from; i < to; i++ {
			events[i] = r.restore(&content.Entries[i])
		}
	}
	half := len(events) / 2 // on the other core: whoever acts on a case waits for this
	var wait sync.WaitGroup
	wait.Go(func() { restore(0, half) })
	restore(half, len(events))
	wait.Wait()
	return keyed(dossier.Fold(dossier.Stream(content.Stream), events, content.Heads), keys, ring), nil
}

// unsealing reads the entries of one stream, one after the other, in the same
// memory: nothing of an event refers to the text it was read from.
type unsealing struct {
	codec   *seal.Codec
	deks    *deks
	openers [len(ledger.Compartments)]opener
	parsed  seal.Parsed
	texts   seal.Opened
}

// opener is of the key of one epoch: a stream's entries seldom change it.
type opener struct {
	*seal.Opener
	epoch int
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
	c := b.Compartment
	if o := &r.openers[c]; o.Opener == nil || o.epoch != b.Epoch {
		k := r.deks.of(c, b.Epoch)
		if k == nil {
			return nil, seal.ErrOpen
		}
		*o = opener{k.Opener(), b.Epoch}
	}
	return r.openers[c].Open(r.texts[c][:0], c, leaf, b.Sealed)
}

// with is the file after more events, each following the one before.
func (f *file) with(events []ledger.Event, keys deks) *file {
	return keyed(f.With(events), keys, f.ring)
}

// grown is the file, which nobody else holds yet, after one more event.
func (f *file) grown(e ledger.Event, keys deks) *file {
	f.Extend(e)
	return keyed(f.File, keys, f.ring)
}
