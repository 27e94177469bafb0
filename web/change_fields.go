package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"amana/desk"
	"amana/domain/access"
	"amana/domain/day"
	"amana/domain/fault"
	"amana/domain/safeguard"
	"amana/lang"
)

// changeGroup is one part of a book as a form: as it was filled in, or else as
// the book has it.
func (v *visit) changeGroup(book *safeguard.Book, part string, form url.Values) (changeGroup, bool) {
	said := func(name string, otherwise ...string) []string {
		if form.Has("part") {
			return form[name]
		}
		return otherwise
	}
	switch part {
	case partNumbers:
		return v.numberFields(book, said), true
	case partLists:
		return v.listChoices(book, said), true
	}
	for i := range book.Clauses {
		if c := &book.Clauses[i]; string(c.ID) == part {
			return v.ruleFields(c, said), true
		}
	}
	return changeGroup{}, false
}

// saidOr is what a form says under a name, or else these.
type saidOr func(name string, otherwise ...string) []string

func one(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}

func (v *visit) numberFields(book *safeguard.Book, said saidOr) changeGroup {
	g := changeGroup{Title: v.say.Text("book.numbers", nil)}
	for _, n := range safeguard.Numbers() {
		name := "number." + n.Name
		value := strconv.Itoa(n.Edge)
		if set, there := book.Numbers[n.Name]; there {
			value = strconv.Itoa(set)
		}
		g.Fields = append(g.Fields, field{asked: asked{Path: name, How: askNumber}, Label: v.say.Text("knob."+n.Name, nil), Help: v.floor(n), Value: one(said(name, value))})
	}
	return g
}

func (v *visit) listChoices(book *safeguard.Book, said saidOr) changeGroup {
	g := changeGroup{Title: v.say.Text("book.lists", nil)}
	codes := desk.BookCodes()
	for _, row := range safeguard.ListFloors() {
		name := "list." + row.List
		chosen := said(name, book.List(row.List)...)
		f := field{
			asked: asked{Path: name, How: askMany}, Label: v.say.Text(listNames[row.List], nil),
			Help: v.listFloor(row),
		}
		all := slices.Clone(codes[row.List])
		slices.Sort(all)
		for _, code := range slices.Compact(all) {
			f.Options = append(f.Options, option{code, v.say.Code(listFields[row.List], code), slices.Contains(chosen, code)})
		}
		g.Fields = append(g.Fields, f)
	}
	return g
}

// ruleFields ask everything of a rule that is data.
func (v *visit) ruleFields(c *safeguard.Clause, said saidOr) changeGroup {
	t, _ := v.ruleText(c)
	g := changeGroup{Title: t.Title}
	if acts, classes := safeguard.FloorOf(c.ID); len(acts) > 0 {
		g.Note = v.say.Text("book.rule-floor", []fault.Arg{fault.A("acts", v.actNames(acts)), fault.A("classes", v.classNames(classes))})
	}
	at := func(name string) string { return string(c.ID) + "." + name }
	add := func(name string, how ask, label string, options []option, otherwise ...string) {
		chosen := said(at(name), otherwise...)
		for i := range options {
			options[i].Chosen = slices.Contains(chosen, options[i].Value)
		}
		g.Fields = append(g.Fields, field{asked: asked{Path: at(name), How: how}, Label: label, Options: options, Value: one(chosen)})
	}
	var acts, classes, owners []option
	for _, a := range safeguard.Acts {
		acts = append(acts, option{Value: string(a), Label: v.say.Act(a)})
	}
	for _, class := range safeguard.Classes {
		classes = append(classes, option{Value: string(class), Label: v.say.Code("class", string(class))})
	}
	for _, r := range (access.Role("")).Codes() {
		owners = append(owners, option{Value: r, Label: v.say.Role(access.Role(r))})
	}
	add("due", askMany, v.say.Text("book.due", nil), acts, texts(c.Due)...)
	add("applies", askMany, v.say.Text("book.applies", nil), classes, texts(c.Applies)...)
	add("from", askDay, v.say.Text("book.from", nil), nil, written(c.From))
	add("until", askDay, v.say.Text("book.until-not", nil), nil, written(c.Until))
	add("owner", askList, v.say.Text("book.owner", nil), owners, string(c.Owner))
	add("source", askWords, v.say.Text("book.sources-lines", nil), nil, strings.Join(c.Source, "\n"))
	for _, code := range lang.Languages {
		language := []fault.Arg{fault.A("language", code)}
		text := c.Text[code]
		add("title."+code, askText, v.say.Text("book.title-in", language), nil, text.Title)
		add("met."+code, askWords, v.say.Text("book.met-in", language), nil, text.Met)
		draft := []option{{Value: "yes", Label: v.say.Text("book.draft-still", nil)}}
		add("draft."+code, askMany, v.say.Text("book.draft-in", language), draft, map[bool]string{true: "yes"}[text.Draft])
	}
	return g
}

func written(d day.Day) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

func texts[T ~string](list []T) []string {
	return worded(list, func(x T) string { return string(x) })
}
