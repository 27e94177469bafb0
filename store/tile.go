package store

import (
	"slices"

	"golang.org/x/mod/sumdb/tlog"

	"amana/domain/ledger"
)

// tileWidth is the number of leaves under one stored root, as in C2SP tlog-tiles.
const tileWidth = 256

// frontier is the right edge of the tree: how many leaves there are, and those
// that fill no tile yet. A negative size is not known.
type frontier struct {
	size    int64
	partial []ledger.Hash
}

func (f *frontier) clone() frontier { return frontier{f.size, slices.Clone(f.partial)} }

// push adds a leaf. When it fills a tile, the tile's root is returned.
func (f *frontier) push(leaf ledger.Hash) (root ledger.Hash, full bool) {
	f.partial = append(f.partial, leaf)
	f.size++
	if len(f.partial) < tileWidth {
		return ledger.Hash{}, false
	}
	row := f.partial
	for len(row) > 1 {
		for i := range len(row) / 2 {
			row[i] = ledger.Hash(tlog.NodeHash(tlog.Hash(row[2*i]), tlog.Hash(row[2*i+1])))
		}
		row = row[:len(row)/2]
	}
	root = row[0]
	f.partial = f.partial[:0]
	return root, true
}
