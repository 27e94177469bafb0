// Package casefile is the spine: one person's file, composed of the rooms. It
// folds events into a Case, gives the rules their facts, lists every command
// and says where the person stands.
package casefile

import (
	"slices"
	"time"

	"amana/domain/assessment"
	"amana/domain/consent"
	"amana/domain/counselling"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/reintegration"
	"amana/domain/safeguard"
	"amana/domain/screening"
)

// Logic is the version of the fold: a cached state of another version is not used.
const Logic = 45

// Case is one person's file as this process can read it.
type Case struct {
	Number     string     `json:"number"`
	Office     string     `json:"office"`
	Identity   Identity   `json:"identity"`
	OpenedBy   ledger.Ref `json:"opened"`
	Mother     string     `json:"mother,omitempty"`
	Reference  string     `json:"reference,omitempty"` // in the list from which the case was taken over
	Household  string     `json:"household,omitempty"`
	Households []string   `json:"households,omitempty"` // of which the person was ever said to be
	Notice     string     `json:"notice,omitempty"`     // the country whose mission was sent a notice
	Calls      []Calling  `json:"calls,omitempty"`
	Said       Said       `json:"said"`
	Company    []Company  `json:"company,omitempty"` // with whom a child was said to be

	Belongs []Belonging `json:"belongs,omitempty"` // for what they may be at risk
	Homes   []Living    `json:"homes,omitempty"`   // every household that was ever said

	Destinations []safeguard.Destination `json:"destinations,omitempty"` // where they will live, all that was ever said of it

	Counselling   counselling.State    `json:"counselling"`
	Screening     screening.State      `json:"screening"`
	Assessment    assessment.State     `json:"assessment"`
	Consent       consent.State        `json:"consent"`
	Preparation   movement.Preparation `json:"preparation"`
	Travel        movement.Travel      `json:"travel"`
	Reintegration reintegration.State  `json:"reintegration"`

	Custody    []safeguard.Custody   `json:"custody,omitempty"`
	Inside     []safeguard.Custody   `json:"inside,omitempty"` // where somebody talked to them who is held there, by that alone
	Holds      []safeguard.Hold      `json:"holds,omitempty"`
	Duplicates []safeguard.Duplicate `json:"duplicates,omitempty"`
	Gone       []string              `json:"gone,omitempty"`       // files of the person that were erased
	Trafficked bool                  `json:"trafficked,omitempty"` // by one of those
	Incidents  []Incident            `json:"incidents,omitempty"`
	Accounted  ledger.Ref            `json:"accounted,omitzero"`  // when a crossed departure was closed as an incident
	Review     ledger.Ref            `json:"review,omitzero"`     // asked for and not answered yet
	Proposals  []Proposal            `json:"proposals,omitempty"` // that the person is not eligible
	Ending     string                `json:"ending,omitempty"`
	Ground     string                `json:"ground,omitempty"` // the rule by which the person is not eligible
	IsClosed   bool                  `json:"closed,omitempty"`
	Erased     bool                  `json:"erased,omitempty"` // its keys are about to be destroyed

	Imported map[ledger.Hash]ledger.Actor        `json:"imported,omitempty"` // and the officer who did it; zero: nobody known
	Vouched  map[ledger.Hash]ledger.Ref          `json:"vouched,omitempty"`
	Contacts []ledger.Ref                        `json:"contacts,omitempty"`
	Heard    []ledger.Hash                       `json:"heard,omitempty"`   // of these, those by telephone
	Unsound  []ledger.Hash                       `json:"unsound,omitempty"` // and those in which no word may be relied on
	Hands    []ledger.Actor                      `json:"hands,omitempty"`   // everybody who did anything but judge the case
	Attested map[safeguard.ID]safeguard.Attested `json:"attested,omitempty"`
	Sealed   [len(ledger.Compartments)][]int     `json:"sealed"`
	Stopped  []ledger.Ref                        `json:"stopped,omitempty"` // every stop but a departure
	Strays   []safeguard.Stray                   `json:"strays,omitempty"`
	Past     ledger.Ancestry                     `json:"past"`
	Heads    []ledger.Hash                       `json:"heads"`
	Changed  time.Time                           `json:"changed"` // when the newest event was recorded

	seen map[fact]bool
}

// Incident is something that somebody outside the office must look at.
type Incident struct {
	ledger.Ref
	What   string     `json:"what"`
	Closed ledger.Ref `json:"closedBy,omitzero"`
}

// Kinds lists every event that a case can hold.
func Kinds() []ledger.Body {
	return slices.Concat(
		[]ledger.Body{
			Opened{}, Corrected{}, CustodyRecorded{}, HouseholdJoined{}, BirthRecorded{},
			DuplicateSuspected{}, LikelyCounted{}, DuplicateSettled{}, Unlinked{}, LinkErased{},
			HoldPlaced{}, HoldLifted{}, EndProposed{}, Ended{}, Closed{}, Reopened{}, Erased{},
			IncidentOpened{}, IncidentClosed{}, ReviewAsked{}, ReviewAnswered{},
			ImportAttested{}, EntryExamined{}, EntryResolved{}, Attested{}, Called{}, CallEnded{},
		},
		counselling.Kinds, screening.Kinds, assessment.Kinds, consent.Kinds, movement.PreparationKinds, movement.Kinds, reintegration.Kinds,
	)
}

// Fold makes a case of its history. Events that wait for their parents change
// nothing, but their stops count; what cannot be read may be one.
func Fold(h *ledger.History) *Case {
	c := &Case{Past: h.Past, seen: make(map[fact]bool, len(h.Events))}
	for i := range h.Events {
		c.apply(&h.Events[i], i)
	}
	for i := range h.Waiting {
		if e := &h.Waiting[i]; e.Stops() || e.Sealed.Has(ledger.General) {
			c.Strays = append(c.Strays, safeguard.Stray{ID: e.ID, Why: "waiting"})
		}
	}
	c.Heads = h.Heads()
	return c
}

// fact is what two records of one fact share.
type fact struct {
	command ledger.Command
	part    int
	kind    string
}

// repeats says whether an event says again what one before it said: the same
// part of the same command. What stops is never passed over, and what has no
// effect itself stands before nothing.
func (c *Case) repeats(e *ledger.Event) bool {
	if e.Command.IsZero() || e.Body == nil || e.Disputed || e.Stops() {
		return false
	}
	if c.seen == nil && c.Past.N <= 1 {
		c.seen = map[fact]bool{}
	}
	f := fact{e.Command, e.Part, e.Body.Kind()}
	again := c.seen[f]
	c.seen[f] = true
	return again
}

// Extend folds one more event, which follows all the others, into a case that
// Fold made, and that nobody else holds. One that was read from a cache does not know
// which facts it holds.
func (c *Case) Extend(e *ledger.Event) {
	c.Past.Extend()
	c.apply(e, c.Past.N-1)
	if len(c.Strays) > 1 {
		c.Strays = waitingLast(c.Strays)
	}
	c.Heads = []ledger.Hash{e.ID}
}

// waitingLast puts strays in the order in which folding everything finds them.
func waitingLast(all []safeguard.Stray) []safeguard.Stray {
	var placed, waiting []safeguard.Stray
	for _, s := range all {
		if s.Why == "waiting" {
			waiting = append(waiting, s)
		} else {
			placed = append(placed, s)
		}
	}
	return append(placed, waiting...)
}

func (c *Case) apply(e *ledger.Event, seq int) {
	if c.repeats(e) {
		return
	}
	at := e.Ref(seq)
	for _, comp := range ledger.Compartments {
		if e.Sealed.Has(comp) {
			c.Sealed[comp] = append(c.Sealed[comp], seq)
		}
	}
	if e.Recorded.After(c.Changed) {
		c.Changed = e.Recorded
	}
	switch {
	case e.Malformed:
		c.Strays = append(c.Strays, safeguard.Stray{ID: e.ID, Why: safeguard.Malformed, Ref: at})
		return
	case e.Disputed && !e.Stops():
		return
	case e.Disputed && e.Body == nil:
		c.Strays = append(c.Strays, safeguard.Stray{ID: e.ID, Why: safeguard.Disputed, Ref: at})
		return
	case e.Body == nil && e.Stops():
		c.Strays = append(c.Strays, safeguard.Stray{ID: e.ID, Why: "unread", Ref: at})
		return
	case e.Body == nil:
		return
	}
	if _, left := e.Body.(movement.DepartedUncleared); e.Stops() && !left {
		c.Stopped = append(c.Stopped, at)
	}
	c.applyHand(e, at)
	c.Counselling.Apply(e, at)
	c.Screening.Apply(e, at)
	c.Assessment.Apply(e, at)
	c.Consent.Apply(e, at)
	c.Preparation.Apply(e, at)
	c.Travel.Apply(e, at, &c.Past)
	c.Reintegration.Apply(e, at)
	c.applyPerson(e.Body, at)
	c.applyLink(e.Body, at)
	c.applyCalls(e.Body, at)
	c.applyKeeping(e.Body, at)
	c.applyStray(e.Body, at)
}

func (c *Case) applyPerson(body ledger.Body, at ledger.Ref) {
	switch b := body.(type) {
	case Opened:
		c.Number, c.Office, c.Mother, c.OpenedBy = b.Number, b.Office, b.Mother, at
		c.Reference = b.Reference
		c.identify(Changed(b.Identity), nil, at)
	case Corrected:
		c.identify(b.Changed, b.NotGroups, at)
	case CustodyRecorded:
		c.Custody = append(c.Custody, safeguard.Custody{Ref: at, Date: b.Date, Held: b.Held, Place: b.Place, Kind: b.Holds})
	case HouseholdJoined:
		c.joins(b, at)
	}
}

func (c *Case) applyKeeping(body ledger.Body, at ledger.Ref) {
	switch b := body.(type) {
	case HoldPlaced:
		c.Holds = append(c.Holds, safeguard.Hold{Ref: at, Kind: b.For})
	case HoldLifted:
		for i := range c.Holds {
			if c.Holds[i].ID == b.Hold {
				c.Holds[i].Lifted = at
			}
		}
	case EndProposed:
		c.Proposals = append(c.Proposals, Proposal{at, b.Safeguard})
	case Ended:
		if b.Outcome == notEligibleOutcome {
			c.Ground = b.Safeguard
		}
		c.conclude(ledger.Say(&c.Past, c.Said.Ending, at, b.Outcome), c.Said.Closed)
	case Closed:
		c.conclude(c.Said.Ending, ledger.Say(&c.Past, c.Said.Closed, at, true))
	case Erased:
		c.IsClosed, c.Erased = true, true
	case Reopened:
		c.Ground, c.Proposals = "", nil // what is proposed of somebody who comes back is proposed anew
		c.conclude(undone(&c.Past, c.Said.Ending, at), undone(&c.Past, c.Said.Closed, at))
	case ReviewAsked:
		c.Review = at
	case ReviewAnswered:
		if c.Knows(at, c.Review) { // one asked for beside it is open still
			c.Review = ledger.Ref{}
		}
	case IncidentOpened:
		c.Incidents = append(c.Incidents, Incident{Ref: at, What: b.Incident})
	case IncidentClosed:
		c.applyClosed(b, at)
	case ImportAttested:
		if by := c.Imported[b.Entry]; by.IsZero() || by != at.By || !firsthand(at) {
			return // nobody's word stands in for that of who did it
		}
		if c.Vouched == nil {
			c.Vouched = map[ledger.Hash]ledger.Ref{}
		}
		c.Vouched[b.Entry] = at
	case Attested:
		if c.Attested == nil {
			c.Attested = make(map[safeguard.ID]safeguard.Attested, len(b.States))
		}
		for _, s := range b.States {
			c.Attested[s.Safeguard] = safeguard.Attested{Ref: at, Book: b.Book, Read: b.Read, State: s.State, Until: s.Until.UTC(), Due: s.Due.UTC()}
		}
	}
}

// Shown is the case as it is given to a reader: nobody reads what is only compared.
func (c *Case) Shown() *Case {
	told := *c
	told.Travel = c.Travel.Shown()
	return &told
}
