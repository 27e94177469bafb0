package desk

import (
	"amana/domain/access"
	"amana/domain/fault"
	"amana/domain/ledger"
)

// rights asks the table of roles that two officers signed. Until there is one,
// the proposal that the program ships lets accounts be made and the tables be
// signed, and nothing else.
type rights struct {
	register *register
	founding access.Table
}

// foundingActs are what it takes to put a table of roles in force.
var foundingActs = map[string]bool{
	"user.enrol": true, "user.change": true, "user.revoke": true, "roles.propose": true, "roles.sign": true, "log.read": true,
}

func (r rights) table() *access.Table {
	r.register.mu.Lock()
	defer r.register.mu.Unlock()
	return r.register.table
}

// May says whether an actor may do an act to a subject.
func (r rights) May(a access.Actor, act string, s access.Subject) error {
	if t := r.table(); t != nil {
		return t.May(a, act, s)
	}
	if !foundingActs[act] {
		return fault.New(fault.Busy, "fault.no-roles")
	}
	return r.founding.May(a, act, s)
}

// Compartments is what an actor may open of a subject.
func (r rights) Compartments(a access.Actor, s access.Subject) ledger.Set {
	if t := r.table(); t != nil {
		return t.Compartments(a, s)
	}
	return 0
}

// Reads says whether an actor may know that there is such a subject.
func (r rights) Reads(a access.Actor, s access.Subject) bool {
	t := r.table()
	return t != nil && t.Reads(a, s)
}
