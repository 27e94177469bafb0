package intake_test

import (
	"archive/zip"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"amana/domain/fault"
	"amana/intake"
)

// repacked is a workbook whose parts were changed: "" takes one out.
func repacked(t *testing.T, path string, change func(name, text string) (string, string)) string {
	t.Helper()
	in, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	parts := map[string]string{}
	for _, f := range in.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if name, text := change(f.Name, string(text)); name != "" {
			parts[name] = text
		}
	}
	return packed(t, parts)
}

// packed is a workbook of these parts.
func packed(t *testing.T, parts map[string]string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "packed.xlsx")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(f)
	for name, text := range parts {
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(z.Close(), f.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

// A sheet that the workbook names and does not hold may be the one with the
// noes: nothing is taken.
func TestASheetThatIsLostIsSaid(t *testing.T) {
	const third = "xl/worksheets/sheet3.xml"
	for name, c := range map[string]struct{ part, key string }{
		"as it should be":          {third, ""},
		"in capitals":              {"xl/worksheets/Sheet3.xml", ""},
		"separated as Windows has": {`xl\worksheets\sheet3.xml`, ""},
		"elsewhere":                {"xl/sheet3.xml", "fault.list-sheet-lost"},
		"nowhere":                  {"", "fault.list-sheet-lost"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			path := repacked(t, workbook(t, caseload()), func(name, text string) (string, string) {
				if name == third {
					name = c.part
				}
				return name, text
			})
			s, err := intake.Import(t.Context(), w.desk, path, w.options())
			switch f := fault.Of(err); {
			case c.key == "" && (err != nil || s.Rows != 11):
				t.Errorf("%d rows of 11, %v", s.Rows, err)
			case c.key != "" && (f == nil || f.Key != c.key || len(w.cases(t)) > 0):
				t.Errorf("%v, want %s", err, c.key)
			}
		})
	}
}

// A sheet of a chart holds no rows, and is said not to be read.
func TestASheetOfAChartIsNotRead(t *testing.T) {
	w := newWorld(t)
	path := repacked(t, workbook(t, caseload()), func(name, text string) (string, string) {
		switch name {
		case "xl/workbook.xml":
			text = strings.Replace(text, "</sheets>", `<sheet name="By month" sheetId="99" r:id="chart"/></sheets>`, 1)
		case "xl/_rels/workbook.xml.rels":
			text = strings.Replace(text, "</Relationships>", `<Relationship Id="chart" Type="x/chartsheet" Target="chartsheets/sheet1.xml"/></Relationships>`, 1)
		}
		return name, text
	})
	if s := w.take(t, path); s.Rows != 11 || len(s.Ignored) != 1 || s.Ignored[0] != "By month" {
		t.Errorf("%+v", s)
	}
}

// Merged cells that lie over each other, as no program makes them, keep nobody
// waiting: of those only the first counts.
func TestMergesThatOverlapKeepNobodyWaiting(t *testing.T) {
	var sheet strings.Builder
	sheet.WriteString(`<worksheet><sheetData><row r="1">`)
	for i, name := range []string{"ref", "date", "given", "born", "sex", "nationality", "destination", "office"} {
		sheet.WriteString(`<c r="` + string(rune('A'+i)) + `1" t="str"><v>` + name + `</v></c>`)
	}
	sheet.WriteString(`</row><row r="2"><c r="A2" t="str"><v>1</v></c><c r="B2" t="str"><v>x</v></c></row>` + strings.Repeat("<row></row>", 3000) + `</sheetData><mergeCells>`)
	sheet.WriteString(`<mergeCell ref="B2:C2"/>` + strings.Repeat(`<mergeCell ref="B2:NJ1000000"/>`, 16_000) + `</mergeCells></worksheet>`)
	path := packed(t, map[string]string{
		"_rels/.rels":                `<Relationships><Relationship Id="r" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":            `<workbook><sheets><sheet name="persons" sheetId="1" r:id="s"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="s" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml":   sheet.String(),
	})
	w := newWorld(t)
	began := time.Now()
	s := w.take(t, path)
	if took := time.Since(began); took > 20*time.Second || s.Rows != 1 || s.Refused != 1 {
		t.Errorf("%v, %+v", took, s)
	}
}

// Who stops the import while a list is still being read is heard.
func TestReadingEndsWhenItIsToldTo(t *testing.T) {
	var text strings.Builder
	text.WriteString("ref,date,given,born,sex,nationality,destination\n")
	for range 200_000 {
		text.WriteString("1,4/3/2026,Nana,1990,woman,Mali,Mali\n")
	}
	w := newWorld(t)
	for _, path := range []string{textFile(t, "list.csv", text.String()), workbook(t, caseload())} {
		ctx, stop := context.WithCancelCause(t.Context())
		errEnough := errors.New("enough")
		stop(errEnough)
		if _, err := intake.Import(ctx, w.desk, path, w.options()); !errors.Is(err, errEnough) {
			t.Errorf("%s: %v", filepath.Ext(path), err)
		}
	}
	ctx, stop := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer stop()
	if _, err := intake.Import(ctx, w.desk, textFile(t, "list.csv", text.String()), w.options()); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("while it was being read: %v", err)
	}
}
