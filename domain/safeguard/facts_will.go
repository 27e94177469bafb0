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

type Wish struct {
	ledger.Ref
	Talk         talk.Talk
	OwnWords     bool
	Heard        string // how they first heard of return
	SuggestedBy  string
	OptionsFirst bool // the meeting opened with the other options
}

type Fear struct {
	ledger.Ref
	Talk    talk.Talk
	ByState bool // asked by somebody from an authority or embassy
	Answer  string
	Settles []ledger.Hash // earlier answers talked through
	Left    bool          // said in another file of the person, which was erased: no talk of this one
}

type Order struct {
	ledger.Ref
	Exists      bool // a removal order, deadline or charge
	Checked     bool
	LegalHelp   bool // legal information was given
	Forced      bool // an authority set the date, gave the name or made release depend on leaving
	Interpreter *talk.Interpreter
}

type Session struct {
	ledger.Ref
	Talk      talk.Talk
	Topics    []string
	Limited   bool // access does not allow two days
	Defective bool
}

type Extended struct {
	ledger.Ref
	Talk talk.Talk
}

type Told struct {
	ledger.Ref
	Option      string
	Explained   bool
	Available   string // yes, no, unknown
	Answer      string // wants, declines, undecided, no-answer; no rule rests on it
	Interpreter *talk.Interpreter
}

type Voluntariness struct {
	ledger.Ref
	Talk         talk.Talk
	Informed     bool
	Uncoerced    bool
	Alternatives bool
	Constraints  []string // personal constraints, by kind
}

// Voluntary says whether the assessor found the wish voluntary.
func (v Voluntariness) Voluntary() bool { return v.Informed && v.Uncoerced && v.Alternatives }

type Release struct {
	ledger.Ref
	Answer   string // "", granted, refused, no-answer
	Answered ledger.Ref
}

type Review struct {
	ledger.Ref
	Accepts bool
}

type Doubt struct {
	ledger.Ref
}

type Capacity struct {
	ledger.Ref
	Outcome   string // able, able-with-support, unable-today, lasting-inability
	Supported bool   // support was tried first
}

type Consent struct {
	ledger.Ref
	Talk     talk.Talk
	Text     string
	Version  int
	Language string
	Sight    bool // sight-translated by a fit interpreter
	Marked   bool
	Guardian string // of a child: who gave it, Parent, Carer, Named, or somebody who may not
	View     string // the child's own view, asked alone: wants, objects, undecided
	Names    []ledger.Hash
}

type Withdrawal struct {
	ledger.Ref
	Channel string
	Stage   string
	Left    bool // said in another file of the person, which was erased
}

type Report struct {
	ledger.Ref
	Channel string
	Settled ledger.Ref
	Outcome string // "", denied, confirmed, cannot-ask
}

type Reaffirmation struct {
	ledger.Ref
	Talk   talk.Talk
	Answer string // yes, not-sure, no
}

type SafeNo struct {
	ledger.Ref
	Movement    string
	Private     bool
	AskedOut    bool // asked at least 24 h before in a place the authority does not run
	Interpreter *talk.Interpreter
}
