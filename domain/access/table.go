package access

import (
	"errors"
	"iter"
	"slices"
	"strings"

	"amana/domain/fault"
	"amana/domain/ledger"
)

// Table is who may do what. It is data, and in force only when signed.
type Table struct {
	Grants []Grant `json:"grants" toml:"grant"`
}

// Grant is what one role brings. A role without a grant may do nothing.
type Grant struct {
	Role         Role                 `json:"role" toml:"role"`
	Scope        Scope                `json:"scope" toml:"scope"`
	Compartments []ledger.Compartment `json:"compartments,omitempty" toml:"compartments"` // that the role's key opens
	Acts         []string             `json:"acts,omitempty" toml:"acts"`                 // "consent.give", "consent.*", "hold.lift.health"
	Sees         []string             `json:"sees,omitempty" toml:"sees"`                 // kinds of subject that it may know to exist
}

// Scope is how far a grant reaches.
type Scope string

const (
	Everywhere Scope = "all"    // every office, by the role's own duty
	OneOffice  Scope = "office" // the actor's own office, and what belongs to no office
	Pool       Scope = "pool"   // every office, by being called to a case from outside it
	Nowhere    Scope = "none"   // only what is assigned to the actor one by one
)

// Actor is somebody who wants to do something.
type Actor struct {
	ID     ledger.Actor
	Roles  []Role
	Office string
}

// Subject is what it is about. The zero Subject is nothing in particular, as
// an import or the log; Office is empty for what belongs to no office.
type Subject struct {
	Kind   string
	Office string
}

// Readings are the acts that only read, or that move whole files.
var Readings = [...]string{"case.read", "case.list", "log.read", "manifest.read", "findings.read", "export", "import"}

// Always are the acts that nobody who sees a case can be refused, and the
// hotline never: what a person may say to whoever stands before them.
var Always = [...]string{"consent.withdraw", "consent.report", "asylum.request", "incident.open"}

// May says whether an actor may do an act to a subject. What one may not see
// is missing; what one may see but not do is denied. An act may be qualified,
// "hold.lift.health": whoever may do the whole act may do each part of it.
func (t *Table) May(a Actor, act string, s Subject) error {
	seen := false
	for g := range t.reach(a, s) {
		if slices.ContainsFunc(g.Acts, func(p string) bool { return covers(p, act) }) {
			return nil
		}
		seen = true
	}
	if !seen {
		return fault.New(fault.Missing, "fault.not-found")
	}
	return fault.New(fault.Denied, "fault.not-allowed", fault.A("act", act))
}

// Compartments is what an actor may open of a subject.
func (t *Table) Compartments(a Actor, s Subject) ledger.Set {
	var set ledger.Set
	for g := range t.reach(a, s) {
		set |= ledger.SetOf(g.Compartments...)
	}
	return set
}

// Reads says whether an actor may know that there is such a subject.
func (t *Table) Reads(a Actor, s Subject) bool {
	for range t.reach(a, s) {
		return true
	}
	return false
}

// reach yields the grants of an actor that extend to a subject.
func (t *Table) reach(a Actor, s Subject) iter.Seq[*Grant] {
	return func(yield func(*Grant) bool) {
		for i := range t.Grants {
			g := &t.Grants[i]
			if slices.Contains(a.Roles, g.Role) && g.extends(a, s) && !yield(g) {
				return
			}
		}
	}
}

func (g *Grant) extends(a Actor, s Subject) bool {
	if s.Kind != "" && !slices.Contains(g.Sees, s.Kind) {
		return false
	}
	switch g.Scope {
	case Everywhere, Pool:
		return true
	case OneOffice:
		return s.Office == "" || s.Office == a.Office
	}
	return false
}

// covers says whether a pattern allows an act.
func covers(pattern, act string) bool {
	if room, all := strings.CutSuffix(pattern, "*"); all {
		return strings.HasPrefix(act, room)
	}
	return pattern == act || strings.HasPrefix(act, pattern+".")
}

// Check reports every problem of the table. acts is every command there is;
// the readings are added to it.
func (t *Table) Check(acts []string) error {
	acts = slices.Concat(acts, Readings[:])
	var problems []error
	bad := func(g *Grant, what string) {
		problems = append(problems, errors.New("access: role "+string(g.Role)+": "+what))
	}
	given := map[string]bool{}
	var seen []Role
	for i := range t.Grants {
		g := &t.Grants[i]
		switch {
		case !slices.Contains(Roles[:], g.Role):
			bad(g, "is no role")
		case slices.Contains(seen, g.Role):
			bad(g, "has two grants")
		}
		seen = append(seen, g.Role)
		g.check(bad)
		for _, p := range g.Acts {
			n := 0
			for _, act := range acts {
				if covers(p, act) || strings.HasPrefix(p, act+".") {
					n++
				}
				given[act] = given[act] || covers(p, act)
			}
			if n == 0 {
				bad(g, "no such act as "+p)
			}
		}
	}
	for _, r := range Roles {
		if !slices.Contains(seen, r) {
			problems = append(problems, errors.New("access: role "+string(r)+" has no grant"))
		}
	}
	for _, act := range acts {
		if !given[act] {
			problems = append(problems, errors.New("access: nobody may do "+act))
		}
	}
	return errors.Join(problems...)
}

func (g *Grant) check(bad func(*Grant, string)) {
	if !slices.Contains([]Scope{Everywhere, OneOffice, Pool, Nowhere}, g.Scope) {
		bad(g, "no such scope as "+string(g.Scope))
	}
	for _, c := range g.Compartments {
		if !slices.Contains(ledger.Compartments[:], c) {
			bad(g, "no such compartment")
		}
	}
	cases := slices.Contains(g.Sees, "case")
	if g.Role == Administrator && (len(g.Compartments) > 0 || cases) {
		bad(g, "an administrator reads no case")
	}
	if g.Role == MovementOfficer && !ledger.SetOf(ledger.General).Covers(ledger.SetOf(g.Compartments...)) {
		bad(g, "a movement officer reads the general compartment only")
	}
	if !cases && g.Role != Hotline {
		return
	}
	if !cases {
		bad(g, "the hotline must reach every case")
	}
	for _, act := range Always {
		if !slices.ContainsFunc(g.Acts, func(p string) bool { return covers(p, act) }) {
			bad(g, "must be able to do "+act)
		}
	}
}
