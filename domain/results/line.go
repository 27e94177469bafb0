// Package results holds the budget lines that pay for seats. Each line has one
// stream. Amounts are in cents of the line's currency.
package results

import (
	"slices"

	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// State is one budget line.
type State struct {
	Reference string         `json:"reference"`
	Currency  string         `json:"currency"`
	Balance   int64          `json:"balance"`
	Suspended []ledger.Ref   `json:"suspended,omitempty"` // what suspends it and nobody who knew of it ended
	Unread    []ledger.Stray `json:"unread,omitempty"`    // of these, what may suspend it and nobody can read
	Owners    []ledger.Actor `json:"owners,omitempty"`    // who opened it or added to it
}

// Kinds are the events of this stream.
var Kinds = []ledger.Body{Opened{}, Charged{}, Suspended{}, Resumed{}}

// Open opens a budget line, or adds to it.
type Open struct {
	Reference string `json:"reference" format:"reference" doc:"the line's code"`
	Currency  string `json:"currency" format:"currency" doc:"ISO 4217 code"`
	Amount    int64  `json:"amount" min:"0" max:"100000000000" doc:"in cents"`
}

// Opened is the event.
type Opened struct{ Open }

func (Opened) Kind() string { return "budget.opened" }

func (c Open) Decide(s State, _ ledger.Deed) ([]ledger.Body, error) {
	switch {
	case s.Reference != "" && s.Reference != c.Reference:
		return nil, fault.New(fault.Invalid, "fault.another-subject").In("reference")
	case s.Reference != "" && s.Currency != c.Currency:
		return nil, fault.New(fault.Invalid, "fault.another-currency", fault.A("currency", s.Currency)).In("currency")
	}
	return ledger.One(Opened{c})
}

// Charge takes an amount off a line, or gives it back when it is negative.
type Charge struct {
	Amount int64 `json:"amount" min:"-100000000000" max:"100000000000" doc:"in cents"`
}

// Charged is the event.
type Charged struct{ Charge }

func (Charged) Kind() string { return "budget.charged" }

func (c Charge) Decide(s State, _ ledger.Deed) ([]ledger.Body, error) { return s.one(Charged{c}) }

// Suspend closes a line by order of a court or the donor.
type Suspend struct {
	By     string `json:"by" codes:"court,donor" doc:"who suspends it"`
	Reason string `json:"reason" max:"500" doc:"with its source"`
}

// Suspended is the event.
type Suspended struct{ Suspend }

func (Suspended) Kind() string { return "budget.suspended" }

func (c Suspend) Decide(s State, _ ledger.Deed) ([]ledger.Body, error) { return s.one(Suspended{c}) }

// Resume opens a suspended line again.
type Resume struct {
	Reason string `json:"reason" max:"500" doc:"with its source"`
}

// Resumed is the event.
type Resumed struct{ Resume }

func (Resumed) Kind() string { return "budget.resumed" }

func (c Resume) Decide(s State, d ledger.Deed) ([]ledger.Body, error) {
	for _, by := range s.Suspended {
		if d.Happened.Before(by.Since) {
			return nil, fault.TooEarly(by.Since)
		}
	}
	return s.one(Resumed{c})
}

func (s State) one(b ledger.Body) ([]ledger.Body, error) {
	if s.Reference == "" {
		return nil, fault.New(fault.Missing, "fault.no-such-line")
	}
	return ledger.One(b)
}

// Apply folds one event of the line.
func (s *State) Apply(e *ledger.Event, at ledger.Ref, past *ledger.Ancestry) {
	switch b := e.Body.(type) {
	case Opened:
		s.Reference, s.Currency = b.Reference, b.Currency
		if !slices.Contains(s.Owners, e.Actor) {
			s.Owners = append(s.Owners, e.Actor)
		}
		s.Balance += b.Amount
	case Charged:
		s.Balance -= b.Amount
	case Suspended:
		s.Suspended = append(s.Suspended, at)
	case Resumed:
		s.Suspended = slices.DeleteFunc(s.Suspended, func(r ledger.Ref) bool { return past.Follows(at, r) })
		s.Unread = slices.DeleteFunc(s.Unread, func(r ledger.Stray) bool { return past.Follows(at, r.Ref) })
	}
}

// Stray keeps what nobody can read as if it suspended the line, until somebody who knows of
// it says that it pays again.
func (s *State) Stray(x ledger.Stray) {
	s.Suspended, s.Unread = append(s.Suspended, x.Ref), append(s.Unread, x)
}

// Fact is what the rules may ask about the line, for a seat of that cost.
func (s *State) Fact(cost int64) *safeguard.Line {
	return &safeguard.Line{Owners: s.Owners, Suspended: len(s.Suspended) > len(s.Unread), Unread: s.Unread, Balance: s.Balance, Cost: cost}
}
