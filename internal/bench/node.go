package main

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"

	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/casefile"
	"amana/domain/consent"
	"amana/domain/country"
	"amana/domain/ledger"
	"amana/domain/safeguard"
	"amana/policy"
	"amana/seal"
	"amana/store"
)

// node is a founded log with officers, roles and a rule book in force. The
// names of its files are those that serve looks for.
type node struct {
	folder string
	keys   *seal.KeyFile
	store  *store.DB
	desk   *desk.Desk
	config desk.Config
	scene  *desktest.World // before the clock became the system's
}

// found makes a node in an empty folder: in an encrypted file there, or in the
// PostgreSQL database at an address. alive happens on the clock of its scene; nil:
// there are the sheets of countries, and of where the people are.
func found(ctx context.Context, folder, address string, alive func(*desktest.World) error) (*node, error) {
	keys, err := seal.NewKeyFile("amana.bench/tripoli", nil)
	if err != nil {
		return nil, err
	}
	if err := keys.Create(filepath.Join(folder, "amana.key")); err != nil {
		return nil, err
	}
	n := &node{folder: folder, keys: keys}
	if err := n.openStore(ctx, address); err != nil {
		return nil, err
	}
	if n.scene, err = desktest.Build(ctx, n.config); err != nil {
		return nil, err
	}
	if alive == nil {
		alive = func(w *desktest.World) error {
			return errors.Join(sheets(ctx, w, append(countries[:], safeguard.Libya)), text(ctx, w))
		}
	}
	if err := alive(n.scene); err != nil {
		return nil, err
	}
	n.scene.Desk.Close()
	n.desk, err = desk.Open(ctx, n.config)
	return n, err
}

// sheets issues the sheets of countries to which the caseload returns.
func sheets(ctx context.Context, w *desktest.World, countries []string) error {
	for _, code := range countries {
		sheet := country.Issue{Reference: code, Sheet: code + "-1", AtRisk: []string{"ERI"}, Source: "Invented for a measurement."}
		if err := w.Other(ctx, "lea", casefile.Country, code, "country.issue", sheet); err != nil {
			return err
		}
	}
	return nil
}

// text approves what the people of the caseload sign.
func text(ctx context.Context, w *desktest.World) error {
	approve := consent.ApproveText{Reference: safeguard.ReturnDeclaration, Language: "hau", Version: 1, Body: "Invented for a measurement."}
	return w.Other(ctx, "hop", casefile.Text, approve.Reference, "text.approve", approve)
}

func (n *node) openStore(ctx context.Context, address string) error {
	roles, err := policy.Roles()
	if err != nil {
		return err
	}
	if address != "" {
		n.store, err = store.OpenPostgres(ctx, address)
	} else {
		n.store, err = store.OpenSQLite(ctx, store.File{Path: n.path(), Key: store.KeyOf(n.keys.Database)})
	}
	n.config = desk.Config{Store: n.store, Keys: n.keys, Roles: roles}
	return err
}

// reopen is a restart of the program: nothing in memory survives.
func (n *node) reopen(ctx context.Context) error {
	if err := n.close(); err != nil {
		return err
	}
	err := n.openStore(ctx, "")
	if err == nil {
		n.desk, err = desk.Open(ctx, n.config)
	}
	return err
}

func (n *node) path() string { return filepath.Join(n.folder, "amana.db") }

func (n *node) close() error {
	if n == nil || n.store == nil {
		return nil
	}
	n.desk.Close()
	return n.store.Close()
}

func (n *node) who(name string) desk.Actor { return n.scene.Who(name) }

// request is a command whose id follows from its name and a number. Those of
// one name lie together on disk, as those of one import do.
func request(name string, number int, a act) (desk.Request, error) {
	args, err := json.Marshal(a.args)
	if err != nil {
		return desk.Request{}, err
	}
	var id ledger.Command
	sum := sha256.Sum256([]byte("amana bench " + name))
	copy(id[:8], sum[:])
	copy(id[8:], fmt.Sprintf("%08d", number))
	return desk.Request{ID: id, Command: a.command, Args: args, Happened: a.happened}, nil
}

// closing joins the error of a close to the one that a function returns.
func closing(err *error, close func() error) { *err = errors.Join(*err, close()) }
