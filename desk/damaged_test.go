package desk_test

import (
	"path/filepath"
	"testing"

	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/store"
)

// One key that no longer opens shuts the file that it is of: not the lists, and not
// the door to a no.
func TestADamagedKeyShutsOneFile(t *testing.T) {
	w, c := programme(t)
	numbers := travel(t, w, desktest.Traveller{Given: "Zainab", Until: "seat.give"}, desktest.Traveller{Given: "Halima", Until: "seat.give"})
	shut := numbers[1]
	broken := map[string]store.OwnedDEK{}
	err := c.Store.Streams(t.Context(), store.Scan{Subject: string(casefile.Person)}, func(s store.Content) error {
		for _, k := range s.DEKs {
			if k.Compartment == ledger.General {
				broken[shut] = store.OwnedDEK{Stream: s.Name, DEK: k} // of the last that began
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	key := broken[shut]
	key.Wrapped = make([]byte, len(key.Wrapped))
	if err := c.Store.Rewrap(t.Context(), []store.OwnedDEK{key}); err != nil {
		t.Fatal(err)
	}
	d, err := desk.Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	who := w.Who("cou")
	if m, err := d.Find(t.Context(), who, desk.Search{Text: "Zainab"}); err != nil || len(m.People) != 1 {
		t.Errorf("found %d, %v", len(m.People), err)
	}
	if _, err := d.Today(t.Context(), who, 0); err != nil {
		t.Errorf("today: %v", err)
	}
	if p, err := d.Cases(t.Context(), who, desk.Query{Limit: 10}); err != nil || len(p.Cases) != 2 {
		t.Errorf("%d cases listed, %v", len(p.Cases), err)
	}
	if _, err := d.RenewRows(t.Context()); err != nil {
		t.Errorf("rows: %v", err)
	}
	for _, number := range numbers {
		no := desk.Request{ID: newID(), Command: "consent.withdraw", Args: []byte(`{"channel":"phone"}`)}
		if _, err := d.Do(t.Context(), who, number, no); err != nil {
			t.Errorf("a no: %v", err)
		}
	}
	if p, err := d.Cases(t.Context(), who, desk.Query{Limit: 10, Status: string(casefile.StatusWithdrawn)}); err != nil || len(p.Cases) != 2 {
		t.Errorf("%d cases say no, %v", len(p.Cases), err)
	}
}

// An erasure of which the old versions could not be taken away is not done, whoever
// takes it up next.
func TestAnErasureIsFinishedByAnotherProcess(t *testing.T) {
	w, c := programme(t)
	number := travels(t, w, "Zainab", "seat.give")
	if _, err := w.Do(t.Context(), "dpo", number, "case.erase", casefile.Erase{Ground: "person-asked"}); err != nil {
		t.Fatal(err)
	}
	other, err := desk.Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	asked := false
	err = c.Store.Backup(t.Context(), filepath.Join(t.TempDir(), "backup.db"), func(int64, int64) {
		if asked {
			return
		}
		asked = true
		for who, d := range map[string]*desk.Desk{"the first": w.Desk, "another": other} {
			if err := d.FinishErasure(t.Context(), number); fault.KindOf(err) != fault.Busy {
				t.Errorf("%s is done beside a backup: %v", who, err)
			}
		}
	})
	if err != nil || !asked {
		t.Fatal(asked, err)
	}
	for who, d := range map[string]*desk.Desk{"the first": w.Desk, "another": other} {
		if err := d.FinishErasure(t.Context(), number); err != nil {
			t.Errorf("%s, when nobody reads: %v", who, err)
		}
	}
}
