package access

import (
	"slices"

	"amana/domain/ledger"
)

// Loosens lists the roles to which next gives more than t does: a wider scope,
// a compartment, a subject or an act. Such a table takes force with notice.
func (t *Table) Loosens(next *Table) []string {
	var where []string
	for i := range next.Grants {
		n := &next.Grants[i]
		j := slices.IndexFunc(t.Grants, func(g Grant) bool { return g.Role == n.Role })
		if j < 0 || n.exceeds(&t.Grants[j]) {
			where = append(where, string(n.Role))
		}
	}
	slices.Sort(where)
	return where
}

// width orders scopes by how far they reach.
var width = map[Scope]int{Nowhere: 0, OneOffice: 1, Pool: 2, Everywhere: 2}

func (g *Grant) exceeds(old *Grant) bool {
	lacks := func(have, want []string, covered func(pattern, act string) bool) bool {
		return slices.ContainsFunc(want, func(w string) bool {
			return !slices.ContainsFunc(have, func(h string) bool { return h == w || covered(h, w) })
		})
	}
	never := func(string, string) bool { return false }
	return width[g.Scope] > width[old.Scope] ||
		!ledger.SetOf(old.Compartments...).Covers(ledger.SetOf(g.Compartments...)) ||
		lacks(old.Sees, g.Sees, never) || lacks(old.Acts, g.Acts, covers)
}
