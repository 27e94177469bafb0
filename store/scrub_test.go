package store_test

import (
	"bytes"
	"errors"
	"slices"
	"testing"
	"time"

	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/store"
	"amana/store/postgrestest"
	"amana/store/storetest"

	"github.com/jackc/pgx/v5"
)

// onDisk says which of the server's files, as they lie on its disk, hold the
// bytes.
func onDisk(t *testing.T, db *store.DB, secret []byte) (tables []string) {
	t.Helper()
	if err := db.Exec(t.Context(), "checkpoint"); err != nil {
		t.Fatal(err)
	}
	names, err := db.TableNames(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(names)
	for _, table := range names {
		var file []byte
		if err := db.QueryRow(t.Context(), "select pg_read_binary_file(pg_relation_filepath('"+table+"'))", &file); err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(file, secret) {
			tables = append(tables, table)
		}
	}
	return tables
}

// vacuumed says whether no page of a table holds an old version.
func vacuumed(t *testing.T, db *store.DB, table string) (clean bool) {
	t.Helper()
	if err := db.QueryRow(t.Context(), "select relpages > 0 and relallvisible = relpages from pg_class where relname = '"+table+"'", &clean); err != nil {
		t.Fatal(err)
	}
	return clean
}

// PostgreSQL keeps what was deleted until a vacuum, and its bytes even then: of
// keys, none stays in the tables' files.
func TestNoOldKeyStaysInPostgresFiles(t *testing.T) {
	address := postgrestest.URL(t)
	db, err := store.OpenPostgres(t.Context(), address)
	opened(t, db, err)
	key := func(epoch int, holder string, wrapped []byte) store.KEK {
		return store.KEK{Office: "TI", Compartment: ledger.Medical, Epoch: epoch, Holder: holder, Wrapped: wrapped}
	}
	wrap := func(wrapped []byte) []store.DEK {
		return []store.DEK{{Compartment: ledger.Medical, Epoch: 1, Office: "TI", Made: 2, KEK: 2, Wrapped: wrapped}}
	}
	gone, left, secret, former := ledger.Actor{7}, ledger.Actor{8}, storetest.Bytes(60), storetest.Bytes(60)
	var erased store.Write
	for range 3 { // of several in one page the last leaves its bytes
		erased = storetest.Write(storetest.Stream(), nil, 1)
		erased.DEKs = wrap(storetest.Bytes(60))
		if _, err := db.Append(t.Context(), erased); err != nil {
			t.Fatal(err)
		}
	}
	erased = storetest.Write(storetest.Stream(), nil, 1)
	erased.DEKs = wrap(secret)
	erased.KEKs = []store.KEK{key(2, "node", storetest.Bytes(60)), key(1, "node", secret), key(2, gone.String(), former)}
	erased.Letterboxes = []store.Letterbox{{Office: "TI", Compartment: ledger.Medical, Epoch: 2, Public: storetest.Bytes(60)}, {Office: "TI", Compartment: ledger.Medical, Epoch: 1, Public: secret}}
	erased.Credentials = []store.Credential{{Login: []byte("left"), Actor: left, Sealed: storetest.Bytes(60)}, {Login: []byte("gone"), Actor: gone, Sealed: former}}
	if _, err := db.Append(t.Context(), erased); err != nil {
		t.Fatal(err)
	}
	for _, bytes := range [][]byte{secret, former} {
		if on := onDisk(t, db, bytes); len(on) < 2 {
			t.Fatalf("before: only in %q", on)
		}
	}

	if err := db.Retire(t.Context(), "TI", ledger.Medical, 2); err != nil {
		t.Fatal(err)
	}
	if on := onDisk(t, db, secret); !slices.Equal(on, []string{"dek"}) {
		t.Errorf("a retired key of an office is in the files of %q", on)
	}
	if err := db.Erase(t.Context(), erased.Stream.Name); err != nil {
		t.Fatal(err)
	}
	if on := onDisk(t, db, secret); len(on) > 0 {
		t.Errorf("an erased key is in the files of %q", on)
	}
	if !vacuumed(t, db, "blob") {
		t.Error("old versions of what was sealed in an erased stream are kept")
	}

	revokes := storetest.Write(storetest.Stream(), nil, 1)
	revokes.Revoked = []ledger.Actor{gone}
	if _, err := db.Append(t.Context(), revokes); err != nil {
		t.Fatal(err)
	}
	if err := db.Scrub(t.Context()); err != nil {
		t.Fatal(err)
	}
	if on := onDisk(t, db, former); len(on) > 0 {
		t.Errorf("what a revoked sign-in opened is in the files of %q", on)
	}

	was, err := db.Credential(t.Context(), []byte("left"))
	if err != nil {
		t.Fatal(err)
	}
	fresh := was
	fresh.Sealed = storetest.Bytes(60)
	if err := errors.Join(db.SetCredential(t.Context(), fresh), db.Scrub(t.Context())); err != nil {
		t.Fatal(err)
	}
	if on := onDisk(t, db, was.Sealed); len(on) > 0 {
		t.Errorf("what the old password opened is in the files of %q", on)
	}
}

// A draft is sealed under its officer's own key, which an erasure destroys nothing of.
func TestNoDraftAboutWhoWasErasedStaysInPostgresFiles(t *testing.T) {
	db, err := store.OpenPostgres(t.Context(), postgrestest.URL(t))
	opened(t, db, err)
	w, secret := storetest.Write(storetest.Stream(), nil, 1), storetest.Bytes(60)
	w.DEKs = []store.DEK{{Compartment: ledger.Medical, Epoch: 1, Office: "TI", Made: 2, KEK: 2, Wrapped: storetest.Bytes(60)}}
	if _, err := db.Append(t.Context(), w); err != nil {
		t.Fatal(err)
	}
	draft := store.Draft{Name: [32]byte{1}, Stream: w.Stream.Name, Sealed: secret, Until: time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)}
	other := store.Draft{Name: [32]byte{2}, Sealed: storetest.Bytes(60), Until: draft.Until}
	if err := errors.Join(db.SaveDraft(t.Context(), draft), db.SaveDraft(t.Context(), other)); err != nil {
		t.Fatal(err)
	}
	if on := onDisk(t, db, secret); !slices.Equal(on, []string{"draft"}) {
		t.Fatalf("before: in %q", on)
	}
	if err := db.Erase(t.Context(), w.Stream.Name); err != nil {
		t.Fatal(err)
	}
	if on := onDisk(t, db, secret); len(on) > 0 {
		t.Errorf("a draft about who was erased is in the files of %q", on)
	}
}

// Somebody reads the keys for long, as a dump does: nobody waits for them, and
// the erasure says that it is not done yet.
func TestAnErasureWaitsForNoDump(t *testing.T) {
	address := postgrestest.URL(t)
	db, err := store.OpenPostgres(t.Context(), address)
	opened(t, db, err)
	w := storetest.Write(storetest.Stream(), nil, 1)
	if _, err := db.Append(t.Context(), w); err != nil {
		t.Fatal(err)
	}
	dump, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = dump.Close(t.Context()) }()
	if _, err := dump.Exec(t.Context(), "begin; lock table dek in access share mode"); err != nil {
		t.Fatal(err)
	}
	if err := db.Erase(t.Context(), w.Stream.Name); fault.KindOf(err) != fault.Busy {
		t.Errorf("erased while another keeps the old versions: %v", err)
	}
	if _, err := dump.Exec(t.Context(), "rollback"); err != nil {
		t.Fatal(err)
	}
	if err := db.Erase(t.Context(), w.Stream.Name); err != nil {
		t.Error(err)
	}
	var timeout string
	if timeout, err = db.Setting(t.Context(), "show lock_timeout"); err != nil || timeout != "0" {
		t.Errorf("afterwards locks are waited for %s: %v", timeout, err)
	}
}
