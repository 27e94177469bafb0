package store

import (
	"context"
	"database/sql"
	"time"

	"amana/domain/ledger"
)

// KEKs are all wrapped keys of offices.
func (db *DB) KEKs(ctx context.Context) ([]KEK, error) {
	var keks []KEK
	err := db.read(ctx, "select office, compartment, epoch, holder, kem, wrapped from kek order by office, compartment, epoch, holder", nil,
		func(rows *sql.Rows) error {
			var k KEK
			err := rows.Scan(&k.Office, &k.Compartment, &k.Epoch, &k.Holder, &k.KEM, &k.Wrapped)
			keks = append(keks, k)
			return err
		})
	return keks, failed("keks", err)
}

// Attachment is a picture or sound of a stream.
func (db *DB) Attachment(ctx context.Context, stream ledger.Stream, hash [32]byte) (Attachment, error) {
	a := Attachment{Hash: hash}
	err := db.one(ctx, "select compartment, sealed from attachment where stream = (select id from stream where name = $1) and hash = $2",
		[]any{stream[:], hash[:]}, &a.Compartment, &a.Sealed)
	return a, failed("attachment", err)
}

// Credential is what the login opens.
func (db *DB) Credential(ctx context.Context, login []byte) (Credential, error) {
	c := Credential{Login: login}
	var actor []byte
	var until int64
	err := db.one(ctx, "select actor, salt, params, verifier, sealed, public, failures, locked_until from credential where login = $1", []any{login},
		&actor, &c.Salt, &c.Params, &c.Verifier, &c.Sealed, &c.Public, &c.Failures, &until)
	if err != nil {
		return Credential{}, failed("credential", err)
	}
	c.Actor, c.LockedUntil = ledger.Actor(actor), moment(until)
	return c, nil
}

// Refused counts a failed sign-in. The failure that makes it limit, and each
// after it, locks the login until the time until.
func (db *DB) Refused(ctx context.Context, login []byte, limit int, until time.Time) error {
	return db.change(ctx, "refused", func(ctx context.Context, w *writer, _ Head) error {
		_, err := w.exec(ctx, "update credential set failures = failures + 1, "+
			"locked_until = case when failures + 1 >= $1 then $2 else locked_until end where login = $3", int64(limit), seconds(until), login)
		return err
	})
}

// Admitted forgets the failures of a login.
func (db *DB) Admitted(ctx context.Context, login []byte) error {
	return db.change(ctx, "admitted", func(ctx context.Context, w *writer, _ Head) error {
		_, err := w.exec(ctx, "update credential set failures = 0, locked_until = 0 where login = $1", login)
		return err
	})
}

// Erase deletes what was sealed in a stream, the wraps of its keys, its rows and
// the drafts about it, also from where the engine keeps old versions. The log stays. The statistic compartment stays: it names
// nobody and its key is the programme's. Erasing twice is not an error.
func (db *DB) Erase(ctx context.Context, name ledger.Stream) error {
	return failed("erase", db.appender.submit(ctx, &request{after: db.scrub, do: func(ctx context.Context, w *writer, _ Head) error {
		var id int64
		if err := w.query(ctx, "select id from stream where name = $1", []any{name[:]}, func(rows *sql.Rows) error { return rows.Scan(&id) }); err != nil || id == 0 {
			return err
		}
		for _, e := range []struct {
			text string
			args []any
		}{
			{"delete from dek where stream = $1 and compartment <> $2", []any{id, int64(ledger.Statistic)}},
			{"delete from blob where slot >= $1 and slot < $2 and (slot & 7) <> $3", []any{id << 35, (id + 1) << 35, int64(ledger.Statistic)}},
			{"delete from attachment where stream = $1", []any{id}},
			{"delete from draft where stream = $1", []any{id}},
			{"delete from row where stream = $1", []any{id}},
			{"delete from row_caller where stream = $1", []any{id}},
			{"delete from row_blob where slot >= $1 and slot < $2", []any{id << 3, (id + 1) << 3}},
			{"delete from state where slot >= $1 and slot < $2", []any{id << 8, (id + 1) << 8}},
		} {
			if _, err := w.exec(ctx, e.text, e.args...); err != nil {
				return err
			}
		}
		return w.tookAway(ctx)
	}}))
}

// Scrub leaves no old version of a key behind that was deleted or replaced, where
// the engine keeps such. It is Busy while others read the keys: repeat it.
func (db *DB) Scrub(ctx context.Context) error {
	nothing := func(context.Context, *writer, Head) error { return nil }
	return failed("scrub", db.appender.submit(ctx, &request{after: db.scrub, do: nothing}))
}
