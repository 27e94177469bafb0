package web_test

import (
	"crypto/rand"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"

	"amana/desk/desktest"
	"amana/domain/ledger"
	"amana/front"
	"amana/store/postgrestest"
	"amana/web"
)

func TestMain(m *testing.M) { os.Exit(postgrestest.Main(m)) }

// world is a small programme of which the pages are served on loopback.
type world struct {
	*desktest.World
	server  *httptest.Server
	cookies map[string]*http.Cookie // of each officer who signed in
}

// newWorld has its officers and what stands around every case.
func newWorld(t *testing.T) *world {
	t.Helper()
	c := desktest.Config(t, "SQLite")
	people, err := desktest.Build(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	if err := people.Scene(t.Context()); err != nil {
		t.Fatal(err)
	}
	w := &world{World: people, cookies: map[string]*http.Cookie{}}
	w.server = httptest.NewServer(web.Handler(web.Config{Desk: people.Desk, Attempts: front.NewAttempts(people.Desk.Moment), Log: slog.New(slog.DiscardHandler)}))
	t.Cleanup(w.server.Close)
	return w
}

// asked is what came back of one request.
type asked struct {
	status int
	to     string // where the browser is sent on
	text   string
}

// get asks for a page as an officer; "" is nobody.
func (w *world) get(t *testing.T, as, path string) asked { t.Helper(); return w.ask(t, as, path, nil) }

// post sends a form as an officer.
func (w *world) post(t *testing.T, as, path string, form url.Values) asked {
	t.Helper()
	if form == nil {
		form = url.Values{}
	}
	return w.ask(t, as, path, form)
}

func (w *world) ask(t *testing.T, as, path string, form url.Values) asked {
	t.Helper()
	method, body := http.MethodGet, ""
	if form != nil {
		method, body = http.MethodPost, form.Encode()
	}
	r, err := http.NewRequestWithContext(t.Context(), method, w.server.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if as != "" {
		r.AddCookie(w.signedIn(t, as))
	}
	res, err := http.DefaultTransport.RoundTrip(r) // which follows nothing
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return asked{res.StatusCode, res.Header.Get("Location"), string(text)}
}

func (w *world) signedIn(t *testing.T, as string) *http.Cookie {
	t.Helper()
	if c := w.cookies[as]; c != nil {
		return c
	}
	token, err := w.Desk.SignIn(t.Context(), as, desktest.Password)
	if err != nil {
		t.Fatalf("signing in as %s: %v", as, err)
	}
	w.cookies[as] = &http.Cookie{Name: "amana", Value: token}
	return w.cookies[as]
}

// newID names a command.
func newID(t *testing.T) string {
	t.Helper()
	var id ledger.Command
	if _, err := rand.Read(id[:]); err != nil {
		t.Fatal(err)
	}
	text, err := id.MarshalText()
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
