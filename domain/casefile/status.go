package casefile

import (
	"slices"

	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// Status is where a person stands. None is better or worse than another.
type Status string

const (
	Waiting           Status = "waiting"
	OnHold            Status = "on-hold"
	StatusCleared     Status = "cleared"
	StatusBoarded     Status = "boarded"
	StatusDeparted    Status = "departed"
	StatusUncleared   Status = "departed-uncleared"
	StatusBefore      Status = "departed-before-amana"
	StatusArrived     Status = "arrived"
	MissingOnArrival  Status = "missing-on-arrival"
	StatusWithdrawn   Status = "withdrawn"
	StatusNotPresent  Status = "not-presented"
	StatusTransferred Status = "transferred"
	StatusClosed      Status = "closed"
)

// Statuses lists those that are derived; every outcome of case.end is one too.
var Statuses = []Status{
	Waiting, OnHold, StatusCleared, StatusBoarded, StatusDeparted, StatusUncleared, StatusBefore,
	StatusArrived, MissingOnArrival, StatusWithdrawn, StatusNotPresent, StatusTransferred, StatusClosed,
}

// Journeying says that the person may still board: nothing has ended or begun
// the journey.
func (s Status) Journeying() bool {
	switch s {
	case Waiting, OnHold, StatusCleared, StatusBoarded, StatusWithdrawn, StatusNotPresent, StatusTransferred:
		return true
	}
	return false
}

// Status says where the person stands, as far as can be read here. Closing a
// file hides no departure that a stop crossed.
func (c *Case) Status() Status {
	t, crossed := &c.Travel, c.Crossed()
	switch {
	case t.Before:
		return StatusBefore
	case t.Uncleared:
		return StatusUncleared
	case c.Ending != "" && !crossed:
		return Status(c.Ending)
	case c.IsClosed && !crossed:
		return StatusClosed
	case t.Arrived != nil && t.Missing:
		return MissingOnArrival
	case t.Arrived != nil:
		return StatusArrived
	case t.Departed != nil:
		return StatusDeparted
	case c.Withdrawn():
		return StatusWithdrawn
	case c.onHold():
		return OnHold
	case t.Absent:
		return StatusNotPresent
	case t.Boarded != nil:
		return StatusBoarded
	case c.IsCleared():
		return StatusCleared
	case len(t.Transfers) > 0:
		return StatusTransferred
	}
	return Waiting
}

// StatusTo is where the person stands as whoever opens these compartments is
// told: an outcome that is not for them is a file that was closed.
func (c *Case) StatusTo(reads ledger.Set) Status {
	hidden := func(e ledger.Said[string]) bool {
		tells := behindOutcome(e.Value, c.Ground)
		return tells != 0 && tells&reads == 0
	}
	if !slices.ContainsFunc(c.Said.Ending, hidden) {
		return c.Status()
	}
	told := *c
	told.Ending, told.IsClosed = "", true
	return told.Status()
}

func (c *Case) onHold() bool {
	for _, h := range c.Holds {
		if !c.lifted(h.Ref, h.Lifted) {
			return true
		}
	}
	return len(c.Strays) > 0
}

// Withdrawn says whether a withdrawal stands, be it the person's own word or a
// report that they confirmed or could not be asked about.
func (c *Case) Withdrawn() bool {
	if len(c.Consent.Withdrawals) == 0 && len(c.Consent.Reports) == 0 {
		return false
	}
	return len(c.Facts(safeguard.Surroundings{}).Withdrawn()) > 0
}

// IsCleared says whether the newest clearance is for the seat the person has.
func (c *Case) IsCleared() bool {
	t := &c.Travel
	n := len(t.Cleared)
	return n > 0 && t.Movement != "" && t.Cleared[n-1].Movement == t.Movement && c.Past.Follows(t.Cleared[n-1].Ref, t.Seated)
}
