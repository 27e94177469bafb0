package desk

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"amana/desk/dossier"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/ledger"
	"amana/domain/rulebook"
	"amana/domain/safeguard"
	"amana/domain/staff"
	"amana/store"
)

// register keeps the users, rule books, roles and texts as they were read last.
// They are read again when that is longer ago than registerAge, because another
// process of this node may have changed them, and when the store refuses an act
// because it has; changes made here show at once.
type register struct {
	mu   sync.Mutex
	read time.Time
	head ledger.Hash // the newest entry of all it was read from
	last *dossier.Register
}

const registerAge = 5 * time.Second

// now is the register as it was read last.
func (r *register) now() *dossier.Register {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.last
}

func (r *register) load(ctx context.Context, d *Desk) error {
	head, err := d.db.Head(ctx)
	if err != nil {
		return err
	}
	d.newest.see(head.Recorded)
	d.newest.see(head.Known)
	if err := errors.Join(d.offices.load(ctx, d), d.openRing(ctx)); err != nil {
		return err
	}
	if head.Register != r.seen() || !r.loaded() {
		if err := d.maySign(ctx); err != nil {
			return err
		}
	}
	next := dossier.NewRegister()
	for _, subject := range []casefile.Subject{casefile.User, casefile.Rules, casefile.Text, casefile.Roles} {
		err := d.db.Streams(ctx, store.Scan{Subject: string(subject)}, func(c store.Content) error {
			f, err := d.fold(&c)
			if err != nil {
				return err
			}
			next.Take(c.Name, f.Other)
			return nil
		})
		if err != nil {
			return err
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.last, r.head, r.read = next, head.Register, time.Now() // what was recorded since head was read is refused once, and read then
	return nil
}

// renew reads the register again if anything of it was recorded since.
func (r *register) renew(ctx context.Context, d *Desk) error {
	head, err := d.db.Head(ctx)
	if err != nil {
		return err
	}
	d.newest.see(head.Recorded) // another process may have been told to believe the clock
	if head.Register == r.seen() {
		return nil
	}
	return r.load(ctx, d)
}

// loaded says whether the register was read: while a log is founded or restored
// nobody rests on it.
func (r *register) loaded() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return !r.read.IsZero()
}

// seen names everything that the register was read from: a decision on it rests
// on this, and counts only while it is the newest there is.
func (r *register) seen() ledger.Hash {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.head
}

// fresh reads the register again when it is old.
func (r *register) fresh(ctx context.Context, d *Desk) error {
	r.mu.Lock()
	old := time.Since(r.read) > registerAge
	r.mu.Unlock()
	if !old {
		return nil
	}
	return r.load(ctx, d)
}

// lastAdministrator says whether a user is an administrator and no other is.
func lastAdministrator(r *dossier.Register, id ledger.Actor) bool {
	is := func(u *staff.State) bool {
		return u != nil && !u.Revoked && slices.Contains(u.Roles, access.Administrator)
	}
	for other, u := range r.Users {
		if other != id && is(u) {
			return false
		}
	}
	return is(r.Users[id])
}

// hasKey says whether an account has a public key, or had it: two accounts with
// one key would be one officer who stands for two.
func hasKey(r *dossier.Register, key string) bool {
	for _, u := range r.Users {
		if u.Key == key {
			return true
		}
	}
	return false
}

// Users lists everybody who has an account.
func (d *Desk) Users(ctx context.Context, who Actor) (map[ledger.Actor]staff.State, error) {
	if err := d.roles.May(who.Actor, "user.list", access.Subject{Kind: string(casefile.User)}); err != nil {
		return nil, err
	}
	users := d.register.now().Users
	all := make(map[ledger.Actor]staff.State, len(users))
	for id, u := range users {
		all[id] = *u
	}
	return all, nil
}

// Book is the rule book in force now, or nil.
func (d *Desk) Book() *safeguard.Book { return d.register.now().Book(d.Moment()) }

// BelowFloor lists where the rule book in force is below floors that were raised
// since it was signed, and that hold in its place.
func (d *Desk) BelowFloor() []string {
	if b := d.register.now().Rules(); b != nil {
		return b.Below(d.Moment())
	}
	return nil
}

// Roles is the table of roles with its versions.
func (d *Desk) Roles() *rulebook.Roles { return d.register.now().Roles }

// Books are all rule books with their versions.
func (d *Desk) Books() []*rulebook.State { return d.register.now().Books }
