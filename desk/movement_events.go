package desk

import (
	"context"

	"amana/domain/ledger"
	"amana/domain/movement"
)

// MovementEvents reads what happened to a movement, oldest first: to each reader
// what Movement tells them, with who did it.
func (d *Desk) MovementEvents(ctx context.Context, who Actor, ref string) ([]Event, error) {
	f, err := d.openMovement(ctx, who, readCounts, ref)
	if err != nil {
		return nil, err
	}
	s := d.subjectOf(f)
	called, signs := !d.namesPeople(who, s), d.roles.View(who.Actor, s).All().Has(ledger.Protection)
	name, lines := d.naming(d.beside(who, s)), []Event{}
	for i := range f.Events {
		if e := &f.Events[i]; tells(e.Body, called, signs) {
			lines = append(lines, d.line(e, name))
		}
	}
	return lines, nil
}

// tells says whether an event of a movement is told: to whoever is called from
// outside its plan, its schedule and its counts, and its signs to whoever opens
// protection.
func tells(body ledger.Body, called, signs bool) bool {
	switch body.(type) {
	case movement.Planned, movement.NoPlanned, movement.AuthorityAnswered, movement.NoDecided, movement.Counted, movement.Locked, movement.Moved, movement.Cancelled:
		return true
	case movement.SignNoted, movement.ManifestExamined, movement.SignAnswered:
		return signs && !called
	}
	return !called
}
