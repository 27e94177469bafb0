package casefile

import (
	"testing"

	"amana/domain/assessment"
	"amana/domain/consent"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/safeguard"
	"amana/domain/screening"
)

// of is a file of somebody of a household.
func of(number, household, relation string) *Case {
	c := &Case{Number: number, Past: ledger.Ancestry{N: 1}}
	if household != "" {
		c.joins(HouseholdJoined{JoinHousehold{household, relation}}, ledger.Ref{})
	}
	return c
}

func TestWhoIsAParentOfAChild(t *testing.T) {
	for name, c := range map[string]struct {
		child, other *Case
		is           bool
	}{
		"the head of the household":         {of("C", "H-1", "child"), of("P", "H-1", "head"), true},
		"the head's spouse":                 {of("C", "H-1", "child"), of("P", "H-1", "spouse"), true},
		"the head's mother or father":       {of("C", "H-1", "child"), of("P", "H-1", "parent"), false},
		"a sister or brother":               {of("C", "H-1", "child"), of("P", "H-1", "child"), false},
		"the head of another household":     {of("C", "H-1", "child"), of("P", "H-2", "head"), false},
		"the parent of a child who is head": {of("C", "H-1", "head"), of("P", "H-1", "parent"), true},
		"the parent of the head's sister":   {of("C", "H-1", "sibling"), of("P", "H-1", "parent"), true},
		"of someone taken in, the head":     {of("C", "H-1", "other"), of("P", "H-1", "head"), false},
		"nobody of any household":           {of("C", "", ""), of("P", "", ""), false},
		"the child":                         {of("C", "H-1", "child"), of("C", "H-1", "head"), false},
	} {
		if got := c.other.Parenthood(c.child); (len(got) > 0) != c.is {
			t.Errorf("%s is a parent: %v", name, got)
		}
	}
	born := of("C", "", "")
	born.Mother = "M"
	if len(of("M", "", "").Parenthood(born)) == 0 {
		t.Error("the mother of one born on the way is no parent")
	}
}

// What a child's file rests on of a parent's: a place that nothing stands against.
func TestAParentsWay(t *testing.T) {
	gate := func(answer string) doing {
		return does("gat", "gate.answer", movement.AnswerGate{Movement: flight, Talk: alone, Answer: answer})
	}
	for name, c := range map[string]struct {
		given  []doing
		place  string
		aboard bool
	}{
		"no seat yet":                {before("seat.give"), "", false},
		"a seat":                     {after("seat.give"), flight, false},
		"aboard":                     {after("boarding.board"), flight, true},
		"a seat that was freed":      {with(after("seat.give"), does("mov", "seat.free", movement.FreeSeat{Reason: "ill"})), "", false},
		"took back their yes":        {with(after("clearance.give"), does("cou", "consent.withdraw", consent.Withdraw{Channel: "phone"})), "", false},
		"somebody says they would":   {with(after("clearance.give"), does("cou", "consent.report", consent.Report{Channel: "sms"})), "", false},
		"not sure at the gate":       {with(before("boarding.board"), gate("not-sure")), "", false},
		"no at the gate":             {with(before("boarding.board"), gate("no")), "", false},
		"not presented":              {with(before("boarding.board"), does("mov", "boarding.not-present", movement.NotPresent{Movement: flight})), "", false},
		"on hold":                    {with(after("seat.give"), does("pia", "hold.place", PlaceHold{For: "law"})), "", false},
		"asks for asylum":            {with(after("seat.give"), does("pia", "asylum.request", assessment.RequestAsylum{})), "", false},
		"aboard, and not sure since": {with(after("boarding.board"), does("cou", "consent.reaffirm", consent.Reaffirm{Talk: alone, Answer: safeguard.NotSure})), flight, false},
		"aboard, and unfit since":    {with(after("boarding.board"), does("doc", "health.check", screening.Check{Outcome: "unfit"})), flight, false},
		"departed":                   {after("departure.record"), "", false},
		"fears somebody and wishes":  {with(after("seat.give"), does("pia", "fear.ask", assessment.AskFear{Talk: alone, Answer: safeguard.FearHome})), flight, false},
	} {
		w := begin(t, c.given...)
		got := w.file.AsParent(w.around(nil), w.book, w.now)
		if got.Movement != c.place || got.Aboard != c.aboard {
			t.Errorf("%s: %+v", name, got)
		}
		if len(c.given) > len(after("seat.give")) && got.Since.IsZero() {
			t.Errorf("%s: it is not said since when", name)
		}
	}
}

// A child whose parent got off after them was not cleared to leave alone; one
// whose parent left before them, on the same movement, was.
func TestAChildDoesNotLeaveWithoutTheParent(t *testing.T) {
	for name, c := range map[string]struct {
		parent safeguard.ParentWay
		want   string
	}{
		"aboard":                    {safeguard.ParentWay{Movement: flight, Aboard: true}, "departure.departed"},
		"left a minute before":      {safeguard.ParentWay{Left: flight, Since: clock("11-21 23:00")}, "departure.departed"},
		"got off":                   {safeguard.ParentWay{Since: clock("11-21 23:00")}, "departure.uncleared"},
		"is to board again":         {safeguard.ParentWay{Movement: flight, Since: clock("11-21 23:00")}, "departure.uncleared"},
		"was never to go with them": {safeguard.ParentWay{Since: clock("11-01 09:00")}, "departure.departed"},
	} {
		w := begin(t, after("boarding.board")...)
		w.parent = &c.parent
		w.do(does("mov", "departure.record", depart{movement.Depart{Movement: flight}}))
		if got := w.ids[c.want]; len(got) != 1 {
			t.Errorf("%s: no %s", name, c.want)
		}
	}
}
