package sim

import (
	"slices"
	"time"

	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/safeguard"
)

// inserts are the stops that are put into every history of the model.
var inserts = []string{"withdraw", "report", "hold", "asylum", "fear", "risk"}

// insertion is one stop after one cut.
type insertion struct {
	cut ledger.Hash
	op  string
}

// mustNotHelp is property 2, the comparison: what a node holds is held against
// the same with one stop more, inserted at every cut before boarding, beside all
// that came later and before all that came later. Neither lets anybody board
// whom the node did not let board without it; beside, it lets nobody board.
// The exploration alone does not show this: on the two nodes a stop is always
// known to what its node does next, and what came before it is what the other
// had sent. The stop is one of the acts: histories of one act fewer are compared.
func (m *model) mustNotHelp(s *state) {
	for n := range s.held {
		if at := s.local(n); !m.compared[at] {
			m.compared[at] = true
			m.compare(s, n)
		}
	}
}

// compare does so with one node of one state.
func (m *model) compare(s *state, n int) {
	was, held := m.boardable(s, n), s.read(n)
	m.cuts(s.held[n], func(cut []*ledger.Event, name ledger.Hash) {
		for _, op := range inserts {
			stop, possible := m.stop(cut, name, op)
			if !possible {
				continue
			}
			m.insertions++
			if m.free(append(slices.Clone(held), stop), s.now) {
				m.t.Fatalf("boardable beside %s after %d events: %s", op, len(cut), s.story(n))
			}
			if !was && m.free(followed(stop, held, events(cut)), s.now) {
				m.t.Fatalf("%s after %d events, before all later ones, makes boardable: %s", op, len(cut), s.story(n))
			}
		}
	})
}

func (m *model) free(events []ledger.Event, at time.Time) bool {
	h := ledger.Arrange(events)
	return safeguard.Clear(safeguard.Evaluate(casefile.Fold(&h).Facts(m.around), m.book, at, safeguard.Boarding))
}

// cuts are all that somebody can have held who held no more than is held, and
// had not heard of a boarding: each set of events with all that they follow.
func (m *model) cuts(held []*ledger.Event, each func(cut []*ledger.Event, name ledger.Hash)) {
	var grow func(i int, cut []*ledger.Event, name ledger.Hash)
	grow = func(i int, cut []*ledger.Event, name ledger.Hash) {
		if i == len(held) {
			if len(cut) > 0 {
				each(cut, name)
			}
			return
		}
		grow(i+1, cut, name)
		e := held[i]
		switch e.Body.(type) {
		case movement.Boarded, movement.Departed, movement.DepartedUncleared:
			return
		}
		for _, p := range e.Parents {
			if !slices.ContainsFunc(cut, func(c *ledger.Event) bool { return c.ID == p }) {
				return
			}
		}
		for b := range name {
			name[b] ^= e.ID[b]
		}
		grow(i+1, append(slices.Clip(cut), e), name)
	}
	grow(0, nil, ledger.Hash{})
}

// stop is one that follows everything in a cut, said when the last of it was.
func (m *model) stop(cut []*ledger.Event, name ledger.Hash, op string) (ledger.Event, bool) {
	of := insertion{name, op}
	if e, made := m.stops[of]; made {
		return e, !e.ID.IsZero()
	}
	s := state{held: [2][]*ledger.Event{cut}}
	for _, e := range cut {
		if e.Recorded.After(s.now) {
			s.now = e.Recorded
		}
	}
	c := s.fold(0)
	command, by, args := m.command(c, op)
	k, _ := casefile.Named(command)
	bodies, err := k.Decide(c, args, ledger.Deed{By: m.officer[by].Actor, Moment: s.now, Happened: s.now})
	if err != nil {
		if fault.KindOf(err) == fault.Internal {
			m.t.Fatal(err)
		}
		m.stops[of] = ledger.Event{}
		return ledger.Event{}, false
	}
	e := ledger.Event{
		ID: ledger.Hash(digest("inserted", op, string(name[:]))), Class: ledger.ClassCase, Parents: c.Heads, Node: "elsewhere",
		Recorded: s.now, Happened: s.now, Actor: m.officer[by].Actor, Effect: ledger.EffectOf(bodies[0]), Body: bodies[0],
	}
	m.stops[of] = e
	return e, true
}
