package desk_test

import (
	"testing"

	"amana/domain/consent"
	"amana/domain/talk"
	"amana/work"
)

// Whoever took consent back, be it by a report that they confirmed or could not
// be asked about, loses the seat; a report alone, or one denied, takes nothing.
func TestAWithdrawalFreesTheSeat(t *testing.T) {
	alone := talk.Talk{Language: "hau", Understood: true, Mode: "in-person", OutOfHearing: true, OutOfSight: true, Control: talk.Free, Witness: talk.NoWitness}
	for outcome, freed := range map[string]bool{"withdrawn": true, "confirmed": true, "cannot-ask": true, "denied": false, "": false} {
		w, c := programme(t)
		number := travels(t, w, "Zainab", "clearance.draw")
		do := func(by, command string, args any) {
			t.Helper()
			if _, err := w.Do(t.Context(), by, number, command, args); err != nil {
				t.Fatal(err)
			}
		}
		if outcome == "withdrawn" {
			do("cou", "consent.withdraw", consent.Withdraw{Channel: "phone"})
		} else {
			do("cou", "consent.report", consent.Report{Channel: "sms"})
			c, err := w.Desk.Case(t.Context(), w.Who("hop"), number)
			if err != nil {
				t.Fatal(err)
			}
			if outcome != "" {
				do("pia", "consent.settle-report", consent.SettleReport{Report: c.File.Consent.Reports[0].ID, Talk: alone, Outcome: outcome})
			}
		}
		worker := work.Worker{Desk: w.Desk, Store: c.Store, Name: "test"}
		if _, err := worker.Once(t.Context()); err != nil {
			t.Fatal(err)
		}
		got, err := w.Desk.Case(t.Context(), w.Who("hop"), number)
		if err != nil {
			t.Fatal(err)
		}
		if (got.File.Travel.Movement == "") != freed {
			t.Errorf("%q: the seat is %q, status %s", outcome, got.File.Travel.Movement, got.Status)
		}
	}
}
