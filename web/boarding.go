package web

import (
	"slices"

	"amana/desk"
	"amana/domain/movement"
)

var boardingRoutes = []route{
	{pattern: "GET /movements/{reference}/boarding", do: (*visit).boarding},
	{pattern: "POST /movements/{reference}/boarding/{case}", do: (*visit).board},
}

// boardingData is the door: who is aboard, who may be, and whom to ask of the rest.
// It is another page than the gate, which shows nobody what was answered.
type boardingData struct {
	Other   otherHead
	Aboard  int
	Of      int
	People  []boarder
	Refused string // the case of whom boarding was just refused
	Blocked []finding
	Wrong   []wrong
}

type boarder struct {
	Path, Action, ID string
	Case, Name       string
	Aboard, Cleared  bool
	Off              bool // they do not fly: whoever let them aboard brings them off
	State            []string
}

func (v *visit) boarding() error { return v.showBoarding(nil) }

func (v *visit) showBoarding(failed error) error {
	ref := v.PathValue("reference")
	if err := v.desk.May(v.who, "boarding.board", v.theirs()); err != nil {
		return err
	}
	m, list, err := v.openedManifest()
	if err != nil {
		return err
	}
	roll, err := v.desk.Roll(v.Context(), v.who, ref)
	if err != nil {
		return err
	}
	ready := map[string]desk.Passenger{}
	for _, p := range list.People {
		ready[p.Case] = p
	}
	data := boardingData{Other: v.movementHead(m)}
	for _, r := range roll {
		p, seated := ready[r.Case]
		if r.Standby || !seated && !r.Seated.IsZero() {
			continue
		}
		one := boarder{
			Path: "/cases/" + r.Case, Action: data.Other.Path + "/boarding/" + r.Case, ID: newID(), Case: r.Case, Name: nameOf(r.Given, r.Family),
			Aboard: r.Boarded, Cleared: p.Cleared && !r.Absent,
		}
		for _, ask := range p.Ask {
			one.State = append(one.State, v.say.Text("ask."+ask, nil))
		}
		switch { // a seat that was freed, and somebody aboard of whom anything stops, look the same
		case !seated, r.Boarded && !p.Cleared:
			one.Off, one.Aboard, one.Cleared = true, false, false
			one.State = []string{v.say.Text("gate.off", nil)}
		case r.Absent:
			one.State = []string{v.say.Text("gate.absent", nil)}
		}
		if seated {
			data.Of++
		}
		if one.Aboard {
			data.Aboard++
		}
		data.People = append(data.People, one)
	}
	off := slices.DeleteFunc(slices.Clone(data.People), func(b boarder) bool { return !b.Off })
	stay := slices.DeleteFunc(data.People, func(b boarder) bool { return b.Off })
	data.People = append(off, stay...) // who is to be brought off is read first
	if failed != nil {
		data.Refused, data.Wrong, data.Blocked = v.PathValue("case"), v.wrongs(failed), v.blockedBy(failed, nil)
	}
	return v.show(page{Template: "boarding", Title: ref, Failed: failed, Data: data})
}

// board lets one person board, if every rule due there is met.
func (v *visit) board() error {
	number, err := v.number()
	if err != nil {
		return err
	}
	if err := v.sent(); err != nil {
		return err
	}
	ref := v.PathValue("reference")
	f := &filling{command: commanded{"boarding.board", movement.Board{}}, number: number, known: map[string]any{"movement": ref}}
	request, err := v.request(f)
	if err == nil {
		_, err = v.desk.Do(v.Context(), v.who, number, request)
	}
	switch {
	case err == nil:
		return v.to(v.otherHead(movementKind, ref).Path + "/boarding#" + number)
	case !mendable(err):
		return err
	}
	return v.showBoarding(err)
}
