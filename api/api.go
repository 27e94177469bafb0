// Package api is the JSON API under /api/v1. It turns requests into commands
// and questions for the desk, and what the desk answers into JSON; it decides
// nothing itself. One table (routes.go) lists every route: the handlers and
// the OpenAPI document are both made from it.
package api

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"

	"amana/desk"
	"amana/domain/fault"
	"amana/front"
	"amana/lang"
)

// server is what all handlers share.
type server struct {
	desk     *desk.Desk
	log      *slog.Logger
	attempts *front.Attempts
	latest   checkpoints
	document func() ([]byte, error)
}

// Handler serves the API of a desk. log gets one line a request, which names
// the route and never the path, and what went wrong inside.
func Handler(d *desk.Desk, attempts *front.Attempts, log *slog.Logger) http.Handler {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	s := &server{desk: d, log: log, attempts: attempts}
	table := s.routes()
	s.document = sync.OnceValues(func() ([]byte, error) { return document(table) })
	mux := http.NewServeMux()
	paths := map[string]byMethod{}
	for i := range table {
		r := &table[i]
		if paths[r.path] == nil {
			paths[r.path] = byMethod{}
			mux.Handle(r.path, paths[r.path])
		}
		paths[r.path][r.method] = s.handler(r)
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		front.Of(w).Fail(fault.New(fault.Missing, "fault.not-found"))
	})
	return front.Guard(log, fail, mux)
}

// Owns says whether a path is the API's; every other is a page's.
func Owns(path string) bool { return path == "/healthz" || strings.HasPrefix(path, "/api/") }

// byMethod are the handlers of one path.
type byMethod map[string]http.HandlerFunc

func (m byMethod) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	method := r.Method
	if method == http.MethodHead {
		method = http.MethodGet
	}
	if handle, ok := m[method]; ok {
		handle(w, r)
		return
	}
	w.Header().Set("Allow", strings.Join(slices.Sorted(maps.Keys(m)), ", "))
	front.Of(w).Fail(front.Refused(http.StatusMethodNotAllowed, fault.New(fault.Invalid, "fault.method")))
}

// exchange is one request to one route.
type exchange struct {
	*http.Request
	answer *front.Answer
	server *server
	who    desk.Actor // nobody on open routes
	token  string
}

// reply is what a handler answers when all went well.
type reply struct {
	status   int // 0: 200
	body     any
	raw      []byte // instead of body
	kind     string // the content type of raw
	location string
}

// handler does what every route needs before and after its own work.
func (s *server) handler(r *route) http.HandlerFunc {
	return func(w http.ResponseWriter, request *http.Request) {
		a := front.Of(w)
		x := &exchange{Request: request, answer: a, server: s}
		reply, err := x.do(r)
		if err != nil {
			a.Fail(err)
			return
		}
		write(a, reply)
	}
}

func (x *exchange) do(r *route) (reply, error) {
	if !r.open || r.closed != nil && r.closed() {
		if err := x.signedIn(); err != nil {
			return reply{}, err
		}
	}
	if err := x.checkQuery(r.query); err != nil {
		return reply{}, err
	}
	return r.do(x)
}

// signedIn finds who asks. Their language counts where the request names none.
func (x *exchange) signedIn() (err error) {
	scheme, token, _ := strings.Cut(x.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") || token == "" {
		return front.Refused(http.StatusUnauthorized, fault.New(fault.Denied, "fault.signed-out"))
	}
	x.token = strings.TrimSpace(token)
	x.who, err = x.server.desk.Who(x.Context(), x.token)
	if f := fault.Of(err); f != nil && f.Kind == fault.Denied {
		return front.Refused(http.StatusUnauthorized, f)
	}
	if err == nil && x.Header.Get("Accept-Language") == "" {
		x.answer.Say = lang.New(x.who.Language)
	}
	return err
}

// write sends what a handler answered.
func write(a *front.Answer, r reply) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	if r.location != "" {
		a.Header().Set("Location", r.location)
	}
	switch {
	case r.raw != nil:
		a.Send(r.status, r.kind, r.raw)
	case r.body == nil:
		a.SendNothing(r.status)
	default:
		text, err := json.Marshal(r.body)
		if err != nil {
			a.Fail(fmt.Errorf("api: writing an answer: %w", err))
			return
		}
		a.Send(r.status, "application/json", append(text, '\n'))
	}
}
