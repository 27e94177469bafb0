package casefile

import (
	"encoding/json"
	"testing"

	"amana/domain/consent"
	"amana/domain/counselling"
	"amana/domain/ledger"
	"amana/domain/movement"
)

// What a file says at a headcount: everybody on a manifest is one of yes, no,
// not presented and not asked.
func TestWhatAFileSaysAtAHeadcount(t *testing.T) {
	absent := does("pia", "boarding.not-present", movement.NotPresent{Movement: flight})
	no := does("hot", "consent.withdraw", consent.Withdraw{Channel: "phone"})
	for name, c := range map[string]struct {
		given []doing
		want  movement.Tally
	}{
		"has a seat":                  {after("seat.give"), movement.Tally{NotAsked: 1}},
		"is held":                     {with(after("seat.give"), isHeld), movement.Tally{NotAsked: 1, Seats: make([]ledger.Hash, 1)}},
		"said yes at the gate":        {after("gate.answer"), movement.Tally{Yes: 1}},
		"was not sure":                {with(before("gate.answer"), does("gat", "gate.answer", said("not-sure"))), movement.Tally{No: 1}},
		"said no":                     {with(before("gate.answer"), does("gat", "gate.answer", said("no"))), movement.Tally{No: 1}},
		"said no by telephone":        {with(before("boarding.board"), isHeld, no), movement.Tally{No: 1}},
		"was not presented":           {with(before("boarding.board"), isHeld, absent), movement.Tally{NotPresented: 1}},
		"is aboard":                   {after("boarding.board"), movement.Tally{Yes: 1, Aboard: 1}},
		"said no at the door":         {with(after("boarding.board"), no), movement.Tally{No: 1}},
		"departed":                    {after("departure.record"), movement.Tally{Yes: 1, Aboard: 1, Arrived: 1}},
		"departed, and never arrived": {with(after("departure.record"), does("rec", "arrival.record", movement.Arrive{Missing: true})), movement.Tally{Yes: 1, Aboard: 1}},
	} {
		w := begin(t, c.given...)
		var m Manifest
		m.Add(w.file)
		c.want.Manifest = 1
		for i := range c.want.Seats {
			c.want.Seats[i] = w.file.Travel.Seated.ID
		}
		got, _ := json.Marshal(m.Tally)
		want, _ := json.Marshal(c.want)
		if string(got) != string(want) {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	young := Manifest{Asked: func(*Case) bool { return false }}
	young.Add(begin(t, after("seat.give")...).file)
	if young.Tally.TooYoung != 1 || young.Tally.NotAsked != 0 || !(movement.Counted{Where: movement.Aircraft, Tally: young.Tally}).Reconciles() {
		t.Errorf("an infant who stayed with a parent: %+v", young.Tally)
	}
	standby := seat
	standby.Standby = true
	w, m := begin(t, with(before("seat.give"), does("mov", "seat.give", standby))...), Manifest{}
	if m.Add(w.file); m.Tally.Manifest != 0 {
		t.Errorf("on standby: %+v", m.Tally)
	}
}

// Whose wish began with a list, as they first said or as they told when they were
// asked again; what began anew after a no began otherwise.
func TestWhoseWishBeganWithAList(t *testing.T) {
	list, heard := wish, wish
	list.SuggestedBy, heard.Heard = "list", "list"
	states := func(w counselling.Wish) doing { return does("sam", "wish.state", w) }
	no := does("hot", "consent.withdraw", consent.Withdraw{Channel: "phone"})
	for name, c := range map[string]struct {
		given []doing
		want  bool
	}{
		"nobody suggested it":                    {here, false},
		"a list suggested it, they say later":    {with(here, states(list)), true},
		"they first heard of it by a list":       {with(here, states(heard)), true},
		"and say otherwise when asked again":     {with(here, states(list), states(wish)), true},
		"and said no since":                      {with(here, states(list), no), true},
		"and said no, and asked again of itself": {with(here, states(list), no, states(wish)), false},
		"and asked again, by a list once more":   {with(here, states(list), no, states(wish), states(list)), true},
	} {
		if got := begin(t, c.given...).file.Aboard().Listed; got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
