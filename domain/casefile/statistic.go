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
	Milestone   string   `json:"milestone"`
	Day         day.Day  `json:"day"`
	Book        string   `json:"book,omitempty"` // the version of the rule book in force when it happened
	Office      string   `json:"office"`
	Sex         string   `json:"sex"`
	AgeBand     string   `json:"ageBand"`
	Held        bool     `json:"held"` // of custody: whether they were, on the date that it names
	Destination string   `json:"destination"`
	Constrained bool     `json:"constrained"`
	Constraints []string `json:"constraints,omitempty"` // of a departure: the kinds, sorted
}

// IsMilestone says whether an event counts for the programme.
func IsMilestone(body ledger.Body) bool { return MilestoneOf(body) != "" }

// Milestone is the statistic that an event adds, which happened while book was
// in force. c is the case after it.
func (c *Case) Milestone(body ledger.Body, happened time.Time, book string, zone *time.Location) Statistic {
	held, _ := c.Held()
	if custody, ok := body.(CustodyRecorded); ok {
		held = custody.Held // what is told of another date changes nothing of today
	}
	on := day.Of(happened.In(zone))
	kinds := c.constraints()
	s := Statistic{
		Milestone: MilestoneOf(body), Day: on, Book: book, Office: c.Office, Sex: c.Identity.Sex, AgeBand: c.ageBand(on), Held: held,
		Destination: c.Identity.Destination, Constrained: len(kinds) > 0,
	}
	// Kinds are published of those who left; of somebody who is still there they
	// would lie on every node under a key that no officer's password guards.
	switch body.(type) {
	case movement.Departed, movement.DepartedUncleared:
		s.Constraints = kinds
	}
	return s
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
	case consent.ReportSettled:
		if b.Outcome == "denied" {
			return ""
		}
		return "withdrawn" // by whomever it was told
	case CustodyRecorded:
		return "custody-" + b.Date
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

// Constrained says whether a personal constraint stands.
func (c *Case) Constrained() bool { return len(c.constraints()) > 0 }

// constraints are the kinds of personal constraint that stand, as the rule counts
// them, as far as can be read here. Of a place where nothing that is said counts,
// the file alone says nothing: what was found there ends no constraint.
func (c *Case) constraints() []string {
	facts := c.Facts(safeguard.Surroundings{})
	return facts.Constraints()
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
