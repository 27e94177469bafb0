// Package staff holds users: which roles they play, for which office, with
// which key they sign. Each user has one stream; its id is their actor.
package staff

import (
	"slices"

	"amana/domain/access"
	"amana/domain/day"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// State is one user. Names are no part of it: whoever reads the log sees roles.
type State struct {
	Code      string        `json:"code"` // how other officers and lists call them
	Office    string        `json:"office"`
	Roles     []access.Role `json:"roles"`
	Key       string        `json:"key"` // Ed25519 public key, base64url
	Clears    bool          `json:"clears,omitempty"`
	AnswerFor []string      `json:"answerFor,omitempty"`
	Country   string        `json:"country,omitempty"` // in which a receiving mission receives
	Language  string        `json:"language,omitempty"`
	Opens     string        `json:"opens,omitempty"`
	Revoked   bool          `json:"revoked,omitempty"`

	Actor   ledger.Actor         `json:"actor"`             // who they are
	Trained []safeguard.Training `json:"trained,omitempty"` // to screen for vulnerability
}

// Kinds are the events of this stream.
var Kinds = []ledger.Body{Enrolled{}, Changed{}, Admitted{}, Trained{}, Revoked{}}

// Enrol makes a user.
type Enrol struct {
	Code     string        `json:"code" format:"code" doc:"how other officers and lists call them, never a name"`
	Office   string        `json:"office" format:"reference" doc:"the office they work for"`
	Roles    []access.Role `json:"roles" doc:"the roles they play"`
	Key      string        `json:"key" format:"key" doc:"their Ed25519 public key, base64url"`
	Clears   bool          `json:"clears,omitempty" doc:"in the clearing pool across offices"`
	Country  string        `json:"country,omitempty" format:"country" doc:"for a receiving mission: the country in which it receives"`
	Language string        `json:"language" format:"reads" doc:"the language in which they read, by the code that its file of texts has: en"`
	Opens    string        `json:"opens,omitempty" format:"key" doc:"field node: the SHA-256 of the public key to which keys of offices are wrapped for them, base64url"`
}

// Enrolled is the event.
type Enrolled struct{ Enrol }

func (Enrolled) Kind() string { return "user.enrolled" }

func (c Enrol) Decide(s State, _ ledger.Deed) ([]ledger.Body, error) {
	if s.Code != "" {
		return nil, fault.New(fault.Conflict, "fault.exists-already")
	}
	if err := check(c.Roles, c.Country); err != nil {
		return nil, err
	}
	return ledger.One(Enrolled{c})
}

// Change gives a user other roles, another office, or something to answer for.
type Change struct {
	Office    string        `json:"office" format:"reference" doc:"the office they work for"`
	Roles     []access.Role `json:"roles" doc:"the roles they play"`
	Clears    bool          `json:"clears" doc:"in the clearing pool across offices"`
	Country   string        `json:"country,omitempty" format:"country" doc:"for a receiving mission: the country in which it receives"`
	AnswerFor []string      `json:"answerFor,omitempty" doc:"movements and budget lines whose cost or target they answer for"`
}

// Changed is the event.
type Changed struct{ Change }

func (Changed) Kind() string { return "user.changed" }

func (c Change) Decide(s State, _ ledger.Deed) ([]ledger.Body, error) {
	if err := check(c.Roles, c.Country); err != nil {
		return nil, err
	}
	return s.one(Changed{c})
}

// check refuses roles that no person can have: the program's own, two that must
// be apart, a mission's without the country it receives in.
func check(roles []access.Role, country string) error {
	mission := slices.Contains(roles, access.ReceivingMission)
	one, other, apart := access.Apart(roles)
	switch {
	case slices.Contains(roles, access.Node):
		return fault.New(fault.Invalid, "fault.not-a-code", fault.A("codes", access.Node.Codes())).In("roles")
	case slices.Contains(roles, access.Administrator) && len(roles) > 1:
		return fault.New(fault.Invalid, "fault.administrator-reads-nothing").In("roles")
	case apart:
		return fault.New(fault.Invalid, "fault.roles-apart", fault.A("role", one), fault.A("other", other)).In("roles")
	case mission && country == "":
		return fault.New(fault.Invalid, "fault.missing-field").In("country")
	}
	return nil
}

// Admit gives a user keys of offices, so that their sign-in opens what their
// roles may read. Whoever gives a key holds it, or makes the first.
type Admit struct {
	Keys []OfficeKey `json:"keys" doc:"the keys that were wrapped for them"`
}

// OfficeKey names a key of an office.
type OfficeKey struct {
	Office      string             `json:"office" format:"reference" doc:"the office"`
	Compartment ledger.Compartment `json:"compartment" doc:"the compartment"`
	Epoch       int                `json:"epoch" min:"1" doc:"which of its keys, from 1"`
}

// Admitted is the event.
type Admitted struct{ Admit }

func (Admitted) Kind() string { return "user.admitted" }

func (c Admit) Decide(s State, _ ledger.Deed) ([]ledger.Body, error) {
	if s.Revoked {
		return nil, fault.New(fault.Missing, "fault.no-such-user")
	}
	return s.one(Admitted{c})
}

// Train says that a user was trained to ask about vulnerability. It counts from
// when it is on record, and nobody says it of themself.
type Train struct {
	Day   day.Day `json:"day" doc:"the day on which the training ended"`
	Until day.Day `json:"until" doc:"it is good to the end of this day"`
}

// Trained is the event.
type Trained struct{ Train }

func (Trained) Kind() string { return "training.recorded" }

func (c Train) Decide(s State, d ledger.Deed) ([]ledger.Body, error) {
	switch {
	case s.Actor == d.By:
		return nil, fault.New(fault.Denied, "fault.another-officer")
	case c.Day.After(day.Of(d.Happened).Add(1)): // a day may have begun elsewhere
		return nil, fault.New(fault.Invalid, "fault.not-in-the-future").In("day")
	case c.Until.Before(c.Day):
		return nil, fault.New(fault.Invalid, "fault.ends-before-it-starts").In("until")
	}
	return s.one(Trained{c})
}

// Revoke ends a user's rights.
type Revoke struct {
	Reason string `json:"reason" codes:"left,lost-device,misconduct,other" doc:"why"`
}

// Revoked is the event.
type Revoked struct{ Revoke }

func (Revoked) Kind() string { return "user.revoked" }

func (c Revoke) Decide(s State, _ ledger.Deed) ([]ledger.Body, error) { return s.one(Revoked{c}) }

func (s State) one(b ledger.Body) ([]ledger.Body, error) {
	if s.Code == "" {
		return nil, fault.New(fault.Missing, "fault.no-such-user")
	}
	return ledger.One(b)
}

// together are the roles of an account: none, where another node or an older
// program gave some that must be apart, or its own.
func together(roles []access.Role) []access.Role {
	if _, _, apart := access.Apart(roles); apart || slices.Contains(roles, access.Node) {
		return nil
	}
	return roles
}

// Apply folds one event of the user.
func (s *State) Apply(e *ledger.Event, at ledger.Ref, _ *ledger.Ancestry) {
	switch b := e.Body.(type) {
	case Enrolled:
		s.Code, s.Office, s.Roles, s.Key, s.Clears, s.Language = b.Code, b.Office, together(b.Roles), b.Key, b.Clears, b.Language
		s.Actor, s.Country, s.Opens = ledger.Actor(e.Stream), b.Country, b.Opens
	case Changed:
		s.Office, s.Roles, s.Clears, s.AnswerFor = b.Office, together(b.Roles), b.Clears, b.AnswerFor
		s.Country = b.Country
	case Trained:
		if at.By != s.Actor {
			s.Trained = append(s.Trained, safeguard.Training{From: at.Until, Until: b.Until})
		}
	case Revoked:
		s.Revoked = true
	}
}
