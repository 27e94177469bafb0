package intake_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"amana/intake"
)

// template writes and opens a template in one language.
func template(t *testing.T, language string) (*excelize.File, string) {
	t.Helper()
	var b bytes.Buffer
	if err := intake.Template(&b, language); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "template.xlsx")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f, path
}

func TestATemplateIsFilledInAndTakenOver(t *testing.T) {
	for _, language := range []string{"en", "fr", "ar"} {
		t.Run(language, func(t *testing.T) {
			w := newWorld(t)
			f, path := template(t, language)
			if s := w.take(t, path); s.Rows != 0 || s.Examples == 0 || s.Refused != 0 || len(s.Ignored) != 0 {
				t.Fatalf("an empty template: %+v", s)
			}
			// Every example, with another reference, is a row that can be taken.
			for _, table := range intake.Tables() {
				fillIn(t, f, table, language)
			}
			if err := f.Save(); err != nil {
				t.Fatal(err)
			}
			s := w.take(t, path)
			if got := reasons(t, s); s.Opened != 1 || len(got) > 0 {
				t.Fatalf("%+v\n%v", s, got)
			}
			if s = w.take(t, path); s.Recorded != 0 {
				t.Errorf("the same template again: %+v", s)
			}
		})
	}
}

// fillIn gives the examples of a sheet real references.
func fillIn(t *testing.T, f *excelize.File, table *intake.Table, language string) {
	t.Helper()
	name := intake.SheetTitle(table.Name, language)
	rows, err := f.GetRows(name)
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range rows[1:] {
		for j, c := range row {
			if word, n, ok := strings.Cut(c, "-"); ok && slices.Contains([]string{"EXAMPLE", "EXEMPLE", "مثال"}, word) {
				at, _ := excelize.CoordinatesToCellName(j+1, i+2)
				ref := table.Name + n
				if table.Name != intake.Persons && j == 1 {
					ref = intake.Persons + "1"
				}
				if err := f.SetCellStr(name, at, ref); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

// What an officer copies from the examples is what a record looks like: a text
// that is approved, in a language that the person understands, papers that hold.
func TestExamplesAreSuchAsAnOfficeKeeps(t *testing.T) {
	destination := ""
	for _, table := range intake.Tables() {
		rows := sampleRows(t)[table.Name]
		for _, row := range rows[1:] {
			cell := func(code string) string {
				i := slices.IndexFunc(table.Columns, func(c *intake.Column) bool { return c.Code == code })
				if i < 0 || i >= len(row) {
					return ""
				}
				return row[i]
			}
			day := func(code string) time.Time {
				at, err := time.Parse("02/01/2006", cell(code))
				if err != nil {
					t.Errorf("%s: %v", table.Name, err)
				}
				return at
			}
			switch what := cell("what"); {
			case table.Name == intake.Persons:
				destination = cell("destination")
			case what == "consent to return" && (cell("version") != "1" || cell("language") != cell("talk.language")):
				t.Errorf("consent to version %s of a text in %s, in a talk in %s", cell("version"), cell("language"), cell("talk.language"))
			case what == "travel document" && (!day("from").Before(day("happened")) || day("to").Before(day("from").AddDate(1, 0, 0))):
				t.Errorf("a passport valid from %s to %s, seen on %s", cell("from"), cell("to"), cell("happened"))
			case what == "entry confirmed" && cell("country") != destination:
				t.Errorf("the entry into %s is confirmed of a person who goes to %s", cell("country"), destination)
			}
			if cell("talk.understood") == "no" {
				t.Errorf("%s: the person does not understand", cell("what"))
			}
		}
	}
}

func TestATemplateHelps(t *testing.T) {
	f, _ := template(t, "fr")
	if got, want := f.GetSheetList(), []string{"mode d'emploi", "lists", "personnes", "conseil", "dépistages", "évaluations", "consentements", "papiers", "santé", "départs"}; !cmp.Equal(got, want) {
		t.Errorf("sheets: %v", got)
	}
	notes, err := f.GetComments("personnes")
	if err != nil {
		t.Fatal(err)
	}
	all := ""
	for _, n := range notes {
		for _, p := range n.Paragraph {
			all += p.Text
		}
	}
	for _, want := range []string{"as the person says", "comme la personne le dit", "كما يقول الشخص", "[sex]"} {
		if !strings.Contains(all, want) {
			t.Errorf("no note says %q", want)
		}
	}
	choices, err := f.GetDataValidations("personnes")
	if err != nil || len(choices) < 4 {
		t.Errorf("%d lists to choose from, %v", len(choices), err)
	}
	lists, err := f.GetCols("lists")
	if err != nil || !slices.ContainsFunc(lists, func(l []string) bool { return strings.TrimSpace(strings.Join(l, " ")) == "femme homme autre" }) {
		t.Errorf("no list of sexes among %v", lists)
	}
	panes, err := f.GetPanes("personnes")
	if err != nil || !panes.Freeze {
		t.Errorf("the header is not frozen: %+v %v", panes, err)
	}
	style, err := f.GetCellStyle("personnes", "A900")
	if err != nil {
		t.Fatal(err)
	}
	if s, err := f.GetStyle(style); err != nil || s.NumFmt != 49 {
		t.Errorf("cells are not kept as text: %+v %v", s, err)
	}
	arabic, _ := template(t, "ar")
	if view, err := arabic.GetSheetView("الأشخاص", 0); err != nil || view.RightToLeft == nil || !*view.RightToLeft {
		t.Errorf("the Arabic sheet does not run from right to left: %v", err)
	}
}

const guide = "../docs/importing.md"

// The columns in the guide are made from the same tables as the template.
// AMANA_WRITE=1 writes them.
func TestTheGuideNamesEveryColumn(t *testing.T) {
	text, err := os.ReadFile(guide)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(text), "<!-- columns -->\n")
	if !ok {
		t.Fatal("the guide has no place for the columns")
	}
	_, after, _ := strings.Cut(rest, "<!-- end of columns -->\n")
	want := before + "<!-- columns -->\n" + columns() + "<!-- end of columns -->\n" + after
	if os.Getenv("AMANA_WRITE") != "" {
		if err := os.WriteFile(guide, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want, string(text)); diff != "" {
		t.Errorf("the columns changed; AMANA_WRITE=1 go test ./intake -run Guide writes them: %s", diff)
	}
}

func columns() string {
	var b strings.Builder
	for _, table := range intake.Tables() {
		fmt.Fprintf(&b, "\n### %s\n\n", table.Name)
		if table.Name != intake.Persons {
			b.WriteString("What a row can tell of:")
			for i, what := range table.Whats {
				fmt.Fprintf(&b, "%s %s (`%s`)", map[bool]string{true: "", false: ","}[i == 0], table.Columns[2].Word(what, "en"), what)
			}
			b.WriteString(".\n\n")
		}
		b.WriteString("| column | code | what it holds | values |\n|---|---|---|---|\n")
		for _, c := range table.Columns {
			values := ""
			switch c.Kind {
			case intake.YesNo:
				values = "yes, no"
			case intake.Date:
				values = "a date"
			case intake.Number:
				values = "a number"
			case intake.RowRef:
				values = "a reference"
			case intake.Code:
				for i, code := range c.Codes {
					values += map[bool]string{true: "", false: "; "}[i == 0] + c.Word(code, "en")
				}
			}
			if c.Many {
				values = strings.TrimPrefix(values+" (several)", " ")
			}
			title := table.Title(c.Code, "en")
			if intake.Always(c) {
				title = "**" + title + "**"
			}
			fmt.Fprintf(&b, "| %s | `%s` | %s | %s |\n", title, c.Code, table.Note(c, "en"), values)
		}
	}
	return b.String() + "\n"
}
