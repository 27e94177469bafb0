package store_test

import (
	"database/sql"
	"errors"
	"testing"

	"amana/domain/fault"
	"amana/store"
	"amana/store/postgrestest"
)

// Acknowledged is durable: the connection that writes waits for the disk.
func TestTheConnectionThatWritesWaitsForTheDisk(t *testing.T) {
	for engine, settings := range map[string]map[string]string{
		"SQLite":     {"pragma synchronous": "2", "pragma journal_mode": "wal", "pragma secure_delete": "1"},
		"PostgreSQL": {"show synchronous_commit": "on", "show fsync": "on", "show full_page_writes": "on"},
	} {
		t.Run(engine, func(t *testing.T) {
			db := engines[engine](t)()
			for text, want := range settings {
				if got, err := db.Setting(t.Context(), text); err != nil || got != want {
					t.Errorf("%s: %q %v, want %q", text, got, err, want)
				}
			}
		})
	}
}

// What the server's operator set for all sessions holds only where it is safer.
func TestASessionCommitsAtLeastToTheDisk(t *testing.T) {
	url := postgrestest.URL(t)
	direct, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	defer direct.Close()
	var name string
	if err := direct.QueryRowContext(t.Context(), "select current_database()").Scan(&name); err != nil {
		t.Fatal(err)
	}
	for set, want := range map[string]string{"off": "on", "local": "on", "remote_write": "on", "remote_apply": "remote_apply"} {
		if _, err := direct.ExecContext(t.Context(), `alter database "`+name+`" set synchronous_commit = `+set); err != nil {
			t.Fatal(err)
		}
		db, err := store.OpenPostgres(t.Context(), url)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := db.Setting(t.Context(), "show synchronous_commit"); err != nil || got != want {
			t.Errorf("the database has %s, the session %q (%v), want %q", set, got, err, want)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
}

// sets changes how a server is set for all, and waits until it holds.
func sets(t *testing.T, server *postgrestest.Server) func(setting, how, value string) {
	t.Helper()
	direct, err := sql.Open("pgx", server.URL("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = direct.Close() })
	return func(setting, how, value string) {
		t.Helper()
		for _, text := range []string{"alter system " + how, "select pg_reload_conf()"} {
			if _, err := direct.ExecContext(t.Context(), text); err != nil {
				t.Fatal(err)
			}
		}
		for is := "?"; is != value; { // a session that began before learns of it a moment later
			if err := direct.QueryRowContext(t.Context(), "show "+setting).Scan(&is); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestAServerThatForgetsIsRefused(t *testing.T) {
	server := postgrestest.New(t)
	set := sets(t, server)
	for _, setting := range []string{"fsync", "full_page_writes"} {
		set(setting, "set "+setting+" = off", "off")
		db, err := store.OpenPostgres(t.Context(), server.URL("postgres"))
		if f, ok := errors.AsType[*fault.Fault](err); !ok || f.Key != "fault.database-forgets" || f.Args[0].Value != setting {
			t.Errorf("with %s off: %v", setting, err)
		}
		if err == nil {
			_ = db.Close()
		}
		set(setting, "reset "+setting, "on")
	}
}

// No standby is there at all: whether one is awaited is what the server says.
func TestWhetherAStandbyIsAwaited(t *testing.T) {
	alone := newSQLite(t)()
	if awaits, err := alone.AwaitsStandby(t.Context()); err != nil || awaits {
		t.Errorf("SQLite: %v %v", awaits, err)
	}
	server := postgrestest.New(t)
	db, err := store.OpenPostgres(t.Context(), server.URL("postgres"))
	opened(t, db, err)
	set := sets(t, server)
	for _, name := range []string{"second", ""} {
		set("synchronous_standby_names", "set synchronous_standby_names = '"+name+"'", name)
		for awaits := name == ""; awaits != (name != ""); { // as above: a moment later
			if awaits, err = db.AwaitsStandby(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
}
