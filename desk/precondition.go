package desk

import (
	"slices"

	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/safeguard"
)

// possible asks what the case cannot know by itself: whether the movement that
// a command names exists, and whether an officer who was drawn to decide on
// clearance still has time to answer.
func (a *act) possible(v *view) error {
	if v.file.shut() {
		if !casefile.TakenUnread(a.command) {
			return errShut
		}
		return nil
	}
	if ref, _ := casefile.Target(a.args); ref != "" && v.around.Movement == nil {
		return fault.New(fault.Invalid, "fault.no-such-movement").In("args.movement")
	}
	if a.command.Name == "clearance.draw" && v.book != nil && drawn(v, a.desk) {
		return fault.New(fault.Conflict, "fault.drawn-already")
	}
	return nil
}

// drawn says whether somebody was drawn who may decide and has time left.
func drawn(v *view, d *Desk) bool {
	found := safeguard.Evaluate(v.file.person.Facts(v.around), v.book, d.Moment(), safeguard.Clearance)
	return slices.ContainsFunc(found, func(f safeguard.Finding) bool {
		return f.Safeguard == "four-eyes" && f.State == safeguard.Met
	})
}
