package store

import (
	"context"
	"database/sql"
	"errors"

	"amana/domain/fault"
	"amana/domain/ledger"
)

// Letterboxes are the public keys of offices, oldest first.
func (db *DB) Letterboxes(ctx context.Context) ([]Letterbox, error) {
	var all []Letterbox
	err := db.read(ctx, "select office, compartment, epoch, public from letterbox order by office, compartment, epoch", nil,
		func(rows *sql.Rows) error {
			var l Letterbox
			err := rows.Scan(&l.Office, &l.Compartment, &l.Epoch, &l.Public)
			all = append(all, l)
			return err
		})
	return all, failed("letterboxes", err)
}

// Holders are the public keys to which keys of offices are wrapped, by actor.
func (db *DB) Holders(ctx context.Context) (map[ledger.Actor][]byte, error) {
	all := map[ledger.Actor][]byte{}
	err := db.read(ctx, "select actor, public from credential", nil, func(rows *sql.Rows) error {
		var actor sql.RawBytes
		var public []byte
		err := rows.Scan(&actor, &public)
		if err == nil && len(public) > 0 {
			all[ledger.Actor(actor)] = public
		}
		return err
	})
	return all, failed("holders", err)
}

// Salts are those of the credentials, by login: each password that is set has
// another.
func (db *DB) Salts(ctx context.Context) (map[string][]byte, error) {
	all := map[string][]byte{}
	err := db.read(ctx, "select login, salt from credential", nil, func(rows *sql.Rows) error {
		var login string
		var salt []byte
		err := rows.Scan(&login, &salt)
		all[login] = salt
		return err
	})
	return all, failed("salts", err)
}

// Under are some of the persons' keys that an office's keys before an epoch
// wrap, as many as limit at most.
func (db *DB) Under(ctx context.Context, office string, c ledger.Compartment, before, limit int) ([]OwnedDEK, error) {
	var all []OwnedDEK
	err := db.read(ctx, "select s.name, d.compartment, d.epoch, d.office, d.made, d.kek, d.kem, d.wrapped from dek d join stream s on s.id = d.stream "+
		"where d.office = $1 and d.compartment = $2 and d.kek < $3 limit $4", []any{office, int64(c), int64(before), int64(limit)},
		func(rows *sql.Rows) error {
			k, err := owned(rows)
			all = append(all, k)
			return err
		})
	return all, failed("keys under", err)
}

func owned(rows *sql.Rows) (k OwnedDEK, err error) {
	var name sql.RawBytes
	err = rows.Scan(&name, &k.Compartment, &k.Epoch, &k.Office, &k.Made, &k.KEK, &k.KEM, &k.Wrapped)
	if err == nil {
		k.Stream = ledger.Stream(name)
	}
	return k, err
}

// Rewrap puts wraps in place of those there are. A key that was destroyed
// meanwhile stays so.
func (db *DB) Rewrap(ctx context.Context, keys []OwnedDEK) error {
	return db.change(ctx, "rewrap", func(ctx context.Context, w *writer, _ Head) error {
		for _, k := range keys {
			_, err := w.exec(ctx, "update dek set kek = $1, kem = $2, wrapped = $3 "+
				"where stream = (select id from stream where name = $4) and compartment = $5 and epoch = $6 and office = $7",
				int64(k.KEK), int64(k.KEM), k.Wrapped, k.Stream[:], int64(k.Compartment), int64(k.Epoch), k.Office)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// ErrUnder says that keys of persons are still wrapped under what should go.
var ErrUnder = errors.New("store: keys are still wrapped under it")

// Retire deletes an office's keys and letterboxes before an epoch, also from
// where the engine keeps old versions. It fails with ErrUnder while they wrap
// anything; afterwards no write can bring a key under one of them.
func (db *DB) Retire(ctx context.Context, office string, c ledger.Compartment, before int) error {
	which := []any{office, int64(c), int64(before)}
	err := db.appender.submit(ctx, &request{after: db.scrub, do: func(ctx context.Context, w *writer, _ Head) error {
		left := 0
		err := w.query(ctx, "select count(*) from dek where office = $1 and compartment = $2 and kek < $3", which,
			func(rows *sql.Rows) error { return rows.Scan(&left) })
		if err == nil && left > 0 {
			err = ErrUnder
		}
		for _, table := range []string{"kek", "letterbox"} {
			if err == nil {
				_, err = w.exec(ctx, "delete from "+table+" where office = $1 and compartment = $2 and epoch < $3", which...)
			}
		}
		return err
	}})
	if errors.Is(err, ErrUnder) {
		return fault.New(fault.Conflict, "fault.moved").Because(err)
	}
	return failed("retire", err)
}
