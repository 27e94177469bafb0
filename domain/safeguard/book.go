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
	for i := range b.Clauses {
		c := &b.Clauses[i]
		r, known := rules[c.ID]
		if !known {
			bad("safeguard-unknown", fault.A("safeguard", c.ID))
			continue
		}
		c.rule = r
		if len(c.Source) == 0 {
			bad("source-missing", fault.A("safeguard", c.ID))
		}
	}
	for id, r := range rules {
		i := slices.IndexFunc(b.Clauses, func(c Clause) bool { return c.ID == id && c.Until.IsZero() })
		if r.floor == nil {
			continue
		}
		if i < 0 {
			bad("floor-missing", fault.A("safeguard", id))
			continue
		}
		for _, act := range r.floor {
			if !slices.Contains(b.Clauses[i].Due, act) {
				bad("floor-not-due", fault.A("safeguard", id), fault.A("act", act))
			}
		}
		for _, class := range protects(id) {
			if !slices.Contains(b.Clauses[i].Applies, class) {
				bad("floor-not-for", fault.A("safeguard", id), fault.A("class", class))
			}
		}
	}
	if len(problems) > 0 {
		return joined(problems)
	}
	b.compiled = true
	return nil
}

// protects is for whom no book may cease to require a rule with a floor.
func protects(id ID) []Class {
	if id == "best-interests" {
		return []Class{Child, Infant}
	}
	return []Class{Adult, Supported, Child}
}

// Loosens lists where next is looser than b: such a version takes force no
// sooner than fourteen days after it was published and witnessed.
func (b *Book) Loosens(next *Book) []string {
	var where []string
	for k, t := range knobTable {
		if Knob(k).looser(b.values[k], next.values[k]) {
			where = append(where, t.name)
		}
	}
	for name, lists := range map[string][2][]string{
		"options": {b.Options, next.Options}, "topics": {b.Topics, next.Topics}, "doubtful": {b.Doubtful, next.Doubtful},
	} {
		if lacks(lists[0], lists[1]) {
			where = append(where, name)
		}
	}
	for _, c := range b.Clauses {
		i := slices.IndexFunc(next.Clauses, func(n Clause) bool { return n.ID == c.ID })
		switch {
		case i < 0:
			where = append(where, string(c.ID))
		case lacks(c.Due, next.Clauses[i].Due), lacks(c.Applies, next.Clauses[i].Applies),
			next.Clauses[i].From.After(c.From), ends(c.Until, next.Clauses[i].Until):
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
