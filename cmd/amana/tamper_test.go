package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/binary"
	"os"
	"path/filepath"

	"github.com/rogpeppe/go-internal/testscript"

	"amana/seal"
)

// tamper changes a published log: tamper WHAT FOLDER.
func tamper(ts *testscript.TestScript, _ bool, args []string) {
	t := tampering{ts, ts.MkAbs(args[1])}
	switch args[0] {
	case "entry": // one letter of what an entry says
		t.change(t.one("tile/entries/*.p/*"), func(b []byte) []byte {
			b[100] = flipped(b[100])
			return b
		})
	case "leaf": // one hash of the lowest tile
		t.change(t.one("tile/0/*.p/*"), func(b []byte) []byte { b[33] ^= 1; return b })
	case "truncate": // the last entry
		t.change(t.one("tile/entries/*.p/*"), func(b []byte) []byte {
			all := split(b)
			return join(all[:len(all)-1])
		})
	case "reorder": // two entries change places
		t.change(t.one("tile/entries/*.p/*"), func(b []byte) []byte {
			all := split(b)
			all[3], all[4] = all[4], all[3]
			return join(all)
		})
	case "repeat": // an entry stands for another
		t.change(t.one("tile/entries/*.p/*"), func(b []byte) []byte {
			all := split(b)
			all[4] = all[3]
			return join(all)
		})
	case "checkpoint": // says another size
		t.change("checkpoint", func(b []byte) []byte { return bytes.Replace(b, []byte("\n1"), []byte("\n2"), 1) })
	case "key": // of another log of the same name
		_, private, err := ed25519.GenerateKey(rand.Reader)
		ts.Check(err)
		other, err := seal.NewLogKey("amana.test/tripoli", private)
		ts.Check(err)
		t.change("log.vkey", func([]byte) []byte { return []byte(other.VerifierKey() + "\n") })
	case "enrolment": // one letter of the published keys
		t.change("amana/keys.jsonl", func(b []byte) []byte {
			i := bytes.LastIndexByte(b, '~') - 5
			b[i] = flipped(b[i])
			return b
		})
	default:
		ts.Fatalf("no way to tamper called %s", args[0])
	}
}

func flipped(letter byte) byte {
	if letter == 'A' {
		return 'B'
	}
	return 'A'
}

type tampering struct {
	ts  *testscript.TestScript
	dir string
}

func (t tampering) one(pattern string) string {
	found, err := filepath.Glob(filepath.Join(t.dir, filepath.FromSlash(pattern)))
	t.ts.Check(err)
	if len(found) != 1 {
		t.ts.Fatalf("%d files are called %s", len(found), pattern)
	}
	path, err := filepath.Rel(t.dir, found[0])
	t.ts.Check(err)
	return path
}

func (t tampering) change(path string, do func([]byte) []byte) {
	path = filepath.Join(t.dir, path)
	text, err := os.ReadFile(path)
	t.ts.Check(err)
	t.ts.Check(os.WriteFile(path, do(text), 0o644))
}

// split and join take a bundle apart and put it together.
func split(bundle []byte) (entries [][]byte) {
	for len(bundle) > 0 {
		n := 2 + int(binary.BigEndian.Uint16(bundle))
		entries, bundle = append(entries, bundle[2:n]), bundle[n:]
	}
	return entries
}

func join(entries [][]byte) (bundle []byte) {
	for _, e := range entries {
		bundle = append(binary.BigEndian.AppendUint16(bundle, uint16(len(e))), e...)
	}
	return bundle
}
