package seal_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"amana/domain/fault"
	"amana/seal"
)

func newKeys(t *testing.T) (*seal.KeyFile, []byte) {
	t.Helper()
	keys, err := seal.NewKeyFile("hub.example.org/log", nil)
	if err != nil {
		t.Fatal(err)
	}
	text, err := keys.Format()
	if err != nil {
		t.Fatal(err)
	}
	return keys, text
}

func TestAnyTwoOfficersOpenASharedKeyFile(t *testing.T) {
	keys, plain := newKeys(t)
	omar, ines, tariq := seal.Passphrase{"omar", "a well in the desert"}, seal.Passphrase{"ines", "forty blue herons"}, seal.Passphrase{"tariq", "no bread on Friday"}
	text, err := keys.Share([]seal.Passphrase{omar, ines, tariq})
	if err != nil {
		t.Fatal(err)
	}
	if !seal.IsShared(text) || seal.IsShared(plain) {
		t.Error("a shared key file is not told from another")
	}
	for _, line := range strings.Split(string(plain), "\n")[2:] {
		if _, secret, ok := strings.Cut(line, ": "); ok && bytes.Contains(text, []byte(secret)) {
			t.Error("a secret stands in it")
		}
	}
	shared, err := seal.ParseSharedKeyFile(text)
	if err != nil {
		t.Fatal(err)
	}
	for _, two := range [][2]seal.Passphrase{{omar, ines}, {ines, omar}, {omar, tariq}, {tariq, ines}} {
		got, err := shared.Open(two[0], two[1])
		if err != nil {
			t.Errorf("%v: %v", two, err)
			continue
		}
		if again, err := got.Format(); err != nil || !bytes.Equal(again, plain) {
			t.Errorf("%v open another file: %v", two, err)
		}
	}
	for what, two := range map[string][2]seal.Passphrase{
		"one officer twice":      {omar, omar},
		"one who knows both":     {omar, {"omar", ines.Text}},
		"a wrong passphrase":     {omar, {"ines", "forty blue heron"}},
		"the other's passphrase": {{"omar", ines.Text}, {"ines", omar.Text}},
		"a stranger":             {omar, {"zeno", ines.Text}},
	} {
		if _, err := shared.Open(two[0], two[1]); fault.KindOf(err) != fault.Denied {
			t.Errorf("%s: %v, want denied", what, err)
		}
	}
	changed := bytes.Replace(text, []byte("pair: omar ines "), []byte("pair: omar ines A"), 1)
	if shared, err := seal.ParseSharedKeyFile(changed); err == nil {
		if _, err := shared.Open(omar, ines); err == nil {
			t.Error("a changed wrap opens")
		}
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
		if strings.Contains(fmt.Sprintf(verb, omar), "desert") {
			t.Errorf("%s prints a passphrase", verb)
		}
	}
}

func TestWhoMayShareAKeyFile(t *testing.T) {
	keys, _ := newKeys(t)
	one := seal.Passphrase{"omar", "a well in the desert"}
	for what, officers := range map[string][]seal.Passphrase{
		"one":                 {one},
		"a name twice":        {one, {"omar", "forty blue herons"}},
		"a passphrase of two": {one, {"ines", one.Text}},
		"no name":             {one, {"", "forty blue herons"}},
		"a broken line":       {one, {"i\nnes", "forty blue herons"}},
		"too many":            make([]seal.Passphrase, 13),
	} {
		if _, err := keys.Share(officers); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v, want invalid", what, err)
		}
	}
}

func TestAHelperGivesTheKeyFile(t *testing.T) {
	keys, plain := newKeys(t)
	dir := t.TempDir()
	file := filepath.Join(dir, "key; touch owned")
	if err := os.WriteFile(file, plain, 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := seal.RunKeyHelper(t.Context(), []string{"/bin/cat", file})
	if err != nil || got.DatabaseHex() != keys.DatabaseHex() {
		t.Errorf("%v", err)
	}
	if _, err := os.Stat("owned"); err == nil {
		t.Error("a shell ran")
	}
	for what, c := range map[string]struct {
		command []string
		want    fault.Kind
	}{
		"none":           {nil, fault.Invalid},
		"not a path":     {[]string{"cat", file}, fault.Invalid},
		"no such":        {[]string{"/no/such/helper"}, fault.Denied},
		"one that fails": {[]string{"/bin/cat", "/no/such/file"}, fault.Denied},
		"no key file":    {[]string{"/bin/echo", "hello"}, fault.Invalid},
		"no end":         {[]string{"/bin/cat", "/dev/zero"}, fault.Denied},
	} {
		if _, err := seal.RunKeyHelper(t.Context(), c.command); fault.KindOf(err) != c.want {
			t.Errorf("%s: %v, want %v", what, err, c.want)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	begun := time.Now()
	if _, err := seal.RunKeyHelper(ctx, []string{"/bin/sleep", "600"}); fault.KindOf(err) != fault.Denied || time.Since(begun) > time.Minute {
		t.Errorf("one that hangs: %v after %s", err, time.Since(begun))
	}
}
