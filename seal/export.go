package seal

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"

	"amana/domain/ledger"
)

// Paths of a published log beside its tiles.
const (
	checkpointPath = "checkpoint"
	keysPath       = "amana/keys.jsonl"
	vkeyPath       = "log.vkey"
)

// Publication is a log about to be written as files.
type Publication struct {
	Checkpoint  []byte // signed; its size is how many entries are written
	VerifierKey string
	Entries     iter.Seq2[[]byte, error] // from the first on, in order

	// Disclosed gives the general disclosures of an entry of class key, which
	// are published with it. It is asked for those entries only.
	Disclosed func(index int64, leaf ledger.Hash) ([]Disclosure, error)

	// Done, if not nil, hears how many entries have been written, now and then.
	Done func(entries int64)
}

// ErrOtherLog says that a folder already holds another log, or more of this
// one than would be written.
var ErrOtherLog = errors.New("seal: the folder holds another log")

// Export writes a log into dir as static files (C2SP tlog-tiles). Each file
// appears whole or not at all, the checkpoint last, so that a reader never
// meets a checkpoint without its tiles. Writing into a folder that holds the
// same log at an earlier size brings it up to date.
func Export(dir string, p Publication) error {
	c, err := OpenCheckpoint(p.Checkpoint, p.VerifierKey)
	if err != nil {
		return err
	}
	if err := refuseOther(dir, c, p.VerifierKey); err != nil {
		return err
	}
	w := &writer{dir: dir, p: &p, size: c.Size}
	if err := w.entries(); err != nil {
		return err
	}
	if root := w.tree.Root(); root != c.Root {
		return fmt.Errorf("seal: export: the entries have another root than the checkpoint")
	}
	if err := w.upper(); err != nil {
		return err
	}
	for _, f := range []struct {
		path string
		data []byte
	}{
		{keysPath, w.keys.Bytes()},
		{vkeyPath, []byte(p.VerifierKey + "\n")},
		{checkpointPath, p.Checkpoint},
	} {
		if err := replaceFile(dir, f.path, f.data); err != nil {
			return err
		}
	}
	return nil
}

func refuseOther(dir string, c Checkpoint, vkey string) error {
	old, err := os.ReadFile(filepath.Join(dir, checkpointPath))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("seal: export: %w", err)
	}
	before, err := OpenCheckpoint(old, vkey)
	if err != nil || before.Size > c.Size || before.Size == c.Size && before.Root != c.Root {
		return ErrOtherLog
	}
	return nil
}

// writer is one export under way.
type writer struct {
	dir    string
	p      *Publication
	size   int64
	tree   Frontier
	tiles  []ledger.Hash // roots of the full tiles so far
	hashes []byte        // of the tile being filled
	bundle []byte
	keys   bytes.Buffer
}

// entries writes the entry bundles and the lowest level of tiles.
func (w *writer) entries() error {
	for data, err := range w.p.Entries {
		if err != nil {
			return fmt.Errorf("seal: export: entry %d: %w", w.tree.Size(), err)
		}
		if w.tree.Size() == w.size {
			break
		}
		if err := w.entry(data); err != nil {
			return err
		}
	}
	if w.tree.Size() < w.size {
		return fmt.Errorf("seal: export: %d entries of %d", w.tree.Size(), w.size)
	}
	return w.flush()
}

func (w *writer) entry(data []byte) error {
	index := w.tree.Size()
	parsed, err := Parse(data)
	if err != nil {
		return fmt.Errorf("seal: export: entry %d: %w", index, err)
	}
	leaf := parsed.Leaf()
	if parsed.Class == ledger.ClassKey {
		if err := w.key(index, leaf, data); err != nil {
			return err
		}
	}
	w.bundle = append(binary.BigEndian.AppendUint16(w.bundle, uint16(len(data))), data...)
	w.hashes = append(w.hashes, leaf[:]...)
	if tile, full := w.tree.Append(leaf); full {
		w.tiles = append(w.tiles, tile)
		return w.flush()
	}
	return nil
}

// keyLine is one line of the published keys.
type keyLine struct {
	Index int64  `json:"index"`
	SDJWT string `json:"sdjwt"`
}

func (w *writer) key(index int64, leaf ledger.Hash, data []byte) error {
	ds, err := w.p.Disclosed(index, leaf)
	if err != nil {
		return fmt.Errorf("seal: export: disclosures of entry %d: %w", index, err)
	}
	line, err := KeyLine(index, data, ds)
	w.keys.Write(line)
	return err
}

// KeyLine is an entry of class key as it is published, with its newline.
func KeyLine(index int64, entry []byte, ds []Disclosure) ([]byte, error) {
	line, err := json.Marshal(keyLine{index, Present(entry, ds)})
	if err != nil {
		return nil, fmt.Errorf("seal: key line: %w", err)
	}
	return append(line, '\n'), nil
}

// Present is an entry with some of its disclosures, as RFC 9901 passes them on.
func Present(entry []byte, ds []Disclosure) string {
	b := append([]byte(nil), entry...)
	b = append(b, '~')
	for i := range ds {
		b = append(b, ds[i].Text()...)
		b = append(b, '~')
	}
	return string(b)
}

// flush writes what has gathered of a bundle and its tile.
func (w *writer) flush() error {
	width := len(w.hashes) / len(ledger.Hash{})
	if width == 0 {
		return nil
	}
	n := (w.tree.Size() - 1) >> TileHeight
	if err := fixedFile(w.dir, bundlePath(n, width), w.bundle); err != nil {
		return err
	}
	if err := fixedFile(w.dir, tilePath(0, n, width), w.hashes); err != nil {
		return err
	}
	w.bundle, w.hashes = w.bundle[:0], w.hashes[:0]
	if w.p.Done != nil {
		w.p.Done(w.tree.Size())
	}
	return nil
}

// upper writes the tiles above the lowest level.
func (w *writer) upper() error {
	return eachUpperTile(w.tiles, func(level int, n int64, tile []byte) error {
		return fixedFile(w.dir, tilePath(level, n, len(tile)/len(ledger.Hash{})), tile)
	})
}

// tilePath is the C2SP path of a tile, bundlePath that of an entry bundle.
func tilePath(level int, n int64, width int) string {
	return fmt.Sprintf("tile/%d/%s", level, tileName(n, width))
}

func bundlePath(n int64, width int) string { return "tile/entries/" + tileName(n, width) }

func tileName(n int64, width int) string {
	name := fmt.Sprintf("%03d", n%1000)
	for n >= 1000 {
		n /= 1000
		name = fmt.Sprintf("x%03d/%s", n%1000, name)
	}
	if width < TileWidth {
		name += fmt.Sprintf(".p/%d", width)
	}
	return name
}

// fixedFile writes a file that never changes once it is there. A different
// one is part of another branch, and may be evidence: it is not overwritten.
func fixedFile(dir, path string, data []byte) error {
	old, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(path)))
	switch {
	case err == nil && bytes.Equal(old, data):
		return nil
	case err == nil:
		return fmt.Errorf("%w: %s differs", ErrOtherLog, path)
	}
	return replaceFile(dir, path, data)
}

// replaceFile writes a file of a log, and the folders that it is in.
func replaceFile(dir, path string, data []byte) error {
	full := filepath.Join(dir, filepath.FromSlash(path))
	err := os.MkdirAll(filepath.Dir(full), 0o755)
	if err == nil {
		err = Replace(full, data, 0o644)
	}
	if err != nil {
		return fmt.Errorf("seal: export: %s: %w", path, err)
	}
	return nil
}
