package sim

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/safeguard"
)

// mustHaveBeenFree is property 1, asked of the bare events before the act.
func (m *model) mustHaveBeenFree(s *state, n int, made ledger.Body) {
	act := safeguard.Act("")
	switch made.(type) {
	case movement.Cleared:
		act = safeguard.Clearance
		m.cleared++
	case movement.Boarded:
		act = safeguard.Boarding
		m.boarded++
	case movement.Departed:
		if stops := stopsOf(s.read(n)); len(stops) > 0 {
			m.t.Fatalf("departed as authorised while %s stands: %s", stops[0], s.story(n))
		}
	case movement.DepartedUncleared:
		m.uncleared++
	}
	if act == "" {
		return
	}
	if open := safeguard.Blocking(safeguard.Evaluate(s.fold(n).Facts(m.around), m.book, s.now, act)); len(open) > 0 {
		m.t.Fatalf("%s while %s: %s", act, open[0].Reason.Key, s.story(n))
	}
	if stops := stopsOf(s.read(n)); len(stops) > 0 {
		m.t.Fatalf("%s while %s stands: %s", act, stops[0], s.story(n))
	}
	for _, must := range []string{"wish.stated", "consent.given"} {
		if !slices.ContainsFunc(s.held[n], func(e *ledger.Event) bool { return e.Body.Kind() == must }) {
			m.t.Fatalf("%s without %s: %s", act, must, s.story(n))
		}
	}
}

// mustStop is property 2: who has heard of a stop that nothing ended lets
// nobody board.
func (m *model) mustStop(s *state) {
	for n := range s.held {
		m.boardable(s, n)
	}
}

// boardable says whether a node would let the person board, and fails if it
// would while a stop stands.
func (m *model) boardable(s *state, n int) bool {
	at := s.local(n)
	free, asked := m.lets[at]
	if !asked {
		free = m.free(s.read(n), s.now)
		m.lets[at] = free
		if stops := stopsOf(s.read(n)); free && len(stops) > 0 {
			m.t.Fatalf("boardable while %s stands: %s", stops[0], s.story(n))
		}
	}
	return free
}

// acts lists what one node can do, each as the events that come of it.
func (m *model) acts(s *state, n int) [][]*ledger.Event {
	at := s.local(n)
	if made, known := m.grown[at]; known {
		return made
	}
	c := s.fold(n)
	made := [][]*ledger.Event{}
	for _, op := range alphabet {
		next, happened := m.do(*s, n, c, op)
		if !happened {
			continue
		}
		made = append(made, next.held[n][len(s.held[n]):])
		if m.boardable(s, n) && !m.boardable(&next, n) {
			m.kept[next.held[n][len(s.held[n])].Body.Kind()]++
		}
	}
	m.grown[at] = made
	return made
}

// next lists every state that can follow.
func (m *model) next(s state) []state {
	var all []state
	for n := range s.held {
		for _, made := range m.acts(&s, n) {
			next := s
			for _, e := range made {
				next.add(n, e)
			}
			all = append(all, next)
		}
	}
	for from, to := range []int{1, 0} {
		next := s
		for _, e := range s.held[from] {
			if !slices.Contains(s.held[to], e) {
				next.add(to, e)
			}
		}
		if next.name != s.name {
			all = append(all, next)
		}
	}
	s.now = s.now.Add(12 * time.Hour)
	return append(all, s)
}

// story is what a node holds, in words.
func (s *state) story(n int) string {
	var kinds []string
	for _, e := range s.held[n] {
		kinds = append(kinds, e.Body.Kind()+"@"+e.Node)
	}
	return strings.Join(kinds, " ")
}

// Properties 1 and 2 over every history of a bounded model: three acts, or four
// in a soak, from five places on the journey; and each of one act fewer against
// itself with a stop inserted. Histories that differ only in the
// order of what did not know of each other are explored once and each counted.
func TestEveryHistoryOfTheModel(t *testing.T) {
	acts := 3
	if soaking {
		acts = 4
	}
	m := newModel(t)
	ready := []string{"wish", "session", "consent", "clear", "yes"}
	layer := map[key]state{}
	ways := map[key]float64{}
	for _, from := range [][]string{nil, ready[:3], ready, append(slices.Clone(ready), "board"), append(slices.Clone(ready), "withdraw", "session")} {
		s := m.begin(from...)
		layer[s.key()], ways[s.key()] = s, 1
		m.mustNotHelp(&s)
	}
	states, histories := len(layer), float64(len(layer))
	for n := range acts {
		following, count := map[key]state{}, map[key]float64{}
		for key, s := range layer {
			for _, next := range m.next(s) {
				k := next.key()
				if count[k] == 0 {
					m.mustStop(&next)
					if n < acts-1 {
						following[k] = next
						m.mustNotHelp(&next)
					}
				}
				count[k] += ways[key]
			}
		}
		layer, ways = following, count
		states += len(count)
		for _, n := range count {
			histories += n
		}
	}
	if m.boarded == 0 || m.cleared == 0 || m.uncleared == 0 {
		t.Fatalf("nobody boarded (%d), was cleared (%d) or departed uncleared (%d): the model proves nothing", m.boarded, m.cleared, m.uncleared)
	}
	for _, stop := range []string{"consent.withdrawn", "consent.withdrawal-reported", "hold.placed", "asylum.requested", "fear.asked", "risk.assessed"} {
		if m.kept[stop] == 0 {
			t.Errorf("nobody who was ready was kept back by %s: the model proves nothing of it", stop)
		}
	}
	fmt.Printf("%s: %.0f histories of up to %d acts, in %d states; %d clearances, %d boardings, %d uncleared departures; kept back: %v; %d times compared with a stop inserted, of %d things that a node held\n",
		t.Name(), histories, acts, states, m.cleared, m.boarded, m.uncleared, m.kept, m.insertions, len(m.compared))
}
