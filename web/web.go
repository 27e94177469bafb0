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
	"slices"

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
	mux.HandleFunc("GET /docs/{name...}", document)
	mux.HandleFunc("/", s.handler(route{open: true, do: func(*visit) error { return fault.New(fault.Missing, "fault.not-found") }}))
	return front.Guard(c.Log, s.problem, mux)
}

// route is one page or one form that is sent in.
type route struct {
	pattern string
	open    bool  // without sign-in
	most    int64 // bytes that are taken; zero: as many as a form needs
	do      func(*visit) error
}

// routes lists every page: each part of the work has its own, in its file.
var routes = slices.Concat(
	signRoutes, homeRoutes, caseRoutes, bookRoutes, logRoutes, userRoutes, accountRoutes, withRoutes, newRoutes, draftRoutes,
	fileRoutes, movementRoutes, aroundRoutes, otherRoutes(), gateRoutes, boardingRoutes, overviewRoutes, realRoutes,
)

// Patterns are those of every route: some tests ask something of each page.
func Patterns() []string {
	all := make([]string, len(routes))
	for i, r := range routes {
		all[i] = r.pattern
	}
	return all
}

// places are the parts of the site, as the frame links to them, for whoever may
// ever open them.
var places = []struct {
	path, name string
	open       func(*visit) bool
}{
	{"/", "page.today", anybody},
	{"/movements", "page.movements", mayMovements},
	{"/around", "page.around", mayAround},
	{"/find", "page.find", func(v *visit) bool { return v.mayEver("case.list", v.theirs()) }},
	{"/cases/new", "page.new-case", (*visit).mayOpen},
	{"/overview", "overview.title", readsFigures},
	{"/real", "real.title", readsPatterns},
	{"/rulebook", "book.rulebook", seesRules},
	{"/roles", "book.roles", seesOnlyRoles},
	{"/log", "receipt.log", (*visit).readsLog},
	{"/users", "users.users", keepsUsers},
}

func anybody(*visit) bool { return true }

func (v *visit) mayOpen() bool { return v.mayEver("case.open", v.theirs()) }
