package intake

import (
	"encoding/json"
	"slices"
	"strings"

	"amana/domain/fault"
	"amana/lang"
)

// arguments makes the arguments of one command of the row.
func (r *reader) arguments(d *deed) json.RawMessage {
	args := map[string]any{}
	interpreted := r.interpreted()
	for _, c := range r.table.Columns {
		m := c.members[d.command]
		if m == nil {
			continue
		}
		group := strings.HasPrefix(c.Code, "talk.interpreter.")
		v, given := r.value(d, c, m, m.required || group && interpreted)
		if given && (!group || interpreted) {
			put(args, m.path, v)
		}
	}
	for path, v := range r.table.uses[d.command].fixed {
		put(args, path, v)
	}
	text, err := json.Marshal(args)
	if err != nil {
		panic(err) // strings, numbers, booleans and maps of them
	}
	return text
}

func (r *reader) interpreted() bool {
	for code, v := range r.values {
		if strings.HasPrefix(code, "talk.interpreter.") && v.Text != "" {
			return true
		}
	}
	return false
}

// put sets the member at a path, making the objects on the way.
func put(args map[string]any, path string, v any) {
	for {
		name, rest, deeper := strings.Cut(path, ".")
		if !deeper {
			args[name] = v
			return
		}
		inner, _ := args[name].(map[string]any)
		if inner == nil {
			inner = map[string]any{}
			args[name] = inner
		}
		args, path = inner, rest
	}
}

// value reads one cell as a command's member. An empty one is what the sheet
// says it is, no value where there need be none, and else a problem.
func (r *reader) value(d *deed, c *Column, m *member, required bool) (any, bool) {
	r.used[c.Code] = true
	cell := r.values[c.Code]
	if cell.Text == "" {
		switch {
		case c.Code == "office" && r.office != "":
			return r.office, true
		case m.blank != "":
			cell = Cell{Text: m.blank}
		case required && c.Many:
			return []string{}, true
		case required:
			r.bad(c.Code, "", fault.New(fault.Invalid, "fault.missing-field"))
			return nil, false
		default:
			return nil, false
		}
	}
	v, err := r.convert(d, c, m, cell)
	if err != nil {
		r.bad(c.Code, cell.Text, err)
	}
	return v, err == nil && v != nil
}

func (r *reader) convert(d *deed, c *Column, m *member, cell Cell) (any, error) {
	switch c.Kind {
	case YesNo:
		return readYesNo(cell.Text)
	case Number:
		return readNumber(cell.Text)
	case Code:
		if !c.Many {
			return r.lexicon[c.Code].code(cell.Text, m.codes)
		}
		return many(cell.Text, func(s string) (string, error) { return r.lexicon[c.Code].code(s, m.codes) })
	case Date:
		return r.date(d, c, cell)
	case RowRef:
		d.answers = cell.Text
		return nil, nil // known only when it is recorded
	}
	one := r.textReader(c)
	if c.Many {
		return many(cell.Text, one)
	}
	return one(cell.Text)
}

func (r *reader) textReader(c *Column) func(string) (string, error) {
	if c.Code == "office" {
		return r.officeOf
	}
	switch c.Format {
	case "country":
		return readCountry
	case "language":
		return readLanguage
	case "nationality":
		return readNationality
	}
	return func(s string) (string, error) {
		if !c.Long {
			s = strings.ReplaceAll(s, "\n", " ")
		}
		return s, nil
	}
}

// officeOf is the office that a list calls by its code or its name; what is none is
// refused by the desk.
func (r *reader) officeOf(s string) (string, error) {
	s = strings.TrimSpace(s)
	for _, office := range r.offices {
		if strings.EqualFold(s, office) || slices.ContainsFunc(written[:], func(l string) bool { return strings.EqualFold(s, lang.New(l).Code("office", office)) }) {
			return office, nil
		}
	}
	return s, nil
}

func many(s string, one func(string) (string, error)) (any, error) {
	if v, err := one(s); err == nil && len(split(s)) > 1 {
		return []string{v}, nil // a word that holds a separator itself
	}
	var all []string
	for _, part := range split(s) {
		v, err := one(part)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(all, v) {
			all = append(all, v)
		}
	}
	return all, nil
}

// date reads a day. A birth may be known to the month or the year only.
func (r *reader) date(d *deed, c *Column, cell Cell) (any, error) {
	span, err := readDate(cell, r.today)
	switch {
	case err != nil:
		return nil, err
	case d.command != "case.open" && !span.exact():
		return nil, errExact
	case c.Code == "bornTo":
		return span.To, nil
	case c.Code == "born" && !span.exact() && r.values["bornTo"].Text == "":
		to := Cell{Text: span.To.String()}
		if span.To.After(r.today) {
			to.Text = r.today.String()
		}
		r.values["bornTo"] = to
	}
	return span.From, nil
}
