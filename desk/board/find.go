package board

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"

	"amana/desk/spelling"
)

// Want says which cases are wanted. Empty parts do not filter.
type Want struct {
	Text        string // of a name, a case number or a reference
	Nationality string
	Office      string
	Status      string
	Movement    string
	Limit       int
}

// Hit is a case that was found.
type Hit struct {
	Case
	Score int
	Exact bool // by its number, whole
}

// How well a word of a name is met.
const (
	sameWord   = 100
	sameSound  = 90 // less what the spellings differ by
	beginning  = 70
	soundsLike = 55 // its beginning does
	nearly     = 40
	wholeKnown = 1000 // the number, or the reference
	partKnown  = 300  // a part of the number
)

// Find gives the cases that are wanted, of those that a scope reaches, best first
// and the newest first among equals: as many as Want.Limit at most.
func (b *Board) Find(scope Scope, w Want) []Hit {
	b.mu.RLock()
	defer b.mu.RUnlock()
	q := b.query(w)
	if q.nothing {
		return nil
	}
	best := top[found]{limit: w.Limit, less: betterFound}
	for _, s := range b.shelves {
		if w.Office != "" && w.Office != s.office {
			continue
		}
		if _, all := scope(s.office, nil, ""); all {
			s.find(&q, &best)
			continue
		}
		for id, c := range s.called {
			if _, reached := scope(s.office, c.calls, c.notice); !reached {
				continue
			}
			if f, met := s.meets(&q, id); met {
				best.add(f)
			}
		}
	}
	hits := make([]Hit, len(best.all))
	for i, f := range best.all {
		hits[i] = Hit{b.unpack(f.shelf, f.id), int(f.score), f.score >= wholeKnown}
	}
	return hits
}

// Better is the order in which hits are given.
func Better(a, b Hit) int {
	return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(b.Number, a.Number))
}

// found is a case that may be shown.
type found struct {
	*shelf
	id    uint32
	score int32
}

func betterFound(a, b found) int {
	return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(b.number(), a.number()))
}

func (f found) number() string {
	number, _, _ := strings.Cut(f.cases[f.id].text, "\x00")
	return number
}

// query is what is wanted, as it is compared.
type query struct {
	Want
	text    string // letters and digits alone, in capitals; "" if it can be no number
	asked   []asked
	nothing bool // what is wanted is not on the board

	status, movement uint32
	nations          map[uint16]bool // of all nationalities that cases have, those with the one that is wanted
}

// asked is a word of a name that is looked for.
type asked struct {
	spelling.Word
	letters uint64
	digits  bool
}

func (b *Board) query(w Want) query {
	q := query{Want: w, text: plain(w.Text)}
	if !strings.ContainsFunc(q.text, unicode.IsDigit) || len(q.text) < 3 {
		q.text = ""
	}
	for _, word := range spelling.Words(w.Text) {
		if !word.Part {
			q.asked = append(q.asked, asked{word, letters(word.Skeleton), strings.Trim(word.Fold, "0123456789") == ""})
		}
	}
	q.nothing = strings.TrimSpace(w.Text) != "" && len(q.asked) == 0 || w.Limit <= 0
	var known bool
	if q.status, known = b.names.ids[w.Status]; !known {
		q.nothing = true
	}
	if q.movement, known = b.moves.ids[w.Movement]; !known {
		q.nothing = true
	}
	if w.Nationality != "" {
		q.nations = map[uint16]bool{}
		for id, name := range b.names.all {
			if id <= math.MaxUint16 && slices.Contains(strings.Fields(name), w.Nationality) {
				q.nations[uint16(id)] = true
			}
		}
	}
	return q
}

// find looks at a whole shelf.
func (s *shelf) find(q *query, best *top[found]) {
	if len(q.asked) == 0 {
		for id := len(s.cases) - 1; id >= 0; id-- { // the newest first, mostly
			if s.passes(q, uint32(id)) {
				best.add(found{s, uint32(id), 0})
			}
		}
		return
	}
	if q.text != "" {
		for id := range s.numbers.like(q.text) {
			if score := s.cases[id].known(q.text); score > 0 && s.passes(q, id) {
				best.add(found{s, id, score})
			}
		}
	}
	tally := s.tally(q)
	for _, id := range tally.touched {
		score, met := q.score(int(tally.sum[id]), int(tally.met[id]), int(s.cases[id].words))
		if met && s.passes(q, id) && (q.text == "" || s.cases[id].known(q.text) == 0) {
			best.add(found{s, id, score})
		}
	}
}

// tally is how well each case meets the words of a query.
type tally struct {
	sum, seen []uint16
	met       []uint8
	touched   []uint32
}

func (s *shelf) tally(q *query) tally {
	t := tally{sum: make([]uint16, len(s.cases)), seen: make([]uint16, len(s.cases)), met: make([]uint8, len(s.cases))}
	type like struct{ word, score int }
	var likes []like
	for n := range min(len(q.asked), 16) {
		likes = likes[:0]
		for i := range s.words {
			if score := q.asked[n].like(&s.words[i]); score > 0 {
				likes = append(likes, like{i, score})
			}
		}
		slices.SortFunc(likes, func(a, b like) int { return b.score - a.score })
		for _, l := range likes {
			for _, id := range s.words[l.word].cases {
				if t.seen[id] == uint16(n+1) {
					continue
				}
				if t.seen[id] == 0 {
					t.touched = append(t.touched, id)
				}
				t.seen[id] = uint16(n + 1)
				t.sum[id] += uint16(l.score)
				t.met[id]++
			}
		}
	}
	return t
}

// score is how well a case meets a query by its name. Of three words and more one
// may be missing; words of the name that nobody asked for count a little against it.
func (q *query) score(sum, met, words int) (int32, bool) {
	need := len(q.asked)
	if need > 2 {
		need--
	}
	if met < need {
		return 0, false
	}
	return int32(max(1, 2*sum/len(q.asked)-2*max(0, words-met))), true
}

// meets looks at one case.
func (s *shelf) meets(q *query, id uint32) (found, bool) {
	f := found{s, id, 0}
	if !s.passes(q, id) {
		return f, false
	}
	if len(q.asked) == 0 {
		return f, true
	}
	if q.text != "" {
		if f.score = s.cases[id].known(q.text); f.score > 0 {
			return f, true
		}
	}
	_, given, family, _ := s.cases[id].texts()
	score, met := q.named(given, family)
	f.score = score
	return f, met
}

// named says how well a name meets a query.
func (q *query) named(given, family string) (int32, bool) {
	sum, met, words := 0, 0, 0
	name := spelling.Words(given + " " + family)
	for _, w := range name {
		if !w.Part {
			words++
		}
	}
	for n := range q.asked {
		best := 0
		for _, w := range name {
			best = max(best, q.asked[n].like(&word{fold: w.Fold, skeleton: w.Skeleton, letters: letters(w.Skeleton)}))
		}
		if best > 0 {
			sum, met = sum+best, met+1
		}
	}
	return q.score(sum, met, words)
}

// passes says whether a case is let through by all but its name.
func (s *shelf) passes(q *query, id uint32) bool {
	p := &s.cases[id]
	switch {
	case p.flags&flagTaken == 0, q.Status != "" && uint32(p.status) != q.status, q.Movement != "" && p.movement != q.movement:
		return false
	}
	return q.Nationality == "" || q.nations[p.nationality]
}
