package sim

import (
	"slices"

	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// who is an officer for a step: of the role it names, and none of those who
// may not do it because of what they did before.
func (d *Doer) who(c *casefile.Case, s safeguard.Step) *Officer {
	if s.Do == "clearance.give" {
		if n := len(c.Travel.Drawn); n > 0 {
			return d.World.officer(c.Travel.Drawn[n-1].Officer)
		}
	}
	if s.Do == "import.attest" {
		return d.World.officer(c.Imported[hash(s.About)])
	}
	if s.Do == "gate.confirm-person" && s.About == safeguard.MetBefore {
		for _, met := range c.Contacts { // the first: whoever met them at the gate only does not know them
			if !slices.Contains(c.Heard, met.ID) {
				return d.World.officer(met.By)
			}
		}
	}
	if s.Do == "interests.determine" {
		return d.member(c, s.About)
	}
	role := s.By
	if role == "" {
		role = access.Caseworker
	}
	return d.World.Officer(role, before(c, s.Do)...)
}

// member is, of those called to decide on a question as a panel, who spoke of it
// longest ago.
func (d *Doer) member(c *casefile.Case, about string) *Officer {
	var next *Officer
	oldest := len(d.Node.Held)
	for _, k := range c.Calls {
		if k.Duty != access.PanelMember || !k.Ended.IsZero() || slices.Contains(prepared(c, about), k.Officer) {
			continue
		}
		spoke := -1
		for _, v := range c.Assessment.Votes {
			if v.By == k.Officer && v.About == about {
				spoke = v.Seq
			}
		}
		if spoke < oldest {
			oldest = spoke
			next = d.World.officer(k.Officer)
		}
	}
	return next
}

// by lists who did each of all.
func by[T interface{ Event() ledger.Ref }](all []T) []ledger.Actor {
	var officers []ledger.Actor
	for _, x := range all {
		officers = append(officers, x.Event().By)
	}
	return officers
}

// prepared lists who prepared what a panel decides on: they have no vote.
func prepared(c *casefile.Case, about ...string) []ledger.Actor {
	var all []ledger.Actor
	for _, question := range about {
		switch question {
		case safeguard.AboutReturn, safeguard.AboutGuardian:
			all = append(all, by(c.Assessment.Interests)...)
			all = append(all, by(c.Assessment.Bonds)...)
		case safeguard.AboutFamily, safeguard.AboutApart:
			all = append(all, by(c.Assessment.Together)...)
		case safeguard.AboutCapacity:
			all = append(all, by(c.Assessment.Capacity)...)
			all = append(all, by(c.Assessment.Doubts)...)
		}
	}
	return all
}

// before lists who did earlier what another officer has to do now.
func before(c *casefile.Case, command string) []ledger.Actor {
	var all []ledger.Actor
	switch command {
	case "counselling.hold":
		if n := len(c.Counselling.Sessions); n > 0 { // where access is limited the next talk is another officer's
			all = append(all, c.Counselling.Sessions[0].By)
		}
	case "wish.state":
		all = append(all, by(c.Counselling.Wishes)...)
	case "order.ask":
		all = append(all, by(c.Counselling.Orders)...)
	case "fear.ask":
		all = append(all, by(c.Assessment.Fears)...)
	case "voluntary.assess", "voluntary.repeat", "voluntary.review":
		all = append(all, by(slices.Concat(c.Assessment.Voluntary, c.Assessment.Second))...)
	case "case.unlink":
		for _, d := range c.Duplicates {
			last := d.Apart.By
			if d.Apart.IsZero() {
				last = d.Settled.By
			}
			all = append(all, last)
		}
	case "entry.resolve":
		for _, s := range c.Strays {
			for _, l := range s.Looks {
				all = append(all, l.By)
			}
		}
	case "age.settle":
		all = append(all, by(c.Assessment.AgeFound)...)
	case "interests.assess":
		all = prepared(c, safeguard.AboutReturn)
	case "caregiver.arrange":
		all = append(all, by(c.Assessment.Caregiver)...)
	case "capacity.find":
		all = append(all, by(c.Assessment.Capacity)...)
	case "screening.record":
		all = append(all, by(c.Screening.Screenings)...)
	case "trafficking.screen":
		all = append(all, by(c.Screening.Trafficking)...)
	case "risk.assess":
		all = append(all, by(c.Assessment.Risks)...)
	case "gate.answer":
		all = append(all, by(c.Counselling.Sessions)...)
		all = append(all, by(c.Counselling.Extended)...)
	}
	return all
}
