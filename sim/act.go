package sim

import (
	"fmt"

	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// Do gives one command on one node, as the desk would: it asks the rules that
// are due, appends what happened, and stands for it towards those with fewer
// keys. The events follow everything that the node holds.
func (w *World) Do(n *Node, by *Officer, command string, args any) ([]ledger.Event, error) {
	k, known := casefile.Named(command)
	if !known {
		return nil, fault.New(fault.Missing, "fault.not-found", fault.A("command", command))
	}
	c := n.Case()
	around := w.Around(n, c, args)
	deed := w.deed(n, by, c, around)
	if call, ok := args.(casefile.Call); ok {
		deed.Called = w.callable(call)
	}
	bodies, err := casefile.Act(c, around, w.Book, k, args, deed)
	if err != nil {
		return nil, err
	}
	if w.Twin != nil && len(c.Mirrored(bodies)) > 0 {
		twin := w.Twin.Nodes[0]
		there := c.Mirror(bodies, twin.Case().Number, twin.Case(), around, w.Book, deed.Moment)
		w.Twin.record(twin, ledger.Deed{By: by.Actor}, there, w.Twin.Around(twin, twin.Case(), nil))
	}
	return w.record(n, deed, bodies, around), nil
}

// Import takes over what somebody wrote elsewhere, on their word: no rule is
// asked, because nothing that harms can be imported. doneBy is the officer who
// did it, where that is known.
func (w *World) Import(n *Node, by *Officer, doneBy ledger.Actor, command string, args any) ([]ledger.Event, error) {
	k, known := casefile.Imported(command)
	if !known {
		return nil, fault.New(fault.Missing, "fault.not-found", fault.A("command", command))
	}
	c := n.Case()
	around := w.Around(n, c, args)
	deed := w.deed(n, by, c, around)
	deed.Imported, deed.DoneBy = "the sheet of a partner", doneBy
	bodies, err := k.Decide(c, args, deed)
	if err != nil {
		return nil, err
	}
	return w.record(n, deed, bodies, around), nil
}

// Attest stands, with all keys, for what a node with fewer cannot read. The
// event is made on the node, as when somebody with the keys signs in there.
func (w *World) Attest(n *Node, by *Officer) []ledger.Event {
	c := Fold(n.Held)
	around := w.Around(n, c, nil)
	says := casefile.Attestation(c, around, w.Book, w.Moment(n), ledger.Everything, true)
	if says == nil {
		return nil
	}
	return w.record(n, ledger.Deed{By: by.Actor}, []ledger.Body{*says}, around)
}

// Forge makes an event that nobody can read: validly signed, but malformed.
func (w *World) Forge(n *Node) ledger.Event {
	e := w.event(n, n.Case().Heads, ledger.Actor{}, ledger.Command{}, 0, nil)
	e.Effect, e.Malformed = ledger.None, true
	e.ID = name(&e)
	w.keep(n, e, len(n.Held), w.Around(n, n.Case(), nil))
	return e
}

func (w *World) deed(n *Node, by *Officer, c *casefile.Case, around safeguard.Surroundings) ledger.Deed {
	moment := w.Moment(n)
	d := ledger.Deed{
		By: by.Actor, ID: w.command(), Moment: moment, Happened: moment, Number: w.Number(),
		Book: w.Book.Name(), Pool: safeguard.Pool(c.Facts(around), w.Book, moment), Hub: n.Hub,
	}
	for _, h := range c.Heads {
		d.Basis = append(d.Basis, h.String())
	}
	return d
}

// callable is who has the code that a call names and plays the role, or nobody.
func (w *World) callable(call casefile.Call) ledger.Actor {
	for _, o := range w.Officers {
		if o.Actor.String() == call.Officer && o.Is(access.Role(call.Duty)) {
			return o.Actor
		}
	}
	return ledger.Actor{}
}

// Number is the number of the world's case.
func (w *World) Number() string { return "TI-26-" + w.stream.String()[:6] }

func (w *World) command() ledger.Command {
	w.serial++
	return ledger.Command(short("command", w.stream.String(), fmt.Sprint(w.serial)))
}

// record appends what a command caused, and an attestation by whoever holds
// all keys on the node.
func (w *World) record(n *Node, by ledger.Deed, bodies []ledger.Body, around safeguard.Surroundings) []ledger.Event {
	command, before := w.command(), len(n.Held)
	if !by.ID.IsZero() {
		command = by.ID
	}
	var made []ledger.Event
	add := func(b ledger.Body) {
		e := w.event(n, n.Case().Heads, by.By, command, len(made), b)
		e.Imported, e.DoneBy = by.Imported, by.DoneBy
		e.ID = name(&e)
		w.keep(n, e, before, around)
		made = append(made, e)
	}
	for _, b := range bodies {
		add(b)
	}
	if len(made) > 0 && made[0].Effect != ledger.Attest && by.Imported == "" && n.Keys == ledger.Everything {
		after := w.surround(n, n.Case(), "", "")
		if says := casefile.Attestation(n.Case(), after, w.Book, w.Moment(n), ledger.Everything, true); says != nil {
			add(*says)
		}
	}
	return made
}

func (w *World) event(n *Node, heads []ledger.Hash, by ledger.Actor, id ledger.Command, part int, b ledger.Body) ledger.Event {
	at := w.Moment(n)
	e := ledger.Event{
		Stream: w.stream, Class: ledger.ClassCase, Parents: heads, Node: n.Name, Recorded: at, Happened: at,
		Actor: by, Command: id, Part: part, Effect: ledger.None,
	}
	if b != nil {
		e.Body, e.Effect = stored(b), ledger.EffectOf(b)
	}
	return e
}

func (w *World) keep(n *Node, e ledger.Event, before int, around safeguard.Surroundings) {
	i := 0
	for w.Nodes[i] != n {
		i++
	}
	n.hold(e)
	w.Made = append(w.Made, Made{Event: e, Node: i, Keys: n.Keys, Held: before, Around: around, Moment: w.Moment(n)})
}

// Findings asks the rules about the file as a node reads it.
func (w *World) Findings(n *Node, act safeguard.Act) []safeguard.Finding {
	c := n.Case()
	return safeguard.Evaluate(c.Facts(w.Offered(n, c, act)), w.Book, w.Moment(n), act)
}

// FullFindings asks them about the same events with all keys.
func (w *World) FullFindings(n *Node, act safeguard.Act) []safeguard.Finding {
	c := Fold(n.Held)
	return safeguard.Evaluate(c.Facts(w.Offered(n, c, act)), w.Book, w.Moment(n), act)
}
