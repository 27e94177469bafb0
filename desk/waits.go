package desk

import (
	"context"

	"amana/desk/board"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/fault"
)

// Waits are those of the people who are still here, by each rule that blocks them
// now, for who may open the cases of every office: what one person waits for would
// tell what they are, so it is in no published figure. Rules of compartments that
// the reader does not open are left out.
func (d *Desk) Waits(ctx context.Context, who Actor) ([]board.Wait, error) {
	if err := d.roles.May(who.Actor, "figures.read", access.Subject{}); err != nil {
		return nil, err
	}
	if !d.opensEvery(who) {
		return nil, fault.New(fault.Missing, "fault.not-found")
	}
	b, err := d.board(ctx)
	if err != nil {
		return nil, err
	}
	return b.Waits(d.reaches(who).direct, d.Moment()), nil
}

// OpensWaits says whether that is there for a reader.
func (d *Desk) OpensWaits(who Actor) bool {
	return d.roles.May(who.Actor, "figures.read", access.Subject{}) == nil && d.opensEvery(who)
}

// opensEvery says whether a reader may open the cases of every office whole.
func (d *Desk) opensEvery(who Actor) bool {
	return d.EveryOffice(who) && d.roles.View(who.Actor, Theirs(who, casefile.Person)).Whole()
}
