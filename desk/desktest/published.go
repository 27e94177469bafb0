package desktest

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"amana/audit"
	"amana/seal"
)

// Published is a folder with the log, and everything disclosed of it that opens.
func Published(t testing.TB, w *World) (dir string, size int64) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "log")
	signed, err := w.Desk.Export(t.Context(), dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	everything := w.Who("hop")
	everything.Roles = append(everything.Roles, w.Who("doc").Roles...)
	everything.Office = "tripoli"
	if err := w.Desk.Disclose(t.Context(), everything, dir, signed, nil); err != nil {
		t.Fatal(err)
	}
	if r := Verified(t, dir); !r.OK {
		t.Fatalf("%+v", r)
	}
	return dir, signed.Size
}

// Verified is what verifying a published log says.
func Verified(t testing.TB, dir string) seal.Report {
	t.Helper()
	src, err := seal.OpenSource(dir)
	if err != nil {
		t.Fatal(err)
	}
	r, err := seal.Verify(t.Context(), src, seal.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Rechecked is what an audit of it says, and the keys of its problems with what
// they name.
func Rechecked(t testing.TB, dir string, size int64) (audit.Report, string) {
	t.Helper()
	src, err := seal.OpenSource(dir)
	if err != nil {
		t.Fatal(err)
	}
	a, problems, err := audit.Recheck(t.Context(), src, size, nil)
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, p := range problems {
		line := p.Key
		for _, a := range p.Args {
			line += fmt.Sprint(" ", a.Value)
		}
		keys = append(keys, line)
	}
	return a, strings.Join(keys, "; ")
}
