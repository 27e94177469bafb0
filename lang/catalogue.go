// Package lang says everything that a user reads, in English, French and
// Arabic: errors, findings, what would help, the names of codes, and the help
// of the command line. Sentences are in the catalogues beside it, those of the
// help in a file of their own; keys and arguments come from whoever has
// something to say.
package lang

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

//go:embed *.toml
var files embed.FS

// first are the languages that come before any other, the one of last resort
// before all.
var first = [...]string{"en", "fr", "ar"}

// Languages lists the codes of all catalogues, the one of last resort first. A
// language is there because its file is.
var Languages = offered(files)

func offered(files fs.FS) []string {
	var codes []string
	names, _ := fs.Glob(files, "*.toml") // of a pattern that is none
	for _, name := range names {
		if code := strings.TrimSuffix(name, ".toml"); !strings.Contains(code, ".") {
			codes = append(codes, code)
		}
	}
	place := func(code string) int {
		i := slices.Index(first[:], code)
		if i < 0 {
			return len(first)
		}
		return i
	}
	slices.SortStableFunc(codes, func(a, b string) int { return place(a) - place(b) })
	return codes
}

// parts are the files of a catalogue: "en.toml", and of one part of the program
// each "page.en.toml", "help.en.toml" … A language may as well be one file.
func parts(files fs.FS, code string) []string {
	one, _ := fs.Glob(files, code+".toml")
	others, _ := fs.Glob(files, "*."+code+".toml")
	return append(one, others...)
}

// catalogue is one language.
type catalogue struct {
	localizer *i18n.Localizer
	messages  map[string]*i18n.Message
}

// catalogues reads the embedded files once. That they can be read is tested;
// a build in which they cannot does not start.
var catalogues = sync.OnceValue(func() map[string]*catalogue {
	all := map[string]*catalogue{}
	for _, code := range Languages {
		c, err := read(files, code)
		if err != nil {
			panic(err)
		}
		all[code] = c
	}
	return all
})

func read(files fs.FS, code string) (*catalogue, error) {
	bundle := i18n.NewBundle(language.Make(code))
	bundle.RegisterUnmarshalFunc("toml", toml.Unmarshal)
	c := &catalogue{messages: map[string]*i18n.Message{}}
	for _, name := range parts(files, code) {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, fmt.Errorf("lang: %w", err)
		}
		file, err := bundle.ParseMessageFileBytes(text, name)
		if err != nil {
			return nil, fmt.Errorf("lang: %s: %w", name, err)
		}
		for _, m := range file.Messages {
			c.messages[m.ID] = m
		}
	}
	c.localizer = i18n.NewLocalizer(bundle, code)
	return c, nil
}

func (c *catalogue) has(key string) bool { return c.messages[key] != nil }

// plural says whether a message has forms for one, two, few …
func plural(m *i18n.Message) bool {
	return m.Zero != "" || m.One != "" || m.Two != "" || m.Few != "" || m.Many != ""
}

// best is the catalogue for a language tag or an Accept-Language header.
func best(code string) string {
	if slices.Contains(Languages, code) {
		return code
	}
	_, i := language.MatchStrings(matcher(), code)
	return Languages[i]
}

// matcher is made once: that takes longer than everything else about a request's language.
var matcher = sync.OnceValue(func() language.Matcher {
	tags := make([]language.Tag, len(Languages))
	for i, c := range Languages {
		tags[i] = language.Make(c)
	}
	return language.NewMatcher(tags)
})
