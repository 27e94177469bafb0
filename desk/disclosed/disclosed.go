// Package disclosed is the form in which what a reader may open of a log lies
// beside its published entries (docs/log-format.md): an inventory, and of every
// stream a file of lines, which by itself can be handed on. The desk writes it,
// and an audit reads it.
package disclosed

import (
	"amana/domain/casefile"
	"amana/domain/ledger"
)

// Folder is where disclosures lie, and Contents their inventory.
const (
	Folder   = "amana/disclosed"
	Contents = Folder + "/inventory.json"
)

// Version is of this form.
const Version = 1

// Inventory says what disclosures there are. It is the word of whoever made
// them: what can be checked of it, an audit checks.
type Inventory struct {
	Version int    `json:"version"`
	Origin  string `json:"origin"`
	Size    int64  `json:"size"`
	Root    string `json:"root"`
	Hub     bool   `json:"hub"` // the node knew every file and every veto
	Zone    string `json:"zone"`
	Streams []Item `json:"streams"`
}

// Item is one stream of which something is disclosed.
type Item struct {
	Stream    ledger.Stream    `json:"stream"`
	Subject   casefile.Subject `json:"subject"`
	Reference string           `json:"reference"` // case number, movement, country …; empty of an erased file
	Erased    bool             `json:"erased,omitempty"`
}

// File is the name, in Folder, of the lines of a stream.
func File(stream ledger.Stream) string { return stream.String() + ".jsonl" }

// Line is one entry with what is disclosed of it.
type Line struct {
	Index    int64                `json:"index"`
	SDJWT    string               `json:"sdjwt"`
	Withheld []ledger.Compartment `json:"withheld,omitempty"` // in which it says more
}
