package board

import (
	"cmp"
	"slices"
	"time"

	"amana/domain/access"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// Asked is what a day's list is asked for.
type Asked struct {
	Now     time.Time
	Said    time.Time // withdrawals and reports from then on
	Lapsing time.Time // what lapses before then
	Limit   int       // of each list
	Leaving []string  // the movements of which the seats are wanted
}

// Day is what is there to do for somebody, each list with the most urgent first,
// and how many there are in all.
type Day struct {
	Up, Mine, Lapsing, Said, Called List
	Seats                           map[string][]Case // by movement: whoever has a place and has not left
}

// List is the beginning of a list, and how many there are in all.
type List struct {
	Cases []Case
	Total int
}

// urgent is a case in a list, and the time it is ordered by.
type urgent struct {
	found
	at uint32
}

func sooner(a, b urgent) int {
	return cmp.Or(cmp.Compare(a.at-1, b.at-1), cmp.Compare(a.number(), b.number())) // without a day: last
}

func later(a, b urgent) int {
	return cmp.Or(cmp.Compare(b.at, a.at), cmp.Compare(a.number(), b.number()))
}

// Day gives what is there to do for somebody, of the cases that a scope reaches.
func (b *Board) Day(scope Scope, q Asked) Day {
	b.mu.RLock()
	defer b.mu.RUnlock()
	d := b.daying(q)
	for _, s := range b.shelves {
		reading, all := scope(s.office, nil, "")
		of := q.watch(&reading)
		for id := range s.cases {
			p := &s.cases[id]
			if p.flags&flagTaken == 0 {
				continue
			}
			if p.flags&flagCalled == 0 {
				if all {
					d.add(found{s, uint32(id), 0}, p, &reading, &of)
				}
				continue
			}
			called := s.called[uint32(id)]
			if own, reached := scope(s.office, called.calls, called.notice); reached {
				f, of := found{s, uint32(id), 0}, q.watch(&own)
				if !all {
					d.called.add(urgent{f, 0})
				}
				d.add(f, p, &own, &of)
			}
		}
	}
	return d.done()
}

// daying is one such question.
type daying struct {
	board  *Board
	asked  Asked
	called top[urgent] // who is reached by a call or a notice alone

	up, mine, lapsing, said top[urgent]

	wanted map[uint32]bool // movements
	seats  map[uint32][]found
}

func (b *Board) daying(q Asked) *daying {
	by := func(less func(a, b urgent) int) top[urgent] { return top[urgent]{limit: q.Limit, less: less} }
	d := &daying{
		board: b, asked: q, called: by(sooner), up: by(sooner), mine: by(sooner), lapsing: by(sooner), said: by(later),
		wanted: map[uint32]bool{}, seats: map[uint32][]found{},
	}
	for _, movement := range q.Leaving {
		if id, known := b.moves.ids[movement]; known {
			d.wanted[id] = true
		}
	}
	return d
}

// add looks at one case.
func (d *daying) add(f found, p *packed, reading *Reading, w *watch) {
	var of urgency
	if w.concerns(p) {
		for turns := p.turns(); turns != ""; turns = turns[turnBytes:] {
			of.turn(turns[:turnBytes], w)
		}
	}
	if of.isUp {
		d.up.add(urgent{f, of.up})
	}
	if of.isMine {
		d.mine.add(urgent{f, of.mine})
	}
	if of.lapsing > 0 {
		d.lapsing.add(urgent{f, of.lapsing})
	}
	var said uint32
	if reading.Withdrawals {
		said = p.withdrawn
	}
	if reading.Reports {
		said = max(said, p.reported)
	}
	if said > 0 && said >= w.said {
		d.said.add(urgent{f, said})
	}
	if p.flags&flagLeaving != 0 && d.wanted[p.movement] {
		d.seats[p.movement] = append(d.seats[p.movement], f)
	}
}

// watch is a reading and a question, as the turns of many cases are compared
// with them.
type watch struct {
	opens              ledger.Set
	plays              uint64 // a bit for each role
	now, lapsing, said uint32
}

func (q *Asked) watch(r *Reading) watch {
	w := watch{opens: r.Opens, now: seconds(q.Now), lapsing: seconds(q.Lapsing), said: seconds(q.Said)}
	for i, role := range roles {
		if r.plays(role) {
			w.plays |= 1 << i
		}
	}
	return w
}

// concerns says whether some turn of a case may be theirs.
func (w *watch) concerns(p *packed) bool {
	return uint32(w.plays)&p.owners != 0 || w.plays&climbers != 0 && p.due > 0 && p.due < w.now
}

// climbers are the roles to which something goes up, a bit for each.
var climbers = func() (bits uint64) {
	for _, up := range ups {
		for _, role := range up {
			bits |= 1 << role
		}
	}
	return bits
}()

// ups are, by owner and by how many of its days a turn is past its day, the role
// to which it went.
var ups = func() (all [len(access.Roles)][4]uint8) {
	due := time.Unix(0, 0)
	for i, owner := range roles {
		for step := range all[i] {
			up := safeguard.Up(owner, due, time.Hour, due.Add(time.Duration(step)*time.Hour+time.Second))
			all[i][step] = uint8(slices.Index(roles, up))
		}
	}
	return all
}()

// urgency is when each list asks for a case at the earliest.
type urgency struct {
	up, mine, lapsing uint32
	isUp, isMine      bool
}

// turn takes one turn in, as Turn.At and Turn.Up read it.
func (u *urgency) turn(packed string, w *watch) {
	owner := packed[3]
	if !w.opens.Has(ledger.Compartment(packed[2])) || int(owner) >= len(ups) {
		return
	}
	due, mine := uint32At(packed, 9), w.plays&(1<<owner) != 0
	every := uint32(packed[4]) * secondsADay
	if packed[1] == isMet {
		if due > w.now {
			if mine && due < w.lapsing {
				u.lapsing = earliest(u.lapsing, due)
			}
			return
		}
		due += every // it lapsed
	}
	if due > 0 && every > 0 && w.now > due {
		if up := ups[owner][min((w.now-due)/every, 3)]; w.plays&(1<<up) != 0 {
			u.up, u.isUp = earliest(u.up, due), true
			return
		}
	}
	if mine && due > 0 { // without a day it is nobody's turn: the person said no
		u.mine, u.isMine = earliest(u.mine, due), true
	}
}

func earliest(a, b uint32) uint32 {
	if a == 0 || b > 0 && b < a {
		return b
	}
	return a
}

// done is the day, with the cases that the lists show.
func (d *daying) done() Day {
	day := Day{Seats: map[string][]Case{}}
	for _, l := range []struct {
		from *top[urgent]
		into *List
	}{{&d.up, &day.Up}, {&d.mine, &day.Mine}, {&d.lapsing, &day.Lapsing}, {&d.said, &day.Said}, {&d.called, &day.Called}} {
		l.into.Total = l.from.total
		for _, u := range l.from.all {
			l.into.Cases = append(l.into.Cases, d.board.unpack(u.shelf, u.id))
		}
	}
	for movement, seats := range d.seats {
		name := d.board.moves.all[movement]
		for _, f := range seats {
			day.Seats[name] = append(day.Seats[name], d.board.unpack(f.shelf, f.id))
		}
	}
	return day
}
