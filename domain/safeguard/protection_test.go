package safeguard

import (
	"amana/domain/day"
	"amana/domain/ledger"
)

var protectionCases = map[ID][]ruleCase{
	"vulnerability-screened": {
		{"the individual and the household level were asked", "", nil, "met"},
		{"something about the country where they are that nobody can read", "", func(w *world) { w.Around.Here.Unread = []ledger.Stray{{Waits: true}} }, "unknown entry-unread"},
		{"never screened", "", func(w *world) { w.Protection.Screenings = nil }, "unmet none"},
		{"the household level was not asked", "", func(w *world) { w.Protection.Screenings[0].Household = false }, "unmet none"},
		{"others could hear", "", func(w *world) { w.Protection.Screenings[0].Talk = overheard() }, "unmet none"},
		{"does not wish to say, asked once", "", func(w *world) { w.Protection.Screenings[0].Refused = true }, "unmet refused"},
		{"does not wish to say, offered once more by another officer", "", func(w *world) {
			w.Protection.Screenings[0].Refused = true
			w.Protection.Screenings = append(w.Protection.Screenings, Screening{Ref: w.by("sam", days(20)), Talk: alone, Refused: true, Sheet: "LBY-2"})
		}, "met"},
		{"does not wish to say, offered once more by the same officer", "", func(w *world) {
			w.Protection.Screenings[0].Refused = true
			w.Protection.Screenings = append(w.Protection.Screenings, Screening{Ref: w.by("pia", days(20)), Talk: alone, Refused: true, Sheet: "LBY-2"})
		}, "unmet refused"},
		{"older than 60 days", "", func(w *world) { w.Protection.Screenings[0].Since = now.Add(-days(61)) }, "unmet expired"},
		{"older than 60 days, extended in time", "", func(w *world) {
			w.Protection.Screenings[0].Since = now.Add(-days(61))
			w.Will.Extended = []Extended{{Ref: w.by("cou", days(20)), Talk: alone}}
		}, "met"},
		{"the officer was never trained", "", func(w *world) { delete(w.Around.Trained, who("pia")) }, "unmet untrained"},
		{"the officer's training had run out", "", func(w *world) { w.trained("pia", 200, 26) }, "unmet untrained"},
		{"the officer's training ran out since", "", func(w *world) { w.trained("pia", 200, 24) }, "met"},
		{"the officer's training is on record only since", "", func(w *world) { w.trained("pia", 24, 0) }, "unmet untrained"},
		{"the officer's training was renewed", "", func(w *world) {
			w.trained("pia", 300, 200)
			w.Around.Trained[who("pia")] = append(w.Around.Trained[who("pia")], Training{From: now.Add(-days(100)), Until: day.Of(now)})
		}, "met"},
		{"the officer has left since", "", func(w *world) { delete(w.Around.Officers, who("pia")) }, "met"},
		{"somebody untrained asked later", "", func(w *world) {
			w.Protection.Screenings = append(w.Protection.Screenings, Screening{Ref: w.by("cou", days(20)), Talk: alone, Household: true, Sheet: "LBY-2"})
		}, "met"},
		{"does not wish to say, offered once more by somebody untrained", "", func(w *world) {
			w.Protection.Screenings[0].Refused = true
			w.Protection.Screenings = append(w.Protection.Screenings, Screening{Ref: w.by("cou", days(20)), Talk: alone, Refused: true, Sheet: "LBY-2"})
		}, "unmet refused"},
		{"imported, of before their training was on record; they gave their word since", "", func(w *world) {
			w.trained("pia", 24, 0)
			w.imports(&w.Protection.Screenings[0].Ref, 23)
		}, "met"},
		{"imported, and vouched for before they were trained", "", func(w *world) {
			w.trained("pia", 22, 0)
			w.imports(&w.Protection.Screenings[0].Ref, 23)
		}, "unmet untrained"},
		{"nobody issued a sheet of the country where they are", "", func(w *world) { w.Around.Here = nil }, "unknown no-sheet"},
		{"that country has no sheet", "", func(w *world) { w.Around.Here = &Country{} }, "unknown no-sheet"},
		{"on the sheet of the destination", "", func(w *world) { w.Protection.Screenings[0].Sheet = "NGA-3" }, "unmet sheet"},
		{"the sheet changed, and not materially", "", func(w *world) {
			w.newSheet(10)
			w.Around.Here.Same = []string{"LBY-2", "LBY-3"}
		}, "met"},
		{"the sheet changed materially", "", func(w *world) { w.newSheet(10) }, "unmet sheet"},
		{"the sheet changed, and the person was asked since what has changed", "", func(w *world) {
			w.newSheet(10)
			w.Will.Extended = []Extended{{Ref: w.by("cou", days(9)), Talk: alone}}
		}, "met"},
		{"the sheet changed after they were asked what has changed", "", func(w *world) {
			w.newSheet(8)
			w.Will.Extended = []Extended{{Ref: w.by("cou", days(9)), Talk: alone}}
		}, "unmet sheet"},
		{"on a sheet that never was, asked what has changed", "", func(w *world) {
			w.Protection.Screenings[0].Sheet = "LBY-0"
			w.Will.Extended = []Extended{{Ref: w.by("cou", days(9)), Talk: alone}}
		}, "unmet sheet"},
	},
	"trafficking-screened": {
		{"act, means and purpose were answered", "", nil, "met"},
		{"never screened", "", func(w *world) { w.Protection.Trafficking = nil }, "unmet none"},
		{"others could hear", "", func(w *world) { w.Protection.Trafficking[0].Talk = overheard() }, "unmet none"},
		{"the purpose was not answered", "", func(w *world) { w.Protection.Trafficking[0].Purpose = "" }, "unmet none"},
		{"the means were not answered", "", func(w *world) { w.Protection.Trafficking[0].Means = "" }, "unmet none"},
		{"a child: the means are irrelevant", "", func(w *world) { w.child(); w.Protection.Trafficking[0].Means = "" }, "met"},
		{"does not wish to say", "", func(w *world) {
			w.Protection.Trafficking[0].Act, w.Protection.Trafficking[0].Outcome = "no-answer", "no-answer"
		}, "met"},
	},
	"trafficked-safe": {
		{"not indicated", "", nil, "not-applicable"},
		{"a victim by another file of theirs, of whom nothing is safe there", "", func(w *world) { w.Around.Linked = []Linked{{Stops: []string{"trafficked"}}} }, "unmet linked"},
		{"a victim, services confirmed", "", (*world).trafficked, "met"},
		{"a victim without an individual assessment", "", func(w *world) { w.trafficked(); w.Protection.Retraffick = nil }, "unmet none"},
		{"presumed a victim", "", func(w *world) { w.Protection.Trafficking[0].Outcome = "presumed" }, "unmet none"},
		{"a child: act and purpose are enough, whatever the officer ticked", "", func(w *world) {
			w.child()
			w.Protection.Trafficking[0] = Trafficking{Ref: w.by("pia", days(4)), Talk: alone, Act: "yes", Means: "no", Purpose: "yes", Outcome: "not-indicated"}
		}, "unmet none"},
		{"no service exists and nobody told the person", "", func(w *world) { w.trafficked(); w.Protection.Retraffick[0].Services = "none-exist" }, "unmet services"},
		{"no service exists, the person chose, without a safety plan", "", func(w *world) {
			w.trafficked()
			w.Protection.Retraffick[0].Services, w.Protection.Retraffick[0].Chose = "none-exist", true
		}, "unmet plan-meets"},
		{"no service exists, the person knows, chose, and has a plan", "", (*world).planned, "met"},
		{"a plan in which nobody meets them", "", func(w *world) { w.planned(); w.Protection.Retraffick[0].MeetsThem = false }, "unmet plan-meets"},
		{"a plan without fourteen nights", "", func(w *world) { w.planned(); w.Protection.Retraffick[0].Nights = false }, "unmet plan-nights"},
		{"a plan without a number", "", func(w *world) { w.planned(); w.Protection.Retraffick[0].OneNumber = false }, "unmet plan-number"},
		{"a plan without contact afterwards", "", func(w *world) { w.planned(); w.Protection.Retraffick[0].Contacts = false }, "unmet plan-contacts"},
		{"no time for recovery and reflection was offered", "", func(w *world) { w.trafficked(); w.Protection.Retraffick[0].Reflection = false }, "unmet reflection"},
		{"the counter-trafficking lead gave no reasons", "", func(w *world) { w.trafficked(); w.Protection.Retraffick[0].Reasons = false }, "unmet reasons"},
		{"assessed before they were identified", "", func(w *world) {
			w.trafficked()
			w.Protection.Trafficking = append(w.Protection.Trafficking, Trafficking{Ref: w.by("sam", days(2)), Talk: alone, Outcome: "presumed"})
		}, "unmet none"},
		{"another officer looked again and found none", "", func(w *world) { w.trafficked(); w.looksAgain("sam") }, "not-applicable"},
		{"the same officer looked again and found none", "", func(w *world) { w.trafficked(); w.Protection.Retraffick = nil; w.looksAgain("pia") }, "unmet none"},
	},
	"needs-answered": {
		{"no need", "", nil, "met"},
		{"a need that goes on at the destination", "", (*world).need, "met"},
		{"nothing is there for it: searched for, the person was told, and chose", "", (*world).unserved, "met"},
		{"nothing is there for it, and nobody says where it was searched for", "", func(w *world) { w.unserved(); w.Protection.Needs[0].Searched = false }, "unmet open"},
		{"nothing is there for it, and the person was not told", "", func(w *world) { w.unserved(); w.Protection.Needs[0].Told = false }, "unmet open"},
		{"nothing is there for it, and the person did not choose", "", func(w *world) { w.unserved(); w.Protection.Needs[0].Chose = false }, "unmet open"},
		{"a need without an outcome", "", func(w *world) { w.need(); w.Protection.Needs[0].Outcome = "" }, "unmet open"},
		{"a need whose outcome was imported", "", func(w *world) {
			w.need()
			w.Protection.Needs[0].Answered = imported(w.Protection.Needs[0].Answered)
		}, "unmet open"},
	},
	"fit-to-travel": {
		{"examined, and checked yesterday", "", nil, "met"},
		{"never examined", "", func(w *world) { w.Protection.Health = w.Protection.Health[1:] }, "unmet examination"},
		{"examined 31 days before departure", "", func(w *world) { w.Protection.Health[0].Since = departs.Add(-days(31)) }, "unmet expired"},
		{"a listed condition makes it valid for a week", "", func(w *world) { w.Protection.Health[0].Listed = []string{"pregnancy"} }, "unmet expired"},
		{"one that the book does not list does not", "", func(w *world) { w.Protection.Health[0].Listed = []string{"fracture"} }, "met"},
		{"whoever examined holds it valid for a week", "", func(w *world) { w.Protection.Health[0].ValidFor = 7 }, "unmet expired"},
		{"the person refused to be examined", "", func(w *world) {
			w.Protection.Health[0].Outcome, w.Protection.Health[0].Since = "refused", now.Add(-days(90))
		}, "met"},
		{"found unfit", "", func(w *world) { w.Protection.Health[0].Outcome = "unfit" }, "unmet unfit"},
		{"no check before embarkation", "", func(w *world) { w.Protection.Health = w.Protection.Health[:1] }, "unmet check"},
		{"checked 73 h before departure", "", func(w *world) { w.Protection.Health[1].Since = departs.Add(-hours(73)) }, "unmet check"},
		{"fit with conditions that are arranged", "", func(w *world) {
			w.Protection.Health[1].Outcome, w.Protection.Health[1].Arranged = "fit-with-conditions", true
		}, "met"},
		{"examined fit with conditions, and whoever checked only says fit", "", func(w *world) { w.Protection.Health[0].Outcome = "fit-with-conditions" }, "unmet conditions"},
		{"examined fit with conditions, and whoever checked says fit, and that all is arranged", "", func(w *world) {
			w.Protection.Health[0].Outcome, w.Protection.Health[1].Arranged = "fit-with-conditions", true
		}, "met"},
		{"fit with conditions that are not arranged", "", func(w *world) { w.Protection.Health[1].Outcome = "fit-with-conditions" }, "unmet conditions"},
		{"unfit in a linked file", "", func(w *world) { w.Around.Linked = []Linked{{Stops: []string{"unfit"}}} }, "unmet linked"},
		{"unfit at the check", "", func(w *world) { w.Protection.Health[1].Outcome = "unfit" }, "unmet unfit"},
		{"without a seat", "", func(w *world) { w.Around.Movement = nil }, "unmet no-seat"},
	},
	"no-hold": {
		{"no hold", "", nil, "met"},
		{"held back by protection", "", func(w *world) { w.hold("protection") }, "unmet protection"},
		{"held back by health", "", func(w *world) { w.hold("health") }, "unmet health"},
		{"held back by law", Boarding, func(w *world) { w.hold("law") }, "unmet law"},
		{"a hold that was lifted", "", func(w *world) { w.hold("law"); w.Protection.Holds[0].Lifted = w.by("lea", 0) }, "met"},
		{"lifted by somebody who did not know of it", "", func(w *world) {
			w.hold("law")
			w.Protection.Holds[0].Lifted = ledger.Ref{Seq: w.Protection.Holds[0].Seq - 1, ID: ledger.Hash{9}}
		}, "unmet law"},
		{"a hold on a linked file", "", func(w *world) { w.Around.Linked = []Linked{{Stops: []string{"hold"}}} }, "unmet linked"},
		{"an entry that nobody can read", "", func(w *world) { w.Strays = []Stray{{Why: "waiting"}} }, "unknown stray"},
	},
}

func (w *world) hold(kind string) {
	w.Protection.Holds = append(w.Protection.Holds, Hold{Ref: w.by("lea", days(2)), Kind: kind})
}

func (w *world) looksAgain(by string) {
	w.Protection.Trafficking = append(w.Protection.Trafficking, Trafficking{Ref: w.by(by, days(2)), Talk: alone, Act: "no", Means: "no", Purpose: "no", Outcome: "not-indicated"})
}

// trained says that an officer was trained: on record, and good, from so many
// days before now to so many.
func (w *world) trained(name string, since, to int) {
	w.Around.Trained[who(name)] = []Training{{From: now.Add(-days(since)), Until: day.Of(now).Add(-to)}}
}

// newSheet is issued of the country where the person is, some days before now.
func (w *world) newSheet(ago int) {
	w.Around.Here.Sheet, w.Around.Here.Issued["LBY-3"] = "LBY-3", now.Add(-days(ago))
}

// imports says that something came from a list, and who did it vouched for it.
func (w *world) imports(r *ledger.Ref, vouched int) {
	r.Imported = "a list"
	w.Vouched[r.ID] = w.by("pia", days(vouched))
}
