package rulebook

import (
	"encoding/json"
	"time"

	"amana/domain/access"
	"amana/domain/fault"
	"amana/domain/ledger"
)

// Roles is the table of who may do what, with its versions. There is one
// stream of it.
type Roles struct {
	Versions []RolesVersion `json:"versions"`
}

// RolesVersion is one version of the table.
type RolesVersion struct {
	Table access.Table `json:"table"`
	Signing
}

func (v *RolesVersion) loosens(next *RolesVersion) []string { return v.Table.Loosens(&next.Table) }

// RolesKinds are the events of this stream.
var RolesKinds = []ledger.Body{RolesProposed{}, RolesSigned{}, RolesWitnessed{}}

// ProposeRoles publishes a version of the table. It has no force yet.
type ProposeRoles struct {
	Table json.RawMessage `json:"table" doc:"the whole table of roles"`
}

// RolesProposed is the event.
type RolesProposed struct {
	ProposeRoles
	Loosens []string `json:"loosens,omitempty"`
	Awaits  bool     `json:"awaits,omitempty"`
}

func (RolesProposed) Kind() string { return "roles.proposed" }

func (c ProposeRoles) Decide(s Roles, d ledger.Deed) ([]ledger.Body, error) {
	var table access.Table
	if err := strictly(c.Table, &table); err != nil {
		return nil, fault.New(fault.Invalid, "fault.roles-unreadable").In("table").Because(err)
	}
	return ledger.One(RolesProposed{c, loosens(s.Versions, &RolesVersion{Table: table}, d.Moment), d.Witnesses})
}

// SignRoles is one of two signatures.
type SignRoles struct{ Sign }

// RolesSigned is the event.
type RolesSigned struct{ Sign }

func (RolesSigned) Kind() string { return "roles.signed" }

func (c SignRoles) Decide(s Roles, d ledger.Deed) ([]ledger.Body, error) {
	v := proposedBy(s.Versions, c.Proposal)
	if v == nil {
		return nil, errNoProposal
	}
	if err := v.may(c.Side, d.By); err != nil {
		return nil, err
	}
	return ledger.One(RolesSigned(c))
}

// Apply folds one event of the table.
func (s *Roles) Apply(e *ledger.Event, at ledger.Ref, _ *ledger.Ancestry) {
	switch b := e.Body.(type) {
	case RolesProposed:
		var table access.Table
		if json.Unmarshal(b.Table, &table) != nil {
			return
		}
		v := RolesVersion{Table: table, Signing: Signing{Proposed: at, Awaits: b.Awaits}}
		v.Loosens = loosens(s.Versions, &v, at.Until)
		s.Versions = append(s.Versions, v)
	case RolesSigned:
		if v := proposedBy(s.Versions, b.Proposal); v != nil {
			v.sign(b.Side, at, func() []string { return loosens(s.Versions, v, at.Until) })
		}
	case RolesWitnessed:
		if v := proposedBy(s.Versions, b.Proposal); v != nil {
			v.witness(at)
		}
	}
}

// InForce is the table that holds at a moment, or nil.
func (s *Roles) InForce(at time.Time) *access.Table {
	if v := inForce(s.Versions, at); v != nil {
		return &v.Table
	}
	return nil
}

// Since is when a version of the table first took force; zero: none has.
func (s *Roles) Since() time.Time {
	if s == nil {
		return time.Time{}
	}
	return since(s.Versions)
}
