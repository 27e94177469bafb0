package movement

import (
	"amana/domain/fault"
	"amana/domain/ledger"
)

// GiveSeat puts somebody on a manifest.
type GiveSeat struct {
	Movement string `json:"movement" format:"reference" doc:"the movement"`
	Line     string `json:"line" format:"reference" doc:"the budget line that pays"`
	Reason   string `json:"reason" codes:"waiting-longest,medical,child,protection,family,place-free,document-expires,other" doc:"the published criterion by which this seat is given"`
	Standby  bool   `json:"standby,omitempty" doc:"if somebody's place becomes free"`
}

// SeatGiven is the event.
type SeatGiven struct{ GiveSeat }

func (SeatGiven) Kind() string { return "seat.given" }

func (c GiveSeat) Decide(t Travel, _ ledger.Deed) ([]ledger.Body, error) {
	if t.Departed != nil {
		return nil, fault.New(fault.Invalid, "fault.already-departed")
	}
	return ledger.One(SeatGiven{c})
}

// MoveLine lets another budget line pay for a seat. Money takes nobody off a
// list: no rule is asked again, and the seat and its clearance stay.
type MoveLine struct {
	Line string `json:"line" format:"reference" doc:"the budget line that pays from now on"`
}

// LineMoved is the event.
type LineMoved struct{ MoveLine }

func (LineMoved) Kind() string { return "seat.line-moved" }

func (c MoveLine) Decide(t Travel, _ ledger.Deed) ([]ledger.Body, error) {
	switch {
	case t.Departed != nil:
		return nil, fault.New(fault.Invalid, "fault.already-departed")
	case t.Movement == "":
		return nil, fault.New(fault.Invalid, "fault.no-seat")
	}
	return ledger.One(LineMoved{c})
}

// FreeSeat takes somebody off a manifest. The file and the help stay open.
type FreeSeat struct {
	Movement string `json:"movement,omitempty" format:"reference" doc:"the movement, if the seat is to be freed on no other"`
	Reason   string `json:"reason" codes:"withdrawn,not-cleared,movement-cancelled,ill,moved-to-another,not-presented,left-behind,other" doc:"why"`
}

// cancelled is why everybody's seat is freed when a movement is cancelled.
const cancelled = "movement-cancelled"

// SeatFreed is the event.
type SeatFreed struct{ FreeSeat }

func (SeatFreed) Kind() string { return "seat.freed" }

// Decide keeps a manifest as it left: whoever is gone was on it, and whoever is
// aboard was not left behind by it.
func (c FreeSeat) Decide(t Travel, _ ledger.Deed) ([]ledger.Body, error) {
	switch {
	case t.Departed != nil:
		return nil, fault.New(fault.Invalid, "fault.already-departed")
	case t.Movement == "":
		return nil, fault.New(fault.Invalid, "fault.no-seat")
	case c.Movement != "" && c.Movement != t.Movement:
		return nil, fault.New(fault.Invalid, "fault.no-seat").In("movement")
	case t.Boarded != nil && (c.Reason == "left-behind" || c.Reason == "not-presented"):
		return nil, fault.New(fault.Invalid, "fault.already-boarded").In("reason")
	}
	return ledger.One(SeatFreed{c})
}
