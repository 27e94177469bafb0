package desk

import (
	"context"
	"encoding/json"

	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/ledger"
	"amana/domain/rulebook"
	"amana/domain/safeguard"
)

// RolesReference names the one stream of the table of roles.
const RolesReference = "roles"

// Adopt puts a first table of roles and a first rule book in force: one officer
// proposes them and signs for protection, another signs for the outside.
func (d *Desk) Adopt(ctx context.Context, roles access.Table, book safeguard.Book, protection, outside Actor) error {
	table, err := json.Marshal(roles)
	if err != nil {
		return err
	}
	text, err := json.Marshal(book)
	if err != nil {
		return err
	}
	give := func(who Actor, subject casefile.Subject, ref, command string, args any) (Receipt, error) {
		text, err := json.Marshal(args)
		if err != nil {
			return Receipt{}, err
		}
		return d.DoOther(ctx, who, subject, ref, Request{ID: ledger.Command(newStream()), Command: command, Args: text})
	}
	for _, s := range []struct {
		subject  casefile.Subject
		ref      string
		proposal any
	}{
		{casefile.Roles, RolesReference, rulebook.ProposeRoles{Table: table}},
		{casefile.Rules, book.ID, rulebook.Propose{Book: text}},
	} {
		receipt, err := give(protection, s.subject, s.ref, string(s.subject)+".propose", s.proposal)
		if err != nil {
			return err
		}
		for _, by := range []struct {
			who  Actor
			side string
		}{{protection, "protection"}, {outside, "outside"}} {
			if _, err := give(by.who, s.subject, s.ref, string(s.subject)+".sign", rulebook.Sign{Proposal: receipt.Entry, Side: by.side}); err != nil {
				return err
			}
		}
	}
	return nil
}
