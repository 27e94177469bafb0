package movement

import (
	"slices"

	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// Where people are counted.
const (
	HandOver = "hand-over" // by whoever holds them
	Aircraft = "aircraft"  // those aboard, when nobody else boards
	Arrival  = "arrival"
)

// Count is a headcount: how many people an officer sees. What the files say
// Amana adds by itself, and tells nobody beforehand which number is wanted.
type Count struct {
	Where  string `json:"where" codes:"hand-over,aircraft,arrival" doc:"those whom whoever held them handed over, those aboard when nobody else boards, or those who arrived"`
	People int    `json:"people" min:"0" max:"1000" doc:"how many people you counted"`

	files Tally
}

// Of is a count beside which the files say this.
func (c Count) Of(files Tally) Count {
	files.Seats = slices.SortedFunc(slices.Values(files.Seats), func(a, b ledger.Hash) int { return slices.Compare(a[:], b[:]) })
	c.files = files
	return c
}

// Tally is what the files of everybody on a manifest say together. It names
// seats by the events that gave them, and nobody.
type Tally struct {
	Seats        []ledger.Hash `json:"seats,omitempty"` // of those whom somebody is to hand over
	Manifest     int           `json:"manifest"`        // with a place, standby aside: yes, no, not presented, not asked and too young
	Yes          int           `json:"yes"`
	No           int           `json:"no"` // or not sure
	NotPresented int           `json:"notPresented"`
	NotAsked     int           `json:"notAsked"`
	TooYoung     int           `json:"tooYoung,omitempty"` // to be asked, and not aboard
	Aboard       int           `json:"aboard"`
	Arrived      int           `json:"arrived"`
}

// Counted is the event.
type Counted struct {
	Where  string `json:"where"`
	People int    `json:"people"`
	Tally
}

func (Counted) Kind() string { return "movement.counted" }

func (e Counted) Effect() ledger.Effect {
	if e.Reconciles() {
		return ledger.None
	}
	return ledger.Stop
}

// Reconciles says whether as many people were there as the files say. When
// nobody else boards everybody on the manifest said yes or no, was not presented, or
// is too young to be asked.
func (e Counted) Reconciles() bool {
	switch e.Where {
	case HandOver:
		return e.People == len(e.Seats)
	case Aircraft:
		return e.People == e.Aboard && e.NotAsked == 0
	}
	return e.People == e.Arrived
}

// Decide is for the hub: no other node has the files of all.
func (c Count) Decide(s State, d ledger.Deed) ([]ledger.Body, error) {
	if !d.Hub {
		return nil, fault.New(fault.Busy, "fault.examined-at-the-hub")
	}
	return s.one(Counted{Where: c.Where, People: c.People, Tally: c.files})
}

// count folds a headcount. A difference is a sign that others travel than the
// files say; a later count does not answer it.
func (s *State) count(b Counted, at ledger.Ref) {
	if !b.Reconciles() {
		s.Signs = append(s.Signs, Sign{at, safeguard.Sign{Sign: safeguard.Headcount}})
	}
	if b.Where == HandOver {
		s.HandedOver = &safeguard.HandOver{At: at.Since, Seats: b.Seats}
	}
	b.Seats = nil
	s.Counts = append(s.Counts, b)
}
