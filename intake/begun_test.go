package intake_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"amana/domain/access"
	"amana/domain/fault"
	"amana/intake"
)

// Somebody new, of whose own row only the day cannot be taken, has no file in which
// anything could stop: so it is opened from now on, where something stops them.
func TestWhatStopsSomebodyNewWaitsForNoDay(t *testing.T) { onEach(t, whatStopsSomebodyNew) }

func whatStopsSomebodyNew(t *testing.T, newWorld maker) {
	const begun = "opened from now on"
	for name, day := range map[string]string{"to come": "4/3/2027", "that does not exist": "31/2/2026", "missing": ""} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			list := said([]any{"K", "1", "withdrawal", "9/3/2027", "phone"})
			list["persons"] = [][]any{
				append(slices.Clone(list["persons"][0]), "held"),
				{"1", day, "Amina", "1990", "woman", "Mali", "Mali", "yes"}, {"2", day, "Musa", "1971", "man", "Mali", "Mali", ""},
				{"3", "4/3/2026", "Sira", "1980", "woman", "Mali", "Mali", ""},
			}
			list["assessments"] = [][]any{
				{"ref", "person", "what", "date", "why"},
				{"D3", "3", "capacity.doubt", "9/3/2027", "confused"}, {"U1", "1", "unhcr.request", "9/3/2026", ""}, {"U2", "2", "unhcr.request", "9/3/2026", ""},
			}
			path := workbook(t, list)
			s := w.take(t, path)
			why, cases := reasons(t, s), w.cases(t)
			if len(cases) != 2 || s.Opened != 2 || s.Refused != 4 || len(s.StopsRefused) != 0 {
				t.Errorf("%d files: %+v %v", len(cases), s, why)
			}
			for ref, kinds := range map[string][]string{"1": {"case.opened", "consent.withdrawn"}, "3": {"case.opened", "capacity.doubted"}} {
				if got := w.kinds(t, cases[ref].Case); !slices.Equal(got, kinds) {
					t.Errorf("of %s: %v, want %v", ref, got, kinds)
				}
			}
			if got := cases["1"].File.OpenedBy.Since; !got.Equal(now) {
				t.Errorf("the file begins %s, want now", got)
			}
			if !strings.Contains(why["1"], "Date") || !strings.Contains(why["1"], begun) || strings.Contains(why["2"], begun) || !strings.Contains(why["U1"], "own row was not taken") {
				t.Errorf("the report says %v", why)
			}
			if again := w.take(t, path); again.Opened != 0 || len(again.StopsRefused) != 0 {
				t.Errorf("the same again: %+v", again)
			}
			for _, row := range list["persons"][1:] {
				row[1] = "4/3/2026"
			}
			list["consents"][1][3], list["assessments"][1][3] = "9/3/2026", "9/3/2026"
			if s = w.take(t, workbook(t, list)); s.Refused != 0 || s.Opened != 1 || len(s.StopsTaken) != 0 || !w.cases(t)["1"].File.Withdrawn() {
				t.Errorf("with the right days: %+v %v", s, reasons(t, s))
			}
			before := w.size(t)
			if s = w.take(t, workbook(t, list)); s.Recorded != 0 || w.size(t) != before {
				t.Errorf("and again: %+v", s)
			}
		})
	}
}

// Nobody's file is opened so who could not be taken over otherwise.
func TestNobodyIsOpenedForWhatStopsWhoCouldNotBeTakenOver(t *testing.T) {
	for name, change := range map[string]func(row []any){
		"no such office":         func(row []any) { row[7] = "atlantis" },
		"somebody else's":        func(row []any) { row[7] = "misrata" },
		"not their own name":     func(row []any) { row[2] = "" },
		"no name, and born when": func(row []any) { row[2], row[3] = "", "31/2/1990" },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			list := said([]any{"K", "1", "withdrawal", "9/3/2026", "phone"})
			list["persons"] = [][]any{append(list["persons"][0], "office"), append(list["persons"][1], "tripoli")}
			list["persons"][1][1] = "4/3/2027"
			change(list["persons"][1])
			caseworker := w.enrol(t, "CW-1", "tripoli", access.Caseworker)
			s := w.take(t, workbook(t, list), func(o *intake.Options) { o.Who = caseworker })
			if len(w.cases(t)) != 0 || s.Refused != 2 || !slices.Equal(s.StopsRefused["consents"], []int{2}) || !strings.Contains(reasons(t, s)["K"], "is NOT stopped") {
				t.Errorf("%+v %v", s, reasons(t, s))
			}
		})
	}
}

// The file of somebody new is compared with the others as any other is.
func TestWhoWasOpenedForWhatStopsIsCompared(t *testing.T) {
	w := newWorld(t)
	w.take(t, workbook(t, sheets{"persons": said()["persons"][:2]}), func(o *intake.Options) { o.List = "another" })
	list := said([]any{"K", "1", "withdrawal", "9/3/2026", "phone"})
	list["persons"] = [][]any{list["persons"][0], {"1", "4/3/2027", "Amina", "1990", "woman", "Mali", "Mali"}}
	if s := w.take(t, workbook(t, list)); len(s.Suspected) != 1 {
		t.Errorf("%+v", s)
	}
}

// On a clock that nobody believes nobody else is opened, and who is waits for the
// rest of their rows until it is right.
func TestOnAClockThatNobodyBelievesOnlyWhoIsStoppedIsOpened(t *testing.T) {
	w := newWorld(t)
	w.leap = 7 * 24 * time.Hour
	w.desk = w.openDesk(t)
	list := said([]any{"K", "1", "withdrawal", "24/3/2026", "phone"})
	list["persons"] = [][]any{
		append(list["persons"][0], "held"),
		{"1", "22/3/2026", "Amina", "1990", "woman", "Mali", "Mali", "yes"}, {"2", "4/3/2026", "Musa", "1971", "man", "Mali", "Mali", "yes"},
	}
	path := workbook(t, list)
	w.clock = w.clock.AddDate(1, 0, 0)
	s, err := intake.Import(t.Context(), w.desk, path, w.options())
	cases := w.cases(t)
	if fault.KindOf(err) != fault.Busy || s.Opened != 1 || len(cases) != 1 || !cases["1"].File.Withdrawn() {
		t.Fatalf("%v: %+v, %d files", err, s, len(cases))
	}
	if began := cases["1"].File.OpenedBy.Since; began.After(now.Add(time.Hour)) {
		t.Errorf("the file begins %s: by a clock that nobody believes", began)
	}
	w.clock = now.AddDate(0, 0, 6)
	if s = w.take(t, path); s.Opened != 1 || s.Refused != 0 || len(w.kinds(t, w.cases(t)["1"].Case)) != 3 {
		t.Errorf("once the clock is right: %+v %v", s, reasons(t, s))
	}
}
