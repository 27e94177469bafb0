package main

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/rogpeppe/go-internal/testscript"

	"amana/desk"
	"amana/desk/desktest"
	"amana/policy"
	"amana/seal"
	"amana/store/postgrestest"
)

func TestMain(m *testing.M) {
	testscript.Main(withPostgres{m}, map[string]func(){"amana": main})
}

type withPostgres struct{ m *testing.M }

func (w withPostgres) Run() int {
	dir, err := os.MkdirTemp("", "amana-script-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	folder = dir
	return postgrestest.Main(w.m)
}

// folder is where the programme is made that scripts copy.
var folder string

// Each script drives the program as an operator does, in a process of its own.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("testdata", "script"),
		Setup: func(e *testscript.Env) error {
			e.Setenv("AMANA_PASSWORD", desktest.Password)
			e.Setenv("AMANA_DATA", filepath.Join(e.WorkDir, "data"))
			e.Setenv("AMANA_LISTEN", "127.0.0.1:0") // the usual port may be taken
			e.Setenv("COLUMNS", "80")
			return identities(e)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"old":        old,
			"programme":  func(ts *testscript.TestScript, _ bool, args []string) { programme(t, ts, args) },
			"exits":      exits,
			"publish":    publish,
			"tamper":     tamper,
			"postgres":   func(ts *testscript.TestScript, _ bool, _ []string) { ts.Setenv("AMANA_DATABASE", postgrestest.URL(t)) },
			"mode":       mode,
			"erase":      erase,
			"fieldcase":  fieldCase,
			"eventually": eventually,
			"proposal":   proposalSaid,
			"cp-r":       copyFolder,
			"live":       live,
			"stop-live":  stopLive,
			"token":      token,
			"get":        get,
			"proxy":      proxy,
			"witnesses":  witnesses,
			"rewrite":    rewrite,
		},
	})
}

// made is a programme on encrypted SQLite, built once and copied.
type made struct {
	dir              string
	departed, seated string
}

var template = sync.OnceValues(func() (made, error) {
	return begin(context.Background(), folder, "")
})

// begin makes a programme of two people: one departed, one with a seat.
func begin(ctx context.Context, dir, database string) (made, error) {
	return told(ctx, dir, database, believes)
}

// old puts a programme in place of the one there is of which nobody has heard
// since it was told.
func old(ts *testscript.TestScript, _ bool, _ []string) {
	data := ts.MkAbs("data")
	ts.Check(errors.Join(os.RemoveAll(data), os.Mkdir(data, 0o700)))
	m, err := told(context.Background(), data, "", func(context.Context, desk.Config) error { return nil })
	ts.Check(err)
	ts.Setenv("SEATED", m.seated)
}

// told tells the story, and does something with the store of it.
func told(ctx context.Context, dir, database string, then func(context.Context, desk.Config) error) (m made, err error) {
	m.dir = dir
	p := &program{env: func(string) string { return "" }, stderr: os.Stderr, settings: settings{data: dir, database: database}}
	keys, err := seal.NewKeyFile("amana.test/tripoli", nil)
	if err != nil {
		return m, err
	}
	if err := keys.Create(p.keyPath()); err != nil {
		return m, err
	}
	db, err := p.openDatabase(ctx, keys)
	if err != nil {
		return m, err
	}
	defer db.Close()
	roles, err := policy.Roles()
	if err != nil {
		return m, err
	}
	w, err := desktest.Build(ctx, desk.Config{Store: db, Keys: keys, Roles: roles})
	if err != nil {
		return m, err
	}
	if err := w.Scene(ctx); err != nil {
		return m, err
	}
	numbers, err := w.Ways(ctx, desktest.Traveller{Given: "Zainab"}, desktest.Traveller{Given: "Halima", Until: "clearance.draw"})
	if err != nil {
		return m, err
	}
	m.departed, m.seated = numbers[0], numbers[1]
	return m, then(ctx, desk.Config{Store: db, Keys: keys, Roles: roles, Leap: leap})
}

// believes has an officer look at the clock: the programme was told at times
// long before now.
func believes(ctx context.Context, c desk.Config) error {
	d, err := desk.Open(ctx, c)
	if err != nil {
		return err
	}
	defer d.Close()
	token, err := d.SignIn(ctx, "admin", desktest.Password)
	if err != nil {
		return err
	}
	admin, err := d.Who(ctx, token)
	if err == nil {
		_, err = d.AcceptClock(ctx, admin)
	}
	return err
}

// programme puts a programme into the data folder, or the database, and names
// its two cases.
func programme(t *testing.T, ts *testscript.TestScript, _ []string) {
	data := ts.MkAbs("data")
	ts.Check(os.MkdirAll(data, 0o700))
	var m made
	var err error
	if database := ts.Getenv("AMANA_DATABASE"); database != "" {
		m, err = begin(t.Context(), data, database)
		ts.Check(err)
	} else {
		m, err = template()
		ts.Check(err)
		for _, name := range []string{"amana.key", "amana.db"} {
			text, err := os.ReadFile(filepath.Join(m.dir, name))
			ts.Check(err)
			ts.Check(os.WriteFile(filepath.Join(data, name), text, 0o600))
		}
	}
	ts.Setenv("DEPARTED", m.departed)
	ts.Setenv("SEATED", m.seated)
}

// exits runs a command that must exit with a code.
func exits(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	if failed, ok := errors.AsType[*exec.ExitError](err); ok {
		got = failed.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// proposalSaid sets PROPOSAL to what the last command says is to be signed.
func proposalSaid(ts *testscript.TestScript, _ bool, _ []string) {
	line, _, _ := strings.Cut(ts.ReadFile("stdout"), "\n")
	said := strings.Fields(line)
	if len(said) == 0 {
		ts.Fatalf("nothing was proposed")
	}
	ts.Setenv("PROPOSAL", said[len(said)-1])
}

// eventually runs a command until it succeeds.
func eventually(ts *testscript.TestScript, _ bool, args []string) {
	var err error
	for begun := time.Now(); time.Since(begun) < time.Minute; time.Sleep(50 * time.Millisecond) {
		if err = ts.Exec(args[0], args[1:]...); err == nil {
			return
		}
	}
	ts.Check(err)
}

// publish serves a folder on loopback and sets URL.
func publish(ts *testscript.TestScript, _ bool, args []string) {
	server := httptest.NewServer(http.FileServer(http.Dir(ts.MkAbs(args[0]))))
	ts.Defer(server.Close)
	ts.Setenv("URL", server.URL)
}

// mode sets the permissions of a file.
func mode(ts *testscript.TestScript, _ bool, args []string) {
	bits, err := strconv.ParseUint(args[0], 8, 32)
	ts.Check(err)
	ts.Check(os.Chmod(ts.MkAbs(args[1]), os.FileMode(bits)))
}

// erase erases a case as the data-protection officer does over the API.
func erase(ts *testscript.TestScript, _ bool, args []string) {
	ctx := context.Background()
	p := &program{env: func(string) string { return "" }, stderr: ts.Stderr(), settings: settings{data: ts.MkAbs("data"), database: ts.Getenv("AMANA_DATABASE")}}
	n, err := p.openNode(ctx)
	ts.Check(err)
	defer n.close()
	token, err := n.desk.SignIn(ctx, "dpo", desktest.Password)
	ts.Check(err)
	who, err := n.desk.Who(ctx, token)
	ts.Check(err)
	r, err := request("case.erase", map[string]any{"ground": "person-asked"})
	ts.Check(err)
	_, err = n.desk.Do(ctx, who, args[0], r)
	ts.Check(err)
	ts.Check(n.desk.FinishErasure(ctx, args[0]))
}

// fieldCase opens a case as the counsellor leila does over the API, and sets a
// name to its number.
func fieldCase(ts *testscript.TestScript, _ bool, args []string) {
	ctx := context.Background()
	p := &program{env: func(string) string { return "" }, stderr: ts.Stderr(), settings: settings{data: ts.MkAbs("data")}}
	n, err := p.openNode(ctx)
	ts.Check(err)
	defer n.close()
	who, err := p.signedIn(ctx, n, "leila", desktest.Password)
	ts.Check(err)
	r, err := request("case.open", map[string]any{
		"given": "Zainab", "born": "1996-04-02", "sex": "woman", "nationalities": []string{"NGA"}, "languages": []string{"hau"},
		"destination": "NGA", "office": "tripoli",
	})
	ts.Check(err)
	receipt, err := n.desk.Do(ctx, who, "", r)
	ts.Check(err)
	ts.Setenv(args[0], receipt.Case)
}

// identities makes the key to which backups are encrypted, and one that is not it.
func identities(e *testscript.Env) error {
	for _, name := range []string{"wrong.txt", "age.txt"} {
		id, err := age.GenerateX25519Identity()
		if err != nil {
			return err
		}
		e.Setenv("RECIPIENT", id.Recipient().String())
		if err := os.WriteFile(filepath.Join(e.WorkDir, name), []byte(id.String()+"\n"), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// copyFolder copies a folder with all that is in it.
func copyFolder(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(os.CopyFS(ts.MkAbs(args[1]), os.DirFS(ts.MkAbs(args[0]))))
}
