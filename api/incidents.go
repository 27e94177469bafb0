package api

import (
	"strconv"

	"amana/desk"
)

var incidentParams = []param{
	{name: "office", doc: "incidents of this office's cases"},
	{name: "open", doc: "whether the incident is still open; both, if absent", codes: []string{"true", "false"}},
	{name: "limit", doc: "of how many cases at most; 100, if absent", min: 1, max: 500},
	{name: "cursor", doc: "next, from the page before"},
}

type incidentList struct {
	Incidents []desk.Incident `json:"incidents"`
	Alarms    []desk.Alarm    `json:"alarms,omitempty"` // of the programme, on the first page
	Next      string          `json:"next,omitempty"`   // the cursor of the next page, if there may be one
}

func listIncidents(x *exchange) (reply, error) {
	v := x.URL.Query()
	limit, after, err := x.paging()
	if err != nil {
		return reply{}, err
	}
	q := desk.IncidentQuery{Office: v.Get("office"), After: after, Limit: limit}
	if open, err := strconv.ParseBool(v.Get("open")); err == nil {
		q.Open = &open
	}
	page, err := x.server.desk.Incidents(x.Context(), x.who, q)
	list := incidentList{Incidents: page.Incidents, Alarms: page.Alarms}
	if page.More {
		list.Next = cursor(page.Next)
	}
	return reply{body: list}, err
}
