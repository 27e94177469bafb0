package webtest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// bad is a page on which everything is wrong that is looked for. The sentence
// with each is what must be said of it.
const bad = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bad</title>
<style>:focus{outline:none} .pale{color:#eee;background:#fff} .wide{inline-size:900px} .pale{transition:color 1s} @media(prefers-color-scheme:dark){.dim{color:#222;background:#000}} @media(prefers-contrast:more){.faint{color:#666;background:#fff}}</style>
<script src="%s/other.js"></script><script>console.error("no")</script></head>
<body><main><h1>Bad</h1><input type="text"><p class="pale">hardly there</p><p class="dim">hardly there when it is dark</p><p class="faint">hardly there when it is asked</p><p class="wide">wide</p>
<button tabindex="-1">never reached</button><a id="trap" href="#">a trap</a></main>
<script>document.getElementById("trap").addEventListener("keydown",e=>e.preventDefault())</script></body></html>`

// A test that cannot fail proves nothing: what is asked of every page is found
// missing where it is.
func TestWhatIsLookedForIsFound(t *testing.T) {
	t.Parallel()
	elsewhere := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(elsewhere.Close)
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) { fmt.Fprintf(rw, bad, elsewhere.URL) }))
	t.Cleanup(server.Close)
	tab := tab(t, &World{URL: server.URL}, Look{Language: "en", Width: 1100})
	axe, err := ReadAxe("../..")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tab.Go("/"); err != nil {
		t.Fatal(err)
	}
	found := func(what string, wrong []string, err error, each ...string) {
		t.Helper()
		if err != nil {
			t.Fatal(what, err)
		}
		for _, one := range each {
			if !strings.Contains(strings.Join(wrong, "\n"), one) {
				t.Errorf("%s: %q is not found in %q", what, one, wrong)
			}
		}
	}
	found("in the background", tab.Troubles(), nil, "the console says error", "asked "+elsewhere.URL)
	wrong, err := tab.ByKeyboard()
	found("by keyboard", wrong, err, "focus does not show", "not reached: <button", "no way on from <a")
	wrong, err = tab.Violations(axe)
	found("light", wrong, err, "color-contrast", `label`, "hardly there")
	wrong, err = tab.Moves()
	found("for who wants nothing to move", wrong, err, "moves: <p class=\"pale\"")
	if err := tab.Dark(true); err != nil {
		t.Fatal(err)
	}
	wrong, err = tab.Violations(axe)
	found("dark", wrong, err, "hardly there when it is dark")
	if err := tab.Strong(false); err != nil {
		t.Fatal(err)
	}
	wrong, err = tab.Faint(axe)
	found("with more contrast", wrong, err, "hardly there when it is asked")
	wrong, err = Value[[]string](tab, faintest)
	found("by a measure of our own", wrong, err, "pale")
	wrong, err = tab.Narrow(320)
	found("in 320 pixels", wrong, err, "scrolls sideways", "wide")
}

// A window that runs no script runs none, and the test's own still do.
func TestAWindowWithoutScripts(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(rw, `<!doctype html><html lang="en"><title>still</title><script>document.title = "moved"</script>`)
	}))
	t.Cleanup(server.Close)
	for off, want := range map[bool]string{true: "still", false: "moved"} {
		tab := tab(t, &World{URL: server.URL}, Look{Language: "en", Width: 800, NoScript: off})
		if _, err := tab.Go("/"); err != nil {
			t.Fatal(err)
		}
		if title, err := Value[string](tab, "document.title"); err != nil || title != want {
			t.Errorf("the title is %q (%v), want %q", title, err, want)
		}
	}
}
