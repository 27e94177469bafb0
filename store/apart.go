package store

import (
	"context"
	"database/sql"
	"errors"
	"os"

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
// read the copy, whatever other keys they hold.
func (db *DB) BackupApart(ctx context.Context, path string, done func(pages, of int64)) (Apart, error) {
	if err := db.Backup(ctx, path, done); err != nil {
		return Apart{}, err
	}
	apart, err := db.strip(ctx, path)
	if err != nil {
		return Apart{}, errors.Join(failed("backup", err), os.Remove(path))
	}
	return apart, nil
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
