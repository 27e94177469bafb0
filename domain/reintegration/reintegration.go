// Package reintegration holds what a person was told they will and will not
// get after arrival.
package reintegration

import (
	"amana/domain/ledger"
	"amana/domain/safeguard"
	"amana/domain/talk"
)

// State is the reintegration of one case, in fold order.
type State struct {
	Told     []safeguard.Reintegration `json:"told,omitempty"`
	Declined bool                      `json:"declined,omitempty"` // a plan; that never blocks
}

// Kinds are the events of this room.
var Kinds = []ledger.Body{Told{}, Declined{}}

// Tell records what the person was told, part by part, and how.
type Tell struct {
	Written     bool              `json:"written" doc:"told in writing"`
	Aloud       bool              `json:"aloud" doc:"and aloud"`
	Gets        bool              `json:"gets" doc:"what they will get, and what they will not"`
	FromWhom    bool              `json:"fromWhom" doc:"from whom"`
	When        bool              `json:"when" doc:"when"`
	HowMuch     bool              `json:"howMuch" doc:"how much"`
	PlanFollows bool              `json:"planFollows" doc:"that a plan of their own, if they want one, follows within a month of arrival"`
	FirstDays   bool              `json:"firstDays" doc:"the first thirty days are written down"`
	Interpreter *talk.Interpreter `json:"interpreter,omitempty" doc:"absent when nobody interpreted"`
}

// Told is the event.
type Told struct{ Tell }

func (Told) Kind() string { return "reintegration.told" }

func (c Tell) Decide(State, ledger.Deed) ([]ledger.Body, error) { return []ledger.Body{Told{c}}, nil }

// Decline records that the person wants no plan.
type Decline struct{}

// Declined is the event.
type Declined struct{ Decline }

func (Declined) Kind() string { return "reintegration.declined" }

func (c Decline) Decide(State, ledger.Deed) ([]ledger.Body, error) {
	return ledger.One(Declined{c})
}

// Apply folds one event of the case; events of other rooms change nothing.
func (s *State) Apply(e *ledger.Event, at ledger.Ref) {
	switch b := e.Body.(type) {
	case Told:
		s.Told = append(s.Told, safeguard.Reintegration{
			Ref: at, Written: b.Written, Aloud: b.Aloud, Gets: b.Gets, FromWhom: b.FromWhom, When: b.When, HowMuch: b.HowMuch,
			PlanFollows: b.PlanFollows, FirstDays: b.FirstDays, Interpreter: b.Interpreter,
		})
	case Declined:
		s.Declined = true
	}
}
