package seal

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io/fs"

	"amana/domain/ledger"
)

// read reads a partial file or, if it is gone, the full one that took its
// place (C2SP tlog-tiles).
func (v *verification) read(ctx context.Context, partial, full string) ([]byte, error) {
	b, err := v.src.Read(ctx, partial)
	if errors.Is(err, fs.ErrNotExist) && full != partial {
		return v.src.Read(ctx, full)
	}
	return b, err
}

// compare reports a tile file that does not begin with what the entries say.
func (v *verification) compare(path string, got, want []byte) error {
	switch {
	case got == nil:
		return v.problem(Problem{Index: -1, Path: path, Key: "verify.file-missing"})
	case !sameTile(got, want):
		return v.problem(Problem{Index: -1, Path: path, Key: "verify.tile"})
	}
	return nil
}

// sameTile says whether file got holds the hashes want, as it is or as the
// beginning of the full tile.
func sameTile(got, want []byte) bool {
	return bytes.Equal(got, want) ||
		len(got) == TileWidth*len(ledger.Hash{}) && bytes.HasPrefix(got, want)
}

// bundle verifies the n-th entry bundle and its tile. It runs beside others.
func (v *verification) bundle(ctx context.Context, n int64, width int) (b batch) {
	b.whole = true
	path := bundlePath(n, width)
	wrong := func(index int64, path, key string) {
		b.problems = append(b.problems, Problem{Index: index, Path: path, Key: key})
	}
	file, err := v.read(ctx, path, bundlePath(n, TileWidth))
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			return batch{err: err}
		}
		wrong(n<<TileHeight, path, "verify.file-missing")
		b.whole = false
		return b
	}
	entries, ok := splitBundle(file, width)
	if !ok {
		wrong(n<<TileHeight, path, "verify.bundle")
		b.whole = false
		return b
	}
	hashes := make([]byte, 0, width*len(ledger.Hash{}))
	b.entries = make([]verified, width)
	for i, data := range entries {
		index := n<<TileHeight + int64(i)
		e := &b.entries[i]
		e.leaf = LeafHash(data)
		hashes = append(hashes, e.leaf[:]...)
		if key := v.entry(e, index, data); key != "" {
			wrong(index, path, key)
		}
	}
	tile, err := v.read(ctx, tilePath(0, n, width), tilePath(0, n, TileWidth))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		wrong(-1, tilePath(0, n, width), "verify.file-missing")
	case err != nil:
		return batch{err: err}
	case !sameTile(tile, hashes):
		wrong(-1, tilePath(0, n, width), "verify.tile")
	}
	return b
}

// entry checks one entry by itself and says what is wrong with it.
func (v *verification) entry(e *verified, index int64, data []byte) string {
	p, err := Parse(data)
	if err != nil {
		return "verify.entry"
	}
	e.stream, e.parents = p.Stream, p.Parents
	if v.keys == nil {
		return "" // without enrolments, which is reported, no signature means anything
	}
	if published, ok := v.keys.published[index]; ok && !bytes.Equal(published, data) {
		return "verify.key-differs"
	} else if !ok && p.Class == ledger.ClassKey {
		return "verify.key-undisclosed"
	}
	k, ok := v.keys.spans[p.KID]
	switch {
	case !ok || index < k.from:
		return "verify.key-unknown"
	case index >= k.until:
		return "verify.key-revoked"
	case k.node != p.Node:
		return "verify.key-node"
	case !p.Verify(k.public):
		return "verify.signature"
	}
	return ""
}

// splitBundle takes the first width entries out of a bundle, which must hold
// just these or, if it is the full one, 256.
func splitBundle(file []byte, width int) ([][]byte, bool) {
	entries := make([][]byte, 0, TileWidth)
	for len(file) > 0 {
		if len(file) < 2 || len(entries) == TileWidth {
			return nil, false
		}
		n := int(binary.BigEndian.Uint16(file))
		if len(file) < 2+n {
			return nil, false
		}
		entries = append(entries, file[2:2+n:2+n])
		file = file[2+n:]
	}
	if len(entries) != width && len(entries) != TileWidth {
		return nil, false
	}
	return entries[:min(width, len(entries))], len(entries) >= width
}

// eachUpperTile gives the tiles above the lowest level, of which roots are
// the roots of the full ones.
func eachUpperTile(roots []ledger.Hash, do func(level int, n int64, tile []byte) error) error {
	for level := 1; len(roots) > 0; level++ {
		var above []ledger.Hash
		for n := int64(0); len(roots) > 0; n++ {
			width := min(len(roots), TileWidth)
			tile := make([]byte, 0, width*len(ledger.Hash{}))
			for _, h := range roots[:width] {
				tile = append(tile, h[:]...)
			}
			if err := do(level, n, tile); err != nil {
				return err
			}
			if width == TileWidth {
				above = append(above, rootOf(roots[:width]))
			}
			roots = roots[width:]
		}
		roots = above
	}
	return nil
}
