package lang

import (
	"bytes"
	"io/fs"
	"maps"
	"slices"
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
