package demo_test

import (
	"testing"

	"amana/domain/safeguard"
)

// On every flight that left it was counted who was handed over, who was aboard
// and who arrived, and where a count differs from the files somebody said why.
func TestTheFlightsWereCounted(t *testing.T) {
	d, _ := built(t)
	counted, differed := map[string]bool{}, 0
	for _, c := range listed(t, d) {
		if c.Movement == "" || counted[c.Movement] {
			continue
		}
		counted[c.Movement] = true
		m, err := d.Movement(t.Context(), reader("programme"), c.Movement)
		if err != nil {
			t.Fatal(err)
		}
		if left := m.Departs.Before(now.AddDate(0, 0, -1)); left && len(m.Counts) != 3 {
			t.Errorf("%s left, and was counted %d times", m.Reference, len(m.Counts))
		}
		for _, s := range m.Signs {
			if s.Sign.Sign != safeguard.Headcount {
				continue
			}
			if differed++; !s.Answered {
				t.Errorf("%s: a headcount differs and nobody said why: %+v", m.Reference, m.Counts)
			}
		}
	}
	if len(counted) < 20 || differed != 1 {
		t.Errorf("%d flights; %d headcounts differed", len(counted), differed)
	}
}
