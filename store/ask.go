package store

import (
	"context"
	"database/sql"
	"strconv"

	"amana/domain/fault"
	"amana/domain/ledger"
)

// Receipt is the receipt of a command that was stored before. It fails with
// ErrMissing when none was, and with a Conflict when the id was used by another
// actor or for something else.
func (db *DB) Receipt(ctx context.Context, c Command) (Receipt, error) {
	var actor, body, stream, leaf []byte
	r := Receipt{Repeated: true}
	err := db.one(ctx, "select actor, body, stream, leaf, idx, status from command where id = $1", []any{c.ID[:]},
		&actor, &body, &stream, &leaf, &r.Index, &r.Status)
	if err != nil {
		return Receipt{}, failed("receipt", err)
	}
	if ledger.Actor(actor) != c.Actor || [32]byte(body) != c.BodyHash {
		return Receipt{}, errReused
	}
	r.Stream, r.Leaf = ledger.Stream(stream), ledger.Hash(leaf)
	return r, nil
}

// Reserve takes the next n numbers of the counter kept under key, for this
// process alone, and returns the first. The first number of all is 0.
func (db *DB) Reserve(ctx context.Context, key string, n int64) (int64, error) {
	var first int64
	err := db.change(ctx, "reserve", func(ctx context.Context, w *writer, _ Head) error {
		value := ""
		err := w.query(ctx, "select value from mark where key = $1", []any{key}, func(rows *sql.Rows) error { return rows.Scan(&value) })
		if err != nil {
			return err
		}
		if value != "" {
			if first, err = strconv.ParseInt(value, 10, 64); err != nil {
				return fault.New(fault.Conflict, "fault.counter").Because(err)
			}
		}
		_, err = w.exec(ctx, "insert into mark (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value",
			key, strconv.FormatInt(first+n, 10))
		return err
	})
	if err != nil {
		return 0, err // whose context ended may leave do running: first is not the caller's then
	}
	return first, nil
}

// DEKs are the wrapped keys of a stream.
func (db *DB) DEKs(ctx context.Context, name ledger.Stream) ([]DEK, error) {
	s, err := db.statement(ctx, "select compartment, epoch, office, made, kek, kem, wrapped from dek where stream = (select id from stream where name = $1)")
	if err != nil {
		return nil, failed("keys", err)
	}
	rows, err := s.QueryContext(ctx, name[:])
	if err != nil {
		return nil, failed("keys", err)
	}
	defer rows.Close()
	var keys []DEK
	for rows.Next() {
		var k DEK
		if err := rows.Scan(&k.Compartment, &k.Epoch, &k.Office, &k.Made, &k.KEK, &k.KEM, &k.Wrapped); err != nil {
			return nil, failed("keys", err)
		}
		keys = append(keys, k)
	}
	return keys, failed("keys", rows.Err())
}
