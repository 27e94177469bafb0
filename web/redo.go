package web

import (
	"maps"
	"slices"
	"time"

	"amana/domain/access"
	"amana/domain/fault"
	"amana/domain/safeguard"
)

// redoData is what must be done again, person by person.
type redoData struct {
	Other   otherHead
	Asked   string // about a departure that is only thought of
	Value   string
	Wrong   string
	By      string // until when all of it is done
	People  []redone
	Hours   []tally // officer-minutes, by role
	Whole   string
	Nothing bool
}

type redone struct {
	Path, Case, Name string
	Tasks            []task
}

type task struct {
	Rule, Do, Path string
	By, From       string
	Minutes        string
}

func (v *visit) redo() error {
	ref := v.PathValue("reference")
	m, err := v.desk.Movement(v.Context(), v.who, ref)
	if err != nil {
		return err
	}
	data := redoData{Other: v.movementHead(m), Value: v.URL.Query().Get("departs")}
	departs, err := v.moment(data.Value)
	if err != nil {
		departs = time.Time{}
		_, data.Wrong = v.say.Fault(fault.New(fault.Invalid, "fault.impossible-time"))
	}
	r, err := v.desk.Redo(v.Context(), v.who, ref, departs)
	if fault.KindOf(err) == fault.Invalid && !departs.IsZero() {
		_, data.Wrong = v.say.Fault(err)
		departs = time.Time{}
		r, err = v.desk.Redo(v.Context(), v.who, ref, departs)
	}
	if err != nil {
		return err
	}
	if !departs.IsZero() {
		data.Asked = v.say.Text("voyage.if-it-left", []fault.Arg{fault.A("departs", departs)})
	}
	data.By, data.Nothing = v.say.Text("voyage.done-by", []fault.Arg{fault.A("departs", r.Departs)}), len(r.People) == 0
	names, err := v.names(ref)
	if err != nil {
		return err
	}
	for _, p := range r.People {
		one := redone{Path: "/cases/" + p.Case, Case: p.Case, Name: names[p.Case]}
		for _, t := range p.Tasks {
			one.Tasks = append(one.Tasks, v.task(p.Case, &t))
		}
		data.People = append(data.People, one)
	}
	v.hours(&data, r.Minutes)
	return v.show(page{Template: "redo", Title: ref, Data: data})
}

// task is one thing to do again: what, by whom, not before when and how long it
// takes; outside the reader's compartments whom to ask.
func (v *visit) task(number string, t *safeguard.Task) task {
	if t.Safeguard == "" && t.Do == "" {
		return task{Do: v.say.Text("ask."+t.Ask, nil)}
	}
	out := task{Do: v.say.Step(safeguard.Step{Do: t.Do, About: t.About, Wait: t.Wait, Until: t.From})}
	if t.Safeguard != "" {
		out.Rule = v.ruleTitle(t.Safeguard)
	}
	if t.By != "" {
		out.By = v.say.Role(t.By)
	}
	if !t.From.IsZero() && t.Wait == "" {
		out.From = v.say.Text("voyage.not-before", []fault.Arg{fault.A("from", t.From)})
	}
	if t.Minutes > 0 {
		out.Minutes = v.say.Text("voyage.minutes", []fault.Arg{fault.A("count", t.Minutes)})
	}
	if t.Do != "" && formed(t.Do) && v.mayFill(t.Do) {
		out.Path = "/cases/" + number + "/do/" + t.Do
	}
	return out
}

// hours adds up how long it takes, by role.
func (v *visit) hours(data *redoData, minutes map[string]int) {
	whole := 0
	for _, role := range slices.Sorted(maps.Keys(minutes)) {
		data.Hours = append(data.Hours, tally{v.say.Role(access.Role(role)), minutes[role]})
		whole += minutes[role]
	}
	if whole > 0 {
		data.Whole = v.say.Text("voyage.whole-minutes", []fault.Arg{fault.A("hours", whole/60), fault.A("minutes", whole%60)})
	}
}
