package access

import (
	"errors"
	"slices"
	"strings"

	"amana/domain/ledger"
)

// Check reports every problem of the table. acts is every command there is,
// kinds every kind of event; the readings are added to the acts.
func (t *Table) Check(acts []Act, kinds []string) error {
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
		g.checkActs(acts, given, bad)
		for _, p := range g.Reads {
			if !slices.ContainsFunc(kinds, func(kind string) bool { return covers(p, kind) }) {
				bad(g, "no such kind of event as "+p)
			}
		}
	}
	for _, r := range Roles {
		if !slices.Contains(seen, r) {
			problems = append(problems, errors.New("access: role "+string(r)+" has no grant"))
		}
	}
	for _, act := range acts {
		if !given[act.Name] {
			problems = append(problems, errors.New("access: nobody may do "+act.Name))
		}
	}
	return errors.Join(problems...)
}

// checkActs asks that each act exists, is said once, and is done to something
// that the role may know of.
func (g *Grant) checkActs(acts []Act, given map[string]bool, bad func(*Grant, string)) {
	for i, p := range g.Acts {
		n := 0
		for _, act := range acts {
			if !covers(p, act.Name) && !strings.HasPrefix(p, act.Name+".") {
				continue
			}
			n++
			given[act.Name] = given[act.Name] || covers(p, act.Name)
			if act.Kind != "" && !slices.Contains(g.Sees, act.Kind) {
				bad(g, "may do "+act.Name+" and sees no "+act.Kind)
			}
		}
		if n == 0 {
			bad(g, "no such act as "+p)
		}
		for j, other := range g.Acts {
			if j != i && covers(other, p) && (other != p || j < i) {
				bad(g, "has "+p+" twice")
			}
		}
	}
}

func (g *Grant) check(bad func(*Grant, string)) {
	if !slices.Contains([]Scope{Everywhere, OneOffice, Pool, Nowhere, Noticed}, g.Scope) {
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
	for _, act := range Own {
		if g.Role != Node && g.may(act) {
			bad(g, "may do "+act+", which only the program does")
		}
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
