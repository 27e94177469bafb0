package safeguard

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden file anew")

// named is the book of the tests, in which a rule is meant by a logic number.
func named(t *testing.T, id ID, logic int) (*Book, error) {
	t.Helper()
	b := testBook(t)
	clauseOf(t, b, id).Logic = logic
	return b, b.Compile()
}

// then are findings of a rule for several people, as bytes.
func then(t *testing.T, b *Book, id ID) []byte {
	t.Helper()
	found := map[string]Finding{}
	for name, change := range map[string]func(*world){
		"ready": func(*world) {},
		"held":  func(w *world) { w.Protection.Holds = []Hold{{Ref: w.by("pia", hours(5)), Kind: "health"}} },
		"lifted": func(w *world) {
			w.Protection.Holds = []Hold{{Ref: w.by("pia", hours(5)), Kind: "law", Lifted: w.by("lea", hours(1))}}
		},
		"a child": func(w *world) {
			w.child()
			w.Protection.Holds = []Hold{{Ref: w.by("pia", hours(5)), Kind: "protection"}}
		},
	} {
		w := ready()
		change(w)
		found[name] = ask(t, b, w.Facts, now, Boarding, id)
	}
	text, err := json.MarshalIndent(found, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return append(text, '\n')
}

// A rule that means something else takes the next number. The book of last year
// names the old one, or none, and its findings are made again byte for byte; the
// new meaning holds for a book that names it, and such a book takes notice.
func TestTheFindingOfThenIsMadeAgain(t *testing.T) {
	const id, golden = ID("no-hold"), "testdata/no-hold-1.json"
	old, err := named(t, id, 0)
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(golden, then(t, old, id), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}

	was := rules[id]
	next := *was
	next.logic = was.logic + 1
	next.judge = func(*question) verdict { return unmet("hold", do("hold.lift", "protection-lead")) }
	rules[id], retired[id] = &next, []*rule{was}
	t.Cleanup(func() { rules[id] = was; delete(retired, id) })

	for _, logic := range []int{0, was.logic} {
		b, err := named(t, id, logic)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(then(t, b, id))); diff != "" {
			t.Errorf("by logic %d, what was found then is found otherwise now:\n%s", logic, diff)
		}
		if stops := Standing(ready().Facts, b, now); len(stops) > 0 {
			t.Errorf("by logic %d, another file is stopped by %v", logic, stops)
		}
	}
	b, err := named(t, id, next.logic)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(want, then(t, b, id)) {
		t.Error("a book that names the new logic is answered by the old one")
	}
	if stops := Standing(ready().Facts, b, now); len(stops) != 1 {
		t.Errorf("a linked file is judged by another logic: %v", stops)
	}
	if diff := cmp.Diff([]string{string(id)}, old.Loosens(b)); diff != "" {
		t.Errorf("another meaning takes force without notice: %s", diff)
	}
	for _, logic := range []int{-1, next.logic + 1} {
		if _, err := named(t, id, logic); err == nil {
			t.Errorf("a book that names logic %d, which nobody wrote, compiles", logic)
		}
	}
}

// The numbers of a rule's meanings count from 1, each once: none is lost.
func TestEveryLogicStays(t *testing.T) {
	for id, r := range rules {
		for logic := 1; logic <= r.logic; logic++ {
			if got := meaning(id, logic); got == nil || got.logic != logic {
				t.Errorf("%s has no logic %d any more", id, logic)
			}
		}
		if len(retired[id]) != r.logic-1 {
			t.Errorf("%s has %d old meanings and is at %d", id, len(retired[id]), r.logic)
		}
	}
}
