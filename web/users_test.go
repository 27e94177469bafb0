package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"amana/desk"
	"amana/desk/desktest"
)

// An account is made, changed and ended in the browser. Its name and password
// stand on no page, and whoever makes it reads no case.
func TestAnAccountFromBeginToEnd(t *testing.T) {
	w := newWorld(t)
	number, err := w.Way(t.Context(), "Binta", "order.ask")
	if err != nil {
		t.Fatal(err)
	}
	form := url.Values{
		"id": {newID(t)}, "code": {"NEW-1"}, "office": {"tripoli"}, "roles": {"counsellor"}, "clears": {"no"}, "language": {"en"}, "login": {"Mariam of the night"}, "password": {"kept for nobody else"},
	}
	for field, value := range map[string]string{"code": "", "office": "nowhere", "roles": "", "login": "", "password": "short", "language": ""} {
		bad := url.Values{}
		for k, x := range form {
			bad[k] = x
		}
		bad.Set(field, value)
		if value == "" && field == "roles" {
			bad.Del(field)
		}
		a := w.post(t, "admin", "/users/new", bad)
		if a.status < 400 || a.status >= 500 {
			t.Errorf("without a good %s: %d", field, a.status)
		}
		a.lacks(t, "kept for nobody else", "Mariam of the night")
	}
	if a := w.post(t, "hop", "/users/new", form); a.status != http.StatusForbidden {
		t.Errorf("a head of protection makes an account: %d", a.status)
	}
	a := w.post(t, "admin", "/users/new", form)
	if a.to != "/users/NEW-1?done" {
		t.Fatalf("%d %s %s", a.status, a.to, a.text)
	}
	if again := w.post(t, "admin", "/users/new", form); again.to != a.to {
		t.Errorf("sent twice: %d", again.status)
	}
	w.get(t, "admin", "/users").has(t, "NEW-1")
	token, err := w.Desk.SignIn(t.Context(), "Mariam of the night", "kept for nobody else")
	if err != nil {
		t.Fatal(err)
	}
	w.cookies["new"] = &http.Cookie{Name: "amana", Value: token}
	w.get(t, "new", "/cases/"+number).has(t, "Binta")

	change := url.Values{"id": {newID(t)}, "office": {"misrata"}, "roles": {"caseworker"}, "clears": {"no"}}
	if a := w.post(t, "admin", "/users/NEW-1/do/user.change", change); a.status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.status, a.text)
	}
	w.get(t, "admin", "/users/NEW-1").has(t, "caseworker", "misrata")
	if a := w.get(t, "new", "/cases/"+number); a.status != http.StatusNotFound {
		t.Errorf("reads a case of the office they left: %d", a.status)
	}
	change.Set("id", newID(t))
	change["roles"] = []string{"caseworker", "administrator"}
	if a := w.post(t, "admin", "/users/NEW-1/do/user.change", change); a.status < 400 || a.status >= 500 {
		t.Errorf("an administrator who reads: %d", a.status)
	}
	if a := w.post(t, "admin", "/users/NEW-1/do/user.revoke", url.Values{"id": {newID(t)}, "reason": {"left"}}); a.status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.status, a.text)
	}
	w.get(t, "admin", "/users").has(t, "1 account whose rights have ended")
	if a := w.get(t, "new", "/account"); a.status != http.StatusSeeOther {
		t.Errorf("revoked, and still signed in: %d", a.status)
	}
	for _, path := range []string{"/cases/" + number, "/cases/" + number + "/timeline", "/cases/" + number + "/acts"} {
		if a := w.get(t, "admin", path); a.status != http.StatusNotFound && a.status != http.StatusForbidden || strings.Contains(a.text, "Binta") {
			t.Errorf("an administrator asks for %s: %d", path, a.status)
		}
	}
	w.get(t, "admin", "/").lacks(t, number, "Binta")
}

// Who records trainings names an officer by code, and is told nothing else of
// them; nobody records their own.
func TestATrainingIsRecorded(t *testing.T) {
	w := newWorld(t)
	w.get(t, "lea", "/users").has(t, "Code of the officer")
	if a := w.get(t, "lea", "/users/by-code?code=cou"); a.to != "/users/cou" {
		t.Fatalf("%d %s", a.status, a.to)
	}
	page := w.get(t, "lea", "/users/cou")
	page.has(t, "/users/cou/do/training.record")
	page.lacks(t, "counsellor", "user.revoke", "user.change", "user.admit")
	form := url.Values{"id": {newID(t)}, "day": {"2026-01-02"}, "until": {"2026-12-31"}}
	if a := w.post(t, "lea", "/users/cou/do/training.record", form); a.status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.status, a.text)
	}
	w.get(t, "admin", "/users/cou").has(t, "Trained to screen until", "31 December 2026")
	form.Set("id", newID(t))
	if a := w.post(t, "lea", "/users/lea/do/training.record", form); a.status != http.StatusForbidden {
		t.Errorf("their own: %d", a.status)
	}
	for _, as := range []string{"cou", "mov"} {
		form.Set("id", newID(t))
		if a := w.post(t, as, "/users/pia/do/training.record", form); a.status != http.StatusForbidden && a.status != http.StatusNotFound {
			t.Errorf("%s: %d", as, a.status)
		}
	}
	if a := w.get(t, "lea", "/users/nobody"); a.status != http.StatusNotFound {
		t.Errorf("nobody: %d", a.status)
	}
}

// Whoever changes their password proves that they know it; every session of the
// old one ends, and the one that changed it goes on.
func TestAPasswordIsChanged(t *testing.T) {
	w := newWorld(t)
	old := w.signedIn(t, "cou")
	change := func(name, now, next, again string) asked {
		return w.post(t, "cou", "/account/password", url.Values{"name": {name}, "old": {now}, "new": {next}, "again": {again}})
	}
	const next = "another one, and long"
	for why, a := range map[string]asked{
		"a wrong one": change("cou", "guessed", next, next), "of somebody else": change("pia", desktest.Password, next, next),
		"mistyped": change("cou", desktest.Password, next, next+"x"), "too short": change("cou", desktest.Password, "short", "short"),
	} {
		if a.status < 400 || a.status >= 500 || a.status == http.StatusUnauthorized {
			t.Errorf("%s: %d", why, a.status)
		}
		a.has(t, "Change the password")
	}
	for _, as := range []string{"cou", "pia"} {
		if _, err := w.Desk.SignIn(t.Context(), as, desktest.Password); err != nil {
			t.Fatalf("%s's password was changed: %v", as, err)
		}
	}
	if a := change("cou", desktest.Password, next, next); a.to != "/account?changed" {
		t.Fatalf("%d %s", a.status, a.text)
	}
	if _, err := w.Desk.Who(t.Context(), old.Value); err == nil {
		t.Error("the session that the old one opened goes on")
	}
	if _, err := w.Desk.SignIn(t.Context(), "cou", desktest.Password); err == nil {
		t.Error("the old password opens a session")
	}
}

// A page says until when it can be worked on, and the page to sign in that a
// session has ended.
func TestASessionSaysWhenItEnds(t *testing.T) {
	w := newWorld(t)
	at := func(when time.Time) string { return when.In(w.Desk.Where()).Format("15:04") }
	begun := w.Desk.Moment()
	w.get(t, "cou", "/account").has(t, "Without a request, this session ends at "+at(begun.Add(desk.IdleLimit)), "12 hours")
	for range 23 { // each half hour something is asked
		w.Set(w.Now().Add(desk.IdleLimit))
		w.get(t, "cou", "/account").has(t, "Change the password")
	}
	w.Set(begun.Add(desk.AbsoluteLimit - 10*time.Minute))
	w.get(t, "cou", "/account").has(t, "This session ends at "+at(begun.Add(desk.AbsoluteLimit))+" whatever you do")
	w.Set(begun.Add(desk.AbsoluteLimit + time.Minute))
	a := w.get(t, "cou", "/cases/TI-26-0001-Y/acts")
	if a.status != http.StatusSeeOther || !strings.Contains(a.to, "ended=1") || !strings.Contains(a.to, "back=%2Fcases%2FTI-26-0001-Y%2Facts") {
		t.Fatalf("%d %s", a.status, a.to)
	}
	w.get(t, "", a.to).has(t, "Your session has ended", `name="back" value="/cases/TI-26-0001-Y/acts"`)
	if a := w.get(t, "", "/account"); strings.Contains(a.to, "ended") {
		t.Errorf("who never signed in is told that a session ended: %s", a.to)
	}
}
