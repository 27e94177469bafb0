package desk

import (
	"context"
	"slices"

	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/key"
	"amana/domain/ledger"
	"amana/seal"
	"amana/store"
)

// Rotated says what a rotation did.
type Rotated struct {
	Keys    []seal.KEKID `json:"keys"`    // that are new
	Wrapped int64        `json:"wrapped"` // persons' keys that were wrapped again
	Left    int          `json:"left"`    // compartments whose keys are not open here
}

// rewrapTogether is how many keys are wrapped again in one transaction.
const rewrapTogether = 500

// Rotate makes new keys of an office: after an officer left, or a key was lost.
// New persons and new events are sealed under them; what the old keys wrapped
// is wrapped again; the old keys are destroyed. On a field node whoever rotates
// must hold the old key, and the new one goes to those who held it and still
// may. Whoever is signed in elsewhere must sign in again. A rotation that was
// cut off is finished by the next. told, if not nil, hears how many keys are
// wrapped again.
func (d *Desk) Rotate(ctx context.Context, who Actor, office string, told func(keys int64)) (done Rotated, err error) {
	if err := d.roles.May(who.Actor, "user.admit", access.Subject{Kind: string(casefile.User)}); err != nil {
		return done, err
	}
	if !d.HasOffice(office) {
		return done, d.NoSuchOffice().In("office")
	}
	if err := d.register.load(ctx, d); err != nil {
		return done, err
	}
	keks, err := d.db.KEKs(ctx)
	if err != nil {
		return done, err
	}
	for _, c := range ledger.Compartments {
		old := slices.DeleteFunc(slices.Clone(keks), func(k store.KEK) bool { return k.Office != office || k.Compartment != c })
		if len(old) == 0 || nodeOpens(office, c) { // by the programme's own key things are found, for good
			continue
		}
		if !d.holdsAll(who, old) {
			done.Left++
			continue
		}
		id, err := d.rotate(ctx, who, old, func(keys int) {
			if done.Wrapped += int64(keys); told != nil {
				told(done.Wrapped)
			}
		})
		if err != nil {
			return done, err
		}
		done.Keys = append(done.Keys, id)
	}
	if len(done.Keys) == 0 {
		return done, fault.New(fault.Denied, "fault.keys-not-held")
	}
	return done, d.offices.load(ctx, d)
}

// holdsAll says whether who rotates may open all these keys.
func (d *Desk) holdsAll(who Actor, keks []store.KEK) bool {
	return !slices.ContainsFunc(keks, func(k store.KEK) bool {
		id := seal.KEKID{Office: k.Office, Compartment: k.Compartment, Epoch: k.Epoch}
		return !d.ring.Has(id) || !d.node.Hub && !slices.Contains(who.holds, id)
	})
}

// rotate makes the next key after old, which are all of one office and
// compartment, and retires these.
func (d *Desk) rotate(ctx context.Context, who Actor, old []store.KEK, wrapped func(keys int)) (id seal.KEKID, err error) {
	if id, err = d.renew(ctx, who, old); err != nil {
		return id, err
	}
	if !d.node.Hub { // the session that rotates does not keep it: no password opened it
		defer d.ring.Drop(id)
	}
	defer d.opened.changed(d)
	for range attempts { // another process of this node may still wrap with the old key
		if err = d.rewrapAll(ctx, id, wrapped); err == nil {
			err = d.db.Retire(ctx, id.Office, id.Compartment, id.Epoch)
		}
		if fault.KindOf(err) != fault.Conflict {
			break
		}
	}
	return id, err
}

// renew makes the next key after old, gives it to who may hold it, and records
// it. From then on it is the one that new keys of persons are wrapped with.
func (d *Desk) renew(ctx context.Context, who Actor, old []store.KEK) (seal.KEKID, error) {
	last := slices.MaxFunc(old, func(a, b store.KEK) int { return a.Epoch - b.Epoch })
	id := seal.KEKID{Office: last.Office, Compartment: last.Compartment, Epoch: last.Epoch + 1}
	var made officeKeys
	err := d.newKey(id, &made)
	if err == nil {
		err = d.wrapForHolders(ctx, id, last.Epoch, old, &made)
	}
	if err == nil {
		err = d.ownBy(ctx, who, key.OfficeRotated{Office: id.Office, Compartment: id.Compartment, Epoch: id.Epoch}, made.write())
	}
	if err != nil {
		d.ring.Drop(id)
		return id, err
	}
	d.offices.put(id, made.boxes[0].Public)
	return id, nil
}

// rewrapAll wraps under the key called id what the keys before it wrap.
func (d *Desk) rewrapAll(ctx context.Context, id seal.KEKID, wrapped func(keys int)) error {
	for {
		under, err := d.db.Under(ctx, id.Office, id.Compartment, id.Epoch, rewrapTogether)
		if err != nil || len(under) == 0 {
			return err
		}
		for i := range under {
			if err := d.rewrap(id, &under[i]); err != nil {
				return err
			}
		}
		if err := d.db.Rewrap(ctx, under); err != nil {
			return err
		}
		wrapped(len(under))
	}
}

// wrapForHolders wraps a new key for those who held the one before and may.
func (d *Desk) wrapForHolders(ctx context.Context, id seal.KEKID, before int, old []store.KEK, made *officeKeys) error {
	holders, err := d.db.Holders(ctx)
	if err != nil {
		return err
	}
	for _, k := range old {
		if k.Epoch != before {
			continue
		}
		to := d.keys.Role.Public()
		if k.Holder != string(access.Node) {
			var actor ledger.Actor
			if err := actor.UnmarshalText([]byte(k.Holder)); err != nil {
				return err
			}
			u, known := d.register.now().User(actor)
			to = holders[actor]
			if !known || u.Revoked || opensHash(to) != u.Opens || !d.entitled(actor, u, k.Office).Has(k.Compartment) {
				continue
			}
		}
		if err := d.wrapKey(id, k.Holder, to, made); err != nil {
			return err
		}
	}
	return nil
}

// rewrap wraps a person's key under the key called id instead.
func (d *Desk) rewrap(id seal.KEKID, k *store.OwnedDEK) error {
	opened, err := d.openDEK(k.Stream, &k.DEK)
	if err != nil {
		return err
	}
	k.KEK, k.KEM = id.Epoch, 0
	k.Wrapped, err = d.ring.Wrap(id, k.Stream, k.Epoch, opened, nil)
	return err
}
