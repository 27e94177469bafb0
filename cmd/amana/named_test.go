package main

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"amana/lang"
)

// catalogue are the lines of a file of texts.
func catalogue(t *testing.T, name string) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "lang", name+".toml"))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(text), "\n")
	return slices.DeleteFunc(lines, func(line string) bool { return strings.HasPrefix(line, "#") })
}

// takenBy are the flags of each subcommand.
func takenBy(t *testing.T) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	for _, s := range subcommands() {
		_, takes := helpOf(t, "en", s.name)
		takes.VisitAll(func(f *flag.Flag) { all[s.name] = append(all[s.name], f.Name) })
	}
	return all
}

var (
	named   = regexp.MustCompile(`\bamana ([a-z]+)`)
	flagged = regexp.MustCompile(`--([a-z][a-z-]*)`)
)

// What a text tells somebody to type is there: it names the program as it was
// started, and only flags that some subcommand takes.
func TestTextsNameWhatCanBeTyped(t *testing.T) {
	takes := takenBy(t)
	for _, language := range lang.Languages {
		flags := 0
		for _, line := range catalogue(t, language) {
			if m := named.FindString(line); m != "" {
				t.Errorf("%s: %q is what it is called here, and perhaps not there: %s", language, m, line)
			}
			for _, m := range flagged.FindAllStringSubmatch(line, -1) {
				flags++
				if !slices.ContainsFunc(subcommands(), func(s subcommand) bool { return slices.Contains(takes[s.name], m[1]) }) {
					t.Errorf("%s: no subcommand takes --%s: %s", language, m[1], line)
				}
			}
		}
		if flags == 0 {
			t.Errorf("%s: no text names a flag", language)
		}
	}
}

// The help names subcommands that are there, each with flags that it takes.
func TestHelpNamesWhatCanBeTyped(t *testing.T) {
	takes := takenBy(t)
	for _, language := range lang.Languages {
		found := 0
		for _, line := range catalogue(t, "help."+language) {
			command, _, _ := strings.Cut(line, "# ")
			m := named.FindStringSubmatch(command)
			if m == nil || m[1] == "help" {
				continue
			}
			found++
			if takes[m[1]] == nil {
				t.Errorf("%s: there is no %s: %s", language, m[1], line)
			}
			for _, f := range flagged.FindAllStringSubmatch(command, -1) {
				if !slices.Contains(takes[m[1]], f[1]) {
					t.Errorf("%s: %s does not take --%s: %s", language, m[1], f[1], line)
				}
			}
		}
		if found == 0 {
			t.Errorf("%s: the help names no subcommand", language)
		}
	}
}
