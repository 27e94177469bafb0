package api_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"amana/api"
	"amana/domain/fault"
	"amana/lang"
)

// opening is the body of case.open with its arguments changed by old and new
// texts.
func opening(change ...string) string {
	return strings.NewReplacer(change...).Replace(openBody)
}

// Whatever arrives that cannot be is refused with a sentence in each language
// that names where it stands, and nothing of it is recorded.
func TestBadInputInEveryLanguage(t *testing.T) {
	const commands = "/api/v1/cases/CASE/commands"
	withdraw := func(args string) string { return `{"id":"ID","command":"consent.withdraw","args":` + args + `}` }
	wish := func(talk string) string {
		return `{"id":"ID","command":"wish.state","args":{"talk":` + talk + `,"ownWords":true,"words":"home","heard":"friend","suggestedBy":"nobody","optionsFirst":true}}`
	}
	talk := `{"language":"hau","understood":true,"mode":"in-person","outOfHearing":true,"outOfSight":true,"control":"free","witness":"none"}`
	table := []struct {
		name, path, body, key, field string
	}{
		{"unknown field", commands, withdraw(`{"channel":"phone","why":"no"}`), "fault.unknown-field", "args.why"},
		{"unknown field inside", commands, wish(strings.Replace(talk, `{`, `{"why":1,`, 1)), "fault.unknown-field", "args.talk.why"},
		{"another spelling inside", commands, wish(strings.Replace(talk, `"mode"`, `"Mode"`, 1)), "fault.missing-field", "args.talk.mode"},
		{"twice inside", commands, wish(strings.Replace(talk, `{`, `{"mode":"phone",`, 1)), "fault.twice", "args.talk.mode"},
		{"null inside", commands, wish(strings.Replace(talk, `"hau"`, `null`, 1)), "fault.null", "args.talk.language"},
		{"null in a list", "/api/v1/cases", opening(`["GMB"]`, `["GMB",null]`), "fault.null", "args.nationalities[1]"},
		{"a number in a list", "/api/v1/cases", opening(`["GMB"]`, `[7]`), "fault.wrong-type", "args.nationalities[0]"},
		{"a text for a list", "/api/v1/cases", opening(`["GMB"]`, `"GMB"`), "fault.wrong-type", "args.nationalities"},
		{"a text for a flag", commands, wish(strings.Replace(talk, `"understood":true`, `"understood":"yes"`, 1)), "fault.wrong-type", "args.talk.understood"},
		{"a list for a text", commands, withdraw(`{"channel":["phone"]}`), "fault.wrong-type", "args.channel"},
		{"too long a list", "/api/v1/cases", opening(`["GMB"]`, `[`+strings.Repeat(`"GMB",`, 100)+`"GMB"]`), "fault.too-many", "args.nationalities"},
		{"no such day", "/api/v1/cases", opening("1996-04-02", "2026-02-30"), "fault.impossible-day", "args.born"},
		{"born tomorrow", "/api/v1/cases", opening("1996-04-02", "2026-03-03"), "fault.born-in-the-future", "born"},
		{"happened tomorrow", commands, strings.Replace(withdraw(`{"channel":"phone"}`), `{`, `{"happened":"2026-03-03T09:00:00Z",`, 1), "fault.not-in-the-future", "happened"},
		{"happened long ago", commands, strings.Replace(withdraw(`{"channel":"phone"}`), `{`, `{"happened":"0026-03-03T09:00:00Z",`, 1), "fault.impossible-time", "happened"},
		{"happened before birth", commands, strings.Replace(withdraw(`{"channel":"phone"}`), `{`, `{"happened":"1990-03-03T09:00:00Z",`, 1), "fault.before-birth", "happened"},
		{"over-long text", "/api/v1/cases", opening("Binta", strings.Repeat("a", 101)), "fault.too-long", "args.given"},
		{"control character", "/api/v1/cases", opening("Binta", `Bin\u0007ta`), "fault.control-character", "args.given"},
		{"direction override", "/api/v1/cases", opening("Binta", `Binta\u202e`), "fault.control-character", "args.given"},
		{"half a surrogate pair", "/api/v1/cases", opening("Binta", `Binta\ud800`), "fault.control-character", "args.given"},
		{"name of two lines", "/api/v1/cases", opening("Binta", `Keita\nBinta`), "fault.not-one-line", "args.given"},
		{"formula", "/api/v1/cases", opening("Binta", "=HYPERLINK(1)"), "fault.formula", "args.given"},
		{"formula behind a space", "/api/v1/cases", opening("Binta", `\t=1+1`), "fault.formula", "args.given"},
		{"formula that begins with a number", "/api/v1/cases", opening("Binta", `-2+3+cmd|0`), "fault.formula", "args.given"},
		{"formula in wide letters", "/api/v1/cases", opening("Binta", "＝1+1"), "fault.formula", "args.given"},
		{"broken UTF-8", "/api/v1/cases", opening("Binta", "Bin\xffta"), "fault.not-utf8", ""},
		{"a body in a body", commands, withdraw(`{"channel":"phone"}`) + "{}", "fault.not-json", ""},
		{"deeper than anything", commands, strings.Repeat(`{"args":`, 20_000), "fault.not-json", ""},
		{"an array of everything", commands, `[` + withdraw(`{"channel":"phone"}`) + `]`, "fault.not-an-object", ""},
	}
	onEach(t, func(t *testing.T, w *world) {
		number := w.open(t)
		w.token(t, "CO-1")
		before, err := w.store.Size(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range table {
			for _, language := range []string{"en", "fr", "ar"} {
				status, said, body := w.askIn(t, language, "CO-1", strings.Replace(c.path, "CASE", number, 1), withID(c.body))
				var p api.Problem
				if err := json.Unmarshal(body, &p); err != nil || status != http.StatusBadRequest || said != language || p.Key != c.key || p.Field != c.field {
					t.Errorf("%s in %s: %d %s %s, want %s at %q", c.name, language, status, said, body, c.key, c.field)
					continue
				}
				if title, _ := lang.New(language).Fault(fault.New(fault.Invalid, c.key)); p.Title != title || p.Detail == "" || strings.Contains(p.Detail, "fault.") {
					t.Errorf("%s in %s says %q: %q", c.name, language, p.Title, p.Detail)
				}
			}
		}
		if after, err := w.store.Size(t.Context()); err != nil || after != before {
			t.Errorf("%d entries were recorded of all this (%v)", after-before, err)
		}
	})
}

// Nobody left before anybody met them: a year typed wrong is refused, and a
// departure without a flight or a clearance is recorded all the same.
func TestADepartureYearsBefore(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		path := "/api/v1/cases/" + w.open(t) + "/commands"
		wish := `{"id":"ID","command":"wish.state","args":{"talk":{"language":"hau","understood":true,"mode":"in-person","outOfHearing":true,"outOfSight":true,"control":"free","witness":"none"},"ownWords":true,"words":"home","heard":"friend","suggestedBy":"nobody","optionsFirst":true}}`
		if status, _, body := w.askIn(t, "en", "CO-1", path, withID(wish)); status != http.StatusOK && status != http.StatusCreated {
			t.Fatalf("a wish: %d %s", status, body)
		}
		left := func(happened string) string {
			return withID(`{"id":"ID","command":"departure.record",` + happened + `"args":{}}`)
		}
		for _, language := range []string{"en", "fr", "ar"} {
			status, _, body := w.askIn(t, language, "MO-1", path, left(`"happened":"2019-03-03T09:00:00Z",`))
			var p api.Problem
			if err := json.Unmarshal(body, &p); err != nil || status != http.StatusBadRequest || p.Key != "fault.left-before-met" || p.Field != "happened" || strings.Contains(p.Detail, "{{") {
				t.Errorf("in %s: %d %s", language, status, body)
			}
		}
		if status, _, body := w.askIn(t, "en", "MO-1", path, left("")); status != http.StatusOK && status != http.StatusCreated {
			t.Errorf("who left uncleared is not recorded: %d %s", status, body)
		}
	})
}

// askIn posts a body and reads the answer in a language.
func (w *world) askIn(t *testing.T, language, as, path, body string) (status int, said string, text []byte) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, w.server.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept-Language", language)
	r.Header.Set("Authorization", "Bearer "+w.token(t, as))
	res, err := w.server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if text, err = io.ReadAll(res.Body); err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, res.Header.Get("Content-Language"), text
}
