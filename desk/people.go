package desk

import (
	"slices"
	"strings"

	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/staff"
)

// Account is one account as lists show it: never a name, never a key.
type Account struct {
	Code    string        `json:"code"`
	Roles   []access.Role `json:"roles"`
	Office  string        `json:"office"`
	Revoked bool          `json:"revoked,omitempty"`
}

// duties are those for which one person is called by their code.
var duties = []access.Role{access.PanelMember, access.Guardian, access.Interpreter, access.Observer}

// Accounts lists by code the accounts that a reader needs: all of them for who
// makes accounts; for who calls people, those who can be called for that.
func (d *Desk) Accounts(who Actor) ([]Account, error) {
	refused := d.roles.May(who.Actor, "user.list", access.Subject{Kind: string(casefile.User)})
	calls := slices.DeleteFunc(slices.Clone(duties), func(duty access.Role) bool { return !d.calls(who, duty) })
	if refused != nil && len(calls) == 0 {
		return nil, refused
	}
	needed := func(u *staff.State) bool {
		return refused == nil || !u.Revoked && slices.ContainsFunc(u.Roles, func(r access.Role) bool { return slices.Contains(calls, r) })
	}
	all := []Account{}
	for _, u := range d.register.now().Users {
		if needed(u) {
			all = append(all, Account{u.Code, u.Roles, u.Office, u.Revoked})
		}
	}
	slices.SortFunc(all, func(a, b Account) int { return strings.Compare(a.Code, b.Code) })
	return all, nil
}

// calls says whether an actor may call somebody for a duty to anything at all.
func (d *Desk) calls(who Actor, duty access.Role) bool {
	to := d.roles.Reach(who.Actor, "call.make."+string(duty), string(casefile.Person))
	if duty == access.Observer && to == (access.Reach{}) {
		to = d.roles.Reach(who.Actor, "movement.call-observer", string(casefile.Movement))
	}
	return to != access.Reach{}
}
