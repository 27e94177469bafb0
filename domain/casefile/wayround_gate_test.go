package casefile

import (
	"testing"

	"amana/domain/assessment"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/safeguard"
	"amana/domain/screening"
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

// The mission of the country that somebody fears reads of them no more: who asked for asylum, or of
// whom a real risk there was found.
func TestAStopRecallsTheNotice(t *testing.T) {
	given := with(before("seat.give"), does("pia", "need.find", screening.FindNeed{Need: "medical", Travels: true, Notify: "standard"}),
		does("cas", "notice.send", func(w *world) any { return Notify{movement.SendNotice{Needs: w.ids["need.found"], Movement: flight}} }))
	for what, step := range map[string]struct {
		does []doing
		want string
	}{
		"asylum":             {[]doing{asks}, ""},
		"asylum, taken back": {[]doing{asks, takenBack}, "NGA"},
		"a real risk":        {[]doing{does("sam", "risk.assess", assessment.AssessRisk{Finding: "real", Sheet: "NGA-1", Reasons: "x"})}, ""},
		"a real risk, ended": {[]doing{does("sam", "risk.assess", assessment.AssessRisk{Finding: "real", Sheet: "NGA-1", Reasons: "x"}),
			does("pia", "risk.assess", func(w *world) any {
				return assessment.AssessRisk{Finding: "none", Sheet: "NGA-1", Reasons: "x", Ends: []ledger.Hash{w.last("risk.assessed")}}
			})}, "NGA"},
		"a hold, for which they wait": {[]doing{does("pia", "hold.place", PlaceHold{For: "protection", Reason: "x"})}, "NGA"},
	} {
		w := begin(t, given...)
		if got := w.file.Noticed(); got != "NGA" {
			t.Fatalf("told: %q", got)
		}
		for _, d := range step.does {
			w.do(d)
		}
		if got := w.file.Noticed(); got != step.want {
			t.Errorf("%s: %q knows, want %q", what, got, step.want)
		}
	}
}
