package work

import (
	"path/filepath"
	"testing"

	"amana/desk"
	"amana/desk/desktest"
	"amana/policy"
	"amana/seal"
	"amana/store"
)

// A command can be repeated for 400 days; then its receipt is forgotten, the log
// is not.
func TestOldReceiptsAreForgotten(t *testing.T) {
	keys, err := seal.NewKeyFile("amana.test/tripoli", nil)
	if err != nil {
		t.Fatal(err)
	}
	key, err := store.ParseKey([]byte(keys.DatabaseHex()))
	if err != nil {
		t.Fatal(err)
	}
	db, err := store.OpenSQLite(t.Context(), store.File{Path: filepath.Join(t.TempDir(), "amana.db"), Key: key})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	roles, err := policy.Roles()
	if err != nil {
		t.Fatal(err)
	}
	w, err := desktest.Build(t.Context(), desk.Config{Store: db, Keys: keys, Roles: roles})
	if err == nil {
		err = w.Scene(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	number, err := w.Way(t.Context(), "Zainab", "consent.give")
	if err != nil {
		t.Fatal(err)
	}
	r := desk.Request{ID: [16]byte{7}, Command: "consent.withdraw", Args: []byte(`{"channel":"phone"}`)}
	if _, err := w.Desk.Do(t.Context(), w.Who("cou"), number, r); err != nil {
		t.Fatal(err)
	}
	worker, begun := &Worker{Desk: w.Desk, Store: db, Name: "test"}, w.Now()
	for _, c := range []struct {
		days     int
		repeated bool
	}{{399, true}, {401, false}} {
		w.Set(begun.AddDate(0, 0, c.days))
		if err := worker.prune(t.Context()); err != nil {
			t.Fatal(err)
		}
		again, err := w.Desk.Do(t.Context(), w.Who("cou"), number, r)
		if err != nil || again.Repeated != c.repeated {
			t.Errorf("after %d days: repeated %t, %v", c.days, again.Repeated, err)
		}
	}
}
