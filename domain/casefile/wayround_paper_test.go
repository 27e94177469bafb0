package casefile

import (
	"slices"
	"testing"

	"amana/domain/assessment"
	"amana/domain/consent"
	"amana/domain/country"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/safeguard"
	"amana/domain/screening"
	"amana/domain/talk"
)

// What somebody is found to be once they are aboard, for which they may be at risk at
// home, stops their departure; what puts nobody at risk does not.
func TestWhoTheyAreFoundToBeAboard(t *testing.T) {
	left := dated("11-21 12:05", "mov", "departure.record", depart{movement.Depart{Movement: flight}})
	for name, c := range map[string]struct {
		said Changed
		want string
	}{
		"another nationality, which is at risk":  {Changed{Nationalities: []string{"NGA", "ERI"}}, "departure.uncleared"},
		"a residence that is at risk":            {Changed{Residence: "ERI"}, "departure.uncleared"},
		"a group that is at risk":                {Changed{Groups: []string{"lgbti"}}, "departure.uncleared"},
		"another nationality, which is not":      {Changed{Nationalities: []string{"NGA", "GHA"}}, "departure.departed"},
		"a name that was written in another way": {Changed{Given: "Aminah"}, "departure.departed"},
	} {
		w := begin(t)
		for _, d := range after("boarding.board") {
			if sheet, is := d.args.(country.Issue); is {
				sheet.AtRisk = []string{"ERI", "lgbti"}
				d.args = sheet
			}
			w.do(d)
		}
		w.do(does("cas", "case.correct", Correct{Changed: c.said}))
		if got := w.do(left); got[0] != c.want {
			t.Errorf("%s: %v, want %s", name, got, c.want)
		}
	}
}

// Nobody goes with a child as their parent by the word of one officer that came after
// the child's interests were assessed.
func TestAStrangerIsNoParentByOneWord(t *testing.T) {
	join := func(by, household, relation string) doing {
		return does(by, "household.join", JoinHousehold{Household: household, Relation: relation})
	}
	w := begin(t, with(before("case.open"), opened(child(10, "with-parent")), join("cas", "H1", "child"))...)
	man := begin(t, with(here, join("cas", "H1", "spouse"))...)
	man.file.Number = "MAN"
	if known := man.file.Parenthood(w.file); len(known) != 1 || len(known[0]) != 2 {
		t.Fatalf("by one officer's word: %v", known)
	}
	man.do(join("pia", "H1", "spouse"))
	if known := man.file.Parenthood(w.file); len(known[0]) != 1 {
		t.Errorf("two said that the man is of the household, and one that the child is: %v", known)
	}
	w.do(join("pia", "H1", "child"))
	if known := man.file.Parenthood(w.file); len(known[0]) != 0 {
		t.Errorf("two said both: %v", known)
	}
}

// With a birth certificate nobody travels, nor with what was lost.
func TestNobodyTravelsWithIt(t *testing.T) {
	born := movement.RecordDocument{Document: safeguard.BirthCertificate, Through: "own", From: date("10-20"), To: date("12-31")}
	w := begin(t, with(without(after("seat.give"), "document.record"), does("cas", "document.record", born))...)
	if got := w.finds(safeguard.Clearance, "travel-document"); got != "unmet none" {
		t.Errorf("a birth certificate: %s", got)
	}
	w.do(passport)
	w.do(lost)
	if got := w.finds(safeguard.Clearance, "travel-document"); got != "unmet withdrawn" {
		t.Errorf("a passport that was lost: %s", got)
	}
}

// Conditions that an examination found are arranged before anybody boards, whoever
// checks them shortly before.
func TestConditionsOfAnExamination(t *testing.T) {
	w := begin(t, with(without(before("gate.confirm-person"), "health.check"),
		dated("11-20 09:10", "doc", "health.examine", screening.Examine{Outcome: "fit-with-conditions", Conditions: []string{"oxygen"}}),
		does("doc", "health.check", screening.Check{Outcome: "fit"}))...)
	if got := w.finds(safeguard.Boarding, "fit-to-travel"); got != "unmet conditions" {
		t.Errorf("oxygen, and nobody said that it is arranged: %s", got)
	}
	w.do(does("doc", "health.check", screening.Check{Outcome: "fit-with-conditions", Arranged: true}))
	if got := w.finds(safeguard.Boarding, "fit-to-travel"); got != "met" {
		t.Errorf("arranged: %s", got)
	}
}

// Whoever does not want that the mission is told of them is met by somebody whom they accept.
func TestWhoseNeedIsNotTold(t *testing.T) {
	need := screening.FindNeed{Need: "medical", Travels: true, Notify: "standard"}
	reception := consent.Share{Recipient: "receiving-mission", Purpose: "reception", Country: "NGA"}
	w := begin(t, with(before("gate.answer"), does("pia", "need.find", need), does("cas", "need.answer", continued), does("cou", "sharing.withdraw", consent.WithdrawShare{Share: reception}))...)
	steps := func(want string) {
		t.Helper()
		f := w.finding(safeguard.Boarding, "reception-acknowledged")
		if !slices.ContainsFunc(f.Next, func(s safeguard.Step) bool { return s.Do == want }) {
			t.Errorf("%s: %v, want %s", short(f), f.Next, want)
		}
	}
	steps("notice.accept-other")
	w.do(does("cas", "notice.accept-other", named("need.found", func(h ledger.Hash) any {
		return AcceptOther{movement.AcceptOther{Needs: []ledger.Hash{h}, Movement: flight, Meets: "an aunt", Talk: alone}}
	})))
	if got := w.finds(safeguard.Boarding, "reception-acknowledged"); got != "met" {
		t.Errorf("an aunt: %s", got)
	}
	w.do(does("cou", "sharing.consent", reception))
	if got := w.finds(safeguard.Boarding, "reception-acknowledged"); got != "unmet notice" {
		t.Errorf("they want now that it is told: %s", got)
	}
	steps("notice.send")
}

// The last question is put to somebody whom one sees.
func TestAskedAtTheGateByTelephone(t *testing.T) {
	phone := alone
	phone.Mode = talk.Phone
	w := begin(t, with(before("gate.answer"), does("gat", "gate.answer", movement.AnswerGate{Movement: flight, Talk: phone, Answer: safeguard.Yes}))...)
	if got := w.finds(safeguard.Boarding, "gate"); got != "unmet from-afar" {
		t.Errorf("by telephone: %s", got)
	}
}

// Who only by another file of theirs is a child learns what puts that right.
func TestAChildByAnotherFileAlone(t *testing.T) {
	w := begin(t, before("seat.give")...)
	w.linked = []safeguard.Linked{{Child: true}}
	f := w.finding(safeguard.Seat, "best-interests")
	if !slices.ContainsFunc(f.Next, func(s safeguard.Step) bool { return s.Do == "case.correct" && s.Elsewhere() }) {
		t.Errorf("%s: %v", short(f), f.Next)
	}
}

// Of an infant of whom it is in doubt whether one asks them, two officers find out before
// anybody wants a wish of them.
func TestAnInfantInDoubt(t *testing.T) {
	i := child(2, "with-parent")
	i.Born = date("09-20").AddYears(-2)
	w := begin(t, before("case.open")...)
	w.do(dated("10-01 09:00", "cou", "case.open", Open{Identity: i, Office: "TI"}))
	w.do(does("pia", "interests.assess", assessment.AssessInterests{Agrees: true}))
	w.do(does("pia", "family.check", assessment.CheckBond{Observed: []string{"turns-to-adult"}, Outcome: "together"}))
	w.do(dated("11-15 09:00", "cou", "age.doubt", assessment.DoubtAge{Why: "x"}))
	f := w.finding(safeguard.Seat, "best-interests")
	if !slices.ContainsFunc(f.Next, func(s safeguard.Step) bool { return s.Do == "age.settle" }) {
		t.Errorf("%s: %v", short(f), f.Next)
	}
	for _, by := range []string{"pia", "sam"} {
		w.do(does(by, "age.settle", assessment.SettleAge{Child: true, How: "documents"}))
	}
	if got := w.finds(safeguard.Seat, "best-interests"); got != "met" {
		t.Errorf("two found an infant: %s", got)
	}
}

// Whose seat was freed is fit for no journey, whoever reads it.
func TestFitForNoJourney(t *testing.T) {
	w := begin(t, before("boarding.board")...)
	says := Attestation(w.file, w.around(nil), w.book, w.now, ledger.Everything, false)
	d := does("pia", "safeguard.attest", nil)
	w.record(d, w.deed(d), *says)
	w.do(does("mov", "seat.free", movement.FreeSeat{Reason: "other"}))
	part := w.findings(w.readBy(ledger.SetOf(ledger.General)), safeguard.Boarding)["fit-to-travel"]
	if full := w.finds(safeguard.Boarding, "fit-to-travel"); full != short(part) {
		t.Errorf("with all keys %s, with fewer %s", full, short(part))
	}
}

// A country that one officer said is not the person's after all is theirs still: nobody
// is moved there out of danger.
func TestNobodyIsMovedToWhatWasTheirs(t *testing.T) {
	w := begin(t, rescued(before("seat.give"))...)
	w.do(does("cas", "case.correct", Correct{Changed: Changed{Residence: "RWA"}}))
	w.do(does("cas", "case.correct", Correct{Changed: Changed{Residence: "GHA"}}))
	if _, _, err := w.try(does("mov", "transfer.make", evacuated("RWA"))); err == nil {
		t.Error("moved to where they lived, by one word that they did not")
	}
	w.do(does("pia", "case.correct", Correct{Changed: Changed{Residence: "GHA"}}))
	if _, _, err := w.try(does("mov", "transfer.make", evacuated("RWA"))); err != nil {
		t.Errorf("two said that they never lived there: %s", err)
	}
}
