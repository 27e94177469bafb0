package casefile

import (
	"encoding/json"
	"strings"
	"testing"

	"amana/domain/access"
	"amana/domain/assessment"
	"amana/domain/consent"
	"amana/domain/counselling"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/safeguard"
	"amana/domain/screening"
	"amana/domain/talk"
)

// noBy is a no that an officer hears in person.
func noBy(by string) doing {
	return does(by, "consent.withdraw", consent.Withdraw{Channel: "in-person"})
}

var indebted = func() assessment.Assess {
	a := free
	a.Constraints = []string{"indebted"}
	return a
}()

// Whoever is taken again is heard again, and it is asked again that they be released.
func TestTakenAgain(t *testing.T) {
	in := free
	in.Talk = inside()
	held := func(at string, is bool) doing {
		return dated(at, "cas", "custody.record", RecordCustody{Date: "now", Held: is, Place: "TAJ"})
	}
	released := []doing{agrees("libyan-authority", "release"), does("pia", "release.request", assessment.RequestRelease{Of: "release"}),
		does("pia", "release.answer", assessment.AnswerRelease{Answer: "granted"})}
	reviewed := with(without(before("seat.give"), "voluntary.assess"), held("10-15 08:00", true), dated("10-16 12:00", "pia", "voluntary.assess", in),
		dated("10-18 12:00", "sam", "voluntary.repeat", assessment.Repeat{Assess: free}))
	reviewed = with(with(reviewed, released...), does("lea", "voluntary.review", assessment.Review{Accepts: true, Reasons: "x"}))
	w := begin(t, reviewed...)
	now := func(want, after string) {
		t.Helper()
		if got := w.finds(safeguard.Clearance, "voluntary"); got != want {
			t.Errorf("%s: %s, want %s", after, got, want)
		}
	}
	now("met", "reviewed")
	w.do(held("11-08 12:00", false))
	w.do(held("11-10 12:00", true))
	now("unmet second-interview", "taken again")
	w.do(dated("11-11 12:00", "sam", "voluntary.repeat", assessment.Repeat{Assess: free}))
	now("unmet release", "heard again")
	w.do(released[1])
	w.do(released[2])
	now("unmet review", "asked that they be released")
	w.do(does("lea", "voluntary.review", assessment.Review{Accepts: true, Reasons: "x"}))
	now("met", "reviewed again")

	signed := declare
	signed.Talk = inside()
	w = begin(t, with(with(without(before("seat.give"), "voluntary.assess"), dated("10-30 09:00", "sam", "voluntary.assess", indebted),
		dated("11-01 09:00", "pia", "voluntary.repeat", assessment.Repeat{Assess: indebted})), with(released, does("lea", "voluntary.review", assessment.Review{Accepts: true, Reasons: "x"}))...)...)
	now("met", "indebted, and reviewed")
	w.do(dated("11-08 09:00", "cou", "consent.give", signed))
	now("unmet second-interview", "signed while held since")
}

// A panel decides of what is: who is found unable to decide today waits for it again.
func TestUnableSinceThePanel(t *testing.T) {
	find := func(by, what string) doing {
		return does(by, "capacity.find", assessment.FindCapacity{Outcome: what, Supported: true})
	}
	w := begin(t, with(before("seat.give"), does("cou", "capacity.doubt", assessment.Doubt{Why: "x"}), find("doc", "lasting-inability"))...)
	for _, d := range decide("capacity") {
		w.do(d)
	}
	if got := w.finds(safeguard.Clearance, "capacity"); got != "met" {
		t.Fatalf("a panel: %s", got)
	}
	if w.do(find("pia", "unable-today")); w.finds(safeguard.Clearance, "capacity") != "unmet panel" {
		t.Errorf("unable today, found since: %s", w.finds(safeguard.Clearance, "capacity"))
	}
}

// Nobody signs before they were told of everything.
func TestSignedBeforeEverythingWasTold(t *testing.T) {
	var steps []doing
	for _, d := range before("seat.give") {
		if h, is := d.args.(counselling.Hold); is {
			h.Topics = []string{"rights"}
			d.args = h
		}
		steps = append(steps, d)
	}
	w := begin(t, steps...)
	w.do(dated("11-08 09:00", "cou", "counselling.hold", counselling.Hold{Talk: alone, Minutes: 45, Topics: w.book.Topics}))
	if got := w.finds(safeguard.Seat, "consent"); got != "unmet before-counselling" {
		t.Errorf("signed before they were told that they may say no: %s", got)
	}
}

// What ends the ground on which somebody boarded ends what authorises their departure.
func TestWhatIsFoundBetweenBoardingAndDeparture(t *testing.T) {
	left := dated("11-21 12:05", "mov", "departure.record", depart{movement.Depart{Movement: flight}})
	declared := dated("11-10 12:00", "doc", "urgent.declare", movement.DeclareUrgent{Movement: flight, Facts: "x"})
	for name, d := range map[string]doing{
		"no urgency":               does("ove", "urgent.review", movement.ReviewUrgent{Movement: flight, Reason: "x"}),
		"a child, by a correction": does("pia", "case.correct", Correct{Changed: Changed{Born: date("11-01").AddYears(-12), Alone: "unaccompanied"}}),
		"to another country":       does("pia", "case.correct", Correct{Changed: Changed{Destination: "GHA"}}),
	} {
		var steps []doing
		for _, d := range after("boarding.board") {
			if d.what == "clearance.draw" {
				steps = append(steps, declared)
			}
			steps = append(steps, d)
		}
		w := begin(t, with(steps, d)...)
		if got := w.do(left); got[0] != "departure.uncleared" {
			t.Errorf("%s, found since they boarded: %v", name, got)
		}
	}
}

// What somebody attested with all keys does not outlive what everybody reads since.
func TestAttestedBeforeIt(t *testing.T) {
	held := declare
	held.Talk = inside()
	for name, c := range map[string]struct {
		then doing
		rule safeguard.ID
	}{
		"signed while held": {does("cou", "consent.give", held), "voluntary"},
		"a session was defective": {does("lea", "counselling.void", named("counselling.held", func(h ledger.Hash) any {
			return counselling.Void{Session: h, Reason: "x"}
		})), "consent"},
	} {
		w := begin(t, before("boarding.board")...)
		says := Attestation(w.file, w.around(nil), w.book, w.now, ledger.Everything, false)
		d := does("pia", "safeguard.attest", nil)
		w.record(d, w.deed(d), *says)
		w.do(c.then)
		part := w.findings(w.readBy(ledger.SetOf(ledger.General)), safeguard.Boarding)[c.rule]
		if full := w.finds(safeguard.Boarding, c.rule); full == "met" || !part.State.Blocks() {
			t.Errorf("%s: with all keys %s %s, with fewer %s", name, c.rule, full, short(part))
		}
	}
}

// That an erased file leaves no fear nobody tells by what is not there.
func TestAnErasedFileTellsOfNoFearByItself(t *testing.T) {
	for _, d := range [][]doing{nil, {dated("11-08 09:00", "cou", "fear.ask", assessment.AskFear{Talk: alone, Answer: safeguard.FearHome})}} {
		w := begin(t, with(here, d...)...)
		left := w.file.Mirror([]ledger.Body{Erased{}}, "Y", nil, w.around(nil), w.book, w.now)
		if text, err := json.Marshal(left[0]); err != nil || !strings.Contains(string(text), `"asked":`) {
			t.Errorf("%s %v", text, err)
		}
	}
}

// Where UNHCR cannot come a request for asylum is taken back before whoever stands in.
func TestARequestForAsylumWaitsForNobodyWhoCannotCome(t *testing.T) {
	w := begin(t, with(before("seat.give"), asks.on("11-08 09:00"), dated("11-09 09:00", "unh", "unhcr.counsel", assessment.CounselUNHCR{Outcome: "cannot", By: "unhcr"}))...)
	var next []string
	for _, s := range w.finding(safeguard.Clearance, "unhcr-counselled").Next {
		next = append(next, s.Do+" "+string(s.By))
	}
	if got := strings.Join(next, ", "); got != "asylum.lift unhcr-officer, call.make protection-officer, asylum.lift observer" {
		t.Errorf("UNHCR cannot: %s", got)
	}
}

// Whoever attested what a list says has met the person again: an overheard call through
// a guard is no meeting.
func TestASecondContactIsOneToRelyOn(t *testing.T) {
	var steps []doing
	for _, d := range before("seat.give") {
		d.imported = d.what == "consent.give"
		if d.imported {
			d.doneBy, d.by = "cou", "imp"
		}
		if steps = append(steps, d); d.imported {
			break
		}
	}
	w := begin(t, steps...)
	w.do(dated("11-08 09:00", "cou", "import.attest", AttestImport{Entry: w.last("consent.given")}))
	overheard := alone
	overheard.OutOfHearing = false
	for _, s := range []struct {
		talk talk.Talk
		want string
	}{{overheard, "unmet none"}, {alone, "met"}} {
		w.do(does("pia", "trafficking.screen", screening.ScreenTrafficking{Talk: s.talk, Act: "no", Means: "no", Purpose: "no"}))
		if got := w.finds(safeguard.Seat, "consent"); got != s.want {
			t.Errorf("met again, out of hearing %t: %s, want %s", s.talk.OutOfHearing, got, s.want)
		}
	}
}

// Whoever does not want that somebody is told of them is not kept for it: whoever stands
// in for UNHCR counsels them, and of who is free no authority is asked anything.
func TestARefusalToBeNamedKeepsNobody(t *testing.T) {
	refuses := func(recipient, purpose string) doing {
		return does("cou", "sharing.withdraw", consent.WithdrawShare{Share: consent.Share{Recipient: recipient, Purpose: purpose}})
	}
	counsels := does("obs", "unhcr.counsel", assessment.CounselUNHCR{Outcome: "counselled", By: "lawyer"})
	w := begin(t, with(before("seat.give"), dated("11-08 09:00", "cou", "fear.ask", assessment.AskFear{Talk: alone, Answer: safeguard.FearHome}), calls("obs", access.Observer))...)
	for _, s := range []struct {
		then doing
		want string
	}{{counsels, "unmet none"}, {refuses("unhcr", "protection"), "unmet none"}, {counsels, "met"}} {
		if w.do(s.then); w.finds(safeguard.Clearance, "unhcr-counselled") != s.want {
			t.Errorf("after %s: %s, want %s", s.then.what, w.finds(safeguard.Clearance, "unhcr-counselled"), s.want)
		}
	}
	for held, want := range map[bool]string{false: "unmet review", true: "unmet release"} {
		w := begin(t, with(without(before("seat.give"), "voluntary.assess"), dated("10-15 08:00", "cas", "custody.record", RecordCustody{Date: "now", Held: held, Place: "TAJ"}),
			dated("10-30 09:00", "sam", "voluntary.assess", indebted), dated("11-01 09:00", "pia", "voluntary.repeat", assessment.Repeat{Assess: indebted}),
			refuses("libyan-authority", "release"))...)
		if got := w.finds(safeguard.Clearance, "voluntary"); got != want {
			t.Errorf("held %t, and nobody may ask for a release: %s, want %s", held, got, want)
		}
	}
}
