package desk

import (
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/ledger"
	"amana/domain/rulebook"
)

// RuleBook is the rule book with its versions, to who may read it: the one that
// has force, or else the first that was proposed; nil: none was.
func (d *Desk) RuleBook(who Actor) (*rulebook.State, error) {
	if !d.readsSigned(who, casefile.Rules) {
		return nil, errNotThere
	}
	reg := d.register.now()
	if b := reg.Rules(); b != nil || len(reg.Books) == 0 {
		return b, nil
	}
	return reg.Books[0], nil
}

// RolesTable is the table of roles with its versions, to who may read it.
func (d *Desk) RolesTable(who Actor) (*rulebook.Roles, error) {
	if !d.readsSigned(who, casefile.Roles) {
		return nil, errNotThere
	}
	return d.Roles(), nil
}

// readsSigned says whether somebody reads what two officers sign: who knows of
// it, and before any table is in force who may propose or sign the first.
func (d *Desk) readsSigned(who Actor, subject casefile.Subject) bool {
	s := access.Subject{Kind: string(subject)}
	return d.Sees(who, s) || d.May(who, string(subject)+".propose", s) == nil || d.May(who, string(subject)+".sign", s) == nil
}

// OfficerOf is who did something to a subject, as a reader may know them.
func (d *Desk) OfficerOf(who Actor, s access.Subject, did ledger.Actor) Officer {
	return d.naming(d.beside(who, s))(did)
}
