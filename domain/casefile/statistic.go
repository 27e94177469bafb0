package casefile

import (
	"time"

	"amana/domain/consent"
	"amana/domain/counselling"
	"amana/domain/day"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/safeguard"
)

// Statistic is what a milestone says under the programme's own key: the source
// of every indicator, and what remains when a person is erased.
type Statistic struct {
	Milestone   string  `json:"milestone"`
	Day         day.Day `json:"day"`
	Office      string  `json:"office"`
	Sex         string  `json:"sex"`
	AgeBand     string  `json:"ageBand"`
	Held        bool    `json:"held"`
	Destination string  `json:"destination"`
	Constrained bool    `json:"constrained"`
}

// IsMilestone says whether an event counts for the programme.
func IsMilestone(body ledger.Body) bool { return MilestoneOf(body) != "" }

// Milestone is the statistic that an event adds. c is the case after it.
func (c *Case) Milestone(body ledger.Body, happened time.Time, zone *time.Location) Statistic {
	held, _ := c.Held()
	on := day.Of(happened.In(zone))
	return Statistic{
		Milestone: MilestoneOf(body), Day: on, Office: c.Office, Sex: c.Identity.Sex, AgeBand: c.ageBand(on), Held: held,
		Destination: c.Identity.Destination, Constrained: c.Constrained(),
	}
}

// MilestoneOf is what an event counts as; empty: nothing.
func MilestoneOf(body ledger.Body) string {
	switch b := body.(type) {
	case counselling.Stated:
		return "wish"
	case consent.Given:
		return "consent"
	case consent.Withdrawn:
		if b.Left {
			return "" // it counted when it was said
		}
		return "withdrawn"
	case movement.Cleared:
		return "cleared"
	case movement.Boarded:
		return "boarded"
	case movement.Departed:
		return "departed"
	case movement.DepartedUncleared:
		if b.Before {
			return "departed-before-amana"
		}
		return "departed-uncleared"
	case movement.Arrived:
		return "arrived"
	case Ended:
		return b.Outcome
	}
	return ""
}

// Constrained says whether a personal constraint is on record.
func (c *Case) Constrained() bool {
	held, _ := c.Held()
	for _, v := range c.Assessment.Voluntary {
		held = held || len(v.Constraints) > 0
	}
	return held
}

// Ages of the bands that are published.
var bands = []struct {
	under int
	name  string
}{{2, "infant"}, {13, "child"}, {safeguard.Adulthood, "adolescent"}, {60, "adult"}, {200, "older"}}

func (c *Case) ageBand(on day.Day) string {
	from, to := c.born()
	if from.IsZero() {
		return "unknown"
	}
	for _, b := range bands {
		if on.Before(to.AddYears(b.under)) {
			return b.name
		}
	}
	return "unknown"
}
