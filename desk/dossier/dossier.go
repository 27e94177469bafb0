// Package dossier is a case with everything that surrounds it, as it is known at
// some time: its own file, what countries, places, the movement and the budget
// line say, the other files of the same person, a child's parents, and the
// users, rules and texts that are in force. It is what the rules are asked of,
// and everybody who asks them reads it by the same code: the desk before each
// act, whoever asks what was known at an hour of the past, and an audit that has
// nothing but what was disclosed. They differ only in where they read, which
// each of them says as a Source.
//
// A File is one stream, folded. A Register is the users, rule books, tables of
// roles and texts of one moment. A Reader has a Source and a Register, and makes
// of a File a View.
//
// Nothing here knows a key, a disk or a clock, and nothing is changed once
// others can have it: views can be kept and shared.
package dossier

import (
	"time"

	"amana/domain/casefile"
	"amana/domain/key"
	"amana/domain/ledger"
)

// Programme is the office under whose keys everything is sealed that belongs
// to no person: movements, places, countries, budget lines, users.
const Programme = "programme"

// Keys is what the stream of a node's own keys is about.
const Keys = "keys"

// Restored is why keys are revoked that signed the log from which another was
// restored: what stands before their end was taken over.
const Restored = "restored"

// Zone is the zone of the offices in Libya.
func Zone() *time.Location {
	zone, err := time.LoadLocation("Africa/Tripoli")
	if err != nil {
		return time.FixedZone("EET", 2*60*60)
	}
	return zone
}

// Kinds lists every kind of event that a log can hold: those of cases and of all
// else, and what a node says of its own keys.
func Kinds() []ledger.Body {
	return append(casefile.AllKinds(), key.Enrolled{}, key.Revoked{}, key.OfficeKeyed{}, key.ClockJumped{}, key.Destroyed{}, key.OfficeRotated{})
}
