// Package front is what stands between the network and whoever answers, the
// API and the pages alike: requests of other sites are refused, each request
// has its time, a panic is an answer, and the log gets one line which names the
// route and never the path. What signing in may cost is bounded here too.
package front

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"path"
	"runtime"
	"runtime/debug"
	"strconv"
	"time"

	"amana/domain/fault"
	"amana/lang"
)

// timeLimit is how long a request may take, its body included.
const timeLimit = 30 * time.Second

// Answer is the response to one request: it knows the reference under which
// the request is in the log and the language in which to speak.
type Answer struct {
	http.ResponseWriter
	Request *http.Request // as the routes saw it; Pattern names the route
	Ref     string
	Say     *lang.Printer
	Status  int

	log  *slog.Logger
	fail func(*Answer, error)
}

// Of is the answer of a request behind Guard.
func Of(w http.ResponseWriter) *Answer { return w.(*Answer) }

// Guard stands around every route. fail answers a request that failed; next
// finds its Answer with Of.
func Guard(log *slog.Logger, fail func(*Answer, error), next http.Handler) http.Handler {
	origin := http.NewCrossOriginProtection()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begun := time.Now()
		ctx, cancel := context.WithTimeout(r.Context(), timeLimit)
		defer cancel()
		r = r.WithContext(ctx)
		a := &Answer{ResponseWriter: w, Request: r, Ref: rand.Text()[:12], Say: lang.New(r.Header.Get("Accept-Language")), log: log, fail: fail}
		defer func() { a.line(time.Since(begun)) }()
		defer a.recover()
		h := a.Header()
		h.Set("Cache-Control", "no-store")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		// A body that trickles in must not hold the request for longer; a
		// writer that has no deadlines (in tests) reads no slow network.
		_ = http.NewResponseController(w).SetReadDeadline(begun.Add(timeLimit))
		switch {
		case origin.Check(r) != nil:
			a.Fail(Refused(http.StatusForbidden, fault.New(fault.Denied, "fault.cross-origin")))
		case r.URL.Path != path.Clean(r.URL.Path):
			a.Fail(fault.New(fault.Missing, "fault.not-found")) // the mux would redirect, and repeat the path
		default:
			next.ServeHTTP(a, r)
		}
	})
}

// line is the one in the log. The route stands for the path, which may hold a
// case number.
func (a *Answer) line(took time.Duration) {
	a.log.Info("request", "method", method(a.Request.Method), "route", a.route(), "status", a.Status, "ms", took.Milliseconds(), "ref", a.Ref)
}

func (a *Answer) route() string {
	if a.Request.Pattern == "" {
		return "-"
	}
	return a.Request.Pattern
}

// method is a known method: anybody can send any word as one.
func method(m string) string {
	switch m {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return m
	}
	return "-"
}

// recover answers a panic. Its value may hold somebody's data, so the log gets
// only its type and where it happened.
func (a *Answer) recover() {
	v := recover()
	if v == nil {
		return
	}
	if v == http.ErrAbortHandler {
		panic(v)
	}
	what := fmt.Sprintf("%T", v)
	if e, ok := v.(runtime.Error); ok {
		what = e.Error()
	}
	a.log.Error("panic", "ref", a.Ref, "what", what, "stack", string(debug.Stack()))
	if a.Status == 0 {
		a.Fail(errPanic)
	}
}

var errPanic = errors.New("front: panic")

// Fail answers with what went wrong. What is not meant for the reader goes to
// the log.
func (a *Answer) Fail(err error) {
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		err = fault.New(fault.Busy, "fault.too-slow").Because(err)
	}
	switch f, asked := errors.AsType[*fault.Fault](err); {
	case fault.KindOf(err) == fault.Internal, asked && f.Kind == fault.Busy && f.Unwrap() != nil:
		a.log.Error("request failed", "ref", a.Ref, "route", a.route(), "error", err.Error())
	case asked && f.Kind == fault.Busy: // nothing broke: whoever asks is to wait, or to have somebody sign in
		a.log.Info("asked to wait", "ref", a.Ref, "route", a.route(), "error", err.Error())
	}
	if StatusOf(err) == http.StatusServiceUnavailable {
		a.Header().Set("Retry-After", "1")
	}
	a.fail(a, err)
}

// Send writes the response.
func (a *Answer) Send(status int, kind string, text []byte) {
	a.Status = status
	h := a.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Length", strconv.Itoa(len(text)))
	a.WriteHeader(status)
	if a.Request.Method != http.MethodHead {
		_, _ = bytes.NewReader(text).WriteTo(a.ResponseWriter) // whoever asked may be gone
	}
}

// SendNothing writes a response without a body.
func (a *Answer) SendNothing(status int) {
	a.Status = status
	a.WriteHeader(status)
}

// refusal is a fault for which HTTP has a status of its own.
type refusal struct {
	status int
	*fault.Fault
}

func (r *refusal) Unwrap() error { return r.Fault }

// Refused is f answered with a status of its own.
func Refused(status int, f *fault.Fault) error { return &refusal{status, f} }

// StatusOf is the HTTP status that answers with an error.
func StatusOf(err error) int {
	if r, ok := errors.AsType[*refusal](err); ok {
		return r.status
	}
	return fault.KindOf(err).Status()
}
