package access

import (
	"slices"
	"testing"

	"amana/domain/ledger"
)

func TestDifferencesOfTables(t *testing.T) {
	old := Table{Grants: []Grant{
		{Role: Counsellor, Scope: OneOffice, Compartments: []ledger.Compartment{ledger.General}, Acts: []string{"case.read", "wish.*"}},
		{Role: Hotline, Scope: Everywhere, Acts: []string{"consent.report"}},
		{Role: Donor, Scope: Everywhere, Acts: []string{"log.read"}},
	}}
	next := Table{Grants: []Grant{
		{Role: Donor, Scope: Everywhere, Acts: []string{"log.read"}},
		{Role: Counsellor, Scope: Everywhere, Compartments: []ledger.Compartment{ledger.General, ledger.Medical}, Acts: []string{"case.read", "wish.state"}},
		{Role: Ethics, Scope: Everywhere, Acts: []string{"log.read"}},
	}}
	got := old.Differences(&next)
	roles := make([]Role, len(got))
	var loosens []string
	for i, d := range got {
		roles[i] = d.Role
		if d.Loosens {
			loosens = append(loosens, string(d.Role))
		}
	}
	if want := []Role{Counsellor, Hotline, Ethics}; !slices.Equal(roles, want) {
		t.Fatalf("of %v, want %v", roles, want)
	}
	slices.Sort(loosens)
	if want := old.Loosens(&next); !slices.Equal(loosens, want) {
		t.Errorf("%v are shown to be given more, and %v are", loosens, want)
	}
	c := got[0]
	if c.Gains.Scope != Everywhere || c.Loses.Scope != OneOffice || !slices.Equal(c.Gains.Acts, []string{"wish.state"}) || !slices.Equal(c.Loses.Acts, []string{"wish.*"}) || len(c.Gains.Compartments) != 1 {
		t.Errorf("the counsellor: %+v", c)
	}
	if !got[1].Gone || !got[2].New {
		t.Errorf("gone %+v, new %+v", got[1], got[2])
	}
	if d := old.Differences(&old); len(d) > 0 {
		t.Errorf("a table is not like itself: %+v", d)
	}
}
