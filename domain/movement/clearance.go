package movement

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"

	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// Draw names who is to decide on clearance. Amana draws them from the pool
// across offices; nobody chooses.
type Draw struct{}

// Decide draws by the entry that first gave the person a seat on the movement
// and by how often was drawn for it before. Whoever asks chooses neither: an
// entry's name rests on random salts, another seat on the movement changes no
// lot, and who was drawn stays alone in the pool until there is a reason.
func (c Draw) Decide(t Travel, d ledger.Deed) ([]ledger.Body, error) {
	switch {
	case t.Movement == "":
		return nil, fault.New(fault.Invalid, "fault.no-seat")
	case len(d.Pool) == 0:
		return nil, fault.New(fault.Busy, "fault.nobody-may-clear")
	}
	return ledger.One(t.draws(d.Pool))
}

// draws is the draw, from a pool, for the seat that the person has.
func (t *Travel) draws(pool []ledger.Actor) ClearingOfficerDrawn {
	turn := 0
	for _, before := range t.Drawn {
		if before.Movement == t.Movement {
			turn++
		}
	}
	e := ClearingOfficerDrawn{Movement: t.Movement, Seat: t.Seated.ID, Lot: t.Lots[t.Movement], Turn: turn, Pool: pool}
	e.Officer, e.Question = e.Falls()
	return e
}

// ClearingOfficerDrawn is the event. It holds all that the draw rests on, so
// that anybody who reads it can draw again.
type ClearingOfficerDrawn struct {
	Movement string         `json:"movement"`
	Officer  ledger.Actor   `json:"drawn"`
	Seat     ledger.Hash    `json:"seat"` // the event that gave it
	Lot      ledger.Hash    `json:"lot"`  // the event that first gave one on this movement
	Turn     int            `json:"turn"` // how often was drawn for this movement before
	Pool     []ledger.Actor `json:"pool"` // who could be drawn, in order
	Question string         `json:"question" codes:"first-language,who-suggested,second-option,last-fear-talk,need-open,consent-language"`
}

// questions are what who clears may be asked of the file, so that nobody clears
// one that they did not open.
var questions = [...]string{"first-language", "who-suggested", "second-option", "last-fear-talk", "need-open", "consent-language"}

// Falls is on whom the draw falls, and with which question: on nobody where the
// pool is empty.
func (e ClearingOfficerDrawn) Falls() (ledger.Actor, string) {
	if len(e.Pool) == 0 {
		return ledger.Actor{}, ""
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "amana-draw/v1\n%s\n%d\n", e.Lot, e.Turn))
	lot := func(at, of int) int { return int(binary.BigEndian.Uint64(sum[at:]) % uint64(of)) }
	return e.Pool[lot(0, len(e.Pool))], questions[lot(8, len(questions))]
}

// Fair says whether drawing again, for a person whose journey stood like this,
// from the same pool, comes to the same.
func (e ClearingOfficerDrawn) Fair(t Travel) bool {
	again := t.draws(e.Pool)
	return len(e.Pool) > 0 && e.Movement == again.Movement && e.Seat == again.Seat && e.Lot == again.Lot && e.Turn == again.Turn &&
		e.Officer == again.Officer && e.Question == again.Question
}

func (ClearingOfficerDrawn) Kind() string { return "clearance.drawn" }

// Clear is the second officer's finding that every rule due at clearance is met.
type Clear struct {
	Movement string `json:"movement" format:"reference" doc:"the movement"`
	Answer   string `json:"answer" seal:"protection" max:"500" doc:"what they answer, from the file, to the question that was drawn with them"`
}

// Decide asks that whoever clears was drawn for this seat; whether every rule
// is met was asked before.
func (c Clear) Decide(t Travel, d ledger.Deed) ([]ledger.Body, error) {
	switch n := len(t.Drawn); {
	case t.Movement == "" || t.Movement != c.Movement:
		return nil, fault.New(fault.Invalid, "fault.no-seat").In("movement")
	case n == 0 || !t.drawnFor(t.Drawn[n-1]) || t.Drawn[n-1].Officer != d.By:
		return nil, fault.New(fault.Denied, "fault.not-drawn")
	case d.Happened.Before(t.Drawn[n-1].Since):
		return nil, fault.TooEarly(t.Drawn[n-1].Since)
	}
	return ledger.One(Cleared{c, d.Book, d.Basis})
}

// drawnFor says whether somebody was drawn for the seat the person has.
func (t *Travel) drawnFor(d safeguard.Drawn) bool {
	return t.Movement != "" && d.Movement == t.Movement && d.Seat == t.Seated.ID
}

// ToClear is who was drawn to decide on clearance for the seat the person has
// and has not decided yet; zero: nobody.
func (t *Travel) ToClear() ledger.Actor {
	n, m := len(t.Drawn), len(t.Cleared)
	switch {
	case n == 0 || t.Departed != nil || !t.drawnFor(t.Drawn[n-1]):
		return ledger.Actor{}
	case m > 0 && t.Cleared[m-1].Seq > t.Drawn[n-1].Seq && !t.Cleared[m-1].Since.Before(t.Drawn[n-1].Since):
		return ledger.Actor{}
	}
	return t.Drawn[n-1].Officer
}

// Cleared is the event. It names what it rests on: the heads of the streams
// that were read.
type Cleared struct {
	Clear
	Book  string   `json:"book"`
	Basis []string `json:"basis"`
}

func (Cleared) Kind() string { return "clearance.given" }
