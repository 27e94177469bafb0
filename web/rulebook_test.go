package web_test

import (
	"encoding/json"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"amana/domain/safeguard"
)

// has fails for each word that is not on a page.
func (a asked) has(t *testing.T, words ...string) {
	t.Helper()
	for _, word := range words {
		if !strings.Contains(html.UnescapeString(a.text), word) {
			t.Errorf("%d without %q", a.status, word)
		}
	}
}

// lacks fails for each that is.
func (a asked) lacks(t *testing.T, words ...string) {
	t.Helper()
	for _, word := range words {
		if strings.Contains(html.UnescapeString(a.text), word) {
			t.Errorf("%d with %q", a.status, word)
		}
	}
}

var values = regexp.MustCompile(`<input id="([^"]+)" name="[^"]+" inputmode="numeric" value="([^"]*)"`)

var numberedAs = regexp.MustCompile(`name="version" value="([0-9]+)"`)

// numbers are those of a change as the form has them.
func numbers(a asked) url.Values {
	form := url.Values{"part": {"numbers"}, "version": {numberedAs.FindStringSubmatch(a.text)[1]}}
	for _, m := range values.FindAllStringSubmatch(a.text, -1) {
		form.Set(m[1], m[2])
	}
	return form
}

// A change goes its whole way in the browser: it is looked at, proposed, signed
// for one side and for the other; it says all along what it lacks and from when it
// would hold.
func TestAChangeOfTheRules(t *testing.T) {
	w := newWorld(t)
	w.get(t, "hop", "/rulebook").has(t, "Their own wish", "libya-vhr/1", "never more than 12 hours", "reply to AL ITA 4/2025 §2", "No book may cease to require it at")
	change := w.get(t, "hop", "/rulebook/change?part=numbers")
	form := numbers(change)
	if len(form) != len(safeguard.Numbers())+2 {
		t.Fatalf("the form has %d numbers", len(form))
	}
	form.Set("id", newID(t))
	form.Set("number.fresh-hours", "8")
	looked := w.post(t, "hop", "/rulebook/change", form)
	looked.has(t, "loosens", "6 hours", "8 hours", "no sooner than fourteen days")
	if n := len(w.Desk.Books()[0].Versions); n != 1 {
		t.Fatalf("looking at a change proposed it: %d versions", n)
	}
	form.Set("do", "propose")
	to := w.post(t, "hop", "/rulebook/change", form)
	if to.status != http.StatusSeeOther || !strings.HasPrefix(to.to, "/rulebook/versions/") {
		t.Fatalf("%d %s", to.status, to.text)
	}
	if again := w.post(t, "hop", "/rulebook/change", form); again.to != to.to || len(w.Desk.Books()[0].Versions) != 2 {
		t.Errorf("sent in twice: %d %s, %d versions", again.status, again.to, len(w.Desk.Books()[0].Versions))
	}
	version, _, _ := strings.Cut(to.to, "?")
	proposed := w.get(t, "hop", version)
	from := w.Desk.Moment().Add(14 * 24 * time.Hour)
	proposed.has(t, "both signatures are missing", "fourteen days after it was published", from.Format("2 January 2006"), "data protection officer, ethics officer and UNHCR officer", "Sign for: protection")
	proposed.lacks(t, "Sign for: outside")
	w.get(t, "cou", version).lacks(t, "Sign for")

	sign := url.Values{"id": {newID(t)}, "side": {"protection"}}
	if a := w.post(t, "hop", version+"/sign", sign); a.status != http.StatusBadRequest && a.status != http.StatusUnprocessableEntity {
		t.Errorf("signed what was not said to be read: %d", a.status)
	}
	sign.Set("read", "yes")
	if a := w.post(t, "cou", version+"/sign", sign); a.status != http.StatusForbidden {
		t.Errorf("a counsellor signed: %d", a.status)
	}
	if a := w.post(t, "hop", version+"/sign", sign); a.status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.status, a.text)
	}
	w.get(t, "hop", version).has(t, "one signature is missing: outside the programme")
	w.get(t, "ethics", version).has(t, "Sign for: outside the programme")
	if a := w.post(t, "ethics", version+"/sign", url.Values{"id": {newID(t)}, "side": {"outside"}, "read": {"yes"}}); a.status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.status, a.text)
	}
	w.get(t, "ethics", version).has(t, "signed; in force from "+from.Format("2 January 2006"))
	w.get(t, "ethics", "/rulebook/versions").has(t, "Version 2", "was proposed")
	w.get(t, "ethics", "/rulebook/compare?from=1&to=2").has(t, "1 change loosens.", "0 changes tighten.", "8 hours")
	w.get(t, "ethics", "/rulebook/compare?from=2&to=1").has(t, "0 changes loosen.", "1 change tightens.")
	w.get(t, "hop", "/rulebook").has(t, "libya-vhr/1")
	w.Set(from.Add(time.Hour))
	w.cookies = map[string]*http.Cookie{} // two weeks later they sign in again
	w.get(t, "hop", "/rulebook").has(t, "libya-vhr/2")
	w.get(t, "hop", version).has(t, "in force since")
}

// What the floors forbid is refused with the reason, and nothing of the form is
// lost.
func TestAChangeBelowTheFloor(t *testing.T) {
	w := newWorld(t)
	form := numbers(w.get(t, "hop", "/rulebook/change?part=numbers"))
	form.Set("id", newID(t))
	form.Set("do", "propose")
	form.Set("number.gate-hours", "99")
	a := w.post(t, "hop", "/rulebook/change", form)
	if a.status == http.StatusSeeOther || len(w.Desk.Books()[0].Versions) != 1 {
		t.Fatalf("proposed below the floor: %d", a.status)
	}
	a.has(t, `value="99"`, `href="#number.gate-hours"`, `id="number.gate-hours"`, `id="number.gate-hours-wrong"`)
}

// A rule's dates, acts and words are changed in its form; what was not opened
// stays.
func TestAChangeOfOneRule(t *testing.T) {
	w := newWorld(t)
	page := w.get(t, "hop", "/rulebook/change?part=reaffirmed")
	page.has(t, "reaffirmed.due", "reaffirmed.met.ar")
	page.lacks(t, "number.gate-hours")
	form := url.Values{
		"part": {"reaffirmed"}, "id": {newID(t)}, "do": {"propose"}, "reaffirmed.due": {"clearance", "boarding"}, "reaffirmed.applies": {"adult", "child", "supported"},
		"reaffirmed.from": {"2026-01-01"}, "reaffirmed.owner": {"counsellor"}, "reaffirmed.source": {"one\ntwo"},
		"reaffirmed.title.en": {"Asked again"}, "reaffirmed.met.en": {"Asked again, alone."}, "reaffirmed.title.fr": {"Redemandé"}, "reaffirmed.met.fr": {"Redemandé, seul."},
		"reaffirmed.draft.fr": {"yes"}, "reaffirmed.title.ar": {"سؤال آخر"}, "reaffirmed.met.ar": {"سُئل وحده من جديد."},
	}
	a := w.post(t, "hop", "/rulebook/change", form)
	if a.status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.status, a.text)
	}
	w.get(t, "hop", a.to).has(t, "Asked again, alone.", "clearance", "one")
	state := w.Desk.Books()[0]
	old, next := &state.Versions[0].Book, &state.Versions[1].Book
	for _, d := range old.Differences(next) {
		if d.Where != "reaffirmed" {
			t.Errorf("%s is changed too", d.Where)
		}
	}
	if len(old.Loosens(next)) > 0 {
		t.Errorf("it loosens %v", old.Loosens(next))
	}
}

// A book that was exported, changed and uploaded takes the next number; one that
// cannot be read proposes nothing.
func TestAnExportedBookIsUploaded(t *testing.T) {
	w := newWorld(t)
	export := w.get(t, "hop", "/rulebook/versions/1/text")
	var book map[string]any
	if err := json.Unmarshal([]byte(export.text), &book); err != nil {
		t.Fatal(err)
	}
	book["numbers"].(map[string]any)["gate-hours"] = 5
	text, err := json.Marshal(book)
	if err != nil {
		t.Fatal(err)
	}
	if a := w.upload(t, "hop", "/rulebook/upload", "text", text); a.status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.status, a.text)
	}
	if v := w.Desk.Books()[0].Versions; len(v) != 2 || v[1].Book.Version != 2 || v[1].Book.Numbers["gate-hours"] != 5 {
		t.Errorf("%d versions", len(v))
	}
	for _, bad := range []string{"", "{}", "[1]", `{"id":"libya-vhr","surplus":1}`} {
		if a := w.upload(t, "hop", "/rulebook/upload", "text", []byte(bad)); a.status == http.StatusSeeOther || a.status >= 500 {
			t.Errorf("%q: %d", bad, a.status)
		}
	}
	if a := w.upload(t, "cou", "/rulebook/upload", "text", text); a.status != http.StatusForbidden {
		t.Errorf("a counsellor proposed: %d", a.status)
	}
}

// The table of roles goes the same way, one role at a time.
func TestAChangeOfTheRoles(t *testing.T) {
	w := newWorld(t)
	w.get(t, "hop", "/roles").has(t, "counsellor", "their own office, and what belongs to no office", "Record that the person says no", "only: ")
	form := url.Values{"part": {"donor"}, "id": {newID(t)}, "scope": {"all"}, "sees": {"line", "rulebook", "text", "roles"}, "acts": {"log.read\nexport"}}
	w.post(t, "hop", "/roles/change", form).has(t, "loosens", "Export the log", "no sooner than fourteen days")
	form.Set("do", "propose")
	a := w.post(t, "hop", "/roles/change", form)
	if a.status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.status, a.text)
	}
	w.get(t, "ethics", a.to).has(t, "donor", "Export the log", "Sign for: outside the programme")
	form.Set("id", newID(t))
	form.Set("acts", "log.read\nno.such-act")
	if a := w.post(t, "hop", "/roles/change", form); a.status == http.StatusSeeOther || a.status >= 500 {
		t.Errorf("an act that there is not: %d", a.status)
	}
}

// Who reads the rules, the roles, the log and the accounts: as the table of roles
// has it, page by page.
func TestWhoReadsWhichPage(t *testing.T) {
	w := newWorld(t)
	pages := []string{"/rulebook", "/rulebook/versions", "/rulebook/compare", "/rulebook/change", "/roles", "/log", "/log/receipt", "/users", "/users/new", "/account"}
	for as, may := range map[string]string{
		"admin":  "....." + "ll" + "uu" + "a",
		"hop":    "rrrcR" + "ll" + "u." + "a",
		"ethics": "rrr.R" + "ll" + ".." + "a",
		"dpo":    "rrrcR" + "ll" + ".." + "a",
		"cou":    "rrr.R" + ".." + "u." + "a",
		"doc":    "....." + ".." + "u." + "a",
		"mov":    "....." + ".." + ".." + "a",
		"":       "..........",
	} {
		for i, page := range pages {
			a := w.get(t, as, page)
			if open := a.status == http.StatusOK; open != (may[i] != '.') {
				t.Errorf("%q reads %s: %d", as, page, a.status)
			}
			if as == "" && a.status != http.StatusSeeOther {
				t.Errorf("nobody reads %s: %d", page, a.status)
			}
		}
	}
}
