package sim

import (
	"slices"
	"time"

	"amana/domain/assessment"
	"amana/domain/casefile"
	"amana/domain/consent"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// stopsOf lists the stops among events that nothing ever ended. It reads the
// bare events and uses neither the fold nor the rules, so that it can be held
// against them. What ends a stop must name it, and what ends a fear know of it; what ends a withdrawal must also
// come as much later as the loosest book allows.
func stopsOf(events []ledger.Event) []string {
	named := names{}
	for _, e := range events {
		if e.Disputed {
			continue
		}
		switch b := e.Body.(type) {
		case consent.Given:
			named.mark(e, b.Names...)
		case consent.ReportSettled:
			named.mark(e, b.Report) // confirmed or not, it is asked for again below
		case casefile.HoldLifted:
			named.mark(e, b.Hold)
		case assessment.AsylumLifted:
			named.mark(e, b.Request)
		case assessment.RiskAssessed:
			if b.Finding == "none" {
				named.mark(e, b.Ends...)
			}
		}
	}
	var standing []string
	for _, e := range events {
		stops, wait := false, time.Duration(0)
		switch b := e.Body.(type) {
		case consent.Withdrawn:
			stops, wait = true, leastWait
		case consent.Reported, casefile.HoldPlaced, assessment.AsylumRequested:
			stops = true
		case consent.ReportSettled:
			stops, wait = b.Outcome != "denied" && confirmed(events, b.Report) == e.ID, leastWait
		case assessment.RiskAssessed:
			stops = b.Finding == "real"
		case assessment.FearAsked:
			stops = (b.Answer == safeguard.FearHome || b.Answer == safeguard.FearEmbassy || b.Answer == safeguard.FearBoth) && !counselled(events, e.ID)
		}
		if last, ended := named[e.ID]; stops && (!ended || last.Before(e.Recorded.Add(wait))) {
			standing = append(standing, e.Body.Kind())
		}
	}
	return standing
}

// counselled says whether joint counselling was recorded by somebody who could
// know of a fear: nothing else ends one that was told.
func counselled(events []ledger.Event, fear ledger.Hash) bool {
	parents := map[ledger.Hash][]ledger.Hash{}
	for _, e := range events {
		parents[e.ID] = e.Parents
	}
	return slices.ContainsFunc(events, func(e ledger.Event) bool {
		b, is := e.Body.(assessment.UNHCRCounselled)
		return is && b.Outcome == "counselled" && !e.Disputed && e.Imported == "" && ancestors(e.Parents, parents)[fear]
	})
}

// leastWait is the shortest wait between a withdrawal and a new consent that
// any book may set.
const leastWait = 12 * time.Hour

// names are the events that others name, with when they were last named.
type names map[ledger.Hash]time.Time

// mark notes what an event names; on somebody's mere word nothing ends.
func (n names) mark(by ledger.Event, ids ...ledger.Hash) {
	for _, id := range ids {
		if last := n[id]; by.Imported == "" && !by.Recorded.Before(last) {
			n[id] = by.Recorded
		}
	}
}

// confirmed is the settling by which a report became a withdrawal: nothing, if
// somebody else settled it so first and this one adds nothing.
func confirmed(events []ledger.Event, report ledger.Hash) ledger.Hash {
	h := ledger.Arrange(slices.Clone(events))
	for _, e := range h.Events {
		if b, is := e.Body.(consent.ReportSettled); is && b.Report == report && b.Outcome != "denied" {
			return e.ID
		}
	}
	return ledger.Hash{}
}
