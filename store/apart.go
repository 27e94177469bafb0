package store

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"

	"amana/domain/ledger"
)

// Apart is what a backup keeps apart from the store's file, because it must not
// live as long: the keys of persons and of offices, and what sign-ins open.
type Apart struct {
	KEKs        []KEK        `json:"keks"`
	Letterboxes []Letterbox  `json:"letterboxes"`
	DEKs        []OwnedDEK   `json:"deks"`
	Credentials []Credential `json:"credentials"`
}

// OwnedDEK is a wrapped key with the stream it is of.
type OwnedDEK struct {
	Stream ledger.Stream `json:"stream"`
	DEK
}

// BackupApart copies the encrypted file to path as Backup does, without any
// wrapped key or credential in it, and returns these. Drafts are left out: they
// must not live as long. Without them nobody can
// read the copy, whatever other keys they hold. What still has them in it has
// another name, which ends in BegunSuffix: the next backup to path removes what one
// that was cut off left under it.
func (db *DB) BackupApart(ctx context.Context, path string, done func(pages, of int64)) (apart Apart, err error) {
	begun := path + BegunSuffix
	lock := flock.New(begun+".lock", flock.SetPermissions(0o600))
	if got, err := lock.TryLock(); err != nil || !got {
		return apart, failed("backup", errors.Join(errors.New("another writes to the same place"), err))
	}
	defer func() { err = errors.Join(err, removeAll(begun), os.Remove(lock.Path()), lock.Unlock()) }()
	if _, err := os.Lstat(path); err == nil {
		return apart, failed("backup", fs.ErrExist)
	}
	if err := removeAll(begun); err != nil {
		return apart, failed("backup", err)
	}
	if err := db.Backup(ctx, begun, done); err != nil {
		return apart, err
	}
	if apart, err = db.strip(ctx, begun); err == nil {
		err = settle(begun, path)
	}
	if err != nil {
		return Apart{}, failed("backup", err)
	}
	return apart, nil
}

// BegunSuffix follows the name of a backup until it is done.
const BegunSuffix = ".new"

// removeAll removes a store's file and what lies beside it.
func removeAll(path string) (err error) {
	for _, end := range []string{"", "-wal", "-shm", "-journal"} {
		if gone := os.Remove(path + end); !errors.Is(gone, fs.ErrNotExist) {
			err = errors.Join(err, gone)
		}
	}
	return err
}

// settle gives a file that is whole its name, and waits for the disk.
func settle(begun, path string) error {
	for _, step := range []func() error{
		func() error { return synced(begun) },
		func() error { return os.Rename(begun, path) },
		func() error { return synced(filepath.Dir(path)) },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func synced(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}

func (db *DB) strip(ctx context.Context, path string) (apart Apart, err error) {
	backup, err := OpenSQLite(ctx, File{Path: path, Key: db.file.Key, VFS: db.file.VFS})
	if err != nil {
		return apart, err
	}
	defer func() { err = errors.Join(err, backup.Close()) }()
	if apart, err = backup.apart(ctx); err != nil {
		return apart, err
	}
	return apart, backup.appender.submit(ctx, &request{after: backup.scrub, do: func(ctx context.Context, w *writer, _ Head) error {
		for _, table := range []string{"kek", "letterbox", "dek", "credential", "draft"} {
			if _, err := w.exec(ctx, "delete from "+table); err != nil {
				return err
			}
		}
		return nil
	}})
}

func (db *DB) apart(ctx context.Context) (a Apart, err error) {
	if a.KEKs, err = db.KEKs(ctx); err != nil {
		return a, err
	}
	if a.Letterboxes, err = db.Letterboxes(ctx); err != nil {
		return a, err
	}
	err = db.read(ctx, "select s.name, d.compartment, d.epoch, d.office, d.made, d.kek, d.kem, d.wrapped from dek d join stream s on s.id = d.stream order by d.stream, d.compartment, d.epoch",
		nil, func(rows *sql.Rows) error {
			k, err := owned(rows)
			a.DEKs = append(a.DEKs, k)
			return err
		})
	if err != nil {
		return a, err
	}
	err = db.read(ctx, "select login, actor, salt, params, verifier, sealed, public from credential order by login", nil, func(rows *sql.Rows) error {
		var c Credential
		var actor sql.RawBytes
		if err := rows.Scan(&c.Login, &actor, &c.Salt, &c.Params, &c.Verifier, &c.Sealed, &c.Public); err != nil {
			return err
		}
		c.Actor = ledger.Actor(actor)
		a.Credentials = append(a.Credentials, c)
		return nil
	})
	return a, err
}

// Attachments are the pictures and sounds of a stream.
func (db *DB) Attachments(ctx context.Context, name ledger.Stream) (all []Attachment, err error) {
	err = db.read(ctx, "select hash, compartment, sealed from attachment where stream = (select id from stream where name = $1) order by hash",
		[]any{name[:]}, func(rows *sql.Rows) error {
			var a Attachment
			var hash sql.RawBytes
			if err := rows.Scan(&hash, &a.Compartment, &a.Sealed); err != nil {
				return err
			}
			a.Hash = [32]byte(hash)
			all = append(all, a)
			return nil
		})
	return all, failed("attachments", err)
}
