package safeguard

import (
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
	ID       string         `json:"id" toml:"id"`
	Version  int            `json:"version" toml:"version"`
	Numbers  map[string]int `json:"numbers" toml:"numbers"`   // by knob name
	Options  []string       `json:"options" toml:"options"`   // other than return
	Topics   []string       `json:"topics" toml:"topics"`     // of counselling
	Doubtful []string       `json:"doubtful" toml:"doubtful"` // origins of a wish that is asked for again
	Clauses  []Clause       `json:"safeguards" toml:"safeguard"`

	values   [knobs]int
	compiled bool
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

// Name is how findings and attestations name the book: "libya-vhr/1".
func (b *Book) Name() string { return fmt.Sprintf("%s/%d", b.ID, b.Version) }

// Compile checks the book against the floors in code and makes it ready to be
// evaluated. Every problem is reported.
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
		return joined(problems)
	}
	b.compiled = true
	return nil
}

// problem adds one to those that are reported.
type problem func(key string, args ...fault.Arg)

func (b *Book) checkNumbers(bad problem) {
	for k, t := range knobTable {
		v, there := b.Numbers[t.name]
		switch {
		case !there:
			bad("number-missing", fault.A("number", t.name))
		case Knob(k).looser(t.edge, v) || v <= 0:
			bad("number-too-loose", fault.A("number", t.name), fault.A("value", v), fault.A("floor", t.edge))
		}
		b.values[k] = v
	}
	if len(b.Numbers) > len(knobTable) {
		bad("number-unknown")
	}
	for _, l := range lists {
		for _, value := range l.floor {
			if !slices.Contains(l.of(b), value) {
				bad("list-lacks", fault.A("list", l.name), fault.A("value", value))
			}
		}
	}
}

func (b *Book) checkFloors(bad problem) {
	for id, r := range rules {
		if r.floor == nil {
			continue
		}
		c := b.clause(id)
		if c == nil || !c.Until.IsZero() {
			bad("floor-missing", fault.A("safeguard", id))
			continue
		}
		for _, act := range r.floor {
			if !slices.Contains(c.Due, act) {
				bad("floor-not-due", fault.A("safeguard", id), fault.A("act", act))
			}
		}
		for _, class := range protects(id) {
			if !slices.Contains(c.Applies, class) {
				bad("floor-not-for", fault.A("safeguard", id), fault.A("class", class))
			}
		}
	}
}

// FloorsHold refuses a book of which a floor begins later than on a day: one
// that took force then would leave it out until it begins.
func (b *Book) FloorsHold(on day.Day) error {
	var problems []error
	for _, c := range b.Clauses {
		if c.rule.floor != nil && c.From.After(on) {
			problems = append(problems, fault.New(fault.Invalid, "fault.book-floor-later", fault.A("safeguard", c.ID), fault.A("from", c.From)))
		}
	}
	return joined(problems)
}

func (b *Book) clause(id ID) *Clause {
	i := slices.IndexFunc(b.Clauses, func(c Clause) bool { return c.ID == id })
	if i < 0 {
		return nil
	}
	return &b.Clauses[i]
}

// protects is for whom no book may cease to require a rule with a floor. An
// infant is not talked with.
func protects(id ID) []Class {
	switch id {
	case "best-interests":
		return []Class{Child, Infant}
	case "own-wish", "private-interview", "gate":
		return []Class{Adult, Supported, Child}
	}
	return []Class{Adult, Supported, Child, Infant}
}

// Loosens lists where next is looser than b: such a version takes force no
// sooner than fourteen days after it was published and witnessed. Another
// meaning of a rule counts as looser: its number does not say which it is.
func (b *Book) Loosens(next *Book) []string {
	var where []string
	for k, t := range knobTable {
		if Knob(k).looser(b.values[k], next.values[k]) {
			where = append(where, t.name)
		}
	}
	for _, l := range lists {
		if lacks(l.of(b), l.of(next)) {
			where = append(where, l.name)
		}
	}
	for _, c := range b.Clauses {
		n := next.clause(c.ID)
		if n == nil || lacks(c.Due, n.Due) || lacks(c.Applies, n.Applies) || n.From.After(c.From) || ends(c.Until, n.Until) || n.rule != c.rule {
			where = append(where, string(c.ID))
		}
	}
	slices.Sort(where)
	return where
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
