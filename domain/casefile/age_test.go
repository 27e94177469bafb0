package casefile

import (
	"slices"
	"strings"
	"testing"

	"amana/domain/assessment"
	"amana/domain/day"
	"amana/domain/safeguard"
)

// The word of one officer makes no adult of a child: in doubt, a child, until
// two officers found an adult. To turn eighteen is no doubt.
func TestACorrectionThatAges(t *testing.T) {
	born := func(years int, more ...int) Identity {
		i := child(years, "with-parent")
		for _, m := range more {
			i.Born = i.Born.Add(m)
		}
		return i
	}
	range1 := func(from, to int) Identity {
		i := born(from)
		i.BornTo = born(to).Born
		return i
	}
	for _, c := range []struct {
		name    string
		was, is Identity
		kinds   string
	}{
		{"a child becomes an adult", born(15), born(20), "case.corrected age.doubted"},
		{"a child becomes an adult next month", born(15), born(18, 30), "case.corrected age.doubted"},
		{"a child who may be an adult becomes one", range1(20, 16), born(20), "case.corrected age.doubted"},
		{"a child who may be an adult is one, by the latest day too", range1(20, 16), range1(20, 18), "case.corrected age.doubted"},
		{"a child becomes one who may be an adult", born(16), range1(20, 16), "case.corrected"},
		{"a child stays one for years", born(8), born(9), "case.corrected"},
		{"a child becomes younger", born(17), born(15), "case.corrected"},
		{"an adult becomes a child", born(20), born(15), "case.corrected"},
		{"an adult becomes older", born(20), born(25), "case.corrected"},
		{"a name of somebody of seventeen", born(17), born(17), "case.corrected"},
	} {
		for _, imported := range []bool{false, true} {
			w := begin(t, with(scene, opened(c.was))...)
			kinds := w.do(doing{by: "cas", what: "case.correct", args: Correct{Changed: Changed(c.is)}, imported: imported})
			if got := strings.Join(kinds, " "); got != c.kinds {
				t.Errorf("%s (imported %v): %s, want %s", c.name, imported, got, c.kinds)
			}
		}
	}
}

func TestAChildIsOneUntilTwoOfficersFoundAnAdult(t *testing.T) {
	adult := assessment.SettleAge{How: "documents"}
	older := child(20, "with-parent")
	w := follow(t, with(scene, opened(child(15, "with-parent"))), safeguard.Seat, "best-interests", []says{
		{nil, "", "unmet assessment"},
		{[]doing{does("cas", "case.correct", Correct{Changed: Changed(older)})}, "", "unmet assessment"},
	})
	for _, id := range []safeguard.ID{"best-interests", "family-unity"} {
		if next := w.finding(safeguard.Seat, id).Next; !slices.ContainsFunc(next, func(s safeguard.Step) bool { return s.Do == "age.settle" }) {
			t.Errorf("%s does not say what resolves the doubt: %v", id, next)
		}
	}
	for _, s := range []struct{ by, want string }{{"cas", "unmet assessment"}, {"cas", "unmet assessment"}, {"pia", "not-applicable"}} {
		w.do(does(s.by, "age.settle", adult))
		if got := w.finds(safeguard.Seat, "best-interests"); got != s.want {
			t.Errorf("found by %s: %s, want %s", s.by, got, s.want)
		}
	}
}

func TestTurningEighteenIsNoDoubt(t *testing.T) {
	i := child(17, "with-parent")
	i.Born = day.Of(clock("11-20 00:00")).AddYears(-18)
	w := begin(t, with(scene, opened(i))...)
	for _, s := range []struct{ at, want string }{{"11-19 23:00", "unmet assessment"}, {"11-20 00:00", "not-applicable"}} {
		w.now = clock(s.at)
		if got := w.finds(safeguard.Seat, "best-interests"); got != s.want {
			t.Errorf("%s: %s, want %s", s.at, got, s.want)
		}
	}
}
