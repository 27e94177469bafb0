package web

import (
	"encoding/json"
	"slices"

	"amana/desk"
	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// fileData is what the file says of the person, part by part, each with the acts
// that go on with it.
type fileData struct {
	Head  caseHead
	Parts []filePart
}

type filePart struct {
	ID, Title string
	Says      []said // of the person
	Items     []fileItem
	Notes     []string
	Acts      []link
}

// fileItem is one thing: a need, a hold, another file.
type fileItem struct {
	Title, State string
	Open         bool // somebody still has to do something
	When         string
	Path         string
	Says         []said
	Acts         []link
}

func (v *visit) filePage() error {
	c, events, err := v.openedWhole()
	if err != nil {
		return err
	}
	f := &reading{v, c.File, events, v.headlines(events), c.Case}
	data := fileData{Head: v.head(c), Parts: []filePart{
		v.aboutPerson(&c), f.needs(), f.papers(), f.duplicates(), f.holds(), f.custody(), f.incidents(), f.calls(),
	}}
	return v.show(page{Template: "file", Title: c.Case, Data: data})
}

// reading is one file as one reader reads it.
type reading struct {
	*visit
	file   *casefile.Case
	events []desk.Event
	told   headlines
	number string
}

func (v *visit) aboutPerson(c *desk.Case) filePart {
	p := filePart{ID: "person", Title: v.say.Text("page.person", nil), Acts: v.acting(c.Case, "case.correct", "identity.choose")}
	text, err := json.Marshal(c.File.Identity)
	var members map[string]json.RawMessage
	if err == nil && json.Unmarshal(text, &members) == nil {
		for _, name := range []string{"given", "family", "born", "bornTo", "sex", "nationalities", "residence", "groups", "languages", "destination", "area", "alone"} {
			if value, there := members[name]; there {
				p.Says = append(p.Says, v.members("case.open", "", map[string]json.RawMessage{name: value}, nil)...)
			}
		}
	}
	if c.File.Reference != "" {
		p.Notes = append(p.Notes, v.say.Text("page.taken-over", []fault.Arg{fault.A("name", c.File.Reference)}))
	}
	for _, u := range c.Unsettled {
		name, _ := v.say.Field("case.open", u.Field)
		p.Notes = append(p.Notes, v.say.Text("page.unsettled", []fault.Arg{fault.A("name", name)}))
	}
	return p
}

// papers are what was recorded of them, as it was said.
func (f *reading) papers() filePart {
	p := filePart{ID: "papers", Title: f.say.Text("page.papers", nil), Acts: f.acting(f.number, "document.record", "exit.record", "entry.confirm", "sharing.consent", "sharing.withdraw", "embassy.contact", "authority.name")}
	kinds := []string{"document.recorded", "document.withdrawn", "exit.recorded", "entry.confirmed", "embassy.contacted", "authority.named", "sharing.consented", "sharing.withdrawn"}
	for i := range slices.Backward(f.events) {
		if e := &f.events[i]; slices.Contains(kinds, e.Kind) && !e.Disputed {
			item := fileItem{Title: f.say.Event(e.Kind), When: f.say.Time(e.Happened), Says: f.says(e, f.told)}
			if slices.ContainsFunc(f.file.Preparation.Documents, func(d safeguard.Document) bool { return d.ID == e.Entry && d.Withdrawn.IsZero() }) {
				item.Acts = f.actingOn(e.Entry.String(), "document.withdraw")
			}
			p.Items = append(p.Items, item)
		}
	}
	return p
}

func (f *reading) needs() filePart {
	p := filePart{ID: "needs", Title: f.say.Text("page.needs", nil), Acts: f.acting(f.number, "need.find", "notice.send", "notice.acknowledge", "notice.hear", "notice.accept-other")}
	for _, n := range slices.Backward(f.file.Screening.Needs) {
		item := fileItem{Title: f.say.Code("need", n.Kind), When: f.say.Time(n.Since)}
		if n.Outcome == "" {
			item.Open, item.State = true, f.say.Text("page.need-open", nil)
			item.Acts = f.actingOn(n.ID.String(), "need.answer")
		} else {
			item.State = f.say.Code("outcome", n.Outcome)
		}
		p.Items = append(p.Items, item)
	}
	for _, n := range slices.Backward(f.file.Preparation.Notices) {
		what := "notice.sent"
		if n.Unsent {
			what = "notice.other-accepted"
		}
		item := fileItem{Title: f.say.Event(what), When: f.say.Time(n.Since), Says: f.ofEntry(n.ID)}
		p.Items = append(p.Items, item)
	}
	return p
}

// ofEntry is what an event says.
func (f *reading) ofEntry(id ledger.Hash) []said {
	for i := range f.events {
		if f.events[i].Entry == id {
			return f.says(&f.events[i], f.told)
		}
	}
	return nil
}

// actingOn are links to forms about one thing of the file: which one is known.
func (f *reading) actingOn(thing, command string) []link {
	all := f.acting(f.number, command)
	for i := range all {
		all[i].Path = linkAbout(all[i].Path, command, thing)
	}
	return all
}

func (f *reading) duplicates() filePart {
	p := filePart{ID: "duplicates", Title: f.say.Text("page.duplicates", nil), Acts: f.acting(f.number, "duplicate.suspect")}
	for _, d := range f.file.Duplicates {
		if slices.Contains(f.file.Gone, d.Other) {
			continue
		}
		item := fileItem{Title: f.say.Isolate(d.Other), When: f.say.Time(d.Since)}
		if f.reads(d.Other) {
			item.Path = "/cases/" + d.Other
		}
		switch {
		case d.Settled.IsZero():
			item.Open, item.State = true, f.say.Text("page.duplicate-open", nil)
			item.Acts = f.actingOn(d.Other, "duplicate.settle")
		case d.Same && !d.Apart.IsZero():
			item.Open, item.State = true, f.say.Text("page.duplicate-apart", nil)
			item.Acts = f.actingOn(d.Other, "case.unlink")
		case d.Same:
			item.State = f.say.Text("page.duplicate-same", nil)
			item.Acts = f.actingOn(d.Other, "case.unlink")
		default:
			item.State = f.say.Text("page.duplicate-other", nil)
		}
		p.Items = append(p.Items, item)
	}
	if more := f.file.Unnamed(); more.Files > 0 {
		p.Notes = append(p.Notes, f.say.Text("page.unnamed", []fault.Arg{fault.A("count", more.Files)}))
	}
	return p
}

// reads says whether the reader may open another file.
func (v *visit) reads(number string) bool {
	_, err := v.desk.Case(v.Context(), v.who, number)
	return err == nil
}
