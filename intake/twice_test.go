package intake_test

import (
	"slices"
	"strings"
	"testing"

	"amana/intake"
)

// A reference that stands twice is a slip of whoever wrote the list: what either
// row stops is stopped for whom the row names, and both come back.
func TestANoWhoseReferenceStandsTwiceIsTaken(t *testing.T) { onEach(t, aNoThatStandsTwice) }

func aNoThatStandsTwice(t *testing.T, newWorld maker) {
	no := func(person, day, channel string) []any { return []any{"K", person, "withdrawal", day, channel} }
	for name, c := range map[string]struct {
		rows  [][]any
		taken []int
		one   []string // by which channels the first said it
		two   []string // and the second
	}{
		"of two people":         {[][]any{no("1", "9/3/2026", "phone"), no("2", "9/3/2026", "sms")}, []int{2, 3}, []string{"phone"}, []string{"sms"}},
		"of one":                {[][]any{no("1", "9/3/2026", "phone"), no("1", "10/3/2026", "sms")}, []int{2, 3}, []string{"phone", "sms"}, nil},
		"the very same":         {[][]any{no("1", "9/3/2026", "phone"), no("1", "9/3/2026", "phone")}, []int{2, 3}, []string{"phone"}, nil},
		"three times":           {[][]any{no("1", "9/3/2026", "phone"), no("2", "9/3/2026", "phone"), no("1", "9/3/2026", "sms")}, []int{2, 3, 4}, []string{"phone", "sms"}, []string{"phone"}},
		"beside a consent":      {[][]any{{"K", "1", "consent.give", "8/3/2026", "", "in person"}, no("1", "9/3/2026", "phone")}, []int{3}, []string{"phone"}, nil},
		"before a consent":      {[][]any{no("1", "9/3/2026", "phone"), {"K", "2", "consent.give", "8/3/2026", "", "in person"}}, []int{2}, []string{"phone"}, nil},
		"and cannot be read":    {[][]any{no("1", "31/2/2026", "pigeon"), no("2", "31/2/2026", "sms")}, []int{2, 3}, []string{"other"}, []string{"sms"}},
		"of nobody and of them": {[][]any{no("9", "9/3/2026", "phone"), no("2", "9/3/2026", "sms")}, []int{3}, nil, []string{"sms"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			list := said(c.rows...)
			list["persons"][2][3] = "1971"
			path := workbook(t, list)
			s := w.take(t, path)
			cases := w.cases(t)
			if one, two := channels(cases["1"].File), channels(cases["2"].File); !slices.Equal(one, c.one) || !slices.Equal(two, c.two) {
				t.Errorf("the first said it by %v, want %v; the second by %v, want %v", one, c.one, two, c.two)
			}
			if !slices.Equal(s.StopsTaken["consents"], c.taken) || s.Refused != len(c.rows)-len(c.taken) {
				t.Errorf("%+v", s)
			}
			for _, row := range readBack(t, s.Report)["consents"][1:] {
				if !strings.Contains(row[len(row)-1], "Another row has the same reference") {
					t.Errorf("a row came back because of %q", row[len(row)-1])
				}
			}
			before := w.size(t)
			if s = w.take(t, path); w.size(t) != before || s.Recorded != 0 {
				t.Errorf("the same again: %+v", s)
			}
			for i, row := range list["consents"][1:] {
				row[0] = "K" + string(rune('1'+i))
			}
			list["persons"] = append(list["persons"], []any{"9", "4/3/2026", "Sira", "1980", "woman", "Mali", "Mali"})
			list["consents"] = slices.DeleteFunc(list["consents"], func(row []any) bool { return row[3] == "31/2/2026" })
			if s = w.take(t, workbook(t, list)); s.Refused != 0 || len(s.StopsTaken) != 0 {
				t.Errorf("each with its own: %+v %v", s, reasons(t, s))
			}
		})
	}
}

// A no whose row has no reference of its own is of whom it names; the row comes back.
func TestANoWithoutAReferenceIsTaken(t *testing.T) {
	w := newWorld(t)
	no := func(ref, person, channel string) []any { return []any{ref, person, "withdrawal", "9/3/2026", channel} }
	list := said(no("", "1", "phone"), no("", "1", "sms"), no("", "2", "phone"), no("", "", "phone"))
	list["persons"][2][3] = "1971"
	path := workbook(t, list)
	s := w.take(t, path)
	cases := w.cases(t)
	if one, two := channels(cases["1"].File), channels(cases["2"].File); !slices.Equal(one, []string{"phone", "sms"}) || !slices.Equal(two, []string{"phone"}) {
		t.Errorf("the first said it by %v, the second by %v", one, two)
	}
	if !slices.Equal(s.StopsTaken["consents"], []int{2, 3, 4}) || !slices.Equal(s.StopsRefused["consents"], []int{5}) || s.Refused != 1 {
		t.Errorf("%+v", s)
	}
	before := w.size(t)
	if s = w.take(t, path); w.size(t) != before || s.Recorded != 0 {
		t.Errorf("the same again: %+v", s)
	}
}

// Where a person's own reference stands twice, who is on file under it gets the no;
// where nobody is, its row says that it is not on record, and whom to tell.
func TestANoOfAPersonWhoseReferenceStandsTwice(t *testing.T) {
	const lost = "is NOT stopped"
	w := newWorld(t)
	list := said([]any{"K", "1", "withdrawal", "9/3/2026", "phone"})
	list["persons"][2] = []any{"1", "4/3/2026", "Musa", "1971", "man", "Mali", "Mali"}
	list["assessments"] = [][]any{{"ref", "person", "what", "date", "why"}, {"H", "1", "age.doubt", "9/3/2026", "looks young"}, {"H2", "1", "unhcr.request", "9/3/2026", ""}}
	path := workbook(t, list)
	s := w.take(t, path)
	why := reasons(t, s)
	for _, ref := range []string{"K", "H"} {
		if !strings.Contains(why[ref], lost) || !strings.Contains(why[ref], "Tell") {
			t.Errorf("%s: the report says %q", ref, why[ref])
		}
	}
	if strings.Contains(why["1"]+why["H2"], lost) || len(w.cases(t)) != 0 || s.Refused != 5 {
		t.Errorf("%+v %v", s, why)
	}
	w.take(t, workbook(t, sheets{"persons": list["persons"][:2]}))
	s = w.take(t, path)
	if f := w.cases(t)["1"].File; !f.Withdrawn() || len(f.Assessment.AgeDoubts) != 1 {
		t.Errorf("of who is on file: withdrawn %t, doubts %v", f.Withdrawn(), f.Assessment.AgeDoubts)
	}
	if len(s.StopsRefused) != 0 || strings.Contains(strings.Join([]string{reasons(t, s)["K"], reasons(t, s)["H"]}, ""), lost) {
		t.Errorf("%+v %v", s, reasons(t, s))
	}
	whole := func(o *intake.Options) { o.AllOrNothing = true }
	if s = w.take(t, workbook(t, said([]any{"L", "1", "withdrawal", "9/3/2026", "pigeon"})), whole); !strings.Contains(reasons(t, s)["L"], lost) {
		t.Errorf("of all or nothing: %+v %v", s, reasons(t, s))
	}
}
