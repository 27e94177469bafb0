package safeguard

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"amana/domain/access"
	"amana/domain/day"
	"amana/domain/ledger"
)

// individualRisk: an individual assessment on dated country information finds
// no real risk; valid until the country sheet changes materially.
func individualRisk(q *question) verdict {
	assess := do("risk.assess", access.ProtectionOfficer)
	last, there := gravest(q, q.Refoulement.Risks, func(r Risk) bool { return q.counts(r.Ref) }, func(r Risk) bool { return r.Finding == "real" })
	if !there {
		return unmet("none", assess)
	}
	for _, r := range q.Refoulement.Risks {
		if r.Finding == "unclear" && !q.reassessed(r) {
			return unmet("unclear", doAbout("risk.assess", "another-officer", access.ProtectionOfficer)).on(r.Ref)
		}
	}
	if q.stopsElsewhere("unclear-risk") {
		return stopsLinked(inLinkedFile("risk.assess", access.ProtectionOfficer))
	}
	until := last.Since.Add(q.days(RiskValidDays))
	switch {
	case last.Finding == "real":
		return q.reviewable(unmet("real", doAbout("risk.assess", "another-officer", access.ProtectionOfficer)).on(last.Ref), last)
	case q.isUnsettled("destination"):
		return q.unsettled("destination")
	case q.Around.Country == nil || q.Around.Country.Sheet == "":
		return unknown("no-sheet", do("country.issue", access.ProtectionLead)).on(last.Ref)
	case len(q.Around.Country.Unread) > 0:
		return entriesUnread(q.Around.Country.Unread, do("country.resume", access.ProtectionLead))
	case !q.ofWhere(last.Ref):
		return unmet("moved", assess).on(last.Ref)
	case !q.Around.Country.holds(last.Sheet, last.Ref):
		return unmet("sheet", assess).with("sheet", q.Around.Country.Sheet).on(last.Ref)
	case until.Before(q.horizon):
		return unmet("expired", assess).on(last.Ref).lapsed(until)
	}
	return met(until, last.Ref)
}

// reassessed: another officer looked again, knowing of it.
func (q *question) reassessed(r Risk) bool {
	return slices.ContainsFunc(q.Refoulement.Risks, func(l Risk) bool {
		return l.Finding != "unclear" && q.counts(l.Ref) && l.By != r.By && l.Seq != r.Seq && q.knows(l.Ref, r.Ref)
	})
}

// realRiskAbsolute: no finding of real risk stands; only a new individual
// assessment by other officers that names it can end it.
func realRiskAbsolute(q *question) verdict {
	again := doAbout("risk.assess", "another-officer", access.ProtectionOfficer)
	for _, r := range q.Refoulement.Risks {
		ended := slices.ContainsFunc(q.Refoulement.Risks, func(l Risk) bool {
			return l.Finding == "none" && slices.Contains(l.Ends, r.ID) && q.counts(l.Ref) && l.By != r.By && q.knows(l.Ref, r.Ref)
		})
		if r.Finding == "real" && !ended {
			return q.reviewable(unmet("real", again, do("case.end", access.Caseworker)).on(r.Ref), r)
		}
	}
	if q.stopsElsewhere("real-risk") {
		return stopsLinked(inLinkedFile("risk.assess", access.ProtectionOfficer))
	}
	return met(time.Time{})
}

// reviewable gives a finding of real risk the days of a review, from when the
// person asked that somebody look again at what was found by then; no more than
// anybody waits to whom waiting is a harm.
func (q *question) reviewable(v verdict, found Risk) verdict {
	if !q.Review.IsZero() && q.knows(q.Review, found.Ref) {
		v.own = q.Review.Until.Add(min(q.days(RiskReviewDays), q.period(q.urgent())))
	}
	return v
}

// unhcrCounselled: somebody from a group at risk, who expressed fear, or who
// asked for asylum was counselled jointly, recorded by UNHCR itself. Where
// UNHCR cannot or stays silent, an independent lawyer or protection actor. An
// asylum request is lifted only by the person.
func unhcrCounselled(q *question) verdict {
	for _, a := range q.Refoulement.Asylum {
		if !q.lifted(a) {
			return unmet("asylum", q.after(a.Since, q.takesBack(a)...)...).on(a.Ref)
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

// first is the one that was recorded first; zero: there is none.
func first(refs []ledger.Ref) (r ledger.Ref) {
	for _, x := range refs {
		if !x.IsZero() && (r.IsZero() || x.Until.Before(r.Until)) {
			r = x
		}
	}
	return r
}

// takesBack is before whom a person can take a request for asylum back: UNHCR, and where
// it cannot or stays silent whoever stands in for it.
func (q *question) takesBack(a Asylum) []Step {
	next := []Step{doAbout("asylum.lift", a.ID.String(), access.UNHCROfficer)}
	steps := q.askUNHCR()
	switch last := steps[len(steps)-1]; {
	case last.By != access.Observer:
		return next
	case len(steps) > 1: // nobody was called yet
		next = append(next, steps[0])
	}
	return append(next, doAbout("asylum.lift", a.ID.String(), access.Observer))
}

// jointly says whether somebody was counselled who knew what it is due for: by
// UNHCR itself, or by whoever stands in for it.
func (q *question) jointly(u UNHCR, since []ledger.Ref) bool {
	knew := !slices.ContainsFunc(since, func(r ledger.Ref) bool { return !q.knows(u.Ref, r) })
	return u.Outcome == "counselled" && knew && !u.Since.Before(q.askedElsewhere()) && (q.unhcrItself(u) || q.standsIn(u) && q.silent(u.Ref))
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

// plays says whether an officer has a role. Of one who is not known here the
// log's own check of rights must do.
func (q *question) plays(officer ledger.Actor, r access.Role) bool {
	o, known := q.Around.Officers[officer]
	return !known || slices.Contains(o.Roles, r)
}

// expressed is what the person said in this file for which joint counselling is due:
// a fear that was once expressed, of one's own embassy too, stays a reason: no
// later talk with an officer stands in for UNHCR's.
func (q *question) expressed() (why string, since []ledger.Ref) {
	for _, f := range q.Will.Fears {
		if f.Answer != FearNone && (f.Answer != FearNoAnswer || !q.settled(f)) {
			why, since = "fear", append(since, f.Ref)
		}
	}
	for _, a := range q.Refoulement.Asylum {
		why, since = cmp.Or(why, "asylum"), append(since, a.Lifted)
	}
	return why, since
}

// askedElsewhere is when the person last did so in another file of theirs.
func (q *question) askedElsewhere() time.Time {
	asked := q.Refoulement.Left
	for _, l := range q.Around.Linked {
		asked = day.Later(asked, l.Asked)
	}
	return asked
}

// concern is why joint counselling is due, by the gravest reason, and all events
// of this file that make it so: one reason more never asks for less.
func (q *question) concern() (why string, since []ledger.Ref) {
	why, since = q.expressed()
	due := func(reason string, refs ...ledger.Ref) { why, since = cmp.Or(why, reason), append(since, refs...) }
	if !q.askedElsewhere().IsZero() {
		due("linked")
	}
	if q.Around.Country == nil {
		return why, since
	}
	list := q.Around.Country.AtRisk
	for _, of := range slices.Concat(q.Person.Nationalities, q.Person.Residences, q.Person.Groups) {
		if of != "" && slices.Contains(list, of) {
			due("at-risk")
		}
	}
	said := map[string]bool{} // again is nothing new
	for _, b := range q.Person.Belongs {
		if slices.Contains(list, b.To) && !q.disowned(b) {
			due("at-risk", b.Back...)
			if !said[b.To] {
				said[b.To] = true
				since = append(since, b.Ref)
			}
		}
	}
	for _, l := range q.Around.Linked {
		if slices.ContainsFunc(l.Belongs, func(to string) bool { return slices.Contains(list, to) }) {
			due("at-risk", q.links()...) // who counselled knew of the other file
		}
	}
	return why, since
}

// links are the words that other files are the person's.
func (q *question) links() (said []ledger.Ref) {
	for _, d := range q.Preparation.Duplicates {
		if d.Same {
			said = append(said, d.Settled)
		}
	}
	return said
}

// Belongs is every nationality, residence and group that is the person's by a file: for
// what they may be at risk in their other files too.
func Belongs(f *Facts) []string {
	q := question{Facts: f}
	var all []string
	for _, b := range f.Person.Belongs {
		if !q.disowned(b) && !slices.Contains(all, b.To) {
			all = append(all, b.To)
		}
	}
	slices.Sort(all)
	return all
}

// disowned says whether what may put the person at risk was taken back by two
// officers, one of them from protection: one word is not enough to end it.
func (q *question) disowned(b Belonging) bool {
	return b.TakenBack() && slices.ContainsFunc(b.Back, func(r ledger.Ref) bool {
		return q.plays(r.By, access.ProtectionOfficer) || q.plays(r.By, access.ProtectionLead) || q.plays(r.By, access.HeadOfProtection)
	})
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
	case enough:
		return []Step{waitOutside("unhcr", silent)}
	}
	return []Step{do("unhcr.request", access.ProtectionOfficer), do("unhcr.counsel", access.UNHCROfficer)}
}

// livesIn says whether it is known where in a country the person will live.
func (p *Person) livesIn(country string) bool { return strings.HasPrefix(p.Area, country+"/") }

// overlap says whether two areas are one, or one is a part of the other, however
// their letters are written.
func overlap(a, b string) bool {
	marks := strings.NewReplacer("-", "", "_", "", ".", "") // a reference has no others
	a, b = strings.ToUpper(marks.Replace(a))+"/", strings.ToUpper(marks.Replace(b))+"/"
	return strings.HasPrefix(a, b) || strings.HasPrefix(b, a)
}

// destinationOpen: returns to where the person will live are not suspended
// that day, and the State confirms entry. Without a known nationality return
// is not the current option: other help starts, with an owner and a clock.
func destinationOpen(q *question) verdict {
	if v, known := q.nationality(); !known {
		return v
	}
	if v, open := q.returnsOpen(); !open {
		return v
	}
	return q.entry()
}

// nationality is what blocks where it is not known whose national the person is;
// known says that it is.
func (q *question) nationality() (v verdict, known bool) {
	if len(q.Person.Nationalities) == 0 {
		return unmet("nationality", do("case.correct", access.Caseworker), do("case.end", access.Caseworker)).with("nationality", "unknown"), false
	}
	if q.isUnsettled("nationalities") {
		return q.unsettled("nationalities"), false
	}
	for _, n := range q.Person.Nationalities {
		if NoNation(n) {
			return unmet("nationality", do("case.end", access.Caseworker), do("case.correct", access.Caseworker)).with("nationality", n), false
		}
	}
	return verdict{}, true
}

// NoNation says whether what is said of a nationality names no State that is known to be
// the person's.
func NoNation(said string) bool {
	return said == "stateless" || said == "unknown" || said == "disputed"
}

// returnsOpen is what blocks where nobody is returned to now, or it is not known
// whether they are; open says that they are.
func (q *question) returnsOpen() (v verdict, open bool) {
	m, to := q.Around.Movement, q.Around.Country
	suspended := unmet("suspended", waitOutside("country", time.Time{}), do("case.end", access.Caseworker))
	switch {
	case q.isUnsettled("destination"):
		return q.unsettled("destination"), false
	case m != nil && m.To != q.Person.Destination:
		return unmet("elsewhere", do("seat.give", access.MovementOfficer)).with("country", m.To).with("destination", q.Person.Destination), false
	case to == nil:
		return unknown("no-sheet", do("country.issue", access.ProtectionLead)), false
	case to.Suspended:
		return suspended, false
	case len(to.Unread) > 0:
		return entriesUnread(to.Unread, do("country.resume", access.ProtectionLead)), false
	case len(to.Areas) > 0 && q.isUnsettled("area"):
		return q.unsettled("area"), false
	case len(to.Areas) > 0 && !q.Person.livesIn(q.Person.Destination):
		ask := doAbout("case.correct", "area", access.Caseworker)
		return unmet("area", ask, waitOutside("country", time.Time{}), do("case.end", access.Caseworker)).with("areas", to.Areas), false
	case slices.ContainsFunc(to.Areas, func(area string) bool { return overlap(area, q.Person.Area) }):
		return suspended, false
	}
	return verdict{}, true
}

// entry is whether the State to which the person goes confirms that it lets them in.
func (q *question) entry() verdict {
	entry, there := gravest(q, q.Refoulement.Entry, func(e Entry) bool {
		return e.Country == q.Person.Destination && (!e.Confirmed || q.counts(e.Ref))
	}, func(e Entry) bool {
		return !e.Confirmed && e.Imported == ""
	})
	confirm := do("entry.confirm", access.Caseworker)
	switch other, any := lastOf(q.Refoulement.Entry, func(e Entry) bool { return q.counts(e.Ref) && e.Confirmed }); {
	case !there && any:
		return unmet("entry-elsewhere", confirm).with("confirmed", other.Country).with("destination", q.Person.Destination).on(other.Ref)
	case !there || !entry.Confirmed:
		return unmet("entry", confirm).on(entry.Ref)
	}
	return met(time.Time{}, entry.Ref)
}
