package desk

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"

	"amana/desk/dossier"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/key"
	"amana/domain/ledger"
	"amana/seal"
	"amana/store"
)

// Backup is what a node is restored from.
type Backup struct {
	Store  *store.DB       // the copy, without its keys; jobs in it are taken
	Keys   store.Apart     // which were kept apart
	Role   *seal.RoleKey   // that opens the keys of offices in Keys
	Erased []ledger.Stream // since the copy was made
}

// Restored says what a restore did.
type Restored struct {
	Entries int64 `json:"entries"` // taken over
	Erased  int64 `json:"erased"`  // streams that stay unreadable
}

// numbersSkipped is how many case numbers a restore leaves out: some may have
// been given after the copy was made, and none is ever given twice.
const numbersSkipped = 1000

// Restore opens a new log, with the keys of c, in an empty store, and takes
// every stream of a backup over into it. Old entries stand in it byte for byte
// as they were signed: the new log first enrols the keys that signed them, and
// revokes these at its end. The old log itself is never continued, because
// nobody can know how much of it others have seen. What was erased stays
// erased. Rows are taken over too, so that every case is found, and a no taken,
// before anybody has signed in.
func Restore(ctx context.Context, c Config, b Backup, done func(entries int64)) (Restored, error) {
	if size, err := c.Store.Size(ctx); err != nil || size > 0 {
		if err == nil {
			err = fault.New(fault.Conflict, "fault.founded-already")
		}
		return Restored{}, err
	}
	c.Leap = 0 // however old the copy is
	r := restoring{Desk: newDesk(c), from: b.Store, done: done, erased: map[ledger.Stream]bool{}, deks: map[ledger.Stream][]store.DEK{}}
	defer r.Close()
	for _, s := range b.Erased {
		r.erased[s] = true
	}
	for _, k := range b.Keys.DEKs {
		r.deks[k.Stream] = append(r.deks[k.Stream], k.DEK)
	}
	r.credentials = map[ledger.Actor][]store.Credential{}
	for _, k := range b.Keys.Credentials {
		r.credentials[k.Actor] = append(r.credentials[k.Actor], k)
	}
	err := r.run(ctx, b)
	return r.Restored, err
}

// restoring is one restore under way. Its desk is that of the new log.
type restoring struct {
	*Desk
	Restored
	from        *store.DB
	erased      map[ledger.Stream]bool
	deks        map[ledger.Stream][]store.DEK
	credentials map[ledger.Actor][]store.Credential
	revoke      []key.ID
	waiting     []store.Job
	done        func(int64)
}

func (r *restoring) run(ctx context.Context, b Backup) error {
	made, err := r.rewrapped(b)
	if err != nil {
		return err
	}
	old, err := r.node0(ctx)
	if err != nil {
		return err
	}
	if err := r.genesis(ctx, made.write()); err != nil {
		return err
	}
	if err := r.enrolOld(ctx, old); err != nil {
		return err
	}
	if err := r.jobs(ctx); err != nil {
		return err
	}
	first := []casefile.Subject{casefile.User, casefile.Roles} // on which the rights to all others rest
	subjects := slices.DeleteFunc(otherSubjects(), func(s casefile.Subject) bool { return slices.Contains(first, s) })
	for _, s := range slices.Concat(first, subjects, []casefile.Subject{casefile.Person}) {
		if err := r.subject(ctx, s); err != nil {
			return fmt.Errorf("taking over each %s: %w", s, err)
		}
	}
	for _, id := range r.revoke {
		if err := r.own(ctx, key.Revoked{KID: id, Reason: dossier.Restored}); err != nil {
			return err
		}
	}
	return r.meta(ctx)
}

// rewrapped opens the keys of offices with the old role key and wraps them to
// the new one. Those that officers hold stay as they are.
func (r *restoring) rewrapped(b Backup) (officeKeys, error) {
	made := officeKeys{boxes: b.Keys.Letterboxes}
	for _, l := range made.boxes {
		r.offices.put(seal.KEKID{Office: l.Office, Compartment: l.Compartment, Epoch: l.Epoch}, l.Public)
	}
	for _, k := range b.Keys.KEKs {
		if k.Holder == string(access.Node) {
			id := seal.KEKID{Office: k.Office, Compartment: k.Compartment, Epoch: k.Epoch}
			kek, err := b.Role.OpenKEK(id, k.Wrapped)
			if err != nil {
				return made, fmt.Errorf("opening the keys of an office: %w", err)
			}
			r.ring.Add(id, kek)
			if k.Wrapped, err = seal.WrapKEK(r.keys.Role.Public(), id, kek); err != nil {
				return made, err
			}
		}
		made.keks = append(made.keks, k)
	}
	return made, nil
}

// node0 takes over what the node is, with a new stream for its keys, and
// returns the old one.
func (r *restoring) node0(ctx context.Context) (old ledger.Stream, err error) {
	was, err := nodeOf(ctx, r.from)
	if err != nil {
		return old, err
	}
	r.node = was
	r.node.Actor, r.node.Origin = ledger.Actor(newStream()), r.keys.Origin
	head, err := r.from.Head(ctx)
	if err != nil {
		return old, err
	}
	r.newest.see(head.Recorded)
	r.newest.see(head.Known)
	return ledger.Stream(was.Actor), r.db.Know(ctx, head.Known)
}

// enrolOld vouches for the keys that signed the old entries, and repeats whose
// keys the old log said to be destroyed.
func (r *restoring) enrolOld(ctx context.Context, old ledger.Stream) error {
	content, err := r.from.Stream(ctx, old)
	if err != nil {
		return err
	}
	content.DEKs = r.deks[old]
	f, err := r.fold(&content)
	if err != nil {
		return err
	}
	for i := range f.Events {
		switch b := f.Events[i].Body.(type) {
		case key.Enrolled:
			if b.Acted.IsZero() {
				b.Acted = ledger.Actor(old)
			}
			err = r.own(ctx, key.Enrolled{KID: b.KID, Public: b.Public, Node: b.Node, Voucher: seal.Vouch(r.keys.Identity, b.Public), Acted: b.Acted})
			r.revoke = append(r.revoke, b.KID)
		case key.Destroyed:
			r.erased[b.Stream] = true
		}
		if err != nil {
			return err
		}
	}
	for s := range r.erased {
		if err := r.own(ctx, key.Destroyed{Stream: s}); err != nil {
			return err
		}
	}
	return nil
}

// meta takes over the counters of case numbers, and last what makes the log one
// that was founded.
func (r *restoring) meta(ctx context.Context) error {
	for year := 2020; year <= r.Moment().Year()+1; year++ {
		name := fmt.Sprintf("case-number/%d", year)
		value, err := r.from.Mark(ctx, name)
		if err != nil {
			return err
		}
		if n, err := strconv.ParseInt(value, 10, 64); err == nil && n < math.MaxInt32 {
			if err := r.db.SetMark(ctx, name, strconv.FormatInt(n+numbersSkipped, 10)); err != nil {
				return err
			}
		}
	}
	demo, err := r.from.Meta(ctx, MetaDemo)
	if err != nil {
		return err
	}
	offices, err := r.from.Meta(ctx, metaOffices)
	if err != nil {
		return err
	}
	for _, m := range []struct{ name, value string }{
		{metaShort, r.node.Short}, {metaHub, flag(r.node.Hub)}, {metaActor, r.node.Actor.String()}, {metaOrigin, r.node.Origin},
		{MetaDemo, demo}, {metaOffices, offices}, {metaNode, r.node.Name},
	} {
		if err := r.db.SetMeta(ctx, m.name, m.value); err != nil {
			return err
		}
	}
	return nil
}
