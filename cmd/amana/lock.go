package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"

	"amana/domain/fault"
)

// lockFile is held by all who serve a store, together, and by whoever must be
// alone with it. It is of this computer: of one that serves the same database
// elsewhere nothing is known here.
const lockFile = "amana.lock"

// serving holds the store with whoever else serves it.
func (p *program) serving() (free func(), err error) { return p.lock((*flock.Flock).TryRLock) }

// alone holds the store, and nobody serves it meanwhile.
func (p *program) alone() (free func(), err error) { return p.lock((*flock.Flock).TryLock) }

func (p *program) lock(try func(*flock.Flock) (bool, error)) (func(), error) {
	path := p.beside(lockFile)
	if _, err := os.Stat(filepath.Dir(path)); errors.Is(err, fs.ErrNotExist) {
		return func() {}, nil // there is no store of which anybody could make use
	}
	l := flock.New(path, flock.SetPermissions(0o600))
	got, err := try(l)
	if err != nil {
		return nil, fmt.Errorf("holding the store: %w", err)
	}
	if !got {
		return nil, fault.New(fault.Busy, "fault.store-in-use")
	}
	return func() { _ = l.Unlock() }, nil
}
