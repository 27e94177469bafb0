package indicator

import (
	"slices"
	"strings"

	"amana/domain/day"
)

// Outcomes are where people stand, side by side and in no order of worth.
const (
	Returned         = "returned"
	StayedWithHelp   = "stayed-with-help"
	Asylum           = "asylum"
	Evacuated        = "evacuated"
	Released         = "released"
	SaidNo           = "said-no"
	Waiting          = "waiting"
	Lost             = "lost"
	Deported         = "deported"
	Died             = "died"
	EndedOtherwise   = "ended-otherwise"
	ReturnedUnserved = "before-amana"
)

// endings says as which outcome each ending of a file is shown; any other is
// EndedOtherwise.
var endings = []struct {
	ending, outcome string
}{
	{"stayed-with-help", StayedWithHelp}, {"asylum", Asylum}, {"evacuated", Evacuated}, {"resettled", Evacuated}, {"released", Released},
	{"lost-contact", Lost}, {"disappeared", Lost}, {"deported", Deported}, {"died", Died},
	{"not-travelling", EndedOtherwise}, {"not-eligible", EndedOtherwise}, {"transferred", EndedOtherwise}, {"escaped", EndedOtherwise}, {"left-by-own-means", EndedOtherwise},
}

// Outcome is the outcome as which an ending is shown; "" if the milestone is no
// ending.
func Outcome(milestone string) string {
	for _, e := range endings {
		if e.ending == milestone {
			return e.outcome
		}
	}
	return ""
}

// Milestone is a statistic on its day. Many people have statistics that differ in
// the day alone: they share the rest.
type Milestone struct {
	*Statistic
	Day day.Day
}

// Person is one file as its statistics tell it.
type Person struct {
	Wish    day.Day // the first one; zero: none was recorded
	Outcome string
	Left    *Milestone // the departure; nil: none, or one before Amana
	No      []Milestone

	held [len(Dates)]answer
}

type answer uint8

const (
	unrecorded answer = iota
	free
	held
)

// Read tells a person from their statistics, in the order in which the file is
// folded. A departure stands until it is found that they never left; an ending stands
// until the file is opened again; a no stands until a consent that names it.
func Read(told []Milestone) Person {
	p := Person{Outcome: Waiting}
	no, ended, before := false, "", false
	var lefts []*Milestone
	for i := range told {
		s := &told[i]
		date, dated := strings.CutPrefix(s.Milestone, custody)
		switch {
		case dated:
			p.custody(date, s.Held)
		case s.Milestone == Wish && p.Wish.IsZero():
			p.Wish = s.Day
		case s.Milestone == Withdrawn:
			no = true
			p.No = append(p.No, *s)
		case s.Milestone == ConsentAgain:
			no = false
		case s.Milestone == Reopened:
			ended = ""
		case s.Milestone == Departed || s.Milestone == Uncleared:
			lefts = append(lefts, s)
		case s.Milestone == Retracted:
			lefts = without(lefts, Departed)
		case s.Milestone == RetractedToo && len(lefts) == 0:
			before = false
		case s.Milestone == RetractedToo:
			lefts = without(lefts, Uncleared)
		case s.Milestone == BeforeAmana:
			before = true
		case Outcome(s.Milestone) != "":
			ended = Outcome(s.Milestone)
		}
	}
	if n := len(lefts); n > 0 {
		p.Left = lefts[n-1]
	}
	switch {
	case p.Left != nil:
		p.Outcome = Returned
	case before:
		p.Outcome = ReturnedUnserved
	case ended != "":
		p.Outcome = ended
	case no:
		p.Outcome = SaidNo
	}
	return p
}

// without is the departures but the last of a kind: of two that did not know of each
// other the other stands.
func without(lefts []*Milestone, kind string) []*Milestone {
	for i := range slices.Backward(lefts) {
		if lefts[i].Milestone == kind {
			return slices.Delete(lefts, i, i+1)
		}
	}
	return lefts
}

func (p *Person) custody(date string, isHeld bool) {
	i := slices.Index(Dates[:], date)
	switch {
	case i < 0:
	case isHeld:
		p.held[i] = held
	default:
		p.held[i] = free
	}
}
