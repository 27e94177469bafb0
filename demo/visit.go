package demo

import (
	"encoding/json"
	"strings"

	"amana/desk"
	"amana/domain/casefile"
	"amana/domain/day"
	"amana/domain/monitoring"
	"amana/domain/talk"
)

// visit is that an officer was inside a place on a day.
type visit struct {
	by, place string
	on        day.Day
}

// forgetful never records where they were: what that looks like is to be seen.
const forgetful = "CO-ZWA-1"

// inside notes that whoever held a talk was where it was held.
func (b *building) inside(a *act, args json.RawMessage) {
	type talked struct {
		Talk talk.Talk `json:"talk"`
	}
	var held struct {
		talked
		Wish talked `json:"wish"` // with which a case is opened
	}
	records := strings.HasPrefix(a.by, "CO-") || strings.HasPrefix(a.by, "PO-") || strings.HasPrefix(a.by, "PL-")
	if !records || a.by == forgetful || a.imported != "" || !a.happened.IsZero() || json.Unmarshal(args, &held) != nil {
		return
	}
	for _, t := range []talk.Talk{held.Talk, held.Wish.Talk} {
		v := visit{a.by, t.Place, day.Of(a.at.In(b.zone))}
		if t.Control == talk.Held && t.Place != "" && t.Mode == "in-person" && !b.visited[v] {
			b.visited[v] = true
			b.visits = append(b.visits, v)
		}
	}
}

// home has everybody record in the evening where they were.
func (b *building) home() error {
	for _, v := range b.visits {
		text, err := json.Marshal(monitoring.VisitPlace{Day: v.on})
		if err != nil {
			return err
		}
		request := desk.Request{ID: b.command(), Command: "place.visit", Args: text}
		if _, err := b.batch.Desk.DoOther(b.ctx, b.officers[v.by], casefile.Place, v.place, request); err != nil {
			return err
		}
	}
	b.visits, b.visited = nil, map[visit]bool{}
	return nil
}
