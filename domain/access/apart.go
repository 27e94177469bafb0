package access

import "slices"

// side is where a role stands towards the programme.
type side int

const (
	line    side = iota // works for the programme
	outside             // judges, watches or signs from outside its line
	alone               // combined with no other role at all
)

// sides are those of all roles. One officer under one account plays roles of one
// side: what needs somebody outside the line cannot be done by who is in it,
// whoever gives out the roles.
var sides = map[Role]side{
	Counsellor: line, Caseworker: line, ProtectionOfficer: line, ProtectionLead: line, CounterTraffickingLead: line, HeadOfProtection: line,
	HeadOfMission: line, Health: line, MovementOfficer: line, ReceivingMission: line, Hotline: line, Programme: line, Evaluation: line, Donor: line,

	UNHCROfficer: outside, PanelMember: outside, Observer: outside, Overseer: outside, Monitor: outside, DataProtection: outside, Ethics: outside,

	ClearingOfficer: alone, Guardian: alone, Interpreter: alone, Administrator: alone, Node: alone,
}

// Apart finds two roles that one officer cannot both have.
func Apart(roles []Role) (one, other Role, apart bool) {
	for i, a := range roles {
		j := slices.IndexFunc(roles[:i], func(b Role) bool { return a != b && (sides[a] != sides[b] || sides[a] == alone) })
		if j >= 0 {
			return roles[j], a, true
		}
	}
	return "", "", false
}
