package demo

import (
	"amana/domain/casefile"
	"amana/domain/consent"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// part is one story that not everybody has.
type part struct {
	name   string
	n      int    // how many in a programme of the normal size; 1: always one
	to     string // the country; "" for any
	when   when
	leaves bool                      // they depart
	lead   int                       // days from first contact to the flight; 0: as with others
	free   bool                      // never held
	look   string                    // a key of lang: what is worth looking at
	with   func(s *story, p *person) // what is special about the person
	tell   func(w *way)
}

// when is which kind of flight it is about.
type when byte

const (
	past when = iota
	ahead
	cancelled
)

// parts is everybody with a story of their own.
var parts = concat(saidNo, protected, children, stopped, travelled, otherwise)

func concat(all ...[]part) []part {
	var one []part
	for _, some := range all {
		one = append(one, some...)
	}
	return one
}

// play makes the person of a part.
func (s *story) play(c part, i int) {
	var f *flight
	switch {
	case c.when == ahead:
		f = s.futureFlight(c.to, i+2)
	case c.when == cancelled:
		f = s.cancelledFlight()
	case c.leaves:
		f = s.pastFlight(c.to, 1)
		f.slots--
	default:
		f = s.pastFlight(c.to, 0)
	}
	p := s.somebody(f.nation, s.rng)
	p.part, p.tell, p.leaves = c.name, c.tell, c.leaves
	p.suggested, p.order, p.constraints, p.ill = false, false, nil, false
	lead := c.lead
	if lead == 0 {
		lead = 30 + s.rng.IntN(20)
	}
	s.seat(p, f, lead)
	s.detain(p, !c.free && s.rng.IntN(100) < 60)
	if c.look != "" && i == 0 {
		s.looks = append(s.looks, looking{c.look, p})
	}
	if c.with != nil {
		c.with(s, p)
	}
}

func (s *story) cancelledFlight() *flight {
	for _, f := range s.flights {
		if f.cancels {
			return f
		}
	}
	panic("demo: no flight is cancelled")
}

// looking is somebody to look at first.
type looking struct {
	what string
	p    *person
}

// early is everything before a seat.
func (w *way) early() {
	w.contact()
	w.counsel()
	w.screen()
	w.assess()
	w.agree()
	w.prepare()
}

// ready is everything up to the clearance.
func (w *way) ready() {
	w.early()
	w.takeSeat(w.f)
	w.clear()
}

func (w *way) withdraw(by, channel, stage string) {
	w.do(by, "consent.withdraw", consent.Withdraw{Channel: channel, Stage: stage, Heard: w.heard(by)})
}

func (w *way) heard(by string) ledger.Actor { return w.officers[by].ID }

func (w *way) report(channel string) {
	w.do(hotline, "consent.report", consent.Report{Channel: channel})
}

func (w *way) settle(outcome string) {
	settle := consent.SettleReport{Talk: w.beyond(), Outcome: outcome}
	w.do(w.po(), "consent.settle-report", from(func(c *casefile.Case) any {
		settle.Report = of(c.Consent.Reports, func(r safeguard.Report) ledger.Hash { return r.ID })
		return settle
	}))
}
