package intake_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"amana/intake"
)

// many is for how many persons a long list is, of two rows each.
func many(few int) int {
	if os.Getenv("AMANA_SOAK") != "" {
		return 25_000
	}
	return few
}

// longLists takes lists over, each of so many persons or of a row of each, and
// then again, when nothing changes. It returns the most memory that was in use.
func longLists(t *testing.T, w *world, persons, recorded int, files ...string) (most uint64) {
	t.Helper()
	runtime.GC()
	counts := func(o *intake.Options) {
		o.Progress = func(intake.Progress) {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapAlloc)
		}
	}
	for _, file := range files {
		began := time.Now()
		if s := w.take(t, file, counts); s.Refused != 0 || s.Recorded != recorded || s.Rows != recorded {
			t.Fatalf("%+v", s)
		}
		fmt.Printf("%s: %d rows of %s in %v\n", t.Name(), recorded, filepath.Base(file), time.Since(began).Round(time.Second))
	}
	before := w.size(t)
	for _, file := range files {
		if s := w.take(t, file, counts); s.Unchanged != recorded || s.Recorded != 0 || w.size(t) != before {
			t.Fatalf("the same %d rows again: %+v", recorded, s)
		}
	}
	if n := w.count(t); n != persons {
		t.Errorf("%d cases of %d persons", n, persons)
	}
	return most
}

func TestManyRows(t *testing.T) {
	persons := many(1000)
	path, sessions := someList(t, persons)
	longLists(t, newWorld(t), persons, persons, path, sessions)
}

// One workbook of 50,000 rows, on each engine, in less memory than a small
// machine has.
func TestManyRowsOfAWorkbook(t *testing.T) {
	persons := many(250)
	path := longWorkbook(t, persons)
	onEach(t, func(t *testing.T, newWorld maker) {
		const bound = 400 << 20
		most := longLists(t, newWorld(t), persons, 2*persons, path)
		if most > bound {
			t.Errorf("%d MB are in use", most>>20)
		}
		fmt.Printf("%s: at most %d MB in use\n", t.Name(), most>>20)
	})
}

// longWorkbook is what someList has, in a workbook.
func longWorkbook(t *testing.T, persons int) string {
	list := sheets{
		"persons":     {{"ref", "date", "given", "family", "born", "sex", "nationality", "destination"}},
		"counselling": {{"ref", "person", "what", "date", "talk.mode", "minutes", "topics"}},
	}
	for i := range persons {
		list["persons"] = append(list["persons"], []any{fmt.Sprint("P", i), "1/3/2026", fmt.Sprint("Given", i), fmt.Sprint("Family", i), 1960 + i%40, "woman", "Mali", "Mali"})
		list["counselling"] = append(list["counselling"], []any{fmt.Sprint("C", i), fmt.Sprint("P", i), "counselling.hold", fmt.Sprintf("%d/3/2026", i%9+2), "phone", 40, "rights; data"})
	}
	return workbook(t, list)
}
