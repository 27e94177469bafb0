package safeguard

import (
	"maps"
	"slices"
	"time"

	"amana/domain/access"
	"amana/domain/ledger"
)

// Signs of a collective return that the files of those seated show by
// themselves. They can be noted by hand too, as all others are.
const (
	OnePlace      = "one-place"      // most were held in one place and asked to go within a short time
	Emptied       = "emptied"        // somebody comes from a place that was emptied
	Raided        = "raided"         // or raided
	AuthorityList = "authority-list" // somebody's wish began with a list: whose it is, is for the answer to say
)

// Headcount is the sign that others are there than the files say.
const Headcount = "headcount"

// UnreadEntry stands for an entry about the movement that may be a sign, or cancel it, and
// that nobody can read or place.
const UnreadEntry = "unread"

// Sign is a sign that people are sent away as a group.
type Sign struct {
	Sign     string        `json:"sign"`
	Place    string        `json:"place,omitempty"`
	Day      time.Time     `json:"day,omitzero"`     // of what happened there, its beginning
	People   int           `json:"people,omitempty"` // whom it is about, of a sign that their files show
	Seats    []ledger.Hash `json:"-"`
	Waits    bool          `json:"waits,omitempty"`    // of an entry that cannot be placed yet
	Answered bool          `json:"answered,omitempty"` // by the head of protection, who knew it
}

// Examination is what was found when the files of everybody seated on a
// movement were last looked at together.
type Examination struct {
	Book   string        `json:"book"`
	Seats  []ledger.Hash `json:"-"` // of whom, by the events that gave them
	Unread int           `json:"unread,omitempty"`
}

// Aboard is what the file of somebody seated says of how they came there.
type Aboard struct {
	Seat    ledger.Hash // the event that gave it
	Standby bool
	Held    []string  // the places where they were held, whenever
	Asked   []string  // those where they were at first contact or with their wish
	Wished  time.Time // when they said it, or were first met, as officers say
	Listed  bool      // their wish to go began with a list
}

// Upheaval is the day on which a place was emptied or raided.
type Upheaval struct {
	Sign string
	Day  time.Time // its beginning
}

// SignsAmong is what the files of those seated show together. Whoever is on
// standby does not make a share smaller.
func SignsAmong(seated []Aboard, places map[string][]Upheaval, departs time.Time, book *Book) []Sign {
	travelling := slices.DeleteFunc(slices.Clone(seated), func(a Aboard) bool { return a.Standby })
	slices.SortFunc(travelling, func(a, b Aboard) int { return a.Wished.Compare(b.Wished) })
	from := map[string][]Aboard{}
	for _, a := range travelling {
		for _, place := range a.Asked {
			from[place] = append(from[place], a)
		}
	}
	listed := slices.DeleteFunc(slices.Clone(travelling), func(a Aboard) bool { return !a.Listed })
	signs := showing(nil, Sign{Sign: AuthorityList}, listed)
	for _, place := range slices.Sorted(maps.Keys(from)) {
		signs = showing(signs, Sign{Sign: OnePlace, Place: place}, book.gathered(from[place], len(travelling)))
	}
	for _, place := range slices.Sorted(maps.Keys(places)) {
		for _, u := range places[place] {
			signs = showing(signs, Sign{Sign: u.Sign, Place: place, Day: u.Day}, book.uprooted(travelling, place, u, departs))
		}
	}
	return signs
}

// showing adds a sign, if there is anybody of whom it is.
func showing(signs []Sign, s Sign, who []Aboard) []Sign {
	if len(who) == 0 {
		return signs
	}
	s.People = len(who)
	for _, a := range who {
		s.Seats = append(s.Seats, a.Seat)
	}
	slices.SortFunc(s.Seats, compareHashes)
	return append(signs, s)
}

// gathered are, of those asked in one place, all who are among so many asked
// within the hours of the book that they are more than its share of everybody.
// They are in the order of their wishes. One person is no group.
func (b *Book) gathered(asked []Aboard, everybody int) []Aboard {
	var who []Aboard
	counted := 0 // of asked, those that are in who or not in any such group
	for first, last := 0, 0; first < len(asked); first++ {
		for last < len(asked) && asked[last].Wished.Sub(asked[first].Wished) <= b.hours(OnePlaceHours) {
			last++
		}
		if n := last - first; n > 1 && n*100 > everybody*b.values[OnePlacePercent] {
			counted = max(counted, first)
			who = append(who, asked[counted:last]...)
			counted = last
		}
	}
	return who
}

// uprooted are those who come from a place to which it happened in the days
// before their wish, or before the movement leaves.
func (b *Book) uprooted(travelling []Aboard, place string, u Upheaval, departs time.Time) []Aboard {
	days := time.Duration(b.values[UpheavalDays]+1) * 24 * time.Hour // the day itself, and so many after it
	after := func(t time.Time) bool { return !t.Before(u.Day) && t.Before(u.Day.Add(days)) }
	var who []Aboard
	for _, a := range travelling {
		if slices.Contains(a.Held, place) && (after(a.Wished) || after(departs)) {
			who = append(who, a)
		}
	}
	return who
}

func compareHashes(a, b ledger.Hash) int { return slices.Compare(a[:], b[:]) }

// notCollective: the files of all who are seated were looked at together, by
// a node that could read them; every sign of a collective return was answered
// with reasons, and a headcount that differs from the files is one; whoever is
// held was counted when they were handed over. That each was counselled and
// assessed alone is asked by the rules of these.
func notCollective(q *question) verdict {
	m := q.seat()
	if m == nil {
		return q.noSeat()
	}
	for _, s := range m.Signs {
		switch {
		case s.Answered:
		case s.Waits:
			return unreadEntry(waitOutside("hub", time.Time{}))
		case s.Sign == UnreadEntry:
			return unreadEntry(doAbout("movement.answer-sign", s.Sign, access.HeadOfProtection))
		default:
			return unmet("sign", doAbout("movement.answer-sign", s.Sign, access.HeadOfProtection)).with("sign", s.Sign)
		}
	}
	if q.Journey.Movement == m.Reference { // who is still to get a seat is looked at with the others once they have it
		switch e := m.Examined; {
		case e != nil && e.Unread > 0:
			return unknown("unread", q.examine(), waitOutside("unread", time.Time{})).with("count", e.Unread)
		case e == nil || e.Book != q.book.Name() || !slices.Contains(e.Seats, q.Journey.Seated.ID):
			return unknown("not-examined", q.examine())
		}
	}
	if q.doing(Boarding) && q.Person.Held {
		return q.handedOver(m.HandedOver)
	}
	return met(time.Time{})
}

// handedOver: whoever is held was among those who were counted when they were
// handed over for this departure, and not for one that it was before.
func (q *question) handedOver(c *HandOver) verdict {
	opens := q.departs().Add(-q.hours(HandOverHours))
	if q.Journey.Absent { // nobody counts whoever is not there: who comes after all has a seat anew
		return unmet("headcount", do("seat.give", access.MovementOfficer))
	}
	if c == nil || c.At.Before(opens) || !slices.Contains(c.Seats, q.Journey.Seated.ID) {
		return unmet("headcount", q.after(opens, q.atHub(do("movement.count", access.MovementOfficer)))...)
	}
	return met(q.through(c.At.Add(q.hours(HandOverHours))))
}

// examine is the look at all files together.
func (q *question) examine() Step { return q.atHub(do("movement.examine", access.MovementOfficer)) }

// atHub is a step that rests on the files of all, which only the hub has.
func (q *question) atHub(step Step) Step {
	if !q.Around.Hub {
		return waitOutside("hub", time.Time{})
	}
	return step
}
