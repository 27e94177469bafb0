package intake

import (
	"slices"
	"strconv"
	"strings"

	"amana/desk"
	"amana/domain/fault"
	"amana/lang"
)

// summary counts what became of the rows.
func (r *run) summary() Summary {
	s := Summary{
		Rows: r.list.rows, Examples: r.list.examples, Sheets: r.list.sheets, Encoding: r.list.book.encoding,
		Ignored: append([]string{}, r.list.ignored...), Doubtful: append([]int{}, r.list.doubtful...), // JSON's lists are never null
		Suspected: append([]Pair{}, r.told.pairs...), Crowds: append([]Crowd{}, r.told.crowds...), Unread: len(r.told.unread),
		StopsRefused: map[string][]int{}, StopsTaken: map[string][]int{}, Strangers: map[string][]int{},
		Reasons: []Reason{}, Written: r.written,
	}
	for i := range r.outcomes {
		o := &r.outcomes[i]
		for _, row := range o.strangers {
			s.Strangers[row.table.Name] = append(s.Strangers[row.table.Name], row.number)
		}
		s.Opened += o.opened
		s.Corrected += o.corrected
		s.Recorded += o.recorded
		s.Unchanged += o.unchanged
	}
	for _, rows := range s.Strangers {
		slices.Sort(rows)
	}
	if !r.written {
		s.Opened, s.Corrected, s.Recorded = 0, 0, 0
	}
	var last *Row
	bare, speech := r.bare(), lang.New(r.options.Language)
	for _, p := range r.problems() {
		s.Reasons = append(s.Reasons, p.reason(speech, r.options.Language))
		if p.row == last {
			continue
		}
		switch last = p.row; {
		case bare[last]:
			s.StopsTaken[last.table.Name] = append(s.StopsTaken[last.table.Name], last.number)
			continue
		case last.stop != nil:
			s.StopsRefused[last.table.Name] = append(s.StopsRefused[last.table.Name], last.number)
		}
		s.Refused++
	}
	return s
}

// Text is the summary for a terminal: numbers, and no word from the list.
func (s *Summary) Text(language string) string {
	say := lang.New(language)
	lines := []string{say.Text("import.rows", []fault.Arg{fault.A("rows", s.Rows), fault.A("examples", s.Examples)})}
	if s.Written {
		lines = append(lines, say.Text("import.taken", []fault.Arg{
			fault.A("opened", s.Opened), fault.A("corrected", s.Corrected), fault.A("unchanged", s.Unchanged), fault.A("recorded", s.Recorded),
		}))
	} else {
		lines = append(lines, say.Text("import.nothing", nil))
	}
	if s.Refused > 0 {
		lines = append(lines, say.Text("import.refused", []fault.Arg{fault.A("refused", s.Refused)}))
	}
	named := func(rows map[string][]int, sheet string) []fault.Arg {
		return []fault.Arg{fault.A("sheet", SheetTitle(sheet, language)), fault.A("count", len(rows[sheet])), fault.A("rows", some(rows[sheet]))}
	}
	for _, sheet := range sortedKeys(s.StopsRefused) {
		lines = append(lines, say.Text("import.stops-refused", named(s.StopsRefused, sheet)))
	}
	for _, sheet := range sortedKeys(s.StopsTaken) {
		lines = append(lines, say.Text("import.stops-taken", named(s.StopsTaken, sheet)))
	}
	for _, p := range s.Suspected {
		lines = append(lines, say.Text("import.suspected", []fault.Arg{fault.A("case", p.Case), fault.A("other", p.Other)}))
	}
	for _, c := range s.Crowds {
		lines = append(lines, say.Text("import.crowd", []fault.Arg{fault.A("count", c.Files), fault.A("rows", some(c.Rows)), fault.A("once", desk.AtOnce)}))
	}
	if s.Unread > 0 {
		lines = append(lines, say.Text("import.unread", []fault.Arg{fault.A("count", s.Unread)}))
	}
	if len(s.Doubtful) > 0 {
		lines = append(lines, say.Text("import.doubtful", []fault.Arg{fault.A("count", len(s.Doubtful)), fault.A("rows", some(s.Doubtful))}))
	}
	for _, sheet := range sortedKeys(s.Strangers) {
		lines = append(lines, say.Text("import.strangers", named(s.Strangers, sheet)))
	}
	for _, name := range s.Ignored {
		lines = append(lines, say.Text("import.ignored", []fault.Arg{fault.A("name", name)}))
	}
	return strings.Join(lines, "\n") + "\n"
}

// some names the first rows of many.
func some(rows []int) string {
	const most = 20
	var names []string
	for _, n := range rows[:min(len(rows), most)] {
		names = append(names, strconv.Itoa(n))
	}
	if len(rows) > most {
		names = append(names, "…")
	}
	return strings.Join(names, ", ")
}

// EncodingNote says in which encoding a text file was read.
func (s *Summary) EncodingNote(language string) string {
	return lang.New(language).Text("import.encoding", []fault.Arg{fault.A("encoding", s.Encoding)})
}

// ReportNote says where the refused rows are, and that they are personal data.
func (s *Summary) ReportNote(language string) string {
	return lang.New(language).Text("import.report", []fault.Arg{fault.A("file", s.Report)})
}
