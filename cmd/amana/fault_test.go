//go:build linux

package main

import (
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"

	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/fault"
	"amana/lang"
	"amana/store/postgrestest"
	"amana/store/storetest"
)

// trouble is a program that serves while its store is in trouble.
type trouble struct {
	*process
	token, number string
	acked         []given
}

func inTrouble(t *testing.T, p *process) *trouble {
	t.Helper()
	x := &trouble{process: p, token: p.signIn(t, "cou")}
	x.gives(t, http.StatusCreated, "/api/v1/cases", opens())
	x.number = x.acked[0].receipt.Case
	return x
}

func (x *trouble) commands() string { return "/api/v1/cases/" + x.number + "/commands" }

// gives gives a command that is acknowledged.
func (x *trouble) gives(t *testing.T, status int, path, body string) {
	t.Helper()
	x.keeps(t, path, body, x.must(t, status, x.token, http.MethodPost, path, body))
}

// keeps notes what was acknowledged.
func (x *trouble) keeps(t *testing.T, path, body string, a answered) {
	t.Helper()
	g := given{path: path, body: body}
	if err := json.Unmarshal(a.body, &g.receipt); err != nil {
		t.Fatal(err)
	}
	x.acked = append(x.acked, g)
}

// refuses gives a command that the trouble stops: the answer says which, in
// every language, and that the same may be tried again.
func (x *trouble) refuses(t *testing.T, key, body string) {
	t.Helper()
	for _, language := range []string{"en", "fr", "ar"} {
		a := x.must(t, http.StatusServiceUnavailable, x.token, http.MethodPost, x.commands(), body, "Accept-Language", language)
		p := a.problem(t)
		title, detail := lang.New(language).Fault(fault.New(fault.Busy, key))
		if p.Key != key || a.language != language || p.Title != title || p.Detail != detail {
			t.Errorf("in %s: %+v, want %s: %s", language, p, key, detail)
		}
	}
}

// repeats sends everything again that was acknowledged.
func (x *trouble) repeats(t *testing.T) {
	t.Helper()
	for _, g := range x.acked {
		var r desk.Receipt
		a := x.must(t, http.StatusOK, x.token, http.MethodPost, g.path, g.body)
		if err := json.Unmarshal(a.body, &r); err != nil || !r.Repeated || r.Entry != g.receipt.Entry || r.Index != g.receipt.Index {
			t.Errorf("%s: %+v %v, was %+v", g.body, r, err, g.receipt)
		}
	}
}

// On a full disk nothing is recorded and everything can be read; with room
// again the same process goes on, and so does the same command.
func TestServeOnAFullDisk(t *testing.T) {
	data := programmeIn(t, "")
	x := inTrouble(t, serves(t, data, ""))
	if err := storetest.LimitFiles(x.Process.Pid, 4096); err != nil {
		t.Fatal(err)
	}
	late := withdraws()
	for range 2 {
		x.refuses(t, "fault.disk-full", late)
	}
	for _, path := range []string{"/healthz", "/api/v1/cases", "/api/v1/cases/" + x.number, "/api/v1/cases/" + x.number + "/events",
		"/api/v1/cases/" + x.number + "/findings?for=boarding"} {
		x.must(t, http.StatusOK, x.token, http.MethodGet, path, "")
	}
	x.signIn(t, "pia") // which writes nothing
	if err := storetest.LimitFiles(x.Process.Pid, 0); err != nil {
		t.Fatal(err)
	}
	x.gives(t, http.StatusOK, x.commands(), late)
	x.gives(t, http.StatusOK, x.commands(), withdraws())
	x.repeats(t)
	x.kill()
	verifies(t, data, "")
}

// So on PostgreSQL, whose tables lie on a disk that fills up while it serves.
func TestServeOnAFullDiskOfPostgres(t *testing.T) {
	disk, err := storetest.SmallDisk(t, 48)
	if errors.Is(err, storetest.ErrNoMount) {
		t.Skip("mounting is not permitted here: what is left is TestAFileOfPostgresThatMayNotGrow in store")
	}
	if err != nil {
		t.Fatal(err)
	}
	database := postgrestest.New(t).DatabaseOn(t, disk.Folder)
	data := programmeIn(t, database)
	x := inTrouble(t, serves(t, data, database))
	if err := disk.Fill(); err != nil {
		t.Fatal(err)
	}
	late := withdraws()
	for {
		a, err := x.ask(x.token, http.MethodPost, x.commands(), late)
		if err != nil || len(x.acked) > 500 {
			t.Fatalf("%d were acknowledged on a full disk: %v", len(x.acked), err)
		}
		if a.status == http.StatusServiceUnavailable {
			break
		}
		x.keeps(t, x.commands(), late, a) // there was room left in some page
		late = withdraws()
	}
	x.refuses(t, "fault.disk-full", late)
	x.must(t, http.StatusOK, x.token, http.MethodGet, "/api/v1/cases/"+x.number, "")
	if err := disk.Free(); err != nil {
		t.Fatal(err)
	}
	x.gives(t, http.StatusOK, x.commands(), late)
	x.repeats(t)
	x.kill()
	if !strings.Contains(x.said.String(), "synchronous_standby_names is empty") {
		t.Errorf("that there is no second server was not said: %s", x.said)
	}
	verifies(t, data, database)
}

// A subcommand that writes says so too, and exits with the code for "later".
func TestASubcommandOnAFullDisk(t *testing.T) {
	data := programmeIn(t, "")
	add := func(shell string) ([]byte, error) {
		// The shell limits the size of files, and becomes the program.
		c := exec.Command("sh", "-c", shell+` exec amana user add leila --role counsellor --office tripoli --as admin --data "$0"`, data)
		c.Env = append(os.Environ(), "AMANA_PASSWORD="+desktest.Password, "AMANA_NEW_PASSWORD=another long password", "LC_ALL=en")
		return c.CombinedOutput()
	}
	out, err := add("ulimit -f 64;")
	failed, exited := errors.AsType[*exec.ExitError](err)
	if !exited || failed.ExitCode() != 7 || !strings.Contains(string(out), "The disk is full") {
		t.Errorf("%v: %s", err, out)
	}
	if out, err := add(""); err != nil {
		t.Errorf("with room again: %v: %s", err, out)
	}
	verifies(t, data, "")
}

// While the database is away nothing is recorded, and the program says so; when
// it is back the same process goes on, and so does the same command.
func TestServeWhileTheDatabaseIsLost(t *testing.T) {
	server := postgrestest.New(t)
	database := server.URL("postgres")
	data := programmeIn(t, database)
	x := inTrouble(t, serves(t, data, database))
	late := withdraws()
	for range 2 { // it is lost twice
		if err := server.Crash(); err != nil {
			t.Fatal(err)
		}
		x.refuses(t, "fault.database-lost", late)
		for _, path := range []string{"/healthz", "/api/v1/cases", "/api/v1/cases/" + x.number} {
			a := x.must(t, http.StatusServiceUnavailable, x.token, http.MethodGet, path, "")
			if p := a.problem(t); p.Key != "fault.database-lost" {
				t.Errorf("%s: %s", path, a.body)
			}
		}
		out, err := command("check", x.number, "--data", data, "--database", database).CombinedOutput()
		failed, exited := errors.AsType[*exec.ExitError](err)
		if !exited || failed.ExitCode() != 7 || !strings.Contains(string(out), "database") {
			t.Errorf("a subcommand: %v: %s", err, out)
		}
		if err := server.Run(); err != nil {
			t.Fatal(err)
		}
		x.must(t, http.StatusOK, "", http.MethodGet, "/healthz", "")
		x.gives(t, http.StatusOK, x.commands(), late)
		x.repeats(t)
		late = withdraws()
	}
	x.kill()
	verifies(t, data, database)
}
