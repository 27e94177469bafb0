package casefile

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"amana/domain/country"
	"amana/domain/ledger"
	"amana/domain/monitoring"
	"amana/domain/movement"
	"amana/domain/results"
	"amana/domain/safeguard"
)

// beside is a stream that is no case: what two nodes record of it without
// knowing of each other, and what it may not be read as.
type beside struct {
	name     string
	subject  Subject
	given    []ledger.Body
	one, two ledger.Body
	want     func(Folded) bool
	settle   ledger.Body // by somebody who knows both
	settled  func(Folded) bool
}

var planned = movement.Planned{Plan: movement.Plan{Reference: flight, Kind: "charter", To: "NGA", Departs: clock("11-21 12:00"), Arrives: clock("11-21 17:00")}}

func departs(to string) movement.Moved {
	return movement.Moved{Move: movement.Move{Departs: clock(to), Arrives: clock(to).Add(5 * 3600e9)}}
}

func noPlan(shelter, transport bool) movement.NoPlanned {
	return movement.NoPlanned{PlanNo: movement.PlanNo{Shelter: shelter, Transport: transport, Officer: true}}
}

func counted(n int) movement.Counted {
	return movement.Counted{Where: movement.Aircraft, People: n, Tally: movement.Tally{Aboard: 10}}
}

func issued(sheet string, atRisk ...string) country.Issued {
	return country.Issued{Issue: country.Issue{Reference: "NGA", Sheet: sheet, AtRisk: atRisk}}
}

func reviewed(official, wanted bool) monitoring.PlaceReviewed {
	return monitoring.PlaceReviewed{ReviewPlace: monitoring.ReviewPlace{Reference: "TAJ", Official: official, Wanted: wanted, Valid: date("12-31")}}
}

func flies(f Folded) *safeguard.Movement { return f.(*movement.State).Fact() }

var besides = []beside{
	{"two schedules", Movement, []ledger.Body{planned}, departs("11-21 18:00"), departs("11-22 12:00"),
		func(f Folded) bool { return len(flies(f).Unsettled) == 2 }, departs("11-22 12:00"), func(f Folded) bool {
			return len(flies(f).Unsettled) == 0 && flies(f).Departs.Equal(clock("11-22 12:00"))
		}},
	{"one schedule, said twice", Movement, []ledger.Body{planned}, departs("11-21 18:00"), departs("11-21 18:00"),
		func(f Folded) bool {
			return len(flies(f).Unsettled) == 0 && flies(f).Departs.Equal(clock("11-21 18:00"))
		}, nil, nil},
	{"cancelled and moved", Movement, []ledger.Body{planned}, movement.Cancelled{}, departs("11-22 12:00"), func(f Folded) bool { return flies(f).Cancelled }, nil, nil},
	{"two plans for those who say no", Movement, []ledger.Body{planned}, noPlan(true, false), noPlan(false, true),
		func(f Folded) bool { p := flies(f).Plan; return !p.Shelter && !p.Transport && p.Officer }, noPlan(true, true),
		func(f Folded) bool { p := flies(f).Plan; return p.Shelter && p.Transport }},
	{"two answers of an authority", Movement, []ledger.Body{planned}, movement.AuthorityAnswered{RecordAnswer: movement.RecordAnswer{Answer: "accepted"}}, movement.AuthorityAnswered{RecordAnswer: movement.RecordAnswer{Answer: "refused"}},
		func(f Folded) bool { return flies(f).Authority == "refused" }, movement.AuthorityAnswered{RecordAnswer: movement.RecordAnswer{Answer: "accepted"}}, func(f Folded) bool { return flies(f).Authority == "accepted" }},
	{"a decision beside a refusal", Movement, []ledger.Body{planned, movement.AuthorityAnswered{RecordAnswer: movement.RecordAnswer{Answer: "no-answer"}}}, movement.NoDecided{}, movement.AuthorityAnswered{RecordAnswer: movement.RecordAnswer{Answer: "refused"}},
		func(f Folded) bool { return !flies(f).Decided && flies(f).Authority == "refused" }, movement.NoDecided{}, func(f Folded) bool { return flies(f).Decided }},
	{"two headcounts", Movement, []ledger.Body{planned}, counted(10), counted(9), func(f Folded) bool {
		return slices.ContainsFunc(flies(f).Signs, func(s safeguard.Sign) bool { return s.Sign == safeguard.Headcount && !s.Answered })
	}, nil, nil},
	{"two sheets", Country, []ledger.Body{issued("NGA-1", "ERI")}, issued("NGA-2", "SDN"), issued("NGA-3", "SOM"),
		func(f Folded) bool {
			c := f.(*country.State).Fact()
			return c.Sheet == "" && slices.Contains(c.AtRisk, "SDN") && slices.Contains(c.AtRisk, "SOM") && !slices.Contains(c.AtRisk, "ERI")
		}, issued("NGA-4", "SDN"), func(f Folded) bool { c := f.(*country.State).Fact(); return c.Sheet == "NGA-4" && len(c.AtRisk) == 1 }},
	{"a country suspended and resumed", Country, []ledger.Body{issued("NGA-1"), country.Suspended{}}, country.Suspended{}, country.Resumed{},
		func(f Folded) bool { return f.(*country.State).Fact().Suspended }, country.Resumed{}, func(f Folded) bool { return !f.(*country.State).Fact().Suspended }},
	{"a line suspended and resumed", Line, []ledger.Body{results.Opened{Open: results.Open{Reference: "L-1", Amount: 10}}, results.Suspended{}}, results.Suspended{}, results.Resumed{},
		func(f Folded) bool { return f.(*results.State).Fact(1).Suspended }, results.Resumed{}, func(f Folded) bool { return !f.(*results.State).Fact(1).Suspended }},
	{"a place reviewed as good and as under somebody wanted", Place, nil, reviewed(true, false), reviewed(true, true),
		func(f Folded) bool {
			return slices.ContainsFunc(f.(*monitoring.State).Fact(tripoli).Reviews, func(r safeguard.PlaceReview) bool { return r.Against })
		}, nil, nil},
}

// Of two things that two nodes said of one stream the one that holds people back
// counts, in whichever order they come, until somebody who knows both decides.
func TestTwoValuesBesideACase(t *testing.T) {
	for _, c := range besides {
		t.Run(c.name, func(t *testing.T) {
			for _, salt := range []string{"a", "b", "c", "d", "e", "f"} { // each another fold order
				s := stream{salt: salt}
				for _, b := range c.given {
					s.follows(b)
				}
				heads := s.heads
				one := s.event(c.one, heads)
				two := s.event(c.two, heads)
				if got := s.fold(c.subject); !c.want(got) {
					text, _ := json.Marshal(got)
					t.Fatalf("%s", text)
				}
				if c.settle == nil {
					continue
				}
				s.event(c.settle, []ledger.Hash{one, two})
				if got := s.fold(c.subject); !c.settled(got) {
					text, _ := json.Marshal(got)
					t.Fatalf("settled: %s", text)
				}
			}
		})
	}
}

// Whatever happens beside a suspension, a cancellation or a review, however the
// events arrive: the state is the same, and what nobody who knew of it ended
// stands.
func TestOrderOfArrivalBesideACase(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.SampledFrom(besides).Draw(t, "stream")
		s := stream{salt: fmt.Sprint(rapid.Uint64().Draw(t, "salt"))}
		for _, b := range c.given {
			s.follows(b)
		}
		for range rapid.IntRange(1, 12).Draw(t, "events") {
			knows := s.heads
			if n := len(s.events); n > 0 && rapid.Bool().Draw(t, "apart") {
				knows = []ledger.Hash{s.events[rapid.IntRange(0, n-1).Draw(t, "after")].ID}
			}
			all := []ledger.Body{c.one, c.two}
			if c.settle != nil {
				all = append(all, c.settle)
			}
			s.event(rapid.SampledFrom(all).Draw(t, "event"), knows)
		}
		want, _ := json.Marshal(s.fold(c.subject))
		s.events = rapid.Permutation(s.events).Draw(t, "arrival")
		if got, _ := json.Marshal(s.fold(c.subject)); string(got) != string(want) {
			t.Fatalf("%s\n%s", got, want)
		}
	})
}

// stream is one stream in memory, with events that need not know of each other.
type stream struct {
	salt   string
	events []ledger.Event
	heads  []ledger.Hash // of the chain that follows makes
}

func (s *stream) follows(b ledger.Body) { s.heads = []ledger.Hash{s.event(b, s.heads)} }

func (s *stream) event(b ledger.Body, knows []ledger.Hash) ledger.Hash {
	n := len(s.events)
	at := clock("11-01 09:00")
	e := ledger.Event{ID: sha256.Sum256(fmt.Append(nil, s.salt, n)), Parents: knows, Recorded: at, Happened: at, Effect: ledger.EffectOf(b), Body: b}
	s.events = append(s.events, e)
	return e.ID
}

func (s *stream) fold(of Subject) Folded {
	about, _ := About(of)
	h := ledger.Arrange(slices.Clone(s.events))
	return about.FoldOther(&h)
}
