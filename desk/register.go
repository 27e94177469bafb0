package desk

import (
	"context"
	"errors"
	"sync"
	"time"

	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/consent"
	"amana/domain/ledger"
	"amana/domain/rulebook"
	"amana/domain/safeguard"
	"amana/domain/staff"
	"amana/store"
)

// register holds what every act needs and what seldom changes: users and rule
// books. It is read again when it is older than registerAge, because another
// process of this node may have changed it; changes made here show at once.
type register struct {
	mu     sync.Mutex
	read   time.Time
	users  map[ledger.Actor]*staff.State
	books  []*rulebook.State
	clears map[ledger.Actor]safeguard.Officer
	texts  map[string]int // newest approved version by "text/language"
	roles  *rulebook.Roles
	table  *access.Table // in force when the register was read
}

const registerAge = 5 * time.Second

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
	users := map[ledger.Actor]*staff.State{}
	var books []*rulebook.State
	texts := map[string]int{}
	roles := &rulebook.Roles{}
	for _, subject := range []casefile.Subject{casefile.User, casefile.Rules, casefile.Text, casefile.Roles} {
		err := d.db.Streams(ctx, store.Scan{Subject: string(subject)}, func(c store.Content) error {
			f, err := d.fold(&c, ledger.Everything)
			if err != nil {
				return err
			}
			switch s := f.other.(type) {
			case *staff.State:
				users[ledger.Actor(c.Name)] = s
			case *rulebook.State:
				books = append(books, s)
			case *rulebook.Roles:
				roles = s
			case *consent.Text:
				for language, version := range s.Approved {
					texts[s.Reference+"/"+language] = version
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	officers := make(map[ledger.Actor]safeguard.Officer, len(users))
	for id, u := range users {
		if !u.Revoked {
			officers[id] = safeguard.Officer{Office: u.Office, Roles: u.Roles, Clears: u.Clears, AnswerFor: u.AnswerFor}
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.users, r.books, r.clears, r.texts, r.read = users, books, officers, texts, time.Now()
	r.roles, r.table = roles, roles.InForce(d.Moment())
	return nil
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

// officers are those whose rights stand. The map is never changed.
func (r *register) officers() map[ledger.Actor]safeguard.Officer {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.clears
}

// book is the rule book in force at a moment, or nil.
func (r *register) book(at time.Time) *safeguard.Book {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, b := range r.books {
		if book := b.InForce(at); book != nil {
			return book
		}
	}
	return nil
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

// Books are all rule books with their versions.
func (d *Desk) Books() []*rulebook.State {
	d.register.mu.Lock()
	defer d.register.mu.Unlock()
	return d.register.books
}
