package desk_test

import (
	"testing"

	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/staff"
)

// The last who can make accounts can neither be ended nor be given another role,
// by themselves or anybody; with a second one they can.
func TestTheLastAdministratorStays(t *testing.T) {
	w := newWorld(t)
	other := func(code, command string, args any) error {
		_, err := w.desk.DoOther(t.Context(), w.admin, casefile.User, code, w.request(command, args))
		return err
	}
	refused := func(what string, err error) {
		t.Helper()
		if f, ok := err.(*fault.Fault); !ok || f.Key != "fault.last-administrator" {
			t.Errorf("%s: %v", what, err)
		}
	}
	revoke := staff.Revoke{Reason: "left"}
	change := staff.Change{Office: "programme", Roles: []access.Role{access.Ethics}}
	refused("revoked", other("AD-1", "user.revoke", revoke))
	refused("changed", other("AD-1", "user.change", change))
	if err := other("AD-1", "user.change", staff.Change{Office: "tripoli", Roles: []access.Role{access.Administrator}}); err != nil {
		t.Errorf("to another office: %v", err)
	}
	w.enrol(t, "AD-2", "programme", access.Administrator)
	if err := other("AD-2", "user.revoke", revoke); err != nil {
		t.Errorf("one of two: %v", err)
	}
	refused("the other was revoked", other("AD-1", "user.revoke", revoke))
	w.enrol(t, "AD-3", "programme", access.Administrator)
	if err := other("AD-1", "user.change", change); err != nil {
		t.Errorf("one of two, to another role: %v", err)
	}
}
