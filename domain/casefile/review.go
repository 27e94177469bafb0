package casefile

import (
	"slices"
	"time"

	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// AskReview is the person's question whether another officer would look again:
// at what blocks, or at being told that they are not eligible. It names no rule,
// since the person was told in words that are safe where they are, and neither
// may the request tell more.
type AskReview struct{}

// ReviewAsked is the event.
type ReviewAsked struct{ AskReview }

func (ReviewAsked) Kind() string { return "review.asked" }

func (c AskReview) Decide(s *Case, _ ledger.Deed) ([]ledger.Body, error) {
	switch {
	case !s.Review.IsZero():
		return nil, fault.New(fault.Conflict, "fault.review-open")
	case s.Travel.Departed != nil:
		return nil, fault.New(fault.Invalid, "fault.already-departed")
	}
	return ledger.One(ReviewAsked{c})
}

// AnswerReview is what somebody found who did nothing in the case until then.
// It decides no rule: what is to be done otherwise is done by its own command.
type AnswerReview struct {
	Stands bool   `json:"stands" doc:"what was found stands"`
	Reason string `json:"reason" seal:"protection" max:"2000" doc:"why, or what is to be done otherwise"`
}

// ReviewAnswered is the event.
type ReviewAnswered struct{ AnswerReview }

func (ReviewAnswered) Kind() string { return "review.answered" }

// Decide opens the file again of whoever was found not eligible, where that
// does not stand.
func (c AnswerReview) Decide(s *Case, d ledger.Deed) ([]ledger.Body, error) {
	switch {
	case s.Review.IsZero():
		return nil, fault.New(fault.Invalid, "fault.no-review")
	case slices.Contains(s.Hands, d.By):
		return nil, fault.New(fault.Denied, "fault.another-officer")
	}
	bodies := []ledger.Body{ReviewAnswered{c}}
	if !c.Stands && s.Ending == notEligibleOutcome {
		if err := earlierThan(s.Said.Ending, d); err != nil {
			return nil, err
		}
		bodies = append(bodies, Reopened{})
	}
	return bodies, nil
}

// Due is when something about the case goes up next, as everybody may know who
// sees it: a rule that blocks a journey under way, a review that was asked for,
// or one of an urgent return, whether the person has left or not. turns is what
// lists say of the rules at clearance (safeguard.Turns).
func (c *Case) Due(facts *safeguard.Facts, book *safeguard.Book, at time.Time, turns []safeguard.Finding) time.Time {
	var due time.Time
	sooner := func(t time.Time) {
		if !t.IsZero() && (due.IsZero() || t.Before(due)) {
			due = t
		}
	}
	if c.Journeying() {
		for _, f := range safeguard.Blocking(turns) {
			sooner(f.OpenDue)
		}
	}
	if !c.Review.IsZero() {
		sooner(safeguard.Answered(facts, book, at, c.Review))
	}
	sooner(safeguard.Reviewed(facts, book))
	return due
}

// Journeying says whether rules still matter to a case.
func (c *Case) Journeying() bool {
	return c.Travel.Departed == nil && c.Ending == "" && !c.IsClosed
}
