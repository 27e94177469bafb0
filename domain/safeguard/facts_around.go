package safeguard

import (
	"time"

	"amana/domain/access"
	"amana/domain/ledger"
)

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
