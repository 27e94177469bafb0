package casefile

import (
	"slices"
	"time"

	"amana/domain/access"
	"amana/domain/assessment"
	"amana/domain/day"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/safeguard"
)

// Calling is one person, or everybody of a role, called to a case for a duty.
// It reaches the case from then until it is ended.
type Calling struct {
	ledger.Ref
	Duty    access.Role  `json:"duty"`
	Officer ledger.Actor `json:"called,omitzero"` // zero: everybody of the role
	Ended   ledger.Ref   `json:"ended,omitzero"`
}

// Call calls one person from outside the office to this case and to no other.
type Call struct {
	Officer string `json:"officer" format:"code" doc:"the code of who is called"`
	Duty    string `json:"duty" codes:"panel-member,guardian,interpreter,observer" doc:"for which duty"`
}

// Called is the event.
type Called struct {
	Duty    access.Role  `json:"duty"`
	Officer ledger.Actor `json:"called"`
}

func (Called) Kind() string { return "call.made" }

func (c Call) Decide(s *Case, d ledger.Deed) ([]ledger.Body, error) {
	duty := access.Role(c.Duty)
	switch {
	case d.Called.IsZero():
		return nil, fault.New(fault.Invalid, "fault.nobody-to-call").In("officer")
	case d.Called == d.By:
		return nil, fault.New(fault.Denied, "fault.another-officer")
	case duty == access.Guardian && s.adult(d.Moment):
		return nil, fault.New(fault.Invalid, "fault.guardian-of-adult").In("duty")
	case slices.ContainsFunc(s.Calls, func(k Calling) bool {
		return k.Ended.IsZero() && k.Duty == duty && k.Officer == d.Called
	}):
		return nil, fault.New(fault.Conflict, "fault.called-already").In("officer")
	}
	return ledger.One(Called{duty, d.Called})
}

// EndCall ends a duty: whoever was called reaches the case no more.
type EndCall struct {
	Call ledger.Hash `json:"call" doc:"the event of the call"`
}

// CallEnded is the event.
type CallEnded struct{ EndCall }

func (CallEnded) Kind() string { return "call.ended" }

func (c EndCall) Decide(s *Case, _ ledger.Deed) ([]ledger.Body, error) {
	if _, standing := s.calling(c.Call); !standing {
		return nil, fault.New(fault.Invalid, "fault.no-such-event").In("call")
	}
	return ledger.One(CallEnded{c})
}

func (c *Case) calling(id ledger.Hash) (Calling, bool) {
	i := slices.IndexFunc(c.Calls, func(k Calling) bool { return k.ID == id && k.Ended.IsZero() })
	if i < 0 {
		return Calling{}, false
	}
	return c.Calls[i], true
}

func (c *Case) applyCalls(body ledger.Body, at ledger.Ref) {
	everybody := func(duty access.Role) { c.Calls = append(c.Calls, Calling{Ref: at, Duty: duty}) }
	switch b := body.(type) {
	case Called:
		c.Calls = append(c.Calls, Calling{Ref: at, Duty: b.Duty, Officer: b.Officer})
	case CallEnded:
		c.end(at, func(k *Calling) bool { return k.ID == b.Call })
	case assessment.UNHCRRequested, assessment.AsylumRequested:
		everybody(access.UNHCROfficer)
	case assessment.AsylumLifted:
		c.end(at, func(k *Calling) bool { return k.ID == b.Request })
	case Closed, Erased:
		c.end(at, func(*Calling) bool { return true })
	case movement.NoticeSent:
		c.Notice = b.To
	}
}

// end ends the calls that which says.
func (c *Case) end(at ledger.Ref, which func(*Calling) bool) {
	for i := range c.Calls {
		if k := &c.Calls[i]; k.Ended.IsZero() && which(k) {
			k.Ended = at
		}
	}
}

// Callings is who may reach the case from outside its office at a moment: who
// was called to it, whom a request to UNHCR or for asylum calls, and who was
// drawn to decide on clearance and has not.
func (c *Case) Callings(at time.Time) []access.Call {
	var calls []access.Call
	for _, k := range c.Calls {
		if k.Ended.IsZero() && (k.Duty != access.Guardian || !c.adult(at)) {
			calls = append(calls, access.Call{Role: k.Duty, Actor: k.Officer})
		}
	}
	if d := c.Travel.ToClear(); !d.IsZero() {
		calls = append(calls, access.Call{Role: access.ClearingOfficer, Actor: d})
	}
	return calls
}

// sits says whether somebody is called to the case for a duty.
func (c *Case) sits(officer ledger.Actor, duty access.Role) bool {
	return slices.ContainsFunc(c.Calls, func(k Calling) bool {
		return k.Ended.IsZero() && k.Duty == duty && k.Officer == officer
	})
}

// calls says whether anybody is called to the case for a duty.
func (c *Case) calls(duty access.Role) bool {
	return slices.ContainsFunc(c.Calls, func(k Calling) bool { return k.Ended.IsZero() && k.Duty == duty })
}

// called are those who were ever called for a duty.
func (c *Case) called(duty access.Role) []safeguard.Member {
	var all []safeguard.Member
	for _, k := range c.Calls {
		if k.Duty == duty {
			all = append(all, safeguard.Member{Ref: k.Ref, Officer: k.Officer, Ended: k.Ended})
		}
	}
	return all
}

// adult says whether the person is an adult beyond doubt.
func (c *Case) adult(at time.Time) bool {
	_, latest := c.born()
	return len(c.Assessment.OpenAgeDoubts(&c.Past)) == 0 && !day.Of(at).Before(latest.AddYears(safeguard.Adulthood))
}

// Noticed is the country whose mission was sent a notice of the person's
// return and may still know of them, or "": a withdrawal recalls the notice, and so
// do a request for asylum, a real risk, another destination, or no consent to share it
// any more. A hold does not: the person waits.
func (c *Case) Noticed() string {
	if c.Notice == "" || c.Notice != c.Identity.Destination || c.IsClosed || c.Ending != "" {
		return ""
	}
	if c.Travel.Departed == nil && (c.Withdrawn() || safeguard.KeepsApart(c.Facts(safeguard.Surroundings{})) || !c.shares("receiving-mission", c.Notice)) {
		return ""
	}
	return c.Notice
}

// shares says whether the person consents, for any purpose, that a recipient
// of a country knows of them.
func (c *Case) shares(recipient, country string) bool {
	f := c.Facts(safeguard.Surroundings{})
	return slices.ContainsFunc(c.Consent.Sharing, func(s safeguard.Sharing) bool {
		return s.Recipient == recipient && f.Agreed(safeguard.Shares{Recipient: recipient, Purpose: s.Purpose, Country: country})
	})
}
