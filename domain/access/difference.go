package access

import "slices"

// Difference is what one role may do, reach or read in one table and not in
// another.
type Difference struct {
	Role    Role
	New     bool // the old table gives it nothing
	Gone    bool // the new one does not
	Loosens bool // the role is given more than it had
	Was, Is *Grant
	Gains   Grant // what the new one adds, list by list
	Loses   Grant
}

// Differences lists the roles to which next gives something else than t does, in
// the order of the roles.
func (t *Table) Differences(next *Table) []Difference {
	loosens := t.Loosens(next)
	var all []Difference
	for _, r := range Roles {
		was, is := t.Grant(r), next.Grant(r)
		d := Difference{Role: r, New: was == nil && is != nil, Gone: is == nil && was != nil, Was: was, Is: is, Loosens: slices.Contains(loosens, string(r))}
		var from, to Grant
		if was != nil {
			from = *was
		}
		if is != nil {
			to = *is
		}
		d.Gains, d.Loses = to.less(&from), from.less(&to)
		if d.New || d.Gone || d.Gains.some() || d.Loses.some() {
			all = append(all, d)
		}
	}
	return all
}

// Grant is what a role is given, or nil.
func (t *Table) Grant(r Role) *Grant {
	i := slices.IndexFunc(t.Grants, func(g Grant) bool { return g.Role == r })
	if i < 0 {
		return nil
	}
	return &t.Grants[i]
}

// Does says whether the role may do an act.
func (g *Grant) Does(act string) bool { return g.may(act) }

// less is what g has and other has not. A role that reads every kind of event
// names none: losing that shows as the kinds that it is left.
func (g *Grant) less(other *Grant) Grant {
	d := Grant{
		Compartments: without(g.Compartments, other.Compartments), Acts: without(g.Acts, other.Acts),
		Sees: without(g.Sees, other.Sees), Reads: without(g.Reads, other.Reads),
	}
	if g.Scope != other.Scope {
		d.Scope = g.Scope
	}
	return d
}

func without[T comparable](have, other []T) []T {
	return slices.DeleteFunc(slices.Clone(have), func(x T) bool { return slices.Contains(other, x) })
}

// some says whether there is anything in it.
func (g *Grant) some() bool {
	return g.Scope != "" || len(g.Compartments)+len(g.Acts)+len(g.Sees)+len(g.Reads) > 0
}
