package main

import (
	"errors"
	"strings"
	"testing"

	"amana/intake"
)

// What was taken before an import failed is told, and then why it failed.
func TestAnImportThatFailsTellsWhatItDid(t *testing.T) {
	failed := errors.New("the disk is full")
	for _, c := range []struct {
		summary intake.Summary
		failed  error
		told    string
		code    int
	}{
		{intake.Summary{Rows: 3, Opened: 2, Refused: 1, Written: true}, failed, "New persons: 2", exitCode(failed)},
		{intake.Summary{Rows: 3, Opened: 2, Refused: 1, Written: true}, nil, "New persons: 2", 2},
		{intake.Summary{Rows: 3, Opened: 3, StopsTaken: map[string][]int{"consents": {4}}, Written: true}, nil, "(consents: 4)", 2},
		{intake.Summary{Rows: 3, Opened: 3, Written: true}, nil, "New persons: 3", 0},
		{intake.Summary{}, failed, "", exitCode(failed)},
	} {
		var out, said strings.Builder
		p := &program{env: func(string) string { return "" }, stdout: &out, stderr: &said}
		err := p.imported(c.summary, "en", c.failed)
		if exitCode(err) != c.code || c.failed != nil && !errors.Is(err, c.failed) || !strings.Contains(plain(out.String()), c.told) || (c.told == "") != (out.Len() == 0) {
			t.Errorf("%+v and %v: %v, said %q", c.summary, c.failed, err, out.String())
		}
	}
}

// plain is a text without the marks that isolate what stands in it.
func plain(s string) string { return strings.NewReplacer("\u2068", "", "\u2069", "").Replace(s) }
