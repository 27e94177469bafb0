package web

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"amana/domain/access"
	"amana/domain/fault"
	"amana/domain/rulebook"
	"amana/domain/safeguard"
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
		Wrong: v.placed(failed), Open: open,
	}
	if data.ID == "" {
		data.ID = newID()
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
			for i := range g.Fields {
				beside(&g.Fields[i], data.Wrong)
			}
			data.Groups = append(data.Groups, g)
		}
	}
	if looked != nil {
		data.Looked, data.Changes = true, v.bookChanges(&book, looked)
		data.Outlook = v.noticeOf(s.book.Looser(looked, v.desk.Moment()))
	}
	return v.show(page{Template: "change", Title: data.Head.Title, Failed: failed, Data: data})
}

// refusals are what a rule book is refused for, and the member of the rule where
// it is mended.
var refusals = map[string]string{
	"fault.book-floor-not-due": "due", "fault.book-floor-not-for": "applies", "fault.book-floor-missing": "until", "fault.book-floor-later": "from", "fault.book-source-missing": "source",
}

// placed are the faults of a book, each at the question where it can be mended.
func (v *visit) placed(failed error) []wrong {
	all := v.wrongs(failed)
	for i, f := range faultsOf(failed) {
		for _, a := range f.Args {
			switch member := refusals[f.Key]; {
			case a.Name == "number":
				all[i].Path = fmt.Sprint("number.", a.Value)
			case a.Name == "safeguard" && member != "":
				all[i].Path = fmt.Sprint(a.Value, ".", member)
			}
		}
	}
	return all
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
	if err := v.sent(); err != nil {
		return err
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

// propose publishes a version and sends the reader on to it.
func (v *visit) propose(s *signedText, ref string, args any) error {
	receipt, err := v.giveSigned(s, ref, string(s.subject)+".propose", args)
	if err != nil {
		return err
	}
	return v.to(s.path + "/versions/" + receipt.Entry.String() + "?done")
}
