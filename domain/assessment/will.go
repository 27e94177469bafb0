package assessment

import (
	"slices"

	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/safeguard"
	"amana/domain/talk"
)

// Assess records whether the wish is voluntary: the three elements of
// A/HRC/38/41 §30, each with its evidence.
type Assess struct {
	Talk         talk.Talk `json:"talk" doc:"how the interview was held"`
	Informed     bool      `json:"informed" seal:"protection" doc:"the person is fully informed"`
	Uncoerced    bool      `json:"uncoerced" seal:"protection" doc:"the person is free of coercion"`
	Alternatives bool      `json:"alternatives" seal:"protection" doc:"the person has sufficient valid alternatives, or knows why none exist and still wants to return"`
	Constraints  []string  `json:"constraints,omitempty" seal:"protection" codes:"held,controlled,indebted,threatened,ransomed,destitute,ill-without-care,family-held" doc:"personal constraints"`
	Evidence     string    `json:"evidence" seal:"protection" max:"4000" doc:"on what each finding rests"`
}

// Assessed is the event.
type Assessed struct{ Assess }

func (Assessed) Kind() string            { return "voluntary.assessed" }
func (e Assessed) Effect() ledger.Effect { return e.effect() }

// effect is a stop where the interview did not find the decision free, or found a
// constraint: also of who sits aboard, whom nobody hears again or reviews any more.
func (c Assess) effect() ledger.Effect {
	return unless(c.Informed && c.Uncoerced && c.Alternatives && len(c.Constraints) == 0)
}

func (c Assess) Decide(State, ledger.Deed) ([]ledger.Body, error) { return ledger.One(Assessed{c}) }

func (c Assess) fact(at ledger.Ref) safeguard.Voluntariness {
	return safeguard.Voluntariness{Ref: at, Talk: c.Talk, Informed: c.Informed, Uncoerced: c.Uncoerced, Alternatives: c.Alternatives, Constraints: c.Constraints}
}

// Repeat is the second private interview of somebody under constraint.
type Repeat struct{ Assess }

// Repeated is the event.
type Repeated struct{ Assess }

func (Repeated) Kind() string            { return "voluntary.repeated" }
func (e Repeated) Effect() ledger.Effect { return e.effect() }

func (c Repeat) Decide(s State, d ledger.Deed) ([]ledger.Body, error) {
	switch {
	case len(s.Voluntary) == 0:
		return nil, fault.New(fault.Invalid, "fault.no-first-interview")
	case s.Voluntary[len(s.Voluntary)-1].By == d.Officer():
		return nil, fault.New(fault.Denied, "fault.another-officer")
	}
	return ledger.One(Repeated(c))
}

// RequestRelease records a written request for release or an alternative.
type RequestRelease struct {
	Of      string `json:"of" seal:"protection" codes:"release,alternative" doc:"what was requested in writing"`
	Unnamed bool   `json:"unnamed,omitempty" seal:"protection" doc:"for all who are held there, naming nobody: the person does not want that the authority is told of them"`
}

// ReleaseRequested is the event.
type ReleaseRequested struct{ RequestRelease }

func (ReleaseRequested) Kind() string { return "release.requested" }

func (c RequestRelease) Decide(State, ledger.Deed) ([]ledger.Body, error) {
	return ledger.One(ReleaseRequested{c})
}

// AnswerRelease records the answer, or that none came.
type AnswerRelease struct {
	Answer string `json:"answer" seal:"protection" codes:"granted,refused,no-answer" doc:"no-answer: the days that the rule book sets have passed"`
}

// ReleaseAnswered is the event.
type ReleaseAnswered struct{ AnswerRelease }

func (ReleaseAnswered) Kind() string { return "release.answered" }

func (c AnswerRelease) Decide(s State, d ledger.Deed) ([]ledger.Body, error) {
	n := len(s.Releases)
	if n == 0 {
		return nil, fault.New(fault.Invalid, "fault.nothing-requested")
	}
	if asked := s.Releases[n-1]; d.Happened.Before(asked.Since) {
		return nil, fault.TooEarly(asked.Since)
	}
	return ledger.One(ReleaseAnswered{c})
}

// Review is the protection lead's reasoned review of a constrained consent.
type Review struct {
	Accepts bool   `json:"accepts" seal:"protection" doc:"the wish stands in spite of the constraints"`
	Reasons string `json:"reasons" seal:"protection" max:"4000" doc:"why"`
}

// Reviewed is the event.
type Reviewed struct{ Review }

func (Reviewed) Kind() string { return "voluntary.reviewed" }

func (e Reviewed) Effect() ledger.Effect { return unless(e.reasoned()) }

// reasoned says whether the wish was found to stand, and why.
func (c Review) reasoned() bool { return c.Accepts && c.Reasons != "" }

func (c Review) Decide(s State, d ledger.Deed) ([]ledger.Body, error) {
	for _, v := range slices.Concat(s.Voluntary, s.Second) {
		if v.By == d.Officer() {
			return nil, fault.New(fault.Denied, "fault.another-officer")
		}
	}
	return ledger.One(Reviewed{c})
}

// Doubt records that somebody may not be able to take this decision today.
type Doubt struct {
	Why string `json:"why" seal:"protection" max:"2000" doc:"what was observed; distress is not incapacity"`
}

// Doubted is the event.
type Doubted struct{ Doubt }

func (Doubted) Kind() string { return "capacity.doubted" }

func (Doubted) Effect() ledger.Effect { return ledger.Stop }

func (c Doubt) Decide(State, ledger.Deed) ([]ledger.Body, error) { return ledger.One(Doubted{c}) }

// FindCapacity records what a professional found after support.
type FindCapacity struct {
	Outcome     string            `json:"outcome" seal:"protection" codes:"able,able-with-support,unable-today,lasting-inability" doc:"what was found about this decision, today"`
	Supported   bool              `json:"supported" seal:"protection" doc:"support in deciding was given first"`
	Interpreter *talk.Interpreter `json:"interpreter,omitempty" doc:"absent when nobody interpreted"`
}

// CapacityFound is the event.
type CapacityFound struct{ FindCapacity }

func (CapacityFound) Kind() string { return "capacity.found" }

func (e CapacityFound) Effect() ledger.Effect {
	return unless(e.Outcome == "able" || e.Outcome == "able-with-support")
}

func (c FindCapacity) Decide(s State, _ ledger.Deed) ([]ledger.Body, error) {
	if len(s.Doubts) == 0 {
		return nil, fault.New(fault.Invalid, "fault.no-doubt")
	}
	return ledger.One(CapacityFound{c})
}
