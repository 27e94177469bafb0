package desk

import (
	"context"
	"errors"
	"slices"

	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/safeguard"
	"amana/store"
)

// possible asks what the case cannot know by itself: whether the movement that
// a command names exists, whether an officer who was drawn to decide on
// clearance still has time to answer, and whether who compares two files
// reaches both.
func (a *act) possible(ctx context.Context, v *view) error {
	if v.file.Shut {
		if !casefile.TakenUnread(a.command) {
			return ErrShut
		}
		return nil
	}
	if ref, _ := casefile.Target(a.args); ref != "" && v.Around.Movement == nil {
		return fault.New(fault.Invalid, "fault.no-such-movement").In("args.movement")
	}
	if a.command.Name == "clearance.draw" && v.Book != nil && drawn(v, a.desk) {
		return fault.New(fault.Conflict, "fault.drawn-already")
	}
	switch args := a.args.(type) {
	case casefile.SettleDuplicate:
		return a.seesToo(ctx, args.Other)
	case casefile.Unlink:
		return a.seesToo(ctx, args.Other)
	}
	return nil
}

// seesToo says whether the actor may do the act in another file too. One that is
// not here, and one that they may not see, are the same to them: nobody learns
// from a suspicion whether there is such a file, or anything of it. Of one that
// is not here whoever reaches every office may say what it is.
func (a *act) seesToo(ctx context.Context, number string) error {
	missing := fault.New(fault.Missing, "fault.no-such-case").In("args.other")
	other := access.Subject{Kind: string(casefile.Person), Office: everyOffice}
	name, err := a.desk.named(ctx, casefile.Person, number)
	switch {
	case errors.Is(err, store.ErrMissing):
	case err != nil:
		return err
	default:
		f, err := a.desk.current(ctx, name)
		if err != nil {
			return err
		}
		other = a.desk.subjectOf(f)
		if f.Shut && a.desk.roles.May(a.who.Actor, a.command.Name, other) == nil {
			return ErrShut
		}
	}
	if a.desk.roles.May(a.who.Actor, a.command.Name, other) != nil {
		return missing
	}
	return nil
}

// everyOffice is no office's name: what is there is reached only by who reaches all.
const everyOffice = "*"

// drawn says whether somebody was drawn who may decide and has time left.
func drawn(v *view, d *Desk) bool {
	found := safeguard.Evaluate(v.file.Person.Facts(v.Around), v.Book, d.Moment(), safeguard.Clearance)
	return slices.ContainsFunc(found, func(f safeguard.Finding) bool {
		return f.Safeguard == "four-eyes" && f.State == safeguard.Met
	})
}
