package intake

import (
	"cmp"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"

	"amana/desk/shape"
	"amana/domain/casefile"
	"amana/domain/day"
)

// Table is one sheet.
type Table struct {
	Name    string
	Columns []*Column
	Whats   []string // the commands that its rows can give

	uses   map[string]*use
	by     map[string]*Column
	titles func() map[string]*Column // by what the list may call them
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
		t.titles = sync.OnceValue(t.titlesOf)
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
		if path == "talk.minutes" { // one column says how long it lasted
			key = "minutes"
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
		c.Docs, c.Codes = union(c.Docs, made.Docs), union(c.Codes, made.Codes)
		c.members[u.command] = &member{path: path, required: m.Required && !optional, blank: cmp.Or(u.blank[key], quiet[key]), codes: made.Codes}
	}
}

// union is a, and what b has besides.
func union(a, b []string) []string {
	for _, x := range b {
		if !slices.Contains(a, x) {
			a = append(a, x)
		}
	}
	return a
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
