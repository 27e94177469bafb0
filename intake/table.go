package intake

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"amana/desk/shape"
	"amana/domain/casefile"
	"amana/domain/day"
	"amana/domain/ledger"
)

// use is one command that rows of a sheet can give.
type use struct {
	command string
	rename  map[string]string // member → column, where the member's name is another column's
	fixed   map[string]string // member → what every row says
	blank   map[string]string // member → what an empty cell says: the answer that claims least
	skip    []string          // members that only Amana can fill
}

// Names of columns that every sheet has.
const (
	colRef      = "ref"
	colPerson   = "person"
	colWhat     = "what"
	colHappened = "happened"
	colOfficer  = "officer" // of sheets of acts for which somebody can stand
	colReason   = "reason"  // of a file of refused rows; not read
)

// Names of sheets.
const (
	Persons   = "persons"
	movements = "movements"
)

// quiet is what an empty cell says of how a talk was held.
var quiet = map[string]string{
	"talk.language": "und", "talk.understood": "no", "talk.outOfHearing": "no", "talk.outOfSight": "no", "talk.control": "held",
	"talk.witness": "none", "talk.interpreter.confidentiality": "no", "talk.interpreter.acceptedAlone": "no",
}

func quietly(more map[string]string) map[string]string {
	all := map[string]string{}
	for k, v := range quiet {
		all[k] = v
	}
	for k, v := range more {
		all[k] = v
	}
	return all
}

// Nothing stands for words of which no record was kept.
const nothing = "—"

// noText is the version of a declaration that was not to a text of Amana's: it
// is never an approved one.
const noText = "9999"

// layout is every sheet with the commands that its rows can give.
var layout = []struct {
	name string
	uses []use
}{
	{Persons, []use{
		{command: "case.open", skip: []string{"wish", "mother", "reference"}, blank: map[string]string{"languages": "und", "nationalities": "unknown"}},
		{command: "household.join"},
		{command: "custody.record", fixed: map[string]string{"date": "first-contact"}},
	}},
	{"counselling", []use{
		{command: "wish.state", blank: quietly(map[string]string{"ownWords": "no", "optionsFirst": "no"})},
		{command: "counselling.hold", blank: quietly(map[string]string{"question": nothing, "limited": "no"})},
		{command: "counselling.extend", blank: quietly(nil)},
		{command: "option.tell", blank: quietly(map[string]string{"explained": "no", "available": "unknown", "answer": "no-answer"})},
		{command: "order.ask", blank: quietly(map[string]string{"checked": "no", "legalHelp": "no"})},
	}},
	{"screenings", []use{
		{command: "screening.record", blank: quietly(map[string]string{"household": "no", "refused": "no"})},
		{command: "trafficking.screen", blank: quietly(map[string]string{"act": "no-answer", "means": "no-answer", "purpose": "no-answer", "presumed": "no"})},
		{command: "trafficking.assess", blank: map[string]string{"chose": "no", "safetyPlan": "no", "reflection": "no"}},
		{command: "need.find"},
		{command: "need.answer", rename: map[string]string{"need": "answers"}, blank: map[string]string{"chose": "no"}},
	}},
	{"assessments", []use{
		{command: "voluntary.assess", blank: quietly(nil)},
		{command: "fear.ask", blank: quietly(map[string]string{"byState": "yes"})},
		{command: "risk.assess", rename: map[string]string{"sheet": "countrySheet"}},
		{command: "asylum.request"},
		{command: "unhcr.request"},
		{command: "capacity.doubt"},
		{command: "age.doubt"},
		{command: "interests.assess"},
		{command: "family.ask", rename: map[string]string{"alone": "askedAlone"}, blank: quietly(map[string]string{"alone": "no"})},
		{command: "hold.place", rename: map[string]string{"reason": "why"}},
	}},
	{"consents", []use{
		{command: "consent.give", fixed: map[string]string{"text": "return-declaration"}, blank: quietly(map[string]string{"version": noText, "language": "und", "mark": "none"})},
		{command: "consent.withdraw"},
		{command: "consent.report"},
		{command: "consent.reaffirm", blank: quietly(nil)},
		{command: "sharing.consent", blank: quietly(nil)},
		{command: "sharing.withdraw", blank: quietly(nil)},
	}},
	{"documents", []use{
		{command: "document.record"},
		{command: "exit.record"},
		{command: "entry.confirm"},
	}},
	{"health", []use{
		{command: "health.examine"},
		{command: "health.check", blank: map[string]string{"arranged": "no"}},
	}},
	{movements, []use{
		{command: "departure.record"},
		{command: "arrival.record"},
		{command: "transfer.make"},
		{command: "custody.record", rename: map[string]string{"date": "heldAt"}},
		{command: "case.end", rename: map[string]string{"reason": "why"}},
	}},
}

// Kind is how the cells of a column are read.
type Kind string

const (
	Text   Kind = "text"
	Number Kind = "number"
	YesNo  Kind = "yes-no"
	Code   Kind = "code"
	Date   Kind = "date"
	RowRef Kind = "row" // the reference of another row
)

// Column is one column of a sheet.
type Column struct {
	Code   string
	Kind   Kind
	Many   bool     // several values in one cell
	Codes  []string // of Code: every one that some row may have
	Format string   // of Text: country, nationality, language, reference, code
	Long   bool     // of Text: it may have lines
	Docs   []string // in English, from the struct tags

	members map[string]*member // by command
}

// Needed says for which of the sheet's commands a cell must be filled.
func (c *Column) Needed() []string {
	var all []string
	for _, name := range sortedKeys(c.members) {
		if m := c.members[name]; m.required && m.blank == "" && !c.Many {
			all = append(all, name)
		}
	}
	return all
}

// member is one member of a command's arguments.
type member struct {
	path     string // "talk.language"
	required bool
	blank    string
	codes    []string
}

// Table is one sheet.
type Table struct {
	Name    string
	Columns []*Column
	Whats   []string // the commands that its rows can give

	uses map[string]*use
	by   map[string]*Column
}

// column finds a column by its code, or is nil.
func (t *Table) column(code string) *Column { return t.by[code] }

// Tables are the sheets, with columns made from the arguments of their commands.
func Tables() []*Table {
	all := make([]*Table, 0, len(layout))
	for _, l := range layout {
		t := &Table{Name: l.name, uses: map[string]*use{}, by: map[string]*Column{}}
		t.add(&Column{Code: colRef, Kind: Text})
		if l.name != Persons {
			t.add(&Column{Code: colPerson, Kind: Text})
			t.add(&Column{Code: colWhat, Kind: Code})
		}
		t.add(&Column{Code: colHappened, Kind: Date})
		if l.name != Persons && l.name != movements {
			t.add(&Column{Code: colOfficer, Kind: Text})
		}
		for i := range l.uses {
			t.use(&l.uses[i])
		}
		if what := t.by[colWhat]; what != nil {
			what.Codes = t.Whats
		}
		all = append(all, t)
	}
	return all
}

func (t *Table) add(c *Column) *Column {
	if old := t.by[c.Code]; old != nil {
		return old
	}
	t.Columns = append(t.Columns, c)
	t.by[c.Code] = c
	return c
}

func (t *Table) use(u *use) {
	t.uses[u.command] = u
	t.Whats = append(t.Whats, u.command)
	k, known := casefile.Imported(u.command)
	if !known {
		panic("intake: " + u.command + " cannot be imported")
	}
	t.flatten(u, reflect.TypeOf(k.Zero), "", false)
}

// flatten makes a column of each member that a person can fill in.
func (t *Table) flatten(u *use, of reflect.Type, prefix string, optional bool) {
	for _, m := range shape.Members(of) {
		path := prefix + m.Name
		typ := m.Type
		if typ.Kind() == reflect.Pointer {
			typ = typ.Elem()
		}
		if slices.Contains(u.skip, path) || u.fixed[path] != "" {
			continue
		}
		if typ.Kind() == reflect.Struct && typ != reflect.TypeFor[day.Day]() {
			t.flatten(u, typ, path+".", optional || !m.Required)
			continue
		}
		made, ok := columnOf(typ, m)
		if !ok {
			continue
		}
		key := path
		if strings.HasPrefix(path, "interpreter.") { // one set of columns says who interpreted
			key = "talk." + path
		}
		made.Code = key
		if as := u.rename[path]; as != "" {
			made.Code = as
		}
		c := t.add(made)
		if c.Kind != made.Kind || c.Many != made.Many || c.Format != made.Format {
			panic("intake: " + t.Name + "." + c.Code + " is of two kinds")
		}
		if c.members == nil {
			c.members = map[string]*member{}
		}
		if !slices.Contains(c.Docs, made.Docs[0]) {
			c.Docs = append(c.Docs, made.Docs...)
		}
		for _, code := range made.Codes {
			if !slices.Contains(c.Codes, code) {
				c.Codes = append(c.Codes, code)
			}
		}
		c.members[u.command] = &member{path: path, required: m.Required && !optional, blank: u.blank[key], codes: made.Codes}
	}
}

// columnOf says how a member's cells are read; false for what nobody writes in
// a list: names of events and of users.
func columnOf(t reflect.Type, m shape.Member) (*Column, bool) {
	most, _ := strconv.Atoi(m.Tag.Get("max"))
	c := &Column{Kind: Text, Long: most > 300, Docs: []string{m.Tag.Get("doc")}, Format: m.Tag.Get("format")}
	if t == reflect.TypeFor[ledger.Hash]() {
		c.Kind = RowRef
		return c, true
	}
	if t.Kind() == reflect.Slice {
		c.Many, t = true, t.Elem()
	}
	switch {
	case t == reflect.TypeFor[day.Day]():
		c.Kind = Date
	case t.Kind() == reflect.Bool:
		c.Kind = YesNo
	case t.Kind() == reflect.Int:
		c.Kind = Number
	case t.Kind() == reflect.String:
		if c.Codes = codesOf(t, m.Tag); c.Codes != nil {
			c.Kind = Code
		}
	default:
		return nil, false
	}
	return c, true
}

func codesOf(t reflect.Type, tag reflect.StructTag) []string {
	if c, ok := reflect.Zero(t).Interface().(shape.Coded); ok {
		return c.Codes()
	}
	if s := tag.Get("codes"); s != "" {
		return strings.Split(s, ",")
	}
	return nil
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
