package intake_test

import (
	"fmt"
	"testing"

	"amana/intake"
)

// sampleRows are the examples of the template under real references, by sheet.
func sampleRows(t *testing.T) map[string][][]string {
	t.Helper()
	f, _ := template(t, "en")
	all := map[string][][]string{}
	for _, table := range intake.Tables() {
		fillIn(t, f, table, "en")
		rows, err := f.GetRows(intake.SheetTitle(table.Name, "en"))
		if err != nil {
			t.Fatal(err)
		}
		all[table.Name] = rows
	}
	return all
}

// broken is a sheet in which one column of every row cannot be read; "": none.
func broken(rows [][]string, column string) [][]any {
	var all [][]any
	for i, row := range rows {
		var cells []any
		for j := range rows[0] {
			switch {
			case i > 0 && rows[0][j] == column:
				cells = append(cells, "3/25/1990")
			case j < len(row):
				cells = append(cells, row[j])
			}
		}
		all = append(all, cells)
	}
	return all
}

// Whatever of a list was refused or taken before, the list is read again, and
// nothing that is then in order stays behind: of every sheet.
func TestAnyRowIsGoodOneTimeAndBadTheOther(t *testing.T) {
	w := newWorld(t)
	samples := sampleRows(t)
	for n := range 16 {
		try := func(personBad, actBad bool) intake.Summary {
			rows := sheets{}
			for sheet, sample := range samples {
				column := ""
				switch {
				case sheet == intake.Persons && personBad:
					column = "Born"
				case sheet != intake.Persons && actBad:
					column = "Date"
				}
				rows[sheet] = broken(sample, column)
			}
			return w.take(t, workbook(t, rows), func(o *intake.Options) { o.List = fmt.Sprint("list ", n) })
		}
		first := try(n&1 > 0, n&2 > 0)
		if n&1 > 0 && first.Refused != first.Rows {
			t.Errorf("%04b: of an unknown person only %d of %d rows were refused", n, first.Refused, first.Rows)
		}
		try(n&4 > 0, n&8 > 0)
		good, again := try(false, false), try(false, false)
		if good.Refused > 0 || again.Refused != good.Refused || again.Recorded != 0 || again.Unchanged != again.Rows-again.Refused {
			t.Errorf("%04b: in order at last: %+v; again: %+v", n, good, again)
		}
	}
}

// The person stays who they are when their row can no longer be read, and what
// the list tells of them is taken.
func TestAPersonsRowThatWasTakenAndCannotBeReadAnyMore(t *testing.T) {
	w := newWorld(t)
	list := func(born, date string) sheets {
		return sheets{
			"persons":  {{"Reference", "Date", "Given names", "Born", "Sex", "Country of return"}, {"Z-1", "4/3/2026", "Nana", born, "woman", "Nigeria"}},
			"consents": {{"ref", "person", "what", "date", "channel"}, {"K-1", "Z-1", "withdrawal", date, "phone"}},
		}
	}
	if s := w.take(t, workbook(t, list("3/25/1990", "5/3/2026"))); s.Refused != 2 || s.Recorded != 0 {
		t.Errorf("nobody was opened: %+v", s)
	}
	w.take(t, workbook(t, list("1990", "5/3/2026")))
	s := w.take(t, workbook(t, list("3/25/1990", "6/3/2026")))
	if s.Refused != 1 || s.Corrected != 1 || reasons(t, s)["Z-1"] == "" {
		t.Errorf("%+v %v", s, reasons(t, s))
	}
	twice := list("1990", "7/3/2026")
	twice["persons"] = append(twice["persons"], twice["persons"][1])
	if s := w.take(t, workbook(t, twice)); s.Refused != 3 || s.Recorded != 0 {
		t.Errorf("who stands twice is not known: %+v", s)
	}
}
