package casefile

import (
	"slices"
	"testing"

	"amana/domain/assessment"
	"amana/domain/consent"
	"amana/domain/counselling"
	"amana/domain/country"
	"amana/domain/day"
	"amana/domain/ledger"
	"amana/domain/monitoring"
	"amana/domain/movement"
	"amana/domain/reintegration"
	"amana/domain/results"
	"amana/domain/safeguard"
	"amana/domain/screening"
	"amana/domain/talk"
)

const (
	flight = "MJI-LOS-26-041"
	libya  = "LBY-1" // the sheet of where everybody is
)

var screened = screening.Record{Talk: alone, Household: true, Sheet: libya}

// alone is a conversation that nobody could hear or see, outside.
var alone = talk.Talk{Language: "hau", Understood: true, Mode: "in-person", OutOfHearing: true, OutOfSight: true, Control: talk.Free, Witness: talk.NoWitness}

func overheard() talk.Talk { t := alone; t.OutOfHearing = false; return t }

func inside() talk.Talk { t := alone; t.Control, t.Place = talk.Held, "TAJ"; return t }

func date(text string) day.Day { return day.Of(clock(text + " 12:00")) }

var (
	amina = Identity{
		Given: "Amina", Born: day.Day{Year: 1996, Month: 3, Of: 4}, Sex: "woman", Nationalities: []string{"NGA"}, Languages: []string{"hau"}, Destination: "NGA",
	}
	wish      = counselling.Wish{Talk: alone, OwnWords: true, Heard: "friend", SuggestedBy: "nobody"}
	declare   = consent.Give{Talk: alone, Text: safeguard.ReturnDeclaration, Version: 2, Language: "hau", Mark: "signature"}
	seat      = movement.GiveSeat{Movement: flight, Line: "L-1", Reason: "waiting-longest"}
	clearance = movement.Clear{Movement: flight, Answer: "Hausa"}
	gate      = movement.AnswerGate{Movement: flight, Talk: alone, Answer: safeguard.Yes}
	choice    = movement.ChooseIdentity{Talk: alone, How: "two-facts", Word: ledger.Hash{1}, Picture: ledger.Hash{2}}
	confirmed = facts(choice.Word, choice.Picture)
	free      = assessment.Assess{Talk: alone, Informed: true, Uncoerced: true, Alternatives: true}
)

func child(years int, alone string) Identity {
	i := amina
	i.Born, i.Alone = date("11-01").AddYears(-years), alone
	return i
}

func opened(i Identity) doing {
	w := wish
	return dated("10-01 09:00", "cou", "case.open", Open{Identity: i, Office: "TI", Wish: &w})
}

// scene is what stands around every case: a country, a flight, a line, a place.
var scene = []doing{
	notes(Country, "lea", "country.issue", country.Issue{Reference: "NGA", Sheet: "NGA-1", AtRisk: []string{"ERI"}}).on("10-01 08:00"),
	notes(Movement, "mov", "movement.plan", movement.Plan{Reference: flight, Kind: "charter", To: "NGA", Line: "L-1", Cost: 1000, Departs: clock("11-21 12:00"), Arrives: clock("11-21 17:00")}),
	notes(Movement, "mov", "movement.plan-no", movement.PlanNo{Shelter: true, Transport: true, Officer: true}),
	notes(Line, "fin", "budget.open", results.Open{Reference: "L-1", Currency: "EUR", Amount: 1_000_000}),
	notes(Place, "hop", "place.review", monitoring.ReviewPlace{Reference: "TAJ", Official: true, Valid: date("12-31")}),
}

// way is one adult's way from the wish to arrival, act by act.
func way() []doing {
	steps := append(slices.Clone(scene), opened(amina))
	steps = append(steps,
		dated("10-02 09:00", "cou", "order.ask", counselling.AskOrder{Checked: true}),
		dated("10-12 09:00", "cou", "counselling.hold", counselling.Hold{Talk: alone, Minutes: 50, Topics: []string{"rights", "options", "conditions", "withdrawal"}}),
		does("cou", "fear.ask", assessment.AskFear{Talk: alone, Answer: safeguard.FearNone}),
		dated("10-14 09:00", "cou", "counselling.hold", counselling.Hold{Talk: alone, Minutes: 45, Topics: []string{"reintegration", "data", "remedy"}}),
	)
	for _, option := range []string{"international-protection", "stay", "alternative-to-detention", "community-placement", "resettlement-or-evacuation"} {
		steps = append(steps, does("cou", "option.tell", counselling.Tell{Option: option, Explained: true, Available: "no", Answer: "declines"}))
	}
	steps = append(steps,
		dated("10-16 09:00", "pia", "screening.record", screened),
		does("pia", "trafficking.screen", screening.ScreenTrafficking{Talk: alone, Act: "no", Means: "no", Purpose: "no"}),
		does("pia", "voluntary.assess", free),
		does("pia", "risk.assess", assessment.AssessRisk{Finding: "none", Sheet: "NGA-1"}),
		dated("10-17 09:00", "cou", "consent.give", declare),
		does("cou", "sharing.consent", consent.Share{Recipient: "embassy", Purpose: "travel-document", Country: "NGA"}),
		does("cou", "sharing.consent", consent.Share{Recipient: "libyan-authority", Purpose: "exit-permission"}),
		does("cou", "sharing.consent", consent.Share{Recipient: "receiving-mission", Purpose: "reception", Country: "NGA"}),
		does("cou", "sharing.consent", consent.Share{Recipient: "carrier", Purpose: "travel"}),
		does("cou", "identity.choose", choice),
		dated("10-20 09:00", "cas", "embassy.contact", movement.ContactEmbassy{Embassy: "NGA", For: "travel-document"}),
		does("cas", "entry.confirm", ConfirmEntry{assessment.ConfirmEntry{Country: "NGA", Confirmed: true, Through: "published"}}),
		does("cas", "document.record", movement.RecordDocument{Document: "passport", Through: "own", From: date("10-20"), To: date("12-31")}),
		does("cas", "authority.name", movement.NameToAuthority{For: "exit-permission"}),
		does("cas", "exit.record", movement.RecordExit{Granted: true, From: date("10-25"), To: date("11-25")}),
		dated("10-28 09:00", "doc", "health.examine", screening.Examine{Outcome: "fit"}),
		does("cas", "reintegration.tell", reintegration.Tell{Written: true, Aloud: true, Gets: true, FromWhom: true, When: true, HowMuch: true, PlanFollows: true, FirstDays: true}),
		dated("11-10 09:00", "mov", "seat.give", seat),
		dated("11-19 09:00", "node", "clearance.draw", movement.Draw{}),
		doing{by: "drawn", what: "clearance.give", args: clearance, at: "11-19 11:00"},
		notes(Movement, "mov", "movement.lock", movement.Lock{}).on("11-19 12:00"),
		dated("11-20 09:00", "cou", "consent.reaffirm", consent.Reaffirm{Talk: alone, Answer: safeguard.Yes}),
		does("doc", "health.check", screening.Check{Outcome: "fit"}),
		dated("11-21 10:00", "gat", "gate.confirm-person", confirmed),
		does("gat", "gate.answer", gate),
		dated("11-21 11:00", "mov", "boarding.board", movement.Board{Movement: flight}),
		dated("11-21 12:05", "mov", "departure.record", depart{movement.Depart{Movement: flight}}),
		dated("11-21 18:00", "rec", "arrival.record", movement.Arrive{}),
	)
	return steps
}

// before is the way up to the first time of an act, without it.
func before(what string) []doing {
	all := way()
	i := slices.IndexFunc(all, func(d doing) bool { return d.what == what })
	if i < 0 {
		panic("no " + what + " on the way")
	}
	return all[:i]
}

// after is the way up to and with the last time of an act.
func after(what string) []doing {
	all := way()
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].what == what {
			return all[:i+1]
		}
	}
	panic("no " + what + " on the way")
}

// agrees lets the person agree to what an act shares.
func agrees(recipient, purpose string) doing {
	return does("cou", "sharing.consent", consent.Share{Recipient: recipient, Purpose: purpose})
}

// locks closes the manifest.
var locks = notes(Movement, "mov", "movement.lock", movement.Lock{})

// without is a way without what an act does, or without what is shared with
// somebody.
func without(given []doing, what string) []doing {
	return slices.DeleteFunc(slices.Clone(given), func(d doing) bool {
		s, shares := d.args.(consent.Share)
		return d.what == what || shares && s.Recipient == what
	})
}

// with adds acts to a way.
func with(given []doing, more ...doing) []doing { return append(slices.Clone(given), more...) }

// A person comes, says what they want, is counselled, screened, assessed and
// cleared, says yes at the gate, and arrives. Nothing is skipped on the way.
func TestTheWholeWay(t *testing.T) {
	w := begin(t)
	stations := map[string]Status{
		"case.open": Waiting, "consent.give": Waiting, "clearance.give": StatusCleared, "boarding.board": StatusBoarded,
		"departure.record": StatusDeparted, "arrival.record": StatusArrived,
	}
	for _, d := range way() {
		w.do(d)
		if want, ok := stations[d.what]; ok && w.file.Status() != want {
			t.Errorf("after %s the person is %q, not %q", d.what, w.file.Status(), want)
		}
	}
	if w.file.Travel.Uncleared || len(w.file.Incidents) > 0 {
		t.Error("a departure in order left an incident")
	}
}

// childWay is the way of a child with a parent, from the opening of the case
// to the day before departure.
func childWay(i Identity) []doing {
	steps := []doing{opened(i)}
	past := before("gate.confirm-person")
	for _, d := range past[len(scene)+1:] {
		if d.what == "consent.give" {
			give := declare
			give.Guardian, give.View = safeguard.Parent, "wants"
			steps = append(steps,
				does("pia", "interests.assess", assessment.AssessInterests{Agrees: true, View: "wants to go with her mother", Reasons: "seen"}),
				does("pia", "family.ask", assessment.AskFamily{Alone: true, Wants: true, Other: "travels-too"}),
			)
			d.args = give
		}
		steps = append(steps, d)
	}
	return steps
}
