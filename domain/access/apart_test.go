package access

import (
	"slices"
	"testing"
)

// Of every two roles it is said whether one officer may have both.
func TestWhichRolesGoTogether(t *testing.T) {
	programme := []Role{
		Counsellor, Caseworker, ProtectionOfficer, ProtectionLead, CounterTraffickingLead, HeadOfProtection, HeadOfMission, Health, MovementOfficer,
		ReceivingMission, Hotline, Programme, Evaluation, Donor,
	}
	from := []Role{UNHCROfficer, PanelMember, Observer, Overseer, Monitor, DataProtection, Ethics}
	for _, a := range Roles {
		for _, b := range Roles {
			together := a == b ||
				slices.Contains(programme, a) && slices.Contains(programme, b) ||
				slices.Contains(from, a) && slices.Contains(from, b)
			if _, _, apart := Apart([]Role{a, b}); apart == together {
				t.Errorf("%s and %s: apart %t", a, b, apart)
			}
			if _, _, apart := Apart([]Role{a, a, b}); apart == together {
				t.Errorf("%s twice and %s: apart %t", a, b, apart)
			}
		}
		if _, known := sides[a]; !known {
			t.Errorf("%s stands on no side", a)
		}
	}
	if len(sides) != len(Roles) {
		t.Errorf("%d sides for %d roles", len(sides), len(Roles))
	}
	if one, other, _ := Apart([]Role{Counsellor, ProtectionLead, UNHCROfficer}); one != Counsellor || other != UNHCROfficer {
		t.Errorf("named %s and %s", one, other)
	}
}
