package casefile

import (
	"amana/domain/assessment"
	"amana/domain/consent"
	"amana/domain/counselling"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/pattern"
	"amana/domain/safeguard"
	"amana/domain/screening"
	"amana/domain/talk"
)

// Patterns are the acts of a file as patterns look at them. What was taken over
// from a list is none of them, and neither is what cannot be read here.
func (c *Case) Patterns(events []ledger.Event) []pattern.Act {
	on := c.Travel.Movement
	if left := c.Travel.Departed; left != nil {
		on = left.Movement
	}
	var all []pattern.Act
	for i := range events {
		e := &events[i]
		if e.Imported != "" || e.Body == nil || e.Sealed.Has(ledger.General) {
			continue
		}
		a, is := patternOf(e)
		if !is {
			continue
		}
		a.Case, a.By, a.Office, a.At, a.Recorded = e.Stream, e.Actor, c.Office, e.Happened, e.Recorded
		if a.Movement == "" {
			a.Movement = on
		}
		all = append(all, a)
	}
	return all
}

// patternOf is one event, without what every act has.
func patternOf(e *ledger.Event) (a pattern.Act, is bool) {
	said := func(in ledger.Compartment, usual bool) pattern.Answer {
		switch {
		case e.Sealed.Has(in):
			return pattern.Closed
		case usual:
			return pattern.Usual
		}
		return pattern.Other
	}
	a.What = pattern.Talk
	switch b := e.Body.(type) {
	case counselling.Held:
		a.What, a.Words = pattern.Session, b.Question
		spoke(&a, b.Talk)
		a.Minutes = b.Minutes
	case counselling.Stated:
		a.Words = b.Words
		spoke(&a, b.Talk)
	case counselling.Extended:
		a.Words = b.Changed
		spoke(&a, b.Talk)
	case screening.Recorded:
		spoke(&a, b.Talk)
	case screening.TraffickingScreened:
		spoke(&a, b.Talk)
		a.Says = said(ledger.Protection, b.Outcome() == "not-indicated")
	case assessment.FearAsked:
		if b.Left {
			return a, false
		}
		spoke(&a, b.Talk)
		a.Says = said(ledger.Asylum, b.Answer == safeguard.FearNone)
	case assessment.Assessed:
		interviewed(&a, b.Assess, said)
	case assessment.Repeated:
		interviewed(&a, b.Assess, said)
	case consent.Given:
		a.Mark = b.MarkDigest
		spoke(&a, b.Talk)
	case consent.Reaffirmed:
		spoke(&a, b.Talk)
		a.Says = said(ledger.General, b.Answer == safeguard.Yes)
	case movement.GateAnswered:
		a.What, a.Movement = pattern.Gate, b.Movement
		spoke(&a, b.Talk)
		a.Inside = a.Inside && !b.Unsaid
		a.Says = said(ledger.General, b.Answer == safeguard.Yes)
	case movement.Cleared:
		a.What, a.Movement = pattern.Clearance, b.Movement
	default:
		return voiceOrDeparture(e)
	}
	return a, true
}

// voiceOrDeparture is what the person said of themself, or that they left.
func voiceOrDeparture(e *ledger.Event) (a pattern.Act, is bool) {
	a.What = pattern.Voice
	switch b := e.Body.(type) {
	case consent.Withdrawn:
		if b.Left {
			return a, false
		}
		a.Says, a.Hotline = pattern.Other, b.Channel == "hotline"
	case consent.Reported:
		a.Says, a.Hotline = pattern.Other, b.Channel == "hotline"
	case ReviewAsked, IncidentOpened:
	case movement.Departed:
		a.What, a.Movement = pattern.Departure, b.Movement
	case movement.DepartedUncleared:
		a.What, a.Movement = pattern.Departure, b.Movement
		return a, !b.Before
	default:
		return a, false
	}
	return a, true
}

func interviewed(a *pattern.Act, b assessment.Assess, said func(ledger.Compartment, bool) pattern.Answer) {
	a.Words = b.Evidence
	spoke(a, b.Talk)
	a.Says = said(ledger.Protection, b.Uncoerced && len(b.Constraints) == 0)
}

func spoke(a *pattern.Act, t talk.Talk) {
	a.Place, a.Minutes, a.InPerson, a.Inside = t.Place, t.Minutes, t.Mode == "in-person", t.Control == talk.Held
	if t.Interpreter != nil {
		a.Interpreter = t.Interpreter.Code
	}
}
