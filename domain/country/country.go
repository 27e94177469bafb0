// Package country holds what is known of a country on a given day: of one of
// destination its sheet, suspensions of returns, the list of those at risk and
// the options that open; of the one where people are its sheet. Each has one
// stream.
package country

import (
	"maps"
	"slices"
	"strings"
	"time"

	"amana/domain/day"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// State is one country.
type State struct {
	Reference  string               `json:"reference"` // ISO 3166-1 alpha-3
	Sheet      string               `json:"sheet"`
	Issued     map[string]time.Time `json:"issued,omitempty"` // each version, and since when it is on record
	Again      map[string]time.Time `json:"again,omitempty"`  // those that were issued more than once, and when last
	AtRisk     []string             `json:"atRisk,omitempty"`
	Structural []string             `json:"structural,omitempty"`
	Suspended  []Suspension         `json:"suspended,omitempty"` // what suspends returns and nobody who knew of it ended
	Options    map[string]time.Time `json:"options,omitempty"`
	Same       map[string][]string  `json:"same,omitempty"` // of each version, those from the last material change to it, in order

	Said []ledger.Said[Issue] `json:"said,omitempty"` // several: who is at risk by any is, and no sheet is current
}

// Kinds are the events of this stream.
var Kinds = []ledger.Body{Issued{}, Suspended{}, Resumed{}, OptionOpened{}}

// Issue publishes a country sheet. It differs materially from the one before
// unless whoever issues it says that it does not.
type Issue struct {
	Reference  string   `json:"reference" format:"country" doc:"ISO 3166-1 alpha-3 code"`
	Sheet      string   `json:"sheet" format:"reference" doc:"the sheet's version"`
	AtRisk     []string `json:"atRisk,omitempty" doc:"nationalities, residences and groups at risk, as UNHCR's position of that date has them"`
	Structural []string `json:"structural,omitempty" codes:"no-asylum-law,irregular-stay-a-crime,detention-without-recourse" doc:"of the country where people are: structural constraints, recorded once per date and published for all"`
	Source     string   `json:"source" max:"500" doc:"on what it rests, with its date"`
	Immaterial bool     `json:"immaterial,omitempty" doc:"the change is not material: what was assessed on the sheet before holds; never where those at risk are others"`
}

// Issued is the event.
type Issued struct{ Issue }

func (Issued) Kind() string { return "country.issued" }

// Decide refuses a name that was used: what rested on the sheet that had it would
// rest on this one unread. Of several that stand one may be issued again.
func (c Issue) Decide(s State, _ ledger.Deed) ([]ledger.Body, error) {
	_, used := s.Issued[c.Sheet]
	switch {
	case s.Reference != "" && s.Reference != c.Reference:
		return nil, fault.New(fault.Invalid, "fault.another-subject").In("reference")
	case used && len(s.Said) < 2:
		return nil, fault.New(fault.Conflict, "fault.sheet-issued-already").In("sheet")
	case c.Immaterial && (s.Sheet == "" || !alike(s.AtRisk, c.AtRisk) || !alike(s.Structural, c.Structural)):
		return nil, fault.New(fault.Invalid, "fault.change-is-material").In("immaterial")
	}
	return ledger.One(Issued{c})
}

// Suspend stops returns to the country, or to areas of it.
type Suspend struct {
	Reason string   `json:"reason" max:"500" doc:"why, with its source"`
	Areas  []string `json:"areas,omitempty" format:"reference" doc:"the areas to which returns stop: the country, a slash and the area, NGA/BO; absent: all of the country. Whoever is not known to live elsewhere in it is stopped too"`
}

// Suspension is one that stands.
type Suspension struct {
	ledger.Ref
	Areas []string      `json:"areas,omitempty"` // none: all of the country
	Stray *ledger.Stray `json:"stray,omitempty"` // that it is one nobody can read
}

// Suspended is the event.
type Suspended struct{ Suspend }

func (Suspended) Kind() string          { return "country.suspended" }
func (Suspended) Effect() ledger.Effect { return ledger.Stop }

func (c Suspend) Decide(s State, _ ledger.Deed) ([]ledger.Body, error) {
	if s.Reference != "" && slices.ContainsFunc(c.Areas, func(a string) bool { return !strings.HasPrefix(a, s.Reference+"/") }) {
		return nil, fault.New(fault.Invalid, "fault.area-elsewhere", fault.A("destination", s.Reference)).In("areas")
	}
	return s.one(Suspended{c})
}

// Resume ends a suspension.
type Resume struct {
	Reason string `json:"reason" max:"500" doc:"why, with its source"`
}

// Resumed is the event.
type Resumed struct{ Resume }

func (Resumed) Kind() string          { return "country.resumed" }
func (Resumed) Effect() ledger.Effect { return ledger.Lift }

func (c Resume) Decide(s State, d ledger.Deed) ([]ledger.Body, error) {
	for _, by := range s.Suspended {
		if d.Happened.Before(by.Since) {
			return nil, fault.TooEarly(by.Since)
		}
	}
	return s.one(Resumed{c})
}

// OpenOption records that an option other than return opened for people of
// this destination: everybody concerned is told again.
type OpenOption struct {
	Option string `json:"option" codes:"international-protection,stay,alternative-to-detention,community-placement,resettlement-or-evacuation" doc:"the option"`
}

// OptionOpened is the event.
type OptionOpened struct{ OpenOption }

func (OptionOpened) Kind() string { return "country.option-opened" }

func (c OpenOption) Decide(s State, _ ledger.Deed) ([]ledger.Body, error) {
	return s.one(OptionOpened{c})
}

func (s State) one(b ledger.Body) ([]ledger.Body, error) {
	if s.Reference == "" {
		return nil, fault.New(fault.Missing, "fault.no-such-country")
	}
	return ledger.One(b)
}

// Apply folds one event of the country.
func (s *State) Apply(e *ledger.Event, at ledger.Ref, past *ledger.Ancestry) {
	switch b := e.Body.(type) {
	case Issued:
		s.succeed(&b.Issue, ledger.Unsay(past, s.Said, at))
		s.issue(ledger.Say(past, s.Said, at, b.Issue))
		s.record(b.Sheet, at.Until)
	case Suspended:
		s.Suspended = append(s.Suspended, Suspension{Ref: at, Areas: b.Areas})
	case Resumed:
		s.Suspended = slices.DeleteFunc(s.Suspended, func(r Suspension) bool { return past.Follows(at, r.Ref) })
	case OptionOpened:
		if s.Options == nil {
			s.Options = map[string]time.Time{}
		}
		if at.Until.After(s.Options[b.Option]) {
			s.Options[b.Option] = at.Until // told before that, they were not told of it
		}
	}
}

// Stray keeps what nobody can read as if it suspended returns to all of the country, until
// somebody who knows of it says that they go on.
func (s *State) Stray(x ledger.Stray) {
	s.Suspended = append(s.Suspended, Suspension{Ref: x.Ref, Stray: &x})
}

// record keeps since when a version is on record, and when it was last issued again. Facts
// that were handed out do not change.
func (s *State) record(sheet string, at time.Time) {
	since, again := s.Issued[sheet]
	if again {
		s.Again = put(s.Again, sheet, day.Later(day.Later(s.Again[sheet], since), at))
	}
	if !again || at.Before(since) {
		s.Issued = put(s.Issued, sheet, at)
	}
}

func put(all map[string]time.Time, key string, at time.Time) map[string]time.Time {
	next := maps.Clone(all)
	if next == nil {
		next = map[string]time.Time{}
	}
	next[key] = at
	return next
}

// succeed keeps on which sheets what was assessed holds under a new one. beside
// are those that it did not know of: where there are any, or it took the place of
// several, nobody has compared them, and the change is material.
func (s *State) succeed(i *Issue, beside []ledger.Said[Issue]) {
	same := []string{i.Sheet}
	if i.Immaterial && len(beside) == 0 && s.Sheet != "" && s.Sheet != i.Sheet {
		same = append(slices.Clone(s.Same[s.Sheet]), i.Sheet)
	}
	s.Same = maps.Clone(s.Same)
	if s.Same == nil {
		s.Same = map[string][]string{}
	}
	s.Same[i.Sheet] = same
}

// issue keeps the sheets that no later one knew of. While they are not one,
// nobody was assessed by the newest, until somebody who knows them issues it.
func (s *State) issue(standing []ledger.Said[Issue]) {
	s.Said, s.AtRisk, s.Structural = standing, nil, nil
	for _, i := range standing {
		s.Reference, s.Sheet = i.Value.Reference, i.Value.Sheet
		s.AtRisk, s.Structural = union(s.AtRisk, i.Value.AtRisk), union(s.Structural, i.Value.Structural)
	}
	if slices.ContainsFunc(standing, func(i ledger.Said[Issue]) bool { return i.Value.Sheet != s.Sheet }) {
		s.Sheet = ""
	}
}

// alike says whether two lists hold the same.
func alike(a, b []string) bool {
	holds := func(all, some []string) bool {
		return !slices.ContainsFunc(some, func(x string) bool { return !slices.Contains(all, x) })
	}
	return holds(a, b) && holds(b, a)
}

func union(all, more []string) []string {
	for _, m := range more {
		if !slices.Contains(all, m) {
			all = append(all, m)
		}
	}
	return all
}

// Fact is what the rules may ask about the country.
func (s *State) Fact() *safeguard.Country {
	c := &safeguard.Country{Sheet: s.Sheet, Same: s.Same[s.Sheet], Issued: s.Issued, Again: s.Again, AtRisk: s.AtRisk, Options: s.Options}
	for _, by := range s.Suspended {
		if by.Stray != nil {
			c.Unread = append(c.Unread, *by.Stray)
			continue
		}
		c.Suspended = c.Suspended || len(by.Areas) == 0
		c.Areas = union(c.Areas, by.Areas)
	}
	return c
}
