package safeguard

import (
	"slices"
	"time"

	"amana/domain/access"
	"amana/domain/day"
	"amana/domain/ledger"
)

// counselling is the newest sessions that together are enough, or nil.
func (q *question) counselling() []Session {
	return q.together(func(Session) bool { return true })
}

// together is the newest of some sessions that together are enough, or nil.
func (q *question) together(some func(Session) bool) []Session {
	var good []Session
	for _, s := range q.Will.Sessions {
		if q.sound(s) && some(s) {
			good = append(good, s)
		}
	}
	slices.SortFunc(good, func(a, b Session) int { return a.Since.Compare(b.Since) })
	need := q.count(CounsellingSessions)
	for end := len(good); end >= need; end-- {
		chosen := good[end-1 : end]
		for i := end - 2; i >= 0 && len(chosen) < need; i-- {
			if q.separate(good[i], chosen[0]) {
				chosen = append([]Session{good[i]}, chosen...)
			}
		}
		if len(chosen) == need {
			return chosen
		}
	}
	return nil
}

// sound says whether a session may be relied on.
func (q *question) sound(s Session) bool { return q.counts(s.Ref) && !s.Defective && s.Talk.Sound() }

// covered says whether somebody was told of a topic in a session that may be relied on.
func (q *question) covered(topic string, some func(Session) bool) bool {
	return slices.ContainsFunc(q.Will.Sessions, func(s Session) bool {
		return q.sound(s) && slices.Contains(s.Topics, topic) && some(s)
	})
}

// separate says whether two talks are two sessions: on different days, or
// some hours apart by two officers where access does not allow it.
func (q *question) separate(a, b Session) bool {
	zone := q.Around.Local()
	if day.Of(a.Since.In(zone)) != day.Of(b.Since.In(zone)) {
		return true
	}
	limited := a.Limited || b.Limited || q.urgentReturn()
	return limited && a.By != b.By && b.Since.Sub(a.Since).Abs() >= q.hours(ApartHours)
}

// counselled: enough individual sessions, covering every topic together, not
// too old; an individual "what has changed?" talk extends them once for all.
func counselled(q *question) verdict {
	hold := do("counselling.hold", access.Counsellor)
	sessions := q.counselling()
	if sessions == nil {
		return unmet("sessions", q.nextSession()...).with("want", q.count(CounsellingSessions)).with("have", len(q.Will.Sessions))
	}
	first, last := sessions[0], sessions[len(sessions)-1]
	until := q.extended(first.Ref, q.days(CounsellingValidDays))
	if until.Before(q.horizon) {
		return unmet("expired", q.inTime(q.days(CounsellingValidDays), q.renew(first.Ref, until, q.nextSession()...)...)...).on(first.Ref, last.Ref).lapsed(until)
	}
	if missing := q.missingTopics(); len(missing) > 0 {
		return unmet("topics", hold).with("topics", missing).on(last.Ref)
	}
	return met(until, first.Ref, last.Ref)
}

// nextSession is when the next session that counts can be held: where one was
// held today, tomorrow.
func (q *question) nextSession() []Step {
	zone := q.Around.Local()
	today := day.Of(q.at.In(zone))
	held := slices.ContainsFunc(q.Will.Sessions, func(s Session) bool {
		return q.sound(s) && day.Of(s.Since.In(zone)) == today
	})
	hold := do("counselling.hold", access.Counsellor)
	if held {
		return []Step{waitFor(today.End(zone))}
	}
	return []Step{hold}
}

// renew is the steps to take when what began with from lapses: a "what has
// changed?" talk while it still can help, otherwise again.
func (q *question) renew(from ledger.Ref, until time.Time, again ...Step) []Step {
	if q.at.Before(until) && until.Before(from.Since.Add(q.days(CounsellingMostDays))) {
		return append(again, do("counselling.extend", access.Counsellor))
	}
	return again
}

// inTime is the steps to take again what holds for valid, once it would hold until the
// moment that is asked about: what is done sooner lapses before it.
func (q *question) inTime(valid time.Duration, again ...Step) []Step {
	return q.after(q.horizon.Add(-valid), again...)
}

// conditions is the topic of what awaits people where they go.
const conditions = "conditions"

func (q *question) missingTopics() []string {
	var missing []string
	for _, topic := range q.book.Topics {
		current := func(s Session) bool {
			return (topic != conditions || q.ofThere(s.Ref)) && !q.extended(s.Ref, q.days(CounsellingValidDays)).Before(q.horizon)
		}
		if !q.covered(topic, current) {
			missing = append(missing, topic)
		}
	}
	return missing
}

// extended is until when something that lasts valid holds, lengthened by the
// "what has changed?" talks since, at most to the age the book sets.
func (q *question) extended(from ledger.Ref, valid time.Duration) time.Time {
	until := from.Since.Add(valid)
	for _, e := range q.Will.Extended {
		if q.counts(e.Ref) && e.Talk.Sound() && q.knows(e.Ref, from) && e.Until.Before(until) { // entered when it had lapsed, it extends nothing
			until = e.Since.Add(valid)
		}
	}
	return earlier(until, from.Since.Add(q.days(CounsellingMostDays)))
}

// offered says whether an option was explained, with what there really was of it.
func (t Told) offered() bool { return t.Explained && t.Available != "unknown" }

// opened is when an option last opened in a country; zero: it did not, as far as is known.
func (c *Country) opened(option string) time.Time {
	if c == nil {
		return time.Time{}
	}
	return c.Options[option]
}

// alternativesOffered: each option other than return was explained, its real
// availability that day recorded, and answered; told again when one opens. No
// option is recorded without an answer, and which it was is sealed: what follows
// from it is a request for asylum.
func alternativesOffered(q *question) verdict {
	var missing, opened []string
	var next []Step
	var on []ledger.Ref
	for _, option := range q.book.Options {
		told, there := lastOf(q.Will.Told, func(t Told) bool {
			return q.counts(t.Ref) && t.Option == option && t.offered()
		})
		switch {
		case !there:
			missing = append(missing, option)
		case q.Around.Country.opened(option).After(told.Since), q.Around.Here.opened(option).After(told.Since):
			opened = append(opened, option)
		default:
			on = append(on, told.Ref)
			continue
		}
		next = append(next, doAbout("option.tell", option, access.Counsellor))
	}
	switch {
	case len(missing) > 0:
		return unmet("missing", next...).with("options", missing).on(on...)
	case len(opened) > 0:
		return unmet("opened", next...).with("options", opened).on(on...)
	}
	return met(time.Time{}, on...)
}
