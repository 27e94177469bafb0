package casefile

import (
	"slices"
	"testing"
	"time"

	"amana/domain/assessment"
	"amana/domain/consent"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

func arranged(by, who string, safe bool, status string) doing {
	return does(by, "caregiver.arrange", assessment.ArrangeCaregiver{Who: who, Safe: safe, Status: status})
}

// knowsAsLeft asks whether whoever verifies the log knows what an erased file leaves, also with fewer keys.
func (w *world) knowsAsLeft(left []ledger.Body) {
	w.Helper()
	for _, b := range left {
		if c, is := b.(assessment.CaregiverArranged); is && !Left(assessment.CaregiverArranged{}) {
			w.Errorf("%+v is left by an erased file, and whoever may not read it does not know it", c)
		}
		if _, link := b.(LinkErased); !link && !Left(b) {
			w.Errorf("%s is left by an erased file, and whoever verifies the log does not know it", b.Kind())
		}
	}
}

// A child who is alone or separated by one of their files is so by all: with a parent they board
// once two officers, who know of the other file, found that they are with one.
func TestAChildWhoIsAloneByAnotherFile(t *testing.T) {
	for name, c := range map[string]struct {
		other doing
		in    Identity
	}{
		"as it was opened":        {does("cou", "likely.count", CountLikely{}), child(10, "unaccompanied")},
		"as it was assessed":      {arranged("pia", "caregiver", true, "unaccompanied"), child(10, "with-parent")},
		"and the parent not safe": {arranged("pia", "parent", false, "separated"), child(10, "unaccompanied")},
	} {
		other := begin(t, with(scene, opened(c.in), c.other)...)
		w := childBehind(t, false, nil)
		w.links()
		w.seesFile(other)
		if _, _, err := w.try(dated("11-21 11:20", "mov", "boarding.board", boards)); err == nil {
			t.Errorf("%s: alone by the other file, boards as with a parent", name)
		}
		if got := w.finds(safeguard.Boarding, "best-interests"); got != "unmet panel" {
			t.Errorf("%s: %s", name, got)
		}
		if got := w.finds(safeguard.Clearance, "consent"); got != "unmet guardian" {
			t.Errorf("%s: nobody found who may answer for them: consent %s", name, got)
		}
		w.do(arranged("pia", "parent", true, "with-parent"))
		if got := w.finds(safeguard.Boarding, "best-interests"); got != "unmet panel" {
			t.Errorf("%s: one officer found otherwise: %s", name, got)
		}
		w.do(arranged("sam", "parent", true, "with-parent"))
		if _, _, err := w.try(dated("11-21 11:25", "mov", "boarding.board", boards)); err != nil {
			t.Errorf("%s: two officers, who know of the other file, found them with a parent: %s", name, told(err))
		}
	}
}

// What two officers found before they knew of the other file says nothing of it.
func TestFoundWithAParentBeforeTheLink(t *testing.T) {
	other := begin(t, with(scene, opened(child(10, "unaccompanied")))...)
	w := untilDrawn(t, child(10, "with-parent"))
	w.do(arranged("pia", "parent", true, "with-parent"))
	w.do(arranged("sam", "parent", true, "with-parent"))
	w.links()
	w.seesFile(other)
	if got := w.finds(safeguard.Clearance, "best-interests"); got != "unmet panel" {
		t.Error(got)
	}
}

// With a parent who is not safe by another file of theirs a child goes nowhere, also where that
// file has them travel without one: until another officer, who knows of it, finds otherwise.
func TestAParentWhoIsNotSafeByAnotherFile(t *testing.T) {
	other := begin(t, with(scene, opened(child(10, "separated")), arranged("pia", "parent", false, "separated"))...)
	w := untilDrawn(t, child(10, "with-parent"))
	w.links()
	w.seesFile(other)
	w.do(arranged("pia", "parent", true, "with-parent"))
	w.do(arranged("sam", "caregiver", true, "with-parent"))
	if got := w.finds(safeguard.Clearance, "best-interests"); got != "unmet unsafe-parent" {
		t.Errorf("who found that the parent is not safe found that they are, and nobody else: %s", got)
	}
	w.do(arranged("sam", "parent", true, "with-parent"))
	if got := w.finds(safeguard.Clearance, "best-interests"); got != "met" {
		t.Errorf("another officer, who knows of the other file, found that they are safe: %s", got)
	}
}

// So too where that file has them travel apart from the parent, as a panel decided of whom no other
// file knows. An erased file leaves it.
func TestAParentWhoIsNotSafeAndAPanelThatPartedThem(t *testing.T) {
	other := begin(t, with(scene, with([]doing{opened(child(10, "with-parent")), arranged("pia", "parent", false, "with-parent")}, decide("apart")...)...)...)
	way := safeguard.ParentWay{Known: [][]ledger.Ref{nil}, Movement: flight, Aboard: true}
	w := childBehind(t, false, &way)
	left := other.file.Mirror([]ledger.Body{Erased{}}, "Y", w.file, other.around(nil), other.book, other.now)
	w.knowsAsLeft(left)
	w.links()
	w.seesFile(other)
	if len(w.linked[0].Stops) > 0 {
		t.Fatal(w.linked[0].Stops)
	}
	if _, _, err := w.try(dated("11-21 11:20", "mov", "boarding.board", boards)); err == nil {
		t.Error("the child boards with the parent who was found not to be safe in their other file")
	}
	if got := w.finds(safeguard.Boarding, "best-interests"); got != "unmet unsafe-parent" {
		t.Error(got)
	}
	w.do(arranged("sam", "parent", true, ""))
	if got := w.finds(safeguard.Boarding, "best-interests"); got != "met" {
		t.Errorf("another officer, who knows of the other file, found that they are safe: %s", got)
	}
	w = childBehind(t, false, &way)
	d := does("dpo", "case.erase", nil)
	w.record(d, w.deed(d), left...)
	if got := w.finds(safeguard.Boarding, "best-interests"); got != "unmet unsafe-parent" {
		t.Errorf("by the erased file the parent was not safe: %s", got)
	}
}

// Whom nobody may answer for by one of their files, nobody answers for by another, until somebody
// who knows of it finds who does.
func TestNobodyMayAnswerByAnotherFile(t *testing.T) {
	assess := func(guardian string) doing {
		return does("pia", "interests.assess", assessment.AssessInterests{Agrees: true, Guardian: guardian, Reasons: "x"})
	}
	other := begin(t, with(scene, opened(child(10, "with-parent")), assess(safeguard.Nobody))...)
	w := untilDrawn(t, child(10, "with-parent"))
	w.do(assess(safeguard.Parent))
	w.links()
	w.seesFile(other)
	if got := w.finds(safeguard.Clearance, "consent"); got != "unmet guardian" {
		t.Errorf("nobody may answer for them, by the other file: %s", got)
	}
	if f := w.finding(safeguard.Clearance, "consent"); f.Next[0].Do != "interests.assess" {
		t.Error(f.Next)
	}
	w.do(assess(safeguard.Parent))
	if got := w.finds(safeguard.Clearance, "consent"); got != "met" {
		t.Errorf("found since, by who knows of the other file: %s", got)
	}
	other.do(assess(safeguard.Nobody).on("11-20 09:00"))
	w.seesFile(other)
	if got := w.finds(safeguard.Clearance, "consent"); got != "unmet guardian" {
		t.Errorf("found there again: %s", got)
	}
	for _, m := range decide("") {
		if m.what == "interests.determine" {
			m.args = assessment.DetermineInterests{Guardian: true, Agency: m.by, Undertaking: true, Reasons: "x"}
		}
		other.do(m)
	}
	w.seesFile(other)
	if got := w.finds(safeguard.Clearance, "consent"); got != "unmet guardian" {
		t.Errorf("a panel named somebody else there: %s", got)
	}
	other.do(assess(safeguard.Carer))
	w.seesFile(other)
	if got := w.finds(safeguard.Clearance, "consent"); got != "unmet guardian" {
		t.Errorf("and somebody else may by an assessment: %s", got)
	}
	other.do(assess(safeguard.Parent))
	w.seesFile(other)
	if got := w.finds(safeguard.Clearance, "consent"); got != "met" {
		t.Errorf("a parent may, found there: %s", got)
	}
	other.do(assess(safeguard.Nobody))
	w.seesFile(other)
	w.do(assess(safeguard.Parent).on("11-20 12:00"))
	if got := w.finds(safeguard.Clearance, "consent"); got != "met" {
		t.Errorf("a parent may, found here by who knows of it: %s", got)
	}
}

// A file that is erased leaves that a child is alone, and that a parent is not safe.
func TestAnErasedFileLeavesThatAChildIsAlone(t *testing.T) {
	gone := begin(t, with(scene, opened(child(10, "with-parent")), arranged("pia", "parent", false, "unaccompanied"))...)
	w := untilDrawn(t, child(10, "with-parent"))
	left := gone.file.Mirror([]ledger.Body{Erased{}}, "Y", w.file, gone.around(nil), gone.book, gone.now)
	w.knowsAsLeft(left)
	d := does("dpo", "case.erase", nil)
	w.record(d, w.deed(d), left...)
	if got := w.finds(safeguard.Clearance, "best-interests"); got != "unmet panel" {
		t.Errorf("the file by which they are alone was erased: %s", got)
	}
	w.do(arranged("pia", "caregiver", true, "with-parent"))
	w.do(arranged("sam", "caregiver", true, "with-parent"))
	if got := w.finds(safeguard.Clearance, "best-interests"); got != "unmet unsafe-parent" {
		t.Errorf("by the erased file the parent was not safe: %s", got)
	}
	nobody := does("pia", "interests.assess", assessment.AssessInterests{Agrees: true, Guardian: safeguard.Nobody, Reasons: "x"})
	gone = begin(t, with(scene, opened(child(10, "with-parent")), nobody)...)
	holds := slices.ContainsFunc(gone.file.Mirror([]ledger.Body{Erased{}}, "Y", w.file, gone.around(nil), gone.book, gone.now), func(b ledger.Body) bool {
		_, is := b.(HoldPlaced)
		return is
	})
	if !holds {
		t.Error("by the erased file nobody may answer for them, and nobody looks at it")
	}
}

// Who sits aboard as with a parent, and turns out to be alone by another file, does not leave so.
func TestLinkedAboardWithAFileOfAChildAlone(t *testing.T) {
	w := childBehind(t, true, nil)
	w.links()
	w.seesFile(begin(t, with(scene, opened(child(10, "unaccompanied")))...))
	if got := w.do(leaves); got[0] != "departure.uncleared" {
		t.Error(got)
	}
}

// A file that is linked through another says something new when the newest of those links is made:
// to a panel that parted child and parent, to who found who answers for the child, and to UNHCR.
func TestAFileLinkedThroughAnother(t *testing.T) {
	assess := does("pia", "interests.assess", assessment.AssessInterests{Agrees: true, Guardian: safeguard.Parent, Reasons: "x"})
	var votes []doing
	for _, d := range decide("apart") {
		if d.what == "interests.determine" {
			votes = append(votes, d)
		}
	}
	eritrea := amina
	eritrea.Nationalities = []string{"ERI"}
	for name, c := range map[string]struct {
		other Identity
		there []doing
		here  *world
		rule  safeguard.ID
		first []doing
		again []doing
		want  string
	}{
		"a panel parted them":     {child(10, "with-parent"), with([]doing{arranged("sam", "parent", false, "")}, decide("apart")...), untilDrawn(t, child(10, "with-parent")), "best-interests", decide("apart"), votes, "unmet unsafe-parent"},
		"somebody answers for it": {child(10, "with-parent"), []doing{does("sam", "interests.assess", assessment.AssessInterests{Agrees: true, Guardian: safeguard.Nobody, Reasons: "x"})}, untilDrawn(t, child(10, "with-parent")), "consent", []doing{assess}, []doing{assess}, "unmet guardian"},
		"UNHCR counselled":        {eritrea, nil, begin(t, before("clearance.draw")...), "unhcr-counselled", []doing{jointly}, []doing{jointly}, "unmet none"},
	} {
		w := c.here
		w.links()
		w.seesFile(begin(t, with(scene, with([]doing{opened(c.other)}, c.there...)...)...))
		for _, d := range c.first {
			w.do(d)
		}
		if got := w.finds(safeguard.Clearance, c.rule); got != "met" {
			t.Errorf("%s, who knew of the link: %s", name, got)
		}
		w.now = w.now.Add(time.Hour)
		w.linked[0].Bound = w.now
		if got := w.finds(safeguard.Clearance, c.rule); got != c.want {
			t.Errorf("%s, and since then it was linked through another: %s, want %s", name, got, c.want)
		}
		for _, d := range c.again {
			w.do(d)
		}
		if got := w.finds(safeguard.Clearance, c.rule); got != "met" {
			t.Errorf("%s again: %s", name, got)
		}
	}
}

// Nor does a child aboard for whom nobody may answer by their other file: by what is found there
// meanwhile, or by a link that is made meanwhile. Who was found to answer for them, here, before they
// boarded still does.
func TestNobodyMayAnswerAboardByAnotherFile(t *testing.T) {
	assess := func(guardian string) doing {
		return does("sam", "interests.assess", assessment.AssessInterests{Agrees: true, Guardian: guardian, Reasons: "x"})
	}
	begun := func(then ...doing) *world {
		return begin(t, with(scene, with([]doing{opened(child(10, "with-parent"))}, then...)...)...)
	}
	for name, c := range map[string]struct {
		other       *world
		known       bool // the link, before they board
		found, then []doing
		want        string
	}{
		"found there aboard":         {begun(), true, nil, []doing{assess(safeguard.Nobody).on("11-21 11:30")}, "departure.uncleared"},
		"linked aboard":              {begun(assess(safeguard.Nobody)), false, nil, nil, "departure.uncleared"},
		"found otherwise, by a link": {begun(assess(safeguard.Nobody)), true, []doing{assess(safeguard.Parent).on("11-21 10:10")}, nil, "departure.departed"},
		"and then found there again": {begun(assess(safeguard.Nobody)), true, []doing{assess(safeguard.Parent).on("11-21 10:10")}, []doing{assess(safeguard.Nobody).on("11-21 11:30")}, "departure.uncleared"},
	} {
		w := childBehind(t, false, nil)
		if c.known {
			w.links()
			w.seesFile(c.other)
		}
		for _, d := range c.found {
			w.do(d)
		}
		if c.found != nil {
			again := declare
			again.Guardian, again.View = safeguard.Parent, "wants"
			w.do(does("cou", "consent.give", again))
			w.do(does("cou", "consent.reaffirm", consent.Reaffirm{Talk: alone, Answer: safeguard.Yes}))
			w.do(does("gat", "gate.answer", gate))
		}
		w.do(dated("11-21 11:10", "mov", "boarding.board", boards))
		if !c.known {
			w.links()
		}
		for _, d := range c.then {
			c.other.do(d)
		}
		w.seesFile(c.other)
		if got, _, err := w.try(leaves); err != nil || got[0].Kind() != c.want {
			t.Errorf("%s: %v %v; stops %v", name, got, err, w.linked[0].Stops)
		}
	}
}

var toNigeria = does("cas", "case.correct", Correct{Changed: Changed{Destination: "NGA"}})
