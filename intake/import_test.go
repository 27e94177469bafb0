package intake_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/safeguard"
	"amana/intake"

	"amana/desk"
)

// caseload is a small list of each kind of row, as an office might keep it.
func caseload() sheets {
	return sheets{
		"persons": {
			{"ref", "date", "given", "family", "born", "sex", "nationality", "languages", "destination", "office", "held"},
			{"P1", "4/3/2026", "Amina", "Diallo", "1998", "female", "Mali", "Bambara; French", "Mali", "tripoli", "yes"},
			{"P2", "2026-03-05", "Musa", "Bello", "12.7.1990", "M", "Nigeria", "hausa", "NGA", "tripoli", ""},
			{"P3", "5 March 2026", "Selam", "", "March 2001", "woman", "ERI", "tir", "ERI", "misrata", "no"},
		},
		"counselling": {
			{"ref", "person", "what", "date", "talk.mode", "talk.language", "minutes", "topics", "out of hearing", "option", "explained", "available", "answer"},
			{"C1", "P1", "counselling session", "6/3/2026", "in-person", "bam", 45, "rights; options", "yes"},
			{"C2", "P1", "option.tell", "6/3/2026", "", "", "", "", "", "stay", "yes", "no", "declines"},
		},
		"assessments": {
			{"ref", "person", "what", "date", "talk.mode", "answer"},
			{"A1", "P3", "question about fear", "6/3/2026", "in-person", "home"},
		},
		"consents": {
			{"ref", "person", "what", "date", "talk.mode", "mark", "channel"},
			{"K1", "P1", "consent.give", "8/3/2026", "in-person", "signature", ""},
			{"K2", "P2", "withdrawal", "9/3/2026", "", "", "phone"},
		},
		"screenings": {
			{"ref", "person", "what", "date", "need", "travels", "answers", "outcome", "person chose"},
			{"N1", "P1", "need.find", "7/3/2026", "medical", "yes"},
			{"N2", "P1", "need.answer", "8/3/2026", "", "", "N1", "served", "yes"},
		},
		"movements": {
			{"ref", "person", "what", "date", "movement"},
			{"M1", "P1", "departure", "10/3/2026", "OLD-7"},
		},
	}
}

func TestAListIsTakenOver(t *testing.T) { onEach(t, aListIsTakenOver) }

func aListIsTakenOver(t *testing.T, newWorld maker) {
	w := newWorld(t)
	s := w.take(t, workbook(t, caseload()))
	if s.Opened != 3 || s.Refused != 0 || s.Rows != 11 || !s.Written || s.Report != "" {
		t.Errorf("summary: %+v", s)
	}
	cases := w.cases(t)
	amina := cases["P1"]
	want := []string{
		"case.opened", "custody.recorded", "counselling.held", "option.told", "need.found", "consent.given", "need.answered", "departure.uncleared",
	}
	if got := w.kinds(t, amina.Case); !slices.Equal(got, want) {
		t.Errorf("events of P1:\n got %v\nwant %v", got, want)
	}
	if b, to := amina.File.Identity.Born.String(), amina.File.Identity.BornTo.String(); b != "1998-01-01" || to != "1998-12-31" {
		t.Errorf("born %s to %s", b, to)
	}
	if got := cases["P3"].File.Office; got != "misrata" {
		t.Errorf("office of P3: %s", got)
	}
	if held, _ := amina.File.Held(); !held {
		t.Error("P1 was held at first contact")
	}
	for _, l := range events(t, w, amina.Case) {
		if l.Imported != "the partner" {
			t.Errorf("%s is not on the partner's word", l.Kind)
		}
	}
}

func events(t *testing.T, w *world, number string) []desk.Event {
	t.Helper()
	lines, err := w.desk.Events(t.Context(), w.officer, number)
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

func TestTheSameFileTwiceChangesNothing(t *testing.T) { onEach(t, theSameFileTwiceChangesNothing) }

func theSameFileTwiceChangesNothing(t *testing.T, newWorld maker) {
	w := newWorld(t)
	path := workbook(t, caseload())
	w.take(t, path)
	before := w.size(t)
	w.desk.Close()
	w.desk = w.openDesk(t)
	s := w.take(t, path)
	if w.size(t) != before || s.Unchanged != s.Rows || s.Opened+s.Corrected+s.Recorded+s.Refused != 0 {
		t.Errorf("%d entries became %d; %+v", before, w.size(t), s)
	}
}

func TestNothingImportedCountsButStops(t *testing.T) { onEach(t, nothingImportedCountsButStops) }

func nothingImportedCountsButStops(t *testing.T, newWorld maker) {
	w := newWorld(t)
	w.take(t, workbook(t, caseload()))
	cases := w.cases(t)
	finding := func(ref, rule string) safeguard.Finding {
		a, err := w.desk.Findings(t.Context(), w.officer, cases[ref].Case, desk.Asked{For: safeguard.Clearance})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range a.Findings {
			if string(f.Safeguard) == rule {
				return f
			}
		}
		t.Fatalf("no rule %s", rule)
		return safeguard.Finding{}
	}
	for rule, listed := range map[string]int{"own-wish": 0, "counselled": 1, "consent": 1, "alternatives-offered": 1} {
		if got := finding("P1", rule); got.State != safeguard.Unmet || len(got.WordOf) != listed {
			t.Errorf("%s is %s on what was only imported, on the word of %q", rule, got.State, got.WordOf)
		}
	}
	if got := cases["P2"].Status; got != casefile.StatusWithdrawn {
		t.Errorf("an imported withdrawal does not stop: %s", got)
	}
	if got := finding("P2", "consent-stands").State; got != safeguard.Unmet {
		t.Errorf("consent-stands is %s after an imported withdrawal", got)
	}
	if c := cases["P1"]; c.Status != casefile.StatusBefore || len(c.File.Incidents) > 0 {
		t.Errorf("departed before Amana: status %s, %d incidents", c.Status, len(c.File.Incidents))
	}
}

func TestAChangedRowIsACorrection(t *testing.T) { onEach(t, aChangedRowIsACorrection) }

func aChangedRowIsACorrection(t *testing.T, newWorld maker) {
	w := newWorld(t)
	list := caseload()
	w.take(t, workbook(t, list))
	list["persons"][1][3] = "Diallo Keita"
	list["counselling"][1][6] = 50
	s := w.take(t, workbook(t, list))
	if s.Opened != 0 || s.Corrected != 2 || s.Refused != 0 {
		t.Errorf("summary: %+v", s)
	}
	cases := w.cases(t)
	if len(cases) != 3 || cases["P1"].File.Identity.Family != "Diallo Keita" {
		t.Errorf("%d cases; family name %q", len(cases), cases["P1"].File.Identity.Family)
	}
	sessions := cases["P1"].File.Counselling.Sessions
	if len(sessions) != 2 || !sessions[0].Defective || sessions[1].Defective {
		t.Errorf("the old session is not void, or the new one is: %+v", sessions)
	}
	size := w.size(t)
	if s = w.take(t, workbook(t, list)); s.Recorded != 0 || w.size(t) != size {
		t.Errorf("the corrected list, given again, changed something: %+v", s)
	}
	list["counselling"][1][6] = 45
	if s = w.take(t, workbook(t, list)); s.Corrected != 1 || s.Refused != 0 {
		t.Errorf("a row that went back to what it was: %+v", s)
	}
}

func TestBadRowsComeBackAndAreTakenWhenCorrected(t *testing.T) {
	for _, ending := range []string{"xlsx", "csv"} {
		t.Run(ending, func(t *testing.T) {
			w := newWorld(t)
			rows := [][]any{
				{"Reference", "Date", "Given names", "Born", "Sex", "Nationality", "Country of return"},
				{"P1", "4/3/2026", "Amina", "1998", "female", "Mali", "Mali"},
				{"P2", "4/3/2026", "Musa", "31.2.1990", "male", "Atlantis", "Mali"},
				{"P3", "4/3/2026", "=1+1", "1990", "male", "Mali", "Mali"},
				{"P4", "4/3/2026", "Ali", "21/3/2026", "male", "Mali", "Mali"},
			}
			var path string
			if ending == "xlsx" {
				path = workbook(t, sheets{"persons": rows})
			} else {
				path = textFile(t, "persons.csv", lines(rows))
			}
			s := w.take(t, path)
			if s.Opened != 1 || s.Refused != 3 {
				t.Fatalf("summary: %+v", s)
			}
			var told []string
			for _, r := range s.Reasons {
				told = append(told, fmt.Sprintf("%s %d %s %s", r.Sheet, r.Row, r.Column, r.Code))
				if strings.Contains(r.Detail, "Atlantis") || strings.Contains(r.Detail, "31.2") || r.Detail == "" {
					t.Errorf("the reason %q tells what the cell says, or nothing", r.Detail)
				}
			}
			if want := []string{"persons 3 born fault.date-no-such-day", "persons 3 nationalities fault.list-nationality", "persons 4 given fault.formula", "persons 5 born fault.born-in-the-future"}; !slices.Equal(told, want) {
				t.Errorf("reasons: %q, want %q", told, want)
			}
			if info, err := os.Stat(s.Report); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("the report is open to others: %v %v", info.Mode(), err)
			}
			var report [][]string
			for _, r := range readBack(t, s.Report) {
				report = r
			}
			if len(report) != 4 || report[0][7] != "Reason" {
				t.Fatalf("report: %q", report)
			}
			for i, want := range []string{"Born · “31.2.1990”: There is no such day", "Given names", "Born: The day of birth lies in the future"} {
				if got := report[i+1][7]; !strings.Contains(got, want) {
					t.Errorf("row %d: reason %q, want %q", i+1, got, want)
				}
			}
			if !strings.Contains(report[1][7], "Nationality") {
				t.Errorf("only one problem of the row is told: %q", report[1][7])
			}
			report[1][3], report[1][5] = "28.2.1990", "Mali"
			report[2][2] = "Omar"
			report[3][3] = "1.3.2026"
			var mended [][]any
			for _, r := range report {
				row := make([]any, len(r))
				for i, c := range r {
					row[i] = c
				}
				mended = append(mended, row)
			}
			if ending == "xlsx" {
				path = workbook(t, sheets{"persons": mended})
			} else {
				path = textFile(t, "persons.rejected.csv", lines(mended))
			}
			if s = w.take(t, path); s.Opened != 3 || s.Refused != 0 {
				t.Errorf("the mended report: %+v", s)
			}
			if n := len(w.cases(t)); n != 4 {
				t.Errorf("%d cases", n)
			}
		})
	}
}

func lines(rows [][]any) string {
	var b strings.Builder
	for _, row := range rows {
		for i, c := range row {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(`"` + strings.ReplaceAll(c.(string), `"`, `""`) + `"`)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestAllOrNothing(t *testing.T) { onEach(t, allOrNothing) }

func allOrNothing(t *testing.T, newWorld maker) {
	w := newWorld(t)
	list := caseload()
	list["persons"] = append(list["persons"], []any{"P9", "4/3/2026", "Ali", "", "1990-02-30", "man", "Mali", "bam", "Mali", "tripoli"})
	whole := func(o *intake.Options) { o.AllOrNothing = true }
	before := w.size(t)
	s := w.take(t, workbook(t, list), whole)
	if s.Written || s.Refused != 1 || w.size(t) != before || len(w.cases(t)) != 0 {
		t.Errorf("one bad row, and something was written: %+v", s)
	}
	list["persons"][4][4] = "1990-02-28"
	if s = w.take(t, workbook(t, list), whole); !s.Written || s.Opened != 4 {
		t.Errorf("no bad row, and it was not written: %+v", s)
	}
}

func TestADryRunWritesNothing(t *testing.T) { onEach(t, aDryRunWritesNothing) }

func aDryRunWritesNothing(t *testing.T, newWorld maker) {
	w := newWorld(t)
	before := w.size(t)
	s := w.take(t, workbook(t, caseload()), func(o *intake.Options) { o.DryRun = true })
	if s.Written || s.Refused != 0 || s.Rows != 11 || w.size(t) != before {
		t.Errorf("%+v", s)
	}
	if got := w.take(t, workbook(t, caseload())); got.Opened != 3 {
		t.Fatal(got)
	}
	if n := w.cases(t)["P1"].Case; !strings.HasPrefix(n, "TI-26-000") {
		t.Errorf("the trial used up case numbers: %s", n)
	}
}

func TestWhoMayImport(t *testing.T) {
	w := newWorld(t)
	manager := w.enrol(t, "PM-1", "programme", access.Programme)
	caseworker := w.enrol(t, "CW-1", "misrata", access.Caseworker)
	path := workbook(t, caseload())
	as := func(a desk.Actor) (intake.Summary, error) {
		o := w.options()
		o.Who = a
		return intake.Import(t.Context(), w.desk, path, o)
	}
	if _, err := as(w.counsellor); fault.KindOf(err) != fault.Denied {
		t.Errorf("a counsellor imported: %v", err)
	}
	if s, err := as(caseworker); err != nil || s.Opened != 1 {
		t.Errorf("a caseworker of Misrata took over more or less than Misrata's: %+v %v", s, err)
	}
	if s, err := as(manager); err != nil || s.Opened != 2 || s.Refused != 0 {
		t.Errorf("a programme manager: %+v %v", s, err)
	}
}
