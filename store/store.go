// Package store keeps the log, the sealed contents and what is made from them
// in one database: an encrypted SQLite file or PostgreSQL. It knows streams,
// hashes and compartments; what it keeps is opaque to it, and it never opens
// anything that is sealed.
//
// All changes go through one goroutine, the appender, which takes whatever
// waits and stores it in one transaction. What was answered is on disk.
package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/ncruces/go-sqlite3"
	sqlitedriver "github.com/ncruces/go-sqlite3/driver"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"amana/domain/fault"
)

//go:embed migration/*.sql
var migrations embed.FS

// DB is one store, open. It is safe for concurrent use.
type DB struct {
	dialect
	file     File // of SQLite; zero for PostgreSQL
	readers  *sql.DB
	prepared sync.Map // statement text → *sql.Stmt of readers
	appender appender
}

// File says where an encrypted SQLite store is and what opens it.
type File struct {
	Path string
	Key  Key
	VFS  string // the name of an encrypting file system; "": the one that ships
}

// OpenSQLite opens the store in file f, and makes it if there is none.
func OpenSQLite(ctx context.Context, f File) (*DB, error) {
	if f.Key.IsZero() {
		return nil, errors.New("store: an encrypted file needs a key")
	}
	path, err := filepath.Abs(f.Path)
	if err != nil {
		return nil, fmt.Errorf("store: open: %w", err)
	}
	f.Path = path
	if f.VFS == "" {
		f.VFS = encrypting()
	}
	made, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("store: open: %w", err)
	}
	if err := made.Close(); err != nil {
		return nil, fmt.Errorf("store: open: %w", err)
	}
	writers, err := f.pool("pragma journal_mode = wal; pragma synchronous = full; pragma secure_delete = on; pragma cache_size = -32768; pragma wal_autocheckpoint = 4000")
	if err != nil {
		return nil, err
	}
	writers.SetMaxOpenConns(1)
	readers, err := f.pool("pragma query_only = on; pragma cache_size = -8192")
	if err != nil {
		return nil, errors.Join(err, writers.Close())
	}
	readers.SetMaxOpenConns(runtime.NumCPU() + 2)
	readers.SetMaxIdleConns(runtime.NumCPU() + 2)
	db, err := open(ctx, &DB{dialect: sqlite, file: f, readers: readers}, writers)
	if err != nil {
		return nil, err
	}
	// What lies beside the file is nobody else's business either.
	for _, beside := range []string{"-wal", "-shm"} {
		if err := os.Chmod(path+beside, 0o600); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, errors.Join(fmt.Errorf("store: open: %w", err), db.Close())
		}
	}
	return db, nil
}

func (f File) uri(path string) string {
	u := url.URL{Scheme: "file", Path: path, RawQuery: "vfs=" + url.QueryEscape(f.VFS)}
	return u.String()
}

// pool opens connections that have the key before anything else. The key is
// given by pragma and not in the name of the file, so that no error can quote it.
func (f File) pool(settings string) (*sql.DB, error) {
	db, err := sqlitedriver.Open(f.uri(f.Path), func(c *sqlite3.Conn) error {
		if err := c.Exec("pragma hexkey = '" + f.Key.hex() + "'"); err != nil {
			return ErrKey
		}
		err := c.Exec("pragma busy_timeout = 10000; pragma temp_store = memory; " + settings)
		if errors.Is(err, sqlite3.NOTADB) {
			return ErrKey
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("store: open: %w", err)
	}
	return db, nil
}

// OpenPostgres opens the store in the database at address, and makes its
// tables if there are none.
func OpenPostgres(ctx context.Context, address string) (*DB, error) {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, fault.New(fault.Invalid, "fault.database-address").In("--database") // the cause would hold its password
	}
	config.RuntimeParams["application_name"] = "amana"
	// The statements are many and small: planning for large ones costs more than it gives.
	config.RuntimeParams["jit"] = "off"
	config.RuntimeParams["max_parallel_workers_per_gather"] = "0"
	// What is sent together is prepared, whatever the address says; there is room for every text there is.
	config.DefaultQueryExecMode, config.StatementCacheCapacity = pgx.QueryExecModeCacheStatement, 512
	writers := stdlib.OpenDB(*config, stdlib.OptionAfterConnect(durable))
	writers.SetMaxOpenConns(1)
	reading := config.Copy()
	reading.RuntimeParams["default_transaction_read_only"] = "on"
	readers := stdlib.OpenDB(*reading)
	readers.SetMaxOpenConns(4 * runtime.NumCPU())
	readers.SetMaxIdleConns(4 * runtime.NumCPU())
	if err := writers.PingContext(ctx); err != nil && lost(err) { // nothing was asked of it yet
		return nil, errors.Join(fault.New(fault.Busy, "fault.database-away").In("--database").Because(err), writers.Close(), readers.Close())
	}
	return open(ctx, &DB{dialect: postgres, readers: readers}, writers)
}

// durable makes commit wait for the disk, and for the standby where there is
// one, unless the server already asks for more. A server that writes to no disk
// before it answers, or half a page, is refused: nothing here can mend that.
func durable(ctx context.Context, conn *pgx.Conn) error {
	_, err := conn.Exec(ctx, "select set_config('synchronous_commit', 'on', false) "+
		"where current_setting('synchronous_commit') not in ('on', 'remote_apply')")
	if err != nil {
		return err
	}
	var off string
	err = conn.QueryRow(ctx, "select coalesce(min(name), '') from pg_settings where name in ('fsync', 'full_page_writes') and setting <> 'on'").Scan(&off)
	if err == nil && off != "" {
		err = fault.New(fault.Conflict, "fault.database-forgets", fault.A("setting", off))
	}
	return err
}

// AwaitsStandby says whether a commit waits for another server too, so that what
// was acknowledged outlives the disk of this one. SQLite has none.
func (db *DB) AwaitsStandby(ctx context.Context) (bool, error) {
	if db.file.Path != "" {
		return false, nil
	}
	var names string
	err := db.readers.QueryRowContext(ctx, "select current_setting('synchronous_standby_names')").Scan(&names)
	return names != "", failed("standby", err)
}

func open(ctx context.Context, db *DB, writers *sql.DB) (*DB, error) {
	if err := db.migrate(ctx, writers); err != nil {
		return nil, errors.Join(err, db.readers.Close(), writers.Close())
	}
	db.appender.start(&writer{dialect: db.dialect, pool: writers})
	return db, nil
}

func (db *DB) migrate(ctx context.Context, writers *sql.DB) error {
	folder, err := fs.Sub(migrations, "migration")
	if err != nil {
		return fmt.Errorf("store: migrate: %w", err)
	}
	options := []goose.ProviderOption{
		goose.WithTableName("migration"), goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger()),
	}
	if db.goose == goose.DialectPostgres {
		one, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 60))
		if err != nil {
			return fmt.Errorf("store: migrate: %w", err)
		}
		options = append(options, goose.WithSessionLocker(one))
		writers.SetMaxOpenConns(2) // the lock has a connection of its own
		defer writers.SetMaxOpenConns(1)
	}
	provider, err := goose.NewProvider(db.goose, writers, worded{folder, db.words}, options...)
	if err != nil {
		return fmt.Errorf("store: migrate: %w", err)
	}
	_, err = provider.Up(ctx)
	for range 3 {
		if err == nil || ctx.Err() != nil {
			break
		}
		// Another process may have been first: then the next look finds it done.
		_, err = provider.Up(ctx)
	}
	return failed("migrate", err)
}

// Close ends what is under way, refuses what waits and closes the database.
func (db *DB) Close() error {
	err := db.appender.stop()
	db.prepared.Range(func(_, s any) bool { _ = s.(*sql.Stmt).Close(); return true })
	return errors.Join(err, db.readers.Close())
}

// read gives each row of a query to scan. A statement is prepared once.
func (db *DB) read(ctx context.Context, text string, args []any, scan func(*sql.Rows) error) error {
	s, err := db.statement(ctx, text)
	if err != nil {
		return err
	}
	return each(ctx, s, args, scan)
}

func (db *DB) statement(ctx context.Context, text string) (*sql.Stmt, error) {
	count(ctx)
	if s, ok := db.prepared.Load(text); ok {
		return s.(*sql.Stmt), nil
	}
	s, err := db.readers.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	if first, twice := db.prepared.LoadOrStore(text, s); twice {
		_ = s.Close()
		return first.(*sql.Stmt), nil
	}
	return s, nil
}

func each(ctx context.Context, s *sql.Stmt, args []any, scan func(*sql.Rows) error) error {
	rows, err := s.QueryContext(ctx, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}
