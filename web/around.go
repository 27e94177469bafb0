package web

import (
	"cmp"
	"maps"
	"net/url"
	"slices"
	"strings"

	"amana/domain/casefile"
	"amana/domain/consent"
	"amana/domain/country"
	"amana/domain/day"
	"amana/domain/fault"
	"amana/domain/monitoring"
	"amana/domain/results"
	"amana/store"
)

// aroundRoutes are the pages of what is around the cases: countries, places of
// detention, budget lines, information sessions, texts.
var aroundRoutes = append([]route{{pattern: "GET /around", do: (*visit).around}}, citedRoutes()...)

func citedRoutes() (all []route) {
	for _, k := range otherKinds {
		if k.subject != casefile.Movement {
			all = append(all,
				route{pattern: "GET " + k.path, do: func(v *visit) error { return v.citedList(k) }},
				route{pattern: "GET " + k.path + "/{reference}", do: func(v *visit) error { return v.citedPage(k) }},
			)
		}
	}
	return all
}

// mayAround says whether there is anything there for the reader.
func mayAround(v *visit) bool { return len(v.aroundLinks()) > 0 }

func (v *visit) aroundLinks() (all []link) {
	for _, k := range otherKinds {
		if k.subject != casefile.Movement && v.desk.Sees(v.who, v.reached(k)) {
			all = append(all, link{Path: k.path, Name: v.say.Text(k.title, nil)})
		}
	}
	return all
}

func (v *visit) around() error {
	links := v.aroundLinks()
	if len(links) == 0 {
		return fault.New(fault.Missing, "fault.not-found")
	}
	return v.show(page{Template: "around", Title: v.say.Text("page.around", nil), Data: links})
}

// citedListData is every one of a kind.
type citedListData struct {
	Title   string
	Opening []link
	Rows    []citedRow
}

type citedRow struct {
	Path, Reference string
	Name            string // in words, of what has a code for a reference
	Bad             bool   // something there stops
	State           string
}

func (v *visit) citedList(k *otherPages) error {
	rows, err := v.citedRows(k)
	if err != nil {
		return err
	}
	data := citedListData{Title: v.say.Text(k.title, nil), Opening: v.opening(k), Rows: rows}
	return v.show(page{Template: "cited-list", Title: data.Title, Data: data})
}

func (v *visit) citedRows(k *otherPages) (all []citedRow, err error) {
	for after, more := (store.Cursor{}), true; more; {
		list, err := v.desk.AllCited(v.Context(), v.who, k.subject, 500, after)
		if err != nil {
			return nil, err
		}
		for _, s := range list.States {
			all = append(all, v.citedRow(k, s))
		}
		after, more = list.Next, list.More
	}
	slices.SortFunc(all, func(a, b citedRow) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.Reference, b.Reference))
	})
	return all, nil
}

func (v *visit) citedRow(k *otherPages, state casefile.Folded) (r citedRow) {
	switch s := state.(type) {
	case *country.State:
		r = citedRow{Reference: s.Reference, Name: v.say.Country(s.Reference), Bad: len(s.Suspended) > 0, State: v.suspended(s)}
	case *monitoring.State:
		r = citedRow{Reference: s.Reference}
		r.Bad, r.State = v.inside(s)
	case *results.State:
		r = citedRow{Reference: s.Reference, Bad: len(s.Suspended) > 0 || s.Balance <= 0, State: v.money(s.Balance, s.Currency)}
		if len(s.Suspended) > 0 {
			r.State = v.say.Text("around.line-suspended", nil)
		}
	case *results.Outreach:
		r = citedRow{Reference: s.Reference, Name: v.office(s.Reference), State: v.sessions(s)}
	case *consent.Text:
		r = citedRow{Reference: s.Reference, Name: v.say.Code("text.approve.reference", s.Reference)}
		r.State = v.say.Text("around.approved", []fault.Arg{fault.A("languages", slices.Sorted(maps.Keys(s.Approved)))})
	}
	r.Path = k.path + "/" + url.PathEscape(r.Reference)
	return r
}

// suspended says whether people can go to a country.
func (v *visit) suspended(s *country.State) string {
	if len(s.Suspended) == 0 {
		return v.say.Text("around.open", nil)
	}
	var areas []string
	for _, by := range s.Suspended {
		if len(by.Areas) == 0 {
			return v.say.Text("around.suspended", nil)
		}
		areas = append(areas, by.Areas...)
	}
	return v.say.Text("around.suspended-areas", []fault.Arg{fault.A("areas", areas)})
}

// inside says whether what is said inside a place counts.
func (v *visit) inside(s *monitoring.State) (bad bool, words string) {
	open := 0
	for _, i := range s.Incidents {
		if i.Closed.IsZero() {
			open++
		}
	}
	today := v.dayOf(v.desk.Moment())
	switch n := len(s.Reviews); {
	case open > 0:
		return true, v.say.Text("around.open-incidents", []fault.Arg{fault.A("count", open)})
	case n == 0:
		return true, v.say.Text("around.never-reviewed", nil)
	case s.Reviews[n-1].Against:
		return true, v.say.Text("around.counts-not", nil)
	case s.Reviews[n-1].Valid.Before(today):
		return true, v.say.Text("around.ran-out", []fault.Arg{fault.A("day", s.Reviews[n-1].Valid)})
	default:
		return false, v.say.Text("around.counts", []fault.Arg{fault.A("until", s.Reviews[n-1].Valid)})
	}
}

// sessions says how many an office held, and when it held the last.
func (v *visit) sessions(s *results.Outreach) string {
	var last day.Day
	for _, one := range s.Sessions {
		if one.Day.After(last) {
			last = one.Day
		}
	}
	return v.say.Text("around.sessions", []fault.Arg{fault.A("count", len(s.Sessions)), fault.A("day", last)})
}
