// Package counselling holds what was said to a person and by them before they
// decided: the wish, the sessions, the options other than return. It never
// judges whether that is enough: that is safeguard's work.
package counselling

import (
	"slices"

	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/safeguard"
	"amana/domain/talk"
)

// State is the counselling of one case, in fold order.
type State struct {
	Wishes   []safeguard.Wish     `json:"wishes,omitempty"`
	Orders   []safeguard.Order    `json:"orders,omitempty"`
	Sessions []safeguard.Session  `json:"sessions,omitempty"`
	Extended []safeguard.Extended `json:"extended,omitempty"`
	Told     []safeguard.Told     `json:"told,omitempty"`
}

// Kinds are the events of this room.
var Kinds = []ledger.Body{Stated{}, OrderAsked{}, Held{}, Voided{}, Extended{}, Told{}, BlockTold{}}

// Wish records the person's own statement that they want to return.
type Wish struct {
	Talk         talk.Talk `json:"talk" doc:"how the conversation was held"`
	OwnWords     bool      `json:"ownWords" doc:"the person said it in their own words"`
	Words        string    `json:"words,omitempty" seal:"protection" max:"2000" doc:"those words, as near as they can be written"`
	Heard        string    `json:"heard" codes:"outreach,hotline,friend,community-leader,relative,embassy,authority,employer,creditor,list,other,no-answer" doc:"how they first heard of return, or that they do not wish to say"`
	SuggestedBy  string    `json:"suggestedBy" codes:"nobody,authority,embassy,employer,relative,creditor,list,other,no-answer" doc:"who suggested it, or that they do not wish to say"`
	OptionsFirst bool      `json:"optionsFirst" doc:"the meeting opened with the other options"`
}

// Stated is the event.
type Stated struct{ Wish }

func (Stated) Kind() string { return "wish.stated" }

func (c Wish) Decide(State, ledger.Deed) ([]ledger.Body, error) { return ledger.One(Stated{c}) }

// AskOrder records whether a removal order, deadline or charge exists.
type AskOrder struct {
	Exists      bool              `json:"exists" seal:"protection" doc:"a removal order, a deadline or a charge exists"`
	Checked     bool              `json:"checked" seal:"protection" doc:"the answer was checked against papers or with counsel"`
	LegalHelp   bool              `json:"legalHelp" seal:"protection" doc:"legal information was given"`
	Forced      bool              `json:"forced" seal:"protection" doc:"an authority set the date, gave the name or made release depend on leaving"`
	Interpreter *talk.Interpreter `json:"interpreter,omitempty" doc:"absent when nobody interpreted"`
}

// OrderAsked is the event. A return that an authority forces stops the journey, and so
// does an order to leave: it is a constraint.
type OrderAsked struct{ AskOrder }

func (OrderAsked) Kind() string { return "order.asked" }

func (e OrderAsked) Effect() ledger.Effect {
	if e.Forced || e.Exists {
		return ledger.Stop
	}
	return ledger.None
}

func (c AskOrder) Decide(State, ledger.Deed) ([]ledger.Body, error) { return ledger.One(OrderAsked{c}) }

// Hold records one individual counselling session.
type Hold struct {
	Talk     talk.Talk `json:"talk" doc:"how the session was held"`
	Minutes  int       `json:"minutes" min:"1" max:"480" doc:"how long it lasted"`
	Topics   []string  `json:"topics" codes:"rights,options,conditions,withdrawal,reintegration,data,remedy" doc:"what was covered"`
	Question string    `json:"question" seal:"protection" max:"2000" doc:"one question, in the person's own words"`
	Limited  bool      `json:"limited" doc:"access does not allow talks on two days"`
}

// Held is the event.
type Held struct{ Hold }

func (Held) Kind() string { return "counselling.held" }

func (c Hold) Decide(State, ledger.Deed) ([]ledger.Body, error) { return ledger.One(Held{c}) }

// Void says that a session was defective: it no longer counts.
type Void struct {
	Session ledger.Hash `json:"session" doc:"the session's event"`
	Reason  string      `json:"reason" max:"500" doc:"what was wrong with it"`
}

// Voided is the event.
type Voided struct{ Void }

func (Voided) Kind() string { return "counselling.voided" }

func (c Void) Decide(s State, _ ledger.Deed) ([]ledger.Body, error) {
	if !slices.ContainsFunc(s.Sessions, func(x safeguard.Session) bool { return x.ID == c.Session }) {
		return nil, fault.New(fault.Invalid, "fault.no-such-event").In("session")
	}
	return ledger.One(Voided{c})
}

// Extend records an individual "what has changed?" talk.
type Extend struct {
	Talk    talk.Talk `json:"talk" doc:"how the talk was held"`
	Changed string    `json:"changed" seal:"protection" max:"2000" doc:"what changed, in the person's own words; say so if nothing did"`
}

// Extended is the event.
type Extended struct{ Extend }

func (Extended) Kind() string { return "counselling.extended" }

func (c Extend) Decide(s State, _ ledger.Deed) ([]ledger.Body, error) {
	if len(s.Sessions) == 0 {
		return nil, fault.New(fault.Invalid, "fault.nothing-to-extend")
	}
	return ledger.One(Extended{c})
}

// TellBlock records that the person was told what their journey waits for, and who
// works on it, in words that are safe where they are: no rule is named.
type TellBlock struct {
	Talk  talk.Talk `json:"talk" doc:"how the person was told"`
	Words string    `json:"words" seal:"protection" max:"2000" doc:"what the person was told: what it waits for and who works on it, in words that are safe where they are"`
}

// BlockTold is the event. It is in the timeline; no rule rests on it.
type BlockTold struct{ TellBlock }

func (BlockTold) Kind() string { return "counselling.block-told" }

func (c TellBlock) Decide(State, ledger.Deed) ([]ledger.Body, error) { return ledger.One(BlockTold{c}) }

// Tell records one option other than return: explained, available or not that
// day, and what the person answered.
type Tell struct {
	Option      string            `json:"option" codes:"international-protection,stay,alternative-to-detention,community-placement,resettlement-or-evacuation" doc:"the option"`
	Explained   bool              `json:"explained" doc:"it was explained"`
	Available   string            `json:"available" codes:"yes,no,unknown" doc:"whether it was really available that day"`
	Answer      string            `json:"answer" seal:"asylum" codes:"wants,declines,undecided,no-answer" doc:"what the person answered; who wants international protection has asked for it"`
	Interpreter *talk.Interpreter `json:"interpreter,omitempty" doc:"absent when nobody interpreted"`
}

// Told is the event.
type Told struct{ Tell }

func (Told) Kind() string { return "option.told" }

func (c Tell) Decide(State, ledger.Deed) ([]ledger.Body, error) { return ledger.One(Told{c}) }

// Apply folds one event of the case; events of other rooms change nothing.
func (s *State) Apply(e *ledger.Event, at ledger.Ref) {
	switch b := e.Body.(type) {
	case Stated:
		s.Wishes = append(s.Wishes, safeguard.Wish{Ref: at, Talk: b.Talk, OwnWords: b.OwnWords, Heard: b.Heard, SuggestedBy: b.SuggestedBy, OptionsFirst: b.OptionsFirst})
	case OrderAsked:
		s.Orders = append(s.Orders, safeguard.Order{Ref: at, Exists: b.Exists, Checked: b.Checked, LegalHelp: b.LegalHelp, Forced: b.Forced, Interpreter: b.Interpreter})
	case Held:
		s.Sessions = append(s.Sessions, safeguard.Session{Ref: at, Talk: b.Talk, Topics: b.Topics, Limited: b.Limited})
	case Voided:
		for i := range s.Sessions {
			if s.Sessions[i].ID == b.Session {
				s.Sessions[i].Defective, s.Sessions[i].Voided = true, at
			}
		}
	case Extended:
		s.Extended = append(s.Extended, safeguard.Extended{Ref: at, Talk: b.Talk})
	case Told:
		s.Told = append(s.Told, safeguard.Told{Ref: at, Option: b.Option, Explained: b.Explained, Available: b.Available, Answer: b.Answer, Interpreter: b.Interpreter})
	}
}
