package dossier

import (
	"slices"
	"time"

	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/consent"
	"amana/domain/ledger"
	"amana/domain/rulebook"
	"amana/domain/safeguard"
	"amana/domain/staff"
)

// Register is what every act needs and what seldom changes, as it was at one
// moment: users, rule books, tables of roles and texts. Once it is filled nobody
// changes it, or anything in it.
type Register struct {
	Users    map[ledger.Actor]*staff.State
	Books    []*rulebook.State
	Roles    *rulebook.Roles                       // never nil
	Officers map[ledger.Actor]safeguard.Officer    // those whose rights stand
	Trained  map[ledger.Actor][]safeguard.Training // everybody who ever was
	Texts    map[string]int                        // the newest approved version by "text/language"
	Strays   map[string][]ledger.Stray             // of a text, what may be another version and nobody can read
}

// NewRegister is one with nobody and nothing in it.
func NewRegister() *Register {
	return &Register{
		Users: map[ledger.Actor]*staff.State{}, Roles: &rulebook.Roles{}, Officers: map[ledger.Actor]safeguard.Officer{},
		Trained: map[ledger.Actor][]safeguard.Training{}, Texts: map[string]int{}, Strays: map[string][]ledger.Stray{},
	}
}

// Registered says whether a register holds what the subject is about.
func Registered(s casefile.Subject) bool {
	return s == casefile.User || s == casefile.Rules || s == casefile.Text || s == casefile.Roles
}

// Take takes one stream's state into a register that nobody else has yet. What
// belongs in none is passed over.
func (r *Register) Take(name ledger.Stream, state casefile.Folded) {
	switch s := state.(type) {
	case *staff.State:
		id := ledger.Actor(name)
		r.Users[id] = s
		if len(s.Trained) > 0 {
			r.Trained[id] = s.Trained // what they did then stands when they have left
		}
		if !s.Revoked {
			r.Officers[id] = safeguard.Officer{Office: s.Office, Roles: s.Roles, Clears: s.Clears, AnswerFor: s.AnswerFor}
		}
	case *rulebook.State:
		r.Books = append(r.Books, s)
	case *rulebook.Roles:
		if t := first([]*rulebook.Roles{r.Roles, s}); t != nil {
			r.Roles = t
		} else if len(r.Roles.Versions) == 0 {
			r.Roles = s // none has force: what was proposed is there to be read and signed
		}
	case *consent.Text:
		if len(s.Unread) > 0 {
			r.Strays[s.Reference] = s.Unread
		}
		for language, version := range s.Approved {
			r.Texts[s.Reference+"/"+language] = version
		}
	}
}

// User is the account of an actor, if they have one.
func (r *Register) User(id ledger.Actor) (staff.State, bool) {
	u, known := r.Users[id]
	if !known {
		return staff.State{}, false
	}
	return *u, true
}

// Actor is somebody with the rights that they have by the register: none
// without an account.
func (r *Register) Actor(id ledger.Actor) access.Actor {
	u, known := r.Users[id]
	if !known {
		return access.Actor{ID: id}
	}
	return access.Actor{ID: id, Roles: u.Roles, Office: u.Office, Country: u.Country}
}

// Rules is the programme's rule book with its versions, or nil while none was
// signed: whatever came beside it has no force.
func (r *Register) Rules() *rulebook.State { return first(r.Books) }

// Book is the rule book in force at a moment, or nil.
func (r *Register) Book(at time.Time) *safeguard.Book {
	if b := r.Rules(); b != nil {
		return b.InForce(at)
	}
	return nil
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

// MaySign says whether one of these roles signs for a side of what two officers
// sign.
func MaySign(roles []access.Role, side string) bool {
	return slices.ContainsFunc(roles, func(r access.Role) bool { return slices.Contains(rulebook.Sides[side], r) })
}
