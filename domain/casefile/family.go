package casefile

import (
	"slices"
	"time"

	"amana/domain/day"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// Home is a household that somebody is of, and what they are in it.
type Home struct {
	Household string `json:"household"`
	Relation  string `json:"relation"`
}

// parents says as what in a household somebody is a parent of whom: of its
// head's children the head and the head's spouse; of the head, or the head's
// sister or brother, the head's parent.
var parents = map[string][]string{
	"child":   {"head", "spouse"},
	"head":    {"parent"},
	"sibling": {"parent"},
}

// Living is a household that somebody was said to be of, and who, knowing of that,
// said that it is another.
type Living struct {
	safeguard.Belonging
	Home
}

// Lived are the homes of which somebody is by what anybody said, but for those of
// which two officers said otherwise: one takes no child from a parent.
func (c *Case) Lived() []Home {
	var homes []Home
	for _, l := range c.Homes {
		if !l.TakenBack() && !slices.Contains(homes, l.Home) {
			homes = append(homes, l.Home)
		}
	}
	return homes
}

func (c *Case) joins(b HouseholdJoined, at ledger.Ref) {
	for i := range c.Homes {
		l := &c.Homes[i]
		if at.Imported == "" && c.Past.Follows(at, l.Ref) && l.Home != (Home{b.Household, b.Relation}) {
			l.Back = append(l.Back, at)
		}
	}
	c.Homes = append(c.Homes, Living{safeguard.Belonging{Ref: at}, Home{b.Household, b.Relation}})
	c.Household = b.Household
	c.Said.Household = ledger.Say(&c.Past, c.Said.Household, at, Home{b.Household, b.Relation})
	if !slices.Contains(c.Households, b.Household) {
		c.Households = append(c.Households, b.Household)
	}
}

// RelationOfChild is what a newborn of the person is in their household.
func (c *Case) RelationOfChild() string {
	if n := len(c.Said.Household); n > 0 && slices.Contains(parents["child"], c.Said.Household[n-1].Value.Relation) {
		return "child"
	}
	return "other"
}

// Parenthood is how it is known that c is of a parent with whom the child lives: the
// mother of one born on the way, or a parent by what anybody says of either's household.
// Each way is the words it rests on that one officer alone said; none: they are no parent.
func (c *Case) Parenthood(child *Case) (known [][]ledger.Ref) {
	if c.Number == child.Number {
		return nil
	}
	if c.Number == child.Mother && !child.livesWithout(c) {
		known = append(known, []ledger.Ref{child.OpenedBy})
	}
	for _, theirs := range child.Lived() {
		for _, own := range c.Lived() {
			if own.Household == theirs.Household && slices.Contains(parents[theirs.Relation], own.Relation) {
				known = append(known, append(child.word(theirs), c.word(own)...))
			}
		}
	}
	return known
}

// word is the one officer's word, or nothing, on which it rests alone that somebody is of a home.
func (c *Case) word(home Home) (alone []ledger.Ref) {
	for _, l := range c.Homes {
		switch {
		case l.Home != home:
		case len(alone) == 0:
			alone = []ledger.Ref{l.Ref}
		case l.By != alone[0].By && l.Imported == "" && alone[0].Imported == "":
			return nil
		}
	}
	return alone
}

// livesWithout says whether two officers recorded that the child is of a household of
// which the woman who is said to be their mother never was.
func (c *Case) livesWithout(mother *Case) bool {
	by := map[ledger.Actor]bool{}
	for _, l := range c.Homes {
		if l.Imported == "" && !slices.Contains(mother.Households, l.Household) {
			by[l.By] = true
		}
	}
	return len(by) >= 2
}

// joined is when the newest household of the person was recorded.
func (c *Case) joined() time.Time {
	if n := len(c.Homes); n > 0 {
		return c.Homes[n-1].Until
	}
	return time.Time{}
}

// moved is since when the person lives in another household than the first that was
// said; zero: they never moved.
func (c *Case) moved() (since ledger.Ref) {
	for i, l := range c.Homes {
		if i > 0 && l.Household != c.Homes[i-1].Household {
			since = l.Ref
		}
	}
	return since
}

// adulthoodNotice is for how many days before it those who see a case see the day
// on which a child's rules end: nothing is hastened or put off to cross it.
const adulthoodNotice = 90

// Turns is the day on which a person born by this day at the latest becomes an
// adult, where it is near; zero otherwise.
func Turns(born day.Day, at time.Time, zone *time.Location) day.Day {
	if born.IsZero() {
		return day.Day{}
	}
	on, today := born.AddYears(safeguard.Adulthood), day.Of(at.In(zone))
	if !today.Before(on) || today.Add(adulthoodNotice).Before(on) {
		return day.Day{}
	}
	return on
}

// Youngest is the latest day on which the person may have been born, by anything
// that is said.
func (c *Case) Youngest() day.Day {
	_, to := c.born()
	return to
}

// AsParent is what a child's file rests on of a parent's, in the parent's own
// surroundings: no more than where they have a place that nothing of theirs
// stands against, in this file or in another of theirs.
func (c *Case) AsParent(around safeguard.Surroundings, book *safeguard.Book, at time.Time) safeguard.ParentWay {
	t := &c.Travel
	p := safeguard.ParentWay{Since: day.Later(day.Later(t.Since(), c.Halted()), c.joined()), Unread: c.Unread()}
	elsewhere := func(l safeguard.Linked) bool { return slices.ContainsFunc(l.Stops, safeguard.KeepsParent) }
	for _, l := range around.Linked {
		if len(l.Stops) > 0 || l.Unread || l.Shut {
			p.Since = day.Later(day.Later(p.Since, l.Since), day.Later(c.bound(), l.Bound))
		}
	}
	aboard := t.Boarded != nil && t.Boarded.Movement == t.Movement && !c.stoppedAfter(t.Boarded.Ref) && c.remains(&around, book)
	if t.Departed != nil && !t.Uncleared {
		p.Left = t.Departed.Movement
	}
	switch {
	case t.Departed != nil, t.Absent, t.Standby, c.Ending != "", c.IsClosed, len(t.Seats) > 1, t.Wavers(&c.Past),
		elsewhere(c.Stops(around, book, at)), slices.ContainsFunc(around.Linked, elsewhere):
		return p
	}
	p.Movement, p.Aboard = t.Movement, aboard
	return p
}
