package api_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"amana/api"
	"amana/desk"
)

// endless is a body that never ends and counts what was taken of it.
type endless struct {
	left  int64
	taken *atomic.Int64
}

func (e *endless) Read(p []byte) (int, error) {
	if e.left <= 0 {
		return 0, io.EOF
	}
	n := min(int64(len(p)), e.left)
	for i := range p[:n] {
		p[i] = 'a'
	}
	e.left -= n
	e.taken.Add(n)
	return int(n), nil
}

// A body of 100 MB is refused as too large after little more than the limit
// was read, whether it says its length or not.
func TestAHugeBodyIsRefusedWithoutReadingIt(t *testing.T) {
	w := newWorld(t, "sqlite")
	const huge = 100 << 20
	for name, length := range map[string]int64{"with its length": huge, "streamed": -1} {
		t.Run(name, func(t *testing.T) {
			var taken atomic.Int64
			body := io.MultiReader(strings.NewReader(`{"id":"`), &endless{huge, &taken})
			r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, w.server.URL+"/api/v1/cases", body)
			if err != nil {
				t.Fatal(err)
			}
			r.ContentLength = length
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("Authorization", "Bearer "+w.token(t, "CO-1"))
			res, err := w.server.Client().Do(r)
			if err != nil {
				t.Fatal(err)
			}
			defer res.Body.Close()
			text, _ := io.ReadAll(res.Body)
			var p api.Problem
			if err := json.Unmarshal(text, &p); err != nil || res.StatusCode != http.StatusRequestEntityTooLarge || p.Key != "fault.body-too-large" {
				t.Errorf("%d %s", res.StatusCode, text)
			}
			if got := taken.Load(); got > huge/4 {
				t.Errorf("%d MB were taken", got>>20)
			}
		})
	}
}

// Eight officers act on one case at once: each act is recorded whole or
// refused as a conflict, and what was acknowledged is there afterwards.
func TestManyCommandsOnOneCaseAtOnce(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		number := w.open(t)
		w.token(t, "CO-1")
		path := "/api/v1/cases/" + number + "/commands"
		const each = 4
		var recorded atomic.Int64
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				for range each {
					status, text := w.ask(t, "CO-1", http.MethodPost, path, withID(`{"id":"ID","command":"consent.withdraw","args":{"channel":"phone"}}`))
					switch status {
					case http.StatusOK:
						recorded.Add(1)
					case http.StatusConflict:
						var p api.Problem
						if err := json.Unmarshal([]byte(text), &p); err != nil || p.Key != "fault.moved" {
							t.Errorf("a conflict that is not clear: %s", text)
						}
					default:
						t.Errorf("%d %s", status, text)
					}
				}
			})
		}
		all.Wait()
		if recorded.Load() == 0 {
			t.Error("nobody got through")
		}
		_, text := w.ask(t, "PO-1", http.MethodGet, "/api/v1/cases/"+number+"/events", "")
		var timeline struct{ Events []desk.Event }
		if err := json.Unmarshal([]byte(text), &timeline); err != nil {
			t.Fatal(err)
		}
		var there int64
		for _, e := range timeline.Events {
			if e.Kind == "consent.withdrawn" {
				there++
			}
		}
		if there != recorded.Load() {
			t.Errorf("%d withdrawals were acknowledged and %d are there", recorded.Load(), there)
		}
	})
}

// One id sent eight times at once is one event, and everybody who gets a
// receipt gets the same.
func TestOneCommandSentManyTimesAtOnce(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		w.token(t, "CO-1")
		body := withID(openBody)
		numbers := make(chan string, 8)
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				status, text := w.ask(t, "CO-1", http.MethodPost, "/api/v1/cases", body)
				var r desk.Receipt
				if err := json.Unmarshal([]byte(text), &r); err != nil || status != http.StatusCreated && status != http.StatusOK {
					t.Errorf("%d %s", status, text)
					return
				}
				numbers <- r.Case
			})
		}
		all.Wait()
		close(numbers)
		first := <-numbers
		for n := range numbers {
			if n != first {
				t.Errorf("receipts for %s and %s", first, n)
			}
		}
		_, text := w.ask(t, "CO-1", http.MethodGet, "/api/v1/cases", "")
		if n := strings.Count(text, `"case"`); n != 1 {
			t.Errorf("%d cases: %s", n, text)
		}
	})
}

// The log names routes: no case number, no name of a person, no token, no
// name to sign in by.
func TestTheLogNamesNobody(t *testing.T) {
	w := newWorld(t, "sqlite")
	number := w.open(t)
	w.ask(t, "PO-1", http.MethodGet, "/api/v1/cases/"+number, "")
	w.ask(t, "PO-1", http.MethodGet, "/api/v1/cases/"+number+"/findings?known="+number, "")
	w.ask(t, "CO-1", http.MethodPost, "/api/v1/cases/"+number+"/commands", withID(`{"id":"ID","command":"case.correct","args":{"given":"Binta\u0000"}}`))
	w.ask(t, "", http.MethodPost, "/api/v1/session", `{"name":"Binta","password":"Sow"}`)
	w.ask(t, "", http.MethodGet, "/api/v1/Binta/Sow", "")
	w.store.Close() // from here on everything fails inside
	status, text := w.ask(t, "PO-1", http.MethodGet, "/api/v1/cases/"+number, "")
	if status < 500 {
		t.Errorf("with the store closed: %d %s", status, text)
	}
	log := w.lines.String()
	for _, secret := range []string{number, "Binta", "Sow", "CO-1", w.token(t, "PO-1")} {
		if strings.Contains(log, secret) {
			t.Errorf("the log has %q:\n%s", secret, log)
		}
	}
	if !strings.Contains(log, `"route":"/api/v1/cases/{case}/findings"`) || !strings.Contains(log, `"status":400`) {
		t.Errorf("the log does not name routes and statuses:\n%s", log)
	}
	var p api.Problem
	if err := json.Unmarshal([]byte(text), &p); err != nil || p.Instance == "" || !strings.Contains(log, p.Instance) {
		t.Errorf("the reference %q is not in the log", p.Instance)
	}
}

func TestALostStoreIsNotHealthy(t *testing.T) {
	w := newWorld(t, "sqlite")
	if err := errors.Join(w.store.Close()); err != nil {
		t.Fatal(err)
	}
	if status, text := w.ask(t, "", http.MethodGet, "/healthz", ""); status < 500 {
		t.Errorf("%d %s", status, text)
	}
}
