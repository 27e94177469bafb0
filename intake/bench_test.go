package intake_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/ncruces/go-sqlite3"
	sqlitedriver "github.com/ncruces/go-sqlite3/driver"
	"github.com/xuri/excelize/v2"

	"amana/intake"
	"amana/store"
)

// BenchmarkImport takes over a workbook of 5,000 persons with nine events
// each, and then writes the very rows that came of it with one prepared
// statement a row and nothing else, in groups of the same size.
func BenchmarkImport(b *testing.B) {
	const persons = 5000
	defer debug.SetGCPercent(debug.SetGCPercent(300)) // as the program does
	path := filepath.Join(b.TempDir(), "list.xlsx")
	if err := bigList(path, persons); err != nil {
		b.Fatal(err)
	}
	for range b.N {
		w := newWorld(b)
		before := w.size(b)
		start, busy := time.Now(), processor()
		read := time.Duration(0)
		o := w.options()
		o.Workers = runtime.GOMAXPROCS(0)
		o.Progress = func(p intake.Progress) {
			if p.Stage == intake.Reading {
				read = time.Since(start)
			}
		}
		s, err := intake.Import(b.Context(), w.desk, path, o)
		took, busy := time.Since(start), processor()-busy
		if err != nil || s.Refused > 0 {
			b.Fatal(err, s)
		}
		events := float64(w.size(b) - before)
		w.store.Close()
		idle := processor()
		base := baseline(b, w)
		b.ReportMetric(float64(busy.Microseconds())/events, "cpu-µs/event")
		b.ReportMetric(float64((processor()-idle).Microseconds())/events, "baseline-cpu-µs/event")
		b.ReportMetric(events/took.Seconds(), "events/s")
		b.ReportMetric(events/(took-read).Seconds(), "recorded/s")
		b.ReportMetric(events/base.Seconds(), "baseline/s")
		b.ReportMetric(base.Seconds()/took.Seconds(), "ratio")
	}
}

// processor is how long this process has been busy, which another one on the
// same machine changes less than the clock.
func processor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// bigList writes n persons with a wish, two sessions, two options, a
// screening, a fear asked, a consent and a document.
func bigList(path string, n int) error {
	f := excelize.NewFile()
	defer f.Close()
	sheet := func(name, header string, rows func(i int) []string) error {
		if _, err := f.NewSheet(name); err != nil {
			return err
		}
		w, err := f.NewStreamWriter(name)
		if err != nil {
			return err
		}
		at := 1
		put := func(cells string) error {
			var row []any
			for c := range strings.SplitSeq(cells, "|") {
				row = append(row, c)
			}
			cell := "A" + strconv.Itoa(at)
			at++
			return w.SetRow(cell, row)
		}
		if err := put(header); err != nil {
			return err
		}
		for i := range n {
			for _, r := range rows(i) {
				if err := put(r); err != nil {
					return err
				}
			}
		}
		return w.Flush()
	}
	nations := []string{"NGA", "MLI", "NER", "BGD", "GMB", "SDN", "ERI", "SOM", "ETH", "TCD"}
	given := []string{"Amina", "Musa", "Selam", "Ibrahim", "Fatou", "محمد", "Aïssatou", "Rahim"}
	steps := []error{
		sheet("persons", "ref|date|given|family|born|sex|nationality|languages|destination|office", func(i int) []string {
			return []string{fmt.Sprintf("P%05d|%d/2/2026|%s|Family%d|%d/%d/%d|%s|%s|hau;ara|%s|tripoli", i, i%28+1, given[i%8], i, i%28+1, i%12+1, 1970+i%35, []string{"woman", "man"}[i%2], nations[i%10], nations[i%10])}
		}),
		sheet("counselling", "ref|person|what|date|talk.mode|talk.language|understood|outofhearing|own words|heard|suggestedBy|minutes|topics|question|option|explained|available|answer", func(i int) []string {
			p := fmt.Sprintf("P%05d", i)
			return []string{
				p + "-w|" + p + "|wish.state|1/3/2026|in-person|hau|yes|yes|yes|friend|nobody|||||||",
				p + "-1|" + p + "|counselling.hold|2/3/2026|in-person|hau|yes|yes||||45|rights;options;conditions|What happens to my wages?||||",
				p + "-2|" + p + "|counselling.hold|3/3/2026|in-person|hau|yes|yes||||40|withdrawal;reintegration;data;remedy|Who meets me?||||",
				p + "-a|" + p + "|option.tell|3/3/2026|||||||||||stay|yes|no|declines",
				p + "-b|" + p + "|option.tell|3/3/2026|||||||||||international-protection|yes|yes|declines",
			}
		}),
		sheet("screenings", "ref|person|what|date|talk.mode|talk.language|household|risks", func(i int) []string {
			p := fmt.Sprintf("P%05d", i)
			return []string{p + "-s|" + p + "|screening.record|4/3/2026|in-person|hau|yes|debt"}
		}),
		sheet("assessments", "ref|person|what|date|talk.mode|talk.language|asked by an authority|answer", func(i int) []string {
			p := fmt.Sprintf("P%05d", i)
			return []string{p + "-f|" + p + "|fear.ask|4/3/2026|in-person|hau|no|none"}
		}),
		sheet("consents", "ref|person|what|date|talk.mode|talk.language|mark", func(i int) []string {
			p := fmt.Sprintf("P%05d", i)
			return []string{p + "-c|" + p + "|consent.give|5/3/2026|in-person|hau|signature"}
		}),
		sheet("documents", "ref|person|what|date|document|number|from|to|feared", func(i int) []string {
			p := fmt.Sprintf("P%05d", i)
			return []string{fmt.Sprintf("%s-d|%s|document.record|6/3/2026|passport|A%07d|1/1/2024|31/12/2028|no", p, p, i)}
		}),
	}
	for _, err := range steps {
		if err != nil {
			return err
		}
	}
	if err := f.DeleteSheet("Sheet1"); err != nil {
		return err
	}
	return f.SaveAs(path)
}

// rows are those of one table, as the import left them.
type rows struct {
	table   string
	columns int
	all     [][]any
}

// baseline writes the rows that a store holds into an empty one like it.
func baseline(b *testing.B, w *world) time.Duration {
	b.Helper()
	bare := func(path string) *sql.DB {
		db, err := sqlitedriver.Open("file:"+path+"?vfs=adiantum", func(c *sqlite3.Conn) error {
			return c.Exec("pragma hexkey = '" + string(w.keys.DatabaseHex()) + "'; pragma journal_mode = wal; pragma synchronous = full; " +
				"pragma cache_size = -32768; pragma wal_autocheckpoint = 4000")
		})
		if err != nil {
			b.Fatal(err)
		}
		db.SetMaxOpenConns(1)
		return db
	}
	from := bare(filepath.Join(w.folder, "amana.db"))
	defer from.Close()
	var tables []rows
	for _, q := range []string{"stream order by id", "entry order by idx", "leaf order by idx", "tile order by n", "blob order by slot", "dek order by stream",
		"row order by stream", "row_blob order by slot", "state order by slot", "command order by idx"} {
		tables = append(tables, read(b, from, q))
	}
	key, err := store.ParseKey([]byte(w.keys.DatabaseHex()))
	if err != nil {
		b.Fatal(err)
	}
	path := filepath.Join(b.TempDir(), "bare.db")
	made, err := store.OpenSQLite(b.Context(), store.File{Path: path, Key: key})
	if err != nil {
		b.Fatal(err)
	}
	made.Close()
	to := bare(path)
	defer to.Close()
	statements := make([]*sql.Stmt, len(tables))
	for i, t := range tables {
		marks := make([]string, t.columns)
		for j := range marks {
			marks[j] = "$" + strconv.Itoa(j+1)
		}
		if statements[i], err = to.Prepare("insert or replace into " + t.table + " values (" + strings.Join(marks, ", ") + ")"); err != nil {
			b.Fatal(err)
		}
	}
	const group = 500
	groups := len(tables[1].all)/group + 1
	start := time.Now()
	for g := range groups {
		tx, err := to.Begin()
		if err != nil {
			b.Fatal(err)
		}
		for i, t := range tables {
			for _, row := range t.all[len(t.all)*g/groups : len(t.all)*(g+1)/groups] {
				if _, err := tx.Stmt(statements[i]).Exec(row...); err != nil {
					b.Fatal(t.table, err)
				}
			}
		}
		if err := tx.Commit(); err != nil {
			b.Fatal(err)
		}
	}
	return time.Since(start)
}

func read(b *testing.B, db *sql.DB, q string) rows {
	b.Helper()
	r := rows{table: strings.Fields(q)[0]}
	found, err := db.Query("select * from " + q)
	if err != nil {
		b.Fatal(err)
	}
	defer found.Close()
	columns, err := found.Columns()
	if err != nil {
		b.Fatal(err)
	}
	r.columns = len(columns)
	for found.Next() {
		row := make([]any, len(columns))
		into := make([]any, len(columns))
		for i := range row {
			into[i] = &row[i]
		}
		if err := found.Scan(into...); err != nil {
			b.Fatal(err)
		}
		r.all = append(r.all, row)
	}
	if err := found.Err(); err != nil {
		b.Fatal(err)
	}
	return r
}
