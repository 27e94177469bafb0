package store_test

import (
	"context"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"amana/store"
	"amana/store/postgrestest"
	"amana/store/storetest"
)

const hexKey = "5d1c4f8e9b3a7260d4e8f1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6"

func file(t testing.TB, path string) store.File {
	t.Helper()
	key, err := store.ParseKey([]byte(hexKey + "\n"))
	if err != nil {
		t.Fatal(err)
	}
	return store.File{Path: path, Key: key}
}

func opened(t testing.TB, db *store.DB, err error) *store.DB {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func newSQLite(t *testing.T) func() *store.DB {
	f := file(t, filepath.Join(t.TempDir(), "amana.db"))
	return func() *store.DB {
		db, err := store.OpenSQLite(context.Background(), f)
		return opened(t, db, err)
	}
}

func newPostgres(t *testing.T) func() *store.DB {
	url := postgrestest.URL(t)
	return func() *store.DB {
		db, err := store.OpenPostgres(context.Background(), url)
		return opened(t, db, err)
	}
}

func TestSQLite(t *testing.T)   { storetest.Run(t, newSQLite) }
func TestPostgres(t *testing.T) { storetest.Run(t, newPostgres) }

func TestSeveralMayOpenANewStoreAtOnce(t *testing.T) {
	for _, address := range []string{filepath.Join(t.TempDir(), "amana.db"), postgrestest.URL(t)} {
		var wait sync.WaitGroup
		for range 4 {
			wait.Go(func() {
				db, err := openAddress(t.Context(), address)
				if err != nil {
					t.Error(err)
					return
				}
				if _, err := db.Append(t.Context(), storetest.Write(storetest.Stream(), nil, 1)); err != nil {
					t.Error(err)
				}
				if err := db.Close(); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
	}
}

// What an address says of how statements are kept is the program's to say: one that
// keeps none could write nothing.
func TestAnAddressThatKeepsNoStatements(t *testing.T) {
	for _, says := range []string{"statement_cache_capacity=0", "default_query_exec_mode=exec", "default_query_exec_mode=simple_protocol"} {
		db, err := store.OpenPostgres(t.Context(), with(postgrestest.URL(t), says))
		opened(t, db, err)
		if _, err := db.Append(t.Context(), storetest.Write(storetest.Stream(), nil, 1)); err != nil {
			t.Errorf("%s: %v", says, err)
		}
	}
}

func with(address, says string) string {
	if strings.Contains(address, "?") {
		return address + "&" + says
	}
	return address + "?" + says
}
