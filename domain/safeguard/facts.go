package safeguard

import (
	"slices"
	"time"

	"amana/domain/day"
	"amana/domain/ledger"
)

// Facts is everything the rules may ask about one case: the folded rooms, and
// the surroundings folded from other streams. Slices are in fold order.
type Facts struct {
	Opened       time.Time // when the case began
	Over         bool      // the person departed, or the file ended or was closed
	Kept         bool      // it ended because they are not eligible, or died
	KeptByAsylum bool      // and why tells something of asylum
	Person       Person
	Past         *ledger.Ancestry

	// Closed holds, by compartment, the places of the events that say
	// something there which cannot be read here.
	Closed   [len(ledger.Compartments)][]int
	Stopped  []ledger.Ref // every stop, whoever may read what it says
	Who      []ledger.Ref // what everybody reads of who the person is, and with whom
	Where    []ledger.Ref // what everybody reads of where they are held, on which seat, and who escorts them
	Strays   []Stray
	Attested map[ID]Attested
	Imported map[ledger.Hash]ledger.Actor // imported events, and the officer who did each; zero: nobody known
	Vouched  map[ledger.Hash]ledger.Ref   // those that the officer who did them attested
	Contacts []ledger.Ref                 // meetings recorded with the person, not imported
	Heard    []ledger.Hash                // of these, those by telephone: nobody saw anybody
	Unsound  []ledger.Hash                // and those in which no word may be relied on
	Review   ledger.Ref                   // that another officer look again: asked for, and not answered
	Hands    []ledger.Actor               // everybody who did anything in the case but judge it

	Will        Will
	Protection  Protection
	Refoulement Refoulement
	Preparation Preparation
	Journey     Journey
	Around      Surroundings

	// Shares is with whom and for what the act that is asked about would share
	// the file; nil: as such an act usually does.
	Shares *Shares

	// Unsettled holds, for each field of which several things are said by
	// people who did not know of each other, the events that say them.
	Unsettled map[string][]ledger.Ref
}

// Stray is a stop that cannot be placed or read: it blocks until it can be, or,
// when it never can, until two officers said what it was.
type Stray struct {
	ID    ledger.Hash  `json:"id"`
	Why   string       `json:"why"`             // "waiting", "unread", Malformed, Disputed
	Ref   ledger.Ref   `json:"ref,omitzero"`    // where it stands, once it is placed
	Looks []ledger.Ref `json:"looks,omitempty"` // by officers who looked into it
}

// Why a stray will never be read, whatever arrives.
const (
	Malformed = "malformed"
	Disputed  = "disputed"
)

// Unreadable says whether waiting helps nobody to read it.
func (s Stray) Unreadable() bool { return s.Why == Malformed || s.Why == Disputed }

// Attested is what an officer who holds the keys last found.
type Attested struct {
	Ref   ledger.Ref `json:"ref"`
	Book  string     `json:"book"` // "libya-vhr/1"
	State State      `json:"state"`
	Until time.Time  `json:"until,omitzero"`
	Due   time.Time  `json:"due,omitzero"`   // of a rule that blocks
	Read  string     `json:"read,omitempty"` // Surroundings.Read when it was found
}

// Class says which of the rules' four kinds of person somebody is today.
type Class string

const (
	Adult     Class = "adult"
	Child     Class = "child"  // able to form a view
	Infant    Class = "infant" // not yet able to form a view
	Supported Class = "supported"
)

// Classes lists them.
var Classes = [...]Class{Adult, Child, Infant, Supported}

// Person is who the case is about, as far as rules ask.
type Person struct {
	Born          day.Day      // the earliest day they may have been born; zero: as the latest
	BornTo        day.Day      // the latest day they may have been born
	AgeDoubts     []ledger.Ref // that two officers did not resolve for an adult
	InfancyDoubts []ledger.Ref // and for a child: they are somebody whom one asks
	FoundAdult    bool         // two officers found an adult
	LinkedChild   bool         // a linked file of the person is a child's
	LinkedAsked   bool         // a linked file of the person is of somebody whom one asks
	Supported     bool
	Nationalities []string // ISO 3166 alpha-3, or "stateless", "unknown", "disputed"
	Residences    []string // countries of habitual residence
	Groups        []string
	Belongs       []Belonging   // every nationality, residence and group that was ever said
	Destination   string        // where the person will live: a country's reference
	Destinations  []Destination // every word on where that is
	Area          string        // and where in it: that reference, a slash and the area; "": not known
	Alone         string        // for a child: "with-parent", "separated", "unaccompanied"
	Held          bool          // now
	HeldSince     ledger.Ref    // the first that says so since they were last free
	Captive       []Captivity   // when they were held
	Place         string        // where, if it is monitored
	Home          ledger.Ref    // since when they live in another household than the first
	Household     bool          // travels, or may travel, with others
}

// Destination is where somebody said that the person will live: a country, an area of it, or
// both.
type Destination struct {
	ledger.Ref
	Destination string `json:"destination,omitempty"`
	Area        string `json:"area,omitempty"`
}

// destined is where the person was to live by what the author of an event could know. Of
// the first word nobody said another before it.
func (f *Facts) destined(at ledger.Ref) (destination, area string) {
	for n, g := range f.Person.Destinations {
		if n > 0 && !f.knows(at, g.Ref) {
			continue
		}
		if g.Destination != "" && g.Destination != destination {
			destination, area = g.Destination, ""
		}
		if g.Area != "" {
			area = g.Area
		}
	}
	return destination, area
}

// ofThere says whether something was said or found of the country to which the
// person goes now.
func (q *question) ofThere(at ledger.Ref) bool {
	there, _ := q.destined(at)
	return len(q.Person.Destinations) < 2 || there == q.Person.Destination
}

// ofWhere says whether it is of that country, and of where in it they will live.
func (q *question) ofWhere(at ledger.Ref) bool {
	_, area := q.destined(at)
	return q.ofThere(at) && (len(q.Person.Destinations) < 2 || area == q.Person.Area)
}

// ofAsked says whether it is of the country to which the person goes by the file that asks.
func (q *question) ofAsked(at ledger.Ref) bool {
	if !q.asksOfElsewhere() {
		return q.ofThere(at)
	}
	there, _ := q.destined(at)
	return there == q.Around.Asking.Destination
}

// answersThere says whether an answer can be one to what was said or found before it: it
// is of the same country, or of the one to which the person goes now, by the file that asks.
func (q *question) answersThere(answer, to ledger.Ref) bool {
	there, _ := q.destined(answer)
	of, _ := q.destined(to)
	return there == of || q.ofAsked(answer)
}

// answersWhere is the same of where in that country they will live.
func (q *question) answersWhere(answer, to ledger.Ref) bool {
	there, area := q.destined(answer)
	of, in := q.destined(to)
	if asking := q.Around.Asking; q.asksOfElsewhere() {
		return there == of && area == in || there == asking.Destination && area == asking.Area
	}
	return there == of && area == in || q.ofWhere(answer)
}

// asksOfElsewhere says whether a file is read for another of the person, by which they go
// elsewhere. One that does not say where in the country says nothing against this one.
func (q *question) asksOfElsewhere() bool {
	asking := q.Around.Asking
	return asking != nil && (asking.Destination != q.Person.Destination || asking.Area != "" && asking.Area != q.Person.Area)
}

// Belonging is a nationality, a country of residence or a group that somebody
// said is the person's, and who, knowing of it, said that it is not.
type Belonging struct {
	ledger.Ref
	To   string       `json:"to"`
	Back []ledger.Ref `json:"back,omitempty"`
}

// TakenBack says whether two officers said that it is not the person's.
func (b Belonging) TakenBack() bool {
	return slices.ContainsFunc(b.Back, func(r ledger.Ref) bool { return r.By != b.Back[0].By })
}

// Captivity is that a person was held, from one record to another; Until is zero while
// they are.
type Captivity struct {
	Since, Until ledger.Ref
	Places       []string // that are monitored
}

// At says whether it was at a moment.
func (c Captivity) At(t time.Time) bool { return !t.Before(c.Since.Since) && c.After(t) }

// After says whether it was not over at a moment, as far as anybody could know then. It
// ends when the release is put on record, whatever hour is typed beside that: a date that
// is typed weeks later would make free whoever was heard and signed in all that time, and
// nobody who heard them could say that they were. Who was free indeed, and it is known
// late only, is heard and signs again: then they are free on record.
func (c Captivity) After(t time.Time) bool { return c.Until.IsZero() || t.Before(c.Until.Until) }

// captive is where the captivities begin that were going on when something happened: by
// the hour that is typed, by the hour of the record, or between them.
func (f *Facts) captive(when ...ledger.Ref) (since []ledger.Ref) {
	for _, c := range f.Person.Captive {
		if slices.ContainsFunc(when, func(r ledger.Ref) bool { return !r.IsZero() && !r.Until.Before(c.Since.Since) && c.After(r.Since) }) {
			since = append(since, c.Since)
		}
	}
	return since
}

// heldAt says whether the person was held when something happened.
func (f *Facts) heldAt(r ledger.Ref) bool { return len(f.captive(r)) > 0 }

// heldSince says whether the person was held at any time from a moment on.
func (f *Facts) heldSince(t time.Time) bool {
	return slices.ContainsFunc(f.Person.Captive, func(c Captivity) bool { return c.After(t) })
}

// Custody is whether a person was held, on one of four dates.
type Custody struct {
	ledger.Ref
	Date  string `json:"date"` // first-contact, wish, consent, eve
	Held  bool   `json:"held"`
	Place string `json:"place,omitempty"`
	Kind  string `json:"kind,omitempty"`
}
