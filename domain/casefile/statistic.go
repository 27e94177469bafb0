package casefile

import (
	"slices"
	"time"

	"amana/domain/consent"
	"amana/domain/counselling"
	"amana/domain/day"
	"amana/domain/indicator"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/safeguard"
)

// Statistic is what a milestone says under the programme's own key: the source
// of every indicator, and what remains when a person is erased.
type Statistic = indicator.Statistic

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
	switch b := body.(type) {
	case movement.Departed, movement.DepartedUncleared:
		s.Constraints, s.Urgent = kinds, c.Travel.LeftUrgently()
	case movement.DepartureRetracted:
		if slices.ContainsFunc(c.Travel.Left, func(d movement.Departure) bool { return d.ID == b.Departure && d.Uncleared }) {
			s.Milestone = indicator.RetractedToo
		}
	case consent.Withdrawn:
		if s.Channel, s.Stage = b.Channel, b.Stage; s.Stage == "" {
			s.Stage = c.stage()
		}
	case consent.ReportSettled:
		i := slices.IndexFunc(c.Consent.Reports, func(r safeguard.Report) bool { return r.ID == b.Report })
		if s.Stage = c.stage(); i >= 0 {
			s.Channel = c.Consent.Reports[i].Channel
		}
	}
	return s
}

// stage is how far the journey has come, in the words of a withdrawal.
func (c *Case) stage() string {
	switch {
	case c.IsCleared():
		return "cleared"
	case c.Travel.Movement != "":
		return "seat"
	}
	return "before-seat"
}

// askedOfAll are the rules that are asked of everybody who leaves, whatever is
// true of them: that one of them was met tells nothing of the person. How long
// somebody waited for a panel or for services would.
var askedOfAll = [...]safeguard.ID{
	"own-wish", "counselled", "alternatives-offered", "voluntary", "consent", "vulnerability-screened", "trafficking-screened",
	"individual-risk", "fit-to-travel", "travel-document", "exit-permission", "reintegration-told",
}

// Waited is how many days after their wish the last was done on which each rule
// rests that everybody is asked, for a person who leaves at a moment.
func (c *Case) Waited(around safeguard.Surroundings, book *safeguard.Book, at time.Time) map[string]int {
	if book == nil || len(c.Counselling.Wishes) == 0 {
		return nil
	}
	wish := c.Counselling.Wishes[0].Until
	waited := map[string]int{}
	for _, f := range safeguard.Evaluate(c.Facts(around), book, at, safeguard.Boarding) {
		if f.State == safeguard.Met && f.Basis == safeguard.OnFacts && len(f.Events) > 0 && slices.Contains(askedOfAll[:], f.Safeguard) {
			waited[string(f.Safeguard)] = max(0, int(f.Rests.Sub(wish)/(24*time.Hour)))
		}
	}
	return waited
}

// MilestoneOf is what an event counts as; empty: nothing.
func MilestoneOf(body ledger.Body) string {
	switch b := body.(type) {
	case counselling.Stated:
		return indicator.Wish
	case consent.Given:
		if len(b.Names) > 0 {
			return indicator.ConsentAgain
		}
		return indicator.Consent
	case consent.Withdrawn:
		if b.Left || b.Ended {
			return "" // it counted when it was said, or counts as the ending
		}
		return indicator.Withdrawn
	case consent.ReportSettled:
		if b.Outcome == "denied" {
			return ""
		}
		return indicator.Withdrawn // by whomever it was told
	case CustodyRecorded:
		return indicator.CustodyOn(b.Date)
	case movement.Cleared:
		return "cleared"
	case movement.Boarded:
		return "boarded"
	case movement.Departed:
		return indicator.Departed
	case movement.DepartedUncleared:
		if b.Before {
			return indicator.BeforeAmana
		}
		return indicator.Uncleared
	case movement.DepartureRetracted:
		return indicator.Retracted
	case movement.Arrived:
		return "arrived"
	case Ended:
		return b.Outcome
	case Reopened:
		return indicator.Reopened
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
