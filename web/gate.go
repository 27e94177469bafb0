package web

import (
	"slices"
	"strings"

	"amana/desk"
	"amana/domain/fault"
)

var gateRoutes = []route{
	{pattern: "GET /movements/{reference}/gate", do: (*visit).gate},
	{pattern: "POST /movements/{reference}/gate", do: (*visit).gateFind},
	{pattern: "GET /movements/{reference}/gate/{case}", do: (*visit).gatePerson},
	{pattern: "POST /movements/{reference}/gate/{case}/{command}", do: (*visit).gateDo},
}

// gateData is the list at a gate. It says who was asked, and of nobody what they
// answered: whoever looks over the officer's shoulder sees the same of all.
type gateData struct {
	Other  otherHead
	Next   bool // something was recorded: it is the next one's turn
	Query  string
	Nobody bool // whom the query names
	Listed bool // the reader may read the list; otherwise they know the number
	Part   bool // of those of their office alone
	People []called
	Kept   gateForm // in which the page itself keeps an answer
	Now    int64    // the laptop's clock, from which the page counts on
}

type called struct {
	Path, Case, Name string
	State            string
	Spared           bool
}

func (v *visit) gate() error { return v.showGate("", v.URL.Query().Has("next")) }

// gateFind finds somebody by number or name. What is looked for stands in no
// address.
func (v *visit) gateFind() error {
	if err := v.sent(); err != nil {
		return err
	}
	return v.showGate(strings.TrimSpace(v.PostForm.Get("q")), false)
}

func (v *visit) showGate(query string, next bool) error {
	ref := v.PathValue("reference")
	if !v.atGate() {
		return fault.New(fault.Denied, "fault.not-allowed", fault.A("act", "gate.answer"))
	}
	data := gateData{Other: v.otherHead(movementKind, ref), Next: next, Query: query}
	roll, err := v.desk.Roll(v.Context(), v.who, ref)
	switch {
	case fault.KindOf(err) == fault.Denied:
		return v.gateByNumber(&data)
	case err != nil:
		return err
	}
	data.Listed, data.Part, data.Now = true, !v.desk.EveryOffice(v.who), v.desk.Moment().UnixMilli()
	roll = slices.DeleteFunc(roll, func(r desk.Rolled) bool { return r.Seated.IsZero() && r.Asked.IsZero() }) // their seat was freed before anybody came here
	named, exact := roll, false
	if query != "" {
		named, exact = desk.Named(roll, query)
	}
	for i := range named {
		data.People = append(data.People, v.called(data.Other.Path, &named[i]))
	}
	if exact {
		return v.to(data.People[0].Path)
	}
	var tongues []string
	for _, r := range roll {
		for _, l := range r.Languages {
			if !slices.Contains(tongues, l) {
				tongues = append(tongues, l)
			}
		}
	}
	data.Nobody = query != "" && len(data.People) == 0
	data.Kept = v.answerForm(tongues, nil, nil)
	return v.show(page{Template: "gate", Title: ref, Data: data})
}

// gateByNumber is the gate for whoever may ask there and may not read the list:
// they know the number of whom they came for.
func (v *visit) gateByNumber(data *gateData) error {
	if data.Query == "" {
		return v.show(page{Template: "gate", Title: data.Other.Reference, Data: *data})
	}
	number, err := desk.CheckNumber(data.Query)
	if err == nil {
		_, err = v.atGateOf(data.Other.Reference, number)
	}
	switch {
	case err == nil:
		return v.to(data.Other.Path + "/gate/" + number)
	case fault.KindOf(err) != fault.Missing:
		return err
	}
	data.Nobody = true
	return v.show(page{Template: "gate", Title: data.Other.Reference, Data: *data})
}

func (v *visit) called(path string, r *desk.Rolled) called {
	c := called{Path: path + "/gate/" + r.Case, Case: r.Case, Name: nameOf(r.Given, r.Family), Spared: r.Spared}
	switch {
	case !r.Asked.IsZero():
		c.State = v.say.Text("gate.asked", nil)
	case r.Absent:
		c.State = v.say.Text("gate.absent", nil)
	case r.Spared:
		c.State = v.say.Text("gate.spared", nil)
	default:
		c.State = v.say.Text("gate.to-ask", nil)
	}
	return c
}
