package demo

import (
	"amana/domain/access"
	"amana/domain/assessment"
	"amana/domain/casefile"
	"amana/domain/counselling"
	"amana/domain/day"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/safeguard"
	"amana/domain/screening"
)

// protected is fear, asylum, risk, capacity, trafficking and what was not
// answered.
var protected = []part{
	{name: "asks for asylum", n: 5, look: "look.asylum", tell: func(w *way) {
		w.contact()
		w.counsel()
		w.screen()
		w.on(6)
		w.asylum()
		if w.p.n%3 == 0 {
			w.on(70)
			w.do(w.cw(), "case.end", casefile.End{Outcome: "asylum"})
		}
	}},
	{name: "took asylum back", n: 1, leaves: true, tell: func(w *way) {
		w.contact()
		w.counsel()
		w.screen()
		w.on(4)
		w.asylum()
		w.later(5)
		w.share("unhcr", "protection")
		w.do(w.po(), "unhcr.request", assessment.RequestUNHCR{})
		w.on(6)
		w.do(unhcr, "asylum.lift", from(func(c *casefile.Case) any {
			return assessment.LiftAsylum{Request: of(c.Assessment.Asylum, func(a safeguard.Asylum) ledger.Hash { return a.ID }), Before: "unhcr", Private: true, Interpreter: w.talk().Interpreter}
		}))
		w.do(unhcr, "unhcr.counsel", assessment.CounselUNHCR{Outcome: "counselled", By: "unhcr", Interpreter: w.talk().Interpreter})
		w.goOn()
	}},
	{name: "fears somebody at home", n: 3, leaves: true, tell: func(w *way) {
		w.contact()
		w.counsel()
		w.on(2)
		w.fear(w.co(), safeguard.FearHome)
		w.share("unhcr", "protection")
		w.do(w.po(), "unhcr.request", assessment.RequestUNHCR{})
		w.screen()
		w.on(6)
		w.do(unhcr, "unhcr.counsel", assessment.CounselUNHCR{Outcome: "counselled", By: "unhcr", Interpreter: w.talk().Interpreter})
		w.goOn()
	}},
	{name: "did not want to answer", n: 2, leaves: true, tell: func(w *way) {
		w.contact()
		w.counsel()
		w.on(2)
		w.fear(w.co(), safeguard.FearNoAnswer)
		w.screen()
		w.on(6)
		w.settleFear()
		w.goOn()
	}},
	{name: "fears their embassy", n: 2, when: ahead, tell: func(w *way) {
		w.contact()
		w.counsel()
		w.on(2)
		w.fear(w.co(), safeguard.FearBoth)
		w.share("unhcr", "protection")
		w.do(w.po(), "unhcr.request", assessment.RequestUNHCR{})
		w.screen()
		w.assess()
		w.agree()
		w.on(16)
		w.share("embassy", "travel-document")
		w.refused(w.cw(), "embassy.contact", movement.ContactEmbassy{Embassy: w.p.nation.code, For: "travel-document"})
	}},
	{name: "UNHCR was silent", n: 1, to: "ETH", leaves: true, lead: 45, with: func(_ *story, p *person) { p.unhcr = "silent" }, tell: func(w *way) {
		w.contact()
		w.counsel()
		w.screen()
		w.on(3)
		w.share("unhcr", "protection")
		w.do(w.po(), "unhcr.request", assessment.RequestUNHCR{})
		w.on(6)
		w.share("unhcr", "protection")
		w.do(w.po(), "unhcr.request", assessment.RequestUNHCR{})
		w.on(18)
		w.call(observer, access.Observer)
		w.do(observer, "unhcr.counsel", assessment.CounselUNHCR{Outcome: "counselled", By: "lawyer", Interpreter: w.talk().Interpreter})
		w.goOn()
	}},
	{name: "UNHCR cannot", n: 1, to: "ETH", leaves: true, with: func(_ *story, p *person) { p.unhcr = "cannot" }, tell: func(w *way) {
		w.contact()
		w.counsel()
		w.screen()
		w.share("unhcr", "protection")
		w.do(w.po(), "unhcr.request", assessment.RequestUNHCR{})
		w.on(4)
		w.do(unhcr, "unhcr.counsel", assessment.CounselUNHCR{Outcome: "cannot", By: "unhcr"})
		w.on(6)
		w.call(observer, access.Observer)
		w.do(observer, "unhcr.counsel", assessment.CounselUNHCR{Outcome: "counselled", By: "protection-actor", Interpreter: w.talk().Interpreter})
		w.goOn()
	}},
	{name: "a real risk", n: 3, when: ahead, look: "look.real-risk", tell: func(w *way) {
		w.contact()
		w.counsel()
		w.screen()
		w.assess()
		w.on(8)
		w.risk(w.po(), "real")
		w.at = day.Later(w.at, morning(w.f.departs, -35, w.zone))
		w.refused(w.mo(), "seat.give", movement.GiveSeat{Movement: w.f.ref, Line: lineReserve, Reason: "protection"})
	}},
	{name: "a risk that others looked at again", n: 1, leaves: true, lead: 45, tell: func(w *way) {
		w.contact()
		w.counsel()
		w.screen()
		w.assess()
		w.on(6)
		w.risk(w.po(), "real")
		w.on(14)
		risk := w.assessed("none")
		w.do(w.pl(), "risk.assess", from(func(c *casefile.Case) any {
			risk.Ends = []ledger.Hash{of(c.Assessment.Risks, func(r safeguard.Risk) ledger.Hash { return r.ID })}
			return risk
		}))
		w.agree()
		w.onwards()
	}},
	{name: "a risk that was unclear", n: 1, leaves: true, tell: func(w *way) {
		w.contact()
		w.counsel()
		w.screen()
		w.assess()
		w.on(6)
		w.risk(w.po(), "unclear")
		w.later(30)
		w.risk(w.pl(), "none")
		w.agree()
		w.onwards()
	}},
	{name: "supported in deciding", n: 1, leaves: true, free: true, tell: func(w *way) {
		w.contact()
		w.counsel()
		w.do(w.co(), "capacity.doubt", assessment.Doubt{Why: "Could not say where they are; distress, or more."})
		w.on(4)
		able := assessment.FindCapacity{Outcome: "able-with-support", Supported: true}
		w.do(w.he(), "capacity.find", able)
		w.do(w.po(), "capacity.find", able)
		w.screen()
		w.goOn()
	}},
	{name: "cannot decide", n: 1, when: ahead, free: true, tell: func(w *way) {
		w.contact()
		w.counsel()
		w.do(w.co(), "capacity.doubt", assessment.Doubt{Why: "Does not know the officer from one hour to the next."})
		w.on(5)
		w.do(w.he(), "capacity.find", assessment.FindCapacity{Outcome: "lasting-inability", Supported: true})
		w.screen()
		w.assess()
		w.agree()
		w.prepare()
	}},
	{name: "presumed trafficked", n: 2, leaves: true, with: func(_ *story, p *person) { p.presumed = true }, tell: func(w *way) {
		w.contact()
		w.counsel()
		w.screen()
		w.trafficking(screening.ScreenTrafficking{Act: "yes", Means: "no-answer", Purpose: "yes", Presumed: true})
		w.later(20)
		w.do(traffick, "trafficking.assess", screening.AssessTrafficking{Services: "none-exist", Chose: true, MeetsThem: true, Nights: true, OneNumber: true, Contacts: true, Reflection: true, Reasons: "No service in the district; the person knows, and a cousin meets them.", Interpreter: w.talk().Interpreter})
		w.goOn()
	}},
	{name: "did not wish to say", n: 2, leaves: true, tell: func(w *way) {
		w.contact()
		w.counsel()
		w.screen()
		w.trafficking(screening.ScreenTrafficking{Act: "no-answer", Means: "no-answer", Purpose: "no-answer"})
		w.later(3)
		w.do(w.co(), "screening.record", screening.Record{Talk: w.talk(), Sheet: sheetHere, Refused: true})
		w.on(4)
		w.do(w.po(), "screening.record", screening.Record{Talk: w.talk(), Sheet: sheetHere, Refused: true})
		w.goOn()
	}},
	{name: "through a relative", n: 1, leaves: true, free: true, tell: func(w *way) {
		w.contact()
		w.counsel()
		t := w.talk()
		t.Interpreter = w.interpreter()
		t.Interpreter.Tie = "relative"
		w.do(w.co(), "counselling.hold", counselling.Hold{Talk: t, Minutes: 20, Topics: []string{"data"}, Question: "None was asked; the cousin spoke."})
		w.on(2)
		w.do(w.po(), "counselling.void", from(func(c *casefile.Case) any {
			return counselling.Void{Session: of(c.Counselling.Sessions, func(x safeguard.Session) ledger.Hash { return x.ID }), Reason: "A relative interpreted."}
		}))
		w.screen()
		w.goOn()
	}},
	{name: "through a companion", n: 1, to: "BGD", when: ahead, tell: func(w *way) {
		w.contact()
		t := w.talk()
		t.Interpreter = w.interpreter()
		t.Interpreter.Tie = "companion"
		w.do(w.co(), "counselling.hold", counselling.Hold{Talk: t, Minutes: 20, Topics: []string{"rights"}, Question: "None was asked."})
	}},
	{name: "overheard", n: 2, when: ahead, with: heldAt("DC-TRI-2"), tell: func(w *way) {
		w.contact()
		t := w.talk()
		t.OutOfHearing = false
		w.do(w.co(), "counselling.hold", counselling.Hold{Talk: t, Minutes: 10, Topics: []string{"rights"}, Question: "The guard did not leave."})
	}},
	{name: "somebody else's idea", n: 2, when: ahead, with: func(_ *story, p *person) { p.suggested = true }, tell: func(w *way) {
		w.contact()
		w.acts = w.acts[:len(w.acts)-1] // the other officer has not asked yet
		w.counsel()
	}},
	{name: "trafficked, and not assessed yet", n: 2, when: ahead, with: func(_ *story, p *person) { p.trafficked = true }, tell: func(w *way) {
		w.contact()
		w.counsel()
		w.screen()
	}},
	{name: "needs of every kind", n: 1, leaves: true, tell: func(w *way) {
		w.contact()
		w.counsel()
		w.screen()
		for _, n := range []struct{ kind, outcome string }{{"food", "served"}, {"mental-health", "declined"}, {"legal", "not-available"}} {
			w.do(w.po(), "need.find", screening.FindNeed{Need: n.kind})
			w.do(w.cw(), "need.answer", from(func(c *casefile.Case) any {
				answer := screening.AnswerNeed{Need: of(c.Screening.Needs, func(n safeguard.Need) ledger.Hash { return n.ID }), Outcome: n.outcome, Interpreter: w.talk().Interpreter}
				if n.outcome == "not-available" {
					answer.Searched, answer.Told, answer.Chose = "Two legal aid offices and the lawyers' union; none takes such a case.", true, true
				}
				return answer
			}))
		}
		w.goOn()
	}},
	{name: "released by an order of a court, then", n: 1, leaves: true, free: true, tell: func(w *way) {
		w.contact()
		w.counsel()
		w.on(2)
		w.do(w.co(), "order.ask", counselling.AskOrder{Exists: true, Checked: true, Forced: true, Interpreter: w.talk().Interpreter})
		w.screen()
		w.on(6)
		w.do(w.pl(), "order.ask", counselling.AskOrder{Checked: true, LegalHelp: true, Interpreter: w.talk().Interpreter})
		w.goOn()
	}},
	{name: "made to leave", n: 2, when: ahead, tell: func(w *way) {
		w.contact()
		w.counsel()
		w.do(w.po(), "order.ask", counselling.AskOrder{Exists: true, Checked: true, Forced: true, Interpreter: w.talk().Interpreter})
		w.screen()
		w.assess()
		w.agree()
		w.prepare()
		w.before(9)
		w.refused(w.mo(), "seat.give", movement.GiveSeat{Movement: w.f.ref, Line: lineReserve, Reason: "waiting-longest"})
	}},
}

// goOn is the rest of the way of somebody who was screened.
func (w *way) goOn() {
	w.assess()
	w.agree()
	w.onwards()
}

// onwards is the rest of the way of somebody who consented.
func (w *way) onwards() {
	w.prepare()
	w.takeSeat(w.f)
	w.clear()
	w.lastTalks()
	w.gate()
	w.leave()
}

func (w *way) asylum() {
	w.do(w.co(), "asylum.request", assessment.RequestAsylum{Words: "I cannot go back, and I cannot stay like this."})
}

func (w *way) fear(by, answer string) {
	w.do(by, "fear.ask", assessment.AskFear{Talk: w.talk(), Answer: answer})
}

func (w *way) settleFear() {
	ask := assessment.AskFear{Talk: w.talk(), Answer: safeguard.FearNone}
	w.do(w.po(), "fear.ask", from(func(c *casefile.Case) any {
		ask.Settles = []ledger.Hash{of(c.Assessment.Fears, func(f safeguard.Fear) ledger.Hash { return f.ID })}
		return ask
	}))
}

func (w *way) assessed(finding string) assessment.AssessRisk {
	return assessment.AssessRisk{Finding: finding, Sheet: w.sheet(w.at), Transit: w.p.nation.through, Reasons: "Asked about the area and the road, on the sheet of the day."}
}

func (w *way) risk(by, finding string) { w.do(by, "risk.assess", w.assessed(finding)) }

func (w *way) trafficking(c screening.ScreenTrafficking) {
	c.Talk = w.talk()
	w.do(w.po(), "trafficking.screen", c)
}
