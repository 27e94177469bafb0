package desk

import (
	"slices"
	"strings"

	"amana/desk/shape"
	"amana/domain/access"
	"amana/domain/ledger"
)

// Officer is who did something, as a reader may know them: in which roles, for
// which office, and by their code if the reader works beside them.
type Officer struct {
	Code   string        `json:"code,omitempty"`
	Roles  []access.Role `json:"roles"`
	Office string        `json:"office,omitempty"`
}

// naming says who an actor is, to those who may know codes and to all others.
func (d *Desk) naming(codes bool) func(ledger.Actor) Officer {
	return func(id ledger.Actor) Officer {
		if id == d.node.Actor {
			return Officer{Roles: []access.Role{access.Node}}
		}
		u, known := d.register.now().User(id)
		if !known {
			return Officer{Roles: []access.Role{}}
		}
		o := Officer{Roles: u.Roles, Office: u.Office}
		if codes {
			o.Code = u.Code
		}
		return o
	}
}

// beside says whether a reader works where the subject is, by their own duty,
// and is not called to it from outside: they know officers by their codes.
func (d *Desk) beside(who Actor, s access.Subject) bool {
	return slices.ContainsFunc(d.roles.View(who.Actor, s), func(g access.Grant) bool {
		return g.Scope == access.Everywhere || g.Scope == access.OneOffice
	})
}

// Shown is what a reader is shown of v, which says something of a subject: it
// holds no actor, only officers.
func (d *Desk) Shown(who Actor, s access.Subject, v any) any {
	name := d.naming(d.beside(who, s))
	return shape.Shown(v, func(id ledger.Actor) any { return name(id) })
}

// coded is who has a code, if their rights stand.
func (d *Desk) coded(code string) (ledger.Actor, bool) {
	for id, u := range d.register.now().Users {
		if u.Code == code && !u.Revoked {
			return id, true
		}
	}
	return ledger.Actor{}, false
}

// Holder is who has, or had, the account of a code, however its letters are
// written, and whether their rights stand.
func (d *Desk) Holder(code string) (id ledger.Actor, stands bool) {
	alike := 0
	for name, u := range d.register.now().Users {
		switch {
		case u.Code == code:
			return name, !u.Revoked
		case strings.EqualFold(u.Code, code):
			id, stands = name, !u.Revoked
			alike++
		}
	}
	if alike > 1 {
		return ledger.Actor{}, false
	}
	return id, stands
}

// callable is who has a code and plays the role for which they are called;
// zero: nobody.
func (d *Desk) callable(code string, duty access.Role) ledger.Actor {
	id, known := d.coded(code)
	if u, _ := d.register.now().User(id); known && slices.Contains(u.Roles, duty) {
		return id
	}
	return ledger.Actor{}
}
