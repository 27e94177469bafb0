package demo

import (
	"time"

	"amana/domain/assessment"
	"amana/domain/casefile"
	"amana/domain/consent"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/safeguard"
	"amana/domain/screening"
	"amana/domain/talk"
)

// takeSeat puts the person on a manifest, on the line that pays that day.
func (w *way) takeSeat(f *flight) {
	w.before(w.days(9, 4))
	if w.p.alone == "with-parent" { // who has a seat by then
		w.later(6)
	}
	reason := "waiting-longest"
	switch {
	case w.p.ill:
		reason = "medical"
	case w.p.minor(w.at):
		reason = "child"
	case w.p.trafficked:
		reason = "protection"
	case w.p.household != "":
		reason = "family"
	}
	if w.p.minor(w.at) && w.p.alone != "with-parent" {
		w.share("escort", "travel")
		w.do(w.mo(), "escort.arrange", from(func(*casefile.Case) any {
			return assessment.ArrangeEscort{Movement: f.ref, Escort: w.officers[receiver(w.p.nation)].ID}
		}))
	}
	w.pay = w.pays(w.at)
	w.do(w.mo(), "seat.give", movement.GiveSeat{Movement: f.ref, Line: w.pay, Reason: reason})
	w.before(w.days(7, 3))
	w.do(w.he(), "health.examine", w.examined())
}

// days is how many days before the flight something is done, and how many when
// there is no time.
func (w *way) days(usual, rush int) int {
	if w.p.rush {
		return rush
	}
	return usual
}

func (w *way) examined() screening.Examine {
	if w.p.ill {
		return screening.Examine{Outcome: "fit-with-conditions", Conditions: []string{pick(w.rng, []string{"medication", "wheelchair", "medical-escort"})}, Diagnoses: pick(w.rng, diagnoses), Interpreter: w.talk().Interpreter}
	}
	return screening.Examine{Outcome: "fit", Interpreter: w.talk().Interpreter}
}

// clear is the second officer's work: drawn across offices, and answering
// within the day.
func (w *way) clear() {
	f, departs := w.f, w.f.departs
	if t, freed := w.freed(); freed && w.p.held.consent && f == w.p.flight {
		w.at = t
		w.do(w.po(), "custody.record", w.custody("now", false))
	}
	if f.departs.Sub(w.p.first) > 54*24*time.Hour && !w.p.infant(w.at) { // what was asked long ago is asked again
		w.to(morning(departs, -20, w.zone))
		w.do(w.co(), "counselling.extend", w.changed())
	} else if f.departs.Sub(w.p.first) > 54*24*time.Hour {
		w.to(morning(departs, -20, w.zone))
		w.do(w.po(), "screening.record", screening.Record{Talk: w.talk(), Sheet: sheetHere, Household: true})
	}
	w.to(morning(departs, -w.days(5-w.p.n%2, 2), w.zone))
	w.do(node, "clearance.draw", movement.Draw{})
	w.at = w.at.Add(time.Duration(30+w.rng.IntN(300)) * time.Minute)
	w.do("", "clearance.give", movement.Clear{
		Movement: f.ref, Answer: pick(w.rng, answers),
	}).drawn = true
	w.safeNo()
}

// safeNo tells somebody who was held when they had the seat, in private, where they can go
// if they say no.
func (w *way) safeNo() {
	if w.p.held.eve || w.p.held.consent {
		w.at = w.f.departs.Add(-time.Duration(60+w.rng.IntN(10)) * time.Hour)
		w.do(w.po(), "safe-no.tell", consent.TellSafeNo{Movement: w.f.ref, Private: true, AskedOutside: w.f.refuses, Interpreter: w.talk().Interpreter})
	}
}

// lastTalks is what is asked again in the last three days.
func (w *way) lastTalks() {
	f := w.f
	held := w.p.held.eve
	if f.final().Sub(f.departs) > 24*time.Hour { // they were asked before the flight was moved, and are asked again
		w.at = f.departs.Add(-time.Duration(42+w.rng.IntN(5)) * time.Hour)
		w.reaffirm()
		if w.needy() {
			w.at = f.departs.Add(-29 * time.Hour) // an hour after it was moved
			w.notifyAgain()
		}
	}
	w.at = f.final().Add(-time.Duration(26*60+w.rng.IntN(12*60)) * time.Minute)
	w.reaffirm()
	w.at = f.final().Add(-time.Duration(9*60+w.rng.IntN(60)) * time.Minute)
	w.do(w.co(), "custody.record", w.custody("eve", held))
	if held {
		w.at = f.final().Add(-time.Duration(6*60+w.rng.IntN(90)) * time.Minute)
		w.do(w.mo(), "transport.take", movement.TakeOut{To: "airport"})
	}
}

func (w *way) reaffirm() {
	if !w.p.infant(w.at) {
		w.do(w.co(), "consent.reaffirm", consent.Reaffirm{Talk: w.talk(), Answer: safeguard.Yes})
	}
	w.check()
}

func (w *way) check() {
	outcome := "fit"
	if w.p.ill {
		outcome = "fit-with-conditions"
	}
	w.do(w.he(), "health.check", screening.Check{Outcome: outcome, Arranged: true, Interpreter: w.talk().Interpreter})
}

// atGate goes to the person's turn in the queue.
func (w *way) atGate() {
	turn := time.Duration(w.p.line%max(w.f.queue, 1)) * 4 * time.Hour / time.Duration(max(w.f.queue, 1))
	w.at = w.f.final().Add(-5 * time.Hour).Add(turn.Truncate(time.Second))
	if w.p.alone == "with-parent" { // who boards first
		w.at = w.at.Add(5 * time.Minute)
	}
}

// gateTalk is the last private question, away from everybody.
func (w *way) gateTalk() talk.Talk {
	t := w.talk()
	t.Control, t.Place = talk.Free, ""
	return t
}

// soon lets seconds pass: at the gate others wait.
func (w *way) soon() {
	w.at = w.acts[len(w.acts)-1].at.Add(time.Duration(35+w.rng.IntN(60)) * time.Second)
}

// gate confirms who it is and asks the last time; whoever says yes boards.
func (w *way) gate() {
	w.atGate()
	w.same()
	if !w.p.infant(w.at) {
		w.answer(safeguard.Yes)
	}
	w.board()
}

func (w *way) same() {
	w.do(w.mo(), "gate.confirm-person", w.known())
	w.soon()
}

func (w *way) answer(a string) {
	w.do(w.mo(), "gate.answer", movement.AnswerGate{Movement: w.f.ref, Talk: w.gateTalk(), Answer: a})
	w.soon()
}

func (w *way) board() {
	w.do(w.mo(), "boarding.board", movement.Board{Movement: w.f.ref})
	w.soon()
}

// moveLine lets another line pay where the one that gave the seat was suspended since.
func (w *way) moveLine() {
	if line := w.pays(w.f.final()); line != w.pay {
		w.at = w.f.final().Add(-30 * time.Minute)
		w.do(w.mo(), "seat.move-line", movement.MoveLine{Line: line})
	}
}

// leave is the departure, the arrival and, much later, the end of the file.
func (w *way) leave() {
	w.moveLine()
	w.at = w.f.final().Add(time.Duration(1+w.p.line%9) * time.Minute)
	w.do(w.mo(), "departure.record", movement.Depart{Movement: w.f.ref})
	w.arrive(false)
	if w.p.n%3 == 0 {
		w.to(morning(w.f.final(), 100+w.p.n%40, w.zone))
		w.do(w.cw(), "case.close", casefile.Close{})
	}
}

func (w *way) arrive(missing bool) {
	w.at = w.f.final().Add(time.Duration(w.f.nation.hours)*time.Hour + time.Duration(10+w.p.line%50)*time.Minute)
	by := w.mo()
	if w.needy() {
		by = receiver(w.p.nation) // which knows of those of whom it was told
	}
	w.do(by, "arrival.record", movement.Arrive{Missing: missing})
}

// withdrawals are the ids of every withdrawal on a case.
func withdrawals(c *casefile.Case) []ledger.Hash {
	var ids []ledger.Hash
	for _, x := range c.Consent.Withdrawals {
		ids = append(ids, x.ID)
	}
	return ids
}
