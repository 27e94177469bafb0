package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	sqlitedriver "github.com/ncruces/go-sqlite3/driver"
)

// Backup copies the encrypted file, as it is at one moment, to path, under the
// same key. Writes go on meanwhile. It refuses to overwrite. PostgreSQL has
// tools of its own for this.
func (db *DB) Backup(ctx context.Context, path string) error {
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
	if err := db.copyTo(ctx, path); err != nil {
		return errors.Join(failed("backup", err), os.Remove(path))
	}
	if err := made.Sync(); err != nil {
		return fmt.Errorf("store: backup: %w", err)
	}
	return nil
}

func (db *DB) copyTo(ctx context.Context, path string) error {
	conn, err := db.readers.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	return conn.Raw(func(raw any) error {
		target := db.file.uri(path) + "&hexkey=" + db.file.Key.hex()
		err := raw.(sqlitedriver.Conn).Raw().Backup("main", target)
		if err != nil && strings.Contains(err.Error(), db.file.Key.hex()) {
			return errors.New("the copy cannot be written") // the name of the target holds the key
		}
		return err
	})
}
