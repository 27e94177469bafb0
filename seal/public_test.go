package seal_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"amana/domain/ledger"
	"amana/seal"
)

// guarded serves a published log as a node does: hashes to everybody, entries
// and keys to who bears the token.
func guarded(t *testing.T, dir, token string) string {
	t.Helper()
	files := http.FileServer(http.Dir(dir))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		closed := strings.HasPrefix(r.URL.Path, "/tile/entries/") || r.URL.Path == "/amana/keys.jsonl"
		if closed && r.Header.Get("Authorization") != "Bearer "+token {
			http.Error(w, "sign in", http.StatusUnauthorized)
			return
		}
		files.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func TestWhereEntriesAreWithheldTheHashesAreVerified(t *testing.T) {
	for _, n := range []int{1, 255, 256, 300, 700} {
		j := newJournal(t).fill(n)
		url := guarded(t, j.published(), "secret")
		want := seal.Report{OK: true, Origin: origin, Size: int64(n), Root: j.checkpoint().RootText(), Problems: []seal.Problem{},
			Status: "self-declared-hashes-only", Unchecked: []string{"entries", "signatures", "keys"}}
		if diff := cmp.Diff(want, verify(t, url, seal.Options{})); diff != "" {
			t.Errorf("%d entries: %s", n, diff)
		}
		src, err := seal.OpenWeb(url, "secret")
		if err != nil {
			t.Fatal(err)
		}
		want.Status, want.Unchecked = seal.StatusSelfDeclared, nil
		got, err := seal.Verify(t.Context(), src, seal.Options{})
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%d entries, with a token: %v %s", n, err, diff)
		}
	}
}

// A token that is not taken is never passed over in silence.
func TestARefusedTokenIsAnError(t *testing.T) {
	src, err := seal.OpenWeb(guarded(t, newJournal(t).fill(3).published(), "secret"), "stale")
	if err != nil {
		t.Fatal(err)
	}
	if r, err := seal.Verify(t.Context(), src, seal.Options{}); !errors.Is(err, seal.ErrRefused) || r.OK {
		t.Errorf("%+v %v", r, err)
	}
}

func TestATokenGoesNowhereElse(t *testing.T) {
	other := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("%s was asked with %q", r.URL.Path, r.Header.Get("Authorization"))
	}))
	defer other.Close()
	sends := httptest.NewServer(http.RedirectHandler(other.URL, http.StatusTemporaryRedirect))
	defer sends.Close()
	src, err := seal.OpenWeb(sends.URL, "secret")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := src.Read(t.Context(), "checkpoint"); err == nil {
		t.Error("followed to another server")
	}
}

func TestChangedHashesAreFoundWithoutEntries(t *testing.T) {
	for name, c := range map[string]struct {
		path string
		do   func([]byte) []byte
		want string
	}{
		"a leaf":         {"tile/0/001", flip(40), "root"},
		"a tile above":   {"tile/1/000.p/2", flip(3), "tile"},
		"half a tile":    {"tile/0/002.p/88", func(b []byte) []byte { return b[:40] }, "tile"},
		"the checkpoint": {"checkpoint", flip(len(origin) + 2), "checkpoint-signature"},
	} {
		dir := newJournal(t).fill(600).published()
		change(t, dir, c.path, c.do)
		if r := verify(t, guarded(t, dir, "secret"), seal.Options{}); r.OK || said(r) != c.want {
			t.Errorf("%s: %q %+v", name, said(r), r)
		}
	}
	dir := newJournal(t).fill(300).published()
	if err := os.Remove(filepath.Join(dir, "tile/0/000")); err != nil {
		t.Fatal(err)
	}
	if r := verify(t, guarded(t, dir, "secret"), seal.Options{}); r.OK || said(r) != "file-missing" {
		t.Errorf("a missing tile: %+v", r)
	}
}

// Whoever kept a checkpoint finds out a log that was written anew and signed
// with the right keys, with and without its entries.
func TestAKeptCheckpointFindsARewrittenLog(t *testing.T) {
	kept := func(n int) []byte {
		j := newJournal(t).fill(n)
		signed, err := seal.SignCheckpoint(j.checkpoint(), j.log)
		if err != nil {
			t.Fatal(err)
		}
		return signed
	}
	rewritten := newJournal(t)
	rewritten.add(ledger.ClassCase, sample[ledger.Stream]("fork"), told{})
	otherLog, err := seal.NewLogKey(origin, privateKey("another log"))
	if err != nil {
		t.Fatal(err)
	}
	other, err := seal.SignCheckpoint(newJournal(t).checkpoint(), otherLog)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		log   *journal
		since []byte
		want  string
	}{
		"grown":      {newJournal(t).fill(600), kept(300), ""},
		"unchanged":  {newJournal(t).fill(300), kept(300), ""},
		"rewritten":  {rewritten.fill(600), kept(300), "since-changed"},
		"shrunk":     {newJournal(t).fill(299), kept(300), "since-shrank"},
		"of another": {newJournal(t).fill(600), other, "since-other"},
		"no note":    {newJournal(t).fill(600), []byte("hello"), "since-other"},
	} {
		dir := c.log.published()
		for _, where := range []string{dir, guarded(t, dir, "secret")} {
			if r := verify(t, where, seal.Options{Since: c.since}); said(r) != c.want || r.OK != (c.want == "") {
				t.Errorf("%s at %s: %+v", name, where, r)
			}
		}
	}
}

// Between the checkpoint and the keys a log that is served may grow.
func TestKeysThatCameAfterTheCheckpointArePassedOver(t *testing.T) {
	j := newJournal(t).fill(10)
	dir, before := j.published(), j.checkpoint()
	early, err := os.ReadFile(filepath.Join(dir, "checkpoint"))
	if err != nil {
		t.Fatal(err)
	}
	j.key(seal.Enrolment("hub", j.identity, seal.PublicOf(privateKey("second"))))
	if err := j.export(dir); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "checkpoint"), early, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"tile/entries/000.p/11", "tile/0/000.p/11"} {
		if err := os.Remove(filepath.Join(dir, path)); err != nil {
			t.Fatal(err)
		}
	}
	if r := verify(t, dir, seal.Options{}); !r.OK || r.Size != before.Size {
		t.Errorf("%+v", r)
	}
}
