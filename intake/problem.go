package intake

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"amana/domain/fault"
	"amana/lang"
)

// Problem is why a row was not taken.
type Problem struct {
	row    *Row
	column string // code; "" for the row as a whole
	value  string
	why    error
}

// problems is every problem, in the order of the file.
func (r *run) problems() []Problem {
	all := slices.Clone(r.list.problems)
	for i := range r.outcomes {
		all = append(all, r.outcomes[i].problems...)
	}
	slices.SortStableFunc(all, func(a, b Problem) int {
		return cmp.Or(a.row.sheet-b.row.sheet, a.row.number-b.row.number)
	})
	return all
}

// sentence is a problem as a person reads it: the row of the list, the column,
// the value, why, and what may stand there.
func (p *Problem) sentence(speech *lang.Printer, language string) string {
	where := strconv.Itoa(p.row.number)
	if p.column != "" {
		where += " · " + p.row.table.Title(p.column, language)
	}
	if p.value != "" {
		where += " · “" + strings.ReplaceAll(p.value, "\n", " ") + "”"
	}
	return where + ": " + p.detail(speech, language)
}

// reason is a problem without the value.
func (p *Problem) reason(speech *lang.Printer, language string) Reason {
	said := Reason{Sheet: p.row.table.Name, Row: p.row.number, Column: p.column, Detail: p.detail(speech, language)}
	if f := fault.Of(p.why); f != nil {
		said.Code = f.Key
	}
	return said
}

// detail is why, and what may stand there.
func (p *Problem) detail(speech *lang.Printer, language string) string {
	why, choices := p.why, ""
	if f := fault.Of(why); f != nil && p.column != "" {
		choices, why = p.inColumn(f, language)
	}
	_, detail := speech.Fault(why)
	return detail + choices
}

// inColumn is a fault in the words of the column: the title stands before it,
// and codes are called what the list calls them.
func (p *Problem) inColumn(f *fault.Fault, language string) (choices string, why error) {
	c, plain := p.row.table.column(p.column), *f
	plain.Field = ""
	if c == nil {
		return "", &plain
	}
	words := c.choices(language)
	switch {
	case len(words) == 0:
	case f.Key == "fault.not-a-code":
		plain.Args = []fault.Arg{fault.A("codes", words)}
	case f.Key == "fault.missing-field":
		choices = " [" + strings.Join(words, " / ") + "]"
	}
	return choices, &plain
}

// bare is a fault without the field that it names: the column says it.
func bare(err error) error {
	if f, ok := err.(*fault.Fault); ok {
		g := *f
		g.Field = ""
		return &g
	}
	return err
}
