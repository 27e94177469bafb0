package desk_test

import (
	"path/filepath"
	"testing"
	"time"

	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/casefile"
	"amana/work"
)

// A no is taken when nobody is there who could read the file.
func TestANoIsTakenWithNobodySignedIn(t *testing.T) {
	f, number := begun(t)
	no := map[string]any{"channel": "sms"}
	r := f.request("consent.withdraw", no)
	receipt, err := f.desk.Do(t.Context(), f.desk.Self(), number, r)
	if err != nil || receipt.Case != number {
		t.Fatalf("%+v %v", receipt, err)
	}
	if again, err := f.desk.Do(t.Context(), f.desk.Self(), number, r); err != nil || !again.Repeated || again.Entry != receipt.Entry {
		t.Errorf("the same again: %+v %v", again, err)
	}
	page, err := f.desk.Cases(t.Context(), f.desk.Self(), desk.Query{Status: "withdrawn", Limit: 10})
	if err != nil || len(page.Cases) != 1 {
		t.Errorf("the list does not show it: %+v %v", page, err)
	}
	f.wantShut(f.desk.Self(), number, "after a no")
	hotline := f.signIn("HL-1")
	if _, err := f.try(hotline, number, "consent.report", map[string]any{"channel": "phone"}); err != nil {
		t.Errorf("the hotline's report: %v", err)
	}
	for _, command := range []string{"case.close", "seat.free"} {
		if _, err := f.try(f.desk.Self(), number, command, map[string]any{"reason": "other"}); err == nil {
			t.Errorf("%s on a case that nobody can read", command)
		}
	}
	f.reopen(t)

	who := f.signIn("CO-1")
	c, err := f.reads(who, number)
	if err != nil || c.Status != casefile.StatusWithdrawn || len(c.File.Consent.Withdrawals) != 1 || len(c.File.Consent.Reports) != 1 {
		t.Fatalf("%+v %v", c, err)
	}
	answer, err := f.desk.Findings(t.Context(), who, number, desk.Asked{})
	if err != nil || answer.Clear {
		t.Errorf("a case that was withdrawn from is clear: %v", err)
	}
	if page, err = f.desk.Cases(t.Context(), who, desk.Query{Limit: 10}); err != nil || page.Cases[0].Status != casefile.StatusWithdrawn || page.Cases[0].Given != "Binta" {
		t.Errorf("%+v %v", page, err)
	}
	// What it said of the person in figures is what was said before.
	if n := statistics(t, f.store); n < 2 {
		t.Errorf("%d statistics: the no was not counted", n)
	}
	f.do(t, who, number, "option.tell", tellArgs())
	dir := filepath.Join(t.TempDir(), "log")
	if _, err := f.desk.Export(t.Context(), dir, nil); err != nil {
		t.Fatal(err)
	}
	if r := desktest.Verified(t, dir); !r.OK {
		t.Errorf("%+v", r)
	}
}

// What follows from a no, and the search for other files, wait until somebody
// opens the file, and no longer.
func TestWorkWaitsForWhoOpensTheFile(t *testing.T) {
	f, number := begun(t)
	if _, err := f.try(f.desk.Self(), number, "consent.withdraw", map[string]any{"channel": "sms"}); err != nil {
		t.Fatal(err)
	}
	worker := work.Worker{Desk: f.desk, Store: f.store, Name: "test"}
	for range 20 {
		f.clock = f.clock.Add(time.Minute)
		if n, err := worker.Once(t.Context()); err != nil || n != 2 {
			t.Fatalf("%d jobs, %v: the seat is forgotten", n, err)
		}
	}
	f.signIn("CO-1")
	f.clock = f.clock.Add(time.Minute)
	if n, err := worker.Once(t.Context()); err != nil || n != 2 {
		t.Fatalf("%d jobs, %v", n, err)
	}
	f.clock = f.clock.Add(time.Hour)
	if n, err := worker.Once(t.Context()); err != nil || n != 0 {
		t.Errorf("%d jobs are left, %v", n, err)
	}
}

// A no that was taken while nobody could open the file leaves it one that a second
// file of the person finds.
func TestWhoSaidNoUnreadIsFoundAsALikelyOtherFile(t *testing.T) {
	f, number := begun(t)
	hotline := f.signIn("HL-1")
	f.do(t, hotline, number, "consent.withdraw", map[string]any{"channel": "phone"})
	f.counsellor = f.signIn("CO-1")
	second := f.open(t, openArgs())
	c, err := f.reads(f.counsellor, second)
	if err != nil || len(c.File.Duplicates) != 1 || c.File.Duplicates[0].Other != number {
		t.Errorf("the second file names %+v, %v, want %s", c.File.Duplicates, err, number)
	}
}
