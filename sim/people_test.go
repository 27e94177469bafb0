package sim

import (
	"amana/domain/casefile"
	"amana/domain/day"
	"amana/domain/safeguard"
	"amana/policy"
)

// test is what a test and a rapid check have in common.
type test interface{ Fatal(args ...any) }

// book is the rule book that ships.
func book(t test) *safeguard.Book {
	b, err := policy.LibyaVHR()
	if err != nil {
		t.Fatal(err)
	}
	return &b
}

func born(y int) day.Day { return day.Day{Year: y, Month: 3, Of: 14} }

// people are the kinds of person that the rules treat differently.
var people = []casefile.Identity{
	{Given: "A", Born: born(1996), Sex: "man", Nationalities: []string{"NGA"}, Languages: []string{"eng"}, Destination: "NGA"},
	{Given: "B", Born: born(1990), Sex: "woman", Nationalities: []string{"NGA"}, Languages: []string{"hau"}, Destination: "NGA"},
	{Given: "C", Born: born(1988), Sex: "woman", Nationalities: []string{"SDN"}, Languages: []string{"ara"}, Destination: "SDN"},
	{Given: "D", Born: born(2015), Sex: "man", Nationalities: []string{"NGA"}, Languages: []string{"eng"}, Destination: "NGA", Alone: "with-parent"},
	{Given: "E", Born: born(2011), Sex: "woman", Nationalities: []string{"NGA"}, Languages: []string{"hau"}, Destination: "NGA", Alone: "unaccompanied"},
	{Given: "F", Born: born(2025), Sex: "woman", Nationalities: []string{"NGA"}, Languages: []string{"eng"}, Destination: "NGA", Alone: "with-parent"},
	{Given: "G", Born: born(2007), BornTo: born(2009), Sex: "man", Nationalities: []string{"NGA"}, Languages: []string{"eng"}, Destination: "NGA", Alone: "separated"},
	{Given: "H", Born: born(1980), Sex: "man", Nationalities: []string{"stateless"}, Languages: []string{"ara"}, Destination: "NGA"},
	{Given: "I", Born: born(1980), Sex: "man", Nationalities: []string{"TCD"}, Languages: []string{"fra"}, Destination: "TCD"}, // no country sheet yet
}

// opened is a world in which the file of a person exists on every node.
func opened(t test, name string, b *safeguard.Book, who, nodes int) *World {
	w := New(name, b, nodes)
	if _, err := w.Do(w.Nodes[0], w.Officer("caseworker"), "case.open", casefile.Open{Identity: people[who%len(people)], Office: "TI"}); err != nil {
		t.Fatal(err)
	}
	if people[who%len(people)].Alone == "with-parent" {
		w.family(t, name, b)
	}
	for _, n := range w.Nodes[1:] {
		w.Sync(w.Nodes[0], n)
	}
	return w
}

// family is the parent with whom the child of a world lives, in one household.
func (w *World) family(t test, name string, b *safeguard.Book) {
	p := New(name+", the parent", b, 1)
	p.Scene, w.Parent = w.Scene, p
	for _, o := range []struct {
		of      *World
		command string
		args    any
	}{
		{p, "case.open", casefile.Open{Identity: people[1], Office: "TI"}},
		{p, "household.join", casefile.JoinHousehold{Household: home, Relation: "head"}},
		{w, "household.join", casefile.JoinHousehold{Household: home, Relation: "child"}},
	} {
		if _, err := o.of.Do(o.of.Nodes[0], o.of.Officer("caseworker"), o.command, o.args); err != nil {
			t.Fatal(err)
		}
	}
}
