package demo

import (
	"time"

	"amana/domain/casefile"
	"amana/domain/consent"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/safeguard"
	"amana/domain/screening"
)

// stopped is those whom something keeps: a hold, a file, a place, a line, a
// paper, a country.
var stopped = []part{
	{name: "held back by protection", n: 3, when: ahead, tell: func(w *way) { w.heldBack("protection", w.pl()) }},
	{name: "held back by health", n: 2, when: ahead, tell: func(w *way) { w.heldBack("health", w.he()) }},
	{name: "held back by law", n: 2, when: ahead, tell: func(w *way) { w.heldBack("law", w.cw()) }},
	{name: "a hold that was lifted", n: 3, leaves: true, tell: func(w *way) {
		w.contact()
		w.counsel()
		w.screen()
		w.hold(w.he(), "health")
		w.on(6)
		w.lift()
		w.goOn()
	}},
	{name: "a second file", n: 1, leaves: true, with: twin("lost"), tell: func(w *way) {
		w.contact()
		w.twinned(true)
		w.counsel()
		w.screen()
		w.goOn()
	}},
	{name: "a second file that says no", n: 1, when: ahead, look: "look.other-file", with: twin("withdrew"), tell: func(w *way) {
		w.contact()
		w.twinned(true)
		w.counsel()
		w.screen()
		w.assess()
		w.agree()
		w.on(16)
		w.share("embassy", "travel-document")
		w.refused(w.cw(), "embassy.contact", movement.ContactEmbassy{Embassy: w.p.nation.code, For: "entry"})
	}},
	{name: "somebody of the same name", n: 2, leaves: true, with: twin("lost"), tell: func(w *way) {
		w.contact()
		w.twinned(false)
		w.counsel()
		w.screen()
		w.goOn()
	}},
	{name: "a file not looked at", n: 2, when: ahead, with: twin("lost"), tell: func(w *way) {
		w.early()
		w.on(15)
		w.do(w.cw(), "duplicate.suspect", from(func(*casefile.Case) any { return casefile.SuspectDuplicate{Other: w.p.twin.number} }))
		w.do(node, "likely.count", casefile.CountLikely{More: 12}) // as when a list had many of the name
		w.before(9)
		w.refused(w.mo(), "seat.give", movement.GiveSeat{Movement: w.f.ref, Line: lineReserve, Reason: "place-free"})
	}},
	{name: "linked in error", n: 1, when: ahead, with: func(s *story, p *person) { twin("lost")(s, p); p.office = p.twin.office }, tell: func(w *way) {
		w.contact()
		w.twinned(true)
		w.on(3)
		for _, officer := range []string{w.pl(), w.po()} { // the second confirms it
			w.do(officer, "case.unlink", from(func(*casefile.Case) any {
				return casefile.Unlink{Other: w.p.twin.number, Reason: "Another mother, another village."}
			}))
		}
	}},
	{name: "a country that is closed", n: 6, to: "SDN", when: ahead, look: "look.closed-country", tell: refusedSeat},
	{name: "told before an option opened", n: 2, to: "SOM", when: ahead, lead: 60, tell: refusedSeat},
	{name: "Eritrean", n: 2, to: "ERI", when: ahead, tell: func(w *way) { w.early() }},
	{name: "Syrian", n: 2, to: "SYR", when: ahead, tell: func(w *way) { w.contact(); w.counsel(); w.screen(); w.assess() }},
	{name: "a country without a sheet", n: 1, to: "CMR", when: ahead, tell: func(w *way) { w.contact(); w.counsel(); w.screen(); w.on(5); w.risk(w.po(), "none") }},
	{name: "no State", n: 2, when: ahead, with: func(_ *story, p *person) { p.nationality = "stateless" }, tell: func(w *way) {
		w.contact()
		w.counsel()
		w.screen()
		w.on(8)
		w.do(w.po(), "need.find", screening.FindNeed{Need: "documents"})
	}},
	{name: "a nationality that is not known", n: 1, when: ahead, with: func(_ *story, p *person) { p.nationality = "disputed" }, tell: func(w *way) { w.contact(); w.counsel(); w.screen() }},
	{name: "a line that is suspended", n: 3, leaves: true, tell: func(w *way) {
		w.early()
		w.before(9)
		line := lineSmall
		if w.at.After(w.evening(dayCourt)) {
			line = lineTranche
		}
		w.refused(w.mo(), "seat.give", movement.GiveSeat{Movement: w.f.ref, Line: line, Reason: "waiting-longest"})
		w.takeSeat(w.f)
		w.clear()
		w.lastTalks()
		w.gate()
		w.leave()
	}},
	{name: "a line without money", n: 2, when: ahead, to: "MLI", tell: func(w *way) {
		w.early()
		w.before(9)
		for _, line := range []string{lineSmall, lineNone, lineTranche} {
			w.refused(w.mo(), "seat.give", movement.GiveSeat{Movement: w.f.ref, Line: line, Reason: "waiting-longest"})
		}
	}},
	{name: "held under a wanted person", n: 4, leaves: true, with: heldAt(placeWanted), tell: journey},
	{name: "signed under a wanted person", n: 2, to: "MLI", when: ahead, look: "look.wanted-person", with: signedIn(placeWanted), tell: refusedSeat},
	{name: "signed where something happened", n: 1, to: "MLI", when: ahead, with: signedIn(placeIncident), tell: refusedSeat},
	{name: "held by smugglers", n: 1, leaves: true, with: heldAt(placeUnofficial), tell: journey},
	{name: "exit refused", n: 2, to: "MLI", when: ahead, tell: func(w *way) {
		w.early()
		w.takeSeat(w.f)
		w.before(6)
		w.do(w.cw(), "exit.record", movement.RecordExit{})
		w.refuseClearance()
	}},
	{name: "papers from the embassy, and fears it since", n: 1, to: "MLI", when: ahead, tell: func(w *way) {
		w.early()
		w.takeSeat(w.f)
		w.fear(w.co(), safeguard.FearEmbassy)
		w.refuseClearance()
	}},
	{name: "entry not confirmed", n: 1, to: "MLI", when: ahead, with: func(_ *story, p *person) { p.refusedIn = true }, tell: refusedSeat},
	{name: "a need that is open", n: 2, to: "MLI", when: ahead, tell: func(w *way) {
		w.early()
		w.on(15)
		w.do(w.po(), "need.find", screening.FindNeed{Need: "legal"})
		w.takeSeat(w.f)
		w.refuseClearance()
	}},
	{name: "not fit to travel", n: 2, to: "MLI", when: ahead, tell: func(w *way) {
		w.early()
		w.takeSeat(w.f)
		w.before(6)
		w.do(w.he(), "health.examine", screening.Examine{Outcome: "unfit", Listed: []string{"infection"}, Diagnoses: "Pneumonia, treated.", Interpreter: w.talk().Interpreter})
		w.hold(w.he(), "health")
	}},
	{name: "takes sharing back", n: 1, when: ahead, tell: func(w *way) {
		w.contact()
		w.counsel()
		w.screen()
		w.assess()
		w.agree()
		w.on(16)
		w.share("embassy", "travel-document")
		w.later(2)
		w.do(w.co(), "sharing.withdraw", consent.WithdrawShare{Share: consent.Share{Recipient: "embassy", Purpose: "travel-document", Country: w.p.nation.code}})
		w.refused(w.cw(), "embassy.contact", movement.ContactEmbassy{Embassy: w.p.nation.code, For: "travel-document"})
	}},
	{name: "if a place becomes free", n: 1, to: "MLI", when: ahead, tell: func(w *way) {
		w.early()
		w.before(9)
		w.do(w.mo(), "seat.give", movement.GiveSeat{Movement: w.f.ref, Line: lineReserve, Reason: "place-free", Standby: true})
	}},
}

func (w *way) heldBack(why, by string) {
	w.contact()
	w.counsel()
	w.screen()
	w.assess()
	w.agree()
	w.hold(by, why)
}

func (w *way) hold(by, why string) {
	w.do(by, "hold.place", casefile.PlaceHold{For: why, Reason: "To be looked at before anything else."})
}

func (w *way) lift() {
	w.do(w.pl(), "hold.lift", from(func(c *casefile.Case) any {
		return casefile.LiftHold{Hold: of(c.Holds, func(h safeguard.Hold) ledger.Hash { return h.ID }), Reason: "Looked at; the treatment has ended."}
	}))
}

func refusedSeat(w *way) {
	w.early()
	w.at = w.now.Add(-26 * time.Hour)
	if t := morning(w.f.departs, -9, w.zone); t.Before(w.at) {
		w.at = t
	}
	w.refused(w.mo(), "seat.give", movement.GiveSeat{Movement: w.f.ref, Line: lineReserve, Reason: "waiting-longest"})
}

func (w *way) refuseClearance() {
	w.before(5)
	w.at = w.at.Add(-20 * time.Hour)
	w.do(node, "clearance.draw", movement.Draw{})
	w.later(2)
	a := w.do("", "clearance.give", movement.Clear{Movement: w.f.ref, Answer: "One."})
	a.refused, a.drawn = true, true
}

// heldAt keeps a person in a place to the end.
func heldAt(place string) func(*story, *person) {
	return func(_ *story, p *person) {
		p.place, p.held = place, custody{first: true, wish: true, consent: true, eve: true}
	}
}

// signedIn lets a person sign in such a place, with nobody from outside there.
func signedIn(place string) func(*story, *person) {
	return func(s *story, p *person) { heldAt(place)(s, p); p.inside = true }
}

// twin gives a person an older file elsewhere.
func twin(comes string) func(*story, *person) {
	return func(s *story, p *person) {
		other := s.somebody(p.nation, s.rng)
		other.given, other.family, other.sex, other.born, other.part = p.given, p.family, p.sex, p.born, "an older file"
		other.suggested, other.order, other.constraints, other.ill = false, false, nil, false
		other.office, other.first = offices[(s.rng.IntN(4)+1)%5], p.first.AddDate(0, 0, -20)
		if earliest := morning(s.begin, 1, s.zone); other.first.Before(earliest) {
			other.first = earliest
		}
		p.twin = other
		other.tell = func(w *way) {
			w.contact()
			w.on(4)
			if comes == "withdrew" {
				w.withdraw(w.co(), "in-person", "before-seat")
				return
			}
			w.do(w.cw(), "case.end", casefile.End{Outcome: "lost-contact"})
		}
	}
}

// twinned looks at the older file and says whether it is the same person's:
// who reaches both offices does.
func (w *way) twinned(same bool) {
	w.do(w.cw(), "duplicate.suspect", from(func(*casefile.Case) any { return casefile.SuspectDuplicate{Other: w.p.twin.number} }))
	w.do(head, "duplicate.settle", from(func(*casefile.Case) any {
		return casefile.SettleDuplicate{Other: w.p.twin.number, Same: same, Reason: "Asked both ways, with the photograph that the person agreed to."}
	}))
}
