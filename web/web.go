// Package web is the pages in which officers do the work. They are made on the
// server, every act in them works without a script, and whatever they change
// goes through the desk: a page decides nothing and hides nothing that the desk
// would show.
//
// A request is a visit (visit.go): who came, and how to speak to them. Each page
// is one function that asks the desk and makes the words, and one template that
// only arranges them. Forms are made from the commands themselves (form.go), so
// that a new command has its form the day it exists.
package web

import (
	"log/slog"
	"net/http"

	"amana/desk"
	"amana/domain/fault"
	"amana/front"
)

// Config is what the pages stand on.
type Config struct {
	Desk     *desk.Desk
	Attempts *front.Attempts // shared with the API: one bound for both
	Log      *slog.Logger
	Secure   bool // reached over TLS: the cookie is sent over nothing else
}

// site is what all pages share.
type site struct {
	desk     *desk.Desk
	attempts *front.Attempts
	secure   bool
}

// Handler serves the pages.
func Handler(c Config) http.Handler {
	s := &site{desk: c.Desk, attempts: c.Attempts, secure: c.Secure}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	mux := http.NewServeMux()
	for _, r := range routes {
		mux.HandleFunc(r.pattern, s.handler(r))
	}
	mux.HandleFunc("GET /asset/{name}", asset)
	mux.HandleFunc("/", s.handler(route{do: func(*visit) error { return fault.New(fault.Missing, "fault.not-found") }}))
	return front.Guard(c.Log, s.problem, mux)
}

// route is one page or one form that is sent in.
type route struct {
	pattern string
	open    bool // without sign-in
	do      func(*visit) error
}

var routes = []route{
	{pattern: "GET /sign-in", open: true, do: (*visit).signInPage},
	{pattern: "POST /sign-in", open: true, do: (*visit).signIn},
	{pattern: "POST /sign-out", open: true, do: (*visit).signOut},
	{pattern: "POST /language", open: true, do: (*visit).chooseLanguage},

	{pattern: "GET /{$}", do: (*visit).home},
	{pattern: "GET /cases/{case}", do: (*visit).casePage},
	{pattern: "GET /cases/{case}/timeline", do: (*visit).timeline},
	{pattern: "GET /cases/{case}/acts", do: (*visit).acts},
	{pattern: "GET /cases/{case}/do/{command}", do: (*visit).caseForm},
	{pattern: "POST /cases/{case}/do/{command}", do: (*visit).caseDo},
}
