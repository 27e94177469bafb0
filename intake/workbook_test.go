package intake_test

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"amana/domain/fault"
	"amana/intake"
)

func TestTextFilesAsProgramsWriteThem(t *testing.T) {
	const list = "ref;date;prénoms;né(e) le;sexe;nationalité;pays de retour\n1;4/3/2026;Aïssatou;1990;femme;Mali;Mali\n"
	const arabic = "المرجع,التاريخ,الاسم,تاريخ الميلاد,الجنس,الجنسية,بلد العودة\n1,4/3/2026,أمينة,1990,امرأة,مالي,مالي\n"
	encode := func(s string, e interface {
		String(string) (string, error)
	}) string {
		out, err := e.String(s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	for name, c := range map[string]struct{ text, given, encoding string }{
		"UTF-8":                 {list, "Aïssatou", ""},
		"UTF-8 with a mark":     {"\ufeff" + list, "Aïssatou", ""},
		"tabs":                  {strings.ReplaceAll(list, ";", "\t"), "Aïssatou", ""},
		"commas":                {strings.ReplaceAll(list, ";", ","), "Aïssatou", ""},
		"Windows line ends":     {strings.ReplaceAll(list, "\n", "\r\n"), "Aïssatou", ""},
		"lines of an old Mac":   {strings.ReplaceAll(list, "\n", "\r"), "Aïssatou", ""},
		"an old Mac, in UTF-16": {encode(strings.ReplaceAll(list, "\n", "\r"), unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder()), "Aïssatou", "UTF-16"},
		"Windows-1252":          {encode(list, charmap.Windows1252.NewEncoder()), "Aïssatou", "Windows-1252"},
		"Windows-1256":          {encode(arabic, charmap.Windows1256.NewEncoder()), "أمينة", "Windows-1256"},
		"UTF-16":                {encode(list, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder()), "Aïssatou", "UTF-16"},
		"a title above":         {"Liste des personnes\n\n" + list, "Aïssatou", ""},
		"Arabic":                {arabic, "أمينة", ""},
		"empty rows and cells":  {strings.Replace(list, "\n1", ";;\n;;;;;;\n\n1", 1), "Aïssatou", ""},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			s := w.take(t, textFile(t, "liste.csv", c.text))
			if s.Opened != 1 || s.Refused != 0 || s.Encoding != c.encoding {
				t.Fatalf("%+v %v", s, reasons(t, s))
			}
			if got := w.cases(t)["1"].File.Identity; got.Given != c.given || got.Sex != "woman" || got.Destination != "MLI" {
				t.Errorf("%+v", got)
			}
		})
	}
}

// What stands in no column that has a name is not read, and nobody is left to
// think that it was.
func TestCellsUnderNoNameAreSaid(t *testing.T) {
	w := newWorld(t)
	const list = "ref,date,given,,born,sex,nationality,destination\n" +
		"1,4/3/2026,Amina,x,1990,woman,Mali,Mali,survived torture\n2,4/3/2026,Musa,,1991,man,Mali,Mali\n3,4/3/2026,Awa,y,1992,woman,Mali,Mali,,,z\n"
	s := w.take(t, textFile(t, "list.csv", list))
	if want := []string{"D", "I", "K"}; s.Opened != 3 || !slices.Equal(s.Ignored, want) {
		t.Errorf("opened %d, said not to be read %q, want %q", s.Opened, s.Ignored, want)
	}
}

func TestFilesThatAreNoLists(t *testing.T) {
	w := newWorld(t)
	zipped := func(name, text string) string {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		f, _ := z.Create(name)
		_, _ = io.WriteString(f, text)
		_ = z.Close()
		return b.String()
	}
	for name, c := range map[string]struct{ file, text, key string }{
		"a picture":             {"a.xlsx", "\x89PNG\r\n\x1a\n\x00\x00", "fault.list-not-a-spreadsheet"},
		"a PDF":                 {"a.csv", "%PDF-1.7 …", "fault.list-not-a-spreadsheet"},
		"an old workbook":       {"a.xls", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "fault.list-old-or-locked"},
		"another zip":           {"a.xlsx", zipped("word/document.xml", "<x/>"), "fault.list-not-a-spreadsheet"},
		"a broken workbook":     {"a.xlsx", zipped("xl/workbook.xml", "<workbook><sheets>"), "fault.list-not-a-spreadsheet"},
		"half a zip":            {"a.xlsx", "PK\x03\x04garbage", "fault.list-not-a-spreadsheet"},
		"nothing":               {"a.csv", "", "fault.list-no-header"},
		"no header":             {"a.csv", "1,2,3\n4,5,6\n", "fault.list-no-header"},
		"two columns of a name": {"a.csv", "ref,date,given,given,born\n", "fault.list-column-twice"},
	} {
		path := textFile(t, c.file, c.text)
		_, err := intake.Import(t.Context(), w.desk, path, w.options())
		if f, ok := err.(*fault.Fault); !ok || f.Key != c.key {
			t.Errorf("%s: %v, want %s", name, err, c.key)
		}
	}
	if _, err := intake.Import(t.Context(), w.desk, filepath.Join(t.TempDir(), "none.csv"), w.options()); fault.KindOf(err) != fault.Missing {
		t.Errorf("a file that is not there: %v", err)
	}
}

// make writes a workbook with excelize and changes it before it is saved.
func makeBook(t *testing.T, s sheets, change func(f *excelize.File)) string {
	t.Helper()
	path := workbook(t, s)
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	change(f)
	if err := f.Save(); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestCellsOfWorkbooks(t *testing.T) {
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	header := []any{"ref", "date", "given", "born", "sex", "nationality", "destination", "family"}
	w := newWorld(t)
	path := makeBook(t, sheets{"persons": {
		{"Our caseload"},
		header,
		{1, 46085, "Amina", 35000, "woman", "Mali", "Mali"},
		{2, 46085.5, "Musa", 1990, "man", "", ""},
		{"3", "4/3/2026", "Ali", "1991", "man", "", ""},
		{4.0, "4/3/2026", "Omar", "1992", "man", "Mali", "Mali"},
		{5, "4/3/2026", "Sara", "1993", "woman", "Mali", "Mali"},
		{"EXAMPLE-1", "4/3/2026", "Nobody", "1993", "woman", "Mali", "Mali"},
	}}, func(f *excelize.File) {
		check(f.MergeCell("persons", "F3", "F5"))
		check(f.MergeCell("persons", "G3", "G5"))
		check(f.SetCellFormula("persons", "H6", `="Dia"&"llo"`))
		check(f.SetCellValue("persons", "H7", "x"))
		check(f.SetCellRichText("persons", "C7", []excelize.RichTextRun{{Text: "Sa"}, {Text: "ra", Font: &excelize.Font{Bold: true}}}))
		check(f.SetSheetVisible("persons", true))
	})
	s := w.take(t, path)
	if s.Opened != 4 || s.Examples != 1 || !strings.Contains(reasons(t, s)["4"], "Family name") {
		t.Fatalf("%+v %v", s, reasons(t, s))
	}
	cases := w.cases(t)
	if got := cases["1"].File.Identity; got.Born.String() != "1995-10-28" || !cases["1"].File.OpenedBy.Since.Equal(w.clock.AddDate(0, 0, -16).Truncate(24*3600e9)) {
		t.Errorf("serial days: born %s, began %s", got.Born, cases["1"].File.OpenedBy.Since)
	}
	for _, ref := range []string{"2", "3"} {
		if got := cases[ref].File.Identity; got.Nationalities[0] != "MLI" || got.Destination != "MLI" {
			t.Errorf("%s: a merged cell is empty: %+v", ref, got)
		}
	}
	if got := cases["5"].File.Identity.Given; got != "Sara" {
		t.Errorf("text in several styles: %q", got)
	}

	path = makeBook(t, sheets{"persons": {header, {9, 44623, "Hawa", 33538, "woman", "Mali", "Mali"}}}, func(f *excelize.File) {
		yes := true
		check(f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes}))
	})
	if s = w.take(t, path); s.Opened != 1 || w.cases(t)["9"].File.Identity.Born.String() != "1995-10-28" {
		t.Errorf("days counted from 1904: %+v %v", s, w.cases(t)["9"].File)
	}
}

// A workbook as other programs write it: no references on cells, prefixes,
// inline text, cached values, errors, escaped characters.
func TestWorkbooksOfOtherPrograms(t *testing.T) {
	cell := func(kind, v string) string { return `<x:c t="` + kind + `"><x:v>` + v + `</x:v></x:c>` }
	text := func(v string) string { return `<x:c t="inlineStr"><x:is><x:t>` + v + `</x:t></x:is></x:c>` }
	row := func(cells ...string) string { return "<x:row>" + strings.Join(cells, "") + "</x:row>" }
	sheet := `<?xml version="1.0"?><x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>` +
		row(text("ref"), text("date"), text("given"), text("born"), text("sex"), text("nationality"), text("destination"), text("office"), text("held")) +
		row(text("1"), cell("d", "2026-03-04T00:00:00"), text("A_x006D_ina"), cell("n", "3.5E4"), cell("str", "woman"), text("Mali"), text("Mali"),
			`<x:c t="str"><x:f>LOWER("TRIPOLI")</x:f><x:v>tripoli</x:v></x:c>`, cell("b", "1")) +
		row(text("2"), text("4/3/2026"), text("Musa"), cell("e", "#REF!"), text("man"), text("Mali"), text("Mali"), text("tripoli")) +
		`</x:sheetData></x:worksheet>`
	path := filepath.Join(t.TempDir(), "other.xlsx")
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, content := range map[string]string{
		"_rels/.rels":                  `<Relationships><Relationship Id="r1" Type="x/officeDocument" Target="/book/workbook.xml"/></Relationships>`,
		"book/workbook.xml":            `<x:workbook xmlns:x="m" xmlns:r="n"><x:sheets><x:sheet name="Feuil1" sheetId="1" r:id="s"/></x:sheets></x:workbook>`,
		"book/_rels/workbook.xml.rels": `<Relationships><Relationship Id="s" Target="sheets/one.xml"/></Relationships>`,
		"book/sheets/one.xml":          sheet,
		"[Content_Types].xml":          `<Types/>`,
	} {
		f, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(f, content); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	w := newWorld(t)
	s := w.take(t, path)
	if s.Opened != 1 || s.Refused != 1 {
		t.Fatalf("%+v %v", s, reasons(t, s))
	}
	got := w.cases(t)["1"].File
	if held, _ := got.Held(); got.Identity.Given != "Amina" || got.Identity.Born.String() != "1995-10-28" || !held {
		t.Errorf("%+v", got.Identity)
	}
	if r := reasons(t, s)["2"]; !strings.Contains(r, "Born") || !strings.Contains(r, "shows an error") {
		t.Errorf("a cell with an error: %q", r)
	}
}
