package rulebook

import (
	"slices"
	"testing"
	"time"
)

// What is foretold of a version is what happens when its last signature comes.
func TestAnOutlookIsWhatComes(t *testing.T) {
	for name, c := range map[string]struct {
		gate      int
		witnesses bool
		witnessed time.Duration // zero: nobody did
		want      time.Duration // from the first publication; negative: nobody knows
	}{
		"what tightens":              {gate: 4, want: 3 * aDay},
		"what loosens":               {gate: 8, want: 15 * aDay},
		"what awaits witnesses":      {gate: 8, witnesses: true, want: -1},
		"what witnesses have signed": {gate: 8, witnesses: true, witnessed: 2 * aDay, want: 16 * aDay},
	} {
		t.Run(name, func(t *testing.T) {
			s := &scene{T: t, witnesses: c.witnesses}
			s.signed(0, 1, 6)
			s.do(1, aDay, Propose{Book: book(t, 2, c.gate)})
			if c.witnessed > 0 {
				s.do(9, c.witnessed, Witness{Proposal: s.of(2), Size: 4})
			}
			at := published.Add(3 * aDay)
			if o := s.state.Outlook(s.of(2), at); !slices.Equal(o.Lacks, []string{"protection", "outside"}) {
				t.Errorf("lacks %v", o.Lacks)
			}
			s.do(1, 3*aDay, Sign{Proposal: s.of(2), Side: "protection"})
			before := s.state.Outlook(s.of(2), at)
			s.do(2, 3*aDay, Sign{Proposal: s.of(2), Side: "outside"})
			v := s.state.Versions[1]
			if !slices.Equal(before.Lacks, []string{"outside"}) || !before.From.Equal(v.From) || !slices.Equal(before.Loosens, v.Loosens) {
				t.Errorf("foretold %+v, came from %v, loosens %v", before, v.From, v.Loosens)
			}
			if want := published.Add(c.want); c.want < 0 && !v.From.IsZero() || c.want >= 0 && !v.From.Equal(want) {
				t.Errorf("from %v", v.From)
			}
			if after := s.state.Outlook(s.of(2), at); len(after.Lacks) > 0 || !after.From.Equal(v.From) {
				t.Errorf("when it is signed: %+v", after)
			}
		})
	}
}

// Of a text whose number another has taken nothing is asked any more.
func TestAnOutlookOfATextThatWasPassed(t *testing.T) {
	s := &scene{T: t}
	s.signed(0, 1, 6)
	s.do(1, aDay, Propose{Book: book(t, 2, 4)})
	mine := s.of(2)
	// Another node proposed the same number, and both sides signed that.
	other := s.state.Versions[1]
	other.Proposed.ID[0]++
	s.state.Versions = append(s.state.Versions, other)
	s.do(1, 2*aDay, Sign{Proposal: other.Proposed.ID, Side: "protection"})
	s.do(2, 2*aDay, Sign{Proposal: other.Proposed.ID, Side: "outside"})
	if o := s.state.Outlook(mine, published.Add(3*aDay)); !o.Passed {
		t.Errorf("%+v can be signed", o)
	}
	if o := s.state.Outlook(other.Proposed.ID, published.Add(3*aDay)); o.Passed {
		t.Errorf("%+v was signed", o)
	}
}
