package demo

import (
	"slices"
	"time"

	"amana/domain/assessment"
	"amana/domain/casefile"
	"amana/domain/consent"
	"amana/domain/counselling"
	"amana/domain/day"
	"amana/domain/ledger"
	"amana/domain/safeguard"
	"amana/domain/screening"
)

// The way of most people, stage by stage. A part of the cast takes some of the
// stages and does the others in its own manner.

// journey is the whole way, from the wish to after the arrival.
func journey(w *way) {
	w.contact()
	w.counsel()
	w.screen()
	w.assess()
	w.agree()
	w.prepare()
	w.takeSeat(w.f)
	w.clear()
	w.lastTalks()
	w.gate()
	w.leave()
}

// contact opens the case with the person's own wish.
func (w *way) contact() { w.contactAs("") }

// contactAs does it on somebody's word, for an import, unless word is "".
func (w *way) contactAs(word string) {
	w.on(0)
	open := casefile.Open{Identity: w.p.identity(), Office: w.p.office.name}
	if !w.p.infant(w.at) {
		open.Wish = w.wish()
	}
	by, doneBy := w.co(), ""
	if word != "" {
		by, doneBy = w.cw(), w.co()
	}
	opened := w.do(by, "case.open", open)
	opened.imported, opened.doneBy = word, doneBy
	w.do(by, "custody.record", w.custody("first-contact", w.p.held.first)).imported = word
	if w.p.held.first && !w.p.held.wish {
		w.do(by, "custody.record", w.custody("now", false)).imported = word
	}
	w.do(by, "custody.record", w.custody("wish", w.p.held.wish)).imported = word
	if w.p.household != "" {
		w.do(by, "household.join", casefile.JoinHousehold{Household: w.p.household, Relation: w.p.relation}).imported = word
	}
	if w.p.suggested && !w.p.infant(w.at) {
		w.on(1)
		again := *w.wish()
		again.SuggestedBy, again.Heard = "nobody", "outreach"
		w.do(w.co2(), "wish.state", again)
	}
}

func (w *way) wish() *counselling.Wish {
	return &counselling.Wish{
		Talk: w.seen(), OwnWords: true, Words: wish(w.rng), Heard: pick(w.rng, []string{"outreach", "hotline", "friend", "other", "community-leader"}),
		SuggestedBy: w.suggestedBy(), OptionsFirst: true,
	}
}

func (w *way) suggestedBy() string {
	if w.p.suggested {
		return pick(w.rng, []string{"relative", "creditor", "employer", "authority", "list"})
	}
	return "nobody"
}

func (w *way) custody(date string, held bool) casefile.RecordCustody {
	c := casefile.RecordCustody{Date: date, Held: held}
	if held {
		c.Place, c.Holds = w.p.place, holds(w.p.place)
	}
	return c
}

// counsel is the first session, the question about orders, and each option.
func (w *way) counsel() {
	w.on(1)
	w.at = w.at.Add(2 * time.Hour)
	w.do(w.co(), "order.ask", counselling.AskOrder{Exists: w.p.order, Checked: true, LegalHelp: w.p.order, Interpreter: w.talk().Interpreter})
	w.session("rights", "options", "conditions", "withdrawal") // of an infant: with whoever answers for them
	if w.p.infant(w.at) {
		return
	}
	for _, option := range options {
		w.tellOption(option)
	}
	w.do(w.co(), "fear.ask", assessment.AskFear{Talk: w.talk(), Answer: safeguard.FearNone})
}

var options = []string{"international-protection", "stay", "alternative-to-detention", "community-placement", "resettlement-or-evacuation"}

func (w *way) session(topics ...string) {
	w.do(w.co(), "counselling.hold", counselling.Hold{Talk: w.talk(), Minutes: 25 + w.rng.IntN(40), Topics: topics, Question: pick(w.rng, questions)})
}

func (w *way) tellOption(option string) {
	available := "no"
	if option == "stay" || option == "community-placement" && w.p.n%3 == 0 {
		available = "yes"
	}
	w.do(w.co(), "option.tell", counselling.Tell{Option: option, Explained: true, Available: available, Answer: pick(w.rng, []string{"declines", "declines", "undecided"}), Interpreter: w.talk().Interpreter})
}

// screen looks for vulnerability, trafficking and needs.
func (w *way) screen() {
	w.on(3)
	w.do(w.po(), "screening.record", screening.Record{Talk: w.talk(), Sheet: sheetHere, Household: true, Risks: w.risks(), Protective: []string{pick(w.rng, []string{"family", "skills", "community"})}})
	found := screening.ScreenTrafficking{Talk: w.talk(), Act: "no", Means: "no", Purpose: "no", Child: w.p.minor(w.at)}
	if w.p.trafficked {
		found.Act, found.Means, found.Purpose = "yes", "yes", "yes"
	}
	w.do(w.po(), "trafficking.screen", found)
	if t, freed := w.freed(); freed && w.p.held.wish && !w.p.held.consent {
		w.at = day.Later(w.at, t)
		w.do(w.po(), "custody.record", w.custody("now", false))
	}
	w.need()
}

func (w *way) risks() []string {
	var risks []string
	if w.p.held.wish {
		risks = append(risks, "violence")
	}
	if w.p.sex == "woman" {
		risks = append(risks, "sex")
	}
	if len(w.p.constraints) > 0 {
		risks = append(risks, "resources")
	}
	return risks
}

// need finds what the receiving mission must know: of a child alone, of who
// was trafficked, of who is ill.
func (w *way) need() {
	kind, notify := "", "standard"
	switch {
	case w.p.trafficked, w.p.presumed:
		kind, notify = pick(w.rng, []string{"mental-health", "shelter", "legal"}), "early"
	case w.p.minor(w.at) && w.p.alone != "with-parent":
		kind, notify = "child-protection", "early"
	case w.p.ill:
		kind = "medical"
	default:
		return
	}
	w.do(w.po(), "need.find", screening.FindNeed{Need: kind, Travels: true, Notify: notify})
}

func (w *way) needy() bool {
	return w.p.trafficked || w.p.presumed || w.p.ill || w.p.minor(w.p.first) && w.p.alone != "with-parent"
}

// assess is the reasoned findings: voluntary, risk on return, a child's best
// interests, a family's wish to travel together, UNHCR where it is due.
func (w *way) assess() {
	w.on(4)
	if slices.Contains(w.atRisk, w.p.nation.code) && w.p.unhcr == "" {
		w.share("unhcr", "protection")
		w.do(w.po(), "unhcr.request", assessment.RequestUNHCR{})
		w.later(1)
		w.do(unhcr, "unhcr.counsel", assessment.CounselUNHCR{Outcome: "counselled", By: "unhcr", Interpreter: w.talk().Interpreter})
	}
	w.on(5)
	if !w.p.infant(w.at) {
		w.do(w.po(), "voluntary.assess", w.voluntary())
	}
	w.do(w.po(), "risk.assess", assessment.AssessRisk{Finding: "none", Sheet: w.sheet(w.at), Transit: w.p.nation.through, Reasons: pick(w.rng, risks)})
	if w.p.minor(w.at) {
		w.interests()
	}
	if w.p.household != "" || w.p.minor(w.at) {
		ask := assessment.AskFamily{Alone: true, Wants: true, Interpreter: w.talk().Interpreter}
		if w.p.minor(w.at) {
			ask.Other = pick(w.rng, []string{"travels-too", "asked", "unreachable", "unknown"})
		}
		w.do(w.po(), "family.ask", ask)
	}
	if w.p.trafficked {
		w.do(traffick, "trafficking.assess", screening.AssessTrafficking{Services: "confirmed", MeetsThem: true, Nights: true, OneNumber: true, Contacts: true, Reflection: true, Reasons: "Named services at home were spoken to; the person chose among them.", Interpreter: w.talk().Interpreter})
	}
}

func (w *way) voluntary() assessment.Assess {
	a := assessment.Assess{Talk: w.sure(), Informed: true, Uncoerced: true, Alternatives: true, Evidence: own(w.rng, evidence)}
	a.Constraints = slices.Clone(w.p.constraints)
	if w.heldNow() {
		a.Constraints = append(a.Constraints, "held")
	}
	return a
}

// constrained says whether a personal constraint asks for more.
func (w *way) constrained() bool {
	return w.p.held.consent || w.p.order || len(w.p.constraints) > 0
}

// agree is the second session and the declaration, and, under constraint, the
// second interview, the request for release and the review.
func (w *way) agree() {
	infant := w.p.infant(w.p.first)
	w.on(6)
	w.session("reintegration", "data", "remedy", "withdrawal")
	w.on(7)
	w.do(w.co(), "custody.record", w.custody("consent", w.p.held.consent))
	w.consent()
	if infant || !w.constrained() {
		return
	}
	w.on(5)
	w.later(6)
	w.share("libyan-authority", "release")
	w.do(w.po(), "release.request", assessment.RequestRelease{Of: pick(w.rng, []string{"release", "alternative"})})
	w.on(8)
	w.do(w.co2(), "voluntary.repeat", assessment.Repeat{Assess: w.again()})
	answer := pick(w.rng, []string{"refused", "granted", "no-answer", "no-answer"})
	w.on(9)
	if answer == "no-answer" {
		w.on(13)
	}
	w.do(w.po(), "release.answer", assessment.AnswerRelease{Answer: answer})
	w.on(14)
	w.do(w.pl(), "voluntary.review", assessment.Review{Accepts: true, Reasons: pick(w.rng, reviews)})
}

func (w *way) again() assessment.Assess {
	a := w.voluntary()
	a.Talk = w.beyond()
	return a
}

// consent is the declaration; of a child by the guardian with the child's view.
func (w *way) consent(names ...ledger.Hash) { w.do(w.co(), "consent.give", w.declaration(names...)) }

func (w *way) declaration(names ...ledger.Hash) consent.Give {
	give := consent.Give{Talk: w.sure(), Text: safeguard.ReturnDeclaration, Version: 1, Language: w.p.language, Names: names}
	if w.p.inside {
		give.Talk = w.talk()
	}
	give.Mark = pick(w.rng, []string{"signature", "signature", "cross-with-witness", "thumb-image", "voice"})
	if give.Mark == "cross-with-witness" {
		give.Witnessed = "colleague"
	}
	if !slices.Contains(translated, w.p.language) {
		give.Sight = true
		if give.Talk.Interpreter == nil {
			give.Talk.Interpreter = w.interpreter()
		}
	}
	if w.p.minor(w.at) {
		give.Guardian = w.p.guardian()
		if !w.p.infant(w.at) {
			give.View = "wants"
		}
	}
	return give
}
