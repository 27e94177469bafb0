package audit

import (
	"slices"

	"amana/domain/casefile"
	"amana/domain/ledger"
)

// hidden is a stream of the log of which nothing is disclosed.
type hidden struct {
	first int64 // its first entry
	class ledger.Class
}

// kept says what was kept back. Rule books, tables of roles and texts are for
// everybody: without one of them nobody can say who might do what and by which
// rules, and nothing more is asked. Of all else it is counted how much there is
// of which nothing can be asked.
func (a *auditor) kept() error {
	var systems []int64
	for stream, h := range a.hidden {
		switch {
		case h.class == ledger.ClassSystem:
			systems = append(systems, h.first)
		case !a.destroyed[stream]: // those are counted as erased
			a.Unseen++
		}
	}
	a.Later = a.size - a.inventory.Size
	slices.Sort(systems)
	for _, index := range systems {
		if err := a.problem(index, "verify.rules-withheld"); err != nil {
			return err
		}
	}
	if len(systems) > 0 {
		return errStopped
	}
	return nil
}

// mayLack is how many disclosures of an event may be missing, by what is said to
// be withheld: an officer's signature tells how many there are.
func (a *auditor) mayLack(e *ledger.Event, withheld []ledger.Compartment) int {
	said := ledger.SetOf(withheld...)
	if e.Body == nil {
		return maxDisclosures
	}
	n := a.codec.Members(e.Body.Kind(), said)
	if casefile.EffectIsSealed(e.Body) && len(withheld) > 0 {
		n++
	}
	if said.Has(ledger.Statistic) {
		n++
	}
	return n
}

// maxDisclosures is how many an entry can have.
const maxDisclosures = 64
