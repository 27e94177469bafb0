package casefile

import (
	"strings"
	"testing"
	"time"

	"amana/domain/assessment"
	"amana/domain/day"
	"amana/domain/ledger"
	"amana/domain/safeguard"
	"amana/domain/screening"
)

// untilDrawn is the way of a child to where only the clearing officer is missing.
func untilDrawn(t *testing.T, i Identity) *world {
	w := begin(t, before("case.open")...)
	for _, d := range childWay(i) {
		if d.what == "clearance.draw" {
			break
		}
		w.do(d)
	}
	return w
}

func joins(by, household, relation string) doing {
	return does(by, "household.join", JoinHousehold{Household: household, Relation: relation})
}

// A child's no is one in each of their files; it goes with none that is erased.
func TestAChildSaysNoInAnotherFile(t *testing.T) {
	i := child(10, "with-parent")
	no := declare
	no.Guardian, no.View, no.Mark = safeguard.Parent, safeguard.Objects, "none"
	other := begin(t, with(scene, opened(i), dated("11-08 09:00", "cou", "consent.give", no))...)
	w := untilDrawn(t, i)
	w.linked = []safeguard.Linked{other.file.Stops(other.around(nil), other.book, other.now)}
	if got := w.finds(safeguard.Clearance, "consent-stands"); got != "unmet linked" {
		t.Errorf("a child said no in another file: %s", got)
	}
	left := other.file.Mirror([]ledger.Body{Erased{}}, "Y", w.file, other.around(nil), other.book, other.now)
	w.linked = nil
	d := does("dpo", "case.erase", nil)
	w.record(d, w.deed(d), left...)
	if got := w.finds(safeguard.Clearance, "consent-stands"); got == "met" {
		t.Errorf("the file in which they said it was erased: %s", got)
	}
}

// The newest word of a child counts, and *not sure* is no yes.
func TestAChildWhoIsNotSureAnyMore(t *testing.T) {
	w := untilDrawn(t, child(10, "with-parent"))
	again := declare
	again.Guardian, again.View = safeguard.Parent, "undecided"
	w.do(dated("11-12 09:00", "cou", "consent.give", again))
	if got := w.finds(safeguard.Clearance, "consent"); got != "unmet child-view" {
		t.Errorf("not sure any more: %s", got)
	}
}

// Nobody who may answer for a child by an assessment is named by a panel that knows it.
func TestAGuardianWhoIsDoubted(t *testing.T) {
	w := begin(t, before("case.open")...)
	give := declare
	give.Guardian, give.View = safeguard.Named, "wants"
	for _, d := range childWay(child(10, "separated")) {
		if d.what == "seat.give" {
			break
		}
		if d.what == "consent.give" {
			for _, p := range decide("") {
				w.do(p)
			}
			d.args = give
		}
		w.do(d)
	}
	if got := w.finds(safeguard.Clearance, "consent"); got != "met" {
		t.Fatalf("named by a panel: %s", got)
	}
	w.do(dated("11-09 09:00", "pia", "interests.assess", assessment.AssessInterests{Agrees: true, Guardian: safeguard.Nobody, Reasons: "x"}))
	if got := w.finds(safeguard.Clearance, "consent"); got != "unmet guardian" {
		t.Errorf("nobody may, by an assessment since: %s", got)
	}
}

// That a parent is not reached any more takes nothing back that they said.
func TestAnObjectionOfAParentWhoIsNotReached(t *testing.T) {
	ask := func(by, other string) doing {
		return does(by, "family.ask", assessment.AskFamily{Alone: true, Wants: true, Other: other})
	}
	w := untilDrawn(t, child(10, "with-parent"))
	for _, s := range []struct{ by, other, want string }{
		{"pia", safeguard.Objects, "unmet panel"}, {"sam", "unreachable", "unmet panel"}, {"sam", "dead", "unmet panel"}, {"sam", "asked", "met"},
	} {
		if w.do(ask(s.by, s.other)); w.finds(safeguard.Clearance, "family-unity") != s.want {
			t.Errorf("then %s: %s, want %s", s.other, w.finds(safeguard.Clearance, "family-unity"), s.want)
		}
	}
}

// That somebody is a victim as a child they are after their birthday.
func TestWhoWasTraffickedAsAChild(t *testing.T) {
	i := amina
	i.Born, i.Alone = day.Day{Year: 2008, Month: 11, Of: 15}, "unaccompanied"
	w := begin(t, with(scene, opened(i), dated("10-16 09:00", "pia", "trafficking.screen", screening.ScreenTrafficking{Talk: alone, Act: "yes", Means: "no", Purpose: "yes"}))...)
	for _, at := range []string{"11-14 09:00", "11-15 09:00"} {
		if w.now = clock(at); w.finds(safeguard.Clearance, "trafficked-safe") != "unmet none" {
			t.Errorf("on %s: %s", at, w.finds(safeguard.Clearance, "trafficked-safe"))
		}
	}
}

// An infant is looked at with whom they live with now.
func TestABondIsWithWhomTheyLive(t *testing.T) {
	check := does("pia", "family.check", assessment.CheckBond{Observed: []string{"turns-to-adult"}, Outcome: "together"})
	w := begin(t, with(scene, opened(child(1, "with-parent")), joins("cas", "H1", "child"), does("pia", "interests.assess", assessment.AssessInterests{Agrees: true}), check)...)
	for _, s := range []struct {
		then doing
		want string
	}{{joins("cas", "H1", "child"), "met"}, {joins("cas", "H2", "child"), "unmet bond"}, {joins("pia", "H2", "child"), "unmet bond"}, {check, "met"}} {
		if w.do(s.then); w.finds(safeguard.Clearance, "best-interests") != s.want {
			t.Errorf("after %s %v: %s, want %s", s.then.what, s.then.args, w.finds(safeguard.Clearance, "best-interests"), s.want)
		}
	}
}

// Whom two officers know to live elsewhere is no child of the woman from whose file
// their own was opened.
func TestAWrongMotherIsNoParentForEver(t *testing.T) {
	w := begin(t, with(scene, dated("10-01 09:00", "node", "case.open", Open{Identity: child(1, "with-parent"), Office: "TI", Mother: "M"}))...)
	for _, s := range []struct {
		by   string
		want bool
	}{{"cas", true}, {"cas", true}, {"pia", false}} {
		w.do(joins(s.by, "H2", "child"))
		if got := len(of("M", "H1", "head").Parenthood(w.file)) > 0; got != s.want {
			t.Errorf("of another household, by %s too: a parent %t", s.by, got)
		}
		if len(of("M", "H2", "spouse").Parenthood(w.file)) == 0 {
			t.Error("of the same household, and no parent")
		}
	}
}

// What two officers found of somebody's age is written into the file, and in doubt no more.
func TestTwoFoundAnAdult(t *testing.T) {
	w := begin(t, with(scene, opened(child(15, "unaccompanied")), does("pia", "interests.assess", assessment.AssessInterests{Agrees: true}),
		does("cou", "age.doubt", assessment.DoubtAge{Why: "says 22"}),
		does("pia", "age.settle", assessment.SettleAge{How: "documents"}), does("sam", "age.settle", assessment.SettleAge{How: "documents"}))...)
	var next []string
	for _, s := range w.finding(safeguard.Seat, "best-interests").Next {
		next = append(next, s.Do)
	}
	if !strings.Contains(strings.Join(next, " "), "case.correct") {
		t.Errorf("nothing says that the file is put right: %v", next)
	}
	w.do(does("cas", "case.correct", Correct{Changed: Changed{Born: child(22, "").Born}}))
	if got := w.finds(safeguard.Seat, "best-interests"); got != "not-applicable" {
		t.Errorf("the file says so too: %s", got)
	}
}

// Whom one asked by a file that is erased one asks by the other.
func TestAnErasedFileOfAnAdult(t *testing.T) {
	gone := begin(t, with(scene, opened(amina))...)
	w := begin(t, with(scene, opened(child(1, "with-parent")))...)
	says := gone.file.Mirror([]ledger.Body{Erased{}}, "Y", w.file, gone.around(nil), gone.book, gone.now)
	d := does("dpo", "case.erase", nil)
	w.now = w.now.Add(time.Hour)
	w.record(d, w.deed(d), says...)
	if got := w.file.Class(w.around(nil), w.book, w.now); got != safeguard.Child {
		t.Errorf("an infant by the file that is left: %s", got)
	}
}
