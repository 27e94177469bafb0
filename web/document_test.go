package web_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// A document that a page names can be read in the browser that shows the page.
func TestDocumentsThatPagesNameAreThere(t *testing.T) {
	w := newWorld(t)
	named := 0
	for _, page := range []string{"/log", "/rulebook"} {
		for _, link := range regexp.MustCompile(`href="(/docs/[^"]+)"`).FindAllStringSubmatch(w.get(t, "hop", page).text, -1) {
			named++
			if got := w.get(t, "", link[1]); got.status != http.StatusOK || !strings.HasPrefix(got.text, "#") {
				t.Errorf("%s names %s: %d", page, link[1], got.status)
			}
		}
	}
	if named != 4 {
		t.Errorf("%d documents are named, want 4", named)
	}
	for _, none := range []string{"/docs/", "/docs/verifier", "/docs/../go.mod", "/docs/none.md"} {
		if got := w.get(t, "", none); got.status == http.StatusOK {
			t.Errorf("%s is served", none)
		}
	}
}
