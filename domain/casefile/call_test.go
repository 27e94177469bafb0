package casefile

import (
	"slices"
	"strings"
	"testing"
	"time"

	"amana/domain/access"
	"amana/domain/assessment"
	"amana/domain/consent"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/screening"
	"amana/domain/talk"
)

// reached is who may reach the case from outside its office now: "observer obs".
func (w *world) reached() []string {
	var all []string
	for _, c := range w.file.Callings(w.now) {
		all = append(all, strings.TrimRight(string(c.Role)+" "+strings.TrimRight(string(c.Actor[:]), "\x00"), " "))
	}
	slices.Sort(all)
	return all
}

func (w *world) wantReached(when string, want ...string) {
	w.Helper()
	if got := w.reached(); !slices.Equal(got, want) {
		w.Errorf("%s: %q reach the case, want %q", when, got, want)
	}
}

func calls(officer string, duty access.Role) doing {
	return does("pia", "call.make", Call{Officer: officer, Duty: string(duty)})
}

func TestWhoIsCalledReachesTheCaseUntilTheCallEnds(t *testing.T) {
	w := begin(t, opened(amina))
	w.wantReached("nobody was called")
	w.do(calls("obs", access.Observer))
	observer := w.last("call.made")
	w.do(calls("ina", access.Interpreter))
	w.wantReached("two were called", "interpreter ina", "observer obs")
	w.do(does("pia", "call.end", EndCall{Call: observer}))
	w.wantReached("one duty ended", "interpreter ina")
	w.do(calls("obs", access.Observer))
	w.do(does("cas", "case.close", Close{}))
	w.wantReached("the file is closed")
	w.do(does("cas", "case.reopen", Reopen{}))
	w.wantReached("and opened again")
}

func TestARequestCallsUNHCR(t *testing.T) {
	w := begin(t, opened(amina), agrees("unhcr", "protection"), does("pia", "unhcr.request", assessment.RequestUNHCR{}))
	w.wantReached("asked of UNHCR", "unhcr-officer")
	w.do(does("pia", "call.end", EndCall{Call: w.last("unhcr.requested")}))
	w.wantReached("and taken back")
	w.do(does("pia", "asylum.request", assessment.RequestAsylum{}))
	w.wantReached("the person asks for asylum", "unhcr-officer")
	w.do(does("unh", "asylum.lift", assessment.LiftAsylum{Request: w.last("asylum.requested"), Before: "unhcr", Private: true}))
	w.wantReached("and no more")
}

func TestAGuardianSpeaksForAChildUntilTheBirthday(t *testing.T) {
	w := begin(t, opened(child(18, "unaccompanied")), calls("gua", access.Guardian))
	w.wantReached("seventeen", "guardian gua")
	w.now = clock("11-01 00:01")
	w.wantReached("on the birthday")
}

// The draw falls on whom the seat's entry says: the id of the command, which
// whoever asks chooses, changes nothing, and anybody can draw again.
func TestWhoAsksForTheDrawDoesNotChooseOnWhomItFalls(t *testing.T) {
	w := begin(t, before("clearance.draw")...)
	first, _, err := w.try(does("mov", "clearance.draw", movement.Draw{}))
	if err != nil {
		t.Fatal(err)
	}
	one := first[0].(movement.ClearingOfficerDrawn)
	if len(one.Pool) < 2 {
		t.Fatal("a pool of one: the test tries nothing")
	}
	for range 40 { // each with an id of its own
		again, _, err := w.try(does("mov", "clearance.draw", movement.Draw{}))
		if err != nil {
			t.Fatal(err)
		}
		if e := again[0].(movement.ClearingOfficerDrawn); e.Officer != one.Officer || e.Question != one.Question || !falls(e) {
			t.Fatal("another id, another officer")
		}
	}
	fell, asked := map[ledger.Actor]bool{}, map[string]bool{}
	for turn := range 40 {
		other := one
		other.Turn = turn
		who, question := other.Falls()
		fell[who], asked[question] = true, true
	}
	if len(fell) < 2 || len(asked) < 2 {
		t.Error("every draw falls on the same officer, or asks the same question")
	}
}

// falls says whether a draw is what drawing again gives.
func falls(e movement.ClearingOfficerDrawn) bool {
	who, question := e.Falls()
	return who == e.Officer && question == e.Question
}

// Nobody chooses who clears by freeing and giving seats on the movement.
func TestAnotherSeatFallsOnTheSameOfficer(t *testing.T) {
	w := begin(t, before("clearance.draw")...)
	free, give, draw := does("mov", "seat.free", movement.FreeSeat{Reason: "other"}), does("mov", "seat.give", seat), does("mov", "clearance.draw", movement.Draw{})
	for range 3 { // nor before anybody was drawn, by reading on whom a seat would fall
		w.do(free)
		w.do(give)
	}
	lot := w.ids["seat.given"][0]
	for i := range 12 {
		if i == 6 {
			w.now = w.now.Add(25 * time.Hour) // silence of before is none in this seat
		}
		w.do(draw)
		d := w.events[len(w.events)-1].Body.(movement.ClearingOfficerDrawn)
		if d.Lot != lot || d.Seat == lot || !falls(d) {
			t.Fatalf("draw %d: %+v", i, d)
		}
		if first := w.file.Travel.Drawn[0]; d.Officer != first.Officer {
			t.Fatalf("draw %d falls on another officer", i)
		}
		w.do(free)
		w.do(give)
	}
}

func TestTheDrawnOfficerReachesTheCaseUntilTheyDecide(t *testing.T) {
	w := begin(t, before("clearance.draw")...)
	w.wantReached("before the draw")
	w.do(does("node", "clearance.draw", movement.Draw{}))
	if got := w.reached(); len(got) != 1 || !strings.HasPrefix(got[0], "clearing-officer cl") {
		t.Fatalf("drawn: %q", got)
	}
	w.do(does("drawn", "clearance.give", clearance))
	w.wantReached("cleared")
	w.do(does("mov", "seat.free", movement.FreeSeat{Reason: "ill"}))
	w.do(does("mov", "seat.give", seat))
	w.wantReached("another seat")
}

// A mission is told of a person for one country, as long as the person agrees.
func TestANoticeTellsOneMissionAsLongAsThePersonAgrees(t *testing.T) {
	given := append(before("seat.give"), does("pia", "need.find", screening.FindNeed{Need: "medical", Travels: true, Notify: "standard"}))
	told := func() *world {
		w := begin(t, given...)
		w.do(does("cas", "notice.send", func(w *world) any { return Notify{movement.SendNotice{Needs: w.ids["need.found"], Movement: flight}} }))
		return w
	}
	if w := begin(t, given...); w.file.Noticed() != "" {
		t.Error("a mission knows before it was told")
	}
	if got := told().file.Noticed(); got != "NGA" {
		t.Errorf("told: %q", got)
	}
	elsewhere := amina
	elsewhere.Destination = "GMB"
	for what, d := range map[string]doing{
		"another destination": does("cas", "case.correct", Correct{Changed: Changed(elsewhere)}),
		"a withdrawal":        does("cou", "consent.withdraw", consent.Withdraw{Channel: "phone"}),
		"shared no more":      does("cou", "sharing.withdraw", consent.WithdrawShare{Share: consent.Share{Recipient: "receiving-mission", Purpose: "reception", Country: "NGA"}}),
		"closed":              does("cas", "case.close", Close{}),
	} {
		w := told()
		w.do(d)
		if got := w.file.Noticed(); got != "" {
			t.Errorf("%s: %s still knows", what, got)
		}
	}
	for outcome, want := range map[string]string{"confirmed": "", "cannot-ask": "", "denied": "NGA"} {
		w := told()
		w.do(does("hot", "consent.report", consent.Report{Channel: "sms"}))
		w.do(does("pia", "consent.settle-report", settle(outcome)))
		if got := w.file.Noticed(); got != want {
			t.Errorf("a report, %s: %q knows, want %q", outcome, got, want)
		}
	}
}

// What was taken back from the missions of all countries is shared with none until
// the person, well understood, agrees again, knowing that they took it back.
func TestAMissionKnowsNothingOfWhomNoSoundWordNames(t *testing.T) {
	share := consent.Share{Recipient: "receiving-mission", Purpose: "reception", Country: "NGA"}
	all, unsound := share, share
	all.Country, unsound.Interpreter = "", &talk.Interpreter{Code: "I-7", Tie: "guard"}
	takesBack := does("cou", "sharing.withdraw", consent.WithdrawShare{Share: all})
	w := begin(t, append(before("seat.give"), does("pia", "need.find", screening.FindNeed{Need: "medical", Travels: true, Notify: "standard"}))...)
	w.do(does("cas", "notice.send", func(w *world) any { return Notify{movement.SendNotice{Needs: w.ids["need.found"], Movement: flight}} }))
	for _, step := range []struct {
		does doing
		want string
	}{
		{takesBack, ""},
		{does("cou", "sharing.consent", unsound), ""},
		{does("cou", "sharing.consent", share), "NGA"},
	} {
		w.do(step.does)
		if got := w.file.Noticed(); got != step.want {
			t.Errorf("after %s: %q, want %q", step.does.what, got, step.want)
		}
	}
	w.beside(takesBack, does("sam", "sharing.consent", share))
	if got := w.file.Noticed(); got != "" {
		t.Errorf("taken back by who did not know that it was agreed to again: %q", got)
	}
}

func TestAnObserverIsCalledToAMovement(t *testing.T) {
	w := begin(t, scene...)
	w.do(notes(Movement, "lea", "movement.call-observer", movement.CallObserver{Officer: "obs"}))
	m := w.others[Movement].(*movement.State)
	if got := m.Callings(); len(got) != 1 || got[0] != (access.Call{Role: access.Observer, Actor: who("obs")}) {
		t.Errorf("called: %v", got)
	}
	w.do(notes(Movement, "lea", "movement.end-call", movement.EndCall{Call: w.last("movement.observer-called")}))
	if got := m.Callings(); len(got) > 0 {
		t.Errorf("ended: %v", got)
	}
}
