package casefile

import (
	"slices"
	"strings"
	"testing"
	"time"

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

// leftOpen is an answer at the gate of which nobody said how it was asked.
func leftOpen(answer string) movement.AnswerGate {
	return movement.AnswerGate{Movement: flight, Answer: answer, Unsaid: true, Talk: talk.Talk{Language: "und", Mode: talk.InPerson, Control: talk.Held, Witness: talk.NoWitness}}
}

// Who has power over the place at the gate was left open: nobody is held by that.
func TestALeftOpenAnswerIsNoCaptivity(t *testing.T) {
	w := begin(t, with(before("gate.answer"), does("gat", "gate.answer", leftOpen(safeguard.NotSure)))...)
	if held, _ := w.file.Held(); held || len(w.file.captivity()) > 0 {
		t.Error("not sure, tapped with the rest left open: held")
	}
	w.do(does("gat", "gate.answer", gate))
	if _, _, err := w.try(does("mov", "boarding.board", boards)); err != nil {
		t.Errorf("asked again, alone, and they say yes: %s", told(err))
	}
	var all Manifest
	if all.Add(w.file); len(all.Tally.Seats) != 0 {
		t.Error("counted among those who are held")
	}

	w = begin(t, with(before("gate.answer"), does("gat", "gate.answer", leftOpen(safeguard.No)))...)
	if held, _ := w.file.Held(); held || !w.file.Withdrawn() {
		t.Errorf("no, tapped with the rest left open: held %v, withdrawn %v", held, w.file.Withdrawn())
	}
	for _, a := range w.file.Patterns(w.events) {
		if a.What == "gate" && a.Inside {
			t.Error("looked at as said inside")
		}
	}

	said := leftOpen(safeguard.No)
	said.Unsaid = false
	w = begin(t, with(before("gate.answer"), does("gat", "gate.answer", said))...)
	if held, _ := w.file.Held(); !held {
		t.Error("somebody said that they were under the eyes of who holds them")
	}
}

// The mission of the country that somebody fears reads of them no more: who asked for asylum, or of
// whom a real risk there was found.
func TestAStopRecallsTheNotice(t *testing.T) {
	given := with(before("seat.give"), does("pia", "need.find", screening.FindNeed{Need: "medical", Travels: true, Notify: "standard"}),
		does("cas", "notice.send", func(w *world) any { return Notify{movement.SendNotice{Needs: w.ids["need.found"], Movement: flight}} }))
	for what, step := range map[string]struct {
		does []doing
		want string
	}{
		"asylum":             {[]doing{asks}, ""},
		"asylum, taken back": {[]doing{asks, takenBack}, "NGA"},
		"a real risk":        {[]doing{does("sam", "risk.assess", assessment.AssessRisk{Finding: "real", Sheet: "NGA-1", Reasons: "x"})}, ""},
		"a real risk, ended": {[]doing{does("sam", "risk.assess", assessment.AssessRisk{Finding: "real", Sheet: "NGA-1", Reasons: "x"}),
			does("pia", "risk.assess", func(w *world) any {
				return assessment.AssessRisk{Finding: "none", Sheet: "NGA-1", Reasons: "x", Ends: []ledger.Hash{w.last("risk.assessed")}}
			})}, "NGA"},
		"a hold, for which they wait": {[]doing{does("pia", "hold.place", PlaceHold{For: "protection", Reason: "x"})}, "NGA"},
	} {
		w := begin(t, given...)
		if got := w.file.Noticed(); got != "NGA" {
			t.Fatalf("told: %q", got)
		}
		for _, d := range step.does {
			w.do(d)
		}
		if got := w.file.Noticed(); got != step.want {
			t.Errorf("%s: %q knows, want %q", what, got, step.want)
		}
	}
}

// What cannot be in time yet is waited for, and not done again and again.
func TestTooEarlyIsWaitedFor(t *testing.T) {
	later := func(months int) doing {
		return notes(Movement, "mov", "movement.move", movement.Move{Departs: clock("11-30 12:00").AddDate(0, months, 0), Arrives: clock("11-30 20:00").AddDate(0, months, 0)})
	}
	examined := does("doc", "health.examine", screening.Examine{Outcome: "fit", ValidDays: 3})
	for id, c := range map[safeguard.ID]struct {
		act   safeguard.Act
		given []doing
		does  func(*world) // what is due then
	}{
		"fit-to-travel": {safeguard.Boarding, with(before("clearance.draw"), examined.on("11-11 09:00")), func(w *world) { w.do(examined) }},
		"vulnerability-screened": {safeguard.Clearance, with(before("clearance.draw"), later(2)), func(w *world) {
			w.do(does("pia", "screening.record", screened))
		}},
		"individual-risk": {safeguard.Clearance, with(before("clearance.draw"), later(7)), func(w *world) {
			w.do(does("pia", "risk.assess", assessment.AssessRisk{Finding: "none", Sheet: "NGA-1", Reasons: "x"}))
		}},
		"counselled": {safeguard.Clearance, with(before("clearance.draw"), later(4)), func(w *world) {
			for range 2 {
				w.do(does("cou", "counselling.hold", counselling.Hold{Talk: alone, Minutes: 50, Topics: w.book.Topics, Question: "x"}))
				w.now = w.now.Add(24 * time.Hour)
			}
		}},
	} {
		w := begin(t, c.given...)
		f := w.finding(c.act, id)
		if len(f.Next) != 1 || f.Next[0].Wait != "time" || !strings.HasSuffix(short(f), "expired") {
			t.Errorf("%s: %s %+v", id, short(f), f.Next)
			continue
		}
		w.now = f.Next[0].Until
		if f = w.finding(c.act, id); f.Next[0].Do == "" {
			t.Errorf("%s: waited, and %+v", id, f.Next)
		}
		c.does(w)
		if f = w.finding(c.act, id); strings.HasSuffix(short(f), "expired") {
			t.Errorf("%s: waited and done, and %s %+v", id, short(f), f.Next)
		}
	}
}

// A file that was closed calls nobody any more; opened again, it says how somebody before whom a
// request for asylum can be taken back is called.
func TestReopenedWhileAsylumIsAskedFor(t *testing.T) {
	w := begin(t, with(before("seat.give"), asks.on("11-08 09:00"), does("cas", "case.close", Close{}), does("cas", "case.reopen", Reopen{}))...)
	f := w.finding(safeguard.Clearance, "unhcr-counselled")
	if len(w.file.Callings(w.now)) > 0 || f.Next[0].Do != "unhcr.request" {
		t.Fatalf("%v, called %v", f.Next, w.file.Callings(w.now))
	}
	w.do(does("pia", "unhcr.request", assessment.RequestUNHCR{}))
	if f = w.finding(safeguard.Clearance, "unhcr-counselled"); len(w.file.Callings(w.now)) == 0 || f.Next[0].Do != "asylum.lift" {
		t.Errorf("asked, and %v", f.Next)
	}
	w.do(takenBack)
	if got := w.finds(safeguard.Clearance, "unhcr-counselled"); got != "unmet none" {
		t.Error(got)
	}
}

// A request that was taken back through a guard is taken back again, before UNHCR, which is called
// again, or whom the person wants instead.
func TestTakenBackThroughAGuard(t *testing.T) {
	unfit := does("unh", "asylum.lift", named("asylum.requested", func(r ledger.Hash) any {
		return assessment.LiftAsylum{Request: r, Before: "unhcr", Private: true, Interpreter: &talk.Interpreter{Code: "I-7", Tie: "guard"}}
	}))
	given := with(before("seat.give"), asks.on("11-08 09:00"), unfit)
	steps := func(w *world) (all []string) {
		for _, s := range w.finding(safeguard.Clearance, "interpreter-fit").Next {
			all = append(all, s.Do+" "+string(s.By))
		}
		return all
	}
	if got := steps(begin(t, given...)); !slices.Equal(got, []string{"unhcr.request protection-officer", "asylum.lift unhcr-officer"}) {
		t.Errorf("%q", got)
	}
	fear := dated("11-08 09:00", "cou", "fear.ask", assessment.AskFear{Talk: alone, Answer: safeguard.FearHome})
	counsels := assessment.CounselUNHCR{Outcome: "counselled", By: "unhcr", Interpreter: &talk.Interpreter{Code: "I-7", Tie: "guard"}}
	closed := with(before("seat.give"), fear, does("cou", "sharing.consent", consent.Share{Recipient: "unhcr", Purpose: "protection"}), does("pia", "unhcr.request", assessment.RequestUNHCR{}), does("unh", "unhcr.counsel", counsels))
	if got := steps(begin(t, closed...)); !slices.Equal(got, []string{"unhcr.counsel unhcr-officer"}) {
		t.Errorf("counselled through a guard: %q", got)
	}
	if got := steps(begin(t, with(closed, does("cas", "case.close", Close{}), does("cas", "case.reopen", Reopen{}))...)); !slices.Equal(got, []string{"unhcr.request protection-officer", "unhcr.counsel unhcr-officer"}) {
		t.Errorf("counselled through a guard, closed and opened again: %q", got)
	}
	refuses := does("cou", "sharing.withdraw", consent.WithdrawShare{Share: consent.Share{Recipient: "unhcr", Purpose: "protection"}})
	if got := steps(begin(t, with(given, refuses)...)); !slices.Equal(got, []string{"call.make protection-officer", "asylum.lift observer"}) {
		t.Errorf("does not want that UNHCR is told of them: %q", got)
	}
}

// Who is called for what, and with whom something may be shared, tells as much as what it is for.
func TestACallTellsWhatItIsFor(t *testing.T) {
	share := func(recipient, purpose string) consent.Share {
		return consent.Share{Recipient: recipient, Purpose: purpose}
	}
	for _, c := range []struct {
		body  ledger.Body
		tells ledger.Set
	}{
		{Called{Duty: access.Observer}, ledger.SetOf(ledger.Asylum)},
		{Called{Duty: access.PanelMember}, ledger.SetOf(ledger.Protection)},
		{Called{Duty: access.Guardian}, 0},
		{Called{Duty: access.Interpreter}, 0},
		{consent.Shared{Share: share("unhcr", "protection")}, ledger.SetOf(ledger.Asylum)},
		{consent.ShareWithdrawn{Share: share("unhcr", "protection")}, ledger.SetOf(ledger.Asylum)},
		{consent.Shared{Share: share("libyan-authority", "release")}, ledger.SetOf(ledger.Protection)},
		{consent.Shared{Share: share("carrier", "travel")}, 0},
	} {
		if got := (&Case{}).Tells(c.body); got != c.tells {
			t.Errorf("%s %+v tells %v, want %v", c.body.Kind(), c.body, got, c.tells)
		}
	}
	w := begin(t, with(before("seat.give"), calls("obs", access.Observer), calls("itp", access.Interpreter))...)
	for i, tells := range []ledger.Set{ledger.SetOf(ledger.Asylum), 0} {
		if got := w.file.Tells(CallEnded{EndCall{Call: w.ids["call.made"][i]}}); got != tells {
			t.Errorf("the end of call %d tells %v, want %v", i, got, tells)
		}
	}
}

// What somebody agreed to through a guard, and a second interview that was overheard, are told to
// who may know of them.
func TestWhatIsDoneAgainIsToldToWhoMayKnow(t *testing.T) {
	guard := &talk.Interpreter{Code: "I-7", Tie: "guard"}
	heard, through := indebted, indebted
	heard.Talk = overheard()
	through.Talk.Interpreter = guard
	repeated := func(r assessment.Assess) []doing {
		return with(underConstraint(true), dated("11-08 09:00", "pia", "voluntary.repeat", assessment.Repeat{Assess: r}))
	}
	shared := func(recipient, purpose string) []doing {
		return with(before("seat.give"), does("cou", "sharing.consent", consent.Share{Recipient: recipient, Purpose: purpose, Interpreter: guard}))
	}
	for name, c := range map[string]struct {
		given []doing
		rule  safeguard.ID
		tells ledger.Compartment
		step  string
	}{
		"overheard":                   {repeated(heard), "private-interview", ledger.Protection, "voluntary.repeat"},
		"heard through a guard":       {repeated(through), "interpreter-fit", ledger.Protection, "voluntary.repeat"},
		"UNHCR, through a guard":      {shared("unhcr", "protection"), "interpreter-fit", ledger.Asylum, "sharing.consent"},
		"their release, and so":       {shared("libyan-authority", "release"), "interpreter-fit", ledger.Protection, "sharing.consent"},
		"the carrier, and so as well": {shared("carrier", "travel"), "interpreter-fit", ledger.General, "sharing.consent"},
	} {
		f := begin(t, c.given...).finding(safeguard.Clearance, c.rule)
		names := slices.ContainsFunc(f.Next, func(s safeguard.Step) bool { return s.Do == c.step })
		if !names || f.Compartment != c.tells {
			t.Errorf("%s: %s tells %v, want %v: %v", name, short(f), f.Compartment, c.tells, f.Next)
		}
	}
}

// What nobody found but through a guard rests on the guard: that there is no risk at home, that
// somebody is able to decide, that they are no child.
func TestWhatIsFoundThroughAGuard(t *testing.T) {
	guard := &talk.Interpreter{Code: "I-7", Tie: "guard"}
	risk := func(by string, through *talk.Interpreter) doing {
		return does(by, "risk.assess", assessment.AssessRisk{Finding: "none", Sheet: "NGA-1", Reasons: "x", Interpreter: through})
	}
	able := func(by string, through *talk.Interpreter) doing {
		return does(by, "capacity.find", assessment.FindCapacity{Outcome: "able", Supported: true, Interpreter: through})
	}
	adult := func(by string, through *talk.Interpreter) doing {
		return does(by, "age.settle", assessment.SettleAge{How: "interview", Interpreter: through})
	}
	for name, c := range map[string]struct {
		given []doing
		finds func(by string, through *talk.Interpreter) doing
		rule  safeguard.ID
		want  string
	}{
		"no risk": {nil, risk, "interpreter-fit", "unmet unfit"},
		"able":    {[]doing{does("cou", "capacity.doubt", assessment.Doubt{Why: "x"}), able("hea", nil)}, able, "capacity", "unmet doubt"},
		"adult":   {[]doing{does("cou", "age.doubt", assessment.DoubtAge{Why: "x"}), adult("sam", nil)}, adult, "best-interests", "unmet assessment"},
	} {
		w := begin(t, with(before("clearance.draw"), c.given...)...)
		w.do(c.finds("pia", guard))
		if got := w.finds(safeguard.Clearance, c.rule); got != c.want {
			t.Errorf("%s, through a guard: %s, want %s", name, got, c.want)
		}
		w.do(c.finds("pia", &talk.Interpreter{Code: "I-1", Tie: talk.None, Confidentiality: true, AcceptedAlone: true, SaidBack: []talk.SaidBack{talk.MaySayNo, talk.WhatIGet, talk.WhatElse}}))
		if got := w.finds(safeguard.Clearance, c.rule); got != "met" && got != "not-applicable" {
			t.Errorf("%s, through somebody fit: %s", name, got)
		}
	}
}

// Nor does what was found through a guard end what another officer found, whatever a third finds
// later who does not answer it.
func TestARiskEndedThroughAGuard(t *testing.T) {
	for finding, rule := range map[string]safeguard.ID{"real": "real-risk-absolute", "unclear": "individual-risk"} {
		w := begin(t, with(before("clearance.draw"), does("sam", "risk.assess", assessment.AssessRisk{Finding: finding, Sheet: "NGA-1", Reasons: "x"}))...)
		first := w.file.Assessment.Risks[len(w.file.Assessment.Risks)-1]
		answers := func(by string, through *talk.Interpreter, ends ...ledger.Hash) doing {
			return does(by, "risk.assess", assessment.AssessRisk{Finding: "none", Sheet: "NGA-1", Reasons: "x", Ends: ends, Interpreter: through})
		}
		w.do(answers("pia", &talk.Interpreter{Code: "I-7", Tie: "guard"}, first.ID))
		w.do(answers("sam", nil)) // which ends nothing: it is the officer's own
		if got, want := w.finds(safeguard.Clearance, rule), "unmet "+finding; got != want {
			t.Errorf("%s, answered through a guard: %s", finding, got)
		}
		w.do(answers("pia", nil, first.ID))
		if got := w.finds(safeguard.Clearance, rule); got != "met" {
			t.Errorf("%s, answered: %s", finding, got)
		}
	}
}

// Whoever was screened on a sheet that was not issued by then is screened again: a talk about what
// has changed since cures nothing.
func TestScreenedOnNoSheet(t *testing.T) {
	s := screened
	s.Sheet = "LBY-0"
	w := begin(t, with(without(before("seat.give"), "screening.record"), does("pia", "screening.record", s).on("11-08 09:00"))...)
	f := w.finding(safeguard.Seat, "vulnerability-screened")
	if short(f) != "unmet sheet" || len(f.Next) != 1 || f.Next[0].Do != "screening.record" {
		t.Errorf("%s: %v", short(f), f.Next)
	}
}
