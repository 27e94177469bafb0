package audit

import (
	"slices"

	"amana/desk/dossier"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// again evaluates the rules that were due when e was recorded, with what it
// says that it rests on.
func (a *auditor) again(f *dossier.File, e *ledger.Event, act safeguard.Act, book string, basis []string) error {
	index := a.index[e.ID]
	if err := a.others(f, basis); err != nil {
		return err
	}
	heads, disclosed := a.heads(basis)
	if heads == nil || !knows(heads, e.Parents) {
		return a.problem(index, "verify.basis")
	}
	if !disclosed {
		if act == safeguard.Boarding {
			a.Sealed++
		}
		return nil
	}
	if a.passesOver(e, index, heads) {
		return a.problem(index, "verify.basis")
	}
	v, err := a.view(f, e, heads)
	if err != nil {
		return a.problem(index, "verify.basis")
	}
	if v.Book == nil || v.Book.Name() != book {
		return a.problem(index, "verify.rule-book", fault.A("book", book))
	}
	found := safeguard.Blocked(v.File.Person.Facts(v.Around), v.Book, e.Recorded, act)
	if act == safeguard.Boarding {
		if len(found) > 0 && !slices.ContainsFunc(found, func(f safeguard.Finding) bool { return f.Reason.Key != "safeguard.sealed" }) {
			a.Sealed++
			return nil
		}
		a.Rechecked++
		if len(found) == 0 {
			a.Cleared++
		}
	}
	for _, f := range found {
		if f.Reason.Key == "safeguard.sealed" {
			continue
		}
		if err := a.problem(index, "verify.not-met", fault.A("act", act), fault.A("safeguard", f.Safeguard)); err != nil {
			return err
		}
	}
	return nil
}

// others loads the cases of other people on which an event rests: the parents of
// a child.
func (a *auditor) others(f *dossier.File, basis []string) error {
	for _, text := range basis {
		var h ledger.Hash
		if h.UnmarshalText([]byte(text)) != nil {
			continue
		}
		i, disclosed := a.cases[a.leaves[h]]
		if !disclosed || i.Stream == f.Name || a.files[i.Stream] != nil {
			continue
		}
		if err := a.beside(i); err != nil {
			return err
		}
	}
	return nil
}

// heads reads the basis of an event: nil if something in it is not in the log,
// and false if something is not disclosed.
func (a *auditor) heads(basis []string) (heads []ledger.Hash, disclosed bool) {
	disclosed = true
	for _, text := range basis {
		var h ledger.Hash
		if h.UnmarshalText([]byte(text)) != nil {
			return nil, false
		}
		if _, there := a.leaves[h]; !there {
			return nil, false
		}
		_, own := a.index[h]
		disclosed = disclosed && (own || a.read[h])
		heads = append(heads, h)
	}
	return heads, disclosed
}

// passesOver says whether users, rule books, roles or texts had moved on from
// those that an event rests on.
func (a *auditor) passesOver(e *ledger.Event, index int64, heads []ledger.Hash) bool {
	then := a.place(e, index)
	n := a.before(then)
	if n == 0 {
		return false
	}
	newest := a.known[n-1]
	return newest.recorded.After(e.Recorded) || !slices.ContainsFunc(a.known[:n], func(k registration) bool {
		same := then.old && k.recorded.Equal(newest.recorded) // of one second nobody can tell any more which was last
		return (k.compare(newest.place) == 0 || same) && slices.Contains(heads, k.event.ID)
	})
}

// knows says whether every parent of an event is in its basis: nobody decides
// on less of a case than was there.
func knows(heads, parents []ledger.Hash) bool {
	return !slices.ContainsFunc(parents, func(p ledger.Hash) bool { return !slices.Contains(heads, p) })
}
