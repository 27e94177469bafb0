package board

import (
	"slices"
	"strings"

	"amana/desk/spelling"
	"amana/domain/access"
)

// shelf is the cases of one office.
type shelf struct {
	office string
	cases  []packed
	free   []uint32
	called map[uint32]callings

	numbers numbers

	words []word
	known map[string]uint32 // by how they are written
}

// callings are who reaches a case from outside its office.
type callings struct {
	calls  []access.Call
	notice string
}

// word is one spelling, and the cases in whose name it is.
type word struct {
	fold, skeleton string
	letters        uint64 // a bit for each of the skeleton
	cases          []uint32
}

func newShelf(office string) *shelf {
	return &shelf{office: office, called: map[uint32]callings{}, known: map[string]uint32{}}
}

// room is a place for one more case.
func (s *shelf) room() uint32 {
	if n := len(s.free); n > 0 {
		id := s.free[n-1]
		s.free = s.free[:n-1]
		return id
	}
	s.cases = append(s.cases, packed{})
	return uint32(len(s.cases) - 1)
}

func (s *shelf) put(id uint32, p packed, c *Case) {
	was := &s.cases[id]
	_, given, family, _ := was.texts()
	if fresh := was.flags&flagTaken == 0; fresh || given != c.Given || family != c.Family {
		if !fresh {
			s.forget(id, given+" "+family)
		}
		p.words = s.learn(id, c.Given+" "+c.Family)
	} else {
		p.words = was.words
	}
	if was.text == p.text {
		p.text = was.text
	}
	s.cases[id] = p
	s.numbers.put(id, c.Number, c.Reference)
	if delete(s.called, id); p.flags&flagCalled != 0 {
		s.called[id] = callings{c.Calls, c.Notice}
	}
}

func (s *shelf) take(id uint32) {
	_, given, family, _ := s.cases[id].texts()
	s.forget(id, given+" "+family)
	delete(s.called, id)
	s.cases[id] = packed{}
	s.numbers.take(id)
	s.free = append(s.free, id)
}

// learn notes that a case has the words of a name, and says how many these are.
func (s *shelf) learn(id uint32, name string) uint8 {
	n := 0
	for _, w := range spelling.Words(name) {
		i, known := s.known[w.Fold]
		if !known {
			i = uint32(len(s.words))
			one := word{fold: strings.Clone(w.Fold), letters: letters(w.Skeleton)}
			if one.skeleton = one.fold; w.Skeleton != w.Fold {
				one.skeleton = strings.Clone(w.Skeleton)
			}
			s.known[one.fold] = i
			s.words = append(s.words, one)
		}
		if at := &s.words[i]; !slices.Contains(at.cases[max(len(at.cases)-1, 0):], id) {
			at.cases = append(at.cases, id)
		}
		if !w.Part {
			n++
		}
	}
	return uint8(min(n, 255))
}

// forget takes a case away from the words of a name. A word that nobody has any
// more stays until the board is made anew: it finds nobody.
func (s *shelf) forget(id uint32, name string) {
	for _, w := range spelling.Words(name) {
		if i, known := s.known[w.Fold]; known {
			at := &s.words[i]
			at.cases = slices.DeleteFunc(at.cases, func(c uint32) bool { return c == id })
		}
	}
}

func letters(s string) (set uint64) {
	for _, r := range s {
		set |= 1 << (uint(r) % 64)
	}
	return set
}
