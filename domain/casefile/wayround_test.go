package casefile

import (
	"slices"
	"testing"

	"amana/domain/assessment"
	"amana/domain/consent"
	"amana/domain/counselling"
	"amana/domain/country"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/reintegration"
	"amana/domain/safeguard"
	"amana/domain/talk"
)

// What follows are ways round a rule, each of acts that officers may do.

// One officer who says that somebody is of another country sends them nowhere that
// was said to be theirs; two may have been right.
func TestNobodyIsMovedHomeByACorrection(t *testing.T) {
	home := does("pia", "transfer.make", transfer{movement.Transfer{To: "evacuation", Country: "NGA", Agreed: "agreed"}})
	ghana := Correct{Changed: Changed{Nationalities: []string{"GHA"}, Destination: "GHA"}}
	w := begin(t, before("seat.give")...)
	for _, by := range []string{"", "pia"} {
		if by != "" {
			w.do(does(by, "case.correct", ghana))
		}
		if _, _, err := w.try(home); err == nil {
			t.Errorf("moved home, corrected by %q", by)
		}
	}
	w.do(does("lea", "case.correct", ghana))
	if _, _, err := w.try(home); err != nil {
		t.Errorf("two officers said that it is not theirs: %v", err)
	}
}

var wants = does("cou", "option.tell", counselling.Tell{Option: "international-protection", Explained: true, Available: "yes", Answer: "wants"})

// Who wants protection asks for it each time: a request that is taken back
// elsewhere, or was before, takes no later one with it.
func TestWantingProtectionIsARequestOfItsOwn(t *testing.T) {
	w := begin(t, before("seat.give")...)
	w.do(asks.on("11-08 09:00"))
	w.beside(wants.on("11-08 12:00"), takenBack.on("11-08 10:00"))
	if got := w.finds(safeguard.Clearance, "unhcr-counselled"); got != "unmet asylum" {
		t.Errorf("wanted beside a request taken back: %s", got)
	}
	w = begin(t, before("seat.give")...)
	w.do(asks.on("11-08 09:00"))
	first := w.last("asylum.requested")
	w.do(wants.on("11-08 12:00"))
	w.do(dated("11-08 13:00", "unh", "asylum.lift", assessment.LiftAsylum{Request: first, Private: true}).says("11-08 10:00"))
	w.do(dated("11-08 14:00", "unh", "unhcr.counsel", assessment.CounselUNHCR{Outcome: "counselled", By: "unhcr"}))
	if got := w.finds(safeguard.Clearance, "unhcr-counselled"); got != "unmet asylum" {
		t.Errorf("wanted, the earlier request taken back as of before: %s", got)
	}
}

// A file that ended because somebody asked for asylum is opened again with that.
func TestWhoeverEndedInAsylumAsksForIt(t *testing.T) {
	w := begin(t, with(before("seat.give"), dated("11-08 09:00", "cas", "case.end", End{Outcome: "asylum"}))...)
	if stops := w.file.Stops(w.around(nil), w.book, w.now).Stops; !slices.Contains(stops, "asylum") {
		t.Errorf("another file of theirs reads %v", stops)
	}
	w.do(does("cas", "case.reopen", Reopen{}))
	if got := w.finds(safeguard.Clearance, "unhcr-counselled"); got != "unmet asylum" {
		t.Errorf("opened again: %s", got)
	}
}

// Of each thing that was said with the person the newest counts, as its rule has it:
// an older one that is entered late hides no guard who interpreted since.
func TestAnOlderTalkHidesNoInterpreter(t *testing.T) {
	guard := &talk.Interpreter{Code: "I-1", Tie: "guard"}
	tell := reintegration.Tell{Written: true, Aloud: true, Gets: true, FromWhom: true, When: true, HowMuch: true, PlanFollows: true, FirstDays: true}
	stay := counselling.Tell{Option: "stay", Explained: true, Available: "no", Answer: "declines"}
	order := counselling.AskOrder{Checked: true}
	badTell, badStay, badOrder := tell, stay, order
	badTell.Interpreter, badStay.Interpreter, badOrder.Interpreter = guard, guard, guard
	for name, c := range map[string]struct{ bad, late doing }{
		"reintegration": {dated("11-08 09:00", "cas", "reintegration.tell", badTell), does("cas", "reintegration.tell", tell).says("10-27 09:00")},
		"an option":     {dated("11-08 09:00", "cou", "option.tell", badStay), does("cou", "option.tell", stay).says("10-13 09:00")},
		"an order":      {dated("11-08 09:00", "cou", "order.ask", badOrder), does("cou", "order.ask", order).says("10-03 09:00")},
	} {
		w := begin(t, with(before("seat.give"), c.bad)...)
		for _, d := range []doing{{}, c.late} {
			if d.what != "" {
				w.do(d)
			}
			if got := w.finds(safeguard.Clearance, "interpreter-fit"); got != "unmet unfit" {
				t.Errorf("%s through a guard, then %q entered late: %s", name, d.what, got)
			}
		}
		again := c.late
		again.typed, again.at = "", "11-09 09:00"
		if w.do(again); w.finds(safeguard.Clearance, "interpreter-fit") != "met" {
			t.Errorf("%s once more: still %s", name, w.finds(safeguard.Clearance, "interpreter-fit"))
		}
	}
}

// What the person fears by another file of theirs counts as if this one said it.
func TestFearInAnotherFileCountsAsInTheirOwn(t *testing.T) {
	counsel := func(at string) doing {
		return dated(at, "unh", "unhcr.counsel", assessment.CounselUNHCR{Outcome: "counselled", By: "unhcr"})
	}
	fear := dated("11-08 09:00", "cou", "fear.ask", assessment.AskFear{Talk: alone, Answer: safeguard.FearHome})
	settles := dated("11-09 09:00", "pia", "fear.ask", named("fear.asked", func(h ledger.Hash) any {
		return assessment.AskFear{Talk: alone, Answer: safeguard.FearNone, Settles: []ledger.Hash{h}}
	}))
	for name, c := range map[string]struct {
		there []doing // in the other file; in their own it stands after counsel
		here  []doing
		want  string
	}{
		"fear after they were counselled": {[]doing{fear}, []doing{counsel("11-07 09:00")}, "unmet none"},
		"fear talked through":             {[]doing{fear, settles}, nil, "unmet none"},
		"asylum taken back":               {[]doing{asks.on("11-08 09:00"), takenBack.on("11-09 09:00")}, nil, "unmet none"},
		"counselled since, here":          {[]doing{fear, settles}, []doing{counsel("11-10 09:00")}, "met"},
	} {
		own := begin(t, with(with(before("seat.give"), c.here...), c.there...)...)
		if name == "counselled since, here" {
			own = begin(t, with(with(before("seat.give"), c.there...), c.here...)...)
		}
		other := begin(t, with(here, c.there...)...)
		w := begin(t, with(before("seat.give"), c.here...)...)
		w.now = own.now
		w.linked = []safeguard.Linked{other.file.Stops(other.around(nil), other.book, other.now)}
		for whose, w := range map[string]*world{"their own": own, "another": w} {
			if got := w.finds(safeguard.Clearance, "unhcr-counselled"); got != c.want {
				t.Errorf("%s, in %s file: %s, want %s", name, whose, got, c.want)
			}
		}
		var left LinkErased
		for _, b := range other.file.Mirror([]ledger.Body{Erased{}}, "Y", w.file, other.around(nil), other.book, other.now) {
			if b, is := b.(LinkErased); is {
				left = b
			}
		}
		w.linked = nil
		erased := does("dpo", "case.erase", nil)
		w.record(erased, w.deed(erased), left)
		if got := w.finds(safeguard.Clearance, "unhcr-counselled"); got != c.want {
			t.Errorf("%s, in a file that was erased: %s, want %s", name, got, c.want)
		}
	}
	there := begin(t, with(here, fear, settles, counsel("11-10 09:00"))...)
	w := begin(t, before("seat.give")...)
	w.linked = []safeguard.Linked{there.file.Stops(there.around(nil), there.book, there.now)}
	if got := w.finds(safeguard.Clearance, "unhcr-counselled"); got != "not-applicable" {
		t.Errorf("counselled there: %s", got)
	}
}

// What awaits somebody is assessed of where they will live: in another place, or
// another country, it is assessed anew; and no name of an area hides a suspension.
func TestWhereSomebodyWillLive(t *testing.T) {
	lives := func(at, area string) doing {
		return does("cas", "case.correct", Correct{Changed: Changed{Area: area}}).on(at)
	}
	assess := func(at string) doing {
		return dated(at, "pia", "risk.assess", assessment.AssessRisk{Finding: "none", Sheet: "NGA-1", Reasons: "x"})
	}
	w := begin(t, with(before("seat.give"), lives("11-07 09:00", "NGA/LA"))...)
	for _, s := range []struct {
		then doing
		want string
	}{{lives("11-07 09:30", "NGA/LA"), "unmet moved"}, {assess("11-07 10:00"), "met"}, {lives("11-08 10:00", "NGA/LA"), "met"}, {lives("11-08 11:00", "NGA/BO"), "unmet moved"}, {assess("11-08 12:00"), "met"}} {
		if w.do(s.then); w.finds(safeguard.Clearance, "individual-risk") != s.want {
			t.Errorf("%s at %s: %s, want %s", s.then.what, s.then.at, w.finds(safeguard.Clearance, "individual-risk"), s.want)
		}
	}
	w.do(notes(Country, "lea", "country.suspend", country.Suspend{Areas: []string{"NGA/BO"}, Reason: "war"}).on("11-08 13:00"))
	for area, want := range map[string]string{
		"NGA/BO": "unmet suspended", "NGA/BO/Maiduguri": "unmet suspended", "NGA/bo": "unmet suspended", "NGA/BO-": "unmet suspended", "NGA/BOX": "met", "NGA/LA": "met",
	} {
		w.do(does("cas", "case.correct", Correct{Changed: Changed{Area: area}}))
		if got := w.finds(safeguard.Clearance, "destination-open"); got != want {
			t.Errorf("NGA/BO is suspended, they will live in %s: %s", area, got)
		}
	}
	w = begin(t, with(before("seat.give"), does("cas", "case.correct", Correct{Changed: Changed{Destination: "GHA"}}).on("11-08 09:00"))...)
	delete(w.others, Country)
	w.do(notes(Country, "lea", "country.issue", country.Issue{Reference: "GHA", Sheet: "NGA-1"}))
	if got := w.finds(safeguard.Clearance, "individual-risk"); got != "unmet moved" {
		t.Errorf("assessed for Nigeria, on the way to Ghana: %s", got)
	}
}

// Who meets somebody for the first time at the gate does not know them.
func TestWhoMetThemAtTheGateOnlyDoesNotKnowThem(t *testing.T) {
	w := begin(t, without(before("gate.confirm-person"), "identity.choose")...)
	w.do(dated("11-21 10:00", "gat", "consent.reaffirm", consent.Reaffirm{Talk: alone, Answer: safeguard.Yes}))
	w.do(dated("11-21 10:01", "gat", "gate.confirm-person", movement.ConfirmPerson{Movement: flight, How: "met-before"}))
	if got := w.finds(safeguard.Boarding, "same-person"); got != "unmet never-met" {
		t.Errorf("met one minute before, at the gate: %s", got)
	}
}

// A child who objected has, whatever their file says of their age.
func TestAnObjectionOutlivesACorrection(t *testing.T) {
	w := begin(t, before("case.open")...)
	for _, d := range childWay(child(10, "with-parent")) {
		if d.what == "clearance.draw" {
			break
		}
		w.do(d)
	}
	no := declare
	no.Guardian, no.View = safeguard.Parent, safeguard.Objects
	w.do(dated("11-12 09:00", "cou", "consent.give", no))
	w.do(does("cas", "case.correct", Correct{Changed: Changed{Born: date("11-01").AddYears(-1)}}))
	for _, by := range []string{"", "cas", "pia"} {
		if by != "" {
			w.do(does(by, "age.settle", assessment.SettleAge{Child: true, How: "documents"}))
		}
		if got := w.finds(safeguard.Clearance, "consent"); got != "unmet child-objects" {
			t.Errorf("an infant by a correction, found by %q: %s", by, got)
		}
	}
}

// The word of one officer takes no child from a parent: both households are theirs
// until another says so too.
func TestOneOfficerTakesNoChildFromAParent(t *testing.T) {
	join := func(by, household, relation string) doing {
		return does(by, "household.join", JoinHousehold{Household: household, Relation: relation})
	}
	mother, uncle := of("M", "H1", "head"), of("U", "H2", "head")
	w := begin(t, with(before("case.open"), opened(child(10, "with-parent")))...)
	for _, s := range []struct {
		does          doing
		mother, uncle bool
	}{
		{join("cas", "H1", "child"), true, false}, {join("cas", "H2", "child"), true, true}, {join("cas", "H2", "child"), true, true}, {join("pia", "H2", "child"), false, true},
	} {
		w.do(s.does)
		if m, u := len(mother.Parenthood(w.file)) > 0, len(uncle.Parenthood(w.file)) > 0; m != s.mother || u != s.uncle {
			t.Errorf("%s said %v: the mother a parent %t, the uncle %t", s.does.by, s.does.args, m, u)
		}
	}
	parent := begin(t, with(here, join("cas", "H2", "head"))...)
	parent.do(join("cas", "H9", "head"))
	parent.file.Number = "P"
	if len(parent.file.Parenthood(w.file)) == 0 {
		t.Error("one officer took a parent from a child, in the parent's file")
	}
}
