package web

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"amana/domain/access"
	"amana/domain/day"
	"amana/domain/fault"
	"amana/domain/rulebook"
	"amana/domain/safeguard"
	"amana/front"
	"amana/lang"
	"amana/policy"
)

// changeData is a version in the making: which parts of the one in force are to
// be changed, and then these as a form.
type changeData struct {
	Head    signedHead
	Path    string
	Upload  string
	ID      string
	Next    string   // the number that it will have
	Version int      // the same for the form: sent in twice, it is the same version
	Base    string   // of which version it is a change; empty: of the one that ships
	Offered []option // the parts that can be opened
	Open    []string
	Groups  []changeGroup
	Wrong   []wrong
	Looked  bool // what it changes is shown
	Changes []change
	Outlook string
}

// changeGroup is one part of the book as a form.
type changeGroup struct {
	Title  string
	Note   string
	Fields []field
}

// Names of the parts that are not one rule.
const (
	partNumbers = "numbers"
	partLists   = "lists"
)

// base is the book that a change begins with: the one in force, else the newest
// that was proposed, else the one that ships; and the number of the next.
func (v *visit) base(s *signedText) (book safeguard.Book, next int, name string, err error) {
	switch n := len(s.versions); {
	case s.force >= 0:
		book, name = *s.book.InForce(v.desk.Moment()), strconv.Itoa(s.versions[s.force].number)
	case n > 0:
		book, name = *s.versions[n-1].book, strconv.Itoa(s.versions[n-1].number)
	default:
		book, err = policy.LibyaVHR()
		return book, book.Version, "", err
	}
	// A copy of its own: what is in force is shared by everybody.
	text, err := json.Marshal(book)
	if err != nil {
		return book, 0, "", err
	}
	book = safeguard.Book{}
	if err = json.Unmarshal(text, &book); err == nil {
		err = book.Compile()
	}
	return book, s.versions[len(s.versions)-1].number + 1, name, err
}

func (v *visit) changePage() error {
	s, err := v.changing()
	if err != nil {
		return err
	}
	if s.roles != nil {
		return v.showRoleChange(s, access.Role(v.URL.Query().Get("role")), url.Values{}, nil)
	}
	return v.showChange(s, v.URL.Query()["part"], url.Values{}, nil, nil)
}

// changing is what may be proposed by the reader.
func (v *visit) changing() (*signedText, error) {
	s, err := v.signedText()
	if err != nil {
		return nil, err
	}
	return s, v.desk.May(v.who, string(s.subject)+".propose", subjectOf(s))
}

func (v *visit) showChange(s *signedText, open []string, form url.Values, looked *safeguard.Book, failed error) error {
	book, next, name, err := v.base(s)
	if err != nil {
		return err
	}
	data := changeData{
		Head: v.signedHead(s), Path: s.path + "/change", Upload: s.path + "/upload", ID: form.Get("id"), Next: v.say.Number(int64(next)), Version: next, Base: name,
		Wrong: v.wrongs(failed), Open: open,
	}
	if data.ID == "" {
		data.ID = fresh()
	}
	offer := func(part, label string) {
		data.Offered = append(data.Offered, option{part, label, slices.Contains(open, part)})
	}
	offer(partNumbers, v.say.Text("book.numbers", nil))
	offer(partLists, v.say.Text("book.lists", nil))
	for i := range book.Clauses {
		t, _ := v.ruleText(&book.Clauses[i])
		offer(string(book.Clauses[i].ID), t.Title)
	}
	for _, part := range open {
		if g, known := v.changeGroup(&book, part, form); known {
			data.Groups = append(data.Groups, g)
		}
	}
	if looked != nil {
		data.Looked, data.Changes = true, v.bookChanges(&book, looked)
		data.Outlook = v.noticeOf(s.book.Looser(looked, v.desk.Moment()))
	}
	p := page{Template: "change", Title: data.Head.Title, Data: data}
	if failed != nil {
		p.Status = front.StatusOf(failed)
	}
	return v.show(p)
}

// noticeOf says when a text would hold that is looser in these.
func (v *visit) noticeOf(looser []string) string {
	if len(looser) == 0 {
		return v.say.Text("book.would-hold-at-once", nil)
	}
	return v.say.Text("book.would-wait", nil)
}

// change shows what a change would do, or proposes it.
func (v *visit) change() error {
	s, err := v.changing()
	if err != nil {
		return err
	}
	if err := v.ParseForm(); err != nil {
		return fault.New(fault.Invalid, "fault.body-broken").Because(err)
	}
	if s.roles != nil {
		return v.changeRole(s)
	}
	book, next, _, err := v.base(s)
	if err != nil {
		return err
	}
	open := v.PostForm["part"]
	err = changed(&book, open, v.PostForm)
	if err == nil {
		book.Version = numbered(v.PostForm, next)
		err = book.Compile()
	}
	if err != nil {
		return v.showChange(s, open, v.PostForm, nil, err)
	}
	if v.PostForm.Get("do") != "propose" {
		return v.showChange(s, open, v.PostForm, &book, nil)
	}
	if err := v.propose(s, book.ID, rulebook.Propose{Book: encoded(book)}); err != nil {
		if fault.KindOf(err) == fault.Internal {
			return err
		}
		return v.showChange(s, open, v.PostForm, nil, err)
	}
	return nil
}

// numbered is the number that a form was shown with. If another has taken it
// since, the proposal is refused, and the form shown again with the next.
func numbered(form url.Values, next int) int {
	if n, err := strconv.Atoi(form.Get("version")); err == nil && n < next {
		return n
	}
	return next
}

// propose publishes a version and sends the reader on to it.
func (v *visit) propose(s *signedText, ref string, args any) error {
	receipt, err := v.give(s, ref, string(s.subject)+".propose", args)
	if err != nil {
		return err
	}
	return v.to(s.path + "/versions/" + receipt.Entry.String() + "?done")
}

func encoded(v any) json.RawMessage {
	text, err := json.Marshal(v)
	if err != nil {
		return nil // of plain data: the desk refuses what cannot be read
	}
	return text
}

// changed puts what a form says in place of what the book has, in its open parts.
func changed(book *safeguard.Book, open []string, form url.Values) error {
	for _, part := range open {
		switch part {
		case partNumbers:
			for _, n := range safeguard.Numbers() {
				value, err := strconv.Atoi(strings.TrimSpace(form.Get("number." + n.Name)))
				if err != nil {
					return fault.New(fault.Invalid, "fault.not-a-number").In("number." + n.Name)
				}
				book.Numbers[n.Name] = value
			}
		case partLists:
			for _, l := range safeguard.ListFloors() {
				book.SetList(l.List, inOrder(book.List(l.List), form["list."+l.List]))
			}
		default:
			i := slices.IndexFunc(book.Clauses, func(c safeguard.Clause) bool { return string(c.ID) == part })
			if i < 0 {
				continue
			}
			if err := changedRule(&book.Clauses[i], form); err != nil {
				return err
			}
		}
	}
	return nil
}

// inOrder are the chosen values, those that were there before in their order.
func inOrder(old, chosen []string) []string {
	all := slices.DeleteFunc(slices.Clone(old), func(x string) bool { return !slices.Contains(chosen, x) })
	for _, x := range chosen {
		if !slices.Contains(all, x) {
			all = append(all, x)
		}
	}
	return all
}

func changedRule(c *safeguard.Clause, form url.Values) (err error) {
	at := func(name string) string { return string(c.ID) + "." + name }
	for name, into := range map[string]*day.Day{"from": &c.From, "until": &c.Until} {
		text := form.Get(at(name))
		if *into = (day.Day{}); text == "" {
			continue
		}
		if *into, err = day.Parse(text); err != nil {
			return fault.New(fault.Invalid, "fault.impossible-time").In(at(name))
		}
	}
	if c.From.IsZero() {
		return fault.New(fault.Invalid, "fault.missing-field").In(at("from"))
	}
	c.Due, c.Applies = nil, nil
	for _, act := range safeguard.Acts {
		if slices.Contains(form[at("due")], string(act)) {
			c.Due = append(c.Due, act)
		}
	}
	for _, class := range safeguard.Classes {
		if slices.Contains(form[at("applies")], string(class)) {
			c.Applies = append(c.Applies, class)
		}
	}
	c.Owner, c.Source = access.Role(form.Get(at("owner"))), lines(form.Get(at("source")))
	for _, code := range lang.Languages {
		t := safeguard.Text{
			Title: strings.TrimSpace(form.Get(at("title." + code))), Met: strings.TrimSpace(form.Get(at("met." + code))), Draft: form.Get(at("draft."+code)) == "yes",
		}
		if t.Title == "" || t.Met == "" {
			return fault.New(fault.Invalid, "fault.missing-field").In(at("met." + code))
		}
		c.Text[code] = t
	}
	return nil
}

// lines are those of a text that say anything.
func lines(text string) []string {
	all := []string{}
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}

// upload proposes a whole text that was exported and changed elsewhere. It takes
// the next number, whatever number stands in it.
func (v *visit) upload() error {
	s, err := v.changing()
	if err != nil {
		return err
	}
	if err := v.ParseMultipartForm(maxForm); err != nil {
		return front.Refused(http.StatusRequestEntityTooLarge, fault.New(fault.Invalid, "fault.body-too-large", fault.A("max", maxForm)))
	}
	if err = v.uploaded(s); err == nil || fault.KindOf(err) == fault.Internal {
		return err
	}
	if s.roles != nil {
		return v.showRoleChange(s, "", url.Values{}, err)
	}
	return v.showChange(s, nil, url.Values{}, nil, err)
}

func (v *visit) uploaded(s *signedText) error {
	file, _, err := v.FormFile("text")
	if err != nil {
		return fault.New(fault.Invalid, "fault.missing-field").In("text").Because(err)
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, maxForm))
	if err != nil {
		return fault.New(fault.Invalid, "fault.body-broken").Because(err)
	}
	if s.roles != nil {
		return v.propose(s, s.ref, rulebook.ProposeRoles{Table: text})
	}
	var whole map[string]json.RawMessage
	var book struct{ ID string }
	if json.Unmarshal(text, &whole) != nil || json.Unmarshal(text, &book) != nil {
		return fault.New(fault.Invalid, "fault.book-unreadable").In("text")
	}
	next := 1
	if n := len(s.versions); n > 0 {
		next = s.versions[n-1].number + 1
	}
	whole["version"] = json.RawMessage(strconv.Itoa(numbered(v.PostForm, next)))
	return v.propose(s, book.ID, rulebook.Propose{Book: encoded(whole)})
}
