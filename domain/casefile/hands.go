package casefile

import (
	"slices"

	"amana/domain/assessment"
	"amana/domain/consent"
	"amana/domain/counselling"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/screening"
)

// applyHand notes who did it: with the person, or on somebody's word. Whoever
// tells of what others did has no hand in it.
func (c *Case) applyHand(e *ledger.Event, at ledger.Ref) {
	by := at.By
	if e.Imported != "" {
		by = e.DoneBy
		if c.Imported == nil {
			c.Imported = map[ledger.Hash]ledger.Actor{}
		}
		c.Imported[e.ID] = by
	} else if meets(e.Body) {
		c.Contacts = append(c.Contacts, at)
	}
	if !by.IsZero() && !judges(e.Body) && !slices.Contains(c.Hands, by) {
		c.Hands = append(c.Hands, by)
	}
}

// meets says whether an event records that somebody met or spoke with the person.
func meets(b ledger.Body) bool {
	switch b := b.(type) {
	case assessment.FearAsked:
		return !b.Left
	case counselling.Stated, counselling.Held, counselling.Extended, screening.Recorded, screening.TraffickingScreened,
		assessment.Assessed, assessment.Repeated, assessment.BondChecked, consent.Given, consent.Reaffirmed, screening.Examined, movement.IdentityChosen:
		return true
	}
	return false
}

// judges says whether an event is part of the second officer's judgement, and
// no work that they would judge.
func judges(b ledger.Body) bool {
	switch b.(type) {
	case movement.ClearingOfficerDrawn, movement.Cleared, Attested:
		return true
	}
	return false
}
