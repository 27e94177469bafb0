package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"amana/desk/desktest"
)

// Whoever signs in, or chooses a language, goes on within this site: of what a
// browser drops from an address (tabs, line ends) or turns round (backslashes)
// nothing may stand in it, or "/\t/elsewhere" would be another site.
func TestNobodyIsSentToAnotherSite(t *testing.T) {
	w := newWorld(t)
	for _, back := range []string{
		"/\t/elsewhere.example", "\t//elsewhere.example", "/\n/elsewhere.example", "/\r/elsewhere.example", "//elsewhere.example", `/\elsewhere.example`,
		"https://elsewhere.example", "/\x00/elsewhere.example", "/\x7f/elsewhere.example", " //elsewhere.example", "javascript:alert(1)", "/cases/\u202e", "",
	} {
		for path, form := range map[string]url.Values{
			"/sign-in": {"name": {"cou"}, "password": {desktest.Password}, "back": {back}}, "/language": {"language": {"fr"}, "back": {back}},
		} {
			if got := w.post(t, "", path, form); got.status != http.StatusSeeOther || got.to != "/" {
				t.Errorf("%s with %q: %d to %q", path, back, got.status, got.to)
			}
		}
		if page := w.get(t, "", "/sign-in?back="+url.QueryEscape(back)); !strings.Contains(page.text, `name="back" value="/"`) {
			t.Errorf("the page goes on to %q", back)
		}
	}
	if got := w.post(t, "", "/language", url.Values{"language": {"fr"}, "back": {"/cases/TRP-1?for=seat#rule-consent"}}); got.to != "/cases/TRP-1?for=seat#rule-consent" {
		t.Errorf("within this site it goes on to %q", got.to)
	}
}

// Two officers at one computer: what is sent from a page that was shown to the one
// is not recorded as the other's, who signed in since in another tab, nor kept as
// the other's, be it half done. A no on the page of a case is taken from either.
func TestNobodySignsWhatAnotherOfficerWrote(t *testing.T) {
	w := newWorld(t)
	number := person(t, w, "Ibrahim", "counselling.hold")
	path, before := "/cases/"+number+"/do/custody.record", len(w.events(t, number))
	w.get(t, "cou", path).wants(t, "whose page it is", []string{`name="as" value="cou"`})
	filled := url.Values{"id": {newID(t)}, "as": {"cou"}, "date": {"wish"}, "held": {"no"}}
	for _, to := range []string{path, path + "/draft", "/cases/new"} {
		if got := w.post(t, "cas", to, filled); got.status != http.StatusConflict || !strings.Contains(got.text, "opened by another officer") {
			t.Errorf("%s: %d to %q", to, got.status, got.to)
		}
	}
	w.get(t, "cas", path).wants(t, "what is kept of it", nil, "You began this form on")
	if after := len(w.events(t, number)); after != before {
		t.Errorf("%d events were recorded", after-before)
	}
	if got := w.post(t, "cou", path, filled); !strings.Contains(got.to, "?done=") {
		t.Errorf("by whom it was shown to: %d %s", got.status, got.text)
	}
	page := w.get(t, "cou", "/cases/"+number).text
	_, no, _ := strings.Cut(page, `/do/consent.withdraw"`)
	if no, _, _ = strings.Cut(no, "</form>"); no == "" || strings.Contains(no, `name="as"`) {
		t.Errorf("a no is asked whose page it is: %s", no)
	}
	if got := w.post(t, "cas", "/cases/"+number+"/do/consent.withdraw", url.Values{"id": {newID(t)}, "channel": {"in-person"}}); !strings.Contains(got.to, "?done=") {
		t.Errorf("a no by another: %d %s", got.status, got.text)
	}
}

// What came in broken is refused as a whole, and never taken for the part of it
// that could be read.
func TestABrokenFormIsNotReadInPart(t *testing.T) {
	w := newWorld(t)
	number := person(t, w, "Ibrahim", "counselling.hold")
	record := "/cases/" + number + "/do/custody.record"
	whole := url.Values{"id": {newID(t)}, "date": {"wish"}, "held": {"no"}}.Encode()
	large := strings.Repeat("x", 2<<20)
	for name, c := range map[string]struct {
		path, body string
		status     int
	}{
		"a part that cannot be read": {record, whole + "&place=%zz", http.StatusBadRequest},
		"parts divided otherwise":    {record, whole + ";place=x", http.StatusBadRequest},
		"more than any form needs":   {record, whole + "&place=" + large, http.StatusRequestEntityTooLarge},
		"a name of two megabytes":    {"/find", "text=" + large, http.StatusRequestEntityTooLarge},
		"a password of as many":      {"/sign-in", "password=" + large, http.StatusRequestEntityTooLarge},
	} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, w.server.URL+c.path, strings.NewReader(c.body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.AddCookie(w.signedIn(t, "cou"))
		res, err := http.DefaultTransport.RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		if res.Body.Close(); res.StatusCode != c.status {
			t.Errorf("%s: %d, want %d", name, res.StatusCode, c.status)
		}
	}
}

// Whoever signs in where somebody was signed in takes their place: the session of
// the one before is over, and its keys with it.
func TestWhoSignsInEndsTheSessionBefore(t *testing.T) {
	w := newWorld(t)
	before := w.signedIn(t, "cas")
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, w.server.URL+"/sign-in", strings.NewReader(url.Values{"name": {"cou"}, "password": {desktest.Password}}.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.AddCookie(before)
	res, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	if res.Body.Close(); res.StatusCode != http.StatusSeeOther || len(res.Cookies()) != 1 || res.Cookies()[0].Value == before.Value {
		t.Fatalf("%d, %v", res.StatusCode, res.Cookies())
	}
	if got := w.get(t, "cas", "/account"); got.status != http.StatusSeeOther || !strings.HasPrefix(got.to, "/sign-in") {
		t.Errorf("whoever was signed in before still is: %d", got.status)
	}
}

// An answer that a page kept at the gate is of the officer who asked, and not of
// one who signed in on the same telephone before it was recorded: who counselled
// somebody may not ask them there, under another's name as little as under their own.
func TestAnAnswerAtTheGateIsOfWhoeverAsked(t *testing.T) {
	w, numbers := seated(t, "gate.confirm-person", "Zainab")
	w.At(51, 10*time.Hour)
	for who, page := range map[string]string{"gat": gate, "cou": gate + "/" + numbers[0]} {
		if !strings.Contains(w.get(t, who, page).text, `name="as" value="`+who+`"`) {
			t.Errorf("%s does not say that %s asks", page, who)
		}
	}
	path, yes := gate+"/"+numbers[0]+"/gate.answer", asksAlone(t, "yes")
	yes.Set("as", "cou")
	if got := w.post(t, "gat", path, yes); got.status != http.StatusConflict {
		t.Errorf("recorded as another's: %d to %s", got.status, got.to)
	}
	if gates := w.file(t, numbers[0]).Travel.Gate; len(gates) > 0 {
		t.Errorf("on record: %+v", gates)
	}
	if got := w.post(t, "cou", path, yes); got.status != http.StatusSeeOther {
		t.Errorf("by who asked: %d %s", got.status, got.text)
	}
}
