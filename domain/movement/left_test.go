package movement

import (
	"testing"
	"time"

	"amana/domain/ledger"
)

// Seats are freed a day after the departure and a day after the newest word of
// it, whichever is later; of a flight of which nodes say two hours, never.
func TestFromWhenSomebodyIsLeftBehind(t *testing.T) {
	at := func(hours int) time.Time {
		return time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC).Add(time.Duration(hours) * time.Hour)
	}
	moved := func(id byte, recorded, to int, parents ...byte) ledger.Event {
		e := ledger.Event{ID: ledger.Hash{id}, Recorded: at(recorded), Body: Moved{Move{Departs: at(to)}}}
		for _, p := range parents {
			e.Parents = append(e.Parents, ledger.Hash{p})
		}
		return e
	}
	for name, c := range map[string]struct {
		moves []ledger.Event
		from  int
		known bool
	}{
		"as planned":            {nil, 24, true},
		"moved on":              {[]ledger.Event{moved(2, -10, 30, 1)}, 54, true},
		"moved to what is over": {[]ledger.Event{moved(2, -1, -20, 1)}, 23, true},
		"two hours":             {[]ledger.Event{moved(2, -10, 30, 1), moved(3, -9, 40, 1)}, 0, false},
		"two hours, settled":    {[]ledger.Event{moved(2, -10, 30, 1), moved(3, -9, 40, 1), moved(4, -8, 30, 2, 3)}, 54, true},
	} {
		h := ledger.Arrange(append([]ledger.Event{{ID: ledger.Hash{1}, Body: Planned{Plan{Reference: "F", Departs: at(0)}}}}, c.moves...))
		var s State
		for i := range h.Events {
			s.Apply(&h.Events[i], h.Events[i].Ref(i), &h.Past)
		}
		from, known := s.LeftBehind()
		if known != c.known || known && !from.Equal(at(c.from)) {
			t.Errorf("%s: %v %t", name, from, known)
		}
	}
}

// Who left after all, once a departure of before was taken back, left then: what was never
// does not make it one without clearance.
func TestWhoLeavesAfterADepartureThatNeverWas(t *testing.T) {
	id := func(n byte) ledger.Hash { return ledger.Hash{n} }
	events := []ledger.Event{
		{ID: id(1), Actor: ledger.Actor{1}, Body: DepartedUncleared{}},
		{ID: id(2), Actor: ledger.Actor{2}, Body: DepartureDisputed{DisputeDeparture{Departure: id(1)}}},
		{ID: id(3), Actor: ledger.Actor{3}, Body: DepartureRetracted{RetractDeparture{Departure: id(1)}}},
		{ID: id(4), Actor: ledger.Actor{1}, Body: Departed{}},
		{ID: id(5), Actor: ledger.Actor{4}, Body: Arrived{}},
	}
	for i := 1; i < len(events); i++ {
		events[i].Parents = []ledger.Hash{events[i-1].ID}
	}
	h := ledger.Arrange(events)
	var way Travel
	for i := range h.Events {
		way.Apply(&h.Events[i], h.Events[i].Ref(i), &h.Past)
		if gone := way.Departed != nil; gone == (i == 2) {
			t.Errorf("after %s departed: %t", h.Events[i].Body.Kind(), gone)
		}
	}
	if way.Uncleared || way.Arrived == nil || way.Departed.ID != id(4) {
		t.Errorf("uncleared %t, departed %v, arrived %v", way.Uncleared, way.Departed, way.Arrived)
	}
}
