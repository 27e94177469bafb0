package casefile

import (
	"testing"

	"amana/domain/consent"
	"amana/domain/counselling"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/safeguard"
)

// says is what a rule answers at an act, at a clock, after what was done.
type says struct {
	does []doing
	at   string
	want string
}

func follow(t *testing.T, given []doing, act safeguard.Act, id safeguard.ID, story []says) *world {
	t.Helper()
	w := begin(t, given...)
	for _, s := range story {
		for _, d := range s.does {
			w.do(d)
		}
		if s.at != "" {
			w.now = clock(s.at)
		}
		if got := w.finds(act, id); got != s.want {
			t.Fatalf("on %s: %s is %q, want %q", w.now.Format("01-02 15:04"), id, got, s.want)
		}
	}
	return w
}

// Withdrawn: counselling, a day, a consent that names it, and a new clearance.
func TestAfterAWithdrawal(t *testing.T) {
	again := named("consent.withdrawn", func(h ledger.Hash) any { give := declare; give.Names = []ledger.Hash{h}; return give })
	w := follow(t, after("clearance.give"), safeguard.Boarding, "consent-stands", []says{
		{nil, "", "met"},
		{[]doing{dated("11-19 12:00", "hot", "consent.withdraw", consent.Withdraw{Channel: "phone"})}, "", "unmet withdrawn"},
		{[]doing{dated("11-19 13:00", "cou", "consent.give", declare)}, "", "unmet withdrawn"},
		{[]doing{dated("11-19 15:00", "sam", "counselling.hold", counselling.Hold{Talk: alone, Minutes: 30})}, "", "unmet withdrawn"},
		{[]doing{dated("11-20 11:59", "cou", "consent.give", again)}, "", "unmet withdrawn"},
		{[]doing{dated("11-20 12:00", "cou", "consent.give", again)}, "", "met"},
	})
	if got := w.finds(safeguard.Boarding, "four-eyes"); got != "unmet silent" && got != "unmet not-cleared" {
		t.Errorf("cleared before the withdrawal, four-eyes is %q", got)
	}
	w.do(dated("11-20 12:10", "node", "clearance.draw", movement.Draw{}))
	if w.file.Travel.Drawn[0].Officer != w.file.Travel.Drawn[1].Officer {
		t.Error("who had answered was not drawn again: a withdrawal chooses who clears")
	}
}

// A consent that names a withdrawal ends it in no reading before the rule says so.
func TestAWithdrawalStandsUntilASoundConsentFollowsIt(t *testing.T) {
	unheard := declare
	unheard.Talk = overheard()
	unmarked := declare
	unmarked.Mark = "none"
	naming := func(give consent.Give) any {
		return named("consent.withdrawn", func(h ledger.Hash) any { give.Names = []ledger.Hash{h}; return give })
	}
	talk := dated("11-19 15:00", "sam", "counselling.hold", counselling.Hold{Talk: alone, Minutes: 30})
	for what, c := range map[string]struct {
		given []doing
		want  bool
	}{
		"at once":                      {[]doing{talk, dated("11-19 16:00", "cou", "consent.give", naming(declare))}, true},
		"without new counselling":      {[]doing{dated("11-20 12:00", "cou", "consent.give", naming(declare))}, true},
		"where others hear":            {[]doing{talk, dated("11-20 12:00", "cou", "consent.give", naming(unheard))}, true},
		"without a mark":               {[]doing{talk, dated("11-20 12:00", "cou", "consent.give", naming(unmarked))}, true},
		"a day later, after a session": {[]doing{talk, dated("11-20 12:00", "cou", "consent.give", naming(declare))}, false},
	} {
		w := begin(t, with(after("clearance.give"), dated("11-19 12:00", "hot", "consent.withdraw", consent.Withdraw{Channel: "phone"}))...)
		for _, d := range c.given {
			w.do(d)
		}
		if got := w.file.Withdrawn(); got != c.want || (w.file.Status() == StatusWithdrawn) != c.want {
			t.Errorf("a consent %s: withdrawn %t, status %s", what, got, w.file.Status())
		}
	}
}

// A departure entered too early hides no word said before the arrival.
func TestANoAfterADepartureWasEntered(t *testing.T) {
	no := does("gat", "consent.withdraw", consent.Withdraw{Channel: "gate", Stage: "aircraft-door"})
	if w := begin(t, after("departure.record")...); w.file.Crossed() {
		t.Error("crossed before anybody said no")
	}
	for what, d := range map[string]doing{"no": no, "a report": does("hot", "consent.report", consent.Report{Channel: "sms"})} {
		w := begin(t, with(after("departure.record"), d)...)
		if !w.file.Crossed() {
			t.Errorf("%s is hidden by the departure", what)
		}
	}
	if w := begin(t, with(after("arrival.record"), no)...); w.file.Crossed() {
		t.Error("a word after the arrival makes the departure one that was stopped")
	}
}
