package movement

import (
	"slices"

	"amana/domain/fault"
	"amana/domain/ledger"
)

// Depart records that somebody left. A departure is a fact and can always be
// recorded; without a boarding authorised by Amana it is an incident.
type Depart struct {
	Movement string `json:"movement,omitempty" format:"reference" doc:"the movement, if it is one of ours"`
}

// Departed is the event of a departure that Amana had authorised.
type Departed struct{ Depart }

func (Departed) Kind() string { return "departure.departed" }

// DepartedUncleared is the event of any other. The office concerned cannot
// close the incident that it opens.
type DepartedUncleared struct {
	Depart
	Before bool `json:"before,omitempty"` // it happened before Amana; never counted as safeguarded
}

func (DepartedUncleared) Kind() string          { return "departure.uncleared" }
func (DepartedUncleared) Effect() ledger.Effect { return ledger.Stop }

// DisputeDeparture is the word of an officer who met the person since that they did
// not leave: it was written into the wrong file, or they got off unseen.
type DisputeDeparture struct {
	Departure ledger.Hash `json:"departure" doc:"the event that recorded it"`
	Facts     string      `json:"facts" seal:"protection" max:"2000" doc:"where and when the person was met since, and by what they were known"`
}

// DepartureDisputed is the event. It changes nothing by itself.
type DepartureDisputed struct{ DisputeDeparture }

func (DepartureDisputed) Kind() string { return "departure.disputed" }

func (c DisputeDeparture) Decide(t Travel, d ledger.Deed) ([]ledger.Body, error) {
	left, err := t.departure(c.Departure, d)
	switch {
	case err != nil:
		return nil, err
	case c.Facts == "":
		return nil, fault.New(fault.Invalid, "fault.missing-field").In("facts")
	case left.By == d.By:
		return nil, fault.New(fault.Denied, "fault.another-officer")
	}
	return ledger.One(DepartureDisputed{c})
}

// RetractDeparture takes a departure that is disputed off the record: by a third
// officer, of another office. The incident that it opened stays.
type RetractDeparture struct {
	Departure ledger.Hash `json:"departure" doc:"the event that recorded it"`
	Reason    string      `json:"reason" seal:"protection" max:"2000" doc:"how it was made sure that the person is still here"`
}

// DepartureRetracted is the event.
type DepartureRetracted struct{ RetractDeparture }

func (DepartureRetracted) Kind() string { return "departure.retracted" }

func (c RetractDeparture) Decide(t Travel, d ledger.Deed) ([]ledger.Body, error) {
	left, err := t.departure(c.Departure, d)
	switch {
	case err != nil:
		return nil, err
	case left.Disputed.IsZero():
		return nil, fault.New(fault.Invalid, "fault.not-disputed").In("departure")
	case left.By == d.By, left.Disputed.By == d.By:
		return nil, fault.New(fault.Denied, "fault.another-officer")
	}
	return ledger.One(DepartureRetracted{c})
}

// departure is one that can be taken back: nobody who arrived did not leave.
func (t *Travel) departure(id ledger.Hash, d ledger.Deed) (*Departure, error) {
	i := slices.IndexFunc(t.Left, func(l Departure) bool { return l.ID == id && l.Retracted.IsZero() })
	switch {
	case i < 0:
		return nil, fault.New(fault.Invalid, "fault.no-such-event").In("departure")
	case t.Arrived != nil && !t.Missing:
		return nil, fault.New(fault.Conflict, "fault.arrived-already")
	case d.Happened.Before(t.Left[i].Since):
		return nil, fault.TooEarly(t.Left[i].Since)
	}
	return &t.Left[i], nil
}

// Arrive records arrival, or that somebody who departed is missing on arrival.
type Arrive struct {
	Missing bool `json:"missing,omitempty" doc:"missing on arrival"`
}

// Arrived is the event.
type Arrived struct{ Arrive }

func (Arrived) Kind() string { return "arrival.recorded" }

func (c Arrive) Decide(t Travel, d ledger.Deed) ([]ledger.Body, error) {
	if t.Departed == nil {
		return nil, fault.New(fault.Invalid, "fault.not-departed")
	}
	if d.Happened.Before(t.Departed.Since) {
		return nil, fault.New(fault.Invalid, "fault.arrived-too-early").In("happened")
	}
	return ledger.One(Arrived{c})
}

// Transfer records a life-saving transfer. Moving out of danger is not return:
// no return rule applies, but the person agrees, or cannot speak. Which
// countries are home to them casefile knows.
type Transfer struct {
	To       string `json:"to" codes:"hospital,safe-house,another-town,evacuation" doc:"never to whom they fear"`
	Country  string `json:"country" format:"country" doc:"where that is, LBY inside Libya; never the country of origin"`
	Movement string `json:"movement,omitempty" format:"reference" doc:"the life-saving movement on which they go, if it is one of ours"`
	Agreed   string `json:"agreed" codes:"agreed,vital-interest" doc:"the person agrees, or cannot speak and their life is at stake"`
	Feared   bool   `json:"feared" doc:"it is to somebody the person fears"`
}

// LifeSaving is the kind of a movement out of danger.
const LifeSaving = "life-saving"

// Transferred is the event.
type Transferred struct{ Transfer }

func (Transferred) Kind() string { return "transfer.made" }

func (c Transfer) Decide(Travel, ledger.Deed) ([]ledger.Body, error) {
	if c.Feared {
		return nil, fault.New(fault.Invalid, "fault.not-to-whom-they-fear").In("feared")
	}
	return ledger.One(Transferred{c})
}
