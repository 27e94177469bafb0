package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/access"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/front"
	"amana/web"
)

// commandID names a command.
func commandID(t *testing.T) (id ledger.Command) {
	t.Helper()
	if err := id.UnmarshalText([]byte(newID(t))); err != nil {
		t.Fatal(err)
	}
	return id
}

// away is a node in the field, with a movement officer, on which a flight is planned.
func away(t *testing.T) *world {
	t.Helper()
	hub := newWorld(t) // whose table and rule book it has
	c := desktest.Config(t, "SQLite")
	c.Clock = hub.Now
	if err := desk.Found(t.Context(), c, desk.Founding{Node: "gate", Short: "GT", Offices: []string{"tripoli"}}); err != nil {
		t.Fatal(err)
	}
	d, err := desk.Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	who := map[access.Role]desk.Actor{}
	by := d.Self()
	for _, role := range []access.Role{access.Administrator, access.HeadOfProtection, access.Ethics, access.MovementOfficer} {
		if who[role], err = d.Enrol(t.Context(), by, desk.NewUser{
			Code: string(role), Login: string(role), Password: desktest.Password, Office: desk.Programme, Roles: []access.Role{role}, Language: "en",
		}, commandID(t)); err != nil {
			t.Fatal(err)
		}
		by = who[access.Administrator]
	}
	if err := d.Adopt(t.Context(), c.Roles, *hub.Desk.Book(), who[access.HeadOfProtection], who[access.Ethics]); err != nil {
		t.Fatal(err)
	}
	w := &world{World: &desktest.World{Desk: d}, cookies: map[string]*http.Cookie{}}
	w.Set(hub.Now())
	w.server = httptest.NewServer(web.Handler(web.Config{Desk: d, Attempts: front.NewAttempts(d.Moment)}))
	t.Cleanup(w.server.Close)
	return w
}

// In the field the list is written down as it is heard, and its code says whether
// it was heard right.
func TestTheListIsHeardInTheField(t *testing.T) {
	w := away(t)
	const as, ref = string(access.MovementOfficer), "F-3"
	plan := url.Values{
		"id": {newID(t)}, "reference": {ref}, "kind": {"charter"}, "to": {"NGA"}, "line": {"L-1"}, "cost": {"1"}, "departs": {"2026-02-01T10:00"}, "arrives": {"2026-02-01T15:00"},
	}
	if got := w.post(t, as, "/open/movements/movement.plan", plan); got.status != http.StatusSeeOther {
		t.Fatalf("planning: %d %s", got.status, got.text)
	}
	page := w.get(t, as, "/movements/"+ref+"/vetoes")
	if page.status != http.StatusOK || !strings.Contains(page.text, `name="cases"`) || !strings.Contains(page.text, `name="code"`) || strings.Contains(page.text, `class="code"`) {
		t.Fatalf("the page does not ask for what is heard: %d", page.status)
	}
	at := w.Desk.Moment().Truncate(movement.VetoStep)
	form := url.Values{
		"id": {newID(t)}, "with": {"mov"}, "at": {at.In(w.Desk.Where()).Format("2006-01-02T15:04")}, "cases": {"TI-26-0417-K\r\n\r\nTI-26-0001-A"},
		"code": {movement.VetoCode(ref, at, []string{"TI-26-0417-K"})},
	}
	do := "/movements/" + ref + "/do/movement.confirm-vetoes"
	if got := w.post(t, as, do, form); got.status == http.StatusSeeOther || !strings.Contains(got.text, `role="alert"`) {
		t.Errorf("a list that was heard wrongly: %d", got.status)
	}
	form.Set("cases", "ti-26-0417-k")
	if got := w.post(t, as, do, form); got.status != http.StatusSeeOther {
		t.Errorf("a list that was heard right: %d %s", got.status, got.text)
	}
	m, err := w.Desk.Movement(t.Context(), w.Desk.Self(), ref)
	if err != nil || len(m.Heard) != 1 || !m.Heard[0].At.Equal(at) {
		t.Errorf("what was heard: %+v %v", m, err)
	}
}
