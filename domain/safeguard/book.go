package safeguard

import (
	"errors"
	"fmt"
	"slices"

	"amana/domain/access"
	"amana/domain/day"
	"amana/domain/fault"
)

// Book is a rule book: which rules, from when until when, due at which acts,
// for whom, with which numbers, on which source. It is data; what a rule means
// is code. A book is in force only when two officers signed it.
type Book struct {
	ID         string         `json:"id" toml:"id"`
	Version    int            `json:"version" toml:"version"`
	Numbers    map[string]int `json:"numbers" toml:"numbers"`                 // by knob name
	Options    []string       `json:"options" toml:"options"`                 // other than return
	Topics     []string       `json:"topics" toml:"topics"`                   // of counselling
	Doubtful   []string       `json:"doubtful" toml:"doubtful"`               // origins of a wish that is asked for again
	Shortening []string       `json:"shortening,omitempty" toml:"shortening"` // conditions for which an examination is valid for less
	Clauses    []Clause       `json:"safeguards" toml:"safeguard"`

	values   [knobs]int
	compiled bool
	raised   int // by which of the floors that were raised since
}

// Clause is one rule as a book has it.
type Clause struct {
	ID      ID              `json:"id" toml:"id"`
	From    day.Day         `json:"from" toml:"from"`
	Until   day.Day         `json:"until,omitzero" toml:"until"` // the first day on which it no longer holds
	Due     []Act           `json:"due" toml:"due"`
	Applies []Class         `json:"applies" toml:"applies"`
	Logic   int             `json:"logic,omitempty" toml:"logic"` // which meaning of the rule; none named: the first
	Owner   access.Role     `json:"owner" toml:"owner"`
	Source  []string        `json:"source" toml:"source"`
	Text    map[string]Text `json:"text" toml:"text"` // by language

	rule *rule
}

// Text is a rule in words.
type Text struct {
	Title string `json:"title" toml:"title"`
	Met   string `json:"met" toml:"met"`
	Draft bool   `json:"draft,omitempty" toml:"draft"` // not yet approved by a person who knows the language
}

// Name is how findings and attestations name the book: "libya-vhr/1", or
// "libya-vhr/1+2" where the second floor that was raised holds in its place.
func (b *Book) Name() string {
	if b.raised > 0 {
		return fmt.Sprintf("%s/%d+%d", b.ID, b.Version, b.raised)
	}
	return fmt.Sprintf("%s/%d", b.ID, b.Version)
}

// Compile checks the book against the first floors in code and makes it ready to
// be evaluated. Every problem is reported.
func (b *Book) Compile() error {
	var problems []error
	bad := func(key string, args ...fault.Arg) {
		problems = append(problems, fault.New(fault.Invalid, "fault.book-"+key, args...))
	}
	b.checkNumbers(bad)
	for i := range b.Clauses {
		c := &b.Clauses[i]
		if c.rule = meaning(c.ID, c.Logic); c.rule == nil {
			bad("safeguard-unknown", fault.A("safeguard", c.ID))
			continue
		}
		if b.clause(c.ID) != c {
			bad("safeguard-twice", fault.A("safeguard", c.ID))
		}
		if len(c.Source) == 0 {
			bad("source-missing", fault.A("safeguard", c.ID))
		}
	}
	b.checkFloors(bad)
	if len(problems) > 0 {
		return errors.Join(problems...)
	}
	b.compiled = true
	return nil
}

// Complete refuses a book without every number that there is, or with another. A
// book that was proposed is read all the same: a number that came later is, for
// it, the loosest that any book may set, and one that went is asked by no rule.
func (b *Book) Complete() error {
	var problems []error
	known := 0
	for _, t := range knobTable {
		if _, there := b.Numbers[t.name]; there {
			known++
		} else {
			problems = append(problems, fault.New(fault.Invalid, "fault.book-number-missing", fault.A("number", t.name)))
		}
	}
	if len(b.Numbers) > known {
		problems = append(problems, fault.New(fault.Invalid, "fault.book-number-unknown"))
	}
	return errors.Join(problems...)
}

// CheckNames refuses a name that means nothing: an act or a kind of person that is
// misspelt would leave the real one out, and an owner that nobody is would leave a
// finding to nobody. codes are what can be recorded, for each list of the book.
func (b *Book) CheckNames(codes map[string][]string) error {
	var problems []error
	check := func(list, name string, known bool) {
		if !known {
			problems = append(problems, fault.New(fault.Invalid, "fault.book-name-unknown", fault.A("list", list), fault.A("value", name)))
		}
	}
	for _, l := range lists {
		for _, name := range *l.of(b) {
			check(l.name, name, slices.Contains(codes[l.name], name))
		}
	}
	for _, c := range b.Clauses {
		for _, act := range c.Due {
			check(string(c.ID)+" due", string(act), slices.Contains(Acts[:], act))
		}
		for _, class := range c.Applies {
			check(string(c.ID)+" applies", string(class), slices.Contains(Classes[:], class))
		}
		check(string(c.ID)+" owner", string(c.Owner), slices.Contains(c.Owner.Codes(), string(c.Owner)))
	}
	return errors.Join(problems...)
}

// problem adds one to those that are reported.
type problem func(key string, args ...fault.Arg)

func (b *Book) checkNumbers(bad problem) {
	for k, t := range knobTable {
		v, there := b.Numbers[t.name]
		switch {
		case !there: // it came later: see Complete
			v = t.edge
		case Knob(k).looser(t.edge, v) || v <= 0:
			bad("number-too-loose", fault.A("number", t.name), fault.A("value", v), fault.A("floor", t.edge))
		}
		b.values[k] = v
	}
	for _, l := range lists {
		for _, value := range l.floor {
			if !slices.Contains(*l.of(b), value) {
				bad("list-lacks", fault.A("list", l.name), fault.A("value", value))
			}
		}
	}
}

// Applies says whether a rule is asked of a kind of person.
func (b *Book) Applies(id ID, class Class) bool {
	c := b.clause(id)
	return c != nil && slices.Contains(c.Applies, class)
}

func (b *Book) clause(id ID) *Clause {
	i := slices.IndexFunc(b.Clauses, func(c Clause) bool { return c.ID == id })
	if i < 0 {
		return nil
	}
	return &b.Clauses[i]
}

// Loosens lists where next is looser than b: such a version takes force no
// sooner than fourteen days after it was published and witnessed. Another
// meaning of a rule counts as looser: its number does not say which it is.
func (b *Book) Loosens(next *Book) []string { return b.loosens(next, Knob.loosens) }

func (b *Book) loosens(next *Book, number func(k Knob, was, is int) bool) []string {
	var where []string
	for k, t := range knobTable {
		if was, asked := b.Numbers[t.name]; asked && number(Knob(k), was, next.values[k]) {
			where = append(where, t.name)
		}
	}
	for _, l := range lists {
		if lacks(*l.of(b), *l.of(next)) {
			where = append(where, l.name)
		}
	}
	for _, c := range b.Clauses {
		n := next.clause(c.ID)
		if n == nil || lacks(c.Due, n.Due) || lacks(c.Applies, n.Applies) || n.From.After(c.From) || ends(c.Until, n.Until) || c.meansElse(n) {
			where = append(where, string(c.ID))
		}
	}
	slices.Sort(where)
	return where
}

// meansElse says whether next has another meaning than c, or than c asks for.
func (c *Clause) meansElse(next *Clause) bool {
	if c.rule == nil { // of a floor
		return next.rule.logic < c.Logic
	}
	return next.rule != c.rule
}

// ends says whether a rule that ran until a now stops sooner.
func ends(a, b day.Day) bool { return !b.IsZero() && (a.IsZero() || b.Before(a)) }

func lacks[T comparable](have, next []T) bool {
	for _, x := range have {
		if !slices.Contains(next, x) {
			return true
		}
	}
	return false
}
