package webtest

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"amana/lang"
)

// What a page may weigh, compressed, with all it loads and without.
const (
	firstVisit = 60_000
	laterVisit = 20_000
)

// each asks for every page in every language.
func each(t *testing.T, w *World, test func(*testing.T, *Reader, Page)) {
	for _, language := range lang.Languages {
		readers := map[string]*Reader{}
		for _, s := range Sights {
			var err error
			if s.Apart {
				continue
			}
			if readers[s.As] == nil {
				if readers[s.As], err = w.Reader(t.Context(), s.As, language); err != nil {
					t.Fatal(err)
				}
			}
			t.Run(language+" "+s.As+" "+s.Name(), func(t *testing.T) {
				page, err := readers[s.As].See(t.Context(), s)
				if err != nil || page.Status != max(s.Status, 200) {
					t.Fatalf("%d %v: %s", page.Status, err, page.Words())
				}
				if page.Path != w.Path(s.Path) && !strings.Contains(s.Path, "/meet/") {
					t.Errorf("it leads to %s", page.Path)
				}
				if got := page.Header.Get("Content-Language"); got != language {
					t.Errorf("it is in %q", got)
				}
				test(t, readers[s.As], page)
			})
		}
	}
}

// Over a line of an office that carries little, a page is there soon, and the
// next one sooner.
func TestWhatEachPageWeighs(t *testing.T) {
	t.Parallel()
	w := Serve(t)
	heaviest, heaviestFirst := 0, 0
	each(t, w, func(t *testing.T, r *Reader, page Page) {
		first := page.Wire
		for _, path := range loaded(page) {
			asset, err := r.Get(t.Context(), path)
			if err != nil || asset.Status != http.StatusOK {
				t.Fatalf("%s: %d %v", path, asset.Status, err)
			}
			if got := asset.Header.Get("Cache-Control"); !strings.Contains(got, "immutable") || !strings.HasPrefix(got, "public, max-age=31536000") {
				t.Errorf("%s is kept %q", path, got)
			}
			first += asset.Wire
		}
		if len(page.Text) > 2048 && page.Header.Get("Content-Encoding") != "gzip" {
			t.Error("it is not compressed")
		}
		if page.Wire > laterVisit || first > firstVisit {
			t.Errorf("%d bytes, and %d with what it loads", page.Wire, first)
		}
		heaviest, heaviestFirst = max(heaviest, page.Wire), max(heaviestFirst, first)
	})
	t.Logf("TestWhatEachPageWeighs: at most %d bytes, and %d with what a page loads", heaviest, heaviestFirst)
}

// loaded are the files that a page loads, each once.
func loaded(page Page) []string {
	var all []string
	for n := range elements(page.Doc, "link", "script", "img", "audio", "source") {
		if path := attribute(n, "href") + attribute(n, "src"); path != "" && !slices.Contains(all, path) {
			all = append(all, path)
		}
	}
	return all
}

// No page stays on a computer that others use, runs or loads what is not of this
// site, or tells anybody where its reader was.
func TestWhatEachPageIsSentWith(t *testing.T) {
	t.Parallel()
	each(t, Serve(t), func(t *testing.T, _ *Reader, page Page) {
		for name, want := range map[string]string{
			"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
			"Cross-Origin-Resource-Policy": "same-origin", "Content-Type": "text/html; charset=utf-8",
		} {
			if got := page.Header.Get(name); got != want {
				t.Errorf("%s: %q, want %q", name, got, want)
			}
		}
		policy := map[string]string{}
		for part := range strings.SplitSeq(page.Header.Get("Content-Security-Policy"), ";") {
			name, value, _ := strings.Cut(strings.TrimSpace(part), " ")
			policy[name] = value
			if value != "'self'" && value != "'none'" {
				t.Errorf("the policy lets in %s", part)
			}
		}
		for _, name := range []string{"default-src", "base-uri", "frame-ancestors"} {
			if policy[name] != "'none'" {
				t.Errorf("%s is %q", name, policy[name])
			}
		}
		if policy["form-action"] != "'self'" {
			t.Errorf("forms are sent to %q", policy["form-action"])
		}
		for n := range elements(page.Doc) {
			if n.Data == "style" || n.Data == "script" && attribute(n, "src") == "" || has(n, "style") {
				t.Errorf("<%s> holds style or script", n.Data)
			}
			for _, a := range n.Attr {
				if strings.HasPrefix(a.Key, "on") {
					t.Errorf("<%s %s> holds a script", n.Data, a.Key)
				}
			}
		}
		for _, address := range addresses(page.Doc) {
			if u, err := url.Parse(address); err != nil || u.Host != "" || u.Scheme != "" {
				t.Errorf("it names %s", address)
			}
		}
	})
}

// What a browser keeps of where it was, and shows to whoever looks over a
// shoulder, names nobody.
func TestNoTitleOrAddressNamesAnybody(t *testing.T) {
	t.Parallel()
	w := Serve(t)
	named := 0
	each(t, w, func(t *testing.T, _ *Reader, page Page) {
		kept := append(addresses(page.Doc), page.Path)
		for n := range elements(page.Doc, "title") {
			kept = append(kept, words(n))
		}
		for _, name := range w.Names {
			for _, text := range kept {
				if strings.Contains(strings.ToLower(text), strings.ToLower(name)) {
					t.Errorf("%q names %s", text, name)
				}
			}
			named += strings.Count(page.Text, name)
		}
	})
	if named == 0 {
		t.Error("no page names anybody: nothing was proved")
	}
}

var key = regexp.MustCompile(`\b(page|event|command|field|step|code|fault|why|question|role|status|act|check|ask|cli)\.[a-z][a-z-]+(\.[a-z-]+)*`)

// Words that nobody wrote would show by their name.
func TestNoPageShowsANameInPlaceOfWords(t *testing.T) {
	t.Parallel()
	each(t, Serve(t), func(t *testing.T, _ *Reader, page Page) {
		for n := range elements(page.Doc, "body") {
			if found := key.FindString(words(n)); found != "" {
				t.Errorf("it says %s", found)
			}
		}
	})
}

// Whoever leaves leaves nothing: the browser is told to forget, and what it
// still has opens nothing.
func TestSigningOutClears(t *testing.T) {
	t.Parallel()
	w := Serve(t)
	r, err := w.Reader(t.Context(), "cou", "en")
	if err != nil {
		t.Fatal(err)
	}
	kept := r.Cookies()
	r.http.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	out, err := r.Post(t.Context(), "/sign-out", nil)
	if err != nil || out.Status != http.StatusSeeOther {
		t.Fatalf("%d %v", out.Status, err)
	}
	for _, what := range []string{`"cache"`, `"cookies"`, `"storage"`} {
		if !strings.Contains(out.Header.Get("Clear-Site-Data"), what) {
			t.Errorf("the browser keeps %s", what)
		}
	}
	for _, set := range out.Header.Values("Set-Cookie") {
		for _, want := range []string{"HttpOnly", "SameSite=Strict", "Max-Age=0"} {
			if !strings.Contains(set, want) {
				t.Errorf("%s: not %s", set, want)
			}
		}
	}
	site, _ := url.Parse(w.URL)
	r.http.Jar.SetCookies(site, kept)
	again, err := r.Get(t.Context(), "/")
	if err != nil || again.Status != http.StatusSeeOther || !strings.HasPrefix(again.Header.Get("Location"), "/sign-in") {
		t.Errorf("the old cookie opens %d %v", again.Status, err)
	}
}
