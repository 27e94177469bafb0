// Package webtest serves the pages of a small programme and looks at them as the
// officers do: over plain HTTP, where nothing runs a script, and in Debian's
// Chromium. Everybody in it is invented. Its tests hold for every page that the
// program has; what a page says is tested beside the page.
package webtest

import (
	"context"
	"fmt"
	"net/http/httptest"
	"slices"
	"testing"

	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/access"
	"amana/domain/ledger"
	"amana/front"
	"amana/web"
)

// World is a programme with somebody wherever a person can stand, served on
// loopback.
type World struct {
	*desktest.World
	URL     string
	Cases   map[string]string // number by what is special about the person: "cleared"
	Crowd   []string          // the numbers of those besides who wait at the gate
	Receipt string            // of something that happened to who is blocked
	Names   []string          // that nobody's browser history may hold
	Roles   map[access.Role]string
	server  *httptest.Server
}

// Serve is a world for a test, on SQLite.
func Serve(t testing.TB) *World {
	t.Helper()
	w, err := Build(t.Context(), desktest.Config(t, "SQLite"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Close)
	return w
}

// Build founds the programme in an empty store and serves it. Close ends that.
func Build(ctx context.Context, c desk.Config) (*World, error) {
	inner, err := desktest.Build(ctx, c)
	if err != nil {
		return nil, err
	}
	w, err := Around(ctx, inner, 0)
	if err != nil {
		return nil, err
	}
	w.serve()
	return w, w.Talk(ctx)
}

// Around fills a programme that has nobody yet, with so many more who wait at the
// gate, and does not serve it.
func Around(ctx context.Context, inner *desktest.World, atGate int) (*World, error) {
	w, err := staffed(ctx, inner)
	if err == nil {
		err = w.Scene(ctx)
	}
	if err == nil {
		err = w.populate(ctx, atGate)
	}
	return w, err
}

// found is a programme with an officer of every role, and nobody else.
func found(ctx context.Context, c desk.Config) (*World, error) {
	inner, err := desktest.Build(ctx, c)
	if err != nil {
		return nil, err
	}
	return staffed(ctx, inner)
}

func staffed(ctx context.Context, inner *desktest.World) (*World, error) {
	w := &World{World: inner, Cases: map[string]string{}, Roles: map[access.Role]string{}}
	return w, w.enrol(ctx)
}

func (w *World) serve() {
	w.server = httptest.NewServer(web.Handler(web.Config{Desk: w.Desk, Attempts: front.NewAttempts(w.Now)}))
	w.URL = w.server.URL
}

// Close stops serving.
func (w *World) Close() { w.server.Close() }

// enrol gives every role an officer.
func (w *World) enrol(ctx context.Context) error {
	for _, o := range slices.Backward(desktest.Officers) {
		w.Roles[o.Role] = o.Name
	}
	for i, role := range access.Roles {
		if w.Roles[role] != "" || role == access.Node {
			continue
		}
		u := desk.NewUser{
			Code: string(role), Login: string(role), Password: desktest.Password, Office: desk.Programme, Roles: []access.Role{role}, Language: "en",
		}
		if role == access.ReceivingMission {
			u.Country = "NGA"
		}
		if _, err := w.Desk.Enrol(ctx, w.Who("admin"), u, ledger.Command{0xe0, byte(i)}); err != nil {
			return fmt.Errorf("enrolling a %s: %w", role, err)
		}
		w.Roles[role] = u.Login
	}
	return nil
}
