package web

import (
	"encoding/json"
	"html/template"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"amana/desk"
	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/ledger"
)

// timelineData is everything that happened, newest first.
type timelineData struct {
	Head   caseHead
	Events []happening
}

// happening is one event in words.
type happening struct {
	Title    string
	When     string
	Machine  string // the same for programs
	By       string
	Recorded string // when it was recorded, if that was not at once
	Effect   string // stops, or lifts a stop
	Imported string
	Disputed bool
	Sealed   string // that it says more to others
	Says     []said
	Entry    string
}

type said struct {
	Name  string
	Value template.HTML
}

func (v *visit) timeline() error {
	c, events, err := v.openedWhole()
	if err != nil {
		return err
	}
	data := timelineData{Head: v.head(c)}
	told := v.headlines(events)
	for _, e := range slices.Backward(events) {
		data.Events = append(data.Events, v.happening(&e, told))
	}
	return v.show(page{Template: "timeline", Title: c.Case, Data: data})
}

// soonAfter is how long something may be written down after it happened, to be
// shown as nothing else: what a page kept longer says when it was recorded.
const soonAfter = 2 * time.Minute

func (v *visit) happening(e *desk.Event, told headlines) happening {
	h := happening{
		Title: v.title(e), When: v.say.Time(e.Happened), Machine: e.Happened.UTC().Format(time.RFC3339),
		By: v.officer(e.By), Disputed: e.Disputed, Entry: e.Entry.String(),
	}
	if e.Recorded.Sub(e.Happened) > soonAfter {
		h.Recorded = v.say.Time(e.Recorded)
	}
	if e.Effect == ledger.Stop {
		h.Effect = v.say.Text("page.stops", nil)
	}
	if e.Imported != "" {
		h.Imported = v.say.Text("page.imported", []fault.Arg{fault.A("name", e.Imported)})
	}
	if len(e.Sealed) > 0 {
		names := worded(e.Sealed, func(c string) string { return v.say.Text("compartment."+c, nil) })
		h.Sealed = v.say.Text("page.sealed", []fault.Arg{fault.A("compartments", names)})
	}
	h.Says = v.says(e, told)
	return h
}

// officer is who did something, as the reader may know them.
func (v *visit) officer(o desk.Officer) string {
	text := v.roles(o.Roles)
	if o.Code != "" {
		text = v.say.Isolate(o.Code) + " · " + text
	}
	return text
}

// done is what the reader just did: they are sent on with the name of its entry.
func (v *visit) done(number string) (*happening, error) {
	entry := v.URL.Query().Get("done")
	if entry == "" {
		return nil, nil
	}
	events, err := v.desk.Events(v.Context(), v.who, number)
	if err != nil {
		return nil, err
	}
	for i := range slices.Backward(events) {
		if events[i].Entry.String() == entry {
			h := v.happening(&events[i], v.headlines(events))
			return &h, nil
		}
	}
	return nil, nil // recorded, in words that this reader may not see
}

// title is what happened.
func (v *visit) title(e *desk.Event) string {
	if e.Kind == "" {
		return v.say.Text("page.unreadable", nil)
	}
	return v.say.Event(e.Kind)
}

// headline is what happened, and when.
func (v *visit) headline(e *desk.Event) string {
	return v.title(e) + " — " + v.say.Isolate(v.say.Time(e.Happened))
}

// headlines are what an event of a file is called where another of them names it.
type headlines map[ledger.Hash]string

func (v *visit) headlines(events []desk.Event) headlines {
	told := headlines{}
	for i := range events {
		told[events[i].Entry] = v.headline(&events[i])
	}
	return told
}

// cites says whether a member holds names of events, and what those are called that
// the reader knows.
func (told headlines) cites(text json.RawMessage) (known []string, cites bool) {
	var one ledger.Hash
	var several []ledger.Hash
	switch {
	case json.Unmarshal(text, &one) == nil:
		several = []ledger.Hash{one}
	case json.Unmarshal(text, &several) != nil:
		return nil, false
	}
	for _, id := range several {
		if name, there := told[id]; there {
			known = append(known, name)
		}
	}
	return known, len(several) > 0
}

// says is what an event says, member by member.
func (v *visit) says(e *desk.Event, told headlines) []said {
	return v.members(casefile.Cause(e.Kind), "", e.Says, told)
}

func (v *visit) members(command, prefix string, members map[string]json.RawMessage, told headlines) []said {
	var all []said
	for _, name := range slices.Sorted(maps.Keys(members)) {
		path := prefix + name
		var inner map[string]json.RawMessage
		if json.Unmarshal(members[name], &inner) == nil && inner["roles"] == nil {
			all = append(all, v.members(command, path+".", inner, told)...)
			continue
		}
		label, known := v.say.Field(command, path)
		value := v.value(command+"."+name, members[name])
		if known, cites := told.cites(members[name]); cites {
			value = template.HTML(template.HTMLEscapeString(strings.Join(known, "; ")))
		}
		if cents, err := strconv.ParseInt(string(members[name]), 10, 64); err == nil && slices.Contains(sums, command+"/"+path) {
			value = v.say.Value("", v.money(cents, ""))
		}
		if !known || value == "" {
			continue // what only programs need: digests, names of entries
		}
		all = append(all, said{label, value})
	}
	return all
}

// value is one answer in words; empty if it was not given.
func (v *visit) value(name string, text json.RawMessage) template.HTML {
	var value any
	if json.Unmarshal(text, &value) != nil {
		return ""
	}
	switch x := value.(type) {
	case nil:
		return ""
	case bool:
		return template.HTML(v.yes(x))
	case map[string]any: // an officer
		value = x["code"]
	}
	if value == "" || value == nil {
		return ""
	}
	return v.say.Value(name, value)
}

func (v *visit) yes(is bool) string {
	if is {
		return v.say.Text("page.yes", nil)
	}
	return v.say.Text("page.no", nil)
}
