package casefile

import (
	"slices"

	"amana/domain/assessment"
	"amana/domain/day"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// Changed is what somebody says anew of who a person is: what is absent or
// empty is not spoken of, and stays.
type Changed struct {
	Given         string   `json:"given,omitempty" max:"100" doc:"given names"`
	Family        string   `json:"family,omitempty" max:"100" doc:"family name or father's name, if they use one"`
	Born          day.Day  `json:"born,omitzero" doc:"day of birth, or the earliest it may be; bornTo goes with it"`
	BornTo        day.Day  `json:"bornTo,omitzero" doc:"the latest day it may be, when the day is not known"`
	Sex           string   `json:"sex,omitempty" codes:"woman,man,other" doc:"as the person says"`
	Nationalities []string `json:"nationalities,omitempty" format:"nationality" doc:"ISO 3166-1 alpha-3 codes, or stateless, unknown, disputed: all of them"`
	Residence     string   `json:"residence,omitempty" format:"country" doc:"country of habitual residence, if another"`
	Groups        []string `json:"groups,omitempty" seal:"asylum" doc:"groups at risk that the person belongs to, besides those on record"`
	Languages     []string `json:"languages,omitempty" format:"language" doc:"languages the person understands, ISO 639-3, best first: all of them"`
	Destination   string   `json:"destination,omitempty" format:"country" doc:"the country where the person will live"`
	Area          string   `json:"area,omitempty" format:"reference" doc:"where in that country, as suspensions name areas: the country, a slash and the area, NGA/BO"`
	Alone         string   `json:"alone,omitempty" codes:"with-parent,separated,unaccompanied" doc:"of a child"`
}

// Correct gives anew what changes of who the person is, and nothing else: who
// mends a name need not know, and does not touch, what they cannot read. What
// was said before stays in the log. That a child is older than the file says is
// in doubt until two officers found an adult, and that somebody whom one asks is
// an infant, until two found a child.
type Correct struct {
	Changed
	NotGroups []string `json:"notGroups,omitempty" seal:"asylum" doc:"groups on record to which the person does not belong; two officers must say so"`
}

// Corrected is the event.
type Corrected struct{ Correct }

func (Corrected) Kind() string { return "case.corrected" }

// Effect is that a child is with no parent after all: aboard too, where no panel decides
// any more.
func (e Corrected) Effect() ledger.Effect {
	if e.Alone != "" && e.Alone != safeguard.WithParent {
		return ledger.Stop
	}
	return ledger.None
}

func (c Correct) Decide(s *Case, d ledger.Deed) ([]ledger.Body, error) {
	switch {
	case c.Born.IsZero() && !c.BornTo.IsZero():
		return nil, fault.New(fault.Invalid, "fault.missing-field").In("born")
	case !c.Changed.speaks() && len(c.NotGroups) == 0:
		return nil, fault.New(fault.Invalid, "fault.nothing-corrected")
	}
	for _, g := range c.NotGroups {
		if !slices.Contains(s.Identity.Groups, g) {
			return nil, fault.New(fault.Invalid, "fault.no-such-group").In("notGroups")
		}
	}
	if err := c.Changed.Over(s.Identity).check(d); err != nil {
		return nil, err
	}
	if today := day.Of(d.Moment); c.ages(s, today) || c.silences(s, today, d.ViewAge) || c.grewYoung(s, today) {
		return []ledger.Body{Corrected{c}, assessment.AgeDoubted{}}, nil
	}
	return ledger.One(Corrected{c})
}

// ages says whether a correction makes somebody who is a child by the file come
// of age earlier than by the file: now, or so soon that the journey can wait
// for it. To grow up by the same date is no doubt.
func (c Changed) ages(s *Case, today day.Day) bool {
	if s.foundAdult() {
		return false // two officers said so before the file did
	}
	_, was := s.born()
	_, is := c.born()
	return !is.IsZero() && today.Before(was.AddYears(safeguard.Adulthood)) && is.Before(was) && !today.AddYears(nearly).Before(is.AddYears(safeguard.Adulthood))
}

// foundAdult says whether two officers found an adult who knew what the file says of the
// day of birth.
func (c *Case) foundAdult() bool {
	var born []ledger.Ref
	for _, s := range c.Said.Identity {
		if !s.Value.Born.IsZero() {
			born = append(born, s.Ref)
		}
	}
	return c.Assessment.FoundAdult(&c.Past, born)
}

// silences says whether a correction makes an infant, whom nobody asks, of somebody
// who is none by the file. asked is the age from which the book in force has a child asked.
func (c Changed) silences(s *Case, today day.Day, asked int) bool {
	was, _ := s.born()
	is, _ := c.born()
	return !is.IsZero() && !today.Before(was.AddYears(asked)) && today.Before(is.AddYears(asked))
}

// grewYoung says whether a correction makes a child of an adult who boarded: what they
// boarded on was an adult's.
func (c Changed) grewYoung(s *Case, today day.Day) bool {
	_, was := s.born()
	_, is := c.born()
	grown := func(born day.Day) bool { return !today.Before(born.AddYears(safeguard.Adulthood)) }
	return s.Travel.Boarded != nil && s.Travel.Departed == nil && !is.IsZero() && grown(was) && !grown(is)
}

// nearly is how many years before adulthood a correction is in doubt too: longer
// than anything that was found of a child for a journey holds.
const nearly = 1

func (c Changed) speaks() bool {
	return c.Given+c.Family+c.Sex+c.Residence+c.Destination+c.Area+c.Alone != "" || !c.Born.IsZero() ||
		len(c.Nationalities)+len(c.Languages)+len(c.Groups) > 0
}

// Over is an identity once it is changed; groups are added.
func (c Changed) Over(i Identity) Identity {
	put(&i.Given, c.Given)
	put(&i.Family, c.Family)
	put(&i.Sex, c.Sex)
	put(&i.Residence, c.Residence)
	if c.Destination != "" && c.Destination != i.Destination {
		i.Destination, i.Area = c.Destination, "" // an area is of one country
	}
	put(&i.Area, c.Area)
	put(&i.Alone, c.Alone)
	if !c.Born.IsZero() {
		i.Born, i.BornTo = c.Born, c.BornTo
	}
	if len(c.Nationalities) > 0 {
		i.Nationalities = c.Nationalities
	}
	if len(c.Languages) > 0 {
		i.Languages = c.Languages
	}
	for _, g := range c.Groups {
		if !slices.Contains(i.Groups, g) {
			i.Groups = append(slices.Clone(i.Groups), g)
		}
	}
	return i
}

func put(field *string, value string) {
	if value != "" {
		*field = value
	}
}

// without is what c says of fields of which other says nothing.
func (c Changed) without(other Changed) Changed {
	drop(&c.Given, other.Given)
	drop(&c.Family, other.Family)
	drop(&c.Sex, other.Sex)
	drop(&c.Residence, other.Residence)
	drop(&c.Destination, other.Destination)
	drop(&c.Area, other.Area)
	drop(&c.Alone, other.Alone)
	if !other.Born.IsZero() {
		c.Born, c.BornTo = day.Day{}, day.Day{}
	}
	if len(other.Nationalities) > 0 {
		c.Nationalities = nil
	}
	if len(other.Languages) > 0 {
		c.Languages = nil
	}
	return c
}

// settling is what the event at says in place of what stands. The word of a list does not
// settle whose national somebody is of whom that was not known, or where somebody will live
// of whom an officer said it, to where returns may be suspended: both are kept, until an
// officer who knows them decides.
func settling(said Changed, stands ledger.Said[Changed], at ledger.Ref) Changed {
	if at.Imported == "" {
		return said
	}
	if slices.ContainsFunc(stands.Value.Nationalities, safeguard.NoNation) {
		said.Nationalities = nil
	}
	if stands.Imported == "" {
		said.Destination, said.Area = "", ""
	}
	return said
}

func drop(field *string, other string) {
	if other != "" {
		*field = ""
	}
}

// identify folds what the event at says of who the person is: of each field it
// takes the place of what its author could know, and of nothing else.
func (c *Case) identify(said Changed, not []string, at ledger.Ref) {
	c.belong(said, not, at)
	said.Groups = nil // kept in Belongs
	standing := make([]ledger.Said[Changed], 0, len(c.Said.Identity)+1)
	for _, s := range c.Said.Identity {
		if c.Knows(at, s.Ref) {
			s.Value = s.Value.without(settling(said, s, at))
		}
		if s.Value.speaks() {
			standing = append(standing, s)
		}
	}
	c.Said.Identity = append(standing, ledger.Said[Changed]{Ref: at, Value: said})
	if said.Destination+said.Area != "" {
		c.Destinations = append(c.Destinations, safeguard.Destination{Ref: at, Destination: said.Destination, Area: said.Area})
	}
	c.Identity = Identity{}
	for _, s := range c.Said.Identity {
		c.Identity = s.Value.Over(c.Identity)
	}
	c.Identity.Groups = c.groups()
	c.keepCompany(said.Alone, at)
}

// Belonging is something that somebody said the person is, for which they may
// be at risk: a nationality, a country of residence, a group.
type Belonging struct {
	safeguard.Belonging
	What string `json:"what"`
}

const (
	nationality = "nationality"
	residence   = "residence"
	group       = "group"
	leftBehind  = "left" // by a file that was erased: nobody knows which of them
)

// belong keeps what the event at says that the person is, and what it says that
// they are not: nothing that may put them at risk goes by one officer's word.
// The word of a list takes nothing back.
func (c *Case) belong(said Changed, not []string, at ledger.Ref) {
	for i := range c.Belongs {
		b := &c.Belongs[i]
		if at.Imported == "" && c.Past.Follows(at, b.Ref) && b.denied(said, not) {
			b.Back = append(b.Back, at)
		}
	}
	keep := func(what string, all ...string) {
		for _, to := range all {
			if to != "" {
				c.Belongs = append(c.Belongs, Belonging{safeguard.Belonging{Ref: at, To: to}, what})
			}
		}
	}
	keep(nationality, said.Nationalities...)
	keep(residence, said.Residence)
	keep(group, said.Groups...)
}

func (b Belonging) denied(said Changed, not []string) bool {
	switch b.What {
	case nationality:
		return len(said.Nationalities) > 0 && !slices.Contains(said.Nationalities, b.To)
	case residence:
		return said.Residence != "" && said.Residence != b.To
	case leftBehind:
		return len(b.To) == 3 && len(said.Nationalities) > 0 && !slices.Contains(said.Nationalities, b.To) && said.Residence != b.To
	}
	return slices.Contains(not, b.To)
}

// groups are those that no two officers took back.
func (c *Case) groups() []string {
	var all []string
	for _, b := range c.Belongs {
		if b.What == group && !b.TakenBack() && !slices.Contains(all, b.To) {
			all = append(all, b.To)
		}
	}
	return all
}
