package rulebook

import (
	"amana/domain/fault"
	"amana/domain/ledger"
)

// Witness records that a checkpoint which holds a proposal was signed by a quorum
// of witnesses: the notice of what loosens begins. Only the node does it, which
// holds the signatures; whoever audits the log checks them by the size.
type Witness struct {
	Proposal ledger.Hash `json:"proposal" doc:"the event of the proposal"`
	Size     int         `json:"size" min:"1" max:"9007199254740991" doc:"the size of the log that was witnessed"`
}

// Witnessed is the event.
type Witnessed struct{ Witness }

func (Witnessed) Kind() string { return "rulebook.witnessed" }

func (c Witness) Decide(s State, _ ledger.Deed) ([]ledger.Body, error) {
	v := proposedBy(s.Versions, c.Proposal)
	if v == nil {
		return nil, errNoProposal
	}
	return []ledger.Body{Witnessed{c}}, v.unwitnessed()
}

// WitnessRoles records the same of a table of roles.
type WitnessRoles struct{ Witness }

// RolesWitnessed is the event.
type RolesWitnessed struct{ Witness }

func (RolesWitnessed) Kind() string { return "roles.witnessed" }

func (c WitnessRoles) Decide(s Roles, _ ledger.Deed) ([]ledger.Body, error) {
	v := proposedBy(s.Versions, c.Proposal)
	if v == nil {
		return nil, errNoProposal
	}
	return []ledger.Body{RolesWitnessed(c)}, v.unwitnessed()
}

func (g *Signing) unwitnessed() error {
	if g.Awaits && g.Witnessed.IsZero() {
		return nil
	}
	return fault.New(fault.Conflict, "fault.witnessed-already").In("proposal")
}
