// Package sim plays Amana without disk, network or clock: several nodes with
// their own copies of a person's file, officers, what surrounds the file, and
// time that passes when it is told to. The same acts make the same world, to
// the byte. It is here so that what must hold for every history can be tried
// on a great many of them.
package sim

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
	"time"

	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/day"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// World is everything there is. It is not safe for concurrent use.
type World struct {
	Now      time.Time
	Book     *safeguard.Book
	Scene    *Scene
	Nodes    []*Node
	Officers []*Officer
	Twin     *World // where another file of, perhaps, the same person lives, nil without one; that one's twin is this
	Parent   *World // where the file of the parent lives with whom a child is, in the same scene; nil of everybody else
	Made     []Made // every event of the file, in the order in which it was made

	stream ledger.Stream
	serial uint64
	known  map[ledger.Actor]safeguard.Officer

	trained map[ledger.Actor][]safeguard.Training
}

// Officer is somebody who can act.
type Officer struct {
	Actor ledger.Actor
	safeguard.Officer
}

// Is says whether the officer plays a role.
func (o *Officer) Is(r access.Role) bool { return slices.Contains(o.Roles, r) }

// Node is one installation. It reads no more than its keys allow.
type Node struct {
	Name string
	Keys ledger.Set
	Hub  bool
	Skew time.Duration // of its clock

	Held []ledger.Event // the file's events as they arrived, unsealed

	read  []ledger.Event // the same, as the keys allow
	state *casefile.Case // nil when something arrived since
}

// Made is one event with what its node knew when it was made.
type Made struct {
	Event  ledger.Event
	Node   int
	Keys   ledger.Set // with which it was decided
	Held   int        // how many events the node held before the command
	Around safeguard.Surroundings
	Moment time.Time
}

// Start is when every world begins: a Sunday morning in Tripoli.
var Start = time.Date(2026, 11, 1, 7, 0, 0, 0, time.UTC)

// Tripoli is the zone of every world. It has had no summer time since 2013.
var Tripoli = time.FixedZone("Africa/Tripoli", 2*60*60)

// New makes a world with nodes that hold all keys, of which the first is the
// hub. The name makes it different from every other.
func New(name string, book *safeguard.Book, nodes int) *World {
	w := &World{Now: Start, Book: book, Scene: newScene(), stream: ledger.Stream(short("stream", name))}
	for i := range nodes {
		w.Nodes = append(w.Nodes, &Node{Name: fmt.Sprintf("node-%d", i), Keys: ledger.Everything, Hub: i == 0})
	}
	for _, r := range access.Roles {
		for range 3 {
			w.Enrol(r)
		}
	}
	w.Scene.furnish(w)
	return w
}

// Enrol makes another officer. Clearing officers are in the pool.
func (w *World) Enrol(r access.Role) *Officer {
	code := fmt.Sprintf("%s-%d", r, len(w.Officers))
	office := [...]string{"TI", "MI", "BE"}[len(w.Officers)%3]
	o := &Officer{ledger.Actor(short("officer", code)), safeguard.Officer{Office: office, Roles: []access.Role{r}, Clears: r == access.ClearingOfficer}}
	w.Officers = append(w.Officers, o)
	known := maps.Clone(w.known) // surroundings that were handed out do not change
	if known == nil {
		known = map[ledger.Actor]safeguard.Officer{}
	}
	known[o.Actor] = o.Officer
	w.known = known
	trained := maps.Clone(w.trained)
	if trained == nil {
		trained = map[ledger.Actor][]safeguard.Training{}
	}
	if screens(r) {
		trained[o.Actor] = []safeguard.Training{{From: w.Now.Add(-time.Hour), Until: day.Of(w.Now).AddYears(2)}}
	}
	w.trained = trained
	return o
}

// screens says whether a role's officers were trained to screen for
// vulnerability: some who may, were not.
func screens(r access.Role) bool { return r == access.ProtectionOfficer || r == access.ProtectionLead }

// Officer finds somebody who plays a role and is none of those to avoid. There
// is always one: another office sends one if need be.
func (w *World) Officer(r access.Role, avoid ...ledger.Actor) *Officer {
	for _, o := range w.Officers {
		if o.Is(r) && !slices.Contains(avoid, o.Actor) {
			return o
		}
	}
	return w.Enrol(r)
}

// officer is who acts under an id.
func (w *World) officer(id ledger.Actor) *Officer {
	return w.Officers[slices.IndexFunc(w.Officers, func(o *Officer) bool { return o.Actor == id })]
}

// Pass lets time pass.
func (w *World) Pass(d time.Duration) {
	w.Now = w.Now.Add(d)
	w.together()
}

// together lets it be as late for the others as for the person.
func (w *World) together() {
	for _, other := range []*World{w.Twin, w.Parent} {
		if other != nil && other.Now.Before(w.Now) {
			other.Now = w.Now
		}
	}
}

// Moment is now, by the clock of a node, in whole seconds.
func (w *World) Moment(n *Node) time.Time { return w.Now.Add(n.Skew).Truncate(time.Second) }

// Case is the file as a node can read it.
func (n *Node) Case() *casefile.Case {
	if n.state == nil {
		h := ledger.Arrange(n.read)
		n.state = casefile.Fold(&h)
	}
	return n.state
}

// Fold makes a case of events in any order, from nothing.
func Fold(events []ledger.Event) *casefile.Case {
	h := ledger.Arrange(slices.Clone(events))
	return casefile.Fold(&h)
}

// Deliver brings events to a node. What it holds already changes nothing.
func (n *Node) Deliver(events ...ledger.Event) {
	for _, e := range events {
		if slices.ContainsFunc(n.Held, func(h ledger.Event) bool { return h.ID == e.ID }) {
			continue
		}
		n.Held = append(n.Held, e)
		n.read = append(n.read, Seal(e, n.Keys))
		n.state = nil
	}
}

// Open reads the node's events with other keys, as when somebody else signs in.
func (n *Node) Open(keys ledger.Set) {
	n.Keys, n.state, n.read = keys, nil, SealAll(n.Held, keys)
}

// hold takes up an event that the node made itself: it follows all the others.
func (n *Node) hold(e ledger.Event) {
	n.Held = append(n.Held, e)
	read := Seal(e, n.Keys)
	n.read = append(n.read, read)
	if n.state != nil {
		n.state.Extend(&read)
	}
}

// Sync brings all that one node holds to another.
func (w *World) Sync(from, to *Node) { to.Deliver(from.Held...) }

// digest is a name made of texts, by content.
func digest(parts ...string) [32]byte {
	h := sha256.New()
	for _, p := range parts {
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(len(p)))
		h.Write(n[:])
		h.Write([]byte(p))
	}
	return [32]byte(h.Sum(nil))
}

// short is the first half of it.
func short(parts ...string) [16]byte {
	d := digest(parts...)
	return [16]byte(d[:16])
}
