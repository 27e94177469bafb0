// Package intake takes over the caseload that an organisation already has: it
// reads spreadsheets as people write them, gives each row to the desk as a
// command told on somebody's word, and returns what it could not take with the
// reason, in a file that can be corrected and given again.
package intake

import "amana/desk"

// Options say how a list is to be taken over.
type Options struct {
	Who      desk.Actor
	Office   string // for persons whose row names none
	Word     string // who says so: needed, for every event of the list says it for ever
	List     string // the name of the list: references are its own
	Sheet    string // of a file that holds one sheet
	Report   string // where to write what was refused; "": beside the list
	Language string // of the reasons

	AllOrNothing bool // one bad row, and nothing is taken
	DryRun       bool // nothing is taken in any case

	Workers  int            // who decide and sign at the same time; 0: one
	Group    int            // commands stored in one transaction; 0: 500
	Progress func(Progress) // nil: nobody asks

	offices []string // that have cases here
}

// Stage is a part of an import.
type Stage string

const (
	Reading   Stage = "reading"
	Trying    Stage = "trying"
	Recording Stage = "recording"
)

// Progress says how far an import is.
type Progress struct {
	Stage Stage
	Done  int // rows read, or persons done
	Of    int // 0: not known
}

// Summary is what an import did, in numbers.
type Summary struct {
	Rows         int              `json:"rows"`         // that hold anything, and are no examples
	Opened       int              `json:"opened"`       // new persons
	Corrected    int              `json:"corrected"`    // rows that were taken before and have changed
	Recorded     int              `json:"recorded"`     // commands
	Unchanged    int              `json:"unchanged"`    // rows that were taken before
	Examples     int              `json:"examples"`     // rows of the template, passed over
	Refused      int              `json:"refused"`      // rows
	StopsRefused map[string][]int `json:"stopsRefused"` // by sheet, rows among them that tell of a no or of what else stops a journey
	StopsTaken   map[string][]int `json:"stopsTaken"`   // by sheet, rows of which only that could be taken
	Sheets       map[string]int   `json:"sheets"`       // rows by sheet
	Ignored      []string         `json:"ignored"`      // sheets and columns that are not ours
	Doubtful     []int            `json:"doubtful"`     // rows of a text file that go over several lines, of which one may be a row of its own
	Suspected    []Pair           `json:"suspected"`    // likely files of one person, both of which whoever takes the list over may read
	Crowds       []Crowd          `json:"crowds"`       // so many files that are alike that they are not named to each other
	Unread       int              `json:"unread"`       // files that they may read, likely of one person with one that they may not
	Strangers    map[string][]int `json:"strangers"`    // by sheet, rows whose officer has no account here that stands
	Encoding     string           `json:"encoding,omitempty"`
	Reasons      []Reason         `json:"reasons"`          // in the order of the list
	Report       string           `json:"report,omitempty"` // the file of what was refused
	Written      bool             `json:"written"`          // false: a trial, or all or nothing was nothing
}

// Reason is why a row was not taken, without what the row says: that is in the
// report alone, which nobody else may read.
type Reason struct {
	Sheet  string `json:"sheet"`
	Row    int    `json:"row"`
	Column string `json:"column,omitempty"` // its code; "": the row as a whole
	Code   string `json:"code"`
	Detail string `json:"detail"` // in the language that was asked for
}

// Crowd is files that are alike, more than are named to each other at once, with
// the rows of the list that are among them.
type Crowd struct {
	Files int   `json:"files"` // of the list, or that whoever takes it over may read
	Rows  []int `json:"rows"`
}

// Pair is two cases that are likely one person's.
type Pair struct {
	Case  string `json:"case"`
	Other string `json:"other"`
}
