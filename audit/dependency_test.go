package audit_test

import (
	"go/build"
	"slices"
	"strings"
	"testing"
)

// Whoever asks again needs no desk and no store: not the packages either.
func TestAnAuditStandsOnNoDeskAndNoStore(t *testing.T) {
	var all []string
	var visit func(dir string)
	visit = func(dir string) {
		p, err := build.ImportDir("../"+dir, 0)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, dir)
		for _, imported := range p.Imports {
			if next, ours := strings.CutPrefix(imported, "amana/"); ours && !slices.Contains(all, next) {
				visit(next)
			}
		}
	}
	visit("audit")
	if !slices.Contains(all, "desk/dossier") || !slices.Contains(all, "domain/casefile") {
		t.Fatalf("only %v was looked at", all)
	}
	for _, dir := range []string{"desk", "store"} {
		if slices.Contains(all, dir) {
			t.Errorf("an audit rests on %s", dir)
		}
	}
}
