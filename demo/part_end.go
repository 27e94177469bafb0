package demo

import (
	"amana/domain/casefile"
)

// otherwise is the other endings, which are as good, and some that are not.
var otherwise = []part{
	ending("stayed-with-help", 14), ending("not-travelling", 5), ending("released", 12), ending("evacuated", 4), ending("resettled", 3), ending("asylum", 2),
	ending("lost-contact", 13), ending("left-by-own-means", 7), ending("transferred", 2), ending("escaped", 2), ending("disappeared", 2),
	ending("deported", 2), ending("died", 2),
	{name: "not eligible", n: 2, tell: func(w *way) {
		w.contact()
		w.counsel()
		w.screen()
		w.on(9)
		w.do(w.po(), "case.propose-end", casefile.ProposeEnd{Safeguard: "destination-open", Reason: "The State does not confirm entry."})
		w.do(w.pl(), "case.end", casefile.End{Outcome: "not-eligible", Safeguard: "destination-open", Reason: "The State does not confirm entry; help here goes on."})
		w.later(2)
		w.do(w.po(), "review.ask", casefile.AskReview{})
		w.later(4)
		w.do(head, "review.answer", casefile.AnswerReview{Stands: true, Reason: "The embassy was asked again, and answers that it does not know the person."})
	}},
	{name: "came back to us", n: 2, leaves: true, lead: 48, tell: func(w *way) {
		w.contact()
		w.later(4)
		w.do(w.cw(), "case.end", casefile.End{Outcome: "lost-contact"})
		w.at = morning(w.p.first, 1, w.zone)
		w.do(w.cw(), "case.reopen", casefile.Reopen{})
		w.counsel()
		w.screen()
		w.goOn()
	}},
	{name: "one of two goes", n: 2, leaves: true, with: couple, tell: journey},
	{name: "closed", n: 1, tell: func(w *way) {
		w.contact()
		w.on(20)
		w.do(w.cw(), "case.end", casefile.End{Outcome: "left-by-own-means"})
		w.on(60)
		w.do(w.cw(), "case.close", casefile.Close{})
	}},
}

// ending is people whose journey ended otherwise, each at another stage.
func ending(outcome string, n int) part {
	return part{name: outcome, n: n, tell: func(w *way) {
		stages := []func(){w.contact, w.counsel, w.screen, w.assess, w.agree, w.prepare, func() { w.takeSeat(w.f) }}
		for _, stage := range stages[:1+w.p.n%len(stages)] {
			stage()
		}
		w.later(40 + w.p.n%20)
		w.do(w.po(), "case.end", casefile.End{Outcome: outcome})
	}}
}

// couple gives a person a partner who says no. Neither learns what the other
// answered.
func couple(s *story, p *person) {
	q := s.somebody(p.nation, s.rng)
	q.part, q.office, q.family, q.first, q.flight = "the other of two", p.office, p.family, p.first, p.flight
	q.suggested, q.order, q.constraints, q.ill = false, false, nil, false
	home := s.household(unit{p, q})
	p.household, q.household, p.relation, q.relation = home, home, "head", "spouse"
	q.tell = func(w *way) {
		w.contact()
		w.counsel()
		w.screen()
		w.assess()
		w.agree()
		w.before(11)
		w.withdraw(w.co(), "in-person", "before-seat")
	}
}
