package main

import (
	"flag"
	"io"
	"strings"
	"testing"
	"unicode"

	"amana/lang"
)

// helpOf is what help says in a language, and what the subcommand takes.
func helpOf(t *testing.T, language, name string) (string, *flag.FlagSet) {
	t.Helper()
	var out strings.Builder
	p := &program{env: func(name string) string { return map[string]string{"AMANA_LANGUAGE": language}[name] }, stdin: strings.NewReader(""), stdout: &out, stderr: io.Discard}
	for _, s := range subcommands() {
		if s.name != name {
			continue
		}
		if err := s.run(t.Context(), p, []string{"-h"}); exitCode(err) != 0 {
			t.Errorf("%s -h: exit code %d", name, exitCode(err))
		}
	}
	return out.String(), p.takes
}

// Help teaches, in each language: an example that can be typed, and every flag.
func TestEachSubcommandTeaches(t *testing.T) {
	for _, s := range subcommands() {
		english, _ := helpOf(t, "en", s.name)
		for _, language := range lang.Languages {
			said, takes := helpOf(t, language, s.name)
			if !strings.Contains(said, "\n  amana "+s.name) {
				t.Errorf("%s: %s -h gives no example:\n%s", language, s.name, said)
			}
			if strings.Contains(said, "`") || strings.Contains(said, unbroken) || strings.Contains(said, "help.") || strings.Contains(said, "flag.") {
				t.Errorf("%s: %s -h shows a mark, or the key of a text that is not there:\n%s", language, s.name, said)
			}
			takes.VisitAll(func(f *flag.Flag) {
				if !strings.Contains(said, "\n  --"+f.Name+" ") {
					t.Errorf("%s: %s -h does not name --%s", language, s.name, f.Name)
				}
				describes(t, language, f)
			})
			if language != "en" {
				nothingOf(t, english, said, language+": "+s.name)
			}
		}
	}
}

// describes requires that a flag is described: one that takes a value with the
// value's name first.
func describes(t *testing.T, language string, f *flag.Flag) {
	t.Helper()
	text, english := lang.New(language).Text(f.Usage, nil), lang.New("en").Text(f.Usage, nil)
	value, about, named := strings.Cut(text, "\n")
	if !named {
		about = value
	}
	switch {
	case text == f.Usage || about == "":
		t.Errorf("%s: --%s is not described", language, f.Name)
	case named == isSwitch(f):
		t.Errorf("%s: --%s names a value: %v", language, f.Name, named)
	case named && strings.ContainsFunc(value, unicode.IsLower):
		t.Errorf("%s: the value of --%s is called %q, not in capitals", language, f.Name, value)
	case language != "en" && text == english:
		t.Errorf("%s: --%s is described in English", language, f.Name)
	}
}

// nothingOf requires that no line of prose is the same in English.
func nothingOf(t *testing.T, english, said, where string) {
	t.Helper()
	for line := range strings.Lines(said) {
		prose := strings.TrimSpace(line)
		if strings.HasPrefix(prose, "amana ") || !strings.Contains(prose, " ") {
			continue
		}
		if strings.Contains(english, line) {
			t.Errorf("%s: in English: %s", where, prose)
		}
	}
}

// Examples are taken as they stand.
func TestExamplesAreTaken(t *testing.T) {
	for _, s := range subcommands() {
		said, _ := helpOf(t, "en", s.name)
		for line := range strings.Lines(said) {
			example, _, _ := strings.Cut(line, "# ")
			rest, ok := strings.CutPrefix(example, "  amana "+s.name)
			if !ok {
				continue
			}
			_, takes := helpOf(t, "en", s.name)
			if _, err := arguments(takes, words(rest)); err != nil {
				t.Errorf("%s: %v", strings.TrimSpace(example), err)
			}
		}
	}
}

// Help is shown to others, and mailed: it never holds what opens the database.
func TestHelpShowsNoPassword(t *testing.T) {
	var out strings.Builder
	env := func(name string) string {
		return map[string]string{"AMANA_DATABASE": "postgres://amana:secret@db/amana"}[name]
	}
	if err := run(t.Context(), []string{"check", "-h"}, env, strings.NewReader(""), &out, io.Discard); exitCode(err) != 0 || strings.Contains(out.String(), "secret") {
		t.Errorf("%v:\n%s", err, out.String())
	}
}

// words takes a line apart as a shell does.
func words(line string) []string {
	var all []string
	for i, part := range strings.Split(line, `"`) {
		if i%2 == 1 {
			all = append(all, part)
		} else {
			all = append(all, strings.Fields(part)...)
		}
	}
	return all
}

// The list of subcommands stands in columns, whatever the language.
func TestHelpAligns(t *testing.T) {
	for _, language := range lang.Languages {
		var out strings.Builder
		env := func(name string) string { return map[string]string{"AMANA_LANGUAGE": language}[name] }
		if err := run(t.Context(), nil, env, strings.NewReader(""), &out, io.Discard); err != nil {
			t.Fatal(err)
		}
		for _, s := range subcommands() {
			_, row, found := strings.Cut(out.String(), "\n  "+s.name+" ")
			if !found || len(s.name)+len(row)-len(strings.TrimLeft(row, " ")) != 9 {
				t.Errorf("%s: %s is not in its column", language, s.name)
			}
		}
		for line := range strings.Lines(out.String()) {
			line = strings.TrimSuffix(line, "\n")
			if n := seen(line); n > 80 {
				t.Errorf("%s: %d columns: %s", language, n, line)
			}
			if strings.Count(line, rli)+strings.Count(line, fsi) != strings.Count(line, pdi) {
				t.Errorf("%s: an isolate is left open: %q", language, line)
			}
		}
	}
}
