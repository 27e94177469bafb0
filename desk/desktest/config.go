package desktest

import (
	"path/filepath"
	"testing"

	"amana/desk"
	"amana/policy"
	"amana/seal"
	"amana/store"
	"amana/store/postgrestest"
)

// Engines are the stores that everything is tried on.
var Engines = [...]string{"SQLite", "PostgreSQL"}

// Light is a hardness for passwords that protect nothing: tests make hundreds of
// accounts.
const Light = "argon2id$v=19$m=64,t=1,p=1"

// Config is of a new log on an engine, with keys and an empty store of its own
// and the roles that ship.
func Config(t testing.TB, engine string) desk.Config {
	t.Helper()
	keys, err := seal.NewKeyFile("amana.test/tripoli", nil)
	if err != nil {
		t.Fatal(err)
	}
	roles, err := policy.Roles()
	if err != nil {
		t.Fatal(err)
	}
	return desk.Config{Store: Store(t, engine, keys), Keys: keys, Roles: roles, Hardness: Light}
}

// Store is an empty store on an engine. It is closed when the test ends.
func Store(t testing.TB, engine string, keys *seal.KeyFile) (db *store.DB) {
	t.Helper()
	var err error
	if engine == "PostgreSQL" {
		db, err = store.OpenPostgres(t.Context(), postgrestest.URL(t))
	} else {
		db, err = store.OpenSQLite(t.Context(), store.File{Path: filepath.Join(t.TempDir(), "amana.db"), Key: store.KeyOf(keys.Database)})
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}
