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

// On a new node, where nothing has force yet, the roles and then the rules that
// ship are proposed and signed in the browser; before that nobody reads anything
// else.
func TestTheFirstTablesAreSignedInTheBrowser(t *testing.T) {
	c := desktest.Config(t, "SQLite")
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	c.Clock = func() time.Time { return now }
	if err := desk.Found(t.Context(), c, desk.Founding{Node: "tripoli", Short: "TI", Hub: true, Offices: []string{"tripoli"}}); err != nil {
		t.Fatal(err)
	}
	d, err := desk.Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	by := d.Self()
	for i, role := range []access.Role{access.Administrator, access.HeadOfProtection, access.Ethics, access.Counsellor} {
		name := []string{"admin", "hop", "ethics", "cou"}[i]
		made, err := d.Enrol(t.Context(), by, desk.NewUser{Code: name, Login: name, Password: desktest.Password, Office: desk.Programme, Roles: []access.Role{role}, Language: "en"}, ledger.Command{byte(i + 1)})
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

	w.get(t, "hop", "/roles").has(t, "No table of roles is in force")
	for _, page := range []string{"/rulebook", "/roles/change"} {
		if a := w.get(t, "cou", page); a.status == http.StatusOK {
			t.Errorf("a counsellor reads %s before any table is in force", page)
		}
	}
	for _, path := range []string{"/roles", "/rulebook"} {
		w.get(t, "hop", path+"/change").has(t, "Propose it as it is")
		to := w.post(t, "hop", path+"/change", url.Values{"id": {newID(t)}, "do": {"propose"}})
		if to.status != http.StatusSeeOther {
			t.Fatalf("%s: %d %s", path, to.status, to.text)
		}
		version, _ := url.Parse(to.to)
		for as, side := range map[string]string{"hop": "protection", "ethics": "outside"} {
			sign := url.Values{"id": {newID(t)}, "side": {side}, "read": {"yes"}}
			if a := w.post(t, as, version.Path+"/sign", sign); a.status != http.StatusSeeOther {
				t.Fatalf("%s signs %s: %d %s", as, path, a.status, a.text)
			}
		}
		w.get(t, "hop", path).has(t, "in force since")
	}
	w.get(t, "cou", "/rulebook").has(t, "Their own wish")
}
