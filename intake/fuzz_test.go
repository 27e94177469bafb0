package intake

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"unicode/utf8"

	"amana/domain/fault"
)

// rowsOf reads a file as a list whole: every row after the one before it, every
// cell bounded and text, and every fault the reader's own.
func rowsOf(t *testing.T, data []byte) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "list")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	b, err := open(t.Context(), path)
	if err == nil {
		defer b.close()
		for _, s := range b.sheets {
			last := 0
			err = s.rows(t.Context(), func(n int, cells []Cell) error {
				if n <= last || n > lastRow+maxRows {
					t.Fatalf("row %d after row %d", n, last)
				}
				last = n
				for _, c := range cells {
					if len(c.Text) > maxCell {
						t.Fatalf("row %d has a cell of %d bytes", n, len(c.Text))
					}
					if text, err := clean(c.Text); err == nil && !utf8.ValidString(text) {
						t.Fatalf("row %d has %q", n, text)
					}
				}
				return nil
			})
			if err != nil {
				break
			}
		}
	}
	if err != nil && fault.KindOf(err) != fault.Invalid {
		t.Fatalf("%v is not invalid", err)
	}
}

func FuzzTextFile(f *testing.F) {
	for _, s := range []string{
		"", "ref,date\n1,2026-03-01\n", "ref;date\r\n1;01/03/2026\r\n", "ref\tdate\n1\t1\n", "\ufeffref,given\n1,\"a\nb\"\n",
		"ref,given\n1,\"unclosed\n", "\xff\xfer\x00e\x00f\x00\n\x00", "ref,given\n1,\xc3\xc7\xe3\xe4\xc9\n", "ref,given\n1,Ren\xe9\n", "%PDF-1.7", "PK\x03\x04",
		"ref,given\n1,=1+1\n2,a\u202eb\n\n\n3,\x00\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(rowsOf)
}

// FuzzWorkbook changes the parts of a workbook and not the archive around them,
// whose check sums would keep nearly every change out.
func FuzzWorkbook(f *testing.F) {
	const sheets = `<workbook xmlns:r="r"><sheets><sheet name="persons" r:id="rId1"/></sheets></workbook>`
	const targets = `<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Target="sharedStrings.xml"/></Relationships>`
	const words = `<sst><si><t>ref</t></si><si><r><t>gi</t></r><r><t>ven</t></r></si></sst>`
	for _, s := range []string{
		`<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c><c r="C2" t="inlineStr"><is><t>x_x000D_</t></is></c></row></sheetData></worksheet>`,
		`<worksheet><sheetData><row><c t="e"><f>1/0</f><v>#DIV/0!</v></c><c t="b"><v>1</v></c><c t="str"><f>A1</f></c></row></sheetData></worksheet>`,
		`<worksheet><sheetData><row r="99999999999"><c r="ZZZZZZZ1" t="s"><v>-1</v></c></row><row r="1"/></sheetData></worksheet>`,
		`<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>7</v></c></row><row r="1"><c r="A1"/></row>`, ``, `<a><b>`,
	} {
		f.Add([]byte(s), []byte(words), []byte(sheets), []byte(targets))
	}
	f.Fuzz(func(t *testing.T, sheet, words, sheets, targets []byte) {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for _, part := range []struct {
			name string
			data []byte
		}{{"xl/workbook.xml", sheets}, {"xl/_rels/workbook.xml.rels", targets}, {"xl/sharedStrings.xml", words}, {"xl/worksheets/sheet1.xml", sheet}} {
			w, err := z.Create(part.name)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := w.Write(part.data); err != nil {
				t.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		rowsOf(t, b.Bytes())
	})
}
