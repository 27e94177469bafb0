package webtest

import (
	"net/http"
	"os"
	"testing"

	"amana/domain/access"
	"amana/domain/casefile"
	"amana/lang"
)

// sendable says whether the form that a page is about can be sent.
func sendable(page Page) bool {
	for form := range elements(page.Doc, "form") {
		if attribute(form, "action") != page.Path {
			continue
		}
		for button := range elements(form, "button") {
			if is(button, "main") {
				return true
			}
		}
	}
	return false
}

// Every form that some role is given, of the cases that everybody reaches: over
// HTTP each is there; in the browser, which takes a minute, in the soak.
func TestEveryFormOfACase(t *testing.T) {
	t.Parallel()
	w := Serve(t)
	number, officers := w.Cases["blocked"], map[string]string{} // of each command
	for _, role := range access.Roles {
		if w.Roles[role] == "" {
			continue
		}
		reader, err := w.Reader(t.Context(), w.Roles[role], "ar")
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range casefile.Commands {
			if officers[k.Name] != "" {
				continue
			}
			page, err := reader.Get(t.Context(), "/cases/"+number+"/do/"+k.Name)
			if err != nil || page.Status >= http.StatusInternalServerError {
				t.Fatalf("%s: %d %v", k.Name, page.Status, err)
			}
			if page.Status == http.StatusOK && !sendable(page) {
				t.Errorf("%s: the form has no button that sends it", k.Name)
			}
			if page.Status == http.StatusOK {
				officers[k.Name] = w.Roles[role]
			}
		}
	}
	if len(officers) < 80 {
		t.Errorf("only %d of %d commands have a form", len(officers), len(casefile.Commands))
	}
	if os.Getenv("AMANA_SOAK") == "" {
		return
	}
	axe, err := ReadAxe("../..")
	if err != nil {
		t.Fatal(err)
	}
	for _, language := range lang.Languages {
		tabs := map[string]*Tab{}
		for _, k := range casefile.Commands {
			by := officers[k.Name]
			if by == "" {
				continue
			}
			if tabs[by] == nil {
				tabs[by] = tab(t, w, Look{As: by, Language: language, Width: 1100})
			}
			t.Run(language+" "+k.Name, func(t *testing.T) { look(t, tabs[by], axe, Sight{Path: "/cases/" + number + "/do/" + k.Name}, true) })
		}
	}
	t.Logf("TestEveryFormOfACase: %d forms in %d languages", len(officers), len(lang.Languages))
}
