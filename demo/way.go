package demo

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"time"

	"amana/domain/access"
	"amana/domain/assessment"
	"amana/domain/casefile"
	"amana/domain/day"
	"amana/domain/ledger"
	"amana/domain/talk"
)

// act is one command that will be given at the desk at a moment of the story.
type act struct {
	at       time.Time
	p        *person // whose case; nil for anything else
	by       string  // the officer's code; node for the program itself
	command  string
	args     any       // or a func(*casefile.Case) any, which reads the case as it stands
	refused  bool      // the desk is to refuse it, with findings
	drawn    bool      // by whoever was drawn to clear
	imported string    // on whose word
	doneBy   string    // of what was imported: the officer who did it
	happened time.Time // when it is told later than it was

	subject casefile.Subject // of what is not a case
	ref     string

	run func(*building, *act) error // instead of a command
}

// node is the program acting by itself.
const node = "node"

// way writes down what will happen to one person, in order.
type way struct {
	*story
	p    *person
	f    *flight
	at   time.Time
	rng  *rand.Rand
	acts []act
	pay  string // the line that pays for the seat
}

// told is everything that happens to a person, in the order of time.
func (s *story) told(p *person) []act {
	w := &way{story: s, p: p, f: p.flight, rng: rand.New(rand.NewPCG(s.seed, uint64(p.n)+1))}
	p.tell(w)
	w.lookAgain()
	w.pad()
	slices.SortStableFunc(w.acts, func(a, b act) int { return a.at.Compare(b.at) })
	return w.acts
}

// lookAgain assesses the risk again of whoever was assessed on a sheet that a
// newer one replaced before they left.
func (w *way) lookAgain() {
	if w.p.nation.code != "MLI" || w.f == nil || w.f.final().Before(w.newSheet) {
		return
	}
	before := false
	for _, a := range w.acts {
		if found, ok := a.args.(assessment.AssessRisk); ok && a.at.Before(w.newSheet) {
			before = found.Finding == "none"
		}
		if before && (a.command == "consent.withdraw" || a.command == "case.end") && a.at.Before(w.newSheet) {
			return
		}
	}
	if before {
		w.at = w.newSheet.Add(time.Duration(5+w.rng.IntN(110)) * time.Minute)
		w.risk(w.po(), "none")
	}
}

// call calls somebody from outside the office to the person's case.
func (w *way) call(code string, duty access.Role) {
	w.do(w.po(), "call.make", casefile.Call{Officer: code, Duty: string(duty)})
}

// do puts down one command, and lets some minutes pass.
func (w *way) do(by, command string, args any) *act {
	w.acts = append(w.acts, act{at: w.at, p: w.p, by: by, command: command, args: args})
	w.at = w.at.Add(time.Duration(4+w.rng.IntN(14)) * time.Minute)
	return &w.acts[len(w.acts)-1]
}

// refused puts down a command that the desk is to refuse.
func (w *way) refused(by, command string, args any) { w.do(by, command, args).refused = true }

// on goes to a day counted from the first contact, in office hours.
func (w *way) on(days int) { w.to(morning(w.p.first, days, w.zone)) }

// before goes to a day counted back from the departure as first planned.
func (w *way) before(days int) { w.to(morning(w.f.departs, -days, w.zone)) }

func (w *way) to(day time.Time) { w.at = day.Add(time.Duration(w.rng.IntN(5*60)) * time.Minute) }

// later goes on after some hours.
func (w *way) later(hours int) { w.at = w.at.Add(time.Duration(hours) * time.Hour) }

// Officers of the person's office.
func (w *way) co() string { return w.code("CO", w.p.n%w.p.office.counsellors) }
func (w *way) co2() string {
	return w.code("CO", (w.p.n+1)%w.p.office.counsellors)
}
func (w *way) po() string { return w.code("PO", w.p.n%w.p.office.protection) }
func (w *way) pl() string { return w.code("PL", 0) }
func (w *way) cw() string { return w.code("CW", 0) }
func (w *way) he() string { return w.code("HE", 0) }
func (w *way) mo() string { return "MO-" + strconv.Itoa(1+w.p.line%3) }

func (w *way) code(role string, i int) string {
	return role + "-" + w.p.office.short + "-" + strconv.Itoa(i+1)
}

// Officers of no office.
const (
	head      = "HP-1"
	mission   = "HM-1"
	traffick  = "CT-1"
	unhcr     = "UN-1"
	observer  = "OB-1"
	hotline   = "HL-1"
	money     = "PG-1"
	overseer  = "OV-1"
	movements = "MO-1"
	ethics    = "ET-1"
	admin     = "AD-1"
)

// freed is when a person who was held when they asked was let go, if they were: for the
// flight that they were to take first.
func (w *way) freed() (time.Time, bool) {
	switch h := w.p.held; {
	case h.wish && !h.consent:
		return morning(w.p.first, 3, w.zone).Add(9 * time.Hour), true
	case h.consent && !h.eve && w.p.flight != nil:
		return morning(w.p.flight.departs, -6, w.zone).Add(9 * time.Hour), true
	}
	return time.Time{}, false
}

// heldNow says whether the person is held at the moment that the way is at.
func (w *way) heldNow() bool {
	t, freed := w.freed()
	return w.p.held.wish && (!freed || w.at.Before(t))
}

// talk is a conversation as it is held with the person: alone, and, while they
// are held, under the control of whoever holds them.
func (w *way) talk() talk.Talk {
	t := talk.Talk{
		Language: w.p.language, Understood: true, Mode: "in-person", OutOfHearing: true, OutOfSight: true,
		Control: talk.Free, Witness: talk.NoWitness,
	}
	if !slices.Contains(spoken, t.Language) {
		t.Interpreter = w.interpreter()
	}
	if w.heldNow() {
		t.Control, t.Place = talk.Held, w.p.place
	}
	return t
}

// seen is a talk that others could see, though not hear.
func (w *way) seen() talk.Talk {
	t := w.talk()
	t.OutOfSight = t.Control == talk.Free
	return t
}

// beyond is a talk outside the control of whoever holds the person, or with
// UNHCR on the line.
func (w *way) beyond() talk.Talk {
	t := w.talk()
	if t.Control == talk.Held {
		t.Witness = talk.UNHCR
	}
	return t
}

// sure is a talk that counts: whoever is held where nothing does is talked to
// outside, at a hospital or an office of ours.
func (w *way) sure() talk.Talk {
	t := w.talk()
	if dark(w.p.place) {
		t.Control, t.Place = talk.Free, ""
	}
	return t
}

func (w *way) interpreter() *talk.Interpreter {
	return &talk.Interpreter{
		Code: "IN-" + w.p.language + "-" + strconv.Itoa(1+w.p.n%2), Tie: talk.None, Confidentiality: true, AcceptedAlone: true,
		SaidBack: []talk.SaidBack{talk.MaySayNo, talk.WhatIGet, talk.WhatElse},
	}
}

func (w *way) today() day.Day { return day.Of(w.at.In(w.zone)) }

// of is the id of the newest event that a part of the case holds.
func of[T any](all []T, id func(T) ledger.Hash) ledger.Hash {
	if len(all) == 0 {
		return ledger.Hash{}
	}
	return id(all[len(all)-1])
}

// from makes arguments from the case as it then stands.
func from(make func(c *casefile.Case) any) any { return make }
