package lang

import (
	"bytes"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/BurntSushi/toml"
	"github.com/google/go-cmp/cmp"
)

// A further language is one file with every key, and nothing else names it: all
// parts of the French, put together under another name, are a language that says
// what French says.
func TestAFurtherLanguageIsOneFile(t *testing.T) {
	all := map[string]any{}
	for _, name := range parts(files, "fr") {
		var part map[string]any
		if _, err := toml.DecodeFS(files, name, &part); err != nil {
			t.Fatal(err)
		}
		maps.Copy(all, part)
	}
	var text bytes.Buffer
	if err := toml.NewEncoder(&text).Encode(all); err != nil {
		t.Fatal(err)
	}
	tree := fstest.MapFS{"wo.toml": {Data: text.Bytes()}}
	names, err := fs.Glob(files, "*.toml")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		content, err := files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		tree[name] = &fstest.MapFile{Data: content}
	}
	if got := offered(tree); !slices.Equal(got, []string{"en", "fr", "ar", "wo"}) {
		t.Errorf("%q", got)
	}
	wolof, err := read(tree, "wo")
	if err != nil {
		t.Fatal(err)
	}
	french := catalogues()["fr"]
	if len(wolof.messages) != len(french.messages) {
		t.Errorf("%d sentences of %d", len(wolof.messages), len(french.messages))
	}
	for key, want := range french.messages {
		if d := cmp.Diff(want, wolof.messages[key]); d != "" {
			t.Fatalf("%s: %s", key, d)
		}
	}
}

// In which direction a language is written follows from its script.
func TestTheDirectionFollowsFromTheScript(t *testing.T) {
	for code, want := range map[string]bool{"en": false, "fr": false, "ar": true, "fa": true, "ur": true, "he": true, "ha": false, "bn": false, "am": false} {
		if p := (&Printer{code: code}); p.RightToLeft() != want {
			t.Errorf("%s: %v", code, !want)
		}
	}
}

// Numbers are those of the language in which the sentence is: "1.234" in English
// is little more than one, whatever the browser asked for first. A region writes
// those of its own language, and in the digits that the sentences have.
func TestNumbersAreThoseOfTheLanguage(t *testing.T) {
	for asked, want := range map[string]string{
		"de-DE": "1,234,567", "hi-IN": "1,234,567", "en-GB-u-nu-tamldec": "1,234,567", "en-IN": "12,34,567", "en": "1,234,567", "xx-LY": "1,234,567",
		"ckb-IQ": "1.234.567", "ar-EG": "1,234,567", "ar": "1.234.567", "ar-u-nu-beng": "1.234.567", "\x00": "1,234,567", strings.Repeat("a-", 5000): "1,234,567",
	} {
		if got := New(asked).Number(1234567); got != want {
			t.Errorf("%.30q writes %s, want %s", asked, got, want)
		}
	}
}

// Whoever chose a language keeps the region that their browser says of it.
func TestARegionStaysWithTheLanguage(t *testing.T) {
	for _, c := range []struct{ code, accept, want string }{
		{"ar", "ar-EG,ar;q=0.9,en;q=0.8", "1,234,567"}, {"ar", "en-GB,ar-EG;q=0.5", "1,234,567"}, {"ar", "en-GB", "1.234.567"}, {"ar", "", "1.234.567"},
		{"en", "en-IN", "12,34,567"}, {"en", "hi-IN,en;q=0.3", "1,234,567"}, {"en", "\x00;;", "1,234,567"},
	} {
		if got := For(c.code, c.accept).Number(1234567); got != c.want {
			t.Errorf("%s of %q writes %s, want %s", c.code, c.accept, got, c.want)
		}
	}
}
