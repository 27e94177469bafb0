package safeguard

import (
	"slices"
	"time"

	"amana/domain/access"
	"amana/domain/ledger"
)

// urgentReturn says whether the facts of an urgent return stand for the
// movement that the seat is on. It changes time and form only.
func (q *question) urgentReturn() bool {
	m := q.seat()
	return m != nil && slices.ContainsFunc(q.Journey.Urgent, func(u Urgent) bool {
		return u.Movement == m.Reference && q.declared(u) && !q.refuted(u)
	})
}

// declared says whether facts count by whose word they are: a doctor's; the head
// of protection's, once somebody outside the line who knew of it bears it out.
// Only those are outside it who can be called to the case and meet the person.
func (q *question) declared(u Urgent) bool {
	if q.is(u.By, access.Health) {
		return true
	}
	return q.is(u.By, access.HeadOfProtection) && slices.ContainsFunc(q.Journey.Seconded, func(s Urgent) bool {
		return s.Movement == u.Movement && s.By != u.By && q.knows(s.Ref, u.Ref) && (q.is(s.By, access.Observer) || q.is(s.By, access.UNHCROfficer))
	})
}

// refuted says whether a review found that the facts of whoever stated these do
// not stand: afterwards it takes another officer to state them. A no counts from
// when it was recorded, whatever hour is written beside it.
func (q *question) refuted(u Urgent) bool {
	return slices.ContainsFunc(q.Journey.Looked, func(r UrgentReview) bool {
		return !r.Stands && r.Movement == u.Movement && slices.ContainsFunc(q.Journey.Urgent, func(own Urgent) bool {
			return own.Movement == u.Movement && own.By == u.By && q.Past.Knows(r.Seq, own.Seq)
		})
	})
}

// is says whether an officer is known to have a role: one whom nobody knows has none.
func (q *question) is(officer ledger.Actor, r access.Role) bool {
	return slices.Contains(q.Around.Officers[officer].Roles, r)
}

// UrgentShare is the percentage of those who left in a quarter above which urgent
// returns raise an alarm.
func (b *Book) UrgentShare() int { return b.values[UrgentSharePercent] }

// TooManyUrgent says whether so many urgent returns of all departures of a
// quarter do.
func (b *Book) TooManyUrgent(urgent, departed int) bool {
	return urgent*100 > departed*b.UrgentShare()
}

// Reviewed is when the first urgent return of a case that nobody outside has
// looked at must have been; zero: each was.
func Reviewed(facts *Facts, book *Book) time.Time {
	var due time.Time
	for _, u := range facts.Journey.Urgent {
		if !slices.ContainsFunc(facts.Journey.Looked, func(r UrgentReview) bool { return r.Movement == u.Movement && facts.knows(r.Ref, u.Ref) }) {
			due = earlier(due, u.Until.Add(book.hours(UrgentReviewHours)))
		}
	}
	return due
}
