package safeguard

import (
	"amana/domain/ledger"
	"amana/domain/talk"
)

// Will is what the person wants and how they said it.
type Will struct {
	Wishes      []Wish
	Fears       []Fear
	Orders      []Order
	Sessions    []Session
	Extended    []Extended // "what has changed?" talks
	Told        []Told     // options offered
	Voluntary   []Voluntariness
	Second      []Voluntariness // second private interviews
	Releases    []Release
	Reviews     []Review // protection lead on a constrained consent
	Doubts      []Doubt
	Capacity    []Capacity
	Consents    []Consent
	Withdrawals []Withdrawal
	Reports     []Report
	Reaffirmed  []Reaffirmation
	SafeNo      []SafeNo
}

// Wish is the person's own statement that they want to return, and how the idea began.
type Wish struct {
	ledger.Ref
	Talk         talk.Talk `json:"talk"`
	OwnWords     bool      `json:"ownWords"`
	Heard        string    `json:"heard,omitempty"` // how they first heard of return
	SuggestedBy  string    `json:"suggestedBy,omitempty"`
	OptionsFirst bool      `json:"optionsFirst"` // the meeting opened with the other options
}

// Fear is what the person answered when they were asked whether they fear anyone at
// home or their own embassy.
type Fear struct {
	ledger.Ref
	Talk    talk.Talk     `json:"talk"`
	ByState bool          `json:"byState"` // asked by somebody from an authority or embassy
	Answer  string        `json:"answer,omitempty"`
	Settles []ledger.Hash `json:"settles,omitempty"` // earlier answers talked through
	Left    bool          `json:"left"`              // said in another file of the person, which was erased: no talk of this one
}

// Order is what was found about a removal order, deadline or charge against the person.
type Order struct {
	ledger.Ref
	Exists      bool              `json:"exists"` // a removal order, deadline or charge
	Checked     bool              `json:"checked"`
	LegalHelp   bool              `json:"legalHelp"` // legal information was given
	Forced      bool              `json:"forced"`    // an authority set the date, gave the name or made release depend on leaving
	Interpreter *talk.Interpreter `json:"interpreter,omitempty"`
}

// Session is an individual counselling session. A defective one counts for nothing.
type Session struct {
	ledger.Ref
	Talk      talk.Talk  `json:"talk"`
	Topics    []string   `json:"topics,omitempty"`
	Limited   bool       `json:"limited"` // access does not allow two days
	Defective bool       `json:"defective"`
	Voided    ledger.Ref `json:"voided,omitzero"` // what says so
}

// Extended is a talk about what has changed since counselling or screening.
type Extended struct {
	ledger.Ref
	Talk talk.Talk `json:"talk"`
}

// Told is one option other than return, explained to the person, and whether there was
// one that day.
type Told struct {
	ledger.Ref
	Option      string            `json:"option,omitempty"`
	Explained   bool              `json:"explained"`
	Available   string            `json:"available,omitempty"` // yes, no, unknown
	Answer      string            `json:"answer,omitempty"`    // wants, declines, undecided, no-answer; no rule rests on it
	Interpreter *talk.Interpreter `json:"interpreter,omitempty"`
}

// Voluntariness is what one interview found: the three elements, and the constraints.
type Voluntariness struct {
	ledger.Ref
	Talk         talk.Talk `json:"talk"`
	Informed     bool      `json:"informed"`
	Uncoerced    bool      `json:"uncoerced"`
	Alternatives bool      `json:"alternatives"`
	Constraints  []string  `json:"constraints,omitempty"` // personal constraints, by kind
}

// Voluntary says whether the assessor found the wish voluntary.
func (v Voluntariness) Voluntary() bool { return v.Informed && v.Uncoerced && v.Alternatives }

// Release is a written request for release or an alternative, with the last answer to it.
type Release struct {
	ledger.Ref
	Answer   string     `json:"answer,omitempty"` // "", granted, refused, no-answer
	Answered ledger.Ref `json:"answered,omitzero"`
	Unnamed  bool       `json:"unnamed,omitempty"` // for all who are held there
}

// Review is the protection lead's reasoned review of a wish under constraint.
type Review struct {
	ledger.Ref
	Accepts bool `json:"accepts"`
}

// Doubt is that somebody may not be able to take this decision today.
type Doubt struct {
	ledger.Ref
}

// Capacity is what one professional found about this decision, on that day.
type Capacity struct {
	ledger.Ref
	Outcome     string            `json:"outcome,omitempty"` // able, able-with-support, unable-today, lasting-inability
	Supported   bool              `json:"supported"`         // support was tried first
	Interpreter *talk.Interpreter `json:"interpreter,omitempty"`
}

// Consent is a voluntary return declaration as it was given. Whether it may be relied on
// the rules find.
type Consent struct {
	ledger.Ref
	Talk     talk.Talk     `json:"talk"`
	Text     string        `json:"text,omitempty"`
	Version  int           `json:"version"`
	Language string        `json:"language,omitempty"`
	Sight    bool          `json:"sight"` // sight-translated from another language
	Marked   bool          `json:"marked"`
	Guardian string        `json:"guardian,omitempty"` // of a child: who gave it, Parent, Carer, Named, or somebody who may not
	View     string        `json:"view,omitempty"`     // the child's own view, asked alone: wants, objects, undecided, no-answer
	Names    []ledger.Hash `json:"names,omitempty"`
}

// Withdrawal is the person's own no.
type Withdrawal struct {
	ledger.Ref
	Channel string `json:"channel,omitempty"`
	Stage   string `json:"stage,omitempty"`
	Left    bool   `json:"left"` // said in another file of the person, which was erased
}

// Report is a withdrawal that is not tied to the person, and what they said when they
// were asked.
type Report struct {
	ledger.Ref
	Channel string     `json:"channel,omitempty"`
	Settled ledger.Ref `json:"settled,omitzero"`
	Outcome string     `json:"outcome,omitempty"` // "", denied, confirmed, cannot-ask
}

// Reaffirmation is what the person answered when they were asked again before boarding.
type Reaffirmation struct {
	ledger.Ref
	Talk   talk.Talk `json:"talk"`
	Answer string    `json:"answer,omitempty"` // yes, not-sure, no
}

// SafeNo is that somebody held was told where they can go if they say no.
type SafeNo struct {
	ledger.Ref
	Movement    string            `json:"movement,omitempty"`
	Private     bool              `json:"private"`
	AskedOut    bool              `json:"askedOut"` // asked in a place the authority does not run
	Interpreter *talk.Interpreter `json:"interpreter,omitempty"`
}
