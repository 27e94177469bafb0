package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
)

// Whatever the program is asked to do, it takes the same settings, from flags
// and from the environment; a flag is stronger.
func TestEverySubcommandTakesTheSameSettings(t *testing.T) {
	environment := map[string]string{
		"AMANA_DATA": "/env/data", "AMANA_DATABASE": "postgres://env/amana", "AMANA_LISTEN": "127.0.0.1:1", "AMANA_KEY_FILE": "/env/amana.key",
	}
	flags := []string{"--data", "/flag/data", "--database", "postgres://flag/amana", "--listen", "127.0.0.1:2", "--json"}
	for _, test := range []struct {
		env  map[string]string
		args []string
		want settings
	}{
		{nil, nil, settings{data: "amana-data", listen: "127.0.0.1:8787"}},
		{environment, nil, settings{data: "/env/data", database: "postgres://env/amana", listen: "127.0.0.1:1", keyFile: "/env/amana.key"}},
		{environment, flags, settings{data: "/flag/data", database: "postgres://flag/amana", listen: "127.0.0.1:2", keyFile: "/env/amana.key", json: true}},
	} {
		for _, s := range subcommands() {
			p := &program{env: func(name string) string { return test.env[name] }, stdin: strings.NewReader(""), stdout: io.Discard, stderr: io.Discard}
			if err := s.run(t.Context(), p, append(test.args, "-h")); exitCode(err) != 0 { // help is the last that is read, and nothing is done
				t.Errorf("%s %v: %v", s.name, test.args, err)
			}
			if p.settings != test.want {
				t.Errorf("%s %v: %+v, want %+v", s.name, test.args, p.settings, test.want)
			}
		}
	}
}

// For programs serve prints one line when it is ready, and nothing else.
func TestServeTellsProgramsWhere(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	out, in := io.Pipe()
	var notes bytes.Buffer
	ended := make(chan error, 1)
	go func() {
		err := run(ctx, []string{"serve", "--data", t.TempDir(), "--listen", "127.0.0.1:0", "--json"}, func(string) string { return "" }, strings.NewReader(""), in, &notes)
		in.CloseWithError(err)
		ended <- err
	}()
	lines := bufio.NewReader(out)
	line, err := lines.ReadString('\n')
	if err != nil {
		t.Fatalf("it does not serve: %v", err)
	}
	var told map[string]string
	if err := json.Unmarshal([]byte(line), &told); err != nil || len(told) != 1 {
		t.Fatalf("%q: %v", line, err)
	}
	answer, err := http.Get(told["url"] + "/healthz")
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		t.Errorf("at %s: %s", told["url"], answer.Status)
	}
	stop()
	if rest, err := io.ReadAll(lines); len(rest) > 0 || err != nil {
		t.Errorf("after the line it prints %q, %v", rest, err)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if !strings.Contains(notes.String(), "user add NAME") {
		t.Errorf("beside the line nobody is told to make an account: %q", notes.String())
	}
}
