package webtest

import (
	"slices"
	"strings"
	"testing"

	"amana/web"
)

func TestEveryPageIsSeen(t *testing.T) {
	seen, shown := map[string]bool{}, map[string]bool{}
	for _, s := range Sights {
		seen[s.Pattern] = true
		form := strings.HasSuffix(s.Pattern, "/{command}") // of them the tour shows one
		shown[s.Pattern] = shown[s.Pattern] || s.Shows != "" || s.Apart || form
	}
	routes := web.Patterns()
	for _, pattern := range routes {
		if strings.HasPrefix(pattern, "GET ") && !seen[pattern] {
			t.Errorf("nobody looks at %s: add who does to Sights", pattern)
		}
	}
	for pattern := range seen {
		if !shown[pattern] {
			t.Errorf("the tour does not show %s: say what there is to see", pattern)
		}
		if pattern != "/" && !slices.Contains(routes, pattern) {
			t.Errorf("%s is no route", pattern)
		}
	}
}

// Nothing that a browser can find is wrong with any page: in both directions of
// writing, light, dark and with more contrast, by keyboard alone, in a window of 320 pixels; and no
// page complains, or asks anybody else for anything.
func TestEveryPageInTheBrowser(t *testing.T) {
	t.Parallel()
	w := Serve(t)
	axe, err := ReadAxe("../..")
	if err != nil {
		t.Fatal(err)
	}
	for _, language := range []string{"ar", "en"} {
		t.Run(language, func(t *testing.T) {
			t.Parallel()
			tabs := map[string]*Tab{}
			for _, s := range Sights {
				if s.Apart {
					continue
				}
				if tabs[s.As] == nil {
					tabs[s.As] = tab(t, w, Look{As: s.As, Language: language, Width: 1100})
				}
				t.Run(s.As+" "+s.Path, func(t *testing.T) { look(t, tabs[s.As], axe, w.Path(s.Path), max(s.Status, 200)) })
			}
		})
	}
}

// look asks of one page all that must hold for each.
func look(t *testing.T, tab *Tab, axe Axe, path string, status int) {
	t.Helper()
	if got, err := tab.Go(path); err != nil || got != status {
		t.Fatalf("%d, %v", got, err)
	}
	say := func(what string, wrong []string, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(what, err)
		}
		for _, one := range wrong {
			t.Errorf("%s: %s", what, one)
		}
	}
	troubles := slices.DeleteFunc(tab.Troubles(), func(s string) bool { return status >= 400 && strings.Contains(s, "Failed to load resource") })
	say("in the background", troubles, nil)
	wrong, err := tab.Violations(axe)
	say("light", wrong, err)
	if err := tab.Everything(); err != nil {
		t.Fatal(err)
	}
	wrong, err = tab.ByKeyboard()
	say("by keyboard", wrong, err)
	if err := tab.Dark(true); err != nil {
		t.Fatal(err)
	}
	wrong, err = tab.Violations(axe)
	say("dark, and all of it", wrong, err)
	for _, dark := range []bool{true, false} {
		if err := tab.Strong(dark); err != nil {
			t.Fatal(err)
		}
		wrong, err = tab.Faint(axe)
		say("with more contrast", wrong, err)
	}
	wrong, err = tab.Narrow(320)
	say("in 320 pixels", wrong, err)
	if err := tab.Width(1100); err != nil {
		t.Fatal(err)
	}
	if err := tab.Dark(false); err != nil {
		t.Fatal(err)
	}
}
