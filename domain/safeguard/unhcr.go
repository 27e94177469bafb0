package safeguard

import (
	"slices"
	"time"

	"amana/domain/access"
	"amana/domain/ledger"
)

// unhcrCounselled: somebody from a group at risk, who expressed fear, or who
// asked for asylum was counselled jointly, recorded by UNHCR itself. Where
// UNHCR cannot or stays silent, an independent lawyer or protection actor. An
// asylum request is lifted only by the person.
func unhcrCounselled(q *question) verdict {
	for _, a := range q.Refoulement.Asylum {
		if !q.lifted(a) {
			return unmet("asylum", q.after(a.Since, q.takesBack(a.ID.String())...)...).on(a.Ref)
		}
	}
	if q.stopsElsewhere("asylum") {
		return stopsLinked(inLinkedFile("asylum.lift", access.UNHCROfficer))
	}
	switch {
	case q.isUnsettled("destination"):
		return q.unsettled("destination")
	case q.Around.Country == nil:
		return unknown("no-sheet", do("country.issue", access.ProtectionLead))
	case len(q.Around.Country.Unread) > 0: // who is at risk may be others
		return entriesUnread(q.Around.Country.Unread, do("country.resume", access.ProtectionLead))
	}
	why, since := q.concern()
	if why == "" {
		return notApplicable()
	}
	done, there := lastOf(q.Refoulement.UNHCR, func(u UNHCR) bool { return q.counts(u.Ref) && q.jointly(u, since) })
	if there {
		return met(time.Time{}, done.Ref)
	}
	return unmet("none", q.askUNHCR()...).with("why", why).on(since...).from(first(since))
}

// Tells is the compartment of what it tells that somebody is asked whether it may be shared:
// with UNHCR of who may ask for protection, and on their release of who is not free.
func (s Shares) Tells() ledger.Compartment {
	switch {
	case s.Recipient == WithUNHCR.Recipient:
		return ledger.Asylum
	case s.Recipient == ForRelease.Recipient && s.Purpose == ForRelease.Purpose:
		return ledger.Protection
	}
	return ledger.General
}

// first is the one that was recorded first; zero: there is none.
func first(refs []ledger.Ref) (r ledger.Ref) {
	for _, x := range refs {
		if !x.IsZero() && (r.IsZero() || x.Until.Before(r.Until)) {
			r = x
		}
	}
	return r
}

// takesBack is before whom a person can take a request for asylum back: UNHCR, once it is
// called, and where it cannot, stays silent or is not to be told whoever stands in for it.
func (q *question) takesBack(request string) []Step {
	next := []Step{doAbout("asylum.lift", request, access.UNHCROfficer)}
	switch unwanted := !q.refuses(WithUNHCR).IsZero(); {
	case q.Refoulement.Uncalled && unwanted:
		next = nil
	case q.Refoulement.Uncalled:
		next = append([]Step{do("unhcr.request", access.ProtectionOfficer)}, next...)
	}
	steps := q.askUNHCR()
	switch last := steps[len(steps)-1]; {
	case last.By != access.Observer:
		return next
	case len(steps) > 1: // nobody was called yet
		next = append(next, steps[0])
	}
	return append(next, doAbout("asylum.lift", request, access.Observer))
}

// jointly says whether somebody was counselled who knew what it is due for: by
// UNHCR itself, or by whoever stands in for it.
func (q *question) jointly(u UNHCR, since []ledger.Ref) bool {
	knew := !slices.ContainsFunc(since, func(r ledger.Ref) bool { return !q.knows(u.Ref, r) })
	knew = knew && !u.Since.Before(q.askedElsewhere()) && !u.Since.Before(q.atRiskElsewhere())
	return u.Outcome == "counselled" && knew && (q.unhcrItself(u) || q.standsIn(u) && q.silent(u.Ref))
}

// lifted says whether the person took an asylum request back before UNHCR or
// whoever stands in for it, who knew of the request. Time lifts none.
func (q *question) lifted(a Asylum) bool {
	by := a.Lifted.By
	return q.counts(a.Lifted) && q.knows(a.Lifted, a.Ref) && (q.plays(by, access.UNHCROfficer) || q.plays(by, access.Observer))
}

// unhcrItself says whether counselling was recorded with UNHCR's own account.
func (q *question) unhcrItself(u UNHCR) bool {
	return u.By == "unhcr" && q.plays(u.Ref.By, access.UNHCROfficer)
}

// standsIn says whether an independent lawyer or protection actor of another
// agency recorded it, with their own account.
func (q *question) standsIn(u UNHCR) bool {
	return u.By != "unhcr" && q.plays(u.Ref.By, access.Observer)
}

// silent says whether UNHCR wrote that it cannot, or was silent for the days
// the book sets after the requests it asks for, by the time u was recorded; or the
// person does not want that it is told of them.
func (q *question) silent(u ledger.Ref) bool {
	if no := q.refuses(WithUNHCR); !no.IsZero() && q.knows(u, no) {
		return true
	}
	open := q.unanswered(u)
	if slices.ContainsFunc(q.Refoulement.UNHCR, func(c UNHCR) bool { return q.cannot(c) && q.knows(u, c.Ref) && open(c.Ref) }) {
		return true
	}
	asked, enough := q.asked(open)
	return enough && gap(asked, u) >= q.days(UNHCRSilentDays)
}

// cannot says whether UNHCR itself said that it cannot.
func (q *question) cannot(u UNHCR) bool {
	return u.Outcome == "cannot" && q.counts(u.Ref) && q.unhcrItself(u)
}

// unanswered says of a request to UNHCR, or of its word that it cannot, whether it was
// about something on which UNHCR itself counselled nobody since, or came after it last
// did, by what was known at u (zero: now). UNHCR is silent of nothing that it was not
// asked, and where it came it answered. But a fear that is said again asks nobody to wait
// again for who never came.
func (q *question) unanswered(u ledger.Ref) func(ledger.Ref) bool {
	_, about := q.concern()
	for _, a := range q.Refoulement.Asylum {
		about = append(about, a.Ref)
	}
	came := slices.DeleteFunc(slices.Clone(q.Refoulement.UNHCR), func(c UNHCR) bool {
		return c.Outcome != "counselled" || !q.counts(c.Ref) || !q.unhcrItself(c) || !u.IsZero() && !q.knows(u, c.Ref)
	})
	about = slices.DeleteFunc(about, ledger.Ref.IsZero)
	answered := func(r ledger.Ref) bool {
		return slices.ContainsFunc(came, func(c UNHCR) bool { return q.knows(c.Ref, r) })
	}
	elsewhere := q.askedElsewhere() // what is said there is no event of this file
	return func(r ledger.Ref) bool {
		after := !slices.ContainsFunc(came, func(c UNHCR) bool { return !q.knows(r, c.Ref) })
		if (len(about) == 0 || !elsewhere.IsZero()) && !r.Since.Before(elsewhere) && !answered(r) {
			return true
		}
		return slices.ContainsFunc(about, func(c ledger.Ref) bool { return q.knows(r, c) && (after || !answered(c)) })
	}
}

// asked is the request from which silence counts: the one that makes as many as
// the book asks for, of those that are open.
func (q *question) asked(open func(ledger.Ref) bool) (r ledger.Ref, enough bool) {
	n := q.count(UNHCRRequests)
	for _, r := range q.Refoulement.Requests {
		if q.counts(r) && open(r) {
			n--
		}
		if n == 0 {
			return r, true
		}
	}
	return ledger.Ref{}, false
}

func (q *question) askUNHCR() []Step {
	open := q.unanswered(ledger.Ref{})
	cannot := func(c UNHCR) bool { return q.cannot(c) && open(c.Ref) }
	asked, enough := q.asked(open)
	silent := asked.Until.Add(q.days(UNHCRSilentDays))
	switch {
	case slices.ContainsFunc(q.Refoulement.UNHCR, cannot), enough && !q.at.Before(silent), !q.refuses(WithUNHCR).IsZero():
		counsels := doAbout("unhcr.counsel", "independent", access.Observer)
		if slices.ContainsFunc(q.Refoulement.Observers, func(k Member) bool { return q.serves(k, access.Observer) }) {
			return []Step{counsels}
		}
		return []Step{doAbout("call.make", "observer", access.ProtectionOfficer), counsels}
	case enough && q.Refoulement.Uncalled:
		return []Step{do("unhcr.request", access.ProtectionOfficer), waitOutside("unhcr", silent)}
	case enough:
		return []Step{waitOutside("unhcr", silent)}
	}
	return []Step{do("unhcr.request", access.ProtectionOfficer), do("unhcr.counsel", access.UNHCROfficer)}
}
