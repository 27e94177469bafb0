package web

import (
	"encoding/json"

	"amana/desk"
	"amana/domain/fault"
	"amana/domain/movement"
)

// headcount is one in words.
type headcount struct {
	Where, By, When string
	People          string   // how many were counted
	Files           string   // how many the files say
	Apart           string   // the difference, in words
	Agrees          bool     //
	Of              []string // of the manifest: yes, no, not presented, not asked
}

// counts are the headcounts, each with who made it and how it agrees with what
// the files said at that moment.
func (v *visit) counts(events []desk.Event) (all []headcount) {
	for _, e := range events {
		if e.Kind != (movement.Counted{}).Kind() {
			continue
		}
		var n movement.Counted
		if text, err := json.Marshal(e.Says); err != nil || json.Unmarshal(text, &n) != nil {
			continue
		}
		expected := map[string]int{movement.HandOver: len(n.Seats), movement.Aircraft: n.Aboard, movement.Arrival: n.Arrived}[n.Where]
		one := headcount{
			Where: v.say.Code("where", n.Where), By: v.officer(e.By), When: v.say.Time(e.Happened), Agrees: n.Reconciles(),
			People: v.say.Text("voyage.counted", []fault.Arg{fault.A("count", n.People)}),
			Files:  v.say.Text("voyage.files-say", []fault.Arg{fault.A("count", expected)}),
			Apart:  v.apart(n.People - expected),
		}
		if n.Where == movement.Aircraft {
			one.Of = []string{
				v.say.Text("voyage.on-manifest", []fault.Arg{fault.A("count", n.Manifest)}), v.say.Text("voyage.said-yes", []fault.Arg{fault.A("count", n.Yes)}),
				v.say.Text("voyage.said-no", []fault.Arg{fault.A("count", n.No)}), v.say.Text("voyage.not-presented", []fault.Arg{fault.A("count", n.NotPresented)}),
				v.say.Text("voyage.not-asked", []fault.Arg{fault.A("count", n.NotAsked)}),
			}
			if n.TooYoung > 0 {
				one.Of = append(one.Of, v.say.Text("voyage.too-young", []fault.Arg{fault.A("count", n.TooYoung)}))
			}
		}
		all = append(all, one)
	}
	return all
}

// apart is by how much a count and the files differ.
func (v *visit) apart(more int) string {
	switch {
	case more > 0:
		return v.say.Text("voyage.more", []fault.Arg{fault.A("count", more)})
	case more < 0:
		return v.say.Text("voyage.fewer", []fault.Arg{fault.A("count", -more)})
	}
	return v.say.Text("voyage.as-many", nil)
}

// manifestData is who is on a movement, as people and as counts. Of people it
// says whether they are cleared or whom to ask, and nothing else.
type manifestData struct {
	Other  otherHead
	Counts []tally
	People []passenger
	Named  bool
}

type tally struct {
	Name string
	N    int
}

type passenger struct {
	Path, Case, Name string
	Cleared, Standby bool
	State            []string
}

func (v *visit) manifest() error {
	m, list, err := v.openedManifest()
	if err != nil {
		return err
	}
	n := list.Counts
	data := manifestData{Other: v.movementHead(m), Named: v.mayEver("manifest.read", v.ofMovements())}
	for _, c := range []struct {
		name string
		n    int
	}{
		{v.say.Text("voyage.people", nil), n.People}, {v.say.Text("voyage.women", nil), n.Women}, {v.say.Text("voyage.men", nil), n.Men},
		{v.say.Text("voyage.other-adults", nil), n.Other}, {v.say.Text("voyage.children", nil), n.Children}, {v.say.Text("voyage.infants", nil), n.Infants},
		{v.say.Text("voyage.held", nil), n.Held}, {v.say.Text("voyage.standby", nil), n.Standby}, {v.say.Text("voyage.cleared", nil), n.Cleared},
	} {
		data.Counts = append(data.Counts, tally{c.name, c.n})
	}
	names, err := v.names(m.Reference)
	if err != nil {
		return err
	}
	for _, p := range list.People {
		one := passenger{Path: "/cases/" + p.Case, Case: p.Case, Name: names[p.Case], Cleared: p.Cleared, Standby: p.Standby}
		for _, ask := range p.Ask {
			one.State = append(one.State, v.say.Text("ask."+ask, nil))
		}
		if p.Cleared {
			one.State = []string{v.say.Text("voyage.is-cleared", nil)}
		}
		data.People = append(data.People, one)
	}
	return v.show(page{Template: "manifest", Title: m.Reference, Data: data})
}

// names are those of people with a seat whom the reader may list.
func (v *visit) names(ref string) (map[string]string, error) {
	names := map[string]string{}
	if !v.mayEver("manifest.read", v.ofMovements()) {
		return names, nil
	}
	roll, err := v.desk.Roll(v.Context(), v.who, ref)
	for _, r := range roll {
		names[r.Case] = nameOf(r.Given, r.Family)
	}
	return names, err
}

// seatsData is who has a seat and by which published criterion.
type seatsData struct {
	Other   otherHead
	Seats   []seat
	Standby []seat
	MayFree bool
}

type seat struct {
	Path, Case, Name, Reason, Since string
}

func (v *visit) seats() error {
	ref := v.PathValue("reference")
	m, err := v.desk.Movement(v.Context(), v.who, ref)
	if err != nil {
		return err
	}
	roll, err := v.desk.Roll(v.Context(), v.who, ref)
	if err != nil {
		return err
	}
	data := seatsData{Other: v.movementHead(m), MayFree: m.Departs.After(v.desk.Moment()) && v.mayEver("seat.free", v.theirs())}
	for _, r := range roll {
		if r.Seated.IsZero() {
			continue
		}
		one := seat{Path: "/cases/" + r.Case, Case: r.Case, Name: nameOf(r.Given, r.Family), Since: v.say.Time(r.Seated)}
		if r.Reason != "" {
			one.Reason = v.say.Code("reason", r.Reason)
		}
		if r.Standby {
			data.Standby = append(data.Standby, one)
		} else {
			data.Seats = append(data.Seats, one)
		}
	}
	return v.show(page{Template: "seats", Title: ref, Data: data})
}
