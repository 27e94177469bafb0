package staff

import (
	"testing"

	"amana/domain/access"
	"amana/domain/fault"
	"amana/domain/ledger"
)

// An officer of the programme is not made UNHCR, a panel and a clearing officer
// too, at the first or later; and an entry that says so gives no role at all.
func TestNobodyHasEveryHat(t *testing.T) {
	every := []access.Role{access.Counsellor, access.ProtectionLead, access.UNHCROfficer}
	for what, decide := range map[string]func() ([]ledger.Body, error){
		"enrolled": func() ([]ledger.Body, error) { return Enrol{Code: "A", Roles: every}.Decide(State{}, ledger.Deed{}) },
		"changed":  func() ([]ledger.Body, error) { return Change{Roles: every}.Decide(State{Code: "A"}, ledger.Deed{}) },
	} {
		_, err := decide()
		if f, ok := err.(*fault.Fault); !ok || f.Key != "fault.roles-apart" {
			t.Errorf("%s: %v", what, err)
		}
	}
	s := State{Code: "A", Roles: every[:1]}
	s.Apply(&ledger.Event{Body: Changed{Change{Roles: every}}}, ledger.Ref{}, nil)
	if len(s.Roles) != 0 {
		t.Errorf("they play %v", s.Roles)
	}
}

// The program acts by itself and is nobody: no account plays its part, whoever
// says so, and whatever an entry of another node says.
func TestNobodyIsTheProgram(t *testing.T) {
	node := []access.Role{access.Node}
	for what, decide := range map[string]func() ([]ledger.Body, error){
		"enrolled": func() ([]ledger.Body, error) { return Enrol{Code: "A", Roles: node}.Decide(State{}, ledger.Deed{}) },
		"changed":  func() ([]ledger.Body, error) { return Change{Roles: node}.Decide(State{Code: "A"}, ledger.Deed{}) },
	} {
		_, err := decide()
		if f, ok := err.(*fault.Fault); !ok || f.Key != "fault.not-a-code" || f.Field != "roles" {
			t.Errorf("%s: %v", what, err)
		}
	}
	for _, body := range []ledger.Body{Enrolled{Enrol{Code: "A", Roles: node}}, Changed{Change{Roles: node}}} {
		s := State{Code: "A"}
		s.Apply(&ledger.Event{Body: body}, ledger.Ref{}, nil)
		if len(s.Roles) != 0 {
			t.Errorf("by %s they play %v", body.Kind(), s.Roles)
		}
	}
}
