package casefile

import (
	"maps"
	"slices"
	"time"

	"amana/domain/assessment"
	"amana/domain/consent"
	"amana/domain/day"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// Mirrored lists the numbers of the other files of, perhaps, the same person
// that must say what these events of this file say: a link binds both, and so
// does its end when one of them is erased.
func (c *Case) Mirrored(bodies []ledger.Body) []string {
	var others []string
	for _, body := range bodies {
		switch b := body.(type) {
		case DuplicateSuspected:
			others = append(others, b.Other)
		case DuplicateSettled:
			others = append(others, b.Other)
		case Unlinked:
			others = append(others, b.Other)
		case Erased:
			others = append(others, c.Linked()...)
		}
	}
	return others
}

// Mirror is what one of those files says then. there is that file, or nil where
// nothing of it can be read; around, book and at are those by which this one is
// judged.
func (c *Case) Mirror(bodies []ledger.Body, other string, there *Case, around safeguard.Surroundings, book *safeguard.Book, at time.Time) []ledger.Body {
	var says []ledger.Body
	for _, body := range bodies {
		switch b := body.(type) {
		case DuplicateSuspected:
			b.Other = c.Number
			says = append(says, b)
		case DuplicateSettled:
			b.Other = c.Number
			says = append(says, b)
		case Unlinked:
			b.Other = c.Number
			says = append(says, b)
		case Erased:
			also := slices.DeleteFunc(c.Linked(), func(number string) bool { return number == other })
			around.Asking = new(safeguard.Destination) // nobody here knows where they go: what is of one country answers nothing
			if there != nil {
				around.Asking = there.Goes()
			}
			binds := c.Stops(around, book, at)
			says = append(says, LinkErased{Other: c.Number, Also: also, Hands: c.Hands, Asked: binds.Asked, Trafficked: binds.Trafficked, Belongs: once(slices.AppendSeq(append([]string{}, binds.Homes...), maps.Keys(binds.Belongs)))})
			says = append(says, c.leaves(there, binds)...)
			if there != nil && !binds.Infant && there.Aged(safeguard.Surroundings{Zone: around.Zone}, book, at).Infant {
				says = append(says, assessment.AgeDoubted{}) // whom one asked here nobody asked there
			}
		}
	}
	return says
}

// LinkErased says, in a file of the same person, that another was erased. What
// stopped the other is recorded with it; from then on this file is judged
// without the other. Files that were linked through it are linked with this one.
type LinkErased struct {
	Other string   `json:"other"`
	Also  []string `json:"also,omitempty"`

	Hands []ledger.Actor `json:"hands,omitempty"`     // everybody who did anything in it but judge: they clear the person in none
	Asked time.Time      `json:"asked" seal:"asylum"` // also where there is nothing, so that it tells nothing: when a fear or a request for asylum was last recorded in it that UNHCR did not counsel on since

	Belongs []string `json:"belongs" seal:"asylum"` // for what they may be at risk, by it

	Trafficked bool `json:"trafficked" seal:"protection"` // they were a victim by it, whether or not safe since: somebody meets them
}

func (LinkErased) Kind() string { return "link.erased" }

// leaves is what a file that is erased leaves to another of the person: each
// stop that stands, as an event of that file, and ended there as any other is.
func (c *Case) leaves(there *Case, binds safeguard.Linked) []ledger.Body {
	var left []ledger.Body
	for _, stop := range binds.Stops {
		switch stop {
		case "withdrawal":
			left = append(left, consent.Withdrawn{Withdraw: consent.Withdraw{Channel: "other"}, Left: true})
		case "real-risk":
			left = append(left, assessment.RiskAssessed{AssessRisk: assessment.AssessRisk{Finding: "real"}})
		case "asylum":
			left = append(left, assessment.AsylumRequested{})
		case "fear":
			for _, answer := range c.Facts(safeguard.Surroundings{}).OpenFears() {
				left = append(left, assessment.FearAsked{AskFear: assessment.AskFear{Answer: answer}, Left: true})
			}
		case "hold":
			for _, kind := range c.held() {
				left = append(left, HoldPlaced{PlaceHold{For: kind}})
			}
		case "alone": // it is left below, with a parent who is not safe
		default: // what was found of them and nobody can read any more: protection looks at it
			left = append(left, HoldPlaced{PlaceHold{For: "protection"}})
		}
	}
	found := assessment.ArrangeCaregiver{Status: binds.Alone}
	if len(binds.Unsafe) > 0 {
		found.Who = "parent"
	}
	if found != (assessment.ArrangeCaregiver{}) {
		left = append(left, assessment.CaregiverArranged{ArrangeCaregiver: found, Left: true})
	}
	if binds.Held {
		left = append(left, HoldPlaced{PlaceHold{For: "protection"}}) // somebody looks where they are
	}
	if binds.Child && !there.asYoung(c) {
		left = append(left, assessment.AgeDoubted{})
	}
	return left
}

// held is on whose behalf holds stand. What nobody can read may be one.
func (c *Case) held() []string {
	var kinds []string
	for _, h := range c.Holds {
		if !slices.Contains(kinds, h.Kind) && !c.lifted(h.Ref, h.Lifted) {
			kinds = append(kinds, h.Kind)
		}
	}
	if len(kinds) == 0 {
		return []string{"protection"}
	}
	return kinds
}

// asYoung says whether this file by itself makes the person a child for as long
// as another does. Of a file that cannot be read nobody knows.
func (c *Case) asYoung(as *Case) bool {
	if c == nil {
		return false
	}
	_, here := c.born()
	_, there := as.born()
	return !here.Before(there) && len(as.Assessment.OpenAgeDoubts(&as.Past)) == 0
}

// Linked lists the numbers of the other files of the same person. A link that
// one officer took back still binds: unlinking releases no veto by itself, until
// another confirms it. An erased file left what binds.
func (c *Case) Linked() []string {
	var others []string
	for _, d := range c.duplicates() {
		if d.Same && !slices.Contains(others, d.Other) {
			others = append(others, d.Other)
		}
	}
	return others
}

// LinkedAt is when a link that stands was last recorded; zero: there is none.
func (c *Case) LinkedAt(other string) time.Time {
	if d := c.link(other); d != nil {
		return d.Settled.Until
	}
	return time.Time{}
}

// boundSince says whether a file is linked that the event at did not know of.
func (c *Case) boundSince(at ledger.Ref) bool {
	return slices.ContainsFunc(c.duplicates(), func(d safeguard.Duplicate) bool { return d.Same && !c.Knows(at, d.Settled) })
}

// bound is when another file was last linked; zero: none is.
func (c *Case) bound() (last time.Time) {
	for _, d := range c.duplicates() {
		if d.Same {
			last = day.Later(last, d.Settled.Until)
		}
	}
	return last
}

// duplicates are the files that are, or may be, the same person's and that
// somebody can still look at.
func (c *Case) duplicates() []safeguard.Duplicate {
	if len(c.Gone) == 0 {
		return c.Duplicates
	}
	return slices.DeleteFunc(slices.Clone(c.Duplicates), func(d safeguard.Duplicate) bool { return slices.Contains(c.Gone, d.Other) })
}

// link is a link with another file that stands, or nil.
func (c *Case) link(other string) *safeguard.Duplicate {
	for i := range c.Duplicates {
		if d := &c.Duplicates[i]; d.Other == other && d.Same {
			return d
		}
	}
	return nil
}

// unlink folds what an officer found who looked at both files. The first word
// releases nothing; with that of another, who knew of it, the files are two
// persons'.
func (c *Case) unlink(other string, at ledger.Ref) {
	for i := range c.Duplicates {
		d := &c.Duplicates[i]
		switch {
		case d.Other != other || !d.Same || !c.Past.Follows(at, d.Settled):
		case !d.Apart.IsZero() && d.Apart.By != at.By && c.Knows(at, d.Apart):
			d.Same = false
		case d.Apart.IsZero():
			d.Apart = at
		}
	}
}

// Unread says whether something of the file is closed here in the general
// compartment: what stops it is then not known to another file of the person.
func (c *Case) Unread() bool { return c.Number == "" || len(c.Sealed[ledger.General]) > 0 }

// Surrounded says whether what surrounds the file is of the same places,
// country, texts, parents and other files as of another state of it.
func (c *Case) Surrounded(as *Case) bool {
	born, to := c.born()
	then, thenTo := as.born()
	return *c.Goes() == *as.Goes() && slices.Equal(c.Homelands(), as.Homelands()) && slices.Equal(c.Places(), as.Places()) && slices.Equal(c.Linked(), as.Linked()) &&
		slices.Equal(c.Said.Household, as.Said.Household) && slices.Equal(c.Lived(), as.Lived()) && c.Mother == as.Mother && born == then && to == thenTo &&
		len(c.Assessment.OpenAgeDoubts(&c.Past)) == len(as.Assessment.OpenAgeDoubts(&as.Past)) &&
		len(c.Assessment.OpenInfancyDoubts(&c.Past)) == len(as.Assessment.OpenInfancyDoubts(&as.Past)) && len(c.Consent.Consents) == len(as.Consent.Consents)
}

func (c *Case) applyLink(body ledger.Body, at ledger.Ref) {
	switch b := body.(type) {
	case DuplicateSuspected:
		if slices.ContainsFunc(c.Duplicates, func(d safeguard.Duplicate) bool { return d.Other == b.Other && d.Settled.IsZero() }) {
			return // it waits to be looked at already
		}
		c.Duplicates = append(c.Duplicates, safeguard.Duplicate{Ref: at, Other: b.Other})
	case DuplicateSettled:
		found := false
		for i := range c.Duplicates {
			// one it did not know of, and one of since, is looked at too
			if d := &c.Duplicates[i]; d.Other == b.Other && c.Knows(at, d.Ref) && (b.Same || c.Past.Follows(at, d.Ref)) {
				d.Settled, d.Same, found = at, d.Same || b.Same, true
				if b.Same {
					d.Apart = ledger.Ref{}
				}
			}
		}
		if !found && b.Same { // a link binds also where nobody suspected it
			c.Duplicates = append(c.Duplicates, safeguard.Duplicate{Ref: at, Other: b.Other, Settled: at, Same: true})
		}
	case LikelyCounted:
		c.Said.Likely = ledger.Say(&c.Past, c.Said.Likely, at, b.More)
	case Unlinked:
		c.unlink(b.Other, at)
	case LinkErased:
		c.Gone = append(c.Gone, b.Other)
		c.Assessment.Left = day.Later(c.Assessment.Left, b.Asked)
		c.Trafficked = c.Trafficked || b.Trafficked
		for _, by := range b.Hands {
			if !slices.Contains(c.Hands, by) {
				c.Hands = append(c.Hands, by)
			}
		}
		for _, to := range b.Belongs {
			c.Belongs = append(c.Belongs, Belonging{safeguard.Belonging{Ref: at, To: to}, leftBehind})
		}
		for _, other := range b.Also {
			c.Duplicates = append(c.Duplicates, safeguard.Duplicate{Ref: at, Other: other, Settled: at, Same: true})
		}
	}
}
