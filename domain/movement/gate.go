package movement

import (
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/safeguard"
	"amana/domain/talk"
)

// AnswerGate records the last private answer. A no is a withdrawal too,
// recorded in the same act.
type AnswerGate struct {
	Movement string    `json:"movement" format:"reference" doc:"the movement"`
	Talk     talk.Talk `json:"talk" doc:"how the person was asked"`
	Answer   string    `json:"answer" codes:"yes,not-sure,no" doc:"what they answered"`
	Unsaid   bool      `json:"unsaid,omitempty" doc:"nobody said who has power over the place: what stands there is the least that it can have been, and nobody is held by it; never beside a yes"`
}

// GateAnswered is the event.
type GateAnswered struct{ AnswerGate }

func (GateAnswered) Kind() string { return "gate.answered" }

func (e GateAnswered) Effect() ledger.Effect {
	if e.Answer == safeguard.Yes {
		return ledger.None
	}
	return ledger.Stop
}

// Decide is without the withdrawal: casefile adds it, because another room
// knows what a withdrawal is.
func (c AnswerGate) Decide(t Travel, _ ledger.Deed) ([]ledger.Body, error) {
	switch {
	case t.Departed != nil:
		return nil, fault.New(fault.Invalid, "fault.already-departed")
	case t.Movement != c.Movement:
		return nil, fault.New(fault.Invalid, "fault.no-seat").In("movement")
	case c.Unsaid && c.Answer == safeguard.Yes:
		return nil, fault.New(fault.Invalid, "fault.missing-field").In("talk.control")
	}
	return ledger.One(GateAnswered{c})
}

// Board records that somebody boards. Amana authorises it only while every
// rule due at boarding is met.
type Board struct {
	Movement string `json:"movement" format:"reference" doc:"the movement"`
}

// Decide asks that the seat is on this movement; whether every rule is met was
// asked before.
func (c Board) Decide(t Travel, d ledger.Deed) ([]ledger.Body, error) {
	switch {
	case t.Departed != nil:
		return nil, fault.New(fault.Invalid, "fault.already-departed")
	case t.Movement == "" || t.Movement != c.Movement || t.Standby:
		return nil, fault.New(fault.Invalid, "fault.no-seat").In("movement")
	}
	return ledger.One(Boarded{c, d.Book, d.Basis})
}

// Boarded is the event of a boarding that Amana authorised.
type Boarded struct {
	Board
	Book  string   `json:"book"`
	Basis []string `json:"basis"`
}

func (Boarded) Kind() string { return "boarding.boarded" }

// NotPresent records that somebody on the manifest was not presented: an
// incident, never a withdrawal.
type NotPresent struct {
	Movement string `json:"movement" format:"reference" doc:"the movement"`
}

// NotPresented is the event.
type NotPresented struct{ NotPresent }

func (NotPresented) Kind() string { return "boarding.not-presented" }

func (c NotPresent) Decide(t Travel, _ ledger.Deed) ([]ledger.Body, error) {
	switch {
	case t.Departed != nil:
		return nil, fault.New(fault.Invalid, "fault.already-departed")
	case t.Movement != c.Movement:
		return nil, fault.New(fault.Invalid, "fault.no-seat").In("movement")
	case t.Boarded != nil:
		return nil, fault.New(fault.Invalid, "fault.already-boarded")
	}
	return ledger.One(NotPresented{c})
}
