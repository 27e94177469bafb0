package demo

import (
	"slices"
	"strconv"
	"time"

	"amana/domain/access"
	"amana/domain/assessment"
	"amana/domain/casefile"
	"amana/domain/counselling"
	"amana/domain/day"
	"amana/domain/movement"
	"amana/domain/safeguard"
)

// children is those under eighteen, those of whom it is doubted, one who turns
// eighteen, and one who is born on the way.
var children = []part{
	{name: "turns eighteen", n: 1, leaves: true, lead: 44,
		with: func(s *story, p *person) {
			p.alone, p.born = "unaccompanied", day.Of(p.flight.departs).AddYears(-18).Add(-12)
		},
		tell: func(w *way) {
			w.early()
			w.before(11)
			w.consent()
			w.takeSeat(w.f)
			w.clear()
			w.lastTalks()
			w.gate()
			w.leave()
		}},
	{name: "turns eighteen soon", n: 1, to: "GMB", when: ahead, lead: 40, with: func(s *story, p *person) {
		p.alone, p.born = "separated", day.Of(s.now).AddYears(-18).Add(60)
	}, tell: journey},
	{name: "has a child on the way", n: 1, leaves: true, lead: 52, free: true, with: func(s *story, p *person) {
		p.sex, p.born = "woman", s.birthday(26, s.rng)
		p.given, _ = pick(s.rng, p.nation.names).called(s.rng, "woman")
		s.newborn(p)
	}, tell: func(w *way) {
		w.contact()
		w.counsel()
		w.screen()
		w.assess()
		w.agree()
		w.before(31)
		w.do(w.co(), "birth.record", casefile.RecordBirth{Day: w.today(), Sex: "woman", Name: w.marked(newborn)})
		w.onwards()
	}},
	{name: "age in doubt, an adult", n: 1, leaves: true, lead: 40, with: func(s *story, p *person) { p.born = s.birthday(19, s.rng) }, tell: func(w *way) {
		w.contact()
		w.counsel()
		w.doubtAge(false)
		w.goOn()
	}},
	{name: "age in doubt, a child", n: 1, when: ahead, with: func(s *story, p *person) { p.born = s.birthday(18, s.rng) }, tell: func(w *way) {
		w.contact()
		w.counsel()
		w.doubtAge(true)
		w.assess()
		w.agree()
	}},
	{name: "a child who does not want to", n: 1, when: ahead, with: aged(15, "with-parent"), tell: func(w *way) {
		w.contact()
		w.counsel()
		w.screen()
		w.assess()
		w.agree()
		w.on(17)
		give := w.declaration()
		give.View = "objects"
		w.do(w.co(), "consent.give", give)
	}},
	{name: "not in a child's interest", n: 1, when: ahead, with: aged(9, "with-parent"), tell: func(w *way) {
		w.early()
		w.on(15)
		w.do(w.po(), "interests.assess", assessment.AssessInterests{Agrees: false, View: "Does not remember the place.", Reasons: "Nobody is there; the aunt has died.", Interpreter: w.talk().Interpreter})
		w.before(9)
		w.refused(w.mo(), "seat.give", movement.GiveSeat{Movement: w.f.ref, Line: lineReserve, Reason: "child"})
		w.do(w.co(), "counselling.tell-block", counselling.TellBlock{Talk: w.talk(), Words: "Something at home is being asked about for you; the officer you met on Tuesday does it, and tells you more this week."})
	}},
	{name: "a disputed child", n: 1, leaves: true, lead: 45, with: with(aged(11, "with-parent"), parent(journey)), tell: func(w *way) {
		w.early()
		w.on(9)
		w.do(w.po(), "family.ask", assessment.AskFamily{Alone: true, Wants: true, Other: "custody-disputed", Interpreter: w.talk().Interpreter})
		w.on(22)
		w.panel(safeguard.AboutFamily, "Both parents were heard; the child lives with the one who travels, and wants to.")
		w.takeSeat(w.f)
		w.clear()
		w.lastTalks()
		w.gate()
		w.leave()
	}},
	{name: "a child whose mother says no at the door", n: 1, lead: 45, look: "look.child-of-parent",
		with: with(aged(8, "with-parent"), parent(func(w *way) {
			w.ready()
			w.lastTalks()
			w.atGate()
			w.same()
			w.answer(safeguard.No)
		})), tell: func(w *way) {
			w.ready()
			w.lastTalks()
			w.atGate()
			w.same()
			w.answer(safeguard.Yes)
			w.refused(w.mo(), "boarding.board", movement.Board{Movement: w.f.ref})
		}},
	{name: "alone, before the panel", n: 4, when: ahead, lead: 14, with: aged(14, "unaccompanied"), look: "look.child-alone", tell: func(w *way) {
		w.p.panel = "waits"
		w.contact()
		w.counsel()
		w.screen()
		w.assess()
		w.agree()
	}},
	{name: "alone", n: 9, leaves: true, lead: 45, with: aged(15, "unaccompanied"), tell: journey},
}

// newborn is the given name of the child born on the way.
const newborn = "Rahmatallah"

func aged(years int, alone string) func(*story, *person) {
	return func(s *story, p *person) { p.born, p.alone = s.birthday(years, s.rng), alone }
}

func with(all ...func(*story, *person)) func(*story, *person) {
	return func(s *story, p *person) {
		for _, one := range all {
			one(s, p)
		}
	}
}

// parent gives a child the mother with whom they live, of one household, and
// with a place before theirs in the queue.
func parent(tell func(*way)) func(*story, *person) {
	return func(s *story, child *person) {
		p := s.somebody(child.nation, s.rng)
		p.part, p.tell, p.leaves = "a child's mother", tell, child.leaves
		p.suggested, p.order, p.constraints, p.ill = false, false, nil, false
		p.sex, p.office, p.language = "woman", child.office, child.language
		p.given, _ = pick(s.rng, p.nation.names).called(s.rng, "woman")
		child.family = p.family
		f := child.flight
		if p.leaves {
			s.place(f)
		}
		s.seat(p, f, 45)
		p.first, p.held, p.place = child.first, child.held, child.place
		p.line, child.line = child.line, p.line
		home := s.household(unit{p, child})
		p.household, child.household, p.relation, child.relation = home, home, "head", "child"
	}
}

// place takes a place on a flight that departed, or somebody else's on another.
func (s *story) place(f *flight) {
	if f.slots <= 0 {
		f = s.pastFlight("", 1)
	}
	f.slots--
}

// newborn makes the child, whose case the program opens when the birth is on
// record in the mother's.
func (s *story) newborn(mother *person) {
	p := s.somebody(mother.nation, s.rng)
	p.part, p.mother, p.leaves, p.suggested, p.order, p.constraints, p.ill = "born on the way", mother, true, false, false, nil, false
	p.given, p.family, p.sex, p.alone, p.office, p.language = newborn, mother.family, "woman", "with-parent", mother.office, mother.language
	f := mother.flight
	s.place(f)
	s.seat(p, f, 29)
	p.born = day.Of(morning(f.departs, -31, s.zone))
	p.tell = func(w *way) {
		w.on(0)
		w.acts = append(w.acts, act{at: w.at, p: w.p, run: (*building).adopt})
		w.at = w.at.Add(time.Hour)
		w.do(w.co(), "custody.record", w.custody("first-contact", false))
		w.do(w.co(), "custody.record", w.custody("wish", false))
		w.counsel()
		w.screen()
		w.goOn()
	}
}

// interests is the assessment of every child, and of one alone the panel's
// determination, tracing, and who cares for the child on arrival.
func (w *way) interests() {
	view := "Wants to be with the family; asked alone, with drawings."
	if w.p.infant(w.at) {
		view = "Too young to be asked."
	}
	w.do(w.po(), "interests.assess", assessment.AssessInterests{Agrees: true, Guardian: w.p.guardian(), View: view, Reasons: "Care is there, and school; the way was talked through.", Interpreter: w.talk().Interpreter})
	if w.p.alone == "with-parent" {
		if w.p.infant(w.at) {
			w.do(w.po(), "family.check", assessment.CheckBond{Observed: []string{"turns-to-adult", "feeds-or-soothes", "knows-habits"}, Outcome: "together", Interpreter: w.talk().Interpreter})
		}
		return
	}
	w.do(w.po(), "family.trace", assessment.Trace{Action: "individual", Result: "pending"})
	if w.p.panel == "waits" {
		return
	}
	at := w.at
	w.at = w.at.Add(20 * time.Hour)
	w.do(w.po(), "family.trace", assessment.Trace{Action: "referral-icrc", Result: pick(w.rng, []string{"successful", "unsuccessful"})})
	w.do(w.po(), "caregiver.arrange", assessment.ArrangeCaregiver{Who: pick(w.rng, []string{"parent", "caregiver", "welfare-authority"}), Safe: true, Status: w.p.alone})
	w.on(12)
	w.panel(safeguard.AboutReturn, "The child's word, the mother's voice on the telephone, and a place at school.")
	w.at = at
}

// panel calls three members, each of whom says yes under their own account.
func (w *way) panel(question, reasons string) {
	agencies := []string{"UNHCR", "UNICEF", "a children's organisation"}
	for i := range agencies {
		w.call("PM-"+strconv.Itoa(i+1), access.PanelMember)
	}
	for i, agency := range agencies {
		w.do("PM-"+strconv.Itoa(i+1), "interests.determine", assessment.DetermineInterests{
			Question: question, Agency: agency, Undertaking: true, Agrees: true, Reasons: reasons,
		})
	}
	for range agencies {
		w.do(w.po(), "call.end", from(func(c *casefile.Case) any {
			i := slices.IndexFunc(c.Calls, func(k casefile.Calling) bool { return k.Duty == access.PanelMember && k.Ended.IsZero() })
			return casefile.EndCall{Call: c.Calls[i].ID}
		}))
	}
}

// doubtAge doubts an age and lets two officers settle it.
func (w *way) doubtAge(child bool) {
	w.on(2)
	w.do(w.co(), "age.doubt", assessment.DoubtAge{Why: "Says one year and looks another."})
	w.screen()
	w.on(4)
	w.do(w.po(), "age.settle", assessment.SettleAge{Child: child, How: "interview"})
	w.do(w.pl(), "age.settle", assessment.SettleAge{Child: child, How: "documents"})
}
