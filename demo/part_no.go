package demo

import (
	"time"

	"amana/domain/casefile"
	"amana/domain/consent"
	"amana/domain/movement"
	"amana/domain/safeguard"
)

// saidNo is those who said no, at every stage, and those of whom it was said.
var saidNo = []part{
	{name: "no before a seat", n: 9, tell: func(w *way) {
		w.contact()
		w.counsel()
		w.screen()
		w.assess()
		w.agree()
		w.before(12)
		w.withdraw(w.co(), pick(w.rng, []string{"in-person", "phone", "letter", "web"}), "before-seat")
	}},
	{name: "no with a seat", n: 6, tell: func(w *way) {
		w.early()
		w.takeSeat(w.f)
		w.before(6)
		w.withdraw(w.po(), "in-person", "seat")
	}},
	{name: "no after clearance", n: 4, tell: func(w *way) {
		w.ready()
		w.before(3)
		w.withdraw(hotline, pick(w.rng, []string{"hotline", "sms", "web"}), "cleared")
	}},
	{name: "no when asked again", n: 3, tell: func(w *way) {
		w.ready()
		w.at = w.f.final().Add(-30 * time.Hour)
		w.do(w.co(), "consent.reaffirm", consent.Reaffirm{Talk: w.talk(), Answer: safeguard.No})
	}},
	{name: "no at the gate", n: 4, look: "look.no-at-the-gate", tell: func(w *way) {
		w.ready()
		w.lastTalks()
		w.atGate()
		w.same()
		w.answer(safeguard.No)
		w.later(4)
		w.do(w.po(), "custody.record", w.custody("now", false))
		w.to(morning(w.f.final(), 4, w.zone))
		w.session("options", "rights")
	}},
	{name: "no at the aircraft door", n: 1, look: "look.no-at-the-door", tell: func(w *way) {
		w.ready()
		w.lastTalks()
		w.gate()
		w.at = w.f.final().Add(-10 * time.Minute)
		w.withdraw(w.mo(), "in-person", "aircraft-door")
	}},
	{name: "not sure at the gate", n: 2, look: "look.not-sure", tell: func(w *way) {
		w.ready()
		w.lastTalks()
		w.atGate()
		w.same()
		w.answer(safeguard.NotSure)
		w.later(5)
		w.do(w.mo(), "seat.free", movement.FreeSeat{Reason: "not-cleared"})
	}},
	{name: "not sure, then yes", n: 2, leaves: true, tell: func(w *way) {
		w.ready()
		w.lastTalks()
		w.atGate()
		w.same()
		w.answer(safeguard.NotSure)
		w.at = w.at.Add(25 * time.Minute)
		w.answer(safeguard.Yes)
		w.board()
		w.leave()
	}},
	{name: "not sure when asked again, then yes", n: 2, leaves: true, tell: func(w *way) {
		w.ready()
		w.at = w.f.final().Add(-50 * time.Hour)
		w.do(w.co(), "consent.reaffirm", consent.Reaffirm{Talk: w.talk(), Answer: safeguard.NotSure})
		w.lastTalks()
		w.gate()
		w.leave()
	}},
	{name: "came back after a no", n: 3, leaves: true, lead: 50, tell: func(w *way) {
		w.contact()
		w.counsel()
		w.screen()
		w.assess()
		w.agree()
		w.on(16)
		w.withdraw(w.co(), "phone", "before-seat")
		w.on(18)
		w.session("rights", "options", "conditions", "withdrawal", "remedy")
		w.on(19)
		give := w.declaration()
		w.do(w.co(), "consent.give", from(func(c *casefile.Case) any { give.Names = withdrawals(c); return give }))
		w.prepare()
		w.takeSeat(w.f)
		w.clear()
		w.lastTalks()
		w.gate()
		w.leave()
	}},
	{name: "a false report", n: 2, leaves: true, look: "look.false-report", tell: func(w *way) {
		w.early()
		w.takeSeat(w.f)
		w.before(9)
		w.later(9)
		w.report("sms")
		w.refused(w.cw(), "embassy.contact", movement.ContactEmbassy{Embassy: w.p.nation.code, For: "entry"})
		w.before(8)
		w.settle("denied")
		w.later(30)
		w.do(mission, "incident.close", from(func(c *casefile.Case) any {
			return casefile.CloseIncident{Incident: c.Incidents[len(c.Incidents)-1].ID, Outcome: "The number belongs to nobody who knows the person. They know of it."}
		}))
		w.clear()
		w.lastTalks()
		w.gate()
		w.leave()
	}},
	{name: "a true report", n: 2, tell: func(w *way) {
		w.early()
		w.takeSeat(w.f)
		w.before(6)
		w.report("relative")
		w.later(22)
		w.settle("confirmed")
	}},
	{name: "a report on somebody who cannot be asked", n: 1, tell: func(w *way) {
		w.early()
		w.takeSeat(w.f)
		w.before(6)
		w.report("sms")
		w.later(40)
		w.settle("cannot-ask")
	}},
	{name: "a report not looked at yet", n: 1, to: "MLI", when: ahead, tell: func(w *way) {
		w.early()
		w.takeSeat(w.f)
		w.at = w.now.Add(-20 * time.Hour)
		w.report("sms")
	}},
}
