package desk_test

import (
	"testing"
	"time"

	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/casefile"
	"amana/domain/counselling"
	"amana/domain/country"
	"amana/domain/day"
	"amana/domain/safeguard"
	"amana/domain/screening"
	"amana/domain/staff"
	"amana/domain/talk"
)

// A screening counts that a trained officer asked, on the sheet of the country
// where the person is: the desk reads who was trained, and that sheet.
func TestAScreeningRestsOnTrainingAndOnTheSheetOfLibya(t *testing.T) {
	w, _ := programme(t)
	alone := talk.Talk{Language: "hau", Understood: true, Mode: "in-person", OutOfHearing: true, OutOfSight: true, Control: talk.Free, Witness: talk.NoWitness}
	number := travel(t, w, desktest.Traveller{Given: "Zainab", Until: "seat.give"})[0]
	want := func(when, want string) {
		t.Helper()
		a, err := w.Desk.Findings(t.Context(), w.Who("pia"), number, desk.Asked{For: safeguard.Seat})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range a.Findings {
			if got := string(f.State) + " " + f.Reason.Key; f.Safeguard == "vulnerability-screened" && got != want {
				t.Errorf("%s: %q, want %q", when, got, want)
			}
		}
	}
	do := func(by, command string, args any) {
		t.Helper()
		w.Set(w.Now().Add(time.Minute))
		if _, err := w.Do(t.Context(), by, number, command, args); err != nil {
			t.Fatal(err)
		}
	}
	const key = "vulnerability-screened."
	want("by an officer on record as trained", "met safeguard.met")

	sheet := country.Issue{Reference: safeguard.Libya, Sheet: "LBY-2", Source: "a test"}
	w.At(30, 0)
	if err := w.Other(t.Context(), "lea", casefile.Country, safeguard.Libya, "country.issue", sheet); err != nil {
		t.Fatal(err)
	}
	want("the sheet changed", "unmet "+key+"sheet")
	do("cou", "counselling.extend", counselling.Extend{Talk: alone, Changed: "nothing"})
	want("asked what has changed", "met safeguard.met")

	trains := staff.Train{Day: day.Of(desktest.Begin), Until: day.Of(desktest.Begin).Add(90)}
	for _, by := range []string{"cou", "admin"} {
		if err := w.Other(t.Context(), by, casefile.User, "cou", "training.record", trains); err == nil {
			t.Errorf("%s puts a training on record", by)
		}
	}
	if err := w.Other(t.Context(), "lea", casefile.User, "lea", "training.record", trains); err == nil {
		t.Error("an officer is trained by their own word")
	}
	number = travel(t, w, desktest.Traveller{Given: "Ngozi", Until: "screening.record"})[0]
	w.At(31, 0)
	asked := screening.Record{Talk: alone, Household: true, Sheet: "LBY-2"}
	do("cou", "screening.record", asked)
	want("by somebody untrained", "unmet "+key+"untrained")
	if err := w.Other(t.Context(), "lea", casefile.User, "cou", "training.record", trains); err != nil {
		t.Fatal(err)
	}
	want("by somebody who was trained since", "unmet "+key+"untrained")
	do("cou", "screening.record", asked)
	want("by somebody trained", "met safeguard.met")
}
