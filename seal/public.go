package seal

import (
	"context"
	"errors"
	"io/fs"

	"amana/domain/ledger"
)

// hashes reads the n-th tile of leaf hashes where the entries are withheld. It
// runs beside others. Whether the hashes are right is seen at the root.
func (v *verification) hashes(ctx context.Context, n int64, width int) (b batch) {
	const size = len(ledger.Hash{})
	path := tilePath(0, n, width)
	tile, err := v.read(ctx, path, tilePath(0, n, TileWidth))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return batch{err: err}
	}
	if len(tile) != width*size && len(tile) != TileWidth*size {
		key := "verify.tile"
		if tile == nil {
			key = "verify.file-missing"
		}
		b.problems = []Problem{{Index: -1, Path: path, Key: key}}
		return b
	}
	b.whole = true
	b.entries = make([]verified, width)
	for i := range b.entries {
		b.entries[i].leaf = ledger.Hash(tile[i*size:])
	}
	return b
}

// earlier reads the checkpoint that the reader kept. It must be of this log,
// and the log must not have shrunk since.
func (v *verification) earlier() (err error) {
	if v.since == nil {
		return nil
	}
	wrong := func(key string) error { return v.problem(Problem{Index: -1, Path: checkpointPath, Key: key}) }
	if v.kept, err = OpenCheckpoint(v.since, v.head.LogKey); err != nil {
		v.kept = Checkpoint{}
		return wrong("verify.since-other")
	}
	if v.kept.Size > v.head.Checkpoint.Size {
		return wrong("verify.since-shrank")
	}
	return nil
}

// compare holds the tree, when it has grown so far, against the checkpoint
// that the reader kept.
func (t *tally) compare() error {
	kept := &t.v.kept
	if !t.whole || kept.Size == 0 || t.tree.Size() != kept.Size || t.tree.Root() == kept.Root {
		return nil
	}
	return t.v.problem(Problem{Index: -1, Path: checkpointPath, Key: "verify.since-changed"})
}
