package web

import (
	"net/url"

	"amana/desk"
	"amana/domain/casefile"
)

var newRoutes = []route{
	{pattern: "GET /cases/new", do: (*visit).newCase},
	{pattern: "POST /cases/new", do: (*visit).openCase},
}

func opening() commanded { return commanded{"case.open", casefile.Open{}} }

// beginNew is the form of a case that does not exist yet. Whoever works in an
// office opens it there; what only lists and newborns say is not asked.
func (v *visit) beginNew() (*filling, error) {
	f := &filling{command: opening()}
	if err := v.desk.May(v.who, f.command.Name, v.theirs()); err != nil {
		return nil, err
	}
	f.asked = without(questions(f.command.Name, f.command.Zero), "mother", "reference")
	if v.who.Office != "" && v.who.Office != desk.Programme {
		f.asked = without(f.asked, "office")
		f.known = map[string]any{"office": v.who.Office}
	}
	return f, nil
}

func (v *visit) newCase() error {
	f, err := v.beginNew()
	if err != nil {
		return err
	}
	return v.showForm(f, url.Values{}, nil)
}

func (v *visit) openCase() error {
	f, err := v.beginNew()
	if err != nil {
		return err
	}
	return v.give(f, func(r desk.Request) (string, error) {
		got, err := v.desk.Do(v.Context(), v.who, "", r)
		return "/cases/" + got.Case + "?done=" + got.Entry.String(), err
	})
}
