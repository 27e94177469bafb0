package desk

import (
	"cmp"
	"context"

	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/day"
	"amana/domain/ledger"
	"amana/store"
)

// Incident is what somebody outside the office concerned must look at. What it
// says is known of every case alike, whatever compartment the facts are in.
type Incident struct {
	Case   string      `json:"case,omitempty"` // for who may know that there is such a case
	Office string      `json:"office"`
	Entry  ledger.Hash `json:"entry,omitzero"` // which incident.close names
	Kind   string      `json:"kind"`           // crossed: a departure and a stop that did not know of each other
	Day    day.Day     `json:"day"`
	Open   bool        `json:"open"`
	Shut   bool        `json:"shut,omitempty"` // there are some, and nothing of the case can be read here
}

// IncidentQuery says which incidents are wanted.
type IncidentQuery struct {
	Open   *bool // nil: all
	Office string
	After  store.Cursor
	Limit  int // of cases
}

// Incidents is a part of the list of them.
type Incidents struct {
	Incidents []Incident
	Alarms    []Alarm // on the first page
	Next      store.Cursor
	More      bool
}

// Incidents lists the incidents of the cases of every office, case by case.
func (d *Desk) Incidents(ctx context.Context, who Actor, q IncidentQuery) (Incidents, error) {
	if err := d.roles.May(who.Actor, "incident.list", access.Subject{}); err != nil {
		return Incidents{}, err
	}
	filter := store.Filter{Subject: string(casefile.Person)}
	for _, open := range []bool{true, false} {
		if q.Open != nil && *q.Open != open {
			continue
		}
		mark, err := d.raised(open)
		if err != nil {
			return Incidents{}, err
		}
		filter.Callers = append(filter.Callers, mark)
	}
	limit := min(max(q.Limit, 1), 500)
	rows, err := d.db.Rows(ctx, filter, store.Page{Limit: limit, After: q.After})
	if err != nil {
		return Incidents{}, err
	}
	page := Incidents{Incidents: []Incident{}, More: len(rows) == limit}
	if q.After == (store.Cursor{}) {
		if page.Alarms, err = d.alarms(ctx); err != nil {
			return Incidents{}, err
		}
	}
	for _, row := range rows {
		page.Next = row.Cursor
		if q.Office != "" && q.Office != row.Office {
			continue
		}
		f, err := d.current(ctx, row.Stream)
		if err != nil {
			return Incidents{}, err
		}
		page.Incidents = append(page.Incidents, d.incidents(who, q, f)...)
	}
	return page, nil
}

// incidents are those of one case.
func (d *Desk) incidents(who Actor, q IncidentQuery, f *file) []Incident {
	if f.Shut {
		return []Incident{{Office: f.Office, Open: q.Open == nil || *q.Open, Shut: true}}
	}
	if f.Person.Erased {
		return nil
	}
	number := ""
	if d.roles.Reads(who.Actor, d.subjectOf(f)) {
		number = f.Person.Number
	}
	var lines []Incident
	for _, i := range f.Person.Raised() {
		open := i.Closed.IsZero()
		if q.Open != nil && *q.Open != open {
			continue
		}
		lines = append(lines, Incident{
			Case: number, Office: cmp.Or(f.Person.Office, f.Office), Entry: i.ID, Kind: i.What,
			Day: day.Of(i.Since.In(d.zone)), Open: open,
		})
	}
	return lines
}

// raised is the keyed digest under which a case with incidents, open or closed,
// is found.
func (d *Desk) raised(open bool) ([]byte, error) {
	if open {
		return d.lookup("raised", "open")
	}
	return d.lookup("raised", "closed")
}
