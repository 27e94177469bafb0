package safeguard

import (
	"slices"
	"time"

	"amana/domain/access"
	"amana/domain/ledger"
)

// Task is one thing to do again with a person because their movement leaves at
// another time or not at all.
type Task struct {
	Safeguard   ID                 `json:"safeguard,omitempty"`
	Ask         string             `json:"ask"`             // protection, health, papers: all that is told outside its compartment
	Do          string             `json:"do,omitempty"`    // name of a command
	About       string             `json:"about,omitempty"` // as of a step
	By          access.Role        `json:"by,omitempty"`
	Wait        string             `json:"wait,omitempty"` // instead of a command: for whom outside
	From        time.Time          `json:"from,omitzero"`  // not before then: it would be too early
	Minutes     int                `json:"minutes,omitempty"`
	Compartment ledger.Compartment `json:"-"`
}

// minutes is how long an officer needs for what may have to be done again, with
// the way there and the writing. The numbers are this project's defaults and
// have no source; an act that is not here takes what otherMinutes says.
var minutes = map[string]int{
	"seat.give": 5, "clearance.draw": 0, "clearance.give": 30, "gate.answer": 10, "gate.confirm-person": 5,
	"consent.reaffirm": 30, "consent.give": 60, "safe-no.tell": 20, "counselling.extend": 45, "counselling.hold": 75,
	"screening.record": 60, "risk.assess": 120, "voluntary.assess": 60, "voluntary.repeat": 60, "voluntary.review": 30,
	"health.examine": 45, "health.check": 20, "document.record": 60, "exit.record": 60, "notice.send": 20,
	"order.ask": 15, "fear.ask": 30, "option.tell": 15, "interests.assess": 120, "interests.determine": 180,
}

const otherMinutes = 30

// Elsewhere is a movement as the next one would be for those whose own was
// cancelled: planned as that was, with nobody asked at its gate yet.
func (m *Movement) Elsewhere(departs time.Time) *Movement {
	next := *m
	next.Reference, next.Cancelled, next.Locked, next.Shifts = "", false, true, nil
	next.Signs = nil
	next.Departs, next.Arrives = departs, departs.Add(m.Arrives.Sub(m.Departs))
	return &next
}

// Moved is the movement as it would be if it were moved at a moment.
func (m *Movement) Moved(departs, at time.Time) *Movement {
	next := *m
	next.Shifts = append(slices.Clone(m.Shifts), Shift{From: m.Departs, At: at, Told: at})
	next.Departs, next.Arrives = departs, departs.Add(m.Arrives.Sub(m.Departs))
	return &next
}

// Undone names the rules that boarding met, by the facts, at a moment and on
// the movement that they name, and that it would not have met on another.
func Undone(facts *Facts, book *Book, at time.Time, on *Movement) []ID {
	var undone []ID
	would := Evaluate(facts.on(on), book, at, Boarding)
	for i, f := range Evaluate(facts, book, at, Boarding) {
		if !f.State.Blocks() && would[i].State.Blocks() {
			undone = append(undone, f.Safeguard)
		}
	}
	return undone
}

// Redo lists what to do about those of the rules that block boarding on the
// movement now, each with the first step of its finding, or with the one that
// can be taken when a wait is over.
func Redo(facts *Facts, book *Book, at time.Time, on *Movement, undone []ID) []Task {
	facts = facts.on(on)
	var tasks []Task
	for _, f := range Blocked(facts, book, at, Boarding) {
		if !slices.Contains(undone, f.Safeguard) || len(f.Next) == 0 {
			continue
		}
		step, from := f.Next[0], time.Time{}
		if step.Wait == "time" && step.Until.After(at) {
			from = step.Until
			if s, there := firstStep(facts, book, from, f.Safeguard); there {
				step = s
			}
		}
		t := Task{Safeguard: f.Safeguard, Ask: f.Ask, Do: step.Do, About: step.About, By: step.By, Wait: step.Wait, From: from, Compartment: f.Compartment}
		if step.Do != "" {
			t.Minutes = Minutes(step.Do)
		}
		tasks = append(tasks, t)
	}
	return tasks
}

// Minutes is how long an officer needs for a command, as this project assumes.
func Minutes(command string) int {
	if n, known := minutes[command]; known {
		return n
	}
	return otherMinutes
}

// firstStep is what a rule that blocks boarding at a moment says first.
func firstStep(facts *Facts, book *Book, at time.Time, id ID) (Step, bool) {
	for _, f := range Blocked(facts, book, at, Boarding) {
		if f.Safeguard == id && len(f.Next) > 0 {
			return f.Next[0], true
		}
	}
	return Step{}, false
}

func (f *Facts) on(m *Movement) *Facts {
	other := *f
	other.Around.Movement = m
	return &other
}
