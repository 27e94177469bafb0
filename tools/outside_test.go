// Package tools holds what checks Amana's log with software that is not ours.
package tools

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"amana/demo"
	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/casefile"
	"amana/domain/consent"
	"amana/domain/ledger"
	"amana/seal"
)

// entries is enough for full tiles on two levels and partial ones.
const entries = 20_321

func TestFsckAcceptsTheExportedLogAndRefusesAChangedOne(t *testing.T) {
	dir := t.TempDir()
	vkey := exportLog(t, dir)
	if out := fsck(t, dir, vkey); !strings.Contains(out, "Successfully fsck'd log") {
		t.Fatalf("fsck of the exported log:\n%s", out)
	}
	bundle := filepath.Join(dir, "tile", "entries", "003")
	content, err := os.ReadFile(bundle)
	if err != nil {
		t.Fatal(err)
	}
	content[len(content)/2] ^= 1
	if err := os.WriteFile(bundle, content, 0o600); err != nil {
		t.Fatal(err)
	}
	if out := fsck(t, dir, vkey); strings.Contains(out, "Successfully fsck'd log") {
		t.Errorf("fsck accepted a changed entry:\n%s", out)
	}
}

// What the program itself exports: entries of every class, partial tiles, and
// the log as it went on since the last export into the same folder.
func TestFsckAcceptsWhatTheDeskExports(t *testing.T) {
	ctx := t.Context()
	w, err := desktest.Build(ctx, desktest.Config(t, "SQLite"))
	if err == nil {
		err = w.Scene(ctx)
	}
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "log")
	numbers, err := w.Ways(ctx, desktest.Traveller{Given: "Zainab"}, desktest.Traveller{Given: "Halima"}, desktest.Traveller{Given: "Amina"},
		desktest.Traveller{Given: "Binta"}, desktest.Traveller{Given: "Esi", Until: "gate.answer"}, desktest.Traveller{Given: "Abena", Until: "consent.give"})
	if err != nil {
		t.Fatal(err)
	}
	var size int64
	for range 3 {
		hold := casefile.PlaceHold{For: "law", Reason: "a court"}
		if _, err := w.Do(ctx, "pia", numbers[5], "hold.place", hold); err != nil {
			t.Fatal(err)
		}
		signed, err := w.Desk.Export(ctx, dir, nil)
		if err != nil {
			t.Fatal(err)
		}
		if signed.Size <= size {
			t.Fatalf("the log has %d entries, and had %d", signed.Size, size)
		}
		size = signed.Size
		out := fsck(t, dir, filepath.Join(dir, "log.vkey"))
		if !strings.Contains(out, "Successfully fsck'd log with size "+strconv.FormatInt(size, 10)) {
			t.Fatalf("fsck of %d entries:\n%s", size, out)
		}
	}
	if size <= seal.TileWidth {
		t.Errorf("%d entries: not one full tile", size)
	}
}

// The log of a whole programme, as the program wrote and exported it.
func TestFsckAcceptsTheDemonstration(t *testing.T) {
	if os.Getenv("AMANA_SOAK") == "" {
		t.Skip("it builds the demonstration: make soak")
	}
	c := desktest.Config(t, "SQLite")
	if _, err := demo.Build(t.Context(), demo.Config{Desk: c, Now: time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)}); err != nil {
		t.Fatal(err)
	}
	d, err := desk.Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	dir := filepath.Join(t.TempDir(), "log")
	signed, err := d.Export(t.Context(), dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Printf("%s: %d entries\n", t.Name(), signed.Size)
	if out := fsck(t, dir, filepath.Join(dir, "log.vkey")); signed.Size < 20_000 || !strings.Contains(out, "Successfully fsck'd log with size "+strconv.FormatInt(signed.Size, 10)) {
		t.Fatalf("fsck of %d entries:\n%s", signed.Size, out)
	}
}

// fsck runs tessera's, which exits 0 whatever it finds: its words count.
func fsck(t *testing.T, dir, vkey string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	c := exec.CommandContext(ctx, "go", "tool", "fsck", "-storage_url=file://"+dir+"/", "-public_key="+vkey, "-ui=false", "-N=16", "-v=1", "-logtostderr")
	c.Dir = "fsck"
	out, err := c.CombinedOutput()
	if err != nil {
		t.Fatalf("running fsck: %v\n%s", err, out)
	}
	return string(out)
}

func exportLog(t *testing.T, dir string) (vkey string) {
	t.Helper()
	keys, err := seal.NewKeyFile("amana.test/outside", nil)
	if err != nil {
		t.Fatal(err)
	}
	logKey, err := keys.LogKey()
	if err != nil {
		t.Fatal(err)
	}
	log, tree := makeLog(t, keys)
	checkpoint, err := seal.SignCheckpoint(seal.Checkpoint{Origin: keys.Origin, Size: tree.Size(), Root: tree.Root()}, logKey)
	if err != nil {
		t.Fatal(err)
	}
	err = seal.Export(dir, seal.Publication{
		Checkpoint: checkpoint, VerifierKey: logKey.VerifierKey(), Entries: all(log),
		Disclosed: func(int64, ledger.Hash) ([]seal.Disclosure, error) { return nil, nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	vkey = filepath.Join(dir, "..", filepath.Base(dir)+".vkey")
	if err := os.WriteFile(vkey, []byte(logKey.VerifierKey()), 0o600); err != nil {
		t.Fatal(err)
	}
	return vkey
}

func all(log [][]byte) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		for _, e := range log {
			if !yield(e, nil) {
				return
			}
		}
	}
}

func makeLog(t *testing.T, keys *seal.KeyFile) (log [][]byte, tree *seal.Frontier) {
	t.Helper()
	signer := seal.NewSigner(keys.Entry)
	tree = new(seal.Frontier)
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for i := range entries {
		e, err := signer.Sign(seal.Draft{Node: "outside", Stream: ledger.Stream{byte(i), byte(i >> 8), 1}, Class: ledger.ClassCase, Recorded: now}, nil)
		if err != nil {
			t.Fatal(err)
		}
		log = append(log, e.Bytes)
		tree.Append(e.Leaf)
	}
	return log, tree
}

// Of an event's fields two are disclosed; the other stay digests.
func TestAnSDJWTLibraryThatIsNotOursVerifiesAnEventWithTwoFieldsDisclosed(t *testing.T) {
	keys, err := seal.NewKeyFile("amana.test/outside", nil)
	if err != nil {
		t.Fatal(err)
	}
	codec := seal.NewCodec([]ledger.Body{consent.Withdrawn{}})
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	e := ledger.Event{
		Stream: ledger.Stream{1}, Class: ledger.ClassCase, Node: "outside", Recorded: now, Happened: now, Command: ledger.Command{2},
		Actor: ledger.Actor{3}, Body: consent.Withdrawn{Withdraw: consent.Withdraw{Channel: "gate", Stage: "aircraft-door"}},
	}
	told, err := codec.Disclose(&e, nil)
	if err != nil {
		t.Fatal(err)
	}
	signer := seal.NewSigner(keys.Entry)
	entry, err := signer.Sign(seal.Draft{Node: e.Node, Stream: e.Stream, Class: e.Class, Recorded: e.Recorded, Disclosures: told}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var two []seal.Disclosure
	for _, d := range told {
		if d.Name == "event" || d.Name == "channel" {
			two = append(two, d)
		}
	}
	claims := check(t, seal.Present(entry.Bytes, two), signer.Public().String())
	if claims["event"] != "consent.withdrawn" || claims["channel"] != "gate" {
		t.Errorf("claims %v, want the two that were disclosed", claims)
	}
	if _, there := claims["stage"]; there {
		t.Errorf("claims %v show what was not disclosed", claims)
	}
	two[1].Value = json.RawMessage(`"phone"`)
	if out, err := node(t, seal.Present(entry.Bytes, two), signer.Public().String()); err == nil && strings.Contains(out, "phone") {
		t.Errorf("a changed disclosure was taken for true: %s", out)
	}
}

func check(t *testing.T, presentation, public string) map[string]any {
	t.Helper()
	out, err := node(t, presentation, public)
	if err != nil {
		t.Fatalf("@sd-jwt/core: %v\n%s", err, out)
	}
	var claims map[string]any
	if err := json.Unmarshal([]byte(out), &claims); err != nil {
		t.Fatal(err)
	}
	return claims
}

func node(t *testing.T, presentation, public string) (string, error) {
	t.Helper()
	if _, err := os.Stat(filepath.Join("sdjwt", "node_modules")); err != nil {
		t.Fatal("tools/sdjwt has no node_modules: run `make tools`")
	}
	c := exec.CommandContext(t.Context(), "node", "check.mjs", public)
	c.Dir = "sdjwt"
	c.Stdin = strings.NewReader(presentation)
	var out, problems bytes.Buffer
	c.Stdout, c.Stderr = &out, &problems
	if err := c.Run(); err != nil {
		return problems.String(), fmt.Errorf("node: %w", err)
	}
	return out.String(), nil
}
