package desk

import (
	"cmp"
	"context"
	"slices"
	"time"

	"amana/domain/day"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/safeguard"
)

// Those to whom a paper about a movement is handed.
const (
	PaperCarrier = "carrier"
	PaperEscort  = "escort"
	PaperMission = "receiving-mission"
)

// Paper is what one recipient may have of the people on a movement, and nothing
// else: whom it leaves out, and why they are not on it, it does not say.
type Paper struct {
	For     string
	Departs time.Time
	Arrives time.Time
	To      string
	People  []Papered
	Without int // who has a place and is not on it: for whoever makes the paper
}

// Papered is one person on a paper; of what its recipient does not need there is
// nothing.
type Papered struct {
	Given, Family string
	Sex           string
	Born          day.Day
	BornTo        day.Day
	Nationalities []string
	Document      string   // to the carrier: with what they travel
	Languages     []string // to who speaks with them
	Case          string   // to the mission, which was sent the notice under it
	Escort        Officer  // who escorts them
}

// Paper makes the paper for a recipient, for a reader who may list everybody on the
// movement. The carrier's is of a manifest that is closed, with those who agreed that the
// carrier, and the States on the way, have their names; an escort's of those who are escorted and agreed; the
// mission's of those of whom it was sent a notice, which asked every rule. Whoever was
// stopped since, by whichever of their files, is on none.
func (d *Desk) Paper(ctx context.Context, who Actor, ref, recipient string) (Paper, error) {
	f, err := d.openMovement(ctx, who, readManifest, ref)
	if err != nil {
		return Paper{}, err
	}
	m := f.Other.(*movement.State)
	p := Paper{For: recipient, Departs: m.Departs, Arrives: m.Arrives, To: m.To, People: []Papered{}}
	put, known := map[string]func(*view, *movement.State) (Papered, bool){PaperCarrier: d.toCarrier, PaperEscort: d.toEscort, PaperMission: d.toMission}[recipient]
	switch {
	case !known:
		return Paper{}, fault.New(fault.Missing, "fault.not-found")
	case m.Cancelled:
		return Paper{}, fault.New(fault.Invalid, "fault.movement-cancelled")
	case recipient == PaperCarrier && !m.Locked:
		return Paper{}, fault.New(fault.Conflict, "fault.manifest-open")
	}
	err = d.seated(ctx, f, func(v *view) error {
		c, subject := v.file.Person, d.subjectOf(v.file)
		if d.roles.May(who.Actor, "case.list", subject) != nil {
			return fault.New(fault.Conflict, "fault.paper-not-whole") // and not a part that would be taken for all
		}
		if c.Travel.Standby || c.Withdrawn() {
			return nil
		}
		if recipient == PaperEscort && !d.roles.View(who.Actor, subject).Of("escort.arranged").Has(ledger.General) {
			return nil
		}
		if v.Book == nil {
			return fault.New(fault.Busy, "fault.no-rule-book")
		}
		line, on := put(v, m)
		if !on || c.Travel.Departed == nil && !safeguard.MayBeNamed(c.Facts(v.Around), v.Book, d.Moment()) {
			p.Without++
			return nil
		}
		id := &c.Identity
		line.Given, line.Family, line.Sex, line.Born, line.BornTo = id.Given, id.Family, id.Sex, id.Born, id.BornTo
		p.People = append(p.People, line)
		return nil
	})
	slices.SortFunc(p.People, func(a, b Papered) int {
		return cmp.Or(cmp.Compare(a.Family, b.Family), cmp.Compare(a.Given, b.Given), cmp.Compare(a.Born.String(), b.Born.String()))
	})
	return p, err
}

func (d *Desk) toCarrier(v *view, m *movement.State) (line Papered, on bool) {
	c := v.file.Person
	facts := c.Facts(v.Around)
	if slices.ContainsFunc(m.Fact().Named(), func(to safeguard.Shares) bool { return !facts.Agreed(to) }) {
		return line, false
	}
	line.Nationalities = c.Identity.Nationalities
	arrives := day.Of(m.Arrives.In(d.zone))
	for _, doc := range c.Preparation.Documents {
		if doc.Kind != safeguard.BirthCertificate && doc.Withdrawn.IsZero() && !doc.To.Before(arrives) {
			line.Document = doc.Kind
		}
	}
	return line, true
}

func (d *Desk) toEscort(v *view, m *movement.State) (line Papered, on bool) {
	c, name := v.file.Person, d.naming(true)
	for _, e := range c.Assessment.Escort {
		if e.Movement == m.Reference && e.Cancelled.IsZero() {
			line.Escort, on = name(e.Who), true
		}
	}
	line.Languages = c.Identity.Languages
	return line, on && c.Facts(v.Around).Agreed(safeguard.Shares{Recipient: "escort", Purpose: "travel"})
}

func (d *Desk) toMission(v *view, m *movement.State) (line Papered, on bool) {
	c := v.file.Person
	line.Case, line.Nationalities, line.Languages = c.Number, c.Identity.Nationalities, c.Identity.Languages
	return line, noticed(v) == m.To
}
