// Package pattern asks of many acts together whether the work was really done.
// People tick boxes. What it finds is shown to those above whom it is about, says
// what to do, and never delays the person: a pattern is a reason to have somebody
// else do it again, and no proof of anything.
package pattern

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"amana/domain/day"
	"amana/domain/ledger"
)

// Act is one recorded event as patterns look at it. What was taken over from a
// list is none: it is somebody's word of other people's work.
type Act struct {
	What        What
	Case        ledger.Stream
	By          ledger.Actor
	Office      string    // that the case belongs to
	Interpreter string    // their code; "": nobody interpreted
	Place       string    // where they spoke; "": not said
	Movement    string    // on which the person has, or had, a seat
	At          time.Time // when it happened
	Recorded    time.Time
	Minutes     int  // how long it lasted; 0: not said
	InPerson    bool // face to face
	Inside      bool // under the control of whoever holds the person
	Words       string
	Mark        ledger.Hash // of the picture or sound of a mark
	Says        Answer
	Hotline     bool // it came in by the hotline
}

// What is the part of the work that an act is.
type What string

const (
	Session   What = "session"   // an individual counselling session
	Talk      What = "talk"      // any other talk with the person
	Clearance What = "clearance" // the second officer's
	Gate      What = "gate"      // the last private answer
	Voice     What = "voice"     // a no, its report, a review asked for
	Departure What = "departure"
)

// Answer is what came out of an act at which something other than the usual can
// come out.
type Answer uint8

const (
	NoAnswer Answer = iota // it is no question
	Usual                  // yes, no fear, no constraint, not indicated
	Other                  // anything else
	Closed                 // it cannot be read here
)

// Around is what patterns need beside the acts.
type Around struct {
	Now    time.Time
	Zone   *time.Location
	Locked map[string]time.Time // when the manifest of a movement was closed
	Visits map[Visit]bool
}

// Visit is that an officer was inside a place on a day.
type Visit struct {
	Place string
	Day   day.Day
	By    ledger.Actor
}

// Of is what a pattern is about.
type Of string

const (
	Officer     Of = "officer"
	Interpreter Of = "interpreter"
	Office      Of = "office"
	Place       Of = "place"
	Movement    Of = "movement"
)

// About is one officer, interpreter, office, place or movement.
type About struct {
	Of   Of
	By   ledger.Actor // an officer
	Name string       // of anything else
}

// Level is how grave a sign is.
type Level string

const (
	Look  Level = "look"
	Alarm Level = "alarm"
)

// Sign is a pattern that was found. N is what was counted, Limit the number that
// it was held against, Times how often.
type Sign struct {
	Pattern string
	Level   Level
	About   About
	Offices []string        // of the cases that it was found in
	Cases   []ledger.Stream // those in which it shows, the newest first; none where that would tell what somebody answered
	Day     day.Day         // the newest on which it shows
	N       int
	Limit   int
	Times   int
}

// Patterns lists them all, in the order of the safeguards.
var Patterns = [...]string{
	"sessions", "short", "alike", "two-places", "after-lock", "no-visit", "no-variance", "quick-clearance", "many-clearances", "mark-twice", "all-yes", "hotline-silent",
}

// Find finds every pattern in acts.
func Find(acts []Act, around Around) []Sign {
	f := &finding{around: around, signs: map[key]*noted{}}
	acts = slices.Clone(acts)
	slices.SortStableFunc(acts, func(a, b Act) int { return a.At.Compare(b.At) })
	f.sessions(acts)
	f.short(acts)
	f.alike(acts)
	f.twoPlaces(acts)
	f.afterLock(acts)
	f.noVisit(acts)
	f.variance(acts)
	f.clearances(acts)
	f.marks(acts)
	f.yes(acts)
	f.hotline(acts)
	return f.sorted()
}

type finding struct {
	around Around
	signs  map[key]*noted
}

type key struct {
	pattern string
	about   About
}

// noted is a sign, and when something last happened in the cases where it shows.
type noted struct {
	Sign
	cases map[ledger.Stream]time.Time
}

// sign notes a pattern once more: the gravest is kept, and of alike ones the
// number that is furthest from what it is held against.
func (f *finding) sign(pattern string, level Level, about About, on day.Day, n int, limit Limit, acts ...*Act) {
	k := key{pattern, about}
	s := f.signs[k]
	if s == nil {
		s = &noted{Sign{Pattern: pattern, Level: level, About: about, Day: on, N: n, Limit: limit.Value}, map[ledger.Stream]time.Time{}}
		f.signs[k] = s
	}
	s.Times++
	if on.After(s.Day) {
		s.Day = on
	}
	further := n > s.N
	if n < limit.Value {
		further = n < s.N
	}
	if level == Alarm && s.Level == Look || level == s.Level && further {
		s.Level, s.N, s.Limit = level, n, limit.Value
	}
	for _, a := range acts {
		if !slices.Contains(s.Offices, a.Office) {
			s.Offices = append(s.Offices, a.Office)
		}
		if !byAnswer(pattern) && !a.At.Before(s.cases[a.Case]) {
			s.cases[a.Case] = a.At
		}
	}
}

// byAnswer says whether a pattern shows in what people answered.
func byAnswer(pattern string) bool { return pattern == "no-variance" || pattern == "all-yes" }

func (f *finding) sorted() []Sign {
	all := make([]Sign, 0, len(f.signs))
	for _, s := range f.signs {
		slices.Sort(s.Offices)
		newest := func(a, b ledger.Stream) int {
			return cmp.Or(s.cases[b].Compare(s.cases[a]), slices.Compare(a[:], b[:]))
		}
		s.Cases = slices.SortedFunc(maps.Keys(s.cases), newest)
		all = append(all, s.Sign)
	}
	slices.SortFunc(all, func(a, b Sign) int {
		if a.Level != b.Level {
			return strings.Compare(string(a.Level), string(b.Level)) // alarm before look
		}
		if c := slices.Index(Patterns[:], a.Pattern) - slices.Index(Patterns[:], b.Pattern); c != 0 {
			return c
		}
		if c := strings.Compare(string(a.About.Of)+a.About.Name, string(b.About.Of)+b.About.Name); c != 0 {
			return c
		}
		return slices.Compare(a.About.By[:], b.About.By[:])
	})
	return all
}

// day is the one on which an act happened, where the offices are.
func (f *finding) day(a *Act) day.Day { return day.Of(a.At.In(f.around.Zone)) }

// abouts are those among kinds whom an act is by, through, at or on.
func abouts(a *Act, kinds ...Of) []About {
	var all []About
	for _, k := range kinds {
		one := About{Of: k}
		switch k {
		case Officer:
			one.By = a.By
		case Interpreter:
			one.Name = a.Interpreter
		case Office:
			one.Name = a.Office
		case Place:
			one.Name = a.Place
		case Movement:
			one.Name = a.Movement
		}
		if one.Name != "" || !one.By.IsZero() {
			all = append(all, one)
		}
	}
	return all
}

// by gathers the acts that are wanted under those they are about.
func by(acts []Act, wanted func(*Act) bool, kinds ...Of) map[About][]*Act {
	all := map[About][]*Act{}
	for i := range acts {
		if !wanted(&acts[i]) {
			continue
		}
		for _, k := range abouts(&acts[i], kinds...) {
			all[k] = append(all[k], &acts[i])
		}
	}
	return all
}
