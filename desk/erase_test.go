package desk_test

import (
	"context"
	"path/filepath"
	"slices"
	"testing"

	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/safeguard"
	"amana/store"
	"amana/work"
)

// erase erases a case and does the work that follows.
func erase(t *testing.T, d *desk.Desk, who desk.Actor, number string) (desk.Receipt, error) {
	t.Helper()
	receipt, err := d.Do(t.Context(), who, number, desk.Request{ID: newID(), Command: "case.erase", Args: []byte(`{"ground":"person-asked"}`)})
	if err != nil {
		return receipt, err
	}
	return receipt, d.FinishErasure(t.Context(), number)
}

func TestAnErasedPersonIsGoneAndTheLogVerifies(t *testing.T) {
	w, c := programme(t)
	numbers := travel(t, w, desktest.Traveller{Given: "Zainab"}, desktest.Traveller{Given: "Halima", Until: "seat.give"})
	number, kept := numbers[0], numbers[1]
	before := statistics(t, c.Store)
	receipt, err := erase(t, w.Desk, w.Who("dpo"), number)
	if err != nil || receipt.Case != number {
		t.Fatalf("%+v %v", receipt, err)
	}
	if _, err := w.Desk.Case(t.Context(), w.Who("cou"), number); fault.KindOf(err) != fault.Missing {
		t.Errorf("the case is still read: %v", err)
	}
	if _, err := w.Do(t.Context(), "cou", number, "consent.withdraw", map[string]any{"channel": "phone", "stage": "seat"}); fault.KindOf(err) != fault.Missing {
		t.Errorf("and written to: %v", err)
	}
	if page := listed(t, w); len(page.Cases) != 1 || page.Cases[0].Case != kept {
		t.Errorf("listed: %+v", page.Cases)
	}
	if after := statistics(t, c.Store); after != before {
		t.Errorf("%d statistics, and %d before", after, before)
	}
	if n := readableCases(t, c.Store); n != 1 {
		t.Errorf("the keys of %d cases are there, not of one", n)
	}
	destroyed, err := w.Desk.Destroyed(t.Context())
	if err != nil || len(destroyed) != 1 {
		t.Errorf("the log does not say whose keys were destroyed: %v %v", destroyed, err)
	}
	dir := filepath.Join(t.TempDir(), "log")
	if _, err := w.Desk.Export(t.Context(), dir, nil); err != nil {
		t.Fatal(err)
	}
	if r := desktest.Verified(t, dir); !r.OK {
		t.Errorf("%+v", r)
	}
	if _, err := w.Desk.Rebuild(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if page := listed(t, w); len(page.Cases) != 1 {
		t.Errorf("a rebuild brought %d cases", len(page.Cases))
	}
}

// readableCases counts the cases of which there is a key to anything but the
// statistics.
func readableCases(t *testing.T, db *store.DB) int {
	t.Helper()
	n := 0
	err := db.Streams(t.Context(), store.Scan{Subject: string(casefile.Person)}, func(c store.Content) error {
		if slices.ContainsFunc(c.DEKs, func(k store.DEK) bool { return k.Compartment != ledger.Statistic }) {
			n++
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// statistics counts what outlives a person.
func statistics(t *testing.T, db *store.DB) int {
	t.Helper()
	n := 0
	err := db.Streams(t.Context(), store.Scan{Subject: string(casefile.Person)}, func(c store.Content) error {
		for _, e := range c.Entries {
			for _, b := range e.Blobs {
				if b.Compartment == ledger.Statistic {
					n++
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if n == 0 {
		t.Fatal("there are no statistics to keep")
	}
	return n
}

// The program ends between recording and destroying: the outbox finishes it.
func TestAnErasureThatWasCutOffIsFinished(t *testing.T) {
	w, c := programme(t)
	number := travels(t, w, "Zainab", "seat.give")
	if _, err := w.Do(t.Context(), "dpo", number, "case.erase", casefile.Erase{Ground: "person-asked"}); err != nil {
		t.Fatal(err)
	}
	if n := readableCases(t, c.Store); n != 1 {
		t.Fatal("the keys are gone before the work was done")
	}
	if _, err := w.Desk.Case(t.Context(), w.Who("cou"), number); fault.KindOf(err) != fault.Missing {
		t.Errorf("somebody erased is read until their keys are destroyed: %v", err)
	}
	worker := work.Worker{Desk: w.Desk, Store: c.Store, Name: "test"}
	for range 3 { // twice is once
		if _, err := worker.Once(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.Desk.Case(t.Context(), w.Who("cou"), number); fault.KindOf(err) != fault.Missing {
		t.Errorf("%v", err)
	}
	if _, err := erase(t, w.Desk, w.Who("dpo"), number); fault.KindOf(err) != fault.Missing {
		t.Errorf("erased twice: %v", err)
	}
}

func TestWhoMayErase(t *testing.T) {
	w, _ := programme(t)
	number := travels(t, w, "Zainab", "seat.give")
	for name, want := range map[string]fault.Kind{"cou": fault.Denied, "hop": fault.Denied, "admin": fault.Missing, "ethics": fault.Missing} {
		if _, err := erase(t, w.Desk, w.Who(name), number); fault.KindOf(err) != want {
			t.Errorf("%s: %v, want %v", name, err, want)
		}
	}
	if err := w.Desk.FinishErasure(t.Context(), number); fault.KindOf(err) != fault.Conflict {
		t.Errorf("keys are destroyed that nobody erased: %v", err)
	}
}

// Another process of the node reads the case between the record of its erasure
// and the end of its keys: what it keeps of it is not served afterwards.
func TestAnErasedPersonIsGoneInEveryProcess(t *testing.T) {
	w, c := programme(t)
	number := travels(t, w, "Zainab", "seat.give")
	second, err := desk.Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := second.Case(t.Context(), w.Who("cou"), number); err != nil {
		t.Fatalf("before: %v", err)
	}
	if _, err := w.Do(t.Context(), "dpo", number, "case.erase", casefile.Erase{Ground: "person-asked"}); err != nil {
		t.Fatal(err)
	}
	gone := func(when string) {
		t.Helper()
		if _, err := second.Case(t.Context(), w.Who("cou"), number); fault.KindOf(err) != fault.Missing {
			t.Errorf("%s the case is read: %v", when, err)
		}
	}
	gone("between the two")
	if err := w.Desk.FinishErasure(t.Context(), number); err != nil {
		t.Fatal(err)
	}
	gone("after")
}

// Whoever is erased leaves to the other files of the person what stops them:
// those are judged by themselves from then on, and no stop is lost.
func TestAnErasedFileLeavesWhatBinds(t *testing.T) {
	for name, c := range map[string]struct {
		stop   string
		args   map[string]any
		rule   safeguard.ID
		before string // in the file that is kept
		after  string
	}{
		"nothing":    {"", nil, "no-hold", "met safeguard.met", "met safeguard.met"},
		"withdrawal": {"consent.withdraw", map[string]any{"channel": "phone"}, "consent-stands", "unmet consent-stands.linked", "unmet consent-stands.withdrawn"},
		"hold":       {"hold.place", map[string]any{"for": "law", "reason": "x"}, "no-hold", "unmet no-hold.linked", "unmet no-hold.law"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			lead, dpo := w.enrol(t, "PL-1", "tripoli", access.ProtectionLead), w.enrol(t, "DP-1", "tripoli", access.DataProtection)
			gone, kept, through := w.open(t, named("Binta")), w.open(t, named("Awa")), w.open(t, named("Isatou"))
			for _, other := range []string{kept, through} {
				w.do(t, w.protection, gone, "duplicate.suspect", map[string]any{"other": other})
			}
			if _, err := erase(t, w.desk, dpo, gone); fault.KindOf(err) != fault.Conflict {
				t.Fatalf("erased while another file may be theirs: %v", err)
			}
			for _, other := range []string{kept, through} {
				w.do(t, w.protection, gone, "duplicate.settle", map[string]any{"other": other, "same": true, "reason": "the same scar"})
			}
			if c.stop != "" {
				w.do(t, lead, gone, c.stop, c.args)
			}
			if got := reason(w.says(t, kept, c.rule)); got != c.before {
				t.Fatalf("before: %s, want %s", got, c.before)
			}
			if _, err := erase(t, w.desk, dpo, gone); err != nil {
				t.Fatal(err)
			}
			for _, again := range []bool{false, true} {
				if again {
					w.reopen(t)
				}
				for _, number := range []string{kept, through} {
					if got := reason(w.says(t, number, "no-unsettled-duplicate")); got != "met safeguard.met" {
						t.Errorf("%s is judged by itself, and no-unsettled-duplicate is %s", number, got)
					}
					if got := reason(w.says(t, number, c.rule)); got != c.after {
						t.Errorf("%s: %s, want %s", c.rule, got, c.after)
					}
				}
			}
			w.do(t, lead, through, "hold.place", map[string]any{"for": "health", "reason": "x"})
			if got := reason(w.says(t, kept, "no-hold")); got == "met safeguard.met" {
				t.Error("a file that was linked through the erased one stops this one no more")
			}
		})
	}
}

// The person of an erased file that said no keeps no seat in the other one.
func TestANoThatAnErasedFileLeavesFreesTheSeat(t *testing.T) {
	w, c := programme(t)
	people := travel(t, w, desktest.Traveller{Given: "Zainab", Until: "consent.give"}, desktest.Traveller{Given: "Zainabu", Until: "clearance.draw"})
	gone, kept := people[0], people[1]
	do := func(by, number, command string, args any) {
		t.Helper()
		if _, err := w.Do(t.Context(), by, number, command, args); err != nil {
			t.Fatal(err)
		}
	}
	do("cas", kept, "duplicate.suspect", casefile.SuspectDuplicate{Other: gone})
	do("hop", kept, "duplicate.settle", casefile.SettleDuplicate{Other: gone, Same: true, Reason: "the same scar"})
	do("cou", gone, "consent.withdraw", map[string]any{"channel": "phone"})
	do("dpo", gone, "case.erase", casefile.Erase{Ground: "person-asked"})
	if got, err := w.Desk.Case(t.Context(), w.Who("hop"), kept); err != nil || got.File.Travel.Movement == "" {
		t.Fatalf("there is no seat to free: %v", err)
	}
	worker := work.Worker{Desk: w.Desk, Store: c.Store, Name: "test"}
	if _, err := worker.Once(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got, err := w.Desk.Case(t.Context(), w.Who("hop"), kept); err != nil || got.File.Travel.Movement != "" || got.Status != casefile.StatusWithdrawn {
		t.Errorf("the seat is %q, status %s: %v", got.File.Travel.Movement, got.Status, err)
	}
}

// The other file is not on this node: nothing that stops the person goes
// without its being told.
func TestAnErasureWhoseLinkedFileIsElsewhere(t *testing.T) {
	w := newWorld(t)
	dpo := w.enrol(t, "DP-1", "tripoli", access.DataProtection)
	number := w.open(t, openArgs())
	w.do(t, w.protection, number, "duplicate.suspect", map[string]any{"other": "BE-26-000001-A"})
	w.do(t, w.enrol(t, "HP-8", "tripoli", access.HeadOfProtection), number, "duplicate.settle", map[string]any{"other": "BE-26-000001-A", "same": true, "reason": "the same scar"})
	_, err := erase(t, w.desk, dpo, number)
	if !fault.Is(err, "fault.erased-linked-elsewhere") {
		t.Errorf("%v", err)
	}
}
