package intake_test

import (
	"slices"
	"strings"
	"testing"

	"amana/intake"
)

// protecting are rows with a cell that cannot be read, each of a person of their
// own, and what of it is taken all the same; "": nothing.
var protecting = []struct {
	name, sheet string
	cells       map[string]any
	want        string
}{
	{"asylum, no day", "assessments", map[string]any{"what": "asylum request", "date": "31/2/2026", "words": "help me"}, "asylum.requested"},
	{"asylum, too many words", "assessments", map[string]any{"what": "asylum request", "date": "9/3/2026", "words": strings.Repeat("x", 2500)}, "asylum.requested"},
	{"asylum, a cell of another row", "assessments", map[string]any{"what": "asylum.request", "date": "9/3/2026", "answer": "home"}, "asylum.requested"},
	{"fear, nothing of the talk", "assessments", map[string]any{"what": "fear.ask", "date": "9/3/2026", "talk.mode": "by smoke", "answer": "home"}, "fear.asked"},
	{"fear, a day to come", "assessments", map[string]any{"what": "fear.ask", "date": "9/3/2027", "talk.mode": "in person", "answer": "embassy"}, "fear.asked"},
	{"fear, half an interpreter", "assessments", map[string]any{"what": "fear.ask", "date": "9/3/2026", "talk.mode": "in person", "talk.interpreter.tie": "a cousin", "answer": "no answer"}, "fear.asked"},
	{"a hold, for whom", "assessments", map[string]any{"what": "hold", "date": "9/3/2026", "for": "the minister", "why": "ill"}, "hold.placed"},
	{"a hold, why", "assessments", map[string]any{"what": "hold", "date": "9/3/2026", "for": "health"}, "hold.placed"},
	{"a doubt of capacity, why", "assessments", map[string]any{"what": "capacity.doubt", "date": "9/3/2026", "why": ""}, "capacity.doubted"},
	{"a doubt of age, no day", "assessments", map[string]any{"what": "age.doubt", "date": "", "why": "looks fourteen"}, "age.doubted"},
	{"a real risk, on which sheet", "assessments", map[string]any{"what": "risk.assess", "date": "9/3/2026", "finding": "real risk", "reasons": "a feud"}, "risk.assessed"},
	{"a child's no", "consents", map[string]any{"what": "consent.give", "date": "9/3/2026", "view": "objects", "mark": "a stamp"}, "consent.given"},
	{"not sure when asked again", "consents", map[string]any{"what": "asked again", "date": "9/3/2026", "answer": "not sure"}, "consent.reaffirmed"},
	{"no more sharing", "consents", map[string]any{"what": "sharing.withdraw", "date": "31/2/2026", "recipient": "embassy", "purpose": "entry"}, "sharing.withdrawn"},
	{"wants protection", "counselling", map[string]any{"what": "option.tell", "date": "31/2/2026", "option": "international protection", "answer": "wants it"}, "asylum.requested"},
	{"presumed trafficked", "screenings", map[string]any{"what": "trafficking.screen", "date": "9/3/2026", "presumed": "yes", "act": "perhaps"}, "trafficking.screened"},
	{"unfit", "health", map[string]any{"what": "health.examine", "date": "31/2/2026", "outcome": "unfit"}, "health.examined"},

	{"no fear", "assessments", map[string]any{"what": "fear.ask", "date": "31/2/2026", "talk.mode": "in person", "answer": "no fear"}, ""},
	{"a fear that cannot be read", "assessments", map[string]any{"what": "fear.ask", "date": "9/3/2026", "talk.mode": "in person", "answer": "who knows"}, ""},
	{"of what cannot be read", "assessments", map[string]any{"what": "a prayer", "date": "9/3/2026", "why": "x"}, ""},
	{"free, as far as it can be read", "assessments", map[string]any{"what": "voluntary.assess", "date": "9/3/2026", "talk.mode": "in person", "informed": "perhaps", "uncoerced": "yes", "alternatives": "yes", "evidence": "x"}, ""},
	{"a consent", "consents", map[string]any{"what": "consent.give", "date": "31/2/2026", "talk.mode": "in person", "mark": "signature"}, ""},
	{"declines protection", "counselling", map[string]any{"what": "option.tell", "date": "31/2/2026", "option": "international protection", "answer": "declines"}, ""},
	{"fit", "health", map[string]any{"what": "health.examine", "date": "31/2/2026", "outcome": "fit"}, ""},
	{"an end", "movements", map[string]any{"what": "other ending", "date": "31/2/2026", "outcome": "died"}, ""},
	{"a departure", "movements", map[string]any{"what": "departure", "date": "31/2/2026"}, ""},
}

// protected is a list of all of them: the row of a sheet, and the person's reference
// after their place.
func protected() sheets {
	list := sheets{"persons": {{"ref", "date", "given", "born", "sex", "nationality", "destination"}}}
	columns := map[string][]string{}
	for _, c := range protecting {
		for column := range c.cells {
			if !slices.Contains(columns[c.sheet], column) {
				columns[c.sheet] = append(columns[c.sheet], column)
			}
		}
		slices.Sort(columns[c.sheet])
	}
	for sheet, names := range columns {
		header := []any{"ref", "person"}
		for _, name := range names {
			header = append(header, name)
		}
		list[sheet] = [][]any{header}
	}
	for i, c := range protecting {
		ref := string(rune('A' + i))
		list["persons"] = append(list["persons"], []any{ref, "4/3/2026", unlike(i), "1990", "man", "Mali", "Mali"})
		row := []any{"row " + ref, ref}
		for _, name := range columns[c.sheet] {
			row = append(row, c.cells[name])
		}
		list[c.sheet] = append(list[c.sheet], row)
	}
	return list
}

// A request for asylum, a fear, a hold, a doubt, and whatever else stops a journey
// is taken as a no is: as far as its row says it.
func TestWhatStopsIsTakenWhateverElseItsRowSays(t *testing.T) {
	w := newWorld(t)
	path := workbook(t, protected())
	s := w.take(t, path)
	why, cases, taken := reasons(t, s), w.cases(t), 0
	for i, c := range protecting {
		ref := string(rune('A' + i))
		kinds := w.kinds(t, cases[ref].Case)[1:]
		told := strings.Contains(why["row "+ref], "is stopped all the same")
		if c.want == "" && (len(kinds) > 0 || told) || c.want != "" && (!slices.Equal(kinds, []string{c.want}) || !told) {
			t.Errorf("%s: recorded %v, want %q; the report says %q", c.name, kinds, c.want, why["row "+ref])
		}
		if c.want != "" {
			taken++
		}
	}
	if n := len(slices.Concat(s.StopsTaken["assessments"], s.StopsTaken["consents"], s.StopsTaken["counselling"], s.StopsTaken["screenings"], s.StopsTaken["health"])); n != taken || s.Refused != len(protecting)-taken || len(s.StopsRefused) != 0 {
		t.Errorf("%d taken, want %d: %+v", n, taken, s)
	}
	if text := s.Text("en"); !strings.Contains(text, "could be taken: 11 (assessments: 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)") {
		t.Errorf("the summary says %q", text)
	}
	before := w.size(t)
	if s = w.take(t, path); w.size(t) != before || s.Recorded != 0 {
		t.Errorf("the same again: %+v", s)
	}
}

// What could be read of it is what is recorded, and nothing is claimed of the rest.
func TestWhatStopsSaysWhatCouldBeRead(t *testing.T) {
	w := newWorld(t)
	w.take(t, workbook(t, protected()))
	cases := w.cases(t)
	of := func(name string) (ref string) {
		for i, c := range protecting {
			if c.name == name {
				ref = string(rune('A' + i))
			}
		}
		return ref
	}
	fear := cases[of("fear, a day to come")].File.Assessment.Fears
	if len(fear) != 1 || fear[0].Answer != "embassy" || fear[0].Talk.Understood || fear[0].Talk.OutOfHearing || !fear[0].Since.Equal(now) {
		t.Errorf("the fear: %+v", fear)
	}
	if holds := cases[of("a hold, why")].File.Holds; len(holds) != 1 || holds[0].Kind != "health" {
		t.Errorf("the hold: %+v", holds)
	}
	if holds := cases[of("a hold, for whom")].File.Holds; len(holds) != 1 || holds[0].Kind != "protection" {
		t.Errorf("the hold of nobody known: %+v", holds)
	}
	list := protected()
	for _, row := range list["assessments"] {
		for i := range row {
			if row[i] == "by smoke" {
				row[i] = "in person"
			}
		}
	}
	if s := w.take(t, workbook(t, list)); s.Corrected != 1 {
		t.Errorf("corrected: %+v", s)
	}
}

// Of whom there is a file, what stops waits for no other row.
func TestWhatStopsOfAKnownPersonWaitsForNoRow(t *testing.T) {
	w := newWorld(t)
	list := protected()
	w.take(t, workbook(t, sheets{"persons": list["persons"]}))
	for _, row := range list["persons"][1:] {
		row[1] = "31/2/2026"
	}
	s := w.take(t, workbook(t, list), func(o *intake.Options) { o.Who = w.enrol(t, "CW-1", "tripoli", "caseworker") })
	if n := len(s.StopsTaken["assessments"]); n != 11 || len(s.StopsRefused) != 0 {
		t.Errorf("%d rows of which only what stops was taken: %+v", n, s)
	}
}
