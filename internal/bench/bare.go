package main

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"github.com/ncruces/go-sqlite3"
	sqlitedriver "github.com/ncruces/go-sqlite3/driver"
	_ "github.com/ncruces/go-sqlite3/vfs/adiantum" // the encrypting file system
)

// bare is one plain connection to an encrypted file of the store's schema, with
// the store's settings. The baselines write through one; what the program wrote
// is read through another.
type bare struct {
	db    *sql.DB
	stmts map[string]*sql.Stmt
}

func openBare(path, hexKey string) (*bare, error) {
	db, err := sqlitedriver.Open("file:"+path+"?vfs=adiantum", func(c *sqlite3.Conn) error {
		return c.Exec("pragma hexkey = '" + hexKey + "'; pragma busy_timeout = 10000; pragma temp_store = memory; pragma journal_mode = wal; " +
			"pragma synchronous = full; pragma secure_delete = on; pragma cache_size = -32768; pragma wal_autocheckpoint = 4000")
	})
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return &bare{db, map[string]*sql.Stmt{}}, nil
}

func (p *bare) close() error { return p.db.Close() }

func (p *bare) stmt(ctx context.Context, text string) (*sql.Stmt, error) {
	if s := p.stmts[text]; s != nil {
		return s, nil
	}
	s, err := p.db.PrepareContext(ctx, text)
	if err == nil {
		p.stmts[text] = s
	}
	return s, err
}

// into is a table with the columns that the program writes. The first of them
// names a row; a row that is there already is replaced where again says so.
type into struct {
	table   string
	columns []string
	again   bool
}

// tables are those that commands about cases write, parents first.
var tables = map[string]into{
	"stream":   {"stream", []string{"id", "name", "class", "subject", "office", "heads", "depth", "length"}, true},
	"entry":    {"entry", []string{"pos", "depth", "idx", "leaf", "bytes"}, false},
	"leaf":     {"leaf", []string{"idx", "hash", "pos"}, false},
	"tile":     {"tile", []string{"n", "root"}, false},
	"blob":     {"blob", []string{"slot", "epoch", "sealed"}, false},
	"dek":      {"dek", []string{"stream", "compartment", "epoch", "office", "made", "kek", "kem", "wrapped"}, false},
	"row":      {"row", []string{"stream", "subject", "office", "movement", "status", "next_due", "number_key", "version"}, true},
	"row_blob": {"row_blob", []string{"slot", "sealed"}, true},
	"state":    {"state", []string{"slot", "heads", "version", "sealed"}, true},
	"outbox":   {"outbox", []string{"id", "kind", "stream", "due", "payload", "holder", "leased", "tries"}, false},
	"command":  {"command", []string{"id", "actor", "body", "stream", "leaf", "idx", "status", "at"}, false},
}

func (t into) insert() string {
	params := make([]string, len(t.columns))
	var sets []string
	for i, c := range t.columns {
		params[i] = fmt.Sprintf("$%d", i+1)
		if i > 0 {
			sets = append(sets, c+" = excluded."+c)
		}
	}
	text := "insert into " + t.table + " (" + strings.Join(t.columns, ", ") + ") values (" + strings.Join(params, ", ") + ")"
	if t.again {
		text += " on conflict (" + t.columns[0] + ") do update set " + strings.Join(sets, ", ")
	}
	return text
}

// written is one row that the program wrote.
type written struct {
	table string
	args  []any
}

// read adds the rows of a table for which a condition holds. from may join
// others to it; the table itself is then called t.
func (p *bare) read(ctx context.Context, rows []written, table, condition string, args ...any) ([]written, error) {
	t := tables[table]
	s, err := p.stmt(ctx, "select t."+strings.Join(t.columns, ", t.")+" from "+condition)
	if err != nil {
		return nil, err
	}
	found, err := s.QueryContext(ctx, args...)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	for found.Next() {
		values, at := make([]any, len(t.columns)), make([]any, len(t.columns))
		for i := range values {
			at[i] = &values[i]
		}
		if err := found.Scan(at...); err != nil {
			return nil, err
		}
		rows = append(rows, written{table, values})
	}
	return rows, found.Err()
}

// logged is what a stretch of the log put into the tables of the log and the
// vault: entries from index first to before next.
func (p *bare) logged(ctx context.Context, first, next int64) (rows []written, err error) {
	const width = 256
	for _, part := range []struct {
		table, condition string
		from, to         int64
	}{
		{"entry", "leaf l join entry t on t.pos = l.pos where l.idx >= $1 and l.idx < $2 order by l.idx", first, next},
		{"leaf", "leaf t where t.idx >= $1 and t.idx < $2 order by t.idx", first, next},
		{"tile", "tile t where t.n >= $1 and t.n < $2", first / width, next / width},
		{"blob", "leaf l join blob t on t.slot >= l.pos << 3 and t.slot < (l.pos + 1) << 3 where l.idx >= $1 and l.idx < $2 order by t.slot", first, next},
	} {
		if rows, err = p.read(ctx, rows, part.table, part.condition, part.from, part.to); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// shown is what an act writes once for a stream: its head and its row as they are now.
func (p *bare) shown(ctx context.Context, stream int64) (rows []written, err error) {
	for _, part := range []struct {
		table, condition string
	}{
		{"stream", "stream t where t.id = $1"},
		{"row", "row t where t.stream = $1"},
		{"row_blob", "row_blob t where t.slot >= $1 << 3 and t.slot < ($1 + 1) << 3"},
	} {
		if rows, err = p.read(ctx, rows, part.table, part.condition, stream); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// store writes rows in one transaction, one prepared statement a row, and says
// how long that took.
func (p *bare) store(ctx context.Context, rows []written, size int64) (time.Duration, error) {
	stmts := make([]*sql.Stmt, len(rows))
	for i := range rows {
		s, err := p.stmt(ctx, tables[rows[i].table].insert())
		if err != nil {
			return 0, err
		}
		stmts[i] = s
	}
	head, err := p.stmt(ctx, "update head set size = $1 where one = 1")
	if err != nil {
		return 0, err
	}
	start := time.Now()
	tx, err := p.db.BeginTx(ctx, nil)
	if err != nil {
		return 0, err
	}
	for i := range rows {
		if _, err := tx.StmtContext(ctx, stmts[i]).ExecContext(ctx, rows[i].args...); err != nil {
			return 0, fmt.Errorf("%s: %w", rows[i].table, err)
		}
	}
	if _, err := tx.StmtContext(ctx, head).ExecContext(ctx, size); err != nil {
		return 0, err
	}
	if err := tx.Commit(); err != nil {
		return 0, err
	}
	return time.Since(start), nil
}
