package safeguard

import (
	"slices"
	"strings"
	"time"

	"amana/domain/access"
)

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
