package desk_test

import (
	"cmp"
	"fmt"
	"strings"
	"testing"

	"amana/desk"
	"amana/domain/access"
	"amana/domain/fault"
	"amana/domain/safeguard"
)

// Who suspects a file that they may not see is told nothing of it, and binds
// nobody: whether it is the same person's, and whether it is not, is said by
// somebody who reaches both.
func TestASuspicionTellsNothing(t *testing.T) {
	w := newWorld(t)
	far := w.enrol(t, "CW-MIS-1", "misrata", access.Caseworker)
	heads := [...]desk.Actor{w.enrol(t, "HP-8", "tripoli", access.HeadOfProtection), w.enrol(t, "HP-9", "tripoli", access.HeadOfProtection)}
	said, silent := w.open(t, openArgs()), w.open(t, openArgs()) // in tripoli, of whom one says no
	w.do(t, w.counsellor, said, "consent.withdraw", map[string]any{"channel": "phone"})
	elsewhere := openArgs()
	elsewhere["office"] = "misrata"
	var told []string
	var first string
	for _, other := range []string{said, silent, "XX-26-0999-P"} {
		mine, err := w.desk.Do(t.Context(), far, "", w.request("case.open", elsewhere))
		if err != nil {
			t.Fatal(err)
		}
		first = cmp.Or(first, mine.Case)
		w.do(t, far, mine.Case, "duplicate.suspect", map[string]any{"other": other})
		_, settled := w.try(far, mine.Case, "duplicate.settle", map[string]any{"other": other, "same": true, "reason": "x"})
		_, unlinked := w.try(far, mine.Case, "case.unlink", map[string]any{"other": other, "reason": "x"})
		if fault.KindOf(settled) != fault.Missing {
			t.Errorf("settled by who sees one of the two: %v", settled)
		}
		f, err := w.desk.Findings(t.Context(), far, mine.Case, desk.Asked{For: safeguard.Clearance})
		if err != nil {
			t.Fatal(err)
		}
		var blocks []string
		for _, b := range f.Findings {
			blocks = append(blocks, string(b.Safeguard)+" "+reason(b))
		}
		told = append(told, fmt.Sprint(settled, unlinked, blocks))
		for _, number := range []string{said, silent} {
			if got := reason(w.says(t, number, "consent-stands")); got == "unmet consent-stands.linked" {
				t.Error("a suspicion stops somebody else as if it were a link")
			}
		}
	}
	if told[0] != told[1] || told[1] != told[2] {
		t.Errorf("a suspicion tells:\n%s", strings.Join(told, "\n"))
	}
	stands := func(want string) {
		t.Helper()
		f, err := w.desk.Findings(t.Context(), heads[0], first, desk.Asked{For: safeguard.Boarding})
		if err != nil {
			t.Fatal(err)
		}
		if got := reason(f.Findings[indexOf(f.Findings, "consent-stands")]); got != want {
			t.Errorf("consent-stands is %s, want %s", got, want)
		}
	}
	w.do(t, heads[0], said, "duplicate.settle", map[string]any{"other": first, "same": true, "reason": "x"})
	stands("unmet consent-stands.linked")
	w.do(t, heads[1], first, "case.unlink", map[string]any{"other": said, "reason": "another face"})
	w.do(t, heads[0], first, "case.unlink", map[string]any{"other": said, "reason": "another face"})
	stands("met safeguard.met")
}
