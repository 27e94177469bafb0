package indicator

import (
	"slices"

	"amana/domain/day"
	"amana/domain/ledger"
)

// Figure is a number with what it is of. Group and Key name its definition.
type Figure struct {
	Group  string
	Key    string
	N, Of  int
	Books  []Under    // of a figure about people who left, or about manifests: under which versions
	Hidden bool       // too small to be shown to whoever may not open the cases
	Tells  ledger.Set // what the list of its people would tell: for readers of one of them

	under int // what N was before it was hidden
}

// Under is how many left, or were closed, while a version of the rule book was in force.
type Under struct {
	Book string
	N    int
}

// definition is how one figure is counted: over every person, so many of so many.
type definition struct {
	group, key string
	n, of      func(*Person, day.Day) int
	tells      ledger.Set // what a list of its people would tell: readers of one of them may have it
}

// Groups of figures.
const (
	Outcomes    = "outcome"
	Custody     = "held"
	Constraint  = "constrained"
	Stages      = "stage"
	Channels    = "channel"
	UnclearedBy = "uncleared"
	UrgentBy    = "urgent"
	WaitingFor  = "waiting"
)

// Kinds of personal constraint, and where and how a no was said: those without a
// word of their own in a file of before are counted as "other".
var (
	Kinds        = [...]string{"held", "controlled", "indebted", "threatened", "ransomed", "destitute", "ill-without-care", "family-held", "removal-order"}
	stages       = [...]string{"before-seat", "seat", "cleared", "gate", "aircraft-door"}
	channels     = [...]string{"in-person", "phone", "sms", "hotline", "web", "letter", "gate", "relative", "other"}
	outcomeOrder = [...]string{Returned, StayedWithHelp, Asylum, Evacuated, Released, SaidNo, Waiting, Lost, Deported, Died, EndedOtherwise}
)

// bands are how long people have waited, in days.
var bands = [...]struct {
	key      string
	from, to int
}{{"under-30", 0, 30}, {"30-to-89", 30, 90}, {"90-to-179", 90, 180}, {"180-or-more", 180, 1 << 30}}

// definitions lists every figure, group by group.
func definitions() []definition {
	var all []definition
	for _, o := range outcomeOrder {
		all = append(all, definition{Outcomes, o, is(o), counted, tellsOf(o)})
	}
	for i, date := range Dates {
		all = append(all, definition{Custody, date, when(func(p *Person) bool { return p.Left != nil && p.held[i] == held }),
			when(func(p *Person) bool { return p.Left != nil && p.held[i] != unrecorded }), 0})
	}
	all = append(all, definition{Constraint, "any", when(func(p *Person) bool { return p.Left != nil && len(p.Left.Constraints) > 0 }), departed, ledger.SetOf(ledger.Protection)})
	for _, kind := range Kinds {
		all = append(all, definition{Constraint, kind, when(func(p *Person) bool { return p.Left != nil && slices.Contains(p.Left.Constraints, kind) }),
			departed, ledger.SetOf(ledger.Protection)})
	}
	for _, stage := range stages {
		all = append(all, definition{Stages, stage, times(func(s Milestone) bool { return s.Stage == stage }), noes, 0})
	}
	for _, c := range channels {
		all = append(all, definition{Channels, c, times(func(s Milestone) bool { return s.Channel == c || s.Channel == "" && c == "other" }), noes, 0})
	}
	all = append(all,
		definition{UnclearedBy, "uncleared", when(func(p *Person) bool { return p.Left != nil && p.Left.Milestone == Uncleared }), departed, 0},
		definition{UrgentBy, "urgent", inQuarter(func(s *Milestone) bool { return s.Urgent }), inQuarter(func(*Milestone) bool { return true }), 0})
	for _, b := range bands {
		long := func(p *Person, on day.Day) int {
			days := on.Since(p.Wish)
			return one(p.Outcome == Waiting && !p.Wish.IsZero() && days >= b.from && days < b.to)
		}
		all = append(all, definition{WaitingFor, b.key, long, is(Waiting), 0})
	}
	return all
}

// tellsOf is what it would tell to name those with an outcome: who asked for
// asylum is known to those who read of asylum or of protection.
func tellsOf(outcome string) ledger.Set {
	if outcome == Asylum || outcome == EndedOtherwise {
		return ledger.SetOf(ledger.Asylum, ledger.Protection)
	}
	return 0
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// counted are the people of the overview: who asked to return since Amana keeps
// their file. Who left before is in no figure.
func counted(p *Person, _ day.Day) int {
	return one(!p.Wish.IsZero() && p.Outcome != ReturnedUnserved)
}

func is(outcome string) func(*Person, day.Day) int {
	return func(p *Person, on day.Day) int { return one(p.Outcome == outcome) * counted(p, on) }
}

func when(holds func(*Person) bool) func(*Person, day.Day) int {
	return func(p *Person, _ day.Day) int { return one(holds(p)) }
}

func departed(p *Person, _ day.Day) int { return one(p.Left != nil) }

func noes(p *Person, _ day.Day) int { return len(p.No) }

func times(holds func(Milestone) bool) func(*Person, day.Day) int {
	return func(p *Person, _ day.Day) (n int) {
		for _, s := range p.No {
			n += one(holds(s))
		}
		return n
	}
}

func inQuarter(holds func(*Milestone) bool) func(*Person, day.Day) int {
	return func(p *Person, on day.Day) int {
		return one(p.Left != nil && p.Left.Day.Year == on.Year && quarter(p.Left.Day) == quarter(on) && holds(p.Left))
	}
}

func quarter(d day.Day) int { return (int(d.Month) - 1) / 3 }
