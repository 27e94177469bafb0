package intake_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
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
	if s := w.take(t, workbook(t, twice)); s.Refused != 2 || s.Recorded != 1 {
		t.Errorf("who stands twice is refused, and their no is not: %+v", s)
	}
}

// junk is what may stand in any cell.
var junk = []any{"", "3/25/1990", "31/2/2026", "9/3/2027", "pigeon", "no", "=1+1", "persons1", "a\u202eb", 17, strings.Repeat("x", 2500)}

// Whatever stands in any cell, one time and the next, the list is read, and what
// was not taken comes back: and a no whose row still says whose it is either stops
// the journey or is told apart.
func TestAnyCellMayHoldAnything(t *testing.T) {
	w := newWorld(t)
	samples := sampleRows(t)
	tables, stopped := intake.Tables(), map[string]bool{}
	const no = 3 // the row of the sheet of consents that tells of a withdrawal
	for n := range uint64(40) {
		random, list := rand.New(rand.NewPCG(n, 1)), fmt.Sprint("list ", n)
		for range 2 {
			rows, whole := sheets{}, true
			for _, table := range tables {
				rows[table.Name] = broken(samples[table.Name], "")
			}
			for range 1 + random.IntN(40) {
				sheet := tables[random.IntN(len(tables))].Name
				row := 1 + random.IntN(len(rows[sheet])-1)
				column := random.IntN(len(rows[sheet][row]))
				rows[sheet][row][column] = junk[random.IntN(len(junk))]
				whole = whole && (sheet != "consents" || row+1 != no || column > 2)
			}
			s := w.take(t, workbook(t, rows), func(o *intake.Options) { o.List = list })
			back := 0
			if s.Report != "" {
				for _, sheet := range readBack(t, s.Report) {
					back += len(sheet) - 1
				}
			}
			if taken := len(slices.Concat(slices.Collect(maps.Values(s.StopsTaken))...)); back != s.Refused+taken || s.Unchanged+back > s.Rows+taken {
				t.Errorf("%s: %d rows came back: %+v", list, back, s)
			}
			delete(stopped, list)
			if whole && !slices.Contains(s.StopsRefused["consents"], no) {
				stopped[list] = true
			}
		}
	}
	cases := w.cases(t)
	for list := range stopped {
		if c, there := cases[list+"/persons1"]; !there || len(c.File.Consent.Withdrawals) == 0 {
			t.Errorf("%s: nobody was told that the no is not on record", list)
		}
	}
	if len(stopped) < 10 {
		t.Errorf("only %d lists tell of a no that was taken", len(stopped))
	}
}
