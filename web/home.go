package web

import "amana/desk"

var homeRoutes = []route{{pattern: "GET /{$}", do: (*visit).home}}

// homeData is what there is to do today.
type homeData struct {
	Cases []listed
	More  string
}

type listed struct {
	Path, Number, Name, About, Status, Due string
}

func (v *visit) home() error {
	var data homeData
	if v.mayEver("case.list", v.theirs()) {
		page, err := v.desk.Cases(v.Context(), v.who, desk.Query{Limit: 50})
		if err != nil {
			return err
		}
		for _, c := range page.Cases {
			if c.Shut {
				continue
			}
			l := listed{Path: "/cases/" + c.Case, Number: c.Case, Name: nameOf(c.Given, c.Family), Status: v.say.Status(c.Status), About: v.age(c.Born, c.Youngest)}
			if !c.Due.IsZero() {
				l.Due = v.say.Time(c.Due)
			}
			data.Cases = append(data.Cases, l)
		}
	}
	return v.show(page{Template: "home", Title: v.say.Text("page.today", nil), Data: data})
}
