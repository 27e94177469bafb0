package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"math/bits"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/ncruces/go-sqlite3"
)

// writer is the one connection through which this process changes the
// database. Only the appender's goroutine uses it.
type writer struct {
	dialect
	pool  *sql.DB
	conn  *sql.Conn
	stmts map[string]*sql.Stmt
}

// patience is how long one transaction may take before the database counts
// as lost.
const patience = 2 * time.Minute

var errStalled = errors.New("store: the database does not answer")

// within runs do in one transaction under the lock of the head row and gives
// the head to it. Nothing of it stays when it fails.
func (w *writer) within(do func(context.Context, Head) error) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := w.start(ctx); err != nil {
		return err
	}
	head, err := w.head(ctx)
	if err == nil {
		err = do(ctx, head)
	}
	if err == nil {
		err = w.commit(ctx)
	}
	if ctx.Err() != nil && err != nil {
		err = fmt.Errorf("%w: %w", errStalled, err)
	}
	if err != nil {
		w.abandon(err)
	}
	return err
}

// start begins a transaction, on a new connection when the old one has gone:
// nothing was done on it yet, so that nobody need hear of it.
func (w *writer) start(ctx context.Context) error {
	if w.conn != nil {
		_, err := w.conn.ExecContext(ctx, w.begin)
		if err == nil || errors.Is(err, sqlite3.BUSY) {
			return err
		}
		w.drop()
	}
	conn, err := w.pool.Conn(ctx)
	if err != nil {
		return err
	}
	w.conn, w.stmts = conn, map[string]*sql.Stmt{}
	_, err = w.conn.ExecContext(ctx, w.begin)
	return err
}

func (w *writer) commit(ctx context.Context) error {
	_, err := w.conn.ExecContext(ctx, "commit")
	return err
}

// afterwards runs statements that cannot be part of a transaction. When one
// fails the connection goes, with what those before it set.
func (w *writer) afterwards(texts []string) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for _, text := range texts {
		if err := w.alone(ctx, text); err != nil {
			w.drop()
			return err
		}
	}
	return nil
}

// alone runs one of them. SQLite's checkpoint does not fail where others still
// read: the first column of its only row says so.
func (w *writer) alone(ctx context.Context, text string) error {
	rows, err := w.conn.QueryContext(ctx, text)
	if err != nil {
		return err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	for rows.Next() && len(columns) > 0 && columns[0] == "busy" {
		var busy, pages, moved int64
		if err := rows.Scan(&busy, &pages, &moved); err != nil {
			return err
		}
		if busy != 0 {
			return sqlite3.BUSY
		}
	}
	return rows.Err()
}

// abandon undoes what was begun. The engine may have done so by itself.
func (w *writer) abandon(because error) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if w.conn == nil {
		return
	}
	_, err := w.conn.ExecContext(ctx, "rollback")
	if lost(because) || err != nil && lost(err) {
		w.drop()
	}
}

// drop closes the connection for good, so that the pool does not hand out one
// in the middle of a transaction.
func (w *writer) drop() {
	if w.conn == nil {
		return
	}
	for _, s := range w.stmts {
		_ = s.Close()
	}
	_ = w.conn.Raw(func(any) error { return driver.ErrBadConn })
	_ = w.conn.Close()
	w.conn, w.stmts = nil, nil
}

func (w *writer) stmt(ctx context.Context, text string) (*sql.Stmt, error) {
	if s := w.stmts[text]; s != nil {
		return s, nil
	}
	s, err := w.conn.PrepareContext(ctx, text)
	if err == nil {
		w.stmts[text] = s
	}
	return s, err
}

func (w *writer) exec(ctx context.Context, text string, args ...any) (int64, error) {
	s, err := w.stmt(ctx, text)
	if err != nil {
		return 0, err
	}
	done, err := s.ExecContext(ctx, args...)
	if err != nil {
		return 0, err
	}
	return done.RowsAffected()
}

// query gives each row to scan.
func (w *writer) query(ctx context.Context, text string, args []any, scan func(*sql.Rows) error) error {
	s, err := w.stmt(ctx, text)
	if err != nil {
		return err
	}
	return each(ctx, s, args, scan)
}

// statement is one that changes the database, with what it is given.
type statement struct {
	text string
	args []any
}

// inserts are the statements that write the rows that were gathered, each so many
// rows as a power of two: few texts, which the engine has planned already.
func (w *writer) inserts(sets ...*rowset) (do []statement) {
	for _, r := range sets {
		width := r.into.width()
		for args := r.args; len(args) > 0; {
			n := 1 << (bits.Len(uint(min(len(args)/width, w.rows))) - 1)
			do = append(do, statement{r.into.insert(n), args[:n*width]})
			args = args[n*width:]
		}
	}
	return do
}

// all runs statements one after the other. PostgreSQL gets them together and is waited
// for once.
func (w *writer) all(ctx context.Context, do []statement) error {
	if !w.together {
		for _, s := range do {
			if _, err := w.exec(ctx, s.text, s.args...); err != nil {
				return err
			}
		}
		return nil
	}
	var batch pgx.Batch
	for _, s := range do {
		batch.Queue(s.text, s.args...)
	}
	return w.conn.Raw(func(conn any) error { return conn.(*stdlib.Conn).Conn().SendBatch(ctx, &batch).Close() })
}

const selectHead = "select size, streams, jobs, recorded, known, register from head where one = 1"

func (w *writer) head(ctx context.Context) (h Head, err error) {
	err = w.query(ctx, selectHead+w.lock, nil, h.scan)
	return h, err
}
