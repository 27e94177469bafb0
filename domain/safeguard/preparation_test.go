package safeguard

import (
	"testing"
	"time"

	"amana/domain/day"
	"amana/domain/ledger"
	"amana/domain/talk"
)

var preparationCases = map[ID][]ruleCase{
	"travel-document": {
		{"valid on the day of arrival", "", nil, "met"},
		{"none", "", func(w *world) { w.Preparation.Documents = nil }, "unmet none"},
		{"a birth certificate takes nobody across a border", "", func(w *world) { w.Preparation.Documents[0].Kind = BirthCertificate }, "unmet none"},
		{"lost since", "", func(w *world) { w.Preparation.Documents[0].Withdrawn = w.by("cas", hours(1)) }, "unmet withdrawn"},
		{"lost, and there is another", "", func(w *world) {
			lost := w.Preparation.Documents[0]
			lost.Withdrawn = w.by("cas", hours(1))
			w.Preparation.Documents = append(w.Preparation.Documents, lost)
		}, "met"},
		{"ends the day before arrival", "", func(w *world) { w.Preparation.Documents[0].To = day.Of(now).Add(-1) }, "unmet expired"},
		{"ends on the day of arrival", "", func(w *world) { w.Preparation.Documents[0].To = day.Of(now) }, "met"},
		{"arrives after midnight, when it has ended", "", func(w *world) {
			w.Preparation.Documents[0].To = day.Of(now)
			w.Around.Movement.Arrives = day.Of(now).End(tripoli)
		}, "unmet expired"},
		{"ended on the day of arrival, and the flight is late past midnight", "", func(w *world) {
			w.Preparation.Documents[0].To = day.Of(now).Add(-1)
			w.Around.Movement.Departs, w.Around.Movement.Arrives = now.Add(-hours(16)), now.Add(-hours(11))
		}, "unmet expired"},
		{"without a seat", "", func(w *world) { w.Around.Movement = nil }, "unmet no-seat"},
	},
	"document-unfeared": {
		{"their own, and they fear nobody", "", nil, "met"},
		{"from the embassy, and they fear nobody", "", embassyPapers, "met"},
		{"from the embassy, and nobody asked whom they fear", "", also(embassyPapers, unaskedWhom), "unknown unasked"},
		{"from the embassy, and somebody of it asked", "", also(embassyPapers, func(w *world) { w.Will.Fears[0].ByState = true }), "unknown unasked"},
		{"from the embassy, and others heard the answer", "", also(embassyPapers, func(w *world) { w.Will.Fears[0].Talk.OutOfHearing = false }), "unknown unasked"},
		{"from the embassy, of an infant, whom nobody asks", "", also(embassyPapers, unaskedWhom, func(w *world) { w.Person.BornTo = birthday(0, 1) }), "met"},
		{"none yet, and nobody asked whom they fear", "", also(unaskedWhom, func(w *world) { w.Preparation.Documents = nil }), "unknown unasked"},
		{"their own, and nobody asked whom they fear", "", unaskedWhom, "met"},
		{"their own, and they fear their embassy", "", fears(FearEmbassy), "met"},
		{"from the embassy, and they fear it", "", also(embassyPapers, fears(FearEmbassy)), "unmet feared"},
		{"from the embassy, and they fear it and somebody at home", "", also(embassyPapers, fears(FearBoth)), "unmet feared"},
		{"from the embassy, and they fear somebody at home", "", also(embassyPapers, fears(FearHome)), "met"},
		{"from the embassy, and they do not want to say", "", also(embassyPapers, fears(FearNoAnswer)), "unmet feared"},
		{"from the embassy, and a fear of it was talked through", "", also(embassyPapers, fears(FearEmbassy), func(w *world) {
			w.Will.Fears = append(w.Will.Fears, Fear{Ref: w.by("sam", days(3)), Talk: alone, Answer: FearNone, Settles: []ledger.Hash{w.Will.Fears[0].ID}})
		}), "met"},
		{"from the embassy, and the same officer says that the fear is gone", "", also(embassyPapers, fears(FearEmbassy), func(w *world) {
			w.Will.Fears = append(w.Will.Fears, Fear{Ref: w.by("cou", days(3)), Talk: alone, Answer: FearNone, Settles: []ledger.Hash{w.Will.Fears[0].ID}})
		}), "unmet feared"},
		{"from the embassy, and another file of theirs tells of fear", "", also(embassyPapers, func(w *world) { w.Around.Linked = []Linked{{Stops: []string{"fear"}}} }), "unmet linked"},
		{"one from the embassy that they fear, another not", "", also(fears(FearEmbassy), func(w *world) {
			feared := w.Preparation.Documents[0]
			feared.Ref, feared.Through = w.by("cas", days(2)), ThroughEmbassy
			w.Preparation.Documents = append(w.Preparation.Documents, feared)
		}), "met"},
		{"one from the embassy that they fear, another that has ended", "", also(embassyPapers, fears(FearEmbassy), func(w *world) {
			ended := w.Preparation.Documents[0]
			ended.Ref, ended.Through, ended.To = w.by("cas", days(2)), "own", day.Of(now).Add(-1)
			w.Preparation.Documents = append(w.Preparation.Documents, ended)
		}), "unmet feared"},
		{"none, and they fear their embassy", "", also(fears(FearEmbassy), func(w *world) { w.Preparation.Documents = nil }), "unmet feared"},
		{"none, and they fear nobody", "", func(w *world) { w.Preparation.Documents = nil }, "met"},
		{"without a seat", "", also(embassyPapers, fears(FearEmbassy), func(w *world) { w.Around.Movement = nil }), "not-applicable"},
	},
	"exit-permission": {
		{"granted and valid", "", nil, "met"},
		{"none", "", func(w *world) { w.Preparation.Exits = nil }, "unmet none"},
		{"refused", "", func(w *world) { w.Preparation.Exits[0].Granted = false }, "unmet refused"},
		{"ended yesterday", "", func(w *world) { w.Preparation.Exits[0].To = day.Of(now).Add(-1) }, "unmet expired"},
		{"ended yesterday, when the flight should have left that is late past midnight", "", func(w *world) {
			w.Preparation.Exits[0].To = day.Of(now).Add(-1)
			w.Around.Movement.Departs, w.Around.Movement.Arrives = now.Add(-hours(11)), now.Add(-hours(6))
		}, "unmet expired"},
		{"begins tomorrow", "", func(w *world) { w.Preparation.Exits[0].From = day.Of(now).Add(1) }, "unmet expired"},
		{"without a seat", "", func(w *world) { w.Around.Movement = nil }, "unmet no-seat"},
	},
	"sharing-consented": {
		{"with the embassy, for a travel document", Embassy, nil, "met"},
		{"with an authority, for exit", Authority, nil, "met"},
		{"with the receiving mission, for reception", Notice, nil, "met"},
		{"with the carrier, for travel", Lock, nil, "met"},
		{"on the way a State with which nothing may be shared", Lock, func(w *world) { w.Around.Movement.Transit = []string{"TUR"} }, "unmet none"},
		{"on the way a State, agreed to", Lock, func(w *world) { w.through("TUR"); w.Around.Movement.Transit = []string{"TUR"} }, "met"},
		{"on the way a State, agreed to, and not the carrier", Lock, func(w *world) {
			w.through("TUR")
			w.Around.Movement.Transit = []string{"TUR"}
			w.unshare("carrier", "travel")
		}, "unmet none"},
		{"on the way two States, agreed to one", Boarding, func(w *world) {
			w.through("TUR")
			w.Around.Movement.Transit = []string{"TUR", "ETH"}
		}, "unmet none"},
		{"with the embassy, on the way a State with which nothing may be shared", Embassy, func(w *world) { w.Around.Movement.Transit = []string{"TUR"} }, "met"},
		{"never", Embassy, func(w *world) { w.Preparation.Sharing = nil }, "unmet none"},
		{"with the embassy, for something else", Embassy, func(w *world) { w.share("embassy", "protection") }, "unmet none"},
		{"with an authority for release, consented to for exit", Authority, func(w *world) { w.Shares = &Shares{"libyan-authority", "release", ""} }, "unmet none"},
		{"with an authority for release", Authority, func(w *world) {
			w.Shares = &Shares{"libyan-authority", "release", ""}
			w.Preparation.Sharing = append(w.Preparation.Sharing, Sharing{Ref: w.by("cou", days(2)), Recipient: "libyan-authority", Purpose: "release"})
		}, "met"},
		{"with the embassy of another country", Embassy, func(w *world) { w.Shares = &Shares{"embassy", "travel-document", "GHA"} }, "unmet none"},
		{"taken back from every embassy", Embassy, func(w *world) {
			w.unshare("embassy", "travel-document")
			w.Preparation.Sharing[len(w.Preparation.Sharing)-1].Country = ""
		}, "unmet none"},
		{"with another", Authority, func(w *world) { w.share("embassy", "exit-permission") }, "unmet none"},
		{"taken back", Embassy, func(w *world) { w.unshare("embassy", "travel-document") }, "unmet none"},
		{"taken back from every embassy, and agreed to again for one", Embassy, func(w *world) {
			w.unshareAll("embassy", "travel-document")
			w.shareAgain(nil)
		}, "met"},
		{"taken back from every embassy, and agreed to again through a guard", Embassy, func(w *world) {
			w.unshareAll("embassy", "travel-document")
			w.shareAgain(unfit.Interpreter)
		}, "unmet none"},
		{"taken back from every embassy, and agreed to again without saying back what it means", Embassy, func(w *world) {
			w.unshareAll("embassy", "travel-document")
			w.shareAgain(through(func(i *talk.Interpreter) { i.SaidBack = nil }).Interpreter)
		}, "unmet none"},
		{"taken back from every embassy, and agreed to again in an imported sheet", Embassy, func(w *world) {
			w.unshareAll("embassy", "travel-document")
			w.shareAgain(nil)
			last := &w.Preparation.Sharing[len(w.Preparation.Sharing)-1]
			last.Ref = imported(last.Ref)
		}, "unmet none"},
		{"agreed to again for one, and then taken back from every embassy", Embassy, func(w *world) {
			w.shareAgain(nil)
			w.unshareAll("embassy", "travel-document")
		}, "unmet none"},
		{"agreed to, and agreed to again through a guard", Embassy, func(w *world) { w.shareAgain(unfit.Interpreter) }, "met"},
		{"through a guard", Embassy, func(w *world) { w.Preparation.Sharing[0].Interpreter = unfit.Interpreter }, "unmet none"},
		{"taken back from the carrier, of whom there is one, for some country", Lock, func(w *world) { w.unshare("carrier", "travel") }, "unmet none"},
		{"taken back for something else", Embassy, func(w *world) { w.unshare("embassy", "protection") }, "met"},
	},
	"reception-acknowledged": {
		{"no need", "", nil, "not-applicable"},
		{"acknowledged, and somebody is named", "", (*world).need, "met"},
		{"the receiving mission was not told", "", func(w *world) { w.need(); w.Preparation.Notices = nil }, "unmet notice"},
		{"no answer", "", func(w *world) { w.need(); w.Preparation.Notices[0].Acknowledged = w.zero() }, "unmet unacknowledged"},
		{"acknowledged in an imported sheet", "", func(w *world) {
			w.need()
			w.Preparation.Notices[0].Acknowledged = imported(w.Preparation.Notices[0].Acknowledged)
		}, "unmet unacknowledged"},
		{"nobody is named", "", func(w *world) { w.need(); w.Preparation.Notices[0].MeetsNamed = false }, "unmet nobody-named"},
		{"no answer, another whom the person accepts", "", func(w *world) {
			w.need()
			w.Preparation.Notices[0].Acknowledged, w.Preparation.Notices[0].Other = w.zero(), w.by("cas", days(1))
		}, "met"},
		{"no answer, another whom the person accepts, a day after the notice", "", func(w *world) {
			w.need()
			w.Preparation.Notices[0].Acknowledged, w.Preparation.Notices[0].Other = w.zero(), w.by("cas", days(12))
		}, "unmet unacknowledged"},
		{"acknowledged for another movement", "", func(w *world) { w.need(); w.Preparation.Notices[0].Movement = "other" }, "unmet notice"},
		{"acknowledged in another country than the one to which they go now", "", func(w *world) { w.need(); w.Preparation.Notices[0].To = "GHA" }, "unmet notice"},
		{"acknowledged, and the flight was moved by a day", "", func(w *world) { w.need(); w.shifted(days(1)) }, "unmet notice"},
		{"acknowledged, and the flight was moved by an hour", "", func(w *world) { w.need(); w.shifted(hours(1)) }, "met"},
		{"moved by a day, told again, the duty line's spoken word", "", func(w *world) {
			w.need()
			w.shifted(days(1))
			w.Protection.Needs[0].Notify = "early"
			w.Preparation.Notices = append(w.Preparation.Notices, Notified{Ref: w.by("cas", hours(3)), Needs: w.Preparation.Notices[0].Needs, Movement: flight, To: "NGA", Heard: w.by("cas", hours(2))})
		}, "met"},
		{"a need that is said to end in Libya, and goes on at the destination", "", func(w *world) {
			w.need()
			w.Protection.Needs[0].Travels, w.Preparation.Notices = false, nil
		}, "unmet notice"},
		{"a hospital handover acknowledged the day before", "", func(w *world) { w.need(); w.acknowledged(hours(20)); w.Protection.Needs[0].Notify = "early" }, "unmet late"},
		{"medical care, of which nobody said whether it is one, acknowledged the day before", "", func(w *world) { w.need(); w.acknowledged(hours(20)); w.Protection.Needs[0].Notify = "" }, "unmet late"},
		{"a need of the usual kind, acknowledged the day before", "", func(w *world) { w.need(); w.acknowledged(hours(20)) }, "met"},
		{"a trafficked person, acknowledged the day before", "", func(w *world) { w.need(); w.trafficked(); w.acknowledged(hours(20)) }, "unmet late"},
		{"a child alone, acknowledged the day before", "", func(w *world) { w.need(); w.lone(); w.acknowledged(hours(20)) }, "unmet late"},
		{"a child with a parent, acknowledged the day before", "", func(w *world) { w.need(); w.child(); w.acknowledged(hours(20)) }, "met"},
		{"a handover found the day before, the duty line's spoken word", "", func(w *world) {
			w.need()
			w.acknowledged(hours(20))
			w.Protection.Needs[0].Notify, w.Protection.Needs[0].Since, w.Preparation.Notices[0].Heard = "early", now.Add(-hours(30)), w.by("cas", hours(20))
		}, "met"},
		{"a handover found the day before, no spoken word", "", func(w *world) {
			w.need()
			w.acknowledged(hours(20))
			w.Protection.Needs[0].Notify, w.Protection.Needs[0].Since = "early", now.Add(-hours(30))
		}, "unmet late"},
		{"a handover known for long, a spoken word the day before", "", func(w *world) {
			w.need()
			w.acknowledged(hours(20))
			w.Protection.Needs[0].Notify, w.Preparation.Notices[0].Heard = "early", w.by("cas", hours(20))
		}, "unmet late"},
		{"an urgent return, a spoken word the day before", "", func(w *world) {
			w.need()
			w.acknowledged(hours(20))
			w.Protection.Needs[0].Notify, w.Preparation.Notices[0].Heard = "early", w.by("cas", hours(20))
			w.urgent(flight, days(1))
		}, "met"},
		{"a trafficked person of whom no need was recorded", "", func(w *world) { w.trafficked(); w.Protection.Needs = nil }, "unmet need"},
		{"a child alone of whom no need was recorded", "", func(w *world) { w.lone(); w.Protection.Needs = nil }, "unmet need"},
		{"a child alone, with a need that ends in Libya", "", func(w *world) {
			w.need()
			w.lone()
			w.Protection.Needs[0].Travels, w.Protection.Needs[0].Outcome = false, "served"
		}, "unmet need"},
		{"a child alone, acknowledged in good time", "", func(w *world) { w.need(); w.lone() }, "met"},
		{"a child with a parent and no need", "", (*world).child, "not-applicable"},
		{"acknowledged, and told once more without an answer yet", "", func(w *world) {
			w.need()
			w.Preparation.Notices = append(w.Preparation.Notices, Notified{Ref: w.by("cas", days(1)), Needs: w.Preparation.Notices[0].Needs, Movement: flight, To: "NGA"})
		}, "met"},
		{"without a seat", "", func(w *world) { w.Around.Movement = nil }, "unmet no-seat"},
	},
	"reintegration-told": {
		{"in writing, aloud, with the first thirty days", "", nil, "met"},
		{"never", "", func(w *world) { w.Preparation.Told = nil }, "unmet none"},
		{"not aloud", "", func(w *world) { w.Preparation.Told[0].Aloud = false }, "unmet incomplete"},
		{"not in writing", "", func(w *world) { w.Preparation.Told[0].Written = false }, "unmet incomplete"},
		{"not what they will get and what not", "", func(w *world) { w.Preparation.Told[0].Gets = false }, "unmet incomplete"},
		{"not from whom", "", func(w *world) { w.Preparation.Told[0].FromWhom = false }, "unmet incomplete"},
		{"not when", "", func(w *world) { w.Preparation.Told[0].When = false }, "unmet incomplete"},
		{"not how much", "", func(w *world) { w.Preparation.Told[0].HowMuch = false }, "unmet incomplete"},
		{"not that a plan follows", "", func(w *world) { w.Preparation.Told[0].PlanFollows = false }, "unmet incomplete"},
		{"without the first thirty days", "", func(w *world) { w.Preparation.Told[0].FirstDays = false }, "unmet incomplete"},
	},
}

func (w *world) share(with, why string) {
	w.Preparation.Sharing = []Sharing{{Ref: w.by("cou", days(2)), Recipient: with, Purpose: why}}
}

// through lets the person agree that a State on the way has their name.
func (w *world) through(state string) {
	w.Preparation.Sharing = append(w.Preparation.Sharing, Sharing{Ref: w.by("cou", days(2)), Recipient: "transit-state", Purpose: "travel", Country: state})
}

func (w *world) unshare(with, why string) {
	w.Preparation.Sharing = append(w.Preparation.Sharing, Sharing{Ref: w.by("cou", days(2)), Recipient: with, Purpose: why, Country: "NGA", Withdrawn: true})
}

// unshareAll takes it back for every country.
func (w *world) unshareAll(with, why string) {
	w.unshare(with, why)
	w.Preparation.Sharing[len(w.Preparation.Sharing)-1].Country = ""
}

// shareAgain agrees to what the embassy is told, through somebody or nobody.
func (w *world) shareAgain(through *talk.Interpreter) {
	w.Preparation.Sharing = append(w.Preparation.Sharing, Sharing{Ref: w.by("cou", days(1)), Recipient: "embassy", Purpose: "travel-document", Country: "NGA", Interpreter: through})
}

// Of what was taken back from everybody nobody is asked again through whom it was
// said.
func TestWhatIsSharedNoMoreNeedsNoInterpreter(t *testing.T) {
	book := testBook(t)
	w := ready()
	w.Preparation.Sharing[0].Interpreter = unfit.Interpreter
	for _, want := range []string{"unmet unfit", "met"} {
		if got := answer(ask(t, book, w.Facts, now, Boarding, "interpreter-fit")); got != want {
			t.Errorf("%s, want %s", got, want)
		}
		w.unshareAll("embassy", "travel-document")
	}
}

// acknowledged moves the receiving mission's answer to that long ago.
func (w *world) acknowledged(ago time.Duration) {
	w.Preparation.Notices[0].Acknowledged = w.by("rec", ago)
}

// shifted moves the flight to its day, by so much, four hours ago.
func (w *world) shifted(by time.Duration) {
	told := now.Add(-hours(4))
	w.Around.Movement.Shifts = []Shift{{From: departs.Add(-by), At: told, Told: told}}
}

// embassyPapers: the travel document came from the embassy.
func unaskedWhom(w *world) { w.Will.Fears = nil }

func embassyPapers(w *world) { w.Preparation.Documents[0].Through = ThroughEmbassy }

// fears is what the person answered when they were asked about fear.
func fears(answer string) func(*world) { return func(w *world) { w.Will.Fears[0].Answer = answer } }

func also(changes ...func(*world)) func(*world) {
	return func(w *world) {
		for _, change := range changes {
			change(w)
		}
	}
}
