package casefile

import (
	"testing"

	"amana/domain/consent"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// A stop that cannot be read, placed or believed stops all the same, and says
// what is waited for.
func TestWhatCannotBeReadStops(t *testing.T) {
	for why, change := range map[string]func(*ledger.Event){
		"malformed": func(e *ledger.Event) { e.Body, e.Malformed = nil, true },
		"unread":    func(e *ledger.Event) { e.Body, e.Effect = nil, ledger.Stop },
		"disputed":  func(e *ledger.Event) { e.Body, e.Effect, e.Disputed = nil, ledger.Stop, true },
	} {
		w := begin(t, before("boarding.board")...)
		e := w.event(does("x", "x", nil), w.deed(does("x", "x", nil)), 0, HoldPlaced{})
		change(&e)
		w.file.Extend(&e)
		if got := w.finds(safeguard.Boarding, "consent-stands"); got != "unknown stray" {
			t.Errorf("%s: %s", why, got)
		}
		if len(w.file.Strays) != 1 || w.file.Strays[0].Why != why {
			t.Errorf("%s: %+v", why, w.file.Strays)
		}
	}
	// Disputed and no stop: kept, without effect.
	w := begin(t, before("consent.give")...)
	e := w.event(does("x", "x", nil), w.deed(does("x", "x", nil)), 0, consent.Given{Give: declare})
	e.Disputed = true
	w.file.Extend(&e)
	if len(w.file.Consent.Consents) != 0 {
		t.Error("a disputed consent counts")
	}
}

// An entry that nobody can read stops the case until one officer looked into it
// and another said what it was; if it was a stop, it stays one.
func TestAnUnreadableEntry(t *testing.T) {
	for was, want := range map[string]string{
		"nothing-that-stops": "met", "withdrawal": "unmet withdrawn", "asylum-request": "met", "hold": "met",
	} {
		w := begin(t, before("boarding.board")...)
		e := w.event(does("x", "x", nil), w.deed(does("x", "x", nil)), 0, HoldPlaced{})
		e.Body, e.Effect, e.Malformed = nil, ledger.None, true
		w.file.Extend(&e)
		w.events = append(w.events, e)
		resolve := does("lea", "entry.resolve", ResolveEntry{Entry: e.ID, Was: was, Found: "asked there"})
		if _, _, err := w.try(resolve); refused(err) != "denied fault.another-officer" {
			t.Errorf("%s: resolved before anybody looked: %v", was, err)
		}
		w.do(does("lea", "entry.examine", ExamineEntry{Entry: e.ID, Found: "x"}))
		if _, _, err := w.try(resolve); refused(err) != "denied fault.another-officer" {
			t.Errorf("%s: looked at and resolved by one officer: %v", was, err)
		}
		w.do(does("pia", "entry.examine", ExamineEntry{Entry: e.ID, Found: "x"}))
		if got := w.finds(safeguard.Boarding, "consent-stands"); got != "unknown stray" {
			t.Errorf("%s: looked at only: %s", was, got)
		}
		w.do(resolve)
		if got := w.finds(safeguard.Boarding, "consent-stands"); got != want {
			t.Errorf("%s: %s, want %s", was, got, want)
		}
		blocks := len(w.blocking(safeguard.Boarding)) > 0
		if blocks != (was != "nothing-that-stops") {
			t.Errorf("%s: boarding is blocked: %v", was, w.blocking(safeguard.Boarding))
		}
		w.sameWhenFoldedAgain()
	}
}

// A command recorded twice is one fact. A stop is never taken for the repetition
// of something else, not even of itself, and what has no effect stands before
// nothing; whether all is folded at once or one event after the other.
func TestAStopBehindACommandID(t *testing.T) {
	said := func(change func(*ledger.Event)) func(*world) ledger.Event {
		return func(w *world) ledger.Event {
			e := w.event(does("x", "x", nil), w.deed(does("x", "x", nil)), 0, consent.Given{Give: declare})
			change(&e)
			return e
		}
	}
	disputed := said(func(e *ledger.Event) { e.Disputed = true })
	given := said(func(*ledger.Event) {})
	withdrawn := said(func(e *ledger.Event) { e.Body, e.Effect = consent.Withdrawn{}, ledger.Stop })
	for name, test := range map[string]struct {
		say                   []func(*world) ledger.Event
		consents, withdrawals int
	}{
		"a fact twice":                  {[]func(*world) ledger.Event{given, given}, 1, 0},
		"a disputed one, and the fact":  {[]func(*world) ledger.Event{disputed, given}, 1, 0},
		"a withdrawal behind a dispute": {[]func(*world) ledger.Event{disputed, withdrawn}, 0, 1},
		"a withdrawal behind a consent": {[]func(*world) ledger.Event{given, withdrawn}, 1, 1},
		"a withdrawal twice":            {[]func(*world) ledger.Event{withdrawn, withdrawn}, 0, 2},
		"a consent behind a withdrawal": {[]func(*world) ledger.Event{withdrawn, given}, 1, 1},
	} {
		w := begin(t, before("consent.give")...)
		for i, say := range test.say {
			e := say(w)
			e.ID, e.Command = ledger.Hash{0xee, byte(i)}, ledger.Command{0xee}
			w.file.Extend(&e)
			w.events = append(w.events, e)
		}
		if got := w.file.Consent; len(got.Consents) != test.consents || len(got.Withdrawals) != test.withdrawals {
			t.Errorf("%s: %d consents and %d withdrawals", name, len(got.Consents), len(got.Withdrawals))
		}
		w.sameWhenFoldedAgain()
	}
}

// What waits for its past and cannot be read here may be a withdrawal: it stops
// until one or the other has come.
func TestWhatWaitsUnreadStops(t *testing.T) {
	for _, test := range []struct {
		sealed ledger.Set
		want   string
	}{{ledger.SetOf(ledger.General), "unknown stray"}, {ledger.SetOf(ledger.Medical), "met"}} {
		w := begin(t, before("boarding.board")...)
		e := w.event(does("x", "x", nil), w.deed(does("x", "x", nil)), 0, HoldPlaced{})
		e.Parents, e.Body, e.Effect, e.Sealed = []ledger.Hash{{0xee}}, nil, ledger.None, test.sealed
		h := ledger.Arrange(append(w.events, e))
		w.file = Fold(&h)
		if got := w.finds(safeguard.Boarding, "consent-stands"); got != test.want {
			t.Errorf("%s sealed: %s, want %s", test.sealed, got, test.want)
		}
	}
}
