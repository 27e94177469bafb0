package board

import (
	"encoding/binary"
	"slices"
	"strings"
	"time"

	"amana/domain/access"
	"amana/domain/day"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// packed is a case in as little memory as will do: a hundred thousand of them
// share a laptop with a browser.
type packed struct {
	stream ledger.Stream
	text   string // number, given, family and reference, with zeros between; then the turns, turnBytes each
	turned uint16 // where the turns begin

	born, youngest                        uint32
	withdrawn, reported, next             uint32
	movement, rests                       uint32
	owners                                uint32 // a bit for each role whose turn it is, or may be
	due                                   uint32 // when a turn goes up at the earliest
	sex, status, destination, nationality uint16 // nationalities: as one, with spaces between

	beyond uint16 // of each compartment a bit for each answer, and one that says that they are known
	lists  uint8  // a bit for each answer
	with   uint8  // the set of compartments
	flags  uint8
	words  uint8 // of the name
}

const (
	flagHeld = 1 << iota
	flagStandby
	flagCleared
	flagLeaving
	flagCalled
	flagTaken // somebody is here
)

// names keeps one copy of what many cases say.
type names struct {
	all []string
	ids map[string]uint32
}

func newNames() names {
	n := names{ids: map[string]uint32{}}
	n.id("")
	return n
}

func (n *names) id(s string) uint32 {
	if id, known := n.ids[s]; known {
		return id
	}
	s = strings.Clone(s)
	id := uint32(len(n.all))
	n.all, n.ids[s] = append(n.all, s), id
	return id
}

// answers are those there are, in order.
var answers = [...]string{"health", "papers", "protection"}

// bitsBeyond are those of one compartment. The statistic one has none.
const bitsBeyond = len(answers) + 1

func packAsks(asks []string) (bits uint8) {
	for i, ask := range answers {
		if slices.Contains(asks, ask) {
			bits |= 1 << i
		}
	}
	return bits
}

func unpackAsks(bits uint8) (asks []string) {
	for i, ask := range answers {
		if bits&(1<<i) != 0 {
			asks = append(asks, ask)
		}
	}
	return asks
}

// turnBytes: rule, state, compartment, owner, days, and two times.
const turnBytes = 13

const secondsADay = 24 * 60 * 60

// restBytes: a number for a stream. Many cases rest on the same few.
const restBytes = 4

var states = [...]safeguard.State{isMet: safeguard.Met, safeguard.Unmet, safeguard.Unknown}

const isMet = 0

// rules and roles never change while the program runs.
var rules, roles = slices.Sorted(slices.Values(append(safeguard.IDs(), safeguard.ASeat))), access.Roles[:]

func (b *Board) pack(c *Case) packed {
	p := packed{
		stream: c.Stream,
		born:   packDay(c.Born), youngest: packDay(c.Youngest), withdrawn: seconds(c.Withdrawn), reported: seconds(c.Reported), next: seconds(c.Next), with: uint8(c.With),
		movement: b.moves.id(c.Movement), sex: uint16(b.names.id(c.Sex)), status: uint16(b.names.id(c.Status)),
		destination: uint16(b.names.id(c.Destination)), nationality: uint16(b.names.id(strings.Join(c.Nationalities, " "))),
		flags: flagTaken,
	}
	for _, f := range []struct {
		is  bool
		bit uint8
	}{{c.Held, flagHeld}, {c.Standby, flagStandby}, {c.Cleared, flagCleared}, {c.Leaving, flagLeaving}, {len(c.Calls) > 0 || c.Notice != "", flagCalled}} {
		if f.is {
			p.flags |= f.bit
		}
	}
	for compartment, beyond := range c.Beyond {
		p.beyond |= uint16(1<<len(answers)|packAsks(beyond)) << (int(compartment) * bitsBeyond)
	}
	p.lists = packAsks(c.Lists)
	turns := make([]byte, 0, turnBytes*len(c.Turns))
	sorted := slices.SortedFunc(slices.Values(c.Turns), func(a, b Turn) int { return strings.Compare(string(a.Safeguard), string(b.Safeguard)) })
	for i := range sorted {
		turns = packTurn(turns, &sorted[i])
	}
	said := strings.Join([]string{c.Number, c.Given, c.Family, c.Reference}, "\x00") + "\x00"
	p.text, p.turned = said+string(turns), uint16(len(said))
	p.owners, p.due = summary(p.turns())
	rests := make([]byte, 0, restBytes*len(c.Rests))
	ids := make([]uint32, len(c.Rests))
	for i, on := range c.Rests {
		ids[i] = b.basis.id(string(on[:]))
	}
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		rests = binary.LittleEndian.AppendUint32(rests, id)
	}
	p.rests = b.grounds.id(string(rests))
	return p
}

func packTurn(to []byte, t *Turn) []byte {
	rule, known := slices.BinarySearch(rules, t.Safeguard)
	state, owner := slices.Index(states[:], t.State), slices.Index(roles, t.Owner)
	if !known || state < 0 {
		return to
	}
	second := t.Due
	if t.State == safeguard.Met {
		second = t.Until
	}
	to = append(to, byte(rule), byte(state), byte(t.Compartment), byte(owner), byte(t.Every/(24*time.Hour)))
	to = binary.LittleEndian.AppendUint32(to, seconds(t.Since))
	return binary.LittleEndian.AppendUint32(to, seconds(second))
}

// summary is what most cases are passed over by, without looking at each turn.
func summary(turns string) (owners, due uint32) {
	for i := 0; i < len(turns); i += turnBytes {
		if owner := turns[i+3]; int(owner) < len(roles) {
			owners |= 1 << owner
		}
		at := uint32At(turns, i+9)
		if states[turns[i+1]] == safeguard.Met && at > 0 {
			at += uint32(turns[i+4]) * secondsADay
		}
		due = earliest(due, at)
	}
	return owners, due
}

func unpackTurn(from string) Turn {
	t := Turn{Safeguard: rules[from[0]], State: states[from[1]], Compartment: ledger.Compartment(from[2]), Every: time.Duration(from[4]) * 24 * time.Hour}
	if int(from[3]) < len(roles) {
		t.Owner = roles[from[3]]
	}
	t.Since = moment(uint32At(from, 5))
	if second := moment(uint32At(from, 9)); t.State == safeguard.Met {
		t.Until = second
	} else {
		t.Due = second
	}
	return t
}

func uint32At(s string, i int) uint32 {
	return uint32(s[i]) | uint32(s[i+1])<<8 | uint32(s[i+2])<<16 | uint32(s[i+3])<<24
}

// turns are those of a case, turnBytes each.
func (p *packed) turns() string { return p.text[p.turned:] }

// texts are the number, the given and family names and the reference.
func (p *packed) texts() (number, given, family, reference string) {
	number, rest, _ := strings.Cut(p.text, "\x00")
	given, rest, _ = strings.Cut(rest, "\x00")
	family, rest, _ = strings.Cut(rest, "\x00")
	reference, _, _ = strings.Cut(rest, "\x00")
	return number, given, family, reference
}

func (b *Board) unpack(s *shelf, id uint32) Case {
	p := &s.cases[id]
	c := Case{
		Stream: p.stream, Office: s.office, Born: unpackDay(p.born), Youngest: unpackDay(p.youngest), Withdrawn: moment(p.withdrawn), Reported: moment(p.reported), Next: moment(p.next), With: ledger.Set(p.with),
		Sex: b.names.all[p.sex], Status: b.names.all[p.status], Movement: b.moves.all[p.movement], Destination: b.names.all[p.destination],
		Nationalities: strings.Fields(b.names.all[p.nationality]),
		Held:          p.flags&flagHeld != 0, Standby: p.flags&flagStandby != 0, Cleared: p.flags&flagCleared != 0, Leaving: p.flags&flagLeaving != 0,
	}
	c.Number, c.Given, c.Family, c.Reference = p.texts()
	for turns := p.turns(); turns != ""; turns = turns[turnBytes:] {
		c.Turns = append(c.Turns, unpackTurn(turns))
	}
	for _, compartment := range ledger.Compartments[:16/bitsBeyond] {
		if bits := p.beyond >> (int(compartment) * bitsBeyond); bits&(1<<len(answers)) != 0 {
			if c.Beyond == nil {
				c.Beyond = map[ledger.Compartment][]string{}
			}
			c.Beyond[compartment] = unpackAsks(uint8(bits))
		}
	}
	c.Lists = unpackAsks(p.lists)
	rests := b.grounds.all[p.rests]
	for i := 0; i < len(rests); i += restBytes {
		c.Rests = append(c.Rests, ledger.Stream([]byte(b.basis.all[uint32At(rests, i)])))
	}
	called := s.called[id]
	c.Calls, c.Notice = called.calls, called.notice
	return c
}

func packDay(d day.Day) uint32 {
	return uint32(d.Year)<<9 | uint32(d.Month)<<5 | uint32(d.Of)
}

func unpackDay(n uint32) day.Day {
	return day.Day{Year: int(n >> 9), Month: time.Month(n >> 5 & 15), Of: int(n & 31)}
}
