package sim

import (
	"bytes"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"amana/domain/access"
	"amana/domain/assessment"
	"amana/domain/casefile"
	"amana/domain/consent"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/safeguard"
)

// Property 2. A stop (withdrawal, report, asylum request, fear, real risk,
// hold) inserted at any cut before boarding, concurrent to all later events or
// before all of them, never makes boardable what was not, on any node that has
// heard of it, with all keys or some; no single rule ceases to block for a stop
// beside. And a stop that nothing later knows of always blocks. Two things are
// true of a fear alone: heard in a good talk it is evidence too, for the few rules
// that ask for such a talk; and joint counselling that knows of it, which may have
// been due for another reason, answers it though it was never meant to. What a later
// talk settles it must name, and none here names what was inserted.
func TestAStopNeverHelps(t *testing.T) {
	b := book(t)
	forEach(t, 175, func(t *rapid.T) {
		h := play(t, b, rapid.IntRange(1, 3).Draw(t, "nodes"), 25)
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "cut"), 5))
		cut := h.cut(r)
		if len(cut) == 0 {
			return
		}
		s, sound := stops[r.IntN(len(stops))], false
		if s.command == "fear.ask" && r.IntN(2) == 0 {
			well := (&Doer{World: h.World, Node: h.Nodes[0]}).talk(h.Nodes[0].Case(), "")
			s.args, sound = assessment.AskFear{Talk: well, Answer: safeguard.FearHome}, true
		}
		stop := h.inserted(cut, s.command, s.args)
		for _, then := range h.moments(r) {
			known := &Node{Keys: ledger.Everything}
			known.Deliver(h.Nodes[then.node].Held[:then.known]...)
			if then.keys = ledger.Everything; r.IntN(2) == 0 {
				then.keys = readers[r.IntN(len(readers))]
			}
			if is := h.boardable(append(slices.Clone(known.Held), stop), then); safeguard.Clear(is) {
				t.Fatalf("%s, whose past has not arrived, does not block", s.command)
			}
			known.Deliver(cut...)
			was := h.boardable(known.Held, then)
			beside := h.boardable(append(slices.Clone(known.Held), stop), then)
			then.keys = ledger.Everything // what was attested later would have been attested knowing the stop
			after := followed(stop, known.Held, cut)
			before := h.boardable(after, then)
			for i := range was {
				evidence := sound && slices.Contains(heardIn, was[i].Safeguard)
				if !evidence && was[i].State.Blocks() && !beside[i].State.Blocks() {
					t.Fatalf("%s unblocks %s", s.command, was[i].Reason.Key)
				}
			}
			answered := s.command == "fear.ask" && counselled(after, stop.ID)
			if safeguard.Clear(beside) || safeguard.Clear(before) && !answered {
				t.Fatalf("%s, which nothing later names, does not block", s.command)
			}
			if was = h.boardable(known.Held, then); safeguard.Clear(before) && !safeguard.Clear(was) {
				t.Fatalf("%s before all later events makes boardable what was not", s.command)
			}
		}
	})
}

// heardIn are the rules that ask for a good talk in which fear was asked about, or
// of those talks.
var heardIn = []safeguard.ID{"document-unfeared", "interpreter-fit", "private-interview"}

// cut is what some node held at some time before it knew of any boarding, or
// nothing if it knew too early.
func (h *history) cut(r *rand.Rand) []ledger.Event {
	held := h.Nodes[r.IntN(len(h.Nodes))].Held
	boarded := slices.IndexFunc(held, func(e ledger.Event) bool {
		switch e.Body.(type) {
		case movement.Boarded, movement.Departed, movement.DepartedUncleared:
			return true
		}
		return false
	})
	if boarded < 0 {
		boarded = len(held)
	}
	past := ledger.Arrange(slices.Clone(held[:r.IntN(boarded+1)])) // only what is not waiting
	return slices.Clone(past.Events)
}

// inserted is a stop that follows everything in a cut.
func (h *history) inserted(cut []ledger.Event, command string, args any) ledger.Event {
	past := ledger.Arrange(slices.Clone(cut))
	c := casefile.Fold(&past)
	k, _ := casefile.Named(command)
	last := cut[len(cut)-1].Recorded
	bodies, err := k.Decide(c, args, ledger.Deed{Moment: last, Happened: last})
	if err != nil {
		panic(err)
	}
	e := ledger.Event{
		Stream: h.stream, Class: ledger.ClassCase, Parents: c.Heads, Node: "elsewhere", Recorded: last, Happened: last,
		Actor: h.Officer(access.Hotline).Actor, Effect: ledger.EffectOf(bodies[0]), Body: stored(bodies[0]), Command: h.command(),
	}
	e.ID = name(&e)
	return e
}

// followed makes every event outside the cut a later one than the stop: those
// that followed only the cut follow the stop too. The stop itself knows what all
// of those knew, so that nobody learns from it of anything but itself. Names stay.
func followed(stop ledger.Event, known, cut []ledger.Event) []ledger.Event {
	parents, inCut := map[ledger.Hash][]ledger.Hash{}, map[ledger.Hash]bool{}
	for _, e := range known {
		parents[e.ID] = e.Parents
	}
	for _, e := range cut {
		parents[e.ID], inCut[e.ID] = e.Parents, true
	}
	common := maps.Clone(inCut)
	var with []ledger.Event
	for _, e := range known {
		outside := slices.ContainsFunc(e.Parents, func(p ledger.Hash) bool { return !inCut[p] })
		if !inCut[e.ID] && !outside {
			past := ancestors(e.Parents, parents)
			maps.DeleteFunc(common, func(id ledger.Hash, _ bool) bool { return !past[id] })
			e.Parents = append(slices.Clone(e.Parents), stop.ID)
		}
		with = append(with, e)
	}
	inner := map[ledger.Hash]bool{}
	for id := range common {
		for _, p := range parents[id] {
			inner[p] = true
		}
	}
	maps.DeleteFunc(common, func(id ledger.Hash, _ bool) bool { return inner[id] })
	stop.Parents = slices.SortedFunc(maps.Keys(common), func(a, b ledger.Hash) int { return bytes.Compare(a[:], b[:]) })
	return append(with, stop)
}

// ancestors are all that follows back from some events, and they themselves.
func ancestors(from []ledger.Hash, parents map[ledger.Hash][]ledger.Hash) map[ledger.Hash]bool {
	all := map[ledger.Hash]bool{}
	for todo := slices.Clone(from); len(todo) > 0; todo = todo[1:] {
		if !all[todo[0]] {
			all[todo[0]] = true
			todo = append(todo, parents[todo[0]]...)
		}
	}
	return all
}

// moments are some at which something was asked, the last ones always.
func (h *history) moments(r *rand.Rand) []asked {
	all := h.asked
	if len(all) > 4 {
		i := r.IntN(len(all) - 3)
		all = append(slices.Clone(all[i:i+1]), all[len(all)-3:]...)
	}
	for i, n := range h.Nodes {
		all = append(slices.Clone(all), asked{node: i, known: len(n.Held), moment: h.Moment(n), boarding: h.Offered(n, n.Case(), safeguard.Boarding)})
	}
	return all
}

func (h *history) boardable(known []ledger.Event, then asked) []safeguard.Finding {
	return safeguard.Evaluate(Fold(SealAll(known, then.keys)).Facts(then.boarding), h.Book, then.moment, safeguard.Boarding)
}

// Of whoever may board each stop was answered by something that happened after it:
// had it happened after everything else, whenever that was written down, nobody
// would board.
func TestAStopIsAnsweredByWhatHappenedAfterIt(t *testing.T) {
	b, answered := book(t), map[string]int{}
	forEach(t, 25, func(t *rapid.T) {
		h := begin(t, b, rapid.SampledFrom([]int{0, 1, 3, 4, 5, 6}).Draw(t, "who"), 1, 3)
		d := &Doer{World: h.World, Node: h.Nodes[0]}
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "stops"), 7))
		for range 1 + r.IntN(2) {
			talk := d.talk(d.Node.Case(), "")
			switch r.IntN(4) {
			case 0:
				_, _ = h.Do(d.Node, h.Officer(access.MovementOfficer), "gate.answer", movement.AnswerGate{Movement: Flight, Talk: talk, Answer: safeguard.NotSure})
			case 1:
				_, _ = h.Do(d.Node, h.Officer(access.Counsellor), "consent.reaffirm", consent.Reaffirm{Talk: talk, Answer: safeguard.NotSure})
			default:
				h.stop(d, r)
			}
			h.Pass(time.Duration(1+r.IntN(90)) * time.Minute)
		}
		_ = d.Reach(safeguard.Boarding) // or wait for somebody outside
		n := d.Node
		then := asked{known: len(n.Held), moment: h.Moment(n), boarding: h.Offered(n, n.Case(), safeguard.Boarding), keys: ledger.Everything}
		known := slices.Clone(n.Held)
		may := h.boardable(known, then)
		if !safeguard.Clear(may) {
			return
		}
		spared := slices.ContainsFunc(may, func(f safeguard.Finding) bool { return f.Safeguard == "gate" && f.State == safeguard.NotApplicable })
		for i, e := range known {
			if !stopped(e.Body) || spared && asks(e.Body) { // nobody asks an infant
				continue
			}
			answered[e.Body.Kind()]++
			known[i].Happened = then.moment.Add(time.Second)
			known[i].Recorded = known[i].Happened
			if safeguard.Clear(h.boardable(known, then)) {
				t.Fatalf("%s is answered by what happened before it", e.Body.Kind())
			}
			known[i] = e
		}
	})
	t.Logf("answered: %v", answered)
	vetoes := answered["hold.placed"] + answered["consent.withdrawn"] + answered["consent.withdrawal-reported"] + answered["asylum.requested"]
	if answered["gate.answered"] == 0 || answered["consent.reaffirmed"] == 0 || vetoes == 0 {
		t.Errorf("too little was answered for anything to be shown: %v", answered)
	}
}

// asks says whether an event is an answer that an infant does not give.
func asks(b ledger.Body) bool {
	switch b.(type) {
	case consent.Reaffirmed, movement.GateAnswered:
		return true
	}
	return false
}

// stopped says whether an event stops a journey until something answers it.
func stopped(b ledger.Body) bool {
	switch b := b.(type) {
	case consent.Withdrawn, consent.Reported, assessment.AsylumRequested, casefile.HoldPlaced:
		return true
	case consent.Reaffirmed:
		return b.Answer == safeguard.NotSure
	case movement.GateAnswered:
		return b.Answer == safeguard.NotSure
	case assessment.RiskAssessed:
		return b.Finding == "real"
	}
	return false
}

// Property 4. A withdrawal and a departure that did not know of each other
// leave the case departed, and an incident that the office cannot close,
// whatever anybody in it does afterwards.
func TestCrossing(t *testing.T) {
	b := book(t)
	forEach(t, 75, func(t *rapid.T) {
		h := begin(t, b, rapid.SampledFrom([]int{0, 1, 3, 4, 5, 6}).Draw(t, "who"), 2, 3)
		here, there := h.Nodes[0], h.Nodes[1]
		if _, err := h.Do(here, h.Officer(access.MovementOfficer), "boarding.board", movement.Board{Movement: Flight}); err != nil {
			t.Fatal(err)
		}
		if rapid.Bool().Draw(t, "the other node knows of the boarding") {
			h.Sync(here, there)
		}
		depart, _ := casefile.Named("departure.record")
		leave := anyDeparture(rapid.Bool().Draw(t, "on our flight"), depart.Zero)
		if _, err := h.Do(here, h.anybody(rand.New(rand.NewPCG(1, 1))), "departure.record", leave); err != nil {
			t.Fatal(err)
		}
		said := rapid.SampledFrom(stops[:2]).Draw(t, "said")
		if _, err := h.Do(there, h.Officer(access.Hotline), said.command, said.args); err != nil {
			t.Fatal(err)
		}
		h.Sync(here, there)
		h.Sync(there, here)
		h.mustBeCrossed(t)
		for range rapid.IntRange(0, 12).Draw(t, "then") {
			r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 6))
			n := h.Nodes[r.IntN(2)]
			h.tryToHide(&Doer{World: h.World, Node: n}, r)
			h.Sync(here, there)
			h.Sync(there, here)
			h.mustBeCrossed(t)
			h.Pass(time.Hour)
		}
	})
}

// tryToHide is an officer of the office concerned closing every incident there
// is, or anybody giving any command but the one by which the person, asked
// alone, says that the report was false.
func (h *history) tryToHide(d *Doer, r *rand.Rand) {
	by := h.anybody(r)
	for by.Office != d.Node.Case().Office {
		by = h.anybody(r)
	}
	for _, i := range d.Node.Case().Incidents {
		h.Do(d.Node, by, "incident.close", casefile.CloseIncident{Incident: i.ID, Outcome: "nothing"})
	}
	k := &casefile.Commands[1+r.IntN(len(casefile.Commands)-1)]
	if args := anyArguments(d, d.Node.Case(), r, k.Name, k.Zero); k.Name != "consent.settle-report" {
		h.Do(d.Node, by, k.Name, args)
	}
}

func (h *history) mustBeCrossed(t *rapid.T) {
	for _, n := range h.Nodes {
		c := n.Case()
		switch s := c.Status(); s {
		case casefile.StatusDeparted, casefile.StatusArrived, casefile.MissingOnArrival:
			if !c.Crossed() {
				t.Fatalf("%s, and nobody sees that a withdrawal crossed it", s)
			}
		case casefile.StatusUncleared:
			open := slices.ContainsFunc(c.Incidents, func(i casefile.Incident) bool { return i.What == "departed-uncleared" && i.Closed.IsZero() })
			if !open && !c.Crossed() {
				t.Fatal("departed uncleared, and the office closed the incident")
			}
		default:
			t.Fatalf("somebody who departed is %s", s)
		}
	}
}
