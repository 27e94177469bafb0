package desk

import (
	"encoding/json"
	"slices"

	"amana/desk/shape"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/counselling"
	"amana/domain/fault"
	"amana/domain/rulebook"
	"amana/domain/safeguard"
	"amana/domain/screening"
)

// oneBook refuses a rule book beside the one that was signed: its first version
// would have nothing to be looser than. One programme has one, which only its own
// versions replace.
func (a *otherAct) oneBook() error {
	other := func(b *rulebook.State) bool { return b.ID != a.ref && !b.Since().IsZero() }
	if slices.ContainsFunc(a.desk.Books(), other) {
		return fault.New(fault.Conflict, "fault.second-rule-book").In("reference")
	}
	return nil
}

// checkTable refuses a table of roles that no program could follow.
func checkTable(text json.RawMessage) error {
	var table access.Table
	err := json.Unmarshal(text, &table)
	if err == nil {
		err = casefile.CheckTable(&table)
	}
	if err != nil {
		return fault.New(fault.Invalid, "fault.roles-unreadable").In("args.table").Because(err)
	}
	return nil
}

// checkBook refuses a book with a name that nobody can record, and no program
// follow. Once proposed it is read whatever its names.
func checkBook(text json.RawMessage) error {
	var book safeguard.Book
	if err := json.Unmarshal(text, &book); err != nil {
		return fault.New(fault.Invalid, "fault.book-unreadable").In("args.book").Because(err)
	}
	return book.CheckNames(BookCodes())
}

// BookCodes are the codes that can be recorded, for each list of a rule book.
func BookCodes() map[string][]string {
	return map[string][]string{
		"options":    shape.Codes(counselling.Tell{}, "option"),
		"topics":     shape.Codes(counselling.Hold{}, "topics"),
		"doubtful":   slices.Concat(shape.Codes(counselling.Wish{}, "suggestedBy"), shape.Codes(counselling.Wish{}, "heard")),
		"shortening": shape.Codes(screening.Examine{}, "listed"),
	}
}
