package api_test

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"amana/desk"
	"amana/seal"
	"amana/store"
)

// remote reads the log as a stranger's verifier would: tiles over HTTP, each
// checked against a signed checkpoint.
type remote struct {
	t    *testing.T
	w    *world
	size int64
}

func (r remote) Height() int { return seal.TileHeight }

func (r remote) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	data := make([][]byte, len(tiles))
	for i, tile := range tiles {
		path := fmt.Sprintf("/api/v1/log/tile/%d/%03d", tile.L, tile.N)
		if tile.W < seal.TileWidth {
			path += fmt.Sprintf(".p/%d", tile.W)
		}
		status, text := r.w.ask(r.t, "", http.MethodGet, path, "")
		if status != http.StatusOK {
			return nil, fmt.Errorf("%s: %d %s", path, status, text)
		}
		data[i] = []byte(text)
	}
	return data, nil
}

func (r remote) SaveTiles([]tlog.Tile, [][]byte) {}

func TestAStrangerVerifiesTheLogOverHTTP(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		for range 130 { // two entries each: past the first full tile
			w.open(t)
		}
		_, vkey := w.ask(t, "", http.MethodGet, "/api/v1/log/log.vkey", "")
		_, note := w.ask(t, "", http.MethodGet, "/api/v1/log/checkpoint", "")
		c, err := seal.OpenCheckpoint([]byte(note), strings.TrimSpace(vkey))
		if err != nil {
			t.Fatal(err)
		}
		if c.Size <= seal.TileWidth {
			t.Fatalf("the log has only %d entries", c.Size)
		}
		// The reader checks every tile against the checkpoint's root.
		reader := tlog.TileHashReader(tlog.Tree{N: c.Size, Hash: tlog.Hash(c.Root)}, remote{t, w, c.Size})
		root, err := tlog.TreeHash(c.Size, reader)
		if err != nil || root != tlog.Hash(c.Root) {
			t.Fatalf("root %v %v, want %v", root, err, c.Root)
		}
		_, bundle := w.ask(t, "HP-1", http.MethodGet, "/api/v1/log/tile/entries/000", "")
		hashes, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, 0), tlog.StoredHashIndex(0, 255)})
		if err != nil {
			t.Fatal(err)
		}
		entries := split(t, bundle)
		if len(entries) != seal.TileWidth || tlog.RecordHash(entries[0]) != hashes[0] || tlog.RecordHash(entries[255]) != hashes[1] {
			t.Errorf("the bundle of %d entries is not what the tiles hold", len(entries))
		}
	})
}

func split(t *testing.T, bundle string) (entries [][]byte) {
	t.Helper()
	for rest := []byte(bundle); len(rest) > 0; {
		n := int(binary.BigEndian.Uint16(rest))
		entries = append(entries, rest[2:2+n])
		rest = rest[2+n:]
	}
	return entries
}

// From what is public nobody learns when something was recorded, but for in
// which five minutes: looking does not bring the next checkpoint, and no hash
// comes before it.
func TestTheLogIsPublishedOnTheClock(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		checkpoint := func() string {
			t.Helper()
			w.wait(15 * time.Second) // past what is kept of the last look
			_, note := w.ask(t, "", http.MethodGet, "/api/v1/log/checkpoint", "")
			return note
		}
		tile := func(size int64) int {
			t.Helper()
			status, _ := w.ask(t, "", http.MethodGet, fmt.Sprintf("/api/v1/log/tile/0/000.p/%d", size), "")
			return status
		}
		first := checkpoint()
		_, vkey := w.ask(t, "", http.MethodGet, "/api/v1/log/log.vkey", "")
		c, err := seal.OpenCheckpoint([]byte(first), strings.TrimSpace(vkey))
		if err != nil {
			t.Fatal(err)
		}
		w.open(t)
		if checkpoint() != first {
			t.Error("whoever looks causes a checkpoint")
		}
		if err := w.desk.Publish(t.Context()); err != nil || checkpoint() != first {
			t.Errorf("there are two in one interval: %v", err)
		}
		if _, err := w.desk.Checkpoint(t.Context()); err != nil || checkpoint() != first {
			t.Errorf("one that was signed for ourselves is published: %v", err)
		}
		if status := tile(c.Size + 1); status != http.StatusNotFound {
			t.Errorf("the hash of what was just recorded: %d", status)
		}
		if status := tile(c.Size); status != http.StatusOK {
			t.Errorf("what is published is not there: %d", status)
		}
		w.wait(desk.PublishEvery)
		if err := w.desk.Publish(t.Context()); err != nil || checkpoint() == first {
			t.Fatalf("nothing in the next interval: %v", err)
		}
		if status := tile(c.Size + 1); status != http.StatusOK {
			t.Errorf("the hash that it holds: %d", status)
		}
	})
}

// The log of a field node is not public: whoever reads it must be allowed to.
func TestAFieldNodesLogIsNotPublic(t *testing.T) {
	w := newFieldWorld(t, "sqlite")
	for _, path := range []string{"checkpoint", "log.vkey", "tile/0/000.p/1"} {
		for code, want := range map[string]int{"": http.StatusUnauthorized, "CO-1": http.StatusForbidden, "OV-1": http.StatusOK} {
			if status, text := w.ask(t, code, http.MethodGet, "/api/v1/log/"+path, ""); status != want {
				t.Errorf("%s reads %s: %d %s, want %d", code, path, status, text, want)
			}
		}
	}
}

// Twenty failed sign-ins from one address are enough for now; nobody who is
// signed in notices.
func TestTooManyFailedSignInsMustWait(t *testing.T) {
	w := newWorld(t, "sqlite")
	w.token(t, "CO-1")
	for i := range 20 {
		if status, text := w.ask(t, "", http.MethodPost, "/api/v1/session", fmt.Sprintf(`{"name":"nobody-%d","password":"wrong"}`, i)); status != http.StatusUnauthorized {
			t.Fatalf("attempt %d: %d %s", i, status, text)
		}
	}
	right := `{"name":"po-1","password":"` + password + `"}`
	if status, text := w.ask(t, "", http.MethodPost, "/api/v1/session", right); status != http.StatusTooManyRequests {
		t.Errorf("after twenty: %d %s", status, text)
	}
	if status, _ := w.ask(t, "CO-1", http.MethodGet, "/api/v1/me", ""); status != http.StatusOK {
		t.Errorf("somebody who is signed in: %d", status)
	}
	w.wait(10 * time.Second)
	if status, text := w.ask(t, "", http.MethodPost, "/api/v1/session", right); status != http.StatusOK {
		t.Errorf("ten seconds later: %d %s", status, text)
	}
}

// Whoever may export the log verifies all of it against the running server;
// everybody else what is public, and is told what was not checked.
func TestARunningNodeIsVerified(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		for range 130 {
			w.open(t)
		}
		root := w.server.URL + "/api/v1/log"
		for code, want := range map[string]string{"": "self-declared-hashes-only", "HP-1": seal.StatusSelfDeclared} {
			token := ""
			if code != "" {
				token = w.token(t, code)
			}
			src, err := seal.OpenWeb(root, token)
			if err != nil {
				t.Fatal(err)
			}
			r, err := seal.Verify(t.Context(), src, seal.Options{})
			if err != nil || !r.OK || r.Status != want || r.Size <= seal.TileWidth {
				t.Errorf("%q: %+v %v", code, r, err)
			}
		}
		src, err := seal.OpenWeb(root, w.token(t, "CO-1"))
		if err != nil {
			t.Fatal(err)
		}
		if r, err := seal.Verify(t.Context(), src, seal.Options{}); !errors.Is(err, seal.ErrRefused) {
			t.Errorf("a counsellor reads the entries: %+v %v", r, err)
		}
	})
}

// No checkpoint is served of a log that contradicts one that was signed before.
func TestALogThatContradictsItselfIsNotServed(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		signed, err := w.desk.Checkpoint(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		logKey, err := w.keys.LogKey()
		if err != nil {
			t.Fatal(err)
		}
		signed.Root[0] ^= 1
		note, err := seal.SignCheckpoint(signed.Checkpoint, logKey)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.store.SaveCheckpoint(t.Context(), store.Checkpoint{Size: signed.Size, Note: note}); err != nil {
			t.Fatal(err)
		}
		w.open(t)
		if status, text := w.ask(t, "", http.MethodGet, "/api/v1/log/checkpoint", ""); status != http.StatusConflict || !strings.Contains(text, "fault.log-changed") {
			t.Errorf("%d %s", status, text)
		}
	})
}
