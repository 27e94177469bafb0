//go:build linux

package store_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"amana/domain/fault"
	"amana/store"
	"amana/store/postgrestest"
	"amana/store/storetest"
)

// fills makes the disk full under a store that has some entries, and has it
// refuse: every refusal is a fault with one of these keys, and reading goes on
// where reads says so. It returns how many entries were acknowledged.
func fills(t *testing.T, l *line, fill func() error, reads bool, keys ...string) int {
	t.Helper()
	ctx := t.Context()
	for range 3 {
		if err := l.grow(ctx, 1000); err != nil {
			t.Fatal(err)
		}
	}
	if err := fill(); err != nil {
		t.Fatal(err)
	}
	const most = 60 // megabytes: more than any of these disks holds
	for n, refused := 0, 0; refused < 3; n++ {
		var err error
		if refused == 0 {
			err = l.grow(ctx, 1<<20)
		} else {
			err = l.again(ctx)
		}
		if err != nil {
			wantOne(t, err, keys)
			refused++
		} else if refused = 0; n == most { // SQLite may find room again in its own files
			t.Fatal("the disk is full, and everything is acknowledged still")
		}
	}
	if reads {
		if c, err := l.db.Stream(ctx, l.stream); err != nil || len(c.Entries) != len(l.acked) {
			t.Errorf("on a full disk %d entries are read of %d: %v", len(c.Entries), len(l.acked), err)
		}
	}
	return len(l.acked)
}

func wantOne(t *testing.T, err error, keys []string) {
	t.Helper()
	for _, key := range keys {
		if f, ok := errors.AsType[*fault.Fault](err); ok && f.Kind == fault.Busy && f.Key == key {
			return
		}
	}
	t.Errorf("want Busy, one of %v, got %v", keys, err)
}

// goesOn says that the same open store goes on once there is room: with what it
// refused, under the same id, and with more.
func (l *line) goesOn(t *testing.T, acked int) {
	t.Helper()
	if err := errors.Join(l.again(t.Context()), l.grow(t.Context(), 1<<20)); err != nil {
		t.Errorf("with room again: %v", err)
	}
	l.whole(t, acked+2)
}

// mounted is a disk of so many megabytes. Where nobody may mount one the test is
// skipped, and the limit on the size of files stands in for it, below.
func mounted(t *testing.T, megabytes int) *storetest.Disk {
	t.Helper()
	d, err := storetest.SmallDisk(t, megabytes)
	if errors.Is(err, storetest.ErrNoMount) {
		t.Skip("mounting is not permitted here: what is left is TestAFileOfSQLiteThatMayNotGrow and TestAFileOfPostgresThatMayNotGrow")
	}
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestAFullDiskUnderSQLite(t *testing.T) {
	d := mounted(t, 8)
	db, err := store.OpenSQLite(t.Context(), file(t, filepath.Join(d.Folder, "amana.db")))
	l := &line{db: opened(t, db, err), stream: storetest.Stream()}
	acked := fills(t, l, d.Fill, true, "fault.disk-full")
	if err := d.Free(); err != nil {
		t.Fatal(err)
	}
	l.goesOn(t, acked)
}

// childLimit tells the test binary that it is the process whose files may not
// grow.
const childLimit = "AMANA_TEST_LIMIT"

// On every machine, without a disk of its own: the system lets no file of the
// process grow beyond a limit. First the write-ahead file meets it, and SQLite
// makes room by moving it into the database file; then that one meets it too.
func TestAFileOfSQLiteThatMayNotGrow(t *testing.T) {
	c := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestTheProcessWhoseFilesMayNotGrow$", "-test.v")
	c.Env = append(os.Environ(), childLimit+"=yes")
	out, err := c.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "--- PASS: TestTheProcessWhoseFilesMayNotGrow") {
		t.Errorf("%v:\n%s", err, out)
	}
}

// TestTheProcessWhoseFilesMayNotGrow is that process, apart because the limit
// would hold for every other test. Unasked it has nothing to do.
func TestTheProcessWhoseFilesMayNotGrow(t *testing.T) {
	if os.Getenv(childLimit) == "" {
		t.Skip("TestAFileOfSQLiteThatMayNotGrow starts it")
	}
	const most = 514*4096 + 512 // in the middle of a block, in which the 511th frame of the write-ahead file ends
	path := filepath.Join(t.TempDir(), "amana.db")
	db, err := store.OpenSQLite(t.Context(), file(t, path))
	l := &line{db: opened(t, db, err), stream: storetest.Stream()}
	acked := fills(t, l, func() error { return storetest.LimitFiles(os.Getpid(), most) }, true, "fault.disk-full")
	for _, name := range []string{path, path + "-wal"} {
		if info, err := os.Stat(name); err != nil || info.Size() != most {
			t.Errorf("%s did not meet its limit: %v, %v", filepath.Base(name), info, err)
		}
	}
	if err := storetest.LimitFiles(os.Getpid(), 0); err != nil {
		t.Fatal(err)
	}
	l.asFound(t, path)
	l.goesOn(t, acked)
}

// asFound says that a store whose process ended at this moment opens again, and
// has what was acknowledged.
func (l *line) asFound(t *testing.T, path string) {
	t.Helper()
	left := filepath.Join(t.TempDir(), "amana.db")
	for _, beside := range []string{"", "-wal"} {
		text, err := os.ReadFile(path + beside)
		if err == nil {
			err = os.WriteFile(left+beside, text, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	db, err := store.OpenSQLite(t.Context(), file(t, left))
	(&line{db: opened(t, db, err), acked: l.acked}).whole(t, len(l.acked))
}

// tablesOn opens a new database whose tables lie in a folder.
func tablesOn(t *testing.T, server *postgrestest.Server, folder string) *line {
	t.Helper()
	db, err := store.OpenPostgres(t.Context(), server.DatabaseOn(t, folder))
	return &line{db: opened(t, db, err), stream: storetest.Stream()}
}

// Where only the tables find no room, the server goes on and says so.
func TestAFullDiskUnderTheTablesOfPostgres(t *testing.T) {
	d := mounted(t, 24)
	l := tablesOn(t, postgrestest.New(t), d.Folder)
	acked := fills(t, l, d.Fill, true, "fault.disk-full")
	if err := d.Free(); err != nil {
		t.Fatal(err)
	}
	l.goesOn(t, acked)
}

// Where its write-ahead log finds no room PostgreSQL stops itself. With room
// again somebody starts it, and nobody starts us.
func TestAFullDiskUnderTheLogOfPostgres(t *testing.T) {
	d := mounted(t, 8)
	server := postgrestest.NewWith(t, "--wal-segsize=1", "--waldir="+filepath.Join(d.Folder, "wal"))
	db, err := store.OpenPostgres(t.Context(), server.URL("postgres"))
	l := &line{db: opened(t, db, err), stream: storetest.Stream()}
	acked := fills(t, l, d.Fill, false, "fault.disk-full", "fault.database-lost")
	if err := errors.Join(d.Free(), server.Crash(), server.Run()); err != nil {
		t.Fatal(err)
	}
	l.goesOn(t, acked)
}

// So on PostgreSQL, which meets its limit in the middle of a page.
func TestAFileOfPostgresThatMayNotGrow(t *testing.T) {
	server := postgrestest.NewWith(t, "--wal-segsize=1")
	folder, err := os.MkdirTemp("", "amana-tables-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	l := tablesOn(t, server, folder)
	limit := func() error { return server.LimitFiles(strconv.Itoa(1<<20 + 4096)) } // a file of its log has 1 MiB
	acked := fills(t, l, limit, true, "fault.disk-full")
	if err := server.LimitFiles("unlimited"); err != nil {
		t.Fatal(err)
	}
	l.goesOn(t, acked)
}
