// Package desk is the one door through which anything changes. It asks whether
// the actor may, loads and folds what the command is about, lets the domain
// decide, asks the rules that are due, and appends what happened in one
// transaction. Reading goes through it too, because what one may not see does
// not exist.
package desk

import (
	"cmp"
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"amana/desk/dossier"
	"amana/domain/access"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/seal"
	"amana/store"
)

// Config is what a desk stands on.
type Config struct {
	Store *store.DB
	Keys  *seal.KeyFile
	Roles access.Table     // the proposal by which a new log begins; then what two officers signed
	Clock func() time.Time // nil: the system's
	Leap  time.Duration    // how far the clock may be ahead of everything known and be believed; 0: any way
	Zone  *time.Location   // of the offices; nil: Africa/Tripoli
	Log   *slog.Logger

	Witnesses *seal.Policy // whose signatures make a checkpoint witnessed; nil: nobody's
	Hardness  string       // how new passwords are stretched; "": as Hardness says
}

// Desk is safe for concurrent use. What it has it shares with its batches, each of
// which is a desk that decides on more than the store has.
type Desk struct {
	*shared
	pending  *pending // of a batch; nil at the desk itself
	trusting bool     // takes files in memory for what the store has: only to decide what it will compare
}

// shared is of one process of a node. It is never copied.
type shared struct {
	db     *store.DB
	keys   *seal.KeyFile
	ring   *seal.Keyring
	codec  *seal.Codec
	signer *seal.Signer
	roles  rights
	clock  func() time.Time
	zone   *time.Location
	log    *slog.Logger
	node   Node

	witnesses *seal.Policy
	hardness  string

	files    *cache[ledger.Stream, *file]
	names    *cache[string, ledger.Stream]
	register register
	sessions sessions
	opened   opened
	kept     keptBoard
	offices  offices
	numbers  numbers
	newest   newest
	located  located
	guesses  guesses
	anchor   anchor
	wall     wall
	trust    trust
	counts   counts
	patterns patterns
	turns    sync.RWMutex // whoever insists has it alone, all others share it
}

// Node is what this installation is.
type Node struct {
	Name   string       `json:"name"`   // as entries name it
	Short  string       `json:"short"`  // the two letters of its case numbers
	Actor  ledger.Actor `json:"actor"`  // the stream of its keys; it acts by itself under it
	Hub    bool         `json:"hub"`    // its keys come from a key file; on any other node from sign-ins
	Origin string       `json:"origin"` // of its log
}

// Programme is the office of what belongs to no person: dossier.Programme.
const Programme = dossier.Programme

// Actor is who asks: roles and office, and the key with which they sign.
type Actor struct {
	access.Actor
	Key      ed25519.PrivateKey // nil for the node itself
	Language string

	holds []seal.KEKID // the keys of offices that their sign-in opened
}

// Open opens the desk of a store that was founded.
func Open(ctx context.Context, c Config) (*Desk, error) {
	d := newDesk(c)
	var err error
	if d.node, err = nodeOf(ctx, c.Store); err != nil {
		return nil, err
	}
	if err := errors.Join(d.checkPolicy(), d.lookAround(ctx)); err != nil {
		return nil, err
	}
	if err := d.register.load(ctx, d); err != nil {
		return d, err
	}
	if where := d.BelowFloor(); len(where) > 0 {
		d.log.Warn("the rule book in force is below the floors of this program, which hold in its place: propose a version that is over them", "where", where)
	}
	return d, nil
}

func newDesk(c Config) *Desk {
	d := &Desk{shared: &shared{
		db: c.Store, keys: c.Keys, ring: seal.NewKeyring(), clock: c.Clock, zone: c.Zone, log: c.Log,
		codec:  seal.NewCodec(dossier.Kinds()),
		signer: seal.NewSigner(c.Keys.Entry),
		files:  newCache[ledger.Stream, *file](cachedFiles),
		names:  newCache[string, ledger.Stream](cachedNames),

		register: register{last: dossier.NewRegister()}, sessions: sessions{open: map[[32]byte]*session{}}, opened: opened{held: map[seal.KEKID]int{}},
		trust: trust{leap: c.Leap, watch: time.Now}, witnesses: c.Witnesses, hardness: cmp.Or(c.Hardness, Hardness),
	}}
	d.roles = rights{register: &d.register, founding: c.Roles, moment: d.Moment}
	if d.clock == nil {
		d.clock = time.Now
	}
	if d.zone == nil {
		d.zone = dossier.Zone()
	}
	if d.log == nil {
		d.log = slog.New(slog.DiscardHandler)
	}
	return d
}

// openRing opens the keys that are wrapped to the node: on a hub all, on a
// field node those that seal nothing of any person. What is open already stays.
func (d *Desk) openRing(ctx context.Context) error {
	keks, err := d.db.KEKs(ctx)
	if err != nil {
		return err
	}
	for _, k := range keks {
		id := seal.KEKID{Office: k.Office, Compartment: k.Compartment, Epoch: k.Epoch}
		if k.Holder != string(access.Node) || d.ring.Has(id) {
			continue
		}
		kek, err := d.keys.Role.OpenKEK(id, k.Wrapped)
		if err != nil {
			return fmt.Errorf("opening the keys of an office: %w", err)
		}
		d.ring.Add(id, kek)
		d.opened.changed(d)
	}
	return nil
}

// Close wipes the keys. The store stays open.
func (d *Desk) Close() {
	d.ring.Close()
	d.opened.changed(d)
}

// Self is the node acting by itself.
func (d *Desk) Self() Actor {
	return Actor{Actor: access.Actor{ID: d.node.Actor, Roles: []access.Role{access.Node}, Office: Programme}}
}

// Node says what this installation is.
func (d *Desk) Node() Node { return d.node }

// Where is the zone of the offices.
func (d *Desk) Where() *time.Location { return d.zone }

// Moment is now, as this node knows it: never before anything it has recorded
// or seen signed, and never where a clock is that nobody believes, ahead or
// behind. In whole seconds, UTC.
func (d *Desk) Moment() time.Time {
	now, newest := d.clock(), d.newest.get()
	if believed, ahead := d.trust.upTo(now, newest); ahead > 0 {
		now = believed
	}
	if now = now.UTC().Truncate(time.Second); newest.After(now) {
		return d.trust.atLeast(now, newest)
	}
	return now
}

// newest is the latest time that was ever recorded or seen signed.
type newest struct {
	mu sync.Mutex
	at time.Time
}

func (n *newest) see(t time.Time) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if t.After(n.at) {
		n.at = t
	}
}

func (n *newest) get() time.Time {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.at
}

var errNoCase = fault.New(fault.Missing, "fault.no-such-case")

// unseen makes what one may not see the same, to the letter, as what is not
// there.
func unseen(err error) error {
	if fault.KindOf(err) == fault.Missing {
		return errNoCase
	}
	return err
}
