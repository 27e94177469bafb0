// Package consent holds what a person agreed to, in which words, and what they
// took back. It never judges whether a consent is good enough to travel on:
// that is safeguard's work.
package consent

import (
	"slices"

	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/safeguard"
	"amana/domain/talk"
)

// State is the consents of one case, in fold order.
type State struct {
	Consents    []safeguard.Consent       `json:"consents,omitempty"`
	Withdrawals []safeguard.Withdrawal    `json:"withdrawals,omitempty"`
	Reports     []safeguard.Report        `json:"reports,omitempty"`
	Reaffirmed  []safeguard.Reaffirmation `json:"reaffirmed,omitempty"`
	Sharing     []safeguard.Sharing       `json:"sharing,omitempty"`
	SafeNo      []safeguard.SafeNo        `json:"safeNo,omitempty"`
}

// Kinds are the events of this room.
var Kinds = []ledger.Body{Given{}, Withdrawn{}, Reported{}, ReportSettled{}, Reaffirmed{}, Shared{}, ShareWithdrawn{}, SafeNoTold{}}

// Give records a voluntary return declaration.
type Give struct {
	Talk       talk.Talk     `json:"talk" doc:"how it was taken"`
	Text       string        `json:"text" codes:"return-declaration" doc:"which text"`
	Version    int           `json:"version" min:"1" max:"9999" doc:"its version"`
	Language   string        `json:"language" format:"language" doc:"the language of the text, ISO 639-3"`
	Sight      bool          `json:"sight,omitempty" doc:"no approved translation exists: the approved text was sight-translated by a fit interpreter"`
	Mark       string        `json:"mark" codes:"signature,cross-with-witness,thumb-image,voice,none" doc:"kept as the picture or sound of an act; never measured, matched or searched"`
	MarkDigest ledger.Hash   `json:"markDigest,omitzero" doc:"the SHA-256 of the picture or sound that is kept, which shows that one was used twice; never of what it shows"`
	Witnessed  string        `json:"witnessed,omitempty" codes:"colleague,interpreter,unhcr,observer,other" doc:"of a cross: who saw it made"`
	Guardian   string        `json:"guardian,omitempty" codes:"parent,caregiver,named,embassy,official,employer,spouse,companion" doc:"of a child: who gave it: a parent, a caregiver accepted in the BIA, or whom the panel named; from anybody else it does not count"`
	View       string        `json:"view,omitempty" codes:"wants,objects,undecided,no-answer" doc:"a child's own view, asked alone, or that they do not wish to say"`
	Names      []ledger.Hash `json:"names,omitempty" doc:"the withdrawals that it knows of and follows"`
}

// Pictured is the hash of the picture or sound of the mark; zero: it was not made.
func (c Give) Pictured() ledger.Hash { return c.MarkDigest }

// Given is the event.
type Given struct{ Give }

func (Given) Kind() string { return "consent.given" }

// Effect is a child's no before anything else: it stops what a guardian gave, and so
// does a child who is not sure, or does not say.
func (e Given) Effect() ledger.Effect {
	switch {
	case e.View != "" && e.View != "wants":
		return ledger.Stop
	case len(e.Names) > 0:
		return ledger.Lift
	}
	return ledger.None
}

// Decide asks who saw a cross made, of whoever was there: a list on paper may not say.
func (c Give) Decide(s State, d ledger.Deed) ([]ledger.Body, error) {
	if c.Mark == "cross-with-witness" && c.Witnessed == "" && d.Imported == "" {
		return nil, fault.New(fault.Invalid, "fault.missing-field").In("witnessed")
	}
	if c.Talk.Mode != talk.InPerson && (c.Mark == "signature" || c.Mark == "cross-with-witness" || c.Mark == "thumb-image") && d.Imported == "" {
		return nil, fault.New(fault.Invalid, "fault.mark-from-afar").In("mark")
	}
	for _, id := range c.Names {
		if !s.took(id) {
			return nil, fault.New(fault.Invalid, "fault.no-such-event").In("names")
		}
	}
	return ledger.One(Given{c})
}

// took says whether id is a withdrawal, or the settling of a report of one.
func (s State) took(id ledger.Hash) bool {
	return slices.ContainsFunc(s.Withdrawals, func(w safeguard.Withdrawal) bool { return w.ID == id }) ||
		slices.ContainsFunc(s.Reports, func(r safeguard.Report) bool { return r.Settled.ID == id })
}

// Withdraw takes back every consent to return. It needs no reason and cannot
// be refused; withdrawing twice is not an error.
type Withdraw struct {
	Channel string       `json:"channel" codes:"in-person,phone,sms,hotline,web,letter,gate,other" doc:"how the person said it; the word of anybody else is a report"`
	Stage   string       `json:"stage,omitempty" codes:"before-seat,seat,cleared,gate,aircraft-door" doc:"where in the journey"`
	Heard   ledger.Actor `json:"heard,omitzero" doc:"who heard it; absent when the person did it alone"`
}

// Withdrawn is the event. Left says that it was said in another file of the
// person, which was erased; Ended that it is an ending of the journey by their own
// will. Both count as what they were then.
type Withdrawn struct {
	Withdraw
	Left  bool `json:"left,omitempty"`
	Ended bool `json:"ended,omitempty"`
}

func (Withdrawn) Kind() string          { return "consent.withdrawn" }
func (Withdrawn) Effect() ledger.Effect { return ledger.Stop }

func (c Withdraw) Decide(State, ledger.Deed) ([]ledger.Body, error) {
	return ledger.One(Withdrawn{Withdraw: c})
}

// Report records a withdrawal that is not tied to the person: an anonymous
// message, a third person's word. It stops boarding until they are asked.
type Report struct {
	Channel string `json:"channel" codes:"in-person,phone,sms,hotline,web,letter,gate,relative,other" doc:"how it came in"`
}

// Reported is the event.
type Reported struct{ Report }

func (Reported) Kind() string          { return "consent.withdrawal-reported" }
func (Reported) Effect() ledger.Effect { return ledger.Stop }

func (c Report) Decide(State, ledger.Deed) ([]ledger.Body, error) {
	return ledger.One(Reported{c})
}

// SettleReport records what the person, asked alone, said about a report.
// Denied closes it as false and is a protection incident; confirmed, or not
// possible to ask, makes it a withdrawal.
type SettleReport struct {
	Report  ledger.Hash `json:"report" doc:"the event of the report"`
	Talk    talk.Talk   `json:"talk" doc:"how the person was asked"`
	Outcome string      `json:"outcome" codes:"denied,confirmed,cannot-ask" doc:"what the person said"`
}

// ReportSettled is the event.
type ReportSettled struct{ SettleReport }

func (ReportSettled) Kind() string { return "consent.report-settled" }

func (e ReportSettled) Effect() ledger.Effect {
	if e.Outcome == "denied" {
		return ledger.Lift
	}
	return ledger.Stop
}

func (c SettleReport) Decide(s State, d ledger.Deed) ([]ledger.Body, error) {
	i := slices.IndexFunc(s.Reports, func(r safeguard.Report) bool { return r.ID == c.Report })
	switch {
	case i < 0:
		return nil, fault.New(fault.Invalid, "fault.no-such-event").In("report")
	case c.Outcome == "denied" && d.Happened.Before(s.Reports[i].Since):
		return nil, fault.TooEarly(s.Reports[i].Since)
	case c.Outcome == "denied" && !c.Talk.Sound():
		return nil, fault.New(fault.Invalid, "fault.only-in-private").In("talk")
	}
	return ledger.One(ReportSettled{c})
}

// Reaffirm records that the person was asked again, shortly before boarding.
type Reaffirm struct {
	Talk   talk.Talk `json:"talk" doc:"how the person was asked"`
	Answer string    `json:"answer" codes:"yes,not-sure,no" doc:"no is a withdrawal too, recorded in the same act"`
}

// Reaffirmed is the event.
type Reaffirmed struct{ Reaffirm }

func (Reaffirmed) Kind() string { return "consent.reaffirmed" }

func (e Reaffirmed) Effect() ledger.Effect {
	if e.Answer == safeguard.Yes {
		return ledger.None
	}
	return ledger.Stop
}

func (c Reaffirm) Decide(s State, d ledger.Deed) ([]ledger.Body, error) {
	if c.Answer != safeguard.No {
		return ledger.One(Reaffirmed{c})
	}
	return []ledger.Body{Reaffirmed{c}, Withdrawn{Withdraw: Withdraw{Channel: "in-person", Heard: d.Officer()}}}, nil
}

// Share records consent to share the file with one recipient for one purpose.
type Share struct {
	Recipient   string            `json:"recipient" codes:"embassy,libyan-authority,transit-state,carrier,airport,escort,receiving-mission,health,unhcr" doc:"with whom"`
	Purpose     string            `json:"purpose" codes:"travel-document,nationality,entry,exit-permission,release,transport,travel,reception,care,protection" doc:"for what"`
	Country     string            `json:"country,omitempty" format:"country" doc:"of which country: an embassy, a transit State and a receiving mission; taking back without one takes back for all"`
	Interpreter *talk.Interpreter `json:"interpreter,omitempty" doc:"absent when nobody interpreted"`
}

// abroad are recipients of which there is one for each country.
var abroad = []string{"embassy", "transit-state", "receiving-mission"}

// Shared is the event.
type Shared struct{ Share }

func (Shared) Kind() string { return "sharing.consented" }

// Decide asks for which country where there are several of the recipient.
func (c Share) Decide(State, ledger.Deed) ([]ledger.Body, error) {
	if c.Country == "" && slices.Contains(abroad, c.Recipient) {
		return nil, fault.New(fault.Invalid, "fault.missing-field").In("country")
	}
	return ledger.One(Shared{c})
}

// WithdrawShare takes a consent to share back.
type WithdrawShare struct{ Share }

// ShareWithdrawn is the event.
type ShareWithdrawn struct{ Share }

func (ShareWithdrawn) Kind() string { return "sharing.withdrawn" }

func (c WithdrawShare) Decide(State, ledger.Deed) ([]ledger.Body, error) {
	return ledger.One(ShareWithdrawn(c))
}

// TellSafeNo records that somebody held was told in private where they can go
// if they say no.
type TellSafeNo struct {
	Movement     string            `json:"movement" format:"reference" doc:"the movement"`
	Private      bool              `json:"private" doc:"told in private"`
	AskedOutside bool              `json:"askedOutside" doc:"asked in a place that the authority does not run"`
	Interpreter  *talk.Interpreter `json:"interpreter,omitempty" doc:"absent when nobody interpreted"`
}

// SafeNoTold is the event.
type SafeNoTold struct{ TellSafeNo }

func (SafeNoTold) Kind() string { return "safe-no.told" }

func (c TellSafeNo) Decide(State, ledger.Deed) ([]ledger.Body, error) {
	return ledger.One(SafeNoTold{c})
}

// Apply folds one event of the case; events of other rooms change nothing.
func (s *State) Apply(e *ledger.Event, at ledger.Ref) {
	switch b := e.Body.(type) {
	case Given:
		s.Consents = append(s.Consents, safeguard.Consent{
			Ref: at, Talk: b.Talk, Text: b.Text, Version: b.Version, Language: b.Language, Sight: b.Sight,
			Marked: b.Mark != "none", Guardian: b.Guardian, View: b.View, Names: b.Names,
		})
	case Withdrawn:
		s.Withdrawals = append(s.Withdrawals, safeguard.Withdrawal{Ref: at, Channel: b.Channel, Stage: b.Stage, Left: b.Left})
	case Reported:
		s.Reports = append(s.Reports, safeguard.Report{Ref: at, Channel: b.Channel})
	case ReportSettled:
		s.settle(b, at)
	case Reaffirmed:
		s.Reaffirmed = append(s.Reaffirmed, safeguard.Reaffirmation{Ref: at, Talk: b.Talk, Answer: b.Answer})
	case Shared:
		s.Sharing = append(s.Sharing, safeguard.Sharing{Ref: at, Recipient: b.Recipient, Purpose: b.Purpose, Country: b.Country, Interpreter: b.Interpreter})
	case ShareWithdrawn:
		s.Sharing = append(s.Sharing, safeguard.Sharing{Ref: at, Recipient: b.Recipient, Purpose: b.Purpose, Country: b.Country, Withdrawn: true})
	case SafeNoTold:
		s.SafeNo = append(s.SafeNo, safeguard.SafeNo{Ref: at, Movement: b.Movement, Private: b.Private, AskedOut: b.AskedOutside, Interpreter: b.Interpreter})
	}
}

// settle keeps the graver of two outcomes that did not know of each other. Whoever
// was asked before the report denied nothing of it.
func (s *State) settle(b ReportSettled, at ledger.Ref) {
	for i := range s.Reports {
		r := &s.Reports[i]
		if b.Outcome == "denied" && at.Since.Before(r.Since) {
			continue
		}
		if r.ID == b.Report && (r.Outcome == "" || r.Outcome == "denied") {
			r.Outcome, r.Settled = b.Outcome, at
		}
	}
}
