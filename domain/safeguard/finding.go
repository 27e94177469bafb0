// Package safeguard holds the rules that stand between a wish and an aircraft:
// pure, dated, three-valued. It declares the facts it needs and knows nothing
// of who collects them.
package safeguard

import (
	"time"

	"amana/domain/access"
	"amana/domain/fault"
	"amana/domain/ledger"
)

// ID names a rule, "own-wish".
type ID string

// Act is a step that can do harm and at which rules are due.
type Act string

const (
	Embassy   Act = "embassy"       // contact with an embassy or consulate
	Authority Act = "authority"     // names to an authority
	Notice    Act = "notice"        // notice to a receiving mission
	Seat      Act = "seat"          // a seat on a manifest
	Transport Act = "transport"     // transport out of a place of detention
	Lock      Act = "manifest-lock" // the manifest is closed
	Clearance Act = "clearance"
	Boarding  Act = "boarding"
)

// Acts lists them in the order of a journey.
var Acts = [...]Act{Embassy, Authority, Notice, Seat, Transport, Lock, Clearance, Boarding}

func (Act) Codes() []string {
	codes := make([]string, len(Acts))
	for i, a := range Acts {
		codes[i] = string(a)
	}
	return codes
}

// State is the answer of a rule. Unknown blocks as Unmet does.
type State string

const (
	Met           State = "met"
	Unmet         State = "unmet"
	Unknown       State = "unknown"
	NotApplicable State = "not-applicable"
	NotYetDue     State = "not-yet-due"
)

// Blocks says whether the act must not happen.
func (s State) Blocks() bool { return s == Unmet || s == Unknown }

// Basis says whether a finding rests on the facts or on what somebody with
// more keys attested.
type Basis string

const (
	OnFacts       Basis = "facts"
	OnAttestation Basis = "attestation"
)

// Reason is a message key with its arguments; it holds no prose and no
// personal data.
type Reason struct {
	Key  string      `json:"key"`
	Args []fault.Arg `json:"args,omitempty"`
}

// Step is one thing that would bring a finding closer to Met: a command and
// who may give it, or a wait for a time or for somebody outside.
type Step struct {
	Do    string      `json:"do,omitempty"`    // name of a command
	About string      `json:"about,omitempty"` // what it is about: an option, a need, a recipient, a place
	By    access.Role `json:"by,omitempty"`
	Wait  string      `json:"wait,omitempty"` // "time", or whom outside: "authority", "unhcr", "hub" …
	Until time.Time   `json:"until,omitzero"`
}

// Finding is the answer of one rule about one case, for one act, at one time.
type Finding struct {
	Safeguard   ID                 `json:"safeguard" doc:"the rule; empty where it blocks outside the reader's compartments: then state, owner, next and sentence say whom to ask, and are the same whichever and however many rules it stands for"`
	State       State              `json:"state"`
	Basis       Basis              `json:"basis,omitempty"`
	Reason      Reason             `json:"reason"`
	Until       time.Time          `json:"until,omitzero"` // it holds until then if nothing happens; zero: no end
	Owner       access.Role        `json:"owner,omitempty" doc:"whose turn it is"`
	Due         time.Time          `json:"due,omitzero" doc:"the day by which it goes up; absent where the reader may only ask, since each rule has a day of its own"`
	Up          access.Role        `json:"up,omitempty"` // past that day: to whom it went
	OpenDue     time.Time          `json:"-"`            // the same, counted without what only the compartment may know: for lists and attestations
	Since       time.Time          `json:"-"`            // of what blocks: since when it stands as it does
	Every       time.Duration      `json:"-"`            // how long it may block before it goes up, and again
	Events      []ledger.Hash      `json:"events,omitempty"`
	Rests       time.Time          `json:"-"` // when the newest of them came to be
	Next        []Step             `json:"next,omitempty"`
	WordOf      []string           `json:"wordOf,omitempty"` // on whose word there is what was imported and does not count yet
	Compartment ledger.Compartment `json:"compartment"`      // who may read the reason
	Ask         string             `json:"ask"`              // what everybody else is told: protection, health, papers
	Logic       int                `json:"logic"`
}

// Clear says whether nothing blocks.
func Clear(findings []Finding) bool {
	for i := range findings {
		if findings[i].State.Blocks() {
			return false
		}
	}
	return true
}

// Blocking lists the findings that block.
func Blocking(findings []Finding) []Finding {
	var blocking []Finding
	for _, f := range findings {
		if f.State.Blocks() {
			blocking = append(blocking, f)
		}
	}
	return blocking
}

// SaysNo says whether a finding is that a no stands in this file.
func (f *Finding) SaysNo() bool {
	return f.Safeguard == "consent-stands" && f.Reason.Key == "consent-stands.withdrawn"
}
