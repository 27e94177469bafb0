package intake

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// lineRows are the rows of a text file, by the line with which they begin.
func lineRows(t testing.TB, text string) (numbers []int, rows map[int][]Cell) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "list.csv")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	b, err := open(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	defer b.close()
	rows = map[int][]Cell{}
	err = b.sheets[0].rows(ctx, func(n int, cells []Cell) error {
		numbers = append(numbers, n)
		rows[n] = slices.Clone(cells)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return numbers, rows
}

func texts(cells []Cell) (all []string) {
	for _, c := range cells {
		all = append(all, c.Text)
	}
	return all
}

func TestRecordsAsTheyAreWritten(t *testing.T) {
	const head = "ref,person,what,date,channel,remarks\n"
	for name, c := range map[string]struct {
		text string
		want map[int]string // by line, the cells of its row between bars
	}{
		"as it should be": {
			head + `K1,P1,"withdrawal",9/3/2026,"phone, at night","said ""no"""`,
			map[int]string{2: `K1|P1|withdrawal|9/3/2026|phone, at night|said "no"`},
		},
		"a cell over lines": {
			head + "K1,P1,withdrawal,9/3/2026,phone,\"no\n\nand, again,\nno\"\nK2,P2,withdrawal,9/3/2026,phone,\n",
			map[int]string{2: "K1|P1|withdrawal|9/3/2026|phone|no\n\nand, again,\nno", 6: "K2|P2|withdrawal|9/3/2026|phone|"},
		},
		"two cells over lines": {
			head + "K1,P1,withdrawal,9/3/2026,\"pho\nne\",\"no\r\nno\"\nK2,P2\n",
			map[int]string{2: "K1|P1|withdrawal|9/3/2026|pho\nne|no\nno", 5: "K2|P2"},
		},
		"a sentence with as many commas as there are columns": {
			head + "K1,P1,withdrawal,9/3/2026,phone,\"she came with\na wife, a son, a daughter, an aunt, an uncle, a cousin\"\nK2,P2\n",
			map[int]string{2: "K1|P1|withdrawal|9/3/2026|phone|she came with\na wife, a son, a daughter, an aunt, an uncle, a cousin", 4: "K2|P2"},
		},
		"the first cell over lines": {
			"remarks,ref,date,given\n\"one\ntwo, three\",1,4/3/2026,Nana\n\"\none\n\",2,4/3/2026,Awa\n",
			map[int]string{2: "one\ntwo, three|1|4/3/2026|Nana", 4: "\none\n|2|4/3/2026|Awa"},
		},
		"names of columns over lines": {
			"ref,date,\"given\nnames\",born\n1,4/3/2026,Nana,1990\n",
			map[int]string{1: "ref|date|given\nnames|born", 3: "1|4/3/2026|Nana|1990"},
		},
		"inside a cell": {
			head + "K1,P1,withdrawal,9/3/2026,phone,a 5\" pipe\nK2,P2,withdrawal,9/3/2026,6\",\"no\nno\"\n",
			map[int]string{2: `K1|P1|withdrawal|9/3/2026|phone|a 5" pipe`, 3: "K2|P2|withdrawal|9/3/2026|6\"|no\nno"},
		},
		"a word at the beginning": {
			head + "K1,P1,withdrawal,9/3/2026,phone,\"no\" was her word\nK2,P2,withdrawal,9/3/2026,phone,\n",
			map[int]string{2: `K1|P1|withdrawal|9/3/2026|phone|"no" was her word`, 3: "K2|P2|withdrawal|9/3/2026|phone|"},
		},
		"a word, and a separator after it": {
			head + "K1,P1,withdrawal,9/3/2026,phone,\"no\" and, again\nK2,P2,\"withdrawal\" again,9/3/2026,phone,\nK3,P3,withdrawal,9/3/2026,\"a, b\" and c\",x\n",
			map[int]string{2: `K1|P1|withdrawal|9/3/2026|phone|"no" and| again`, 3: `K2|P2|"withdrawal" again|9/3/2026|phone|`, 4: `K3|P3|withdrawal|9/3/2026|"a| b" and c"|x`},
		},
		"never closed": {
			head + "K1,P1,withdrawal,9/3/2026,phone,\"no, and\nK2,P2,withdrawal,9/3/2026,phone,\n",
			map[int]string{2: "K1|P1|withdrawal|9/3/2026|phone|\"no| and", 3: "K2|P2|withdrawal|9/3/2026|phone|"},
		},
		"a mark that means the same as above": {
			head + "K1,P1,withdrawal,9/3/2026,phone,\nK2,P2,\",9/3/2026,phone,\nK3,P3,\",9/3/2026,sms,\n",
			map[int]string{2: "K1|P1|withdrawal|9/3/2026|phone|", 3: `K2|P2|"|9/3/2026|phone|`, 4: `K3|P3|"|9/3/2026|sms|`},
		},
		"a mark that means the same as above, in the first column": {
			"office," + head + "misrata,K1,P1,withdrawal,9/3/2026,phone,\n\",K2,P2,withdrawal,9/3/2026,phone,\n\",K3,P3,withdrawal,9/3/2026,phone,\n",
			map[int]string{2: "misrata|K1|P1|withdrawal|9/3/2026|phone|", 3: `"|K2|P2|withdrawal|9/3/2026|phone|`, 4: `"|K3|P3|withdrawal|9/3/2026|phone|`},
		},
		"at the end of a reference": {
			head + "K1,P1,withdrawal,9/3/2026,\"phone,\nK2\",P2,withdrawal,9/3/2026,phone,\n",
			map[int]string{2: "K1|P1|withdrawal|9/3/2026|\"phone|", 3: `K2"|P2|withdrawal|9/3/2026|phone|`},
		},
		"a number with a comma": {
			head + "K1,P1,withdrawal,9/3/2026,phone,\"waited 1,5 hours,\nthen 2,5\"\n",
			map[int]string{2: "K1|P1|withdrawal|9/3/2026|phone|waited 1,5 hours,\nthen 2,5"},
		},
		"closed by the mark of another cell": {
			head + "K1,P1,withdrawal,9/3/2026,phone,\"no\nK2,P2,withdrawal,9/3/2026,phone,\nK3,P3,withdrawal,9/3/2026,phone,\", she said\"\nK4,P4,withdrawal,9/3/2026,phone,\n",
			map[int]string{
				2: `K1|P1|withdrawal|9/3/2026|phone|"no`, 3: "K2|P2|withdrawal|9/3/2026|phone|", 4: "K3|P3|withdrawal|9/3/2026|phone|, she said", 5: "K4|P4|withdrawal|9/3/2026|phone|",
			},
		},
		"empty cells at the end left out": {
			head + "K1,P1,withdrawal,9/3/2026,phone,\"no\nK2,P2,withdrawal,31/2/2026\nK3,P3,,9/3/2026\nK4,P4,retrait\nK5,P5,withdrawal,,6\"\n",
			map[int]string{2: `K1|P1|withdrawal|9/3/2026|phone|"no`, 3: "K2|P2|withdrawal|31/2/2026", 4: "K3|P3||9/3/2026", 5: "K4|P4|retrait", 6: `K5|P5|withdrawal||6"`},
		},
		"in the names of the columns": {
			"ref,person,what,date,channel,\"remarks\nK1,P1,withdrawal,9/3/2026,phone,6\"\n",
			map[int]string{1: `ref|person|what|date|channel|"remarks`, 2: `K1|P1|withdrawal|9/3/2026|phone|6"`},
		},
		"above the names of the columns": {
			"\"Our list\nref,person,what,date\nK1,P1,withdrawal,9/3/2026\n,,\"\n",
			map[int]string{1: "\"Our list|||", 2: "ref|person|what|date", 3: "K1|P1|withdrawal|9/3/2026", 4: "||\"|"},
		},
		"semicolons": {
			"ref;person;what;date;remarks\nK1;P1;withdrawal;9/3/2026;\"no\nK2;P2;withdrawal;9/3/2026;\"non ; non,\nnon\"\n",
			map[int]string{2: `K1|P1|withdrawal|9/3/2026|"no`, 3: "K2|P2|withdrawal|9/3/2026|non ; non,\nnon"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			numbers, rows := lineRows(t, c.text)
			if _, named := c.want[1]; !named {
				numbers = slices.DeleteFunc(numbers, func(n int) bool { return n == 1 })
			}
			if len(numbers) != len(c.want) {
				t.Errorf("rows at the lines %v", numbers)
			}
			for n, want := range c.want {
				if got := strings.Join(texts(rows[n]), "|"); got != want {
					t.Errorf("line %d: %q, want %q", n, got, want)
				}
			}
		})
	}
}

// Where a line cannot be told apart its row says from which cell on.
func TestWhereALineIsTorn(t *testing.T) {
	_, rows := lineRows(t, "ref,person,what,date,channel,remarks\nK1,P1,\"no, never,withdrawal,9/3/2026,phone,\nK2,P2,withdrawal,9/3/2026,\"phone\n")
	for n, from := range map[int]int{2: 2, 3: 4} {
		for i, c := range rows[n] {
			if c.Torn != (i >= from) {
				t.Errorf("line %d, cell %d %q: torn %t", n, i, c.Text, c.Torn)
			}
		}
		if len(rows[n]) < 6 {
			t.Errorf("line %d: only %d cells are said to be torn", n, len(rows[n]))
		}
	}
}

// Whatever marks and separators somebody writes after what a row tells of, and
// when, every line is a row of its own, also where cells at its end are left out.
// Wherever they write them, no line is lost without a word.
func TestNoRowIsLostToMarks(t *testing.T) {
	for name, c := range map[string]struct{ from, cells int }{"behind the day": {4, 5}, "anywhere": {0, 7}} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "list.csv")
			rapid.Check(t, func(t *rapid.T) {
				list := slipped(t, c.from, c.cells)
				if err := os.WriteFile(path, []byte(strings.Join(list, "\n")), 0o600); err != nil {
					t.Fatal(err)
				}
				rows, doubtful := countRows(t, path)
				if rows != len(list) && (doubtful == 0 || c.from > 0) {
					t.Fatalf("%d rows of %d:\n%s", rows, len(list), strings.Join(list, "\n"))
				}
			})
		})
	}
}

// slipped is a list of rows of so many cells or more, in which marks and
// separators slipped into cells from one on.
func slipped(t *rapid.T, from, cells int) []string {
	comma := rapid.SampledFrom([]string{",", ";", "\t"}).Draw(t, "comma")
	slips := rapid.SliceOfN(rapid.SampledFrom([]string{`"`, `"`, `""`, comma, " ", "no"}), 0, 6)
	lines := []string{strings.Join([]string{"ref", "person", "what", "date", "channel", "remarks", "notes"}, comma)}
	for i := range rapid.IntRange(1, 8).Draw(t, "rows") {
		row := []string{fmt.Sprint("K", i), fmt.Sprint("P", i), "withdrawal", "9/3/2026", "phone", "", ""}
		row = row[:rapid.IntRange(cells, 7).Draw(t, "cells")]
		for j := from; j < len(row); j++ {
			row[j] = rapid.SampledFrom([]string{row[j], ""}).Draw(t, "cell") + strings.Join(slips.Draw(t, "slips"), "")
		}
		lines = append(lines, strings.Join(row, comma))
	}
	return lines
}

// countRows counts the rows of a file, and those of them that are doubtful.
func countRows(t interface{ Fatal(...any) }, path string) (rows, doubtful int) {
	ctx, stop := context.WithTimeout(context.Background(), time.Minute)
	defer stop()
	b, err := open(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	defer b.close()
	err = b.sheets[0].rows(ctx, func(_ int, cells []Cell) error {
		if rows++; slices.ContainsFunc(cells, func(c Cell) bool { return c.Doubtful }) {
			doubtful++
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return rows, doubtful
}

// A list that is made to keep the program busy is read as fast as others, and
// every line of it is a row.
func TestMarksKeepNobodyWaiting(t *testing.T) {
	const lines = 50_000
	for name, text := range map[string]string{
		"opened in every line":          "K,P,\"no\n",
		"closed and opened":             "K,5\",\"a\n",
		"closed and opened, and others": "5\",\"a\nx,1\nx,1\nx,1\n",
		"opened once":                   "K,\"a" + strings.Repeat("\nx,1", 999) + "\n",
		"escaped":                       "K,\"a" + strings.Repeat(`""`, 100) + "\n",
		"one mark":                      "\"\n",
		"wide":                          "K" + strings.Repeat(`,"a`, 50) + "\n",
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "list.csv")
			if err := os.WriteFile(path, []byte("ref,date,given\n"+strings.Repeat(text, lines/strings.Count(text, "\n"))), 0o600); err != nil {
				t.Fatal(err)
			}
			began := time.Now()
			if n, _ := countRows(t, path); n != 1+lines && name != "one mark" {
				t.Errorf("%d rows of %d", n, 1+lines)
			}
			if took := time.Since(began); took > 20*time.Second {
				t.Errorf("%d lines in %v", lines, took)
			}
		})
	}
}
