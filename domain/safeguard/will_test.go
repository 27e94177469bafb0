package safeguard

import (
	"time"

	"amana/domain/ledger"
	"amana/domain/talk"
)

var willCases = map[ID][]ruleCase{
	"own-wish": {
		{"said alone in their own words", "", nil, "met"},
		{"never said", "", func(w *world) { w.Will.Wishes = nil }, "unmet none"},
		{"not in their own words", "", func(w *world) { w.Will.Wishes[0].OwnWords = false }, "unmet none"},
		{"others could hear", "", func(w *world) { w.Will.Wishes[0].Talk = overheard() }, "unmet none"},
		{"in a language they do not understand", "", func(w *world) { w.Will.Wishes[0].Talk.Understood = false }, "unmet none"},
		{"how they first heard is not recorded", "", func(w *world) { w.Will.Wishes[0].Heard = "" }, "unmet none"},
		{"who suggested it is not recorded", "", func(w *world) { w.Will.Wishes[0].SuggestedBy = "" }, "unmet none"},
		{"suggested by an authority", "", func(w *world) { w.Will.Wishes[0].SuggestedBy = "authority" }, "unmet suggested"},
		{"does not wish to say who suggested it", "", func(w *world) { w.Will.Wishes[0].SuggestedBy = unsaid }, "unmet unsaid"},
		{"first heard of from an embassy", "", func(w *world) { w.Will.Wishes[0].Heard = "embassy" }, "unmet suggested"},
		{"suggested by a creditor, asked again by another officer with the options first", "", func(w *world) {
			w.Will.Wishes[0].SuggestedBy = "creditor"
			w.again("sam", days(30), true)
		}, "met"},
		{"asked again by the same officer", "", func(w *world) {
			w.Will.Wishes[0].SuggestedBy = "creditor"
			w.again("cou", days(30), true)
		}, "unmet suggested"},
		{"asked again at the same meeting", "", func(w *world) {
			w.Will.Wishes[0].SuggestedBy = "relative"
			w.again("sam", days(40)-time.Hour, true)
		}, "unmet suggested"},
		{"asked again without the other options first", "", func(w *world) {
			w.Will.Wishes[0].SuggestedBy = "list"
			w.again("sam", days(30), false)
		}, "unmet suggested"},
		{"asked again, and they tell again who suggested it", "", func(w *world) {
			w.Will.Wishes[0].SuggestedBy = "embassy"
			w.again("sam", days(30), true).SuggestedBy = "embassy"
		}, "met"},
		{"asked again, and they tell of another who suggested it too", "", func(w *world) {
			w.Will.Wishes[0].SuggestedBy = "embassy"
			w.again("sam", days(30), true).Heard = "creditor"
		}, "unmet suggested"},
		{"a later wish was suggested, and is not asked for again", "", func(w *world) {
			w.again("sam", days(30), false).SuggestedBy = "authority"
		}, "unmet suggested"},
		{"a later wish was suggested, and the first is the asking again of an earlier one", "", func(w *world) {
			w.Will.Wishes[0].SuggestedBy = "relative"
			w.again("sam", days(35), true)
			w.again("pia", days(30), false).SuggestedBy = "relative"
		}, "unmet suggested"},
		{"both were suggested, each by another, and asked for again after both", "", func(w *world) {
			w.Will.Wishes[0].SuggestedBy = "relative"
			w.again("sam", days(35), false).SuggestedBy = "authority"
			w.again("pia", days(30), true)
		}, "met"},
		{"both were suggested, and asked for again by who heard the second", "", func(w *world) {
			w.Will.Wishes[0].SuggestedBy = "relative"
			w.again("sam", days(35), false).SuggestedBy = "authority"
			w.again("sam", days(30), true)
		}, "unmet suggested"},
		{"imported and not attested", "", func(w *world) { w.Will.Wishes[0].Ref = imported(w.Will.Wishes[0].Ref) }, "unmet none"},
		{"imported, attested and met again since", "", func(w *world) {
			w.Will.Wishes[0].Ref = imported(w.Will.Wishes[0].Ref)
			w.Vouched[w.Will.Wishes[0].ID] = w.by("cou", 0)
		}, "met"},
		{"imported and attested, never met since", "", func(w *world) {
			w.Will.Wishes[0].Ref, w.Contacts = imported(w.Will.Wishes[0].Ref), nil
			w.Vouched[w.Will.Wishes[0].ID] = w.by("cou", 0)
		}, "unmet none"},
		{"imported and attested, met only before", "", func(w *world) {
			w.Contacts = []ledger.Ref{w.by("cou", days(50))}
			w.Will.Wishes[0].Ref = imported(w.by("imp", days(45)))
			w.Vouched[w.Will.Wishes[0].ID] = w.by("cou", 0)
		}, "unmet none"},
		{"imported and attested, met only at the import or before", "", func(w *world) {
			w.Will.Wishes[0].Ref = imported(w.by("imp", days(45)))
			w.Contacts = []ledger.Ref{w.by("cou", days(45)+time.Second)} // entered later
			w.Vouched[w.Will.Wishes[0].ID] = w.by("cou", 0)
		}, "unmet none"},
		{"imported and attested, met since in a session that no longer counts", "", func(w *world) {
			w.Will.Wishes[0].Ref = imported(w.Will.Wishes[0].Ref)
			w.Contacts = []ledger.Ref{w.Will.Sessions[0].Ref}
			w.Will.Sessions[0].Defective = true
			w.Vouched[w.Will.Wishes[0].ID] = w.by("cou", 0)
		}, "unmet none"},
		{"imported and met since, never attested", Boarding, func(w *world) { w.Will.Wishes[0].Ref = imported(w.Will.Wishes[0].Ref) }, "unmet none"},
	},
	"fear-asked": {
		{"asked in private, fears nobody", "", nil, "met"},
		{"never asked", "", func(w *world) { w.Will.Fears = nil }, "unmet none"},
		{"asked where others could hear", "", func(w *world) { w.Will.Fears[0].Talk = overheard() }, "unmet none"},
		{"asked by somebody from an embassy", "", func(w *world) { w.Will.Fears[0].ByState = true }, "unmet none"},
		{"does not want to answer", "", func(w *world) { w.fears("cou", FearNoAnswer) }, "unmet no-answer"},
		{"did not want to answer, talked through by another officer", "", func(w *world) {
			f := w.fears("cou", FearNoAnswer)
			w.fears("sam", FearNone, f)
		}, "met"},
		{"did not want to answer, same officer", "", func(w *world) {
			f := w.fears("cou", FearNoAnswer)
			w.fears("cou", FearNone, f)
		}, "unmet no-answer"},
		{"did not want to answer, offered again by another officer", "", func(w *world) {
			w.fears("cou", FearNoAnswer)
			w.fears("sam", FearNoAnswer)
		}, "unmet uncounselled"},
		{"did not want to answer, offered again and counselled jointly", Notice, func(w *world) {
			w.fears("cou", FearNoAnswer)
			w.fears("sam", FearNoAnswer)
			w.unhcr("unh", "counselled", "unhcr")
		}, "met"},
		{"did not want to answer, offered again and counselled: it may be the embassy", Embassy, func(w *world) {
			w.fears("cou", FearNoAnswer)
			w.fears("sam", FearNoAnswer)
			w.unhcr("unh", "counselled", "unhcr")
		}, "unmet embassy"},
		{"fears their own embassy", Embassy, func(w *world) { w.fears("cou", FearEmbassy) }, "unmet embassy"},
		{"fears both", Embassy, func(w *world) { w.fears("cou", FearBoth) }, "unmet embassy"},
		{"fears their own embassy, which a notice does not reach", Notice, func(w *world) { w.fears("cou", FearEmbassy) }, "met"},
		{"fears somebody at home: that is UNHCR's rule", Embassy, func(w *world) { w.fears("cou", FearHome) }, "met"},
		{"a fear in a linked file", Embassy, func(w *world) { w.Around.Linked = []Linked{{Stops: []string{"fear"}}} }, "unmet linked"},
	},
	"no-forced-return": {
		{"asked and checked, no order exists", "", nil, "met"},
		{"never asked", "", func(w *world) { w.Will.Orders = nil }, "unmet none"},
		{"forced by a linked file", "", func(w *world) { w.Around.Linked = []Linked{{Stops: []string{"forced"}}} }, "unmet linked"},
		{"asked and not checked", "", func(w *world) { w.Will.Orders[0].Checked = false }, "unmet unchecked"},
		{"an order, without legal information", "", func(w *world) { w.Will.Orders[0].Exists = true }, "unmet legal-information"},
		{"an order, with legal information", "", func(w *world) { w.Will.Orders[0].Exists, w.Will.Orders[0].LegalHelp = true, true }, "met"},
		{"release depends on leaving", "", func(w *world) { w.Will.Orders[0].Forced = true }, "unmet forced"},
		{"release depended on leaving, checked again and it no longer does", "", func(w *world) {
			w.Will.Orders[0].Forced = true
			w.Will.Orders = append(w.Will.Orders, Order{Ref: w.by("pia", 0), Checked: true})
		}, "met"},
		{"release depended on leaving, and the same officer says it no longer does", "", func(w *world) {
			w.Will.Orders[0].Forced = true
			w.Will.Orders = append(w.Will.Orders, Order{Ref: w.by("cou", 0), Checked: true})
		}, "unmet forced"},
		{"an order without legal information, and the same officer says there is none", "", func(w *world) {
			w.Will.Orders[0].Exists = true
			w.Will.Orders = append(w.Will.Orders, Order{Ref: w.by("cou", 0), Checked: true})
		}, "unmet legal-information"},
	},
	"counselled": {
		{"two sessions on different days, every topic", "", nil, "met"},
		{"one session", "", func(w *world) { w.Will.Sessions = w.Will.Sessions[:1] }, "unmet sessions"},
		{"two sessions on one day", "", func(w *world) { w.Will.Sessions[1].Since = w.Will.Sessions[0].Since.Add(hours(4)) }, "unmet sessions"},
		{"two on one day by two officers 3 h apart, access does not allow more", "", func(w *world) {
			w.Will.Sessions[1].Since = w.Will.Sessions[0].Since.Add(hours(3))
			w.Will.Sessions[1].By, w.Will.Sessions[1].Limited = who("sam"), true
		}, "met"},
		{"two on one day by two officers 2 h apart", "", func(w *world) {
			w.Will.Sessions[1].Since = w.Will.Sessions[0].Since.Add(hours(2))
			w.Will.Sessions[1].By, w.Will.Sessions[1].Limited = who("sam"), true
		}, "unmet sessions"},
		{"two on one day by one officer, access does not allow more", "", func(w *world) {
			w.Will.Sessions[1].Since = w.Will.Sessions[0].Since.Add(hours(4))
			w.Will.Sessions[1].Limited = true
		}, "unmet sessions"},
		{"an urgent return: two talks on one day", "", func(w *world) {
			w.Will.Sessions[1].Since, w.Will.Sessions[1].By = w.Will.Sessions[0].Since.Add(hours(3)), who("sam")
			w.urgent(flight, hours(2))
		}, "met"},
		{"an urgent return by another movement", "", func(w *world) {
			w.Will.Sessions[1].Since, w.Will.Sessions[1].By = w.Will.Sessions[0].Since.Add(hours(3)), who("sam")
			w.urgent("other", hours(2))
		}, "unmet sessions"},
		{"a defective session does not count", "", func(w *world) { w.Will.Sessions[0].Defective = true }, "unmet sessions"},
		{"a topic is missing", "", func(w *world) { w.Will.Sessions[1].Topics = []string{"reintegration", "data"} }, "unmet topics"},
		{"older than 90 days", "", func(w *world) { w.Will.Sessions[0].Since = now.Add(-days(91)) }, "unmet expired"},
		{"older than 90 days, extended in time", "", func(w *world) {
			w.Will.Sessions[0].Since = now.Add(-days(91))
			w.Will.Extended = []Extended{{Ref: w.by("cou", days(20)), Talk: alone}}
		}, "met"},
		{"extended after it had lapsed", "", func(w *world) {
			w.Will.Sessions[0].Since = now.Add(-days(95))
			w.Will.Extended = []Extended{{Ref: w.by("cou", days(4)), Talk: alone}}
		}, "unmet expired"},
		{"extended for more than 180 days", "", func(w *world) {
			w.Will.Sessions[0].Since = now.Add(-days(181))
			w.Will.Extended = []Extended{{Ref: w.by("cou", days(100)), Talk: alone}, {Ref: w.by("cou", days(20)), Talk: alone}}
		}, "unmet expired"},
		{"lapses between clearance and departure", Clearance, func(w *world) {
			w.Will.Sessions[0].Since = departs.Add(-days(90) - time.Minute)
		}, "unmet expired"},
		{"a topic covered only in a session that lapsed", "", func(w *world) {
			w.Will.Sessions[0].Since = now.Add(-days(120))
			w.counsels("cou", days(10))
		}, "unmet topics"},
	},
	"interpreter-fit": {
		{"nobody interpreted", "", nil, "met"},
		{"nobody talked with them yet", "", silent, "not-applicable"},
		{"all that a list tells of, and nobody met them since", "", func(w *world) {
			silent(w)
			w.Will.Orders = []Order{{Ref: imported(w.by("imp", 0)), Checked: true, Interpreter: unfit.Interpreter}}
		}, "not-applicable"},
		{"only what is closed to most was done with them", "", func(w *world) {
			silent(w)
			w.Refoulement.UNHCR = []UNHCR{{Ref: w.by("unh", days(3)), Outcome: "counselled", By: "unhcr"}}
		}, "not-applicable"},
		{"only what is closed to most was done with them, and a guard interpreted", "", func(w *world) {
			silent(w)
			w.Refoulement.UNHCR = []UNHCR{{Ref: w.by("unh", days(3)), Outcome: "counselled", By: "unhcr", Interpreter: unfit.Interpreter}}
		}, "unmet unfit"},
		{"one talk, held without anybody", "", func(w *world) {
			silent(w)
			w.fears("cou", FearNone)
		}, "met"},
		{"a fit interpreter", "", func(w *world) { w.Will.Consents[0].Talk = through(func(*talk.Interpreter) {}) }, "met"},
		{"a guard interpreted", "", func(w *world) { w.Will.Sessions[1].Talk = unfit }, "unmet unfit"},
		{"no undertaking of confidentiality", "", func(w *world) {
			w.Will.Consents[0].Talk = through(func(i *talk.Interpreter) { i.Confidentiality = false })
		}, "unmet unfit"},
		{"not accepted by the person asked without them", "", func(w *world) {
			w.Will.Voluntary[0].Talk = through(func(i *talk.Interpreter) { i.AcceptedAlone = false })
		}, "unmet unfit"},
		{"the person did not say back that they may say no until the door", "", func(w *world) {
			w.Protection.Screenings[0].Talk = through(func(i *talk.Interpreter) { i.SaidBack = []talk.SaidBack{talk.WhatIGet, talk.WhatElse, talk.WhatElse} })
		}, "unmet unfit"},
		{"a guard interpreted a question about orders", "", func(w *world) { w.Will.Orders[0].Interpreter = unfit.Interpreter }, "unmet unfit"},
		{"a guard interpreted, and an imported sheet says otherwise", "", func(w *world) {
			w.Will.Orders[0].Interpreter = unfit.Interpreter
			w.Will.Orders = append(w.Will.Orders, Order{Ref: imported(w.by("imp", 0)), Checked: true})
		}, "unmet unfit"},
		{"a guard interpreted an option, and an imported sheet says otherwise", "", func(w *world) {
			w.Will.Told[1].Interpreter = unfit.Interpreter
			again := w.Will.Told[1]
			again.Ref, again.Interpreter = imported(w.by("imp", 0)), nil
			w.Will.Told = append(w.Will.Told, again)
		}, "unmet unfit"},
		{"a guard interpreted what was only imported: nothing rests on it", "", func(w *world) {
			w.Will.Orders = append(w.Will.Orders, Order{Ref: imported(w.by("imp", 0)), Checked: true, Interpreter: unfit.Interpreter})
		}, "met"},
		{"a guard interpreted an option", "", func(w *world) { w.Will.Told[1].Interpreter = unfit.Interpreter }, "unmet unfit"},
		{"a guard interpreted an option, told again without", "", func(w *world) {
			w.Will.Told[1].Interpreter = unfit.Interpreter
			again := w.Will.Told[1]
			again.Ref, again.Interpreter = w.by("cou", 0), nil
			w.Will.Told = append(w.Will.Told, again)
		}, "met"},
		{"a relative interpreted the wish to travel together", "", func(w *world) { w.together("pia", "asked"); w.Protection.Together[0].Interpreter = unfit.Interpreter }, "unmet unfit"},
		{"a guard interpreted a consent to share", "", func(w *world) { w.Preparation.Sharing[0].Interpreter = unfit.Interpreter }, "unmet unfit"},
		{"a guard interpreted a consent to share, taken back since", "", func(w *world) {
			w.Preparation.Sharing[0].Interpreter = unfit.Interpreter
			back := w.Preparation.Sharing[0]
			back.Ref, back.Withdrawn = w.by("cou", 0), true
			w.Preparation.Sharing = append(w.Preparation.Sharing, back)
		}, "met"},
		{"a guard interpreted where they can go if they say no", "", func(w *world) { w.held(); w.Will.SafeNo[0].Interpreter = unfit.Interpreter }, "unmet unfit"},
		{"a guard interpreted what they will get", "", func(w *world) { w.Preparation.Told[0].Interpreter = unfit.Interpreter }, "unmet unfit"},
		{"a guard interpreted that asylum is no longer asked for", "", func(w *world) {
			w.asylum()
			w.Refoulement.Asylum[0].Lifted, w.Refoulement.Asylum[0].Interpreter = w.by("unh", days(1)), unfit.Interpreter
		}, "unmet unfit"},
		{"a guard interpreted UNHCR's counselling", "", func(w *world) {
			w.Refoulement.UNHCR = []UNHCR{{Ref: w.by("unh", days(3)), Outcome: "counselled", By: "unhcr", Interpreter: unfit.Interpreter}}
		}, "unmet unfit"},
		{"a guard interpreted a child's best-interests assessment", "", func(w *world) { w.child(); w.Protection.Interests[0].Interpreter = unfit.Interpreter }, "unmet unfit"},
		{"a companion interpreted how somebody trafficked returns safely", "", func(w *world) { w.trafficked(); w.Protection.Retraffick[0].Interpreter = unfit.Interpreter }, "unmet unfit"},
		{"a guard interpreted that a need was declined", "", func(w *world) { w.need(); w.Protection.Needs[0].Interpreter = unfit.Interpreter }, "unmet unfit"},
		{"a guard interpreted that another may meet them", "", func(w *world) {
			w.need()
			w.Preparation.Notices[0].Other = w.by("cas", days(3))
			w.Preparation.Notices[0].Interpreter = unfit.Interpreter
		}, "unmet unfit"},
		{"a guard interpreted the examination", "", func(w *world) { w.Protection.Health[0].Interpreter = unfit.Interpreter }, "unmet unfit"},
		{"a guard interpreted the examination, done again without", "", func(w *world) {
			w.Protection.Health[0].Interpreter = unfit.Interpreter
			again := w.Protection.Health[0]
			again.Ref, again.Interpreter = w.by("doc", days(1)), nil
			w.Protection.Health = append(w.Protection.Health, again)
		}, "met"},
		{"a guard interpreted the check before embarkation", Boarding, func(w *world) {
			w.Protection.Health = append(w.Protection.Health, HealthCheck{Ref: w.by("doc", days(1)), Kind: "pec", Outcome: "fit", Arranged: true, Interpreter: unfit.Interpreter})
		}, "unmet unfit"},
		{"an unfit interpreter, the talk held again without", "", func(w *world) {
			w.Will.Fears[0].Talk = unfit
			w.fears("sam", FearNone)
		}, "met"},
		{"unfit at the second interview, the reaffirmation, the gate and a screening", Boarding, func(w *world) {
			w.held()
			w.Will.Second[0].Talk, w.Will.Reaffirmed[0].Talk, w.Journey.Gate[0].Talk, w.Protection.Trafficking[0].Talk = unfit, unfit, unfit, unfit
			w.Will.Extended = []Extended{{Ref: w.by("cou", days(2)), Talk: unfit}}
		}, "unmet unfit"},
	},
	"alternatives-offered": {
		{"each option explained, its availability recorded, answered", "", nil, "met"},
		{"one was never offered", "", func(w *world) { w.Will.Told = w.Will.Told[1:] }, "unmet missing"},
		{"its availability is not known", "", func(w *world) { w.Will.Told[2].Available = "unknown" }, "unmet missing"},
		{"not explained", "", func(w *world) { w.Will.Told[2].Explained = false }, "unmet missing"},
		{"answered, and the answer is sealed here", "", func(w *world) { w.Will.Told[2].Answer = "" }, "met"},
		{"a refusal to answer is an answer", "", func(w *world) { w.Will.Told[2].Answer = "no-answer" }, "met"},
		{"one opened since", "", func(w *world) { w.Around.Country.Options["stay"] = now.Add(-days(2)) }, "unmet opened"},
		{"one opened since and was told again", "", func(w *world) {
			w.Around.Country.Options["stay"] = now.Add(-days(2))
			w.Will.Told = append(w.Will.Told, Told{Ref: w.by("cou", days(1)), Option: "stay", Explained: true, Available: "yes", Answer: "declines"})
		}, "met"},
	},
	"private-interview": {
		{"out of hearing and out of sight", "", nil, "met"},
		{"no talk at all", "", func(w *world) {
			w.Will, w.Journey.Gate = Will{}, nil
			w.Protection.Screenings, w.Protection.Trafficking = nil, nil
		}, "unmet none"},
		{"always in somebody's sight", "", func(w *world) {
			for _, s := range (&question{Facts: w.Facts}).talks() {
				s.OutOfSight = false
			}
		}, "unmet none"},
		{"the newest gate answer was seen, nothing was repeated", "", func(w *world) { w.Journey.Gate[0].Talk = inSight() }, "unmet seen"},
		{"seen, and repeated out of sight", "", func(w *world) { w.Will.Consents[0].Talk = inSight() }, "met"},
		{"seen, and repeated in a language not understood", "", func(w *world) { w.repeated(inSight(), func(t *talk.Talk) { t.Understood = false }) }, "unmet seen"},
		{"seen, and repeated through a guard", "", func(w *world) { w.repeated(inSight(), func(t *talk.Talk) { t.Interpreter = unfit.Interpreter }) }, "unmet seen"},
		{"seen, and repeated where others heard", "", func(w *world) { w.repeated(inSight(), func(t *talk.Talk) { t.OutOfHearing = false }) }, "unmet overheard"},
		{"overheard, and repeated through a guard", "", func(w *world) { w.repeated(overheard(), func(t *talk.Talk) { t.Interpreter = unfit.Interpreter }) }, "unmet overheard"},
		{"seen, repeated well, and then once more through a guard", "", func(w *world) {
			w.repeated(inSight(), func(*talk.Talk) {})
			w.Will.Extended = append(w.Will.Extended, Extended{Ref: w.by("cou", 0), Talk: unfit})
		}, "met"},
		{"no talk out of sight was understood", "", func(w *world) {
			for _, s := range (&question{Facts: w.Facts}).talks() {
				s.Understood = false
			}
		}, "unmet none"},
		{"others could hear", "", func(w *world) { w.Journey.Gate[0].Talk = overheard() }, "unmet overheard"},
		{"others could hear, and an imported sheet says they could not", "", func(w *world) {
			w.Will.Reaffirmed[0].Talk, w.Journey.Gate = overheard(), nil
			w.Will.Reaffirmed = append(w.Will.Reaffirmed, Reaffirmation{Ref: imported(w.by("imp", 0)), Talk: alone, Answer: Yes})
		}, "unmet overheard"},
	},
}

func (w *world) again(by string, ago time.Duration, optionsFirst bool) *Wish {
	w.Will.Wishes = append(w.Will.Wishes, Wish{Ref: w.by(by, ago), Talk: alone, OwnWords: true, Heard: "outreach", SuggestedBy: "nobody", OptionsFirst: optionsFirst})
	return &w.Will.Wishes[len(w.Will.Wishes)-1]
}

// repeated is the newest answer at the gate, given in a talk that does not do, and
// then one more talk, out of sight.
func (w *world) repeated(gate talk.Talk, how func(*talk.Talk)) {
	w.Journey.Gate[0].Talk = gate
	again := Extended{Ref: w.by("cou", 0), Talk: alone}
	how(&again.Talk)
	w.Will.Extended = append(w.Will.Extended, again)
}

// fears records an answer to the question about fear, which settles others.
func (w *world) fears(by, answer string, settles ...ledger.Hash) ledger.Hash {
	r := w.by(by, days(5))
	w.Will.Fears = append(w.Will.Fears, Fear{Ref: r, Talk: alone, Answer: answer, Settles: settles})
	return r.ID
}

// silent takes away whatever was said with the person.
func silent(w *world) {
	w.Will, w.Protection, w.Refoulement, w.Preparation = Will{}, Protection{}, Refoulement{}, Preparation{}
	w.Journey.Gate, w.Journey.Chosen = nil, nil
}
