package casefile

import (
	"slices"

	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// Mirrored is what events of this file say about another file of, perhaps, the
// same person, as the other file must say it about this one: a link binds both.
// The number is empty when they say nothing of that kind.
func (c *Case) Mirrored(bodies []ledger.Body) (other string, there []ledger.Body) {
	for _, body := range bodies {
		switch b := body.(type) {
		case DuplicateSuspected:
			other, b.Other = b.Other, c.Number
			there = append(there, b)
		case DuplicateSettled:
			other, b.Other = b.Other, c.Number
			there = append(there, b)
		case Unlinked:
			other, b.Other = b.Other, c.Number
			there = append(there, b)
		}
	}
	return other, there
}

// Linked lists the numbers of the other files of the same person. A link that
// was taken back still binds: unlinking releases no veto by itself.
func (c *Case) Linked() []string {
	var others []string
	for _, d := range c.Duplicates {
		if d.Same && !slices.Contains(others, d.Other) {
			others = append(others, d.Other)
		}
	}
	return others
}

// Unread says whether something of the file is closed here in the general
// compartment: what stops it is then not known to another file of the person.
func (c *Case) Unread() bool { return c.Number == "" || len(c.Sealed[ledger.General]) > 0 }

// Surrounded says whether what surrounds the file is of the same places,
// country and other files as of another state of it.
func (c *Case) Surrounded(as *Case) bool {
	return c.Identity.Destination == as.Identity.Destination && slices.Equal(c.Places(), as.Places()) && slices.Equal(c.Linked(), as.Linked())
}

func (c *Case) applyLink(body ledger.Body, at ledger.Ref) {
	switch b := body.(type) {
	case DuplicateSuspected:
		c.Duplicates = append(c.Duplicates, safeguard.Duplicate{Ref: at, Other: b.Other})
	case DuplicateSettled:
		found := false
		for i := range c.Duplicates {
			if d := &c.Duplicates[i]; d.Other == b.Other && c.Knows(at, d.Ref) { // one it did not know of is looked at too
				d.Settled, d.Same, found = at, d.Same || b.Same, true
			}
		}
		if !found && b.Same { // a link binds also where nobody suspected it
			c.Duplicates = append(c.Duplicates, safeguard.Duplicate{Ref: at, Other: b.Other, Settled: at, Same: true})
		}
	case Unlinked:
		c.Unlinked = append(c.Unlinked, at)
	}
}
