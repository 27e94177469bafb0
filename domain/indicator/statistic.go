// Package indicator counts what the programme publishes. It counts statistics
// and nothing else: they are sealed under the programme's own key and outlive the
// person's file, so that the same question about the same checkpoint has the same
// answer in a year, whoever was erased meanwhile.
package indicator

import "amana/domain/day"

// Statistic is what a milestone says under the programme's key.
type Statistic struct {
	Milestone   string         `json:"milestone"`
	Day         day.Day        `json:"day"`
	Book        string         `json:"book,omitempty"` // the version of the rule book in force when it happened
	Office      string         `json:"office"`
	Sex         string         `json:"sex"`
	AgeBand     string         `json:"ageBand"`
	Held        bool           `json:"held"` // of custody: whether they were, on the date that it names
	Destination string         `json:"destination"`
	Constrained bool           `json:"constrained"`
	Constraints []string       `json:"constraints,omitempty"` // of a departure: the kinds, sorted
	Channel     string         `json:"channel,omitempty"`     // of a withdrawal: how it was said
	Stage       string         `json:"stage,omitempty"`       // of a withdrawal: how far the journey had come
	Urgent      bool           `json:"urgent,omitempty"`      // of a departure: by the rule for urgent returns
	Waited      map[string]int `json:"waited,omitempty"`      // of a departure: days from the wish until each rule that everybody is asked was met
}

// Milestones that change where a person stands; every outcome of case.end is
// one too.
const (
	Wish         = "wish"
	Consent      = "consent"
	ConsentAgain = "consent-again" // one that names the withdrawal that it follows
	Withdrawn    = "withdrawn"
	Departed     = "departed"
	Retracted    = "departure-retracted" // of one that was authorised
	RetractedToo = "uncleared-retracted" // of any other
	Uncleared    = "departed-uncleared"
	BeforeAmana  = "departed-before-amana"
	Reopened     = "reopened"

	custody = "custody-" // and the date
)

// Dates are those on which being held is published.
var Dates = [...]string{"first-contact", "wish", "consent", "eve"}

// CustodyOn is the milestone of being held or not on a date.
func CustodyOn(date string) string { return custody + date }
