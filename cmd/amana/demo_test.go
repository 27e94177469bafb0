package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"maps"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"amana/demo"
	"amana/domain/access"
	"amana/domain/fault"
	"amana/lang"
)

// ready is the line that demo --json prints: its members are a promise, and so are
// their names.
type ready struct {
	URL      string      `json:"url"`
	People   int         `json:"people"`
	Departed int         `json:"departed"`
	Users    []demo.User `json:"users"`
}

// promised says whether the line has the members that others read, and no others.
func promised(t *testing.T, line []byte) {
	t.Helper()
	var all struct {
		Whole map[string]json.RawMessage
		Users []map[string]string
	}
	if err := json.Unmarshal(line, &all.Whole); err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	if err := json.Unmarshal(all.Whole["users"], &all.Users); err != nil || len(all.Users) == 0 {
		t.Fatalf("%s: %v", all.Whole["users"], err)
	}
	if got := slices.Sorted(maps.Keys(all.Whole)); !slices.Equal(got, []string{"departed", "people", "url", "users"}) {
		t.Errorf("demo --json says %v", got)
	}
	if got := slices.Sorted(maps.Keys(all.Users[0])); !slices.Equal(got, []string{"name", "office", "password", "role"}) {
		t.Errorf("and of a user %v", got)
	}
}

// demonstrate runs a subcommand until it says that it is ready, looks, and ends it.
func demonstrate(t *testing.T, look func(ready), args ...string) error {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	out, in := io.Pipe()
	var said bytes.Buffer
	ended := make(chan error, 1)
	go func() {
		err := run(ctx, args, func(string) string { return "" }, strings.NewReader(""), in, &said)
		in.Close()
		ended <- err
	}()
	read := bufio.NewReader(out)
	line, err := read.ReadBytes('\n')
	if err == nil {
		promised(t, line)
		var r ready
		if err := json.Unmarshal(line, &r); err != nil {
			t.Errorf("%s: %v", line, err)
		}
		look(r)
	}
	stop()
	if more, _ := io.ReadAll(read); len(more) > 0 {
		t.Errorf("after its one line it prints %s", more)
	}
	return <-ended
}

// entriesAt is how many entries a node has published.
func entriesAt(t *testing.T, address string) int {
	t.Helper()
	answer, err := http.Get(address + "/api/v1/log/checkpoint")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	lines := strings.Split(string(text), "\n")
	if err != nil || len(lines) < 3 {
		t.Fatalf("%s: %v", text, err)
	}
	entries, err := strconv.Atoi(lines[1])
	if err != nil {
		t.Fatal(err)
	}
	return entries
}

func TestDemoBuildsOnceServesAndStartsOver(t *testing.T) {
	data := t.TempDir()
	args := []string{"demo", "--data", data, "--listen", "127.0.0.1:0", "--json"}
	var first ready
	err := demonstrate(t, func(r ready) {
		first = r
		if r.People != demo.Least || r.Departed == 0 || len(r.Users) < 25 {
			t.Errorf("%d people, %d departed, %d users", r.People, r.Departed, len(r.Users))
		}
		if answer, err := http.Get(r.URL + "/healthz"); err != nil || answer.StatusCode != http.StatusOK {
			t.Errorf("healthz: %v %v", answer, err)
		}
		body, _ := json.Marshal(map[string]string{"name": r.Users[0].Name, "password": r.Users[0].Password})
		if answer, err := http.Post(r.URL+"/api/v1/session", "application/json", bytes.NewReader(body)); err != nil || answer.StatusCode/100 != 2 {
			t.Errorf("signing in: %v %v", answer, err)
		}
	}, append(args, "--people", "300")...)
	if err != nil {
		t.Fatal(err)
	}
	if err := demonstrate(t, func(r ready) {
		if r.People != first.People || r.Departed != first.Departed {
			t.Errorf("a second start has %d people, %d departed", r.People, r.Departed)
		}
	}, args...); err != nil {
		t.Fatal(err)
	}
	if err := demonstrate(t, func(r ready) {
		if r.People != 310 {
			t.Errorf("started over with %d people, want 310", r.People)
		}
		if entries := entriesAt(t, r.URL) / r.People; entries < 100 {
			t.Errorf("asked for 120 events a case, it has %d entries for each", entries)
		}
	}, append(args, "--fresh", "--people", "310", "--events-per-case", "120")...); err != nil {
		t.Fatal(err)
	}
	if err := demonstrate(t, func(ready) { t.Error("a demonstration is served as if it were real") },
		"serve", "--data", filepath.Join(data, "amana-demo"), "--listen", "127.0.0.1:0"); fault.KindOf(err) != fault.Conflict {
		t.Errorf("serving a demonstration: %v", err)
	}
}

// What the demonstration prints is said in the reader's language: whom to look
// at, in a column, and as whom to sign in, with the role's name.
func TestDemoWelcomesInEachLanguage(t *testing.T) {
	r := demo.Result{People: 300, Departed: 214, Look: []demo.Look{{Case: "LY-26-0066-Z", Office: "zwara", What: "look.no-at-the-gate"}, {Case: "LY-26-0013-Q", Office: "tripoli", What: "look.asylum"}}}
	english := ""
	for _, language := range lang.Languages {
		var out strings.Builder
		env := func(name string) string { return map[string]string{"AMANA_LANGUAGE": language}[name] }
		p := &program{env: env, stdout: &out, name: "amana", settings: settings{data: "amana-data/amana-demo"}}
		p.welcome("http://127.0.0.1:8787", r)
		said := strings.NewReplacer(rli, "", fsi, "", pdi, "").Replace(out.String())
		say := lang.New(language)
		for _, want := range []string{
			"  LY-26-0066-Z   zwara     " + say.Text("look.no-at-the-gate", nil) + "\n", "  LY-26-0013-Q   tripoli   ", "  counsellor.zwara ", "  protection-officer.misrata ", "amana check LY-26-0066-Z --data amana-data/amana-demo",
			demo.Users()[0].Password, " " + say.Role(access.Administrator) + "\n", "http://127.0.0.1:8787",
		} {
			if !strings.Contains(said, want) {
				t.Errorf("%s: it does not say %q:\n%s", language, want, said)
			}
		}
		for _, role := range access.Roles {
			if role != access.Node && !strings.Contains(said, " "+say.Role(role)+"\n") {
				t.Errorf("%s: nobody is told as whom to sign in as %s", language, role)
			}
		}
		if english == "" {
			english = said
			continue
		}
		nothingOf(t, english, said, language)
	}
}

// Whoever stops a subcommand is told what happens next, and not to report it.
func TestStoppedOnTheWay(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	var said bytes.Buffer
	err := run(ctx, []string{"verify", "http://127.0.0.1:1/"}, func(string) string { return "" }, strings.NewReader(""), io.Discard, &said)
	if exitCode(err) != 1 || !strings.HasPrefix(said.String(), "amana: Stopped before it was done.") || strings.Count(said.String(), "\n") != 1 {
		t.Errorf("exit code %d: %s", exitCode(err), said.String())
	}
}

func TestServeMakesNothingWhereItCannotListen(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	data := filepath.Join(t.TempDir(), "new")
	err = run(t.Context(), []string{"serve", "--data", data, "--listen", taken.Addr().String()}, func(string) string { return "" }, strings.NewReader(""), io.Discard, io.Discard)
	if fault.KindOf(err) != fault.Busy {
		t.Errorf("%v, want busy", err)
	}
	if _, err := os.Stat(data); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a store was begun: %v", err)
	}
}

func TestDemoNeverTouchesARealStore(t *testing.T) {
	data := t.TempDir()
	ctx, stop := context.WithCancel(t.Context())
	out, in := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		ended <- run(ctx, []string{"serve", "--data", filepath.Join(data, "amana-demo"), "--listen", "127.0.0.1:0"}, func(string) string { return "" }, strings.NewReader(""), in, io.Discard)
	}()
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	go io.Copy(io.Discard, out) // what it says after that
	stop()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	for _, extra := range [][]string{nil, {"--fresh"}} {
		err := demonstrate(t, func(ready) { t.Error("a demonstration took a real store's place") },
			append([]string{"demo", "--data", data, "--listen", "127.0.0.1:0", "--json"}, extra...)...)
		if fault.KindOf(err) != fault.Conflict {
			t.Errorf("%v: %v, want a conflict", extra, err)
		}
	}
}

// Whoever asks for fewer people than it takes is told how many it takes, and
// could have read it in the help.
func TestTheDemonstrationSaysHowSmallItCanBe(t *testing.T) {
	least := strconv.Itoa(demo.Least)
	for _, language := range lang.Languages {
		var said strings.Builder
		env := func(name string) string { return map[string]string{"AMANA_LANGUAGE": language}[name] }
		err := run(t.Context(), []string{"demo", "--data", t.TempDir(), "--people", strconv.Itoa(demo.Least - 1)}, env, strings.NewReader(""), io.Discard, &said)
		if fault.KindOf(err) != fault.Invalid || !strings.Contains(said.String(), least) || !strings.Contains(said.String(), "--people") {
			t.Errorf("%s: %v: %s", language, err, said.String())
		}
		if _, takes := helpOf(t, language, "demo"); !strings.Contains(lang.New(language).Text(takes.Lookup("people").Usage, nil), least) {
			t.Errorf("%s: the help does not say how many people it takes", language)
		}
	}
}
