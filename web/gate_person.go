package web

import (
	"maps"
	"slices"
	"time"

	"amana/desk"
	"amana/domain/fault"
	"amana/domain/movement"
	"amana/domain/safeguard"
)

// personAtGate is one person at the gate.
type personAtGate struct {
	Other        otherHead
	Path         string
	Number, Name string
	Confirmed    string // when it was; "": not yet
	Asked        string // when they were asked last; "": not yet
	Same         *gateForm
	Ask          *gateForm // nil: an infant, whom nobody asks
	Absent       *gateForm
	Wrong        []wrong
	Blocked      []finding
}

// gateForm is one act at the gate.
type gateForm struct {
	Action  string
	ID      string
	Fields  []field
	Other   *field // any other language than those of the people there
	Helps   []said // what there is to know about what is asked
	Answers []option
	Happens field
}

// atGateOf is a case that has, or at this gate had, a seat on a movement.
func (v *visit) atGateOf(ref, number string) (desk.Case, error) {
	c, err := v.desk.Case(v.Context(), v.who, number)
	if err != nil {
		return c, err
	}
	t := &c.File.Travel
	if t.Movement != ref && !slices.ContainsFunc(t.Gate, func(g safeguard.Gate) bool { return g.Movement == ref }) {
		return c, fault.New(fault.Missing, "fault.no-such-case")
	}
	return c, nil
}

func (v *visit) gatePerson() error { return v.showPerson(nil) }

func (v *visit) showPerson(failed error) error {
	ref := v.PathValue("reference")
	number, err := v.number()
	if err != nil {
		return err
	}
	if !v.atGate() {
		return fault.New(fault.Denied, "fault.not-allowed", fault.A("act", "gate.answer"))
	}
	c, err := v.atGateOf(ref, number)
	if err != nil {
		return err
	}
	id := &c.File.Identity
	data := personAtGate{Other: v.otherHead(movementKind, ref), Number: number, Name: nameOf(id.Given, id.Family)}
	data.Path = data.Other.Path + "/gate/" + number
	for _, s := range c.File.Travel.Same {
		if s.Movement == ref && slices.Contains(knownBy(&c.File.Travel), s.How) {
			data.Confirmed = v.say.Time(s.Until)
		}
	}
	for _, g := range c.File.Travel.Gate {
		if g.Movement == ref {
			data.Asked = v.say.Time(g.Until)
		}
	}
	data.Wrong = v.wrongs(failed)
	if v.desk.AskedAtGate(c.File) {
		ask := v.answerForm(id.Languages, v.PostForm, data.Wrong)
		ask.Action = data.Path + "/gate.answer"
		data.Ask = &ask
	}
	if v.mayEver("gate.confirm-person", v.theirs()) {
		data.Same = v.sameForm(data.Path, knownBy(&c.File.Travel), v.PostForm, data.Wrong)
	}
	if v.mayEver("boarding.not-present", v.theirs()) && data.Asked == "" {
		data.Absent = &gateForm{Action: data.Path + "/boarding.not-present", ID: newID()}
	}
	data.Blocked = v.blockedBy(failed, &c)
	return v.show(page{Template: "gate-person", Title: ref, Failed: failed, Data: data})
}

// gateDo records one act about one person at the gate, and goes on to the same
// page whatever it was.
func (v *visit) gateDo() error {
	command := v.PathValue("command")
	zero, at := gateActs[command]
	if !at {
		return fault.New(fault.Missing, "fault.not-found")
	}
	number, err := v.number()
	if err != nil {
		return err
	}
	if err := v.sent(); err != nil {
		return err
	}
	if _, err := v.atGateOf(v.PathValue("reference"), number); err != nil {
		return err
	}
	f := &filling{command: commanded{command, zero}, number: number, known: map[string]any{"movement": v.PathValue("reference")}}
	f.asked = slices.DeleteFunc(questions(command, zero), func(q asked) bool { return q.Path == "movement" || q.Path == "unsaid" })
	said := maps.Clone(v.PostForm)
	if command == "gate.answer" && v.PostForm.Get("answer") != safeguard.Yes && v.leastSaid() {
		f.known["unsaid"] = true
	}
	request, err := v.request(f)
	if err == nil {
		request.Happened, err = v.given(request.Happened)
	}
	if err == nil {
		_, err = v.desk.Do(v.Context(), v.who, number, request)
	}
	switch {
	case err == nil && command == "gate.confirm-person":
		return v.to(v.otherHead(movementKind, v.PathValue("reference")).Path + "/gate/" + number + "#ask")
	case err == nil:
		return v.to(v.otherHead(movementKind, v.PathValue("reference")).Path + "/gate?next")
	case !mendable(err):
		return err
	}
	v.PostForm = said // what was filled in is nobody's answer: it is not shown, to be sent again as one
	return v.showPerson(err)
}

// least is how somebody was asked of whom nobody said how: what nothing could rest
// on. docs/decisions/2026-11-22-a-no-at-the-gate-needs-nothing-else.md
var least = map[string]string{
	"talk.language": "und", "talk.understood": "no", "talk.mode": "in-person", "talk.outOfHearing": "no", "talk.outOfSight": "no",
	"talk.control": "held", "talk.witness": "none", "talk.interpreter": "no",
}

// leastSaid fills in what was left open beside a no, or a not sure: neither is lost
// for want of a form. unsaid: nobody said who has power over the place.
func (v *visit) leastSaid() (unsaid bool) {
	unsaid = lastSaid(v.PostForm["talk.control"]) == ""
	for path, answer := range least {
		if lastSaid(v.PostForm[path]) == "" {
			v.PostForm.Set(path, answer)
		}
	}
	return unsaid
}

// gateActs are what is recorded at a gate.
var gateActs = map[string]any{
	"gate.confirm-person": movement.ConfirmPerson{}, "gate.answer": movement.AnswerGate{}, "boarding.not-present": movement.NotPresent{},
}

// given is when an answer was given that a page kept, by the laptop's clock as the
// page counted on from it: the clock of a telephone may be wrong. However old it
// is, it is taken: a no has no day, and a yes that is too old boards nobody.
func (v *visit) given(happened time.Time) (time.Time, error) {
	text, now := v.PostForm.Get("given"), v.desk.Moment()
	if text == "" || !happened.IsZero() {
		return happened, nil
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return happened, fault.New(fault.Invalid, "fault.impossible-time").In("happened")
	}
	if t.After(now) {
		t = now
	}
	return t, nil
}
