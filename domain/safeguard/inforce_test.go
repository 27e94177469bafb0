package safeguard_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"amana/domain/day"
	"amana/domain/ledger"
	"amana/domain/rulebook"
	"amana/domain/safeguard"
)

// signing is a stream of a rule book, in memory.
type signing struct {
	*testing.T
	events []ledger.Event
}

// state folds what was recorded, as a later release of the program does too.
func (s *signing) state() (state rulebook.State) {
	for i := range s.events {
		state.Apply(&s.events[i], s.events[i].Ref(i), &ledger.Ancestry{})
	}
	return state
}

func (s *signing) try(by byte, at time.Time, c interface {
	Decide(rulebook.State, ledger.Deed) ([]ledger.Body, error)
}) error {
	bodies, err := c.Decide(s.state(), ledger.Deed{By: ledger.Actor{by}, Moment: at})
	for _, b := range bodies {
		s.record(by, at, b)
	}
	return err
}

func (s *signing) record(by byte, at time.Time, b ledger.Body) {
	s.events = append(s.events, ledger.Event{ID: ledger.Hash{byte(len(s.events) + 1)}, Actor: ledger.Actor{by}, Recorded: at, Body: b})
}

func (s *signing) newest() ledger.Hash {
	all := s.state().Versions
	return all[len(all)-1].Proposed.ID
}

func (s *signing) propose(at time.Time, version, gate int) error {
	s.Helper()
	text, err := os.ReadFile("testdata/book.json")
	if err != nil {
		s.Fatal(err)
	}
	var b map[string]any
	if err := json.Unmarshal(text, &b); err != nil {
		s.Fatal(err)
	}
	b["version"] = version
	b["numbers"].(map[string]any)["fresh-hours"] = gate
	if text, err = json.Marshal(b); err != nil {
		s.Fatal(err)
	}
	return s.try(1, at, rulebook.Propose{Book: text})
}

func (s *signing) sign(at time.Time) error {
	id := s.newest()
	if err := s.try(1, at, rulebook.Sign{Proposal: id, Side: "protection"}); err != nil {
		return err
	}
	return s.try(2, at, rulebook.Sign{Proposal: id, Side: "outside"})
}

// Floors are judged when a version is proposed and signed, by those of that day.
// One that was signed over the floors of then stays what it was.
func TestABookOfBeforeTheFloorWasRaised(t *testing.T) {
	before := time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC)
	raised := day.Of(before).Add(30)
	after := raised.Start(time.UTC)
	s := &signing{T: t}
	for _, err := range []error{s.propose(before, 1, 10), s.sign(before), s.propose(before, 2, 9)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	pending := s.newest()

	safeguard.RaiseFloor(t, raised, safeguard.Book{Numbers: map[string]int{"fresh-hours": 6}})
	state := s.state()
	for at, want := range map[time.Time]struct {
		name string
		gate int
	}{
		before: {"libya-vhr/1", 10}, after.Add(-time.Second): {"libya-vhr/1", 10}, after: {"libya-vhr/1+1", 6},
	} {
		b := state.InForce(at)
		if b == nil || b.Name() != want.name || b.Numbers["fresh-hours"] != want.gate {
			t.Errorf("at %s in force is %+v, want %+v", at, b, want)
		}
	}

	if got := state.Below(after); len(got) != 1 || got[0] != "fresh-hours" || state.Below(before) != nil {
		t.Errorf("below the floor: %v", got)
	}

	const key = "fault.book-below-floor"
	if err := s.sign(after); err == nil || !strings.Contains(err.Error(), key) {
		t.Errorf("signed below the floor of the day: %v", err)
	}
	for by, side := range map[byte]string{1: "protection", 2: "outside"} {
		s.record(by, after, rulebook.Signed{Sign: rulebook.Sign{Proposal: pending, Side: side}})
	}
	if state = s.state(); state.InForce(after).Version != 1 {
		t.Error("signatures below the floor of their day count")
	}
	if err := s.propose(after, 3, 7); err == nil || !strings.Contains(err.Error(), key) {
		t.Errorf("proposed below the floor of the day: %v", err)
	}
	for _, err := range []error{s.propose(after, 3, 6), s.sign(after)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if state = s.state(); state.InForce(after).Name() != "libya-vhr/3" {
		t.Errorf("in force is %s", state.InForce(after).Name())
	}
}
