package webtest

import (
	"os"
	"slices"
	"strings"
	"testing"

	"amana/web"
)

// silent are forms that never answer by a page of their own: they lead on to another,
// or answer a script.
var silent = []string{"POST /sign-out", "POST /cases/{case}/do/{command}/draft", "POST /cases/new/draft"}

func TestEveryPageIsSeen(t *testing.T) {
	seen, shown := map[string]bool{}, map[string]bool{}
	for _, s := range Sights {
		seen[s.Pattern] = true
		form := strings.HasSuffix(s.Pattern, "/{command}") // of them the tour shows one
		shown[s.Pattern] = shown[s.Pattern] || s.Shows != "" || s.Apart || form
	}
	routes := web.Patterns()
	for _, pattern := range routes {
		if !seen[pattern] && !slices.Contains(silent, pattern) {
			t.Errorf("nobody looks at %s: add who does to Sights", pattern)
		}
	}
	for pattern := range seen {
		if !shown[pattern] && !strings.HasPrefix(pattern, "POST ") {
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
	soak := os.Getenv("AMANA_SOAK") != ""
	for _, language := range []string{"ar", "en"} {
		t.Run(language, func(t *testing.T) {
			t.Parallel()
			tabs := map[string]*Tab{}
			for _, s := range Sights {
				if s.Apart {
					continue
				}
				// Colours have no direction, what answers a form has the frame and the fields of
				// the page that asks it, and a refused form of a command looks as that of another:
				// the other direction of these is looked at in the soak.
				command := s.Sends != nil && strings.HasSuffix(s.Pattern, "/{command}")
				if !soak && command && language != "ar" {
					continue
				}
				if tabs[s.As] == nil {
					tabs[s.As] = tab(t, w, Look{As: s.As, Language: language, Width: 1100})
				}
				colours := soak || language == "ar"
				t.Run(s.As+" "+s.Name(), func(t *testing.T) { look(t, tabs[s.As], axe, s, colours) })
			}
		})
	}
}

// look asks of one page all that must hold for each.
func look(t *testing.T, tab *Tab, axe Axe, s Sight, colours bool) {
	t.Helper()
	status := max(s.Status, 200)
	if got, err := tab.See(s); err != nil || got != status {
		_, text, _ := tab.At()
		t.Fatalf("%d, %v: %s", got, err, text)
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
	wrong, err = tab.Moves()
	say("for who wants nothing to move", wrong, err)
	if err := tab.Dark(true); err != nil {
		t.Fatal(err)
	}
	if colours || s.Sends == nil {
		wrong, err = tab.Violations(axe)
		say("dark, and all of it", wrong, err)
	}
	for _, dark := range map[bool][]bool{true: {true, false}}[colours] {
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
