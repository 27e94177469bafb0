package movement

import (
	"slices"

	"amana/domain/access"
	"amana/domain/fault"
	"amana/domain/ledger"
)

// Calling is an independent observer called to a movement.
type Calling struct {
	ledger.Ref
	Officer ledger.Actor `json:"called"`
}

// CallObserver calls an independent observer to a movement, and to nobody's file.
type CallObserver struct {
	Officer string `json:"officer" format:"code" doc:"the code of who is called"`
}

// ObserverCalled is the event.
type ObserverCalled struct {
	Officer ledger.Actor `json:"called"`
}

func (ObserverCalled) Kind() string { return "movement.observer-called" }

func (c CallObserver) Decide(s State, d ledger.Deed) ([]ledger.Body, error) {
	switch {
	case d.Called.IsZero():
		return nil, fault.New(fault.Invalid, "fault.nobody-to-call").In("officer")
	case slices.ContainsFunc(s.Calls, func(k Calling) bool { return k.Officer == d.Called }):
		return nil, fault.New(fault.Conflict, "fault.called-already").In("officer")
	}
	return s.one(ObserverCalled{d.Called})
}

// EndCall ends an observer's duty.
type EndCall struct {
	Call ledger.Hash `json:"call" doc:"the event of the call"`
}

// CallEnded is the event.
type CallEnded struct{ EndCall }

func (CallEnded) Kind() string { return "movement.call-ended" }

// Decide ends the call of a movement that was cancelled too.
func (c EndCall) Decide(s State, _ ledger.Deed) ([]ledger.Body, error) {
	if !slices.ContainsFunc(s.Calls, func(k Calling) bool { return k.ID == c.Call }) {
		return nil, fault.New(fault.Invalid, "fault.no-such-event").In("call")
	}
	return ledger.One(CallEnded{c})
}

// Callings is who may reach the movement by being called to it.
func (s *State) Callings() []access.Call {
	var calls []access.Call
	for _, k := range s.Calls {
		calls = append(calls, access.Call{Role: access.Observer, Actor: k.Officer})
	}
	return calls
}

// Observed is what an independent observer reads of the movement: its plan, its
// schedule and its counts.
func (s *State) Observed() *State {
	return &State{
		Reference: s.Reference, Kind: s.Kind, To: s.To, Transit: s.Transit, Departs: s.Departs, Arrives: s.Arrives, Shifts: s.Shifts,
		Plan: s.Plan, Authority: s.Authority, Decided: s.Decided, Counts: s.Counts, Locked: s.Locked, Cancelled: s.Cancelled,
	}
}

// Unsigned is the movement without the signs of a collective return: they say
// what happened in places, and of whom.
func (s *State) Unsigned() *State {
	c := *s
	c.Signs = nil
	return &c
}
