package desk

import (
	"slices"
	"time"

	"amana/domain/access"
	"amana/domain/fault"
)

// rights asks the table of roles that two officers signed. Until there is one,
// the proposal that the program ships lets accounts be made and the tables be
// signed, and nothing else.
type rights struct {
	register *register
	founding access.Table
	moment   func() time.Time
}

// foundingActs are what it takes to put a table of roles in force.
var foundingActs = map[string]bool{
	"user.enrol": true, "user.change": true, "user.revoke": true, "user.list": true, "roles.propose": true, "roles.sign": true, "log.read": true,
}

func (r rights) table() *access.Table { return r.register.now().Roles.InForce(r.moment()) }

// May says whether an actor may do an act to a subject. The first account is
// made by the program itself, for whoever holds the key file; everything after
// it by somebody who has an account.
func (r rights) May(a access.Actor, act string, s access.Subject) error {
	if t := r.table(); t != nil {
		return t.May(a, act, s)
	}
	switch {
	case !foundingActs[act]:
		return fault.New(fault.Busy, "fault.no-roles")
	case act == "user.enrol" && slices.Contains(a.Roles, access.Node) && len(r.register.now().Users) == 0:
		return nil
	}
	return r.founding.May(a, act, s)
}

// View is what an actor may open of a subject.
func (r rights) View(a access.Actor, s access.Subject) access.View {
	if t := r.table(); t != nil {
		return t.View(a, s)
	}
	return nil
}

// Reach says how far an actor may do an act to subjects of a kind.
func (r rights) Reach(a access.Actor, act, kind string) access.Reach {
	if t := r.table(); t != nil {
		return t.Reach(a, act, kind)
	}
	return access.Reach{}
}

// OfOneOffice says whether a role reaches what is of its officer's own office:
// such an account belongs to an office with cases.
func (d *Desk) OfOneOffice(roles []access.Role) bool {
	t := d.roles.table()
	if t == nil {
		t = &d.roles.founding
	}
	return slices.ContainsFunc(t.Grants, func(g access.Grant) bool { return g.Scope == access.OneOffice && slices.Contains(roles, g.Role) })
}

// Reads says whether an actor may know that there is such a subject.
func (r rights) Reads(a access.Actor, s access.Subject) bool { return len(r.View(a, s)) > 0 }
