package casefile

import (
	"slices"

	"amana/domain/access"
	"amana/domain/assessment"
	"amana/domain/consent"
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
		assessment.InterestsAssessed, assessment.InterestsDetermined, assessment.Traced, assessment.CaregiverArranged, assessment.FamilyAsked, assessment.BondChecked:
		return ledger.SetOf(ledger.Protection)
	case movement.UrgentDeclared, movement.UrgentSeconded, movement.UrgentReviewed:
		return ledger.SetOf(ledger.Protection, ledger.Medical, ledger.Asylum) // whoever seconds or reviews it opens the last
	case Called:
		return behindDuty(b.Duty)
	case CallEnded:
		if i := slices.IndexFunc(c.Calls, func(k Calling) bool { return k.ID == b.Call }); i >= 0 {
			return behindDuty(c.Calls[i].Duty)
		}
		return ledger.SetOf(ledger.Protection)
	case consent.Shared:
		return behindShare(b.Share)
	case consent.ShareWithdrawn:
		return behindShare(b.Share)
	case EndProposed:
		return behindRule(b.Safeguard)
	case Ended:
		return behindOutcome(b.Outcome, b.Safeguard)
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

// behindOutcome are the compartments that an outcome tells something of.
func behindOutcome(outcome, rule string) ledger.Set {
	switch outcome {
	case asylumOutcome:
		return ledger.SetOf(ledger.Asylum)
	case notEligibleOutcome:
		return behindRule(rule)
	}
	return 0
}

// behindDuty is what it tells that somebody is called for a duty: who stands in for
// UNHCR counsels on what is asked of it, and a panel decides on a child alone, or for
// somebody who lastingly cannot.
func behindDuty(duty access.Role) ledger.Set {
	switch duty {
	case access.UNHCROfficer, access.Observer:
		return ledger.SetOf(ledger.Asylum)
	case access.PanelMember:
		return ledger.SetOf(ledger.Protection)
	}
	return 0
}

// behindShare is what it tells that somebody is asked whether one recipient may know of them.
func behindShare(s consent.Share) ledger.Set {
	if tells := (safeguard.Shares{Recipient: s.Recipient, Purpose: s.Purpose}).Tells(); tells != ledger.General {
		return ledger.SetOf(tells)
	}
	return 0
}

// behindRule is what it tells that somebody is not eligible by a rule: what the
// rule's finding tells, and to nobody less than the reason does.
func behindRule(id string) ledger.Set {
	if tells := safeguard.Tells(safeguard.ID(id)); tells != ledger.General {
		return ledger.SetOf(tells)
	}
	return ledger.SetOf(ledger.Protection)
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
		assessment.InterestsAssessed, assessment.InterestsDetermined, assessment.FamilyAsked, assessment.BondChecked,
		assessment.CaregiverArranged, assessment.Assessed, assessment.Repeated, assessment.Reviewed, assessment.CapacityFound, screening.TraffickingScreened, screening.Examined, screening.Checked:
		return true
	}
	return false
}
