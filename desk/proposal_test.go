package desk_test

import (
	"encoding/json"
	"strings"
	"testing"

	"amana/desk"
	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/rulebook"
	"amana/domain/safeguard"
	"amana/policy"
)

// A name that nobody can record would leave the real one out of a rule: the next
// version of the book is refused for it, and what ships is not.
func TestAMisspeltRuleBookIsNotProposed(t *testing.T) {
	w := newWorld(t)
	next := func(change func(*safeguard.Book)) error {
		t.Helper()
		book, err := policy.LibyaVHR()
		if err != nil {
			t.Fatal(err)
		}
		book.Version = 2
		change(&book)
		text, err := json.Marshal(book)
		if err != nil {
			t.Fatal(err)
		}
		_, err = w.desk.DoOther(t.Context(), w.head, casefile.Rules, book.ID, w.request("rulebook.propose", rulebook.Propose{Book: text}))
		return err
	}
	for name, change := range map[string]func(*safeguard.Book){
		"comunity-leader": func(b *safeguard.Book) { b.Doubtful = append(b.Doubtful, "comunity-leader") },
		"remedies":        func(b *safeguard.Book) { b.Topics = append(b.Topics, "remedies") },
		"stay-here":       func(b *safeguard.Book) { b.Options = append(b.Options, "stay-here") },
		"clearence": func(b *safeguard.Book) {
			for i := range b.Clauses {
				if b.Clauses[i].ID == "capacity" {
					b.Clauses[i].Due = []safeguard.Act{"clearence"}
				}
			}
		},
	} {
		err := next(change)
		if fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), "fault.book-name-unknown") || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := next(func(b *safeguard.Book) { b.Doubtful = append(b.Doubtful, "community-leader") }); err != nil {
		t.Errorf("a name that can be recorded: %v", err)
	}
	for list, codes := range desk.BookCodes() {
		if len(codes) < 5 {
			t.Errorf("%s: only %v can be recorded", list, codes)
		}
	}
}
