package casefile

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"amana/domain/access"
	"amana/domain/day"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// Facts is what the rules may ask about the case, in its surroundings.
func (c *Case) Facts(around safeguard.Surroundings) *safeguard.Facts {
	kept, asylum := c.keptFrom()
	return &safeguard.Facts{
		Opened: c.OpenedBy.Since, Over: !c.Journeying(), Kept: kept, KeptByAsylum: asylum, Person: c.person(around), Past: &c.Past,
		Closed: c.Sealed, Stopped: c.Stopped, Strays: c.Strays, Attested: c.Attested,
		Who: slices.Concat(refs(c.Said.Identity), refs(c.Said.Household)), Where: c.where(),
		Imported: c.Imported, Vouched: c.Vouched, Contacts: c.Contacts, Heard: c.Heard, Unsound: c.Unsound, Hands: c.Hands,
		Will: safeguard.Will{
			Wishes: c.Counselling.Wishes, Orders: c.Counselling.Orders, Sessions: c.Counselling.Sessions,
			Extended: c.Counselling.Extended, Told: c.Counselling.Told, Fears: c.Assessment.Fears,
			Voluntary: c.Assessment.Voluntary, Second: c.Assessment.Second, Releases: c.Assessment.Releases,
			Reviews: c.Assessment.Reviews, Doubts: c.Assessment.Doubts, Capacity: c.Assessment.Capacity,
			Consents: c.Consent.Consents, Withdrawals: c.Consent.Withdrawals, Reports: c.Consent.Reports,
			Reaffirmed: c.Consent.Reaffirmed, SafeNo: c.Consent.SafeNo,
		},
		Protection: safeguard.Protection{
			Screenings: c.Screening.Screenings, Trafficking: c.Screening.Trafficking, Retraffick: c.Screening.Retraffick,
			Health: c.Screening.Health, Needs: c.Screening.Needs,
			Interests: c.Assessment.Interests, Panel: c.called(access.PanelMember), Votes: c.Assessment.Votes,
			Tracing: c.Assessment.Tracing, Caregiver: c.Assessment.Caregiver, Escort: c.Assessment.Escort,
			Together: c.Assessment.Together, Bonds: c.Assessment.Bonds, Holds: c.Holds, Trafficked: c.Trafficked,
		},
		Refoulement: safeguard.Refoulement{
			Risks: c.Assessment.Risks, Asylum: c.Assessment.Asylum, UNHCR: c.Assessment.UNHCR,
			Requests: c.Assessment.Requests, Entry: c.Assessment.Entry, Observers: c.called(access.Observer), Left: c.Assessment.Left,
			Uncalled: !c.calls(access.UNHCROfficer),
		},
		Preparation: safeguard.Preparation{
			Documents: c.Preparation.Documents, Exits: c.Preparation.Exits, Notices: c.Preparation.Notices,
			Sharing: c.Consent.Sharing, Told: c.Reintegration.Told, Duplicates: c.duplicates(), Unnamed: c.Unnamed(),
		},
		Journey: safeguard.Journey{
			Movement: c.Travel.Movement, Absent: c.Travel.Absent, Line: c.Travel.Line, Seated: c.Travel.Seated,
			Drawn: c.Travel.Drawn, Cleared: c.Travel.Cleared, Gate: c.Travel.Gate, Chosen: c.Travel.Chosen, Same: c.Travel.Same,
			Lot: c.Travel.Lots[c.Travel.Movement], Lotted: c.Travel.Lotted[c.Travel.Movement], Urgent: c.Travel.Urgent, Seconded: c.Travel.Seconded, Looked: c.Travel.Looked,
		},
		Review: c.Review, Around: around, Unsettled: c.unsettled(),
	}
}

// where is what everybody reads of where the person is held, on which seat they
// are and who escorts them.
func (c *Case) where() []ledger.Ref {
	all := refs(c.Travel.Seats)
	if !c.Travel.Off.IsZero() {
		all = append(all, c.Travel.Off)
	}
	for _, k := range c.Custody {
		all = append(all, k.Ref)
	}
	for _, held := range c.captivity() { // also by a talk alone; one more talk of who is held says nothing new
		all = append(all, held.Since)
	}
	for _, e := range c.Assessment.Escort {
		all = append(all, e.Ref)
		if !e.Cancelled.IsZero() {
			all = append(all, e.Cancelled)
		}
	}
	return all
}

func refs[T any](all []ledger.Said[T]) []ledger.Ref {
	refs := make([]ledger.Ref, len(all))
	for i := range all {
		refs[i] = all[i].Ref
	}
	return refs
}

// unsettled are the events behind each field of which several things are said.
func (c *Case) unsettled() map[string][]ledger.Ref {
	all := c.Unsettled()
	if len(all) == 0 {
		return nil
	}
	fields := map[string][]ledger.Ref{}
	for _, u := range all {
		for _, v := range u.Values {
			fields[u.Field] = append(fields[u.Field], v.ref)
		}
	}
	return fields
}

func (c *Case) person(around safeguard.Surroundings) safeguard.Person {
	from, to := c.born()
	held, place := c.Held()
	birthday := to.AddYears(safeguard.Adulthood).Start(around.Local())
	p := safeguard.Person{
		Born: from, BornTo: to, Alone: c.alone(),
		AgeDoubts:     c.Assessment.OpenOnce(&c.Past, birthday),
		InfancyDoubts: c.Assessment.OpenInfancyDoubts(&c.Past),
		FoundAdult:    c.foundAdult(),
		Destination:   c.Identity.Destination, Destinations: c.Destinations, Area: c.Identity.Area, Home: c.moved(),
		Nationalities: c.anyOf(func(i *Changed) []string { return i.Nationalities }),
		Residences:    c.anyOf(func(i *Changed) []string { return []string{i.Residence} }),
		Groups:        c.Identity.Groups,
		Held:          held, Place: place, Captive: c.captivity(), Household: c.Household != "",
	}
	for _, b := range c.Belongs {
		p.Belongs = append(p.Belongs, b.Belonging)
	}
	p.LinkedChild = slices.ContainsFunc(around.Linked, func(l safeguard.Linked) bool { return l.Child })
	p.LinkedAsked = slices.ContainsFunc(around.Linked, func(l safeguard.Linked) bool { return !l.Infant })
	if n := len(p.Captive); held && n > 0 {
		p.HeldSince = p.Captive[n-1].Since
	}
	if n := len(c.Assessment.Capacity); n > 0 {
		p.Supported = c.Assessment.Capacity[n-1].Outcome == "able-with-support"
	}
	return p
}

// Goes is where the person goes by the file, for what another of theirs says of that.
func (c *Case) Goes() *safeguard.Destination {
	return &safeguard.Destination{Destination: c.Identity.Destination, Area: c.Identity.Area}
}

// Stops lists, for linked files of the same person, what stops this one by
// itself, in its own surroundings, and of where they go by the one that asks. Of
// the other files only one thing counts in it: how old they say the person is, as
// a child's consent is another.
func (c *Case) Stops(around safeguard.Surroundings, book *safeguard.Book, at time.Time) safeguard.Linked {
	ages := make([]safeguard.Linked, len(around.Linked))
	for i, l := range around.Linked {
		ages[i] = safeguard.Linked{Child: l.Child, Infant: l.Infant}
	}
	around.Linked = nil // each file of the person speaks for itself
	says := c.Aged(around, book, at)
	around.Linked = ages
	facts := c.Facts(around)
	says.Shut = len(c.Sealed[ledger.Protection])+len(c.Sealed[ledger.Asylum])+len(c.Sealed[ledger.Medical]) > 0
	says.Hands, says.Homes, says.Belongs = c.Hands, c.homelands(), safeguard.Belongs(facts)
	says.Stops, says.Since = safeguard.Standing(facts, book, at), c.Halted()
	says.Ends = safeguard.Ends(facts, book, at, says.Stops)
	says.Asked = safeguard.Uncounselled(facts, book, at)
	says.Trafficked = safeguard.Trafficked(facts, book, at)
	says.Held, _ = c.Held()
	says.Alone, says.Unsafe = safeguard.Apart(facts, book, at)
	says.Apart, says.Nobody = c.parted(), safeguard.Unanswered(facts, book, at)
	says.Aboard, says.Left = c.aboard()
	return says
}

// parted is when somebody last said or found that a child is not with a parent.
func (c *Case) parted() (at time.Time) {
	for _, s := range c.Company {
		if s.Alone != safeguard.WithParent {
			at = day.Later(at, s.Until)
		}
	}
	for _, s := range c.Assessment.Caregiver {
		if s.Status != "" && s.Status != safeguard.WithParent {
			at = day.Later(at, s.Until)
		}
	}
	return at
}

// aboard is the movement on which the person sits, or left.
func (c *Case) aboard() (movement string, left bool) {
	switch t := &c.Travel; {
	case t.Departed != nil:
		return t.Departed.Movement, true
	case t.Boarded != nil:
		return t.Boarded.Movement, false
	}
	return "", false
}

// Aged is what the file says, to another of the person's, of how old they are.
func (c *Case) Aged(around safeguard.Surroundings, book *safeguard.Book, at time.Time) safeguard.Linked {
	class := c.Class(around, book, at)
	return safeguard.Linked{Child: class == safeguard.Child || class == safeguard.Infant, Infant: class == safeguard.Infant}
}

// Halted is when something last stopped the journey, whether or not it can be
// read here and was ended since.
func (c *Case) Halted() (at time.Time) {
	for _, stop := range c.Stopped {
		at = day.Later(at, stop.Until)
	}
	for _, stray := range c.Strays {
		at = day.Later(at, stray.Ref.Until)
	}
	return at
}

// Class is as which kind of person the rules treat them, by what this file and
// those around it say.
func (c *Case) Class(around safeguard.Surroundings, book *safeguard.Book, at time.Time) safeguard.Class {
	person := c.person(around)
	return person.ClassAt(at, book, around.Local())
}

// IsChild says whether the person is a child.
func (c *Case) IsChild(around safeguard.Surroundings, book *safeguard.Book, at time.Time) bool {
	return c.Aged(around, book, at).Child
}

// Places are the references of the places that matter to the case.
func (c *Case) Places() []string {
	var refs []string
	add := func(ref string) {
		if ref != "" && !slices.Contains(refs, ref) {
			refs = append(refs, ref)
		}
	}
	for _, k := range c.Custody {
		add(k.Place)
	}
	for _, v := range slices.Concat(c.Assessment.Voluntary, c.Assessment.Second) {
		add(v.Talk.Place)
	}
	for _, k := range c.Consent.Consents {
		add(k.Talk.Place)
	}
	return refs
}

// Homelands are the countries, besides the destination, that are the person's by what
// anybody recorded of their nationality or residence, or of where they return to: for what
// a sheet of theirs says of who is at risk.
func (c *Case) Homelands() []string {
	return once(slices.DeleteFunc(c.homelands(), func(of string) bool { return of == "" || of == c.Identity.Destination }))
}

// Texts are those of the approved texts, each with its version, on which the
// consents of the case rest: the one in the language in which each was given,
// and where it was translated at sight every one.
func (c *Case) Texts(approved map[string]int) []string {
	var rest []string
	for text, version := range approved {
		for _, k := range c.Consent.Consents {
			if text == k.Text+"/"+k.Language || k.Sight && strings.HasPrefix(text, k.Text+"/") {
				rest = append(rest, text+"@"+strconv.Itoa(version))
				break
			}
		}
	}
	slices.Sort(rest)
	return rest
}

// Knows says whether an event of this case was known to another.
func (c *Case) Knows(later, earlier ledger.Ref) bool { return c.Past.Knows(later.Seq, earlier.Seq) }
