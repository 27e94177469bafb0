package desk_test

import (
	"testing"

	"amana/domain/casefile"
	"amana/domain/country"
	"amana/domain/day"
	"amana/domain/monitoring"
)

// On a laptop a counsellor reads what commands cite, and why a place is no good
// neither alone nor while the head of protection's keys are open beside them.
func TestWhatCommandsCiteOnALaptop(t *testing.T) {
	f, _ := begun(t)
	head := f.signIn("HP-1")
	for _, c := range []struct {
		kind casefile.Subject
		ref  string
		name string
		args any
	}{
		{casefile.Country, "GMB", "country.issue", country.Issue{Reference: "GMB", Sheet: "GMB-1", Source: "its ministry"}},
		{casefile.Place, "ZAW", "place.review", monitoring.ReviewPlace{Reference: "ZAW", Wanted: true, Valid: day.Of(f.clock).Add(90), Grounds: "a warrant"}},
	} {
		if _, err := f.desk.DoOther(t.Context(), head, c.kind, c.ref, f.request(c.name, c.args)); err != nil {
			t.Fatal(err)
		}
	}
	place := func(when string) monitoring.Review {
		t.Helper()
		state, err := f.desk.Cited(t.Context(), f.counsellor, casefile.Place, "ZAW")
		if err != nil {
			t.Fatalf("%s: %v", when, err)
		}
		return state.(*monitoring.State).Reviews[0]
	}
	if state, err := f.desk.Cited(t.Context(), head, casefile.Place, "ZAW"); err != nil || state.(*monitoring.State).Reviews[0].Found == nil {
		t.Errorf("the head of protection reads %+v, %v", state, err)
	}
	f.counsellor = f.signIn("CO-1")
	if r := place("with the head signed in too"); r.Found != nil || !r.Against {
		t.Errorf("a counsellor beside the head of protection reads %+v", r)
	}
	f.signOut("HP-1")
	if r := place("alone"); r.Found != nil || !r.Against {
		t.Errorf("a counsellor reads %+v", r)
	}
	if state, err := f.desk.Cited(t.Context(), f.counsellor, casefile.Country, "GMB"); err != nil || state.(*country.State).Sheet != "GMB-1" {
		t.Errorf("a counsellor reads %+v, %v", state, err)
	}
}
