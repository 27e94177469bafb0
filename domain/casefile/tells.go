package casefile

import (
	"slices"

	"amana/domain/assessment"
	"amana/domain/counselling"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/safeguard"
	"amana/domain/screening"
)

// Tells lists compartments of which it already tells something that an event
// happened, whatever is sealed in it: who opens none of them is not told of the
// event. The empty set: it tells nobody anything that they may not know.
func (c *Case) Tells(body ledger.Body) ledger.Set {
	switch b := body.(type) {
	case assessment.AsylumRequested, assessment.AsylumLifted, assessment.UNHCRRequested, assessment.UNHCRCounselled,
		assessment.FearAsked, assessment.RiskAssessed:
		return ledger.SetOf(ledger.Asylum)
	case screening.TraffickingAssessed, screening.NeedFound, screening.NeedAnswered,
		assessment.Repeated, assessment.Reviewed, assessment.ReleaseRequested, assessment.ReleaseAnswered,
		assessment.Doubted, assessment.CapacityFound, assessment.AgeDoubted, assessment.AgeSettled,
		assessment.InterestsAssessed, assessment.InterestsDetermined, assessment.Traced, assessment.CaregiverArranged, assessment.FamilyAsked:
		return ledger.SetOf(ledger.Protection)
	case movement.UrgentDeclared:
		return ledger.SetOf(ledger.Protection, ledger.Medical)
	case HoldPlaced:
		return behindHold(b.For)
	case HoldLifted:
		if i := slices.IndexFunc(c.Holds, func(h safeguard.Hold) bool { return h.ID == b.Hold }); i >= 0 {
			return behindHold(c.Holds[i].Kind)
		}
		return ledger.SetOf(ledger.Protection)
	case EntryResolved:
		if b.Was == "asylum-request" {
			return ledger.SetOf(ledger.Asylum)
		}
	}
	return 0
}

func behindHold(kind string) ledger.Set {
	if kind == "health" {
		return ledger.SetOf(ledger.Protection, ledger.Medical)
	}
	return ledger.SetOf(ledger.Protection)
}

// EffectIsSealed says whether the effect of an event follows from members that
// are sealed: who may not read those may not read it.
func EffectIsSealed(body ledger.Body) bool {
	switch body.(type) {
	case assessment.FearAsked, assessment.RiskAssessed, assessment.AgeSettled, counselling.OrderAsked,
		assessment.Assessed, assessment.Repeated, screening.TraffickingScreened, screening.Examined, screening.Checked:
		return true
	}
	return false
}
