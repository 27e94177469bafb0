package api_test

import (
	"crypto/rand"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"amana/api"
	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/access"
	"amana/domain/ledger"
	"amana/front"
	"amana/policy"
	"amana/seal"
	"amana/store"
	"amana/store/postgrestest"
)

func TestMain(m *testing.M) { os.Exit(postgrestest.Main(m)) }

const password = "a long enough password"

// staff are the users of a world: code, office, role.
var staff = [][3]string{
	{"AD-1", "programme", string(access.Administrator)},
	{"HP-1", "programme", string(access.HeadOfProtection)},
	{"ET-1", "programme", string(access.Ethics)},
	{"CO-1", "tripoli", string(access.Counsellor)},
	{"CO-9", "misrata", string(access.Counsellor)},
	{"PO-1", "tripoli", string(access.ProtectionOfficer)},
	{"MO-1", "tripoli", string(access.MovementOfficer)},
	{"HE-1", "tripoli", string(access.Health)},
	{"HO-1", "tripoli", string(access.Hotline)},
	{"UN-1", "programme", string(access.UNHCROfficer)},
	{"OV-1", "programme", string(access.Overseer)},
	{"CL-1", "misrata", string(access.ClearingOfficer)},
}

// world is a founded node with a rule book in force, served on loopback.
type world struct {
	desk   *desk.Desk
	store  *store.DB
	keys   *seal.KeyFile
	server *httptest.Server
	lines  *lines // what it logged

	mu     sync.Mutex
	clock  time.Time
	tokens map[string]string
}

// onEach runs a test on a new world of each engine.
func onEach(t *testing.T, test func(*testing.T, *world)) {
	t.Helper()
	onEachOf(t, newWorld, test)
}

func onEachOf(t *testing.T, make func(*testing.T, string) *world, test func(*testing.T, *world)) {
	t.Helper()
	for _, name := range desktest.Engines {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, make(t, name))
		})
	}
}

func newWorld(t *testing.T, engine string) *world {
	t.Helper()
	return found(t, engine, desk.Founding{Node: "tripoli", Short: "TI", Hub: true, Offices: []string{"tripoli", "misrata"}})
}

func newFieldWorld(t *testing.T, engine string) *world {
	t.Helper()
	return found(t, engine, desk.Founding{Node: "tripoli", Short: "TI", Offices: []string{"tripoli", "misrata"}})
}

func found(t *testing.T, engine string, f desk.Founding) *world {
	t.Helper()
	keys, err := seal.NewKeyFile("amana.test/tripoli", nil)
	if err != nil {
		t.Fatal(err)
	}
	roles, err := policy.Roles()
	if err != nil {
		t.Fatal(err)
	}
	book, err := policy.LibyaVHR()
	if err != nil {
		t.Fatal(err)
	}
	w := &world{keys: keys, store: desktest.Store(t, engine, keys), lines: &lines{}, clock: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), tokens: map[string]string{}}
	config := desk.Config{Store: w.store, Keys: keys, Roles: roles, Clock: w.now, Hardness: desktest.Light}
	if err := desk.Found(t.Context(), config, f); err != nil {
		t.Fatal(err)
	}
	if w.desk, err = desk.Open(t.Context(), config); err != nil {
		t.Fatal(err)
	}
	actors := map[string]desk.Actor{}
	for _, s := range staff {
		u := desk.NewUser{Code: s[0], Login: s[0], Password: password, Office: s[1], Roles: []access.Role{access.Role(s[2])}, Language: "en"}
		by := actors["AD-1"]
		if by.ID.IsZero() {
			by = w.desk.Self()
		}
		if actors[s[0]], err = w.desk.Enrol(t.Context(), by, u, newID()); err != nil {
			t.Fatalf("enrolling %s: %v", s[0], err)
		}
	}
	if err := w.desk.Adopt(t.Context(), roles, book, actors["HP-1"], actors["ET-1"]); err != nil {
		t.Fatal(err)
	}
	w.server = httptest.NewServer(api.Handler(w.desk, front.NewAttempts(w.desk.Moment), slog.New(slog.NewJSONHandler(w.lines, nil))))
	t.Cleanup(w.server.Close)
	return w
}

func newID() (id ledger.Command) {
	rand.Read(id[:])
	return id
}

func (w *world) now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.clock
}

func (w *world) wait(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.clock = w.clock.Add(d)
}

// token is a session of a user, opened when it is first needed.
func (w *world) token(t *testing.T, code string) string {
	t.Helper()
	w.mu.Lock()
	token, open := w.tokens[code]
	w.mu.Unlock()
	if open {
		return token
	}
	token, err := w.desk.SignIn(t.Context(), code, password)
	if err != nil {
		t.Fatalf("signing in as %s: %v", code, err)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.tokens[code] = token
	return token
}

// ask sends one request as a user; "" is nobody.
func (w *world) ask(t *testing.T, as, method, path, body string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, w.server.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if as != "" {
		r.Header.Set("Authorization", "Bearer "+w.token(t, as))
	}
	res, err := w.server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(text)
}

// lines is a log that can be read while it is written.
type lines struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}
