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
	steps := []struct {
		who     Actor
		subject casefile.Subject
		ref     string
		command string
		args    any
	}{
		{protection, casefile.Roles, RolesReference, "roles.propose", rulebook.ProposeRoles{Table: table}},
		{protection, casefile.Roles, RolesReference, "roles.sign", rulebook.Sign{Version: 1, Side: "protection"}},
		{outside, casefile.Roles, RolesReference, "roles.sign", rulebook.Sign{Version: 1, Side: "outside"}},
		{protection, casefile.Rules, book.ID, "rulebook.propose", rulebook.Propose{Book: text}},
		{protection, casefile.Rules, book.ID, "rulebook.sign", rulebook.Sign{Version: book.Version, Side: "protection"}},
		{outside, casefile.Rules, book.ID, "rulebook.sign", rulebook.Sign{Version: book.Version, Side: "outside"}},
	}
	for _, s := range steps {
		args, err := json.Marshal(s.args)
		if err != nil {
			return err
		}
		r := Request{ID: ledger.Command(newStream()), Command: s.command, Args: args}
		if _, err := d.DoOther(ctx, s.who, s.subject, s.ref, r); err != nil {
			return err
		}
	}
	return nil
}
