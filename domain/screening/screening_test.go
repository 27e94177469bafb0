package screening

import "testing"

// Act, means and purpose (Palermo Protocol art. 3): for a child the means are
// irrelevant; an officer may presume what is not established.
func TestOutcome(t *testing.T) {
	for _, c := range []struct {
		act, means, purpose string
		child, presumed     bool
		want                string
	}{
		{"yes", "yes", "yes", false, false, "identified"},
		{"yes", "no", "yes", false, false, "not-indicated"},
		{"yes", "no", "yes", true, false, "identified"},
		{"yes", "no-answer", "yes", true, false, "identified"},
		{"yes", "yes", "no", false, false, "not-indicated"},
		{"no", "yes", "yes", false, false, "not-indicated"},
		{"no", "yes", "yes", true, false, "not-indicated"},
		{"yes", "no-answer", "yes", false, false, "no-answer"},
		{"no-answer", "yes", "yes", false, false, "no-answer"},
		{"no-answer", "no-answer", "no-answer", false, true, "presumed"},
		{"no", "no", "no", false, true, "presumed"},
		{"yes", "yes", "yes", false, true, "identified"},
	} {
		screen := ScreenTrafficking{Act: c.act, Means: c.means, Purpose: c.purpose, Child: c.child, Presumed: c.presumed}
		if got := screen.Outcome(); got != c.want {
			t.Errorf("%+v: %s, want %s", c, got, c.want)
		}
	}
}
