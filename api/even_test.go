package api

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"amana/desk/desktest"
	"amana/domain/fault"
)

// How long a refusal took, or waited for its turn, shows in no answer. Time is
// the bubble's: it stands still while anything is computed, so that what passes
// is exactly what the program waits.
func TestARefusedSignInLeavesAtAnEvenStep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, err := desktest.Build(t.Context(), desktest.Config(t, "SQLite"))
		if err != nil {
			t.Fatal(err)
		}
		s := &server{desk: w.Desk, attempts: newAttempts(w.Now)}
		signIn := func(name, password string) (time.Duration, error) {
			r := httptest.NewRequest(http.MethodPost, "/api/v1/session", strings.NewReader(`{"name":"`+name+`","password":"`+password+`"}`))
			r.Header.Set("Content-Type", "application/json")
			began := time.Now()
			_, err := begin(&exchange{Request: r.WithContext(t.Context()), answer: &answer{ResponseWriter: httptest.NewRecorder()}, server: s})
			return time.Since(began), err
		}
		waiting := func(others time.Duration) { // two others are stretched before
			for range stretchesAtOne {
				s.attempts.slots <- struct{}{}
				time.AfterFunc(others, func() { <-s.attempts.slots })
			}
		}
		for name, c := range map[string]struct {
			name        string
			waits, want time.Duration
		}{
			"a wrong password": {"cou", 0, even}, "an unknown name": {"nobody", 0, even},
			"a wrong password, after waiting": {"cou", 2*even + time.Millisecond, 3 * even}, "an unknown name, after waiting": {"nobody", even - 1, even},
		} {
			waiting(c.waits)
			if took, err := signIn(c.name, "not the password"); asFault(err) == nil || asFault(err).Kind != fault.Denied || took != c.want {
				t.Errorf("%s: %v after %v, want refused after %v", name, err, took, c.want)
			}
		}
		if took, err := signIn("cou", desktest.Password); err != nil || took != 0 {
			t.Errorf("who is right waits for nothing: %v after %v", err, took)
		}
	})
}
