package front_test

import (
	"bytes"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"amana/domain/fault"
	"amana/front"
)

// Whoever reads the log is woken by what broke, and not by somebody who was asked
// to come again in a moment.
func TestWhatIsAnErrorInTheLog(t *testing.T) {
	busy := fault.New(fault.Busy, "fault.still-counting")
	for name, c := range map[string]struct {
		err  error
		want string
	}{
		"what nobody foresaw":  {errors.New("nil map"), "level=ERROR"},
		"a lost database":      {busy.Because(errors.New("connection refused")), "level=ERROR"},
		"asked to wait":        {busy, "level=INFO"},
		"a field that is left": {fault.New(fault.Invalid, "fault.missing-field"), ""},
	} {
		var said bytes.Buffer
		answer := func(a *front.Answer, err error) { a.Send(front.StatusOf(err), "text/plain", nil) }
		next := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { front.Of(w).Fail(c.err) })
		front.Guard(slog.New(slog.NewTextHandler(&said, nil)), answer, next).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/", nil))
		var why string
		for line := range strings.Lines(said.String()) {
			if strings.Contains(line, " error=") {
				why = line
			}
		}
		if c.want == "" && why != "" || !strings.Contains(why, c.want) {
			t.Errorf("%s: the log says %q", name, why)
		}
	}
}
