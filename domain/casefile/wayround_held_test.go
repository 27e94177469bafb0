package casefile

import (
	"strings"
	"testing"
	"time"

	"amana/domain/access"
	"amana/domain/assessment"
	"amana/domain/consent"
	"amana/domain/day"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/safeguard"
	"amana/domain/screening"
)

func heldOrNot(at string, is bool) doing {
	return dated(at, "cas", "custody.record", RecordCustody{Date: "now", Held: is, Place: "TAJ"})
}

var identified = screening.ScreenTrafficking{Talk: alone, Act: "yes", Means: "yes", Purpose: "yes"}

// Whoever was held when they were heard and signed was held, though they are brought out for the
// flight.
func TestFreedOnTheEve(t *testing.T) {
	w := begin(t, with(with(before("order.ask"), heldOrNot("10-01 10:00", true)), before("clearance.draw")[len(before("order.ask")):]...)...)
	if got := w.finds(safeguard.Clearance, "voluntary"); got != "unmet second-interview" {
		t.Fatal(got)
	}
	w.do(dated("11-18 20:00", "cas", "custody.record", RecordCustody{Date: "now", Held: false}))
	if got := w.finds(safeguard.Clearance, "voluntary"); got == "met" {
		t.Errorf("held when they wished, were heard and signed, brought to the transit shelter for the flight: voluntary %s, by one interview, nobody asked for release, nobody reviewed", got)
	}
	w.do(notes(Movement, "mov", "movement.lock", movement.Lock{}).on("11-18 21:00"))
	if got := w.finds(safeguard.Boarding, "safe-no"); got == "met" {
		t.Errorf("and nobody told them of the plan for those who say no: %s", got)
	}
	w.do(dated("11-19 09:00", "node", "clearance.draw", movement.Draw{}))
	if _, _, err := w.try(doing{by: "drawn", what: "clearance.give", args: clearance, at: "11-19 11:00"}); err == nil {
		t.Error("cleared")
	}
}

// A list, or another node, that says that somebody is free ends no captivity that it does not
// know of.
func TestAListHidesACaptivity(t *testing.T) {
	steps := with(without(before("seat.give"), "voluntary.assess"), dated("10-30 09:00", "sam", "voluntary.assess", indebted), dated("11-01 09:00", "pia", "voluntary.repeat", assessment.Repeat{Assess: indebted}),
		agrees("libyan-authority", "release"), does("pia", "release.request", assessment.RequestRelease{Of: "release"}), does("pia", "release.answer", assessment.AnswerRelease{Answer: "granted"}),
		does("lea", "voluntary.review", assessment.Review{Accepts: true, Reasons: "x"}), heldOrNot("11-08 09:00", true))
	w := begin(t, steps...)
	if got := w.finds(safeguard.Clearance, "voluntary"); got != "unmet second-interview" {
		t.Fatal(got)
	}
	w.do(lists("cas", "custody.record", RecordCustody{Date: "now", Held: false}).on("11-09 09:00"))
	if held, _ := w.file.Held(); !held {
		t.Fatal("a list frees")
	}
	if got := w.finds(safeguard.Clearance, "voluntary"); got == "met" {
		t.Errorf("taken after all of it, and held still: a row of a list that says otherwise makes voluntary %s", got)
	}
	// and two nodes
	w = begin(t, steps[:len(steps)-1]...)
	w.beside(heldOrNot("11-08 09:00", true), dated("11-08 10:00", "sam", "custody.record", RecordCustody{Date: "now"}))
	if held, _ := w.file.Held(); !held {
		t.Fatal("free")
	}
	if got := w.finds(safeguard.Clearance, "voluntary"); got == "met" {
		t.Errorf("taken, by one node, free, by another: voluntary %s", got)
	}
}

// Whoever is talked to inside a place of detention is held, whether or not anybody wrote it down.
func TestNobodyWroteThatTheyAreHeld(t *testing.T) {
	w := begin(t)
	for _, d := range after("boarding.board") {
		if d.what == "consent.reaffirm" {
			d.args = consent.Reaffirm{Talk: inside(), Answer: safeguard.Yes}
		}
		if d.what == "boarding.board" {
			if _, _, err := w.try(d); err == nil {
				t.Errorf("asked again the day before inside a place of detention: safe-no %s, not-collective %s, and they board; nobody told them where they can go, nobody counted them at the hand-over",
					w.finds(safeguard.Boarding, "safe-no"), w.finds(safeguard.Boarding, "not-collective"))
			}
			return
		}
		w.do(d)
	}
}

// Where somebody was held when they wished is where they were held then, whatever date was
// written beside it.
func TestOnePlaceByCustodyNow(t *testing.T) {
	for _, date := range []string{"wish", "now"} {
		m := Manifest{Places: map[string][]safeguard.Upheaval{}}
		for n := range 3 {
			w := begin(t, with(with(before("order.ask"), dated("10-01 09:30", "cas", "custody.record", RecordCustody{Date: date, Held: true, Place: "TAJ"})), before("seat.give")[len(before("order.ask")):]...)...)
			w.do(dated("11-10 09:00", "mov", "seat.give", seat))
			w.file.Travel.Seated.ID = ledger.Hash{byte(n + 1)}
			m.Add(w.file)
		}
		_, signs := m.Examine(clock("11-21 12:00"), testBook(t))
		if len(signs) == 0 {
			t.Errorf("all three were held in one place when they wished, on one day, entered as %q: no sign", date)
		}
	}
}

// A need that is found later puts off the day of none before it.
func TestANewNeedPutsTheOldOneOff(t *testing.T) {
	w := begin(t, before("seat.give")...)
	w.do(dated("11-07 09:00", "pia", "need.find", screening.FindNeed{Need: "medical"}))
	first := w.finding(safeguard.Clearance, "needs-answered").Due
	for _, at := range []string{"11-14 09:00", "11-21 09:00", "11-28 09:00"} {
		w.do(dated(at, "pia", "need.find", screening.FindNeed{Need: "food"}))
	}
	w.now = clock("12-03 09:00")
	if f := w.finding(safeguard.Clearance, "needs-answered"); f.Up == "" {
		t.Errorf("a medical need of 11-07, due %s: on 12-03 it is due on %s, and went up to nobody, as other needs were found since", first.Format("01-02"), f.Due.Format("01-02"))
	}
}

// Nor does a refusal that is said again.
func TestARefusalSaidAgainPutsItOff(t *testing.T) {
	w := begin(t, without(before("clearance.draw"), "exit.record")...)
	var first time.Time
	for _, at := range []string{"11-11 09:00", "11-18 09:00", "11-25 09:00", "12-02 09:00", "12-09 09:00"} {
		w.do(dated(at, "cas", "exit.record", movement.RecordExit{}))
		if first.IsZero() {
			first = w.finding(safeguard.Clearance, "exit-permission").Due
		}
	}
	if f := w.finding(safeguard.Clearance, "exit-permission"); f.Up == "" {
		t.Errorf("refused since 11-11, due %s: on 12-09 due %s, and nobody above knows", first.Format("01-02"), f.Due.Format("01-02"))
	}
}

// A wish that a list tells of is known to whoever reads less.
func TestAWishInAListWithoutWords(t *testing.T) {
	w := begin(t, before("boarding.board")...)
	w.attests()
	bad := wish
	bad.SuggestedBy = "authority"
	w.do(lists("cou", "wish.state", bad))
	full := w.findings(w.file, safeguard.Boarding)["own-wish"]
	part := w.findings(w.readAsWired(ledger.SetOf(ledger.General)), safeguard.Boarding)["own-wish"]
	if full.State.Blocks() && !part.State.Blocks() {
		t.Errorf("with all keys %s, with fewer %s", short(full), short(part))
	}
}

// Of whom two officers found that they were a child the birthday makes an adult.
func TestTwoFoundAChildWhoTurns18(t *testing.T) {
	i := amina
	i.Born, i.Alone = day.Day{Year: 2008, Month: 11, Of: 15}, "unaccompanied"
	w := begin(t, with(scene, opened(i), dated("10-05 09:00", "cou", "age.doubt", assessment.DoubtAge{Why: "looks older"}),
		does("pia", "age.settle", assessment.SettleAge{Child: true, How: "documents"}), does("sam", "age.settle", assessment.SettleAge{Child: true, How: "school"}))...)
	w.now = clock("11-16 09:00")
	if got := w.finds(safeguard.Seat, "best-interests"); got != "not-applicable" {
		t.Errorf("two officers found by papers that they were a child, born on 2008-11-15: the day after the birthday the child's rules hold still: %s, consent %s", got, w.finds(safeguard.Seat, "consent"))
	}
}

// Of a victim who does not want to be met no need is asked for again and again.
func TestAVictimWhoDeclinesToBeMet(t *testing.T) {
	w := begin(t, with(after("seat.give"), does("sam", "trafficking.screen", identified),
		does("ctl", "trafficking.assess", screening.AssessTrafficking{Services: "none-exist", Chose: true, MeetsThem: true, Nights: true, OneNumber: true, Contacts: true, Reflection: true, Reasons: "x"}))...)
	for range 2 {
		f := w.finding(safeguard.Boarding, "reception-acknowledged")
		if short(f) != "unmet need" {
			return
		}
		w.do(does("pia", "need.find", screening.FindNeed{Need: "shelter", Travels: true}))
		w.do(does("cas", "need.answer", named("need.found", func(h ledger.Hash) any { return screening.AnswerNeed{Need: h, Outcome: "declined"} })))
	}
	t.Error("a victim who declines what is offered on arrival: a need is asked for again and again")
}

// Nobody was told of a plan that there was not yet.
func TestToldOfAPlanThatThereIsNot(t *testing.T) {
	w := begin(t, with(without(before("clearance.draw"), "movement.plan-no"), isHeld.on("11-11 09:00"),
		does("pia", "safe-no.tell", consent.TellSafeNo{Movement: flight, Private: true}),
		notes(Movement, "mov", "movement.record-answer", movement.RecordAnswer{Answer: "accepted"}))...)
	if got := w.finds(safeguard.Lock, "safe-no"); got != "unmet plan" {
		t.Fatal(got)
	}
	w.do(notes(Movement, "mov", "movement.plan-no", movement.PlanNo{Shelter: true, Transport: true, Officer: true}).on("11-19 09:00"))
	if got := w.finds(safeguard.Lock, "safe-no"); got == "met" {
		t.Errorf("told on 11-11 where they can go if they say no; a plan for that there is since 11-19: %s", got)
	}
}

// A review that finds for somebody is of the ending: it happened after it.
func TestAReviewBeforeTheEnding(t *testing.T) {
	w := begin(t, with(before("seat.give"), dated("11-08 09:00", "cas", "case.propose-end", notEligible),
		dated("11-09 09:00", "pia", "case.end", End{Outcome: "not-eligible", Safeguard: "destination-open", Reason: "x"}),
		dated("11-09 10:00", "hot", "review.ask", AskReview{}))...)
	if _, _, err := w.try(dated("11-10 09:00", "hop", "review.answer", AnswerReview{Reason: "the State confirms"}).says("11-09 08:30")); err == nil {
		t.Error("a review of what was not yet")
	}
	w.do(dated("11-10 09:00", "hop", "review.answer", AnswerReview{Reason: "the State confirms"}))
	if w.file.Ending != "" || w.file.IsClosed {
		t.Errorf("it does not stand, and the file stays %s", w.file.Ending)
	}
}

// Who may be named is asked for by name.
func TestAskedForAllAlthoughTheyMayBeNamed(t *testing.T) {
	for name, given := range map[string][]doing{
		"free, and agreed to be named": {agrees("libyan-authority", "release")},
		"held, and agreed to be named": {heldOrNot("10-15 08:00", true), agrees("libyan-authority", "release")},
	} {
		w := begin(t, with(with(without(before("seat.give"), "voluntary.assess"), given...),
			dated("10-30 09:00", "sam", "voluntary.assess", indebted), dated("11-01 09:00", "pia", "voluntary.repeat", assessment.Repeat{Assess: indebted}))...)
		if got := w.finding(safeguard.Clearance, "voluntary"); got.Next[0].About != "" {
			t.Fatal(got.Next)
		}
		if _, _, err := w.try(does("pia", "release.request", assessment.RequestRelease{Of: "release", Unnamed: true})); err != nil {
			continue
		}
		w.do(does("pia", "release.request", assessment.RequestRelease{Of: "release", Unnamed: true}))
		w.do(does("pia", "release.answer", assessment.AnswerRelease{Answer: "refused"}))
		if got := w.finds(safeguard.Clearance, "voluntary"); got == "unmet review" {
			t.Errorf("%s: their release was never asked for, and voluntary asks for the review only", name)
		}
	}
}

// That somebody agrees after all that UNHCR is told is known to whoever reads less.
func TestAgreesToUNHCRAgain(t *testing.T) {
	share := consent.Share{Recipient: "unhcr", Purpose: "protection"}
	w := begin(t, with(before("seat.give"), dated("11-08 09:00", "cou", "fear.ask", assessment.AskFear{Talk: alone, Answer: safeguard.FearHome}), calls("obs", access.Observer),
		does("cou", "sharing.withdraw", consent.WithdrawShare{Share: share}), does("obs", "unhcr.counsel", assessment.CounselUNHCR{Outcome: "counselled", By: "lawyer"}))...)
	w.attests()
	w.do(dated("11-08 12:00", "cou", "sharing.consent", share))
	full := w.findings(w.file, safeguard.Clearance)["unhcr-counselled"]
	part := w.findings(w.readAsWired(ledger.SetOf(ledger.General, ledger.Protection)), safeguard.Clearance)["unhcr-counselled"]
	if full.State.Blocks() && !part.State.Blocks() {
		t.Errorf("with all keys %s, with fewer %s", short(full), short(part))
	}
}

// One clearing officer silent after the other is heard of above.
func TestSilentOneAfterTheOther(t *testing.T) {
	w := begin(t, before("clearance.draw")...)
	at := clock("11-10 10:00")
	for range 12 {
		w.now = at
		w.do(dated(at.Format("01-02 15:04"), "node", "clearance.draw", movement.Draw{}))
		at = at.Add(25 * time.Hour)
	}
	w.now = at
	if f := w.finding(safeguard.Clearance, "four-eyes"); f.Up == "" {
		t.Errorf("drawn since 11-10 twelve times, and nobody answered: on %s %s, due %s, up %q", at.Format("01-02"), short(f), f.Due.Format("01-02"), f.Up)
	}
}

// A fear that is said again puts off the day of none.
func TestFearSaidAgainPutsUNHCROff(t *testing.T) {
	fear := func(at string) doing {
		return dated(at, "cou", "fear.ask", assessment.AskFear{Talk: alone, Answer: safeguard.FearHome})
	}
	w := begin(t, with(before("seat.give"), fear("11-01 09:00"), fear("11-08 09:00"), fear("11-15 09:00"), fear("11-22 09:00"))...)
	w.now = clock("11-30 09:00")
	if f := w.finding(safeguard.Clearance, "unhcr-counselled"); f.Up == "" {
		t.Errorf("fear since 11-01, nobody asked UNHCR: %s, due %s", short(f), f.Due.Format("01-02"))
	}
}

// Conditions that one node found another, which did not know of them, does not hide.
func TestConditionsBesideAnExamination(t *testing.T) {
	w := begin(t, without(before("gate.confirm-person"), "health.check")...)
	w.beside(dated("11-20 09:10", "doc", "health.examine", screening.Examine{Outcome: "fit-with-conditions", Conditions: []string{"oxygen"}}),
		dated("11-20 09:20", "dok", "health.examine", screening.Examine{Outcome: "fit"}))
	w.settles(dated("11-20 10:00", "doc", "health.check", screening.Check{Outcome: "fit"}))
	if got := w.finds(safeguard.Boarding, "fit-to-travel"); !strings.HasPrefix(got, "un") {
		t.Errorf("oxygen, by one node; fit, by another that did not know: %s", got)
	}
}
