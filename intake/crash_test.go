package intake_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"amana/desk"
	"amana/domain/access"
	"amana/intake"
	"amana/seal"
)

// theChild is the folder and the database, the list and the size of the log of an
// import that this same program does when it is started again. It kills itself
// at a random moment from that size on.
const theChild = "AMANA_TEST_IMPORT"

// TestChild is that import. Without its folder it has nothing to do.
func TestChild(t *testing.T) {
	what := strings.Split(os.Getenv(theChild), "\n")
	if len(what) != 4 {
		t.Skip("TestAnImportThatIsKilledIsFinishedByTheSameCommand starts it")
	}
	until, err := strconv.ParseInt(what[3], 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	keys, err := seal.LoadKeyFile(filepath.Join(what[0], "amana.key"))
	if err != nil {
		t.Fatal(err)
	}
	w := &world{keys: keys, folder: what[0], database: what[1], clock: now}
	w.open(t)
	w.desk = w.openDesk(t)
	go func() {
		for n := int64(0); n < until; n, _ = w.store.Size(context.Background()) {
			time.Sleep(rand.N(3 * time.Millisecond)) // so the moment has nothing to do with the group's end
		}
		if self, err := os.FindProcess(os.Getpid()); err == nil {
			_ = self.Kill()
		}
	}()
	w.take(t, what[2], func(o *intake.Options) { o.Group = 20 })
}

// someList is a text file of n persons with a session each.
func someList(t testing.TB, n int) (persons, sessions string) {
	var p, c strings.Builder
	p.WriteString("ref,date,given,family,born,sex,nationality,destination\n")
	c.WriteString("ref,person,what,date,talk.mode,minutes,topics\n")
	for i := range n {
		fmt.Fprintf(&p, "P%d,1/3/2026,Given%d,Family%d,%d,woman,Mali,Mali\n", i, i, i, 1960+i%40)
		fmt.Fprintf(&c, "C%d,P%d,counselling.hold,%d/3/2026,phone,40,rights;data\n", i, i, i%9+2)
	}
	return textFile(t, "persons.csv", p.String()), textFile(t, "counselling.csv", c.String())
}

// state is what each person's file holds, by reference.
func (w *world) state(t testing.TB) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	for ref, c := range w.cases(t) {
		all[ref] = append(w.kinds(t, c.Case), c.File.Identity.Given, string(c.Status))
	}
	return all
}

// everySheet is a list of n persons, each with every kind of row that there is; or
// the same with something corrected in each row. Of some sheets; none: of all.
func everySheet(t *testing.T, n int, corrected bool, some ...string) string {
	t.Helper()
	list := sheets{}
	for sheet, sample := range sampleRows(t) {
		if len(some) > 0 && !slices.Contains(some, sheet) {
			continue
		}
		rows := [][]any{cellsOf(sample[0])}
		for i := range n {
			for _, row := range sample[1:] {
				cells := cellsOf(row)
				for j, c := range row {
					switch column := sample[0][j]; {
					case slices.Contains([]string{"Reference", "Person", "Answers row"}, column) && c != "":
						cells[j] = fmt.Sprint(c, "-", i)
					case column == "Given names":
						cells[j] = fmt.Sprint("Given", i)
					case column == "Family name":
						cells[j] = fmt.Sprint("Family", i, corrected)
					case column == "Born":
						cells[j] = 1960 + i%40
					case corrected && column == "Date" && sheet != intake.Persons:
						cells[j] = fmt.Sprintf("%02d%s", 1+int(c[0]-'0')*10+int(c[1]-'0'), c[2:])
					}
				}
				rows = append(rows, cells)
			}
		}
		list[sheet] = rows
	}
	return workbook(t, list)
}

func cellsOf(row []string) []any {
	cells := make([]any, len(row))
	for i, c := range row {
		cells[i] = c
	}
	return cells
}

// tales are what each person's file says, event by event, by reference in the
// list: but for names that differ from log to log.
func (w *world) tales(t *testing.T) map[string][]string {
	t.Helper()
	all, cases, numbers := map[string][]string{}, w.cases(t), []string{}
	for ref, c := range cases {
		numbers = append(numbers, c.Case, "the case of "+ref) // files name each other, and who is opened first has the first number
	}
	for ref, c := range cases {
		lines, names := events(t, w, c.Case), slices.Clone(numbers)
		for i, l := range lines {
			names = append(names, l.Entry.String(), fmt.Sprint("event ", i))
		}
		for _, l := range lines {
			says, err := json.Marshal(l.Says)
			if err != nil {
				t.Fatal(err)
			}
			all[ref] = append(all[ref], strings.NewReplacer(names...).Replace(fmt.Sprint(l.Kind, " ", l.Happened, " ", l.Imported, " ", l.Sealed, " ", l.Disputed, " ", string(says))))
		}
		all[ref] = append(all[ref], string(c.Status))
	}
	return all
}

// An import is killed at random moments while it records the persons, every
// other sheet and the corrections of all: giving the same list again finishes it.
func TestAnImportThatIsKilledIsFinishedByTheSameCommand(t *testing.T) {
	if os.Getenv("AMANA_SOAK") == "" {
		anImportThatIsKilledIsFinished(t, newWorld, 30, 3, everySheet(t, 30, false), everySheet(t, 30, true))
		return
	}
	const persons = 60
	files := []string{everySheet(t, persons, false, intake.Persons)}
	for _, corrected := range []bool{false, true} {
		for _, table := range intake.Tables() {
			if corrected || table.Name != intake.Persons {
				files = append(files, everySheet(t, persons, corrected, table.Name))
			}
		}
	}
	onEach(t, func(t *testing.T, newWorld maker) { anImportThatIsKilledIsFinished(t, newWorld, persons, 3, files...) })
}

func anImportThatIsKilledIsFinished(t *testing.T, newWorld maker, persons, kills int, files ...string) {
	whole, w := newWorld(t), newWorld(t)
	reads := desk.Actor{Actor: access.Actor{Roles: []access.Role{access.HeadOfProtection, access.Health}, Office: "tripoli"}}
	whole.officer, w.officer = reads, reads
	halfWay := 0
	for _, path := range files {
		before := whole.size(t)
		want := whole.take(t, path)
		more := whole.size(t) - before
		if more < int64(persons) {
			t.Fatalf("nobody could kill an import of %d entries half-way: %+v", more, want)
		}
		if n := w.size(t); n != before {
			t.Fatalf("%d entries, of an import that nobody killed %d", n, before)
		}
		if err := w.store.Close(); err != nil {
			t.Fatal(err)
		}
		for range kills {
			if left := w.killed(t, path, before+rand.Int64N(more)); left > before && left < before+more {
				halfWay++
			}
		}
		w.open(t)
		w.desk = w.openDesk(t)
		got := w.take(t, path)
		if got.Refused != want.Refused || got.Rows != want.Rows || w.size(t) != before+more {
			t.Errorf("finished, %d entries: %+v; want %d: %+v", w.size(t), got, before+more, want)
		}
		if again := w.take(t, path); again.Recorded != 0 || again.Opened != 0 || w.size(t) != before+more {
			t.Errorf("and again: %+v", again)
		}
	}
	if diff := cmp.Diff(whole.tales(t), w.tales(t)); diff != "" {
		t.Errorf("not what an import that nobody killed makes: %s", diff)
	}
	if n := w.count(t); n != persons {
		t.Errorf("%d cases of %d persons", n, persons)
	}
	if halfWay == 0 {
		t.Error("no import was killed half-way")
	}
	fmt.Printf("%s: %d of %d kills left an import half-way; each was finished\n", t.Name(), halfWay, kills*len(files))
}

// killed starts an import in another process, which is killed once the log has so
// many entries, or a little later. It returns how many the log then has.
func (w *world) killed(t *testing.T, path string, until int64) int64 {
	t.Helper()
	c := exec.Command(os.Args[0], "-test.run=^TestChild$")
	c.Env = append(os.Environ(), theChild+"="+strings.Join([]string{w.folder, w.database, path, fmt.Sprint(until)}, "\n"))
	if out, err := c.CombinedOutput(); err != nil && c.ProcessState.Exited() {
		t.Fatalf("the import failed, and nobody had killed it: %s", out)
	}
	w.open(t)
	defer w.store.Close()
	return w.size(t)
}

func TestTwoImportsAtOnceMakeNobodyTwice(t *testing.T) { onEach(t, twoImportsAtOnceMakeNobodyTwice) }

func twoImportsAtOnceMakeNobodyTwice(t *testing.T, newWorld maker) {
	const persons = 300
	path, sessions := someList(t, persons)
	w := newWorld(t)
	other := w.openDesk(t)
	for _, file := range []string{path, sessions} {
		var wait sync.WaitGroup
		for _, d := range []*world{w, {desk: other, store: w.store}} {
			wait.Go(func() {
				o := d.options()
				o.Group = 25
				if _, err := intake.Import(t.Context(), d.desk, file, o); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
	}
	whole := newWorld(t)
	whole.take(t, path)
	whole.take(t, sessions)
	got, want := w.state(t), whole.state(t)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("two imports at once made something else (%d persons): %s", len(got), diff)
	}
	if n := w.count(t); n != persons {
		t.Errorf("%d cases of %d persons", n, persons)
	}
}

// count is how many cases there are.
func (w *world) count(t testing.TB) int {
	t.Helper()
	n := 0
	for q := (desk.Query{Limit: 500}); ; {
		page, err := w.desk.Cases(t.Context(), w.desk.Self(), q)
		if err != nil {
			t.Fatal(err)
		}
		n += len(page.Cases)
		if !page.More {
			return n
		}
		q.After = page.Next
	}
}
