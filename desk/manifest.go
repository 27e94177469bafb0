package desk

import (
	"context"
	"slices"
	"strings"

	"amana/domain/day"
	"amana/domain/movement"
	"amana/domain/safeguard"
)

// Manifest is who has a seat on a movement, and what lists, carriers and
// movement staff may know of each: cleared, or whom to ask.
type Manifest struct {
	Movement string      `json:"movement"`
	People   []Passenger `json:"people"`
	Counts   Counts      `json:"counts"`
	Vetoes   *Vetoes     `json:"vetoes,omitempty"` // at the hub, for who reads everybody on it
}

// Passenger is one line of a manifest.
type Passenger struct {
	Case    string   `json:"case"`
	Cleared bool     `json:"cleared"`
	Standby bool     `json:"standby,omitempty"`
	Ask     []string `json:"ask"` // protection, health, papers
}

// Counts are how charters are published: men, women, children, infants, and
// how many are held.
type Counts struct {
	Men      int `json:"men"`
	Women    int `json:"women"`
	Other    int `json:"other"`
	Children int `json:"children"` // two to seventeen
	Infants  int `json:"infants"`  // under two
	Held     int `json:"held"`
	Cleared  int `json:"cleared"`
	Standby  int `json:"standby"`
	People   int `json:"people"`
}

// Manifest reads the manifest of a movement: of the people on it those whom the
// reader may see, and their counts; or the counts of all, and nobody.
func (d *Desk) Manifest(ctx context.Context, who Actor, ref string) (Manifest, error) {
	f, err := d.openMovement(ctx, who, readCounts, ref)
	if err != nil {
		return Manifest{}, err
	}
	on := day.Of(f.Other.(*movement.State).Departs.In(d.zone)) // the day on which ages are counted
	m, named := Manifest{Movement: ref, People: []Passenger{}}, d.namesPeople(who, d.subjectOf(f))
	whole, vetoed := named && d.node.Hub, []string{}
	err = d.everSeated(ctx, f, func(v *view) error {
		c, reads := v.file.Person, d.roles.Reads(who.Actor, d.subjectOf(v.file))
		var p Passenger
		switch has := c.Travel.Movement != ""; {
		case named && !reads:
			whole = false // nobody learns here of a person whom they may not see, nor of one whose seat is gone
			return nil
		case has:
			p = d.passenger(v)
			m.Counts.add(v, p, on)
			if named {
				m.People = append(m.People, p)
			}
		}
		if _, had := c.Travel.Lots[ref]; had && stays(c, ref, p) {
			vetoed = append(vetoed, c.Number)
		}
		return nil
	})
	slices.SortFunc(m.People, func(a, b Passenger) int { return strings.Compare(a.Case, b.Case) })
	if whole {
		m.Vetoes = d.list(ref, vetoed)
	}
	return m, err
}

func (d *Desk) passenger(v *view) Passenger {
	c := v.file.Person
	p := Passenger{Case: c.Number, Standby: c.Travel.Standby, Ask: []string{}}
	if left := c.Travel.Departed; left != nil && left.Movement == c.Travel.Movement && !c.Travel.Uncleared {
		p.Cleared = true // it was, up to the door; what has lapsed since then concerns nobody
		return p
	}
	if v.Book == nil {
		p.Ask = append(p.Ask, "papers")
		return p
	}
	facts := c.Facts(v.Around)
	for _, f := range safeguard.Blocked(facts, v.Book, d.Moment(), safeguard.Clearance) {
		if !slices.Contains(p.Ask, f.Ask) {
			p.Ask = append(p.Ask, f.Ask)
		}
	}
	if _, declines := facts.Declines(c.Travel.Movement); declines || c.Travel.Absent {
		if !slices.Contains(p.Ask, "protection") { // cleared, and yet they do not board now
			p.Ask = append(p.Ask, "protection")
		}
	}
	slices.Sort(p.Ask)
	given := c.IsCleared()
	p.Cleared = len(p.Ask) == 0 && given
	if len(p.Ask) == 0 && !given {
		p.Ask = append(p.Ask, "papers")
	}
	return p
}

// Ages at which a manifest counts somebody otherwise.
const infancy = 2

func (n *Counts) add(v *view, p Passenger, on day.Day) {
	c := v.file.Person
	n.People++
	if held, _ := c.Held(); held {
		n.Held++
	}
	if p.Cleared {
		n.Cleared++
	}
	if p.Standby {
		n.Standby++
	}
	switch born := c.Youngest(); { // in doubt a child
	case on.Before(born.AddYears(infancy)):
		n.Infants++
	case on.Before(born.AddYears(safeguard.Adulthood)):
		n.Children++
	case c.Identity.Sex == "woman":
		n.Women++
	case c.Identity.Sex == "man":
		n.Men++
	default:
		n.Other++
	}
}
