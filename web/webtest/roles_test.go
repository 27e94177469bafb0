package webtest

import (
	"flag"
	"fmt"
	"net/http"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"amana/domain/access"
	"amana/domain/casefile"
	"amana/lang"
)

var update = flag.Bool("update", false, "write the golden files anew")

const rolesFile = "testdata/roles.txt"

// What each role sees of each page, side by side: names, where people stand, which
// rules stop them and why, what happened, and what nobody else may read. It is
// asserted against a text that is read whenever it changes.
func TestWhatEachRoleSees(t *testing.T) {
	t.Parallel()
	w := Serve(t)
	readers := map[access.Role]*Reader{}
	for role, officer := range w.Roles {
		var err error
		if readers[role], err = w.Reader(t.Context(), officer, "en"); err != nil {
			t.Fatal(err)
		}
	}
	var out strings.Builder
	for _, sight := range shown() {
		fmt.Fprintf(&out, "\n== %s\n", sight.Name())
		var order []string
		roles := map[string][]string{}
		for _, role := range access.Roles {
			if readers[role] == nil {
				continue
			}
			page, err := readers[role].See(t.Context(), sight)
			if err != nil {
				t.Fatal(err)
			}
			seen := w.seen(page)
			if roles[seen] == nil {
				order = append(order, seen)
			}
			roles[seen] = append(roles[seen], string(role))
		}
		for _, seen := range order {
			fmt.Fprintf(&out, "%s\n%s", strings.Join(roles[seen], ", "), seen)
		}
	}
	got := out.String()
	if *update {
		if err := os.WriteFile(rolesFile, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(rolesFile)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("what the roles see has changed (-was +is); if it should, -update:\n%s", diff)
	}
}

// shown are the pages whose content depends on who reads: every case, and every
// other page that somebody sees, but forms, which say nothing of their own until
// they are answered.
func shown() []Sight {
	var all []Sight
	for _, p := range everyone {
		all = append(all, Sight{Path: "/cases/{" + p.special + "}?for=clearance"})
	}
	for _, path := range []string{"/cases/{child}?for=clearance", "/cases/{called}/timeline", "/cases/{child}/timeline"} {
		all = append(all, Sight{Path: path})
	}
	for _, s := range Sights {
		asked := s.Sends != nil || s.Status == 0 && !strings.Contains(s.Path, "/do/")
		if s.As != "" && asked && !slices.ContainsFunc(all, func(o Sight) bool { return o.Name() == s.Name() }) {
			all = append(all, s)
		}
	}
	return all
}

// seen is what a page shows, line by line.
func (w *World) seen(page Page) string {
	text := page.Words()
	var b strings.Builder
	if page.Status != http.StatusOK {
		fmt.Fprintf(&b, "    %d\n", page.Status)
	}
	line := func(what string, all []string) {
		if len(all) > 0 {
			fmt.Fprintf(&b, "    %s: %s\n", what, strings.Join(all, ", "))
		}
	}
	line("names", slices.DeleteFunc(slices.Clone(w.Names), func(name string) bool { return !strings.Contains(text, name) }))
	line("secrets", slices.DeleteFunc([]string{diagnosis, lawful}, func(s string) bool { return !strings.Contains(text, s) }))
	var stands, happened, offers, quiet []string
	for e := range elements(page.Doc) {
		said := words(e)
		switch {
		case is(e, "finding") && strings.Contains(attribute(e, "class"), " "):
			state, id, why := finding(e)
			if state == "unmet" || state == "unknown" {
				fmt.Fprintf(&b, "    %s: %s: %s\n", state, id, why)
			} else {
				quiet = append(quiet, id)
			}
		case e.Data == "li" && is(e.Parent, "timeline"):
			for title := range elements(e, "strong") {
				happened = append(happened, words(title))
				break
			}
		case e.Data == "a" && is(e.Parent.Parent, "plain"):
			offers = append(offers, said)
		case e.Data != "option" && slices.Contains(statuses, said) && e.FirstChild.Type == html.TextNode && !slices.Contains(stands, said):
			stands = append(stands, said)
		}
	}
	line("other rules", quiet)
	line("stands", stands)
	line("happened", happened)
	line("offers", offers)
	if b.Len() == 0 {
		return "    nothing of anybody\n"
	}
	return b.String()
}

// finding is a rule as a page shows it: its state, which it is, and why.
func finding(e *html.Node) (state, id, why string) {
	_, state, _ = strings.Cut(attribute(e, "class"), " ")
	for p := range elements(e, "p") {
		switch attribute(p, "class") {
		case "rule":
			if id = attribute(e, "data-rule"); id == "" {
				id = words(p)
			}
		case "":
			why = words(p)
		}
	}
	return state, id, why
}

// statuses are the words for where somebody can stand.
var statuses = func() []string {
	var all []string
	say := lang.New("en")
	for _, s := range casefile.Statuses {
		all = append(all, say.Status(s))
	}
	for code := range strings.SplitSeq(reflect.TypeFor[casefile.End]().Field(0).Tag.Get("codes"), ",") {
		all = append(all, say.Status(casefile.Status(code)))
	}
	return all
}()
