package board

import (
	"slices"
	"time"

	"amana/domain/access"
	"amana/domain/day"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// Case is what a board holds of one case.
type Case struct {
	Stream        ledger.Stream
	Number        string
	Given         string
	Family        string
	Reference     string // in the list from which the case was taken over
	Sex           string
	Born          day.Day
	Youngest      day.Day // the latest day on which they may have been born, if it is another
	Nationalities []string
	Destination   string
	Office        string
	Status        string
	Movement      string
	Held          bool
	Standby       bool
	Cleared       bool
	Leaving       bool      // they have a seat, and have not left
	Withdrawn     time.Time // when a withdrawal was last heard; zero: none
	Reported      time.Time // when one was last reported, by somebody else or namelessly
	Turns         []Turn
	Beyond        map[ledger.Compartment][]string // whom those are told to ask who open this and the general compartment; no entry: not known here
	Lists         []string                        // whom lists say to ask before a clearance
	Calls         []access.Call                   // who is called to it
	Notice        string                          // the country whose mission was sent a notice of it
	With          ledger.Set                      // the compartments that were open when it was made
	Next          time.Time                       // when time alone changes it at the earliest; zero: it does not
	Rests         []ledger.Stream                 // the other streams that were read to judge it
	Joined        bool                            // some of these are files of people; a board does not keep it
}

// Turn is one rule that blocks, or will when it lapses, and whose turn it is.
type Turn struct {
	Safeguard   safeguard.ID
	State       safeguard.State
	Compartment ledger.Compartment // who may read it
	Owner       access.Role
	Since       time.Time     // of what blocks: since when it stands as it does
	Due         time.Time     // of what blocks: the day by which it goes up; zero: it does not
	Every       time.Duration // and how much later again
	Until       time.Time     // of what is met: when it lapses
}

// At is the turn as it is at a moment: what lapsed blocks, and nobody knows yet
// as what.
func (t Turn) At(now time.Time) Turn {
	if t.State == safeguard.Met && !t.Until.IsZero() && !t.Until.After(now) {
		t.State, t.Since, t.Due, t.Until = safeguard.Unknown, t.Until, t.Until.Add(t.Every), time.Time{}
	}
	return t
}

// Up is to whom it has gone by a moment, or "".
func (t Turn) Up(now time.Time) access.Role {
	if !t.State.Blocks() {
		return ""
	}
	return safeguard.Up(t.Owner, t.Due, t.Every, now)
}

// Asks are whom a reader is told to ask about what blocks, at whichever act, in
// the compartments that they do not open. Not which rule it is, nor how many.
func (c *Case) Asks(opens ledger.Set) []string {
	var could []string
	for _, closed := range ledger.Compartments {
		if !opens.Has(closed) {
			could = append(could, safeguard.Answers(closed)...)
		}
	}
	asks := []string{}
	for _, ask := range answers {
		if slices.Contains(could, ask) && !slices.ContainsFunc(ledger.Compartments[:], func(open ledger.Compartment) bool {
			beyond, known := c.Beyond[open]
			return opens.Has(open) && known && !slices.Contains(beyond, ask)
		}) {
			asks = append(asks, ask)
		}
	}
	return asks
}

// Reading is what somebody reaches of a case, and opens of it.
type Reading struct {
	Opens       ledger.Set    // whose turns they read
	Part        bool          // of these only their own: they open only some kinds of events
	Roles       []access.Role // in which they reach it: whose turns are theirs
	Withdrawals bool          // they are told of withdrawals
	Reports     bool          // and of reports
}

// Scope says what somebody reaches of the cases of an office: without calls and
// notice, of each. False: nothing.
type Scope func(office string, calls []access.Call, notice string) (Reading, bool)

// plays says whether they reach the case in a role.
func (r *Reading) plays(role access.Role) bool { return role != "" && slices.Contains(r.Roles, role) }
