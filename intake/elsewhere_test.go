package intake_test

import (
	"strings"
	"testing"

	"amana/domain/access"
	"amana/intake"
)

// A row of another office's person is refused with what to do next, in the same
// words whether or not there is a file; and the other rows are taken.
func TestARowOfAnotherOfficeSaysWhatToDo(t *testing.T) {
	w := newWorld(t)
	here, there := w.enrol(t, "CW-1", "tripoli", access.Caseworker), w.enrol(t, "CW-2", "misrata", access.Caseworker)
	list := func(own, ref, office string) sheets {
		return sheets{
			"persons": {
				{"ref", "date", "given", "born", "sex", "nationality", "destination", "office"},
				{own, "4/3/2026", "Amina", "1990", "woman", "Mali", "Mali", "tripoli"},
				{ref, "4/3/2026", "Musa", "1971", "man", "Mali", "Mali", office},
			},
			"counselling": {{"ref", "person", "what", "date", "option", "explained", "available", "answer"}, {"C1", ref, "option.tell", "6/3/2026", "stay", "yes", "no", "declines"}},
		}
	}
	w.take(t, workbook(t, list("own", "known", "misrata")), func(o *intake.Options) { o.Who = there })
	if c := w.cases(t); len(c) != 1 || c["known"].Case == "" {
		t.Fatalf("%d cases: a caseworker took over another office's", len(c))
	}
	told := map[string]map[string]string{}
	for _, ref := range []string{"known", "unknown"} {
		s := w.take(t, workbook(t, list("own "+ref, ref, "misrata")), func(o *intake.Options) { o.Who = here })
		if s.Opened != 1 || s.Refused != 2 {
			t.Errorf("%s: %+v", ref, s)
		}
		said := reasons(t, s)
		if !strings.Contains(said[ref], "caseworker of that office") {
			t.Errorf("%s: %q", ref, said[ref])
		}
		said["C1"] = strings.ReplaceAll(said["C1"], ref, "it") // what stood in the cell
		said["the row"] = said[ref]
		delete(said, ref)
		told[ref] = said
	}
	if told["known"]["the row"] != told["unknown"]["the row"] || told["known"]["C1"] != told["unknown"]["C1"] {
		t.Errorf("the reason tells whether there is a file: %v", told)
	}
	for _, ref := range []string{"known", "never heard of"} { // told of without the person's own row
		rows := list("x", ref, "misrata")
		delete(rows, "persons")
		said := reasons(t, w.take(t, workbook(t, rows), func(o *intake.Options) { o.Who = here }))
		if !strings.Contains(said["C1"], "No person has this reference") {
			t.Errorf("%s: %v", ref, said)
		}
	}
	s := w.take(t, workbook(t, list("own known", "known", "tripoli")), func(o *intake.Options) { o.Who = here })
	if s.Refused != 2 || !strings.Contains(reasons(t, s)["known"], "another name") {
		t.Errorf("a reference that another office has: %+v %v", s, reasons(t, s))
	}
}
