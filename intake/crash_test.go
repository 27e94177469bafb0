package intake_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"amana/desk"
	"amana/intake"
	"amana/seal"
)

// theChild is the folder, the database and the list of an import that this same program does
// when it is started again, to be killed.
const theChild = "AMANA_TEST_IMPORT"

// TestChild is that import. Without its folder it has nothing to do.
func TestChild(t *testing.T) {
	what := strings.Split(os.Getenv(theChild), "\n")
	if len(what) != 3 {
		return
	}
	folder, database, path := what[0], what[1], what[2]
	keys, err := seal.LoadKeyFile(filepath.Join(folder, "amana.key"))
	if err != nil {
		t.Fatal(err)
	}
	w := &world{keys: keys, folder: folder, database: database, clock: now}
	w.open(t)
	w.desk = w.openDesk(t)
	o := w.options()
	o.Group = 20
	o.Progress = func(p intake.Progress) { fmt.Println(p.Stage, p.Done) }
	_, err = intake.Import(t.Context(), w.desk, path, o)
	fmt.Println("ended", err)
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

func TestAnImportThatIsKilledIsFinishedByTheSameCommand(t *testing.T) {
	onEach(t, anImportThatIsKilledIsFinishedByTheSameCommand)
}

func anImportThatIsKilledIsFinishedByTheSameCommand(t *testing.T, newWorld maker) {
	const persons = 600
	path, sessions := someList(t, persons)
	whole := newWorld(t)
	whole.take(t, path)
	whole.take(t, sessions)
	want := whole.state(t)

	w := newWorld(t)
	if err := w.store.Close(); err != nil {
		t.Fatal(err)
	}
	kills := 0
	for _, after := range []string{"recording 100", "recording 200", "recording 400"} {
		if w.kill(t, path, after) {
			kills++
		}
	}
	if kills == 0 {
		t.Fatal("no import was killed half-way")
	}
	w.open(t)
	w.desk = w.openDesk(t)
	if n := len(w.cases(t)); n == 0 || n == persons {
		t.Errorf("killed with %d of %d persons recorded: nothing was half-way", n, persons)
	}
	if s := w.take(t, path); s.Refused != 0 || s.Opened+s.Unchanged != persons {
		t.Errorf("the same command again: %+v", s)
	}
	w.take(t, sessions)
	if n := w.count(t); n != persons {
		t.Errorf("%d cases of %d persons", n, persons)
	}
	if diff := cmp.Diff(want, w.state(t)); diff != "" {
		t.Errorf("not what an import that nobody killed makes: %s", diff)
	}
}

// kill starts an import in another process and kills it once it says after. It
// says whether it was still at work.
func (w *world) kill(t *testing.T, path, after string) bool {
	t.Helper()
	c := exec.Command(os.Args[0], "-test.run=^TestChild$")
	c.Env = append(os.Environ(), theChild+"="+strings.Join([]string{w.folder, w.database, path}, "\n"))
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	for s := bufio.NewScanner(out); s.Scan(); {
		switch {
		case s.Text() == after:
			if err := c.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			_ = c.Wait() // it was killed
			return true
		case strings.HasPrefix(s.Text(), "ended"):
			t.Logf("the import ended before it was killed: %s", s.Text())
		}
	}
	_ = c.Wait()
	return false
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
