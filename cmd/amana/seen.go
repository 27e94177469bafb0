package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"amana/seal"
)

// Beside the key file lie two small files that are in no backup: the newest
// checkpoint that this node signed, and the streams whose keys it destroyed.
// With them a store that lost entries is noticed, and what was erased stays so.
const (
	seenFile   = "amana.seen"
	erasedFile = "amana.erased"
)

func (p *program) beside(name string) string { return filepath.Join(filepath.Dir(p.keyPath()), name) }

// guard refuses a store that holds less than this node has signed: somebody
// copied an old one over it, and going on would sign two logs under one key.
func (p *program) guard(ctx context.Context, n *node) error {
	note, err := os.ReadFile(p.beside(seenFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	logKey, err := n.keys.LogKey()
	if err != nil {
		return err
	}
	c, err := seal.OpenCheckpoint(note, logKey.VerifierKey())
	if err != nil {
		return nil // of the log that was here before a restore
	}
	if err := n.desk.Holds(ctx, c); err != nil {
		return err
	}
	n.seen = c.Size
	return nil
}

// remember notes how far the log has come, and what was erased.
func (n *node) remember(ctx context.Context) error {
	size, err := n.store.Size(ctx)
	if err != nil || size == n.seen {
		return err
	}
	signed, err := n.desk.Checkpoint(ctx)
	if err != nil {
		return err
	}
	destroyed, err := n.desk.Destroyed(ctx)
	if err != nil {
		return err
	}
	if len(destroyed) > 0 {
		if err := replace(filepath.Join(n.beside, erasedFile), []byte(formatErased(destroyed))); err != nil {
			return err
		}
	}
	if err := replace(filepath.Join(n.beside, seenFile), signed.Note); err != nil {
		return err
	}
	n.seen = signed.Size
	return nil
}

// remembers notes the size now and then, until the context ends.
func (n *node) remembers(ctx context.Context) {
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := n.remember(ctx); err != nil && ctx.Err() == nil {
				n.conf.Log.Error("noting how far the log has come", "error", err)
			}
		}
	}
}

// replace writes a file beside the keys.
func replace(path string, text []byte) error {
	if err := seal.Replace(path, text, 0o600); err != nil {
		return fmt.Errorf("writing %s: %w", filepath.Base(path), err)
	}
	return nil
}
