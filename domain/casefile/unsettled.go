package casefile

import (
	"encoding/json"
	"slices"
	"time"

	"amana/domain/day"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// Said is what was said of the fields that have one value, by events that no
// later one knew of. Of one field that may be several things: all are kept
// until a person who knows them decides.
type Said struct {
	Identity  []ledger.Said[Changed] `json:"identity,omitempty"`
	Household []ledger.Said[Home]    `json:"household,omitempty"`
	Likely    []ledger.Said[int]     `json:"likely,omitempty"` // files that are not named
	Ending    []ledger.Said[string]  `json:"ending,omitempty"`
	Closed    []ledger.Said[bool]    `json:"closed,omitempty"`
}

// Unsettled is a field of which several things are said.
type Unsettled struct {
	Field  string  `json:"field"`
	Values []Value `json:"values"`
}

// Value is one of them, with the event that says it.
type Value struct {
	Entry ledger.Hash     `json:"entry"`
	By    ledger.Actor    `json:"by"`
	Says  json.RawMessage `json:"says"`

	ref ledger.Ref
}

// identityFields are what is said of a person, each of which may be unsettled
// by itself; nil is nothing said. Groups are not among them: all that are said
// of somebody count.
var identityFields = []struct {
	name string
	of   func(*Changed) any
}{
	{"given", func(i *Changed) any { return word(i.Given) }},
	{"family", func(i *Changed) any { return word(i.Family) }},
	{"born", func(i *Changed) any {
		if i.Born.IsZero() {
			return nil
		}
		from, to := i.born()
		return [2]day.Day{from, to}
	}},
	{"sex", func(i *Changed) any { return word(i.Sex) }},
	{"nationalities", func(i *Changed) any { return words(sorted(i.Nationalities)) }},
	{"residence", func(i *Changed) any { return word(i.Residence) }},
	{"languages", func(i *Changed) any { return words(i.Languages) }},
	{"destination", func(i *Changed) any { return word(i.Destination) }},
	{"area", func(i *Changed) any { return word(i.Area) }},
	{"alone", func(i *Changed) any { return word(i.Alone) }},
}

func word(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func words(all []string) any {
	if len(all) == 0 {
		return nil
	}
	return all
}

func sorted(all []string) []string { return slices.Sorted(slices.Values(all)) }

// Unsettled lists the fields of which several things are said by people who
// did not know of each other, as far as they can be read here.
func (c *Case) Unsettled() []Unsettled {
	var all []Unsettled
	add := func(field string, values []Value) {
		if slices.ContainsFunc(values, func(v Value) bool { return string(v.Says) != string(values[0].Says) }) {
			all = append(all, Unsettled{field, values})
		}
	}
	for _, f := range identityFields {
		if len(c.Said.Identity) < 2 {
			break // one alone is settled
		}
		speaks := slices.DeleteFunc(slices.Clone(c.Said.Identity), func(s ledger.Said[Changed]) bool { return f.of(&s.Value) == nil })
		add(f.name, values(speaks, func(i Changed) any { return f.of(&i) }))
	}
	add("household", values(c.Said.Household, func(h Home) any { return h.Household }))
	add("ending", values(c.Said.Ending, func(e string) any { return e }))
	add("custody", values(c.custody(), func(k safeguard.Custody) any { return [2]any{k.Held, k.Place} }))
	add("seat", values(c.Travel.Seats, func(s safeguard.Seating) any { return s }))
	return all
}

// values are several things said, as JSON; one alone is settled.
func values[T any](all []ledger.Said[T], what func(T) any) []Value {
	if len(all) < 2 {
		return nil
	}
	var values []Value
	for _, s := range all {
		text, _ := json.Marshal(what(s.Value)) // texts, days and lists of them: all can be written
		values = append(values, Value{s.ID, s.By, text, s.Ref})
	}
	return values
}

// conclude keeps what was said of the file's end.
func (c *Case) conclude(endings []ledger.Said[string], closed []ledger.Said[bool]) {
	c.Said.Ending, c.Said.Closed = endings, closed
	c.Ending, c.IsClosed = "", len(closed) > 0 || c.Erased
	if n := len(endings); n > 0 {
		c.Ending = endings[n-1].Value
	}
}

// custody is the dates on record that no later one replaced: the newest, and
// beside it those of which nobody can say whether they are later or earlier.
func (c *Case) custody() []ledger.Said[safeguard.Custody] {
	var standing []ledger.Said[safeguard.Custody]
	all := slices.Concat(c.Custody, c.Inside)
	for _, k := range all {
		if !slices.ContainsFunc(all, func(l safeguard.Custody) bool { return c.replaces(l, k) }) {
			standing = append(standing, ledger.Said[safeguard.Custody]{Ref: k.Ref, Value: k})
		}
	}
	return standing
}

// replaces says whether what is on record of custody is later than something else, and
// can end it.
func (c *Case) replaces(l, k safeguard.Custody) bool {
	switch {
	case k.Held && !l.Held && !frees(l, k), k.Held && l.Imported != "" && k.Imported == "": // the word of a list moves nobody to a better place
		return false
	case c.Knows(l.Ref, k.Ref):
		return l.Seq != k.Seq && !l.Since.Before(k.Since)
	case c.Knows(k.Ref, l.Ref): // k was entered late
		return l.Since.After(k.Since)
	}
	return l.Since.Sub(k.Until) >= aDay // the clocks of two nodes are not one
}

// dates are those on which custody is recorded, in the order of a journey.
var dates = []string{"first-contact", "wish", "consent", "eve"}

// frees says whether a record that somebody was not held can end one that they
// were. History can be entered late: it frees nobody unless somebody said when it
// was, on a date that is not before the other's. The word of a list frees nobody:
// not even whom a list said to be held.
func frees(free, held safeguard.Custody) bool {
	switch on, then := slices.Index(dates, free.Date), slices.Index(dates, held.Date); {
	case free.Imported != "":
		return false
	case on < 0: // now
		return true
	default:
		return on >= then && free.Since.Before(free.Until)
	}
}

const aDay = 24 * time.Hour

// Held says whether the person is held now, and where: whatever of what is on
// record protects. Held in one of two places is held where nobody can name.
func (c *Case) Held() (held bool, place string) {
	for _, k := range c.custody() {
		switch {
		case !k.Value.Held:
		case !held:
			held, place = true, k.Value.Place
		case k.Value.Place != place:
			place = ""
		}
	}
	return held, place
}

// captivity is when the person was held, by all that is on record, in order: the last is
// not over if they are held still. One is over when everything that says that they were held is
// answered, and since that was first on record: who corrects the day later holds nobody longer.
func (c *Case) captivity() (all []safeguard.Captivity) {
	records := slices.Concat(c.Custody, c.Inside)
	slices.SortStableFunc(records, func(a, b safeguard.Custody) int { return a.Since.Compare(b.Since) })
	var said []safeguard.Custody // that they were held, since they were last free
	ends := func(k safeguard.Custody) bool {
		return !k.Held && !slices.ContainsFunc(said, func(h safeguard.Custody) bool { return !c.replaces(k, h) })
	}
	open := func() bool { return len(all) > 0 && all[len(all)-1].Until.IsZero() }
	for _, k := range records {
		switch {
		case open() && ends(k):
			for _, l := range records {
				if ends(l) && l.Until.Before(k.Until) {
					k = l
				}
			}
			all[len(all)-1].Until = k.Ref
		case k.Held && !open():
			said, all = nil, append(all, safeguard.Captivity{Since: k.Ref})
			fallthrough
		case k.Held:
			last := &all[len(all)-1]
			if said = append(said, k); k.Place != "" {
				last.Places = once(append(last.Places, k.Place))
			}
		}
	}
	return all
}

// born is the days between which the person may have been born.
func (i *Changed) born() (from, to day.Day) {
	if i.BornTo.IsZero() {
		return i.Born, i.Born
	}
	return i.Born, i.BornTo
}

// born is the days between which, by anything that is said, the person may
// have been born.
func (c *Case) born() (from, to day.Day) {
	for _, s := range c.Said.Identity {
		f, t := s.Value.born()
		if !f.IsZero() && (from.IsZero() || f.Before(from)) {
			from = f
		}
		if !t.IsZero() && (to.IsZero() || t.After(to)) {
			to = t
		}
	}
	return from, to
}

// anyOf is everything that is said of a field that may have several values.
func (c *Case) anyOf(of func(*Changed) []string) []string {
	var all []string
	for _, s := range c.Said.Identity {
		for _, v := range of(&s.Value) {
			if !slices.Contains(all, v) {
				all = append(all, v)
			}
		}
	}
	return all
}

// Company is how somebody said that a child is in Libya.
type Company struct {
	ledger.Ref
	Alone string `json:"alone"`
}

func (c *Case) keepCompany(alone string, at ledger.Ref) {
	if alone != "" {
		c.Company = append(c.Company, Company{at, alone})
	}
}

// alone is how a child is in Libya: not with a parent, if anybody says so and
// no other officer, who knew of it, said otherwise.
func (c *Case) alone() string {
	for _, s := range c.Company {
		if s.Alone != safeguard.WithParent && !slices.ContainsFunc(c.Company, func(l Company) bool {
			return l.Alone == safeguard.WithParent && l.Imported == "" && l.By != s.By && c.Knows(l.Ref, s.Ref)
		}) {
			return s.Alone
		}
	}
	for _, s := range c.Said.Identity {
		if s.Value.Alone != "" && s.Value.Alone != safeguard.WithParent {
			return s.Value.Alone
		}
	}
	return c.Identity.Alone
}
