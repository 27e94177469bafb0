package web

import (
	"net/url"
	"slices"

	"amana/domain/counselling"
	"amana/domain/fault"
	"amana/domain/talk"
)

// optionAsked asks of one option other than return.
type optionAsked struct {
	May    bool    // the reader records it
	Fields []field // in the person's words
	Write  string
}

// saidBackAsked is what a person says in their own words.
type saidBackAsked struct {
	Prompts []string
	Ticks   *field // to the interpreter, if there is one
	Write   string
}

// noAsked is a no, or that somebody is not sure: what is written down, if
// anything is to be.
type noAsked struct {
	After          string // why something is to be written
	Write, Nothing string
	May            bool
}

// together are the questions about an option in the words in which two people
// read them, which are not those of a form.
var together = []struct {
	path, label string
	codes       map[string]string
}{
	{"available", "with.available", map[string]string{"yes": "with.available.yes", "no": "with.available.no", "unknown": "with.available.unknown"}},
	{"answer", "with.answer", map[string]string{
		"wants": "with.answer.wants", "declines": "with.answer.declines", "undecided": "with.answer.undecided", "no-answer": "with.answer.no-answer",
	}},
}

func (v *visit) optionAsked(c *conversation, form url.Values) *optionAsked {
	all := questions("option.tell", counselling.Tell{})
	o := &optionAsked{May: v.mayEver("option.tell", v.theirs()), Write: c.words.Text("with.write-on", nil)}
	for _, one := range together {
		i := slices.IndexFunc(all, func(q asked) bool { return q.Path == one.path })
		w := field{asked: all[i], Label: c.words.Text(one.label, nil)}
		for _, code := range all[i].Codes {
			w.Options = append(w.Options, option{code, c.words.Text(one.codes[code], nil), slices.Contains(form[one.path], code)})
		}
		o.Fields = append(o.Fields, w)
	}
	return o
}

// toldBefore says when the option was last told; not what was answered, which the
// screen shows to nobody.
func (v *visit) toldBefore(c *conversation, t thought) string {
	for _, told := range slices.Backward(c.file.File.Counselling.Told) {
		if told.Option == t.option {
			return v.say.Text("with.told", []fault.Arg{fault.A("day", v.dayOf(told.Since))})
		}
	}
	return ""
}

// ticks asks what the person said back to an interpreter; nil: nobody interprets.
func (v *visit) ticks(c *conversation) *field {
	if c.talk.Interpreter == nil {
		return nil
	}
	w := &field{asked: asked{Path: saidBackPath, How: askMany}, Label: v.say.Text("with.said-now", nil), Help: v.say.Text("with.said-all", nil)}
	for _, code := range talk.SaidBack("").Codes() {
		w.Options = append(w.Options, option{code, v.say.Code("saidBack", code), slices.Contains(c.Said[saidBackPath], code)})
	}
	return w
}

func (v *visit) saidBackAsked(c *conversation) *saidBackAsked {
	say := c.words
	return &saidBackAsked{
		Prompts: []string{say.Text("with.said-back.until", nil), say.Text("with.said-back.get", nil), say.Text("with.said-back.else", nil)},
		Ticks:   v.ticks(c), Write: say.Text("with.go-on", nil),
	}
}

// unsureAsked: who said yes before is taken on board by it, unless it is written
// that they are not sure any more.
func (v *visit) unsureAsked(c *conversation) *noAsked {
	if len(c.file.File.Consent.Consents) == 0 || !v.mayEver("consent.reaffirm", v.theirs()) {
		return &noAsked{Nothing: c.words.Text("with.write-nothing", nil)}
	}
	return &noAsked{
		After: c.words.Text("with.unsure-after", nil), May: true,
		Write: c.words.Text("with.write-unsure", nil), Nothing: c.words.Text("with.write-nothing", nil),
	}
}
