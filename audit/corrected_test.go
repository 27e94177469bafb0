package audit_test

import (
	"testing"

	"amana/desk/desktest"
	"amana/domain/casefile"
	"amana/domain/day"
)

// Who corrects a child's date of birth puts their age in doubt in the same act: whoever
// audits the log asks of that doubt no right of its own.
func TestACorrectionThatAgesIsTheirsWhoMayCorrect(t *testing.T) {
	w, _ := programme(t)
	child := casefile.Identity{
		Given: "Bature", Family: "Garba", Born: day.Day{Year: 2009, Month: 6, Of: 1}, Sex: "man",
		Nationalities: []string{"NGA"}, Languages: []string{"hau"}, Destination: "NGA",
	}
	r, err := w.Do(t.Context(), "cou", "", "case.open", casefile.Open{Identity: child, Office: "tripoli"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Do(t.Context(), "cas", r.Case, "case.correct", map[string]any{"born": "2007-06-01"}); err != nil {
		t.Fatal(err)
	}
	dir, size := desktest.Published(t, w)
	if _, said := desktest.Rechecked(t, dir, size); said != "" {
		t.Error(said)
	}
}
