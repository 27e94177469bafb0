package web

import (
	"encoding/json"
	"io"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"amana/domain/access"
	"amana/domain/day"
	"amana/domain/fault"
	"amana/domain/rulebook"
	"amana/domain/safeguard"
	"amana/lang"
)

// numbered is the number that a form was shown with. If another has taken it
// since, the proposal is refused, and the form shown again with the next.
func numbered(form url.Values, next int) int {
	if n, err := strconv.Atoi(form.Get("version")); err == nil && n < next {
		return n
	}
	return next
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
	if err := v.sent(); err != nil {
		return err
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
