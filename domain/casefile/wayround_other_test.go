package casefile

import (
	"strings"
	"testing"

	"amana/domain/assessment"
	"amana/domain/consent"
	"amana/domain/counselling"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/safeguard"
)

// seesFile links another file of the person.
func (w *world) seesFile(other *world) {
	around := other.around(nil)
	around.Asking = w.file.Goes()
	w.linked = []safeguard.Linked{other.file.Stops(around, other.book, w.now)}
}

// A victim of trafficking by one of their files is one by all.
func TestAVictimByAnotherFile(t *testing.T) {
	other := begin(t, with(here, dated("10-05 09:00", "sam", "trafficking.screen", identified))...)
	if got := other.finds(safeguard.Clearance, "trafficked-safe"); got != "unmet none" {
		t.Fatal(got)
	}
	w := begin(t, before("clearance.draw")...)
	w.seesFile(other)
	if got := w.finds(safeguard.Clearance, "trafficked-safe"); !strings.HasPrefix(got, "un") {
		t.Errorf("identified as a victim in another file of theirs, which is linked: trafficked-safe %s; linked %+v", got, w.linked[0].Stops)
	}
}

// A doubt whether an infant and an adult belong together is in all files of the infant.
func TestABondInDoubtByAnotherFile(t *testing.T) {
	i := child(1, "with-parent")
	bia := does("pia", "interests.assess", assessment.AssessInterests{Agrees: true, Reasons: "x"})
	other := begin(t, with(scene, dated("10-01 09:00", "cou", "case.open", Open{Identity: i, Office: "TI"}), bia,
		does("pia", "family.check", assessment.CheckBond{Outcome: assessment.InDoubt, Reasons: "x"}))...)
	if got := other.finds(safeguard.Seat, "best-interests"); got != "unmet bond-doubt" {
		t.Fatal(got)
	}
	w := begin(t, with(scene, dated("10-01 09:00", "cou", "case.open", Open{Identity: i, Office: "TI"}), bia,
		does("sam", "family.check", assessment.CheckBond{Observed: []string{"turns-to-adult"}, Outcome: "together"}))...)
	w.seesFile(other)
	w.linked[0].Infant = true
	if got := w.finds(safeguard.Seat, "best-interests"); !strings.HasPrefix(got, "un") {
		t.Errorf("in another file of the infant it is in doubt whether the adult and the infant belong together: %s", got)
	}
}

// So is a custody that is disputed.
func TestAParentObjectsInAnotherFile(t *testing.T) {
	i := child(10, "with-parent")
	other := begin(t, with(scene, opened(i), does("pia", "family.ask", assessment.AskFamily{Alone: true, Wants: true, Other: safeguard.CustodyDisputed}))...)
	if got := other.finds(safeguard.Seat, "family-unity"); got != "unmet panel" {
		t.Fatal(got)
	}
	w := untilDrawn(t, i)
	w.seesFile(other)
	if got := w.finds(safeguard.Clearance, "family-unity"); !strings.HasPrefix(got, "un") {
		t.Errorf("custody is disputed by another file of the child: %s", got)
	}
}

// And a risk that is not clear.
func TestAnUnclearRiskInAnotherFile(t *testing.T) {
	other := begin(t, with(here, does("pia", "risk.assess", assessment.AssessRisk{Finding: "unclear", Sheet: "NGA-1", Reasons: "x"}))...)
	w := begin(t, before("clearance.draw")...)
	w.seesFile(other)
	if got := w.finds(safeguard.Clearance, "individual-risk"); !strings.HasPrefix(got, "un") {
		t.Errorf("unclear by another file: %s", got)
	}
}

// Who counselled before a file was linked knew nothing of what puts the person at risk by it.
func TestLinkedAtRiskAfterCounselling(t *testing.T) {
	i := amina
	i.Nationalities = []string{"ERI"}
	other := begin(t, with(scene, opened(i))...)
	w := begin(t, with(before("seat.give"), dated("11-08 09:00", "cou", "fear.ask", assessment.AskFear{Talk: alone, Answer: safeguard.FearHome}),
		dated("11-09 09:00", "unh", "unhcr.counsel", assessment.CounselUNHCR{Outcome: "counselled", By: "unhcr"}))...)
	w.do(dated("11-10 08:00", "cas", "duplicate.suspect", SuspectDuplicate{Other: "TI-26-0001-B"}))
	w.do(does("cas", "duplicate.settle", SettleDuplicate{Other: "TI-26-0001-B", Same: true, Reason: "x"}))
	w.seesFile(other)
	if got := w.finds(safeguard.Clearance, "unhcr-counselled"); got == "met" {
		t.Errorf("counselled on a fear; since then a file is linked by which they are Eritrean, on the list of those at risk: %s", got)
	}
}

// A file that is linked aboard brings what joint counselling is due for.
func TestLinkedAtRiskAboard(t *testing.T) {
	i := amina
	i.Nationalities = []string{"ERI"}
	settled := begin(t, with(scene, opened(amina), dated("10-05 09:00", "cou", "fear.ask", assessment.AskFear{Talk: alone, Answer: safeguard.FearHome}),
		dated("10-06 09:00", "pia", "fear.ask", named("fear.asked", func(h ledger.Hash) any {
			return assessment.AskFear{Talk: alone, Answer: safeguard.FearNone, Settles: []ledger.Hash{h}}
		})))...)
	for name, other := range map[string]*world{"of a nationality at risk": begin(t, with(scene, opened(i))...), "with a fear on which UNHCR counselled nobody": settled} {
		w := begin(t, after("boarding.board")...)
		w.do(does("cas", "duplicate.suspect", SuspectDuplicate{Other: "TI-26-0001-B"}))
		w.do(does("cas", "duplicate.settle", SettleDuplicate{Other: "TI-26-0001-B", Same: true, Reason: "x"}))
		w.seesFile(other)
		if got := w.finds(safeguard.Boarding, "unhcr-counselled"); got != "unmet none" {
			t.Fatal(got)
		}
		if got := w.do(leaves); got[0] != "departure.uncleared" {
			t.Errorf("linked aboard with a file %s: %v", name, got)
		}
	}
}

// A no in another file of theirs takes the clock from nothing once they say again that they want
// to return.
func TestALinkedNoTakesTheClock(t *testing.T) {
	other := begin(t, with(here, dated("10-02 09:00", "hot", "consent.withdraw", consent.Withdraw{Channel: "phone"}))...)
	w := begin(t, with(before("seat.give"), dated("11-08 09:00", "cou", "wish.state", wish))...)
	w.seesFile(other)
	w.now = clock("12-20 09:00")
	for _, f := range safeguard.Blocking(safeguard.Evaluate(w.file.Facts(w.around(nil)), w.book, w.now, safeguard.Seat)) {
		if f.Due.IsZero() {
			t.Errorf("said no in a file of the first of October; they came again, and say since that they want to go: %s %s of 11-08 has no day, and goes up to nobody (%q)", f.Safeguard, short(f), f.Up)
		}
	}
}

// What ends a no in another file is what that file asks for.
func TestALinkedReportIsSettledNotCounselled(t *testing.T) {
	other := begin(t, with(here, dated("10-02 09:00", "hot", "consent.report", consent.Report{Channel: "sms"}))...)
	w := begin(t, with(before("seat.give"))...)
	for range 2 {
		w.seesFile(other)
		f := w.finding(safeguard.Seat, "consent-stands")
		if f.Next[0].Do != "counselling.hold" {
			return
		}
		t.Logf("%s %v", short(f), f.Next)
		other.do(dated("11-08 09:00", "cou", "counselling.hold", counselling.Hold{Talk: alone, Minutes: 50, Topics: w.book.Topics}))
	}
	t.Error("a report in a linked file: counselling there changes nothing, and is asked for again")
	said := begin(t, with(here, noBy("hot").on("10-02 09:00"), dated("10-08 09:00", "cou", "counselling.hold", counselling.Hold{Talk: alone, Minutes: 50, Topics: w.book.Topics}))...)
	w.seesFile(said)
	if f, own := w.finding(safeguard.Seat, "consent-stands"), said.finding(safeguard.Seat, "consent-stands"); f.Next[0].Do == "counselling.hold" && own.Next[0].Do != "counselling.hold" {
		t.Errorf("a no in a linked file, counselled there since: told %s, while that file asks for %s", f.Next[0].Do, own.Next[0].Do)
	}
}

// What an erased file left of where somebody belongs two officers take back.
func TestWhatAnErasedFileLeft(t *testing.T) {
	i := amina
	i.Nationalities = []string{"RWA"} // a slip of the pen
	gone := begin(t, with(scene, opened(i))...)
	w := begin(t, rescued(before("seat.give"))...)
	left := gone.file.Mirror([]ledger.Body{Erased{}}, "Y", w.file, gone.around(nil), gone.book, gone.now)
	d := does("dpo", "case.erase", nil)
	w.record(d, w.deed(d), left...)
	for _, by := range []string{"cas", "pia", "lea"} {
		w.do(does(by, "case.correct", Correct{Changed: Changed{Nationalities: []string{"NGA"}, Residence: "NGA"}}))
	}
	if _, _, err := w.try(does("mov", "transfer.make", evacuated("RWA"))); err != nil {
		t.Errorf("three officers say that they are Nigerian, and nobody can evacuate them to Rwanda for what an erased file said: %v", err)
	}
}

// What stops another file of whoever sits aboard stops them, also for who cannot read it.
func TestADoubtInALinkedFileAboard(t *testing.T) {
	other := begin(t, with(here)...)
	w := begin(t, after("boarding.board")...)
	w.do(does("cas", "duplicate.suspect", SuspectDuplicate{Other: "TI-26-0001-B"}))
	w.do(does("cas", "duplicate.settle", SettleDuplicate{Other: "TI-26-0001-B", Same: true, Reason: "x"}))
	other.do(dated("11-21 11:30", "doc", "capacity.doubt", assessment.Doubt{Why: "x"}))
	for who, c := range map[string]*Case{"all keys": other.file, "general": other.readAsWired(ledger.SetOf(ledger.General))} {
		w.linked = []safeguard.Linked{c.Stops(other.around(nil), other.book, clock("11-21 11:40"))}
		w.now = clock("11-21 12:04")
		got, _, err := w.try(leaves)
		if err != nil {
			t.Fatal(err)
		}
		if got[0].Kind() != "departure.uncleared" {
			t.Errorf("doubted in their other file while they sit aboard, read with %s: %s (%+v)", who, got[0].Kind(), w.linked[0].Stops)
		}
	}
}

// No file is erased while somebody asked that it be looked at again.
func TestErasedWithAReview(t *testing.T) {
	w := begin(t, with(before("seat.give"), dated("11-08 09:00", "cas", "case.propose-end", notEligible),
		dated("11-09 09:00", "pia", "case.end", End{Outcome: "not-eligible", Safeguard: "destination-open", Reason: "x"}),
		dated("11-09 10:00", "hot", "review.ask", AskReview{}))...)
	if _, _, err := w.try(does("dpo", "case.erase", Erase{Ground: "kept-long-enough"})); err == nil {
		t.Error("not eligible, asked that somebody look again, and erased the minute after")
	}
}

// An erased file leaves where somebody was to return: nobody is moved there.
func TestTheDestinationOfAnErasedFile(t *testing.T) {
	i := amina
	i.Nationalities = []string{"unknown"}
	gone := begin(t, with(scene, opened(i))...) // to NGA
	i.Nationalities, i.Destination = []string{"GHA"}, "GHA"
	w := begin(t, with(scene, opened(i))...)
	home := does("mov", "transfer.make", transfer{movement.Transfer{To: "evacuation", Country: "NGA", Agreed: "vital-interest"}})
	w.linked = []safeguard.Linked{gone.file.Stops(gone.around(nil), gone.book, gone.now)}
	if _, _, err := w.try(home); err == nil {
		t.Fatal("linked")
	}
	left := gone.file.Mirror([]ledger.Body{Erased{}}, "Y", w.file, gone.around(nil), gone.book, gone.now)
	w.linked = nil
	d := does("dpo", "case.erase", nil)
	w.record(d, w.deed(d), left...)
	if _, _, err := w.try(home); err == nil {
		t.Error("moved to where they were to return by a file that was erased")
	}
}
