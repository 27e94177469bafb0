package audit

import (
	"slices"

	"amana/desk/dossier"
	"amana/domain/casefile"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/results"
	"amana/domain/safeguard"
)

// drawn draws again, from the pool of then: whoever chose who is in it would
// choose who clears.
func (a *auditor) drawn(f *dossier.File, e *ledger.Event, b movement.ClearingOfficerDrawn) error {
	then := f.UpTo(e.Parents)
	if then != nil && b.Fair(then.Person.Travel) {
		if pool, told := a.pool(then, e); !told || slices.Equal(pool, b.Pool) {
			return nil
		}
	}
	return a.problem(a.index[e.ID], "verify.draw")
}

// pool is who could be drawn when e was recorded. It says false where too little
// is disclosed to say, or nobody can tell any more what came before it.
func (a *auditor) pool(then *dossier.File, e *ledger.Event) ([]ledger.Actor, bool) {
	at, seat := a.place(e, a.index[e.ID]), then.Person.Travel
	before := func(_ *ledger.Event, p place) bool { return p.compare(at) < 0 }
	m, told := a.asOf(casefile.Movement, seat.Movement, before)
	l, toldLine := a.asOf(casefile.Line, seat.Line, before)
	if !told || !toldLine || then.Withholds(ledger.General) || at.old && a.crowded(e, seat.Movement, seat.Line) {
		return nil, false
	}
	r := a.registerAt(e, at.index)
	around := safeguard.Surroundings{Zone: a.zone, Hub: a.inventory.Hub, Officers: r.Officers}
	if s, is := m.(*movement.State); is {
		around.Movement = s.Fact()
	}
	if s, is := l.(*results.State); is {
		around.Line = s.Fact(0)
	}
	return safeguard.Pool(then.Person.Facts(around), r.Book(e.Recorded), e.Recorded), true
}

// asOf is the state of the stream that a reference names, of those of its events
// that counted, or nil if none did. It says false of one that is not disclosed.
func (a *auditor) asOf(subject casefile.Subject, ref string, counts func(*ledger.Event, place) bool) (state casefile.Folded, told bool) {
	if ref == "" {
		return nil, true
	}
	name := a.names[reference(subject, ref)]
	whole := a.files[name]
	if whole == nil {
		return nil, false
	}
	indexes := a.indexes(name)
	g := whole.Cut(func(e *ledger.Event) bool { return counts(e, a.place(e, indexes[e.ID])) })
	if g == nil {
		return nil, true
	}
	return g.Other, true
}

// indexes are where in the log the entries of a disclosed stream stand.
func (a *auditor) indexes(name ledger.Stream) map[ledger.Hash]int64 {
	all := make(map[ledger.Hash]int64, len(a.places[name]))
	for index, leaf := range a.places[name] {
		all[leaf] = index
	}
	return all
}

// crowded says whether something that a draw rests on was recorded in the same
// second: in what a restored log took over nobody can tell which was first.
func (a *auditor) crowded(e *ledger.Event, movementRef, lineRef string) bool {
	same := func(of ledger.Event) bool { return of.Recorded.Equal(e.Recorded) }
	for _, ref := range []string{reference(casefile.Movement, movementRef), reference(casefile.Line, lineRef)} {
		if f := a.files[a.names[ref]]; f != nil && slices.ContainsFunc(f.Events, same) {
			return true
		}
	}
	return slices.ContainsFunc(a.known, func(r registration) bool { return same(*r.event) })
}
