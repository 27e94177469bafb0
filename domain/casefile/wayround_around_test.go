package casefile

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"amana/domain/assessment"
	"amana/domain/counselling"
	"amana/domain/country"
	"amana/domain/ledger"
	"amana/domain/monitoring"
	"amana/domain/movement"
	"amana/domain/results"
	"amana/domain/safeguard"
	"amana/domain/screening"
)

// withoutTheParent is a child of ten with a parent from whom a panel parts it; first is done
// before the panel decides.
func withoutTheParent(t *testing.T, first ...doing) *world {
	w := untilDrawn(t, child(10, "with-parent"))
	w.parent = &safeguard.ParentWay{Known: [][]ledger.Ref{nil}, Since: clock("10-01 09:00")}
	for _, d := range with(first, with(decide("apart"), does("pia", "caregiver.arrange", assessment.ArrangeCaregiver{Who: "welfare-authority", Safe: true, Status: "with-parent"}),
		agrees("escort", "travel"), anEscort)...) {
		w.do(d)
	}
	return w
}

// Two officers who found an adult did not find one of a child who is one by a paper since: one
// officer alone does not undo the paper.
func TestFoundAnAdultBeforeThePapers(t *testing.T) {
	adult := assessment.SettleAge{How: "interview"}
	older := dated("10-21 09:00", "cas", "case.correct", Correct{Changed: Changed{Born: amina.Born}})
	w := begin(t, with(scene, opened(amina), does("cou", "age.doubt", assessment.DoubtAge{Why: "x"}), does("pia", "age.settle", adult), does("sam", "age.settle", adult),
		dated("10-20 09:00", "pia", "case.correct", Correct{Changed: Changed{Born: child(15, "").Born, Alone: "unaccompanied"}}), older)...)
	class := func() safeguard.Class { return w.file.Class(w.around(nil), w.book, w.now) }
	if got := class(); got != safeguard.Child {
		t.Errorf("fifteen by a paper found since; one officer corrects it: %s", got)
	}
	w.do(does("pia", "age.settle", adult))
	w.do(does("sam", "age.settle", adult))
	if got := class(); got != safeguard.Adult {
		t.Errorf("two who know the paper find an adult: %s", got)
	}
	// and what two found first, the file says by one word
	w = begin(t, with(scene, opened(child(15, "unaccompanied")), does("cou", "age.doubt", assessment.DoubtAge{Why: "x"}), does("pia", "age.settle", adult), does("sam", "age.settle", adult), older)...)
	if got := class(); got != safeguard.Adult {
		t.Errorf("two found an adult, and the file says so since: %s", got)
	}
}

// A child whom a panel parts from the parent is met as a child alone is.
func TestAChildPartedFromTheParentIsMet(t *testing.T) {
	w := withoutTheParent(t)
	if got := w.finds(safeguard.Boarding, "family-unity"); got != "met" {
		t.Fatal(got)
	}
	if got := w.finds(safeguard.Boarding, "reception-acknowledged"); got != "unmet need" {
		t.Errorf("a child travels without the parent: reception %s", got)
	}
	w.parent = nil // who goes after all
	if got := w.finds(safeguard.Boarding, "reception-acknowledged"); got != "not-applicable" {
		t.Errorf("the parent goes with the child: reception %s", got)
	}
}

// Who assessed what is best for a child has no vote on parting it from a parent, or on what
// the other parent objects to.
func TestWhoAssessedVotes(t *testing.T) {
	bia := does("pa1", "interests.assess", assessment.AssessInterests{Agrees: true, Reasons: "x"})
	if got := withoutTheParent(t, bia).finds(safeguard.Boarding, "family-unity"); got != "unmet parents" {
		t.Errorf("who assessed the child votes on parting it from the parent: %s", got)
	}
	w := untilDrawn(t, child(10, "with-parent"))
	for _, d := range with([]doing{bia, does("sam", "family.ask", assessment.AskFamily{Alone: true, Wants: true, Other: safeguard.Objects})}, decide("family")...) {
		w.do(d)
	}
	if got := w.finds(safeguard.Clearance, "family-unity"); got != "unmet panel" {
		t.Errorf("who assessed the child votes on the other parent's objection: %s", got)
	}
}

// A number that is tighter in one rule and looser in another takes force with notice, whichever
// way it changes.
func TestATighterNumberLoosens(t *testing.T) {
	need := begin(t, with(before("clearance.draw"), dated("11-12 09:00", "pia", "need.find", screening.FindNeed{Need: "medical", Travels: true, Notify: "early"}), does("cas", "need.answer", continued),
		does("cas", "notice.send", notice), does("cas", "notice.hear", named("notice.sent", func(h ledger.Hash) any { return movement.HearNotice{Notice: h, Spoke: "x", Meets: "x"} })))...)
	for _, c := range []struct {
		name  string
		value int
	}{{"reception-hours", 300}, {"gate-hours", 1}, {"gate-delay-hours", 1}} {
		next := testBook(t)
		next.Numbers = maps.Clone(next.Numbers)
		next.Numbers[c.name] = c.value
		if err := next.Compile(); err != nil {
			t.Fatal(err)
		}
		if was := need.book; len(was.Loosens(next)) == 0 || len(next.Loosens(was)) == 0 {
			t.Errorf("%s %d, or back: in force at once", c.name, c.value)
		}
	}
	first := need.finds(safeguard.Boarding, "reception-acknowledged")
	need.book = testBook(t)
	need.book.Numbers["reception-hours"] = 300
	if err := need.book.Compile(); err != nil {
		t.Fatal(err)
	}
	if then := need.finds(safeguard.Boarding, "reception-acknowledged"); first != "unmet unacknowledged" || then != "met" {
		t.Errorf("%s, and by the number that is tighter %s: it is not looser any more", first, then)
	}
}

// Who was talked to inside a place is of those who come from it.
func TestRaidedWhereTheyWereTalkedTo(t *testing.T) {
	w := begin(t, with(before("seat.give"), dated("11-07 09:00", "cou", "counselling.hold", counselling.Hold{Talk: inside(), Minutes: 40, Topics: []string{"rights"}}),
		notes(Place, "pia", "place.open-incident", monitoring.OpenIncident{Incident: "raided", From: date("11-08")}).on("11-08 20:00"), dated("11-10 09:00", "mov", "seat.give", seat))...)
	if held, place := w.file.Held(); !held || place != "TAJ" {
		t.Fatal(place)
	}
	if m := w.others[Movement].(*movement.State); len(m.Signs) == 0 {
		t.Error("held in a place that was raided, by a talk alone: no sign")
	}
}

// The row of a list does not settle whose national somebody is: what officers did not know
// stands beside it, until one who knows both decides.
func TestAListSettlesANationality(t *testing.T) {
	for _, was := range []string{"disputed", "stateless", "unknown"} {
		i := amina
		i.Nationalities = []string{was}
		w := begin(t, with(with(scene, opened(i)), before("seat.give")[len(scene)+1:]...)...)
		nigerian := Correct{Changed: Changed{Nationalities: []string{"NGA"}}}
		w.do(lists("cas", "case.correct", nigerian))
		if got := w.finds(safeguard.Clearance, "destination-open"); !strings.HasPrefix(got, "un") {
			t.Errorf("%s, and Nigerian by the row of a list: %s", was, got)
		}
		if next := w.finding(safeguard.Clearance, "destination-open").Next; next[0].Do != "case.correct" {
			t.Errorf("%s: %v", was, next)
		}
		w.do(does("cas", "case.correct", nigerian))
		if got := w.finds(safeguard.Clearance, "destination-open"); got != "met" {
			t.Errorf("%s, and Nigerian by an officer's word: %s", was, got)
		}
	}
}

// Nor where somebody will live, of whom an officer said that it is where returns are suspended.
func TestAListMovesSomebodyOutOfASuspension(t *testing.T) {
	i := amina
	i.Area = "NGA/BO"
	w := begin(t, with(with(scene, opened(i)), before("seat.give")[len(scene)+1:]...)...)
	w.do(notes(Country, "lea", "country.suspend", country.Suspend{Reason: "x", Areas: []string{"NGA/BO"}}))
	lagos := Correct{Changed: Changed{Area: "NGA/LA"}}
	w.do(lists("cas", "case.correct", lagos))
	f := w.finding(safeguard.Clearance, "destination-open")
	if short(f) != "unknown unsettled" || f.Next[0].Do != "case.correct" {
		t.Errorf("to NGA/BO by an officer, to NGA/LA by the row of a list: %s", short(f))
	}
	w.do(does("cas", "case.correct", lagos))
	if got := w.finds(safeguard.Clearance, "destination-open"); got != "met" {
		t.Errorf("to NGA/LA by an officer: %s", got)
	}
}

// Nobody assesses on a country sheet that is not yet: it is refused, and what was recorded
// before the sheet was, by whoever did not know, holds on none. What speaks against a return
// is taken on any.
func TestASheetThatIsNotYet(t *testing.T) {
	next := notes(Country, "lea", "country.issue", country.Issue{Reference: "NGA", Sheet: "NGA-2", AtRisk: []string{"ERI"}})
	early := assessment.AssessRisk{Finding: "none", Sheet: "NGA-2"}
	w := begin(t, before("seat.give")...)
	if _, _, err := w.try(does("pia", "risk.assess", early)); refused(err) != "invalid fault.no-such-sheet sheet" {
		t.Errorf("assessed on a sheet that nobody issued: %v", err)
	}
	w.do(does("pia", "risk.assess", assessment.AssessRisk{Finding: "unclear", Sheet: "NGA-2"}))
	w = begin(t, before("seat.give")...)
	d := dated("11-07 09:00", "pia", "risk.assess", early)
	w.now = clock(d.at)
	w.record(d, w.deed(d), assessment.RiskAssessed{AssessRisk: early}) // by a node that let it pass
	w.do(next.on("11-08 09:00"))
	if got := w.finds(safeguard.Clearance, "individual-risk"); got != "unmet sheet" {
		t.Errorf("assessed on 11-07 on a sheet of 11-08: %s", got)
	}
	w.do(does("pia", "risk.assess", early).says("11-07 10:00"))
	if got := w.finds(safeguard.Clearance, "individual-risk"); got != "unmet sheet" {
		t.Errorf("said to have been assessed on 11-07 on a sheet of 11-08: %s", got)
	}
	w.do(does("pia", "risk.assess", early))
	if got := w.finds(safeguard.Clearance, "individual-risk"); got != "met" {
		t.Errorf("assessed on the sheet: %s", got)
	}
}

// Of two sheets that did not know of each other one is issued again: it is on record since it
// was first, so that what was assessed on it before holds.
func TestASheetThatIsIssuedAgain(t *testing.T) {
	of, _ := About(Country)
	var events []ledger.Event
	for i, name := range []string{"NGA-1", "NGA-2", "NGA-2b", "NGA-2"} {
		at := clock("10-01 08:00").AddDate(0, 0, i)
		events = append(events, ledger.Event{ID: ledger.Hash{byte(i + 1)}, Recorded: at, Happened: at, Body: country.Issued{Issue: country.Issue{Reference: "NGA", Sheet: name}}})
	}
	events[1].Parents, events[2].Parents, events[3].Parents = []ledger.Hash{{1}}, []ledger.Hash{{1}}, []ledger.Hash{{2}, {3}}
	h := ledger.Arrange(events)
	f := of.FoldOther(&h).(*country.State).Fact()
	if f.Sheet != "NGA-2" || !f.Issued["NGA-2"].Equal(clock("10-02 08:00")) || !f.Again["NGA-2"].Equal(clock("10-04 08:00")) || len(f.Again) != 1 {
		t.Errorf("%+v", f)
	}
}

// What may stop people and cannot be read, or placed, about a country, a movement, a place, a
// budget line or the text that they signed stops them, says so, and says what cures it.
func TestAStopBesideTheFileThatCannotBeRead(t *testing.T) {
	at := clock("10-01 08:00")
	first := func(b ledger.Body) ledger.Event {
		return ledger.Event{ID: ledger.Hash{1}, Recorded: at, Happened: at, Effect: ledger.EffectOf(b), Body: b}
	}
	nobodyReads := ledger.Event{ID: ledger.Hash{2}, Parents: []ledger.Hash{{1}}, Recorded: at.AddDate(0, 0, 9), Effect: ledger.Stop, Malformed: true}
	waits := func(b ledger.Body) ledger.Event {
		e := first(b)
		e.ID, e.Parents = ledger.Hash{2}, []ledger.Hash{{9}}
		return e
	}
	ends := func(b ledger.Body, parent byte) ledger.Event {
		e := first(b)
		e.ID, e.Parents, e.Recorded, e.Happened = ledger.Hash{3}, []ledger.Hash{{parent}}, at.AddDate(0, 0, 40), at.AddDate(0, 0, 40)
		return e
	}
	opened := map[Subject]ledger.Body{
		Country:  country.Issued{Issue: country.Issue{Reference: "NGA", Sheet: "NGA-1", AtRisk: []string{"ERI"}}},
		Line:     results.Opened{Open: results.Open{Reference: "L", Amount: 100_000}},
		Movement: movement.Planned{Plan: movement.Plan{Reference: flight, Kind: "charter", To: "NGA", Departs: clock("11-21 12:00"), Arrives: clock("11-21 18:00")}},
	}
	for _, c := range []struct {
		about Subject
		stop  ledger.Body // as it is when it waits
		ends  ledger.Body
		act   safeguard.Act
		rules []safeguard.ID
		do    string
	}{
		{Country, country.Suspended{}, country.Resumed{}, safeguard.Clearance, []safeguard.ID{"destination-open", "individual-risk", "unhcr-counselled"}, "country.resume"},
		{Line, results.Suspended{}, results.Resumed{}, safeguard.Seat, []safeguard.ID{"funds-open"}, "budget.resume"},
		{Movement, movement.SignNoted{}, movement.SignAnswered{AnswerSign: movement.AnswerSign{Sign: "unread"}}, safeguard.Boarding, []safeguard.ID{"not-collective"}, "movement.answer-sign"},
		{Movement, movement.Cancelled{}, nil, safeguard.Boarding, []safeguard.ID{"not-collective"}, ""},
	} {
		of, _ := About(c.about)
		fold := func(events ...ledger.Event) Folded {
			h := ledger.Arrange(append([]ledger.Event{first(opened[c.about])}, events...))
			return of.FoldOther(&h)
		}
		w := begin(t, before("boarding.board")...)
		says := func(f Folded, key string, do string) {
			t.Helper()
			if m, is := f.(*movement.State); is {
				m.Examined = w.others[Movement].(*movement.State).Examined
			}
			w.others[c.about] = f
			for _, id := range c.rules {
				got := w.finding(c.act, id)
				step := slices.ContainsFunc(got.Next, func(s safeguard.Step) bool { return s.Do == do && do != "" || s.Wait == "hub" && do == "" })
				if unread := short(got) == "unknown entry-unread"; unread != (key != "") || unread && !step {
					t.Errorf("%s %T: %s %s, next %v", c.about, c.stop, id, short(got), got.Next)
				}
			}
		}
		says(fold(), "", "")
		says(fold(waits(c.stop)), "entry-unread", "")
		if c.ends != nil {
			says(fold(nobodyReads), "entry-unread", c.do)
			says(fold(nobodyReads, ends(c.ends, 1)), "entry-unread", c.do) // who ends it knew of it
			says(fold(nobodyReads, ends(c.ends, 2)), "", "")
		}
	}
	// of what one reads no more of a line than that it is closed, nobody moves to it
	of, _ := About(Line)
	h := ledger.Arrange([]ledger.Event{first(opened[Line]), nobodyReads})
	if of.FoldOther(&h).(*results.State).Fact(1).Open() {
		t.Error("a line that may be suspended pays")
	}
}

// An entry about a place that nobody can read is a grave incident: nothing that is said there
// counts, from ever, until somebody who looked into it closes it.
func TestAnEntryAboutAPlaceThatCannotBeRead(t *testing.T) {
	at := clock("09-01 08:00")
	of, _ := About(Place)
	review := ledger.Event{ID: ledger.Hash{1}, Recorded: at, Happened: at, Body: monitoring.PlaceReviewed{ReviewPlace: monitoring.ReviewPlace{Reference: "TAJ", Official: true, Valid: date("12-31")}}}
	unread := ledger.Event{ID: ledger.Hash{2}, Parents: []ledger.Hash{{1}}, Recorded: clock("11-19 08:00"), Effect: ledger.Stop, Malformed: true}
	n := len(before("order.ask"))
	heard := free
	heard.Talk = inside()
	w := begin(t, with(with(before("order.ask"), heldOrNot("10-01 10:00", true)), with(without(before("seat.give")[n:], "voluntary.assess"), dated("10-30 09:00", "sam", "voluntary.assess", heard))...)...)
	for _, e := range []ledger.Event{{}, unread} {
		all := []ledger.Event{review}
		if e.Malformed {
			all = append(all, e)
		}
		h := ledger.Arrange(all)
		w.others[Place] = of.FoldOther(&h)
		if got := w.finds(safeguard.Clearance, "place-reviewed"); (got == "unknown entry-unread") != e.Malformed {
			t.Errorf("an entry that nobody can read (%v): %s", e.Malformed, got)
		}
	}
	s := w.others[Place].(*monitoring.State)
	if _, read := s.Upheavals(tripoli); read {
		t.Error("what happened there is known")
	}
	if _, err := (monitoring.CloseIncident{Incident: unread.ID}).Decide(*s, ledger.Deed{}); err != nil {
		t.Errorf("nobody can close it: %v", err)
	}
	closed := ledger.Event{ID: ledger.Hash{3}, Parents: []ledger.Hash{{2}}, Recorded: clock("11-20 08:00"), Happened: clock("11-20 08:00"), Effect: ledger.Lift,
		Body: monitoring.IncidentClosed{CloseIncident: monitoring.CloseIncident{Incident: unread.ID}}}
	h := ledger.Arrange([]ledger.Event{review, unread, closed})
	s = of.FoldOther(&h).(*monitoring.State)
	if _, read := s.Upheavals(tripoli); !read {
		t.Error("looked into and closed, and every movement with anybody who was ever held there waits for it")
	}
	sealed := ledger.Event{ID: ledger.Hash{4}, Parents: []ledger.Hash{{3}}, Recorded: clock("11-20 09:00"), Happened: clock("11-20 09:00"), Effect: ledger.Stop,
		Sealed: ledger.SetOf(ledger.Protection), Body: monitoring.IncidentOpened{}}
	closed.ID, closed.Parents = ledger.Hash{5}, []ledger.Hash{{4}}
	closed.Body = monitoring.IncidentClosed{CloseIncident: monitoring.CloseIncident{Incident: sealed.ID}}
	h = ledger.Arrange([]ledger.Event{review, sealed, closed})
	if _, read := of.FoldOther(&h).(*monitoring.State).Upheavals(tripoli); read {
		t.Error("closed, and what it was somebody else reads: it may have been a raid")
	}
}
