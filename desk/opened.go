package desk

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/ledger"
	"amana/domain/staff"
	"amana/seal"
)

// opened counts, on a field node, by how many sessions each key of an office is
// open, so that it leaves the memory with the last of them.
type opened struct {
	mu   sync.Mutex
	held map[seal.KEKID]int
	n    atomic.Int64 // grows whenever keys come or go
}

func (o *opened) state() int64 { return o.n.Load() }

// changed forgets everything that was folded with the keys there were.
func (o *opened) changed(d *Desk) {
	o.n.Add(1)
	d.files.clear()
	d.kept.forget()
	d.patterns.forget()
}

// userKeyPurpose is for what an officer's key pair follows from their seed: one
// password opens both that and the key they sign with.
const userKeyPurpose = "amana-user-kem/v1"

// openFor opens, on a field node, the keys of offices that an officer holds and
// that their roles entitle them to now.
func (d *Desk) openFor(ctx context.Context, id ledger.Actor, u staff.State, seed []byte) ([]seal.KEKID, error) {
	if d.node.Hub {
		return nil, nil
	}
	keks, err := d.db.KEKs(ctx)
	if err != nil {
		return nil, err
	}
	own, err := seal.DeriveRoleKey(seed, userKeyPurpose)
	if err != nil {
		return nil, err
	}
	var ids []seal.KEKID
	var keys []seal.KEK
	for _, k := range keks {
		if k.Holder != id.String() || !d.entitled(id, u, k.Office).Has(k.Compartment) {
			continue
		}
		one := seal.KEKID{Office: k.Office, Compartment: k.Compartment, Epoch: k.Epoch}
		kek, err := own.OpenKEK(one, k.Wrapped)
		if err != nil {
			return nil, fmt.Errorf("opening the keys of an office: %w", err)
		}
		ids, keys = append(ids, one), append(keys, kek)
	}
	d.hold(ids, keys)
	clear(keys)
	return ids, nil
}

// entitled are the compartments of an office that a user's roles open: not
// those of a case here and there that the user is called to, for an office's key
// opens them all.
func (d *Desk) entitled(id ledger.Actor, u staff.State, office string) ledger.Set {
	a := access.Actor{ID: id, Roles: u.Roles, Office: u.Office}
	if office == Programme {
		return d.reasons(a, d.roles.View(a, access.Subject{}).All())
	}
	return d.roles.View(a, access.Subject{Kind: string(casefile.Person), Office: office}).All()
}

// hold puts keys into the ring on behalf of one session.
func (d *Desk) hold(ids []seal.KEKID, keys []seal.KEK) {
	o := &d.opened
	o.mu.Lock()
	defer o.mu.Unlock()
	for i, id := range ids {
		if o.held[id]++; o.held[id] == 1 {
			d.ring.Add(id, keys[i])
		}
	}
	if len(ids) > 0 {
		o.changed(d)
	}
}

// release wipes what a session opened, but for what another still holds.
func (d *Desk) release(s *session) {
	o := &d.opened
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, id := range s.holds {
		if o.held[id]--; o.held[id] == 0 {
			delete(o.held, id)
			d.ring.Drop(id)
		}
	}
	if len(s.holds) > 0 {
		o.changed(d)
	}
}

// end ends the sessions that are over by some measure.
func (d *Desk) end(over func(*session) bool) {
	d.sessions.mu.Lock()
	defer d.sessions.mu.Unlock()
	for digest, s := range d.sessions.open {
		if over(s) {
			delete(d.sessions.open, digest)
			d.release(s)
		}
	}
}

// EndIdle ends the sessions that nobody used for too long, so that their keys
// do not wait in memory for the next request, those of users who were revoked by
// another process of this node, and those that a password of before opened.
func (d *Desk) EndIdle(ctx context.Context) error {
	if err := d.register.fresh(ctx, d); err != nil {
		return err
	}
	begun := d.sessions.all()
	salts, err := d.db.Salts(ctx) // after that: a session is never older than what is read of its credential
	if err != nil {
		return err
	}
	now := d.Moment()
	d.end(func(s *session) bool {
		u, known := d.register.now().User(s.user)
		return s.over(now) || !known || u.Revoked || begun[s] && !bytes.Equal(salts[s.login], s.salt)
	})
	return nil
}

// endRevoked ends the sessions of users whose rights ended.
func (d *Desk) endRevoked(users []ledger.Actor) {
	if len(users) > 0 {
		d.end(func(s *session) bool { return slices.Contains(users, s.user) })
	}
}
