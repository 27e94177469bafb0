package safeguard

import (
	"testing"

	"amana/domain/ledger"
)

var refoulementCases = map[ID][]ruleCase{
	"individual-risk": {
		{"assessed, no real risk", "", nil, "met"},
		{"unclear by another file of theirs", "", func(w *world) { w.Around.Linked = []Linked{{Stops: []string{"unclear-risk"}}} }, "unmet linked"},
		{"something about the country that nobody can read", "", func(w *world) { w.Around.Country.Unread = []ledger.Stray{{}} }, "unknown entry-unread"},
		{"never assessed", "", func(w *world) { w.Refoulement.Risks = nil }, "unmet none"},
		{"imported", "", func(w *world) { w.Refoulement.Risks[0].Ref = imported(w.Refoulement.Risks[0].Ref) }, "unmet none"},
		{"unclear", "", func(w *world) { w.risk("pia", "unclear") }, "unmet unclear"},
		{"unclear, the same assessor looked again", "", func(w *world) { w.risk("pia", "unclear"); w.risk("pia", "none") }, "unmet unclear"},
		{"unclear, a second assessor found none", "", func(w *world) { w.risk("pia", "unclear"); w.risk("sam", "none") }, "met"},
		{"a real risk", "", func(w *world) { w.risk("pia", "real") }, "unmet real"},
		{"the country sheet changed, and not materially", "", func(w *world) { w.Around.Country.Sheet, w.Around.Country.Same = "NGA-4", []string{"NGA-3", "NGA-4"} }, "met"},
		{"it changed materially, and then again otherwise", "", func(w *world) { w.Around.Country.Sheet, w.Around.Country.Same = "NGA-5", []string{"NGA-4", "NGA-5"} }, "unmet sheet"},
		{"it changed, not materially, and the assessment is old", "", func(w *world) {
			w.Around.Country.Sheet, w.Around.Country.Same = "NGA-4", []string{"NGA-3", "NGA-4"}
			w.Refoulement.Risks[0].Since = now.Add(-days(200))
		}, "unmet expired"},
		{"the person will live elsewhere than what was assessed", "", func(w *world) {
			w.Person.Destinations = []Destination{{Destination: "NGA"}, {Ref: w.by("cas", 0), Area: "NGA/BO"}}
			w.Person.Area = "NGA/BO"
		}, "unmet moved"},
		{"the country sheet changed", "", func(w *world) { w.Around.Country.Sheet = "NGA-4" }, "unmet sheet"},
		{"there is no country sheet", "", func(w *world) { w.Around.Country = nil }, "unknown no-sheet"},
		{"on the way a State that was not looked at", "", func(w *world) { w.Around.Movement.Transit = []string{"TUR"} }, "unmet route"},
		{"on the way two States, of which one was looked at", "", func(w *world) {
			w.Around.Movement.Transit = []string{"TUR", "ETH"}
			w.Refoulement.Risks[0].Transit = []string{"TUR"}
		}, "unmet route"},
		{"on the way two States, both looked at", "", func(w *world) {
			w.Around.Movement.Transit = []string{"TUR", "ETH"}
			w.Refoulement.Risks[0].Transit = []string{"ETH", "TUR", "TUN"}
		}, "met"},
		{"on the way a State, looked at before, and not the last time", "", func(w *world) {
			w.Around.Movement.Transit = []string{"TUR"}
			w.Refoulement.Risks[0].Transit = []string{"TUR"}
			w.risk("pia", "none")
		}, "unmet route"},
		{"on the way a State, looked at by a list", "", func(w *world) {
			w.Around.Movement.Transit = []string{"TUR"}
			w.risk("imp", "none")
			w.Refoulement.Risks[1].Ref, w.Refoulement.Risks[1].Transit = imported(w.Refoulement.Risks[1].Ref), []string{"TUR"}
		}, "unmet route"},
		{"on the way a State, of a movement that is cancelled", "", func(w *world) {
			w.Around.Movement.Transit, w.Around.Movement.Cancelled = []string{"TUR"}, true
		}, "met"},
		{"without a movement", "", func(w *world) { w.Around.Movement = nil }, "met"},
		{"older than 180 days", "", func(w *world) { w.Refoulement.Risks[0].Since = now.Add(-days(181)) }, "unmet expired"},
	},
	"real-risk-absolute": {
		{"no real risk was ever found", "", nil, "met"},
		{"a real risk", "", func(w *world) { w.risk("pia", "real") }, "unmet real"},
		{"a real risk in an imported file", "", func(w *world) {
			w.risk("imp", "real")
			w.Refoulement.Risks[1].Ref = imported(w.Refoulement.Risks[1].Ref)
		}, "unmet real"},
		{"a real risk, then none, without naming it", "", func(w *world) { w.risk("pia", "real"); w.risk("sam", "none") }, "unmet real"},
		{"a real risk, ended by the same officer", "", func(w *world) { w.risk("pia", "none", w.risk("pia", "real")) }, "unmet real"},
		{"a real risk, ended by another officer who names it", "", func(w *world) { w.risk("sam", "none", w.risk("pia", "real")) }, "met"},
		{"a real risk, looked at again and unclear", "", func(w *world) { w.risk("sam", "unclear", w.risk("pia", "real")) }, "unmet real"},
		{"a real risk in a linked file", Boarding, func(w *world) { w.Around.Linked = []Linked{{Stops: []string{"real-risk"}}} }, "unmet linked"},
	},
	"unhcr-counselled": {
		{"nobody at risk, no fear, no request", "", nil, "not-applicable"},
		{"a nationality on the list", "", func(w *world) { w.Person.Nationalities = []string{"ERI"} }, "unmet none"},
		{"something about the country that nobody can read", "", func(w *world) { w.Around.Country.Unread = []ledger.Stray{{}} }, "unknown entry-unread"},
		{"a residence on the list", "", func(w *world) { w.Person.Residences = []string{"SDN"} }, "unmet none"},
		{"a group on the list", "", func(w *world) { w.Around.Country.AtRisk, w.Person.Groups = []string{"x"}, []string{"x"} }, "unmet none"},
		{"a fear of persecution", Embassy, func(w *world) { w.fears("cou", FearHome) }, "unmet none"},
		{"a fear of their own embassy", "", func(w *world) { w.fears("cou", FearEmbassy) }, "unmet none"},
		{"a fear of their own embassy, counselled by UNHCR", "", func(w *world) { w.fears("cou", FearEmbassy); w.unhcr("unh", "counselled", "unhcr") }, "met"},
		{"a fear, settled with an officer: UNHCR was not asked", "", func(w *world) { w.fears("sam", FearNone, w.fears("cou", FearHome)) }, "unmet none"},
		{"did not want to say, talked through", "", func(w *world) { w.fears("sam", FearNone, w.fears("cou", FearNoAnswer)) }, "not-applicable"},
		{"a fear, counselled by UNHCR", "", func(w *world) { w.fears("cou", FearHome); w.unhcr("unh", "counselled", "unhcr") }, "met"},
		{"a fear, said to be counselled by UNHCR, recorded by one of ours", "", func(w *world) { w.fears("cou", FearHome); w.unhcr("pia", "counselled", "unhcr") }, "unmet none"},
		{"counselled before the fear was said", "", func(w *world) { w.unhcr("unh", "counselled", "unhcr"); w.fears("cou", FearHome) }, "unmet none"},
		{"a fear in a linked file", "", func(w *world) { w.Around.Linked = []Linked{{Asked: now.Add(-days(1))}} }, "unmet none"},
		{"a fear in a linked file, counselled before it", "", func(w *world) {
			w.unhcr("unh", "counselled", "unhcr")
			w.Around.Linked = []Linked{{Asked: now.Add(days(1))}}
		}, "unmet none"},
		{"a fear in a linked file, counselled since", "", func(w *world) {
			w.unhcr("unh", "counselled", "unhcr")
			w.Around.Linked = []Linked{{Asked: now.Add(-days(300))}}
		}, "met"},
		{"a fear in a file that was erased", "", func(w *world) { w.Refoulement.Left = now.Add(-days(1)) }, "unmet none"},
		{"counselled by a lawyer, UNHCR never asked", "", func(w *world) { w.fears("cou", FearHome); w.unhcr("law", "counselled", "lawyer") }, "unmet none"},
		{"UNHCR cannot, counselled by a lawyer", "", func(w *world) {
			w.fears("cou", FearHome)
			w.unhcr("unh", "cannot", "unhcr")
			w.unhcr("law", "counselled", "lawyer")
		}, "met"},
		{"counselled by a lawyer, then UNHCR wrote that it cannot", "", func(w *world) {
			w.fears("cou", FearHome)
			w.unhcr("law", "counselled", "lawyer")
			w.unhcr("unh", "cannot", "unhcr")
		}, "unmet none"},
		{"one request, twenty days of silence", "", func(w *world) { w.feared(); w.requests(21); w.unhcr("law", "counselled", "lawyer") }, "unmet none"},
		{"two requests, nine days of silence", "", func(w *world) { w.feared(); w.requests(20, 10); w.unhcr("law", "counselled", "lawyer") }, "unmet none"},
		{"two requests, ten days of silence", "", func(w *world) { w.feared(); w.requests(20, 11); w.unhcr("law", "counselled", "lawyer") }, "met"},
		{"two imported requests, ten days of silence", "", func(w *world) {
			w.feared()
			w.requests(20, 11)
			for i := range w.Refoulement.Requests {
				w.Refoulement.Requests[i] = imported(w.Refoulement.Requests[i])
			}
			w.unhcr("law", "counselled", "lawyer")
		}, "unmet none"},
		{"three requests, ten days of silence after the second", "", func(w *world) {
			w.feared()
			w.requests(20, 11, 3)
			w.unhcr("law", "counselled", "lawyer")
		}, "met"},
		{"two requests, ten days of silence, counselled by one of ours", "", func(w *world) {
			w.feared()
			w.requests(20, 11)
			w.unhcr("pia", "counselled", "protection-actor")
		}, "unmet none"},
		{"somebody else writes that UNHCR cannot", "", func(w *world) {
			w.fears("cou", FearHome)
			w.unhcr("pia", "cannot", "unhcr")
			w.unhcr("law", "counselled", "lawyer")
		}, "unmet none"},
		{"an asylum request lifted before one of ours", "", func(w *world) {
			w.asylum()
			w.Refoulement.Asylum[0].Lifted = w.by("pia", days(2))
		}, "unmet asylum"},
		{"an asylum request", "", func(w *world) { w.asylum() }, "unmet asylum"},
		{"an asylum request long ago: time lifts none", "", func(w *world) { w.asylum(); w.Refoulement.Asylum[0].Since = now.Add(-days(900)) }, "unmet asylum"},
		{"an asylum request lifted, no counselling since", "", func(w *world) { w.asylum(); w.Refoulement.Asylum[0].Lifted = w.by("unh", days(2)) }, "unmet none"},
		{"an asylum request lifted, counselled since", "", func(w *world) {
			w.asylum()
			w.Refoulement.Asylum[0].Lifted = w.by("unh", days(2))
			w.unhcr("unh", "counselled", "unhcr")
		}, "met"},
		{"a fear, counselled by UNHCR, then an asylum request lifted: a fear never asks for less", "", func(w *world) {
			w.fears("cou", FearHome)
			w.asylum()
			w.unhcr("unh", "counselled", "unhcr")
			w.Refoulement.Asylum[0].Lifted = w.by("unh", days(1))
		}, "unmet none"},
		{"a fear, counselled by UNHCR, then a group at risk taken back", "", func(w *world) {
			w.Around.Country.AtRisk = []string{"x"}
			w.fears("cou", FearHome)
			w.unhcr("unh", "counselled", "unhcr")
			w.Person.Belongs = []Belonging{{To: "x", Back: []ledger.Ref{w.by("cas", days(1))}}}
		}, "unmet none"},
		{"an asylum request lifted in an imported sheet", "", func(w *world) { w.asylum(); w.Refoulement.Asylum[0].Lifted = imported(w.by("imp", days(2))) }, "unmet asylum"},
		{"an asylum request in a linked file", "", func(w *world) { w.Around.Linked = []Linked{{Stops: []string{"asylum"}}} }, "unmet linked"},
		{"there is no country sheet", "", func(w *world) { w.Around.Country = nil }, "unknown no-sheet"},
	},
	"destination-open": {
		{"open, and the State confirms entry", "", nil, "met"},
		{"the movement goes to another country", "", func(w *world) { w.Around.Movement.To = "GHA" }, "unmet elsewhere"},
		{"a seat is asked for on a movement to another country", Seat, func(w *world) { w.Around.Movement.To = "GHA" }, "unmet elsewhere"},
		{"no seat yet", "", func(w *world) { w.Around.Movement = nil }, "met"},
		{"returns are suspended", "", func(w *world) { w.Around.Country.Suspended = true }, "unmet suspended"},
		{"returns to an area are suspended, and it is not known where they will live", "", func(w *world) { w.Around.Country.Areas = []string{"NGA/BO"} }, "unmet area"},
		{"returns to an area are suspended, and they will live there", "", func(w *world) {
			w.Around.Country.Areas, w.Person.Area = []string{"NGA/YO", "NGA/BO"}, "NGA/BO"
		}, "unmet suspended"},
		{"returns to an area are suspended, and they will live elsewhere", "", func(w *world) { w.Around.Country.Areas, w.Person.Area = []string{"NGA/BO"}, "NGA/LA" }, "met"},
		{"returns to an area are suspended, and where they will live is of another country", "", func(w *world) { w.Around.Country.Areas, w.Person.Area = []string{"NGA/BO"}, "GHA/AA" }, "unmet area"},
		{"two areas are said of one destination, of which one is suspended", "", func(w *world) {
			w.Around.Country.Areas, w.Person.Area = []string{"NGA/BO"}, "NGA/LA"
			w.Unsettled = map[string][]ledger.Ref{"area": {w.by("cas", days(2)), w.by("sam", days(1))}}
		}, "unknown unsettled"},
		{"there is no country sheet", "", func(w *world) { w.Around.Country = nil }, "unknown no-sheet"},
		{"something about the country that nobody can read", "", func(w *world) { w.Around.Country.Unread = []ledger.Stray{{}} }, "unknown entry-unread"},
		{"the State did not confirm", "", func(w *world) { w.Refoulement.Entry = nil }, "unmet entry"},
		{"the State refuses", "", func(w *world) { w.Refoulement.Entry[0].Confirmed = false }, "unmet entry"},
		{"another State confirms", "", func(w *world) { w.Refoulement.Entry[0].Country = "NER" }, "unmet entry-elsewhere"},
		{"another State refuses", "", func(w *world) {
			w.Refoulement.Entry = append(w.Refoulement.Entry, Entry{Ref: w.by("cas", 0), Country: "NER"})
		}, "met"},
		{"the State refuses since", "", func(w *world) {
			w.Refoulement.Entry = append(w.Refoulement.Entry, Entry{Ref: w.by("cas", 0), Country: "NGA"})
		}, "unmet entry"},
		{"stateless", "", func(w *world) { w.Person.Nationalities = []string{"stateless"} }, "unmet nationality"},
		{"nationality disputed", "", func(w *world) { w.Person.Nationalities = []string{"NGA", "disputed"} }, "unmet nationality"},
		{"nationality unknown", "", func(w *world) { w.Person.Nationalities = []string{"unknown"} }, "unmet nationality"},
		{"no nationality recorded", "", func(w *world) { w.Person.Nationalities = nil }, "unmet nationality"},
	},
}

func (w *world) risk(by, finding string, ends ...ledger.Hash) ledger.Hash {
	r := w.by(by, days(3))
	w.Refoulement.Risks = append(w.Refoulement.Risks, Risk{Ref: r, Finding: finding, Sheet: "NGA-3", Ends: ends})
	return r.ID
}

func (w *world) unhcr(by, outcome, whose string) {
	w.Refoulement.UNHCR = append(w.Refoulement.UNHCR, UNHCR{Ref: w.by(by, days(1)), Outcome: outcome, By: whose})
}

// feared is a fear of long ago.
func (w *world) feared() {
	w.Will.Fears = append(w.Will.Fears, Fear{Ref: w.by("cou", days(25)), Talk: alone, Answer: FearHome})
}

// requests asks UNHCR, so many days ago each.
func (w *world) requests(ago ...int) {
	for _, n := range ago {
		w.Refoulement.Requests = append(w.Refoulement.Requests, w.by("pia", days(n)))
	}
}

func (w *world) asylum() { w.Refoulement.Asylum = []Asylum{{Ref: w.by("cou", days(3))}} }

// What a finding asks for follows UNHCR's silence: ask, ask again, wait ten
// days, then call somebody independent.
func TestUNHCRSilenceIsAWayOut(t *testing.T) {
	book := testBook(t)
	steps := func(ago ...int) Step {
		w := ready()
		w.feared()
		w.requests(ago...)
		return ask(t, book, w.Facts, now, Clearance, "unhcr-counselled").Next[0]
	}
	if got := steps(); got.Do != "unhcr.request" {
		t.Errorf("not asked: %+v", got)
	}
	if got := steps(12); got.Do != "unhcr.request" {
		t.Errorf("asked once: %+v", got)
	}
	if got := steps(12, 3); got.Wait != "unhcr" || !got.Until.Equal(now.Add(days(7))) {
		t.Errorf("asked twice: %+v", got)
	}
	if got := steps(22, 10); got.Do != "call.make" || got.About != "observer" {
		t.Errorf("silent for ten days: %+v", got)
	}
}

// The stops of a file, for the other files of the same person.
func TestStanding(t *testing.T) {
	book := testBook(t)
	for _, c := range []struct {
		want   string
		change func(*world)
	}{
		{"", func(*world) {}},
		{"withdrawal", func(w *world) { w.withdraw(days(1)) }},
		{"real-risk", func(w *world) { w.risk("pia", "real") }},
		{"real-risk", func(w *world) { w.risk("pia", "real"); w.Review = w.by("cas", 0) }}, // that the person asked to be looked at again
		{"hold", func(w *world) { w.hold("law") }},
		{"asylum", func(w *world) { w.asylum() }},
		{"fear", func(w *world) { w.fears("cou", FearHome) }},
	} {
		w := ready()
		c.change(w)
		got := ""
		for _, s := range Standing(w.Facts, book, now) {
			got += s
		}
		if got != c.want {
			t.Errorf("stands %q, want %q", got, c.want)
		}
	}
}
