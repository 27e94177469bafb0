package casefile

import (
	"testing"

	"amana/domain/movement"
	"amana/domain/safeguard"
	"amana/domain/talk"
)

// leftOpen is an answer at the gate of which nobody said how it was asked.
func leftOpen(answer string) movement.AnswerGate {
	return movement.AnswerGate{Movement: flight, Answer: answer, Unsaid: true, Talk: talk.Talk{Language: "und", Mode: talk.InPerson, Control: talk.Held, Witness: talk.NoWitness}}
}

// Who has power over the place at the gate was left open: nobody is held by that.
func TestALeftOpenAnswerIsNoCaptivity(t *testing.T) {
	w := begin(t, with(before("gate.answer"), does("gat", "gate.answer", leftOpen(safeguard.NotSure)))...)
	if held, _ := w.file.Held(); held || len(w.file.captivity()) > 0 {
		t.Error("not sure, tapped with the rest left open: held")
	}
	w.do(does("gat", "gate.answer", gate))
	if _, _, err := w.try(does("mov", "boarding.board", boards)); err != nil {
		t.Errorf("asked again, alone, and they say yes: %s", told(err))
	}
	var all Manifest
	if all.Add(w.file); len(all.Tally.Seats) != 0 {
		t.Error("counted among those who are held")
	}

	w = begin(t, with(before("gate.answer"), does("gat", "gate.answer", leftOpen(safeguard.No)))...)
	if held, _ := w.file.Held(); held || !w.file.Withdrawn() {
		t.Errorf("no, tapped with the rest left open: held %v, withdrawn %v", held, w.file.Withdrawn())
	}
	for _, a := range w.file.Patterns(w.events) {
		if a.What == "gate" && a.Inside {
			t.Error("looked at as said inside")
		}
	}

	said := leftOpen(safeguard.No)
	said.Unsaid = false
	w = begin(t, with(before("gate.answer"), does("gat", "gate.answer", said))...)
	if held, _ := w.file.Held(); !held {
		t.Error("somebody said that they were under the eyes of who holds them")
	}
}
