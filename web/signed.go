package web

import (
	"strconv"
	"strings"
	"time"

	"amana/desk"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/rulebook"
	"amana/domain/safeguard"
)

// signedText is what two officers sign: the rule book, or the table of roles,
// with every version that was proposed, oldest first.
type signedText struct {
	subject   casefile.Subject
	path, ref string
	versions  []signedVersion
	force     int // which of them has force; -1: none
	book      *rulebook.State
	roles     *rulebook.Roles
}

// signedVersion is one of them; either book or table.
type signedVersion struct {
	*rulebook.Signing
	number  int
	outlook rulebook.Outlook
	book    *safeguard.Book
	table   *access.Table
}

// signedText reads the one that the path is about.
func (v *visit) signedText() (*signedText, error) {
	now := v.desk.Moment()
	if strings.HasPrefix(v.URL.Path, "/roles") {
		s := &signedText{subject: casefile.Roles, path: "/roles", ref: desk.RolesReference, force: -1}
		var err error
		if s.roles, err = v.desk.RolesTable(v.who); err != nil {
			return nil, err
		}
		for i := range s.roles.Versions {
			one := &s.roles.Versions[i]
			s.add(signedVersion{Signing: &one.Signing, number: i + 1, table: &one.Table, outlook: s.roles.Outlook(one.Proposed.ID, now)}, now)
		}
		return s, nil
	}
	s := &signedText{subject: casefile.Rules, path: "/rulebook", force: -1}
	var err error
	if s.book, err = v.desk.RuleBook(v.who); err != nil || s.book == nil {
		return s, err
	}
	s.ref = s.book.ID
	for i := range s.book.Versions {
		one := &s.book.Versions[i]
		s.add(signedVersion{Signing: &one.Signing, number: one.Book.Version, book: &one.Book, outlook: s.book.Outlook(one.Proposed.ID, now)}, now)
	}
	return s, nil
}

func (s *signedText) add(one signedVersion, now time.Time) {
	if !one.From.IsZero() && !one.From.After(now) {
		s.force = len(s.versions)
	}
	s.versions = append(s.versions, one)
}

// named is the version that a reader means: by the entry that proposed it, or by
// its number, where the one that both sides signed comes before any other.
func (s *signedText) named(text string) (int, error) {
	found := -1
	for i := range s.versions {
		one := &s.versions[i]
		if one.Proposed.ID.String() == text {
			return i, nil
		}
		if strconv.Itoa(one.number) == text && (found < 0 || len(one.outlook.Lacks) == 0) {
			found = i
		}
	}
	if found < 0 {
		return 0, fault.New(fault.Missing, "fault.not-found")
	}
	return found, nil
}

// may says whether the reader may do something to it: propose, sign.
func (v *visit) may(s *signedText, does string) bool {
	return v.mayEver(string(s.subject)+"."+does, subjectOf(s))
}

func subjectOf(s *signedText) access.Subject { return access.Subject{Kind: string(s.subject)} }

// readsLog says whether the reader may ask about any entry of the log.
func (v *visit) readsLog() bool { return v.mayEver("log.read", access.Subject{}) }

// signedHead is what stands above every page of the rule book and of the roles.
type signedHead struct {
	Title string
	Pages []link
}

func (v *visit) signedHead(s *signedText) signedHead {
	h := signedHead{Title: v.say.Text("book.rulebook", nil)}
	if s.roles != nil {
		h.Title = v.say.Text("book.roles", nil)
	}
	add := func(path, name string) {
		h.Pages = append(h.Pages, link{path, v.say.Text(name, nil), v.URL.Path == path})
	}
	add(s.path, "book.in-force")
	add(s.path+"/versions", "book.versions")
	if len(s.versions) > 1 {
		add(s.path+"/compare", "book.compare")
	}
	if v.may(s, "propose") {
		add(s.path+"/change", "book.change")
	}
	switch {
	case s.roles != nil && seesRules(v):
		add("/rulebook", "book.rulebook")
	case s.roles == nil && seesRoles(v):
		add("/roles", "book.roles")
	}
	return h
}

// standing is where a version stands, in words and by a mark.
func (v *visit) standing(s *signedText, i int) (mark, words string) {
	one, now := &s.versions[i], v.desk.Moment()
	from := []fault.Arg{fault.A("from", one.From)}
	switch {
	case i == s.force:
		return "✓", v.say.Text("book.holds-since", from)
	case !one.From.IsZero() && one.From.After(now):
		return "·", v.say.Text("book.will-hold", from)
	case !one.From.IsZero():
		return "–", v.say.Text("book.held-once", from)
	case one.outlook.Passed:
		return "–", v.say.Text("book.passed", nil)
	case len(one.outlook.Lacks) == 0:
		return "?", v.say.Text("book.awaits-witnesses", nil)
	case len(one.outlook.Lacks) == 1:
		return "?", v.say.Text("book.lacks", []fault.Arg{fault.A("side", one.outlook.Lacks[0])})
	}
	return "?", v.say.Text("book.lacks-both", nil)
}

// outlookWords says from when a version would hold, and why.
func (v *visit) outlookWords(one *signedVersion) string {
	o := one.outlook
	switch {
	case o.Passed:
		return v.say.Text("book.passed-why", nil)
	case len(o.Lacks) == 0 && len(o.Loosens) == 0:
		return v.say.Text("book.held-at-once", []fault.Arg{fault.A("from", o.From)})
	case len(o.Loosens) == 0:
		return v.say.Text("book.would-hold-at-once", nil)
	case o.From.IsZero():
		return v.say.Text("book.notice-from-witnesses", nil)
	case one.Awaits:
		return v.say.Text("book.notice-witnessed", []fault.Arg{fault.A("from", o.From), fault.A("day", one.Witnessed.Until)})
	}
	return v.say.Text("book.notice-published", []fault.Arg{fault.A("from", o.From), fault.A("day", one.Proposed.Until)})
}
