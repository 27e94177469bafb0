package desk

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"amana/desk/dossier"
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
	Hub     bool     // it is the hub, or stands alone; otherwise its keys come from sign-ins
	Offices []string // for which it keeps cases
	Demo    bool     // everybody in it is invented
}

var nodeLetters = regexp.MustCompile(`^[A-Z]{2}$`)

// Check says what of a founding would make a log whose cases nobody could name.
func (f Founding) Check() error {
	switch {
	case !referenceOK(f.Node):
		return fault.New(fault.Invalid, "fault.format-reference").In("--node")
	case !nodeLetters.MatchString(f.Short):
		return fault.New(fault.Invalid, "fault.node-letters").In("--short")
	case len(f.Offices) == 0:
		return fault.New(fault.Invalid, "fault.missing-field").In("--offices")
	}
	for i, office := range f.Offices {
		switch {
		case !referenceOK(office):
			return fault.New(fault.Invalid, "fault.format-reference").In("--offices")
		case office == Programme, slices.Contains(f.Offices[:i], office):
			return fault.New(fault.Conflict, "fault.exists-already").In("--offices")
		}
	}
	return nil
}

// Names of what a store says of itself.
const (
	metaNode    = "node"
	metaShort   = "short"
	metaHub     = "hub"
	metaActor   = "actor"
	metaOrigin  = "origin"
	metaOffices = "offices" // with spaces between
	MetaDemo    = "demo"
	yes         = "yes"
)

// Found begins a log in an empty store: its first entry enrols the entry key,
// and on a hub every office gets a key for each compartment. On a field node
// they are made when the first officer who may open them is admitted. All of it
// is one transaction: a founding that is cut off has not happened, and of two at
// once the second is in conflict.
func Found(ctx context.Context, c Config, f Founding) error {
	if err := f.Check(); err != nil {
		return err
	}
	if size, err := c.Store.Size(ctx); err != nil || size > 0 {
		if err == nil {
			err = fault.New(fault.Conflict, "fault.founded-already")
		}
		return err
	}
	d := newDesk(c)
	defer d.Close()
	d.node = Node{Name: f.Node, Short: f.Short, Actor: ledger.Actor(newStream()), Hub: f.Hub, Origin: c.Keys.Origin}
	made, err := d.officeKeys(append([]string{Programme}, f.Offices...))
	if err != nil {
		return err
	}
	with := made.write()
	with.Meta = map[string]string{
		metaNode: f.Node, metaShort: f.Short, metaHub: flag(f.Hub), metaActor: d.node.Actor.String(), metaOrigin: c.Keys.Origin, MetaDemo: flag(f.Demo),
		metaOffices: strings.Join(f.Offices, " "),
	}
	err = d.genesis(ctx, with)
	if errors.Is(err, store.ErrMoved) { // the keys of offices are there already
		return fault.New(fault.Conflict, "fault.founded-already").Because(err)
	}
	return err
}

func flag(b bool) string {
	if b {
		return yes
	}
	return "no"
}

// officeKeys are keys of offices that were just made.
type officeKeys struct {
	keks  []store.KEK
	boxes []store.Letterbox
}

func (k officeKeys) write() store.Write { return store.Write{KEKs: k.keks, Letterboxes: k.boxes} }

// officeKeys makes the node's keys of each office and compartment.
func (d *Desk) officeKeys(names []string) (made officeKeys, err error) {
	for _, office := range names {
		for _, c := range ledger.Compartments {
			if c == ledger.Statistic && office != Programme || !d.node.Hub && !nodeOpens(office, c) {
				continue
			}
			id := seal.KEKID{Office: office, Compartment: c, Epoch: 1}
			if err := d.newKey(id, &made); err != nil {
				return made, err
			}
			if err := d.wrapKey(id, string(access.Node), d.keys.Role.Public(), &made); err != nil {
				return made, err
			}
			d.offices.put(id, made.boxes[len(made.boxes)-1].Public)
		}
	}
	return made, nil
}

// nodeOpens says whether even a field node opens a key by itself: what belongs
// to no person, so that it knows its officers and rules before one signs in,
// and what counts for the programme, which names nobody.
func nodeOpens(office string, c ledger.Compartment) bool {
	return office == Programme && (c == ledger.General || c == ledger.Statistic)
}

// newKey makes an office's key, puts it into the ring, and makes its letterbox.
func (d *Desk) newKey(id seal.KEKID, made *officeKeys) error {
	kek, err := seal.NewKEK(rand.Reader)
	if err != nil {
		return err
	}
	d.ring.Add(id, kek)
	public, err := d.ring.Letterbox(id)
	made.boxes = append(made.boxes, store.Letterbox{Office: id.Office, Compartment: id.Compartment, Epoch: id.Epoch, Public: public})
	return err
}

// wrapKey wraps a key of the ring for a holder.
func (d *Desk) wrapKey(id seal.KEKID, holder string, to seal.RolePublic, made *officeKeys) error {
	wrapped, err := d.ring.WrapTo(to, id)
	made.keks = append(made.keks, store.KEK{Office: id.Office, Compartment: id.Compartment, Epoch: id.Epoch, Holder: holder, KEM: seal.KEM, Wrapped: wrapped})
	return err
}

// genesis appends the entry at index 0.
func (d *Desk) genesis(ctx context.Context, with store.Write) error {
	logKey, err := d.keys.LogKey()
	if err != nil {
		return err
	}
	if err := d.ownBy(ctx, d.Self(), seal.Genesis(d.node.Name, d.keys.Identity, d.keys.Entry, logKey), with); err != nil {
		return fmt.Errorf("writing the first entry: %w", err)
	}
	return nil
}

// own records an event of the node itself, in the stream of its keys, which is
// disclosed to every verifier.
func (d *Desk) own(ctx context.Context, body ledger.Body) error {
	return d.ownBy(ctx, d.Self(), body, store.Write{})
}

// ownBy records what somebody did to the node, with the keys and the words
// about the store that belong to it.
func (d *Desk) ownBy(ctx context.Context, who Actor, body ledger.Body, with store.Write) error {
	loaded := d.register.loaded()
	if loaded {
		if err := d.catchUp(ctx); err != nil {
			return err
		}
	}
	rests, name := d.register.seen(), ledger.Stream(d.node.Actor)
	f := d.begun(dossier.File{Stream: dossier.Stream{Name: name, Class: ledger.ClassKey, Subject: dossier.Keys, Office: Programme}})
	content, err := d.db.Stream(ctx, name)
	if err != nil {
		return err
	}
	if len(content.Entries) > 0 {
		if f, err = d.fold(&content); err != nil {
			return err
		}
	}
	now := d.Moment()
	p := d.packing(f, who, ledger.Deed{By: who.ID, ID: ledger.Command(newStream()), Moment: now, Happened: now})
	if err := p.add(body); err != nil {
		return err
	}
	w := p.write()
	w.KEKs, w.Letterboxes, w.Meta, w.Reads = with.KEKs, with.Letterboxes, with.Meta, with.Reads
	if loaded {
		w.Rests = &rests
	}
	switch body.(type) {
	case key.Enrolled, key.Revoked: // under which every process signs
		w.Registers = true
	}
	w.Command = store.Command{ID: p.deed.ID, Actor: p.deed.By}
	d.newest.see(now)
	_, err = d.db.Append(ctx, w)
	return err
}

// ErrNotFounded says that a store holds no log yet.
var ErrNotFounded = errors.New("desk: the store holds no log yet")

// nodeOf is what a store says that its node is.
func nodeOf(ctx context.Context, db *store.DB) (Node, error) {
	meta := map[string]string{}
	for _, name := range []string{metaNode, metaShort, metaHub, metaActor, metaOrigin} {
		value, err := db.Meta(ctx, name)
		if err != nil {
			return Node{}, err
		}
		meta[name] = value
	}
	if meta[metaNode] == "" {
		return Node{}, ErrNotFounded
	}
	n := Node{Name: meta[metaNode], Short: meta[metaShort], Hub: meta[metaHub] == yes, Origin: meta[metaOrigin]}
	return n, n.Actor.UnmarshalText([]byte(meta[metaActor]))
}
