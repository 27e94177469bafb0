package api

import (
	"net/http"
	"reflect"

	"amana/desk"
	"amana/domain/access"
	"amana/domain/casefile"
)

// cited are the kinds that commands name by a reference and that belong to no
// person, with what their routes say of them.
var cited = []struct {
	kind     casefile.Subject
	all, one string
}{
	{casefile.Country, "The countries with their sheets, suspensions and options, a page at a time.", "A country: the sheet in force, what suspends returns, who is at risk, the options that opened."},
	{casefile.Place, "The places of detention with their reviews, incidents and visits, a page at a time.", "A place of detention: whether what is said inside counts, its open incidents; why, for who may read that."},
	{casefile.Line, "The budget lines, a page at a time.", "A budget line: what is left in it, in cents, and what suspends it."},
	{casefile.Outreach, "The information sessions of each office, a page at a time.", "The information sessions of an office: when, where, to how many, about what, and who with power over the group was in the room. No names are kept."},
	{casefile.Text, "The texts that people consent to, a page at a time.", "A text that people consent to: the version in force in each language."},
}

func citedRoutes() (all []route) {
	for _, c := range cited {
		path := "/api/v1/" + plurals[c.kind]
		about, _ := casefile.About(c.kind)
		all = append(all,
			route{method: http.MethodGet, path: path, name: plurals[c.kind], about: c.all, query: pageParams, gives: pageOf(c.kind), do: listCited(c.kind)},
			route{method: http.MethodGet, path: path + "/{reference}", name: string(c.kind), about: c.one, gives: about.New(), do: readCited(c.kind)},
		)
	}
	return all
}

func readCited(kind casefile.Subject) func(*exchange) (reply, error) {
	return func(x *exchange) (reply, error) {
		state, err := x.server.desk.Cited(x.Context(), x.who, kind, x.PathValue("reference"))
		if err != nil {
			return reply{}, err
		}
		return reply{body: x.shown(kind, state)}, nil
	}
}

func listCited(kind casefile.Subject) func(*exchange) (reply, error) {
	return func(x *exchange) (reply, error) {
		limit, after, err := x.paging()
		if err != nil {
			return reply{}, err
		}
		page, err := x.server.desk.AllCited(x.Context(), x.who, kind, limit, after)
		if err != nil {
			return reply{}, err
		}
		states := make([]any, len(page.States))
		for i, s := range page.States {
			states[i] = x.shown(kind, s)
		}
		list := map[string]any{plurals[kind]: states}
		if page.More {
			list["next"] = cursor(page.Next)
		}
		return reply{body: list}, nil
	}
}

// shown is a state with officers in the place of actors.
func (x *exchange) shown(kind casefile.Subject, state casefile.Folded) any {
	return x.server.desk.Shown(x.who, desk.Theirs(x.who, kind), state)
}

// pageOf stands in a route for what it answers: a page of a kind, under the name
// that its path has.
type pageOf casefile.Subject

// page is its schema.
func (s schemas) page(kind pageOf) schema {
	about, _ := casefile.About(casefile.Subject(kind))
	plural := plurals[casefile.Subject(kind)]
	return schema{
		"type": "object", "required": []string{plural}, "additionalProperties": false,
		"properties": schema{
			plural: schema{"type": "array", "items": s.of(reflect.TypeOf(about.New()))},
			"next": schema{"type": "string", "description": "the cursor of the next page, if there may be one"},
		},
	}
}

type bookList struct {
	Books []bookName `json:"rulebooks"`
}

type bookName struct {
	ID      string `json:"id"`
	InForce int    `json:"inForce,omitempty"` // the version; absent: none
}

func listBooks(x *exchange) (reply, error) {
	d := x.server.desk
	if !d.Sees(x.who, access.Subject{Kind: string(casefile.Rules)}) {
		return reply{}, errNotFound
	}
	list := bookList{Books: []bookName{}}
	for _, b := range d.Books() {
		name := bookName{ID: b.ID}
		if book := b.InForce(d.Moment()); book != nil {
			name.InForce = book.Version
		}
		list.Books = append(list.Books, name)
	}
	return reply{body: list}, nil
}
