package consent

import (
	"testing"

	"amana/domain/ledger"
)

// Two officers settle one report without knowing of each other: in whatever
// order their events are folded, the graver outcome stands.
func TestTheGraverOutcomeStands(t *testing.T) {
	report := ledger.Event{ID: ledger.Hash{1}, Body: Reported{}}
	denied := ledger.Event{ID: ledger.Hash{2}, Body: ReportSettled{SettleReport{Report: report.ID, Outcome: "denied"}}}
	for _, grave := range []string{"confirmed", "cannot-ask"} {
		settled := ledger.Event{ID: ledger.Hash{3}, Body: ReportSettled{SettleReport{Report: report.ID, Outcome: grave}}}
		for _, order := range [][]*ledger.Event{{&report, &denied, &settled}, {&report, &settled, &denied}} {
			var s State
			for i, e := range order {
				s.Apply(e, e.Ref(i))
			}
			if got := s.Reports[0]; got.Outcome != grave || got.Settled.ID != settled.ID {
				t.Errorf("%s stands as %q", grave, got.Outcome)
			}
		}
	}
}

// Withdrawing twice is not an error, and needs no reason.
func TestWithdrawTwice(t *testing.T) {
	var s State
	for i := range 2 {
		bodies, err := Withdraw{Channel: "sms"}.Decide(s, ledger.Deed{})
		if err != nil || len(bodies) != 1 {
			t.Fatalf("%v %v", bodies, err)
		}
		e := ledger.Event{ID: ledger.Hash{byte(i + 1)}, Body: bodies[0]}
		s.Apply(&e, e.Ref(i))
	}
	if len(s.Withdrawals) != 2 {
		t.Errorf("%d withdrawals", len(s.Withdrawals))
	}
}
