package desk

import (
	"amana/domain/access"
	"amana/domain/staff"
)

// May says whether an actor may do an act to a subject, as every act of the
// desk asks first.
func (d *Desk) May(who Actor, act string, s access.Subject) error {
	return d.roles.May(who.Actor, act, s)
}

// MayPart says whether an actor may do an act, or some part of it. Of which part
// a command is its arguments say, and the act itself asks.
func (d *Desk) MayPart(who Actor, act string, s access.Subject) error {
	err := d.May(who, act, s)
	if err != nil && d.roles.View(who.Actor, s).Part(act) {
		return nil
	}
	return err
}

// Sees says whether an actor may know that there is such a subject.
func (d *Desk) Sees(who Actor, s access.Subject) bool { return d.roles.Reads(who.Actor, s) }

// Account is the account of an actor, if they have one here.
func (d *Desk) Account(who Actor) (staff.State, bool) { return d.register.now().User(who.ID) }
