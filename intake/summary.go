package intake

import (
	"strconv"
	"strings"

	"amana/domain/fault"
	"amana/lang"
)

// someRows is how many rows of one kind are named.
const someRows = 20

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
	for _, p := range s.Suspected {
		lines = append(lines, say.Text("import.suspected", []fault.Arg{fault.A("case", p.Case), fault.A("other", p.Other)}))
	}
	for at := 0; at < len(s.Strangers); {
		sheet, rows := s.Strangers[at].Sheet, []string{}
		for ; at < len(s.Strangers) && s.Strangers[at].Sheet == sheet; at++ {
			rows = append(rows, strconv.Itoa(s.Strangers[at].Row))
		}
		n := len(rows)
		if n > someRows {
			rows = append(rows[:someRows:someRows], "…")
		}
		lines = append(lines, say.Text("import.strangers", []fault.Arg{
			fault.A("sheet", SheetTitle(sheet, language)), fault.A("count", n), fault.A("rows", strings.Join(rows, ", ")),
		}))
	}
	for _, name := range s.Ignored {
		lines = append(lines, say.Text("import.ignored", []fault.Arg{fault.A("name", name)}))
	}
	return strings.Join(lines, "\n") + "\n"
}

// EncodingNote says in which encoding a text file was read.
func (s *Summary) EncodingNote(language string) string {
	return lang.New(language).Text("import.encoding", []fault.Arg{fault.A("encoding", s.Encoding)})
}

// ReportNote says where the refused rows are, and that they are personal data.
func (s *Summary) ReportNote(language string) string {
	return lang.New(language).Text("import.report", []fault.Arg{fault.A("file", s.Report)})
}
