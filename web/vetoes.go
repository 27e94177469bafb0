package web

import (
	"amana/desk"
	"amana/domain/fault"
	"amana/domain/movement"
)

// vetoesData is the list of those who do not board: at the hub to be read over
// the telephone, with the code that it yields; elsewhere to be written down.
type vetoesData struct {
	Other  otherHead
	Hub    bool
	Cases  []string
	Code   string
	At     string // in words
	Moment string // as a form sends it
	ID     string
	Action string
	Heard  []string // when it was last read or heard
}

func (v *visit) vetoes() error {
	ref := v.PathValue("reference")
	if err := v.desk.May(v.who, "movement.confirm-vetoes", v.ofMovements()); err != nil {
		return err
	}
	m, list, err := v.openedManifest()
	if err != nil {
		return err
	}
	events, err := v.desk.MovementEvents(v.Context(), v.who, ref)
	if err != nil {
		return err
	}
	data := vetoesData{Other: v.movementHead(m), Hub: v.desk.Hub(), ID: newID()}
	data.Action = data.Other.Path + "/do/movement.confirm-vetoes"
	if list.Vetoes != nil {
		data.Cases, data.Code, data.At = list.Vetoes.Cases, list.Vetoes.Code, v.say.Time(list.Vetoes.At)
		data.Moment = list.Vetoes.At.In(v.desk.Where()).Format(clockForm)
	} else {
		data.Moment = v.desk.Moment().Truncate(movement.VetoStep).In(v.desk.Where()).Format(clockForm)
	}
	data.Heard = v.heard(events)
	return v.show(page{Template: "vetoes", Title: ref, Data: data})
}

// clockForm is how a form has day and time.
const clockForm = "2006-01-02T15:04"

// heard are the confirmations of the list, newest first.
func (v *visit) heard(events []desk.Event) (all []string) {
	for i := len(events) - 1; i >= 0; i-- {
		if e := &events[i]; e.Kind == (movement.VetoesConfirmed{}).Kind() {
			all = append(all, v.say.Text("voyage.list-confirmed", []fault.Arg{
				fault.A("at", v.say.Time(e.Happened)), fault.A("by", v.officer(e.By)), fault.A("with", textOf(e.Says["with"])), fault.A("code", textOf(e.Says["code"])),
			}))
		}
	}
	return all
}
