package demo_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"amana/api"
	"amana/demo"
	"amana/desk"
	"amana/policy"
	"amana/seal"
	"amana/store"
	"amana/store/postgrestest"
)

// needles are what must be found nowhere: every name of the demonstration as
// it is, as a database prints bytes, and as it would look inside base64.
type needles struct {
	names map[string]bool
	forms map[[start]byte][]form // by how they start
	first [1 << 16]bool          // the first two bytes of any
}

// start is how many bytes at least every form has.
const start = 6

type form struct {
	text []byte
	name string // for whoever must find the leak
}

func (n *needles) add(name string) {
	if utf8.RuneCountInString(name) < 6 || n.names[name] {
		return // "Biba" is found in random bytes; with the family name it is not
	}
	n.names[name] = true
	put := func(text string) {
		key := [start]byte([]byte(text))
		n.forms[key] = append(n.forms[key], form{[]byte(text), name})
		n.first[int(text[0])<<8|int(text[1])] = true
	}
	if strings.Contains(name, " ") || utf8.RuneCountInString(name) != len(name) {
		put(name)
	} else {
		put(`"` + name) // a single word might be in base64 by chance
		put(" " + name)
		put(name + " ")
		put(name + `"`)
	}
	if len(name) < 8 {
		return
	}
	put(hex.EncodeToString([]byte(name)))
	put(strings.ToUpper(hex.EncodeToString([]byte(name))))
	for shift := range 3 { // base64 has three ways of writing it, but for its edges
		text := base64.RawURLEncoding.EncodeToString(append(make([]byte, shift), name...))
		put(text[(shift*4+2)/3 : len(text)-2])
	}
}

// in lists every name that is in a text.
func (n *needles) in(text []byte) []string {
	found := map[string]bool{}
	for i := 0; i+start <= len(text); i++ {
		if !n.first[int(text[i])<<8|int(text[i+1])] {
			continue
		}
		for _, f := range n.forms[[start]byte(text[i:])] {
			if bytes.HasPrefix(text[i:], f.text) {
				found[f.name] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}

func (n *needles) search(t *testing.T, where string, text []byte) {
	t.Helper()
	if found := n.in(text); len(found) > 0 {
		t.Errorf("%d names are in %s: %q", len(found), where, found)
	}
}

// A search that cannot find is no proof.
func TestASearchFindsNames(t *testing.T) {
	n := &needles{names: map[string]bool{}, forms: map[[start]byte][]form{}}
	n.add("Doumbouya Kofitse")
	for _, text := range []string{
		"x Doumbouya Kofitse y", hex.EncodeToString([]byte("..Doumbouya Kofitse")), base64.RawURLEncoding.EncodeToString([]byte(`{"a":"Doumbouya Kofitse"}`)),
		base64.RawURLEncoding.EncodeToString([]byte(`{"ab":"Doumbouya Kofitse"}`)), base64.RawURLEncoding.EncodeToString([]byte(`{"abc":"Doumbouya Kofitse"}`)),
	} {
		if len(n.in([]byte(text))) != 1 {
			t.Errorf("the name is not found in %q", text)
		}
	}
}

func names(t *testing.T, d *desk.Desk) *needles {
	n := &needles{names: map[string]bool{}, forms: map[[start]byte][]form{}}
	for _, p := range listed(t, d) {
		n.add(p.Given)
		n.add(p.Family)
		n.add(p.Given + " " + p.Family)
		n.add(p.Family + " " + p.Given)
	}
	if len(n.names) < 200 {
		t.Fatalf("only %d names", len(n.names))
	}
	return n
}

func TestNoNameIsInFilesOrLogs(t *testing.T) {
	folder := t.TempDir()
	c, err := config(t.Context(), folder)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Desk.Store.Close()
	said := used(t, c)
	d, err := desk.Open(t.Context(), c.Desk)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	n := names(t, d)
	n.search(t, "our log", said)
	if err := c.Desk.Store.Backup(t.Context(), filepath.Join(folder, "copy.db")); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil || len(files) < 3 {
		t.Fatalf("%v %v: want the store, its journal and a copy", files, err)
	}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		n.search(t, filepath.Base(f), text)
	}
}

func TestNoNameIsInPostgreSQLOrItsLog(t *testing.T) {
	server, err := postgrestest.Start("log_statement=all", "log_min_duration_statement=0", "log_min_error_statement=debug5", "log_parameter_max_length=-1", "log_parameter_max_length_on_error=-1")
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
	c := demo.Config{Desk: desk.Config{Store: db, Keys: keys, Roles: roles, Clock: clock}, Now: now}
	said := used(t, c)
	d, err := desk.Open(t.Context(), c.Desk)
	if err != nil {
		t.Fatal(err)
	}
	n := names(t, d)
	d.Close()
	n.search(t, "our log", said)
	log := server.Log()
	if !bytes.Contains(log, []byte("insert into entry")) {
		t.Error("the server's log has no statements: nothing was searched")
	}
	n.search(t, "the server's log", log)
	n.search(t, "a dump", dumped(t, server.URL("postgres")))

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

func dumped(t *testing.T, address string) []byte {
	t.Helper()
	bin, err := filepath.Glob("/usr/lib/postgresql/*/bin/pg_dump")
	if err != nil || len(bin) == 0 {
		t.Fatal("there is no pg_dump")
	}
	out, err := exec.Command(bin[len(bin)-1], "--dbname="+address).Output()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(out, []byte("COPY public.entry")) {
		t.Error("the dump has no entries")
	}
	return out
}

// used builds a demonstration and uses it as officers would, also wrongly. It
// returns what the program logged.
func used(t *testing.T, c demo.Config) []byte {
	t.Helper()
	var said bytes.Buffer
	log := slog.New(slog.NewTextHandler(&said, &slog.HandlerOptions{Level: slog.LevelDebug}))
	c.People, c.Desk.Log = small, log
	if _, err := demo.Build(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	d, err := desk.Open(t.Context(), c.Desk)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	server := httptest.NewServer(api.Handler(d, c.Desk.Store, c.Desk.Keys, log))
	defer server.Close()
	u := user(t, "protection-lead.tripoli")
	var session struct{ Token string }
	ask(t, server, "", http.MethodPost, "/api/v1/session", map[string]string{"name": u.Name, "password": u.Password}, &session)
	var page struct {
		Cases []struct{ Case, Given, Family string }
	}
	ask(t, server, session.Token, http.MethodGet, "/api/v1/cases?limit=100", nil, &page)
	if len(page.Cases) < 20 || page.Cases[0].Given == "" {
		t.Fatalf("a list of %d cases", len(page.Cases))
	}
	for _, x := range page.Cases[:20] {
		for _, part := range []string{"", "/events", "/findings?for=boarding"} {
			ask(t, server, session.Token, http.MethodGet, "/api/v1/cases/"+x.Case+part, nil, nil)
		}
		name := x.Given + " " + x.Family
		ask(t, server, session.Token, http.MethodPost, "/api/v1/cases/"+x.Case+"/commands", map[string]any{
			"id": fmt.Sprintf("00000000-0000-4000-8000-%012x", len(name)), "command": "hold.place", "args": map[string]any{"for": name, name: name},
		}, nil)
		ask(t, server, "", http.MethodPost, "/api/v1/session", map[string]string{"name": name, "password": name}, nil)
	}
	return said.Bytes()
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

// ask gives one request; into is nil where any answer will do.
func ask(t *testing.T, server *httptest.Server, token, method, path string, body, into any) {
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
	if into == nil {
		return
	}
	if err := json.Unmarshal(answer, into); err != nil || got.StatusCode/100 != 2 {
		t.Fatalf("%s %s: %s %v", method, path, got.Status, err)
	}
}
