package sim

import (
	"fmt"
	"math/rand/v2"
	"time"

	"pgregory.net/rapid"

	"amana/domain/access"
	"amana/domain/assessment"
	"amana/domain/casefile"
	"amana/domain/consent"
	"amana/domain/country"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/results"
	"amana/domain/safeguard"
)

// op is one thing that happens in a history. What it is exactly follows from
// the state and the seed, so that a history stays one when others are left out.
type op struct {
	Kind, Node int
	Seed       uint64
}

func (o op) String() string { return fmt.Sprintf("%s@%d/%d", kinds[o.Kind].name, o.Node, o.Seed) }

// kinds are what can happen, the frequent ones often.
var kinds = []struct {
	name string
	do   func(h *history, d *Doer, r *rand.Rand)
}{
	{"follow", (*history).follow}, {"follow", (*history).follow}, {"follow", (*history).follow},
	{"reach", (*history).reach}, {"reach", (*history).reach},
	{"any", (*history).any}, {"any", (*history).any}, {"any", (*history).any},
	{"stop", (*history).stop},
	{"import", (*history).importOne},
	{"age", (*history).age},
	{"deliver", (*history).deliver}, {"deliver", (*history).deliver},
	{"wait", (*history).wait},
	{"scene", (*history).scene},
	{"board", (*history).board}, {"board", (*history).board},
	{"depart", (*history).depart},
	{"unreadable", (*history).unreadable},
	{"again", (*history).again},
}

// history is a world that was played, with what was asked on the way.
type history struct {
	*World
	asked []asked
}

// asked is what the rules answered at one moment, with what was known then.
type asked struct {
	node     int
	keys     ledger.Set
	known    int // how many events the node held
	moment   time.Time
	around   safeguard.Surroundings
	boarding safeguard.Surroundings // as it would be at a boarding
	act      safeguard.Act
	findings []safeguard.Finding
}

// play makes a history of up to so many happenings on so many nodes.
func play(t *rapid.T, b *safeguard.Book, nodes, length int) *history {
	ops := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) op {
		return op{rapid.IntRange(0, len(kinds)-1).Draw(t, "kind"), rapid.IntRange(0, nodes-1).Draw(t, "node"), rapid.Uint64().Draw(t, "seed")}
	}), 0, length).Draw(t, "history")
	who := rapid.IntRange(0, len(people)-1).Draw(t, "who")
	h := begin(t, b, who, nodes, rapid.IntRange(0, 3).Draw(t, "from"))
	// The last node may be a laptop on which nobody signed in who reads it all.
	h.Nodes[nodes-1].Open(rapid.SampledFrom(readers).Draw(t, "keys"))
	for _, o := range ops {
		d := &Doer{World: h.World, Node: h.Nodes[o.Node]}
		kinds[o.Kind].do(h, d, rand.New(rand.NewPCG(o.Seed, 1)))
		h.Pass(time.Duration(o.Seed%90) * time.Minute)
		h.ask(o)
	}
	return h
}

// readers are sets of keys that officers have.
var readers = []ledger.Set{
	ledger.Everything, ledger.Everything, ledger.Everything, ledger.SetOf(ledger.General),
	ledger.SetOf(ledger.General, ledger.Protection), ledger.SetOf(ledger.General, ledger.Medical),
}

// begin is the file of a person some way into the journey.
func begin(t test, b *safeguard.Book, who, nodes, from int) *history {
	w := opened(t, "case", b, who, nodes)
	w.Twin = opened(t, "twin", b, who, 1)
	w.Twin.Twin = w
	d := &Doer{World: w, Node: w.Nodes[0]}
	for _, act := range []safeguard.Act{safeguard.Seat, safeguard.Clearance, safeguard.Boarding}[:from] {
		if d.Reach(act) != nil {
			break
		}
		if act == safeguard.Seat {
			w.Do(d.Node, w.Officer(access.MovementOfficer), "seat.give", movement.GiveSeat{Movement: Flight, Line: Line, Reason: "waiting-longest"})
		}
	}
	for i, n := range w.Nodes[1:] {
		w.Sync(w.Nodes[0], n)
		n.Skew = time.Duration(i-1) * 40 * time.Minute
	}
	return &history{World: w}
}

func (h *history) ask(o op) {
	n := h.Nodes[o.Node]
	act := safeguard.Acts[o.Seed%uint64(len(safeguard.Acts))]
	c := n.Case()
	a := asked{o.Node, n.Keys, len(n.Held), h.Moment(n), h.Offered(n, c, act), h.Offered(n, c, safeguard.Boarding), act, nil}
	a.findings = safeguard.Evaluate(c.Facts(a.around), h.Book, a.moment, act)
	h.asked = append(h.asked, a)
}

func (h *history) anybody(r *rand.Rand) *Officer { return h.Officers[r.IntN(len(h.Officers))] }

// follow does one of the things that a blocking finding asks for.
func (h *history) follow(d *Doer, r *rand.Rand) {
	open := safeguard.Blocking(h.Findings(d.Node, anyOf(r, safeguard.Boarding, safeguard.Clearance, safeguard.Acts[r.IntN(len(safeguard.Acts))])))
	if len(open) == 0 {
		return
	}
	f := open[r.IntN(len(open))]
	if len(f.Next) > 0 {
		d.Take(f.Next[r.IntN(len(f.Next))])
	}
}

// reach goes on with the journey as far as it goes.
func (h *history) reach(d *Doer, r *rand.Rand) {
	act := anyOf(r, safeguard.Seat, safeguard.Clearance, safeguard.Boarding, safeguard.Boarding)
	if d.Reach(act) == nil && act == safeguard.Seat {
		h.Do(d.Node, h.anybody(r), "seat.give", movement.GiveSeat{Movement: anyOf(r, Flight, LaterOne), Line: Line, Reason: "waiting-longest"})
	}
}

// any is any officer giving any command.
func (h *history) any(d *Doer, r *rand.Rand) {
	k := &casefile.Commands[1+r.IntN(len(casefile.Commands)-1)] // the first opens a case
	args := anyArguments(d, d.Node.Case(), r, k.Name, k.Zero)
	if c, is := args.(movement.ChooseIdentity); is && c.How == safeguard.TwoFacts {
		c.Word, c.Picture = word, picture // what the person chose they know at the gate
		args = c
	}
	h.Do(d.Node, h.anybody(r), k.Name, args)
}

// stops are what must stop a journey.
var stops = []struct {
	command string
	args    any
}{
	{"consent.withdraw", consent.Withdraw{Channel: "phone"}},
	{"consent.report", consent.Report{Channel: "sms"}},
	{"asylum.request", assessment.RequestAsylum{}},
	{"asylum.request", assessment.RequestAsylum{Words: "I cannot go back"}},
	{"fear.ask", assessment.AskFear{Talk: overheard(), Answer: safeguard.FearHome}},
	{"fear.ask", assessment.AskFear{Talk: overheard(), Answer: safeguard.FearNoAnswer}},
	{"risk.assess", assessment.AssessRisk{Finding: "real", Sheet: "NGA-2026-1", Reasons: "seen"}},
	{"hold.place", casefile.PlaceHold{For: "protection"}},
	{"hold.place", casefile.PlaceHold{For: "law", Reason: "a charge"}},
}

func (h *history) stop(d *Doer, r *rand.Rand) {
	s := stops[r.IntN(len(stops))]
	h.Do(d.Node, h.anybody(r), s.command, s.args)
}

// age is a doubt about age that two officers settle in one way or another, and
// sometimes one about capacity that support resolves.
func (h *history) age(d *Doer, r *rand.Rand) {
	h.Do(d.Node, h.anybody(r), "age.doubt", assessment.DoubtAge{Why: "looks young"})
	for range 1 + r.IntN(2) {
		h.Do(d.Node, h.anybody(r), "age.settle", assessment.SettleAge{Child: r.IntN(3) == 0, How: "interview"})
	}
	if r.IntN(3) == 0 {
		h.Do(d.Node, h.anybody(r), "capacity.doubt", assessment.Doubt{Why: "confused"})
		h.Do(d.Node, h.anybody(r), "capacity.find", assessment.FindCapacity{Outcome: "able-with-support", Supported: true})
	}
}

func (h *history) importOne(d *Doer, r *rand.Rand) {
	name := anyOf(r, "wish.state", "counselling.hold", "screening.record", "trafficking.screen", "voluntary.assess", "consent.give",
		"document.record", "health.examine", "fear.ask", "risk.assess", "entry.confirm", "need.find", "consent.withdraw", "release.request", "capacity.doubt")
	k, _ := casefile.Named(name)
	var doneBy ledger.Actor // sometimes known
	if r.IntN(3) > 0 {
		doneBy = h.anybody(r).Actor
	}
	h.Import(d.Node, h.anybody(r), doneBy, name, anyArguments(d, d.Node.Case(), r, name, k.Zero))
}

// deliver brings some or all of what another node holds, in any order.
func (h *history) deliver(d *Doer, r *rand.Rand) {
	from := h.Nodes[r.IntN(len(h.Nodes))]
	order := r.Perm(len(from.Held))
	if r.IntN(3) > 0 {
		order = order[:r.IntN(len(order)+1)]
	}
	for _, i := range order {
		d.Node.Deliver(from.Held[i])
	}
	if r.IntN(2) == 0 {
		h.Sync(from, d.Node)
	}
}

func (h *history) wait(_ *Doer, r *rand.Rand) { h.Pass(time.Duration(r.IntN(15*24)) * time.Hour) }

// scene changes something around the file.
func (h *history) scene(d *Doer, r *rand.Rand) {
	s, by := h.Scene, h.anybody(r)
	m := movement.Move{Departs: h.Now.Add(time.Duration(r.IntN(12*24)) * time.Hour), Reason: "weather"}
	m.Arrives = m.Departs.Add(6 * time.Hour)
	switch r.IntN(10) {
	case 0:
		s.Do(h.World, casefile.Movement, Flight, by, "movement.note-sign", movement.NoteSign{Sign: "one-place"})
	case 1:
		s.Do(h.World, casefile.Movement, Flight, by, "movement.count", movement.Count{Where: movement.HandOver, People: 3})
	case 2:
		s.Do(h.World, casefile.Movement, Flight, by, "movement.move", m)
	case 3:
		s.Do(h.World, casefile.Country, "NGA", by, "country.issue", country.Issue{Reference: "NGA", Sheet: "NGA-2026-2", AtRisk: []string{"NGA"}})
	case 4:
		s.Do(h.World, casefile.Country, "NGA", by, "country.open-option", country.OpenOption{Option: "stay"})
	case 5:
		s.Do(h.World, casefile.Line, Line, by, "budget.suspend", results.Suspend{By: "court"})
	case 6:
		s.Do(h.World, casefile.Line, Line, by, "budget.charge", results.Charge{Amount: 1_000_000})
	case 7:
		s.Texts[safeguard.ReturnDeclaration+"/eng"]++
	case 8:
		h.link(d, by, r)
	case 9:
		s.Do(h.World, casefile.Country, safeguard.Libya, by, "country.issue", country.Issue{Reference: safeguard.Libya, Sheet: "LBY-2026-2"})
	}
}

// link is the files found to be one person's, in the one or in the other, and
// something that stops the other, which may be erased then.
func (h *history) link(d *Doer, by *Officer, r *rand.Rand) {
	w, n, other := h.World, d.Node, TwinNumber
	if r.IntN(2) == 0 {
		w, n, other = h.Twin, h.Twin.Nodes[0], h.Number()
	}
	w.Do(n, by, "duplicate.suspect", casefile.SuspectDuplicate{Other: other})
	w.Do(n, by, "duplicate.settle", casefile.SettleDuplicate{Other: other, Same: true, Reason: "the same face"})
	stop := stops[r.IntN(len(stops))]
	h.Twin.Do(h.Twin.Nodes[0], by, stop.command, stop.args)
	if r.IntN(4) == 0 {
		h.Twin.Do(h.Twin.Nodes[0], h.Officer(access.DataProtection), "case.erase", casefile.Erase{Ground: "person-asked"})
	}
}

func (h *history) board(d *Doer, r *rand.Rand) {
	h.Do(d.Node, h.anybody(r), "boarding.board", movement.Board{Movement: Flight})
}

func (h *history) depart(d *Doer, r *rand.Rand) {
	if r.IntN(3) == 0 {
		h.any(d, r)
		return
	}
	k, _ := casefile.Named("departure.record")
	args := anyArguments(d, d.Node.Case(), r, k.Name, k.Zero)
	if c, is := args.(movement.ChooseIdentity); is && c.How == safeguard.TwoFacts {
		c.Word, c.Picture = word, picture // what the person chose they know at the gate
		args = c
	}
	h.Do(d.Node, h.anybody(r), k.Name, args)
}

// unreadable is an entry that no program can read, or one whose maker had no
// right to it.
func (h *history) unreadable(d *Doer, r *rand.Rand) {
	switch r.IntN(8) {
	case 0:
		h.Forge(d.Node)
	default:
		d.Node.Deliver(ledger.Event{ID: ledger.Hash(digest("stray", fmt.Sprint(r.Uint64()))), Parents: []ledger.Hash{anyHash(d, r)},
			Recorded: h.Moment(d.Node), Happened: h.Moment(d.Node), Effect: ledger.None, Disputed: true, Body: stored(consent.Shared{Share: consent.Share{Recipient: "carrier"}})})
	}
}

// again is an event under the id of a command that was recorded before: the
// same fact, something that stops, or either from somebody who had no right to
// it; after everything the node holds, or beside the first.
func (h *history) again(d *Doer, r *rand.Rand) {
	if len(d.Node.Held) == 0 {
		return
	}
	first := d.Node.Held[r.IntN(len(d.Node.Held))]
	if first.Command.IsZero() || first.Body == nil {
		return
	}
	e := first
	e.Recorded, e.Node, e.Disputed = h.Moment(d.Node), "elsewhere", r.IntN(2) == 0
	if r.IntN(2) == 0 {
		e.Body, e.Effect = stored(consent.Withdrawn{Withdraw: consent.Withdraw{Channel: "phone"}}), ledger.Stop
	}
	beside := r.IntN(2) == 0
	if !beside {
		e.Parents = d.Node.Case().Heads
	}
	if e.ID = name(&e); beside {
		d.Node.Deliver(e)
		return
	}
	d.Node.hold(e)
}
