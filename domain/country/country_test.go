package country

import (
	"slices"
	"testing"

	"amana/domain/ledger"
)

// The name of a sheet is used once: only where several stand is one issued again.
func TestASheetHasANameOfItsOwn(t *testing.T) {
	issued := func(id byte, sheet string, parents ...byte) ledger.Event {
		e := ledger.Event{ID: ledger.Hash{id}, Body: Issued{Issue{Reference: "NGA", Sheet: sheet}}}
		for _, p := range parents {
			e.Parents = append(e.Parents, ledger.Hash{p})
		}
		return e
	}
	for name, c := range map[string]struct {
		events []ledger.Event
		sheet  string
		free   bool
	}{
		"the first":            {nil, "NGA-1", true},
		"another":              {[]ledger.Event{issued(1, "NGA-1")}, "NGA-2", true},
		"the one there is":     {[]ledger.Event{issued(1, "NGA-1")}, "NGA-1", false},
		"one before":           {[]ledger.Event{issued(1, "NGA-1"), issued(2, "NGA-2", 1)}, "NGA-1", false},
		"one of two":           {[]ledger.Event{issued(1, "NGA-1"), issued(2, "NGA-2", 1), issued(3, "NGA-3", 1)}, "NGA-3", true},
		"once that is settled": {[]ledger.Event{issued(1, "NGA-1"), issued(2, "NGA-2", 1), issued(3, "NGA-3", 1), issued(4, "NGA-3", 2, 3)}, "NGA-3", false},
	} {
		h := ledger.Arrange(c.events)
		var s State
		for i := range h.Events {
			s.Apply(&h.Events[i], h.Events[i].Ref(i), &h.Past)
		}
		if _, err := (Issue{Reference: "NGA", Sheet: c.sheet}).Decide(s, ledger.Deed{}); (err == nil) != c.free {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What was assessed on a sheet holds until it changes materially; so does every
// change of which nobody said that it is not, and one beside another.
func TestASheetThatDidNotChangeMaterially(t *testing.T) {
	issued := func(id byte, sheet string, immaterial bool, parents ...byte) ledger.Event {
		e := ledger.Event{ID: ledger.Hash{id}, Body: Issued{Issue{Reference: "NGA", Sheet: sheet, Immaterial: immaterial}}}
		for _, p := range parents {
			e.Parents = append(e.Parents, ledger.Hash{p})
		}
		return e
	}
	one, two := issued(1, "NGA-1", false), issued(2, "NGA-2", true, 1)
	for name, c := range map[string]struct {
		events []ledger.Event
		want   []string
	}{
		"the first":                           {[]ledger.Event{one}, []string{"NGA-1"}},
		"not material":                        {[]ledger.Event{one, two}, []string{"NGA-1", "NGA-2"}},
		"not material, twice":                 {[]ledger.Event{one, two, issued(3, "NGA-3", true, 2)}, []string{"NGA-1", "NGA-2", "NGA-3"}},
		"material":                            {[]ledger.Event{one, issued(2, "NGA-2", false, 1)}, []string{"NGA-2"}},
		"material after one that was not":     {[]ledger.Event{one, two, issued(3, "NGA-3", false, 2)}, []string{"NGA-3"}},
		"not material after one that was":     {[]ledger.Event{one, issued(2, "NGA-2", false, 1), issued(3, "NGA-3", true, 2)}, []string{"NGA-2", "NGA-3"}},
		"two, of which neither knew":          {[]ledger.Event{one, two, issued(3, "NGA-3", true, 1)}, nil},
		"over two of which neither knew":      {[]ledger.Event{one, two, issued(3, "NGA-3", false, 1), issued(4, "NGA-4", true, 2, 3)}, []string{"NGA-4"}},
		"over one, beside one it knew not of": {[]ledger.Event{one, issued(2, "NGA-2", false, 1), issued(3, "NGA-3", false, 1), issued(4, "NGA-4", true, 3)}, nil},
	} {
		h := ledger.Arrange(c.events)
		var s State
		for i := range h.Events {
			s.Apply(&h.Events[i], h.Events[i].Ref(i), &h.Past)
		}
		if got := s.Fact().Same; !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// Returns are open again when every suspension was ended by somebody who knew
// of it; in whichever order the events arrive.
func TestASuspensionEndsOnlyByWhoKnewOfIt(t *testing.T) {
	event := func(id byte, b ledger.Body, parents ...byte) ledger.Event {
		e := ledger.Event{ID: ledger.Hash{id}, Body: b}
		for _, p := range parents {
			e.Parents = append(e.Parents, ledger.Hash{p})
		}
		return e
	}
	issued := event(1, Issued{Issue{Reference: "NGA", Sheet: "NGA-1"}})
	for name, c := range map[string]struct {
		events []ledger.Event
		want   bool
	}{
		"ended":                      {[]ledger.Event{issued, event(2, Suspended{}, 1), event(3, Resumed{}, 2)}, false},
		"by one who knew of neither": {[]ledger.Event{issued, event(9, Resumed{}, 1), event(2, Suspended{}, 1)}, true},
		"by one who knew of the first only": {[]ledger.Event{
			issued, event(2, Suspended{}, 1), event(3, Resumed{}, 2), event(4, Suspended{}, 1)}, true},
		"by one who knew of both": {[]ledger.Event{
			issued, event(2, Suspended{}, 1), event(4, Suspended{}, 1), event(5, Resumed{}, 2, 4)}, false},
	} {
		h := ledger.Arrange(c.events)
		var s State
		for i := range h.Events {
			s.Apply(&h.Events[i], h.Events[i].Ref(i), &h.Past)
		}
		if got := s.Fact().Suspended; got != c.want {
			t.Errorf("%s: suspended %v, want %v", name, got, c.want)
		}
	}
}

// Areas are suspended beside each other; a suspension of all of the country is
// of every area; what resumes ends what it knew of.
func TestAreasAreSuspended(t *testing.T) {
	event := func(seq int, b ledger.Body, parents ...int) ledger.Event {
		e := ledger.Event{ID: ledger.Hash{byte(seq)}, Body: b, Effect: ledger.EffectOf(b)}
		for _, p := range parents {
			e.Parents = append(e.Parents, ledger.Hash{byte(p)})
		}
		return e
	}
	borno, yobe := Suspended{Suspend{Areas: []string{"NGA/BO"}}}, Suspended{Suspend{Areas: []string{"NGA/YO", "NGA/BO"}}}
	issued := event(1, Issued{Issue{Reference: "NGA", Sheet: "NGA-1"}})
	for name, c := range map[string]struct {
		events []ledger.Event
		all    bool
		areas  []string
	}{
		"one":                     {[]ledger.Event{issued, event(2, borno, 1)}, false, []string{"NGA/BO"}},
		"two, by two":             {[]ledger.Event{issued, event(2, borno, 1), event(3, yobe, 1)}, false, []string{"NGA/BO", "NGA/YO"}},
		"one, and all":            {[]ledger.Event{issued, event(2, borno, 1), event(3, Suspended{}, 2)}, true, []string{"NGA/BO"}},
		"ended by who knew of it": {[]ledger.Event{issued, event(2, borno, 1), event(3, Resumed{}, 2)}, false, nil},
	} {
		h := ledger.Arrange(c.events)
		var s State
		for i := range h.Events {
			s.Apply(&h.Events[i], h.Events[i].Ref(i), &h.Past)
		}
		f := s.Fact()
		slices.Sort(f.Areas)
		if f.Suspended != c.all || !slices.Equal(f.Areas, c.areas) {
			t.Errorf("%s: all %v, areas %v; want %v, %v", name, f.Suspended, f.Areas, c.all, c.areas)
		}
	}
	if _, err := (Suspend{Areas: []string{"GHA/AA"}}).Decide(State{Reference: "NGA"}, ledger.Deed{}); err == nil {
		t.Error("an area of another country is suspended")
	}
}
