package desk

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"

	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/key"
	"amana/domain/ledger"
	"amana/seal"
	"amana/store"
)

// RenewEntryKey makes the node another key to sign entries with, and revokes
// every other: because somebody else may have it, or it is old. keep must have
// the key file on disk when it returns. If the program ends before that, the key
// that was enrolled is nobody's; if after, doing it again revokes what is left.
// Every other process of the node is refused from then on, until it starts with
// the new key file.
func (d *Desk) RenewEntryKey(ctx context.Context, who Actor, reason string, keep func(*seal.KeyFile) error) (key.ID, error) {
	var none key.ID
	if err := d.roles.May(who.Actor, keyAct, access.Subject{Kind: string(casefile.User)}); err != nil {
		return none, err
	}
	_, entry, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return none, err
	}
	next := *d.keys
	next.Entry = entry
	public := seal.PublicOf(entry)
	if err := d.ownBy(ctx, who, seal.Enrolment(d.node.Name, d.keys.Identity, public), store.Write{}); err != nil {
		return none, err
	}
	if err := keep(&next); err != nil {
		return none, err
	}
	d.keys, d.signer = &next, seal.NewSigner(entry)
	signing, err := d.signing(ctx)
	if err != nil {
		return none, err
	}
	for _, id := range signing {
		if id == key.IDOf(public) {
			continue
		}
		if err := d.ownBy(ctx, who, key.Revoked{KID: id, Reason: reason}, store.Write{}); err != nil {
			return none, err
		}
	}
	return key.IDOf(public), nil
}

// keyAct is the act that renewing an entry key asks for: ending what signs.
const keyAct = "user.revoke"

// signing are the keys that may sign entries, oldest first.
func (d *Desk) signing(ctx context.Context) ([]key.ID, error) {
	content, err := d.db.Stream(ctx, ledger.Stream(d.node.Actor))
	if err != nil {
		return nil, err
	}
	f, err := d.fold(&content)
	if err != nil {
		return nil, err
	}
	revoked, ids := map[key.ID]bool{}, []key.ID(nil)
	for i := range f.Events {
		if b, ok := f.Events[i].Body.(key.Revoked); ok {
			revoked[b.KID] = true
		}
	}
	for i := range f.Events {
		if b, ok := f.Events[i].Body.(key.Enrolled); ok && !revoked[b.KID] {
			ids = append(ids, b.KID)
		}
	}
	return ids, nil
}

// MayRecord fails where this process can record nothing before it starts again: a
// Busy fault, since others of the node can.
func (d *Desk) MayRecord(ctx context.Context) error { return d.catchUp(ctx) }

// maySign fails while the key of this process is revoked: what it signed would
// make the log one that nobody accepts.
func (d *Desk) maySign(ctx context.Context) error {
	ids, err := d.signing(ctx)
	if err != nil {
		return err
	}
	own := key.IDOf(seal.PublicOf(d.keys.Entry))
	for _, id := range ids {
		if id == own {
			return nil
		}
	}
	return fault.New(fault.Busy, "fault.entry-key-revoked")
}
