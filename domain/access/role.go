// Package access says who may do what: roles, the acts each may do, within
// which scope, and which compartments of a file each may open. There is one
// table, it is data, and it is in force only when two officers signed it.
package access

// Role is a part that an officer plays. Names are those of the field.
type Role string

const (
	Counsellor             Role = "counsellor"
	Caseworker             Role = "caseworker"
	ProtectionOfficer      Role = "protection-officer"
	ProtectionLead         Role = "protection-lead"
	CounterTraffickingLead Role = "counter-trafficking-lead"
	HeadOfProtection       Role = "head-of-protection"
	HeadOfMission          Role = "head-of-mission"
	UNHCROfficer           Role = "unhcr-officer"
	PanelMember            Role = "panel-member"
	Guardian               Role = "guardian"
	Interpreter            Role = "interpreter"
	Observer               Role = "observer"
	ClearingOfficer        Role = "clearing-officer"
	Health                 Role = "health"
	MovementOfficer        Role = "movement-officer"
	ReceivingMission       Role = "receiving-mission"
	Hotline                Role = "hotline"
	Programme              Role = "programme-manager"
	Evaluation             Role = "evaluation" // monitoring and evaluation
	Donor                  Role = "donor"
	Overseer               Role = "overseer"
	Monitor                Role = "third-party-monitor"
	DataProtection         Role = "data-protection"
	Ethics                 Role = "ethics" // another signature outside the programme's line
	Administrator          Role = "administrator"
	Node                   Role = "node" // the program acting by itself
)

// Roles lists them all, the program's own too.
var Roles = [...]Role{
	Counsellor, Caseworker, ProtectionOfficer, ProtectionLead, CounterTraffickingLead, HeadOfProtection,
	HeadOfMission, UNHCROfficer, PanelMember, Guardian, Interpreter, Observer, ClearingOfficer,
	Health, MovementOfficer, ReceivingMission, Hotline, Programme, Evaluation, Donor, Overseer,
	Monitor, DataProtection, Ethics, Administrator, Node,
}

// Codes are those of the roles that a person can be given: all but the program's
// own.
func (Role) Codes() []string {
	var codes []string
	for _, r := range Roles {
		if r != Node {
			codes = append(codes, string(r))
		}
	}
	return codes
}
