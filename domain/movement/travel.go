package movement

import (
	"maps"
	"slices"
	"time"

	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/safeguard"
	"amana/domain/talk"
)

// Travel is one person's way through movements, in fold order.
type Travel struct {
	Movement  string                           `json:"movement,omitempty"` // where the seat is
	Line      string                           `json:"line,omitempty"`
	Lost      string                           `json:"lost,omitempty"` // the cancelled movement that a seat was on, until there is another
	Seated    ledger.Ref                       `json:"seated,omitzero"`
	Standby   bool                             `json:"standby,omitempty"`
	Seats     []ledger.Said[safeguard.Seating] `json:"seats,omitempty"` // several: unsettled
	Lots      map[string]ledger.Hash           `json:"lots,omitempty"`  // on each movement, the event that first gave a seat
	Drawn     []safeguard.Drawn                `json:"drawn,omitempty"`
	Cleared   []safeguard.Cleared              `json:"cleared,omitempty"`
	Gate      []safeguard.Gate                 `json:"gate,omitempty"`
	Chosen    []safeguard.Chosen               `json:"chosen,omitempty"`
	Same      []safeguard.SamePerson           `json:"same,omitempty"`
	Fresh     []safeguard.Fresh                `json:"fresh,omitempty"`
	Urgent    []safeguard.Urgent               `json:"urgent,omitempty"`
	Seconded  []safeguard.Urgent               `json:"seconded,omitempty"`
	Looked    []safeguard.UrgentReview         `json:"looked,omitempty"` // from outside, at an urgent return
	Boarded   *Passage                         `json:"boarded,omitempty"`
	Departed  *Passage                         `json:"departed,omitempty"`
	Uncleared bool                             `json:"uncleared,omitempty"` // departed without a boarding authorised by Amana
	Before    bool                             `json:"before,omitempty"`    // and that was before Amana
	Arrived   *Passage                         `json:"arrived,omitempty"`
	Missing   bool                             `json:"missing,omitempty"` // on arrival
	Absent    bool                             `json:"absent,omitempty"`  // not presented
	Transfers []ledger.Ref                     `json:"transfers,omitempty"`
	Off       ledger.Ref                       `json:"off,omitzero"` // when they last lost a seat, were not presented, or left
}

// Passage is one crossing of a threshold on one movement.
type Passage struct {
	ledger.Ref
	Movement string `json:"movement"`
}

// Kinds are the events of a person's way.
var Kinds = []ledger.Body{
	SeatGiven{}, LineMoved{}, SeatFreed{}, ClearingOfficerDrawn{}, Cleared{}, IdentityChosen{}, PersonConfirmed{}, GateAnswered{}, VetoesConfirmed{},
	UrgentDeclared{}, UrgentSeconded{}, UrgentReviewed{}, Boarded{}, NotPresented{}, Departed{}, DepartedUncleared{}, Arrived{}, Transferred{},
}

// GiveSeat puts somebody on a manifest.
type GiveSeat struct {
	Movement string `json:"movement" format:"reference" doc:"the movement"`
	Line     string `json:"line" format:"reference" doc:"the budget line that pays"`
	Reason   string `json:"reason" codes:"waiting-longest,medical,child,protection,family,place-free,document-expires,other" doc:"the published criterion by which this seat is given"`
	Standby  bool   `json:"standby,omitempty" doc:"if somebody's place becomes free"`
}

// SeatGiven is the event.
type SeatGiven struct{ GiveSeat }

func (SeatGiven) Kind() string { return "seat.given" }

func (c GiveSeat) Decide(t Travel, _ ledger.Deed) ([]ledger.Body, error) {
	if t.Departed != nil {
		return nil, fault.New(fault.Invalid, "fault.already-departed")
	}
	return one(SeatGiven{c})
}

// MoveLine lets another budget line pay for a seat. Money takes nobody off a
// list: no rule is asked again, and the seat and its clearance stay.
type MoveLine struct {
	Line string `json:"line" format:"reference" doc:"the budget line that pays from now on"`
}

// LineMoved is the event.
type LineMoved struct{ MoveLine }

func (LineMoved) Kind() string { return "seat.line-moved" }

func (c MoveLine) Decide(t Travel, _ ledger.Deed) ([]ledger.Body, error) {
	switch {
	case t.Departed != nil:
		return nil, fault.New(fault.Invalid, "fault.already-departed")
	case t.Movement == "":
		return nil, fault.New(fault.Invalid, "fault.no-seat")
	}
	return one(LineMoved{c})
}

// FreeSeat takes somebody off a manifest. The file and the help stay open.
type FreeSeat struct {
	Reason string `json:"reason" codes:"withdrawn,not-cleared,movement-cancelled,ill,moved-to-another,not-presented,left-behind,other" doc:"why"`
}

// cancelled is why everybody's seat is freed when a movement is cancelled.
const cancelled = "movement-cancelled"

// SeatFreed is the event.
type SeatFreed struct{ FreeSeat }

func (SeatFreed) Kind() string { return "seat.freed" }

func (c FreeSeat) Decide(t Travel, _ ledger.Deed) ([]ledger.Body, error) {
	if t.Movement == "" {
		return nil, fault.New(fault.Invalid, "fault.no-seat")
	}
	return one(SeatFreed{c})
}

// ConfirmPerson records that who stands at the gate is who the file is about.
type ConfirmPerson struct {
	Movement string `json:"movement" format:"reference" doc:"the movement"`
	How      string `json:"how" codes:"met-before,two-facts,photograph" doc:"how it was confirmed"`
}

// PersonConfirmed is the event.
type PersonConfirmed struct{ ConfirmPerson }

func (PersonConfirmed) Kind() string { return "gate.person-confirmed" }

func (c ConfirmPerson) Decide(t Travel, _ ledger.Deed) ([]ledger.Body, error) {
	if t.Movement != c.Movement {
		return nil, fault.New(fault.Invalid, "fault.no-seat").In("movement")
	}
	return one(PersonConfirmed{c})
}

// AnswerGate records the last private answer. A no is a withdrawal too,
// recorded in the same act.
type AnswerGate struct {
	Movement string    `json:"movement" format:"reference" doc:"the movement"`
	Talk     talk.Talk `json:"talk" doc:"how the person was asked"`
	Answer   string    `json:"answer" codes:"yes,not-sure,no" doc:"what they answered"`
}

// GateAnswered is the event.
type GateAnswered struct{ AnswerGate }

func (GateAnswered) Kind() string { return "gate.answered" }

func (e GateAnswered) Effect() ledger.Effect {
	if e.Answer == safeguard.Yes {
		return ledger.None
	}
	return ledger.Stop
}

// Decide is without the withdrawal: casefile adds it, because another room
// knows what a withdrawal is.
func (c AnswerGate) Decide(t Travel, _ ledger.Deed) ([]ledger.Body, error) {
	switch {
	case t.Departed != nil:
		return nil, fault.New(fault.Invalid, "fault.already-departed")
	case t.Movement != c.Movement:
		return nil, fault.New(fault.Invalid, "fault.no-seat").In("movement")
	}
	return one(GateAnswered{c})
}

// ConfirmVetoes records, at the hub, that its list of vetoes for the movement was
// given or read over the telephone to those who board. What is typed elsewhere
// says nothing of what the hub knows.
type ConfirmVetoes struct {
	Movement string `json:"movement" format:"reference" doc:"the movement"`
	How      string `json:"how" codes:"list,telephone" doc:"how the list was given"`
	Code     string `json:"code" format:"code" doc:"the code that the list yields, entered on both sides"`
}

// VetoesConfirmed is the event. The list is the hub's own, as it was then.
type VetoesConfirmed struct {
	ConfirmVetoes
	ListAt time.Time `json:"listAt"`
}

func (VetoesConfirmed) Kind() string { return "vetoes.confirmed" }

func (c ConfirmVetoes) Decide(_ Travel, d ledger.Deed) ([]ledger.Body, error) {
	if !d.Hub {
		return nil, fault.New(fault.Busy, "fault.only-at-the-hub")
	}
	return one(VetoesConfirmed{c, d.Moment})
}

// Board records that somebody boards. Amana authorises it only while every
// rule due at boarding is met.
type Board struct {
	Movement string `json:"movement" format:"reference" doc:"the movement"`
}

// Decide asks that the seat is on this movement; whether every rule is met was
// asked before.
func (c Board) Decide(t Travel, d ledger.Deed) ([]ledger.Body, error) {
	switch {
	case t.Departed != nil:
		return nil, fault.New(fault.Invalid, "fault.already-departed")
	case t.Movement == "" || t.Movement != c.Movement || t.Standby:
		return nil, fault.New(fault.Invalid, "fault.no-seat").In("movement")
	}
	return one(Boarded{c, d.Book, d.Basis})
}

// Boarded is the event of a boarding that Amana authorised.
type Boarded struct {
	Board
	Book  string   `json:"book"`
	Basis []string `json:"basis"`
}

func (Boarded) Kind() string { return "boarding.boarded" }

// NotPresent records that somebody on the manifest was not presented: an
// incident, never a withdrawal.
type NotPresent struct {
	Movement string `json:"movement" format:"reference" doc:"the movement"`
}

// NotPresented is the event.
type NotPresented struct{ NotPresent }

func (NotPresented) Kind() string { return "boarding.not-presented" }

func (c NotPresent) Decide(t Travel, _ ledger.Deed) ([]ledger.Body, error) {
	switch {
	case t.Departed != nil:
		return nil, fault.New(fault.Invalid, "fault.already-departed")
	case t.Movement != c.Movement:
		return nil, fault.New(fault.Invalid, "fault.no-seat").In("movement")
	case t.Boarded != nil:
		return nil, fault.New(fault.Invalid, "fault.already-boarded")
	}
	return one(NotPresented{c})
}

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
	return one(Arrived{c})
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
	return one(Transferred{c})
}

// Apply folds one event of the case; events of other rooms change nothing.
func (t *Travel) Apply(e *ledger.Event, at ledger.Ref, past *ledger.Ancestry) {
	switch b := e.Body.(type) {
	case SeatGiven:
		t.Absent = false
		if _, before := t.Lots[b.Movement]; !before {
			t.Lots = maps.Clone(t.Lots)
			if t.Lots == nil {
				t.Lots = map[string]ledger.Hash{}
			}
			t.Lots[b.Movement] = at.ID
		}
		t.seat(ledger.Say(past, t.Seats, at, safeguard.Seating{Movement: b.Movement, Line: b.Line, Standby: b.Standby}))
		if t.Boarded != nil && t.Boarded.Movement != b.Movement {
			t.unboard(at, past) // another way begins
		}
	case LineMoved:
		if n := len(t.Seats); n > 0 {
			t.Seats[n-1].Value.Line, t.Line = b.Line, b.Line
		}
	case SeatFreed:
		if b.Reason == cancelled {
			t.Lost = t.Movement
		}
		t.seat(ledger.Unsay(past, t.Seats, at))
		t.unboard(at, past)
		t.Off = at
	case ClearingOfficerDrawn:
		t.Drawn = append(t.Drawn, safeguard.Drawn{Ref: at, Officer: b.Officer, Movement: b.Movement, Seat: b.Seat, Question: b.Question})
	case Cleared:
		t.Cleared = append(t.Cleared, safeguard.Cleared{Ref: at, Movement: b.Movement})
	case IdentityChosen:
		t.Chosen = append(t.Chosen, safeguard.Chosen{Ref: at, How: b.How, Interpreter: b.Talk.Interpreter})
	case PersonConfirmed:
		t.Same = append(t.Same, safeguard.SamePerson{Ref: at, Movement: b.Movement, How: b.How})
	case GateAnswered:
		t.Gate = append(t.Gate, safeguard.Gate{Ref: at, Movement: b.Movement, Talk: b.Talk, Answer: b.Answer})
	case VetoesConfirmed:
		t.Fresh = append(t.Fresh, safeguard.Fresh{Ref: at, Movement: b.Movement, How: b.How, ListAt: b.ListAt})
	case UrgentDeclared:
		t.Urgent = append(t.Urgent, safeguard.Urgent{Ref: at, Movement: b.Movement})
	case UrgentSeconded:
		t.Seconded = append(t.Seconded, safeguard.Urgent{Ref: at, Movement: b.Movement})
	case UrgentReviewed:
		t.Looked = append(t.Looked, safeguard.UrgentReview{Ref: at, Movement: b.Movement, Stands: b.Stands})
	case Boarded:
		t.Boarded, t.Absent = &Passage{at, b.Movement}, false
	case NotPresented:
		t.Absent, t.Off = t.Boarded == nil, at // who is aboard was presented, whatever another node saw
	case Departed:
		t.Departed, t.Off = &Passage{at, b.Movement}, at
	case DepartedUncleared:
		t.Before = b.Before && (t.Departed == nil || t.Before) // the graver of two that did not know of each other
		t.Departed, t.Uncleared, t.Off = &Passage{at, b.Movement}, true, at
	case Arrived:
		t.Arrived, t.Missing = &Passage{at, t.Movement}, b.Missing
	case Transferred:
		t.Transfers = append(t.Transfers, at)
	}
}

// Since is when a person's place last changed.
func (t *Travel) Since() time.Time {
	if t.Off.Until.After(t.Seated.Until) {
		return t.Off.Until
	}
	return t.Seated.Until
}

// Wavers says whether something other than yes, which no later yes knew of, was
// answered at the gate of the movement where the seat is.
func (t *Travel) Wavers(past *ledger.Ancestry) bool {
	return slices.ContainsFunc(t.Gate, func(no safeguard.Gate) bool {
		return no.Movement == t.Movement && no.Answer != safeguard.Yes && !slices.ContainsFunc(t.Gate, func(yes safeguard.Gate) bool {
			return yes.Movement == t.Movement && yes.Answer == safeguard.Yes && past.Knows(yes.Seq, no.Seq) && yes.Seq != no.Seq
		})
	})
}

// unboard ends a boarding that what happened to the seat knew of.
func (t *Travel) unboard(at ledger.Ref, past *ledger.Ancestry) {
	if t.Boarded != nil && past.Knows(at.Seq, t.Boarded.Seq) {
		t.Boarded = nil
	}
}

// seat keeps the seats that stand, and shows the last of them.
func (t *Travel) seat(standing []ledger.Said[safeguard.Seating]) {
	t.Seats, t.Movement, t.Line, t.Standby, t.Seated = standing, "", "", false, ledger.Ref{}
	if n := len(standing); n > 0 {
		last := standing[n-1]
		t.Movement, t.Line, t.Standby, t.Seated = last.Value.Movement, last.Value.Line, last.Value.Standby, last.Ref
		t.Lost = ""
	}
}
