package store

import (
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"syscall"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/ncruces/go-sqlite3"

	"amana/domain/fault"
)

var (
	// ErrMoved says that a stream has grown since it was decided on: load it
	// and decide again.
	ErrMoved = errors.New("store: a stream moved")

	// ErrMissing says that there is no such thing in the store.
	ErrMissing = errors.New("store: no such thing")

	// ErrKey says that the key does not open the file.
	ErrKey = errors.New("store: the key does not open this file, or it is no Amana store")

	errClosed = errors.New("store: closed")
)

// failed wraps err with what was tried. A full disk and a lost database become
// faults that say so: both pass, and the same call may be repeated.
func failed(doing string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, sql.ErrNoRows):
		return fmt.Errorf("store: %s: %w", doing, ErrMissing)
	case full(err):
		return fault.New(fault.Busy, "fault.disk-full").Because(fmt.Errorf("store: %s: %w", doing, err))
	case lost(err):
		return fault.New(fault.Busy, "fault.database-lost").Because(fmt.Errorf("store: %s: %w", doing, err))
	}
	return fmt.Errorf("store: %s: %w", doing, err)
}

// full says whether there is no room: on the disk, or in what this user may
// have of it. The driver does not tell SQLite why a write to the file failed:
// any that fails counts as one for which there was no room.
func full(err error) bool {
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		return pg.Code == "53100"
	}
	for _, none := range []error{sqlite3.FULL, sqlite3.IOERR_WRITE, sqlite3.IOERR_SHMSIZE, syscall.ENOSPC, syscall.EDQUOT} {
		if errors.Is(err, none) {
			return true
		}
	}
	return false
}

func lost(err error) bool {
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		// Connection exceptions, too many connections, shutting down or starting, and a lock that others keep.
		return strings.HasPrefix(pg.Code, "08") || pg.Code == "53300" || pg.Code == "55P03" || strings.HasPrefix(pg.Code, "57P") || pg.Code == "58030"
	}
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return true
	}
	if _, ok := errors.AsType[*net.OpError](err); ok {
		return true
	}
	for _, gone := range []error{driver.ErrBadConn, sql.ErrConnDone, io.EOF, io.ErrUnexpectedEOF, net.ErrClosed,
		syscall.EPIPE, syscall.ECONNRESET, errStalled,
		sqlite3.IOERR, sqlite3.CANTOPEN, sqlite3.BUSY, sqlite3.READONLY} {
		if errors.Is(err, gone) {
			return true
		}
	}
	return pgconn.SafeToRetry(err) || strings.Contains(err.Error(), "conn closed")
}
