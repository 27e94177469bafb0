package web

import "amana/domain/fault"

var fileRoutes = []route{
	{pattern: "GET /cases/{case}/file", do: (*visit).filePage},
	{pattern: "GET /cases/{case}/household", do: (*visit).householdPage},
}

// householdData is with whom a person travels, or may: links to their files, and
// nothing of what anybody answered.
type householdData struct {
	Head       caseHead
	Households []home
	Mother     string
	Acts       []link
}

type home struct {
	Code, Relation string
	Others         []kin
}

type kin struct{ Path, Name, Number, Relation string }

func (v *visit) householdPage() error {
	c, err := v.opened()
	if err != nil {
		return err
	}
	all, err := v.desk.Households(v.Context(), v.who, c.Case)
	if err != nil {
		return err
	}
	data := householdData{Head: v.head(c), Acts: v.acting(c.Case, "household.join", "birth.record", "family.ask")}
	for _, h := range all {
		one := home{Code: h.Code, Relation: v.say.Code("relation", h.Relation)}
		for _, o := range h.Others {
			one.Others = append(one.Others, kin{"/cases/" + o.Case, nameOf(o.Given, o.Family), o.Case, v.say.Code("relation", o.Relation)})
		}
		data.Households = append(data.Households, one)
	}
	if mother := c.File.Mother; mother != "" {
		if _, err := v.desk.Case(v.Context(), v.who, mother); err == nil {
			data.Mother = mother
		} else if fault.KindOf(err) != fault.Missing && fault.KindOf(err) != fault.Denied {
			return err
		}
	}
	return v.show(page{Template: "household", Title: c.Case, Data: data})
}

// acting are links to forms, of those that the reader may ever send in.
func (v *visit) acting(number string, commands ...string) []link {
	var all []link
	for _, command := range commands {
		if formed(command) && v.mayFill(command) {
			all = append(all, link{Path: "/cases/" + number + "/do/" + command, Name: v.say.Command(command)})
		}
	}
	return all
}
