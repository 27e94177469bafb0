package web

import (
	"net/url"
	"slices"

	"amana/desk"
	"amana/store"
)

// movementList is every movement that the reader may read, the next one first.
type movementList struct {
	Opening []link
	Groups  []movementGroup
}

type movementGroup struct {
	Title string
	List  []movementLine
}

type movementLine struct {
	Path, Reference, To, Kind, Departs, Sign string
}

func (v *visit) movements() error {
	all, err := v.allMovements()
	if err != nil {
		return err
	}
	now := v.desk.Moment()
	data := movementList{Opening: v.opening(movementKind)}
	group := func(title string, order func(a, b desk.ListedMovement) int, in func(desk.ListedMovement) bool) {
		of := slices.DeleteFunc(slices.Clone(all), func(m desk.ListedMovement) bool { return !in(m) })
		slices.SortFunc(of, order)
		if len(of) > 0 {
			data.Groups = append(data.Groups, movementGroup{title, v.movementGroup(of)})
		}
	}
	group(v.say.Text("voyage.next", nil), soonest, func(m desk.ListedMovement) bool { return !m.Cancelled && m.Departs.After(now) })
	group(v.say.Text("voyage.left", nil), latest, func(m desk.ListedMovement) bool { return !m.Cancelled && !m.Departs.After(now) })
	group(v.say.Text("voyage.cancelled", nil), latest, func(m desk.ListedMovement) bool { return m.Cancelled })
	return v.show(page{Template: "movements", Title: v.say.Text("page.movements", nil), Data: data})
}

func soonest(a, b desk.ListedMovement) int { return a.Departs.Compare(b.Departs) }
func latest(a, b desk.ListedMovement) int  { return b.Departs.Compare(a.Departs) }

func (v *visit) allMovements() (all []desk.ListedMovement, err error) {
	var after store.Cursor
	for {
		list, err := v.desk.Movements(v.Context(), v.who, readAtOnce, after)
		if err != nil {
			return nil, err
		}
		all, after = append(all, list.Movements...), list.Next
		if !list.More {
			return all, nil
		}
	}
}

func (v *visit) movementGroup(of []desk.ListedMovement) []movementLine {
	all := make([]movementLine, len(of))
	for i, m := range of {
		all[i] = movementLine{
			Path: "/movements/" + url.PathEscape(m.Movement), Reference: m.Movement, To: v.say.Country(m.To), Kind: v.say.Code("kind", m.Kind),
			Departs: v.say.Time(m.Departs),
		}
		if m.Locked && !m.Cancelled && m.Departs.After(v.desk.Moment()) {
			all[i].Sign = v.say.Text("voyage.closed", nil)
		}
	}
	return all
}

// mayMovements says whether the reader may read any movement.
func mayMovements(v *visit) bool {
	return v.mayEver("manifest.read.counts", v.ofMovements())
}
