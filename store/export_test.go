package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
)

// Migrations are the embedded migrations.
var Migrations = migrations

// Commits counts the transactions that stored writes. Close first.
func (db *DB) Commits() int64 { return db.appender.commits }

// Waiting is how many requests wait in the appender's queue.
func (db *DB) Waiting() int { return len(db.appender.queue) }

// Exec runs a statement on the connection that writes.
func (db *DB) Exec(ctx context.Context, text string) error {
	return db.change(ctx, "exec", func(ctx context.Context, w *writer, _ Head) error {
		_, err := w.exec(ctx, text)
		return err
	})
}

// Hold keeps the appender, and with it the lock of the log, until release is closed.
func (db *DB) Hold(ctx context.Context, held chan<- struct{}, release <-chan struct{}) error {
	return db.change(ctx, "hold", func(context.Context, *writer, Head) error {
		close(held)
		<-release
		return nil
	})
}

// TableNames are the tables that the database has.
func (db *DB) TableNames(ctx context.Context) (names []string, err error) {
	err = db.read(ctx, db.tables, nil, func(rows *sql.Rows) error {
		var name string
		err := rows.Scan(&name)
		names = append(names, name)
		return err
	})
	return names, err
}

// Digest is a hash over all rows of a table, and their number.
func (db *DB) Digest(ctx context.Context, table string) (string, error) {
	rows, err := db.readers.QueryContext(ctx, "select * from "+table)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return "", err
	}
	var all []string
	for rows.Next() {
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			return "", err
		}
		all = append(all, fmt.Sprintf("%x", values))
	}
	slices.Sort(all)
	sum := sha256.Sum256([]byte(strings.Join(all, "\n")))
	return fmt.Sprint(len(all), " rows ", hex.EncodeToString(sum[:8])), rows.Err()
}

// QueryRow reads one row on a connection for reading.
func (db *DB) QueryRow(ctx context.Context, text string, into ...any) error {
	return db.readers.QueryRowContext(ctx, text).Scan(into...)
}

// CopyTo is Backup without its checks.
func (db *DB) CopyTo(ctx context.Context, path string) error { return db.copyTo(ctx, path, nil) }

// Setting is what the connection that writes says of one of its settings.
func (db *DB) Setting(ctx context.Context, text string) (value string, err error) {
	err = db.change(ctx, "setting", func(ctx context.Context, w *writer, _ Head) error {
		return w.query(ctx, text, nil, func(rows *sql.Rows) error { return rows.Scan(&value) })
	})
	return value, err
}
