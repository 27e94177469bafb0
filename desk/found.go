package desk

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"

	"amana/domain/access"
	"amana/domain/fault"
	"amana/domain/key"
	"amana/domain/ledger"
	"amana/seal"
	"amana/store"
)

// Founding is what a new log begins with.
type Founding struct {
	Node    string   // how entries name this node, "tripoli"
	Short   string   // the two letters of its case numbers, "TI"
	Hub     bool     // it is the hub, or stands alone
	Offices []string // whose keys are made now
	Demo    bool     // everybody in it is invented
}

// Names of what a store says of itself.
const (
	metaNode   = "node"
	metaShort  = "short"
	metaHub    = "hub"
	metaActor  = "actor"
	metaOrigin = "origin"
	MetaDemo   = "demo"
	yes        = "yes"
)

// Found begins a log in an empty store: its first entry enrols the entry key,
// and every office gets a key for each compartment. All of it is one
// transaction: a founding that is cut off has not happened.
func Found(ctx context.Context, c Config, f Founding) error {
	if size, err := c.Store.Size(ctx); err != nil || size > 0 {
		if err == nil {
			err = fault.New(fault.Conflict, "fault.founded-already")
		}
		return err
	}
	d := newDesk(c)
	defer d.Close()
	d.node = Node{Name: f.Node, Short: f.Short, Actor: ledger.Actor(newStream()), Hub: f.Hub, Origin: c.Keys.Origin}
	keks, err := d.officeKeys(append([]string{Programme}, f.Offices...))
	if err != nil {
		return err
	}
	return d.genesis(ctx, keks, map[string]string{
		metaNode: f.Node, metaShort: f.Short, metaHub: flag(f.Hub), metaActor: d.node.Actor.String(), metaOrigin: c.Keys.Origin, MetaDemo: flag(f.Demo),
	})
}

func flag(b bool) string {
	if b {
		return yes
	}
	return "no"
}

// officeKeys makes and wraps a key for each office and compartment.
func (d *Desk) officeKeys(offices []string) ([]store.KEK, error) {
	var keks []store.KEK
	for _, office := range offices {
		for _, c := range ledger.Compartments {
			if c == ledger.Statistic && office != Programme {
				continue
			}
			id := seal.KEKID{Office: office, Compartment: c, Epoch: 1}
			kek, err := seal.NewKEK(rand.Reader)
			if err != nil {
				return nil, err
			}
			wrapped, err := seal.WrapKEK(d.keys.Role.Public(), id, kek)
			if err != nil {
				return nil, err
			}
			d.ring.Add(id, kek)
			keks = append(keks, store.KEK{Office: office, Compartment: c, Epoch: 1, Role: string(access.Node), KEM: seal.KEM, Wrapped: wrapped})
		}
	}
	return keks, nil
}

// genesis appends the entry at index 0.
func (d *Desk) genesis(ctx context.Context, keks []store.KEK, meta map[string]string) error {
	logKey, err := d.keys.LogKey()
	if err != nil {
		return err
	}
	if err := d.ownWith(ctx, seal.Genesis(d.node.Name, d.keys.Identity, d.keys.Entry, logKey), store.Write{KEKs: keks, Meta: meta}); err != nil {
		return fmt.Errorf("writing the first entry: %w", err)
	}
	return nil
}

// subjectKeys is what the stream of a node's own keys is about.
const subjectKeys = "keys"

// AddOffice makes the keys of another office.
func (d *Desk) AddOffice(ctx context.Context, office string) error {
	if !referenceOK(office) {
		return fault.New(fault.Invalid, "fault.format-reference").In("office")
	}
	if d.ring.Compartments(office) != 0 {
		return nil
	}
	keks, err := d.officeKeys([]string{office})
	if err != nil {
		return err
	}
	return d.own(ctx, key.OfficeKeyed{Office: office}, keks)
}

// own records an event of the node itself, in the stream of its keys, which is
// disclosed to every verifier.
func (d *Desk) own(ctx context.Context, body ledger.Body, keks []store.KEK) error {
	return d.ownWith(ctx, body, store.Write{KEKs: keks})
}

// ownWith is own with the keys and the words about the store that belong to it.
func (d *Desk) ownWith(ctx context.Context, body ledger.Body, with store.Write) error {
	name := ledger.Stream(d.node.Actor)
	f := &file{stream: store.Stream{Name: name, Class: ledger.ClassKey, Subject: subjectKeys, Office: Programme}}
	content, err := d.db.Stream(ctx, name)
	if err != nil {
		return err
	}
	if len(content.Entries) > 0 {
		if f, err = d.fold(&content, ledger.Everything); err != nil {
			return err
		}
	}
	now := d.Moment()
	p := d.packing(f, d.Self(), ledger.Deed{By: d.node.Actor, ID: ledger.Command(newStream()), Moment: now, Happened: now}, "")
	if err := p.add(body); err != nil {
		return err
	}
	w := p.write()
	w.KEKs, w.Meta = with.KEKs, with.Meta
	w.Command = store.Command{ID: p.deed.ID, Actor: p.deed.By}
	d.newest.see(now)
	_, err = d.db.Append(ctx, w)
	return err
}

// ErrNotFounded says that a store holds no log yet.
var ErrNotFounded = errors.New("desk: the store holds no log yet")

func (d *Desk) loadNode(ctx context.Context) error {
	meta := map[string]string{}
	for _, name := range []string{metaNode, metaShort, metaHub, metaActor, metaOrigin} {
		value, err := d.db.Meta(ctx, name)
		if err != nil {
			return err
		}
		meta[name] = value
	}
	if meta[metaNode] == "" {
		return ErrNotFounded
	}
	d.node = Node{Name: meta[metaNode], Short: meta[metaShort], Hub: meta[metaHub] == yes, Origin: meta[metaOrigin]}
	return d.node.Actor.UnmarshalText([]byte(meta[metaActor]))
}
