package demo

import (
	"math/rand/v2"
	"time"

	"amana/domain/casefile"
	"amana/domain/day"
	"amana/domain/safeguard"
)

// person is one of those in the story, with what will come of their journey.
// Nothing here is written into the store: it only says which commands will be
// given at the desk.
type person struct {
	n      int    // their place in the story
	number string // of the case, once it is open

	given, family string
	sex           string
	born          day.Day
	nation        *nation
	language      string
	office        *office
	alone         string // of a child
	household     string
	relation      string
	mother        *person // of a newborn, whose case the program opens

	twin       *person // who has another file, or the same name
	second     *flight // after the first was cancelled
	secondLine int

	flight *flight
	line   int       // place in the queue at the gate
	first  time.Time // the day of first contact
	leaves bool      // one of those who depart

	held        custody
	place       string
	trafficked  bool
	presumed    bool // trafficked, by what they would and would not say
	ill         bool
	constraints []string
	suggested   bool // somebody else had the idea first
	order       bool // a removal order exists

	nationality string // as the person says, if not that of the nation
	unhcr       string // "silent", "cannot": how UNHCR is
	panel       string // "waits": a best-interests panel has not met
	inside      bool   // what is signed is signed where nothing counts
	refusedIn   bool   // the State of destination does not confirm entry
	rush        bool   // everything within days

	part string // of which part of the cast; "" for the many
	tell func(*way)
}

// custody is whether the person was held on the four dates.
type custody struct{ first, wish, consent, eve bool }

// age is how old the person is on a day.
func (p *person) age(on time.Time) int {
	y := on.Year() - p.born.Year
	if day.Of(on).Before(p.born.AddYears(y)) {
		y--
	}
	return y
}

func (p *person) minor(on time.Time) bool  { return p.age(on) < 18 }
func (p *person) infant(on time.Time) bool { return p.age(on) < 5 }

func (p *person) identity() casefile.Identity {
	nationality := p.nation.code
	if p.nationality != "" {
		nationality = p.nationality
	}
	return casefile.Identity{
		Given: p.given, Family: p.family, Born: p.born, Sex: p.sex, Nationalities: []string{nationality},
		Languages: []string{p.language}, Destination: p.nation.code, Alone: p.alone,
	}
}

// leadDays is how long a person waits between first contact and departure:
// as a rule between 20 and 90 days.
func leadDays(r *rand.Rand) int { return 25 + r.IntN(30) + r.IntN(24) }

// somebody makes an adult of a nation.
func (s *story) somebody(n *nation, r *rand.Rand) *person {
	p := &person{n: len(s.people), nation: n, sex: "man"}
	if r.IntN(100) < 24 {
		p.sex = "woman"
	}
	p.given, p.family = pick(r, n.names).called(r, p.sex)
	p.language = n.languages[min(r.IntN(len(n.languages)+1), len(n.languages)-1)]
	if r.IntN(2) == 0 {
		p.language = n.languages[0]
	}
	p.born = s.birthday(18+r.IntN(9)+r.IntN(18), r)
	p.suggested = r.IntN(100) < 6
	p.order = r.IntN(100) < 3
	if r.IntN(100) < 9 {
		p.constraints = []string{pick(r, []string{"indebted", "threatened", "destitute", "ransomed", "controlled"})}
	}
	p.ill = r.IntN(100) < 8
	s.people = append(s.people, p)
	return p
}

// birthday is that of somebody who is so many years old all through the story.
func (s *story) birthday(age int, r *rand.Rand) day.Day {
	return day.Of(s.begin).AddYears(-age).Add(-r.IntN(40) - 1)
}

// child makes a child of somebody.
func (s *story) child(of *person, age int, r *rand.Rand) *person {
	p := s.somebody(of.nation, r)
	p.family, p.language, p.office, p.alone = of.family, of.language, of.office, "with-parent"
	p.born, p.suggested, p.order, p.constraints = s.birthday(age, r), false, false, nil
	return p
}

// guardian is who answers for a child: the parent they are with, or the
// caregiver whom the assessment accepts.
func (p *person) guardian() string {
	if p.alone == "with-parent" {
		return safeguard.Parent
	}
	return safeguard.Carer
}

// unit is people who travel together, or one alone.
type unit []*person

// unit makes one of at most size people for a flight.
func (s *story) unit(f *flight, size int, r *rand.Rand) unit {
	a := s.somebody(f.nation, r)
	u := unit{a}
	switch dice := r.IntN(100); {
	case dice < 2: // a child alone
		a.born, a.alone = s.birthday(13+r.IntN(3), r), pick(r, []string{"unaccompanied", "separated"})
		a.suggested, a.order, a.constraints = false, false, nil
	case dice < 9 && size >= 2:
		a.sex = "woman"
		a.given, _ = pick(r, f.nation.names).called(r, a.sex)
		if size >= 4 && dice < 5 {
			b := s.somebody(f.nation, r)
			b.sex, b.family = "man", a.family
			b.given, _ = pick(r, f.nation.names).called(r, b.sex)
			u = append(u, b)
		}
		for n := 1 + r.IntN(3); n > 0 && len(u) < size; n-- {
			u = append(u, s.child(a, r.IntN(14), r))
		}
	}
	s.together(u, f, r)
	return u
}

// together gives a unit one office, one way and, if it is a family, one household.
func (s *story) together(u unit, f *flight, r *rand.Rand) {
	where, lead := officeAt(r, f.from), leadDays(r)
	for i, p := range u {
		p.office = where
		s.seat(p, f, lead)
		if len(u) == 1 {
			continue
		}
		p.household = s.household(u)
		switch {
		case i == 0:
			p.relation = "head"
		case p.alone != "":
			p.relation = "child"
		default:
			p.relation = "spouse"
		}
	}
}

// seat gives somebody their place on a flight and the day on which it begins.
func (s *story) seat(p *person, f *flight, lead int) {
	if p.office == nil {
		p.office = officeAt(s.rng, f.from)
	}
	p.flight, p.line = f, f.queue
	f.queue++
	p.first = morning(f.departs, -lead, s.zone)
	if earliest := morning(s.begin, 2, s.zone); p.first.Before(earliest) {
		p.first = earliest
	}
	if latest := morning(s.now, -2-p.n%5, s.zone); p.first.After(latest) {
		p.first = latest // whoever waits has been here
	}
}
