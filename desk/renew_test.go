package desk_test

import (
	"errors"
	"strings"
	"testing"

	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/key"
	"amana/seal"
)

// Somebody else may have the key with which a node signs: another takes its
// place, what the old one signed before stands, and nothing is signed with it
// again, by whichever process.
func TestAnEntryKeyIsRenewed(t *testing.T) {
	for _, engine := range desktest.Engines {
		t.Run(engine, func(t *testing.T) {
			w, second := twins(t, engine)
			numbers := travel(t, w, desktest.Traveller{Given: "Zainab"}, desktest.Traveller{Given: "Halima", Until: "seat.give"})
			hold := casefile.PlaceHold{For: "law", Reason: "a court"}
			var kept *seal.KeyFile
			keep := func(k *seal.KeyFile) error { kept = k; return nil }

			if _, err := w.Desk.RenewEntryKey(t.Context(), w.Who("cou"), "stolen", keep); fault.KindOf(err) != fault.Missing && fault.KindOf(err) != fault.Denied || kept != nil {
				t.Fatalf("a counsellor: %v", err)
			}
			full := errors.New("the disk is full")
			if _, err := w.Desk.RenewEntryKey(t.Context(), w.Who("admin"), "stolen", func(*seal.KeyFile) error { return full }); !errors.Is(err, full) {
				t.Fatal(err)
			}
			if _, err := w.Do(t.Context(), "pia", numbers[1], "hold.place", hold); err != nil {
				t.Fatalf("with the old key, which is still the only one: %v", err)
			}
			id, err := w.Desk.RenewEntryKey(t.Context(), w.Who("admin"), "stolen", keep)
			if err != nil || id != key.IDOf(seal.PublicOf(kept.Entry)) {
				t.Fatalf("%v %v", id, err)
			}
			if _, err := w.Do(t.Context(), "pia", numbers[1], "hold.place", hold); err != nil {
				t.Fatalf("with the new key: %v", err)
			}
			stolen := func(err error) bool {
				f, ok := errors.AsType[*fault.Fault](err)
				return ok && f.Key == "fault.entry-key-revoked"
			}
			request := desk.Request{ID: newID(), Command: "consent.withdraw", Args: []byte(`{"channel":"phone"}`)}
			if _, err := second.Do(t.Context(), w.Who("pia"), numbers[1], request); !stolen(err) {
				t.Errorf("a process that has the old key: %v", err)
			}
			if err := second.AddOffice(t.Context(), w.Who("admin"), "kufra"); !stolen(err) {
				t.Errorf("what it does to the node: %v", err)
			}
			dir, size := desktest.Published(t, w)
			if a, said := desktest.Rechecked(t, dir, size); said != "" || a.Cleared != 1 {
				t.Errorf("%+v %s", a, said)
			}
		})
	}
}

// A program that starts with a key file of before is told so.
func TestARevokedEntryKeyDoesNotStart(t *testing.T) {
	w, c := programme(t)
	if _, err := w.Desk.RenewEntryKey(t.Context(), w.Who("admin"), "old", func(*seal.KeyFile) error { return nil }); err != nil {
		t.Fatal(err)
	}
	if _, err := desk.Open(t.Context(), c); err == nil || !strings.Contains(err.Error(), "fault.entry-key-revoked") {
		t.Errorf("%v", err)
	}
}
