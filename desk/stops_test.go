package desk_test

import (
	"slices"
	"testing"

	"amana/desk"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/safeguard"
)

// says is what a rule answers about a case now.
func (w *world) says(t *testing.T, number string, id safeguard.ID) safeguard.Finding {
	t.Helper()
	a, err := w.desk.Findings(t.Context(), w.protection, number, desk.Asked{For: safeguard.Boarding})
	if err != nil {
		t.Fatal(err)
	}
	return a.Findings[indexOf(a.Findings, id)]
}

func reason(f safeguard.Finding) string { return string(f.State) + " " + f.Reason.Key }

// A validly signed entry that this program cannot read stops its case, also
// after a restart, until one officer looked into it and another said what it
// was. If that was a withdrawal, the person has withdrawn.
func TestAnUnreadableEntryStopsItsCase(t *testing.T) {
	for was, want := range map[string]string{"nothing-that-stops": "met safeguard.met", "withdrawal": "unmet consent-stands.withdrawn"} {
		w := newWorld(t)
		lead := w.enrol(t, "PL-1", "tripoli", access.ProtectionLead)
		number := w.open(t, openArgs())
		if err := w.desk.ForgeUnreadable(t.Context(), w.counsellor, number); err != nil {
			t.Fatal(err)
		}
		w.reopen(t)
		f := w.says(t, number, "consent-stands")
		if reason(f) != "unknown consent-stands.stray" || len(f.Next) != 1 || f.Next[0].Do != "entry.examine" {
			t.Fatalf("an entry that cannot be read: %s, next %+v", reason(f), f.Next)
		}
		entry := f.Next[0].About
		w.do(t, w.protection, number, "entry.examine", map[string]any{"entry": entry, "found": "asked there"})
		resolve := map[string]any{"entry": entry, "was": was, "found": "read out on the telephone"}
		if _, err := w.try(w.protection, number, "entry.resolve", resolve); fault.KindOf(err) != fault.Denied && fault.KindOf(err) != fault.Missing {
			t.Errorf("resolved by who looked: %v", err)
		}
		w.do(t, lead, number, "entry.resolve", resolve)
		w.reopen(t)
		if got := reason(w.says(t, number, "consent-stands")); got != want {
			t.Errorf("%s: %s, want %s", was, got, want)
		}
		c, err := w.desk.Case(t.Context(), w.protection, number)
		if err != nil {
			t.Fatal(err)
		}
		if withdrawn := c.Status == casefile.StatusWithdrawn; withdrawn != (was == "withdrawal") || len(c.File.Strays) != 0 {
			t.Errorf("%s: %s, strays %v", was, c.Status, c.File.Strays)
		}
	}
}

// A stop in any file of the person stops all of them, however many links away.
func TestAStopInALinkedFile(t *testing.T) {
	w := newWorld(t)
	lead := w.enrol(t, "PL-1", "tripoli", access.ProtectionLead)
	files := []string{w.open(t, openArgs()), w.open(t, openArgs()), w.open(t, openArgs())}
	for i, number := range files[:2] {
		w.do(t, w.protection, number, "duplicate.suspect", map[string]any{"other": files[i+1]})
		w.do(t, w.protection, number, "duplicate.settle", map[string]any{"other": files[i+1], "same": true, "reason": "the same scar"})
	}
	if got := reason(w.says(t, files[0], "consent-stands")); got != "met safeguard.met" {
		t.Fatalf("before anything was said: %s", got)
	}
	w.do(t, w.counsellor, files[2], "consent.withdraw", map[string]any{"channel": "phone"})
	w.do(t, lead, files[1], "hold.place", map[string]any{"for": "protection", "reason": "x"})
	w.reopen(t)
	for rule, want := range map[safeguard.ID]string{"consent-stands": "unmet consent-stands.linked", "no-hold": "unmet no-hold.linked"} {
		if got := reason(w.says(t, files[0], rule)); got != want {
			t.Errorf("%s: %s, want %s", rule, got, want)
		}
	}
	if got := reason(w.says(t, files[2], "no-hold")); got != "unmet no-hold.linked" {
		t.Errorf("the file that others were linked to: %s", got)
	}
	if err := w.desk.ForgeUnreadable(t.Context(), w.counsellor, files[1]); err != nil {
		t.Fatal(err)
	}
	w.reopen(t)
	a, err := w.desk.Findings(t.Context(), w.protection, files[0], desk.Asked{For: safeguard.Seat})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(a.Findings, func(f safeguard.Finding) bool { return f.Reason.Key == "consent-stands.linked" }) {
		t.Error("an entry that cannot be read in one file does not stop the other")
	}
}

// What one file says of another the other says of it, from the same moment on
// and also when nobody here can read it: neither is ever bound alone.
func TestALinkBindsBothFiles(t *testing.T) {
	w := newWorld(t)
	lead := w.enrol(t, "PL-1", "tripoli", access.ProtectionLead)
	a, b, c := w.open(t, named("Binta")), w.open(t, named("Awa")), w.open(t, named("Isatou"))
	says := func(other string, same bool) map[string]any {
		return map[string]any{"other": other, "same": same, "reason": "asked both ways"}
	}
	w.do(t, w.protection, a, "duplicate.suspect", map[string]any{"other": b})
	w.do(t, w.protection, a, "duplicate.suspect", map[string]any{"other": c})
	for _, number := range []string{b, c} {
		if got := reason(w.says(t, number, "no-unsettled-duplicate")); got != "unmet no-unsettled-duplicate.unsettled" {
			t.Errorf("a file that another may be the same person's: %s", got)
		}
	}
	w.do(t, w.protection, b, "duplicate.settle", says(a, true)) // from the other side
	w.do(t, w.protection, a, "duplicate.settle", says(c, false))
	w.do(t, lead, a, "hold.place", map[string]any{"for": "law", "reason": "x"})
	w.reopen(t)
	for number, want := range map[string]string{a: "unmet no-hold.law", b: "unmet no-hold.linked", c: "met safeguard.met"} {
		if got := reason(w.says(t, number, "no-hold")); got != want {
			t.Errorf("%s, want %s", got, want)
		}
		if got := reason(w.says(t, number, "no-unsettled-duplicate")); got != "met safeguard.met" {
			t.Errorf("after all was settled: %s", got)
		}
	}
	if _, err := w.try(w.protection, a, "case.unlink", map[string]any{"other": b, "reason": "x"}); fault.KindOf(err) != fault.Denied && fault.KindOf(err) != fault.Missing {
		t.Errorf("unlinked in the other file by who linked: %v", err)
	}
	w.do(t, lead, a, "case.unlink", map[string]any{"other": b, "reason": "another mother"})
	w.do(t, lead, a, "hold.place", map[string]any{"for": "law", "reason": "x"})
	if got := reason(w.says(t, b, "no-hold")); got != "unmet no-hold.linked" {
		t.Errorf("a link that one officer took back released a veto: %s", got)
	}
	if _, err := w.try(lead, b, "case.unlink", map[string]any{"other": a, "reason": "x"}); fault.KindOf(err) != fault.Denied {
		t.Errorf("one officer confirmed themself: %v", err)
	}
	w.do(t, w.enrol(t, "PL-2", "tripoli", access.ProtectionLead), b, "case.unlink", map[string]any{"other": a, "reason": "looked at both"})
	w.reopen(t)
	for number, want := range map[string]string{a: "unmet no-hold.law", b: "met safeguard.met"} {
		if got := reason(w.says(t, number, "no-hold")); got != want {
			t.Errorf("two officers found two persons: %s, want %s", got, want)
		}
	}
}

// A file of the person of which nothing can be read says nothing about what
// stops them: that is not known, and not nothing.
func TestALinkedFileWithoutKeysIsUnknown(t *testing.T) {
	w := newWorld(t)
	a, b := w.open(t, openArgs()), w.open(t, openArgs())
	w.do(t, w.protection, a, "duplicate.suspect", map[string]any{"other": b})
	w.do(t, w.protection, a, "duplicate.settle", map[string]any{"other": b, "same": true, "reason": "the same scar"})
	if got := reason(w.says(t, a, "no-unsettled-duplicate")); got != "met safeguard.met" {
		t.Fatalf("a linked file that can be read: %s", got)
	}
	w.do(t, w.counsellor, b, "consent.withdraw", map[string]any{"channel": "phone"})
	if err := w.desk.DestroyBehind(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	if got := reason(w.says(t, a, "no-unsettled-duplicate")); got != "unknown no-unsettled-duplicate.linked-missing" {
		t.Errorf("a linked file that cannot be read: %s", got)
	}
}

// A file that was linked with a number of nobody says that the link can be taken back, and two
// officers who did not link it do that.
func TestLinkedWithANumberOfNobody(t *testing.T) {
	const nobody = "TI-26-9999-Z"
	w := newWorld(t)
	second, third := w.enrol(t, "HP-2", "programme", access.HeadOfProtection), w.enrol(t, "HP-3", "programme", access.HeadOfProtection)
	a := w.open(t, openArgs())
	w.do(t, w.head, a, "duplicate.suspect", map[string]any{"other": nobody})
	w.do(t, w.head, a, "duplicate.settle", map[string]any{"other": nobody, "same": true, "reason": "the same scar"})
	f := w.says(t, a, "no-unsettled-duplicate")
	if !f.State.Blocks() || !slices.ContainsFunc(f.Next, func(s safeguard.Step) bool { return s.Do == "case.unlink" }) {
		t.Errorf("at the hub: %s, next %v", reason(f), f.Next)
	}
	for _, by := range []desk.Actor{second, third} {
		w.do(t, by, a, "case.unlink", map[string]any{"other": nobody, "reason": "a slip of the pen"})
	}
	if f := w.says(t, a, "no-unsettled-duplicate"); f.State.Blocks() {
		t.Errorf("taken back by two: %s", reason(f))
	}
}
