package casefile

import (
	"maps"
	"slices"
	"time"

	"amana/domain/assessment"
	"amana/domain/consent"
	"amana/domain/counselling"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/safeguard"
)

// depart records that somebody left. A departure is a fact and can always be
// recorded. It is one that Amana authorised only if a boarding stands: on this
// movement, for the seat the person has, for a flight that left in time, with no
// stop that it did not know of.
type depart struct{ movement.Depart }

func (c depart) Decide(s *Case, d ledger.Deed) ([]ledger.Body, error) {
	if s.Travel.Departed != nil {
		return nil, fault.New(fault.Invalid, "fault.already-departed")
	}
	if met, there := s.firstMet(); there && d.Imported == "" && d.Happened.Before(met) {
		return nil, fault.New(fault.Invalid, "fault.left-before-met", fault.A("met", met)).In("happened")
	}
	if s.MayDepart(c.Movement, d.Happened, d.Stands) {
		bodies := []ledger.Body{movement.Departed{Depart: c.Depart}}
		if d.Unpaid { // nobody stays behind for money, and somebody answers for it
			bodies = append(bodies, IncidentOpened{OpenIncident{Incident: "cost"}})
		}
		return bodies, nil
	}
	return []ledger.Body{
		movement.DepartedUncleared{Depart: c.Depart},
		IncidentOpened{OpenIncident{Incident: "departed-uncleared"}},
	}, nil
}

// firstMet is the earliest at which somebody met the person, of whom the file is
// a journey: nobody left on it before. Of a file that was taken over from a list,
// or in which nobody wrote of a meeting, it is not known.
func (c *Case) firstMet() (met time.Time, known bool) {
	if c.OpenedBy.Imported != "" {
		return met, false
	}
	for _, m := range c.Contacts {
		if met.IsZero() || m.Since.Before(met) {
			met = m.Since
		}
	}
	return met, !met.IsZero()
}

// MayDepart says whether a boarding stands by which the person left on a
// movement, when what it rests on holds until stands.
func (c *Case) MayDepart(on string, left, stands time.Time) bool {
	// Who had left before their boarding was recorded was not on the flight that
	// was authorised, whatever hour is written beside it,
	// nor who left when what they said at the gate had lapsed.
	b := c.Travel.Boarded
	return b != nil && b.Movement == on && !c.stoppedAfter(b.Ref) && !left.Before(b.Until) && !left.After(stands)
}

// Notify tells the mission of the country to which the person goes.
type Notify struct{ movement.SendNotice }

func (c Notify) Decide(s *Case, d ledger.Deed) ([]ledger.Body, error) {
	bodies, err := c.SendNotice.Decide(s.Preparation, d)
	if err != nil {
		return nil, err
	}
	sent := bodies[0].(movement.NoticeSent)
	sent.To = s.Identity.Destination
	return ledger.One(sent)
}

// ConfirmEntry records whether a State lets the person in.
type ConfirmEntry struct{ assessment.ConfirmEntry }

// Decide takes the word of an embassy only where it was contacted, which asks all that
// is asked before that, and a document only where the person has one that no embassy made.
func (c ConfirmEntry) Decide(s *Case, d ledger.Deed) ([]ledger.Body, error) {
	theirs := func(k safeguard.Document) bool {
		return k.Through != safeguard.ThroughEmbassy && k.Kind != safeguard.BirthCertificate && k.Withdrawn.IsZero()
	}
	switch {
	case !c.Confirmed || d.Imported != "":
	case c.Through == "embassy" && !slices.Contains(s.Preparation.Embassies, c.Country):
		return nil, fault.New(fault.Invalid, "fault.embassy-not-contacted").In("through")
	case c.Through == "own-document" && !slices.ContainsFunc(s.Preparation.Documents, theirs):
		return nil, fault.New(fault.Invalid, "fault.no-document-of-theirs").In("through")
	}
	return c.ConfirmEntry.Decide(s.Assessment, d)
}

// AcceptOther is somebody else who meets the person in the country to which they go.
type AcceptOther struct{ movement.AcceptOther }

func (c AcceptOther) Decide(s *Case, d ledger.Deed) ([]ledger.Body, error) {
	bodies, err := c.AcceptOther.Decide(s.Preparation, d)
	if err != nil || !c.Notice.IsZero() {
		return bodies, err
	}
	accepted := bodies[0].(movement.OtherAccepted)
	accepted.To = s.Identity.Destination
	return ledger.One(accepted)
}

// transfer records that somebody was moved out of danger: never home, by
// whatever nationality, residence or destination of return anybody recorded.
type transfer struct{ movement.Transfer }

func (c transfer) Decide(s *Case, d ledger.Deed) ([]ledger.Body, error) {
	bodies, err := c.Transfer.Decide(s.Travel, d)
	if err == nil && c.Country != safeguard.Libya && slices.Contains(s.homelands(), c.Country) {
		return nil, fault.New(fault.Invalid, "fault.not-home").In("country")
	}
	return bodies, err
}

// homelands are the countries that are the person's by what anybody recorded of their
// nationality, residence or destination: one officer's word that one is not theirs
// sends nobody there.
func (c *Case) homelands() []string {
	home := c.anyOf(func(i *Changed) []string { return append(slices.Clone(i.Nationalities), i.Residence, i.Destination) })
	for _, b := range c.Belongs {
		if b.What != group && !b.TakenBack() {
			home = append(home, b.To)
		}
	}
	for _, g := range c.Destinations {
		said := safeguard.Belonging{Ref: g.Ref, To: g.Destination}
		for _, l := range c.Destinations {
			if l.Destination != "" && l.Destination != g.Destination && c.Knows(l.Ref, g.Ref) {
				said.Back = append(said.Back, l.Ref)
			}
		}
		if !said.TakenBack() {
			home = append(home, g.Destination)
		}
	}
	return home
}

// Stands is until when the person's boarding authorises a departure, by the
// movement as it is now. What stops another file of the person came after it,
// or they would not have boarded: but a fear, with which they may, and what cannot
// be read here, must have.
func (c *Case) Stands(around *safeguard.Surroundings, book *safeguard.Book) time.Time {
	m := around.Movement
	if c.Travel.Boarded == nil || m == nil || book == nil || m.To != "" && m.To != c.Identity.Destination {
		return time.Time{}
	}
	boarded := c.Travel.Boarded.Ref
	if !c.remains(around, book) || slices.ContainsFunc(around.Parents, c.stayed(m.Reference)) {
		return time.Time{}
	}
	since, until := m.Stands(boarded.Since, book), m.Stands(boarded.Until, book)
	if since.Before(until) { // the hour that is written beside a boarding chooses no schedule
		return since
	}
	return until
}

// remains says whether whoever boarded still does so, by their other files, and by whether they
// were counselled jointly on what was said since in any.
func (c *Case) remains(around *safeguard.Surroundings, book *safeguard.Book) bool {
	boarded := c.Travel.Boarded.Ref
	linked := c.boundSince(boarded)
	asks := linked || c.belongsSince(boarded) || c.soughtSince(boarded, around)
	return !c.stoppedElsewhere(around, book, linked) && (!asks || safeguard.Counselled(c.Facts(*around), book, boarded.Until))
}

// stoppedElsewhere says whether another file of the person stops who has boarded.
// linked: by the links of this file one is theirs that nobody who let them board knew of.
// Of those that are theirs through others each says since when.
func (c *Case) stoppedElsewhere(around *safeguard.Surroundings, book *safeguard.Book, linked bool) bool {
	boarded := c.Travel.Boarded.Ref
	own := c.Aged(safeguard.Surroundings{Zone: around.Zone}, book, boarded.Since) // by this file alone
	held, _ := c.Held()
	said := func(l safeguard.Linked) bool {
		return linked || !l.Bound.Before(boarded.Until) || !l.Since.Before(boarded.Until)
	}
	fresh := *around
	fresh.Linked = slices.DeleteFunc(slices.Clone(around.Linked), func(l safeguard.Linked) bool { return !said(l) })
	return slices.ContainsFunc(around.Linked, func(l safeguard.Linked) bool {
		since := said(l)
		twice := l.Aboard != "" && l.Aboard == c.Travel.Boarded.Movement // and perhaps somebody else
		taken := l.Held && !held && !own.Infant                          // since, or they would not have boarded: but of an infant nobody asks it
		return twice || taken || since && (l.Unread || l.Shut || l.Child && !own.Child) || slices.ContainsFunc(l.Stops, func(stop string) bool { return since || !safeguard.BoardsWith(stop) })
	}) || safeguard.UnsafeElsewhere(c.Facts(fresh), book, boarded.Until)
}

// stayed says of a parent whether they got off a movement, or may have, after the
// child had boarded behind them.
func (c *Case) stayed(movement string) func(safeguard.ParentWay) bool {
	boarded := c.Travel.Boarded.Since
	return func(p safeguard.ParentWay) bool {
		switch {
		case p.Unread:
			return p.Heard.After(boarded)
		case p.Left == movement:
			return false
		case p.Movement == movement: // the child boarded behind them, whatever ended that and whenever it was said
			return !p.Aboard
		}
		return p.Since.After(boarded)
	}
}

// belongsSince says whether, as may be read here, something was said of the person
// that the event at did not know of, for which they may be at risk: what is sealed
// to asylum may be a group.
func (c *Case) belongsSince(at ledger.Ref) bool {
	return slices.ContainsFunc(c.Sealed[ledger.Asylum], func(seq int) bool { return !c.Past.Knows(at.Seq, seq) }) ||
		slices.ContainsFunc(c.Belongs, func(b Belonging) bool { return !c.Knows(at, b.Ref) && !b.TakenBack() })
}

// soughtSince says whether the person asked for asylum after the event at, here or in
// another of their files: taken back, it stops no more, and joint counselling is due for it.
// So it may be for what was said since, in another, that they are, and for all that one says
// which became theirs since through others.
func (c *Case) soughtSince(at ledger.Ref, around *safeguard.Surroundings) bool {
	return slices.ContainsFunc(c.Assessment.Asylum, func(a safeguard.Asylum) bool { return !c.Knows(at, a.Ref) }) ||
		slices.ContainsFunc(around.Linked, func(l safeguard.Linked) bool {
			after := func(said time.Time) bool { return !said.IsZero() && !said.Before(at.Since) }
			return after(l.Bound) || after(l.Asked) || slices.ContainsFunc(slices.Collect(maps.Values(l.Belongs)), after)
		})
}

// stoppedAfter says whether a stop is on record that the event at did not know
// of: a withdrawal or a report of one, a hold, a no or not sure at the gate, an
// asylum request, fear, a real risk, a doubt, a captivity. What was ended since is none.
func (c *Case) stoppedAfter(at ledger.Ref) bool {
	return len(c.Strays) > 0 || c.takenSince(at) || slices.ContainsFunc(c.Stopped, func(s ledger.Ref) bool {
		return !c.Knows(at, s) && !c.released(s.ID)
	})
}

// takenSince says whether it is on record that the person is held, or was, and the event at
// did not know: it took them for somebody free, or for somebody whom who holds them had let
// go. That whoever was known to be held still is, is nothing new.
func (c *Case) takenSince(at ledger.Ref) bool {
	held, freed, known := false, false, *c
	known.Custody, known.Inside = nil, nil
	for _, k := range c.Custody {
		switch {
		case c.Knows(at, k.Ref):
			known.Custody = append(known.Custody, k)
		case k.Held:
			held = true
		default:
			freed = true
		}
	}
	for _, k := range c.Inside {
		if c.Knows(at, k.Ref) {
			known.Inside = append(known.Inside, k)
		} else {
			held = true
		}
	}
	if !held {
		return false
	}
	then, _ := known.Held()
	return !then || freed
}

// released says whether a stop was ended by what names it: a report that was
// denied, a hold or an asylum request that was lifted.
func (c *Case) released(stop ledger.Hash) bool {
	return slices.ContainsFunc(c.Consent.Reports, func(r safeguard.Report) bool { return r.ID == stop && r.Outcome == "denied" }) ||
		slices.ContainsFunc(c.Holds, func(h safeguard.Hold) bool { return h.ID == stop && c.lifted(h.Ref, h.Lifted) }) ||
		slices.ContainsFunc(c.Assessment.Asylum, func(a safeguard.Asylum) bool { return a.ID == stop && c.lifted(a.Ref, a.Lifted) })
}

// lifted says whether a stop was lifted, by an event that can answer it.
func (c *Case) lifted(stop, by ledger.Ref) bool { return firsthand(by) && c.Past.Follows(by, stop) }

// firsthand says whether something happened, and not only on somebody's word.
func firsthand(r ledger.Ref) bool { return !r.IsZero() && r.Imported == "" }

// Crossed says whether somebody departed while a stop was on record elsewhere,
// neither knowing of the other, or was entered since and came before; or said no
// after a departure was entered and before they arrived: an incident that no office
// can close.
func (c *Case) Crossed() bool {
	return c.departsUnder() && (len(c.Strays) > 0 || len(c.crossing()) > 0)
}

// departsUnder says whether a departure stands that Amana authorised, as far as
// was known where it was entered.
func (c *Case) departsUnder() bool { return c.Travel.Departed != nil && !c.Travel.Uncleared }

// crossing are the stops that crossed the departure.
func (c *Case) crossing() []ledger.Ref {
	var all []ledger.Ref
	d := c.Travel.Departed
	for _, s := range c.Stopped {
		if !c.Knows(d.Ref, s) && (!c.Knows(s, d.Ref) || c.onTheWay(s) || s.Since.Before(d.Since)) && !c.released(s.ID) {
			all = append(all, s)
		}
	}
	return all
}

// onTheWay says whether a stop is a no, or a report of one, that came before the
// arrival: the departure may have been entered too early.
func (c *Case) onTheWay(stop ledger.Ref) bool {
	said := slices.ContainsFunc(c.Consent.Withdrawals, func(w safeguard.Withdrawal) bool { return w.ID == stop.ID && !w.Left }) ||
		slices.ContainsFunc(c.Consent.Reports, func(r safeguard.Report) bool { return r.ID == stop.ID })
	return said && (c.Travel.Arrived == nil || !c.Knows(stop, c.Travel.Arrived.Ref))
}

func noIsWithdrawal(_ *Case, events []ledger.Body, d ledger.Deed) []ledger.Body {
	if a, ok := events[0].(movement.GateAnswered); ok && a.Answer == safeguard.No {
		return []ledger.Body{consent.Withdrawn{Withdraw: consent.Withdraw{Channel: "gate", Stage: "gate", Heard: d.By}}}
	}
	return nil
}

// wantsProtection: whoever, told of international protection, wants it has asked
// for it. Each time is a request of its own: who takes an earlier one back, or did
// so elsewhere, does not take this back.
func wantsProtection(_ *Case, events []ledger.Body, _ ledger.Deed) []ledger.Body {
	if t, ok := events[0].(counselling.Told); ok && t.Option == "international-protection" && t.Answer == "wants" {
		return []ledger.Body{assessment.AsylumRequested{}}
	}
	return nil
}

// asksAsylum says whether the person asks for international protection.
func (c *Case) asksAsylum() bool {
	return slices.ContainsFunc(c.Assessment.Asylum, func(a safeguard.Asylum) bool { return a.Lifted.IsZero() })
}

// uncrossed: the incident that a crossed departure is by itself would go with it.
func uncrossed(c *Case, _ []ledger.Body, _ ledger.Deed) []ledger.Body {
	if !c.Crossed() {
		return nil
	}
	return []ledger.Body{IncidentOpened{OpenIncident{Incident: "other"}}}
}

func falseReport(_ *Case, events []ledger.Body, _ ledger.Deed) []ledger.Body {
	if r, ok := events[0].(consent.ReportSettled); ok && r.Outcome == "denied" {
		return []ledger.Body{IncidentOpened{OpenIncident{Incident: "false-withdrawal"}}}
	}
	return nil
}

func missingIsIncident(_ *Case, events []ledger.Body, _ ledger.Deed) []ledger.Body {
	if a, ok := events[0].(movement.Arrived); ok && a.Missing {
		return []ledger.Body{IncidentOpened{OpenIncident{Incident: "missing-on-arrival"}}}
	}
	return nil
}

func incident(what string) func(*Case, []ledger.Body, ledger.Deed) []ledger.Body {
	return func(*Case, []ledger.Body, ledger.Deed) []ledger.Body {
		return []ledger.Body{IncidentOpened{OpenIncident{Incident: what}}}
	}
}
