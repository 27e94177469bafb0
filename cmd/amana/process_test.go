package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"amana/api"
	"amana/desk/desktest"
)

// process is the program serving, in a process of its own.
type process struct {
	*exec.Cmd
	url  string
	http *http.Client
	said *bytes.Buffer // on stderr; whole once the process has ended
}

// command is the program with its arguments, as an operator starts it.
func command(args ...string) *exec.Cmd {
	c := exec.Command(os.Args[0], args...)
	c.Args[0] = "amana" // which testscript.Main takes for the program
	return c
}

// launch starts the program on a store.
func launch(t *testing.T, data, database string) *process {
	t.Helper()
	p := &process{Cmd: command("serve", "--data", data, "--listen", "127.0.0.1:0"), said: &bytes.Buffer{}}
	if database != "" {
		p.Args = append(p.Args, "--database", database)
	}
	p.http = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 16}, Timeout: time.Minute}
	p.Stderr = p.said
	return p
}

// serves starts the program and waits until it says where it serves.
func serves(t *testing.T, data, database string) *process {
	t.Helper()
	p := launch(t, data, database)
	out, err := p.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		_ = p.Wait()
		t.Fatalf("the program does not serve: %q %s", line, p.said)
	}
	p.url = strings.TrimSpace(strings.TrimPrefix(line, "Amana serves at "))
	t.Cleanup(p.kill)
	return p
}

// kill ends the process as a power cut would. Doing it twice does nothing.
func (p *process) kill() {
	if p.ProcessState == nil {
		_ = p.Process.Kill()
		_ = p.Wait() // it was killed
	}
	p.http.CloseIdleConnections()
}

// answered is what the API answered to one request.
type answered struct {
	status   int
	language string
	body     []byte
}

func (a answered) problem(t *testing.T) (p api.Problem) {
	t.Helper()
	if err := json.Unmarshal(a.body, &p); err != nil {
		t.Fatalf("%d %s: %v", a.status, a.body, err)
	}
	return p
}

// ask makes one request. An error says that nothing was answered.
func (p *process) ask(token, method, path, body string, header ...string) (a answered, err error) {
	r, err := http.NewRequest(method, p.url+path, strings.NewReader(body))
	if err != nil {
		return a, err
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	res, err := p.http.Do(r)
	if err != nil {
		return a, err
	}
	defer res.Body.Close()
	a.status, a.language = res.StatusCode, res.Header.Get("Content-Language")
	a.body, err = io.ReadAll(res.Body)
	return a, err
}

// must is ask where the program has to answer so.
func (p *process) must(t *testing.T, status int, token, method, path, body string, header ...string) answered {
	t.Helper()
	a, err := p.ask(token, method, path, body, header...)
	if err != nil || a.status != status {
		t.Fatalf("%s %s: %d %s %v, want %d", method, path, a.status, a.body, err, status)
	}
	return a
}

// signIn opens a session of an officer of desktest's.
func (p *process) signIn(t *testing.T, name string) (token string) {
	t.Helper()
	a := p.must(t, http.StatusOK, "", http.MethodPost, "/api/v1/session", fmt.Sprintf(`{"name":%q,"password":%q}`, name, desktest.Password))
	var s struct{ Token string }
	if err := json.Unmarshal(a.body, &s); err != nil {
		t.Fatal(err)
	}
	return s.Token
}

// opens is the command that opens a case, under a new id.
func opens() string {
	return fmt.Sprintf(`{"id":%q,"command":"case.open","args":{"given":"Binta","born":"1996-04-02","sex":"woman","nationalities":["GMB"],"languages":["hau"],"destination":"GMB","office":"tripoli"}}`, api.UUID(newCommand()))
}

// withdraws is the command that takes a consent back, under a new id.
func withdraws() string {
	return fmt.Sprintf(`{"id":%q,"command":"consent.withdraw","args":{"channel":"phone"}}`, api.UUID(newCommand()))
}

// programmeIn puts the programme of the scripts into a new folder, or into a
// database with its keys in the folder, and returns the folder.
func programmeIn(t *testing.T, database string) string {
	t.Helper()
	data := t.TempDir()
	if database != "" {
		if _, err := begin(t.Context(), data, database); err != nil {
			t.Fatal(err)
		}
		return data
	}
	m, err := template()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"amana.key", "amana.db"} {
		text, err := os.ReadFile(filepath.Join(m.dir, name))
		if err == nil {
			err = os.WriteFile(filepath.Join(data, name), text, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return data
}

// verifies exports the log and has it verified, both by the program.
func verifies(t *testing.T, data, database string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "log")
	for _, args := range [][]string{{"export", dir, "--data", data, "--database", database}, {"verify", dir, "--json"}} {
		if out, err := command(args...).CombinedOutput(); err != nil {
			t.Errorf("%s: %v: %s", args[0], err, out)
		}
	}
}
