package web

import (
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"amana/desk"
	"amana/desk/shape"
	"amana/domain/consent"
	"amana/domain/fault"
	"amana/domain/talk"
	"amana/lang"
)

// conversation is one talk with a person: how the two speak is said once, at its
// beginning, and goes with everything that is recorded in it.
type conversation struct {
	file  desk.Case
	path  string // of its pages
	draft *desk.Draft
	kept
	talk  talk.Talk
	words *lang.Printer // in which it is read
	ours  bool          // there are no words in the language that is spoken: they are the officer's
}

// kept is what a conversation is kept as, sealed to the officer.
type kept struct {
	Since time.Time         `json:"since"`
	Ended bool              `json:"ended,omitempty"`
	Said  url.Values        `json:"said"`
	Told  map[string]answer `json:"told,omitempty"` // by thought: what waits until it was said back
}

// answer is what a person said to an option through an interpreter. Whether that
// can be relied on shows only when they have said back what they understood: it
// is recorded then, as of when it was said.
type answer struct {
	ID        string    `json:"id"` // of the command
	At        time.Time `json:"at"`
	Available string    `json:"available"`
	Answer    string    `json:"answer"`
}

// talkLasts is how long what was said of how two people speak is true. Another
// day somebody else may hear.
const talkLasts = 6 * time.Hour

// ofTalk are the questions of how two people speak: not how long, which is not
// known yet, and not what the person said back.
func ofTalk() []asked {
	var all []asked
	for _, q := range questions("consent.give", consent.Give{}) {
		if q.Path == "talk" {
			all = q.Parts
		}
	}
	return without(all, "talk.minutes", "talk.interpreter.saidBack")
}

func without(all []asked, paths ...string) []asked {
	var left []asked
	for _, q := range all {
		if slices.Contains(paths, q.Path) {
			continue
		}
		q.Parts = without(q.Parts, paths...)
		left = append(left, q)
	}
	return left
}

const saidBackPath = "talk.interpreter.saidBack"

// converse opens the conversation that the officer has with the person now. One
// of which nothing is known yet, or no more, has no words.
func (v *visit) converse() (*conversation, error) {
	number, err := v.number()
	if err != nil {
		return nil, err
	}
	c := &conversation{path: "/cases/" + number + "/with"}
	if c.file, err = v.desk.Case(v.Context(), v.who, number); err != nil {
		return nil, err
	}
	if !v.mayTalk() {
		return nil, v.desk.May(v.who, "option.tell", v.theirs())
	}
	if c.draft, err = v.desk.Draft(v.Context(), v.who, number, "with"); err != nil {
		return nil, err
	}
	text, err := c.draft.Read(v.Context())
	if err != nil || text == nil {
		return c, err
	}
	var k kept
	if json.Unmarshal(text, &k) != nil || v.desk.Moment().Sub(k.Since) >= talkLasts {
		return c, nil
	}
	return c, v.resume(c, k)
}

// leaves says whether the talk was over before a thought. What was said of how they
// spoke then says nothing of how they speak now: that is asked anew.
func (c *conversation) leaves(name string) bool {
	over := c.Ended && name != paper.name && !isEnd(name)
	if over {
		c.kept, c.talk, c.words = kept{}, talk.Talk{}, nil
	}
	return over
}

// end notes that the talk is over: only what records it may still take from it.
func (v *visit) end(c *conversation) error {
	if c.words == nil || c.Ended {
		return nil
	}
	c.Ended = true
	return v.keep(c)
}

// mayTalk says whether the reader may record what such a talk is for.
func (v *visit) mayTalk() bool {
	return v.mayEver("option.tell", v.theirs()) || v.mayEver("consent.give", v.theirs())
}

// resume takes up what was said of how they speak.
func (v *visit) resume(c *conversation, k kept) error {
	said, err := v.talkSaid(k.Said)
	if err != nil {
		return err
	}
	text, err := json.Marshal(said)
	if err != nil {
		return err
	}
	read, err := shape.Decode(talk.Talk{}, text)
	if err != nil {
		return err
	}
	c.kept, c.talk = k, read.(talk.Talk)
	if c.words = v.wordsIn(c.talk.Language, c.file.File.Identity.Sex); c.words == nil {
		c.words, c.ours = v.say.To(c.file.File.Identity.Sex), true
	}
	return nil
}

// talkSaid is how they speak as arguments have it, with what the person said
// back.
func (v *visit) talkSaid(form url.Values) (map[string]any, error) {
	said, err := v.answers(ofTalk(), form)
	if err != nil {
		return nil, err
	}
	if interpreter, is := said["interpreter"].(map[string]any); is {
		interpreter["saidBack"] = append([]string{}, form[saidBackPath]...)
	}
	return said, nil
}

func (v *visit) keep(c *conversation) error {
	text, err := json.Marshal(c.kept)
	if err != nil {
		return err
	}
	return c.draft.Keep(v.Context(), text, talkLasts-v.desk.Moment().Sub(c.Since))
}

// sameTalk is how the two talk, for a form that is opened at the end of their talk
// and is about it: it was said once, by the same officer, of the same talk.
func (v *visit) sameTalk() (url.Values, error) {
	form := url.Values{}
	if !v.URL.Query().Has("talk") {
		return form, nil
	}
	c, err := v.converse()
	if err == nil {
		maps.Copy(form, c.Said)
	}
	return form, err
}

// startData asks how the two talk, before the screen is turned.
type startData struct {
	Head    caseHead
	Fields  []field
	Wrong   []wrong
	Theirs  string // the languages of the person
	First   bool   // a page was asked for before it was said
	Unsound string // where to go on although nothing of it will count; empty: it is sound
	Begun   string // that a talk is under way, and since when; empty: none is
	On      string // where that goes on
}

func (v *visit) withStart() error {
	c, err := v.converse()
	if err != nil {
		return err
	}
	form := url.Values{}
	if !c.leaves("") && v.URL.Query().Has("change") { // of the same talk
		form = c.Said
	}
	return v.showStart(c, form, nil, "")
}

func (v *visit) showStart(c *conversation, form url.Values, failed error, unsound string) error {
	f := &filling{command: commanded{"consent.give", consent.Give{}}, number: c.file.Case, file: c.file}
	data := startData{Head: v.head(c.file), Wrong: v.wrongs(failed), First: v.URL.Query().Has("first"), Unsound: unsound}
	for i, w := range data.Wrong {
		if w.Path != "" && !strings.HasPrefix(w.Path, "talk") {
			data.Wrong[i].Path = "talk." + w.Path
		}
	}
	if len(form) == 0 && c.words != nil {
		data.Begun, data.On = v.say.Text("with.begun", []fault.Arg{fault.A("at", c.Since)}), c.path+"/"+thoughts[0].name
	}
	data.Fields = v.fields(f, ofTalk(), form, data.Wrong)
	theirs := c.file.File.Identity.Languages
	if len(theirs) > 0 {
		data.Theirs = v.say.Text("with.theirs", []fault.Arg{fault.A("languages", theirs)})
	}
	for i := range data.Fields {
		if data.Fields[i].Path == "talk.language" {
			data.Fields[i].Options = firstOf(data.Fields[i].Options, theirs)
		}
	}
	return v.show(page{Template: "with-start", Title: v.say.Text("with.name", nil), Failed: failed, Data: data})
}

// firstOf puts the options of these values first, in their order.
func firstOf(all []option, values []string) []option {
	var first, rest []option
	for _, value := range values {
		if i := slices.IndexFunc(all, func(o option) bool { return o.Value == value }); i >= 0 {
			first = append(first, all[i])
		}
	}
	for _, o := range all {
		if !slices.Contains(values, o.Value) {
			rest = append(rest, o)
		}
	}
	return append(first, rest...)
}

func (v *visit) withBegin() error {
	c, err := v.converse()
	if err != nil {
		return err
	}
	if err := v.sent(); err != nil {
		return err
	}
	c.leaves("")
	said := url.Values{}
	for name, values := range v.PostForm {
		if strings.HasPrefix(name, "talk.") {
			said[name] = values
		}
	}
	err = unanswered(ofTalk(), said)
	if err == nil {
		err = v.resume(c, kept{Since: v.desk.Moment(), Said: said, Told: c.Told})
	}
	if err != nil && fault.KindOf(err) == fault.Invalid {
		return v.showStart(c, said, err, "")
	} else if err != nil {
		return err
	}
	if err := v.keep(c); err != nil {
		return err
	}
	first := c.path + "/" + thoughts[0].name
	if !c.mayCount() {
		return v.showStart(c, said, nil, first)
	}
	return v.to(first)
}

// mayCount says whether what is said so can be relied on, if an interpreter is
// told all that they ask back.
func (c *conversation) mayCount() bool {
	i := c.talk.Interpreter
	return c.talk.OutOfHearing && c.talk.Understood && (i == nil || i.Tie == talk.None && i.Confidentiality && i.AcceptedAlone)
}
