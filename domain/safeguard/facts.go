package safeguard

import (
	"time"

	"amana/domain/access"
	"amana/domain/day"
	"amana/domain/ledger"
	"amana/domain/talk"
)

// Facts is everything the rules may ask about one case: the folded rooms, and
// the surroundings folded from other streams. Slices are in fold order.
type Facts struct {
	Office string
	Opened time.Time // when the case began
	Person Person
	Past   *ledger.Ancestry
	Last   int // place of the newest event in the stream, -1 when there is none

	// Closed holds, by compartment, the places of the events that say
	// something there which cannot be read here.
	Closed   [len(ledger.Compartments)][]int
	Strays   []Stray
	Attested map[ID]Attested
	Vouched  map[ledger.Hash]ledger.Ref // imported events that the officer who did them attested
	Contacts []ledger.Ref               // meetings recorded with the person, not imported

	Will        Will
	Protection  Protection
	Refoulement Refoulement
	Preparation Preparation
	Journey     Journey
	Around      Surroundings
}

// Stray is a stop that cannot be placed or read: it blocks until it can be.
type Stray struct {
	ID  ledger.Hash `json:"id"`
	Why string      `json:"why"` // "waiting", "malformed", "disputed", "unread"
}

// Attested is what an officer who holds the keys last found.
type Attested struct {
	Ref   ledger.Ref `json:"ref"`
	Book  string     `json:"book"` // "libya-vhr/1"
	State State      `json:"state"`
	Until time.Time  `json:"until,omitzero"`
}

// Class says which of the rules' four kinds of person somebody is today.
type Class string

const (
	Adult     Class = "adult"
	Child     Class = "child"  // able to form a view
	Infant    Class = "infant" // not yet able to form a view
	Supported Class = "supported"
)

// Person is who the case is about, as far as rules ask.
type Person struct {
	BornFrom, BornTo day.Day // the earliest and the latest day they may have been born
	AgeDoubt         *ledger.Ref
	AgeSettled       bool // two officers resolved the doubt
	Supported        bool
	Nationalities    []string // ISO 3166 alpha-3, or "stateless", "unknown", "disputed"
	Residence        string   // country of habitual residence
	Groups           []string
	Destination      string // where the person will live: a country's reference
	Alone            string // for a child: "with-parent", "separated", "unaccompanied"
	Custody          []Custody
	Held             bool   // now
	Place            string // where, if it is monitored
	Household        bool   // travels, or may travel, with others
}

// Custody is whether a person was held, on one of four dates.
type Custody struct {
	ledger.Ref
	Date  string `json:"date"` // first-contact, wish, consent, eve
	Held  bool   `json:"held"`
	Place string `json:"place,omitempty"`
	Kind  string `json:"kind,omitempty"`
}

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
}

type Order struct {
	ledger.Ref
	Exists    bool // a removal order, deadline or charge
	Checked   bool
	LegalHelp bool // legal information was given
	Forced    bool // an authority set the date, gave the name or made release depend on leaving
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
	Option    string
	Explained bool
	Available string // yes, no, unknown
	Answer    string // wants, declines, undecided, no-answer
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
	Talk talk.Talk
}

type Capacity struct {
	ledger.Ref
	Outcome    string // able, able-with-support, lasting-inability
	Supported  bool   // support was tried first
	Panel      bool   // decided by a best-interests panel guided by the person's will
	PanelAgree bool
}

type Consent struct {
	ledger.Ref
	Talk     talk.Talk
	Text     string
	Version  int
	Language string
	Sight    bool // sight-translated by a fit interpreter
	Marked   bool
	Guardian bool   // given by the guardian for a child
	View     string // the child's own view, asked alone: wants, objects, undecided
	Names    []ledger.Hash
}

type Withdrawal struct {
	ledger.Ref
	Channel string
	Stage   string
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
	Movement string
	Private  bool
	AskedOut bool // asked at least 24 h before in a place the authority does not run
}

// Protection is what was looked for and found.
type Protection struct {
	Screenings  []Screening
	Offers      []ledger.Ref // a screening or services offered again by another officer
	Trafficking []Trafficking
	Retraffick  []Retraffick
	Interests   []Interest
	Tracing     []ledger.Ref
	Caregiver   []Caregiver
	Escort      []ledger.Ref
	Together    []Together
	Needs       []Need
	Health      []HealthCheck
	Holds       []Hold
}

type Screening struct {
	ledger.Ref
	Talk      talk.Talk
	Household bool
	Refused   bool
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
	Services   string // confirmed, none-exist
	SafetyPlan bool
	Reflection bool
	Reasons    bool // of the counter-trafficking lead
	Chose      bool // knows that no service exists and chose
}

type Interest struct {
	ledger.Ref
	Kind     string // bia, bid
	Urgent   bool
	Agrees   bool // return is in the child's best interests
	Members  int
	Agencies int
	Preparer bool // the preparer voted
	Undertak bool // every member signed the undertaking of confidentiality
}

type Caregiver struct {
	ledger.Ref
	Kind   string // parent, caregiver, welfare-authority
	Safe   bool
	Status string // with-parent, separated, unaccompanied
}

type Together struct {
	ledger.Ref
	Alone bool
	Wants bool
	Other string // the other parent: asked, unknown, unreachable, unsafe, objects, custody-disputed
	Panel bool
}

type Need struct {
	ledger.Ref
	Kind     string
	Travels  bool   // must be met on arrival
	Notify   string // "", standard, early (72 h before)
	Late     bool   // found within the last 72 h
	Outcome  string
	Answered ledger.Ref
}

type HealthCheck struct {
	ledger.Ref
	Kind     string // examination, pec
	Outcome  string // fit, fit-with-conditions, unfit, refused
	Arranged bool
	ValidFor int // days, when a listed condition shortens it; 0 otherwise
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
}

type Risk struct {
	ledger.Ref
	Finding string // none, unclear, real
	Sheet   string // version of the country sheet it rests on
	Ends    []ledger.Hash
}

type Asylum struct {
	ledger.Ref
	Lifted ledger.Ref
}

type UNHCR struct {
	ledger.Ref
	Outcome string // counselled, cannot
	By      string // unhcr, lawyer, protection-actor
}

type Entry struct {
	ledger.Ref
	Confirmed bool
}

// Preparation is papers and arrangements.
type Preparation struct {
	Documents  []Document
	Exits      []Exit
	Sharing    []Sharing
	Notices    []Notified
	Told       []Reintegration
	Duplicates []Duplicate
	Unlinked   []ledger.Ref
}

type Document struct {
	ledger.Ref
	From, To day.Day
	Feared   bool // obtained through a contact the person fears
}

type Exit struct {
	ledger.Ref
	Granted  bool
	From, To day.Day
}

type Sharing struct {
	ledger.Ref
	Recipient string
	Purpose   string
	Withdrawn bool
}

type Notified struct {
	ledger.Ref
	Needs        []ledger.Hash
	Acknowledged ledger.Ref
	MeetsNamed   bool
	Spoken       bool // the duty line's spoken word
	Other        bool // another person or organisation whom the person accepts
}

type Reintegration struct {
	ledger.Ref
	Written, Aloud, FirstDays bool
}

type Duplicate struct {
	ledger.Ref
	Other   string
	Settled ledger.Ref
	Same    bool
}

// Journey is seat, clearance, gate.
type Journey struct {
	Movement  string // where the seat is, "" without one
	Seated    ledger.Ref
	SeatedBy  ledger.Actor
	Line      string // budget line that pays
	Drawn     []Drawn
	Cleared   []Cleared
	Gate      []Gate
	Same      []SamePerson
	Fresh     []Fresh
	Urgent    *Urgent
	Boarded   ledger.Ref
	Departed  ledger.Ref
	Withdrawn bool
}

type Drawn struct {
	ledger.Ref
	Officer  ledger.Actor
	Movement string
}

type Cleared struct {
	ledger.Ref
	Movement string
}

type Gate struct {
	ledger.Ref
	Movement string
	Talk     talk.Talk
	Answer   string // yes, not-sure, no
}

type SamePerson struct {
	ledger.Ref
	Movement string
	How      string // met-before, two-facts, photograph
}

type Fresh struct {
	ledger.Ref
	Movement string
	How      string // list, telephone
	ListAt   time.Time
}

type Urgent struct {
	ledger.Ref
	Movement string
}

// Surroundings is what other streams say that matters to this case.
type Surroundings struct {
	Zone     *time.Location
	Places   map[string]Place
	Country  *Country
	Movement *Movement
	Line     *Line
	Linked   []Linked
	Hub      bool           // this node is the hub, or asked it: it knows every veto and every file
	Texts    map[string]int // "text/language" → newest approved version
	Officers map[ledger.Actor]Officer
}

type Place struct {
	Reviewed   time.Time // of the current due-diligence review
	ValidUntil time.Time
	Official   bool
	Wanted     bool // under a person wanted by an international court
	Incident   bool // an open grave incident
}

type Country struct {
	Reference string
	Sheet     string // version of the country sheet
	Suspended bool
	AtRisk    []string             // nationalities, residences, groups on the list of that date
	Options   map[string]time.Time // when an option last opened
}

type Movement struct {
	Reference string
	Kind      string
	Departs   time.Time // as scheduled now
	Arrives   time.Time
	Shifts    []Shift // how the schedule was moved, in order
	Cancelled bool
	Locked    bool
	Plan      *Plan
	Authority string   // answer on not taking back who says no: "", accepted, refused, no-answer
	Decided   bool     // head of protection decided with reasons
	Signs     []string // signs of a collective return that are open
	Answered  []string // and those answered by the head of protection
	Headcount string   // "", reconciled, open
}

// Shift is one change of a schedule.
type Shift struct {
	From time.Time `json:"from"` // departure as it was scheduled until then
	At   time.Time `json:"at"`   // when it was moved
}

type Plan struct {
	Shelter, Transport, Officer bool
}

type Line struct {
	Suspended bool
	Balance   int64 // in cents of the line's currency
	Cost      int64
}

// Linked is what a linked file of the same person brings in.
type Linked struct {
	Stops []string // asylum, fear, real-risk, withdrawal, hold
	Child bool
}

type Officer struct {
	Office    string
	Roles     []access.Role
	Clears    bool     // is in the clearing pool
	AnswerFor []string // movements or lines whose cost or target they answer for
}
