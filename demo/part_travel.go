package demo

import (
	"time"

	"amana/domain/access"
	"amana/domain/assessment"
	"amana/domain/casefile"
	"amana/domain/counselling"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/reintegration"
	"amana/domain/safeguard"
	"amana/domain/screening"
)

// travelled is what happens around a flight.
var travelled = []part{
	{name: "departed uncleared", n: 1, leaves: true, look: "look.uncleared", with: heldAt("DC-TRI-1"), tell: func(w *way) {
		w.ready()
		w.before(3)
		w.withdraw(hotline, "hotline", "cleared")
		w.at = w.f.final().Add(-40 * time.Minute)
		w.refused(movements, "boarding.board", movement.Board{Movement: w.f.ref})
		w.at = w.f.final().Add(12 * time.Minute)
		w.do(movements, "departure.record", movement.Depart{Movement: w.f.ref})
		w.arrive(false)
	}},
	{name: "waited for a flight that was cancelled", n: 12, when: cancelled, leaves: true, lead: 30, with: func(s *story, p *person) {
		p.second = s.flightAfter(p.flight)
		p.second.slots--
		p.secondLine = p.second.queue
		p.second.queue++
	}, tell: func(w *way) {
		w.ready()
		w.at = w.f.departs.Add(3 * time.Hour)
		w.f, w.p.line = w.p.second, w.p.secondLine
		w.takeSeat(w.f)
		w.clear()
		w.lastTalks()
		w.gate()
		w.leave()
	}},
	{name: "not presented", n: 3, with: heldAt("DC-TRI-2"), tell: func(w *way) {
		w.ready()
		w.lastTalks()
		w.at = w.f.final().Add(-beforeGate - 10*time.Minute)
		w.do("PO-"+w.p.office.short+"-1", "boarding.not-present", movement.NotPresent{Movement: w.f.ref})
	}},
	{name: "missing on arrival", n: 1, leaves: true, tell: func(w *way) {
		w.ready()
		w.lastTalks()
		w.gate()
		w.at = w.f.final().Add(time.Minute)
		w.do(w.mo(), "departure.record", movement.Depart{Movement: w.f.ref})
		w.arrive(true)
	}},
	{name: "an urgent return", n: 1, to: "NGA", leaves: true, lead: 7, free: true, look: "look.urgent", with: func(_ *story, p *person) { p.ill, p.rush = true, true }, tell: urgent},
	{name: "moved out of danger", n: 2, when: ahead, tell: func(w *way) {
		w.contact()
		w.counsel()
		w.screen()
		w.on(6)
		w.do(w.he(), "transfer.make", movement.Transfer{To: "hospital", Country: safeguard.Libya, Agreed: pick(w.rng, []string{"agreed", "vital-interest"})})
	}},
	{name: "moved out of danger, then home", n: 1, leaves: true, tell: func(w *way) {
		w.contact()
		w.counsel()
		w.screen()
		w.do(w.po(), "transfer.make", movement.Transfer{To: "safe-house", Country: safeguard.Libya, Agreed: "agreed"})
		w.goOn()
	}},
	{name: "met by somebody else", n: 2, leaves: true, with: func(_ *story, p *person) { p.ill = true }, tell: func(w *way) {
		w.ready()
		w.before(4)
		talk := w.talk()
		w.do(w.cw(), "notice.accept-other", from(func(c *casefile.Case) any {
			return casefile.AcceptOther{AcceptOther: movement.AcceptOther{Notice: newestNotice(c), Meets: "Her brother, who has a car.", Talk: talk}}
		}))
		w.lastTalks()
		w.gate()
		w.leave()
	}},
	{name: "refused to be examined", n: 1, leaves: true, tell: func(w *way) {
		w.early()
		w.takeSeat(w.f)
		w.before(6)
		w.do(w.he(), "health.examine", screening.Examine{Outcome: "refused", Interpreter: w.talk().Interpreter})
		w.clear()
		w.lastTalks()
		w.gate()
		w.leave()
	}},
	{name: "a paper that was taken away", n: 1, leaves: true, tell: func(w *way) {
		w.early()
		w.later(1)
		w.do(w.cw(), "document.withdraw", from(func(c *casefile.Case) any {
			return movement.WithdrawDocument{Document: of(c.Preparation.Documents, func(d safeguard.Document) ledger.Hash { return d.ID }), Why: "taken-away"}
		}))
		w.later(1)
		w.do(w.cw(), "document.record", movement.RecordDocument{Document: "laissez-passer", From: w.today(), To: w.today().Add(90), Through: safeguard.ThroughEmbassy})
		w.takeSeat(w.f)
		w.clear()
		w.lastTalks()
		w.gate()
		w.leave()
	}},
	{name: "an escort who fell ill", n: 1, leaves: true, lead: 44, with: aged(13, "unaccompanied"), tell: func(w *way) {
		w.early()
		w.takeSeat(w.f)
		w.do(w.mo(), "escort.cancel", from(func(c *casefile.Case) any {
			return assessment.CancelEscort{Escort: of(c.Assessment.Escort, func(e safeguard.Escort) ledger.Hash { return e.ID })}
		}))
		w.do(w.mo(), "escort.arrange", assessment.ArrangeEscort{Movement: w.f.ref, Escort: w.officers[receiver(w.p.nation)].ID})
		w.clear()
		w.lastTalks()
		w.gate()
		w.leave()
	}},
	{name: "said to have left", n: 1, when: ahead, tell: func(w *way) {
		w.contact()
		w.counsel()
		w.screen()
		w.later(1)
		w.do(w.mo(), "departure.record", movement.Depart{})
		wrong := func(c *casefile.Case) ledger.Hash { return c.Travel.Departed.ID }
		w.later(1)
		w.do(w.po(), "departure.dispute", from(func(c *casefile.Case) any {
			return movement.DisputeDeparture{Departure: wrong(c), Facts: "Sat in the waiting room this morning and showed the card of our office."}
		}))
		w.do(mission, "departure.retract", from(func(c *casefile.Case) any {
			return movement.RetractDeparture{Departure: wrong(c), Reason: "Spoke with them by video, and with the carrier: somebody of the same name left."}
		}))
		w.do(overseer, "incident.close", from(func(c *casefile.Case) any {
			return casefile.CloseIncident{Incident: c.Incidents[0].ID, Outcome: "Written into the wrong file. The office reads numbers aloud now before it writes."}
		}))
	}},
	{name: "wants no plan", n: 3, leaves: true, tell: func(w *way) {
		w.early()
		w.later(1)
		w.do(w.co(), "reintegration.decline", reintegration.Decline{})
		w.takeSeat(w.f)
		w.clear()
		w.lastTalks()
		w.gate()
		w.leave()
	}},
	{name: "a name written wrong", n: 3, leaves: true, tell: func(w *way) {
		w.contact()
		wrong := w.p.identity()
		w.acts[0].args = func(*casefile.Case) any {
			open := casefile.Open{Identity: wrong, Office: w.p.office.name, Wish: w.wish()}
			open.Born = open.Born.AddYears(-1)
			return open
		}
		w.do(w.cw(), "case.correct", casefile.Correct{Changed: casefile.Changed(wrong)})
		w.counsel()
		w.screen()
		w.goOn()
	}},
	{name: "imported", n: 5, when: ahead, look: "look.imported", tell: func(w *way) {
		w.contactAs(partner)
		w.on(1)
		w.do(w.cw(), "counselling.hold", counselling.Hold{Talk: w.talk(), Minutes: 30, Topics: []string{"rights", "options", "conditions", "withdrawal"}, Question: "Not written down."}).imported = partner
	}},
	{name: "left before us", n: 2, tell: func(w *way) {
		w.contactAs(partner)
		a := w.do(w.cw(), "departure.record", movement.Depart{})
		a.imported, a.happened = partner, w.p.first.AddDate(-1, 0, 0)
	}},
	{name: "imported, and met again", n: 2, leaves: true, lead: 45, tell: func(w *way) {
		w.contactAs(partner)
		w.counsel()
		if w.p.held.first && !w.p.held.wish { // the word of a list frees nobody
			w.do(w.co(), "custody.record", w.custody("now", false))
		}
		w.do(w.co(), "import.attest", from(func(c *casefile.Case) any { return casefile.AttestImport{Entry: c.Counselling.Wishes[0].ID} }))
		w.screen()
		w.goOn()
	}},
	{name: "pressed", n: 1, leaves: true, tell: func(w *way) {
		w.contact()
		w.do(w.co(), "incident.open", casefile.OpenIncident{Incident: "pressure", Facts: "A guard asked for money to let them speak to us."})
		w.counsel()
		w.on(4)
		w.do(overseer, "incident.close", from(func(c *casefile.Case) any {
			return casefile.CloseIncident{Incident: c.Incidents[0].ID, Outcome: "The guard no longer works where we speak to people."}
		}))
		w.screen()
		w.goOn()
	}},
}

// partner is on whose word people were imported.
const partner = "a partner's list of last spring"

// urgent is a way of five days: two talks in one day by two officers, nothing
// else left out.
func urgent(w *way) {
	w.at = morning(w.p.first, 0, w.zone)
	w.do(w.co(), "case.open", casefile.Open{Identity: w.p.identity(), Office: w.p.office.name, Wish: w.wish()})
	w.do(w.co(), "custody.record", w.custody("first-contact", false))
	w.do(w.co(), "custody.record", w.custody("wish", false))
	w.do(head, "urgent.declare", movement.DeclareUrgent{Movement: w.f.ref, Facts: "A tumour; the operation is possible at home and not here."})
	w.call(observer, access.Observer)
	w.do(observer, "urgent.second", movement.SecondUrgent{Movement: w.f.ref, Facts: "I spoke to the surgeon and to the person."})
	today := w.at
	w.at = today.Add(26 * time.Hour)
	w.do(overseer, "urgent.review", movement.ReviewUrgent{Movement: w.f.ref, Stands: true, Reason: "The surgeon's letter says so."})
	w.at = today
	hold := counselling.Hold{Talk: w.talk(), Minutes: 40, Topics: []string{"rights", "options", "conditions", "withdrawal"}, Question: "Shall I live?", Limited: true}
	w.do(w.co(), "counselling.hold", hold)
	w.do(w.co(), "order.ask", counselling.AskOrder{Checked: true, Interpreter: w.talk().Interpreter})
	for _, option := range options {
		w.tellOption(option)
	}
	w.fear(w.co(), safeguard.FearNone)
	w.do(w.po(), "screening.record", screening.Record{Talk: w.talk(), Sheet: sheetHere, Household: true})
	w.trafficking(screening.ScreenTrafficking{Act: "no", Means: "no", Purpose: "no"})
	w.do(w.po(), "voluntary.assess", w.voluntary())
	w.risk(w.po(), "none")
	w.need()
	w.later(4)
	hold.Topics = []string{"reintegration", "data", "remedy"}
	w.do(w.co2(), "counselling.hold", hold)
	w.consent()
	w.do(w.co(), "custody.record", w.custody("consent", false))
	w.prepare()
	w.takeSeat(w.f)
	w.clear()
	w.lastTalks()
	w.gate()
	w.leave()
}

// flightAfter is one to the same country on which those can go whose flight
// was cancelled.
func (s *story) flightAfter(f *flight) *flight {
	for _, g := range s.flights {
		if g.nation == f.nation && g.past && g.slots > 0 && g.departs.After(f.departs.AddDate(0, 0, 11)) {
			return g
		}
	}
	panic("demo: nobody flies after the cancelled flight")
}
