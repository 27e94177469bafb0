package intake

import (
	"reflect"
	"strconv"
	"strings"

	"amana/desk/shape"
	"amana/domain/day"
	"amana/domain/ledger"
)

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
