package safeguard

import (
	"amana/domain/ledger"
	"amana/domain/talk"
)

// Protection is what was looked for and found.
type Protection struct {
	Screenings  []Screening
	Trafficking []Trafficking
	Retraffick  []Retraffick
	Interests   []Interest
	Panel       []Member
	Votes       []Vote
	Tracing     []ledger.Ref
	Caregiver   []Caregiver
	Escort      []Escort
	Together    []Together
	Bonds       []Bond
	Needs       []Need
	Health      []HealthCheck
	Holds       []Hold
}

type Screening struct {
	ledger.Ref
	Talk      talk.Talk
	Household bool
	Refused   bool
	Sheet     string // version of the sheet of the country where the person is
}

type Trafficking struct {
	ledger.Ref
	Talk    talk.Talk
	Act     string // yes, no, no-answer
	Means   string
	Purpose string
	Outcome string // identified, presumed, not-indicated, no-answer
}

type Retraffick struct {
	ledger.Ref
	Services    string // confirmed, none-exist
	SafetyPlan  bool
	Reflection  bool
	Reasons     bool // of the counter-trafficking lead
	Chose       bool // knows that no service exists and chose
	Interpreter *talk.Interpreter
}

// Interest is one officer's best-interests assessment (BIA).
type Interest struct {
	ledger.Ref
	Urgent      bool
	Agrees      bool   // return is in the child's best interests
	Guardian    string // who may answer for the child: Parent, Carer, Nobody; "" when that was not looked at
	Interpreter *talk.Interpreter
}

// Member is somebody who was called to the case from outside, for one duty.
type Member struct {
	ledger.Ref
	Officer ledger.Actor
	Ended   ledger.Ref
}

// Vote is the word of one member of a panel, under their own signature.
type Vote struct {
	ledger.Ref
	About       string // AboutReturn, AboutCapacity, AboutFamily, AboutApart
	Agrees      bool
	Agency      string
	Undertaking bool // they signed the undertaking of confidentiality
	Telephone   bool // the panel met by telephone
}

type Caregiver struct {
	ledger.Ref
	Kind   string // parent, caregiver, welfare-authority
	Safe   bool
	Status string // with-parent, separated, unaccompanied
}

// Escort is somebody who travels with a child on one movement.
type Escort struct {
	ledger.Ref
	Movement string
}

type Together struct {
	ledger.Ref
	Alone       bool
	Wants       bool
	Other       string // the other parent: asked, unknown, unreachable, unsafe, objects, custody-disputed
	Interpreter *talk.Interpreter
}

// Bond is one officer's gentle check that an infant and the adult they travel
// with belong together.
type Bond struct {
	ledger.Ref
	Doubt       bool
	Interpreter *talk.Interpreter
}

type Need struct {
	ledger.Ref
	Kind        string
	Travels     bool   // must be met on arrival
	Notify      string // "", standard, early (72 h before)
	Outcome     string
	Answered    ledger.Ref
	Interpreter *talk.Interpreter // of the answer
}

type HealthCheck struct {
	ledger.Ref
	Kind        string // examination, pec
	Outcome     string // fit, fit-with-conditions, unfit, refused
	Arranged    bool
	ValidFor    int // days, when a listed condition shortens it; 0 otherwise
	Interpreter *talk.Interpreter
}

type Hold struct {
	ledger.Ref
	Kind   string // protection, health, law
	Lifted ledger.Ref
}

// Refoulement is what awaits the person.
type Refoulement struct {
	Risks    []Risk
	Asylum   []Asylum
	UNHCR    []UNHCR
	Requests []ledger.Ref // to UNHCR
	Entry    []Entry

	Observers []Member // independent, who were called to the case
}

type Risk struct {
	ledger.Ref
	Finding string // none, unclear, real
	Sheet   string // version of the country sheet it rests on
	Ends    []ledger.Hash
}

type Asylum struct {
	ledger.Ref
	Lifted      ledger.Ref
	Interpreter *talk.Interpreter
}

type UNHCR struct {
	ledger.Ref
	Outcome     string // counselled, cannot
	By          string // unhcr, lawyer, protection-actor
	Interpreter *talk.Interpreter
}

type Entry struct {
	ledger.Ref
	Country   string
	Confirmed bool
}
