package web

import (
	"slices"
	"strings"

	"amana/desk"
	"amana/domain/access"
	"amana/domain/fault"
	"amana/domain/pattern"
)

var realRoutes = []route{{pattern: "GET /real", do: (*visit).real}}

// readsPatterns says whether the signs are for somebody at all.
func readsPatterns(v *visit) bool { return v.mayEver("patterns.read", access.Subject{}) }

// realData is what shows in the work of those whom the reader stands above.
type realData struct {
	AsOf   string
	Groups []signGroup
	Limits []limitRow
}

// signGroup is one pattern, wherever it shows.
type signGroup struct {
	ID, Title, Means, Do string
	Signs                []signRow
}

type signRow struct {
	Mark, Level, Who, What, Day, Times string
	Alarm                              bool
	In                                 []string // the numbers of cases
	Look                               string   // in so many
}

type limitRow struct{ Name, Value, Source string }

func (v *visit) real() error {
	found, err := v.desk.Signs(v.Context(), v.who)
	if err != nil {
		return err
	}
	data := realData{AsOf: v.say.Text("real.as-of", []fault.Arg{fault.A("at", found.AsOf), fault.A("since", found.Since)})}
	for _, name := range pattern.Patterns {
		g := signGroup{ID: name, Title: v.say.Text("real."+name, nil), Means: v.say.Text("real."+name+".means", nil), Do: v.say.Text("real."+name+".do", nil)}
		for i := range found.Signs {
			if found.Signs[i].Pattern == name {
				g.Signs = append(g.Signs, v.sign(&found.Signs[i]))
			}
		}
		slices.SortStableFunc(g.Signs, func(a, b signRow) int {
			if a.Alarm != b.Alarm {
				return strings.Compare(a.Mark, b.Mark) // "!" before "·"
			}
			return strings.Compare(a.Who, b.Who)
		})
		if len(g.Signs) > 0 {
			data.Groups = append(data.Groups, g)
		}
	}
	for _, l := range pattern.Limits() {
		data.Limits = append(data.Limits, limitRow{v.say.Text("limit."+l.Name, nil), v.say.Number(int64(l.Value)), v.say.Text("limit.source."+string(l.Source), nil)})
	}
	// What is graver is looked at first; what shows nowhere is not there.
	slices.SortStableFunc(data.Groups, func(a, b signGroup) int { return alarms(b) - alarms(a) })
	return v.show(page{Template: "real", Title: v.say.Text("real.title", nil), Data: data})
}

func alarms(g signGroup) int {
	if slices.ContainsFunc(g.Signs, func(s signRow) bool { return s.Alarm }) {
		return 1
	}
	return 0
}

func (v *visit) sign(s *desk.Sign) signRow {
	r := signRow{Mark: "·", Level: v.say.Text("real.level."+string(s.Level), nil), Alarm: s.Level == pattern.Alarm, Day: v.say.Day(s.Day)}
	if r.Alarm {
		r.Mark = "!"
	}
	r.Who = v.say.Text("real.of."+string(s.About.Of), nil) + " " + v.signOf(s)
	r.What = v.say.Text("real."+s.Pattern+".found", []fault.Arg{fault.A("count", s.N), fault.A("limit", s.Limit)})
	if s.Times > 1 {
		r.Times = v.say.Text("real.times", []fault.Arg{fault.A("count", s.Times)})
	}
	if r.In = s.In; len(s.In) > 0 {
		r.Look = v.say.Text("real.in", []fault.Arg{fault.A("count", len(s.In))})
	}
	return r
}

// signOf is whom or what a sign is about: officers and interpreters by code.
func (v *visit) signOf(s *desk.Sign) string {
	switch s.About.Of {
	case pattern.Officer:
		if s.Officer.Code == "" {
			return v.say.Text("real.unknown", nil)
		}
		return v.officer(s.Officer)
	case pattern.Office:
		return v.say.Code("office", s.About.Name)
	}
	return v.say.Isolate(s.About.Name)
}
