package safeguard

import (
	"slices"
	"time"

	"amana/domain/access"
	"amana/domain/day"
	"amana/domain/ledger"
)

// Surroundings is what other streams say that matters to this case.
type Surroundings struct {
	Zone     *time.Location
	Places   map[string]Place
	Country  *Country // of destination
	Here     *Country // where the person is
	AtRisk   []string // of the sheets of the other countries that are the person's, by any of their files
	Movement *Movement
	Line     *Line
	Linked   []Linked
	Asking   *Destination   // of a file that is read for another of the person: where they go by that one; nil: it is asked for itself
	Parents  []ParentWay    // of a child: with whom they live here, as far as their household or their birth says
	Hub      bool           // this node is the hub, or asked it: it knows every veto and every file
	Missing  bool           // a file that is linked is not here, or not all of it is read
	Texts    map[string]int // "text/language" → newest approved version
	Officers map[ledger.Actor]Officer

	TextStrays []ledger.Stray              // of the return declaration: what may be another version and nobody can read
	Trained    map[ledger.Actor][]Training // to screen for vulnerability, whether or not they still work here
	Read       string                      // a digest of the countries, the places, the linked files and the parents' ways as they were read: another when one of them changed
}

// Place is where people are held, as it was on each day.
type Place struct {
	Reviews   []PlaceReview
	Incidents []PlaceIncident
}

// PlaceReview is a due-diligence review, in force until the next or its end.
// From is when it was recorded, at the latest, for one that lets what is said
// inside count, and the earliest it can be for one that does not.
type PlaceReview struct {
	From, Until time.Time
	Said        time.Time // when it was recorded: only what was said later ends one that does not let it count
	Against     bool      // unofficial, or under a person wanted by an international court
}

// PlaceIncident is a grave incident, open from the first day it concerns until
// its closing was recorded.
type PlaceIncident struct {
	From, Until time.Time // zero Until: open
	Unread      bool      // nobody can read what it is
}

// good says whether what was said in the place at a moment can be relied on. Of
// two things in one second nobody knows which was first: what protects was.
func (p Place) good(at time.Time) bool {
	var r PlaceReview
	for _, next := range p.Reviews {
		if !next.Against && next.From.Before(at) && !next.From.Before(r.From) {
			r = next
		}
	}
	bad := slices.ContainsFunc(p.Reviews, func(b PlaceReview) bool {
		return b.Against && !b.From.After(at) && !(r.From.After(b.From) && r.From.After(b.Said))
	})
	open := slices.ContainsFunc(p.Incidents, func(i PlaceIncident) bool {
		return !i.From.After(at) && (i.Until.IsZero() || !at.After(i.Until))
	})
	return !r.Against && at.Before(r.Until) && !bad && !open
}

// unread says whether something about the place that is open, and may be grave, cannot be
// read.
func (p Place) unread() bool {
	return slices.ContainsFunc(p.Incidents, func(i PlaceIncident) bool { return i.Unread && i.Until.IsZero() })
}

// Libya is where everybody is whom we meet: moving inside it takes nobody home.
const Libya = "LBY"

// Country is what is known of a country: of the one to which somebody goes, and
// of the one where they are.
type Country struct {
	Sheet     string               // version of the country sheet
	Same      []string             // those from the last material change to it, in order: what was assessed on them holds
	Issued    map[string]time.Time // every version it had, and since when each is on record
	Again     map[string]time.Time // of these, those that were issued more than once, and when last
	Suspended bool                 // all of it
	Areas     []string             // of it to which returns are suspended
	Unread    []ledger.Stray       // what may suspend returns, or change its sheet, and nobody can read
	AtRisk    []string             // nationalities, residences, groups on the list of that date
	Options   map[string]time.Time // when an option last opened
}

// holds says whether what was assessed then on a version of the sheet holds today: on none
// that was not issued yet.
func (c *Country) holds(sheet string, then ledger.Ref) bool {
	return (sheet == c.Sheet || slices.Contains(c.Same, sheet)) && !then.Since.Before(c.Issued[sheet])
}

// changed is when the sheet last changed materially.
func (c *Country) changed() time.Time {
	sheet := c.Sheet
	if len(c.Same) > 0 {
		sheet = c.Same[0]
	}
	return day.Later(c.Issued[sheet], c.Again[sheet])
}

// Movement is a flight or convoy: that of the seat, or the one a command names.
type Movement struct {
	Reference string
	Planner   ledger.Actor // who answers for its target
	Kind      string
	To        string    // country reference
	Transit   []string  // countries on the way, in order
	Departs   time.Time // as scheduled now
	Arrives   time.Time
	Shifts    []Shift      // how the schedule was moved, in order
	Unsettled []ledger.Ref // what says several schedules, by people who did not know of each other
	Cancelled bool
	Locked    bool
	Plan      *Plan
	Authority string       // answer on not taking back who says no: "", accepted, refused, no-answer
	Decided   bool         // head of protection decided with reasons
	Signs     []Sign       // of a collective return
	Examined  *Examination // of the files of those seated, together; nil: never
	Heard     []Heard      // of the hub: who does not board

	HandedOver *HandOver // when it was last counted who was handed over; nil: never
}

// Heard is the hub's list of those who do not board a movement, as it was read
// at the hub or heard from there.
type Heard struct {
	ledger.Ref
	At    time.Time     `json:"at"` // of the list
	Seats []ledger.Hash `json:"-"`  // of those on it, the events that first gave each a seat
}

// HandOver is a count of who was handed over by whoever held them.
type HandOver struct {
	At    time.Time     `json:"at,omitzero"`     // the earliest it can have been
	Seats []ledger.Hash `json:"seats,omitempty"` // of those who were expected, by the events that gave them
}

// Shift is one change of a schedule.
type Shift struct {
	From time.Time `json:"from"` // departure as it was scheduled until then
	At   time.Time `json:"at"`   // when it was moved, at the earliest
	Told time.Time `json:"told"` // and at the latest: who boards somebody later knew of it
}

// Plan is what a movement has for those who say no.
type Plan struct {
	Shelter   bool      `json:"shelter"`
	Transport bool      `json:"transport"`
	Officer   bool      `json:"officer"`
	From      time.Time `json:"from,omitzero"` // since when it is on record: nobody was told of it before
}

// Line is the budget line that pays for the seat.
type Line struct {
	Owners    []ledger.Actor // who answer for what it pays: all who opened it or added to it
	Suspended bool
	Unread    []ledger.Stray // what may suspend it and nobody can read
	Balance   int64          // in cents of the line's currency
	Cost      int64
}

// Open says whether the line may pay for a seat and has the money.
func (l *Line) Open() bool { return !l.Suspended && len(l.Unread) == 0 && l.Balance >= l.Cost }

// Linked is what a linked file of the same person brings in.
type Linked struct {
	Stops   []string             // as Standing lists them
	Ends    map[string]Step      // what is to be done there about each of some of them
	Hands   []ledger.Actor       // everybody who did anything in it but judge
	Homes   []string             // the countries that are the person's by it
	Belongs map[string]time.Time // their nationalities, residences and groups by it, and when each was first recorded
	Child   bool                 // it is a child's
	Infant  bool                 // nobody asks them
	Asked   time.Time            // when the person last expressed fear, or asked for asylum, in it, if UNHCR did not counsel them since
	Since   time.Time            // when something in it last stopped the journey; of one that is not all read here, when anything was last recorded
	Shut    bool                 // some of what may stop it is sealed here
	Unread  bool                 // it is not all read here: what stops it is not known

	Bound      time.Time // of one that is linked through others: when the newest link was recorded by which it is the person's
	Held       bool      // they are held by it
	Aboard     string    // the movement on which they sit by it, or left
	Left       bool      // they left
	Trafficked bool      // they are a victim of trafficking by it, also one who is safe

	Alone  string       // how they are in Libya by it, of a child who is not with a parent
	Apart  time.Time    // when that was last said in it
	Unsafe []ledger.Ref // what found in it that a parent of the child is not safe, if that stands; they are no events of this file
	Nobody time.Time    // when somebody last found in it that nobody may answer for a child, if that stands
}

// ParentWay is that of a parent with whom a child lives, as far as the child's journey
// rests on theirs. It does not say why somebody has no place.
type ParentWay struct {
	Known    [][]ledger.Ref // each way in which they are the parent: the words of one officer alone on which that rests
	Movement string         // where they have a place that nothing stands against; "" when there is none
	Aboard   bool           // they boarded there
	Left     string         // the movement on which they departed, as Amana authorised
	Since    time.Time      // when their way last changed
	Unread   bool           // their file cannot be read here
	Heard    time.Time      // then: when anything was last recorded in it, unless they are gone
}

// Training is that an officer was trained, from when it was put on record to
// the end of a day.
type Training struct {
	From  time.Time `json:"from"`
	Until day.Day   `json:"until"`
}

// Officer is what an account says of its holder.
type Officer struct {
	Office    string
	Roles     []access.Role
	Clears    bool     // is in the clearing pool
	AnswerFor []string // movements or lines whose cost or target they answer for
}
