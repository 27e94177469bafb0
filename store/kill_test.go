package store_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"amana/domain/ledger"
	"amana/store"
	"amana/store/postgrestest"
	"amana/store/storetest"
)

// childStore tells the test binary that it is the process to be killed, and
// which store it writes.
const childStore = "AMANA_TEST_CHILD"

func TestMain(m *testing.M) {
	if address := os.Getenv(childStore); address != "" {
		if err := child(address); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	os.Exit(postgrestest.Main(m))
}

func openAddress(ctx context.Context, address string) (*store.DB, error) {
	if strings.HasPrefix(address, "postgres:") {
		return store.OpenPostgres(ctx, address)
	}
	key, err := store.ParseKey([]byte(hexKey))
	if err != nil {
		return nil, err
	}
	return store.OpenSQLite(ctx, store.File{Path: address, Key: key})
}

// child appends for ever, alone and in groups, and prints what was acknowledged.
func child(address string) error {
	ctx := context.Background()
	db, err := openAddress(ctx, address)
	if err != nil {
		return err
	}
	var print sync.Mutex
	failed := make(chan error)
	for n := range 4 {
		go func() {
			var heads []ledger.Hash
			for stream := storetest.Stream(); ; {
				group := []store.Write{storetest.Write(stream, heads, 1+n)}
				if n == 3 {
					group = append(group, storetest.Write(stream, storetest.Next(group[0]), 60))
				}
				results, err := db.AppendAll(ctx, group)
				if err != nil {
					failed <- err
					return
				}
				print.Lock()
				for _, r := range results {
					fmt.Println(r.Leaf, r.Index)
				}
				print.Unlock()
				heads = storetest.Next(group[len(group)-1])
			}
		}()
	}
	return <-failed
}

func TestKilledAtAnyMomentNothingAcknowledgedIsLost(t *testing.T) {
	rounds := map[string]int{"SQLite": 4, "PostgreSQL": 2}
	if os.Getenv("AMANA_SOAK") != "" {
		rounds = map[string]int{"SQLite": 120, "PostgreSQL": 60}
	}
	for name, fresh := range map[string]func(*testing.T) string{
		"SQLite":     func(t *testing.T) string { return filepath.Join(t.TempDir(), "amana.db") },
		"PostgreSQL": func(t *testing.T) string { return postgrestest.URL(t) },
	} {
		t.Run(name, func(t *testing.T) {
			var acknowledged map[string]int64
			address, all := "", 0
			for i := range rounds[name] {
				if i%10 == 0 { // each round reads all that there is
					address, acknowledged = fresh(t), map[string]int64{}
				}
				all -= len(acknowledged)
				killOne(t, address, acknowledged)
				all += len(acknowledged)
				db, err := openAddress(t.Context(), address)
				if err != nil {
					t.Fatal(err)
				}
				if err := storetest.Settle(t.Context(), db); err != nil {
					t.Fatal(err)
				}
				entries, err := storetest.Check(t.Context(), db)
				if err != nil {
					t.Fatal(err)
				}
				at := map[string]int64{}
				for leaf, e := range entries {
					at[leaf.String()] = e.Index
				}
				for leaf, index := range acknowledged {
					if got, there := at[leaf]; !there || got != index {
						t.Fatalf("entry %d was acknowledged and is not there", index)
					}
				}
				if err := db.Close(); err != nil {
					t.Fatal(err)
				}
			}
			fmt.Printf("%s: %d acknowledged receipts over %d kills, all there\n", t.Name(), all, rounds[name])
		})
	}
}

// killOne runs a child, kills it after a random number of receipts and notes
// all that it printed.
func killOne(t *testing.T, address string, acknowledged map[string]int64) {
	t.Helper()
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), childStore+"="+address)
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	until, seen := 1+rand.IntN(150), 0
	for lines := bufio.NewReader(out); ; {
		line, err := lines.ReadString('\n')
		if err != nil {
			break // also in the middle of a line
		}
		var leaf string
		var index int64
		if _, err := fmt.Sscan(line, &leaf, &index); err != nil {
			t.Fatal(err)
		}
		acknowledged[leaf] = index
		if seen++; seen == until {
			if err := c.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := c.Wait(); err == nil || seen < until {
		t.Fatalf("the child ended by itself after %d receipts: %v", seen, err)
	}
}
