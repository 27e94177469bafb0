package lang

import (
	"go/ast"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// commandLine is where the flags of subcommands are made.
const commandLine = "../cmd/amana"

// help is what the command line asks for: three texts of each subcommand. Its
// other texts, and those of flags, are literals.
func (s *source) help(t *testing.T, w wants) {
	t.Helper()
	found := 0
	for _, f := range s.files[commandLine] {
		for _, d := range f.Decls {
			list, ok := d.(*ast.FuncDecl)
			if !ok || list.Name.Name != "subcommands" {
				continue
			}
			ast.Inspect(list, func(n ast.Node) bool {
				if c, ok := n.(*ast.CompositeLit); ok && len(c.Elts) > 0 {
					if name, ok := literal(c.Elts[0]); ok {
						found++
						for _, part := range []string{"takes", "summary", "text"} {
							w.add("help."+name+"."+part, s.at(c), []string{})
						}
					}
				}
				return true
			})
		}
	}
	if found == 0 {
		t.Error("no subcommands are found in the source")
	}
}

// Every flag is registered with the key of what the help says of it, and with
// nothing that a user would read as it stands.
func TestFlagsAreSaidByKey(t *testing.T) {
	s, registered := readSource(t, ".."), 0
	last := map[string]int{"String": 2, "Bool": 2, "Int": 2, "StringVar": 3, "BoolVar": 3, "IntVar": 3}
	s.each(commandLine, func(n ast.Node) {
		c, ok := n.(*ast.CallExpr)
		if !ok {
			return
		}
		i, makes := last[called(c)]
		if !makes || len(c.Args) != i+1 {
			return
		}
		registered++
		key, ok := literal(c.Args[i])
		if !ok || !strings.HasPrefix(key, "flag.") || !keyLike.MatchString(key) {
			t.Errorf("%s registers a flag that no key describes: %q", s.at(c), key)
		}
	})
	if registered < 40 {
		t.Errorf("only %d flags are found in the source", registered)
	}
}

// outside is what is typed, and stands in prose without backquotes.
var outside = regexp.MustCompile(`--[a-z]|[A-Z]+_[A-Z]+`)

// What is typed is the same in every language, as are the examples.
func TestHelpTypesTheSame(t *testing.T) {
	for key, en := range catalogues()["en"].messages {
		if !isHelp(key) || strings.HasSuffix(key, ".takes") {
			continue
		}
		examples, typed, _ := apart(en.Other)
		for _, code := range Languages {
			m := catalogues()[code].messages[key]
			if m == nil {
				continue // said by TestEveryKeyHasWordsInEveryLanguage
			}
			text := m.Other
			theirs, words, prose := apart(text)
			if !slices.Equal(theirs, examples) {
				t.Errorf("help.%s.toml: the examples of %q are %q, but %q in English", code, key, theirs, examples)
			}
			if !slices.Equal(words, typed) {
				t.Errorf("help.%s.toml: in %q is typed %q, but %q in English", code, key, words, typed)
			}
			if found := outside.FindString(prose); found != "" || strings.Count(text, "`")%2 != 0 {
				t.Errorf("help.%s.toml: not all that is typed in %q stands in backquotes: %s", code, key, found)
			}
		}
	}
}

func isHelp(key string) bool {
	return strings.HasPrefix(key, "help.") || strings.HasPrefix(key, "flag.")
}

// apart takes a text of the help into its examples, without remarks, what is
// typed in its prose, in order of the alphabet, and the rest of the prose.
func apart(text string) (examples, typed []string, prose string) {
	for line := range strings.Lines(text) {
		if command, remark, _ := strings.Cut(line, "# "); strings.HasPrefix(line, "  ") {
			examples = append(examples, strings.TrimSpace(command))
			prose += remark
			continue
		}
		for i, part := range strings.Split(line, "`") {
			if i%2 == 1 {
				typed = append(typed, part)
			} else {
				prose += part
			}
		}
	}
	slices.Sort(typed)
	return examples, slices.Compact(typed), prose
}

// No text of the help is English in another language.
func TestHelpIsTranslated(t *testing.T) {
	for key, en := range catalogues()["en"].messages {
		if !isHelp(key) && !strings.HasPrefix(key, "look.") || strings.HasSuffix(key, ".takes") {
			continue
		}
		for _, code := range Languages[1:] {
			m := catalogues()[code].messages[key]
			if m == nil {
				continue // said by TestEveryKeyHasWordsInEveryLanguage
			}
			for line := range strings.Lines(m.Other) {
				if prose := strings.TrimSpace(line); strings.Contains(prose, " ") && !strings.HasPrefix(line, "  ") && strings.Contains(en.Other, prose) {
					t.Errorf("help.%s.toml: %q is English: %s", code, key, prose)
				}
			}
		}
	}
}

// Each file of a language says by itself that nobody approved it yet.
func TestEveryFileIsMarkedAsADraft(t *testing.T) {
	for _, code := range Languages {
		names := parts(files, code)
		if len(names) < 2 {
			t.Fatal(names)
		}
		for _, name := range names {
			text, err := files.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if got, want := strings.HasPrefix(string(text), "# Draft:"), code != "en"; got != want {
				t.Errorf("%s: a draft: %v, want %v", name, got, want)
			}
		}
	}
}
