package safeguard

import (
	"time"

	"amana/domain/ledger"
)

var integrityCases = map[ID][]ruleCase{
	"no-unsettled-duplicate": {
		{"no other file", "", nil, "met"},
		{"another file that nobody looked at", "", func(w *world) {
			w.Preparation.Duplicates = []Duplicate{{Ref: w.by("node", days(2)), Other: "TI-26-0002"}}
		}, "unmet unsettled"},
		{"another file that was settled", "", func(w *world) {
			w.Preparation.Duplicates = []Duplicate{{Ref: w.by("node", days(2)), Other: "TI-26-0002", Settled: w.by("cas", days(1))}}
		}, "met"},
		{"others that are not named yet", "", func(w *world) {
			w.Preparation.Duplicates = []Duplicate{{Ref: w.by("node", days(2)), Other: "TI-26-0002", Settled: w.by("cas", days(1))}}
			w.Preparation.Unnamed = Unnamed{w.by("node", days(2)), 3}
		}, "unmet more"},
		{"all are named", "", func(w *world) { w.Preparation.Unnamed = Unnamed{Ref: w.by("node", days(2))} }, "met"},
		{"a node that cannot ask the hub", "", func(w *world) { w.Around.Hub = false }, "unknown no-hub"},
		{"a linked file is nowhere", "", func(w *world) { w.Around.Hub, w.Around.Missing = false, true }, "unknown linked-missing"},
		{"aboard by a linked file", "", func(w *world) { w.Around.Linked = []Linked{{Aboard: w.Around.Movement.Reference}} }, "unmet aboard"},
		{"left by a linked file", "", func(w *world) { w.Around.Linked = []Linked{{Aboard: w.Around.Movement.Reference, Left: true}} }, "unmet aboard"},
		{"left by a linked file, on another movement", "", func(w *world) { w.Around.Linked = []Linked{{Aboard: "MJI-LOS-25-001", Left: true}} }, "met"},
	},
	"no-hold": {
		{"not eligible, or dead, by a linked file", "", func(w *world) { w.Around.Linked = []Linked{{Stops: []string{"ended"}}} }, "unmet ended"},
	},
	"same-person": {
		{"two facts that only they know, at the gate", "", nil, "met"},
		{"not confirmed", "", func(w *world) { w.Journey.Same = nil }, "unmet none"},
		{"confirmed for another movement", "", func(w *world) { w.Journey.Same[0].Movement = "other" }, "unmet none"},
		{"an officer who counselled them", "", func(w *world) {
			w.Journey.Same[0].How, w.Journey.Same[0].By = MetBefore, who("cou")
		}, "met"},
		{"an officer whom the file does not show with them", "", func(w *world) { w.Journey.Same[0].How = MetBefore }, "unmet never-met"},
		{"an officer who met them afterwards", "", func(w *world) {
			w.Journey.Same[0].How = MetBefore
			w.Contacts = []ledger.Ref{w.by("gat", 0)}
		}, "unmet never-met"},
		{"an officer who only heard them on the telephone", "", func(w *world) {
			w.Journey.Same[0].How, w.Journey.Same[0].By = MetBefore, who("cou")
			for _, c := range w.Contacts {
				w.Heard = append(w.Heard, c.ID)
			}
		}, "unmet never-met"},
		{"an officer whose only meeting no longer counts", "", func(w *world) {
			w.Journey.Same[0].How, w.Journey.Same[0].By = MetBefore, who("cou")
			w.Will.Sessions = nil
			for _, c := range w.Contacts {
				w.Will.Sessions = append(w.Will.Sessions, Session{Ref: c, Defective: true})
			}
		}, "unmet never-met"},
		{"two facts that were never chosen", "", func(w *world) { w.Journey.Chosen = nil }, "unmet never-chosen"},
		{"by another choice of two facts than the one in time", "", func(w *world) {
			late := Chosen{Ref: w.by("cou", hours(3)), How: TwoFacts}
			w.Journey.Same[0].Choice = late.ID
			w.Journey.Chosen = append(w.Journey.Chosen, late)
		}, "unmet never-chosen"},
		{"two facts of no choice", "", func(w *world) { w.Journey.Same[0].Choice = ledger.Hash{} }, "unmet never-chosen"},
		{"a photograph, and two facts were chosen", "", func(w *world) { w.Journey.Same[0].How = "photograph" }, "unmet never-chosen"},
		{"chosen at the gate", "", func(w *world) {
			w.Journey.Chosen[0].Since, w.Journey.Chosen[0].Until = now.Add(-hours(3)), now.Add(-hours(3))
		}, "unmet never-chosen"},
		{"chosen after they were confirmed", "", func(w *world) {
			w.Journey.Chosen[0].Ref = w.by("cou", days(18))
			w.Journey.Same[0].Choice = w.Journey.Chosen[0].ID
		}, "unmet never-chosen"},
		{"chosen through a guard", "", func(w *world) { w.Journey.Chosen[0].Interpreter = unfit.Interpreter }, "unmet never-chosen"},
		{"confirmed last week, not at the gate", "", func(w *world) { w.Journey.Same[0].Since = now.Add(-days(7)) }, "unmet none"},
		{"without a seat", "", func(w *world) { w.Around.Movement = nil }, "unmet no-seat"},
	},
	"four-eyes": {
		{"drawn, with no part in it, and cleared", Clearance, nil, "met"},
		{"nobody was drawn", "", func(w *world) { w.Journey.Drawn = nil }, "unmet none"},
		{"drawn for another movement", "", func(w *world) { w.Journey.Drawn[0].Movement = "other" }, "unmet none"},
		{"drawn an hour ago, not yet answered", "", func(w *world) { w.drawn(hours(1)) }, "met"},
		{"drawn 25 h ago, silent", "", func(w *world) { w.drawn(hours(25)) }, "unmet silent"},
		{"boarding without a clearance", Boarding, func(w *world) { w.drawn(hours(1)) }, "unmet not-cleared"},
		{"boarding, drawn 25 h ago, silent", Boarding, func(w *world) { w.drawn(hours(25)) }, "unmet silent"},
		{"who clears is not in the pool", "", func(w *world) { w.Around.Officers[who("cle")] = Officer{} }, "unmet involved"},
		{"who clears answers for the movement's target", "", func(w *world) { w.Around.Officers[who("cle")] = Officer{Clears: true, AnswerFor: []string{flight}} }, "unmet involved"},
		{"who clears answers for its cost", "", func(w *world) { w.Around.Officers[who("cle")] = Officer{Clears: true, AnswerFor: []string{"L-1"}} }, "unmet involved"},
		{"who clears planned the movement", "", func(w *world) { w.Around.Movement.Planner = who("cle") }, "unmet involved"},
		{"who clears opened the line that pays", "", func(w *world) { w.Around.Line.Owners = []ledger.Actor{who("boss"), who("cle"), who("x")} }, "unmet involved"},
		{"cleared by somebody who was not drawn", Boarding, func(w *world) { w.drawn(hours(3)); w.clears("sam") }, "unmet not-cleared"},
		{"cleared before they were drawn", Boarding, func(w *world) { w.Journey.Drawn[0].Ref = w.by("node", hours(2)) }, "unmet not-cleared"},
		{"cleared, then withdrawn: the clearance fell", Boarding, func(w *world) {
			w.drawn(hours(9))
			w.clears("cle")
			w.withdraw(hours(3))
		}, "unmet not-cleared"},
		{"cleared again after the withdrawal", Boarding, func(w *world) {
			w.withdraw(days(2))
			w.drawn(hours(9))
			w.clears("cle")
		}, "met"},
		{"cleared, then given another seat on the same movement", "", func(w *world) { w.Journey.Seated = w.by("mov", hours(1)) }, "unmet none"},
		{"drawn again for the other seat, not yet answered", Boarding, func(w *world) {
			w.Journey.Seated = w.by("mov", hours(2))
			w.Journey.Drawn = append(w.Journey.Drawn, Drawn{Ref: w.by("node", hours(1)), Officer: who("cle"), Movement: flight, Seat: w.Journey.Seated.ID})
		}, "unmet not-cleared"},
		{"who clears did something else in the case", "", func(w *world) { w.Hands = append(w.Hands, who("cle")) }, "unmet involved"},
		{"without a seat", "", func(w *world) { w.Around.Movement = nil }, "unmet no-seat"},
	},
	"record-fresh": {
		{"the hub itself", "", nil, "met"},
		{"a node with a list of five hours ago", "", func(w *world) { w.away(hours(5)) }, "met"},
		{"a node with a list of seven hours ago", "", func(w *world) { w.away(hours(7)) }, "unknown old"},
		{"a node with two lists, the older entered last", "", func(w *world) {
			w.away(hours(1))
			w.Around.Movement.Heard = append(w.Around.Movement.Heard, Heard{Ref: w.by("mov", 0), At: now.Add(-hours(9)), Seats: []ledger.Hash{w.Journey.Lot}})
		}, "met"},
		{"the person is on the list", "", func(w *world) { w.away(hours(1)); w.Around.Movement.Heard[0].Seats = []ledger.Hash{{7}, w.Journey.Lot} }, "unmet listed"},
		{"somebody else is", "", func(w *world) { w.away(hours(1)); w.Around.Movement.Heard[0].Seats = []ledger.Hash{{7}} }, "met"},
		{"the person is on one of two lists of one moment", "", func(w *world) {
			w.away(hours(1))
			w.Around.Movement.Heard[0].Seats = []ledger.Hash{w.Journey.Lot}
			w.Around.Movement.Heard = append(w.Around.Movement.Heard, Heard{Ref: w.by("mov", 0), At: w.Around.Movement.Heard[0].At})
		}, "unmet listed"},
		{"the person is on it no more", "", func(w *world) {
			w.away(hours(2))
			w.Around.Movement.Heard[0].Seats = []ledger.Hash{w.Journey.Lot}
			w.Around.Movement.Heard = append(w.Around.Movement.Heard, Heard{Ref: w.by("mov", hours(1)), At: now.Add(-hours(1))})
		}, "met"},
		{"a node without a list", "", func(w *world) { w.Around.Hub = false }, "unknown old"},
		{"without a seat", "", func(w *world) { w.Around.Hub, w.Around.Movement = false, nil }, "unmet no-seat"},
	},
	"not-collective": {
		{"no sign of it", "", nil, "met"},
		{"names came from an authority's list", "", func(w *world) { w.Around.Movement.Signs = []Sign{{Sign: "authority-list"}} }, "unmet sign"},
		{"answered by the head of protection", "", func(w *world) {
			w.Around.Movement.Signs = []Sign{{Sign: "authority-list", Answered: true}}
		}, "met"},
		{"something about the movement that nobody can read", "", func(w *world) { w.Around.Movement.Signs = []Sign{{Sign: UnreadEntry}} }, "unknown entry-unread"},
		{"something about it that is not placed yet", "", func(w *world) { w.Around.Movement.Signs = []Sign{{Sign: UnreadEntry, Waits: true}} }, "unknown entry-unread"},
		{"two signs, one answered", "", func(w *world) {
			w.Around.Movement.Signs = []Sign{{Sign: "authority-list", Answered: true}, {Sign: "raided"}}
		}, "unmet sign"},
		{"one sign of two places, one answered", "", func(w *world) {
			w.Around.Movement.Signs = []Sign{{Sign: Raided, Place: "TAJ", Answered: true}, {Sign: Raided, Place: "ZAW"}}
		}, "unmet sign"},
		{"the files were never looked at together", "", func(w *world) { w.Around.Movement.Examined = nil }, "unknown not-examined"},
		{"they were before this person had a seat", "", func(w *world) { w.Journey.Seated = w.by("mov", hours(1)) }, "unknown not-examined"},
		{"they were by another book", "", func(w *world) { w.Around.Movement.Examined.Book = "libya-vhr/0" }, "unknown not-examined"},
		{"of somebody's file nothing could be read", "", func(w *world) { w.Around.Movement.Examined.Unread = 1 }, "unknown unread"},
		{"who is to get a seat is looked at once they have it", Lock, func(w *world) { w.Journey.Movement = "other" }, "met"},
		{"held, and nobody counted who was handed over", Boarding, func(w *world) { w.held(); w.Around.Movement.HandedOver = nil }, "unmet headcount"},
		{"held, and handed over with the others", Boarding, func(w *world) { w.held() }, "met"},
		{"held, and given a seat after it was counted", Boarding, func(w *world) { w.held(); w.Around.Movement.HandedOver.Seats = []ledger.Hash{{9}} }, "unmet headcount"},
		{"held, and counted a day before the departure", Boarding, func(w *world) { w.held(); w.Around.Movement.HandedOver.At = departs.Add(-hours(24)) }, "met"},
		{"held, and counted earlier than that", Boarding, func(w *world) {
			w.held()
			w.Around.Movement.HandedOver.At = departs.Add(-hours(24) - time.Second)
		}, "unmet headcount"},
		{"held, and counted for a flight that was moved to another day", Boarding, func(w *world) {
			w.held()
			w.Around.Movement.Departs = departs.Add(hours(48))
			w.Around.Movement.Shifts = []Shift{{From: departs, At: now.Add(-hours(1)), Told: now.Add(-hours(1))}}
		}, "unmet headcount"},
		{"held, and the list is being closed: nobody is handed over yet", Lock, func(w *world) { w.held(); w.Around.Movement.HandedOver = nil }, "met"},
		{"held, and asked for clearance", Clearance, func(w *world) { w.held() }, "not-yet-due"},
		{"the headcount differs", Boarding, func(w *world) { w.Around.Movement.Signs = []Sign{{Sign: Headcount}} }, "unmet sign"},
		{"and the head of protection said why", Boarding, func(w *world) { w.Around.Movement.Signs = []Sign{{Sign: Headcount, Answered: true}} }, "met"},
		{"without a seat", "", func(w *world) { w.Around.Movement = nil }, "unmet no-seat"},
	},
	"funds-open": {
		{"the line has the money", "", nil, "met"},
		{"no line", "", func(w *world) { w.Around.Line = nil }, "unknown none"},
		{"suspended by a court", "", func(w *world) { w.Around.Line.Suspended = true }, "unmet suspended"},
		{"something about the line that nobody can read", "", func(w *world) { w.Around.Line.Unread = []ledger.Stray{{}} }, "unknown entry-unread"},
		{"not enough money", "", func(w *world) { w.Around.Line.Balance = 999 }, "unmet money"},
		{"suspended after the seat was given: no business of boarding", Boarding, func(w *world) { w.Around.Line.Suspended = true }, "not-yet-due"},
	},
}

func (w *world) zero() ledger.Ref { return ledger.Ref{} }

// drawn draws a clearing officer that long ago; nobody cleared.
func (w *world) drawn(ago time.Duration) {
	w.Journey.Drawn, w.Journey.Cleared = []Drawn{{Ref: w.by("node", ago), Officer: who("cle"), Movement: flight, Seat: w.Journey.Seated.ID}}, nil
}

func (w *world) clears(by string) {
	w.Journey.Cleared = append(w.Journey.Cleared, Cleared{Ref: w.by(by, hours(1)), Movement: flight})
}

// away is a node that is not the hub, with a list that the hub made then.
func (w *world) away(listed time.Duration) {
	w.Around.Hub = false
	w.Around.Movement.Heard = []Heard{{Ref: w.by("mov", listed), At: now.Add(-listed)}}
}
