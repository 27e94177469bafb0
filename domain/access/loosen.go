package access

import (
	"slices"

	"amana/domain/ledger"
)

// Loosens lists the roles to which next gives more than t does: another scope
// that is not held in the old one, a compartment, a kind of event, a subject or
// an act. Such a table takes force with notice.
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

func (g *Grant) exceeds(old *Grant) bool {
	lacks := func(have, want []string, covered func(pattern, act string) bool) bool {
		return slices.ContainsFunc(want, func(w string) bool {
			return !slices.ContainsFunc(have, func(h string) bool { return h == w || covered(h, w) })
		})
	}
	never := func(string, string) bool { return false }
	wider := g.Scope != old.Scope && old.Scope != Everywhere // no other two hold each other: who reaches nothing by the role is called to cases
	return wider ||
		len(old.Reads) > 0 && (len(g.Reads) == 0 || lacks(old.Reads, g.Reads, covers)) ||
		!ledger.SetOf(old.Compartments...).Covers(ledger.SetOf(g.Compartments...)) ||
		lacks(old.Sees, g.Sees, never) || lacks(old.Acts, g.Acts, covers)
}
