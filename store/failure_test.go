package store_test

import (
	"context"
	"errors"
	"testing"

	"github.com/jackc/pgx/v5"

	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/store"
	"amana/store/postgrestest"
	"amana/store/storetest"
)

// line is a stream that one writer grows, and what was acknowledged of it.
type line struct {
	db     *store.DB
	stream ledger.Stream
	heads  []ledger.Hash
	acked  []ledger.Hash
	failed *store.Write // the last that was refused
}

// grow appends an entry of so many bytes.
func (l *line) grow(ctx context.Context, size int) error {
	w := storetest.Write(l.stream, l.heads, 1)
	w.Entries[0] = storetest.Entry(size)
	return l.append(ctx, w)
}

// again appends what was refused last: the same command, with the same id.
func (l *line) again(ctx context.Context) error { return l.append(ctx, *l.failed) }

func (l *line) append(ctx context.Context, w store.Write) error {
	if _, err := l.db.Append(ctx, w); err != nil {
		l.failed = &w
		return err
	}
	l.heads = storetest.Next(w)
	l.acked = append(l.acked, l.heads[0])
	return nil
}

// whole says that the log holds what was acknowledged, n entries, and no more.
func (l *line) whole(t *testing.T, n int) {
	t.Helper()
	entries, err := storetest.Check(t.Context(), l.db)
	if err != nil || len(entries) != n || len(l.acked) != n {
		t.Errorf("%d entries, %d acknowledged, want %d: %v", len(entries), len(l.acked), n, err)
	}
	for _, leaf := range l.acked {
		if _, there := entries[leaf]; !there {
			t.Errorf("%s was acknowledged and is lost", leaf)
		}
	}
}

func wantFault(t *testing.T, err error, key string) {
	t.Helper()
	f, ok := errors.AsType[*fault.Fault](err)
	if !ok || f.Kind != fault.Busy || f.Key != key {
		t.Errorf("want Busy %s, got %v", key, err)
	}
}

func TestALostDatabaseIsReportedAndRecoveredFrom(t *testing.T) {
	server := postgrestest.New(t)
	ctx := t.Context()
	db, err := store.OpenPostgres(ctx, server.URL("postgres"))
	opened(t, db, err)
	l := &line{db: db, stream: storetest.Stream()}
	appendOne := func() error { return l.grow(ctx, 200) }
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
	l.whole(t, 3)
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
