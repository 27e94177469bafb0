package casefile

import (
	"slices"
	"testing"

	"amana/domain/assessment"
	"amana/domain/counselling"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

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
