package desk_test

import (
	"encoding/json"
	"testing"

	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/rulebook"
	"amana/policy"
)

// Before any table of roles has force, those who may sign the first read what
// was proposed, and nobody else does.
func TestTheFirstTableIsReadBeforeItIsSigned(t *testing.T) {
	c := desktest.Config(t, "SQLite")
	if err := desk.Found(t.Context(), c, desk.Founding{Node: "tripoli", Short: "TI", Hub: true, Offices: []string{"tripoli"}}); err != nil {
		t.Fatal(err)
	}
	d, err := desk.Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	actors := map[access.Role]desk.Actor{}
	for i, role := range []access.Role{access.Administrator, access.HeadOfProtection, access.Ethics, access.Counsellor} {
		by := d.Self()
		if i > 0 {
			by = actors[access.Administrator]
		}
		u := desk.NewUser{Code: string(role), Login: string(role), Password: desktest.Password, Office: desk.Programme, Roles: []access.Role{role}, Language: "en"}
		if actors[role], err = d.Enrol(t.Context(), by, u, ledger.Command{byte(i + 1)}); err != nil {
			t.Fatal(err)
		}
	}
	table, err := policy.Roles()
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(table)
	if err != nil {
		t.Fatal(err)
	}
	args, err := json.Marshal(rulebook.ProposeRoles{Table: text})
	if err != nil {
		t.Fatal(err)
	}
	propose := desk.Request{ID: ledger.Command{9}, Command: "roles.propose", Args: args}
	receipt, err := d.DoOther(t.Context(), actors[access.HeadOfProtection], casefile.Roles, desk.RolesReference, propose)
	if err != nil {
		t.Fatal(err)
	}
	for role, who := range actors {
		roles, err := d.RolesTable(who)
		if reads := role == access.HeadOfProtection || role == access.Ethics; reads != (err == nil) || err != nil && fault.KindOf(err) != fault.Missing {
			t.Errorf("%s reads the table: %v", role, err)
		} else if reads && (len(roles.Versions) != 1 || roles.Versions[0].Proposed.ID != receipt.Entry) {
			t.Errorf("%s reads %d versions", role, len(roles.Versions))
		}
		if _, err := d.RuleBook(who); err == nil {
			t.Errorf("%s reads a rule book before anybody has a role", role)
		}
	}
}
