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
	"amana/domain/screening"
)

// Whom UNHCR counselled on a fear before it could know of the other file, by which they asked for
// asylum and took it back, is counselled again: also where that file is theirs through a third.
func TestCounselledBeforeTheOtherFileWasKnown(t *testing.T) {
	other := begin(t, with(here, asks.on("10-03 09:00"), takenBack.on("10-03 10:00"))...)
	fears := dated("10-05 09:00", "cou", "fear.ask", assessment.AskFear{Talk: alone, Answer: safeguard.FearHome})
	w := begin(t, with(before("clearance.draw"), fears, jointly.on("11-18 10:00"))...)
	w.seesFile(other)
	if got := w.finds(safeguard.Clearance, "unhcr-counselled"); got != "met" {
		t.Fatalf("on the fear: %s", got)
	}
	w.links()
	if got := w.finds(safeguard.Clearance, "unhcr-counselled"); got != "unmet none" {
		t.Errorf("linked since: %s", got)
	}
	w.do(jointly)
	if got := w.finds(safeguard.Clearance, "unhcr-counselled"); got != "met" {
		t.Errorf("counselled by who knew of the link: %s", got)
	}
	w.now = w.now.Add(time.Hour)
	w.linked[0].Bound = w.now
	if got := w.finds(safeguard.Clearance, "unhcr-counselled"); got != "unmet none" {
		t.Errorf("theirs through a third since: %s", got)
	}
	w.do(jointly)
	if got := w.finds(safeguard.Clearance, "unhcr-counselled"); got != "met" {
		t.Errorf("counselled since that: %s", got)
	}
}

// A return that was made safe for a victim of trafficking is so to that country, and not to the one
// to which they fly by another of their files. What says so is put right there first.
func TestSafeInAnotherCountryByAnotherFile(t *testing.T) {
	i := amina
	i.Destination = "GHA"
	safe := does("ctl", "trafficking.assess", screening.AssessTrafficking{Services: "confirmed", Reflection: true, Reasons: "x"})
	other := begin(t, with(scene, opened(i), does("sam", "trafficking.screen", identified), safe)...)
	w := begin(t, before("boarding.board")...)
	w.links()
	w.seesFile(other)
	if f := w.finding(safeguard.Boarding, "trafficked-safe"); short(f) != "unmet linked" || f.Next[0].Do != "case.correct" || !f.Next[0].Elsewhere() {
		t.Errorf("safe in Ghana: %s, next %v", short(f), f.Next)
	}
	other.do(toNigeria)
	w.seesFile(other)
	if f := w.finding(safeguard.Boarding, "trafficked-safe"); short(f) != "unmet linked" || f.Next[0].Do != "trafficking.assess" {
		t.Errorf("to Nigeria by that file too: %s, next %v", short(f), f.Next)
	}
	other.do(safe)
	w.seesFile(other)
	if got := w.finds(safeguard.Boarding, "trafficked-safe"); got != "not-applicable" {
		t.Errorf("safe in Nigeria: %s", got)
	}
	other.do(toGhana)
	w.seesFile(other)
	if got := w.finds(safeguard.Boarding, "trafficked-safe"); got != "not-applicable" {
		t.Errorf("safe in Nigeria, and to Ghana again by that file: %s", got)
	}
}

// Each officer who finds in another file that a parent is not safe is answered by another one who
// knew of it, as in one file: also who found it when an earlier one was answered.
func TestAParentWhomTwoFindUnsafeInAnotherFile(t *testing.T) {
	other := begin(t, with(scene, opened(child(10, "with-parent")), arranged("pia", "parent", false, ""))...)
	w := untilDrawn(t, child(10, "with-parent"))
	w.links()
	for _, s := range []struct {
		there, by, want string
	}{
		{"", "sam", "met"},
		{"lea", "", "unmet unsafe-parent"},
		{"", "lea", "unmet unsafe-parent"}, // she ends nothing that she found
		{"", "pia", "met"},
	} {
		if s.there != "" {
			other.now = w.now
			other.do(arranged(s.there, "parent", false, ""))
			w.now = other.now
		}
		if s.by != "" {
			w.do(arranged(s.by, "parent", true, ""))
		}
		w.seesFile(other)
		if got := w.finds(safeguard.Clearance, "best-interests"); got != s.want {
			t.Errorf("not safe there by %q, safe here by %q: %s, want %s", s.there, s.by, got, s.want)
		}
	}
}

// A panel parts child and parent in another file once it knows of each finding that the parent is
// not safe.
func TestAPanelKnowsOfEachFindingThatAParentIsNotSafe(t *testing.T) {
	w := untilDrawn(t, child(10, "with-parent"))
	w.do(arranged("pia", "parent", false, ""))
	for _, d := range decide("apart") {
		w.do(d)
	}
	if stops := w.file.Stops(w.around(nil), w.book, w.now).Stops; slices.Contains(stops, "family") {
		t.Errorf("parted: %v", stops)
	}
	w.do(arranged("lea", "parent", false, ""))
	if stops := w.file.Stops(w.around(nil), w.book, w.now).Stops; !slices.Contains(stops, "family") {
		t.Errorf("found again since: %v", stops)
	}
}

// A no is of the country to which they were to go when they said it: a yes to another, in another
// file of theirs, ends it for none by which they fly to the first. A yes to that one does.
func TestAYesToAnotherCountryInAnotherFile(t *testing.T) {
	anew := func(d consent.Give) doing {
		return does("cou", "consent.give", func(w *world) any {
			d.Names = w.ids["consent.withdrawn"]
			return d
		})
	}
	asked := func(by, answer string) doing {
		return does(by, "consent.reaffirm", consent.Reaffirm{Talk: alone, Answer: answer})
	}
	objects, unsure, wants := declare, declare, declare
	objects.Guardian, objects.View, objects.Mark = safeguard.Parent, safeguard.Objects, "none"
	unsure.Guardian, unsure.View = safeguard.Parent, "undecided"
	wants.Guardian, wants.View = safeguard.Parent, "wants"
	hears := dated("11-08 10:00", "cou", "counselling.hold", counselling.Hold{Talk: alone, Minutes: 50, Topics: testBook(t).Topics})
	for name, c := range map[string]struct {
		child bool
		no    []doing
		yes   doing
		rule  safeguard.ID
		left  string
	}{
		"taken back":           {false, []doing{noBy("hot").on("11-08 09:00"), hears}, anew(declare), "consent-stands", "consent.withdrawn"},
		"a child objects":      {true, []doing{does("cou", "consent.give", objects)}, does("cou", "consent.give", wants), "consent-stands", "consent.withdrawn"},
		"not sure":             {false, []doing{asked("cou", safeguard.NotSure)}, asked("cou", safeguard.Yes), "reaffirmed", "hold.placed"},
		"not sure, as a child": {true, []doing{does("cou", "consent.give", unsure)}, does("cou", "consent.give", wants), "reaffirmed", "hold.placed"},
	} {
		given, w := before("seat.give"), begin(t, before("boarding.board")...)
		if c.child {
			w, given = childBehind(t, false, nil), nil
			for _, d := range childWay(child(10, "with-parent")) {
				if d.what == "seat.give" {
					break
				}
				given = append(given, d)
			}
			given = with(before("case.open"), given...)
		}
		other := begin(t, with(given, c.no...)...)
		w.links()
		check := func(when string, stops bool) {
			t.Helper()
			w.seesFile(other)
			f := w.finding(safeguard.Boarding, c.rule)
			_, _, err := w.try(dated("11-21 11:20", "mov", "boarding.board", boards))
			if f.State.Blocks() != stops || (err != nil) != stops {
				t.Errorf("%s, %s: %s, boards: %v", name, when, short(f), err)
			}
			var left []string
			for _, b := range other.file.Mirror([]ledger.Body{Erased{}}, "Y", w.file, other.around(nil), other.book, other.now) {
				left = append(left, b.Kind())
			}
			if slices.Contains(left, c.left) != stops {
				t.Errorf("%s, %s: erased, it leaves %v", name, when, left)
			}
		}
		check("no yes", true)
		other.do(toGhana)
		other.do(c.yes.on("11-10 09:00"))
		check("and a yes to Ghana", true)
		if f := w.finding(safeguard.Boarding, c.rule); f.Next[0].Do != "case.correct" || !f.Next[0].Elsewhere() {
			t.Errorf("%s: next %v", name, f.Next)
		}
		other.do(toNigeria)
		check("to Nigeria again", true)
		other.do(c.yes)
		check("and a yes to Nigeria", false)
		other.do(toGhana)
		check("and to Ghana by that file only", false)
	}
}

// Who found something of a child in a file that is erased nobody knows any more: two officers answer
// it, so that none ends what they found themself.
func TestWhoFoundItInAnErasedFileEndsItNotAlone(t *testing.T) {
	gone := begin(t, with(scene, opened(child(10, "with-parent")), arranged("pia", "parent", false, "unaccompanied"))...)
	w := untilDrawn(t, child(10, "with-parent"))
	d := does("dpo", "case.erase", nil)
	w.record(d, w.deed(d), gone.file.Mirror([]ledger.Body{Erased{}}, "Y", w.file, gone.around(nil), gone.book, gone.now)...)
	for _, s := range []struct {
		then doing
		want string
	}{
		{arranged("pia", "caregiver", true, "with-parent"), "unmet panel"},
		{arranged("sam", "caregiver", true, "with-parent"), "unmet unsafe-parent"},
		{arranged("pia", "parent", true, ""), "unmet unsafe-parent"},
		{arranged("pia", "parent", true, ""), "unmet unsafe-parent"},
		{arranged("sam", "parent", true, ""), "met"},
	} {
		w.do(s.then)
		if got := w.finds(safeguard.Clearance, "best-interests"); got != s.want {
			t.Errorf("after %s found %+v: %s, want %s", s.then.by, s.then.args, got, s.want)
		}
	}
	w.sameWhenFoldedAgain()
}

// An ending that is recorded beside it takes nothing of why somebody was found not to be eligible:
// it is told to who may know that, and to nobody else.
func TestAnEndingBesideOneAtRealRisk(t *testing.T) {
	found := does("pia", "case.end", End{Outcome: "not-eligible", Safeguard: "real-risk-absolute", Reason: "x"})
	died := does("cas", "case.end", End{Outcome: "died"})
	for _, both := range [][2]doing{{found, died}, {died, found}} {
		w := begin(t, with(here, does("cas", "case.propose-end", ProposeEnd{Safeguard: "real-risk-absolute", Reason: "x"}))...)
		w.beside(both[0], both[1])
		if kept, asylum := w.file.keptFrom(); !kept || !asylum {
			t.Errorf("%s beside %s: kept %t, for asylum %t", both[0].by, both[1].by, kept, asylum)
		}
	}
}
