package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"filippo.io/age"

	"amana/desk"
	"amana/domain/fault"
	"amana/seal"
	"amana/store"
)

// restored is what a restore says. Its JSON is for scripts.
type restored struct {
	desk.Restored
	Origin string `json:"origin"`         // of the new log
	Was    string `json:"was"`            // of the old one
	Size   int64  `json:"size"`           // of the old log in the backup
	Lost   int64  `json:"lost,omitempty"` // entries that the old node had signed and the backup lacks

	Unknown bool `json:"unknown,omitempty"` // whether files were erased since the backup: nothing was given that could tell
}

func runRestore(ctx context.Context, p *program, args []string) error {
	f := p.flags("restore")
	r := restore{program: p}
	f.StringVar(&r.keysFile, "keys", "", "flag.restore.keys")
	f.StringVar(&r.identity, "identity", "", "flag.restore.identity")
	f.StringVar(&r.old, "old", "", "flag.restore.old")
	f.StringVar(&r.published, "erased", "", "flag.restore.erased")
	rest, err := p.parse(args, 1, 1)
	if err != nil {
		return err
	}
	r.file = rest[0]
	if r.keysFile == "" {
		r.keysFile = r.file + keysSuffix
	}
	said, err := r.run(ctx)
	if err != nil {
		return err
	}
	if p.json {
		return p.print(said)
	}
	p.tell("cli.restored", fault.A("was", said.Was), fault.A("origin", said.Origin), fault.A("entries", said.Entries))
	if said.Unknown {
		p.tell("cli.restored-unknown")
	} else {
		p.tell("cli.restored-erased", fault.A("erased", said.Erased))
	}
	if said.Lost > 0 {
		p.tell("cli.restored-lost", fault.A("lost", said.Lost))
	}
	p.tell("cli.restored-key", fault.A("file", p.keyPath()))
	return nil
}

type restore struct {
	*program
	file, keysFile, identity, old, published string
}

func (r *restore) run(ctx context.Context) (said restored, err error) {
	if r.founded() {
		return said, fault.New(fault.Conflict, "fault.founded-already")
	}
	k, err := r.openKeysApart()
	if err != nil {
		return said, err
	}
	signed, err := r.signed(k.Origin)
	if err != nil {
		return said, err
	}
	erased, known, err := r.erasures(ctx, k)
	if err != nil {
		return said, err
	}
	if known.Before(time.Now()) {
		known = time.Now()
	}
	if err := k.young(known); err != nil {
		return said, err
	}
	said.Unknown = r.old == "" && r.published == ""
	said.Was, said.Size, said.Lost = k.Origin, k.Size, max(signed-k.Size, 0)
	if err := os.MkdirAll(r.data, 0o700); err != nil {
		return said, err
	}
	defer func() {
		if err != nil {
			r.clear()
		}
	}()
	from, drop, err := r.copy(ctx, k)
	if err != nil {
		return said, err
	}
	defer drop()
	role, err := seal.ParseRoleKey(k.Role)
	if err != nil {
		return said, err
	}
	if err := r.newKeys(k.Origin); err != nil {
		return said, err
	}
	n, err := r.openStore(ctx, true)
	if err != nil {
		return said, err
	}
	defer n.close()
	said.Origin = n.keys.Origin
	tell := r.progress("progress.entries-restored")
	b := desk.Backup{Store: from, Keys: k.Apart, Role: role, Erased: erased}
	if said.Restored, err = desk.Restore(ctx, n.conf, b, func(entries int64) { tell(entries, k.Size) }); err != nil {
		return said, err
	}
	if n.desk, err = desk.Open(ctx, n.conf); err != nil {
		return said, err
	}
	if !n.desk.Node().Hub { // only who signs in can read what lists are made of; they are as they were
		return said, nil
	}
	_, err = n.desk.Rebuild(ctx, r.progress("progress.files-folded"))
	return said, err
}

// founded says whether a node is here already.
func (r *restore) founded() bool {
	paths := []string{r.keyPath()}
	if r.database == "" {
		paths = append(paths, r.settings.file())
	}
	return slices.ContainsFunc(paths, func(path string) bool {
		_, err := os.Stat(path)
		return err == nil
	})
}

// newKeys makes the keys of the new log, whose name is not that of the old one:
// whoever watches logs by name must not take it for a fork.
func (r *restore) newKeys(was string) error {
	name, _, _ := strings.Cut(was, restoredMark)
	keys, err := seal.NewKeyFile(name+restoredMark+time.Now().UTC().Format("20060102T150405Z"), nil)
	if err != nil {
		return err
	}
	r.keyCommand = "" // whatever gives the old keys does not give these
	return keys.Create(r.keyPath())
}

// restoredMark stands in the name of a restored log before the time of it.
const restoredMark = "/restored-"

func (r *restore) openKeysApart() (k keysApart, err error) {
	if r.identity == "" {
		return k, fault.New(fault.Invalid, "fault.missing-field").In("--identity")
	}
	text, err := os.ReadFile(r.identity)
	if err != nil {
		return k, fault.New(fault.Missing, "fault.no-such-file").In("--identity").Because(err)
	}
	identities, err := age.ParseIdentities(bytes.NewReader(text))
	if err != nil {
		return k, fault.New(fault.Invalid, "fault.backup-identity").In("--identity").Because(err)
	}
	return readKeys(r.keysFile, identities)
}

// copy opens a copy of the backup, which is itself never written to.
func (r *restore) copy(ctx context.Context, k keysApart) (*store.DB, func(), error) {
	dir, err := os.MkdirTemp(r.data, ".restoring-*")
	if err != nil {
		return nil, nil, err
	}
	drop := func() { os.RemoveAll(dir) }
	path := filepath.Join(dir, "backup.db")
	if err := copyFile(ctx, path, r.file, r.progress("progress.megabytes-copied")); err != nil {
		drop()
		return nil, nil, err
	}
	opens, err := store.ParseKey([]byte(k.Database))
	if err != nil {
		drop()
		return nil, nil, err
	}
	db, err := store.OpenSQLite(ctx, store.File{Path: path, Key: opens})
	if err != nil {
		drop()
		return nil, nil, fault.New(fault.Invalid, "fault.backup-file").Because(err)
	}
	return db, func() { db.Close(); drop() }, nil
}

func copyFile(ctx context.Context, to, from string, done func(megabytes, of int64)) error {
	in, err := os.Open(from)
	if err != nil {
		return fault.New(fault.Missing, "fault.no-such-file").Because(err)
	}
	defer in.Close()
	there, err := in.Stat()
	if err != nil {
		return err
	}
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	const megabyte = 1 << 20
	for n := int64(0); err == nil; n++ {
		if _, err = io.CopyN(out, in, megabyte); err == nil {
			err = ctx.Err()
		}
		done(n, there.Size()/megabyte)
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return errors.Join(err, out.Close())
}

// clear removes what a restore that failed began, so that it can be repeated.
func (r *restore) clear() {
	paths := []string{r.keyPath(), r.beside(seenFile)}
	if r.database == "" {
		paths = append(paths, r.settings.file(), r.settings.file()+"-wal", r.settings.file()+"-shm")
	}
	for _, path := range paths {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			r.say(err)
		}
	}
}
