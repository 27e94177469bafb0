package movement

import (
	"slices"
	"time"

	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// Sign is a sign of a collective return, and the event that says so.
type Sign struct {
	ledger.Ref
	safeguard.Sign
}

// NoteSign records a sign of a collective return.
type NoteSign struct {
	Sign string `json:"sign" codes:"authority-list,one-place,emptied,raided,announced,authority-chose,others-brought,headcount" doc:"what was seen"`
}

// SignNoted is the event.
type SignNoted struct{ NoteSign }

func (SignNoted) Kind() string          { return "movement.sign-noted" }
func (SignNoted) Effect() ledger.Effect { return ledger.Stop }

func (c NoteSign) Decide(s State, _ ledger.Deed) ([]ledger.Body, error) { return s.one(SignNoted{c}) }

// Examine looks at the files of everybody seated together. What they show comes
// from whoever collects them: see Of.
type Examine struct{ examined ManifestExamined }

// Of is an examination that found this.
func (Examine) Of(e safeguard.Examination, signs []safeguard.Sign) Examine {
	c := Examine{ManifestExamined{Book: e.Book, Seats: e.Seats, Unread: e.Unread}}
	for _, s := range signs {
		c.examined.Signs = append(c.examined.Signs, Shown{s.Sign, s.Place, s.Day, s.Seats})
	}
	return c
}

// ManifestExamined is the event. It names seats by the events that gave them,
// and nobody.
type ManifestExamined struct {
	Book   string        `json:"book"`
	Seats  []ledger.Hash `json:"seats"`
	Unread int           `json:"unread,omitempty"` // files that could not be read
	Signs  []Shown       `json:"signs,omitempty"`
}

// Shown is a sign that the files show together, and whose do.
type Shown struct {
	Sign  string        `json:"sign"`
	Place string        `json:"place"`
	Day   time.Time     `json:"day,omitzero"` // of what happened there
	Seats []ledger.Hash `json:"seats"`
}

func (ManifestExamined) Kind() string { return "movement.examined" }

func (e ManifestExamined) Effect() ledger.Effect {
	if len(e.Signs) > 0 || e.Unread > 0 {
		return ledger.Stop
	}
	return ledger.None
}

// Decide is for the hub: no other node has the files of all.
func (c Examine) Decide(s State, d ledger.Deed) ([]ledger.Body, error) {
	if !d.Hub {
		return nil, fault.New(fault.Busy, "fault.examined-at-the-hub")
	}
	return s.one(c.examined)
}

// Tells says whether an examination tells anything that the movement's record
// does not hold yet: a seat, a sign of somebody, another book, a file that can
// be read or no longer can.
func (s *State) Tells(e safeguard.Examination, signs []safeguard.Sign) bool {
	if s.Examined == nil || s.Examined.Book != e.Book || s.Examined.Unread != e.Unread || !holds(s.Examined.Seats, e.Seats) {
		return true
	}
	return slices.ContainsFunc(signs, func(n safeguard.Sign) bool { return !s.seen(n.Sign, n.Place, n.Day, n.Seats) })
}

// Stray keeps what nobody can read as a sign, until the head of protection, who knows of it,
// says why the movement may go on.
func (s *State) Stray(x ledger.Stray) {
	s.Signs = append(s.Signs, Sign{x.Ref, safeguard.Sign{Sign: safeguard.UnreadEntry, Waits: x.Waits}})
}

// seen says whether a sign is on record about all of these people, and of what happened
// that day.
func (s *State) seen(sign, place string, day time.Time, seats []ledger.Hash) bool {
	var known []ledger.Hash
	for _, k := range s.Signs {
		if k.Sign.Sign == sign && k.Place == place && k.Day.Equal(day) {
			known = append(known, k.Seats...)
		}
	}
	return len(seats) > 0 && holds(known, seats)
}

func holds(all, some []ledger.Hash) bool {
	return !slices.ContainsFunc(some, func(h ledger.Hash) bool { return !slices.Contains(all, h) })
}

// AnswerSign is the head of protection's answer to a sign.
type AnswerSign struct {
	Sign    string `json:"sign" codes:"authority-list,one-place,emptied,raided,announced,authority-chose,others-brought,headcount,unread" doc:"which sign; unread: an entry about the movement that nobody can read"`
	Reasons string `json:"reasons" max:"2000" doc:"why the movement may go on, or what was done"`
}

// SignAnswered is the event.
type SignAnswered struct{ AnswerSign }

func (SignAnswered) Kind() string          { return "movement.sign-answered" }
func (SignAnswered) Effect() ledger.Effect { return ledger.Lift }

func (c AnswerSign) Decide(s State, d ledger.Deed) ([]ledger.Body, error) {
	seen := false
	for _, k := range s.Signs {
		switch {
		case k.Sign.Sign != c.Sign, k.Waits: // what is still to come nobody knows yet
		case !k.Answered && d.Happened.Before(k.Since):
			return nil, fault.TooEarly(k.Since)
		default:
			seen = true
		}
	}
	if !seen {
		return nil, fault.New(fault.Invalid, "fault.no-such-sign").In("sign")
	}
	return s.one(SignAnswered{c})
}

// applySign folds what concerns the signs. Once seen a sign stays until it is
// answered, and an answer is about those whom it could know of: a sign about
// anybody else is another.
func (s *State) applySign(body ledger.Body, at ledger.Ref, past *ledger.Ancestry) {
	switch b := body.(type) {
	case SignNoted:
		s.Signs = append(s.Signs, Sign{at, safeguard.Sign{Sign: b.Sign}})
	case ManifestExamined:
		s.Examined = &safeguard.Examination{Book: b.Book, Seats: b.Seats, Unread: b.Unread}
		for _, n := range b.Signs {
			if !s.seen(n.Sign, n.Place, n.Day, n.Seats) {
				s.Signs = append(s.Signs, Sign{at, safeguard.Sign{Sign: n.Sign, Place: n.Place, Day: n.Day, People: len(n.Seats), Seats: n.Seats}})
			}
		}
	case SignAnswered:
		for i := range s.Signs {
			if k := &s.Signs[i]; k.Sign.Sign == b.Sign && past.Follows(at, k.Ref) {
				k.Answered = true
			}
		}
	}
}

func (s *State) signs() []safeguard.Sign {
	var signs []safeguard.Sign
	for _, k := range s.Signs {
		signs = append(signs, k.Sign)
	}
	return signs
}
