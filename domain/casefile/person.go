package casefile

import (
	"slices"
	"strings"

	"amana/domain/counselling"
	"amana/domain/day"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// Identity is who a person says they are.
type Identity struct {
	Given         string   `json:"given" max:"100" doc:"given names"`
	Family        string   `json:"family,omitempty" max:"100" doc:"family name or father's name, if they use one"`
	Born          day.Day  `json:"born" doc:"day of birth, or the earliest it may be"`
	BornTo        day.Day  `json:"bornTo,omitzero" doc:"the latest day it may be, when the day is not known"`
	Sex           string   `json:"sex" codes:"woman,man,other" doc:"as the person says"`
	Nationalities []string `json:"nationalities" format:"nationality" doc:"ISO 3166-1 alpha-3 codes, or stateless, unknown, disputed"`
	Residence     string   `json:"residence,omitempty" format:"country" doc:"country of habitual residence, if another"`
	Groups        []string `json:"groups,omitempty" seal:"asylum" doc:"groups at risk that the person belongs to"`
	Languages     []string `json:"languages" format:"language" doc:"languages the person understands, ISO 639-3, best first"`
	Destination   string   `json:"destination" format:"country" doc:"the country where the person will live"`
	Area          string   `json:"area,omitempty" format:"reference" doc:"where in that country, as suspensions name areas: the country, a slash and the area, NGA/BO"`
	Alone         string   `json:"alone,omitempty" codes:"with-parent,separated,unaccompanied" doc:"of a child"`
}

func (i Identity) check(d ledger.Deed) error {
	today := d.Day()
	switch {
	case i.Born.After(today):
		return fault.New(fault.Invalid, "fault.born-in-the-future").In("born")
	case i.Born.Before(today.AddYears(-130)):
		return fault.New(fault.Invalid, "fault.born-too-long-ago").In("born")
	case !i.BornTo.IsZero() && (i.BornTo.Before(i.Born) || i.BornTo.After(today)):
		return fault.New(fault.Invalid, "fault.ends-before-it-starts").In("bornTo")
	case i.Area != "" && !strings.HasPrefix(i.Area, i.Destination+"/"):
		return fault.New(fault.Invalid, "fault.area-elsewhere", fault.A("destination", i.Destination)).In("area")
	}
	return nil
}

// Open starts a case. A case belongs to exactly one person.
type Open struct {
	Identity
	Office string            `json:"office" format:"reference" doc:"the office that takes the case"`
	Wish   *counselling.Wish `json:"wish,omitempty" doc:"the wish with which it starts, if there is one"`
	Mother string            `json:"mother,omitempty" format:"reference" doc:"for a child born on the way: the mother's case"`

	Reference string `json:"reference,omitempty" max:"200" doc:"for a case taken over from a list: the list and the person's reference in it"`
}

// Opened is the event.
type Opened struct {
	Identity
	Number string `json:"number"`
	Office string `json:"office"`
	Mother string `json:"mother,omitempty"`

	Reference string `json:"reference,omitempty"`
}

func (Opened) Kind() string { return "case.opened" }

func (c Open) Decide(s *Case, d ledger.Deed) ([]ledger.Body, error) {
	if s.Number != "" {
		return nil, fault.New(fault.Conflict, "fault.exists-already")
	}
	if err := c.check(d); err != nil {
		return nil, err
	}
	events := []ledger.Body{Opened{c.Identity, d.Number, c.Office, c.Mother, c.Reference}}
	if c.Wish != nil {
		events = append(events, counselling.Stated{Wish: *c.Wish})
	}
	return events, nil
}

// RecordCustody records whether the person was held, on one of four dates.
type RecordCustody struct {
	Date  string `json:"date" codes:"first-contact,wish,consent,eve,now" doc:"on which of the dates; eve is the night before departure"`
	Held  bool   `json:"held" doc:"whether they were held"`
	Place string `json:"place,omitempty" format:"reference" doc:"where, if it is a place that is monitored"`
	Holds string `json:"holds,omitempty" codes:"official,unofficial,smuggler,employer,other" doc:"who holds them"`
}

// CustodyRecorded is the event.
type CustodyRecorded struct{ RecordCustody }

func (CustodyRecorded) Kind() string { return "custody.recorded" }

// Decide asks when somebody who is on record as held was not: what was entered
// without a time may be history. The word of a list frees nobody, whenever it was.
func (c RecordCustody) Decide(s *Case, d ledger.Deed) ([]ledger.Body, error) {
	if held, _ := s.Held(); held && !c.Held && c.Date != "now" && d.Imported == "" && d.Happened.Equal(d.Moment) {
		return nil, fault.New(fault.Invalid, "fault.custody-when").In("happened")
	}
	return ledger.One(CustodyRecorded{c})
}

// JoinHousehold links the case to others that travel, or may travel, together.
type JoinHousehold struct {
	Household string `json:"household" format:"reference" doc:"the household's code"`
	Relation  string `json:"relation" codes:"head,spouse,child,parent,sibling,other" doc:"what the person is in it"`
}

// HouseholdJoined is the event.
type HouseholdJoined struct{ JoinHousehold }

func (HouseholdJoined) Kind() string { return "household.joined" }

func (c JoinHousehold) Decide(*Case, ledger.Deed) ([]ledger.Body, error) {
	return ledger.One(HouseholdJoined{c})
}

// RecordBirth records a child born on the way; it opens the newborn's case.
type RecordBirth struct {
	Day  day.Day `json:"day" doc:"day of birth"`
	Sex  string  `json:"sex" codes:"woman,man,other" doc:"as the mother says"`
	Name string  `json:"name" max:"100" doc:"given names"`
}

// BirthRecorded is the event.
type BirthRecorded struct{ RecordBirth }

func (BirthRecorded) Kind() string { return "birth.recorded" }

func (c RecordBirth) Decide(_ *Case, d ledger.Deed) ([]ledger.Body, error) {
	if c.Day.After(d.Day()) {
		return nil, fault.New(fault.Invalid, "fault.born-in-the-future").In("day")
	}
	return ledger.One(BirthRecorded{c})
}

// SuspectDuplicate records that another file is likely the same person's.
type SuspectDuplicate struct {
	Other string `json:"other" format:"reference" doc:"the other case's number"`
}

// DuplicateSuspected is the event.
type DuplicateSuspected struct{ SuspectDuplicate }

func (DuplicateSuspected) Kind() string { return "duplicate.suspected" }

func (c SuspectDuplicate) Decide(s *Case, _ ledger.Deed) ([]ledger.Body, error) {
	if c.Other == s.Number {
		return nil, fault.New(fault.Invalid, "fault.same-case").In("other")
	}
	return ledger.One(DuplicateSuspected{c})
}

// CountLikely says of how many other files, besides those that are named, it is
// not known whether they are the same person's. Where many people share a name
// they are named a few at a time, and the file waits for all.
type CountLikely struct {
	More int `json:"more" min:"0" doc:"how many other files are likely the same person's and not named yet; 0: all are named"`
}

// LikelyCounted is the event.
type LikelyCounted struct{ CountLikely }

func (LikelyCounted) Kind() string { return "likely.counted" }

func (c CountLikely) Decide(*Case, ledger.Deed) ([]ledger.Body, error) {
	return ledger.One(LikelyCounted{c})
}

// Unnamed are the likely other files that nobody can look at yet, because they
// are not named. Of counts that did not know of each other the highest stands.
func (c *Case) Unnamed() (most safeguard.Unnamed) {
	for _, said := range c.Said.Likely {
		if said.Value > most.Files {
			most = safeguard.Unnamed{Ref: said.Ref, Files: said.Value}
		}
	}
	return most
}

// Unlooked says whether a file is named that nobody has looked at.
func (c *Case) Unlooked() bool {
	return slices.ContainsFunc(c.duplicates(), func(d safeguard.Duplicate) bool { return d.Settled.IsZero() })
}

// SettleDuplicate links the other file, or refuses it with a reason.
type SettleDuplicate struct {
	Other  string `json:"other" format:"reference" doc:"the other case's number"`
	Same   bool   `json:"same" doc:"it is the same person: the files are linked and their vetoes count in both"`
	Reason string `json:"reason" seal:"protection" max:"1000" doc:"why"`
}

// DuplicateSettled is the event.
type DuplicateSettled struct{ SettleDuplicate }

func (DuplicateSettled) Kind() string { return "duplicate.settled" }

func (c SettleDuplicate) Decide(s *Case, d ledger.Deed) ([]ledger.Body, error) {
	known := false
	for _, suspected := range s.Duplicates {
		if suspected.Other != c.Other {
			continue
		}
		if known = true; !c.Same && d.Happened.Before(suspected.Since) {
			return nil, fault.TooEarly(suspected.Since)
		}
	}
	if !known {
		return nil, fault.New(fault.Invalid, "fault.no-such-duplicate").In("other")
	}
	return ledger.One(DuplicateSettled{c})
}

// Unlink is the word of an officer who looked at both files that they are two
// persons'. It takes two: not the one who linked them first, and another who
// confirms it. Until then nothing is released.
type Unlink struct {
	Other  string `json:"other" format:"reference" doc:"the other case's number"`
	Reason string `json:"reason" seal:"protection" max:"1000" doc:"why"`
}

// Unlinked is the event.
type Unlinked struct{ Unlink }

func (Unlinked) Kind() string { return "case.unlinked" }

func (c Unlink) Decide(s *Case, d ledger.Deed) ([]ledger.Body, error) {
	link := s.link(c.Other)
	switch {
	case link == nil:
		return nil, fault.New(fault.Invalid, "fault.no-such-duplicate").In("other")
	case link.Apart.IsZero() && link.Settled.By == d.By, !link.Apart.IsZero() && link.Apart.By == d.By:
		return nil, fault.New(fault.Denied, "fault.another-officer")
	case d.Happened.Before(link.Settled.Since):
		return nil, fault.TooEarly(link.Settled.Since)
	}
	return ledger.One(Unlinked{c})
}
