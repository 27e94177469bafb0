package casefile

import (
	"slices"
	"testing"
	"time"

	"amana/domain/assessment"
	"amana/domain/consent"
	"amana/domain/counselling"
	"amana/domain/ledger"
	"amana/domain/movement"
)

func TestWhatCountsAsWithdrawn(t *testing.T) {
	for outcome, want := range map[string]string{"denied": "", "confirmed": "withdrawn", "cannot-ask": "withdrawn"} {
		if got := MilestoneOf(consent.ReportSettled{SettleReport: consent.SettleReport{Outcome: outcome}}); got != want {
			t.Errorf("a report that was settled as %s counts as %q, want %q", outcome, got, want)
		}
	}
}

// What is told of a date is counted of that date, whatever is so by now.
func TestCustodyIsCountedByItsDate(t *testing.T) {
	w := begin(t, with(before("consent.give"), does("cas", "custody.record", RecordCustody{Date: "eve", Held: true, Place: "TAJ"}))...)
	told := CustodyRecorded{RecordCustody{Date: "wish", Held: false}}
	s := w.file.Milestone(told, w.now, "libya-vhr/3", time.UTC)
	if s.Milestone != "custody-wish" || s.Held || s.Book != "libya-vhr/3" {
		t.Errorf("counted as %+v", s)
	}
	if s := w.file.Milestone(movement.Boarded{}, w.now, "", time.UTC); !s.Held || !s.Constrained || s.Constraints != nil {
		t.Errorf("boarded is counted as %+v", s)
	}
}

// Constraints are counted as the rule counts them: of the second interview too,
// an order, and a consent signed while held.
func TestConstraintsAreCountedByKind(t *testing.T) {
	assess := func(constraints ...string) assessment.Assess {
		a := free
		a.Constraints = constraints
		return a
	}
	signed := declare
	signed.Talk = inside()
	for what, c := range map[string]struct {
		given []doing
		want  []string
	}{
		"nothing":           {nil, nil},
		"a first interview": {[]doing{does("pia", "voluntary.assess", assess("ransomed"))}, []string{"ransomed"}},
		"a second interview": {[]doing{does("pia", "voluntary.assess", assess("indebted")), does("cou", "voluntary.repeat", assessment.Repeat{Assess: assess("threatened")})},
			[]string{"indebted", "threatened"}},
		"an order":              {[]doing{does("pia", "order.ask", counselling.AskOrder{Exists: true, Checked: true, LegalHelp: true})}, []string{"removal-order"}},
		"a consent signed held": {[]doing{does("cou", "consent.give", signed)}, []string{"held"}},
		"held":                  {[]doing{does("cas", "custody.record", RecordCustody{Date: "now", Held: true})}, []string{"held"}},
	} {
		w := begin(t, with(before("voluntary.assess"), c.given...)...)
		for _, left := range []ledger.Body{movement.Departed{}, movement.DepartedUncleared{}} {
			s := w.file.Milestone(left, w.now, "", time.UTC)
			if !slices.Equal(s.Constraints, c.want) || s.Constrained != (len(c.want) > 0) {
				t.Errorf("%s: %v, constrained %t, want %v", what, s.Constraints, s.Constrained, c.want)
			}
		}
	}
}
