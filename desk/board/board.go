// Package board holds what is shown of every case in lists, in memory and
// nowhere else: one line for each case, by office, with the words of its name as
// they are heard, and whose turn it is. It knows no keys and no roles: it is given
// what was opened, and is asked on behalf of somebody of whom it is told, office
// by office, what they reach. An office that is not reached is not looked into.
package board

import (
	"math"
	"slices"
	"sync"
	"time"

	"amana/domain/ledger"
)

// Board is safe for concurrent use.
type Board struct {
	mu      sync.RWMutex
	shelves map[string]*shelf
	places  map[ledger.Stream]place
	names   names
	moves   names // the movements, of which there are more and more
	basis   names // the streams on which cases rest
	grounds names // which of them together
	seats   map[uint32]int
}

type place struct {
	*shelf
	id uint32
}

// New is an empty board.
func New() *Board {
	return &Board{shelves: map[string]*shelf{}, places: map[ledger.Stream]place{}, names: newNames(), moves: newNames(), basis: newNames(), grounds: newNames(), seats: map[uint32]int{}}
}

// Put puts a case on the board, in place of what it held of it.
func (b *Board) Put(c *Case) {
	b.mu.Lock()
	defer b.mu.Unlock()
	at, known := b.places[c.Stream]
	if known && at.office != c.Office {
		b.drop(c.Stream, at)
		known = false
	}
	if !known {
		s := b.shelves[c.Office]
		if s == nil {
			s = newShelf(c.Office)
			b.shelves[s.office] = s
		}
		at = place{s, s.room()}
		b.places[c.Stream] = at
	}
	p := b.pack(c)
	b.seat(&at.cases[at.id], -1)
	b.seat(&p, +1)
	at.put(at.id, p, c)
}

// Drop takes a case off the board.
func (b *Board) Drop(name ledger.Stream) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if at, known := b.places[name]; known {
		b.drop(name, at)
	}
}

func (b *Board) drop(name ledger.Stream, at place) {
	b.seat(&at.cases[at.id], -1)
	at.take(at.id)
	delete(b.places, name)
}

// Movements are those on which somebody has a seat who has not left.
func (b *Board) Movements() []string {
	b.mu.RLock()
	defer b.mu.RUnlock()
	var all []string
	for id, seats := range b.seats {
		if seats > 0 {
			all = append(all, b.moves.all[id])
		}
	}
	slices.Sort(all)
	return all
}

// Passed are the cases of which time has changed something.
func (b *Board) Passed(now time.Time) []ledger.Stream {
	return b.those(func(p *packed) bool { return p.next > 0 && p.next <= seconds(now) })
}

// Underway are the cases of which rules say something.
func (b *Board) Underway() []ledger.Stream {
	return b.those(func(p *packed) bool { return p.turns() != "" || p.next > 0 })
}

func (b *Board) those(which func(*packed) bool) (names []ledger.Stream) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	for _, s := range b.shelves {
		for i := range s.cases {
			if p := &s.cases[i]; p.flags&flagTaken != 0 && which(p) {
				names = append(names, p.stream)
			}
		}
	}
	return names
}

// Resting are the cases that rest on a stream.
func (b *Board) Resting(on ledger.Stream) []ledger.Stream {
	b.mu.RLock()
	id, known := b.basis.ids[string(on[:])]
	if !known {
		b.mu.RUnlock()
		return nil
	}
	resting := make([]bool, len(b.grounds.all))
	for n, rests := range b.grounds.all {
		for i := 0; i < len(rests); i += restBytes {
			resting[n] = resting[n] || uint32At(rests, i) == id
		}
	}
	b.mu.RUnlock()
	return b.those(func(p *packed) bool { return int(p.rests) < len(resting) && resting[p.rests] })
}

// Rested says whether a case ever rested on a stream.
func (b *Board) Rested(on ledger.Stream) bool {
	b.mu.RLock()
	defer b.mu.RUnlock()
	_, known := b.basis.ids[string(on[:])]
	return known
}

// Same says whether two cases look alike on a board.
func Same(a, b *Case) bool {
	both := New()
	x, y := both.pack(a), both.pack(b) // in this order: the names of the one are those of the other
	return x == y && a.Office == b.Office && slices.Equal(a.Calls, b.Calls) && a.Notice == b.Notice
}

// seat counts one more, or one less, on the movement of a case.
func (b *Board) seat(p *packed, by int) {
	if p.flags&flagLeaving != 0 {
		b.seats[p.movement] += by
	}
}

// Len is how many cases are on the board.
func (b *Board) Len() int {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return len(b.places)
}

// Has is what the board holds of a case.
func (b *Board) Has(name ledger.Stream) (Case, bool) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	at, known := b.places[name]
	if !known {
		return Case{}, false
	}
	return b.unpack(at.shelf, at.id), true
}

// All gives each case, in no order, until it is told to stop.
func (b *Board) All(yield func(Case) bool) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	for _, at := range b.places {
		if !yield(b.unpack(at.shelf, at.id)) {
			return
		}
	}
}

// seconds is a time as the board keeps it; 0 is none.
func seconds(t time.Time) uint32 {
	if t.IsZero() || t.Unix() < 0 || t.Unix() > math.MaxUint32 {
		return 0
	}
	return uint32(t.Unix())
}

func moment(s uint32) time.Time {
	if s == 0 {
		return time.Time{}
	}
	return time.Unix(int64(s), 0).UTC()
}
