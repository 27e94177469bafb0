package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

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
