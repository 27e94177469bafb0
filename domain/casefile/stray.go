package casefile

import (
	"slices"

	"amana/domain/assessment"
	"amana/domain/consent"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// ExamineEntry records that an officer looked into an entry that this program
// cannot read: at the node where it was made, or with whoever made it.
type ExamineEntry struct {
	Entry ledger.Hash `json:"entry" doc:"the entry that cannot be read"`
	Found string      `json:"found" seal:"protection" max:"2000" doc:"what they found, and where they asked"`
}

// EntryExamined is the event.
type EntryExamined struct{ ExamineEntry }

func (EntryExamined) Kind() string { return "entry.examined" }

func (c ExamineEntry) Decide(s *Case, _ ledger.Deed) ([]ledger.Body, error) {
	if s.unreadable(c.Entry) == nil {
		return nil, fault.New(fault.Invalid, "fault.no-such-event").In("entry")
	}
	return ledger.One(EntryExamined{c})
}

// ResolveEntry records what an entry was that nobody can read, after another
// officer looked into it. If it was a stop, that stop is recorded in the same
// act: nothing that stopped the journey is lost.
type ResolveEntry struct {
	Entry ledger.Hash `json:"entry" doc:"the entry that cannot be read"`
	Was   string      `json:"was" codes:"nothing-that-stops,withdrawal,asylum-request,hold" doc:"what it was; in doubt a hold"`
	Found string      `json:"found" seal:"protection" max:"2000" doc:"on what that rests"`
}

// EntryResolved is the event.
type EntryResolved struct{ ResolveEntry }

func (EntryResolved) Kind() string          { return "entry.resolved" }
func (EntryResolved) Effect() ledger.Effect { return ledger.Lift }

func (c ResolveEntry) Decide(s *Case, d ledger.Deed) ([]ledger.Body, error) {
	stray := s.unreadable(c.Entry)
	switch {
	case stray == nil:
		return nil, fault.New(fault.Invalid, "fault.no-such-event").In("entry")
	case !slices.ContainsFunc(stray.Looks, func(l ledger.Ref) bool { return l.By != d.By }):
		return nil, fault.New(fault.Denied, "fault.another-officer")
	}
	events := []ledger.Body{EntryResolved{c}}
	switch c.Was {
	case "withdrawal":
		return append(events, consent.Withdrawn{Withdraw: consent.Withdraw{Channel: "other", Heard: d.By}}), nil
	case "asylum-request":
		return append(events, assessment.AsylumRequested{}), nil
	case "hold":
		return append(events, HoldPlaced{PlaceHold{For: "protection", Reason: c.Found}}), nil
	}
	return events, nil
}

// unreadable is the stray that an officer can look into, or nil: what waits for
// its past, or for a key, is read when that has come.
func (c *Case) unreadable(entry ledger.Hash) *safeguard.Stray {
	i := slices.IndexFunc(c.Strays, func(s safeguard.Stray) bool { return s.ID == entry && s.Unreadable() })
	if i < 0 {
		return nil
	}
	return &c.Strays[i]
}

func (c *Case) applyStray(body ledger.Body, at ledger.Ref) {
	if at.Imported != "" {
		return
	}
	switch b := body.(type) {
	case EntryExamined:
		if s := c.unreadable(b.Entry); s != nil && c.Knows(at, s.Ref) {
			s.Looks = append(slices.Clip(s.Looks), at)
		}
	case EntryResolved:
		s := c.unreadable(b.Entry)
		looked := s != nil && slices.ContainsFunc(s.Looks, func(l ledger.Ref) bool { return l.By != at.By && c.Knows(at, l) })
		if !looked || !c.Knows(at, s.Ref) {
			return
		}
		if b.Was != "nothing-that-stops" {
			c.Stopped = append(c.Stopped, s.Ref) // it stopped the journey from when it was recorded
		}
		c.Strays = slices.DeleteFunc(slices.Clone(c.Strays), func(x safeguard.Stray) bool { return x.ID == b.Entry })
	}
}
