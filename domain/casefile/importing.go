package casefile

import (
	"slices"

	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/movement"
)

// importable lists the commands that an import may give: what was said, found
// or done with a person before. Nothing in it authorises, decides for a second
// officer or lifts a stop.
var importable = []string{
	"case.open", "case.correct", "case.end", "custody.record", "household.join", "duplicate.suspect", "hold.place",
	"wish.state", "order.ask", "counselling.hold", "counselling.void", "counselling.extend", "option.tell",
	"screening.record", "trafficking.screen", "trafficking.assess", "health.examine", "health.check", "need.find", "need.answer",
	"voluntary.assess", "capacity.doubt", "age.doubt", "interests.assess", "family.ask",
	"fear.ask", "risk.assess", "asylum.request", "unhcr.request", "entry.confirm",
	"consent.give", "consent.withdraw", "consent.report", "consent.reaffirm", "sharing.consent", "sharing.withdraw",
	"document.record", "exit.record", "arrival.record", "transfer.make",
}

// importedDeparture: departures that are imported have a command of their own, so that no other
// way leads to one that was before Amana.
var importedDeparture = on("departure.record", file, departBefore{})

// Imported finds what a command does in an import.
func Imported(name string) (*Command, bool) {
	if name == importedDeparture.Name {
		k := importedDeparture
		return &k, true
	}
	if !slices.Contains(importable, name) {
		return nil, false
	}
	k, known := Named(name)
	if !known {
		return nil, false
	}
	told := *k
	told.past = true
	return &told, true
}

// departBefore records a departure from before Amana. It is one only where the
// case came from an import too and the person had left by then: whoever left
// since left uncleared, on whose word ever it is told.
type departBefore struct{ movement.Depart }

func (c departBefore) Decide(s *Case, d ledger.Deed) ([]ledger.Body, error) {
	if s.Travel.Departed != nil {
		return nil, fault.New(fault.Invalid, "fault.already-departed")
	}
	if s.OpenedBy.Imported == "" || !d.Happened.Before(s.OpenedBy.Until) {
		return depart(c).Decide(s, d)
	}
	return ledger.One(movement.DepartedUncleared{Depart: c.Depart, Before: true})
}
