package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"filippo.io/age"

	"amana/domain/day"
	"amana/domain/fault"
	"amana/seal"
	"amana/store"
)

// keysLast is how long the keys of a backup may be kept: after that, what was
// erased meanwhile is gone from the backup too.
const keysLast = 35 * 24 * time.Hour

const keysSuffix = ".keys"

// keysApart is the content of the second file of a backup, under the
// recipient's key. The keys that sign are not in it: a restored node opens a
// new log with new ones.
type keysApart struct {
	Version  int       `json:"version"`
	Made     time.Time `json:"made"`
	Origin   string    `json:"origin"`
	Size     int64     `json:"size"`
	Database string    `json:"database"` // opens the first file
	Role     []byte    `json:"role"`     // opens the keys of offices; of a field node those only that are of no person
	store.Apart
}

const keysVersion = 1

func runBackup(ctx context.Context, p *program, args []string) error {
	f := p.flags("backup")
	to := f.String("recipient", "", "flag.backup.recipient")
	rest, err := p.parse(args, 1, 1)
	if err != nil {
		return err
	}
	if p.database != "" {
		// PostgreSQL's own tools do it better. The keys go apart there too.
		helpPage{p.look(), p.speak(), p.stderr}.text("help.backup.postgres")
		return &exit{2}
	}
	recipients, err := age.ParseRecipients(strings.NewReader(*to))
	if err != nil {
		return fault.New(fault.Invalid, "fault.recipient").In("--recipient").Because(err)
	}
	n, err := p.openNode(ctx)
	if err != nil {
		return err
	}
	defer n.close()
	path := rest[0]
	for _, file := range []string{path, path + keysSuffix} {
		if _, err := os.Stat(file); err == nil {
			return fault.New(fault.Conflict, "fault.file-exists")
		}
	}
	k := keysApart{Version: keysVersion, Made: n.desk.Moment(), Origin: n.keys.Origin, Database: n.keys.DatabaseHex()}
	if k.Size, err = n.store.Size(ctx); err != nil {
		return err
	}
	if k.Role, err = n.keys.Role.Bytes(); err != nil {
		return err
	}
	defer clear(k.Role)
	if k.Apart, err = n.store.BackupApart(ctx, path, p.progress("progress.pages-copied")); err != nil {
		return err
	}
	if err := k.write(path+keysSuffix, recipients); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	until := k.Made.Add(keysLast)
	if p.json {
		return p.print(map[string]any{"file": path, "keys": path + keysSuffix, "size": k.Size, "destroyKeysBy": until})
	}
	p.tell("cli.backed-up", fault.A("file", path), fault.A("size", k.Size))
	p.tell("cli.backed-up-keys", fault.A("file", path+keysSuffix), fault.A("until", day.Of(until)))
	return nil
}

// write encrypts the keys to their recipients. It never overwrites.
func (k *keysApart) write(path string, to []age.Recipient) (err error) {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(path))
		}
	}()
	buffered := bufio.NewWriter(file)
	sealed, err := age.Encrypt(buffered, to...)
	if err == nil {
		err = json.NewEncoder(sealed).Encode(k)
		err = errors.Join(err, sealed.Close(), buffered.Flush(), file.Sync())
	}
	return errors.Join(err, file.Close(), seal.SyncDir(filepath.Dir(path)))
}

// readKeys opens what write wrote.
func readKeys(path string, identities []age.Identity) (k keysApart, err error) {
	file, err := os.Open(path)
	if err != nil {
		return k, fault.New(fault.Missing, "fault.no-such-file").In("--keys").Because(err)
	}
	defer file.Close()
	opened, err := age.Decrypt(bufio.NewReader(file), identities...)
	if err != nil {
		return k, fault.New(fault.Denied, "fault.backup-identity").Because(err)
	}
	return decodeKeys(opened)
}

// decodeKeys reads what was encrypted.
func decodeKeys(opened io.Reader) (k keysApart, err error) {
	if err := json.NewDecoder(opened).Decode(&k); err != nil || k.Version != keysVersion {
		return k, fault.New(fault.Invalid, "fault.backup-keys").Because(err)
	}
	return k, nil
}

// young refuses keys that are too old to be kept still.
func (k *keysApart) young(now time.Time) error {
	if now.After(k.Made.Add(keysLast)) {
		return fault.New(fault.Denied, "fault.backup-keys-old", fault.A("made", k.Made))
	}
	return nil
}
