package casefile

import (
	"reflect"
	"slices"
	"testing"

	"amana/domain/assessment"
	"amana/domain/consent"
	"amana/domain/counselling"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/safeguard"
	"amana/domain/screening"
	"amana/domain/talk"
)

// indebtedAnd is whoever is indebted and was heard twice, with what follows.
func indebtedAnd(more ...doing) []doing {
	return with(with(without(before("seat.give"), "voluntary.assess"), agrees("libyan-authority", "release"),
		dated("10-30 09:00", "sam", "voluntary.assess", indebted), dated("11-01 09:00", "pia", "voluntary.repeat", assessment.Repeat{Assess: indebted})), more...)
}

// askedAndReleased asks for release, which is granted.
func askedAndReleased() []doing {
	return []doing{does("pia", "release.request", assessment.RequestRelease{Of: "release"}), does("pia", "release.answer", assessment.AnswerRelease{Answer: "granted"})}
}

func leadReviews(accepts bool) doing {
	return does("lea", "voluntary.review", assessment.Review{Accepts: accepts, Reasons: "x"})
}

// A review by which the wish does not stand is ended by a review alone, of somebody who knows
// what the person said since.
func TestARefusedReviewIsPassedOver(t *testing.T) {
	refused := indebtedAnd(append(askedAndReleased(), leadReviews(false))...)
	w := begin(t, refused...)
	f := w.finding(safeguard.Clearance, "voluntary")
	if short(f) != "unmet review-refused" || f.Next[0].Do != "voluntary.repeat" {
		t.Fatal(short(f), f.Next)
	}
	w.do(leadReviews(true))
	if got := w.finds(safeguard.Clearance, "voluntary"); got != "unmet review-refused" {
		t.Errorf("refused, and accepted the minute after: nobody heard the person in between: %s", got)
	}
	w = begin(t, refused...)
	w.do(dated("11-08 09:00", "cou", "voluntary.assess", free))
	if f = w.finding(safeguard.Clearance, "voluntary"); short(f) != "unmet review-refused" || len(f.Next) != 1 || f.Next[0].Do != "voluntary.review" {
		t.Fatalf("the protection lead refused; a counsellor finds no constraint: voluntary %s, %v", short(f), f.Next)
	}
	w.do(leadReviews(true))
	if got := w.finds(safeguard.Clearance, "voluntary"); got != "met" {
		t.Errorf("heard since, no constraint is found any more, and the protection lead accepts: %s", got)
	}
	w = begin(t, refused...)
	w.do(dated("11-08 09:00", "pia", "voluntary.repeat", assessment.Repeat{Assess: indebted}))
	if got := w.finds(safeguard.Clearance, "voluntary"); got != "unmet review" {
		t.Errorf("indebted still, and heard again: %s", got)
	}
	w.do(leadReviews(true))
	if got := w.finds(safeguard.Clearance, "voluntary"); got != "met" {
		t.Errorf("indebted still, heard again, and accepted: %s", got)
	}
}

// heldFromTheFirst is the way to a seat of whoever is held from the first day on.
func heldFromTheFirst(more ...doing) []doing {
	first := before("order.ask")
	return with(with(with(first, heldOrNot("10-01 10:00", true)), before("clearance.draw")[len(first):]...), more...)
}

// Nobody is free by a date that is typed: they were held as far as anybody could know when they
// were heard and signed.
func TestFreedByATypedDate(t *testing.T) {
	late := heldOrNot("11-18 20:00", false).says("10-02 09:00")
	w := begin(t, heldFromTheFirst(late)...)
	if got := w.finds(safeguard.Clearance, "voluntary"); got != "unmet second-interview" {
		t.Errorf("on record as held until 11-18; a release typed as of 10-02: voluntary %s", got)
	}
	w.do(dated("11-18 21:00", "pia", "voluntary.assess", free))
	w.do(does("cou", "consent.give", declare))
	if got := w.finds(safeguard.Clearance, "voluntary"); got != "met" {
		t.Errorf("released weeks ago, known today: heard and signed since, free: %s", got)
	}
	// the hour at which it was entered that they were free is not put off by who corrects the day
	w = begin(t, with(with(before("order.ask"), heldOrNot("10-01 10:00", true), heldOrNot("10-02 09:30", false).says("10-02 09:00")), before("clearance.draw")[len(before("order.ask")):]...)...)
	w.do(heldOrNot("11-18 20:00", false).says("10-01 12:00"))
	if got := w.finds(safeguard.Clearance, "voluntary"); got != "met" {
		t.Errorf("free since 10-02, and on record; since 10-01, as it turns out: %s", got)
	}
	// what was signed in that time is not free by the hour that is typed beside it
	w = begin(t, with(before("consent.give"), heldOrNot("11-11 09:00", true), does("cou", "consent.give", declare).on("11-12 09:00").says("10-17 09:00"),
		heldOrNot("11-13 09:00", false), dated("11-14 09:00", "pia", "voluntary.assess", free))...)
	if got := w.finds(safeguard.Clearance, "voluntary"); got != "unmet second-interview" {
		t.Errorf("signed while held, entered as of before: %s", got)
	}
}

// Whom one record says to be held, and another too, is free once both are over.
func TestFreedOfOneOfTwo(t *testing.T) {
	w := begin(t, with(before("order.ask"), dated("10-02 08:00", "cas", "custody.record", RecordCustody{Date: "wish", Held: true, Place: "TAJ"}),
		dated("10-03 08:00", "cas", "custody.record", RecordCustody{Date: "eve", Held: true, Place: "TAJ"}),
		dated("10-05 08:00", "cas", "custody.record", RecordCustody{Date: "consent"}).says("10-04 08:00"))...)
	if held, _ := w.file.Held(); !held {
		t.Fatal("free")
	}
	if all := w.file.captivity(); len(all) != 1 || !all[0].Until.IsZero() {
		t.Errorf("held still by one of two records: %+v", all)
	}
}

// Whoever is brought out of captivity for a flight is told of the plan for those who say no, and
// heard again.
func TestFreedForTheFlight(t *testing.T) {
	lock := notes(Movement, "mov", "movement.lock", movement.Lock{}).on("11-18 22:00")
	w := begin(t, heldFromTheFirst(heldOrNot("11-18 20:00", false), does("mov", "seat.free", movement.FreeSeat{Reason: "other"}), does("mov", "seat.give", seat), lock)...)
	if got := w.finds(safeguard.Boarding, "safe-no"); got == "met" {
		t.Errorf("the seat freed and given again once they were out: safe-no %s", got)
	}
	w = begin(t, with(after("seat.give"), heldOrNot("11-11 09:00", true), heldOrNot("11-18 20:00", false), lock)...)
	for _, id := range []safeguard.ID{"safe-no", "voluntary"} {
		if got := w.finds(safeguard.Boarding, id); got == "met" {
			t.Errorf("held from the day after the seat to the eve: %s %s", id, got)
		}
	}
	w.do(notes(Movement, "mov", "movement.record-answer", movement.RecordAnswer{Answer: "accepted"}))
	w.do(does("pia", "safe-no.tell", consent.TellSafeNo{Movement: flight, Private: true}))
	w.do(does("sam", "voluntary.assess", free))
	for _, id := range []safeguard.ID{"safe-no", "voluntary"} {
		if got := w.finds(safeguard.Boarding, id); got != "met" {
			t.Errorf("free, told, and heard since: %s %s", id, got)
		}
	}
	// whoever was heard of something else before they were taken is heard of that too
	w = begin(t, indebtedAnd(append(askedAndReleased(), leadReviews(true), heldOrNot("11-08 09:00", true), heldOrNot("11-09 20:00", false))...)...)
	if got := w.finds(safeguard.Clearance, "voluntary"); got != "unmet second-interview" {
		t.Errorf("indebted, reviewed, then taken, and free again: %s", got)
	}
	// and a captivity that nobody knew of at the review is reviewed
	w = begin(t, indebtedAnd(append(askedAndReleased(), leadReviews(true), heldOrNot("11-08 09:00", true).says("10-20 09:00"), heldOrNot("11-09 20:00", false))...)...)
	if got := w.finds(safeguard.Clearance, "voluntary"); got != "unmet review" {
		t.Errorf("indebted, reviewed, and held all the while, as it turns out: %s", got)
	}
}

// Who was free before they had any seat on the movement is not asked about captivity there.
func TestFreeBeforeTheSeat(t *testing.T) {
	w := begin(t, with(with(before("order.ask"), heldOrNot("10-01 10:00", true), heldOrNot("10-02 08:00", false)), before("clearance.draw")[len(before("order.ask")):]...)...)
	for _, id := range []safeguard.ID{"safe-no", "voluntary"} {
		if got := w.finds(safeguard.Lock, id); got != "met" && got != "not-yet-due" {
			t.Errorf("free for weeks before the seat: %s %s", id, got)
		}
	}
}

// Whoever is asked at the gate under the eyes of who holds them is held, wherever a talk is recorded.
func TestHeldAtTheGate(t *testing.T) {
	g := gate
	g.Talk = inside()
	w := begin(t, with(before("gate.answer"), does("gat", "gate.answer", g))...)
	if _, _, err := w.try(does("mov", "boarding.board", movement.Board{Movement: flight})); err == nil {
		t.Errorf("asked at the gate under the eyes of who holds them: safe-no %s, not-collective %s, voluntary %s, and they board",
			w.finds(safeguard.Boarding, "safe-no"), w.finds(safeguard.Boarding, "not-collective"), w.finds(safeguard.Boarding, "voluntary"))
	}
	for _, kind := range Kinds() {
		body := reflect.New(reflect.TypeOf(kind)).Elem()
		how := body.FieldByName("Talk")
		if !how.IsValid() || how.Type() != reflect.TypeFor[talk.Talk]() {
			continue
		}
		how.Set(reflect.ValueOf(inside()))
		if t2 := talked(body.Interface().(ledger.Body)); t2 == nil || t2.Control != talk.Held {
			t.Errorf("%s: held by that talk, and nobody knows", kind.Kind())
		}
	}
}

// A child does not leave with a parent who was found not to be safe.
func TestAParentWhoIsNotSafe(t *testing.T) {
	w := untilDrawn(t, child(10, "with-parent"))
	arrange := func(by, who string, safe bool) {
		w.do(does(by, "caregiver.arrange", assessment.ArrangeCaregiver{Who: who, Safe: safe, Status: "with-parent"}))
	}
	arrange("pia", "parent", false)
	f := w.finding(safeguard.Boarding, "best-interests")
	if short(f) != "unmet unsafe-parent" || !slices.ContainsFunc(f.Next, func(s safeguard.Step) bool { return s.Do == "call.make" || s.Do == "interests.determine" }) {
		t.Errorf("the parent was found not to be safe: the child boards with them: %s %v", short(f), f.Next)
	}
	arrange("pia", "caregiver", true)
	if got := w.finds(safeguard.Boarding, "best-interests"); got != "unmet unsafe-parent" {
		t.Errorf("an aunt is safe, and the child travels with the parent: %s", got)
	}
	arrange("pia", "parent", true)
	if got := w.finds(safeguard.Boarding, "best-interests"); got != "unmet unsafe-parent" {
		t.Errorf("the same officer finds otherwise: %s", got)
	}
	arrange("sam", "parent", true)
	if got := w.finds(safeguard.Boarding, "best-interests"); got != "met" {
		t.Errorf("the parent was looked at again, and is safe: %s", got)
	}
	w = untilDrawn(t, child(10, "with-parent"))
	w.parent = &safeguard.ParentWay{Known: [][]ledger.Ref{nil}, Since: clock("10-01 09:00")}
	arrange("pia", "parent", false)
	for _, d := range with(decide("apart"), agrees("escort", "travel"), anEscort) {
		w.do(d)
	}
	arrange("pia", "welfare-authority", true)
	for _, id := range []safeguard.ID{"best-interests", "family-unity"} {
		if got := w.finds(safeguard.Boarding, id); got != "met" {
			t.Errorf("a panel decided that the child travels without the parent, to somebody safe: %s %s", id, got)
		}
	}
}

func fearsHome(at string) doing {
	return dated(at, "cou", "fear.ask", assessment.AskFear{Talk: alone, Answer: safeguard.FearHome})
}

// UNHCR is silent of what it was asked about: not of a fear since, when it came.
func TestUNHCRAnsweredAndIsSilent(t *testing.T) {
	asks := does("pia", "unhcr.request", assessment.RequestUNHCR{})
	unhcr := assessment.CounselUNHCR{Outcome: "counselled", By: "unhcr"}
	lawyer := does("obs", "unhcr.counsel", assessment.CounselUNHCR{Outcome: "counselled", By: "lawyer"})
	given := with(here, agrees("unhcr", "protection"), calls("obs", "observer"), fearsHome("10-01 10:00"))
	came := with(given, asks, asks, dated("10-05 09:00", "unh", "unhcr.counsel", unhcr), fearsHome("11-08 09:00"))
	w := begin(t, with(came, lawyer)...)
	f := w.finding(safeguard.Clearance, "unhcr-counselled")
	if short(f) != "unmet none" || f.Next[0].Do != "unhcr.request" {
		t.Fatalf("UNHCR came when it was asked; of the fear of 11-08 it knows nothing, and a lawyer stands in the same hour: %s %v", short(f), f.Next)
	}
	w.do(asks)
	w.do(asks)
	w.do(lawyer.on("11-19 09:00"))
	if got := w.finds(safeguard.Clearance, "unhcr-counselled"); got != "met" {
		t.Errorf("asked twice of that too, and silent: %s", got)
	}
	cannot := dated("10-04 09:00", "unh", "unhcr.counsel", assessment.CounselUNHCR{Outcome: "cannot", By: "unhcr"})
	w = begin(t, with(given, cannot, dated("10-05 09:00", "unh", "unhcr.counsel", unhcr), fearsHome("11-08 09:00"), lawyer)...)
	if got := w.finds(safeguard.Clearance, "unhcr-counselled"); got == "met" {
		t.Errorf("it could not, and then it did; of the fear of 11-08 nobody asked it: %s", got)
	}
	w = begin(t, with(here, agrees("unhcr", "protection"), calls("obs", "observer"), asks, asks, fearsHome("11-08 09:00"), lawyer)...)
	if got := w.finds(safeguard.Clearance, "unhcr-counselled"); got == "met" {
		t.Errorf("asked before there was anything to ask for: %s", got)
	}
	// whoever says a fear again does not wait again for who never came
	w = begin(t, with(given, asks, asks, fearsHome("10-20 09:00"), lawyer)...)
	if got := w.finds(safeguard.Clearance, "unhcr-counselled"); got != "met" {
		t.Errorf("silent since it was asked, and the fear is said again: %s", got)
	}
}

// Nobody was told of a plan before it was on record, whatever hour is typed beside the telling.
func TestToldBeforeThePlan(t *testing.T) {
	plan := notes(Movement, "mov", "movement.plan-no", movement.PlanNo{Shelter: true, Transport: true, Officer: true}).on("11-19 09:00")
	tell := dated("11-19 10:00", "pia", "safe-no.tell", consent.TellSafeNo{Movement: flight, Private: true})
	given := with(without(before("clearance.draw"), "movement.plan-no"), isHeld.on("11-11 09:00"),
		notes(Movement, "mov", "movement.record-answer", movement.RecordAnswer{Answer: "accepted"}))
	for name, told := range map[string][]doing{
		"told on 11-11, of a plan of 11-19":                           {plan, tell.says("11-11 09:30")},
		"told on 11-11, of a plan of 11-19 that is typed as of 11-10": {plan.says("11-10 09:00"), tell.says("11-11 09:30")},
	} {
		w := begin(t, with(given, told...)...)
		if got := w.finds(safeguard.Lock, "safe-no"); got != "unmet told" {
			t.Errorf("%s: %s", name, got)
		}
		w.do(tell.on("11-19 11:00"))
		if got := w.finds(safeguard.Lock, "safe-no"); got != "met" {
			t.Errorf("%s, and again since: %s", name, got)
		}
	}
}

// What was attested ends with what everybody reads since of what it rests on.
func TestAttestedBeforeItToo(t *testing.T) {
	release := consent.Share{Recipient: "libyan-authority", Purpose: "release"}
	mission := consent.Share{Recipient: "receiving-mission", Purpose: "reception", Country: "NGA"}
	early := does("pia", "need.find", screening.FindNeed{Need: "medical", Travels: true, Notify: "early"})
	answers := func(outcome string) doing {
		return does("cas", "need.answer", named("need.found", func(h ledger.Hash) any { return screening.AnswerNeed{Need: h, Outcome: outcome} }))
	}
	signed := declare
	signed.Talk = inside()
	signed.Talk.Place = "ZAW"
	for name, c := range map[string]struct {
		given []doing
		then  doing
		rule  safeguard.ID
	}{
		"talked to inside since":   {before("boarding.board"), does("cou", "consent.reaffirm", consent.Reaffirm{Talk: inside(), Answer: safeguard.Yes}), "voluntary"},
		"asked at the gate inside": {before("gate.answer"), does("gat", "gate.answer", movement.AnswerGate{Movement: flight, Talk: inside(), Answer: safeguard.Yes}), "voluntary"},
		"the authority may be told after all": {indebtedAnd(does("cou", "sharing.withdraw", consent.WithdrawShare{Share: release}), leadReviews(true)),
			does("cou", "sharing.consent", release), "voluntary"},
		"a need that was declined goes on": {with(before("boarding.board"), early, answers("declined")), answers("continued"), "reception-acknowledged"},
		"the mission may be told after all": {with(after("seat.give"), early, continuedNow, does("cou", "sharing.withdraw", consent.WithdrawShare{Share: mission}),
			does("cas", "notice.accept-other", named("need.found", func(h ledger.Hash) any {
				return AcceptOther{movement.AcceptOther{Needs: []ledger.Hash{h}, Movement: flight, Meets: "x", Talk: alone}}
			}))), does("cou", "sharing.consent", mission), "reception-acknowledged"},
	} {
		w := begin(t, c.given...)
		w.attests()
		w.do(c.then)
		full := w.findings(w.file, safeguard.Boarding)[c.rule]
		part := w.findings(w.readAsWired(ledger.SetOf(ledger.General)), safeguard.Boarding)[c.rule]
		if !full.State.Blocks() || !part.State.Blocks() {
			t.Errorf("%s: with all keys %s %s, with fewer %s", name, c.rule, short(full), short(part))
		}
	}
	// whoever is held anyway, and says yes once more where they are held, says nothing new of that
	w := begin(t, heldFromTheFirst(dated("11-19 09:00", "cou", "counselling.hold", counselling.Hold{Talk: inside(), Minutes: 40, Topics: []string{"rights"}}))...)
	w.attests()
	w.do(does("cou", "consent.reaffirm", consent.Reaffirm{Talk: inside(), Answer: safeguard.Yes}))
	part := w.findings(w.readAsWired(ledger.SetOf(ledger.General)), safeguard.Clearance)["voluntary"]
	if short(part) == "unknown sealed" {
		t.Error("held, attested, and asked again where they are held: to be attested once more")
	}
}

var continuedNow = does("cas", "need.answer", continued)

// Who does not wish to say whom they fear was offered the talk once more, and counselled jointly,
// and returns; their embassy, which they may fear, is told nothing.
func TestWhoNeverSaysWhomTheyFear(t *testing.T) {
	unsaid := func(by string) doing {
		return does(by, "fear.ask", named("fear.asked", func(h ledger.Hash) any {
			return assessment.AskFear{Talk: alone, Answer: safeguard.FearNoAnswer, Settles: []ledger.Hash{h}}
		}))
	}
	w := begin(t, with(here, agrees("unhcr", "protection"), does("cou", "fear.ask", assessment.AskFear{Talk: alone, Answer: safeguard.FearNoAnswer}))...)
	if got := w.finds(safeguard.Notice, "fear-asked"); got != "unmet no-answer" {
		t.Errorf("offered once: %s", got)
	}
	w.do(unsaid("cou"))
	if got := w.finds(safeguard.Notice, "fear-asked"); got != "unmet no-answer" {
		t.Errorf("offered twice by one officer: %s", got)
	}
	w.do(unsaid("pia"))
	f := w.finding(safeguard.Notice, "fear-asked")
	if short(f) != "unmet uncounselled" || f.Next[0].Do != "unhcr.request" {
		t.Fatalf("two officers offered it, alone: %s, and %v", short(f), f.Next)
	}
	counsel := assessment.CounselUNHCR{Outcome: "counselled", By: "unhcr"}
	w.do(does("unh", "unhcr.counsel", counsel))
	for _, act := range []safeguard.Act{safeguard.Notice, safeguard.Authority} {
		if got := w.finds(act, "fear-asked"); got != "met" {
			t.Errorf("offered again, and counselled: at %s %s", act, got)
		}
	}
	if got := w.finds(safeguard.Embassy, "fear-asked"); got != "unmet embassy" {
		t.Errorf("nobody knows that it is not the embassy: %s", got)
	}
	w.do(unsaid("sam")) // asked once more, UNHCR hears of that too
	if got := w.finds(safeguard.Notice, "fear-asked"); got != "unmet uncounselled" {
		t.Errorf("and once more: %s", got)
	}
	w.do(does("unh", "unhcr.counsel", counsel))
	if got := w.finds(safeguard.Notice, "fear-asked"); got != "met" {
		t.Errorf("and counselled: %s", got)
	}
	// whom they named before they do not take back by saying nothing
	w = begin(t, with(here, agrees("unhcr", "protection"), does("cou", "fear.ask", assessment.AskFear{Talk: alone, Answer: safeguard.FearEmbassy}), unsaid("pia"))...)
	if got := w.finds(safeguard.Notice, "fear-asked"); got != "unmet no-answer" {
		t.Errorf("the embassy, and then no answer, offered once: %s", got)
	}
}

// An answer on release is one to every request before it, also where the last was not one that
// counts.
func TestAnAnswerToAnotherRequest(t *testing.T) {
	request := assessment.RequestRelease{Of: "release"}
	unnamed := request
	unnamed.Unnamed = true
	w := begin(t, indebtedAnd(does("pia", "release.request", request), does("pia", "release.request", unnamed))...)
	w.do(does("pia", "release.answer", assessment.AnswerRelease{Answer: "no-answer"}))
	if got := w.finds(safeguard.Clearance, "voluntary"); got != "unmet release-unanswered" {
		t.Errorf("no answer, within the hour: %s", got)
	}
	w.do(dated("11-12 09:00", "pia", "release.answer", assessment.AnswerRelease{Answer: "no-answer"}))
	if got := w.finds(safeguard.Clearance, "voluntary"); got != "unmet review" {
		t.Errorf("recorded, as it says, that nobody answered: %s", got)
	}
	w = begin(t, indebtedAnd(does("pia", "release.request", unnamed), does("pia", "release.answer", assessment.AnswerRelease{Answer: "refused"}), does("pia", "release.request", request))...)
	if got := w.finds(safeguard.Clearance, "voluntary"); got != "unmet release-unanswered" {
		t.Errorf("answered before they were asked for by name: %s", got)
	}
}
