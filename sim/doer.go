package sim

import (
	"fmt"
	"time"

	"amana/domain/access"
	"amana/domain/casefile"
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

	Steps int // taken for the finding that was worked on last

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
		w.Pass(d.pace())
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
	if held := c.Travel.Movement; s.Do == "seat.give" && held != "" && !w.goes(held, c) {
		free := movement.FreeSeat{Movement: held, Reason: "moved-to-another"}
		if _, err := w.Do(d.Node, w.Officer(s.By), "seat.free", free); err != nil {
			return "", err
		}
		c = d.Node.Case()
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
	outcome := there.follows(d.World.flight(d.Node.Case()), d.act)
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
// there, by somebody who has heard what this node knows of the person, and whom it
// hears: whether they are a child counts in all their files.
func (d *Doer) inTwin(s safeguard.Step) (Outcome, error) {
	twin := d.World.Twin
	if twin == nil {
		return "", fmt.Errorf("%s is about a linked file, and there is none", s.Do)
	}
	d.World.Sync(d.Node, d.World.Nodes[0])
	d.World.Sync(d.World.Nodes[0], d.Node)
	there := &Doer{World: twin, Node: twin.Nodes[0], Silent: d.Silent}
	before := twin.Now
	var outcome Outcome
	var err error
	_, withdrawn, _ := there.finding(d.act, d.rule)
	objects := s.Do == "consent.give" && !withdrawn // a child's no, which is of no rule there but that of their consent
	asks, says := d.Node.Case().Goes(), there.Node.Case().Goes()
	switch {
	case s.Do == "case.correct" && (asks.Destination != says.Destination || asks.Area != "" && asks.Area != says.Area):
		correct := casefile.Correct{Changed: casefile.Changed{Destination: asks.Destination, Area: asks.Area}}
		_, err = twin.Do(there.Node, twin.Officer(s.By), s.Do, correct)
		outcome = Done
	case objects, s.Do == "consent.reaffirm", s.Do == "custody.record", s.Do == "health.examine", s.Do == "seat.free", s.Do == "case.reopen": // also where that rule asks for a seat first
		outcome, err = there.Take(safeguard.Step{Do: s.Do, By: s.By})
	default:
		outcome, err = there.Resolve(d.act, d.rule, func(int) int { return 0 })
	}
	d.World.Now = d.World.Now.Add(twin.Now.Sub(before))
	d.Waits = there.Waits
	return outcome, err
}

// over says whether there is nothing left to decide: the person left, or the
// file was erased.
func over(c *casefile.Case) bool { return c.Travel.Departed != nil || c.Erased }
