package web_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/access"
	"amana/domain/ledger"
	"amana/front"
	"amana/web"
)

// founded is a new node in which nothing has force yet, with an administrator, a
// head of protection, an ethics officer and a counsellor.
func founded(t *testing.T, hub bool) *world {
	t.Helper()
	c := desktest.Config(t, "SQLite")
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	c.Clock = func() time.Time { return now }
	if err := desk.Found(t.Context(), c, desk.Founding{Node: "tripoli", Short: "TI", Hub: hub, Offices: []string{"tripoli"}}); err != nil {
		t.Fatal(err)
	}
	d, err := desk.Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	by := d.Self()
	for i, u := range []desk.NewUser{
		{Code: "admin", Office: desk.Programme, Roles: []access.Role{access.Administrator}}, {Code: "hop", Office: desk.Programme, Roles: []access.Role{access.HeadOfProtection}},
		{Code: "ethics", Office: desk.Programme, Roles: []access.Role{access.Ethics}}, {Code: "cou", Office: "tripoli", Roles: []access.Role{access.Counsellor}},
	} {
		u.Login, u.Password, u.Language = u.Code, desktest.Password, "en"
		made, err := d.Enrol(t.Context(), by, u, ledger.Command{byte(i + 1)})
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			by = made
		}
	}
	w := &world{World: &desktest.World{Desk: d}, cookies: map[string]*http.Cookie{}}
	w.server = httptest.NewServer(web.Handler(web.Config{Desk: d, Attempts: front.NewAttempts(d.Moment), Log: slog.New(slog.DiscardHandler)}))
	t.Cleanup(w.server.Close)
	return w
}

// adopt proposes and signs what ships, the table of roles or the rule book.
func (w *world) adopt(t *testing.T, path string) {
	t.Helper()
	to := w.post(t, "hop", path+"/change", url.Values{"id": {newID(t)}, "do": {"propose"}})
	if to.status != http.StatusSeeOther {
		t.Fatalf("%s: %d %s", path, to.status, to.text)
	}
	version, err := url.Parse(to.to)
	if err != nil {
		t.Fatal(err)
	}
	for as, side := range map[string]string{"hop": "protection", "ethics": "outside"} {
		sign := url.Values{"id": {newID(t)}, "side": {side}, "read": {"yes"}}
		if a := w.post(t, as, version.Path+"/sign", sign); a.status != http.StatusSeeOther {
			t.Fatalf("%s signs %s: %d %s", as, path, a.status, a.text)
		}
	}
}

// On a new node, where nothing has force yet, the roles and then the rules that
// ship are proposed and signed in the browser; before that nobody reads anything
// else.
func TestTheFirstTablesAreSignedInTheBrowser(t *testing.T) {
	w := founded(t, true)
	w.get(t, "hop", "/roles").has(t, "No table of roles is in force")
	for _, page := range []string{"/rulebook", "/roles/change"} {
		if a := w.get(t, "cou", page); a.status == http.StatusOK {
			t.Errorf("a counsellor reads %s before any table is in force", page)
		}
	}
	for _, path := range []string{"/roles", "/rulebook"} {
		w.get(t, "hop", path+"/change").has(t, "Propose it as it is")
		w.adopt(t, path)
		w.get(t, "hop", path).has(t, "in force since")
	}
	w.get(t, "cou", "/rulebook").has(t, "Their own wish")
}

// On a field node keys are given at the account, without which its sign-in opens
// nothing. On a hub there is nothing to give.
func TestKeysOfAFieldNodeAreGivenAtTheAccount(t *testing.T) {
	for _, hub := range []bool{false, true} {
		w := founded(t, hub)
		w.adopt(t, "/roles")
		page := w.get(t, "hop", "/users/cou")
		form := url.Values{"id": {newID(t)}}
		if hub {
			page.lacks(t, "user.admit")
			if a := w.post(t, "hop", "/users/cou/do/user.admit", form); a.status != http.StatusConflict {
				t.Errorf("keys given on a hub: %d", a.status)
			}
			continue
		}
		page.has(t, "user.admit")
		a := w.post(t, "hop", "/users/cou/do/user.admit", form)
		if a.status != http.StatusSeeOther {
			t.Fatalf("%d %s", a.status, a.text)
		}
		w.get(t, "hop", a.to).has(t, "Recorded.", "Receipt")
		for _, as := range []string{"ethics", "cou"} {
			if a := w.post(t, as, "/users/cou/do/user.admit", url.Values{"id": {newID(t)}}); a.status == http.StatusSeeOther {
				t.Errorf("%s gives keys", as)
			}
		}
	}
}
