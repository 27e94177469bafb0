package web

import (
	"strconv"
	"strings"

	"amana/domain/day"
	"amana/domain/fault"
	"amana/domain/safeguard"
)

// compareData is two versions side by side.
type compareData struct {
	Head     signedHead
	Path     string
	From, To []option
	Chosen   bool
	Changes  []change
	Loosens  int
	Tightens int
}

func (v *visit) compare() error {
	s, err := v.signedText()
	if err != nil {
		return err
	}
	q := v.URL.Query()
	data := compareData{Head: v.signedHead(s), Path: v.URL.Path}
	from, to := max(s.force-1, 0), max(s.force, len(s.versions)-1)
	if q.Has("from") || q.Has("to") {
		if from, err = s.named(q.Get("from")); err != nil {
			return err
		}
		if to, err = s.named(q.Get("to")); err != nil {
			return err
		}
	}
	data.From, data.To = v.choices(s, from), v.choices(s, to)
	if len(s.versions) > 0 && from != to {
		data.Chosen, data.Changes = true, v.changes(&s.versions[from], &s.versions[to])
	}
	for _, c := range data.Changes {
		switch safeguard.Way(c.Kind) {
		case safeguard.Loosens:
			data.Loosens++
		case safeguard.Tightens:
			data.Tightens++
		case safeguard.Both:
			data.Loosens++
			data.Tightens++
		}
	}
	return v.show(page{Template: "compare", Title: data.Head.Title, Data: data})
}

func (v *visit) choices(s *signedText, chosen int) []option {
	all := make([]option, len(s.versions))
	for i := range s.versions {
		_, standing := v.standing(s, i)
		all[i] = option{s.versions[i].Proposed.ID.String(), v.say.Isolate(v.say.Number(int64(s.versions[i].number))) + " — " + standing, i == chosen}
	}
	return all
}

// change is one difference in words.
type change struct {
	Where, Part     string
	Was, Is         []string // nothing: it is not there
	Mark, Way, Kind string
}

// ways are how a change goes, by mark and word.
var ways = map[safeguard.Way][2]string{
	safeguard.Loosens: {"▽", "book.loosens"}, safeguard.Tightens: {"▲", "book.tightens"}, safeguard.Both: {"◇", "book.both"}, safeguard.Neither: {"·", "book.neither"},
}

func (v *visit) way(c *change, way safeguard.Way) {
	c.Kind, c.Mark, c.Way = string(way), ways[way][0], v.say.Text(ways[way][1], nil)
}

func (v *visit) changes(from, to *signedVersion) []change {
	if to.table != nil {
		return v.tableChanges(from.table, to.table)
	}
	return v.bookChanges(from.book, to.book)
}

// bookChanges says what the second of two books has otherwise.
func (v *visit) bookChanges(from, to *safeguard.Book) []change {
	numbers := map[string]safeguard.Number{}
	for _, n := range safeguard.Numbers() {
		numbers[n.Name] = n
	}
	var all []change
	for _, d := range from.Differences(to) {
		var c change
		v.way(&c, d.Way)
		n, isNumber := numbers[d.Where]
		switch {
		case isNumber:
			c.Where = v.say.Text("knob."+d.Where, nil)
			c.Was, c.Is = v.quantities(n, d.Was), v.quantities(n, d.Is)
		case listNames[d.Where] != "":
			c.Where, c.Was, c.Is = v.say.Text(listNames[d.Where], nil), v.listValues(d.Where, d.Was), v.listValues(d.Where, d.Is)
		default:
			c.Where = v.ruleNamed(safeguard.ID(d.Where), to, from)
			c.Part, c.Was, c.Is = v.part(d.Part), v.partValues(d.Part, d.Was), v.partValues(d.Part, d.Is)
			if d.Part == "" {
				c.Was, c.Is = v.wholeRule(d.Was), v.wholeRule(d.Is)
			}
		}
		all = append(all, c)
	}
	return all
}

func (v *visit) quantities(n safeguard.Number, values []string) []string {
	return worded(values, func(text string) string {
		value, _ := strconv.Atoi(text) // Differences wrote it
		return v.quantity(n, value)
	})
}

// wholeRule says that a rule is there, where all of it came or went.
func (v *visit) wholeRule(ids []string) []string {
	if len(ids) == 0 {
		return nil
	}
	return []string{v.say.Text("book.a-rule", nil)}
}

func (v *visit) ruleNamed(id safeguard.ID, books ...*safeguard.Book) string {
	for _, b := range books {
		for i := range b.Clauses {
			if c := &b.Clauses[i]; c.ID == id {
				t, _ := v.ruleText(c)
				return t.Title
			}
		}
	}
	return string(id)
}

var partNames = map[string]string{
	"due": "book.due", "applies": "book.applies", "from": "book.from", "until": "book.until", "logic": "book.logic", "owner": "book.owner", "source": "book.sources",
}

func (v *visit) part(part string) string {
	if language, isText := strings.CutPrefix(part, "text."); isText {
		return v.say.Text("book.words-in", []fault.Arg{fault.A("language", language)})
	}
	if part == "" {
		return ""
	}
	return v.say.Text(partNames[part], nil)
}

func (v *visit) partValues(part string, values []string) []string {
	all := make([]string, len(values))
	for i, text := range values {
		switch part {
		case "due":
			text = v.say.Act(safeguard.Act(text))
		case "applies":
			text = v.say.Code("class", text)
		case "from", "until":
			if d, err := day.Parse(text); err == nil {
				text = v.say.Day(d)
			}
		case "owner":
			text = v.say.Text("role."+text, nil)
		default:
			if strings.HasPrefix(part, "text.") && i == 2 {
				text = v.say.Text("book.draft", nil)
			}
		}
		all[i] = text
	}
	return all
}
