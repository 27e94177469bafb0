package intake_test

import (
	"fmt"
	"testing"

	"amana/desk"
	"amana/domain/safeguard"
)

// sameName is a list of people who cannot be told apart by what it says of them.
func sameName(family string, n int) sheets {
	rows := [][]any{{"ref", "date", "given", "family", "born", "sex", "nationality", "destination"}}
	for i := range n {
		rows = append(rows, []any{fmt.Sprint("M", i), "4/3/2026", "Mohamed", family, "1990", "man", "Sudan", "Sudan"})
		if family != "Ali" {
			rows[i+1][3] = family + " " + unlike(i)
		}
	}
	return sheets{"persons": rows}
}

// unlike is a name that nobody hears as that of another number.
func unlike(i int) string {
	const heard = "bdfgjklmnrst"
	return fmt.Sprintf("A%ca%ca", heard[i/len(heard)], heard[i%len(heard)])
}

// Of many who share a name each waits for all the others, and what is written of
// it grows with the list and not with its square.
func TestManyOfOneNameWaitForEachOther(t *testing.T) { onEach(t, manyOfOneName) }

func manyOfOneName(t *testing.T, newWorld maker) {
	w := newWorld(t)
	const n = 3 * desk.AtOnce
	before := w.size(t)
	s := w.take(t, workbook(t, sameName("Ali", n)))
	if len(s.Crowds) != 1 || s.Crowds[0].Files != n || len(s.Crowds[0].Rows) != n || len(s.Suspected) != 0 {
		t.Errorf("what the importer hears: %+v, %+v", s.Crowds, s.Suspected)
	}
	if grew := w.size(t) - before; grew > 3*n {
		t.Errorf("%d entries of %d rows", grew, n)
	}
	waits := func(ref string) bool {
		f, err := w.desk.Findings(t.Context(), w.officer, w.cases(t)[ref].Case, desk.Asked{For: safeguard.Seat})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range f.Findings {
			if f.Safeguard == "no-unsettled-duplicate" {
				return f.State != safeguard.Met
			}
		}
		t.Fatal("the rule is not asked")
		return false
	}
	for ref, c := range w.cases(t) {
		if more := c.File.Unnamed().Files; more != n-1 || !waits(ref) {
			t.Errorf("%s waits for %d others, of %d", ref, more, n-1)
		}
	}
	size := w.size(t)
	if s = w.take(t, workbook(t, sameName("Ali", n))); len(s.Crowds) != 0 || w.size(t) != size {
		t.Errorf("the same list again: %+v", s)
	}
	if s = w.take(t, workbook(t, sameName("Ali", n+1))); len(s.Crowds) != 1 || !waits(fmt.Sprint("M", n)) {
		t.Errorf("one more: %+v", s.Crowds)
	}
	s = w.take(t, workbook(t, sameName("Ali Osman", n+1)))
	for ref := range w.cases(t) {
		if waits(ref) {
			t.Fatalf("with its full name %s waits still: %+v", ref, s)
		}
	}
}

// Somebody who was here before the list, and whom everybody has looked at, waits
// for those in it.
func TestWhoWasHereWaitsForACrowdOfAList(t *testing.T) {
	w := newWorld(t)
	w.take(t, workbook(t, sameName("Ali", 1)))
	old := w.cases(t)["M0"]
	w.take(t, workbook(t, sameName("Ali", 2*desk.AtOnce)))
	if c := w.cases(t)["M0"]; c.Case != old.Case || c.File.Unnamed().Files != 2*desk.AtOnce-1 {
		t.Errorf("the file that was here waits for %d", c.File.Unnamed().Files)
	}
}
