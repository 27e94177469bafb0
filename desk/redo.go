package desk

import (
	"context"
	"slices"
	"strings"
	"time"

	"amana/domain/access"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/safeguard"
)

// Redo is what must be done again, person by person, because a movement was
// moved or cancelled, or would have to be if it were moved.
type Redo struct {
	Movement string         `json:"movement"`
	Departs  time.Time      `json:"departs"` // to which the windows count, and by when all of it is done
	People   []Redone       `json:"people"`
	Minutes  map[string]int `json:"minutes"` // of officers by role, of what the reader reads; assumed, not measured
}

// Redone is what must be done again with one person.
type Redone struct {
	Case  string           `json:"case"`
	Tasks []safeguard.Task `json:"tasks"`
}

// Redo reads what the moves of a movement, and its cancellation, undid and
// nobody did again since. With a departure it reads what moving it there now
// would undo, and of a cancelled movement what a next one at that hour asks for;
// without one, that one would leave when this was to, or in a day.
func (d *Desk) Redo(ctx context.Context, who Actor, ref string, departs time.Time) (Redo, error) {
	f, err := d.openMovement(ctx, who, readManifest, ref)
	if err != nil {
		return Redo{}, err
	}
	s, now := f.Other.(*movement.State), d.Moment()
	if !departs.IsZero() && !departs.After(now) {
		return Redo{}, fault.New(fault.Invalid, "fault.not-in-the-past").In("departs")
	}
	on := s.Fact()
	if s.Cancelled {
		if departs.IsZero() && s.Departs.After(now) {
			departs = s.Departs
		} else if departs.IsZero() {
			departs = now.Add(24 * time.Hour)
		}
		on = on.Elsewhere(departs)
	} else if !departs.IsZero() {
		on = on.Moved(departs, now)
	}
	r := redoing{desk: d, ctx: ctx, who: who, state: s, on: on, now: now, wanted: !departs.IsZero() && !s.Cancelled}
	if r.upsets, err = d.upsets(ctx, f); err != nil {
		return Redo{}, err
	}
	out := Redo{Movement: ref, Departs: on.Departs, People: []Redone{}, Minutes: map[string]int{}}
	err = d.booked(ctx, f, func(v *view) error {
		tasks, err := r.tasks(v)
		if err != nil || len(tasks) == 0 {
			return err
		}
		out.People = append(out.People, Redone{v.file.Person.Number, tasks})
		for _, t := range tasks {
			if t.Minutes > 0 {
				out.Minutes[string(t.By)] += t.Minutes
			}
		}
		return nil
	})
	slices.SortFunc(out.People, func(a, b Redone) int { return strings.Compare(a.Case, b.Case) })
	return out, err
}

// redoing is one such question.
type redoing struct {
	desk   *Desk
	ctx    context.Context
	who    Actor
	state  *movement.State
	on     *safeguard.Movement // the departure that must be ready for
	now    time.Time
	wanted bool    // it is only asked about
	upsets []*past // what was known just before each move, and the cancellation
}

// upsets are the pasts just before what happened to a movement's schedule.
func (d *Desk) upsets(ctx context.Context, f *file) ([]*past, error) {
	content, err := d.db.Stream(ctx, f.Name)
	if err != nil {
		return nil, err
	}
	index := map[ledger.Hash]int64{}
	for i := range content.Entries {
		index[content.Entries[i].Leaf] = content.Entries[i].Index
	}
	var all []*past
	for i := range f.Events {
		switch e := &f.Events[i]; e.Body.(type) {
		case movement.Moved, movement.Cancelled:
			all = append(all, d.past(Known{Size: index[e.ID]}, e.Recorded))
		}
	}
	return all, nil
}

// tasks are what must be done again with one person, as far as the reader may
// know. Whoever said no, or whose file is at its end, is asked for nothing.
func (r *redoing) tasks(v *view) ([]safeguard.Task, error) {
	c, subject := v.file.Person, r.desk.subjectOf(v.file)
	if !r.desk.roles.Reads(r.who.Actor, subject) || !c.Journeying() || c.Withdrawn() || v.Book == nil {
		return nil, nil
	}
	undone, err := r.undone(v)
	if err != nil {
		return nil, err
	}
	tasks := safeguard.Redo(c.Facts(v.Around), v.Book, r.now, r.on, undone)
	if c.Travel.Movement == "" {
		seat := safeguard.Task{Do: "seat.give", By: access.MovementOfficer, Ask: "papers", Minutes: safeguard.Minutes("seat.give"), Compartment: ledger.General}
		tasks = append([]safeguard.Task{seat}, tasks...)
	}
	var reads ledger.Set
	if r.desk.roles.May(r.who.Actor, "findings.read", subject) == nil {
		reads = r.desk.roles.View(r.who.Actor, subject).All()
	}
	return redactTasks(tasks, reads), nil
}

// undone are the rules that each change of the schedule undid.
func (r *redoing) undone(v *view) ([]safeguard.ID, error) {
	if r.wanted {
		return safeguard.Undone(v.file.Person.Facts(v.Around), v.Book, r.now, r.on), nil
	}
	var all []safeguard.ID
	for _, p := range r.upsets {
		then, err := p.view(r.ctx, v.file)
		if fault.KindOf(err) == fault.Missing {
			continue // the file is younger
		}
		if err != nil {
			return nil, err
		}
		if c := then.File.Person; c.Travel.Movement == r.state.Reference && then.Book != nil {
			all = append(all, safeguard.Undone(c.Facts(then.Around), then.Book, p.at, r.on)...)
		}
	}
	return all, nil
}

// redactTasks leaves of the tasks outside the reader's compartments whom to
// ask, once.
func redactTasks(tasks []safeguard.Task, reads ledger.Set) []safeguard.Task {
	out := []safeguard.Task{}
	for _, t := range tasks {
		if reads.Has(t.Compartment) {
			out = append(out, t)
		}
	}
	for _, t := range tasks {
		ask := safeguard.Task{Ask: t.Ask}
		if !reads.Has(t.Compartment) && !slices.Contains(out, ask) {
			out = append(out, ask)
		}
	}
	return out
}
