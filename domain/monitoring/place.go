// Package monitoring holds what is known of the places where people are held:
// due-diligence reviews, grave incidents, persons wanted by an international
// court. Each place has one stream.
package monitoring

import (
	"slices"
	"time"

	"amana/domain/day"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// State is one place.
type State struct {
	Reference string        `json:"reference"`
	Official  bool          `json:"official,omitempty"`
	Reviewed  time.Time     `json:"reviewed,omitzero"`
	Valid     day.Day       `json:"valid,omitzero"`
	Wanted    bool          `json:"wanted,omitempty"`
	Incidents []ledger.Hash `json:"incidents,omitempty"` // open
}

// Kinds are the events of this stream.
var Kinds = []ledger.Body{PlaceReviewed{}, IncidentOpened{}, IncidentClosed{}}

// ReviewPlace records a due-diligence review of a place of detention.
type ReviewPlace struct {
	Reference string  `json:"reference" format:"reference" doc:"the place's code"`
	Official  bool    `json:"official" doc:"run by an authority that answers for it"`
	Valid     day.Day `json:"valid" doc:"the review holds to the end of this day"`
	Wanted    bool    `json:"wanted" seal:"protection" doc:"under a person wanted by an international court; the reason is sealed to the head of protection"`
	Grounds   string  `json:"grounds" seal:"protection" max:"4000" doc:"what was found"`
}

// PlaceReviewed is the event.
type PlaceReviewed struct{ ReviewPlace }

func (PlaceReviewed) Kind() string { return "place.reviewed" }

func (e PlaceReviewed) Effect() ledger.Effect {
	if e.Wanted || !e.Official {
		return ledger.Stop
	}
	return ledger.None
}

func (c ReviewPlace) Decide(s State, d ledger.Deed) ([]ledger.Body, error) {
	switch {
	case s.Reference != "" && s.Reference != c.Reference:
		return nil, fault.New(fault.Invalid, "fault.another-subject").In("reference")
	case c.Valid.Before(day.Of(d.Happened)):
		return nil, fault.New(fault.Invalid, "fault.not-in-the-past").In("valid")
	}
	return one(PlaceReviewed{c})
}

// OpenIncident records a grave incident at a place.
type OpenIncident struct {
	Incident string `json:"incident" seal:"protection" codes:"killing,torture,sexual-violence,disappearance,extortion,forced-labour,denial-of-access,other" doc:"what happened"`
}

// IncidentOpened is the event.
type IncidentOpened struct{ OpenIncident }

func (IncidentOpened) Kind() string          { return "place.incident-opened" }
func (IncidentOpened) Effect() ledger.Effect { return ledger.Stop }

func (c OpenIncident) Decide(s State, _ ledger.Deed) ([]ledger.Body, error) {
	if s.Reference == "" {
		return nil, fault.New(fault.Missing, "fault.no-such-place")
	}
	return one(IncidentOpened{c})
}

// CloseIncident ends an incident.
type CloseIncident struct {
	Incident ledger.Hash `json:"incident" doc:"the event that opened it"`
	Outcome  string      `json:"outcome" seal:"protection" max:"2000" doc:"what was done"`
}

// IncidentClosed is the event.
type IncidentClosed struct{ CloseIncident }

func (IncidentClosed) Kind() string          { return "place.incident-closed" }
func (IncidentClosed) Effect() ledger.Effect { return ledger.Lift }

func (c CloseIncident) Decide(s State, _ ledger.Deed) ([]ledger.Body, error) {
	if !slices.Contains(s.Incidents, c.Incident) {
		return nil, fault.New(fault.Invalid, "fault.no-such-event").In("incident")
	}
	return one(IncidentClosed{c})
}

func one(b ledger.Body) ([]ledger.Body, error) { return []ledger.Body{b}, nil }

// Apply folds one event of the place.
func (s *State) Apply(e *ledger.Event, at ledger.Ref, _ *ledger.Ancestry) {
	switch b := e.Body.(type) {
	case PlaceReviewed:
		s.Reference, s.Official, s.Reviewed, s.Valid, s.Wanted = b.Reference, b.Official, at.Since, b.Valid, b.Wanted
		if e.Sealed.Has(ledger.Protection) {
			s.Wanted = s.Wanted || e.Effect == ledger.Stop
		}
	case IncidentOpened:
		s.Incidents = append(s.Incidents, at.ID)
	case IncidentClosed:
		s.Incidents = slices.DeleteFunc(s.Incidents, func(h ledger.Hash) bool { return h == b.Incident })
	}
}

// Fact is what the rules may ask about the place.
func (s *State) Fact(zone *time.Location) safeguard.Place {
	p := safeguard.Place{Reviewed: s.Reviewed, Official: s.Official, Wanted: s.Wanted, Incident: len(s.Incidents) > 0}
	if !s.Valid.IsZero() {
		p.ValidUntil = s.Valid.End(zone)
	}
	return p
}
