package demo

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"amana/desk"
	"amana/domain/casefile"
	"amana/domain/counselling"
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

// occupied is until when whoever would act is at something else: nobody talks in two
// places at once, or clears before they can have read the file. Else it is noted
// what they are at.
func (b *building) occupied(a *act) (until time.Time, err error) {
	held, talks := a.args.(counselling.Hold)
	switch {
	case a.at.After(b.now): // it will not happen
	case a.drawn:
		return b.readsFiles(a)
	case talks && a.imported == "" && held.Talk.Mode == "in-person" && held.Talk.Place != "":
		return b.elsewhere(a, &held), nil
	}
	return until, nil
}

// readsFiles is until when whoever was drawn to clear somebody reads another file.
func (b *building) readsFiles(a *act) (until time.Time, err error) {
	c, err := b.batch.Case(b.ctx, b.eyes(a.p), a.p.number)
	if err != nil {
		return until, fmt.Errorf("reading the case: %w", err)
	}
	who := b.drawnFor(c.File)
	if until = b.reading[who]; !until.After(a.at) {
		b.reading[who] = a.at.Add(3 * time.Minute)
	}
	return until, nil
}

// elsewhere is until when whoever would hold a session in a place, or interpret it,
// is at one in another.
func (b *building) elsewhere(a *act, held *counselling.Hold) (until time.Time) {
	who := []string{a.by}
	if i := held.Talk.Interpreter; i != nil {
		who = append(who, i.Code)
	}
	for _, code := range who {
		for place, over := range b.talking[code] {
			if place != held.Talk.Place {
				until = day.Later(until, over)
			}
		}
	}
	if until.After(a.at) {
		return until
	}
	for _, code := range who {
		if b.talking[code] == nil {
			b.talking[code] = map[string]time.Time{}
		}
		over := a.at.Add(time.Duration(held.Minutes) * time.Minute)
		b.talking[code][held.Talk.Place] = day.Later(b.talking[code][held.Talk.Place], over)
	}
	return until
}
