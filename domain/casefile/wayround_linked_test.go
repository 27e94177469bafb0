package casefile

import (
	"slices"
	"testing"
	"time"

	"amana/domain/assessment"
	"amana/domain/consent"
	"amana/domain/counselling"
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

func assesses(by string, agrees bool) doing {
	return does(by, "interests.assess", assessment.AssessInterests{Agrees: agrees, Reasons: "x"})
}

// A yes about another country ends no no about this one; a yes about where they go now does, and one
// about the country of the no.
func TestAYesAboutAnotherCountry(t *testing.T) {
	w := untilDrawn(t, child(10, "with-parent"))
	for _, s := range []struct {
		then []doing
		want string
	}{
		{[]doing{assesses("pia", false)}, "unmet not-in-interest"},
		{[]doing{toGhana, assesses("sam", true)}, "met"},
		{[]doing{toNigeria}, "unmet not-in-interest"},
		{[]doing{assesses("pia", true)}, "unmet not-in-interest"},
		{[]doing{assesses("sam", true)}, "met"},
		{[]doing{toGhana}, "met"},
		{[]doing{toNigeria}, "met"},
	} {
		for _, d := range s.then {
			w.do(d)
		}
		last := s.then[len(s.then)-1]
		if got := w.finds(safeguard.Clearance, "best-interests"); got != s.want {
			t.Errorf("after %s of %s: %s, want %s", last.what, last.by, got, s.want)
		}
		stops := w.file.Stops(w.around(nil), w.book, w.now).Stops
		if slices.Contains(stops, "interests") == (s.want == "met") {
			t.Errorf("after %s of %s: the other files are told %v", last.what, last.by, stops)
		}
	}
}

// Nor does who objects to a return take it back by what they say of another.
func TestAnObjectionTakenBackOfAnotherCountry(t *testing.T) {
	ask := func(by, other string) doing {
		return does(by, "family.ask", assessment.AskFamily{Alone: true, Wants: true, Other: other})
	}
	w := untilDrawn(t, child(10, "with-parent"))
	for _, s := range []struct {
		then doing
		want string
	}{
		{ask("pia", safeguard.Objects), "unmet panel"}, {toGhana, "unmet panel"}, {ask("sam", "asked"), "met"}, {toNigeria, "unmet panel"}, {ask("sam", "asked"), "met"}, {toGhana, "met"},
	} {
		if w.do(s.then); w.finds(safeguard.Clearance, "family-unity") != s.want {
			t.Errorf("after %s: %s, want %s", s.then.what, w.finds(safeguard.Clearance, "family-unity"), s.want)
		}
	}
}

// What ends a finding of real risk, or one that is not clear, is of where that was found, or of
// where they go now: back where it was found it stands.
func TestARiskEndedInAnotherCountry(t *testing.T) {
	for finding, rule := range map[string]safeguard.ID{"real": "real-risk-absolute", "unclear": "individual-risk"} {
		w := begin(t, before("seat.give")...)
		w.do(does("sam", "risk.assess", assessment.AssessRisk{Finding: finding, Sheet: "NGA-1"}))
		found := w.last("risk.assessed")
		none := func(by, sheet string, ends ...ledger.Hash) doing {
			return does(by, "risk.assess", assessment.AssessRisk{Finding: "none", Sheet: sheet, Ends: ends})
		}
		w.do(toGhana)
		for _, s := range []struct {
			then  doing
			stops bool
		}{
			{none("pia", "GHA-1", found), false}, {toNigeria, true}, {none("sam", "NGA-1"), true}, {none("pia", "NGA-1", found), false}, {toGhana, false}, {toNigeria, false},
		} {
			w.do(s.then)
			stops := w.file.Stops(w.around(nil), w.book, w.now).Stops
			if slices.Contains(stops, map[string]string{"real": "real-risk", "unclear": "unclear-risk"}[finding]) != s.stops {
				t.Errorf("%s of Nigeria, after %s of %s: the other files are told %v", finding, s.then.what, s.then.by, stops)
			}
			if got := w.finds(safeguard.Clearance, rule); (got == "unmet "+finding) != s.stops {
				t.Errorf("%s of Nigeria, after %s of %s: %s", finding, s.then.what, s.then.by, got)
			}
		}
	}
}

// An answer that is in another file of theirs is of where the person goes by the file that asks: a
// correction of the other one's destination, or of where in the country it is, ends nothing that was
// found there. Once both say one country, what answers it there is named; an erased file leaves it.
func TestAnAnswerAboutAnotherCountryInAnotherFile(t *testing.T) {
	lagos := does("cas", "case.correct", Correct{Changed: Changed{Area: "NGA/LA"}})
	risk := func(by, finding, sheet string) doing {
		return does(by, "risk.assess", func(w *world) any {
			a := assessment.AssessRisk{Finding: finding, Sheet: sheet}
			for _, r := range w.file.Assessment.Risks {
				if r.Finding == "real" && finding == "none" {
					a.Ends = append(a.Ends, r.ID)
				}
			}
			return a
		})
	}
	objects := func(by, other string) doing {
		return does(by, "family.ask", assessment.AskFamily{Alone: true, Wants: true, Other: other})
	}
	for name, c := range map[string]struct {
		child bool
		given []doing
		rule  safeguard.ID
		left  string
		then  []doing
	}{
		"a real risk":         {false, []doing{risk("sam", "real", "NGA-1"), toGhana, risk("pia", "none", "GHA-1")}, "real-risk-absolute", "risk.assessed", []doing{toNigeria, risk("pia", "none", "NGA-1")}},
		"a risk, unclear":     {false, []doing{risk("sam", "unclear", "NGA-1"), toGhana, risk("pia", "none", "GHA-1")}, "individual-risk", "hold.placed", []doing{toNigeria, risk("pia", "none", "NGA-1")}},
		"an officer's no":     {true, []doing{assesses("sam", false), toGhana, assesses("pia", true)}, "best-interests", "hold.placed", []doing{toNigeria, assesses("pia", true)}},
		"and a panel's yes":   {true, with([]doing{assesses("sam", false), toGhana}, decide("return")...), "best-interests", "hold.placed", []doing{toNigeria, assesses("pia", true)}},
		"a parent objects":    {true, []doing{objects("sam", safeguard.Objects), toGhana, objects("pia", "asked")}, "family-unity", "hold.placed", []doing{toNigeria, objects("pia", "asked")}},
		"a no on a wrong one": {true, []doing{toGhana, assesses("sam", false), assesses("pia", true)}, "best-interests", "", nil},
	} {
		i := amina
		if c.child {
			i = child(10, "with-parent")
		}
		b := begin(t, with(scene, with([]doing{opened(i)}, c.given...)...)...)
		if c.rule == "real-risk-absolute" && b.finds(safeguard.Clearance, c.rule) != "met" {
			t.Fatal("by the other file itself it is ended")
		}
		var w *world
		if c.child {
			w = childBehind(t, false, nil)
		} else {
			w = begin(t, before("boarding.board")...)
		}
		w.links()
		w.seesFile(b)
		_, _, err := w.try(dated("11-21 11:20", "mov", "boarding.board", boards))
		f := w.finding(safeguard.Clearance, c.rule)
		var left []string
		for _, body := range b.file.Mirror([]ledger.Body{Erased{}}, "Y", w.file, b.around(nil), b.book, b.now) {
			left = append(left, body.Kind())
		}
		if c.left == "" {
			if err != nil || f.State.Blocks() {
				t.Errorf("%s: of the country of the no, and %s", name, short(f))
			}
			continue
		}
		if err == nil || !f.State.Blocks() || f.Next[0].Do != "case.correct" || !f.Next[0].Elsewhere() {
			t.Errorf("%s of Nigeria, ended where they go by that file: %s, next %v", name, short(f), f.Next)
		}
		if !slices.Contains(left, c.left) {
			t.Errorf("%s: erased, the other file leaves %v", name, left)
		}
		for _, d := range c.then {
			b.do(d)
		}
		w.seesFile(b)
		if f := w.finding(safeguard.Clearance, c.rule); f.State.Blocks() {
			t.Errorf("%s of Nigeria, ended there: %s, next %v", name, short(f), f.Next)
		}
	}
	b := begin(t, with(scene, opened(amina), risk("sam", "real", "NGA-1"), lagos, risk("pia", "none", "NGA-1"))...)
	for area, want := range map[string]string{"": "met", "NGA/LA": "met", "NGA/BO": "unmet linked"} {
		w := begin(t, before("boarding.board")...)
		w.file.Identity.Area = area
		w.links()
		w.seesFile(b)
		if got := w.finds(safeguard.Clearance, "real-risk-absolute"); got != want {
			t.Errorf("ended in Lagos, and they go to %q: %s, want %s", area, got, want)
		}
	}
}

// What is to be done in another file of a child ends what stops them there: a talk does not end
// their no, nor an assessment what only a panel ends.
func TestWhatEndsItInAnotherFileOfAChild(t *testing.T) {
	no := declare
	no.Guardian, no.View, no.Mark = safeguard.Parent, safeguard.Objects, "none"
	yes := declare
	yes.Guardian, yes.View = safeguard.Parent, "wants"
	ask := func(by, other string) doing {
		return does(by, "family.ask", assessment.AskFamily{Alone: true, Wants: true, Other: other})
	}
	refuses := func(question string) []doing {
		all := decide(question)
		v := all[1].args.(assessment.DetermineInterests)
		v.Agrees = false
		all[1].args = v
		return all[:2]
	}
	for name, c := range map[string]struct {
		given []doing
		rule  safeguard.ID
		ends  string
		then  []doing
	}{
		"they object":              {[]doing{dated("11-08 09:00", "cou", "consent.give", no)}, "consent-stands", "consent.give", []doing{does("cou", "consent.give", yes)}},
		"an officer says no":       {[]doing{assesses("pia", false)}, "best-interests", "interests.assess", []doing{assesses("sam", true)}},
		"a panel says no":          {with([]doing{assesses("pia", true)}, refuses("return")...), "best-interests", "call.make", decide("return")},
		"a bond in doubt":          {[]doing{assesses("pia", true), does("pia", "family.check", assessment.CheckBond{Outcome: assessment.InDoubt, Reasons: "x"})}, "best-interests", "call.make", decide("return")},
		"a parent who is unsafe":   {[]doing{arranged("pia", "parent", false, "with-parent")}, "family-unity", "caregiver.arrange", []doing{arranged("sam", "parent", true, "with-parent")}},
		"a parent objects":         {[]doing{ask("pia", safeguard.Objects)}, "family-unity", "family.ask", []doing{ask("sam", "asked")}},
		"so does a panel's member": {with([]doing{ask("pia", safeguard.Objects)}, refuses("family")...), "family-unity", "call.make", decide("family")},
	} {
		other := begin(t, with(scene, with([]doing{opened(child(10, "with-parent"))}, c.given...)...)...)
		w := untilDrawn(t, child(10, "with-parent"))
		w.links()
		w.seesFile(other)
		f := w.finding(safeguard.Clearance, c.rule)
		if !f.State.Blocks() || f.Next[0].Do != c.ends || !f.Next[0].Elsewhere() {
			t.Errorf("%s: %s %s, next %v, and not %s there", name, c.rule, short(f), f.Next, c.ends)
		}
		for _, d := range c.then {
			if d.what == "call.make" && slices.ContainsFunc(c.given, func(g doing) bool { return g.what == d.what && g.args == d.args }) {
				continue
			}
			other.do(d)
		}
		w.seesFile(other)
		if got := w.finds(safeguard.Clearance, c.rule); got != "met" {
			t.Errorf("%s, and that was done: %s %s; stops %v", name, c.rule, got, w.linked[0].Stops)
		}
	}
}

// A lasting inability, found in another file of somebody, only a panel ends there.
func TestALastingInabilityInAnotherFile(t *testing.T) {
	other := begin(t, with(here, does("sam", "capacity.doubt", assessment.Doubt{Why: "x"}), does("doc", "capacity.find", assessment.FindCapacity{Outcome: "lasting-inability", Supported: true}))...)
	w := begin(t, before("clearance.draw")...)
	w.seesFile(other)
	if f := w.finding(safeguard.Clearance, "capacity"); !f.State.Blocks() || f.Next[0].Do != "call.make" || !f.Next[0].Elsewhere() {
		t.Errorf("%s %v", short(f), f.Next)
	}
}

// Nobody is asked to talk there while all that is left is to wait.
func TestANoInAnotherFileThatWaits(t *testing.T) {
	other := begin(t, with(here, noBy("hot").on("11-08 09:00"), dated("11-08 10:00", "cou", "counselling.hold", counselling.Hold{Talk: alone, Minutes: 50, Topics: testBook(t).Topics}))...)
	w := begin(t, before("seat.give")...)
	w.now = clock("11-08 11:00")
	w.seesFile(other)
	if f := w.finding(safeguard.Clearance, "consent-stands"); f.Next[0].Wait != "time" || !f.Next[0].Until.Equal(clock("11-09 09:00")) {
		t.Errorf("%s %v", short(f), f.Next)
	}
}
