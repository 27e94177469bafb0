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
	Recipient   string
	Purpose     string
	Withdrawn   bool
	Interpreter *talk.Interpreter
}

type Notified struct {
	ledger.Ref
	Needs        []ledger.Hash
	Acknowledged ledger.Ref
	MeetsNamed   bool
	Spoken       bool // the duty line's spoken word
	Other        bool // another person or organisation whom the person accepts
	Accepted     ledger.Ref
	Interpreter  *talk.Interpreter // when they accepted
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

// Journey is seat, clearance, gate.
type Journey struct {
	Movement string // where the seat is, "" without one or while it is unsettled
	Seated   ledger.Ref
	Line     string // budget line that pays
	Drawn    []Drawn
	Cleared  []Cleared
	Gate     []Gate
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
