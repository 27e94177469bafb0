package sim

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/safeguard"
)

// Doer does what findings say should be done next, as willing officers would.
type Doer struct {
	World *World
	Node  *Node

	// Silent makes the authority that holds the person never answer, and the
	// State never grant anything.
	Silent bool

	// Waits is the finding at which the way last ended outside.
	Waits safeguard.Finding

	beside bool // it happens while others do something else

	act  safeguard.Act // what it works on
	rule safeguard.ID
}

// Outcome is what came of a step.
type Outcome string

const (
	Done    Outcome = "done"    // something was recorded
	Passed  Outcome = "passed"  // time passed until the day it waited for
	Outside Outcome = "outside" // it waits for somebody outside, with no day
	Ended   Outcome = "ended"   // return is not the way now; other help took over
)

// Take does one step. A fault of kind Blocked carries the findings that are
// the further reason.
func (d *Doer) Take(s safeguard.Step) (Outcome, error) {
	w := d.World
	switch {
	case s.Wait == "time":
		if !s.Until.After(w.Moment(d.Node)) {
			return "", fmt.Errorf("it waits for %v, which has passed", s.Until)
		}
		return d.until(s.Until), nil
	case s.Wait == "parent":
		return d.withParent()
	case s.Wait != "" && s.Until.IsZero():
		return Outside, nil
	case s.Wait != "":
		if !s.Until.After(w.Moment(d.Node)) {
			return "", fmt.Errorf("it waits for %s until %v, which has passed", s.Wait, s.Until)
		}
		return d.until(s.Until), nil
	case s.Do == "case.end":
		return Ended, nil
	case s.Do == attest:
		w.Attest(d.Node, w.Officer(s.By))
		return Done, nil
	case s.About == linkedFile:
		return d.inTwin(s)
	}
	w.Pass(d.pace())
	c := d.Node.Case()
	if do, there := otherMoves[s.Do]; there {
		return Done, do(d, c, s)
	}
	do, there := moves[s.Do]
	if !there {
		return "", fmt.Errorf("nobody knows how to do %q", s.Do)
	}
	_, err := w.Do(d.Node, d.who(c, s), s.Do, do(d, c, s))
	return Done, err
}

// pace is how long a step takes.
func (d *Doer) pace() time.Duration {
	if d.beside {
		return 10 * time.Second
	}
	return 20 * time.Minute
}

// withParent lets the parent of a child go the same way, of their own will: to
// a seat where the child has or is to have one, and aboard when it boards.
func (d *Doer) withParent() (Outcome, error) {
	w := d.World
	p := w.Parent
	if p == nil {
		return Outside, nil
	}
	there := &Doer{World: p, Node: p.Nodes[0], Silent: d.Silent, beside: true}
	outcome := there.follows(orFlight(d.Node.Case().Travel.Movement), d.act)
	if p.Now.After(w.Now) {
		w.Pass(p.Now.Sub(w.Now))
	}
	return outcome, nil
}

// follows is one parent's way to a movement, as far as it goes.
func (d *Doer) follows(ref string, act safeguard.Act) Outcome {
	c := d.Node.Case()
	if over(c) || c.Ending != "" || c.IsClosed {
		return Outside
	}
	if c.Travel.Movement != ref || c.Travel.Standby || c.Travel.Absent || len(c.Travel.Seats) > 1 {
		seat := movement.GiveSeat{Movement: ref, Line: OtherLine, Reason: "family"}
		if d.Reach(safeguard.Seat) != nil {
			return Outside
		}
		if _, err := d.World.Do(d.Node, d.World.Officer(access.MovementOfficer), "seat.give", seat); err != nil {
			return Outside
		}
	}
	if d.Reach(safeguard.Clearance) != nil {
		return Outside
	}
	if act != safeguard.Boarding {
		return Done
	}
	if d.Reach(act) != nil {
		return Outside
	}
	if _, err := d.World.Do(d.Node, d.World.Officer(access.MovementOfficer), "boarding.board", movement.Board{Movement: ref}); err != nil {
		return Outside
	}
	return Done
}

// What steps are about, where the doer must know.
const (
	attest     = "safeguard.attest"
	linkedFile = "linked-file"
	limited    = "limited-access"
)

func (d *Doer) until(t time.Time) Outcome {
	d.World.Pass(t.Sub(d.World.Moment(d.Node)))
	if t.After(d.World.Moment(d.Node)) { // the node's clock has whole seconds
		d.World.Pass(time.Second)
	}
	return Passed
}

// inTwin does in the other file of the same person what the same rule asks for
// there.
func (d *Doer) inTwin(s safeguard.Step) (Outcome, error) {
	twin := d.World.Twin
	if twin == nil {
		return "", fmt.Errorf("%s is about a linked file, and there is none", s.Do)
	}
	there := &Doer{World: twin, Node: twin.Nodes[0], Silent: d.Silent}
	before := twin.Now
	outcome, err := there.Resolve(d.act, d.rule, func(int) int { return 0 })
	d.World.Now = d.World.Now.Add(twin.Now.Sub(before))
	d.Waits = there.Waits
	return outcome, err
}

// who is an officer for a step: of the role it names, and none of those who
// may not do it because of what they did before.
func (d *Doer) who(c *casefile.Case, s safeguard.Step) *Officer {
	if s.Do == "clearance.give" {
		if n := len(c.Travel.Drawn); n > 0 {
			return d.World.officer(c.Travel.Drawn[n-1].Officer)
		}
	}
	if s.Do == "import.attest" {
		return d.World.officer(c.Imported[hash(s.About)])
	}
	if n := len(c.Contacts); s.Do == "gate.confirm-person" && s.About == safeguard.MetBefore && n > 0 {
		return d.World.officer(c.Contacts[n-1].By)
	}
	if s.Do == "interests.determine" {
		return d.member(c, s.About)
	}
	role := s.By
	if role == "" {
		role = access.Caseworker
	}
	return d.World.Officer(role, before(c, s.Do)...)
}

// member is, of those called to decide on a question as a panel, who spoke of it
// longest ago.
func (d *Doer) member(c *casefile.Case, about string) *Officer {
	var next *Officer
	oldest := len(d.Node.Held)
	for _, k := range c.Calls {
		if k.Duty != access.PanelMember || !k.Ended.IsZero() || slices.Contains(prepared(c, about), k.Officer) {
			continue
		}
		spoke := -1
		for _, v := range c.Assessment.Votes {
			if v.By == k.Officer && v.About == about {
				spoke = v.Seq
			}
		}
		if spoke < oldest {
			oldest = spoke
			next = d.World.officer(k.Officer)
		}
	}
	return next
}

// prepared lists who prepared what a panel decides on: they have no vote.
func prepared(c *casefile.Case, about ...string) []ledger.Actor {
	var all []ledger.Actor
	for _, question := range about {
		switch question {
		case safeguard.AboutReturn, safeguard.AboutGuardian:
			for _, x := range c.Assessment.Interests {
				all = append(all, x.By)
			}
		case safeguard.AboutFamily, safeguard.AboutApart:
			for _, x := range c.Assessment.Together {
				all = append(all, x.By)
			}
		case safeguard.AboutCapacity:
			for _, x := range c.Assessment.Capacity {
				all = append(all, x.By)
			}
			for _, x := range c.Assessment.Doubts {
				all = append(all, x.By)
			}
		}
	}
	return all
}

// before lists who did earlier what another officer has to do now.
func before(c *casefile.Case, command string) []ledger.Actor {
	var all []ledger.Actor
	switch command {
	case "counselling.hold":
		if n := len(c.Counselling.Sessions); n > 0 { // where access is limited the next talk is another officer's
			all = append(all, c.Counselling.Sessions[0].By)
		}
	case "wish.state":
		for _, x := range c.Counselling.Wishes {
			all = append(all, x.By)
		}
	case "order.ask":
		for _, x := range c.Counselling.Orders {
			all = append(all, x.By)
		}
	case "fear.ask":
		for _, x := range c.Assessment.Fears {
			all = append(all, x.By)
		}
	case "voluntary.assess", "voluntary.repeat", "voluntary.review":
		for _, x := range slices.Concat(c.Assessment.Voluntary, c.Assessment.Second) {
			all = append(all, x.By)
		}
	case "entry.resolve":
		for _, s := range c.Strays {
			for _, l := range s.Looks {
				all = append(all, l.By)
			}
		}
	case "age.settle":
		for _, x := range c.Assessment.AgeFound {
			all = append(all, x.By)
		}
	case "interests.assess":
		all = prepared(c, safeguard.AboutReturn)
	case "capacity.find":
		for _, x := range c.Assessment.Capacity {
			all = append(all, x.By)
		}
	case "screening.record":
		for _, x := range c.Screening.Screenings {
			all = append(all, x.By)
		}
	case "trafficking.screen":
		for _, x := range c.Screening.Trafficking {
			all = append(all, x.By)
		}
	case "risk.assess":
		for _, x := range c.Assessment.Risks {
			all = append(all, x.By)
		}
	case "gate.answer":
		for _, x := range c.Counselling.Sessions {
			all = append(all, x.By)
		}
		for _, x := range c.Counselling.Extended {
			all = append(all, x.By)
		}
	}
	return all
}

// Resolve does what the finding of one rule says, again and again, choosing
// among the acts it lists, until the rule no longer blocks or waits for
// somebody outside. Where an act is blocked in its turn, that is a further
// reason and is worked on first. An error is a dead end.
func (d *Doer) Resolve(act safeguard.Act, id safeguard.ID, choose func(n int) int) (Outcome, error) {
	return d.resolve(act, id, choose, nil)
}

// enough is how many acts may be needed for one finding.
const enough = 40

func (d *Doer) resolve(act safeguard.Act, id safeguard.ID, choose func(n int) int, stack []string) (Outcome, error) {
	here := fmt.Sprintf("%s at %s", id, act)
	if slices.Contains(stack, here) {
		return "", fmt.Errorf("in a circle: %s", strings.Join(append(stack, here), " → "))
	}
	stack = append(slices.Clone(stack), here)
	var trail []string
	dead := func(why string) error {
		return fmt.Errorf("%s: %s; done: %s", strings.Join(stack, " → "), why, strings.Join(trail[max(0, len(trail)-6):], ", "))
	}
	for range enough {
		f, blocks, keyed := d.finding(act, id)
		if !blocks {
			return Done, nil
		}
		if len(f.Next) == 0 {
			return "", dead(f.Reason.Key + " says nothing to do")
		}
		step := f.Next[choose(len(f.Next))]
		trail = append(trail, fmt.Sprintf("%s %s%s %s", f.Reason.Key, step.Do, step.Wait, step.About))
		d.act, d.rule = act, id
		outcome, err := d.take(step, keyed)
		switch why, _ := errors.AsType[*fault.Fault](err); {
		case why == nil:
		case why.Key == "fault.not-agreed":
			outcome, err = d.Take(why.Findings.([]safeguard.Finding)[0].Next[0])
		case why.Kind == fault.Blocked:
			outcome, err = d.unblock(why, choose, stack)
		case why.Key == "fault.case-ended": // the person came back to it
			outcome, err = d.Take(safeguard.Step{Do: "case.reopen", By: access.Caseworker})
		}
		if err != nil {
			return "", dead(fmt.Sprintf("%s (%s): %v", step.Do, step.About, err))
		}
		if outcome == Outside || outcome == Ended {
			if step.Wait != "" {
				d.Waits = f
			}
			return outcome, nil
		}
	}
	return "", dead("no end")
}

// unblock works on every finding that blocked an act.
func (d *Doer) unblock(blocked *fault.Fault, choose func(n int) int, stack []string) (Outcome, error) {
	act, _ := blocked.Args[0].Value.(safeguard.Act)
	all, _ := blocked.Findings.([]safeguard.Finding)
	open := safeguard.Blocking(all)
	for len(open) > 0 {
		i := choose(len(open))
		outcome, err := d.resolve(act, open[i].Safeguard, choose, stack)
		if err != nil || outcome == Outside || outcome == Ended {
			return outcome, err
		}
		open = slices.Delete(open, i, i+1)
	}
	return Done, nil
}

func (d *Doer) findings(act safeguard.Act) []safeguard.Finding { return d.World.Findings(d.Node, act) }

// finding is what blocks, as somebody reads it who may do something about it:
// where a node reads too little, the owner signs in there, with all keys.
func (d *Doer) finding(act safeguard.Act, id safeguard.ID) (f safeguard.Finding, blocks, keyed bool) {
	f, blocks = named(d.findings(act), id)
	if !blocks || f.Basis != safeguard.OnAttestation {
		return f, blocks, false
	}
	for _, at := range append([]safeguard.Act{act}, safeguard.Acts[:]...) {
		if full, still := named(d.World.FullFindings(d.Node, at), id); still {
			return full, true, true // an attestation is of the gravest act at which the rule is due
		}
	}
	return f, true, false
}

// take does a step, with all keys if it was found with them.
func (d *Doer) take(s safeguard.Step, keyed bool) (Outcome, error) {
	if keys := d.Node.Keys; keyed {
		d.Node.Open(ledger.Everything)
		defer d.Node.Open(keys)
	}
	return d.Take(s)
}

func named(findings []safeguard.Finding, id safeguard.ID) (safeguard.Finding, bool) {
	for _, f := range findings {
		if f.Safeguard == id {
			return f, f.State.Blocks()
		}
	}
	return safeguard.Finding{}, false
}

// Reach does what findings say until nothing blocks an act, always the first
// thing that the first of them names. It is the straight way of a journey.
func (d *Doer) Reach(act safeguard.Act) error {
	for range 400 {
		open := safeguard.Blocking(d.findings(act))
		if len(open) == 0 {
			return nil
		}
		outcome, err := d.resolve(act, open[0].Safeguard, func(int) int { return 0 }, nil)
		if err != nil {
			return err
		}
		if outcome == Outside || outcome == Ended {
			return fmt.Errorf("%s: %s %s", open[0].Safeguard, open[0].Reason.Key, outcome)
		}
	}
	return fmt.Errorf("%s is never reached", act)
}

// over says whether there is nothing left to decide: the person left, or the
// file was erased.
func over(c *casefile.Case) bool { return c.Travel.Departed != nil || c.Erased }
