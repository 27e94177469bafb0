package work

import (
	"testing"

	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/casefile"
	"amana/domain/day"
	"amana/domain/safeguard"
)

// Whoever opens a case, or corrects who somebody is, need not know that there is
// another file: both files wait from then on until somebody looked at them.
func TestLikelyOtherFilesAreFound(t *testing.T) {
	each(t, func(t *testing.T, w *desktest.World, worker *Worker) {
		open := func(given, family string, born day.Day) string {
			t.Helper()
			identity := casefile.Identity{Given: given, Family: family, Born: born, Sex: "man", Nationalities: []string{"SDN"}, Languages: []string{"ara"}, Destination: "SDN"}
			r, err := w.Do(t.Context(), "cou", "", "case.open", casefile.Open{Identity: identity, Office: "tripoli"})
			must(t, err)
			return r.Case
		}
		waits := func(number string) bool {
			t.Helper()
			a, err := w.Desk.Findings(t.Context(), w.Who("pia"), number, desk.Asked{For: safeguard.Seat})
			must(t, err)
			for _, f := range a.Findings {
				if f.Safeguard == "no-unsettled-duplicate" {
					return f.State != safeguard.Met
				}
			}
			t.Fatal("the rule is not asked")
			return false
		}
		year := day.Day{Year: 1991, Month: 2, Of: 3}
		first := open("Mohamed", "El-Tayeb", year)
		other := open("Mohamed", "El-Tayeb", day.Day{Year: 1990, Month: 2, Of: 3})
		done(t, worker)
		if waits(first) || waits(other) {
			t.Fatal("two people of different age wait for each other")
		}

		second := open("TAYEB", "mohamed", day.Day{Year: 1991, Month: 9, Of: 9})
		if !waits(second) {
			t.Error("a new file that is likely somebody's does not wait, before the work is done")
		}
		done(t, worker)
		if !waits(first) {
			t.Error("the file that was there does not wait")
		}
		for _, number := range []string{first, second} {
			c, err := w.Desk.Case(t.Context(), w.Who("pia"), number)
			must(t, err)
			if len(c.File.Duplicates) != 1 {
				t.Errorf("%d suspicions, want one: %+v", len(c.File.Duplicates), c.File.Duplicates)
			}
		}
		_, err := w.Do(t.Context(), "pia", second, "duplicate.settle", casefile.SettleDuplicate{Other: first, Reason: "another face"})
		must(t, err)
		done(t, worker)
		if waits(first) || waits(second) {
			t.Error("somebody looked, and they wait still")
		}

		// Who somebody is was corrected: to the year of the first two.
		_, err = w.Do(t.Context(), "cas", other, "case.correct", casefile.Correct{Changed: casefile.Changed{Born: year}})
		must(t, err)
		if !waits(other) {
			t.Error("a corrected file that is likely somebody's does not wait, before the work is done")
		}
		done(t, worker)
		if !waits(first) || !waits(second) {
			t.Error("the files that were there do not wait")
		}
	})
}

// Two files that are begun at once do not see each other; the work that follows does.
func TestFilesBegunAtOnceAreFound(t *testing.T) {
	each(t, func(t *testing.T, w *desktest.World, worker *Worker) {
		people := []desktest.Traveller{{Given: "Zainab", Until: "order.ask"}, {Given: "Zainab", Until: "order.ask"}}
		numbers, err := w.Ways(t.Context(), people...)
		must(t, err)
		done(t, worker)
		for _, number := range numbers {
			c, err := w.Desk.Case(t.Context(), w.Who("pia"), number)
			must(t, err)
			if len(c.File.Duplicates) != 1 {
				t.Errorf("suspicions: %+v", c.File.Duplicates)
			}
		}
	})
}
