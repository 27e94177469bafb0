// Package assessment holds reasoned findings about one person: voluntariness,
// capacity, best interests, family, fear, individual risk, UNHCR.
package assessment

import (
	"slices"
	"time"

	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// State is the assessments of one case, in fold order.
type State struct {
	Voluntary []safeguard.Voluntariness `json:"voluntary,omitempty"`
	Second    []safeguard.Voluntariness `json:"second,omitempty"`
	Releases  []safeguard.Release       `json:"releases,omitempty"`
	Reviews   []safeguard.Review        `json:"reviews,omitempty"`
	Doubts    []safeguard.Doubt         `json:"doubts,omitempty"`
	Capacity  []safeguard.Capacity      `json:"capacity,omitempty"`
	Interests []safeguard.Interest      `json:"interests,omitempty"`
	Votes     []safeguard.Vote          `json:"votes,omitempty"`
	Tracing   []ledger.Ref              `json:"tracing,omitempty"`
	Caregiver []safeguard.Caregiver     `json:"caregiver,omitempty"`
	Escort    []safeguard.Escort        `json:"escort,omitempty"`
	Together  []safeguard.Together      `json:"together,omitempty"`
	Bonds     []safeguard.Bond          `json:"bonds,omitempty"`
	AgeDoubts []ledger.Ref              `json:"ageDoubts,omitempty"`
	AgeFound  []AgeFinding              `json:"ageFound,omitempty"`
	Fears     []safeguard.Fear          `json:"fears,omitempty"`
	Risks     []safeguard.Risk          `json:"risks,omitempty"`
	Asylum    []safeguard.Asylum        `json:"asylum,omitempty"`
	UNHCR     []safeguard.UNHCR         `json:"unhcr,omitempty"`
	Requests  []ledger.Ref              `json:"requests,omitempty"`
	Entry     []safeguard.Entry         `json:"entry,omitempty"`
	Left      time.Time                 `json:"left,omitzero"`
}

// AgeFinding is what one officer found about a disputed age. Nobody is found to be an adult
// through an interpreter who is not fit.
type AgeFinding struct {
	ledger.Ref
	Child bool `json:"child"`
}

// Kinds are the events of this room.
var Kinds = []ledger.Body{
	Assessed{}, Repeated{}, ReleaseRequested{}, ReleaseAnswered{}, Reviewed{}, Doubted{}, CapacityFound{},
	InterestsAssessed{}, InterestsDetermined{}, Traced{}, CaregiverArranged{}, EscortArranged{}, EscortCancelled{},
	FamilyAsked{}, BondChecked{}, AgeDoubted{}, AgeSettled{},
	FearAsked{}, RiskAssessed{}, AsylumRequested{}, AsylumLifted{}, UNHCRRequested{}, UNHCRCounselled{}, EntryConfirmed{},
}

// Apply folds one event of the case; events of other rooms change nothing.
func (s *State) Apply(e *ledger.Event, at ledger.Ref) {
	s.applyWill(e.Body, at)
	s.applyChild(e, at)
	s.applyRefoulement(e, at)
}

func (s *State) applyWill(body ledger.Body, at ledger.Ref) {
	switch b := body.(type) {
	case Assessed:
		s.Voluntary = append(s.Voluntary, b.fact(at))
	case Repeated:
		s.Second = append(s.Second, b.fact(at))
	case ReleaseRequested:
		s.Releases = append(s.Releases, safeguard.Release{Ref: at, Unnamed: b.Unnamed})
	case ReleaseAnswered:
		if n := len(s.Releases); n > 0 {
			s.Releases[n-1].Answer, s.Releases[n-1].Answered = b.Answer, at
		}
	case Reviewed:
		s.Reviews = append(s.Reviews, safeguard.Review{Ref: at, Accepts: b.reasoned()})
	case Doubted:
		s.Doubts = append(s.Doubts, safeguard.Doubt{Ref: at})
	case CapacityFound:
		s.Capacity = append(s.Capacity, safeguard.Capacity{Ref: at, Outcome: b.Outcome, Supported: b.Supported, Interpreter: b.Interpreter})
	}
}

func (s *State) applyChild(e *ledger.Event, at ledger.Ref) {
	switch b := e.Body.(type) {
	case InterestsAssessed:
		s.Interests = append(s.Interests, safeguard.Interest{Ref: at, Urgent: b.Urgent, Agrees: b.Agrees, Guardian: b.Guardian, Interpreter: b.Interpreter})
	case InterestsDetermined:
		s.Votes = append(s.Votes, safeguard.Vote{Ref: at, About: b.Question, Agrees: b.Agrees, Agency: b.Agency, Undertaking: b.Undertaking, Telephone: b.Telephone})
		if b.Guardian {
			s.Votes = append(s.Votes, safeguard.Vote{Ref: at, About: safeguard.AboutGuardian, Agrees: true, Agency: b.Agency, Undertaking: b.Undertaking, Telephone: b.Telephone})
		}
	case Traced:
		if b.Result != "pending" { // an attempt without a result is none yet
			s.Tracing = append(s.Tracing, at)
		}
	case CaregiverArranged:
		s.Caregiver = append(s.Caregiver, safeguard.Caregiver{Ref: at, Kind: b.Who, Safe: b.Safe, Status: b.Status, Left: b.Left})
	case EscortArranged:
		s.Escort = append(s.Escort, safeguard.Escort{Ref: at, Movement: b.Movement, Who: b.Escort})
	case EscortCancelled:
		s.cancel(b.Escort, at)
	case BondChecked:
		s.Bonds = append(s.Bonds, safeguard.Bond{Ref: at, Doubt: b.Outcome == InDoubt, Interpreter: b.Interpreter})
	case FamilyAsked:
		s.Together = append(s.Together, safeguard.Together{Ref: at, Alone: b.Alone, Wants: b.Wants, Other: b.Other, Interpreter: b.Interpreter})
	case AgeDoubted:
		s.AgeDoubts = append(s.AgeDoubts, at)
	case AgeSettled:
		if child := b.Child || e.Stops(); child || b.Interpreter.Fit() {
			s.AgeFound = append(s.AgeFound, AgeFinding{at, child})
		}
	}
}

func (s *State) applyRefoulement(e *ledger.Event, at ledger.Ref) {
	switch b := e.Body.(type) {
	case FearAsked:
		answer := told(e, b.Answer, safeguard.FearNone, safeguard.FearNoAnswer)
		s.Fears = append(s.Fears, safeguard.Fear{Ref: at, Talk: b.Talk, ByState: b.ByState, Answer: answer, Settles: b.Settles, Left: b.Left})
	case RiskAssessed:
		finding := told(e, b.Finding, "none", "real")
		s.Risks = append(s.Risks, safeguard.Risk{Ref: at, Finding: finding, Sheet: b.Sheet, Transit: b.Transit, Ends: b.Ends, Interpreter: b.Interpreter})
	case AsylumRequested:
		s.Asylum = append(s.Asylum, safeguard.Asylum{Ref: at})
	case AsylumLifted:
		for i := range s.Asylum {
			if s.Asylum[i].ID == b.Request {
				s.Asylum[i].Lifted, s.Asylum[i].Interpreter = at, b.Interpreter
			}
		}
	case UNHCRRequested:
		s.Requests = append(s.Requests, at)
	case UNHCRCounselled:
		s.UNHCR = append(s.UNHCR, safeguard.UNHCR{Ref: at, Outcome: b.Outcome, By: b.By, Interpreter: b.Interpreter})
	case EntryConfirmed:
		s.Entry = append(s.Entry, safeguard.Entry{Ref: at, Country: b.Country, Confirmed: b.Confirmed})
	}
}

// told is an answer that may be sealed here: then the event's effect, which is
// not, says whether it stops the journey; to whom that is withheld, nothing does.
func told(e *ledger.Event, answer, goes, stops string) string {
	switch {
	case answer != "" || e.Effect == ledger.Withheld:
		return answer
	case e.Stops():
		return stops
	}
	return goes
}

// cancel ends what the event at knew of an escort on a movement, however often it was
// written down.
func (s *State) cancel(arranged ledger.Hash, at ledger.Ref) {
	i := slices.IndexFunc(s.Escort, func(e safeguard.Escort) bool { return e.ID == arranged })
	if i < 0 {
		return
	}
	for j := range s.Escort {
		if e := &s.Escort[j]; e.Seq < at.Seq && e.Who == s.Escort[i].Who && e.Movement == s.Escort[i].Movement {
			e.Cancelled = at
		}
	}
}

// OpenAgeDoubts are the doubts about the person's age that nobody resolved: two
// officers who knew of the doubt, and of everybody who found a child, found an
// adult.
func (s *State) OpenAgeDoubts(past *ledger.Ancestry) []ledger.Ref {
	return s.unresolved(past, s.AgeDoubts, false)
}

// OpenOnce is those of OpenAgeDoubts that hold once the person came of age on a birthday
// by the file: of a child that two officers found before it, nobody doubts the birthday.
func (s *State) OpenOnce(past *ledger.Ancestry, birthday time.Time) []ledger.Ref {
	return slices.DeleteFunc(s.OpenAgeDoubts(past), func(doubt ledger.Ref) bool {
		agree := map[ledger.Actor]bool{}
		for _, f := range s.AgeFound {
			if f.Child && past.Follows(f.Ref, doubt) && f.Since.Before(birthday) && s.knowsWhoSaysOtherwise(past, f) {
				agree[f.By] = true
			}
		}
		return len(agree) >= 2
	})
}

// OpenInfancyDoubts are those that two officers did not resolve for a child: of an
// infant by the file they say that it may be somebody whom one asks.
func (s *State) OpenInfancyDoubts(past *ledger.Ancestry) []ledger.Ref {
	return s.unresolved(past, s.AgeDoubts, true)
}

// FoundAdult says whether there were doubts about the person's age, and two officers
// found an adult, who knew all that is said of the day of birth: what was said since,
// by a paper that was found, they did not find.
func (s *State) FoundAdult(past *ledger.Ancestry, born []ledger.Ref) bool {
	return len(s.AgeDoubts) > 0 && len(s.unresolved(past, slices.Concat(s.AgeDoubts, born), false)) == 0
}

func (s *State) unresolved(past *ledger.Ancestry, doubts []ledger.Ref, child bool) []ledger.Ref {
	var open []ledger.Ref
	for _, doubt := range doubts {
		agree := map[ledger.Actor]bool{}
		for _, f := range s.AgeFound {
			if f.Child == child && past.Follows(f.Ref, doubt) && s.knowsWhoSaysOtherwise(past, f) {
				agree[f.By] = true
			}
		}
		if len(agree) < 2 {
			open = append(open, doubt)
		}
	}
	return open
}

func (s *State) knowsWhoSaysOtherwise(past *ledger.Ancestry, found AgeFinding) bool {
	return !slices.ContainsFunc(s.AgeFound, func(f AgeFinding) bool { return f.Child != found.Child && !past.Follows(found.Ref, f.Ref) })
}
