package web

import (
	"net/url"
	"slices"

	"golang.org/x/text/language"

	"amana/domain/fault"
)

var withRoutes = []route{
	{pattern: "GET /cases/{case}/with", do: (*visit).withStart},
	{pattern: "POST /cases/{case}/with", do: (*visit).withBegin},
	{pattern: "GET /cases/{case}/with/{thought}", do: (*visit).withPage},
	{pattern: "POST /cases/{case}/with/{thought}", do: (*visit).withAnswer},
}

// withData is one thought of the talk, in the words of the person; the notes are
// for the officer, in theirs.
type withData struct {
	Path, Name, Case string
	Lang, Dir        string // of the person's words
	Title, Say       string
	Written          string // what was just recorded, if it was
	Draft, Sight     string // notes
	Told             string // when the option was told before
	Waiting          string // how many answers wait until they were said back
	Spoken, Step     string

	ID       string // of the command that the page gives
	Back, On string // where it goes; empty: nowhere
	Words    withWords
	Wrong    []wrong
	Blocked  []finding

	Option   *optionAsked
	SaidBack *saidBackAsked
	Text     *declared
	Mark     *markAsked
	No       *noAsked
	Done     *happening // where it ended
	End      bool
}

// withWords are those of the buttons, in the person's language.
type withWords struct{ On, Back, No, NotSure, Read, Stop, Written string }

// withPage shows one thought, or where the talk ends.
func (v *visit) withPage() error {
	c, err := v.converse()
	if err != nil {
		return err
	}
	name := v.PathValue("thought")
	if c.leaves(name); c.words == nil {
		if name != saidNo.name {
			return v.to(c.path + "?first")
		}
		c.words, c.ours = v.say, true // a no waits for nothing
	}
	if isEnd(name) && name != "wanted" {
		if err := v.end(c); err != nil {
			return err
		}
	}
	return v.showThought(c, nil, nil)
}

func (v *visit) showThought(c *conversation, form url.Values, failed error) error {
	name := v.PathValue("thought")
	t, step, err := find(name)
	if err != nil {
		return err
	}
	say := c.words
	data := withData{
		Path: c.path + "/" + name, Name: name, Case: c.file.Case, Lang: say.Language(), Dir: direction(say),
		Title: say.Text(t.title, nil), Say: say.Text(t.say, nil), ID: form.Get("id"), Wrong: v.wrongs(failed),
		Words: withWords{
			say.Text("with.go-on", nil), say.Text("with.back", nil), say.Text("with.no", nil), say.Text("with.not-sure", nil),
			say.Text("with.read", nil), say.Text("with.read-stop", nil), say.Text("with.written", nil),
		},
	}
	if t.say == "" {
		data.Say = ""
	}
	if c.talk.Language != "" {
		data.Spoken = v.say.Text("with.spoken", []fault.Arg{fault.A("language", c.talk.Language)})
	}
	if data.ID == "" {
		data.ID = newID()
	}
	if len(c.Told) > 0 {
		data.Waiting = v.say.Text("with.waiting", []fault.Arg{fault.A("count", len(c.Told))})
	}
	if v.URL.Query().Has("written") {
		data.Written = data.Words.Written
	}
	if say.Draft() {
		data.Draft = v.say.Text("with.draft", []fault.Arg{fault.A("language", tagged(say.Language()))})
	}
	if c.ours && c.talk.Language != "" {
		data.Sight = v.say.Text("with.sight", []fault.Arg{fault.A("language", c.talk.Language)})
	}
	if step >= 0 {
		data.Step = v.say.Text("with.step", []fault.Arg{fault.A("step", step+1), fault.A("of", len(thoughts))})
		if step > 0 {
			data.Back = c.path + "/" + thoughts[step-1].name
		}
		if step+1 < len(thoughts) {
			data.On = c.path + "/" + thoughts[step+1].name
		}
	}
	data.Blocked = v.blockedBy(failed, &c.file)
	if err := v.ask(c, t, &data, form); err != nil {
		return err
	}
	return v.show(page{Template: "with", Title: v.say.Text("with.name", nil), Bare: true, Failed: failed, Data: data})
}

// find is the thought of a name, and which of them it is; -1: it is beside the
// talk.
func find(name string) (thought, int, error) {
	if i := thoughtAt(name); i >= 0 {
		return thoughts[i], i, nil
	}
	for _, t := range slices.Concat([]thought{saidNo, unsure, paper}, ends) {
		if t.name == name {
			return t, -1, nil
		}
	}
	return thought{}, -1, fault.New(fault.Missing, "fault.not-found")
}

// ask adds what a thought asks.
func (v *visit) ask(c *conversation, t thought, data *withData, form url.Values) (err error) {
	switch {
	case t.option != "":
		data.Option, data.Told = v.optionAsked(c, form), v.toldBefore(c, t)
	case t.saidBack:
		data.SaidBack = v.saidBackAsked(c)
	case t.text:
		data.Text, err = v.declared(c)
		if data.Text != nil && t.name == "declaration" && !data.Text.Can {
			data.On = ""
		}
	case t.mark:
		data.Mark, err = v.markAsked(c, form, data.Wrong)
	case t.name == saidNo.name:
		data.No = &noAsked{Write: c.words.Text("with.write-no", nil), Nothing: c.words.Text("with.only-today", nil), May: v.mayEver("consent.withdraw", v.theirs())}
	case t.name == unsure.name:
		data.No = v.unsureAsked(c)
	default:
		if data.End = isEnd(t.name); data.End {
			data.Done, err = v.done(c.file.Case)
		}
	}
	return err
}

// tagged is the code of three letters by which a catalogue's language is named.
func tagged(code string) string {
	base, _ := language.Make(code).Base()
	return base.ISO3()
}
