package main

import (
	"os"
	"path/filepath"
	"testing"
)

// What the program tells somebody to type is what they typed themselves.
func TestStartedAsItWas(t *testing.T) {
	dir := t.TempDir()
	found := filepath.Join(dir, "amana")
	if err := os.WriteFile(found, []byte("#!/bin/sh\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir)
	for path, want := range map[string]string{
		found:                           "amana",
		"./amana":                       "./amana",
		"/opt/other/amana":              "/opt/other/amana",
		"/tmp/go-build1/b001/exe/amana": "go run ./cmd/amana",
		"/home/x/.cache/go-build/aa/aabb-d/amana": "go run ./cmd/amana",
		"amana": "amana",
	} {
		if got := started(path); got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
}
