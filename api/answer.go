package api

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
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

// answer is the response to one request: it knows the reference under which
// the request is in the log and the language in which to speak.
type answer struct {
	http.ResponseWriter
	server  *server
	request *http.Request // as the routes saw it; Pattern names the route
	ref     string
	say     *lang.Printer
	status  int
}

// guard stands around every route: headers, cross-origin requests, time,
// panics, and the line in the log.
func (s *server) guard(next http.Handler) http.Handler {
	origin := http.NewCrossOriginProtection()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begun := time.Now()
		ctx, cancel := context.WithTimeout(r.Context(), timeLimit)
		defer cancel()
		r = r.WithContext(ctx)
		a := &answer{ResponseWriter: w, server: s, request: r, ref: rand.Text()[:12], say: lang.New(r.Header.Get("Accept-Language"))}
		defer func() { s.line(a, time.Since(begun)) }()
		defer a.recover()
		a.headers()
		// A body that trickles in must not hold the request for longer; a
		// writer that has no deadlines (in tests) reads no slow network.
		_ = http.NewResponseController(w).SetReadDeadline(begun.Add(timeLimit))
		switch {
		case origin.Check(r) != nil:
			a.fail(refused(http.StatusForbidden, fault.New(fault.Denied, "fault.cross-origin")))
		case r.URL.Path != path.Clean(r.URL.Path):
			a.fail(fault.New(fault.Missing, "fault.not-found")) // the mux would redirect, and repeat the path
		default:
			next.ServeHTTP(a, r)
		}
	})
}

func (a *answer) headers() {
	h := a.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
}

// line is the one in the log. The route stands for the path, which may hold a
// case number.
func (s *server) line(a *answer, took time.Duration) {
	route := a.request.Pattern
	if route == "" {
		route = "-"
	}
	s.log.Info("request", "method", method(a.request.Method), "route", route, "status", a.status, "ms", took.Milliseconds(), "ref", a.ref)
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
func (a *answer) recover() {
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
	a.server.log.Error("panic", "ref", a.ref, "what", what, "stack", string(debug.Stack()))
	if a.status == 0 {
		a.fail(errPanic)
	}
}

var errPanic = errors.New("api: panic")

// write sends what a handler answered.
func (a *answer) write(r reply) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	if r.location != "" {
		a.Header().Set("Location", r.location)
	}
	switch {
	case r.raw != nil:
		a.send(r.status, r.kind, r.raw)
	case r.body == nil:
		a.status = r.status
		a.WriteHeader(r.status)
	default:
		text, err := json.Marshal(r.body)
		if err != nil {
			a.fail(fmt.Errorf("api: writing an answer: %w", err))
			return
		}
		a.send(r.status, "application/json", append(text, '\n'))
	}
}

func (a *answer) send(status int, kind string, text []byte) {
	a.status = status
	h := a.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Length", strconv.Itoa(len(text)))
	a.WriteHeader(status)
	if a.request.Method != http.MethodHead {
		_, _ = bytes.NewReader(text).WriteTo(a.ResponseWriter) // whoever asked may be gone
	}
}
