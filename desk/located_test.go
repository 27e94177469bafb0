package desk_test

import (
	"testing"

	"amana/domain/fault"
	"amana/domain/ledger"
)

// Also what was recorded since somebody asked, and none that only begins alike.
func TestEveryEntryIsFoundByItsHash(t *testing.T) {
	w, c := programme(t)
	number := travels(t, w, "Zainab", "counselling.hold")
	for range 2 {
		size, err := c.Store.Size(t.Context())
		if err != nil || size < 20 {
			t.Fatalf("%d entries: %v", size, err)
		}
		leaves, err := c.Store.Leaves(t.Context(), 0, size)
		if err != nil {
			t.Fatal(err)
		}
		for i, leaf := range leaves {
			if index, err := w.Desk.Locate(t.Context(), leaf); err != nil || index != int64(i) {
				t.Errorf("entry %d is found at %d: %v", i, index, err)
			}
			leaf[31] ^= 1
			if _, err := w.Desk.Locate(t.Context(), leaf); fault.KindOf(err) != fault.Missing {
				t.Errorf("what only begins like entry %d: %v", i, err)
			}
		}
		if _, err := w.Desk.Locate(t.Context(), ledger.Hash{}); fault.KindOf(err) != fault.Missing {
			t.Errorf("no entry: %v", err)
		}
		if _, err := w.Do(t.Context(), "cou", number, "option.tell", tellArgs()); err != nil {
			t.Fatal(err)
		}
	}
}
