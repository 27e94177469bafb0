package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/access"
)

// Countries, places and budget lines are made and kept by forms.
func TestWhatCasesRestOnIsKeptByForms(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct {
		by, path string
		form     url.Values
		to, says string
	}{
		{"lea", "/open/countries/country.issue", url.Values{"reference": {"GHA"}, "sheet": {"GHA-1"}, "atRisk": {"SDN\nERI"}, "source": {"a test"}, "immaterial": {"no"}}, "/countries/GHA", "Sudan and Eritrea"},
		{"lea", "/countries/GHA/do/country.issue", url.Values{"sheet": {"GHA-2"}, "atRisk": {"SDN\nERI"}, "source": {"a test"}, "immaterial": {"yes"}}, "/countries/GHA", "GHA-2"},
		{"lea", "/countries/GHA/do/country.suspend", url.Values{"reason": {"war"}, "areas": {"GHA/AH"}}, "/countries/GHA", "returns are suspended to GHA/AH"},
		{"lea", "/countries/GHA/do/country.resume", url.Values{"reason": {"peace"}}, "/countries/GHA", "no suspension"},
		{"lea", "/open/places/place.review", url.Values{"reference": {"TAJ"}, "official": {"yes"}, "wanted": {"no"}, "valid": {"2026-12-31"}, "grounds": {"seen by two"}}, "/places/TAJ", "counts until 31 December 2026"},
		{"pia", "/places/TAJ/do/place.open-incident", url.Values{"incident": {"extortion"}}, "/places/TAJ", "1 grave incident is open"},
		{"lea", "/places/TAJ/do/place.close-incident", url.Values{"outcome": {"paid back"}}, "/places/TAJ", "counts until 31 December 2026"},
		{"pia", "/places/TAJ/do/place.visit", url.Values{"day": {"2026-01-05"}, "outside": {"unhcr"}}, "/places/TAJ", "UNHCR"},
		{"cou", "/open/information-sessions/outreach.hold", url.Values{"day": {"2026-01-05"}, "setting": {"detention"}, "place": {"TAJ"}, "language": {"hau"}, "people": {"40"}, "topics": {"rights", "options"}, "present": {"guard"}}, "/information-sessions/tripoli", "40 people were told of rights and other options"},
		{"cou", "/information-sessions/tripoli/do/outreach.hold", url.Values{"day": {"2026-01-06"}, "setting": {"remote"}, "language": {"hau"}, "people": {"1"}, "topics": {"withdrawal"}}, "/information-sessions/tripoli", "In the room: a guard."},
		{"fin", "/open/lines/budget.open", url.Values{"reference": {"L-9"}, "currency": {"EUR"}, "amount": {"12,345.67"}}, "/lines/L-9", "12,345.67 EUR"},
		{"fin", "/lines/L-9/do/budget.suspend", url.Values{"by": {"court"}, "reason": {"an order"}}, "/lines/L-9", "suspended"},
	} {
		c.form.Set("id", newID(t))
		if strings.HasSuffix(c.path, "close-incident") {
			form := w.get(t, c.by, c.path)
			found := regexp.MustCompile(`<option value="([^"]{43})">`).FindStringSubmatch(form.text)
			if found == nil {
				t.Fatalf("the form does not offer the incident that is open: %d", form.status)
			}
			c.form.Set("incident", found[1])
		}
		got := w.post(t, c.by, c.path, c.form)
		if got.status != http.StatusSeeOther || !strings.HasPrefix(got.to, c.to+"?done=") {
			t.Fatalf("%s: %d %s", c.path, got.status, got.text)
		}
		if page := w.get(t, c.by, got.to); !strings.Contains(page.text, c.says) {
			t.Errorf("after %s the page does not say %q", c.path, c.says)
		}
	}
	for name, reads := range map[string]bool{"hop": true, "lea": false, "cou": false} {
		if got := w.get(t, name, "/places/TAJ"); got.status != http.StatusOK || strings.Contains(got.text, "seen by two") != reads || strings.Contains(got.text, "extortion") != reads {
			t.Errorf("%s reads why a place is no good: want %v", name, reads)
		}
	}
	for _, refused := range [][2]string{{"cou", "/open/countries/country.issue"}, {"mov", "/places/TAJ/do/place.visit"}, {"mov", "/open/information-sessions/outreach.hold"}, {"admin", "/lines/L-9/do/budget.suspend"}, {"mov", "/lines/L-9/do/budget.suspend"}} {
		if got := w.post(t, refused[0], refused[1], url.Values{"id": {newID(t)}}); got.status != http.StatusForbidden && got.status != http.StatusNotFound {
			t.Errorf("%s does %s: %d", refused[0], refused[1], got.status)
		}
	}
}

// Whoever calls an observer to a movement chooses from those whom they may call.
func TestAnObserverIsChosen(t *testing.T) {
	w := newWorld(t)
	u := desk.NewUser{Code: "obs", Login: "obs", Password: desktest.Password, Office: desk.Programme, Roles: []access.Role{access.Observer}, Language: "en"}
	if _, err := w.Desk.Enrol(t.Context(), w.Who("admin"), u, commandID(t)); err != nil {
		t.Fatal(err)
	}
	do := flight + "/do/movement.call-observer"
	if form := w.get(t, "hop", do); !strings.Contains(form.text, `<option value="obs">`) || strings.Contains(form.text, `<option value="cou">`) {
		t.Error("the form does not offer the observers, or others too")
	}
	if got := w.post(t, "hop", do, url.Values{"id": {newID(t)}, "officer": {"obs"}}); got.status != http.StatusSeeOther {
		t.Fatalf("calling: %d %s", got.status, got.text)
	}
	page := w.get(t, "obs", flight)
	if page.status != http.StatusOK || !strings.Contains(page.text, "/do/movement.note-sign") || strings.Contains(page.text, "/seats") {
		t.Errorf("an observer who is called reads the movement: %d", page.status)
	}
	if got := w.get(t, "obs", flight+"/manifest"); got.status != http.StatusOK || !strings.Contains(got.text, "You read the numbers, and nobody who is on it.") {
		t.Errorf("an observer who is called reads the counts: %d", got.status)
	}
}

// What people consent to is approved by a form, and read by whoever sees texts.
func TestATextIsApprovedByAForm(t *testing.T) {
	w := newWorld(t)
	const text, do = "/texts/return-declaration", "/texts/return-declaration/do/text.approve"
	w.get(t, "lea", "/around").has(t, `href="/texts"`)
	w.get(t, "cou", "/texts").has(t, `href="`+text+`"`, "voluntary return declaration", "approved in Hausa")
	w.get(t, "cou", text).wants(t, "who may not approve", []string{`<blockquote lang="ha" dir="auto">I want to return, and may say no until the door.</blockquote>`}, "/do/text.approve")
	w.get(t, "lea", text).has(t, `href="`+do+`"`)
	form := w.get(t, "lea", do)
	form.wants(t, "the form", []string{`name="language"`, `name="version"`, `name="body"`, "People consent to words that they understood"}, `name="reference"`)

	said := url.Values{"id": form.filled()["id"], "language": {"ara"}, "version": {"1"}}
	w.post(t, "lea", do, said).refuses(t, "without words", `<a href="#body">`)
	said.Set("body", "أريد أن أعود.\n\nيمكنني أن أقول لا.")
	got := w.post(t, "lea", do, said)
	if got.status != http.StatusSeeOther || !strings.HasPrefix(got.to, text+"?done=") {
		t.Fatalf("approved: %d %s", got.status, got.text)
	}
	w.get(t, "lea", got.to).has(t, `<blockquote lang="ar" dir="auto">أريد أن أعود.`, "Arabic, version 1", "Hausa, version 1")

	said.Set("id", newID(t))
	if got := w.post(t, "lea", do, said); got.status != http.StatusConflict || !strings.Contains(got.text, `<a href="#version">`) || !strings.Contains(got.text, "أريد أن أعود.") {
		t.Errorf("the same version again: %d", got.status)
	}
	said.Set("reference", "return-declaration")
	said.Set("version", "2")
	if got := w.post(t, "lea", "/open/texts/text.approve", said); !strings.HasPrefix(got.to, text+"?done=") {
		t.Errorf("from the list: %d %s", got.status, got.text)
	}
	for _, who := range []string{"cou", "fin"} {
		if got := w.post(t, who, do, said); got.status != http.StatusForbidden {
			t.Errorf("%s approves a text: %d", who, got.status)
		}
	}
}
