package seal

import (
	"crypto/sha256"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"amana/domain/ledger"
)

// TileWidth is how many hashes a full tile holds, and TileHeight its binary
// logarithm, the number of tree levels that a tile spans.
const (
	TileHeight = 8
	TileWidth  = 1 << TileHeight
)

func nodeHash(left, right ledger.Hash) ledger.Hash {
	return ledger.Hash(tlog.NodeHash(tlog.Hash(left), tlog.Hash(right)))
}

// Frontier is a tree that grows at its right edge and remembers only the
// roots of its largest full subtrees. The zero Frontier is the empty tree.
type Frontier struct {
	size  int64
	nodes []ledger.Hash // from left to right, one for each bit of size
}

// Size is the number of leaves.
func (f *Frontier) Size() int64 { return f.size }

// Append adds a leaf. If that fills a tile, it returns the tile's root.
func (f *Frontier) Append(leaf ledger.Hash) (tile ledger.Hash, full bool) {
	h := leaf
	for level, n := 0, f.size; n&1 == 1; level, n = level+1, n>>1 {
		last := len(f.nodes) - 1
		h = nodeHash(f.nodes[last], h)
		f.nodes = f.nodes[:last]
		if level+1 == TileHeight {
			tile, full = h, true
		}
	}
	f.nodes = append(f.nodes, h)
	f.size++
	return tile, full
}

// Root is the RFC 6962 root of the tree as it is now.
func (f *Frontier) Root() ledger.Hash {
	if len(f.nodes) == 0 {
		return sha256.Sum256(nil)
	}
	h := f.nodes[len(f.nodes)-1]
	for i := len(f.nodes) - 2; i >= 0; i-- {
		h = nodeHash(f.nodes[i], h)
	}
	return h
}

// Hashes reads the hashes of a stored log of Size leaves. It gives tlog what
// it needs for roots, proofs and tiles: Hashes is a tlog.HashReader. It may
// not be used by two goroutines at once.
type Hashes struct {
	Size   int64
	Leaves func(from, to int64) ([]ledger.Hash, error) // leaf hashes [from, to)
	Tiles  func(from, to int64) ([]ledger.Hash, error) // roots of full 256-leaf tiles [from, to)

	leaves, tiles map[int64][]ledger.Hash // chunks of 256 that one call has read
}

// ReadHashes implements tlog.HashReader.
func (h *Hashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	h.leaves, h.tiles = map[int64][]ledger.Hash{}, map[int64][]ledger.Hash{}
	out := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		level, n := tlog.SplitStoredHashIndex(index)
		if (n+1)<<level > h.Size {
			return nil, fmt.Errorf("seal: hash %d of level %d is outside a log of %d", n, level, h.Size)
		}
		got, err := h.at(level, n)
		if err != nil {
			return nil, err
		}
		out[i] = tlog.Hash(got)
	}
	return out, nil
}

// at is the root of the n-th full subtree of 1<<level leaves.
func (h *Hashes) at(level int, n int64) (ledger.Hash, error) {
	switch {
	case level < TileHeight:
		return within(h.leaves, h.Leaves, h.Size, level, n)
	case level <= 2*TileHeight:
		return within(h.tiles, h.Tiles, h.Size>>TileHeight, level-TileHeight, n)
	}
	left, err := h.at(level-1, 2*n)
	if err != nil {
		return ledger.Hash{}, err
	}
	right, err := h.at(level-1, 2*n+1)
	if err != nil {
		return ledger.Hash{}, err
	}
	return nodeHash(left, right), nil
}

// within reads the chunk of 256 that holds the subtree, once, and hashes it.
func within(chunks map[int64][]ledger.Hash, read func(from, to int64) ([]ledger.Hash, error), total int64, level int, n int64) (ledger.Hash, error) {
	first := n << level
	c := first >> TileHeight
	chunk, ok := chunks[c]
	if !ok {
		from := c << TileHeight
		to := min(from+TileWidth, total)
		var err error
		if chunk, err = read(from, to); err != nil {
			return ledger.Hash{}, err
		}
		if int64(len(chunk)) != to-from {
			return ledger.Hash{}, fmt.Errorf("seal: asked for hashes [%d, %d), got %d", from, to, len(chunk))
		}
		chunks[c] = chunk
	}
	first -= c << TileHeight
	return rootOf(chunk[first : first+1<<level]), nil
}

// rootOf is the root of a full subtree over hs, a power of two of hashes.
func rootOf(hs []ledger.Hash) ledger.Hash {
	var space [TileWidth / 2]ledger.Hash
	for len(hs) > 1 {
		half := len(hs) / 2
		for i := range half {
			space[i] = nodeHash(hs[2*i], hs[2*i+1])
		}
		hs = space[:half]
	}
	return hs[0]
}

// Root is the root of the whole log, computed afresh.
func (h *Hashes) Root() (ledger.Hash, error) {
	root, err := tlog.TreeHash(h.Size, h)
	return ledger.Hash(root), err
}

// Tile is the content of a tile file: hashes one after the other. level 0
// holds leaf hashes; width is 256 for a full tile.
func (h *Hashes) Tile(level int, n int64, width int) ([]byte, error) {
	return tlog.ReadTileData(tlog.Tile{H: TileHeight, L: level, N: n, W: width}, h)
}
