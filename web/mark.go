package web

import (
	"net/url"
	"slices"
	"strconv"

	"golang.org/x/text/language"

	"amana/desk"
	"amana/domain/casefile"
	"amana/domain/consent"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/safeguard"
	"amana/lang"
)

// declared is the declaration as it is read: in words that were approved, or as
// a draft to which nobody can consent.
type declared struct {
	Lang    string
	Body    string
	Note    string // for the officer
	Missing string // why it cannot be consented to
	Newer   string // that it is another than was read before
	Can     bool
	Paper   bool

	desk.Wording
	sight bool
}

// declared finds the words. In the language that is spoken only those approved in
// it count; where there are none a fit interpreter says approved ones in it.
func (v *visit) declared(c *conversation) (*declared, error) {
	all, err := v.desk.Wordings(v.Context(), v.who, safeguard.ReturnDeclaration)
	if err != nil && fault.KindOf(err) != fault.Missing {
		return nil, err
	}
	d := &declared{Can: true, Paper: v.PathValue("thought") == paper.name}
	if v.URL.Query().Has("newer") {
		d.Newer = v.say.Text("with.newer", nil)
	}
	spoken := fault.A("language", c.talk.Language)
	switch i := slices.IndexFunc(all, func(w desk.Wording) bool { return w.Language == c.talk.Language }); {
	case i >= 0:
		d.Wording = all[i]
		d.Note = v.say.Text("with.text", []fault.Arg{spoken, fault.A("version", d.Version)})
	case c.talk.Interpreter != nil && len(all) > 0:
		d.Wording, d.sight = v.sighted(all), true
		d.Note = v.say.Text("with.text-none", []fault.Arg{spoken}) + " " +
			v.say.Text("with.text-sight", []fault.Arg{spoken, fault.A("text", v.say.Tongue(d.Language)), fault.A("version", d.Version)})
	default:
		d.Can, d.Lang, d.Body = false, c.words.Language(), c.words.Text("with.declaration-draft", nil)
		d.Note = v.say.Text("with.text-draft", nil)
		d.Missing = v.say.Text("with.text-none", []fault.Arg{spoken}) + " " + v.say.Text("with.text-nobody", []fault.Arg{spoken})
		return d, nil
	}
	d.Lang, d.Body = tagOf(d.Language), d.Wording.Body
	return d, nil
}

// sighted is the text that an interpreter says in another language: in the
// officer's, so that both have it before them, or else in the first there is.
func (v *visit) sighted(all []desk.Wording) desk.Wording {
	if i := slices.IndexFunc(all, func(w desk.Wording) bool { return lang.Speaks(w.Language) == v.say.Language() }); i >= 0 {
		return all[i]
	}
	if i := slices.IndexFunc(all, func(w desk.Wording) bool { return w.Language == "eng" }); i >= 0 {
		return all[i]
	}
	return all[0]
}

// tagOf is a language as HTML has it.
func tagOf(code string) string {
	if base, err := language.ParseBase(code); err == nil {
		return base.String()
	}
	return code
}

// markAsked asks for the mark to a text that is known, and never typed.
type markAsked struct {
	May      bool
	Missing  string // why nobody can consent now
	Language string
	Version  int
	Names    []string // the no that it follows
	After    []string // in words
	Fields   []field
	Write    string
}

func (v *visit) markAsked(c *conversation, form url.Values, wrong []wrong) (*markAsked, error) {
	text, err := v.declared(c)
	if err != nil {
		return nil, err
	}
	m := &markAsked{May: v.mayEver("consent.give", v.theirs()), Missing: text.Missing, Language: text.Language, Version: text.Version, Write: c.words.Text("with.give", nil)}
	if m.Missing != "" {
		return m, nil
	}
	for _, ref := range nos(&c.file) {
		m.Names = append(m.Names, ref.ID.String())
		m.After = append(m.After, c.words.Text("with.after-no", []fault.Arg{fault.A("day", v.dayOf(ref.Since))}))
	}
	f := &filling{command: commanded{"consent.give", consent.Give{}}, number: c.file.Case, file: c.file}
	inTheirs := *v
	inTheirs.say = c.words
	m.Fields = inTheirs.fields(f, v.markQuestions(c), form, wrong)
	return m, nil
}

// markQuestions are those of the mark, and of a child whose guardian gives it.
func (v *visit) markQuestions(c *conversation) []asked {
	wanted := []string{"mark", "markDigest", "witnessed"}
	if v.mayBeChild(c.file.File) {
		wanted = append(wanted, "guardian", "view")
	}
	var all []asked
	for _, q := range questions("consent.give", consent.Give{}) {
		if !slices.Contains(wanted, q.Path) {
			continue
		}
		if q.Path == "mark" { // without one nobody has consented
			q.Codes = slices.DeleteFunc(slices.Clone(q.Codes), func(code string) bool { return code == "none" })
		}
		all = append(all, q)
	}
	return all
}

// answerMark records the consent, to the words that the page showed.
func (v *visit) answerMark(c *conversation) error {
	text, err := v.declared(c)
	if err != nil {
		return err
	}
	version, _ := strconv.Atoi(v.PostForm.Get("version")) // what is no number is no version
	if text.Missing != "" || text.Version != version || text.Language != v.PostForm.Get("language") {
		return v.to(c.path + "/declaration?newer")
	}
	said, err := v.answers(v.markQuestions(c), v.PostForm)
	if err != nil {
		return err
	}
	spoken, err := v.talkSaid(c.Said)
	if err != nil {
		return err
	}
	said["talk"], said["text"], said["version"], said["language"] = spoken, safeguard.ReturnDeclaration, text.Version, text.Language
	if text.sight {
		said["sight"] = true
	}
	if names := v.PostForm["names"]; len(names) > 0 {
		said["names"] = names
	}
	var marked desk.Request
	if err := v.attached(&marked, said); err != nil {
		return v.refused(c, err)
	}
	r, err := ordered("consent.give", v.PostForm.Get("id"), said)
	if err != nil {
		return err
	}
	r.Attached = marked.Attached
	return v.record(c, r, "done-yes")
}

// nos are those that a consent given now follows: it names each, so that one
// which nobody has told the person of is not taken for settled.
func nos(c *desk.Case) (all []ledger.Ref) {
	for _, w := range c.File.Consent.Withdrawals {
		all = append(all, w.Ref)
	}
	for _, r := range c.File.Consent.Reports {
		if r.Outcome != "" && r.Outcome != "denied" {
			all = append(all, r.Settled)
		}
	}
	return all
}

// mayBeChild says whether the rules of a child may hold for somebody, from whom
// nobody's consent alone is enough: they are one by something that is said, or
// another file of theirs may say so.
func (v *visit) mayBeChild(file *casefile.Case) bool {
	young := years(file.Youngest(), v.dayOf(v.desk.Moment())) < safeguard.Adulthood
	return young || len(file.Assessment.OpenAgeDoubts(&file.Past)) > 0 || len(file.Linked()) > 0
}
