package safeguard

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// When a flight moves, each person has a list of their own of what must be done
// again: of which rule, by whom, from when, and how many minutes that takes.
func TestWhatAMoveAsksOfEachPerson(t *testing.T) {
	book := testBook(t)
	const (
		adult  = "somebody who can be asked"
		infant = "an infant"
		needy  = "somebody whom others must meet"
		held   = "somebody who is handed over"
	)
	again := "reception-acknowledged: notice.send by caseworker, 20 min"
	moves := map[string]struct {
		by    time.Duration
		eve   bool // it is told the evening before, and not at the gate
		wants map[string][]string
	}{
		"twelve hours forward": {by: -12 * time.Hour, eve: true, wants: map[string][]string{needy: {again}}},
		"forty-eight hours back": {by: 48 * time.Hour, wants: map[string][]string{
			adult: {
				"reaffirmed: consent.reaffirm by counsellor, 30 min", "gate: gate.answer by movement-officer from 11-23 06:00, 10 min",
				"fit-to-travel: health.check by health, 20 min", "same-person: gate.confirm-person by movement-officer from 11-23 06:00, 5 min",
			},
			held: { // who is taken back, and handed over again
				"reaffirmed: consent.reaffirm by counsellor, 30 min", "gate: gate.answer by movement-officer from 11-23 06:00, 10 min",
				"fit-to-travel: health.check by health, 20 min", "same-person: gate.confirm-person by movement-officer from 11-23 06:00, 5 min",
				"not-collective: movement.count by movement-officer from 11-22 12:00, 30 min",
			},
			infant: {"fit-to-travel: health.check by health, 20 min", "same-person: gate.confirm-person by movement-officer from 11-23 06:00, 5 min"},
			needy: {
				"reaffirmed: consent.reaffirm by counsellor, 30 min", "gate: gate.answer by movement-officer from 11-23 06:00, 10 min",
				"fit-to-travel: health.check by health, 20 min", again, "same-person: gate.confirm-person by movement-officer from 11-23 06:00, 5 min",
			},
		}},
		"to two in the morning": {by: 14 * time.Hour, wants: map[string][]string{
			adult:  {"gate: gate.answer by movement-officer from 11-21 20:00, 10 min", "same-person: gate.confirm-person by movement-officer from 11-21 20:00, 5 min"},
			held:   {"gate: gate.answer by movement-officer from 11-21 20:00, 10 min", "same-person: gate.confirm-person by movement-officer from 11-21 20:00, 5 min"},
			infant: {"same-person: gate.confirm-person by movement-officer from 11-21 20:00, 5 min"},
			needy: {
				"gate: gate.answer by movement-officer from 11-21 20:00, 10 min", again, "same-person: gate.confirm-person by movement-officer from 11-21 20:00, 5 min",
			},
		}},
		"to two in the morning, told the evening before": {by: 14 * time.Hour, eve: true, wants: map[string][]string{needy: {again}}},
		"by no more than the gate allows":                {by: 6 * time.Hour, wants: map[string][]string{}},
	}
	people := map[string]struct {
		is     string
		become func(*world)
	}{
		"an adult": {adult, func(*world) {}}, "held": {held, (*world).held}, "supported": {adult, func(w *world) { w.Person.Supported = true }},
		"a child": {adult, (*world).child}, "a child alone": {needy, (*world).lone}, "an infant": {infant, (*world).infant},
		"trafficked": {needy, (*world).trafficked}, "with a need": {needy, (*world).need},
	}
	for name, move := range moves {
		for who, p := range people {
			w, at := ready(), now
			p.become(w)
			if move.eve {
				at, w.Journey.Gate, w.Journey.Same = departs.Add(-hours(18)), nil, nil
			}
			on := w.Around.Movement.Moved(departs.Add(move.by), at)
			undone := Undone(w.Facts, book, at, on)
			tasks := Redo(w.Facts, book, at, on, undone)
			var got []string
			for i, task := range tasks {
				got = append(got, line(task))
				if i >= len(undone) || task.Safeguard != undone[i] {
					t.Errorf("%s, %s: %s is asked for, undone is %v", name, who, task.Safeguard, undone)
				}
			}
			if diff := cmp.Diff(move.wants[p.is], got); diff != "" || len(tasks) != len(undone) {
				t.Errorf("%s, %s: %d rules undone, want - got +:\n%s", name, who, len(undone), diff)
			}
		}
	}
}

func line(t Task) string {
	text := fmt.Sprintf("%s: %s by %s", t.Safeguard, t.Do, t.By)
	if !t.From.IsZero() {
		text += " from " + t.From.In(tripoli).Format("01-02 15:04")
	}
	return fmt.Sprintf("%s, %d min", text, t.Minutes)
}

// What a move did not undo is not asked for again, though it is still to be done.
func TestWhatWasStillToComeIsNotAgain(t *testing.T) {
	book, w := testBook(t), ready()
	w.Journey.Gate, w.Will.Reaffirmed = nil, nil
	on := w.Around.Movement.Moved(departs.Add(hours(48)), now)
	for _, task := range Redo(w.Facts, book, now, on, Undone(w.Facts, book, now, on)) {
		if task.Safeguard == "gate" || task.Safeguard == "reaffirmed" {
			t.Errorf("again: %s", line(task))
		}
	}
}
