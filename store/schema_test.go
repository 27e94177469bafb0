package store_test

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"amana/store"
	"amana/store/storetest"
)

var engines = map[string]storetest.Open{"SQLite": newSQLite, "PostgreSQL": newPostgres}

// onBoth runs a test on each engine.
func onBoth(t *testing.T, test func(*testing.T, func() *store.DB)) {
	for name, open := range engines {
		t.Run(name, func(t *testing.T) { test(t, open(t)) })
	}
}

func TestEachMigrationNamesTheClassOfItsTables(t *testing.T) {
	created := regexp.MustCompile(`(?m)^(.*)\ncreate table (\w+)`)
	class := regexp.MustCompile(`^-- class (log|vault|local|read): \S`)
	var named []store.Table
	err := fs.WalkDir(store.Migrations, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(store.Migrations, path)
		if err != nil {
			return err
		}
		tables := created.FindAllStringSubmatch(string(text), -1)
		if n := strings.Count(strings.ToLower(string(text)), "create table"); n != len(tables) {
			t.Errorf("%s makes %d tables, of which %d stand at the start of a line under a comment", path, n, len(tables))
		}
		for _, table := range tables {
			c := class.FindStringSubmatch(table[1])
			if c == nil {
				t.Errorf("%s: the line above %s does not name its class", path, table[2])
				continue
			}
			named = append(named, store.Table{Name: table[2], Class: store.Class(c[1])})
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(named, store.Tables()); d != "" {
		t.Errorf("Tables and the migrations differ (-migrations +Tables):\n%s", d)
	}
}

func TestTablesListsWhatTheDatabaseHas(t *testing.T) {
	onBoth(t, func(t *testing.T, open func() *store.DB) {
		got, err := open().TableNames(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		want := []string{"migration"} // goose's own, of class local
		for _, table := range store.Tables() {
			want = append(want, table.Name)
		}
		slices.Sort(got)
		slices.Sort(want)
		if d := cmp.Diff(want, got); d != "" {
			t.Error(d)
		}
	})
}

func TestUncacheTouchesNothingElse(t *testing.T) {
	onBoth(t, func(t *testing.T, open func() *store.DB) {
		db, ctx := open(), t.Context()
		full(t, db)
		before := map[string]string{}
		for _, table := range store.Tables() {
			before[table.Name] = digest(t, db, table.Name)
			if strings.HasPrefix(before[table.Name], "0 rows") {
				t.Errorf("the test puts nothing into %s", table.Name)
			}
		}
		if err := db.Uncache(ctx); err != nil {
			t.Fatal(err)
		}
		for _, table := range store.Tables() {
			after := digest(t, db, table.Name)
			if table.Name == "state" {
				if !strings.HasPrefix(after, "0 rows") {
					t.Errorf("%s still has %s", table.Name, after)
				}
			} else if after != before[table.Name] {
				t.Errorf("%s of class %s changed", table.Name, table.Class)
			}
		}
	})
}

func digest(t *testing.T, db *store.DB, table string) string {
	t.Helper()
	d, err := db.Digest(t.Context(), table)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// full puts something into every table.
func full(t *testing.T, db *store.DB) {
	t.Helper()
	ctx, s := t.Context(), storetest.Stream()
	w := storetest.Write(s, nil, 300)
	w.DEKs = []store.DEK{{Office: "TI", Wrapped: []byte{1}}}
	w.KEKs = []store.KEK{{Office: "TI", Holder: "counsellor", Wrapped: []byte{1}}}
	w.Letterboxes = []store.Letterbox{{Office: "TI", Public: []byte{1}}}
	w.Attachments = []store.Attachment{{Sealed: []byte{1}}}
	w.Credentials = []store.Credential{{Login: []byte{1}}}
	w.Row = &store.Row{Subject: "case", Office: "TI", Status: "waiting", Callers: [][]byte{{1}}, Blobs: []store.RowBlob{{Sealed: []byte{1}}}}
	w.State = &store.State{Version: "1", Sealed: []byte{1}}
	w.Jobs = []store.Job{{Kind: "recall"}}
	if _, err := db.Append(ctx, w); err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{
		db.SaveCheckpoint(ctx, store.Checkpoint{Size: 1, Note: []byte("note")}),
		db.SaveCosignature(ctx, store.Cosignature{Size: 1, Witness: "w", Line: "signed"}),
		db.SetMeta(ctx, "origin", "test"),
		db.SetMark(ctx, "case-number/2026", "50"),
		db.Publish(ctx, store.Published{At: time.Unix(1, 0), Size: 1}),
		db.SaveDraft(ctx, store.Draft{Name: [32]byte{1}, Stream: s, Sealed: []byte{1}, Until: time.Unix(1, 0)}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
}
