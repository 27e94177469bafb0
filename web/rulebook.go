package web

import (
	"slices"

	"amana/domain/fault"
	"amana/domain/safeguard"
)

var bookRoutes = []route{
	{pattern: "GET /rulebook", do: (*visit).rulebook},
	{pattern: "GET /rulebook/versions", do: (*visit).versions},
	{pattern: "GET /rulebook/versions/{proposal}", do: (*visit).version},
	{pattern: "GET /rulebook/versions/{proposal}/text", do: (*visit).export},
	{pattern: "POST /rulebook/versions/{proposal}/sign", do: (*visit).signText},
	{pattern: "GET /rulebook/compare", do: (*visit).compare},
	{pattern: "GET /rulebook/change", do: (*visit).changePage},
	{pattern: "POST /rulebook/change", do: (*visit).change},
	{pattern: "POST /rulebook/upload", do: (*visit).upload},
	{pattern: "GET /roles", do: (*visit).rolesPage},
	{pattern: "GET /roles/versions", do: (*visit).versions},
	{pattern: "GET /roles/versions/{proposal}", do: (*visit).version},
	{pattern: "GET /roles/versions/{proposal}/text", do: (*visit).export},
	{pattern: "POST /roles/versions/{proposal}/sign", do: (*visit).signText},
	{pattern: "GET /roles/compare", do: (*visit).compare},
	{pattern: "GET /roles/change", do: (*visit).changePage},
	{pattern: "POST /roles/change", do: (*visit).change},
	{pattern: "POST /roles/upload", do: (*visit).upload},
}

// bookData is the rule book that holds now.
type bookData struct {
	Head    signedHead
	Name    string // of the version; empty: none has force
	Since   string
	Raised  string // that floors hold in its place, and where
	Receipt string // of its proposal
	Path    string // of the version
	Acts    []link // to read the rules of one act only
	Rules   []ruleRow
	Lists   []listRow
	Numbers []numberRow // of no one rule
}

// ruleRow is one rule in words.
type ruleRow struct {
	ID, Title, Met      string
	Draft               bool
	Language            string // in which its words are, where they are not the reader's
	Due, Applies, Owner string
	Floor               string
	From, Until         string
	Sources             []string
	Numbers             []numberRow
}

type listRow struct {
	Title  string
	Values []string
	Floor  string
}

type numberRow struct {
	Name, Label, Value, Floor string
}

func (v *visit) rulebook() error {
	s, err := v.signedText()
	if err != nil {
		return err
	}
	data := bookData{Head: v.signedHead(s)}
	only, err := v.onlyAct()
	if err != nil {
		return err
	}
	if s.force >= 0 {
		one, book := &s.versions[s.force], s.book.InForce(v.desk.Moment())
		data.Name, data.Since = book.Name(), v.say.Time(one.From)
		data.Path, data.Receipt = s.path+"/versions/"+one.Proposed.ID.String(), one.Proposed.ID.String()
		if where := s.book.Below(v.desk.Moment()); len(where) > 0 {
			data.Raised = v.say.Text("rulebook.raised", []fault.Arg{fault.A("where", where)})
		}
		data.Acts = append(data.Acts, link{s.path, v.say.Text("book.every-act", nil), only == ""})
		for _, act := range safeguard.Acts {
			data.Acts = append(data.Acts, link{s.path + "?for=" + string(act), v.say.Act(act), act == only})
		}
		for i := range book.Clauses {
			if c := &book.Clauses[i]; only == "" || slices.Contains(c.Due, only) {
				data.Rules = append(data.Rules, v.ruleRow(book, c))
			}
		}
		data.Lists = v.listRows(book)
		for _, n := range safeguard.Numbers() {
			if len(n.Of) == 0 {
				data.Numbers = append(data.Numbers, v.numberRow(book, n))
			}
		}
	}
	return v.show(page{Template: "rulebook", Title: data.Head.Title, Data: data})
}

// onlyAct is the act whose rules are asked for; "": all.
func (v *visit) onlyAct() (safeguard.Act, error) {
	only := safeguard.Act(v.URL.Query().Get("for"))
	if only != "" && !slices.Contains(safeguard.Acts[:], only) {
		return "", fault.New(fault.Missing, "fault.not-found")
	}
	return only, nil
}

func (v *visit) ruleRow(book *safeguard.Book, c *safeguard.Clause) ruleRow {
	text, language := v.ruleText(c)
	r := ruleRow{
		ID: string(c.ID), Title: text.Title, Met: text.Met, Draft: text.Draft, Due: v.actList(c.Due), Applies: v.classes(c.Applies),
		Owner: v.say.Role(c.Owner), From: v.say.Day(c.From), Sources: c.Source,
	}
	if language != v.say.Language() {
		r.Language = language
	}
	if !c.Until.IsZero() {
		r.Until = v.say.Day(c.Until)
	}
	if acts, classes := safeguard.FloorOf(c.ID); len(acts) > 0 {
		r.Floor = v.say.Text("book.rule-floor", []fault.Arg{fault.A("acts", v.actNames(acts)), fault.A("classes", v.classNames(classes))})
	}
	for _, n := range safeguard.Numbers() {
		if slices.Contains(n.Of, c.ID) {
			r.Numbers = append(r.Numbers, v.numberRow(book, n))
		}
	}
	return r
}

// ruleText is a rule in the reader's words, or else in English.
func (v *visit) ruleText(c *safeguard.Clause) (safeguard.Text, string) {
	if t, there := c.Text[v.say.Language()]; there && t.Title != "" {
		return t, v.say.Language()
	}
	return c.Text["en"], "en"
}

func (v *visit) actNames(acts []safeguard.Act) []string {
	return worded(acts, v.say.Act)
}

func (v *visit) actList(acts []safeguard.Act) string { return v.say.List(v.actNames(acts)) }

func (v *visit) classNames(classes []safeguard.Class) []string {
	return worded(classes, func(c safeguard.Class) string { return v.say.Code("class", string(c)) })
}

func (v *visit) classes(classes []safeguard.Class) string { return v.say.List(v.classNames(classes)) }

// units are how a number is said with what it counts.
var units = map[string]string{
	"hours": "book.unit-hours", "days": "book.unit-days", "years": "book.unit-years", "percent": "book.unit-percent", "count": "book.unit-count",
}

func (v *visit) quantity(n safeguard.Number, value int) string {
	return v.say.Text(units[n.Unit()], []fault.Arg{fault.A("count", value)})
}

func (v *visit) numberRow(book *safeguard.Book, n safeguard.Number) numberRow {
	r := numberRow{Name: n.Name, Label: v.say.Text("knob."+n.Name, nil), Value: "—", Floor: v.floor(n)}
	if value, there := book.Numbers[n.Name]; there {
		r.Value = v.quantity(n, value)
	}
	return r
}

// floor says how loose any book may set a number.
func (v *visit) floor(n safeguard.Number) string {
	edge := []fault.Arg{fault.A("value", v.quantity(n, n.Edge))}
	if n.More {
		return v.say.Text("book.never-less", edge)
	}
	return v.say.Text("book.never-more", edge)
}

var listNames = map[string]string{"options": "book.list-options", "topics": "book.list-topics", "doubtful": "book.list-doubtful", "shortening": "book.list-shortening"}

// listFields are the members of commands that hold the codes of a list.
var listFields = map[string]string{"options": "option", "topics": "topics", "doubtful": "suggestedBy", "shortening": "listed"}

func (v *visit) listRows(book *safeguard.Book) []listRow {
	var all []listRow
	for _, f := range safeguard.ListFloors() {
		all = append(all, listRow{
			Title: v.say.Text(listNames[f.List], nil), Values: v.listValues(f.List, book.List(f.List)),
			Floor: v.listFloor(f),
		})
	}
	return all
}

// listFloor says what no book may leave out of a list; nothing, where each may.
func (v *visit) listFloor(f safeguard.Floor) string {
	if len(f.Values) == 0 {
		return ""
	}
	return v.say.Text("book.list-floor", []fault.Arg{fault.A("values", v.listValues(f.List, f.Values))})
}

func (v *visit) listValues(list string, codes []string) []string {
	return worded(codes, func(code string) string { return v.say.Code(listFields[list], code) })
}

// seesRules says whether somebody may read the rule book, and seesOnlyRoles
// whether they may read the table of roles and not that: so it is before any table
// has force.
func seesRules(v *visit) bool {
	_, err := v.desk.RuleBook(v.who)
	return err == nil
}

func seesRoles(v *visit) bool {
	_, err := v.desk.RolesTable(v.who)
	return err == nil
}

func seesOnlyRoles(v *visit) bool { return seesRoles(v) && !seesRules(v) }
