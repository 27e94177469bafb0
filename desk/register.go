package desk

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/ledger"
	"amana/domain/rulebook"
	"amana/domain/safeguard"
	"amana/domain/staff"
	"amana/store"
)

// register holds what every act needs and what seldom changes: users, rule
// books, roles and texts. It is read again when it is older than registerAge,
// because another process of this node may have changed it, and when the store
// refuses an act because it has; changes made here show at once.
type register struct {
	mu     sync.Mutex
	read   time.Time
	head   ledger.Hash // the newest entry of all it was read from
	users  map[ledger.Actor]*staff.State
	books  []*rulebook.State
	clears map[ledger.Actor]safeguard.Officer
	taught map[ledger.Actor][]safeguard.Training
	texts  map[string]int // newest approved version by "text/language"
	roles  *rulebook.Roles
}

const registerAge = 5 * time.Second

func newRegister() *register {
	return &register{
		users: map[ledger.Actor]*staff.State{}, clears: map[ledger.Actor]safeguard.Officer{}, taught: map[ledger.Actor][]safeguard.Training{}, texts: map[string]int{}, roles: &rulebook.Roles{},
	}
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
	next := newRegister()
	for _, subject := range []casefile.Subject{casefile.User, casefile.Rules, casefile.Text, casefile.Roles} {
		err := d.db.Streams(ctx, store.Scan{Subject: string(subject)}, func(c store.Content) error {
			f, err := d.fold(&c, ledger.Everything)
			if err != nil {
				return err
			}
			next.take(ledger.Actor(c.Name), f.other)
			return nil
		})
		if err != nil {
			return err
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.users, r.books, r.clears, r.texts, r.roles, r.taught = next.users, next.books, next.clears, next.texts, next.roles, next.taught
	r.head, r.read = head.Register, time.Now() // what was recorded since head was read is refused once, and read then
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

func (r *register) user(id ledger.Actor) (staff.State, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	u, ok := r.users[id]
	if !ok {
		return staff.State{}, false
	}
	return *u, true
}

// staffed says whether there is any account.
func (r *register) staffed() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.users) > 0
}

// lastAdministrator says whether a user is an administrator and no other is.
func (r *register) lastAdministrator(id ledger.Actor) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	is := func(u *staff.State) bool {
		return u != nil && !u.Revoked && slices.Contains(u.Roles, access.Administrator)
	}
	for other, u := range r.users {
		if other != id && is(u) {
			return false
		}
	}
	return is(r.users[id])
}

// hasKey says whether an account has a public key, or had it: two accounts with
// one key would be one officer who stands for two.
func (r *register) hasKey(key string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, u := range r.users {
		if u.Key == key {
			return true
		}
	}
	return false
}

// officers are those whose rights stand. The map is never changed.
func (r *register) officers() map[ledger.Actor]safeguard.Officer {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.clears
}

// training is that of everybody who was ever trained. The map is never changed.
func (r *register) training() map[ledger.Actor][]safeguard.Training {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.taught
}

// book is the rule book in force at a moment, or nil.
func (r *register) book(at time.Time) *safeguard.Book {
	r.mu.Lock()
	defer r.mu.Unlock()
	if b := first(r.books); b != nil {
		return b.InForce(at)
	}
	return nil
}

// otherBook says whether another rule book than the one a reference names has
// been signed: one programme has one, which only its own versions replace.
func (r *register) otherBook(id string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.ContainsFunc(r.books, func(b *rulebook.State) bool { return b.ID != id && !b.Since().IsZero() })
}

// first is, of streams of which there should be one, the one that took force
// first: whatever came beside it has none. Nil: none of them has any.
func first[S interface{ Since() time.Time }](all []S) (s S) {
	for _, next := range all {
		if t := next.Since(); !t.IsZero() && (s.Since().IsZero() || t.Before(s.Since())) {
			s = next
		}
	}
	return s
}

// approved are the newest approved versions of texts. The map is never changed.
func (r *register) approved() map[string]int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.texts
}

// Users lists everybody who has an account.
func (d *Desk) Users(ctx context.Context, who Actor) (map[ledger.Actor]staff.State, error) {
	if err := d.roles.May(who.Actor, "user.list", access.Subject{Kind: string(casefile.User)}); err != nil {
		return nil, err
	}
	d.register.mu.Lock()
	defer d.register.mu.Unlock()
	all := make(map[ledger.Actor]staff.State, len(d.register.users))
	for id, u := range d.register.users {
		all[id] = *u
	}
	return all, nil
}

// Book is the rule book in force now, or nil.
func (d *Desk) Book() *safeguard.Book { return d.register.book(d.Moment()) }

// BelowFloor lists where the rule book in force is below floors that were raised
// since it was signed, and that hold in its place.
func (d *Desk) BelowFloor() []string {
	if b := first(d.Books()); b != nil {
		return b.Below(d.Moment())
	}
	return nil
}

// Roles is the table of roles with its versions.
func (d *Desk) Roles() *rulebook.Roles {
	d.register.mu.Lock()
	defer d.register.mu.Unlock()
	return d.register.roles
}

// Books are all rule books with their versions.
func (d *Desk) Books() []*rulebook.State {
	d.register.mu.Lock()
	defer d.register.mu.Unlock()
	return d.register.books
}
