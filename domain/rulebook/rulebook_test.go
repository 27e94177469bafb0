package rulebook

import (
	"encoding/json"
	"os"
	"slices"
	"testing"
	"time"

	"amana/domain/ledger"
)

var published = time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC)

// book is a version of the book of the rules' own tests, with one number.
func book(t *testing.T, version, gate int) json.RawMessage {
	t.Helper()
	text, err := os.ReadFile("../safeguard/testdata/book.json")
	if err != nil {
		t.Fatal(err)
	}
	var b map[string]any
	if err := json.Unmarshal(text, &b); err != nil {
		t.Fatal(err)
	}
	b["version"] = version
	b["numbers"].(map[string]any)["gate-hours"] = gate
	if text, err = json.Marshal(b); err != nil {
		t.Fatal(err)
	}
	return text
}

type scene struct {
	*testing.T
	state State
	n     int
}

// do decides and folds what somebody does on a day after the publication.
func (s *scene) do(by byte, after time.Duration, c interface {
	Decide(State, ledger.Deed) ([]ledger.Body, error)
}) {
	s.Helper()
	at := published.Add(after)
	bodies, err := c.Decide(s.state, ledger.Deed{By: ledger.Actor{by}, Moment: at, Happened: at})
	if err != nil {
		s.Fatal(err)
	}
	for _, b := range bodies {
		s.n++
		e := ledger.Event{ID: ledger.Hash{byte(s.n)}, Actor: ledger.Actor{by}, Recorded: at, Happened: at, Body: b}
		s.state.Apply(&e, e.Ref(s.n), &ledger.Ancestry{})
	}
}

func (s *scene) inForce(after time.Duration) int {
	b := s.state.InForce(published.Add(after))
	if b == nil {
		return 0
	}
	return b.Version
}

const aDay = 24 * time.Hour

// A book has no force until both sides signed. A version that tightens takes
// it at once; one that loosens anything fourteen days after it was published.
func TestInForce(t *testing.T) {
	s := &scene{T: t}
	s.do(1, 0, Propose{Book: book(t, 1, 6)})
	s.do(1, 0, Sign{Version: 1, Side: "protection"})
	if got := s.inForce(9 * aDay); got != 0 {
		t.Errorf("version %d in force with one signature", got)
	}
	s.do(2, aDay, Sign{Version: 1, Side: "outside"})
	if got := s.inForce(aDay); got != 1 {
		t.Errorf("version %d in force when both had signed", got)
	}

	s.do(1, 2*aDay, Propose{Book: book(t, 2, 4)})
	s.do(1, 2*aDay, Sign{Version: 2, Side: "protection"})
	s.do(2, 3*aDay, Sign{Version: 2, Side: "outside"})
	if got := s.inForce(3 * aDay); got != 2 {
		t.Errorf("version %d in force; a tighter gate holds at once", got)
	}

	s.do(1, 4*aDay, Propose{Book: book(t, 3, 8)})
	s.do(1, 4*aDay, Sign{Version: 3, Side: "protection"})
	s.do(2, 5*aDay, Sign{Version: 3, Side: "outside"})
	if loosens := s.state.Versions[2].Loosens; !slices.Equal(loosens, []string{"gate-hours"}) {
		t.Errorf("loosens %v", loosens)
	}
	for after, want := range map[time.Duration]int{18*aDay - time.Second: 2, 18 * aDay: 3} {
		if got := s.inForce(after); got != want {
			t.Errorf("after %s version %d, want %d", after, got, want)
		}
	}
}

// Signed late, a loosening takes force when it is signed, not before.
func TestSignedLate(t *testing.T) {
	s := &scene{T: t}
	for version, gate := range []int{6, 8} {
		s.do(1, 0, Propose{Book: book(t, version+1, gate)})
		s.do(1, 0, Sign{Version: version + 1, Side: "protection"})
		s.do(2, time.Duration(version)*30*aDay, Sign{Version: version + 1, Side: "outside"})
	}
	for after, want := range map[time.Duration]int{29 * aDay: 1, 30 * aDay: 2} {
		if got := s.inForce(after); got != want {
			t.Errorf("after %s version %d, want %d", after, got, want)
		}
	}
}
