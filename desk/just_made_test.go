package desk_test

import (
	"testing"

	"amana/desk"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/staff"
)

// An account signs in at every process of a node as soon as one has made it, and
// at none as soon as one has revoked it.
func TestAnAccountThatAnotherProcessMadeSignsIn(t *testing.T) {
	w := newWorld(t)
	other, err := desk.Open(t.Context(), w.config(t))
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	w.enrol(t, "CO-2", "tripoli", access.Counsellor)
	token, err := other.SignIn(t.Context(), "CO-2", password)
	if err != nil {
		t.Fatalf("just made: %v", err)
	}
	if _, err := other.Who(t.Context(), token); err != nil {
		t.Errorf("just signed in: %v", err)
	}
	if _, err := w.desk.DoOther(t.Context(), w.admin, casefile.User, "CO-2", w.request("user.revoke", staff.Revoke{Reason: "left"})); err != nil {
		t.Fatal(err)
	}
	if _, err := other.SignIn(t.Context(), "CO-2", password); err == nil {
		t.Error("just revoked, it signs in")
	}
}
