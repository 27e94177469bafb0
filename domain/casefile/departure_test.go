package casefile

import (
	"testing"
	"time"

	"amana/domain/assessment"
	"amana/domain/consent"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/safeguard"
	"amana/domain/screening"
)

var (
	held      = does("pia", "hold.place", PlaceHold{For: "protection", Reason: "x"})
	lifted    = does("lea", "hold.lift", named("hold.placed", func(h ledger.Hash) any { return LiftHold{Hold: h} }))
	asks      = does("cou", "asylum.request", assessment.RequestAsylum{Words: "I cannot go back."})
	jointly   = does("unh", "unhcr.counsel", assessment.CounselUNHCR{Outcome: "counselled", By: "unhcr"})
	takenBack = does("unh", "asylum.lift", named("asylum.requested", func(r ledger.Hash) any {
		return assessment.LiftAsylum{Request: r, Before: "unhcr", Private: true}
	}))
)

// Whoever comes onto a manifest that is closed is asked what the others were
// asked when it was closed, and by the name of that act.
func TestASeatOnAClosedManifest(t *testing.T) {
	for name, c := range map[string]struct {
		given []doing
		held  bool
	}{
		"without the carrier's consent":  {without(before("seat.give"), "carrier"), false},
		"held, and not told of the plan": {before("seat.give"), true},
		"on a flight without a plan":     {without(before("seat.give"), "movement.plan-no"), false},
	} {
		w := begin(t, c.given...)
		if c.held {
			w.do(does("pia", "custody.record", RecordCustody{Date: "now", Held: true, Place: "TAJ"}))
		}
		if _, _, err := w.try(does("mov", "seat.give", seat)); err != nil {
			t.Errorf("%s, before it is closed: %s", name, told(err))
		}
		w.do(locks)
		_, _, err := w.try(does("mov", "seat.give", seat))
		if f, ok := err.(*fault.Fault); !ok || f.Kind != fault.Blocked || f.Args[0].Value != safeguard.Lock {
			t.Errorf("%s, once it is closed: %v", name, err)
		}
	}
}

// A boarding stands as long as what was said at the gate does: for the flight
// as it was scheduled then, and the delay that the book allows.
func TestABoardingExpires(t *testing.T) {
	left := func(at string) doing {
		return dated(at, "mov", "departure.record", depart{movement.Depart{Movement: flight}})
	}
	const in, out = "departure.departed", "departure.uncleared"
	for name, c := range map[string]struct {
		does []doing
		want string
	}{
		"on time":                            {[]doing{left("11-21 12:05")}, in},
		"late, within the delay":             {[]doing{left("11-21 18:00")}, in},
		"after the delay":                    {[]doing{left("11-21 18:01")}, out},
		"a week later":                       {[]doing{left("11-28 12:05")}, out},
		"moved by five hours":                {[]doing{moves("11-21 11:40", 5*time.Hour), left("11-21 17:05")}, in},
		"moved by seven hours":               {[]doing{moves("11-21 11:40", 7*time.Hour), left("11-21 12:30")}, out},
		"moved twice by four":                {[]doing{moves("11-21 11:40", 4*time.Hour), moves("11-21 15:40", 8*time.Hour), left("11-21 16:05")}, out},
		"moved away and back":                {[]doing{moves("11-21 11:20", 48*time.Hour), moves("11-21 11:40", 0), left("11-21 12:05")}, in},
		"moved forward":                      {[]doing{moves("11-21 11:10", -30*time.Minute), left("11-21 11:35")}, in},
		"cancelled, and flown":               {[]doing{notes(Movement, "mov", "movement.cancel", movement.Cancel{Reason: "security"}), left("11-21 12:05")}, out},
		"the seat was freed":                 {[]doing{does("mov", "seat.free", movement.FreeSeat{Reason: "ill"}), left("11-21 12:05")}, out},
		"not sure, when asked again":         {[]doing{does("cou", "consent.reaffirm", consent.Reaffirm{Talk: alone, Answer: safeguard.NotSure}), left("11-21 12:05")}, out},
		"sure, when asked again":             {[]doing{does("cou", "consent.reaffirm", consent.Reaffirm{Talk: alone, Answer: safeguard.Yes}), left("11-21 12:05")}, in},
		"unfit after all":                    {[]doing{does("doc", "health.check", screening.Check{Outcome: "unfit"}), left("11-21 12:05")}, out},
		"not free after all":                 {[]doing{does("sam", "voluntary.assess", assessment.Assess{Talk: alone, Informed: true, Alternatives: true}), left("11-21 12:05")}, out},
		"a hold":                             {[]doing{held, left("11-21 12:05")}, out},
		"asylum":                             {[]doing{asks, left("11-21 12:05")}, out},
		"a hold that was lifted":             {[]doing{held, lifted, left("11-21 12:05")}, in},
		"asylum, taken back":                 {[]doing{asks, takenBack, left("11-21 12:05")}, out},
		"asylum, taken back, and counselled": {[]doing{asks, takenBack, jointly, left("11-21 12:05")}, in},
		"counselled before they ask":         {[]doing{jointly, asks, takenBack, left("11-21 12:05")}, out},
		"a victim of trafficking after all":  {[]doing{does("sam", "trafficking.screen", screening.ScreenTrafficking{Talk: alone, Act: "yes", Means: "yes", Purpose: "yes"}), left("11-21 12:05")}, out},
		"a child says no":                    {[]doing{does("cou", "consent.give", consent.Give{Talk: alone, Text: safeguard.ReturnDeclaration, Version: 1, Language: "hau", Mark: "none", Guardian: "parent", View: "objects"}), left("11-21 12:05")}, out},
		"a child wants to":                   {[]doing{does("cou", "consent.give", consent.Give{Talk: alone, Text: safeguard.ReturnDeclaration, Version: 1, Language: "hau", Mark: "none", Guardian: "parent", View: "wants"}), left("11-21 12:05")}, in},
		"not in the child's interests":       {[]doing{does("pia", "interests.assess", assessment.AssessInterests{}), left("11-21 12:05")}, out},
		"in the child's interests":           {[]doing{does("pia", "interests.assess", assessment.AssessInterests{Agrees: true}), left("11-21 12:05")}, in},
		"a bond in doubt":                    {[]doing{does("pia", "family.check", assessment.CheckBond{Outcome: assessment.InDoubt}), left("11-21 12:05")}, out},
		"a bond seen":                        {[]doing{does("pia", "family.check", assessment.CheckBond{Outcome: "together", Observed: []string{"turns-to-adult"}}), left("11-21 12:05")}, in},
		"the other parent objects":           {[]doing{does("pia", "family.ask", assessment.AskFamily{Alone: true, Wants: true, Other: "objects"}), left("11-21 12:05")}, out},
		"custody is disputed":                {[]doing{does("pia", "family.ask", assessment.AskFamily{Alone: true, Wants: true, Other: "custody-disputed"}), left("11-21 12:05")}, out},
		"not together, when asked":           {[]doing{does("pia", "family.ask", assessment.AskFamily{Alone: true, Other: "travels-too"}), left("11-21 12:05")}, out},
		"together, when asked":               {[]doing{does("pia", "family.ask", assessment.AskFamily{Alone: true, Wants: true, Other: "travels-too"}), left("11-21 12:05")}, in},
		"the seat was given again":           {[]doing{does("mov", "seat.free", movement.FreeSeat{Reason: "other"}), does("mov", "seat.give", seat), left("11-21 12:05")}, out},
	} {
		w := begin(t, after("boarding.board")...)
		var kinds []string
		for _, d := range c.does {
			kinds = w.do(d)
		}
		if kinds[0] != c.want {
			t.Errorf("%s: %s", name, kinds[0])
		}
		if incident := len(w.file.Incidents) > 0; incident != (c.want == out) {
			t.Errorf("%s: %d incidents", name, len(w.file.Incidents))
		}
	}
}

// Whoever boarded and is stopped does not leave by a lift that is dated before the
// stop.
func TestALiftAsOfBeforeAuthorisesNoDeparture(t *testing.T) {
	for name, c := range map[string]struct{ stop, lift doing }{"a hold": {held, lifted}, "asylum": {asks, takenBack}} {
		w := begin(t, after("boarding.board")...)
		w.do(c.stop)
		w.anyhow(c.lift.says("11-21 10:00"))
		if kinds := w.do(dated("11-21 12:05", "mov", "departure.record", depart{movement.Depart{Movement: flight}})); kinds[0] != "departure.uncleared" {
			t.Errorf("%s: %s", name, kinds[0])
		}
	}
}

// A departure is refused only of a movement that whoever records it named, and of
// which it is known when it leaves: nobody who left otherwise stays on record as
// waiting.
func TestADepartureBeforeTheFlight(t *testing.T) {
	cancel := notes(Movement, "mov", "movement.cancel", movement.Cancel{Reason: "security"})
	const out, refused = "departure.uncleared", "fault.not-left-yet"
	for name, c := range map[string]struct {
		given []doing
		named string
		want  string
	}{
		"on the flight":                     {nil, flight, refused},
		"otherwise":                         {nil, "", out},
		"on a flight that is not on record": {nil, "F-9", out},
		"on one that was cancelled":         {[]doing{cancel}, flight, out},
		"on one that left early":            {[]doing{moves("11-19 12:00", -71*time.Hour)}, flight, out},
	} {
		t.Run(name, func(t *testing.T) {
			w := begin(t, with(before("clearance.give"), c.given...)...)
			got := refused
			if kinds, _, err := w.try(dated("11-19 12:30", "mov", "departure.record", depart{movement.Depart{Movement: c.named}})); err == nil {
				got = kinds[0].Kind()
			} else if f, is := err.(*fault.Fault); !is || f.Key != refused {
				t.Fatal(told(err))
			}
			if got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

// A no in another file of the same person stops the departure as one in this
// file does.
func TestANoInALinkedFileAfterBoarding(t *testing.T) {
	const in, out = "departure.departed", "departure.uncleared"
	for _, c := range []struct {
		linked safeguard.Linked
		want   string
	}{
		{safeguard.Linked{}, in},
		{safeguard.Linked{Stops: []string{"withdrawal"}}, out},
		{safeguard.Linked{Stops: []string{"fear"}, Since: clock("11-19 12:00")}, in}, // which they boarded with
		{safeguard.Linked{Stops: []string{"fear"}, Since: clock("11-21 12:01")}, out},
		{safeguard.Linked{Unread: true, Since: clock("11-19 12:00")}, in}, // which the hub knew of
		{safeguard.Linked{Unread: true, Since: clock("11-21 12:01")}, out},
		{safeguard.Linked{Since: clock("11-21 12:01")}, in}, // and it was lifted
	} {
		w := begin(t, after("boarding.board")...)
		w.linked = []safeguard.Linked{c.linked}
		if got := w.do(dated("11-21 12:05", "mov", "departure.record", depart{movement.Depart{Movement: flight}})); got[0] != c.want {
			t.Errorf("%+v: %s", c.linked, got[0])
		}
	}
}

// What was late already when people boarded counts from the flight for which
// they were asked.
func TestABoardingOfALateFlightExpires(t *testing.T) {
	late := with(before("boarding.board"), moves("11-21 10:40", 5*time.Hour), dated("11-21 16:00", "mov", "boarding.board", movement.Board{Movement: flight}))
	for at, want := range map[string]string{"11-21 17:30": "departure.departed", "11-21 18:30": "departure.uncleared"} {
		w := begin(t, late...)
		if got := w.do(dated(at, "mov", "departure.record", depart{movement.Depart{Movement: flight}})); got[0] != want {
			t.Errorf("at %s: %s", at, got[0])
		}
	}
}

// What a node away from the hub hears of it holds for six hours from the moment
// of the list, and whoever is on it does not board there.
func TestTheListOfTheHub(t *testing.T) {
	w := begin(t, before("boarding.board")...)
	finds := func(when, want string) {
		t.Helper()
		w.away = true
		if got := w.finds(safeguard.Boarding, "record-fresh"); got != want {
			t.Errorf("%s: %s, want %s", when, got, want)
		}
	}
	hears := func(at string, list movement.ConfirmVetoes) {
		t.Helper()
		d := notes(Movement, "mov", "movement.confirm-vetoes", list).on(at)
		d.away = true
		w.do(d)
	}
	finds("nothing was heard", "unknown old")
	hears("11-21 10:45", heard("11-21 04:40"))
	finds("a list of six hours ago", "unknown old")
	hears("11-21 10:46", heard("11-21 10:40"))
	finds("a list of today", "met")
	hears("11-21 10:55", heard("11-21 10:50", "TI-26-0417-K").Of(nil, []ledger.Hash{w.file.Travel.Lots[flight]}))
	finds("the person is on the next", "unmet listed")
	hears("11-21 11:05", heard("11-21 11:00", "MI-26-0001-A"))
	finds("and on the one after it no more", "met")
	w.now = clock("11-21 17:01")
	finds("six hours later", "unknown old")
}
