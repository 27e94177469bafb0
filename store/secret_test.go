package store_test

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"amana/store"
	"amana/store/postgrestest"
	"amana/store/storetest"
)

func wantNot(t *testing.T, text, secret string) {
	t.Helper()
	if strings.Contains(strings.ToLower(text), strings.ToLower(secret)) {
		t.Errorf("%.200q shows what it must not", text)
	}
}

// marked is a write that carries a mark in everything that can carry one.
func marked(mark string) store.Write {
	w := storetest.Write(storetest.Stream(), nil, 1)
	text := []byte(strings.Repeat(mark, 20))
	w.Stream.Office = mark
	w.Entries[0].Bytes, w.Entries[0].Blobs[0].Sealed = text, text
	w.Row = &store.Row{Subject: "case", Office: mark, Status: mark, Blobs: []store.RowBlob{{Sealed: text}}}
	w.State = &store.State{Version: mark, Sealed: text}
	w.Jobs = []store.Job{{Kind: mark, Payload: text}}
	w.DEKs = []store.DEK{{Office: mark, Wrapped: text}}
	w.Command.Status = mark
	return w
}

const mark = "Maimouna-Traore"

func TestNothingIsReadableInTheFile(t *testing.T) {
	folder := t.TempDir()
	db, err := store.OpenSQLite(t.Context(), file(t, filepath.Join(folder, "amana.db")))
	opened(t, db, err)
	search := func(when string) {
		t.Helper()
		files, err := filepath.Glob(filepath.Join(folder, "*"))
		if err != nil {
			t.Fatal(err)
		}
		seen := 0
		for _, f := range files {
			text, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			seen += len(text)
			for _, secret := range []string{mark, hexKey, "SQLite format", "create table"} {
				if bytes.Contains(text, []byte(secret)) {
					t.Errorf("%s: %q can be read in %s", when, secret, filepath.Base(f))
				}
			}
			if info, err := os.Stat(f); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("%s may be opened by others: %v", filepath.Base(f), info.Mode())
			}
		}
		if seen < 100<<10 {
			t.Errorf("only %d bytes were searched", seen)
		}
	}
	for range 50 {
		if _, err := db.Append(t.Context(), marked(mark)); err != nil {
			t.Fatal(err)
		}
	}
	search("while open")
	if err := db.Backup(t.Context(), filepath.Join(folder, "copy.db"), nil); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	search("closed and copied")
}

func TestTheKeyIsNeverShown(t *testing.T) {
	f := file(t, filepath.Join(t.TempDir(), "amana.db"))
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		wantNot(t, fmt.Sprintf(verb, f), hexKey)
		wantNot(t, fmt.Sprintf(verb, &f.Key), hexKey)
		wantNot(t, fmt.Sprintf(verb, f), hex.EncodeToString([]byte(hexKey)))
	}
	db, err := store.OpenSQLite(t.Context(), f)
	opened(t, db, err)
	wantNot(t, fmt.Sprintf("%+v %#v", db, db), hexKey)
	wantNot(t, fmt.Sprintf("%+v", struct{ f store.File }{f}), hexKey)
	text, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	wantNot(t, string(text), hexKey)

	err = db.Backup(t.Context(), filepath.Join(t.TempDir(), "no", "such", "folder"), nil)
	if err == nil {
		t.Fatal("backed up into a folder that does not exist")
	}
	wantNot(t, err.Error(), hexKey)
	if err = db.CopyTo(t.Context(), "/no/such/folder/copy.db"); err == nil {
		t.Fatal("copied into a folder that does not exist")
	}
	wantNot(t, err.Error(), hexKey)
	if err := os.Mkdir(f.Path+".d", 0o700); err != nil {
		t.Fatal(err)
	}
	_, err = store.OpenSQLite(t.Context(), file(t, f.Path+".d"))
	if err == nil {
		t.Fatal("opened a folder")
	}
	wantNot(t, err.Error(), hexKey)
}

func TestAnotherKeyOpensNothing(t *testing.T) {
	f := file(t, filepath.Join(t.TempDir(), "amana.db"))
	db, err := store.OpenSQLite(t.Context(), f)
	opened(t, db, err)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	other, err := store.ParseKey([]byte(strings.Repeat("ab", 32)))
	if err != nil {
		t.Fatal(err)
	}
	_, err = store.OpenSQLite(t.Context(), store.File{Path: f.Path, Key: other})
	if !errors.Is(err, store.ErrKey) {
		t.Errorf("opened with another key: %v", err)
	}
	db, err = store.OpenSQLite(t.Context(), f)
	opened(t, db, err)
}

func TestWhatIsNoKeyIsRefused(t *testing.T) {
	for _, text := range []string{"", "abc", strings.Repeat("ab", 31), strings.Repeat("ab", 33), strings.Repeat("zz", 32), hexKey + " " + hexKey} {
		if _, err := store.ParseKey([]byte(text)); err == nil {
			t.Errorf("%q was taken for a key", text)
		}
	}
	if _, err := store.OpenSQLite(t.Context(), store.File{Path: filepath.Join(t.TempDir(), "x")}); err == nil {
		t.Error("opened without a key")
	}
}

func TestABackupIsTheStoreAtOneMoment(t *testing.T) {
	f := file(t, filepath.Join(t.TempDir(), "amana.db"))
	db, err := store.OpenSQLite(t.Context(), f)
	opened(t, db, err)
	big := storetest.Write(storetest.Stream(), nil, 2000)
	big.Entries[0] = storetest.Entry(8 << 20) // so that it is not copied in one go
	if _, err := db.Append(t.Context(), big); err != nil {
		t.Fatal(err)
	}
	copied := file(t, filepath.Join(t.TempDir(), "copy.db"))
	var heard []int64
	err = db.Backup(t.Context(), copied.Path, func(pages, of int64) {
		heard = append(heard, pages, of)
		if _, err := db.Append(t.Context(), storetest.Write(storetest.Stream(), nil, 3)); err != nil {
			t.Errorf("a write while it is copied: %v", err)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	n := len(heard)
	if n < 4 || heard[0] >= heard[1] || heard[n-2] != heard[n-1] || heard[1] != heard[n-1] {
		t.Errorf("heard %v, want some pages of all, and at last all of as many", heard)
	}
	if err := db.Backup(t.Context(), copied.Path, nil); err == nil {
		t.Error("a backup was overwritten")
	}
	again, err := store.OpenSQLite(t.Context(), copied)
	opened(t, again, err)
	if entries, err := storetest.Check(t.Context(), again); err != nil || len(entries) != 2000 {
		t.Errorf("%d entries in the copy, want what there was when it began: %v", len(entries), err)
	}
	ctx, stop := context.WithCancel(t.Context())
	halfway := filepath.Join(t.TempDir(), "half.db")
	if err := db.Backup(ctx, halfway, func(int64, int64) { stop() }); !errors.Is(err, context.Canceled) {
		t.Errorf("a backup that was stopped: %v", err)
	}
	if _, err := os.Stat(halfway); err == nil {
		t.Error("half a copy is left")
	}
}

func TestTheServersLogHoldsNoData(t *testing.T) {
	server := postgrestest.New(t, "log_statement=all", "log_min_duration_statement=0", "log_parameter_max_length=0", "log_min_error_statement=error")
	db, err := store.OpenPostgres(t.Context(), server.URL("postgres"))
	opened(t, db, err)
	for range 3 {
		w := marked(mark)
		if _, err := db.Append(t.Context(), w); err != nil {
			t.Fatal(err)
		}
		w.Command.ID[0]++
		w.Stream.Name[0]++
		w.Entries[0].Blobs = append(w.Entries[0].Blobs, w.Entries[0].Blobs...)
		if _, err := db.Append(t.Context(), w); err == nil {
			t.Fatal("two blobs in one place were stored")
		}
	}
	if _, err := db.Rows(t.Context(), store.Filter{Offices: []string{mark}}, store.Page{}); err != nil {
		t.Fatal(err)
	}
	log := string(server.Log())
	for _, statement := range []string{"insert into blob", "from row r", "duplicate key"} {
		if !strings.Contains(log, statement) {
			t.Errorf("the test reached no %q", statement)
		}
	}
	wantNot(t, log, mark)
	wantNot(t, log, hex.EncodeToString([]byte(mark)))
}
