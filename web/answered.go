package web

import (
	"cmp"
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"amana/desk"
	"amana/domain/counselling"
	"amana/domain/day"
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

func (v *visit) optionAsked(c *conversation, t thought, form url.Values) *optionAsked {
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
			return v.say.Text("with.told", []fault.Arg{fault.A("day", day.Of(told.Since.In(v.desk.Where())))})
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

// withAnswer records what a thought asked for, and goes on.
func (v *visit) withAnswer() error {
	c, err := v.converse()
	if err != nil {
		return err
	}
	if err := v.sent(); err != nil {
		return err
	}
	t, step, err := find(v.PathValue("thought"))
	if err != nil {
		return err
	}
	if c.words == nil && t.name != saidNo.name {
		return v.to(c.path + "?first")
	}
	switch {
	case t.option != "":
		return v.answerOption(c, t, step)
	case t.saidBack:
		return v.answerSaidBack(c, thoughts[step+1].name)
	case t.mark:
		return v.answerMark(c)
	case t.name == saidNo.name:
		return v.write(c, "consent.withdraw", v.withdrawal(c), "done-no")
	case t.name == unsure.name:
		spoken, err := v.talkSaid(c.Said)
		if err != nil {
			return err
		}
		return v.write(c, "consent.reaffirm", map[string]any{"talk": spoken, "answer": "not-sure"}, "done-unsure")
	}
	return fault.New(fault.Missing, "fault.not-found")
}

// withdrawal is the no of somebody who says it in this talk.
func (v *visit) withdrawal(c *conversation) map[string]any {
	channel := map[talk.Mode]string{"phone": "phone", "video": "other"}[c.talk.Mode]
	said := map[string]any{"channel": cmp.Or(channel, "in-person")}
	if account, here := v.desk.Account(v.who); here {
		said["heard"] = account.Code
	}
	return said
}

// answerOption records what the person said to an option. Whoever wants it is
// heard at once, and not talked to about return any further unless they ask for
// it; any other answer through an interpreter waits until they have said back
// what they understood.
func (v *visit) answerOption(c *conversation, t thought, step int) error {
	said := answer{ID: v.PostForm.Get("id"), At: v.desk.Moment(), Available: v.PostForm.Get("available"), Answer: v.PostForm.Get("answer")}
	next := thoughts[step+1].name
	complete := said.Available != "" && said.Answer != ""
	if c.talk.Interpreter != nil && len(c.Said[saidBackPath]) == 0 && complete && said.Answer != "wants" {
		if c.Told == nil {
			c.Told = map[string]answer{}
		}
		c.Told[t.name] = said
		if err := v.keep(c); err != nil {
			return err
		}
		return v.to(c.path + "/" + next)
	}
	args, err := v.told(c, t, said)
	if err != nil {
		return err
	}
	if said.Answer == "wants" {
		next = "wanted"
	}
	return v.write(c, "option.tell", args, next+"?written")
}

// told is what is recorded of an option.
func (v *visit) told(c *conversation, t thought, said answer) (map[string]any, error) {
	args := map[string]any{"option": t.option, "explained": true}
	for name, value := range map[string]string{"available": said.Available, "answer": said.Answer} {
		if value != "" {
			args[name] = value
		}
	}
	how, err := v.talkSaid(c.Said)
	if interpreter := how["interpreter"]; interpreter != nil {
		args["interpreter"] = interpreter
	}
	return args, err
}

// answerSaidBack keeps what the person said back to an interpreter, and records
// what waited for it.
func (v *visit) answerSaidBack(c *conversation, next string) error {
	if c.talk.Interpreter == nil {
		return v.to(c.path + "/" + next)
	}
	c.Said[saidBackPath] = v.PostForm[saidBackPath]
	for _, t := range thoughts {
		said, waits := c.Told[t.name]
		if !waits {
			continue
		}
		args, err := v.told(c, t, said)
		if err != nil {
			return err
		}
		r, err := ordered("option.tell", said.ID, args)
		if err != nil {
			return err
		}
		r.Happened = said.At
		if _, err := v.desk.Do(v.Context(), v.who, c.file.Case, r); err != nil {
			return v.refused(c, err)
		}
		delete(c.Told, t.name)
		next = strings.TrimSuffix(next, "?written") + "?written"
	}
	if err := v.keep(c); err != nil {
		return err
	}
	return v.to(c.path + "/" + next)
}

// write gives a command and goes on, or shows the thought again with what stands
// against it.
func (v *visit) write(c *conversation, command string, said map[string]any, next string) error {
	r, err := ordered(command, v.PostForm.Get("id"), said)
	if err != nil {
		return err
	}
	return v.record(c, r, next)
}

func ordered(command, id string, said map[string]any) (r desk.Request, err error) {
	r.Command = command
	if err := r.ID.UnmarshalText([]byte(id)); err != nil {
		return r, fault.New(fault.Invalid, "fault.missing-field").In("id")
	}
	r.Args, err = json.Marshal(said)
	return r, err
}

func (v *visit) record(c *conversation, r desk.Request, next string) error {
	got, err := v.desk.Do(v.Context(), v.who, c.file.Case, r)
	if err != nil {
		return v.refused(c, err)
	}
	if strings.HasPrefix(next, "done-") {
		next += "?done=" + got.Entry.String()
	}
	return v.to(c.path + "/" + next)
}

// refused shows the thought again, with what stands against what it asked for.
func (v *visit) refused(c *conversation, err error) error {
	switch fault.KindOf(err) {
	case fault.Internal, fault.Missing, fault.Denied:
		return err
	}
	if c.words == nil {
		c.words, c.ours = v.say, true
	}
	return v.showThought(c, v.PostForm, err)
}
