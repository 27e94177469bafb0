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

// Document is a travel document, valid from the one day to the other.
type Document struct {
	ledger.Ref
	From    day.Day `json:"from,omitzero"`
	To      day.Day `json:"to,omitzero"`
	Through string  `json:"through,omitempty"` // own, embassy, other
	Kind    string  `json:"kind,omitempty"`    // BirthCertificate takes nobody across a border

	Withdrawn ledger.Ref `json:"withdrawn,omitzero"` // lost, taken away, or another's
}

// BirthCertificate is a document with which a child is known, and nobody travels.
const BirthCertificate = "birth-certificate"

// ThroughEmbassy is a document for which their embassy or consulate was in
// contact with, or about, the person.
const ThroughEmbassy = "embassy"

// Exit is the State's answer on whether the person may leave. A refusal has no days.
type Exit struct {
	ledger.Ref
	Granted bool    `json:"granted"`
	From    day.Day `json:"from,omitzero"`
	To      day.Day `json:"to,omitzero"`
}

// Sharing is a consent to share the file with one recipient for one purpose, or that it
// was taken back.
type Sharing struct {
	ledger.Ref
	Recipient   string            `json:"recipient,omitempty"`
	Purpose     string            `json:"purpose,omitempty"`
	Country     string            `json:"country,omitempty"` // "" where there is one recipient only
	Withdrawn   bool              `json:"withdrawn"`
	Interpreter *talk.Interpreter `json:"interpreter,omitempty"`
}

// Notified is a notice to a receiving mission: of needs, of the movement on
// which somebody comes, and of the country to which they went then.
type Notified struct {
	ledger.Ref
	Needs        []ledger.Hash     `json:"needs,omitempty"`
	Movement     string            `json:"movement,omitempty"`
	To           string            `json:"to,omitempty"`
	Acknowledged ledger.Ref        `json:"acknowledged,omitzero"`
	MeetsNamed   bool              `json:"meetsNamed"`
	Unsent       bool              `json:"unsent,omitempty"` // the person does not want that the mission is told
	Heard        ledger.Ref        `json:"heard,omitzero"`   // the duty line's spoken word, with who meets the person
	Other        ledger.Ref        `json:"other,omitzero"`   // another person or organisation whom the person accepts
	Interpreter  *talk.Interpreter `json:"interpreter,omitempty"`
}

// Reintegration is what the person was told of what they will get, and in which ways.
type Reintegration struct {
	ledger.Ref
	Written     bool              `json:"written"`
	Aloud       bool              `json:"aloud"`
	Gets        bool              `json:"gets"` // what they will get and what not
	FromWhom    bool              `json:"fromWhom"`
	When        bool              `json:"when"`
	HowMuch     bool              `json:"howMuch"`
	PlanFollows bool              `json:"planFollows"`
	FirstDays   bool              `json:"firstDays"`
	Interpreter *talk.Interpreter `json:"interpreter,omitempty"`
}

// Duplicate is another file that is, or may be, the same person's.
type Duplicate struct {
	ledger.Ref
	Other   string     `json:"other,omitempty"`
	Settled ledger.Ref `json:"settled,omitzero"`
	Same    bool       `json:"same"`
	Apart   ledger.Ref `json:"apart,omitzero"` // one officer found, since they were linked, that they are two persons'
}

// Unnamed are other files that are likely the same person's and not named yet.
type Unnamed struct {
	ledger.Ref
	Files int `json:"files"`
}

// Journey is seat, clearance, gate.
type Journey struct {
	Movement string // where the seat is, "" without one or while it is unsettled
	Seated   ledger.Ref
	Lot      ledger.Hash // the event that first gave a seat on it
	Lotted   time.Time   // and when
	Absent   bool        // they were not presented for it, and had no seat since
	Line     string      // budget line that pays
	Drawn    []Drawn
	Cleared  []Cleared
	Gate     []Gate
	Chosen   []Chosen
	Same     []SamePerson
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

// Drawn is a clearing officer drawn for one seat.
type Drawn struct {
	ledger.Ref
	Officer  ledger.Actor `json:"officer,omitzero"`
	Movement string       `json:"movement,omitempty"`
	Seat     ledger.Hash  `json:"seat,omitzero"`      // the event that gave it
	Question string       `json:"question,omitempty"` // from the file, for who clears
}

// Cleared is a clearance for one movement.
type Cleared struct {
	ledger.Ref
	Movement string `json:"movement,omitempty"`
}

// Gate is an answer at the gate of one movement.
type Gate struct {
	ledger.Ref
	Movement string    `json:"movement,omitempty"`
	Talk     talk.Talk `json:"talk"`
	Answer   string    `json:"answer,omitempty"` // yes, not-sure, no
}

// Chosen is by what the person wants to be known at the gate, said alone.
type Chosen struct {
	ledger.Ref
	How         string            `json:"how,omitempty"`      // two-facts, photograph
	Facts       ledger.Hash       `json:"facts,omitzero"`     // of both, salted; zero: sealed here
	Salt        ledger.Command    `json:"salt,omitzero"`      // of Facts
	Replaced    bool              `json:"replaced,omitempty"` // by a later choice of the same kind
	Interpreter *talk.Interpreter `json:"interpreter,omitempty"`
}

// SamePerson is how somebody at the gate of a movement was confirmed to be the person.
type SamePerson struct {
	ledger.Ref
	Movement string      `json:"movement,omitempty"`
	How      string      `json:"how,omitempty"`   // met-before, two-facts, photograph
	Choice   ledger.Hash `json:"choice,omitzero"` // of two facts: the event by which they were chosen
}

// Urgent is the facts of an urgent return, as one officer stated them.
type Urgent struct {
	ledger.Ref
	Movement string `json:"movement,omitempty"`
}

// UrgentReview is what somebody from outside found about these facts.
type UrgentReview struct {
	ledger.Ref
	Movement string `json:"movement,omitempty"`
	Stands   bool   `json:"stands"`
}
