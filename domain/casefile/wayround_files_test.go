package casefile

import (
	"testing"

	"amana/domain/assessment"
	"amana/domain/counselling"
	"amana/domain/safeguard"
	"amana/domain/screening"
)

// childBehind is a child of ten with a parent, at the door or aboard.
func childBehind(t *testing.T, aboard bool, parent *safeguard.ParentWay) *world {
	w := untilDrawn(t, child(10, "with-parent"))
	w.parent = parent
	all := before("boarding.board")
	if aboard {
		all = after("boarding.board")
	}
	for _, d := range all[len(before("clearance.draw")):] {
		w.do(d)
	}
	return w
}

// What is found of somebody who sits aboard, and would have kept them from boarding, leaves a
// departure that Amana did not authorise.
func TestFoundAboard(t *testing.T) {
	unsure, threatened := declare, free
	unsure.Guardian, unsure.View = safeguard.Parent, "undecided"
	threatened.Constraints = []string{"threatened"}
	for name, c := range map[string]struct {
		child bool
		d     doing
	}{
		"a child not sure any more":         {true, does("cou", "consent.give", unsure)},
		"unaccompanied, by a correction":    {true, does("pia", "case.correct", Correct{Changed: Changed{Alone: "unaccompanied"}})},
		"unaccompanied, by an assessment":   {true, does("pia", "caregiver.arrange", assessment.ArrangeCaregiver{Who: "welfare-authority", Safe: true, Status: "unaccompanied"})},
		"nobody may answer for them":        {true, does("pia", "interests.assess", assessment.AssessInterests{Agrees: true, Guardian: safeguard.Nobody, Reasons: "x"})},
		"threatened":                        {false, does("sam", "voluntary.assess", threatened)},
		"an order to leave":                 {false, does("sam", "order.ask", counselling.AskOrder{Exists: true, Checked: true})},
		"oxygen is needed and not arranged": {false, does("doc", "health.check", screening.Check{Outcome: "fit-with-conditions"})},
		"oxygen is needed":                  {false, does("doc", "health.examine", screening.Examine{Outcome: "fit-with-conditions", Conditions: []string{"oxygen"}})},
	} {
		var w *world
		if c.child {
			w = childBehind(t, true, nil)
		} else {
			w = begin(t, after("boarding.board")...)
		}
		w.do(c.d)
		blocks := w.blocking(safeguard.Boarding)
		if got := w.do(leaves); got[0] != "departure.uncleared" || len(blocks) == 0 {
			t.Errorf("%s: %v; %v", name, got, blocks)
		}
	}
}
