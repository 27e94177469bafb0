package casefile

import (
	"testing"

	"amana/domain/consent"
	"amana/domain/fault"
	"amana/domain/ledger"
)

// A crossed departure is an incident that nobody opened. It is named by the
// departure, and closing it hides nothing: one more no opens it again.
func TestACrossedDepartureIsAnIncident(t *testing.T) {
	no := does("gat", "consent.withdraw", consent.Withdraw{Channel: "gate", Stage: "aircraft-door"})
	w := begin(t, after("departure.record")...)
	if got := w.file.Raised(); len(got) != 0 {
		t.Fatalf("a departure that nothing crossed is %v", got)
	}
	w.do(no)
	raised := w.file.Raised()
	if len(raised) != 1 || raised[0].What != CrossedIncident || raised[0].ID != w.file.Travel.Departed.ID || !raised[0].Closed.IsZero() {
		t.Fatalf("raised %v", raised)
	}
	closing := CloseIncident{Incident: w.file.Travel.Departed.ID, Outcome: "found"}
	if _, err := closing.Decide(w.file, ledger.Deed{By: w.file.Travel.Departed.By}); fault.KindOf(err) != fault.Denied {
		t.Errorf("who recorded the departure closes it: %v", err)
	}
	w.do(does("hea", "incident.close", closing))
	if raised = w.file.Raised(); len(raised) != 1 || raised[0].Closed.IsZero() || !w.file.Crossed() {
		t.Errorf("after it was closed: %v, crossed %t", raised, w.file.Crossed())
	}
	w.do(no)
	if raised = w.file.Raised(); len(raised) != 1 || !raised[0].Closed.IsZero() {
		t.Errorf("after one more no: %v", raised)
	}
}

func TestADepartureThatNothingCrossedIsClosedAsNothing(t *testing.T) {
	w := begin(t, after("departure.record")...)
	_, err := CloseIncident{Incident: w.file.Travel.Departed.ID}.Decide(w.file, ledger.Deed{})
	if fault.KindOf(err) != fault.Invalid {
		t.Errorf("closed: %v", err)
	}
}
