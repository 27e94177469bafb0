package desk_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/casefile"
	"amana/domain/consent"
	"amana/domain/day"
	"amana/domain/fault"
	"amana/domain/movement"
	"amana/store"
)

// unready is what whoever closes the manifest is told of each person on it.
func unready(t *testing.T, err error) (told []string) {
	t.Helper()
	f, refused := errors.AsType[*fault.Fault](err)
	if !refused || f.Kind != fault.Blocked {
		t.Fatalf("closing the manifest: %v", err)
	}
	for _, u := range f.Findings.([]desk.Unready) {
		told = append(told, fmt.Sprint(u.Case, " ", u.Reason.Key))
	}
	return told
}

// Whoever closes a manifest reads of whom something is missing and whom to ask,
// and nothing of what it is.
func TestAManifestSaysWhoIsNotReady(t *testing.T) {
	for _, engine := range desktest.Engines {
		t.Run(engine, func(t *testing.T) {
			w, numbers := flying(t, engine, 3, 0)
			lock := func() error {
				return w.Other(t.Context(), "mov", casefile.Movement, desktest.Flight, "movement.lock", movement.Lock{})
			}
			if err := lock(); err != nil {
				t.Fatalf("nobody lacks anything: %v", err)
			}
			if _, err := w.Do(t.Context(), "pia", numbers[1], "hold.place", casefile.PlaceHold{For: "protection", Reason: "she fears somebody on the flight"}); err != nil {
				t.Fatal(err)
			}
			if got := unready(t, lock()); !slices.Equal(got, []string{numbers[1] + " ask.protection"}) {
				t.Errorf("of a hold movement staff read %v", got)
			}
			if _, err := w.Do(t.Context(), "cas", numbers[0], "consent.withdraw", consent.Withdraw{Channel: "phone"}); err != nil {
				t.Fatal(err)
			}
			got, want := unready(t, lock()), []string{numbers[0] + " ask.protection", numbers[0] + " consent-stands.withdrawn", numbers[1] + " ask.protection"}
			if slices.Sort(want); !slices.Equal(slices.Sorted(slices.Values(got)), want) {
				t.Errorf("movement staff read %v, want %v", got, want)
			}
		})
	}
}

// A no between the question and the closing is heard: the manifest is not
// closed on what was read before it.
func TestANoWhileTheManifestIsClosed(t *testing.T) {
	for _, engine := range desktest.Engines {
		t.Run(engine, func(t *testing.T) {
			w, numbers := flying(t, engine, 3, 0)
			closing := w.Desk.Batch(10) // decides now, stores later
			if _, err := closing.DoOther(t.Context(), w.Who("mov"), casefile.Movement, desktest.Flight, asking(t, "movement.lock", movement.Lock{})); err != nil {
				t.Fatal(err)
			}
			if _, err := w.Do(t.Context(), "cas", numbers[2], "consent.withdraw", consent.Withdraw{Channel: "phone"}); err != nil {
				t.Fatal(err)
			}
			if err := closing.Flush(t.Context()); !errors.Is(err, store.ErrMoved) {
				t.Fatalf("closed over a no that came between: %v", err)
			}
			err := w.Other(t.Context(), "mov", casefile.Movement, desktest.Flight, "movement.lock", movement.Lock{})
			if got := unready(t, err); !slices.Contains(got, numbers[2]+" consent-stands.withdrawn") {
				t.Errorf("asked again, it says %v", got)
			}
		})
	}
}

// A manifest counts as charters are published: by the age on the day of the departure,
// in doubt the younger, and each of the held, the cleared and those on standby.
func TestAManifestCountsByTheAgeOfItsDay(t *testing.T) {
	w, _ := programme(t)
	leaves := day.Day{Year: 2026, Month: 2, Of: 25}
	born := func(years, days int) day.Day { return leaves.AddYears(-years).Add(days) }
	for name, p := range map[string]struct {
		sex        string
		born, last day.Day
		held       bool
		as         desk.Passenger
		want       desk.Counts
	}{
		"a man":                     {"man", born(30, 0), day.Day{}, false, desk.Passenger{}, desk.Counts{Men: 1, People: 1}},
		"a woman, held and cleared": {"woman", born(30, 0), day.Day{}, true, desk.Passenger{Cleared: true}, desk.Counts{Women: 1, Held: 1, Cleared: 1, People: 1}},
		"neither, on standby":       {"other", born(30, 0), day.Day{}, false, desk.Passenger{Standby: true}, desk.Counts{Other: 1, Standby: 1, People: 1}},
		"eighteen that day":         {"woman", born(18, 0), day.Day{}, false, desk.Passenger{}, desk.Counts{Women: 1, People: 1}},
		"eighteen the day after":    {"woman", born(18, 1), day.Day{}, true, desk.Passenger{}, desk.Counts{Children: 1, Held: 1, People: 1}},
		"eighteen or seventeen":     {"man", born(18, -90), born(18, 90), false, desk.Passenger{}, desk.Counts{Children: 1, People: 1}},
		"two that day":              {"man", born(2, 0), day.Day{}, false, desk.Passenger{}, desk.Counts{Children: 1, People: 1}},
		"two the day after":         {"man", born(2, 1), day.Day{}, false, desk.Passenger{}, desk.Counts{Infants: 1, People: 1}},
		"perhaps two, perhaps one":  {"woman", born(2, -20), born(2, 20), false, desk.Passenger{}, desk.Counts{Infants: 1, People: 1}},
	} {
		identity := casefile.Identity{Given: "Hawa", Sex: p.sex, Born: p.born, BornTo: p.last, Nationalities: []string{"NGA"}, Languages: []string{"hau"}, Destination: "NGA"}
		if p.born.AddYears(18).After(leaves) || !p.last.IsZero() {
			identity.Alone = "with-parent"
		}
		opened, err := w.Do(t.Context(), "cas", "", "case.open", casefile.Open{Identity: identity, Office: "tripoli"})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if p.held {
			if _, err := w.Do(t.Context(), "cas", opened.Case, "custody.record", casefile.RecordCustody{Date: "wish", Held: true, Place: "DC-1"}); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		if got := desk.CountOn(folded(t, w, opened.Case), p.as, leaves); got != p.want {
			t.Errorf("%s is counted %+v, want %+v", name, got, p.want)
		}
	}
}
