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
