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

// State is one place, as it was on each day.
type State struct {
	Reference string     `json:"reference"`
	Reviews   []Review   `json:"reviews,omitempty"`
	Incidents []Incident `json:"incidents,omitempty"`
	Visits    []Visit    `json:"visits,omitempty"`
}

// Review is a due-diligence review: whether what is said inside counts and, for
// who may read it, why not. Of two that did not know of each other each is
// against the place if the other is.
type Review struct {
	ledger.Ref
	Against bool    `json:"against,omitempty"`
	Valid   day.Day `json:"valid"`
	Found   *Found  `json:"found,omitempty"` // nil where it cannot be read
}

// Found is what a review found.
type Found struct {
	Official bool   `json:"official"`
	Wanted   bool   `json:"wanted"`
	Grounds  string `json:"grounds"`
}

// Incident is a grave incident.
type Incident struct {
	ledger.Ref
	What   string     `json:"what,omitempty"` // "" where it cannot be read
	From   day.Day    `json:"from,omitzero"`
	Closed ledger.Ref `json:"closed,omitzero"`
	Stray  bool       `json:"stray,omitempty"` // nobody can read it: since when it is, nobody knows

	Outcome string `json:"outcome,omitempty"` // "" where it cannot be read
}

// Visit is that an officer was inside on a day.
type Visit struct {
	ledger.Ref
	Day     day.Day  `json:"day"`
	Outside []string `json:"outside,omitempty"`
}

// Kinds are the events of this stream.
var Kinds = []ledger.Body{PlaceReviewed{}, IncidentOpened{}, IncidentClosed{}, PlaceVisited{}}

// ReviewPlace records a due-diligence review of a place of detention. What was
// found is sealed to the head of protection: to everybody else the event says by
// its effect whether what is said inside counts.
type ReviewPlace struct {
	Reference string  `json:"reference" format:"reference" doc:"the place's code"`
	Official  bool    `json:"official" seal:"protection" doc:"run by an authority that answers for it"`
	Valid     day.Day `json:"valid" doc:"the review holds to the end of this day"`
	Wanted    bool    `json:"wanted" seal:"protection" doc:"under a person wanted by an international court"`
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
	return ledger.One(PlaceReviewed{c})
}

// OpenIncident records a grave incident at a place.
type OpenIncident struct {
	Incident string  `json:"incident" seal:"protection" codes:"killing,torture,sexual-violence,disappearance,extortion,forced-labour,denial-of-access,emptied,raided,other" doc:"what happened"`
	From     day.Day `json:"from,omitzero" doc:"the first day that it concerns, where that is earlier: what was said inside since then does not count"`
}

// IncidentOpened is the event.
type IncidentOpened struct{ OpenIncident }

func (IncidentOpened) Kind() string          { return "place.incident-opened" }
func (IncidentOpened) Effect() ledger.Effect { return ledger.Stop }

func (c OpenIncident) Decide(s State, d ledger.Deed) ([]ledger.Body, error) {
	switch {
	case s.Reference == "":
		return nil, fault.New(fault.Missing, "fault.no-such-place")
	case c.From.After(day.Of(d.Happened).Add(1)): // a day may have begun elsewhere
		return nil, fault.New(fault.Invalid, "fault.not-in-the-future").In("from")
	}
	return ledger.One(IncidentOpened{c})
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
	if !slices.ContainsFunc(s.Incidents, func(i Incident) bool { return i.ID == c.Incident && i.Closed.IsZero() }) {
		return nil, fault.New(fault.Invalid, "fault.no-such-event").In("incident")
	}
	return ledger.One(IncidentClosed{c})
}

// VisitPlace records that whoever records it was inside the place on a day, and
// who came along from outside. Talks that were held there on a day without a
// visit are looked at: no rule rests on it.
type VisitPlace struct {
	Day     day.Day  `json:"day" doc:"the day on which you were inside"`
	Outside []string `json:"outside,omitempty" codes:"unhcr,observer,lawyer,doctor,embassy,other" doc:"who came along from outside the programme"`
}

// PlaceVisited is the event.
type PlaceVisited struct{ VisitPlace }

func (PlaceVisited) Kind() string { return "place.visited" }

func (c VisitPlace) Decide(s State, d ledger.Deed) ([]ledger.Body, error) {
	switch {
	case s.Reference == "":
		return nil, fault.New(fault.Missing, "fault.no-such-place")
	case c.Day.After(day.Of(d.Happened).Add(1)): // a day may have begun elsewhere
		return nil, fault.New(fault.Invalid, "fault.not-in-the-future").In("day")
	}
	return ledger.One(PlaceVisited{c})
}

// Apply folds one event of the place.
func (s *State) Apply(e *ledger.Event, at ledger.Ref, past *ledger.Ancestry) {
	switch b := e.Body.(type) {
	case PlaceReviewed:
		s.Reference = b.Reference
		r := Review{Ref: at, Against: e.Effect == ledger.Stop, Valid: b.Valid}
		if !e.Sealed.Has(ledger.Protection) {
			r.Found = &Found{b.Official, b.Wanted, b.Grounds}
		}
		s.review(r, past)
	case IncidentOpened:
		s.Incidents = append(s.Incidents, Incident{Ref: at, What: b.Incident, From: b.From})
	case PlaceVisited:
		s.Visits = append(s.Visits, Visit{at, b.Day, b.Outside})
	case IncidentClosed:
		for i := range s.Incidents {
			if k := &s.Incidents[i]; k.ID == b.Incident && at.Until.After(k.Closed.Until) {
				k.Closed, k.Outcome = at, b.Outcome
			}
		}
	}
}

func (s *State) review(r Review, past *ledger.Ancestry) {
	for i := range s.Reviews {
		o := &s.Reviews[i]
		if !past.Knows(r.Seq, o.Seq) {
			against := r.Against || o.Against
			r.Against, o.Against = against, against
		}
	}
	s.Reviews = append(s.Reviews, r)
}

// Stray keeps what nobody can read as a grave incident that was always open, until somebody
// who looked into it closes it.
func (s *State) Stray(x ledger.Stray) {
	s.Incidents = append(s.Incidents, Incident{Ref: x.Ref, Stray: true})
}

// Unexplained is the place to who may not read why it is no good: whether what
// is said inside counts, and since when.
func (s *State) Unexplained() *State {
	t := *s
	t.Reviews, t.Incidents = slices.Clone(s.Reviews), slices.Clone(s.Incidents)
	for i := range t.Reviews {
		t.Reviews[i].Found = nil
	}
	for i := range t.Incidents {
		t.Incidents[i].What, t.Incidents[i].Outcome = "", ""
	}
	return &t
}

// Fact is what the rules may ask about the place. What stops counts from the
// earliest that it can have been, what permits from when it was recorded.
func (s *State) Fact(zone *time.Location) safeguard.Place {
	var p safeguard.Place
	for _, r := range s.Reviews {
		from := r.Until
		if r.Against {
			from = r.Since
		}
		p.Reviews = append(p.Reviews, safeguard.PlaceReview{From: from, Until: r.Valid.End(zone), Said: r.Until, Against: r.Against})
	}
	for _, i := range s.Incidents {
		from := i.Since
		if !i.From.IsZero() {
			from = i.From.Start(zone)
		}
		p.Incidents = append(p.Incidents, safeguard.PlaceIncident{From: from, Until: i.Closed.Until, Unread: i.Stray})
	}
	return p
}

// Rests names the events on which a finding about somebody held here may rest: a
// visit is none of them.
func (s *State) Rests() []ledger.Hash {
	var all []ledger.Hash
	for _, r := range s.Reviews {
		all = append(all, r.ID)
	}
	for _, i := range s.Incidents {
		all = append(all, i.ID, i.Closed.ID)
	}
	return all
}

// Upheavals are the days on which the place was emptied or raided, whatever
// became of it since; false if of some incident nobody here reads what it was. What
// nobody anywhere reads says nothing more once somebody looked into it and closed it: who
// found an upheaval there opens an incident for it.
func (s *State) Upheavals(zone *time.Location) (all []safeguard.Upheaval, read bool) {
	read = true
	for _, i := range s.Incidents {
		switch {
		case i.What == "":
			read = read && i.Stray && !i.Closed.IsZero()
		case i.What == safeguard.Emptied, i.What == safeguard.Raided:
			on := i.From
			if on.IsZero() {
				on = day.Of(i.Since.In(zone))
			}
			all = append(all, safeguard.Upheaval{Sign: i.What, Day: on.Start(zone)})
		}
	}
	return all, read
}
