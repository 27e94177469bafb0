package desk

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"slices"

	"amana/desk/dossier"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/safeguard"
	"amana/seal"
	"amana/store"
)

// pack signs and seals what happened to a case and makes the write that stores
// it, with the attestation that others can rest on. It returns the file as it will be.
func (d *Desk) pack(ctx context.Context, v *view, who Actor, deed ledger.Deed, bodies []ledger.Body) (store.Write, *file, error) {
	if err := d.timely(bodies); err != nil && !v.stops {
		return store.Write{}, nil, err
	}
	p := d.packing(v.file, who, deed)
	p.beside = v
	p.sealed = len(bodies) == 0 // an officer who only attests says it again
	for _, body := range bodies {
		if err := p.add(body); err != nil {
			return store.Write{}, nil, err
		}
	}
	next := v.file
	if len(bodies) > 0 {
		next = v.file.with(p.events, p.deks)
	}
	if v.Book != nil && who.Key != nil && deed.Imported == "" && !v.alone {
		around, err := d.afterwards(ctx, v, next)
		if err != nil {
			return store.Write{}, nil, err
		}
		v.after = &around
		if says := casefile.Attestation(next.Person, around, v.Book, deed.Moment, d.opens(who, v.file), p.sealed); says != nil {
			if err := p.add(*says); err != nil {
				return store.Write{}, nil, err
			}
			if next == v.file {
				next = v.file.with(p.events, p.deks)
			} else {
				next = next.grown(p.events[len(p.events)-1], p.deks)
			}
		}
	}
	if len(p.events) == 0 {
		return store.Write{}, nil, fault.New(fault.Invalid, "fault.nothing-to-attest")
	}
	w := p.write()
	w.Rests = &v.rests
	if !v.alone {
		w.Reads = v.seen
	}
	return w, next, nil
}

// afterwards is what surrounds a case once an act has changed it: read again if
// the act brought in a place, a country or another file, or was about another
// movement than the one that the seat is on.
func (d *Desk) afterwards(ctx context.Context, v *view, next *file) (safeguard.Surroundings, error) {
	var read string
	if m := v.Around.Movement; m != nil {
		read = m.Reference
	}
	if next.Person.Surrounded(v.file.Person) && read == next.Person.Travel.Movement {
		return v.Around, nil
	}
	after := &view{file: next, also: v.also}
	if err := d.surround(ctx, after); err != nil {
		return safeguard.Surroundings{}, err
	}
	for _, s := range after.seen {
		if !slices.ContainsFunc(v.seen, func(t store.Seen) bool { return t.Stream == s.Stream }) {
			v.seen = append(v.seen, s)
		}
	}
	return after.Around, nil
}

// aftermath is the view of a case as an act leaves it.
func (d *Desk) aftermath(ctx context.Context, v *view, next *file) (*view, error) {
	after := &view{View: dossier.View{File: &next.File, Book: v.Book}, file: next, also: v.also}
	if v.after != nil {
		after.Around, after.seen = *v.after, v.seen
		return after, nil
	}
	around, err := d.afterwards(ctx, v, next)
	after.Around, after.seen = around, v.seen
	return after, err
}

// packing turns the bodies of one command into entries, one after the other.
type packing struct {
	desk *Desk
	file *file
	who  Actor
	deed ledger.Deed

	events  []ledger.Event
	entries []store.Entry
	heads   []ledger.Hash
	deks    deks
	posted  [len(ledger.Compartments)]*dek // made for the office alone: what they seal cannot be read here
	fresh   []store.DEK
	beside  *view              // what was read to decide; nil: nothing
	counted casefile.Statistic // of a case that cannot be read here
	sealed  bool               // something went into a compartment other than the general one
}

func (d *Desk) packing(f *file, who Actor, deed ledger.Deed) *packing {
	return &packing{desk: d, file: f, who: who, deed: deed, heads: f.Heads, deks: f.deks}
}

func (p *packing) add(body ledger.Body) error {
	d := p.desk
	e := ledger.Event{
		Stream: p.file.Name, Class: p.file.Class, Parents: p.heads, Node: d.node.Name,
		Recorded: p.deed.Moment, Effect: ledger.EffectOf(body), Actor: p.deed.By, Command: p.deed.ID,
		Hub: d.anchored(), Part: len(p.events), Happened: p.deed.Happened, Imported: p.deed.Imported, DoneBy: p.deed.DoneBy, Body: body,
	}
	told, err := d.codec.Disclose(&e, rand.Reader)
	if err != nil {
		return fmt.Errorf("disclosing an event: %w", err)
	}
	if p.file.Person != nil {
		told, err = p.milestone(told, &e)
		if err != nil {
			return err
		}
	}
	if p.who.Key != nil {
		told, err = endorse(p.who.Key, told, &e)
		if err != nil {
			return err
		}
	}
	entry, err := d.signer.Sign(seal.Draft{
		Node: e.Node, Stream: e.Stream, Class: e.Class, Parents: e.Parents, Recorded: e.Recorded, Hub: e.Hub, Disclosures: told,
	}, rand.Reader)
	if err != nil {
		return fmt.Errorf("signing an entry: %w", err)
	}
	e.ID = entry.Leaf
	blobs, err := p.blobs(told, entry.Leaf)
	if err != nil {
		return err
	}
	p.entries = append(p.entries, store.Entry{Leaf: entry.Leaf, Recorded: e.Recorded, Bytes: entry.Bytes, Blobs: blobs})
	p.events = append(p.events, p.readable(e, &entry, told))
	p.heads = []ledger.Hash{e.ID}
	return nil
}

// milestone adds what counts for the programme, under its own key.
func (p *packing) milestone(told []seal.Disclosure, e *ledger.Event) ([]seal.Disclosure, error) {
	if !casefile.IsMilestone(e.Body) {
		return told, nil
	}
	value, err := json.Marshal(p.statistic(e))
	if err != nil {
		return nil, err
	}
	more := []seal.Disclosure{{Compartment: ledger.Statistic, Name: "statistic", Value: value}}
	if err := seal.Salt(more, rand.Reader); err != nil {
		return nil, err
	}
	return append(told, more...), nil
}

// endorse adds the officer's own signature over exactly what is recorded.
func endorse(k ed25519.PrivateKey, told []seal.Disclosure, e *ledger.Event) ([]seal.Disclosure, error) {
	act := seal.Act{Command: e.Command, Stream: e.Stream, Parents: e.Parents}
	signed, err := seal.Endorse(k, e.Actor, act, seal.Digests(told), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("signing for an officer: %w", err)
	}
	return append(told, signed), nil
}

func (p *packing) blobs(told []seal.Disclosure, leaf ledger.Hash) ([]store.Blob, error) {
	var blobs []store.Blob
	for _, c := range ledger.Compartments {
		text := seal.Pack(told, c)
		if len(text) == 0 {
			continue
		}
		k, err := p.dek(c)
		if err != nil {
			return nil, err
		}
		sealed, err := seal.SealBlob(&k.DEK, c, leaf, text)
		if err != nil {
			return nil, fmt.Errorf("sealing an entry: %w", err)
		}
		blobs = append(blobs, store.Blob{Compartment: c, Epoch: k.epoch, Sealed: sealed})
		p.sealed = p.sealed || c != ledger.General && c != ledger.Statistic
	}
	return blobs, nil
}

// dek is the stream's key for a compartment, of the newest epoch of the office's
// own; the first use makes it. Where the office's key is not open here the new
// one goes into its letterbox.
func (p *packing) dek(c ledger.Compartment) (*dek, error) {
	d, office := p.desk, p.file.Office
	if c == ledger.Statistic {
		office = Programme
	}
	box, made := d.offices.box(office, c)
	if k := p.deks.newest(c); k != nil && k.made >= box.id.Epoch {
		return k, nil
	}
	if k := p.posted[c]; k != nil {
		return k, nil
	}
	if !made {
		return nil, fault.New(fault.Busy, "fault.office-unkeyed", fault.A("office", office), fault.A("compartment", c.String()))
	}
	opened, err := seal.NewDEK(rand.Reader)
	if err != nil {
		return nil, err
	}
	p.deks.last[c]++
	k := dek{opened, p.deks.last[c], box.id.Epoch}
	w := store.DEK{Compartment: c, Epoch: k.epoch, Office: office, Made: k.made, KEK: box.id.Epoch}
	if d.ring.Has(box.id) {
		w.Wrapped, err = d.ring.Wrap(box.id, p.file.Name, k.epoch, k.DEK, rand.Reader)
		p.deks.add(c, k)
	} else {
		w.KEM = seal.KEM
		w.Wrapped, err = seal.Post(box.public, box.id, p.file.Name, k.epoch, k.DEK)
		p.posted[c] = &k
	}
	p.fresh = append(p.fresh, w)
	return &k, err
}

// readable is an event as it can be read here from now on: without what was
// sealed for the office alone.
func (p *packing) readable(e ledger.Event, entry *seal.Entry, told []seal.Disclosure) ledger.Event {
	if p.posted == [len(p.posted)]*dek{} {
		return e
	}
	parsed, err := seal.Parse(entry.Bytes)
	if err != nil {
		return ledger.Event{ID: e.ID, Malformed: true}
	}
	var opened seal.Opened
	var closed ledger.Set
	for _, c := range ledger.Compartments {
		text := seal.Pack(told, c)
		switch {
		case len(text) == 0 || c == ledger.Statistic:
		case p.posted[c] != nil:
			closed |= ledger.SetOf(c)
		default:
			opened[c] = text
		}
	}
	return p.desk.codec.Restore(&parsed, e.ID, &opened, closed)
}

func (p *packing) write() store.Write {
	return store.Write{Stream: store.Stream(p.file.Stream), Heads: p.file.Heads, Entries: p.entries, DEKs: p.fresh}
}

// opens is what an actor may read of a file, as far as this process can.
func (d *Desk) opens(who Actor, f *file) ledger.Set {
	set := d.roles.View(who.Actor, d.subjectOf(f)).All() & d.ring.Compartments(f.Office)
	if f.Subject == string(casefile.Place) {
		set = d.reasons(who.Actor, set)
	}
	return set
}

// reasons is set without what is known of places, for whoever may not read it:
// nothing else is sealed to protection that belongs to no office.
func (d *Desk) reasons(a access.Actor, set ledger.Set) ledger.Set {
	if d.roles.May(a, "place.reason", access.Subject{Kind: string(casefile.Place)}) != nil {
		set &^= ledger.SetOf(ledger.Protection)
	}
	return set
}
