package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"strings"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"

	"amana/desk/desktest"
)

// live serves the programme in the data folder until the script ends, with the
// flags it is given, and sets NODE to its address.
func live(ts *testscript.TestScript, _ bool, args []string) {
	ctx, cancel := context.WithCancel(context.Background())
	out, in := io.Pipe()
	var complaints bytes.Buffer
	ended := make(chan error, 1)
	go func() {
		err := run(ctx, append([]string{"serve", "--listen", "127.0.0.1:0"}, args...), ts.Getenv, strings.NewReader(""), in, &complaints)
		in.CloseWithError(err)
		ended <- err
	}()
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		cancel()
		ts.Fatalf("it does not serve: %v\n%s", err, complaints.String())
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	stop := func() {
		if cancel(); ended != nil {
			ts.Check(<-ended)
			ended = nil
		}
	}
	ts.Defer(stop)
	stops.Store(ts, stop)
	ts.Setenv("NODE", strings.TrimSpace(line[strings.Index(line, "http"):]))
}

// stops ends what live began.
var stops sync.Map

func stopLive(ts *testscript.TestScript, _ bool, _ []string) {
	if stop, ok := stops.Load(ts); ok {
		stop.(func())()
	}
}

// token signs in at NODE and sets AMANA_TOKEN.
func token(ts *testscript.TestScript, _ bool, args []string) {
	p := &program{env: func(string) string { return desktest.Password }}
	t, err := p.signIn(context.Background(), ts.Getenv("NODE"), args[0])
	ts.Check(err)
	ts.Setenv("AMANA_TOKEN", t)
}

// get asks NODE for a path in a language, and writes what it answers to a file:
// get PATH LANGUAGE FILE.
func get(ts *testscript.TestScript, _ bool, args []string) {
	r, err := http.NewRequest(http.MethodGet, ts.Getenv("NODE")+args[0], nil)
	ts.Check(err)
	r.Header.Set("Authorization", "Bearer "+ts.Getenv("AMANA_TOKEN"))
	r.Header.Set("Accept-Language", args[1])
	answer, err := http.DefaultClient.Do(r)
	ts.Check(err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	ts.Check(err)
	if answer.StatusCode != http.StatusOK {
		ts.Fatalf("%s: %d %s", args[0], answer.StatusCode, text)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), text, 0o600))
}

// proxy stands before NODE at URL and changes what goes through: proxy WHAT.
func proxy(ts *testscript.TestScript, _ bool, args []string) {
	node, err := url.Parse(ts.Getenv("NODE"))
	ts.Check(err)
	change, known := map[string]struct {
		path string
		do   func([]byte) []byte
	}{
		"nothing":    {"none", nil},
		"entry":      {"/tile/entries/", func(b []byte) []byte { b[100] = flipped(b[100]); return b }},
		"leaf":       {"/tile/0/", func(b []byte) []byte { b[33] ^= 1; return b }},
		"checkpoint": {"/checkpoint", func(b []byte) []byte { return bytes.Replace(b, []byte("\n1"), []byte("\n2"), 1) }},
		"enrolment": {"/amana/keys.jsonl", func(b []byte) []byte {
			i := bytes.LastIndexByte(b, '~') - 5
			b[i] = flipped(b[i])
			return b
		}},
		"truncate": {"/tile/entries/", func(b []byte) []byte { all := split(b); return join(all[:len(all)-1]) }},
	}[args[0]]
	if !known {
		ts.Fatalf("no way to tamper called %s", args[0])
	}
	server := httptest.NewServer(&httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(node) },
		ModifyResponse: func(r *http.Response) error {
			if r.StatusCode != http.StatusOK || !strings.Contains(r.Request.URL.Path, change.path) {
				return nil
			}
			text, err := io.ReadAll(r.Body)
			if err != nil {
				return err
			}
			text = change.do(text)
			r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(text)), int64(len(text))
			r.Header.Del("Content-Length")
			return nil
		},
	})
	ts.Defer(server.Close)
	ts.Setenv("URL", server.URL)
}
