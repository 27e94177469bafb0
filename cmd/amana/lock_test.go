package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"amana/domain/fault"
)

// Whoever serves a store is not left with another one, or with keys that are gone.
func TestNobodyWorksUnderWhoServes(t *testing.T) {
	dir := t.TempDir()
	env := func(k string) string { return map[string]string{"AMANA_DATA": dir}[k] }
	for name, c := range map[string]struct {
		folder string
		args   []string
	}{
		"a demonstration that starts over": {filepath.Join(dir, "amana-demo"), []string{"demo", "--fresh", "--listen", "127.0.0.1:0"}},
		"new keys":                         {dir, []string{"key", "rotate", "tripoli"}},
	} {
		if err := os.MkdirAll(c.folder, 0o700); err != nil {
			t.Fatal(err)
		}
		other := program{env: env, settings: settings{data: c.folder}}
		free, err := other.serving()
		if err != nil {
			t.Fatal(err)
		}
		again, err := other.serving()
		if err != nil {
			t.Errorf("two cannot serve one store: %v", err)
		}
		err = run(t.Context(), c.args, env, strings.NewReader(""), io.Discard, io.Discard)
		if !fault.Is(err, "fault.store-in-use") {
			t.Errorf("%s, while it is served: %v", name, err)
		}
		again()
		free()
	}
}
