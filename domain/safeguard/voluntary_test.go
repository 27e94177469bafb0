package safeguard

import "amana/domain/talk"

var voluntaryCases = map[ID][]ruleCase{
	"voluntary": {
		{"informed, uncoerced, with alternatives, no constraint", "", nil, "met"},
		{"never assessed", "", func(w *world) { w.Will.Voluntary = nil }, "unmet none"},
		{"not voluntary by a linked file", "", func(w *world) { w.Around.Linked = []Linked{{Stops: []string{"not-voluntary"}}} }, "unmet linked"},
		{"a constraint in a linked file", "", func(w *world) { w.Around.Linked = []Linked{{Stops: []string{"constraint"}}} }, "unmet linked-constraint"},
		{"held by a linked file", "", func(w *world) { w.Around.Linked = []Linked{{Held: true}} }, "unmet linked-held"},
		{"assessed where others could hear", "", func(w *world) { w.Will.Voluntary[0].Talk = overheard() }, "unmet none"},
		{"assessed inside a place without a review", "", func(w *world) { w.Will.Voluntary[0].Talk = inside("ZAW") }, "unmet inside"},
		{"not fully informed", "", func(w *world) { w.Will.Voluntary[0].Informed = false }, "unmet not-voluntary"},
		{"coerced", "", func(w *world) { w.Will.Voluntary[0].Uncoerced = false }, "unmet not-voluntary"},
		{"without sufficient alternatives", "", func(w *world) { w.Will.Voluntary[0].Alternatives = false }, "unmet not-voluntary"},
		{"voluntary, then not at the second interview", "", func(w *world) { w.held(); w.Will.Second[0].Uncoerced = false }, "unmet not-voluntary"},
		{"not voluntary, and the same officer found otherwise", "", func(w *world) {
			w.Will.Voluntary[0].Uncoerced = false
			w.assessed("pia")
		}, "unmet not-voluntary"},
		{"not voluntary, and another officer found otherwise", "", func(w *world) {
			w.Will.Voluntary[0].Uncoerced = false
			w.assessed("sam")
		}, "met"},
		{"threatened, and the same officer leaves it out of another form", "", func(w *world) {
			w.Will.Voluntary[0].Constraints = []string{"threatened"}
			w.assessed("pia")
		}, "unmet second-interview"},
		{"threatened, and another officer found that it is over", "", func(w *world) {
			w.Will.Voluntary[0].Constraints = []string{"threatened"}
			w.assessed("sam")
		}, "met"},
		{"threatened, and over by the word of an imported sheet", "", func(w *world) {
			w.Will.Voluntary[0].Constraints = []string{"threatened"}
			w.assessed("sam")
			w.Will.Voluntary[1].Ref = imported(w.Will.Voluntary[1].Ref)
		}, "unmet second-interview"},
		{"a second interview leaves the constraint out: all of the rest is still due", "", func(w *world) {
			w.held()
			w.Person.Held, w.Will.Reviews = false, nil
			w.Will.Voluntary[0].Constraints = []string{"indebted"}
		}, "unmet review"},
		{"a constraint that the review did not know of", "", func(w *world) {
			w.held()
			w.Will.Second = append(w.Will.Second, Voluntariness{Ref: w.by("cou", days(1)), Talk: alone, Informed: true, Uncoerced: true, Alternatives: true, Constraints: []string{"threatened"}})
		}, "unmet review"},
		{"reviewed by who held the second interview", "", func(w *world) { w.held(); w.Will.Reviews[0].By = who("sam") }, "unmet review"},
		{"an order, gone by the word of an imported sheet", "", func(w *world) {
			w.Will.Orders[0].Exists, w.Will.Orders[0].LegalHelp = true, true
			w.Will.Orders = append(w.Will.Orders, Order{Ref: imported(w.by("imp", days(26))), Checked: true})
		}, "unmet second-interview"},
		{"an order, gone by the word of who found it", "", func(w *world) {
			w.Will.Orders[0].Exists, w.Will.Orders[0].LegalHelp = true, true
			w.Will.Orders = append(w.Will.Orders, Order{Ref: w.by("cou", days(26)), Checked: true})
		}, "unmet second-interview"},
		{"an order, gone as another officer checked", "", func(w *world) {
			w.Will.Orders[0].Exists, w.Will.Orders[0].LegalHelp = true, true
			w.Will.Orders = append(w.Will.Orders, Order{Ref: w.by("pia", days(26)), Checked: true})
		}, "met"},
		{"signed inside, then free by the word of an imported sheet", "", func(w *world) {
			w.Around.Places["TAJ"] = reviewed(func(*PlaceReview) {})
			w.Will.Consents[0].Talk = inside("TAJ")
			w.consents(days(2))
			w.Will.Consents[1].Ref = imported(w.Will.Consents[1].Ref)
		}, "unmet second-interview"},
		{"held, and everything was done", "", (*world).held, "met"},
		{"indebted, nothing was done", "", func(w *world) { w.Will.Voluntary[0].Constraints = []string{"indebted"} }, "unmet second-interview"},
		{"under a removal order", "", func(w *world) { w.Will.Orders[0].Exists, w.Will.Orders[0].LegalHelp = true, true }, "unmet second-interview"},
		{"free now, but the consent was signed inside", "", func(w *world) {
			w.Around.Places["TAJ"] = reviewed(func(*PlaceReview) {})
			w.Will.Consents[0].Talk = inside("TAJ")
		}, "unmet second-interview"},
		{"a constraint found at the second interview only", "", func(w *world) {
			w.held()
			w.Person.Held, w.Will.Releases = false, nil
			w.Will.Second[0].Constraints = []string{"threatened"}
		}, "unmet release"},
		{"the second interview by the same officer", "", func(w *world) { w.held(); w.Will.Second[0].By = who("pia") }, "unmet second-interview"},
		{"the second interview 23 h later", "", func(w *world) {
			w.held()
			w.Will.Second[0].Since = w.Will.Voluntary[0].Until.Add(hours(23))
		}, "unmet second-interview"},
		{"the second interview 24 h later", "", func(w *world) {
			w.held()
			w.Will.Second[0].Since = w.Will.Voluntary[0].Until.Add(hours(24))
		}, "met"},
		{"both interviews inside", "", func(w *world) {
			w.held()
			w.Will.Voluntary[0].Talk, w.Will.Second[0].Talk = inside("TAJ"), inside("TAJ")
		}, "unmet inside"},
		{"both inside, an observer on the line at one", "", func(w *world) {
			w.held()
			w.Will.Voluntary[0].Talk, w.Will.Second[0].Talk = inside("TAJ"), inside("TAJ")
			w.Will.Second[0].Talk.Witness = talk.Observer
		}, "met"},
		{"outside, and heard again inside where nothing counts, an observer on the line", "", func(w *world) {
			w.held()
			w.Will.Second[0].Talk = inside("ZAW")
			w.Will.Second[0].Talk.Witness = talk.Observer
		}, "met"},
		{"outside, and heard again inside where nothing counts", "", func(w *world) { w.held(); w.Will.Second[0].Talk = inside("ZAW") }, "unmet second-interview"},
		{"heard in a place of detention, on record as free", "", func(w *world) {
			w.Around.Places["TAJ"] = reviewed(func(*PlaceReview) {})
			w.Will.Voluntary[0].Talk.Place = "TAJ"
		}, "unmet second-interview"},
		{"signed in a place of detention, on record as free", "", func(w *world) {
			w.Around.Places["TAJ"] = reviewed(func(*PlaceReview) {})
			w.Will.Consents[0].Talk.Place = "TAJ"
		}, "unmet second-interview"},
		{"heard in a place of which nobody recorded that people are held there", "", func(w *world) { w.Will.Voluntary[0].Talk.Place = "OFFICE" }, "met"},
		{"both interviews in a place of detention, on record as free", "", func(w *world) {
			w.held()
			w.Around.Places["TAJ"] = reviewed(func(*PlaceReview) {})
			w.Will.Voluntary[0].Talk.Place, w.Will.Second[0].Talk.Place = "TAJ", "TAJ"
		}, "unmet inside"},
		{"inside the place where they are held, which the talk does not name", "", func(w *world) {
			w.held()
			w.Will.Voluntary[0].Talk = inside("")
		}, "unmet inside"},
		{"release never requested", "", func(w *world) { w.held(); w.Will.Releases = nil }, "unmet release"},
		{"release requested, unanswered", "", func(w *world) { w.held(); w.Will.Releases[0].Answer = "" }, "unmet release-unanswered"},
		{"release requested, recorded as no answer after a day", "", func(w *world) { w.held(); w.Will.Releases[0].Answer = "no-answer" }, "unmet release-unanswered"},
		{"release requested, unanswered after 7 days and recorded", "", func(w *world) {
			w.held()
			w.Will.Releases[0].Answer, w.Will.Releases[0].Answered = "no-answer", w.by("pia", days(17))
		}, "met"},
		{"requested again, the first request unanswered for 7 days", "", func(w *world) {
			w.held()
			w.Will.Releases[0].Answer = ""
			w.Will.Releases = append(w.Will.Releases, Release{Ref: w.by("pia", days(18)), Answer: "no-answer", Answered: w.by("pia", days(17))})
		}, "met"},
		{"no review by the protection lead", "", func(w *world) { w.held(); w.Will.Reviews = nil }, "unmet review"},
		{"the protection lead's review came before the second interview", "", func(w *world) { w.held(); w.Will.Reviews[0].Seq = w.Will.Second[0].Seq - 1 }, "unmet review"},
		{"the protection lead does not accept", "", func(w *world) { w.held(); w.Will.Reviews[0].Accepts = false }, "unmet review-refused"},
	},
	"capacity": {
		{"no doubt", "", nil, "met"},
		{"doubt in a linked file", "", func(w *world) { w.Around.Linked = []Linked{{Stops: []string{"capacity"}}} }, "unmet linked"},
		{"doubt", "", func(w *world) { w.doubts() }, "unmet doubt"},
		{"one professional found them able after support", "", func(w *world) { w.doubts(); w.able("doc", "able", true) }, "unmet doubt"},
		{"two did", "", func(w *world) { w.doubts(); w.able("doc", "able", true); w.able("psy", "able-with-support", true) }, "met"},
		{"one did, twice", "", func(w *world) { w.doubts(); w.able("doc", "able", true); w.able("doc", "able", true) }, "unmet doubt"},
		{"two did without support first", "", func(w *world) { w.doubts(); w.able("doc", "able", false); w.able("psy", "able", false) }, "unmet doubt"},
		{"two found them unable today", "", func(w *world) { w.doubts(); w.able("doc", "unable-today", true); w.able("psy", "unable-today", true) }, "unmet doubt"},
		{"able yesterday, unable today", "", func(w *world) {
			w.doubts()
			w.able("doc", "able", true)
			w.able("psy", "able", true)
			w.able("doc", "unable-today", true)
		}, "unmet doubt"},
		{"found able before the doubt", "", func(w *world) { w.able("doc", "able", true); w.able("psy", "able", true); w.doubts() }, "unmet doubt"},
		{"a lasting inability, no panel", "", func(w *world) { w.doubts(); w.able("doc", "lasting-inability", true) }, "unmet panel"},
		{"a lasting inability, a panel does not agree", "", func(w *world) {
			w.doubts()
			w.able("doc", "lasting-inability", true)
			w.decides(AboutCapacity, days(1), false)
		}, "unmet panel"},
		{"a lasting inability, a panel with whoever found it", "", func(w *world) {
			w.doubts()
			w.able("bi1", "lasting-inability", true)
			w.decides(AboutCapacity, days(1), true)
		}, "unmet panel"},
		{"a lasting inability, a panel on something else", "", func(w *world) {
			w.doubts()
			w.able("doc", "lasting-inability", true)
			w.decides(AboutReturn, days(1), true)
		}, "unmet panel"},
		{"a lasting inability, a panel guided by their will agrees", "", func(w *world) {
			w.doubts()
			w.able("doc", "lasting-inability", true)
			w.decides(AboutCapacity, days(1), true)
		}, "met"},
		{"a lasting inability found after the panel", "", func(w *world) {
			w.doubts()
			w.decides(AboutCapacity, days(3), true)
			w.able("doc", "lasting-inability", true)
		}, "unmet panel"},
	},
	"place-reviewed": {
		{"not held", "", nil, "met"},
		{"held in a place with a current review", "", (*world).held, "met"},
		{"held in a place without a review, all was repeated outside", "", func(w *world) { w.held(); w.Person.Place = "ZAW" }, "met"},
		{"held in a place without a review, interviewed inside", "", func(w *world) { w.dark("ZAW", Place{}) }, "unmet voluntary"},
		{"held in a place of which something cannot be read, interviewed inside", "", func(w *world) { w.dark("ZAW", Place{Incidents: []PlaceIncident{{Unread: true}}}) }, "unknown entry-unread"},
		{"held in a place that nobody can name", "", func(w *world) { w.dark("", Place{}) }, "unmet voluntary"},
		{"held in a place whose review was over when it was said", "", func(w *world) {
			w.dark("ZAW", reviewed(func(r *PlaceReview) { r.Until = now.Add(-days(26)) }))
		}, "unmet voluntary"},
		{"a review that is over now, and was not when it was said and signed", "", func(w *world) {
			w.dark("ZAW", reviewed(func(r *PlaceReview) { r.Until = now.Add(-days(1)) }))
		}, "met"},
		{"reviewed only since it was said and signed", "", func(w *world) {
			w.dark("ZAW", reviewed(func(r *PlaceReview) { r.From = now.Add(-days(1)) }))
		}, "unmet voluntary"},
		{"said while reviewed, signed after the review was over", "", func(w *world) {
			w.dark("ZAW", reviewed(func(r *PlaceReview) { r.Until = now.Add(-days(21)) }))
		}, "unmet consent"},
		{"a newer review found what the older did not", "", func(w *world) {
			p := reviewed(func(*PlaceReview) {})
			p.Reviews = append(p.Reviews, PlaceReview{From: now.Add(-days(30)), Until: now.Add(days(9)), Against: true})
			w.dark("ZAW", p)
		}, "unmet voluntary"},
		{"an incident opened later that concerns the day", "", func(w *world) {
			p := reviewed(func(*PlaceReview) {})
			p.Incidents = []PlaceIncident{{From: now.Add(-days(26)), Until: now.Add(-days(2))}}
			w.dark("ZAW", p)
		}, "unmet voluntary"},
		{"an incident that began after everything was said and signed", "", func(w *world) {
			p := reviewed(func(*PlaceReview) {})
			p.Incidents = []PlaceIncident{{From: now.Add(-days(2))}}
			w.dark("ZAW", p)
		}, "met"},
		{"held in a place with a review against it", "", func(w *world) { w.dark("ZAW", reviewed(func(r *PlaceReview) { r.Against = true })) }, "unmet voluntary"},
		{"held under a person wanted by an international court", "", func(w *world) {
			w.dark("ZAW", reviewed(func(r *PlaceReview) { r.Against = true }))
		}, "unmet voluntary"},
		{"held where a grave incident is open", "", func(w *world) {
			p := reviewed(func(*PlaceReview) {})
			p.Incidents = []PlaceIncident{{From: now.Add(-days(39))}}
			w.dark("ZAW", p)
		}, "unmet voluntary"},
		{"interviewed outside, signed inside", "", func(w *world) {
			w.dark("ZAW", Place{})
			w.Will.Voluntary[0].Talk = alone
		}, "unmet consent"},
		{"interviewed and signed inside with UNHCR on the line", "", func(w *world) {
			w.dark("ZAW", Place{})
			w.Will.Voluntary[0].Talk.Witness, w.Will.Consents[0].Talk.Witness = talk.UNHCR, talk.UNHCR
		}, "unmet voluntary"},
		{"interviewed outside, signed inside with UNHCR on the line", "", func(w *world) {
			w.dark("ZAW", Place{})
			w.Will.Voluntary[0].Talk, w.Will.Consents[0].Talk.Witness = alone, talk.UNHCR
		}, "unmet consent"},
		{"interviewed and signed in a place of detention, on record as free", "", func(w *world) {
			w.dark("ZAW", reviewed(func(r *PlaceReview) { r.Against = true }))
			w.Will.Voluntary[0].Talk.Control, w.Will.Second[0].Talk.Control, w.Will.Consents[0].Talk.Control = talk.Free, talk.Free, talk.Free
		}, "unmet voluntary"},
	},
}

// assessed adds an interview that finds a free decision and no constraint.
func (w *world) assessed(by string) {
	w.Will.Voluntary = append(w.Will.Voluntary, Voluntariness{Ref: w.by(by, days(3)), Talk: alone, Informed: true, Uncoerced: true, Alternatives: true})
}

// dark holds the person in a place, where everything was said and signed.
func (w *world) dark(ref string, p Place) {
	w.held()
	w.Person.Place, w.Around.Places[ref] = ref, p
	if ref == "" {
		delete(w.Around.Places, ref)
	}
	w.Will.Voluntary[0].Talk, w.Will.Second[0].Talk, w.Will.Consents[0].Talk = inside(ref), inside(ref), inside(ref)
}

func (w *world) doubts() { w.Will.Doubts = append(w.Will.Doubts, Doubt{Ref: w.by("cou", days(4))}) }

func (w *world) able(by, outcome string, supported bool) {
	w.Will.Capacity = append(w.Will.Capacity, Capacity{Ref: w.by(by, days(3)), Outcome: outcome, Supported: supported})
}
