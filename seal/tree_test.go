package seal_test

import (
	"bytes"
	"encoding/binary"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"

	"amana/domain/ledger"
	"amana/seal"
)

// grown is a tree of n leaves with everything that a store would keep of it.
type grown struct {
	leaves, tiles []ledger.Hash
	frontier      seal.Frontier
}

func grow(n int) *grown {
	g := &grown{}
	for i := range n {
		leaf := seal.LeafHash(binary.BigEndian.AppendUint64(nil, uint64(i)))
		g.leaves = append(g.leaves, leaf)
		if tile, full := g.frontier.Append(leaf); full {
			g.tiles = append(g.tiles, tile)
		}
	}
	return g
}

func (g *grown) hashes() *seal.Hashes {
	return &seal.Hashes{
		Size:   int64(len(g.leaves)),
		Leaves: func(from, to int64) ([]ledger.Hash, error) { return g.leaves[from:to], nil },
		Tiles:  func(from, to int64) ([]ledger.Hash, error) { return g.tiles[from:to], nil },
	}
}

// plain is the root by the words of RFC 6962, without any of our code.
func plain(leaves []ledger.Hash) tlog.Hash {
	if len(leaves) == 1 {
		return tlog.Hash(leaves[0])
	}
	k := 1
	for 2*k < len(leaves) {
		k *= 2
	}
	return tlog.NodeHash(plain(leaves[:k]), plain(leaves[k:]))
}

func TestAFrontierHasTheRootOfTheWholeTree(t *testing.T) {
	g := grow(700)
	var f seal.Frontier
	if empty, _ := tlog.TreeHash(0, nil); ledger.Hash(empty) != f.Root() {
		t.Error("the empty tree")
	}
	for i, leaf := range g.leaves {
		tile, full := f.Append(leaf)
		n := i + 1
		if full != (n%256 == 0) || full && tile != ledger.Hash(plain(g.leaves[n-256:n])) {
			t.Fatalf("tile at size %d", n)
		}
		if n > 600 || n < 40 || n&(n-1) == 0 {
			if f.Root() != ledger.Hash(plain(g.leaves[:n])) {
				t.Fatalf("root at size %d", n)
			}
		}
	}
}

func TestProofsFromStoredHashes(t *testing.T) {
	g := grow(70_000)
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.Int64Range(1, int64(len(g.leaves))).Draw(t, "size")
		n := rapid.Int64Range(0, size-1).Draw(t, "index")
		h := g.hashes()
		h.Size = size
		root, err := h.Root()
		if err != nil {
			t.Fatal(err)
		}
		proof, err := tlog.ProveRecord(size, n, h)
		if err != nil {
			t.Fatal(err)
		}
		if err := tlog.CheckRecord(proof, size, tlog.Hash(root), n, tlog.Hash(g.leaves[n])); err != nil {
			t.Fatal(err)
		}
		h.Size = n + 1
		before, err := h.Root()
		if err != nil {
			t.Fatal(err)
		}
		h.Size = size
		grows, err := tlog.ProveTree(size, n+1, h)
		if err != nil {
			t.Fatal(err)
		}
		if err := tlog.CheckTree(grows, size, tlog.Hash(root), n+1, tlog.Hash(before)); err != nil {
			t.Fatal(err)
		}
	})
	if root, err := g.hashes().Root(); err != nil || root != g.frontier.Root() {
		t.Errorf("root of the whole: %v", err)
	}
	tile, err := g.hashes().Tile(1, 0, 256)
	if err != nil || !bytes.Equal(tile[:32], g.tiles[0][:]) || len(tile) != 8192 {
		t.Errorf("tile 1/000: %v", err)
	}
	top, err := g.hashes().Tile(2, 0, 1)
	if err != nil || !bytes.Equal(top, func() []byte { h := plain(g.leaves[:65536]); return h[:] }()) {
		t.Errorf("tile 2/000.p/1: %v", err)
	}
	if _, err := g.hashes().Tile(0, 273, 256); err == nil {
		t.Error("a tile that is not full was given as full")
	}
}

func TestACheckpointIsSignedForOneLog(t *testing.T) {
	log, err := seal.NewLogKey("hub.example/log", privateKey("log"))
	if err != nil {
		t.Fatal(err)
	}
	want := seal.Checkpoint{Origin: "hub.example/log", Size: 5, Root: grow(5).frontier.Root()}
	signed, err := seal.SignCheckpoint(want, log)
	if err != nil {
		t.Fatal(err)
	}
	got, err := seal.OpenCheckpoint(signed, log.VerifierKey())
	if err != nil || got != want {
		t.Fatalf("%v %v", got, err)
	}
	for i := range signed {
		changed := bytes.Clone(signed)
		changed[i] ^= 1
		// Beyond the text, base64 has unused bits that the note package ignores.
		if c, err := seal.OpenCheckpoint(changed, log.VerifierKey()); err == nil && (i < len(want.Text()) || c != want) {
			t.Errorf("byte %d changed: read as %v", i, c)
		}
	}
	other, err := seal.NewLogKey("hub.example/log", privateKey("another log"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := seal.OpenCheckpoint(signed, other.VerifierKey()); err == nil {
		t.Error("opens with another key")
	}
	elsewhere := want
	elsewhere.Origin = "other.example/log"
	signed, err = seal.SignCheckpoint(elsewhere, log)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := seal.OpenCheckpoint(signed, log.VerifierKey()); err == nil {
		t.Error("a checkpoint of another origin opens")
	}
}
