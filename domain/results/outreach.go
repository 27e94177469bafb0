package results

import (
	"amana/domain/day"
	"amana/domain/fault"
	"amana/domain/ledger"
)

// Outreach is the information sessions of one office: talks to groups, of which
// no names are kept. No rule reads it, so a group talk satisfies no safeguard.
type Outreach struct {
	Reference string    `json:"reference"`
	Sessions  []Session `json:"sessions,omitempty"`
}

// Session is one information session.
type Session struct {
	ledger.Ref
	HoldSession
}

// OutreachKinds are the events of this stream.
var OutreachKinds = []ledger.Body{SessionHeld{}}

// Detention is where a group is told inside a place of detention.
const Detention = "detention"

// HoldSession records an information session: what a group was told, and who
// else stood in the room. It has no field in which a person could be named.
type HoldSession struct {
	Reference string   `json:"reference" format:"reference" doc:"the office that held it"`
	Day       day.Day  `json:"day" doc:"the day on which it was held"`
	Setting   string   `json:"setting" codes:"office,community,shelter,detention,disembarkation-point,remote" doc:"where it was held"`
	Place     string   `json:"place,omitempty" format:"reference" doc:"the place of detention, if it was held in one"`
	Language  string   `json:"language" format:"language" doc:"ISO 639-3 code of the language spoken"`
	People    int      `json:"people" min:"1" max:"2000" doc:"how many listened, about; never who"`
	Topics    []string `json:"topics" codes:"rights,options,conditions,withdrawal,reintegration,data,remedy" doc:"what was told"`
	Present   []string `json:"present,omitempty" codes:"guard,official,embassy,employer,community-leader" doc:"who with power over the group was in the room"`
}

// SessionHeld is the event.
type SessionHeld struct{ HoldSession }

func (SessionHeld) Kind() string { return "outreach.held" }

func (c HoldSession) Decide(s Outreach, d ledger.Deed) ([]ledger.Body, error) {
	switch {
	case s.Reference != "" && s.Reference != c.Reference:
		return nil, fault.New(fault.Invalid, "fault.another-subject").In("reference")
	case c.Day.After(day.Of(d.Happened).Add(1)): // a day may have begun elsewhere
		return nil, fault.New(fault.Invalid, "fault.not-in-the-future").In("day")
	case len(c.Topics) == 0:
		return nil, fault.New(fault.Invalid, "fault.missing-field").In("topics")
	case c.Setting == Detention && c.Place == "":
		return nil, fault.New(fault.Invalid, "fault.missing-field").In("place")
	}
	return ledger.One(SessionHeld{c})
}

// Apply folds one event of the office.
func (s *Outreach) Apply(e *ledger.Event, at ledger.Ref, _ *ledger.Ancestry) {
	if b, ok := e.Body.(SessionHeld); ok {
		s.Reference = b.Reference
		s.Sessions = append(s.Sessions, Session{at, b.HoldSession})
	}
}
