package casefile

import (
	"slices"
	"time"

	"amana/domain/assessment"
	"amana/domain/consent"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// PlaceHold vetoes the journey on behalf of protection, health or law.
type PlaceHold struct {
	For    string `json:"for" codes:"protection,health,law" doc:"on whose behalf"`
	Reason string `json:"reason" seal:"protection" max:"2000" doc:"why"`
}

// HoldPlaced is the event.
type HoldPlaced struct{ PlaceHold }

func (HoldPlaced) Kind() string          { return "hold.placed" }
func (HoldPlaced) Effect() ledger.Effect { return ledger.Stop }

func (c PlaceHold) Decide(*Case, ledger.Deed) ([]ledger.Body, error) {
	return ledger.One(HoldPlaced{c})
}

// LiftHold ends a hold that it names.
type LiftHold struct {
	Hold   ledger.Hash `json:"hold" doc:"the event that placed it"`
	Reason string      `json:"reason" seal:"protection" max:"2000" doc:"why"`
}

// HoldLifted is the event.
type HoldLifted struct{ LiftHold }

func (HoldLifted) Kind() string          { return "hold.lifted" }
func (HoldLifted) Effect() ledger.Effect { return ledger.Lift }

func (c LiftHold) Decide(s *Case, d ledger.Deed) ([]ledger.Body, error) {
	i := slices.IndexFunc(s.Holds, func(h safeguard.Hold) bool { return h.ID == c.Hold })
	switch {
	case i < 0:
		return nil, fault.New(fault.Invalid, "fault.no-such-event").In("hold")
	case d.Happened.Before(s.Holds[i].Since):
		return nil, fault.TooEarly(s.Holds[i].Since)
	}
	return ledger.One(HoldLifted{c})
}

// End records how the journey ended otherwise than by a return of ours. None
// of these is better or worse than another. After it the file, the help and
// the referrals can go on.
type End struct {
	Outcome   string `json:"outcome" codes:"not-travelling,stayed-with-help,asylum,evacuated,resettled,released,not-eligible,transferred,escaped,disappeared,lost-contact,left-by-own-means,deported,died" doc:"what happened"`
	Safeguard string `json:"safeguard,omitempty" max:"40" doc:"not-eligible: the rule"`
	Reason    string `json:"reason,omitempty" seal:"protection" max:"2000" doc:"not-eligible: why"`
}

// Ended is the event.
type Ended struct{ End }

func (Ended) Kind() string { return "case.ended" }

func (Ended) Effect() ledger.Effect { return ledger.Stop }

// Decide asks for a proposal of another officer, on the same rule, where the
// person is told that they are not eligible. An outcome that not everybody may
// know closes the file in the same act, as others are closed: that is all that
// they read of it.
func (c End) Decide(s *Case, d ledger.Deed) ([]ledger.Body, error) {
	switch {
	case c.Outcome == asylumOutcome:
		return []ledger.Body{Ended{c}, Closed{}, assessment.AsylumRequested{}}, nil // and nobody opens the file again without it
	case slices.Contains(stays[:], c.Outcome) && !s.leftAtNo():
		no := consent.Withdrawn{Withdraw: consent.Withdraw{Channel: "other", Heard: d.Officer()}, Ended: true} // nor by the consent of before
		return []ledger.Body{Ended{c}, no}, nil
	case c.Outcome != notEligibleOutcome:
		return ledger.One(Ended{c})
	}
	proposed := func(p Proposal) bool { return p.Safeguard == c.Safeguard }
	switch {
	case d.Imported != "":
		return nil, fault.New(fault.Denied, "fault.not-in-a-list") // a list is one person's word
	case c.Safeguard == "" || c.Reason == "":
		return nil, fault.New(fault.Invalid, "fault.not-eligible-needs-reasons").In("safeguard")
	case !slices.ContainsFunc(s.Proposals, proposed):
		return nil, fault.New(fault.Invalid, "fault.not-proposed").In("safeguard")
	case !slices.ContainsFunc(s.Proposals, func(p Proposal) bool { return proposed(p) && p.By != d.By }):
		return nil, fault.New(fault.Denied, "fault.another-officer")
	}
	return []ledger.Body{Ended{c}, Closed{}}, nil
}

// stays are the outcomes by which it is the person's own will that they do not
// return: a no, whether or not they had said yes before.
var stays = [...]string{"not-travelling", "stayed-with-help"}

// leftAtNo says whether the last that was talked of with the person is a no of theirs
// that stands: whoever ends the file says nothing new of it.
func (c *Case) leftAtNo() bool {
	n := len(c.Consent.Withdrawals)
	if n == 0 || !c.Withdrawn() {
		return false
	}
	no := c.Consent.Withdrawals[n-1].Ref
	return !slices.ContainsFunc(c.Counselling.Sessions, func(s safeguard.Session) bool { return !c.Knows(no, s.Ref) }) &&
		!slices.ContainsFunc(c.Consent.Consents, func(g safeguard.Consent) bool { return !c.Knows(no, g.Ref) })
}

// keptFrom says whether the file ended because the person does not travel, whatever they
// will: nobody takes them by another file of theirs. asylum: that tells something of asylum.
func (c *Case) keptFrom() (kept, asylum bool) {
	for _, e := range c.Said.Ending {
		if e.Value == notEligibleOutcome || e.Value == "died" {
			kept, asylum = true, asylum || behindOutcome(e.Value, c.Ground).Has(ledger.Asylum)
		}
	}
	return kept, asylum
}

// Outcomes that tell something of a compartment.
const (
	asylumOutcome      = "asylum"
	notEligibleOutcome = "not-eligible"
)

// ProposeEnd is the first of two officers who find that a person is not
// eligible; it ends nothing.
type ProposeEnd struct {
	Safeguard string `json:"safeguard" max:"40" doc:"the rule"`
	Reason    string `json:"reason" seal:"protection" max:"2000" doc:"why"`
}

// EndProposed is the event.
type EndProposed struct{ ProposeEnd }

func (EndProposed) Kind() string { return "case.end-proposed" }

func (c ProposeEnd) Decide(*Case, ledger.Deed) ([]ledger.Body, error) {
	if !safeguard.Known(safeguard.ID(c.Safeguard)) || c.Reason == "" {
		return nil, fault.New(fault.Invalid, "fault.not-eligible-needs-reasons").In("safeguard")
	}
	return ledger.One(EndProposed{c})
}

// Proposal is what an officer proposed, on which rule.
type Proposal struct {
	ledger.Ref
	Safeguard string `json:"safeguard"`
}

// Close closes a file in which nothing is left to do.
type Close struct{}

// Closed is the event.
type Closed struct{ Close }

func (Closed) Kind() string { return "case.closed" }

func (c Close) Decide(*Case, ledger.Deed) ([]ledger.Body, error) {
	return ledger.One(Closed{c})
}

// Reopen opens an ended or closed file again: the person came back to it.
type Reopen struct{}

// Reopened is the event.
type Reopened struct{ Reopen }

func (Reopened) Kind() string          { return "case.reopened" }
func (Reopened) Effect() ledger.Effect { return ledger.Lift }

func (c Reopen) Decide(s *Case, d ledger.Deed) ([]ledger.Body, error) {
	switch {
	case s.Erased:
		return nil, fault.New(fault.Missing, "fault.no-such-case")
	case s.Ending == "" && !s.IsClosed:
		return nil, fault.New(fault.Invalid, "fault.not-ended")
	}
	if err := earlierThan(s.Said.Ending, d); err != nil {
		return nil, err
	}
	if err := earlierThan(s.Said.Closed, d); err != nil {
		return nil, err
	}
	return ledger.One(Reopened{c})
}

// earlierThan is the fault of a deed that came before what ended a file, or nil: it
// would undo what was not there yet.
func earlierThan[T any](ended []ledger.Said[T], d ledger.Deed) error {
	for _, e := range ended {
		if d.Happened.Before(e.Since) {
			return fault.TooEarly(e.Since)
		}
	}
	return nil
}

// undone is what ended a file without what the event at can undo.
func undone[T any](past *ledger.Ancestry, all []ledger.Said[T], at ledger.Ref) []ledger.Said[T] {
	return slices.DeleteFunc(slices.Clone(all), func(s ledger.Said[T]) bool { return past.Follows(at, s.Ref) })
}

// Erase ends a file for good: its keys and everything sealed under them are
// destroyed as soon as this is recorded. What counts for the programme stays,
// and names nobody.
type Erase struct {
	Ground string `json:"ground" codes:"person-asked,kept-long-enough,never-lawful" doc:"on which ground"`
}

// Erased is the event.
type Erased struct{ Erase }

func (Erased) Kind() string { return "case.erased" }

// Decide refuses while the person has a seat: nobody vanishes from a manifest.
// And while nobody said whether another file is theirs: what stops this one
// would be lost to it.
func (c Erase) Decide(s *Case, d ledger.Deed) ([]ledger.Body, error) {
	switch {
	case s.Travel.Movement != "" && s.Travel.Departed == nil:
		return nil, fault.New(fault.Conflict, "fault.erased-with-seat")
	case !s.Review.IsZero():
		return nil, fault.New(fault.Conflict, "fault.erased-with-review") // nobody would answer it
	case s.Unlooked(), s.Unnamed().Files > 0:
		return nil, fault.New(fault.Conflict, "fault.erased-unsettled")
	case slices.ContainsFunc(s.Raised(), func(i Incident) bool { return i.Closed.IsZero() }):
		return nil, fault.New(fault.Conflict, "fault.erased-with-incident") // nobody would look at it any more
	case s.OpenedBy.By == d.By:
		return nil, fault.New(fault.Denied, "fault.another-officer")
	}
	return ledger.One(Erased{c})
}

// OpenIncident records that something went wrong that somebody outside the
// office concerned must look at.
type OpenIncident struct {
	Incident string `json:"incident" codes:"departed-uncleared,false-withdrawal,not-presented,missing-on-arrival,off-the-road,cost,pressure,breach,other" doc:"what went wrong"`
	Facts    string `json:"facts,omitempty" seal:"protection" max:"2000" doc:"what is known"`
}

// IncidentOpened is the event.
type IncidentOpened struct{ OpenIncident }

func (IncidentOpened) Kind() string { return "incident.opened" }

func (c OpenIncident) Decide(*Case, ledger.Deed) ([]ledger.Body, error) {
	return ledger.One(IncidentOpened{c})
}

// CloseIncident ends an incident; never by the office concerned.
type CloseIncident struct {
	Incident ledger.Hash `json:"incident" doc:"the event that opened it; of a crossed departure, the departure"`
	Outcome  string      `json:"outcome" seal:"protection" max:"2000" doc:"what was found and done"`
}

// IncidentClosed is the event.
type IncidentClosed struct{ CloseIncident }

func (IncidentClosed) Kind() string { return "incident.closed" }

func (c CloseIncident) Decide(s *Case, d ledger.Deed) ([]ledger.Body, error) {
	all := s.Raised()
	i := slices.IndexFunc(all, func(x Incident) bool { return x.ID == c.Incident && x.Closed.IsZero() })
	switch {
	case i < 0:
		return nil, fault.New(fault.Invalid, "fault.no-such-event").In("incident")
	case all[i].By == d.By:
		return nil, fault.New(fault.Denied, "fault.another-officer")
	}
	return ledger.One(IncidentClosed{c})
}

// AttestImport is the word of the officer who did an act that was imported, and
// of nobody else.
type AttestImport struct {
	Entry ledger.Hash `json:"entry" doc:"the imported event"`
}

// ImportAttested is the event.
type ImportAttested struct{ AttestImport }

func (ImportAttested) Kind() string { return "import.attested" }

func (c AttestImport) Decide(s *Case, d ledger.Deed) ([]ledger.Body, error) {
	by, there := s.Imported[c.Entry]
	switch {
	case !there:
		return nil, fault.New(fault.Invalid, "fault.no-such-event").In("entry")
	case by.IsZero():
		return nil, fault.New(fault.Denied, "fault.import-by-nobody").In("entry")
	case by != d.By:
		return nil, fault.New(fault.Denied, "fault.import-by-another").In("entry")
	}
	return ledger.One(ImportAttested{c})
}

// Attested says in the general compartment what somebody who holds more keys
// found, so that those who do not can rest on it.
type Attested struct {
	Book   string      `json:"book"`
	Read   string      `json:"read,omitempty"` // a digest of what was read besides the file
	States []RuleState `json:"states"`
}

// RuleState is one rule's state as attested.
type RuleState struct {
	Safeguard safeguard.ID    `json:"safeguard"`
	State     safeguard.State `json:"state"`
	Until     time.Time       `json:"until,omitzero"`
	Due       time.Time       `json:"due,omitzero"` // when it goes up, as everybody may know
}

// Attest says again what an officer who holds the keys finds, for those who do
// not. What it says is found by the rules, not by the officer.
type Attest struct{}

func (Attest) Decide(*Case, ledger.Deed) ([]ledger.Body, error) { return nil, nil }

func (Attested) Kind() string          { return "safeguard.attested" }
func (Attested) Effect() ledger.Effect { return ledger.Attest }
