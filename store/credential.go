package store

import "context"

// SetCredential puts c in place of what its login opens now.
func (db *DB) SetCredential(ctx context.Context, c Credential) error {
	return db.change(ctx, "set credential", func(ctx context.Context, w *writer, _ Head) error {
		r := rowset{into: intoCredential}
		r.add(c.Login, c.Actor[:], filled(c.Salt), c.Params, filled(c.Verifier), filled(c.Sealed), filled(c.Public), int64(c.Failures), seconds(c.LockedUntil))
		return w.all(ctx, w.inserts(&r))
	})
}
