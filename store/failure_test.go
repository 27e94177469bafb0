package store_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/store"
	"amana/store/postgrestest"
	"amana/store/storetest"
)

func wantFault(t *testing.T, err error, key string) {
	t.Helper()
	f, ok := errors.AsType[*fault.Fault](err)
	if !ok || f.Kind != fault.Busy || f.Key != key {
		t.Errorf("want Busy %s, got %v", key, err)
	}
}

func TestAFullDiskIsReportedAndRecoveredFrom(t *testing.T) {
	db, ctx := newSQLite(t)(), t.Context()
	first := storetest.Write(storetest.Stream(), nil, 10)
	if _, err := db.Append(ctx, first); err != nil {
		t.Fatal(err)
	}
	// SQLite never makes the limit smaller than the file is.
	if err := db.Exec(ctx, "pragma max_page_count = 1"); err != nil {
		t.Fatal(err)
	}
	big := storetest.Write(first.Stream.Name, storetest.Next(first), 1)
	big.Entries[0] = storetest.Entry(1 << 20)
	for range 3 {
		_, err := db.Append(ctx, big)
		wantFault(t, err, "fault.disk-full")
	}
	if c, err := db.Stream(ctx, first.Stream.Name); err != nil || len(c.Entries) != 10 {
		t.Errorf("reading goes on: %d entries, %v", len(c.Entries), err)
	}
	if err := db.Exec(ctx, "pragma max_page_count = 1000000"); err != nil {
		t.Fatal(err)
	}
	if r, err := db.Append(ctx, big); err != nil || r.Index != 10 {
		t.Errorf("with room again: %+v, %v", r, err)
	}
	if _, err := storetest.Check(ctx, db); err != nil {
		t.Error(err)
	}
}

func TestALostDatabaseIsReportedAndRecoveredFrom(t *testing.T) {
	server, err := postgrestest.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Stop(); err != nil {
			t.Error(err)
		}
	})
	ctx := t.Context()
	db, err := store.OpenPostgres(ctx, server.URL("postgres"))
	opened(t, db, err)
	s := storetest.Stream()
	var heads []ledger.Hash
	appendOne := func() error {
		w := storetest.Write(s, heads, 100)
		_, err := db.Append(ctx, w)
		if err == nil {
			heads = storetest.Next(w)
		}
		return err
	}
	if err := appendOne(); err != nil {
		t.Fatal(err)
	}

	admin, err := pgx.Connect(ctx, server.URL("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := admin.Exec(ctx, "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'amana'"); err != nil {
		t.Fatal(err)
	}
	if err := admin.Close(ctx); err != nil {
		t.Fatal(err)
	}
	if err := appendOne(); err != nil {
		t.Errorf("a connection that was lost between two writes concerns nobody: %v", err)
	}

	if err := server.Crash(); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		wantFault(t, appendOne(), "fault.database-lost")
		_, err := db.Size(ctx)
		wantFault(t, err, "fault.database-lost")
	}
	if err := server.Run(); err != nil {
		t.Fatal(err)
	}
	if err := appendOne(); err != nil {
		t.Errorf("with the database back: %v", err)
	}
	if entries, err := storetest.Check(ctx, db); err != nil || len(entries) != 300 {
		t.Errorf("%d entries of 300: %v", len(entries), err)
	}
}

func TestABackendLostInTheMiddleOfAWriteIsReported(t *testing.T) {
	open := newPostgres(t)
	db, other, ctx := open(), open(), t.Context()
	if _, err := db.Size(ctx); err != nil {
		t.Fatal(err)
	}
	release := holding(t, other) // db's next write waits for the lock
	w := storetest.Write(storetest.Stream(), nil, 1)
	lost := make(chan error)
	go func() {
		_, err := db.Append(ctx, w)
		lost <- err
	}()
	for killed := false; !killed; {
		// Only who waits for a lock in this database.
		err := other.QueryRow(ctx, "select count(pg_terminate_backend(pid)) > 0 from pg_stat_activity "+
			"where datname = current_database() and wait_event_type = 'Lock'", &killed)
		if err != nil {
			t.Fatal(err)
		}
	}
	wantFault(t, <-lost, "fault.database-lost")
	release()
	if r, err := db.Append(ctx, w); err != nil || r.Repeated {
		t.Errorf("the same write again: %+v, %v", r, err)
	}
}

func TestFullDiskOfPostgres(t *testing.T) {
	wantFault(t, store.Failed(fmt.Errorf("insert: %w", &pgconn.PgError{Code: "53100"})), "fault.disk-full")
}

func TestAnAddressWithAPasswordIsNotRepeated(t *testing.T) {
	for _, address := range []string{
		"postgres://amana:hunter2@%zz/",
		"postgres://amana:hunter2@localhost/amana?sslmode=perhaps",
		"postgres://amana:hunter2@127.0.0.1:1/amana?connect_timeout=1",
	} {
		_, err := store.OpenPostgres(context.Background(), address)
		if err == nil {
			t.Fatalf("%s was opened", address)
		}
		wantNot(t, err.Error(), "hunter2")
	}
}
