// Package movement holds flights and convoys, and each person's way through
// one: seat, clearance, gate, boarding, departure, arrival. A movement has a
// stream of its own (Plan, State); what happens to a person is an event of
// their case (Travel). Who may board is safeguard's question.
package movement

import (
	"slices"
	"time"

	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// State is one movement.
type State struct {
	Reference string            `json:"reference"`
	Kind      string            `json:"kind"`
	To        string            `json:"to"` // country reference
	Transit   []string          `json:"transit,omitempty"`
	Line      string            `json:"line,omitempty"`
	Cost      int64             `json:"cost,omitempty"` // of one seat, in cents
	Departs   time.Time         `json:"departs"`
	Arrives   time.Time         `json:"arrives"`
	Planner   ledger.Actor      `json:"planner,omitzero"`
	Plan      *safeguard.Plan   `json:"plan,omitempty"`
	Authority string            `json:"authority,omitempty"`
	Decided   bool              `json:"decided,omitempty"`
	Signs     []Sign            `json:"signs,omitempty"`
	Counts    []Counted         `json:"counts,omitempty"`
	Locked    bool              `json:"locked,omitempty"`
	Cancelled bool              `json:"cancelled,omitempty"`
	Moves     []ledger.Ref      `json:"moves,omitempty"`
	Shifts    []safeguard.Shift `json:"shifts,omitempty"`
	Calls     []Calling         `json:"calls,omitempty"`
	Heard     []safeguard.Heard `json:"heard,omitempty"` // of the hub, who does not board

	Examined   *safeguard.Examination `json:"examined,omitempty"`
	HandedOver *safeguard.HandOver    `json:"-"` // as it was counted last

	Said Said `json:"said,omitzero"`
}

// PlanKinds are the events of a movement's own stream.
var PlanKinds = []ledger.Body{
	Planned{}, NoPlanned{}, AuthorityAnswered{}, NoDecided{}, SignNoted{}, ManifestExamined{}, SignAnswered{},
	Locked{}, Moved{}, Cancelled{}, Counted{}, ObserverCalled{}, CallEnded{}, VetoesConfirmed{},
}

// Plan opens a movement.
type Plan struct {
	Reference string    `json:"reference" format:"reference" doc:"how it is called, \"MJI-LOS-26-041\""`
	Kind      string    `json:"kind" codes:"charter,commercial,convoy,life-saving" doc:"life-saving: moving out of danger is not return"`
	To        string    `json:"to" format:"reference" doc:"the country of destination"`
	Transit   []string  `json:"transit,omitempty" format:"country" doc:"the countries through which it goes, in order, ISO 3166-1 alpha-3; absent: it is direct"`
	Line      string    `json:"line" format:"reference" doc:"the budget line that pays"`
	Cost      int64     `json:"cost" min:"0" max:"100000000" doc:"of one seat, in cents"`
	Departs   time.Time `json:"departs" doc:"scheduled departure"`
	Arrives   time.Time `json:"arrives" doc:"scheduled arrival"`
}

// Planned is the event.
type Planned struct{ Plan }

func (Planned) Kind() string { return "movement.planned" }

func (c Plan) Decide(s State, d ledger.Deed) ([]ledger.Body, error) {
	switch {
	case s.Reference != "":
		return nil, fault.New(fault.Conflict, "fault.exists-already")
	case !c.Departs.After(d.Happened):
		return nil, fault.New(fault.Invalid, "fault.not-in-the-past").In("departs")
	case !c.Arrives.After(c.Departs):
		return nil, fault.New(fault.Invalid, "fault.ends-before-it-starts").In("arrives")
	case slices.Contains(c.Transit, c.To):
		return nil, fault.New(fault.Invalid, "fault.not-on-the-way").In("transit")
	}
	return ledger.One(Planned{c})
}

// PlanNo records where those who say no can go.
type PlanNo struct {
	Shelter   bool `json:"shelter" doc:"a place to sleep for 72 h that is not the place of detention"`
	Transport bool `json:"transport" doc:"transport there"`
	Officer   bool `json:"protectionOfficer" doc:"a protection officer at the gate"`
}

// NoPlanned is the event.
type NoPlanned struct{ PlanNo }

func (NoPlanned) Kind() string { return "movement.no-planned" }

func (c PlanNo) Decide(s State, _ ledger.Deed) ([]ledger.Body, error) { return s.one(NoPlanned{c}) }

// RecordAnswer records what the authority says about not taking back who says no.
type RecordAnswer struct {
	Answer string `json:"answer" codes:"accepted,refused,no-answer" doc:"what it answered"`
}

// AuthorityAnswered is the event.
type AuthorityAnswered struct{ RecordAnswer }

func (AuthorityAnswered) Kind() string { return "movement.authority-answered" }

func (c RecordAnswer) Decide(s State, _ ledger.Deed) ([]ledger.Body, error) {
	return s.one(AuthorityAnswered{c})
}

// DecideNo is the head of protection's decision where asking outside is impossible.
type DecideNo struct {
	Reasons string `json:"reasons" max:"2000" doc:"why it goes ahead; counted and published"`
}

// NoDecided is the event.
type NoDecided struct{ DecideNo }

func (NoDecided) Kind() string { return "movement.no-decided" }

// Decide asks that the authority refused or did not answer: otherwise there is
// nothing to decide.
func (c DecideNo) Decide(s State, _ ledger.Deed) ([]ledger.Body, error) {
	bodies, err := s.one(NoDecided{c})
	if err == nil && s.Authority != "refused" && s.Authority != "no-answer" {
		return nil, fault.New(fault.Invalid, "fault.nothing-refused")
	}
	return bodies, err
}

// Lock closes the manifest.
type Lock struct{}

// Locked is the event.
type Locked struct{ Lock }

func (Locked) Kind() string { return "movement.locked" }

func (c Lock) Decide(s State, _ ledger.Deed) ([]ledger.Body, error) { return s.one(Locked{c}) }

// Late is how long after its departure a movement keeps those who are neither
// aboard nor gone: until then who left may not be on record yet.
const Late = 24 * time.Hour

// LeftBehind is from when those lose their seats: Late after the departure, and
// after the newest word of it, which may be a slip of the pen. While several
// schedules stand it is not known.
func (s *State) LeftBehind() (from time.Time, known bool) {
	from = s.Departs
	for _, m := range s.Moves {
		if m.Until.After(from) {
			from = m.Until
		}
	}
	return from.Add(Late), len(s.Said.apart()) == 0
}

// Move changes the schedule. Windows count to the new departure; a manifest
// that was closed stays closed, since boarding asks again of everybody what
// was due then.
type Move struct {
	Departs time.Time `json:"departs" doc:"new departure"`
	Arrives time.Time `json:"arrives" doc:"new arrival"`
	Transit []string  `json:"transit,omitempty" format:"country" doc:"countries through which it goes now besides those that are known, ISO 3166-1 alpha-3; none is taken off the way"`
	Reason  string    `json:"reason" codes:"weather,aircraft,permission,security,needs,other" doc:"why"`
}

// Moved is the event.
type Moved struct{ Move }

func (Moved) Kind() string { return "movement.moved" }

// Decide lets a movement that left earlier than planned be moved to the hour at
// which it left, and none to a day on which it would have left everybody behind.
func (c Move) Decide(s State, d ledger.Deed) ([]ledger.Body, error) {
	switch {
	case !c.Departs.Add(Late).After(d.Happened):
		return nil, fault.New(fault.Invalid, "fault.not-in-the-past").In("departs")
	case !c.Arrives.After(c.Departs):
		return nil, fault.New(fault.Invalid, "fault.ends-before-it-starts").In("arrives")
	case slices.Contains(c.Transit, s.To):
		return nil, fault.New(fault.Invalid, "fault.not-on-the-way").In("transit")
	}
	return s.one(Moved{c})
}

// Cancel ends a movement before it leaves.
type Cancel struct {
	Reason string `json:"reason" codes:"weather,aircraft,permission,security,needs,other" doc:"why"`
}

// Cancelled is the event.
type Cancelled struct{ Cancel }

func (Cancelled) Kind() string { return "movement.cancelled" }

func (c Cancel) Decide(s State, _ ledger.Deed) ([]ledger.Body, error) { return s.one(Cancelled{c}) }

// one lets an event happen on a movement that exists and was not cancelled.
func (s State) one(b ledger.Body) ([]ledger.Body, error) {
	switch {
	case s.Reference == "":
		return nil, fault.New(fault.Missing, "fault.no-such-movement")
	case s.Cancelled:
		return nil, fault.New(fault.Invalid, "fault.movement-cancelled")
	}
	return ledger.One(b)
}

// Apply folds one event of the movement.
func (s *State) Apply(e *ledger.Event, at ledger.Ref, past *ledger.Ancestry) {
	s.applySign(e.Body, at, past)
	switch b := e.Body.(type) {
	case Planned:
		s.Reference, s.Kind, s.To, s.Line, s.Cost = b.Reference, b.Plan.Kind, b.To, b.Line, b.Cost
		s.Departs, s.Arrives, s.Planner = b.Departs, b.Arrives, e.Actor
		s.pass(b.Transit)
	case NoPlanned:
		s.sayPlan(safeguard.Plan{Shelter: b.Shelter, Transport: b.Transport, Officer: b.Officer}, at, past)
	case AuthorityAnswered:
		s.sayAnswer(b.Answer, at, past)
	case NoDecided:
		s.Said.Decisions = append(s.Said.Decisions, at)
		s.decide(past)
	case Locked:
		s.Locked = true
	case Moved:
		s.Shifts = append(s.Shifts, safeguard.Shift{From: s.Departs, At: at.Since, Told: at.Until})
		s.Departs, s.Arrives = b.Departs, b.Arrives
		s.pass(b.Transit)
		s.Moves = append(s.Moves, at)
		s.Said.Schedules = ledger.Say(past, s.Said.Schedules, at, b.Departs)
	case Cancelled:
		s.Cancelled = true
	case Counted:
		s.count(b, at)
	case VetoesConfirmed:
		s.Heard = append(s.Heard, safeguard.Heard{Ref: at, At: b.At, Seats: b.Seats})
	case ObserverCalled:
		s.Calls = append(s.Calls, Calling{at, b.Officer})
	case CallEnded:
		s.Calls = slices.DeleteFunc(s.Calls, func(k Calling) bool { return k.ID == b.Call })
	}
}

// pass puts countries on the way. Whoever says them takes none off that somebody else
// said: nobody flies through one that was not looked at because two did not know of each other.
func (s *State) pass(through []string) {
	for _, c := range through {
		if !slices.Contains(s.Transit, c) {
			s.Transit = append(s.Transit, c)
		}
	}
}

// Fact is what the rules may ask about the movement.
func (s *State) Fact() *safeguard.Movement {
	return &safeguard.Movement{
		Reference: s.Reference, Planner: s.Planner, Kind: s.Kind, To: s.To, Transit: s.Transit, Departs: s.Departs, Arrives: s.Arrives, Shifts: s.Shifts, Unsettled: s.Said.apart(),
		Cancelled: s.Cancelled, Locked: s.Locked, Plan: s.Plan, Authority: s.Authority, Decided: s.Decided,
		Signs: s.signs(), Examined: s.Examined, HandedOver: s.HandedOver, Heard: s.Heard,
	}
}
