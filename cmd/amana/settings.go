package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"amana/desk"
	"amana/domain/fault"
	"amana/lang"
	"amana/policy"
	"amana/seal"
	"amana/store"
)

// settings are what every subcommand takes.
type settings struct {
	data, database, listen, keyFile, keyCommand string
	json                                        bool
	policy                                      string // a file; of the subcommands that take one
	origin                                      string // the name of the log, of the subcommands that begin one
}

// policyFlag is the flag by which a node is told who its witnesses are.
func (p *program) policyFlag(f *flag.FlagSet) {
	f.StringVar(&p.policy, "policy", p.env("AMANA_POLICY"), "flag.policy")
}

const (
	defaultListen = "127.0.0.1:8787"
	defaultData   = "amana-data"
)

func (s *settings) flags(f *flag.FlagSet, env func(string) string) {
	f.StringVar(&s.data, "data", cmp.Or(env("AMANA_DATA"), defaultData), "flag.data")
	f.StringVar(&s.database, "database", env("AMANA_DATABASE"), "flag.database")
	f.Lookup("database").DefValue = ""                                                          // it may hold a password, which help would show
	f.StringVar(&s.listen, "listen", cmp.Or(env("AMANA_LISTEN"), defaultListen), "flag.listen") // what serves nothing takes it too, so that one set of settings is for all
	f.BoolVar(&s.json, "json", false, "flag.json")
	s.keyFile, s.keyCommand = env("AMANA_KEY_FILE"), env("AMANA_KEY_COMMAND")
}

// tell prints a sentence in the reader's language.
func (p *program) tell(key string, args ...fault.Arg) {
	fmt.Fprintln(p.stdout, p.look().line(p.speak().Text(key, args)))
}

// note prints a sentence beside the output.
func (p *program) note(key string, args ...fault.Arg) {
	fmt.Fprintln(p.stderr, p.look().line(p.speak().Text(key, args)))
}

// speak is a printer in the reader's language.
func (p *program) speak() *lang.Printer { return lang.New(p.language()) }

// language is the one that the environment asks for.
func (p *program) language() string {
	asked := cmp.Or(p.env("AMANA_LANGUAGE"), p.env("LC_ALL"), p.env("LC_MESSAGES"), p.env("LANG"))
	return asked[:min(len(asked), 2)]
}

func (s *settings) keyPath() string {
	if s.keyFile != "" {
		return s.keyFile
	}
	return filepath.Join(s.data, "amana.key")
}

// node is an open store with its desk.
type node struct {
	store *store.DB
	keys  *seal.KeyFile
	desk  *desk.Desk
	conf  desk.Config

	beside string // the folder of the key file
	seen   int64  // how much of the log is noted there
}

func (n *node) close() {
	if n.desk != nil {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := n.remember(ctx); err != nil {
			n.conf.Log.Error("noting how far the log has come", "error", err)
		}
		n.desk.Close()
	}
	n.store.Close()
}

// abandon closes without noting anything: the store is not to be trusted.
func (n *node) abandon() {
	n.desk.Close()
	n.desk = nil
	n.close()
}

// openStore opens the key file and the store, which must both exist unless
// make says to begin new ones.
func (p *program) openStore(ctx context.Context, begin bool) (*node, error) {
	keys, err := p.openKeys(ctx, begin)
	if err != nil {
		return nil, err
	}
	if !begin && p.database == "" {
		if _, err := os.Stat(p.file()); errors.Is(err, fs.ErrNotExist) {
			return nil, p.noStore().Because(err)
		}
	}
	roles, err := policy.Roles()
	if err != nil {
		return nil, err
	}
	db, err := p.openDatabase(ctx, keys)
	if err != nil {
		return nil, err
	}
	n := &node{store: db, keys: keys, beside: filepath.Dir(p.keyPath())}
	n.conf = desk.Config{Store: db, Keys: keys, Roles: roles, Leap: p.leap, Log: p.logger()}
	if p.policy != "" {
		n.conf.Witnesses, err = readPolicy(p.policy)
	}
	if err != nil {
		db.Close()
		return nil, err
	}
	return n, nil
}

// openKeys gets the node's keys: from a helper program, or from the key file,
// which two officers open if it is shared.
func (p *program) openKeys(ctx context.Context, begin bool) (*seal.KeyFile, error) {
	if p.keyCommand != "" {
		return seal.RunKeyHelper(ctx, strings.Fields(p.keyCommand))
	}
	keys, err := p.loadKeys()
	switch {
	case err == nil || !errors.Is(err, fs.ErrNotExist):
		return keys, err
	case !begin:
		if _, store := os.Stat(p.file()); p.database == "" && errors.Is(store, fs.ErrNotExist) {
			err = p.noStore().Because(err)
		}
		return nil, err
	}
	if begun, unknown := p.begun(ctx); begun || unknown != nil {
		return nil, cmp.Or(unknown, err) // new keys open nothing of what is there
	}
	if err := os.MkdirAll(p.data, 0o700); err != nil {
		return nil, err
	}
	if keys, err = seal.NewKeyFile(p.origin, nil); err != nil {
		return nil, err
	}
	return keys, keys.Create(p.keyPath())
}

// begun says whether there is a log already where a new one was to begin.
func (p *program) begun(ctx context.Context) (bool, error) {
	if p.database == "" {
		_, err := os.Stat(p.file())
		return err == nil, nil
	}
	db, err := store.OpenPostgres(ctx, p.database)
	if err != nil {
		return false, err
	}
	defer db.Close()
	size, err := db.Size(ctx)
	return size > 0, err
}

// noStore says where a store was looked for.
func (p *program) noStore() *fault.Fault {
	return fault.New(fault.Missing, "fault.no-store-in-folder", fault.A("folder", p.data), fault.A("serve", p.name+" serve"))
}

func (p *program) openDatabase(ctx context.Context, keys *seal.KeyFile) (*store.DB, error) {
	if p.database != "" {
		return store.OpenPostgres(ctx, p.database)
	}
	return store.OpenSQLite(ctx, store.File{Path: p.file(), Key: store.KeyOf(keys.Database)})
}

// file is the store, where it is no PostgreSQL.
func (s *settings) file() string { return filepath.Join(s.data, "amana.db") }

// openAs opens a store for an officer, who signs in if they are named.
func (p *program) openAs(ctx context.Context, name string) (*node, desk.Actor, error) {
	n, err := p.openNode(ctx)
	if err != nil {
		return nil, desk.Actor{}, err
	}
	who, err := p.who(ctx, n, name)
	if err != nil {
		n.close()
		return nil, desk.Actor{}, err
	}
	return n, who, nil
}

// openNode opens a store that exists, and its desk.
func (p *program) openNode(ctx context.Context) (*node, error) {
	n, err := p.openStore(ctx, false)
	if err != nil {
		return nil, err
	}
	if n.desk, err = desk.Open(ctx, n.conf); err != nil {
		n.close()
		if errors.Is(err, desk.ErrNotFounded) {
			err = fault.New(fault.Missing, "fault.no-store", fault.A("serve", p.name+" serve"), fault.A("demo", p.name+" demo")).Because(err)
		}
		return nil, err
	}
	if err := p.guard(ctx, n); err != nil {
		n.abandon()
		return nil, err
	}
	return n, nil
}

func (p *program) logger() *slog.Logger {
	return slog.New(slog.NewTextHandler(p.stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
}
