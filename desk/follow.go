package desk

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"slices"
	"time"

	"amana/domain/casefile"
	"amana/domain/consent"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/safeguard"
	"amana/domain/staff"
	"amana/store"
)

// Kinds of work that follow elsewhere from what was recorded.
const (
	JobFreeSeat   = "free-seat"   // of somebody who withdrew or whose journey ended
	JobOpenInfant = "open-infant" // the case of a child born on the way
	JobCharge     = "charge"      // the budget line of who departed
	JobFreeAll    = "free-all"    // everybody's seat on a cancelled movement
	JobFreeLeft   = "free-left"   // of whom a movement left behind
	JobExamine    = "examine"     // who is on a closed manifest, since that changed
	JobScrub      = "scrub"       // the database, of what a revoked sign-in opened
	JobSearch     = "search"      // other files that are likely of a person who is new, or otherwise than was known
)

// Job is what a job's payload holds: references only.
type Job struct {
	ID     ledger.Command `json:"id"` // the first command's; those that follow derive theirs
	Number string         `json:"number,omitempty"`
	Ref    string         `json:"ref,omitempty"` // of a seat to free: empty is any
	Reason string         `json:"reason,omitempty"`
	Entry  ledger.Hash    `json:"entry,omitzero"` // of the birth
}

// Derived is the id of the command that follows, under a purpose, from id.
func Derived(id ledger.Command, purpose string) ledger.Command {
	sum := sha256.Sum256(append(id[:], purpose...))
	return ledger.Command(sum[:16])
}

func job(kind string, j Job) store.Job {
	payload, err := json.Marshal(j)
	if err != nil {
		panic(err) // a struct of strings
	}
	return store.Job{Kind: kind, Payload: payload}
}

// Birth is a birth that an entry of the mother's case recorded.
func (d *Desk) Birth(ctx context.Context, who Actor, number string, entry ledger.Hash) (casefile.RecordBirth, error) {
	v, err := d.open(ctx, who, number, "case.read")
	if err != nil {
		return casefile.RecordBirth{}, err
	}
	for i := range v.file.Events {
		if b, ok := v.file.Events[i].Body.(casefile.BirthRecorded); ok && v.file.Events[i].ID == entry {
			return b.RecordBirth, nil
		}
	}
	return casefile.RecordBirth{}, fault.New(fault.Missing, "fault.no-such-event")
}

// follow is what follows from what happened to a case. c is the case after it,
// m the movement that it was about, and entries those of bodies, in order. An import
// searches by itself, at its end, what it can open.
func follow(c *casefile.Case, m *safeguard.Movement, bodies []ledger.Body, entries []store.Entry, id ledger.Command, search bool) []store.Job {
	var jobs []store.Job
	freed := false
	for i, body := range bodies {
		switch b := body.(type) {
		case consent.Withdrawn, consent.ReportSettled:
			if c.Travel.Movement != "" && c.Travel.Departed == nil && c.Withdrawn() {
				jobs = append(jobs, job(JobFreeSeat, Job{ID: id, Number: c.Number, Ref: c.Travel.Movement, Reason: "withdrawn"}))
			}
		case casefile.Ended, casefile.Closed:
			if c.Travel.Movement != "" && c.Travel.Departed == nil && !freed {
				freed = true
				jobs = append(jobs, job(JobFreeSeat, Job{ID: id, Number: c.Number, Ref: c.Travel.Movement, Reason: "other"}))
			}
		case movement.SeatGiven, movement.SeatFreed:
			if m != nil && m.Locked {
				jobs = append(jobs, job(JobExamine, Job{ID: id, Ref: m.Reference}))
			}
		case casefile.Opened, casefile.Corrected:
			if search {
				jobs = append(jobs, job(JobSearch, Job{ID: id, Number: c.Number}))
			}
		case casefile.Erased:
			jobs = append(jobs, job(JobErase, Job{ID: id, Number: c.Number}))
		case casefile.BirthRecorded:
			jobs = append(jobs, job(JobOpenInfant, Job{ID: id, Number: c.Number, Entry: entries[i].Leaf}))
		case movement.Departed:
			jobs = append(jobs, job(JobCharge, Job{ID: id, Number: c.Number, Ref: b.Movement}))
		}
	}
	return jobs
}

// names lets a file name more of the likely other files when all that it named
// were looked at: of each that an act, other than an import, was about.
func names(f *file, also []*mirror, bodies []ledger.Body, r Request) (jobs []store.Job) {
	if r.Imported != "" || slices.ContainsFunc(bodies, func(b ledger.Body) bool { _, counted := b.(casefile.LikelyCounted); return counted }) {
		return nil
	}
	touched := []*file{f}
	for _, m := range also {
		touched = append(touched, m.file)
	}
	for _, f := range touched {
		if c := f.Person; c != nil && c.Unnamed().Files > 0 && !c.Unlooked() {
			jobs = append(jobs, job(JobSearch, Job{ID: r.ID, Number: c.Number}))
		}
	}
	return jobs
}

func followOther(bodies []ledger.Body, ref string, id ledger.Command) []store.Job {
	for _, body := range bodies {
		switch b := body.(type) {
		case movement.Planned:
			return []store.Job{leftBehind(id, ref, b.Departs)}
		case movement.Moved:
			return []store.Job{leftBehind(id, ref, b.Departs)}
		case movement.Cancelled:
			return []store.Job{job(JobFreeAll, Job{ID: id, Ref: ref})}
		case staff.Revoked:
			return []store.Job{job(JobScrub, Job{ID: id})}
		}
	}
	return nil
}

func leftBehind(id ledger.Command, ref string, departs time.Time) store.Job {
	j := job(JobFreeLeft, Job{ID: id, Ref: ref})
	j.Due = departs.Add(movement.Late)
	return j
}
