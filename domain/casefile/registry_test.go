package casefile

import (
	"slices"
	"strings"
	"testing"

	"amana/domain/ledger"
)

// Of each kind of event it is said here what it is not: a meeting with the
// person, a milestone of the programme. What is in no list is both. Whoever adds
// a kind says so here, or in meets and MilestoneOf.
const (
	neither = `
	case.opened case.corrected household.joined birth.recorded duplicate.suspected duplicate.settled case.unlinked link.erased hold.placed hold.lifted
	case.end-proposed case.closed case.erased incident.opened incident.closed review.asked review.answered import.attested
	entry.examined entry.resolved safeguard.attested call.made call.ended order.asked counselling.voided option.told counselling.block-told
	trafficking.assessed health.checked need.found need.answered release.requested release.answered voluntary.reviewed capacity.doubted capacity.found
	interests.assessed interests.determined family.traced caregiver.arranged escort.arranged escort.cancelled family.asked age.doubted age.settled risk.assessed
	asylum.requested asylum.lifted unhcr.requested unhcr.counselled entry.confirmed consent.withdrawal-reported sharing.consented sharing.withdrawn
	safe-no.told document.recorded document.withdrawn departure.disputed exit.recorded notice.sent notice.acknowledged notice.heard notice.other-accepted embassy.contacted authority.named
	transport.taken seat.given seat.line-moved seat.freed clearance.drawn gate.person-confirmed gate.answered urgent.declared
	urgent.seconded urgent.reviewed boarding.not-presented transfer.made reintegration.told reintegration.declined likely.counted`
	onlyMeets = `
	counselling.held counselling.extended screening.recorded trafficking.screened health.examined voluntary.assessed voluntary.repeated fear.asked
	consent.reaffirmed identity.chosen family.checked`
	onlyCounts = `
	case.ended case.reopened custody.recorded consent.withdrawn consent.report-settled clearance.given boarding.boarded departure.departed departure.uncleared departure.retracted arrival.recorded`
)

func TestOfEveryKindItIsSaidWhetherItMeetsAndCounts(t *testing.T) {
	in := func(list, kind string) bool { return slices.Contains(strings.Fields(list), kind) }
	known := map[string]bool{}
	for _, b := range Kinds() {
		kind := b.Kind()
		known[kind] = true
		said := 0
		for _, list := range []string{neither, onlyMeets, onlyCounts} {
			if in(list, kind) {
				said++
			}
		}
		if said > 1 {
			t.Errorf("%s is in %d lists", kind, said)
		}
		if want := !in(neither, kind) && !in(onlyCounts, kind); met(b) != want {
			t.Errorf("%s: meets says %v; it is in meets (hands.go) or in a list of this file", kind, !want)
		}
		if want := !in(neither, kind) && !in(onlyMeets, kind); IsMilestone(asCounted(b)) != want {
			t.Errorf("%s: MilestoneOf counts it: %v; it is in MilestoneOf (statistic.go) or in a list of this file", kind, !want)
		}
	}
	for _, kind := range strings.Fields(neither + onlyMeets + onlyCounts) {
		if !known[kind] {
			t.Errorf("%s is no kind of event", kind)
		}
	}
}

// asCounted is an event as it counts: how a file ended is its milestone.
func asCounted(b ledger.Body) ledger.Body {
	if _, is := b.(Ended); is {
		return Ended{End{Outcome: "stayed-with-help"}}
	}
	return b
}

func met(b ledger.Body) bool {
	_, met := meets(b)
	return met
}
