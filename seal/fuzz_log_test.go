package seal_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"amana/seal"
)

// changed is a log in which one file is another.
type changed struct {
	seal.Source
	path string
	data []byte
}

func (c changed) Read(ctx context.Context, path string) ([]byte, error) {
	if path == c.path {
		return c.data, nil
	}
	return c.Source.Read(ctx, path)
}

// Whatever stands in a file of a published log, verifying ends, and accepts
// only what begins with what was published.
func FuzzVerify(f *testing.F) {
	j := newJournal(f).fill(5)
	dir := j.published()
	src, err := seal.OpenSource(dir)
	if err != nil {
		f.Fatal(err)
	}
	paths := []string{"checkpoint"}
	for _, pattern := range []string{"tile/0/*.p/*", "tile/entries/*.p/*", "amana/*"} {
		found, err := filepath.Glob(filepath.Join(dir, filepath.FromSlash(pattern)))
		if err != nil || len(found) == 0 {
			f.Fatalf("%s: %v", pattern, err)
		}
		for _, path := range found {
			rel, err := filepath.Rel(dir, path)
			if err != nil {
				f.Fatal(err)
			}
			paths = append(paths, filepath.ToSlash(rel))
		}
	}
	originals := make([][]byte, len(paths))
	for i, path := range paths {
		if originals[i], err = os.ReadFile(filepath.Join(dir, filepath.FromSlash(path))); err != nil {
			f.Fatal(err)
		}
		f.Add(uint8(i), originals[i])
		f.Add(uint8(i), originals[i][:len(originals[i])/2])
		f.Add(uint8(i), append(bytes.Clone(originals[i]), originals[i]...))
	}
	f.Add(uint8(2), []byte("\xff\xff"))
	f.Fuzz(func(t *testing.T, which uint8, data []byte) {
		i := int(which) % len(paths)
		r, err := seal.Verify(t.Context(), changed{src, paths[i], data}, seal.Options{})
		if err != nil || !r.OK || strings.HasPrefix(paths[i], "amana/") {
			return // what lies under amana/ is only what is published of keys
		}
		if text, _, _ := bytes.Cut(originals[i], []byte("\n\n")); !bytes.HasPrefix(data, text) {
			t.Fatalf("%s was accepted as %q", paths[i], data)
		}
	})
}

// A note is accepted as a checkpoint only when the log signed it, whatever
// other signatures and cosignatures stand below.
func FuzzCosignatures(f *testing.F) {
	j := newJournal(f).fill(3)
	signed, err := seal.SignCheckpoint(j.checkpoint(), j.log)
	if err != nil {
		f.Fatal(err)
	}
	policy, err := seal.ParsePolicy([]byte(policyText(j.log.VerifierKey())))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(signed)
	f.Add(cosign(cosign(cosign(signed, "x1", 1), "x2", 2), "y1", 3))
	f.Add(cosign(signed, "x1", 1<<63))
	f.Add(append(bytes.Clone(signed), "\u2014 x1 AAAA\n"...))
	text := j.checkpoint().Text()
	f.Fuzz(func(t *testing.T, note []byte) {
		if w, err := policy.Check(note, ""); err == nil && (w.Checkpoint.Text() != text || !bytes.HasPrefix(note, []byte(text))) {
			t.Fatalf("%q was accepted", note)
		}
		if c, err := seal.OpenCheckpoint(note, j.log.VerifierKey()); err == nil && c.Text() != text {
			t.Fatalf("%q was opened", note)
		}
	})
}

// An entry with disclosures has one spelling.
func FuzzParsePresentation(f *testing.F) {
	d := draft(f, event(told{Words: "home", Needs: "insulin"}))
	entry, _ := sign(f, d)
	f.Add(seal.Present(entry.Bytes, d.Disclosures))
	f.Add(seal.Present(entry.Bytes, d.Disclosures[:1]))
	f.Add(seal.Present(entry.Bytes, nil) + "~")
	f.Add("~")
	f.Fuzz(func(t *testing.T, text string) {
		_, ds, err := seal.ParsePresentation(text)
		if err != nil {
			return
		}
		data, _, _ := strings.Cut(text, "~")
		if again := seal.Present([]byte(data), ds); again != text {
			t.Fatalf("two spellings of one presentation: %q %q", text, again)
		}
	})
}
