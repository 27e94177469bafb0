package movement

import (
	"testing"

	"amana/domain/fault"
	"amana/domain/ledger"
)

// Manifest = handed over = yes + no + not presented: what an officer counts is
// held against what the files say, and a difference is a sign of somebody else.
func TestReconciles(t *testing.T) {
	held := seats(1, 2, 3)
	for _, c := range []struct {
		name  string
		count Count
		files Tally
		want  bool
	}{
		{"as many are handed over as are held", Count{Where: HandOver, People: 3}, Tally{Seats: held, Manifest: 5}, true},
		{"one more was brought than listed", Count{Where: HandOver, People: 4}, Tally{Seats: held, Manifest: 5}, false},
		{"one was lost on the way", Count{Where: HandOver, People: 2}, Tally{Seats: held, Manifest: 5}, false},
		{"two of five were not presented, and their files say so", Count{Where: HandOver, People: 3}, Tally{Seats: held, Manifest: 5, NotPresented: 2}, true},
		{"nobody is held", Count{Where: HandOver}, Tally{Manifest: 5}, true},
		{"somebody is brought of whom no file says that they are held", Count{Where: HandOver, People: 1}, Tally{Manifest: 5}, false},
		{"all said yes and are aboard", Count{Where: Aircraft, People: 5}, Tally{Manifest: 5, Yes: 5, Aboard: 5}, true},
		{"one said no", Count{Where: Aircraft, People: 4}, Tally{Manifest: 5, Yes: 4, No: 1, Aboard: 4}, true},
		{"one said no and is aboard", Count{Where: Aircraft, People: 5}, Tally{Manifest: 5, Yes: 4, No: 1, Aboard: 4}, false},
		{"one is there whom nobody asked", Count{Where: Aircraft, People: 4}, Tally{Manifest: 5, Yes: 4, NotAsked: 1, Aboard: 4}, false},
		{"all arrived", Count{Where: Arrival, People: 5}, Tally{Manifest: 5, Yes: 5, Aboard: 5, Arrived: 5}, true},
		{"one did not arrive, and their file does not say so", Count{Where: Arrival, People: 4}, Tally{Manifest: 5, Yes: 5, Aboard: 5, Arrived: 5}, false},
	} {
		e := Counted{Where: c.count.Where, People: c.count.People, Tally: c.files}
		if got := e.Reconciles(); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
		if stops := ledger.EffectOf(e) == ledger.Stop; stops == c.want {
			t.Errorf("%s: stops %v", c.name, stops)
		}
		if open := folded(e).open(); (open == 0) != c.want {
			t.Errorf("%s: %d signs", c.name, open)
		}
	}
}

// Who counted wrong, or others, says so to the head of protection: another
// number typed afterwards does not take the first away.
func TestALaterCountAnswersNothing(t *testing.T) {
	wrong := Counted{Where: HandOver, People: 4, Tally: Tally{Seats: seats(1, 2, 3)}}
	right := wrong
	right.People = 3
	if n := folded(wrong, right).open(); n != 1 {
		t.Errorf("counted again, %d signs are open", n)
	}
	if n := folded(wrong, right, SignAnswered{AnswerSign{Sign: "headcount"}}).open(); n != 0 {
		t.Errorf("answered, %d signs are open", n)
	}
	if n := folded(wrong, SignAnswered{AnswerSign{Sign: "headcount"}}, wrong).open(); n != 1 {
		t.Errorf("it differs again, and %d signs are open", n)
	}
}

// What was counted names seats to the rules, and to no reader.
func TestACountNamesSeatsToRulesAlone(t *testing.T) {
	s := folded(Counted{Where: HandOver, People: 2, Tally: Tally{Seats: seats(1, 2)}}, Counted{Where: Aircraft, People: 2, Tally: Tally{Aboard: 2}})
	if got := len(s.Fact().HandedOver.Seats); got != 2 {
		t.Errorf("%d were handed over", got)
	}
	for _, c := range s.Counts {
		if c.Seats != nil {
			t.Errorf("counts show seats: %+v", c)
		}
	}
}

func TestOnlyTheHubHasTheFilesToCompare(t *testing.T) {
	_, err := Count{Where: HandOver}.Decide(State{Reference: "F"}, ledger.Deed{})
	if fault.KindOf(err) != fault.Busy {
		t.Errorf("away from the hub: %v", err)
	}
}
