package casefile

import (
	"slices"

	"amana/domain/assessment"
	"amana/domain/consent"
	"amana/domain/counselling"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/safeguard"
	"amana/domain/screening"
	"amana/domain/talk"
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
	} else if how, met := meets(e.Body); met {
		c.Contacts = append(c.Contacts, at)
		if how != nil && how.Mode == talk.Phone {
			c.Heard = append(c.Heard, at.ID)
		}
		if how != nil && !how.Sound() {
			c.Unsound = append(c.Unsound, at.ID)
		}
	}
	if how := talked(e.Body); how != nil && how.Control == talk.Held {
		c.Inside = append(c.Inside, safeguard.Custody{Ref: at, Date: "now", Held: true, Place: how.Place})
	}
	if !by.IsZero() && !judges(e.Body) && !slices.Contains(c.Hands, by) {
		c.Hands = append(c.Hands, by)
	}
}

// meets says whether an event records that somebody met or spoke with the person,
// and how, where that is recorded.
func meets(b ledger.Body) (how *talk.Talk, met bool) {
	switch b := b.(type) {
	case assessment.FearAsked:
		return &b.Talk, !b.Left
	case assessment.Assessed:
		return &b.Talk, true
	case assessment.Repeated:
		return &b.Talk, true
	case counselling.Stated:
		return &b.Talk, true
	case counselling.Held:
		return &b.Talk, true
	case counselling.Extended:
		return &b.Talk, true
	case screening.Recorded:
		return &b.Talk, true
	case screening.TraffickingScreened:
		return &b.Talk, true
	case consent.Given:
		return &b.Talk, true
	case consent.Reaffirmed:
		return &b.Talk, true
	case movement.IdentityChosen:
		return &b.Talk, true
	case assessment.BondChecked, screening.Examined: // nobody does that by telephone
		return nil, true
	}
	return nil, false
}

// talked is how somebody talked to the person, wherever that is recorded: also where it makes
// nobody one who met them before. Of an answer at the gate beside which all was left open
// nobody said it.
func talked(b ledger.Body) *talk.Talk {
	switch b := b.(type) {
	case movement.GateAnswered:
		if b.Unsaid {
			return nil
		}
		return &b.Talk
	case movement.OtherAccepted:
		return &b.Talk
	case consent.ReportSettled:
		return &b.Talk
	case counselling.BlockTold:
		return &b.Talk
	}
	how, _ := meets(b)
	return how
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
