package casefile

import (
	"slices"
	"strings"
	"testing"
	"time"

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
		{"an adult becomes an infant", born(20), born(1), "case.corrected age.doubted"},
		{"a child who is asked becomes an infant", born(6), born(1), "case.corrected age.doubted"},
		{"one who may be an infant becomes one", range1(20, 1), born(1), "case.corrected age.doubted"},
		{"an infant's day of birth moves", born(1), born(1, 30), "case.corrected"},
		{"an infant becomes a child", born(1), born(9), "case.corrected"},
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

// Nobody asks an infant: the word of one officer makes none of somebody whom one
// asks, and neither does another file of theirs.
func TestSomebodyWhomOneAsksIsAnInfantOnceTwoOfficersFoundAChild(t *testing.T) {
	baby := child(1, "with-parent")
	for name, was := range map[string]Identity{"an adult": child(30, ""), "a child": child(6, "with-parent")} {
		w := begin(t, with(scene, opened(was))...)
		class := func() safeguard.Class { return w.file.Class(w.around(nil), w.book, w.now) }
		asked := class()
		w.do(does("cas", "case.correct", Correct{Changed: Changed(baby)}))
		if got := class(); got != safeguard.Child {
			t.Errorf("%s (%s), an infant by one officer: %s", name, asked, got)
		}
		if next := w.finding(safeguard.Seat, "best-interests").Next; !slices.ContainsFunc(next, func(s safeguard.Step) bool { return s.Do == "age.settle" }) {
			t.Errorf("%s: nothing says what resolves the doubt: %v", name, next)
		}
		for _, s := range []struct {
			by    string
			child bool
			want  safeguard.Class
		}{{"cas", false, safeguard.Child}, {"pia", true, safeguard.Child}, {"pia", true, safeguard.Child}, {"sam", true, safeguard.Infant}} {
			w.do(does(s.by, "age.settle", assessment.SettleAge{Child: s.child, How: "documents"}))
			if got := class(); got != s.want {
				t.Errorf("%s, found by %s: %s, want %s", name, s.by, got, s.want)
			}
		}
		if next := w.finding(safeguard.Seat, "best-interests").Next; slices.ContainsFunc(next, func(s safeguard.Step) bool { return s.Do == "age.settle" }) {
			t.Errorf("%s: the doubt is resolved, and still to be settled: %v", name, next)
		}
	}
	w := begin(t, with(scene, opened(baby))...)
	for _, c := range []struct {
		linked []safeguard.Linked
		want   safeguard.Class
	}{{nil, safeguard.Infant}, {[]safeguard.Linked{{Child: true, Infant: true}}, safeguard.Infant}, {[]safeguard.Linked{{Child: true}}, safeguard.Child}, {[]safeguard.Linked{{}}, safeguard.Child}} {
		around := w.around(nil)
		around.Linked = c.linked
		if got := w.file.Class(around, w.book, w.now); got != c.want {
			t.Errorf("linked with %v: %s, want %s", c.linked, got, c.want)
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

// A doubt about age has its own day, from the first doubt, and so has somebody
// who asks that a finding of real risk be looked at again.
func TestWhatWaitsHasItsOwnDay(t *testing.T) {
	within := func(w *world, from time.Time, act safeguard.Act, id safeguard.ID, days int) {
		t.Helper()
		if f := w.finding(act, id); !f.Due.Equal(from.Add(time.Duration(days) * 24 * time.Hour)) {
			t.Errorf("%s %s is due %v, want %d days after %v", id, short(f), f.Due, days, from)
		}
	}
	w := begin(t, with(scene, opened(child(10, "unaccompanied")), does("pia", "age.doubt", assessment.DoubtAge{Why: "papers differ"}))...)
	doubted := w.file.Assessment.AgeDoubts[0].Until
	within(w, doubted, safeguard.Seat, "best-interests", 3)
	w.now = doubted.Add(9 * 24 * time.Hour)
	w.do(does("pia", "interests.assess", assessment.AssessInterests{Agrees: true}))
	within(w, doubted, safeguard.Seat, "best-interests", 10)

	w = begin(t, with(here, does("pia", "risk.assess", assessment.AssessRisk{Finding: "real"}))...)
	within(w, w.file.Assessment.Risks[0].Until, safeguard.Seat, "real-risk-absolute", 10)
	w.now = w.now.Add(30 * 24 * time.Hour)
	w.do(does("cou", "review.ask", AskReview{}))
	within(w, w.file.Review.Until, safeguard.Seat, "real-risk-absolute", 10)
	w.do(does("lea", "review.answer", AnswerReview{Stands: true, Reason: "x"}))
	within(w, w.file.Assessment.Risks[0].Until, safeguard.Seat, "real-risk-absolute", 10)
}

// Those who see a case see the birthday on which a child's rules end ninety days
// ahead, and not before; on it and after it there is nothing to see.
func TestABirthdayIsSeenNinetyDaysAhead(t *testing.T) {
	at := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	for in, seen := range map[int]bool{91: false, 90: true, 1: true, 0: false, -1: false} {
		on := day.Of(at).Add(in)
		if got := Turns(on.AddYears(-safeguard.Adulthood), at, time.UTC); got.IsZero() == seen || seen && got != on {
			t.Errorf("%d days before it: %v", in, got)
		}
	}
}
