package safeguard

import (
	"time"

	"amana/domain/day"
	"amana/domain/ledger"
	"amana/domain/talk"
)

// Preparation is papers and arrangements.
type Preparation struct {
	Documents  []Document
	Exits      []Exit
	Sharing    []Sharing
	Notices    []Notified
	Told       []Reintegration
	Duplicates []Duplicate
	Unnamed    Unnamed
}

type Document struct {
	ledger.Ref
	From, To day.Day
	Through  string // own, embassy, other
}

// ThroughEmbassy is a document for which their embassy or consulate was in
// contact with, or about, the person.
const ThroughEmbassy = "embassy"

type Exit struct {
	ledger.Ref
	Granted  bool
	From, To day.Day
}

type Sharing struct {
	ledger.Ref
	Recipient   string
	Purpose     string
	Country     string // "" where there is one recipient only
	Withdrawn   bool
	Interpreter *talk.Interpreter
}

// Notified is a notice to a receiving mission: of needs, of the movement on
// which somebody comes, and of the country to which they went then.
type Notified struct {
	ledger.Ref
	Needs        []ledger.Hash
	Movement     string
	To           string
	Acknowledged ledger.Ref
	MeetsNamed   bool
	Heard        ledger.Ref // the duty line's spoken word, with who meets the person
	Other        ledger.Ref // another person or organisation whom the person accepts
	Interpreter  *talk.Interpreter
}

type Reintegration struct {
	ledger.Ref
	Written, Aloud, FirstDays bool
	Interpreter               *talk.Interpreter
}

type Duplicate struct {
	ledger.Ref
	Other   string
	Settled ledger.Ref
	Same    bool
	Apart   ledger.Ref // one officer found, since they were linked, that they are two persons'
}

// Unnamed are other files that are likely the same person's and not named yet.
type Unnamed struct {
	ledger.Ref
	Files int
}

// Journey is seat, clearance, gate.
type Journey struct {
	Movement string // where the seat is, "" without one or while it is unsettled
	Seated   ledger.Ref
	Line     string // budget line that pays
	Drawn    []Drawn
	Cleared  []Cleared
	Gate     []Gate
	Chosen   []Chosen
	Same     []SamePerson
	Fresh    []Fresh
	Urgent   []Urgent
	Seconded []Urgent
	Looked   []UrgentReview
}

// Seating is a place on a movement.
type Seating struct {
	Movement string `json:"movement"`
	Line     string `json:"line"`
	Standby  bool   `json:"standby,omitempty"`
}

type Drawn struct {
	ledger.Ref
	Officer  ledger.Actor
	Movement string
	Seat     ledger.Hash // the event that gave it
	Question string      // from the file, for who clears
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

// Chosen is by what the person wants to be known at the gate, said alone.
type Chosen struct {
	ledger.Ref
	How         string // two-facts, photograph
	Interpreter *talk.Interpreter
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

// Urgent is the facts of an urgent return, as one officer stated them.
type Urgent struct {
	ledger.Ref
	Movement string
}

// UrgentReview is what somebody from outside found about these facts.
type UrgentReview struct {
	ledger.Ref
	Movement string
	Stands   bool
}
