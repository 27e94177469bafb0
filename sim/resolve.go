package sim

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"amana/domain/access"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// Resolve does what the finding of one rule says, again and again, choosing
// among the acts it lists, until the rule no longer blocks or waits for
// somebody outside. Where an act is blocked in its turn, that is a further
// reason and is worked on first. An error is a dead end.
func (d *Doer) Resolve(act safeguard.Act, id safeguard.ID, choose func(n int) int) (Outcome, error) {
	d.Steps = 0
	return d.resolve(act, id, choose, nil)
}

// enough is how many steps may be needed for one finding, those for what blocks on the way
// among them.
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
	for d.Steps < enough {
		f, blocks, keyed := d.finding(act, id)
		if !blocks {
			return Done, nil
		}
		if len(f.Next) == 0 {
			return "", dead(f.Reason.Key + " says nothing to do")
		}
		step := f.Next[choose(len(f.Next))]
		d.Steps++
		trail = append(trail, fmt.Sprintf("%s %s%s %s", f.Reason.Key, step.Do, step.Wait, step.About))
		d.act, d.rule = act, id
		outcome, err := d.take(step, keyed)
		switch why, _ := errors.AsType[*fault.Fault](err); {
		case why == nil:
		case why.Key == "fault.not-agreed":
			outcome, err = d.Take(why.Findings.([]safeguard.Finding)[0].Next[0])
		case why.Kind == fault.Blocked:
			outcome, err = d.unblock(why, choose, stack)
		case why.Key == "fault.facts-shut": // somebody who reads them signs in
			outcome, err = d.take(step, true)
		case why.Key == "fault.not-what-they-chose": // they forgot it: somebody who met them knows who it is
			outcome, err = d.Take(f.Next[len(f.Next)-1])
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
		outcome, err := d.Resolve(act, open[0].Safeguard, func(int) int { return 0 })
		if err != nil {
			return err
		}
		if outcome == Outside || outcome == Ended {
			return fmt.Errorf("%s: %s %s", open[0].Safeguard, open[0].Reason.Key, outcome)
		}
	}
	return fmt.Errorf("%s is never reached", act)
}
