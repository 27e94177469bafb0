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
	"amana/domain/safeguard"
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

// How far the journey had come is what the file says, unless whoever heard the no
// says otherwise; and it is of the no alone.
func TestANoIsCountedByStageAndChannel(t *testing.T) {
	for what, c := range map[string]struct {
		given []doing
		body  ledger.Body
		stage string
	}{
		"at the beginning": {before("seat.give"), consent.Withdrawn{Withdraw: consent.Withdraw{Channel: "phone"}}, "before-seat"},
		"with a seat":      {before("clearance.give"), consent.Withdrawn{Withdraw: consent.Withdraw{Channel: "phone"}}, "seat"},
		"cleared":          {after("clearance.give"), consent.Withdrawn{Withdraw: consent.Withdraw{Channel: "phone"}}, "cleared"},
		"as was said":      {after("clearance.give"), consent.Withdrawn{Withdraw: consent.Withdraw{Channel: "phone", Stage: "aircraft-door"}}, "aircraft-door"},
	} {
		w := begin(t, c.given...)
		if s := w.file.Milestone(c.body, w.now, "", time.UTC); s.Stage != c.stage || s.Channel != "phone" {
			t.Errorf("%s: %q by %q", what, s.Stage, s.Channel)
		}
	}
	w := begin(t, with(before("seat.give"), does("cou", "consent.report", consent.Report{Channel: "relative"}))...)
	settled := consent.ReportSettled{SettleReport: consent.SettleReport{Report: w.file.Consent.Reports[0].ID, Outcome: "confirmed"}}
	if s := w.file.Milestone(settled, w.now, "", time.UTC); s.Milestone != "withdrawn" || s.Channel != "relative" || s.Stage != "before-seat" {
		t.Errorf("a report that was confirmed is counted as %+v", s)
	}
	if s := w.file.Milestone(consent.Given{}, w.now, "", time.UTC); s.Channel != "" || s.Stage != "" {
		t.Errorf("a consent is counted as %+v", s)
	}
}

func TestAConsentThatFollowsANoIsCountedApart(t *testing.T) {
	again := consent.Given{Give: consent.Give{Names: []ledger.Hash{{1}}}}
	if first, second := MilestoneOf(consent.Given{}), MilestoneOf(again); first != "consent" || second != "consent-again" {
		t.Errorf("counted as %q and %q", first, second)
	}
}

func TestUrgentIsCountedOfWhoLeft(t *testing.T) {
	w := begin(t, with(before("boarding.board"), does("doc", "urgent.declare", movement.DeclareUrgent{Movement: flight, Facts: "x"}))...)
	if s := w.file.Milestone(movement.Boarded{}, w.now, "", time.UTC); s.Urgent {
		t.Error("of who is still there it lies under the programme's key")
	}
	w.do(does("mov", "departure.record", depart{movement.Depart{Movement: flight}}))
	if s := w.file.Milestone(movement.DepartedUncleared{}, w.now, "", time.UTC); !s.Urgent {
		t.Errorf("left urgently and is counted as %+v", s)
	}
}

// Waits are told of rules that everybody is asked, and of no other: that somebody
// waited for one would tell what they are.
func TestWaitsTellNothingOfThePerson(t *testing.T) {
	w := begin(t, before("departure.record")...)
	waited := w.file.Waited(w.around(nil), w.book, w.now)
	for rule, days := range map[string]int{"own-wish": 0, "consent": 16} {
		if got, told := waited[rule]; !told || got != days {
			t.Errorf("%s: %d days (%v), want %d; all are %v", rule, got, told, days, waited)
		}
	}
	for rule := range waited {
		if !slices.Contains(askedOfAll[:], safeguard.ID(rule)) {
			t.Errorf("%s is told", rule)
		}
	}
	for _, id := range askedOfAll {
		if _, told := waited[string(id)]; !told {
			t.Errorf("%s is asked of everybody and was not told", id)
		}
	}
	if got := w.file.Waited(w.around(nil), nil, w.now); got != nil {
		t.Errorf("without a book: %v", got)
	}
}
