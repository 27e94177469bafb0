package casefile

import (
	"slices"
	"time"

	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/safeguard"
	"amana/domain/talk"
)

// Aboard is what the file says of how the person came to their seat: what is
// asked of everybody on a manifest together rests on nothing else.
func (c *Case) Aboard() safeguard.Aboard {
	a := safeguard.Aboard{Seat: c.Travel.Seated.ID, Standby: c.Travel.Standby}
	for _, k := range c.Custody {
		if k.Held && k.Place != "" {
			a.Held = append(a.Held, k.Place)
			if k.Date == "first-contact" || k.Date == "wish" {
				a.Asked = append(a.Asked, k.Place)
			}
		}
	}
	a.Wished = c.OpenedBy.Since
	if w, there := c.asked(); there {
		a.Wished, a.Listed = w.Since, c.listed(w)
		if w.Talk.Control == talk.Held && w.Talk.Place != "" {
			a.Held, a.Asked = append(a.Held, w.Talk.Place), append(a.Asked, w.Talk.Place)
		}
	}
	for _, held := range c.captivity() {
		a.Held = append(a.Held, held.Places...)
		if held.At(a.Wished) || held.Until.IsZero() && held.Since.Since.Sub(a.Wished) < aDay { // written down as of today
			a.Asked = append(a.Asked, held.Places...)
		}
	}
	a.Held, a.Asked = once(a.Held), once(a.Asked)
	return a
}

// asked is the wish with which the person's way began: the first, or the first
// after they last said no. That it was asked again since says nothing of who
// brought them.
func (c *Case) asked() (first safeguard.Wish, there bool) {
	var no ledger.Ref
	if n := len(c.Consent.Withdrawals); n > 0 {
		no = c.Consent.Withdrawals[n-1].Ref
	}
	for _, w := range c.Counselling.Wishes {
		switch anew := !no.IsZero() && w.Seq > no.Seq; {
		case anew:
			return w, true
		case !there:
			first, there = w, true
		}
	}
	return first, there
}

// listed says whether the way that began with a wish began with a list: who is
// asked again tells how it did.
func (c *Case) listed(since safeguard.Wish) bool {
	return slices.ContainsFunc(c.Counselling.Wishes, func(w safeguard.Wish) bool {
		return w.Seq >= since.Seq && (w.SuggestedBy == "list" || w.Heard == "list")
	})
}

// once is each of them once, sorted in place.
func once(all []string) []string {
	slices.Sort(all)
	return slices.Compact(all)
}

// Manifest is what is known of everybody seated on a movement, to be looked at
// together.
type Manifest struct {
	Seated []safeguard.Aboard
	Tally  movement.Tally
	Places map[string][]safeguard.Upheaval
	Unread int // files that cannot be read here, and places of which not all can

	Asked func(*Case) bool // who is asked at a gate; nil: everybody
}

// Add adds somebody who has a seat.
func (m *Manifest) Add(c *Case) {
	m.Seated = append(m.Seated, c.Aboard())
	t := &c.Travel
	if t.Standby {
		return
	}
	m.Tally.Manifest++
	asked := slices.ContainsFunc(t.Gate, func(g safeguard.Gate) bool { return g.Movement == t.Movement })
	switch {
	case t.Departed != nil && !t.Missing:
		m.Tally.Yes, m.Tally.Aboard, m.Tally.Arrived = m.Tally.Yes+1, m.Tally.Aboard+1, m.Tally.Arrived+1
	case t.Departed != nil:
		m.Tally.Yes, m.Tally.Aboard = m.Tally.Yes+1, m.Tally.Aboard+1
	case t.Absent:
		m.Tally.NotPresented++
	case c.Withdrawn() || t.Wavers(&c.Past):
		m.Tally.No++
	case t.Boarded != nil:
		m.Tally.Yes, m.Tally.Aboard = m.Tally.Yes+1, m.Tally.Aboard+1
	case asked:
		m.Tally.Yes++
	case m.Asked != nil && !m.Asked(c):
		m.Tally.TooYoung++
	default:
		m.Tally.NotAsked++
	}
	if held, _ := c.Held(); held && !t.Absent && !c.Withdrawn() {
		m.Tally.Seats = append(m.Tally.Seats, t.Seated.ID)
	}
}

// Examine is what they show by a rule book.
func (m *Manifest) Examine(departs time.Time, book *safeguard.Book) (safeguard.Examination, []safeguard.Sign) {
	e := safeguard.Examination{Book: book.Name(), Unread: m.Unread}
	for _, a := range m.Seated {
		e.Seats = append(e.Seats, a.Seat)
	}
	slices.SortFunc(e.Seats, func(a, b ledger.Hash) int { return slices.Compare(a[:], b[:]) })
	return e, safeguard.SignsAmong(m.Seated, m.Places, departs, book)
}
