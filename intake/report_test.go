package intake_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"amana/domain/fault"
	"amana/intake"
)

const (
	goodPerson = "ref,date,given,born,sex,destination\n1,4/3/2026,Nana,1990,woman,Nigeria\n"
	badPerson  = "2,4/3/2026,Musa,31.2.1990,man,Nigeria\n"
)

// refusedToo gives a list, of which one row is refused, with a name for the report.
func (w *world) refusedToo(t *testing.T, list, report string, change ...func(*intake.Options)) (intake.Summary, error) {
	t.Helper()
	o := w.options()
	o.Report = report
	for _, c := range change {
		c(&o)
	}
	return intake.Import(t.Context(), w.desk, list, o)
}

// The officer's own list, or any other file, is never written over; and nothing
// is recorded before that is said.
func TestAReportIsWrittenOverNoFile(t *testing.T) {
	for name, dry := range map[string]bool{"taken over": false, "dry run": true} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			list := workbook(t, sheets{"persons": {
				{"ref", "date", "given", "born", "sex", "destination"}, {"1", "4/3/2026", "Nana", "1990", "woman", "Nigeria"}, {"2", "4/3/2026", "Musa", "31.2.1990", "man", "Nigeria"},
			}})
			other, link := filepath.Join(t.TempDir(), "minutes.xlsx"), filepath.Join(t.TempDir(), "link.xlsx")
			if err := errors.Join(os.WriteFile(other, []byte("somebody's work"), 0o600), os.Symlink(list, link)); err != nil {
				t.Fatal(err)
			}
			before := w.size(t)
			for _, report := range []string{list, other, link} {
				held, err := os.ReadFile(report)
				if err != nil {
					t.Fatal(err)
				}
				_, err = w.refusedToo(t, list, report, func(o *intake.Options) { o.DryRun = dry })
				if fault.KindOf(err) != fault.Conflict {
					t.Errorf("a report over %s: %v", report, err)
				}
				if now, err := os.ReadFile(report); err != nil || !bytes.Equal(now, held) {
					t.Errorf("%s is another file now: %v", report, err)
				}
			}
			if w.size(t) != before {
				t.Error("something was recorded")
			}
		})
	}
}

// What is refused must be able to come back before anything is taken.
func TestNothingIsTakenWhenTheReportCannotBeWritten(t *testing.T) {
	w := newWorld(t)
	list := textFile(t, "persons.csv", goodPerson+badPerson)
	before := w.size(t)
	for _, report := range []string{filepath.Join(t.TempDir(), "nowhere", "r.csv"), filepath.Join(list, "r.csv")} {
		if _, err := w.refusedToo(t, list, report); err == nil {
			t.Errorf("no fault at %s", report)
		} else if _, file := errors.AsType[*fs.PathError](err); !file {
			t.Errorf("%v names no file", err)
		}
	}
	if w.size(t) != before {
		t.Error("something was recorded")
	}
	report := filepath.Join(t.TempDir(), "r.csv")
	if s, err := w.refusedToo(t, textFile(t, "persons.csv", goodPerson), report); err != nil || s.Report != "" {
		t.Fatal(s, err)
	}
	if _, err := os.Stat(report); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("nothing was refused, and there is a report: %v", err)
	}
}

// A report that fails at the end does not take the numbers with it.
func TestTheSummaryIsThereThoughTheReportIsNot(t *testing.T) {
	w := newWorld(t)
	var text strings.Builder
	text.WriteString(goodPerson + badPerson)
	for i := range 99 {
		fmt.Fprintf(&text, "P%d,4/3/2026,Given%d,%d,man,Nigeria\n", i, i, 1910+i)
	}
	folder := filepath.Join(t.TempDir(), "stick")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	s, err := w.refusedToo(t, textFile(t, "persons.csv", text.String()), filepath.Join(folder, "r.csv"), func(o *intake.Options) {
		o.Progress = func(p intake.Progress) {
			if p.Stage == intake.Recording {
				os.Remove(folder)
			}
		}
	})
	if err == nil || s.Opened != 100 || s.Refused != 1 || !s.Written || s.Report != "" {
		t.Errorf("%v %+v", err, s)
	}
}

// An import that breaks off claims nothing that is not stored.
func TestAnImportThatBreaksOffClaimsOnlyWhatIsStored(t *testing.T) {
	w := newWorld(t)
	list, _ := someList(t, 150)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	o := w.options()
	o.Workers = 1
	o.Progress = func(p intake.Progress) {
		if p.Stage == intake.Recording {
			stop()
		}
	}
	s, err := intake.Import(ctx, w.desk, list, o)
	if !errors.Is(err, context.Canceled) || s.Rows != 150 || s.Opened > len(w.cases(t)) {
		t.Errorf("%v: %d cases, and %+v", err, len(w.cases(t)), s)
	}
}

// What a file is called is what it is.
func TestAReportIsWhatItsNameSays(t *testing.T) {
	w := newWorld(t)
	text := textFile(t, "persons.csv", goodPerson+badPerson)
	book := workbook(t, sheets{"persons": {
		{"ref", "date", "given", "born", "sex", "destination"}, {"2", "4/3/2026", "Musa", "31.2.1990", "man", "Nigeria"},
	}})
	for _, c := range []struct {
		list, report, begins, refused string
	}{
		{text, "r.csv", "\ufeffref,", ""}, {text, "R.CSV", "\ufeffref,", ""}, {text, "r.xlsx", "PK", ""}, {book, "r.xlsx", "PK", ""}, {book, "R.XLSX", "PK", ""},
		{text, "r.txt", "", "fault.report-name"}, {text, "r", "", "fault.report-name"}, {book, "r.ods", "", "fault.report-name"},
		{book, "r.csv", "", "fault.report-is-a-workbook"},
	} {
		report := filepath.Join(t.TempDir(), c.report)
		s, err := w.refusedToo(t, c.list, report)
		if c.refused != "" {
			if f, ok := errors.AsType[*fault.Fault](err); !ok || f.Key != c.refused || f.Field != "--report" {
				t.Errorf("%s of %s: %v", c.report, filepath.Base(c.list), err)
			}
			continue
		}
		if err != nil || s.Report != report {
			t.Fatalf("%s: %v %+v", c.report, err, s)
		}
		if held, err := os.ReadFile(report); err != nil || !strings.HasPrefix(string(held), c.begins) {
			t.Errorf("%s of %s begins with %q: %v", c.report, filepath.Base(c.list), held[:min(len(held), 9)], err)
		}
	}
}

// Whose word it is stands in every event for ever: a file's name is nobody's.
func TestAListIsTakenOnSomebodysWord(t *testing.T) {
	w := newWorld(t)
	before := w.size(t)
	for _, word := range []string{"", " \t", "a\xffb", "Helping\u202eHands", "two\nlines", "=cmd()", strings.Repeat("x", 5000)} {
		o := w.options()
		o.Word = word
		_, err := intake.Import(t.Context(), w.desk, textFile(t, "persons.csv", goodPerson), o)
		if f, ok := errors.AsType[*fault.Fault](err); !ok || f.Kind != fault.Invalid || f.Field != "--word" || w.size(t) != before {
			t.Errorf("on %q: %v", word, err)
		}
	}
}
