package movement

import (
	"slices"
	"time"

	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// Said is what was said of a movement by events that no later one knew of. Of
// several the one that holds people back counts; of several schedules none does,
// until somebody who knows them says when it departs.
type Said struct {
	Plans     []ledger.Said[safeguard.Plan] `json:"plans,omitempty"`
	Answers   []ledger.Said[string]         `json:"answers,omitempty"` // of the authority
	Decisions []ledger.Ref                  `json:"decisions,omitempty"`
	Schedules []ledger.Said[time.Time]      `json:"schedules,omitempty"`
}

// apart is what says the schedules that stand, where they are not one.
func (s *Said) apart() []ledger.Ref {
	var refs []ledger.Ref
	for _, d := range s.Schedules {
		refs = append(refs, d.Ref)
	}
	if slices.ContainsFunc(s.Schedules, func(d ledger.Said[time.Time]) bool { return !d.Value.Equal(s.Schedules[0].Value) }) {
		return refs
	}
	return nil
}

func (s *State) sayPlan(p safeguard.Plan, at ledger.Ref, past *ledger.Ancestry) {
	s.Said.Plans = ledger.Say(past, s.Said.Plans, at, p)
	for _, o := range s.Said.Plans {
		p = safeguard.Plan{Shelter: p.Shelter && o.Value.Shelter, Transport: p.Transport && o.Value.Transport, Officer: p.Officer && o.Value.Officer}
	}
	p.From = at.Until // whatever hour is typed beside it: until then there was nothing to tell
	if was := s.Plan; was != nil && was.Shelter == p.Shelter && was.Transport == p.Transport && was.Officer == p.Officer {
		p.From = was.From // said again, it is the same
	}
	s.Plan = &p
}

// answers are what an authority says, the one that leaves least open first.
var answers = []string{"refused", "no-answer", "accepted"}

func (s *State) sayAnswer(answer string, at ledger.Ref, past *ledger.Ancestry) {
	s.Said.Answers = ledger.Say(past, s.Said.Answers, at, answer)
	for _, o := range s.Said.Answers {
		if slices.Index(answers, o.Value) < slices.Index(answers, answer) {
			answer = o.Value
		}
	}
	s.Authority = answer
	s.decide(past)
}

// decide asks whether a decision stands: one that does not know of an answer that
// stands was made about another.
func (s *State) decide(past *ledger.Ancestry) {
	s.Decided = slices.ContainsFunc(s.Said.Decisions, func(d ledger.Ref) bool {
		return !slices.ContainsFunc(s.Said.Answers, func(a ledger.Said[string]) bool {
			return !past.Follows(d, a.Ref)
		})
	})
}
