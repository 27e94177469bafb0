package casefile

import (
	"reflect"
	"strings"
	"testing"

	"amana/domain/access"
	"amana/domain/assessment"
	"amana/domain/consent"
	"amana/domain/indicator"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/safeguard"
	"amana/domain/screening"
)

// attests lets somebody with all keys attest.
func (w *world) attests() {
	w.Helper()
	says := Attestation(w.file, w.around(nil), w.book, w.now, ledger.Everything, true)
	d := does("pia", "safeguard.attest", nil)
	w.record(d, w.deed(d), *says)
}

// readAsWired is readBy, where what is absent from the wire is sealed to nobody.
func (w *world) readAsWired(open ledger.Set) *Case {
	var events []ledger.Event
	for _, e := range w.events {
		body := reflect.New(reflect.TypeOf(e.Body)).Elem()
		body.Set(reflect.ValueOf(e.Body))
		e.Sealed |= redactPresent(body, open)
		e.Body = body.Interface().(ledger.Body)
		events = append(events, e)
	}
	h := ledger.History{Events: events, Past: ledger.Ancestry{N: len(events)}}
	return Fold(&h)
}

func redactPresent(v reflect.Value, open ledger.Set) (sealed ledger.Set) {
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if comp, ok := ledger.ParseCompartment(f.Tag.Get("seal")); ok && !open.Has(comp) {
			if !(strings.Contains(f.Tag.Get("json"), "omit") && v.Field(i).IsZero()) {
				sealed |= ledger.SetOf(comp)
			}
			v.Field(i).SetZero()
		} else if f.Anonymous {
			sealed |= redactPresent(v.Field(i), open)
		}
	}
	return sealed
}

// A child alone leaves with nobody whose escort was cancelled while they sat aboard.
func TestAnEscortCancelledWhileTheChildIsAboard(t *testing.T) {
	w := begin(t, before("case.open")...)
	give := declare
	give.Guardian, give.View = "caregiver", "wants"
	for _, d := range childWay(child(10, "unaccompanied")) {
		switch d.what {
		case "interests.assess":
			d.args = assessment.AssessInterests{Agrees: true, Guardian: "caregiver", View: "x", Reasons: "x"}
			w.do(d)
			for _, p := range decide("return") {
				w.do(p)
			}
			w.do(does("pia", "family.trace", assessment.Trace{Action: "individual", Result: "unsuccessful"}))
			w.do(does("pia", "caregiver.arrange", assessment.ArrangeCaregiver{Who: "welfare-authority", Safe: true, Status: "unaccompanied"}))
			w.do(agrees("escort", "travel"))
			w.do(anEscort)
			w.do(does("pia", "need.find", screening.FindNeed{Need: "child-protection", Travels: true, Notify: "early"}))
			w.do(does("cas", "need.answer", continued))
			continue
		case "family.ask":
			d.args = assessment.AskFamily{Alone: true, Wants: true, Other: "unknown"}
		case "consent.give":
			d.args = give
		case "clearance.draw":
			w.do(does("cas", "notice.send", named("need.found", func(h ledger.Hash) any {
				return Notify{movement.SendNotice{Needs: []ledger.Hash{h}, Movement: flight}}
			})).on("11-11 09:00"))
			w.do(does("rec", "notice.acknowledge", named("notice.sent", func(h ledger.Hash) any {
				return movement.AcknowledgeNotice{Notice: h, Meets: "a social worker"}
			})))
		}
		w.do(d)
	}
	w.do(dated("11-21 10:00", "gat", "gate.confirm-person", confirmed))
	w.do(does("gat", "gate.answer", gate))
	w.do(dated("11-21 11:00", "mov", "boarding.board", movement.Board{Movement: flight}))
	w.do(noEscort.on("11-21 11:30"))
	if got := w.do(leaves); got[0] != "departure.uncleared" {
		t.Errorf("a child alone, ten years old, whose escort was cancelled while they sat aboard: %v", got)
	}
}

// Nobody who was accepted in place of a notice is a mission that did not answer.
func TestWhatWasNeverSentIsNotUnanswered(t *testing.T) {
	need := screening.FindNeed{Need: "medical", Travels: true, Notify: "early"}
	w := begin(t, with(after("seat.give"), does("pia", "need.find", need), does("cas", "need.answer", continued))...)
	w.do(dated("11-12 09:00", "cas", "notice.accept-other", named("need.found", func(h ledger.Hash) any {
		return AcceptOther{movement.AcceptOther{Needs: []ledger.Hash{h}, Movement: flight, Meets: "an uncle", Talk: alone}}
	})))
	if got := w.finds(safeguard.Boarding, "reception-acknowledged"); got != "unmet notice" {
		t.Fatalf("%s", got)
	}
	_, _, err := w.try(dated("11-14 10:00", "cas", "notice.accept-other", named("notice.other-accepted", func(h ledger.Hash) any {
		return AcceptOther{movement.AcceptOther{Notice: h, Meets: "an uncle", Talk: alone}}
	})))
	if err == nil {
		t.Error("the person wants that the mission is told, and somebody accepted before is its silence")
	}
}

// Joint counselling knows for what somebody may be at risk: of what is said later it was not
// about.
func TestCounselledBeforeItWasKnown(t *testing.T) {
	fear := dated("11-08 09:00", "cou", "fear.ask", assessment.AskFear{Talk: alone, Answer: safeguard.FearHome})
	counsel := dated("11-09 09:00", "unh", "unhcr.counsel", assessment.CounselUNHCR{Outcome: "counselled", By: "unhcr"})
	w := begin(t, with(before("seat.give"), fear, counsel)...)
	w.do(dated("11-10 09:00", "pia", "case.correct", Correct{Changed: Changed{Nationalities: []string{"NGA", "ERI"}}}))
	if got := w.finds(safeguard.Clearance, "unhcr-counselled"); got != "unmet none" {
		t.Errorf("counselled before anybody knew that they are of a nationality at risk: %s", got)
	}
	// and aboard
	w = begin(t)
	for _, d := range after("boarding.board") {
		if d.what == "seat.give" {
			w.do(fear)
			w.do(counsel)
		}
		w.do(d)
	}
	w.do(does("cas", "case.correct", Correct{Changed: Changed{Nationalities: []string{"NGA", "ERI"}}}))
	if got := w.do(leaves); got[0] != "departure.uncleared" {
		t.Errorf("found aboard to be of a nationality at risk, counselled before on another thing: %v", got)
	}
}

// What puts somebody at risk by one of their files does so by all.
func TestAtRiskByAnotherFile(t *testing.T) {
	i := amina
	i.Nationalities = []string{"ERI"}
	other := begin(t, with(scene, opened(i))...)
	if got := other.finds(safeguard.Clearance, "unhcr-counselled"); got != "unmet none" {
		t.Fatalf("in the one file: %s", got)
	}
	w := begin(t, before("seat.give")...)
	w.linked = []safeguard.Linked{other.file.Stops(other.around(nil), other.book, other.now)}
	if got := w.finds(safeguard.Clearance, "unhcr-counselled"); !strings.HasPrefix(got, "un") {
		t.Errorf("in the other, linked with it: %s", got)
	}
}

// A link that nobody knew of at boarding brings what stops the other file.
func TestLinkedAboard(t *testing.T) {
	old := begin(t, with(scene, opened(amina), dated("10-05 09:00", "cou", "fear.ask", assessment.AskFear{Talk: alone, Answer: safeguard.FearBoth}))...)
	kid := begin(t, with(scene, opened(child(12, "unaccompanied")))...)
	for name, other := range map[string]*world{"in which they fear home and embassy": old, "by which they are a child alone": kid} {
		w := begin(t, after("boarding.board")...)
		w.do(does("cas", "duplicate.suspect", SuspectDuplicate{Other: "TI-26-0001-B"}))
		w.do(does("cas", "duplicate.settle", SettleDuplicate{Other: "TI-26-0001-B", Same: true, Reason: "x"}))
		w.linked = []safeguard.Linked{other.file.Stops(other.around(nil), other.book, other.now)}
		if b := w.blocking(safeguard.Boarding); len(b) == 0 {
			t.Fatal("nothing blocks")
		}
		if got := w.do(leaves); got[0] != "departure.uncleared" {
			t.Errorf("linked aboard with a file %s: %v", name, got)
		}
	}
}

// Who fears their embassy does not board on its document because their own was withdrawn, whoever
// reads the file.
func TestTheOwnPassportIsLost(t *testing.T) {
	w := begin(t, with(before("boarding.board"), dated("11-21 10:10", "cou", "fear.ask", assessment.AskFear{Talk: alone, Answer: safeguard.FearEmbassy}))...)
	w.do(does("cas", "document.record", movement.RecordDocument{Document: "laissez-passer", Through: "embassy", From: date("11-20"), To: date("12-31")}))
	w.do(does("unh", "unhcr.counsel", assessment.CounselUNHCR{Outcome: "counselled", By: "unhcr"}))
	w.attests()
	first := w.ids["document.recorded"][0]
	w.do(does("cas", "document.withdraw", movement.WithdrawDocument{Document: first, Why: "taken-away"}))
	full := w.findings(w.file, safeguard.Boarding)["document-unfeared"]
	for who, open := range map[string]ledger.Set{"general": ledger.SetOf(ledger.General), "protection": ledger.SetOf(ledger.General, ledger.Protection)} {
		all := w.findings(w.readBy(open), safeguard.Boarding)
		if part := all["document-unfeared"]; full.State.Blocks() && !part.State.Blocks() {
			t.Errorf("with all keys %s, with %s %s (travel-document %s)", short(full), who, short(part), short(all["travel-document"]))
		}
		board := dated("11-21 11:00", "mov", "boarding.board", movement.Board{Movement: flight})
		w.now = clock(board.at)
		k, _ := Named(board.what)
		if _, err := Act(w.readBy(open), w.around(nil), w.book, k, board.args, w.deed(board)); err == nil {
			t.Errorf("with %s they board, on a document of the embassy that they fear", who)
		}
	}
}

// What a child says in a list is known to whoever reads less.
func TestAChildIsNotSureAfterAnAttestation(t *testing.T) {
	again := declare
	again.Guardian, again.View = safeguard.Parent, "undecided"
	check := func(name string, w *world) {
		t.Helper()
		full := w.findings(w.file, safeguard.Clearance)["consent"]
		part := w.findings(w.readAsWired(ledger.SetOf(ledger.General)), safeguard.Clearance)["consent"]
		if full.State.Blocks() && !part.State.Blocks() {
			t.Errorf("a child is not sure any more, %s: with all keys %s, with fewer %s", name, short(full), short(part))
		}
	}
	w := untilDrawn(t, child(10, "with-parent"))
	w.attests()
	w.do(lists("cou", "consent.give", again))
	check("in a list", w)
}

// A mission that names nobody any more is heard by whoever reads less.
func TestTheMissionTakesItsWordBack(t *testing.T) {
	need := screening.FindNeed{Need: "medical", Travels: true, Notify: "early"}
	w := begin(t, with(after("seat.give"), does("pia", "need.find", need), does("cas", "need.answer", continued),
		does("cas", "notice.send", named("need.found", func(h ledger.Hash) any {
			return Notify{movement.SendNotice{Needs: []ledger.Hash{h}, Movement: flight}}
		})),
		does("rec", "notice.acknowledge", named("notice.sent", func(h ledger.Hash) any {
			return movement.AcknowledgeNotice{Notice: h, Meets: "a social worker"}
		})))...)
	w.attests()
	w.do(does("rec", "notice.acknowledge", named("notice.sent", func(h ledger.Hash) any { return movement.AcknowledgeNotice{Notice: h} })))
	full := w.findings(w.file, safeguard.Boarding)["reception-acknowledged"]
	part := w.findings(w.readAsWired(ledger.SetOf(ledger.General)), safeguard.Boarding)["reception-acknowledged"]
	if full.State.Blocks() && !part.State.Blocks() {
		t.Errorf("the mission says that nobody is named any more: with all keys %s, with fewer %s", short(full), short(part))
	}
}

// Who is held, and does not want to be named to whoever holds them, is asked for with all who are
// there.
func TestHeldAndRefusesToBeNamed(t *testing.T) {
	w := begin(t, with(without(before("seat.give"), "voluntary.assess"), dated("10-15 08:00", "cas", "custody.record", RecordCustody{Date: "now", Held: true, Place: "TAJ"}),
		dated("10-30 09:00", "sam", "voluntary.assess", indebted), dated("11-01 09:00", "pia", "voluntary.repeat", assessment.Repeat{Assess: indebted}),
		does("cou", "sharing.withdraw", consent.WithdrawShare{Share: consent.Share{Recipient: "libyan-authority", Purpose: "release"}}))...)
	if got := w.finding(safeguard.Clearance, "voluntary"); len(got.Next) == 0 || got.Next[0].Do != "release.request" || got.Next[0].About != "unnamed" {
		t.Errorf("asked for: %s %v", short(got), got.Next)
	}
	if _, _, err := w.try(does("pia", "release.request", assessment.RequestRelease{Of: "release"})); err == nil {
		t.Error("named to whoever holds them")
	}
	w.do(does("pia", "release.request", assessment.RequestRelease{Of: "release", Unnamed: true}))
	w.do(does("pia", "release.answer", assessment.AnswerRelease{Answer: "refused"}))
	if got := w.finds(safeguard.Clearance, "voluntary"); got != "unmet review" {
		t.Errorf("asked for with all who are there, and refused: %s", got)
	}
}

// Who refuses another examination takes back nothing that was found, and a check arranges what
// was found before it.
func TestARefusalHidesNoFinding(t *testing.T) {
	for _, outcome := range []string{"fit-with-conditions", "unfit"} {
		w := begin(t, with(without(before("gate.confirm-person"), "health.check"),
			dated("11-20 09:10", "doc", "health.examine", screening.Examine{Outcome: outcome, Conditions: []string{"oxygen"}}),
			dated("11-20 10:10", "doc", "health.examine", screening.Examine{Outcome: "refused"}),
			does("doc", "health.check", screening.Check{Outcome: "fit"}))...)
		if got := w.finds(safeguard.Boarding, "fit-to-travel"); got == "met" {
			t.Errorf("%s, then they refused to be examined again: %s", outcome, got)
		}
	}
	w := begin(t, with(without(before("gate.confirm-person"), "health.check"),
		dated("11-20 09:00", "doc", "health.examine", screening.Examine{Outcome: "fit-with-conditions", Conditions: []string{"wheelchair"}}),
		dated("11-20 09:10", "doc", "health.check", screening.Check{Outcome: "fit-with-conditions", Arranged: true}),
		dated("11-20 15:10", "doc", "health.examine", screening.Examine{Outcome: "fit-with-conditions", Conditions: []string{"oxygen", "medical-escort"}}))...)
	if got := w.finds(safeguard.Boarding, "fit-to-travel"); got == "met" {
		t.Errorf("oxygen, found after the check that said that the wheelchair is arranged: %s", got)
	}
}

// What a panel decided, and what was said again, is of a country.
func TestWhatWasDecidedOfAnotherCountry(t *testing.T) {
	w := begin(t, with(before("seat.give"), does("cou", "capacity.doubt", assessment.Doubt{Why: "x"}), does("doc", "capacity.find", assessment.FindCapacity{Outcome: "lasting-inability", Supported: true}))...)
	for _, d := range decide("capacity") {
		w.do(d)
	}
	w.do(toGhana)
	if got := w.finds(safeguard.Clearance, "capacity"); got == "met" {
		t.Errorf("a panel decided on a return to Nigeria, they go to Ghana: capacity %s", got)
	}
	w = untilDrawn(t, child(10, "with-parent"))
	w.do(does("pia", "family.ask", assessment.AskFamily{Alone: true, Wants: true, Other: safeguard.Objects}))
	for _, d := range decide("family") {
		w.do(d)
	}
	if got := w.finds(safeguard.Clearance, "family-unity"); got != "met" {
		t.Logf("family %s", got)
	}
	w.do(toGhana)
	if got := w.finds(safeguard.Clearance, "family-unity"); got != "unmet panel" {
		t.Errorf("family: %s", got)
	}
	w = begin(t, after("consent.reaffirm")...)
	w.do(toGhana)
	if got := w.finds(safeguard.Boarding, "reaffirmed"); got == "met" {
		t.Errorf("they said again that they want to go to Nigeria: %s", got)
	}
}

// Whoever arrived did leave, whatever was taken back by who did not know of it.
func TestRetractedBesideAnArrival(t *testing.T) {
	w := begin(t, with(before("boarding.board"), leaves)...)
	dep := w.last("departure.uncleared")
	w.do(does("pia", "departure.dispute", movement.DisputeDeparture{Departure: dep, Facts: "x"}))
	w.beside(does("hop", "departure.retract", movement.RetractDeparture{Departure: dep, Reason: "x"}), does("rec", "arrival.record", movement.Arrive{}))
	if w.file.Travel.Departed == nil {
		t.Errorf("arrived, by the mission, and on record as never departed: %s, journeying %t", w.file.Status(), w.file.Journeying())
	}
}

// What was written down twice ends once.
func TestWrittenDownTwice(t *testing.T) {
	w := begin(t, with(escorted(), anEscort)...)
	w.do(noEscort)
	if got := w.finds(safeguard.Seat, "best-interests"); got != "unmet escort" {
		t.Errorf("the one escort there is was cancelled: %s", got)
	}
	w = begin(t, with(after("seat.give"), does("cas", "document.record", movement.RecordDocument{Document: "passport", Number: "A1", Through: "own", From: date("10-20"), To: date("12-31")}))...)
	w.do(lost)
	if got := w.finds(safeguard.Clearance, "travel-document"); got == "met" {
		t.Errorf("the same passport, written down twice, and lost: %s", got)
	}
}

// A panel that said no in another file of the child said it of the child.
func TestAPanelsNoInAnotherFile(t *testing.T) {
	i := child(10, "unaccompanied")
	other := begin(t, with(scene, opened(i), does("pia", "interests.assess", assessment.AssessInterests{Agrees: true, Guardian: "caregiver", Reasons: "x"}))...)
	for _, m := range []string{"pa1", "pa2", "pa3"} {
		other.do(calls(m, access.PanelMember))
		other.do(does(m, "interests.determine", assessment.DetermineInterests{Question: "return", Agency: m, Undertaking: true, Reasons: "the uncle sold her"}))
	}
	w := begin(t, with(scene, opened(i), does("pia", "interests.assess", assessment.AssessInterests{Agrees: true, Guardian: "caregiver", Reasons: "x"}))...)
	for _, d := range decide("return") {
		w.do(d)
	}
	w.do(does("pia", "family.trace", assessment.Trace{Action: "individual", Result: "unsuccessful"}))
	w.do(does("pia", "caregiver.arrange", assessment.ArrangeCaregiver{Who: "welfare-authority", Safe: true, Status: "unaccompanied"}))
	w.do(agrees("escort", "travel"))
	w.do(anEscort)
	w.linked = []safeguard.Linked{other.file.Stops(other.around(nil), other.book, other.now)}
	if got := w.finds(safeguard.Seat, "best-interests"); got == "met" {
		t.Errorf("a panel said no in another file, and members of another panel were called here: best-interests %s, linked stops %v", got, w.linked[0].Stops)
	}
}

// Of two departures that did not know of each other the other stands.
func TestOneOfTwoDeparturesIsTakenBack(t *testing.T) {
	told := func(what string) indicator.Milestone {
		return indicator.Milestone{Statistic: &indicator.Statistic{Milestone: what}, Day: date("11-21")}
	}
	p := indicator.Read([]indicator.Milestone{told(indicator.Uncleared), told(indicator.Uncleared), told(indicator.Retracted)})
	if p.Left == nil {
		t.Errorf("two nodes recorded a departure, one of them was taken back: counted as %s", p.Outcome)
	}
}

// The incident of a departure that crossed a no outlives it.
func TestRetractionOfACrossedDeparture(t *testing.T) {
	w := begin(t, after("boarding.board")...)
	w.beside(noBy("hot"), leaves)
	if len(w.file.Raised()) != 1 {
		t.Fatalf("%v", w.file.Raised())
	}
	dep := w.file.Travel.Departed.ID
	w.settles(does("pia", "departure.dispute", movement.DisputeDeparture{Departure: dep, Facts: "x"}))
	w.settles(does("hop", "departure.retract", movement.RetractDeparture{Departure: dep, Reason: "x"}))
	if len(w.file.Raised()) != 1 {
		t.Errorf("the incident of a departure that crossed a no is gone, and nobody closed it: %v", w.file.Raised())
	}
}
