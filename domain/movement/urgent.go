package movement

import (
	"slices"

	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// DeclareUrgent records the facts of an urgent return. It is a rule, not an
// override: it changes time and form only. Whether whoever states them may do
// so alone is safeguard's question.
type DeclareUrgent struct {
	Movement string `json:"movement" format:"reference" doc:"the movement"`
	Facts    string `json:"facts" seal:"medical" max:"2000" doc:"why time is short; stated by a doctor, or by the head of protection and then by somebody from outside too"`
}

// UrgentDeclared is the event.
type UrgentDeclared struct{ DeclareUrgent }

func (UrgentDeclared) Kind() string { return "urgent.declared" }

func (c DeclareUrgent) Decide(Travel, ledger.Deed) ([]ledger.Body, error) {
	return ledger.One(UrgentDeclared{c})
}

// SecondUrgent is the word of an officer outside the line that what the head
// of protection stated is so.
type SecondUrgent struct {
	Movement string `json:"movement" format:"reference" doc:"the movement"`
	Facts    string `json:"facts" seal:"medical" max:"2000" doc:"what they know of it themselves"`
}

// UrgentSeconded is the event.
type UrgentSeconded struct{ SecondUrgent }

func (UrgentSeconded) Kind() string { return "urgent.seconded" }

func (c SecondUrgent) Decide(t Travel, d ledger.Deed) ([]ledger.Body, error) {
	if err := t.otherStated(c.Movement, d.By); err != nil {
		return nil, err
	}
	return ledger.One(UrgentSeconded{c})
}

// ReviewUrgent is what somebody from outside found who took no part in stating
// the facts. Where they do not stand, the urgent return ends.
type ReviewUrgent struct {
	Movement string `json:"movement" format:"reference" doc:"the movement"`
	Stands   bool   `json:"stands" doc:"the facts stand"`
	Reason   string `json:"reason" seal:"medical" max:"2000" doc:"why"`
}

// UrgentReviewed is the event.
type UrgentReviewed struct{ ReviewUrgent }

func (UrgentReviewed) Kind() string { return "urgent.reviewed" }

// Effect ends what rested on the urgency that was not found.
func (e UrgentReviewed) Effect() ledger.Effect {
	if e.Stands {
		return ledger.None
	}
	return ledger.Stop
}

func (c ReviewUrgent) Decide(t Travel, d ledger.Deed) ([]ledger.Body, error) {
	if err := t.otherStated(c.Movement, d.By); err != nil {
		return nil, err
	}
	return ledger.One(UrgentReviewed{c})
}

// LeftUrgently says whether somebody stated the facts of an urgent return for
// the movement on which the person left, whatever a review found.
func (t *Travel) LeftUrgently() bool {
	return t.Departed != nil && slices.ContainsFunc(t.Urgent, func(u safeguard.Urgent) bool { return u.Movement == t.Departed.Movement })
}

// otherStated is why somebody cannot speak to the facts that others stated for
// a movement: there are none, or they are their own.
func (t Travel) otherStated(reference string, by ledger.Actor) error {
	about := func(u safeguard.Urgent) bool { return u.Movement == reference }
	own := func(u safeguard.Urgent) bool { return about(u) && u.By == by }
	switch {
	case !slices.ContainsFunc(t.Urgent, about):
		return fault.New(fault.Invalid, "fault.nothing-urgent").In("movement")
	case slices.ContainsFunc(t.Urgent, own), slices.ContainsFunc(t.Seconded, own):
		return fault.New(fault.Denied, "fault.another-officer")
	}
	return nil
}
