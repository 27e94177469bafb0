package desk_test

import (
	"testing"
	"time"

	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/assessment"
	"amana/domain/consent"
	"amana/domain/day"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/talk"
)

var inPerson = talk.Talk{Language: "hau", Understood: true, Mode: talk.InPerson, OutOfHearing: true, OutOfSight: true, Control: talk.Free, Witness: talk.NoWitness}

// A need for which the person chose somebody else is nothing that the mission reads of.
func TestANeedIsKeptFromTheMission(t *testing.T) {
	p, ctx := staffed(t), t.Context()
	there := mission(t, p, "NGA")
	number, err := p.Way(ctx, "Hawa", "seat.give")
	if err != nil {
		t.Fatal(err)
	}
	named := find(ctx, t, p, number, "legal")
	kept := find(ctx, t, p, number, "gbv-service")
	if _, err := p.Do(ctx, "cas", number, "notice.send", movement.SendNotice{Needs: []ledger.Hash{named}, Movement: desktest.Flight}); err != nil {
		t.Fatal(err)
	}
	accepted, err := p.Do(ctx, "cas", number, "notice.accept-other", movement.AcceptOther{Needs: []ledger.Hash{kept}, Movement: desktest.Flight, Meets: "her sister", Talk: inPerson})
	if err != nil {
		t.Fatal(err)
	}
	events, err := p.Desk.Events(ctx, there, number)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range events {
		if e.Entry == kept || e.Entry == accepted.Entry {
			t.Errorf("the mission reads of a need that no notice names: %s", e.Kind)
		}
	}
	c, err := p.Desk.Case(ctx, there, number)
	if err != nil || len(c.File.Screening.Needs) != 1 || len(c.File.Preparation.Notices) != 1 {
		t.Errorf("the mission reads of needs %+v and notices %+v: %v", c.File.Screening.Needs, c.File.Preparation.Notices, err)
	}
}

// Whoever does not escort somebody any more is handed no paper that names them.
func TestAPaperForAnEscortWhoDoesNotCome(t *testing.T) {
	p, ctx := staffed(t), t.Context()
	number, err := p.Way(ctx, "Hawa", "seat.give")
	if err != nil {
		t.Fatal(err)
	}
	p.At(40, 9*time.Hour)
	for _, s := range []struct {
		by, command string
		args        any
	}{
		{"mov", "seat.give", movement.GiveSeat{Movement: desktest.Flight, Line: desktest.Line, Reason: "waiting-longest"}},
		{"cou", "sharing.consent", consent.Share{Recipient: "escort", Purpose: "travel"}},
		{"pia", "escort.arrange", map[string]any{"escort": "pia", "movement": desktest.Flight}},
	} {
		if _, err := p.Do(ctx, s.by, number, s.command, s.args); err != nil {
			t.Fatal(err)
		}
	}
	c, err := p.Desk.Case(ctx, p.Who("hop"), number)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Do(ctx, "pia", number, "escort.cancel", assessment.CancelEscort{Escort: c.File.Assessment.Escort[0].ID}); err != nil {
		t.Fatal(err)
	}
	paper, err := p.Desk.Paper(ctx, p.Who("hom"), desktest.Flight, desk.PaperEscort)
	if err != nil {
		t.Fatal(err)
	}
	if len(paper.People) > 0 {
		t.Errorf("the escorts' paper: %+v", paper.People)
	}
}

// The carrier reads with which document somebody travels: neither one that was lost nor a
// birth certificate.
func TestTheCarrierReadsWithWhatSomebodyTravels(t *testing.T) {
	p, ctx := staffed(t), t.Context()
	number, err := p.Way(ctx, "Hawa", "seat.give")
	if err != nil {
		t.Fatal(err)
	}
	p.At(40, 9*time.Hour)
	if _, err := p.Do(ctx, "mov", number, "seat.give", movement.GiveSeat{Movement: desktest.Flight, Line: desktest.Line, Reason: "waiting-longest"}); err != nil {
		t.Fatal(err)
	}
	c, err := p.Desk.Case(ctx, p.Who("hop"), number)
	if err != nil {
		t.Fatal(err)
	}
	on := func(days int) day.Day { return day.Of(desktest.Begin.AddDate(0, 0, days)) }
	if _, err := p.Do(ctx, "cas", number, "document.withdraw", movement.WithdrawDocument{Document: c.File.Preparation.Documents[0].ID, Why: "lost"}); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Do(ctx, "cas", number, "document.record", movement.RecordDocument{Document: "emergency-travel-document", Through: "own", From: on(19), To: on(90)}); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Do(ctx, "cas", number, "document.record", movement.RecordDocument{Document: "birth-certificate", Through: "own", From: on(1), To: on(900)}); err != nil {
		t.Fatal(err)
	}
	paper, err := p.Desk.Paper(ctx, p.Who("mov"), desktest.Flight, desk.PaperCarrier)
	if err != nil {
		t.Fatal(err)
	}
	if len(paper.People) != 1 || paper.People[0].Document != "emergency-travel-document" {
		t.Errorf("the carrier's paper: %+v", paper.People)
	}
}

// A departure that never was is taken back by two, and the log verifies.
func TestADepartureIsTakenBack(t *testing.T) {
	w, _ := programme(t)
	ctx := t.Context()
	number := travels(t, w, "Zainab", "boarding.board")
	w.At(51, 12*time.Hour+5*time.Minute)
	does(t, w, "mov", number, "departure.record", movement.Depart{Movement: desktest.Flight})
	c, err := w.Desk.Case(ctx, w.Who("hop"), number)
	if err != nil {
		t.Fatal(err)
	}
	id := c.File.Travel.Left[0].ID
	does(t, w, "cas", number, "departure.dispute", movement.DisputeDeparture{Departure: id, Facts: "met"})
	if _, err := w.Do(ctx, "mov", number, "departure.retract", movement.RetractDeparture{Departure: id, Reason: "x"}); err == nil {
		t.Error("by who recorded it")
	}
	does(t, w, "hom", number, "departure.retract", movement.RetractDeparture{Departure: id, Reason: "seen"})
	does(t, w, "mov", number, "seat.free", movement.FreeSeat{Reason: "other"})
	dir, size := desktest.Published(t, w)
	if rep, said := desktest.Rechecked(t, dir, size); said != "" {
		t.Errorf("%+v %q", rep, said)
	}
}

// A changed program that takes a departure back which nobody disputed is found, and does
// nothing.
func TestARetractionThatNobodyDisputedIsFound(t *testing.T) {
	w, _ := programme(t)
	number := travels(t, w, "Zainab", "boarding.board")
	w.At(51, 12*time.Hour+5*time.Minute)
	does(t, w, "mov", number, "departure.record", movement.Depart{Movement: desktest.Flight})
	c, err := w.Desk.Case(t.Context(), w.Who("hop"), number)
	if err != nil {
		t.Fatal(err)
	}
	id := c.File.Travel.Left[0].ID
	if err := w.Desk.Forge(t.Context(), w.Who("hom"), number, movement.DepartureRetracted{RetractDeparture: movement.RetractDeparture{Departure: id, Reason: "x"}}); err != nil {
		t.Fatal(err)
	}
	dir, size := desktest.Published(t, w)
	if _, said := desktest.Rechecked(t, dir, size); said == "" {
		t.Error("one officer's word took a departure without clearance off the record, and the verification holds")
	}
}
