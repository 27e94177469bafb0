package store_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"amana/domain/ledger"
	"amana/store"
	"amana/store/storetest"
)

// A copy that has the keys in it still is never under the name of a backup, and one
// that was cut off is removed by the next.
func TestABackupHasItsNameWhenTheKeysAreOut(t *testing.T) {
	made, err := store.OpenSQLite(t.Context(), file(t, filepath.Join(t.TempDir(), "amana.db")))
	db := opened(t, made, err)
	w := storetest.Write(storetest.Stream(), nil, 1)
	w.DEKs = []store.DEK{{Compartment: ledger.Medical, Epoch: 1, Office: "TI", Made: 2, KEK: 2, Wrapped: storetest.Bytes(60)}}
	if _, err := db.Append(t.Context(), w); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "backup.db")
	if err := os.WriteFile(path+store.BegunSuffix, []byte("cut off"), 0o600); err != nil {
		t.Fatal(err)
	}
	apart, err := db.BackupApart(t.Context(), path, func(int64, int64) {
		if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
			t.Error("it has its name before the keys are out")
		}
		if _, err := db.BackupApart(t.Context(), path, nil); err == nil {
			t.Error("two write to one place")
		}
	})
	if err != nil || len(apart.DEKs) != 1 {
		t.Fatalf("%+v %v", apart, err)
	}
	all, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(all) != 1 {
		t.Errorf("beside it lie %v %v", all, err)
	}
	made, err = store.OpenSQLite(t.Context(), file(t, path))
	if deks, err := opened(t, made, err).DEKs(t.Context(), w.Stream.Name); err != nil || len(deks) > 0 {
		t.Errorf("the backup holds %d keys: %v", len(deks), err)
	}
	if _, err := db.BackupApart(t.Context(), path, nil); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over another: %v", err)
	}
}
