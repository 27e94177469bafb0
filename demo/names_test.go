package demo_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"amana/api"
	"amana/demo"
	"amana/desk"
	"amana/front"
	"amana/policy"
	"amana/seal"
	"amana/store"
	"amana/store/postgrestest"
)

// Names of people are in no log, URL, error report, database file, backup or
// published log: of nobody in the demonstration, whatever their name.
func TestNoNameIsInFilesOrLogs(t *testing.T) {
	d, _ := built(t)
	everybodyIsMarked(t, d, 1150)
	use(t, whole.config, d)
	folder := t.TempDir()
	if err := whole.config.Desk.Store.Backup(t.Context(), filepath.Join(folder, "copy.db"), nil); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Export(t.Context(), filepath.Join(folder, "published"), func(int64) {}); err != nil {
		t.Fatal(err)
	}
	if journal, err := os.Stat(filepath.Join(whole.folder, "amana.db-wal")); err != nil || journal.Size() == 0 {
		t.Errorf("there is no journal: %v", err)
	}
	searchFolder(t, whole.folder)
	searchFolder(t, folder)
	search(t, "our log", bytes.NewReader(whole.said.Bytes()))
}

// Nor are they in PostgreSQL's files, its log of every statement, or a dump: in the
// soak of everybody of the demonstration.
func TestNoNameIsInPostgreSQLOrItsLog(t *testing.T) {
	server, err := postgrestest.Start("log_statement=all", "log_min_error_statement=debug5", "log_parameter_max_length=-1", "log_parameter_max_length_on_error=-1")
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := server.Stop(); err != nil {
			t.Error(err)
		}
	}()
	keys, err := seal.NewKeyFile("amana/demo", nil)
	if err != nil {
		t.Fatal(err)
	}
	db, err := store.OpenPostgres(t.Context(), server.URL("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { db.Close() }()
	roles, err := policy.Roles()
	if err != nil {
		t.Fatal(err)
	}
	var said bytes.Buffer
	c := demo.Config{Desk: desk.Config{Store: db, Keys: keys, Roles: roles, Clock: clock, Log: logTo(&said)}, People: small, Now: now, Mark: mark}
	if os.Getenv("AMANA_SOAK") != "" {
		c.People = 1150
	}
	if _, err := demo.Build(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	d, err := desk.Open(t.Context(), c.Desk)
	if err != nil {
		t.Fatal(err)
	}
	everybodyIsMarked(t, d, c.People)
	use(t, c, d)
	d.Close()
	search(t, "our log", &said)
	folder := t.TempDir()
	dump(t, server.URL("postgres"), filepath.Join(folder, "dump.sql"))
	mustHold(t, filepath.Join(folder, "dump.sql"), "COPY public.entry")
	mustHold(t, filepath.Join(server.Folder(), "log"), "insert into entry")
	searchFolder(t, folder)
	searchFolder(t, server.Folder())

	db.Close()
	if err := demo.Clear(t.Context(), server.URL("postgres")); err != nil {
		t.Fatal(err)
	}
	if db, err = store.OpenPostgres(t.Context(), server.URL("postgres")); err != nil {
		t.Fatal(err)
	}
	if _, complete, err := demo.Complete(t.Context(), db); complete || err != nil {
		t.Errorf("after it was cleared: complete %v, %v", complete, err)
	}
}

// everybodyIsMarked: there is nobody, of at least so many, whose name the search would not find.
func everybodyIsMarked(t *testing.T, d *desk.Desk, least int) {
	t.Helper()
	people, words := listed(t, d), 0
	for _, p := range people {
		for _, word := range strings.Fields(p.Given + " " + p.Family) {
			words++
			if !strings.HasPrefix(word, mark) {
				t.Errorf("%s has a name that a search does not find", p.Case)
			}
		}
	}
	if len(people) < least || words < 2*least {
		t.Errorf("%d people with %d words of names", len(people), words)
	}
}

func dump(t *testing.T, address, path string) {
	t.Helper()
	bin, err := filepath.Glob("/usr/lib/postgresql/*/bin/pg_dump")
	if err != nil || len(bin) == 0 {
		t.Fatal("there is no pg_dump")
	}
	if out, err := exec.Command(bin[len(bin)-1], "--dbname="+address, "--file="+path).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}

func logTo(w io.Writer) *slog.Logger {
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

// use does what officers do with a programme, also wrongly.
func use(t *testing.T, c demo.Config, d *desk.Desk) {
	t.Helper()
	server := httptest.NewServer(api.Handler(d, front.NewAttempts(d.Moment), c.Desk.Log))
	defer server.Close()
	u := user(t, "protection-lead.tripoli")
	var session struct{ Token string }
	ask(t, server, "", http.MethodPost, "/api/v1/session", map[string]string{"name": u.Name, "password": u.Password}, &session)
	var page struct {
		Cases []struct{ Case, Given, Family string }
	}
	ask(t, server, session.Token, http.MethodGet, "/api/v1/cases?limit=100", nil, &page)
	who, err := d.Who(t.Context(), session.Token)
	if err != nil {
		t.Fatal(err)
	}
	if len(page.Cases) < 20 || !strings.HasPrefix(page.Cases[0].Given, mark) {
		t.Fatalf("a list of %d cases", len(page.Cases))
	}
	for _, x := range page.Cases[:20] {
		for _, part := range []string{"", "/events", "/findings?for=boarding"} {
			ask(t, server, session.Token, http.MethodGet, "/api/v1/cases/"+x.Case+part, nil, nil)
		}
		name := x.Given + " " + x.Family
		draft, err := d.Draft(t.Context(), who, x.Case, "wish.state")
		if err == nil {
			err = draft.Keep(t.Context(), []byte("words="+name), desk.DraftKept)
		}
		if err != nil {
			t.Fatal(err)
		}
		ask(t, server, session.Token, http.MethodPost, "/api/v1/cases/"+x.Case+"/commands", map[string]any{
			"id": fmt.Sprintf("00000000-0000-4000-8000-%012x", len(name)), "command": "hold.place", "args": map[string]any{"for": name, name: name},
		}, nil)
		ask(t, server, "", http.MethodPost, "/api/v1/session", map[string]string{"name": name, "password": name}, nil)
		for _, where := range []string{"/api/v1/cases/", "/api/v1/cases?office=", "/api/v1/cases?after=", "/"} { // as somebody might look for a person
			ask(t, server, session.Token, http.MethodGet, where+url.PathEscape(name), nil, nil)
		}
	}
	var numbers []string
	for _, x := range page.Cases[:20] {
		numbers = append(numbers, x.Case)
	}
	name := page.Cases[0].Given + " " + page.Cases[0].Family
	browse(t, c, d, numbers, name)
	take(t, d, name)
	for _, public := range []string{"/healthz", "/metrics", "/debug/vars", "/debug/pprof/", "/api/v1/commands"} {
		search(t, public, strings.NewReader(string(ask(t, server, session.Token, http.MethodGet, public, nil, nil))))
	}
}

func user(t *testing.T, name string) demo.User {
	t.Helper()
	for _, u := range demo.Users() {
		if u.Name == name {
			return u
		}
	}
	t.Fatalf("nobody signs in as %s", name)
	return demo.User{}
}

// ask gives one request and returns the answer, in which no name is if it says
// that something is wrong; into is nil where any answer will do.
func ask(t *testing.T, server *httptest.Server, token, method, path string, body, into any) []byte {
	t.Helper()
	var text io.Reader
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		text = bytes.NewReader(b)
	}
	r, err := http.NewRequestWithContext(context.WithoutCancel(t.Context()), method, server.URL+path, text)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	got, err := server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer got.Body.Close()
	answer, err := io.ReadAll(got.Body)
	if err != nil {
		t.Fatal(err)
	}
	if got.StatusCode >= 400 {
		search(t, fmt.Sprintf("the problem that answers %s %.20s", method, path), bytes.NewReader(answer))
	}
	if into == nil {
		return answer
	}
	if err := json.Unmarshal(answer, into); err != nil || got.StatusCode/100 != 2 {
		t.Fatalf("%s %s: %s %v", method, path, got.Status, err)
	}
	return answer
}
