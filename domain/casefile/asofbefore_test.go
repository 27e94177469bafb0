package casefile

import (
	"testing"
	"time"

	"amana/domain/assessment"
	"amana/domain/consent"
	"amana/domain/counselling"
	"amana/domain/country"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/monitoring"
	"amana/domain/movement"
	"amana/domain/safeguard"
	"amana/domain/screening"
)

// anyhow records what is dated before what it answers, which our node refuses, as
// one does that lets it through.
func (w *world) anyhow(d doing) {
	w.Helper()
	bodies, deed, err := w.try(d)
	if f, is := err.(*fault.Fault); is && f.Key == "fault.dated-before" {
		args := d.args
		if of, later := args.(func(*world) any); later {
			args = of(w)
		}
		err = nil
		switch a := args.(type) {
		case LiftHold:
			bodies = []ledger.Body{HoldLifted{a}}
		case Reopen:
			bodies = []ledger.Body{Reopened{a}}
		case SettleDuplicate:
			bodies = []ledger.Body{DuplicateSettled{a}}
		case Unlink:
			bodies = []ledger.Body{Unlinked{a}}
		case assessment.LiftAsylum:
			bodies = []ledger.Body{assessment.AsylumLifted{LiftAsylum: a}}
		case consent.SettleReport:
			bodies = []ledger.Body{consent.ReportSettled{SettleReport: a}}
		case country.Resume:
			bodies = []ledger.Body{country.Resumed{Resume: a}}
		case movement.AnswerSign:
			bodies = []ledger.Body{movement.SignAnswered{AnswerSign: a}}
		case movement.Clear:
			bodies = []ledger.Body{movement.Cleared{Clear: a}}
		case screening.AnswerNeed:
			bodies = []ledger.Body{screening.NeedAnswered{AnswerNeed: a}}
		default:
			w.Fatalf("no event of %T is known here", a)
		}
	}
	if err != nil {
		w.Fatal(told(err))
	}
	w.record(d, deed, bodies...)
}

func leftAt(at string) doing {
	return dated(at, "mov", "departure.record", depart{movement.Depart{Movement: flight}})
}

// The hour that is written beside a boarding does not choose the schedule by which
// it authorises a departure.
func TestABoardingChoosesNoSchedule(t *testing.T) {
	for _, typed := range []string{"11-21 11:00", "11-20 08:00"} {
		w := begin(t, before("gate.confirm-person")...)
		m := w.others[Movement].(*movement.State)
		m.Departs, m.Arrives = clock("11-22 12:00"), clock("11-22 17:00") // planned for a day later …
		w.do(moves("11-20 09:30", 0))                                     // … and moved to the 21st at noon
		w.do(same("11-21 10:00"))
		w.do(dated("11-21 10:10", "gat", "gate.answer", gate))
		w.do(dated("11-21 11:00", "mov", "boarding.board", movement.Board{Movement: flight}).says(typed))
		if got := w.do(leftAt("11-22 17:00")); got[0] != "departure.uncleared" {
			t.Errorf("boarded, typed %s, and left 29 hours after the schedule: %s", typed, got[0])
		}
	}
}

// A stop that happened before the departure crossed it, though it was entered
// since.
func TestAStopThatIsEnteredAfterTheDeparture(t *testing.T) {
	no := does("gat", "consent.withdraw", consent.Withdraw{Channel: "gate", Stage: "aircraft-door"})
	for what, c := range map[string]struct {
		given []doing
		stop  doing
	}{
		"a no, after the arrival": {after("arrival.record"), no},
		"asylum":                  {after("departure.record"), asks},
		"a hold":                  {after("departure.record"), held},
		"not sure":                {after("departure.record"), does("cou", "consent.reaffirm", consent.Reaffirm{Talk: alone, Answer: safeguard.NotSure})},
		"unfit":                   {after("departure.record"), does("doc", "health.check", screening.Check{Outcome: "unfit"})},
		"a real risk":             {after("departure.record"), does("pia", "risk.assess", assessment.AssessRisk{Finding: "real", Sheet: "NGA-1"})},
	} {
		w := begin(t, c.given...)
		w.do(c.stop.says("11-21 11:30"))
		if !w.file.Crossed() || len(w.file.Raised()) == 0 {
			t.Errorf("%s, of before the departure: %s, %d incidents", what, w.file.Status(), len(w.file.Raised()))
		}
	}
}

// What is newest happened last. What happened before and was entered since hides
// nothing.
func TestAnOlderPaperHidesNothing(t *testing.T) {
	session := counselling.Hold{Talk: alone, Minutes: 45, Topics: []string{"rights", "options", "conditions", "withdrawal", "reintegration", "data", "remedy"}}
	refused := screened
	refused.Refused = true
	examined := dated("11-09 09:00", "doc", "health.examine", screening.Examine{Outcome: "fit-with-conditions", ValidDays: 3})
	checked := dated("11-20 09:00", "doc", "health.check", screening.Check{Outcome: "fit"})
	for name, c := range map[string]struct {
		given []doing
		late  doing
		act   safeguard.Act
		rule  safeguard.ID
		want  string
	}{
		"a session of spring": {with(without(before("seat.give"), "counselling.hold"), dated("11-10 09:00", "cou", "counselling.hold", session)),
			does("cou", "counselling.hold", session).says("03-01 09:00"), safeguard.Seat, "counselled", "unmet expired"},
		"an examination before one for three days": {with(before("seat.give"), examined, dated("11-10 09:00", "mov", "seat.give", seat), checked),
			does("doc", "health.examine", screening.Examine{Outcome: "fit"}).says("10-29 09:00"), safeguard.Boarding, "fit-to-travel", "unmet expired"},
		"a private talk before one that was overheard": {with(before("seat.give"), dated("11-08 09:00", "cou", "fear.ask", assessment.AskFear{Talk: overheard(), Answer: safeguard.FearNone})),
			does("cou", "fear.ask", assessment.AskFear{Talk: alone, Answer: safeguard.FearNone}).says("10-13 09:00"), safeguard.Clearance, "private-interview", "unmet overheard"},
		"an answer before one that they did not wish to give": {with(before("seat.give"), dated("11-08 09:00", "pia", "screening.record", refused)),
			does("pia", "screening.record", screened).says("10-17 09:00"), safeguard.Seat, "vulnerability-screened", "unmet refused"},
	} {
		w := begin(t, c.given...)
		w.do(c.late)
		if got := w.finds(c.act, c.rule); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// Whoever reads no medical file and rests on the word of who does learns when the
// examination no longer holds, as when the flight is moved.
func TestAnAttestedFitnessEndsWithTheExamination(t *testing.T) {
	w := begin(t, before("gate.confirm-person")...)
	w.do(dated("11-20 09:30", "doc", "health.examine", screening.Examine{Outcome: "fit", ValidDays: 2}))
	w.do(dated("11-20 21:00", "doc", "health.check", screening.Check{Outcome: "fit"}))
	d := does("doc", "safeguard.attest", nil)
	a := Attestation(w.file, w.around(nil), w.book, w.now, ledger.SetOf(ledger.General, ledger.Medical), true)
	if a == nil {
		t.Fatal("there is nothing to attest")
	}
	w.record(d, w.deed(d), *a)
	w.do(moves("11-21 08:00", 46*time.Hour)) // to the 23rd at ten
	whole := w.findings(w.file, safeguard.Boarding)["fit-to-travel"]
	part := w.findings(w.readBy(ledger.SetOf(ledger.General)), safeguard.Boarding)["fit-to-travel"]
	if !whole.State.Blocks() || !part.State.Blocks() {
		t.Errorf("with all keys %s, with fewer %s", short(whole), short(part))
	}
}

// What ends or answers something is refused when it is dated before it, and has no
// effect where another node let it through.
func TestWhatIsDatedBeforeWhatItAnswers(t *testing.T) {
	group := func(by string, c Correct) doing { return does(by, "case.correct", c) }
	for name, c := range map[string]struct {
		given  []doing
		answer []doing
		act    safeguard.Act
		rule   safeguard.ID
		want   string
	}{
		"a sign": {with(after("clearance.give"), notes(Movement, "mov", "movement.note-sign", movement.NoteSign{Sign: "others-brought"}).on("11-20 12:00")),
			[]doing{notes(Movement, "hop", "movement.answer-sign", movement.AnswerSign{Sign: "others-brought", Reasons: "x"}).on("11-20 12:10").says("11-20 09:00")},
			safeguard.Boarding, "not-collective", "unmet sign"},
		"a suspension": {with(after("clearance.give"), notes(Country, "lea", "country.suspend", country.Suspend{Reason: "war"}).on("11-20 13:00")),
			[]doing{notes(Country, "lea", "country.resume", country.Resume{Reason: "x"}).on("11-20 13:10").says("11-19 09:00")},
			safeguard.Boarding, "destination-open", "unmet suspended"},
		"a need": {with(before("seat.give"), dated("11-09 09:00", "pia", "need.find", screening.FindNeed{Need: "medical"})),
			[]doing{does("cas", "need.answer", named("need.found", func(h ledger.Hash) any { return screening.AnswerNeed{Need: h, Outcome: "served"} })).says("10-20 09:00")},
			safeguard.Clearance, "needs-answered", "unmet open"},
		"a group at risk": {with(before("seat.give"), dated("11-09 09:00", "cas", "case.correct", Correct{Changed: Changed{Groups: []string{"ERI"}}})),
			[]doing{group("cas", Correct{NotGroups: []string{"ERI"}}).says("11-01 09:00"), group("pia", Correct{NotGroups: []string{"ERI"}}).says("11-01 09:00")},
			safeguard.Clearance, "unhcr-counselled", "unmet none"},
	} {
		w := begin(t, c.given...)
		if got := w.finds(c.act, c.rule); got != c.want {
			t.Fatalf("%s: %s, want %s", name, got, c.want)
		}
		for _, d := range c.answer {
			w.anyhow(d)
		}
		if got := w.finds(c.act, c.rule); got != c.want {
			t.Errorf("%s, answered as of before: %s", name, got)
		}
	}
	w := begin(t, with(after("clearance.give"), does("cas", "case.end", End{Outcome: "not-travelling"}))...)
	w.anyhow(does("cas", "case.reopen", Reopen{}).says(w.now.Add(-time.Hour).Format("01-02 15:04")))
	if w.file.Ending == "" {
		t.Error("a file was reopened as of before it ended")
	}
	const other = "TI-26-0001-A"
	w = begin(t, with(before("seat.give"), dated("11-09 09:00", "cas", "duplicate.suspect", SuspectDuplicate{Other: other}))...)
	w.anyhow(does("cas", "duplicate.settle", SettleDuplicate{Other: other, Reason: "another scar"}).says("11-01 09:00"))
	if got := w.finds(safeguard.Clearance, "no-unsettled-duplicate"); got != "unmet unsettled" {
		t.Errorf("another file was looked at as of before anybody suspected it: %s", got)
	}
	w = begin(t, with(before("seat.give"), dated("11-09 09:00", "cas", "duplicate.suspect", SuspectDuplicate{Other: other}),
		does("cas", "duplicate.settle", SettleDuplicate{Other: other, Same: true, Reason: "x"}))...)
	for _, by := range []string{"pia", "lea"} {
		w.anyhow(does(by, "case.unlink", Unlink{Other: other, Reason: "x"}).says("11-01 09:00"))
	}
	if len(w.file.Linked()) == 0 {
		t.Error("two files were parted as of before they were linked")
	}
}

// A no counts from when it was recorded, whatever hour is written beside it.
func TestANoAsOfBefore(t *testing.T) {
	owes := free
	owes.Constraints = []string{"indebted"}
	reviewed := with(without(before("seat.give"), "voluntary.assess"),
		dated("11-01 09:00", "pia", "voluntary.assess", owes), dated("11-03 09:00", "sam", "voluntary.repeat", assessment.Repeat{Assess: owes}),
		agrees("libyan-authority", "release"), does("pia", "release.request", assessment.RequestRelease{Of: "release"}),
		does("pia", "release.answer", assessment.AnswerRelease{Answer: "granted"}),
		dated("11-05 09:00", "lea", "voluntary.review", assessment.Review{Accepts: true, Reasons: "x"}))
	for _, typed := range []string{"11-04 09:00", "11-02 09:00"} {
		w := begin(t, with(reviewed, dated("11-08 09:00", "leb", "voluntary.review", assessment.Review{Reasons: "no"}).says(typed))...)
		if got := w.finds(safeguard.Clearance, "voluntary"); got != "unmet review-refused" {
			t.Errorf("a review that refuses, typed %s: %s", typed, got)
		}
	}
	for _, typed := range []string{"11-20 09:30", "11-20 08:55"} {
		w := begin(t, after("clearance.give")...)
		w.do(dated("11-20 09:00", "doc", "urgent.declare", movement.DeclareUrgent{Movement: flight, Facts: "x"}))
		w.do(dated("11-20 10:00", "ove", "urgent.review", movement.ReviewUrgent{Movement: flight, Reason: "no"}).says(typed))
		w.do(dated("11-20 10:01", "cou", "counselling.hold", counselling.Hold{Talk: alone, Minutes: 30})) // two of one day count for an urgent return
		for _, s := range w.file.Counselling.Sessions {
			if s.ID != w.last("counselling.held") {
				w.do(does("cou", "counselling.void", counselling.Void{Session: s.ID, Reason: "x"}))
			}
		}
		w.do(dated("11-20 13:30", "sam", "counselling.hold", counselling.Hold{Talk: alone, Minutes: 30, Topics: w.book.Topics}))
		if got := w.finds(safeguard.Clearance, "counselled"); got != "unmet sessions" {
			t.Errorf("found not to be urgent, typed %s: %s", typed, got)
		}
	}
}

// A move that is dated before the gate opened makes no yes hold longer.
func TestAMoveAsOfBeforeTheGateOpened(t *testing.T) {
	for _, typed := range []string{"11-21 11:30", "11-21 05:00"} {
		w := begin(t, before("gate.confirm-person")...)
		w.do(same("11-21 11:05"))
		w.do(dated("11-21 11:10", "gat", "gate.answer", gate))
		w.do(moves("11-21 11:30", 5*time.Hour).says(typed))
		w.do(moves("11-21 16:00", 10*time.Hour))
		w.now = clock("11-21 21:30")
		if got := w.finds(safeguard.Boarding, "gate"); got == "met" {
			t.Errorf("moved, typed %s: a yes of ten past eleven for noon is good at half past nine at night", typed)
		}
	}
}

// What a list says against somebody counts on whose word ever, as of when it
// happened.
func TestAListThatSaysUnfit(t *testing.T) {
	for typed, want := range map[string]string{"11-20 22:00": "unmet unfit", "10-01 09:00": "met"} {
		w := begin(t, before("boarding.board")...)
		d := lists("doc", "health.examine", nil).says(typed)
		w.record(d, w.deed(d), screening.Examined{Examine: screening.Examine{Outcome: "unfit"}})
		if got := w.finds(safeguard.Boarding, "fit-to-travel"); got != want {
			t.Errorf("unfit on %s, a list says: %s, want %s", typed, got, want)
		}
	}
}

// Whoever was free when they were asked and is held since is asked anew.
func TestHeldSinceTheyWereAsked(t *testing.T) {
	owes := free
	owes.Constraints = []string{"indebted"}
	w := begin(t, with(without(before("seat.give"), "voluntary.assess"),
		dated("11-01 09:00", "pia", "voluntary.assess", owes), dated("11-03 09:00", "sam", "voluntary.repeat", assessment.Repeat{Assess: owes}),
		agrees("libyan-authority", "release"), does("pia", "release.request", assessment.RequestRelease{Of: "alternative"}),
		does("pia", "release.answer", assessment.AnswerRelease{Answer: "granted"}),
		dated("11-05 09:00", "lea", "voluntary.review", assessment.Review{Accepts: true, Reasons: "x"}),
		dated("11-08 09:00", "cas", "custody.record", RecordCustody{Date: "now", Held: true, Place: "TAJ"}))...)
	if got := w.finds(safeguard.Clearance, "voluntary"); got != "unmet second-interview" {
		t.Errorf("held since: %s", got)
	}
	w.do(dated("11-09 09:00", "sam", "voluntary.repeat", assessment.Repeat{Assess: owes}))
	if got := w.finds(safeguard.Clearance, "voluntary"); got != "unmet release" {
		t.Errorf("heard again, and nobody asked that they be released: %s", got)
	}
	w.do(does("pia", "release.request", assessment.RequestRelease{Of: "release"}))
	w.do(does("pia", "release.answer", assessment.AnswerRelease{Answer: "refused"}))
	if got := w.finds(safeguard.Clearance, "voluntary"); got != "unmet review" {
		t.Errorf("heard again, and refused to be released: %s", got)
	}
	w.do(dated("11-10 09:00", "lea", "voluntary.review", assessment.Review{Accepts: true, Reasons: "x"}))
	w.do(dated("11-11 09:00", "cas", "custody.record", RecordCustody{Date: "eve", Held: true, Place: "TAJ"}))
	if got := w.finds(safeguard.Clearance, "voluntary"); got != "met" {
		t.Errorf("reviewed, and held still: %s", got)
	}
}

// A decision about what an authority answered is about each answer that stands.
func TestADecisionKnowsEachAnswer(t *testing.T) {
	w := begin(t, before("gate.confirm-person")...)
	w.do(dated("11-19 13:00", "cas", "custody.record", RecordCustody{Date: "now", Held: true, Place: "TAJ"}))
	w.do(does("pia", "safe-no.tell", consent.TellSafeNo{Movement: flight, Private: true}))
	w.do(notes(Movement, "mov", "movement.record-answer", movement.RecordAnswer{Answer: "no-answer"}))
	w.do(notes(Movement, "hop", "movement.decide-no", movement.DecideNo{Reasons: "x"}))
	before := w.finds(safeguard.Boarding, "safe-no")
	w.do(notes(Movement, "mov", "movement.record-answer", movement.RecordAnswer{Answer: "refused"}))
	if got := w.finds(safeguard.Boarding, "safe-no"); got == before || got == "met" {
		t.Errorf("decided about no answer: %s; refused since: %s", before, got)
	}
}

// A clearance that is dated before its draw is refused, and where another node let
// it through whoever was drawn can still decide.
func TestAClearanceBeforeItsDraw(t *testing.T) {
	w := begin(t, before("clearance.give")...)
	w.anyhow(doing{by: "drawn", what: "clearance.give", args: clearance, at: "11-19 11:00"}.says("11-19 08:30"))
	if got := w.finds(safeguard.Boarding, "four-eyes"); got != "unmet not-cleared" || w.file.Travel.ToClear().IsZero() {
		t.Errorf("%s, and it is %s who clears", got, w.file.Travel.ToClear())
	}
	w.do(doing{by: "drawn", what: "clearance.give", args: clearance})
	if got := w.finds(safeguard.Boarding, "four-eyes"); got != "met" || !w.file.IsCleared() {
		t.Errorf("cleared after the draw: %s", got)
	}
}

// What ends a stop that is dated ahead, by a clock that is, can be done from then
// on, and the rule says so.
func TestAStopFromTomorrow(t *testing.T) {
	for name, c := range map[string]struct {
		stop doing
		rule safeguard.ID
	}{
		"a hold": {held, "no-hold"}, "asylum": {asks, "unhcr-counselled"},
		"a no":     {does("hot", "consent.withdraw", consent.Withdraw{Channel: "phone"}), "consent-stands"},
		"a report": {does("hot", "consent.report", consent.Report{Channel: "sms"}), "consent-stands"},
	} {
		w := begin(t, after("clearance.give")...)
		now := w.now
		w.do(c.stop.on("11-25 09:00"))
		w.now = now
		f := w.finding(safeguard.Clearance, c.rule)
		if len(f.Next) == 0 || f.Next[0].Wait != "time" || !f.Next[0].Until.Equal(clock("11-25 09:00")) {
			t.Errorf("%s of days ahead: %s %+v", name, short(f), f.Next)
		}
	}
}

// At half past midnight in Tripoli it is yesterday still by the world's clock.
func TestAnIncidentAfterMidnight(t *testing.T) {
	w := begin(t, scene...)
	of, k := w.other(notes(Place, "hop", "place.open-incident", nil))
	at := clock("11-21 00:30").UTC()
	if _, err := k.Decide(w.state(of), monitoring.OpenIncident{Incident: "torture", From: date("11-21")}, ledger.Deed{Moment: at, Happened: at}); err != nil {
		t.Errorf("a grave incident of today: %v", err)
	}
}
