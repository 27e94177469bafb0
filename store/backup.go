package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/ncruces/go-sqlite3"
	sqlitedriver "github.com/ncruces/go-sqlite3/driver"
)

// Backup copies the encrypted file, as it is at one moment, to path, under the
// same key. Writes go on meanwhile. It refuses to overwrite. done, if not nil,
// hears how much is copied. PostgreSQL has tools of its own for this.
func (db *DB) Backup(ctx context.Context, path string, done func(pages, of int64)) error {
	if db.file.Path == "" {
		return errors.New("store: backup: PostgreSQL is backed up with its own tools")
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return fmt.Errorf("store: backup: %w", err)
	}
	// Made first, so that only one can make it, and nobody else read it.
	made, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("store: backup: %w", err)
	}
	defer made.Close()
	if err := db.copyTo(ctx, path, done); err != nil {
		return errors.Join(failed("backup", err), os.Remove(path))
	}
	if err := made.Sync(); err != nil {
		return fmt.Errorf("store: backup: %w", err)
	}
	return nil
}

// copiedTogether is how many pages are copied at a time: some ten milliseconds.
const copiedTogether = 1024

func (db *DB) copyTo(ctx context.Context, path string, done func(pages, of int64)) error {
	conn, err := db.readers.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	return conn.Raw(func(raw any) error {
		target := db.file.uri(path) + "&hexkey=" + db.file.Key.hex()
		err := copyPages(ctx, raw.(sqlitedriver.Conn).Raw(), target, done)
		if err != nil && strings.Contains(err.Error(), db.file.Key.hex()) {
			return errors.New("the copy cannot be written") // the name of the target holds the key
		}
		return err
	})
}

// copyPages copies what one read transaction sees: without it, each write of
// somebody else would begin the copy again.
func copyPages(ctx context.Context, from *sqlite3.Conn, target string, done func(pages, of int64)) (err error) {
	if err := from.Exec("begin; select count(*) from sqlite_schema"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, from.Exec("rollback")) }()
	b, err := from.BackupInit("main", target)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.Close()) }()
	for {
		all, err := b.Step(copiedTogether)
		if err == nil {
			err = ctx.Err()
		}
		if done != nil && err == nil {
			of := int64(b.PageCount())
			done(of-int64(b.Remaining()), of)
		}
		if all || err != nil {
			return err
		}
	}
}
