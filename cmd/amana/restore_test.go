package main

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/staff"
)

// How old the keys of a backup are is judged by the newest time at hand: a clock
// that was set back does not make them young again where the old log says better.
func TestKeysOfABackupAgeByTheOldLog(t *testing.T) {
	m, err := template()
	if err != nil {
		t.Fatal(err)
	}
	ctx, dir := t.Context(), t.TempDir()
	in := func(name string) string { return filepath.Join(dir, name) }
	if err := errors.Join(os.CopyFS(in("data"), os.DirFS(m.dir)), os.Chmod(in("data/amana.key"), 0o600)); err != nil {
		t.Fatal(err)
	}
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(in("age.txt"), []byte(id.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	amana := func(args ...string) error {
		return run(ctx, args, func(string) string { return "" }, strings.NewReader(""), io.Discard, io.Discard)
	}
	if err := amana("backup", in("copy.db"), "--recipient", id.Recipient().String(), "--data", in("data")); err != nil {
		t.Fatal(err)
	}
	goesOn(ctx, t, in("data"), in("early"), time.Now().AddDate(0, 0, 34))
	goesOn(ctx, t, in("data"), in("late"), time.Now().AddDate(0, 0, 36))
	restore := func(to string, with ...string) error {
		return amana(append([]string{"restore", in("copy.db"), "--identity", in("age.txt"), "--data", in(to)}, with...)...)
	}
	if err := restore("a", "--erased", in("late")); fault.KindOf(err) != fault.Denied || !strings.Contains(err.Error(), "backup-keys-old") {
		t.Errorf("keys of 36 days by the old log: %v", err)
	}
	if err := restore("b", "--erased", in("early")); err != nil {
		t.Errorf("keys of 34 days by the old log: %v", err)
	}
	if err := restore("c"); err != nil {
		t.Errorf("keys of today: %v", err)
	}
}

// goesOn lets a node record something about an account at a time, and publish its log.
func goesOn(ctx context.Context, t *testing.T, data, dir string, at time.Time) {
	t.Helper()
	p := &program{env: func(string) string { return "" }, stderr: os.Stderr, settings: settings{data: data}}
	n, err := p.openStore(ctx, false)
	if err != nil {
		t.Fatal(err)
	}
	defer n.store.Close()
	n.conf.Clock = func() time.Time { return at }
	d, err := desk.Open(ctx, n.conf)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	who, err := p.signedIn(ctx, &node{desk: d}, "admin", desktest.Password)
	if err != nil {
		t.Fatal(err)
	}
	r, err := request("user.change", staff.Change{Office: desk.Programme, Roles: []access.Role{access.Donor}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.DoOther(ctx, who, casefile.User, "mov", r); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Export(ctx, dir, nil); err != nil {
		t.Fatal(err)
	}
}
