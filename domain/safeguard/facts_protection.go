package safeguard

import (
	"time"

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
	Trafficked  bool // by a file of the person that was erased
}

// Screening is one vulnerability screening. What it found of risks no rule reads.
type Screening struct {
	ledger.Ref
	Talk      talk.Talk `json:"talk"`
	Household bool      `json:"household"`
	Refused   bool      `json:"refused"`
	Sheet     string    `json:"sheet,omitempty"` // version of the sheet of the country where the person is
}

// Trafficking is one screening for it: the three elements, and the officer's outcome.
type Trafficking struct {
	ledger.Ref
	Talk    talk.Talk `json:"talk"`
	Act     string    `json:"act,omitempty"` // yes, no, no-answer
	Means   string    `json:"means,omitempty"`
	Purpose string    `json:"purpose,omitempty"`
	Outcome string    `json:"outcome,omitempty"` // identified, presumed, not-indicated, no-answer
}

// Retraffick is an assessment of how a victim of trafficking returns safely.
type Retraffick struct {
	ledger.Ref
	Services    string            `json:"services,omitempty"` // confirmed, none-exist
	MeetsThem   bool              `json:"meetsThem"`          // the safety plan, part by part
	Nights      bool              `json:"nights"`             // fourteen
	OneNumber   bool              `json:"oneNumber"`
	Contacts    bool              `json:"contacts"` // after 7 and 30 days
	Reflection  bool              `json:"reflection"`
	Reasons     bool              `json:"reasons"` // of the counter-trafficking lead
	Chose       bool              `json:"chose"`   // knows that no service exists and chose
	Interpreter *talk.Interpreter `json:"interpreter,omitempty"`
}

// Interest is one officer's best-interests assessment (BIA).
type Interest struct {
	ledger.Ref
	Urgent      bool              `json:"urgent"`
	Agrees      bool              `json:"agrees"`             // return is in the child's best interests
	Guardian    string            `json:"guardian,omitempty"` // who may answer for the child: Parent, Carer, Nobody; "" when that was not looked at
	Interpreter *talk.Interpreter `json:"interpreter,omitempty"`
}

// Member is somebody who was called to the case from outside, for one duty.
type Member struct {
	ledger.Ref
	Officer ledger.Actor `json:"officer,omitzero"`
	Ended   ledger.Ref   `json:"ended,omitzero"`
}

// Vote is the word of one member of a panel, under their own signature.
type Vote struct {
	ledger.Ref
	About       string `json:"about,omitempty"` // AboutReturn, AboutCapacity, AboutFamily, AboutApart, AboutGuardian
	Agrees      bool   `json:"agrees"`
	Agency      string `json:"agency,omitempty"`
	Undertaking bool   `json:"undertaking"` // they signed the undertaking of confidentiality
	Telephone   bool   `json:"telephone"`   // the panel met by telephone
}

// Caregiver is who cares for the child on arrival, and how the child was found to be in
// Libya.
type Caregiver struct {
	ledger.Ref
	Kind   string `json:"kind,omitempty"` // parent, caregiver, welfare-authority
	Safe   bool   `json:"safe"`
	Status string `json:"status,omitempty"` // with-parent, separated, unaccompanied
	Left   bool   `json:"left,omitempty"`   // found in another file of the child, which was erased
}

// Escort is somebody who travels with a child on one movement.
type Escort struct {
	ledger.Ref
	Movement  string       `json:"movement,omitempty"`
	Who       ledger.Actor `json:"who,omitzero"`
	Cancelled ledger.Ref   `json:"cancelled,omitzero"`
}

// Together is what one person answered about travelling with their family.
type Together struct {
	ledger.Ref
	Alone       bool              `json:"alone"`
	Wants       bool              `json:"wants"`
	Other       string            `json:"other,omitempty"` // the other parent: travels-too, asked, unknown, unreachable, unsafe, dead, objects, custody-disputed
	Interpreter *talk.Interpreter `json:"interpreter,omitempty"`
}

// Bond is one officer's gentle check that an infant and the adult they travel
// with belong together.
type Bond struct {
	ledger.Ref
	Doubt       bool              `json:"doubt"`
	Interpreter *talk.Interpreter `json:"interpreter,omitempty"`
}

// Need is one need that was found, with what came of it.
type Need struct {
	ledger.Ref
	Kind        string            `json:"kind,omitempty"`
	Travels     bool              `json:"travels"`          // must be met on arrival
	Notify      string            `json:"notify,omitempty"` // "", standard, early (72 h before)
	Outcome     string            `json:"outcome,omitempty"`
	Searched    bool              `json:"searched"` // not available: it is said where it was searched for
	Told        bool              `json:"told"`     // so the person was told
	Chose       bool              `json:"chose"`    // and chose
	Answered    ledger.Ref        `json:"answered,omitzero"`
	Interpreter *talk.Interpreter `json:"interpreter,omitempty"` // of the answer
}

// HealthCheck is a medical examination or a pre-embarkation check (PEC).
type HealthCheck struct {
	ledger.Ref
	Kind        string            `json:"kind,omitempty"`    // examination, pec
	Outcome     string            `json:"outcome,omitempty"` // fit, fit-with-conditions, unfit, refused
	Arranged    bool              `json:"arranged"`
	Listed      []string          `json:"listed,omitempty"` // conditions for which a book may have it valid for less
	ValidFor    int               `json:"validFor"`         // days, when whoever examined holds it valid for less; 0 otherwise
	Interpreter *talk.Interpreter `json:"interpreter,omitempty"`
}

// Hold is a veto. It stands until an event that knows it lifts it.
type Hold struct {
	ledger.Ref
	Kind   string     `json:"kind,omitempty"` // protection, health, law
	Lifted ledger.Ref `json:"lifted,omitzero"`
}

// Refoulement is what awaits the person.
type Refoulement struct {
	Risks    []Risk
	Asylum   []Asylum
	UNHCR    []UNHCR
	Requests []ledger.Ref // to UNHCR
	Entry    []Entry
	Left     time.Time // when an erased file of the person last recorded a fear or asked for asylum, if nobody counselled since

	Observers []Member // independent, who were called to the case
	Uncalled  bool     // no request calls UNHCR to the case: what it would do needs one first
}

// Risk is one individual assessment of what awaits the person.
type Risk struct {
	ledger.Ref
	Finding     string            `json:"finding,omitempty"` // none, unclear, real
	Sheet       string            `json:"sheet,omitempty"`   // version of the country sheet it rests on
	Transit     []string          `json:"transit,omitempty"` // countries on the way that were looked at
	Ends        []ledger.Hash     `json:"ends,omitempty"`
	Interpreter *talk.Interpreter `json:"interpreter,omitempty"`
}

// Asylum is one request for it. Only the person takes it back.
type Asylum struct {
	ledger.Ref
	Lifted      ledger.Ref        `json:"lifted,omitzero"`
	Interpreter *talk.Interpreter `json:"interpreter,omitempty"`
}

// UNHCR is joint counselling, or that UNHCR cannot, as whoever counselled recorded it.
type UNHCR struct {
	ledger.Ref
	Outcome     string            `json:"outcome,omitempty"`    // counselled, cannot
	By          string            `json:"counsellor,omitempty"` // unhcr, lawyer, protection-actor
	Interpreter *talk.Interpreter `json:"interpreter,omitempty"`
}

// Entry is whether the State of a country confirms that the person may enter.
type Entry struct {
	ledger.Ref
	Country   string `json:"country,omitempty"`
	Confirmed bool   `json:"confirmed"`
}
