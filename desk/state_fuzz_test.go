package desk_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"amana/desk"
	"amana/desk/desktest"
)

// Whatever a cached state says, it is refused, and the case folded again, or it
// is a case that comes back the same when it is cached again.
func FuzzCachedState(f *testing.F) {
	text := cachedState(f)
	f.Add(text)
	f.Add(text[:len(text)/2])
	f.Add(append(bytes.Clone(text), 0))
	f.Add(bytes.Replace(text, []byte("Zainab"), []byte("Zain\xff\xfe"), 1))
	f.Add([]byte{0xa0})                                               // of nobody
	f.Add([]byte{0xf6})                                               // null
	f.Add([]byte("\xa1\x68identity\xa1\x64born\x6a2026-02-30"))       // a day that there is not
	f.Add([]byte("\xa2\x66number\x61a\x66number\x61b"))               // twice
	f.Add([]byte("\xbf\x66office\x7f\x63tri\x64poli\xff\xff"))        // of no length that is known before
	f.Add([]byte("\x9b\x7f\xff\xff\xff\xff\xff\xff\xff"))             // an array of more than there is
	f.Add(append(bytes.Repeat([]byte("\x81"), 10_000), 0xf6))         // deeper than anybody needs
	f.Add([]byte("\xa1\x66opened\xc0\x74" + "10000-01-01T00:00:00Z")) // a time that no entry has
	if c, err := desk.OpenFolded(text); err != nil || c.Identity.Given != "Zainab" {
		f.Fatalf("the cached state of a whole journey: %+v, %v", c, err)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		c, err := desk.OpenFolded(text)
		if err != nil {
			return
		}
		again, err := desk.WriteFolded(c)
		if err != nil {
			t.Fatalf("%x was read, and cannot be written: %v", text, err)
		}
		same, err := desk.OpenFolded(again)
		if err != nil {
			t.Fatalf("%x was written as %x, which is refused: %v", text, again, err)
		}
		was, err := json.Marshal(c)
		if err != nil {
			t.Fatalf("%x was read, and cannot be shown: %v", text, err)
		}
		if is, err := json.Marshal(same); err != nil || !bytes.Equal(was, is) {
			t.Fatalf("what was\n%s\nis %v\n%s", was, err, is)
		}
	})
}

// cachedState is that of somebody whose journey is nearly over. The processes
// that fuzz share the first one's: making accounts is slow on purpose.
func cachedState(f *testing.F) []byte {
	const shared = "AMANA_FUZZ_STATE"
	if text, err := os.ReadFile(os.Getenv(shared)); err == nil {
		return text
	}
	w, err := desktest.Build(f.Context(), desktest.Config(f, "SQLite"))
	number := ""
	if err == nil {
		err = w.Scene(f.Context())
	}
	if err == nil {
		number, err = w.Way(f.Context(), "Zainab", "")
	}
	if err != nil {
		f.Fatal(err)
	}
	text, err := w.Desk.Folded(f.Context(), number)
	if err != nil {
		f.Fatal(err)
	}
	path := filepath.Join(f.TempDir(), "state")
	if err := os.WriteFile(path, text, 0o600); err != nil {
		f.Fatal(err)
	}
	f.Setenv(shared, path)
	return text
}
