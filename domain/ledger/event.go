package ledger

import (
	"time"

	"amana/domain/day"
)

// Class is the one clear word about a stream in the log.
type Class string

const (
	ClassCase   Class = "case"   // a person's file
	ClassOffice Class = "office" // movements, places, budget lines, countries
	ClassKey    Class = "key"    // users and the keys of nodes; disclosed to every verifier
	ClassSystem Class = "system" // rule books, roles, a node's own acts
)

// Effect says in the general compartment what an event does to a journey, so
// that nobody needs another compartment to know that it must stop.
type Effect string

const (
	None   Effect = "none"
	Stop   Effect = "stop"   // nothing after it may rest on what was before, until a Lift that knows it
	Lift   Effect = "lift"   // ends stops that are among its ancestors
	Attest Effect = "attest" // says what was found with more keys than the reader may have

	Withheld Effect = "withheld" // of an event as somebody reads it who may not know its effect: never recorded
)

// Body is what an event says. Each kind of event is one type in one room.
// A field tagged `seal:"medical"` is disclosed in that compartment only; all
// others in the general one.
type Body interface {
	// Kind is the wire name, "consent.withdrawn". It never changes.
	Kind() string
}

// Effecter is a Body whose effect is not None.
type Effecter interface{ Effect() Effect }

// EffectOf is the effect that a body declares.
func EffectOf(b Body) Effect {
	if e, ok := b.(Effecter); ok {
		return e.Effect()
	}
	return None
}

// Event is one recorded fact as this process can read it. Times are UTC.
type Event struct {
	ID       Hash
	Stream   Stream
	Class    Class
	Parents  []Hash
	Node     string
	Recorded time.Time // by the node's clock, in whole seconds
	Hub      string    // "size:root" of the newest hub checkpoint known then, or ""

	// What follows is disclosed in the general compartment.
	Effect   Effect
	Actor    Actor
	Command  Command
	Part     int       // which event of its command, from 0
	Happened time.Time // when it happened, as the actor says; never after Recorded
	Imported string    // on whose word it was imported, or "" when it was recorded with the person
	DoneBy   Actor     // of what was imported: the officer who did it; zero: nobody known here
	Body     Body      // nil when this process cannot read it

	Sealed    Set  // compartments in which it says something that cannot be read here
	Malformed bool // validly signed, but not an event this program can read: counts as a stop
	Disputed  bool // its node or actor had no right to it: kept, shown, without effect unless a stop
}

// Stops says whether the event stops a journey.
func (e *Event) Stops() bool { return e.Effect == Stop || e.Malformed }

// Ref is how folded state points back at the event it comes from.
type Ref struct {
	Seq      int       `json:"seq"` // place in the fold order of its stream
	ID       Hash      `json:"entry"`
	By       Actor     `json:"by"`       // who did it: of what was imported the officer who did, where that is known
	Since    time.Time `json:"earliest"` // the earliest it can have happened
	Until    time.Time `json:"latest"`   // the latest it can have happened
	Imported string    `json:"imported,omitempty"`
}

// Stray is an entry of a stream that is no case which may stop somebody, and which nobody
// here can read, or place yet. When it happened nobody can say.
type Stray struct {
	Ref
	Waits bool `json:"waits,omitempty"` // for what came before it: it is read when that has come
}

// One is what most commands decide: that one thing happened.
func One(b Body) ([]Body, error) { return []Body{b}, nil }

// Ref points at e, which stands at place seq of its stream's fold order.
func (e *Event) Ref(seq int) Ref {
	return Ref{Seq: seq, ID: e.ID, By: e.by(), Since: e.Happened, Until: e.Recorded, Imported: e.Imported}
}

// by is who did what the event says. Nobody acts in another's name: only of
// what was imported is it another than the actor.
func (e *Event) by() Actor { return hand(e.Actor, e.Imported, e.DoneBy) }

// Officer is who does it, as by is of an event.
func (d *Deed) Officer() Actor { return hand(d.By, d.Imported, d.DoneBy) }

func hand(actor Actor, imported string, doneBy Actor) Actor {
	if imported == "" || doneBy.IsZero() {
		return actor
	}
	return doneBy
}

// Event is r, for whatever is made of one event.
func (r Ref) Event() Ref { return r }

// IsZero says that nothing is pointed at.
func (r Ref) IsZero() bool { return r.ID.IsZero() }

// Deed is who does a command, when, under which id. It arrives with the
// command: nothing in the domain reads a clock.
type Deed struct {
	By        Actor
	ID        Command
	Moment    time.Time      // now, as the node knows it
	Happened  time.Time      // when it happened; not after Moment
	Number    string         // for a new case: the number that its node gave it
	Book      string         // the rule book in force
	Hub       bool           // it is decided at the hub, which knows of every node
	Witnesses bool           // this node requires witnesses
	Basis     []string       // the heads of every stream that was read to decide
	Pool      []Actor        // who may clear this case, in the order of the pool
	Stands    time.Time      // until when the person's boarding authorises this departure; zero: nothing does
	ViewAge   int            // the age, in years, from which the book in force has a child asked
	Unpaid    bool           // the budget line of the person's seat is suspended or has not the money
	Called    Actor          // who has the code that a call names and plays the role; zero: nobody
	Imported  string         // on whose word, for an import
	DoneBy    Actor          // for an import: the officer who did it; zero: nobody known here
	Zone      *time.Location // of the node; nil: UTC
}

// Day is the calendar day, where the node stands, on which it happened.
func (d *Deed) Day() day.Day {
	if d.Zone == nil {
		return day.Of(d.Happened.UTC())
	}
	return day.Of(d.Happened.In(d.Zone))
}
