package movement

import (
	"maps"
	"slices"
	"time"

	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// Travel is one person's way through movements, in fold order.
type Travel struct {
	Movement  string                           `json:"movement,omitempty"` // where the seat is
	Line      string                           `json:"line,omitempty"`
	Lost      string                           `json:"lost,omitempty"`  // the cancelled movement that a seat was on, until there is another
	Freed     string                           `json:"freed,omitempty"` // the movement on which a seat was freed otherwise, until there is another
	Seated    ledger.Ref                       `json:"seated,omitzero"`
	Standby   bool                             `json:"standby,omitempty"`
	Seats     []ledger.Said[safeguard.Seating] `json:"seats,omitempty"`  // several: unsettled
	Lots      map[string]ledger.Hash           `json:"lots,omitempty"`   // on each movement, the event that first gave a seat
	Lotted    map[string]time.Time             `json:"lotted,omitempty"` // and when that was
	Drawn     []safeguard.Drawn                `json:"drawn,omitempty"`
	Cleared   []safeguard.Cleared              `json:"cleared,omitempty"`
	Gate      []safeguard.Gate                 `json:"gate,omitempty"`
	Chosen    []safeguard.Chosen               `json:"chosen,omitempty"`
	Same      []safeguard.SamePerson           `json:"same,omitempty"`
	Urgent    []safeguard.Urgent               `json:"urgent,omitempty"`
	Seconded  []safeguard.Urgent               `json:"seconded,omitempty"`
	Looked    []safeguard.UrgentReview         `json:"looked,omitempty"` // from outside, at an urgent return
	Boarded   *Passage                         `json:"boarded,omitempty"`
	Left      []Departure                      `json:"left,omitempty"` // several: by nodes that did not know of each other
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

// Departure is one that was recorded.
type Departure struct {
	Passage
	Uncleared bool       `json:"uncleared,omitempty"`
	Before    bool       `json:"before,omitempty"`
	Disputed  ledger.Ref `json:"disputed,omitzero"`  // by an officer who met the person since
	Retracted ledger.Ref `json:"retracted,omitzero"` // by another, of another office
}

// Kinds are the events of a person's way.
var Kinds = []ledger.Body{
	SeatGiven{}, LineMoved{}, SeatFreed{}, ClearingOfficerDrawn{}, Cleared{}, IdentityChosen{}, PersonConfirmed{}, GateAnswered{},
	UrgentDeclared{}, UrgentSeconded{}, UrgentReviewed{}, Boarded{}, NotPresented{},
	Departed{}, DepartedUncleared{}, DepartureDisputed{}, DepartureRetracted{}, Arrived{}, Transferred{},
}

// Apply folds one event of the case; events of other rooms change nothing.
func (t *Travel) Apply(e *ledger.Event, at ledger.Ref, past *ledger.Ancestry) {
	switch b := e.Body.(type) {
	case SeatGiven:
		t.give(b, at, past)
	case LineMoved:
		if n := len(t.Seats); n > 0 {
			t.Seats[n-1].Value.Line, t.Line = b.Line, b.Line
		}
	case SeatFreed:
		if b.Reason == cancelled {
			t.Lost = t.Movement
		} else {
			t.Freed = t.Movement
		}
		t.seat(ledger.Unsay(past, t.Seats, at))
		t.unboard(at, past)
		t.Off = at
	case ClearingOfficerDrawn:
		t.Drawn = append(t.Drawn, safeguard.Drawn{Ref: at, Officer: b.Officer, Movement: b.Movement, Seat: b.Seat, Question: b.Question})
	case Cleared:
		t.Cleared = append(t.Cleared, safeguard.Cleared{Ref: at, Movement: b.Movement})
	case IdentityChosen:
		t.choose(safeguard.Chosen{Ref: at, How: b.How, Facts: b.Facts, Salt: e.Command, Interpreter: b.Talk.Interpreter}, past)
	case PersonConfirmed:
		t.Same = append(t.Same, safeguard.SamePerson{Ref: at, Movement: b.Movement, How: b.How, Choice: b.Choice})
	case GateAnswered:
		t.Gate = append(t.Gate, safeguard.Gate{Ref: at, Movement: b.Movement, Talk: b.Talk, Answer: b.Answer})
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
		t.depart(Departure{Passage: Passage{at, b.Movement}}, past)
	case DepartedUncleared:
		t.depart(Departure{Passage: Passage{at, b.Movement}, Uncleared: true, Before: b.Before}, past)
	case DepartureDisputed:
		t.dispute(b.Departure, at)
	case DepartureRetracted:
		t.retract(b.Departure, at, past)
	case Arrived:
		t.Arrived, t.Missing = &Passage{at, t.Movement}, b.Missing
		t.leave(past)
	case Transferred:
		t.Transfers = append(t.Transfers, at)
	}
}

// give gives a seat, and on each movement keeps which event gave the first.
func (t *Travel) give(b SeatGiven, at ledger.Ref, past *ledger.Ancestry) {
	t.Absent = false
	if _, before := t.Lots[b.Movement]; !before {
		t.Lots, t.Lotted = maps.Clone(t.Lots), maps.Clone(t.Lotted)
		if t.Lots == nil {
			t.Lots, t.Lotted = map[string]ledger.Hash{}, map[string]time.Time{}
		}
		t.Lots[b.Movement], t.Lotted[b.Movement] = at.ID, at.Since
	}
	t.seat(ledger.Say(past, t.Seats, at, safeguard.Seating{Movement: b.Movement, Line: b.Line, Standby: b.Standby}))
	if t.Boarded != nil && t.Boarded.Movement != b.Movement {
		t.unboard(at, past) // another way begins
	}
}

func (t *Travel) depart(d Departure, past *ledger.Ancestry) {
	t.Left, t.Off = append(t.Left, d), d.Ref
	t.leave(past)
}

func (t *Travel) dispute(departure ledger.Hash, at ledger.Ref) {
	for i := range t.Left {
		if t.Left[i].ID == departure && t.Left[i].Disputed.IsZero() {
			t.Left[i].Disputed = at
		}
	}
}

// leave is what the departures on record say together: the last, and the gravest of
// them, as they did not know of each other. One that was taken back by who did not know
// of an arrival, and the arrival nothing of that, stands: whoever arrived did leave.
func (t *Travel) leave(past *ledger.Ancestry) {
	t.Departed, t.Uncleared, t.Before = nil, false, false
	for i := range t.Left {
		d := t.Left[i]
		arrived := t.Arrived != nil && !t.Missing && !past.Knows(d.Retracted.Seq, t.Arrived.Seq) && !past.Knows(t.Arrived.Seq, d.Retracted.Seq)
		if !d.Retracted.IsZero() && !arrived {
			continue
		}
		t.Before = d.Before && (t.Departed == nil || t.Before)
		t.Departed, t.Uncleared = &d.Passage, t.Uncleared || d.Uncleared
	}
}

// retract takes a departure back that another officer had disputed: nobody does so alone.
func (t *Travel) retract(departure ledger.Hash, at ledger.Ref, past *ledger.Ancestry) {
	i := slices.IndexFunc(t.Left, func(d Departure) bool { return d.ID == departure })
	if i < 0 || t.Left[i].Disputed.IsZero() || t.Left[i].Disputed.By == at.By || t.Left[i].By == at.By {
		return
	}
	t.Left = slices.Clone(t.Left)
	t.Left[i].Retracted, t.Off = at, at
	if t.Arrived != nil && past.Knows(at.Seq, t.Arrived.Seq) {
		t.Arrived, t.Missing = nil, false // they were missing
	}
	t.unboard(at, past) // who did not leave got off, and boards anew
	t.leave(past)
}

// Shown is the way of a person without what is kept of word and picture, as it is
// to every reader: they are compared, and never read.
func (t Travel) Shown() Travel {
	t.Chosen = slices.Clone(t.Chosen)
	for i := range t.Chosen {
		t.Chosen[i].Facts, t.Chosen[i].Salt = ledger.Hash{}, ledger.Command{}
	}
	return t
}

// choose adds a choice, which takes the place of those of its kind that it knew of.
func (t *Travel) choose(c safeguard.Chosen, past *ledger.Ancestry) {
	all := slices.Clone(t.Chosen)
	for i := range all {
		all[i].Replaced = all[i].Replaced || all[i].How == c.How && past.Knows(c.Seq, all[i].Seq)
	}
	t.Chosen = append(all, c)
}

// Since is when a person's place last changed.
func (t *Travel) Since() time.Time {
	if t.Off.Until.After(t.Seated.Until) {
		return t.Off.Until
	}
	return t.Seated.Until
}

// Wavers says whether something other than yes, which no yes that was said after it
// knew of, was answered at the gate of the movement where the seat is.
func (t *Travel) Wavers(past *ledger.Ancestry) bool {
	return slices.ContainsFunc(t.Gate, func(no safeguard.Gate) bool {
		return no.Movement == t.Movement && no.Answer != safeguard.Yes && !slices.ContainsFunc(t.Gate, func(yes safeguard.Gate) bool {
			return yes.Movement == t.Movement && yes.Answer == safeguard.Yes && past.Follows(yes.Ref, no.Ref) && yes.Seq != no.Seq
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
		t.Lost, t.Freed = "", ""
	}
}
