package casefile

import (
	"slices"
	"testing"
	"time"

	"amana/domain/assessment"
	"amana/domain/ledger"
	"amana/domain/monitoring"
	"amana/domain/movement"
	"amana/domain/safeguard"
	"amana/domain/screening"
)

var toGhana = does("cas", "case.correct", Correct{Changed: Changed{Destination: "GHA"}})

// What was told, signed and found of one country is none of another.
func TestWhatWasOfAnotherCountry(t *testing.T) {
	w := begin(t, before("seat.give")...)
	w.do(toGhana)
	for id, want := range map[safeguard.ID]string{
		"consent": "unmet moved", "counselled": "unmet topics", "reintegration-told": "unmet none", "individual-risk": "unknown no-sheet",
	} {
		if got := w.finds(safeguard.Clearance, id); got != want {
			t.Errorf("on the way to Ghana, all of it of Nigeria: %s %s, want %s", id, got, want)
		}
	}
	w.do(does("cas", "case.correct", Correct{Changed: Changed{Destination: "NGA"}}))
	for _, id := range []safeguard.ID{"consent", "counselled", "reintegration-told", "individual-risk"} {
		if got := w.finds(safeguard.Clearance, id); got != "met" {
			t.Errorf("on the way to Nigeria again: %s %s", id, got)
		}
	}
	w = begin(t, with(before("seat.give"),
		does("sam", "trafficking.screen", screening.ScreenTrafficking{Talk: alone, Act: "yes", Means: "yes", Purpose: "yes"}),
		does("ctl", "trafficking.assess", screening.AssessTrafficking{Services: "confirmed", Reflection: true, Reasons: "x"}), toGhana)...)
	if got := w.finds(safeguard.Clearance, "trafficked-safe"); got != "unmet none" {
		t.Errorf("services confirmed in Nigeria: %s", got)
	}
	w = begin(t, with(scene, opened(child(10, "unaccompanied")), does("pia", "interests.assess", assessment.AssessInterests{Agrees: true, Guardian: "caregiver", Reasons: "x"}))...)
	for _, d := range decide("return") {
		w.do(d)
	}
	w.do(does("pia", "family.trace", assessment.Trace{Action: "individual", Result: "unsuccessful"}))
	w.do(does("pia", "caregiver.arrange", assessment.ArrangeCaregiver{Who: "welfare-authority", Safe: true, Status: "unaccompanied"}))
	if got := w.finds(safeguard.Seat, "best-interests"); got != "unmet escort" {
		t.Fatalf("a panel, a caregiver: %s", got)
	}
	w.do(toGhana)
	if got := w.finds(safeguard.Seat, "best-interests"); got != "unmet assessment" {
		t.Errorf("a panel, a caregiver, in Nigeria: %s", got)
	}
}

// decide is a panel of three that agrees.
func decide(question string) (all []doing) {
	for _, m := range []string{"pa1", "pa2", "pa3"} {
		all = append(all, does("pia", "call.make", Call{Officer: m, Duty: "panel-member"}),
			does(m, "interests.determine", assessment.DetermineInterests{Question: question, Guardian: question == "", Agrees: true, Agency: m, Undertaking: true, Reasons: "x"}))
	}
	return all
}

// Nobody is moved to where they were to return by one officer's word, or by another file
// of theirs.
func TestNobodyIsMovedToWhereTheyWereToReturn(t *testing.T) {
	home := does("mov", "transfer.make", transfer{movement.Transfer{To: "evacuation", Country: "NGA", Agreed: "vital-interest"}})
	i := amina
	i.Nationalities = []string{"unknown"}
	w := begin(t, with(scene, opened(i), toGhana)...)
	if _, _, err := w.try(home); err == nil {
		t.Error("moved to the destination of before")
	}
	i.Nationalities, i.Destination = []string{"GHA"}, "GHA"
	other := begin(t, with(scene, opened(amina))...)
	w = begin(t, with(scene, opened(i))...)
	w.linked = []safeguard.Linked{other.file.Stops(other.around(nil), other.book, other.now)}
	if _, _, err := w.try(home); err == nil {
		t.Error("moved home by another file of theirs")
	}
}

// A place that is raided again is another sign: the answer to the first was not about it.
func TestAPlaceThatIsRaidedAgain(t *testing.T) {
	raid := func(on string) doing {
		return notes(Place, "pia", "place.open-incident", monitoring.OpenIncident{Incident: "raided", From: date(on)}).on(on + " 20:00")
	}
	w := begin(t, with(before("order.ask"), dated("10-01 10:00", "pia", "custody.record", RecordCustody{Date: "first-contact", Held: true, Place: "TAJ"}),
		dated("10-01 11:00", "pia", "custody.record", RecordCustody{Date: "now"}))...)
	for _, d := range before("seat.give")[len(before("order.ask")):] {
		w.do(d)
	}
	w.do(raid("11-08"))
	w.do(dated("11-10 09:00", "mov", "seat.give", seat))
	for _, s := range []struct {
		then doing
		want string
	}{
		{notes(Movement, "hop", "movement.answer-sign", movement.AnswerSign{Sign: "raided", Reasons: "x"}).on("11-11 09:00"), "met"},
		{notes(Movement, "mov", "movement.examine", movement.Examine{}).on("11-11 10:00"), "met"},
		{raid("11-18"), "met"}, // until the files are looked at again
		{notes(Movement, "mov", "movement.examine", movement.Examine{}).on("11-19 08:00"), "unmet sign"},
		{notes(Movement, "hop", "movement.answer-sign", movement.AnswerSign{Sign: "raided", Reasons: "x"}).on("11-19 09:00"), "met"},
	} {
		if w.do(s.then); w.finds(safeguard.Boarding, "not-collective") != s.want {
			t.Errorf("after %s on %s: %s, want %s", s.then.what, s.then.at, w.finds(safeguard.Boarding, "not-collective"), s.want)
		}
	}
}

// A list of vetoes that was made before somebody had a seat could not name them.
func TestAListFromBeforeTheSeat(t *testing.T) {
	w := begin(t, before("seat.give")...)
	d := notes(Movement, "mov", "movement.confirm-vetoes", heard("11-21 08:00")).on("11-21 08:05")
	d.away = true
	w.do(d)
	w.do(dated("11-21 09:00", "mov", "seat.give", seat))
	w.away = true
	if got := w.finds(safeguard.Boarding, "record-fresh"); got != "unknown old" {
		t.Errorf("the list was made before they had a seat: %s", got)
	}
}

// A flight that is moved by a minute makes no notice late that was not.
func TestAMinuteIsNoOtherDay(t *testing.T) {
	w := begin(t, with(before("clearance.draw"),
		dated("11-12 09:00", "pia", "need.find", screening.FindNeed{Need: "medical", Travels: true, Notify: "early"}),
		does("cas", "need.answer", named("need.found", func(h ledger.Hash) any { return screening.AnswerNeed{Need: h, Outcome: "continued"} })),
		dated("11-19 18:00", "cas", "notice.send", named("need.found", func(h ledger.Hash) any {
			return Notify{movement.SendNotice{Needs: []ledger.Hash{h}, Movement: flight}}
		})),
		does("cas", "notice.hear", named("notice.sent", func(h ledger.Hash) any { return movement.HearNotice{Notice: h, Spoke: "x", Meets: "x"} })))...)
	w.do(moves("11-20 09:00", time.Minute))
	if got := w.finds(safeguard.Boarding, "reception-acknowledged"); got != "unmet unacknowledged" {
		t.Errorf("known for nine days, a spoken word the day before, moved by a minute: %s", got)
	}
}

// Whoever did something in another file of the person is not independent.
func TestHandsInAnotherFile(t *testing.T) {
	other := begin(t, with(here, noBy("cle"))...)
	w := begin(t, before("clearance.draw")...)
	in := func() bool {
		return slices.Contains(safeguard.Pool(w.file.Facts(w.around(nil)), w.book, w.now), who("cle"))
	}
	if !in() {
		t.Fatal("nobody to draw")
	}
	w.linked = []safeguard.Linked{other.file.Stops(other.around(nil), other.book, other.now)}
	if in() {
		t.Error("whoever heard the no may clear")
	}
}
