package desktest

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"amana/desk"
	"amana/domain/assessment"
	"amana/domain/casefile"
	"amana/domain/consent"
	"amana/domain/counselling"
	"amana/domain/country"
	"amana/domain/day"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/reintegration"
	"amana/domain/results"
	"amana/domain/safeguard"
	"amana/domain/screening"
	"amana/domain/staff"
	"amana/domain/talk"
)

// What the people of a programme travel on.
const (
	Flight = "TIP-LOS-0225"
	Line   = "L-1"
)

// alone is a conversation that nobody could hear or see, outside.
var alone = talk.Talk{Language: "hau", Understood: true, Mode: "in-person", OutOfHearing: true, OutOfSight: true, Control: talk.Free, Witness: talk.NoWitness}

func on(days int) day.Day { return day.Of(Begin.AddDate(0, 0, days)) }

// Scene is what stands around every case: a country, a text, a flight, a line.
func (w *World) Scene(ctx context.Context) error {
	departs := Begin.AddDate(0, 0, 51).Truncate(24 * time.Hour).Add(10 * time.Hour) // noon at Tripoli
	for _, s := range []struct {
		by      string
		subject casefile.Subject
		ref     string
		command string
		args    any
	}{
		{"lea", casefile.Country, "NGA", "country.issue", country.Issue{Reference: "NGA", Sheet: "NGA-1", AtRisk: []string{"ERI"}, Source: "a test"}},
		{"lea", casefile.Country, safeguard.Libya, "country.issue", country.Issue{Reference: safeguard.Libya, Sheet: "LBY-1", Source: "a test"}},
		{"lea", casefile.User, "pia", "training.record", staff.Train{Day: on(-30), Until: on(335)}},
		{"hop", casefile.Text, safeguard.ReturnDeclaration, "text.approve", consent.ApproveText{Reference: safeguard.ReturnDeclaration, Language: "hau", Version: 1, Body: "I want to return, and may say no until the door."}},
		{"fin", casefile.Line, Line, "budget.open", results.Open{Reference: Line, Currency: "EUR", Amount: 10_000_000}},
		{"mov", casefile.Movement, Flight, "movement.plan", movement.Plan{Reference: Flight, Kind: "charter", To: "NGA", Line: Line, Cost: 1000, Departs: departs, Arrives: departs.Add(5 * time.Hour)}},
		{"mov", casefile.Movement, Flight, "movement.plan-no", movement.PlanNo{Shelter: true, Transport: true, Officer: true}},
		{"mov", casefile.Movement, Flight, "movement.lock", movement.Lock{}},
	} {
		if err := w.Other(ctx, s.by, s.subject, s.ref, s.command, s.args); err != nil {
			return err
		}
	}
	return nil
}

// step is one act on the way.
type step struct {
	day     int
	hour    time.Duration // on the clocks of Tripoli; 0: a minute after the last
	by      string
	command string
	args    any
}

// Traveller is one person on the way, who stops before the act Until; "" for
// none. Held is the place where they were held when they came, and are no longer.
type Traveller struct{ Given, Until, Held string }

// Way takes one person from the wish to departure, and stops before the act
// until, "" for none. It returns the number of the case.
func (w *World) Way(ctx context.Context, given, until string) (string, error) {
	numbers, err := w.Ways(ctx, Traveller{Given: given, Until: until})
	if err != nil {
		return "", err
	}
	return numbers[0], nil
}

// Ways takes several people along together, one act after the other: the
// clock never goes back. It returns the numbers of their cases.
func (w *World) Ways(ctx context.Context, people ...Traveller) ([]string, error) {
	wish := counselling.Wish{Talk: alone, OwnWords: true, Words: "I want to go home", Heard: "friend", SuggestedBy: "nobody", OptionsFirst: true}
	w.At(0, 11*time.Hour)
	numbers, batch := make([]string, len(people)), w.Desk.Batch(grouped)
	for i, p := range people {
		person := casefile.Identity{
			Given: p.Given, Family: "Danjuma", Born: day.Day{Year: 1996, Month: 3, Of: 4}, Sex: "woman", Nationalities: []string{"NGA"},
			Languages: []string{"hau"}, Destination: "NGA",
		}
		var err error
		if numbers[i], err = w.tell(ctx, batch, w.Who("cou"), "", "case.open", casefile.Open{Identity: person, Office: "tripoli", Wish: &wish}); err != nil {
			return nil, err
		}
		if p.Held == "" {
			continue
		}
		for _, c := range []casefile.RecordCustody{{Date: "first-contact", Held: true, Place: p.Held}, {Date: "now"}} {
			w.Set(w.Now().Add(time.Second))
			if _, err := w.tell(ctx, batch, w.Who("cas"), numbers[i], "custody.record", c); err != nil {
				return nil, err
			}
		}
	}
	stopped := make([]bool, len(people))
	for _, s := range way() {
		for i, p := range people {
			stopped[i] = stopped[i] || s.command == p.Until
		}
		if !slices.Contains(stopped, false) {
			break
		}
		w.Set(w.Now().Add(time.Minute))
		if s.hour > 0 {
			w.At(s.day, s.hour)
		}
		if s.by == "drawn" { // which only what is stored says
			if err := batch.Flush(ctx); err != nil {
				return nil, err
			}
		}
		for i := range people {
			if stopped[i] {
				continue
			}
			who, err := w.Who(s.by), error(nil)
			if s.by == "drawn" {
				who, err = w.drawn(ctx, numbers[i])
			}
			if err == nil {
				_, err = w.tell(ctx, batch, who, numbers[i], s.command, s.args)
			}
			if err != nil {
				return nil, fmt.Errorf("on day %d: %w", s.day, err)
			}
		}
		if s.command == "seat.give" { // on a manifest that is closed: the program looks at all of it by itself
			if err := batch.Flush(ctx); err != nil {
				return nil, err
			}
			if _, err := w.Desk.Examine(ctx, Flight); err != nil {
				return nil, err
			}
		}
	}
	return numbers, batch.Flush(ctx)
}

// grouped is how many acts of several people are stored together.
const grouped = 500

// tell is one act of a batch, at the time it is.
func (w *World) tell(ctx context.Context, batch *desk.Batch, who desk.Actor, number, command string, args any) (string, error) {
	text, err := json.Marshal(args)
	if err != nil {
		return "", err
	}
	receipt, err := batch.Do(ctx, who, number, desk.Request{ID: w.id(), Command: command, Args: text})
	if err != nil {
		return "", refused(command, err)
	}
	return receipt.Case, nil
}

// drawn is the officer whom the program drew to decide on clearance.
func (w *World) drawn(ctx context.Context, number string) (desk.Actor, error) {
	c, err := w.Desk.Case(ctx, w.Desk.Self(), number)
	if err != nil {
		return desk.Actor{}, err
	}
	var id ledger.Actor
	if n := len(c.File.Travel.Drawn); n > 0 {
		id = c.File.Travel.Drawn[n-1].Officer
	}
	for _, a := range w.officers {
		if a.ID == id {
			return a, nil
		}
	}
	return desk.Actor{}, fmt.Errorf("nobody was drawn")
}

func way() []step {
	steps := []step{
		{1, 9 * time.Hour, "cou", "order.ask", counselling.AskOrder{Checked: true}},
		{11, 9 * time.Hour, "cou", "counselling.hold", counselling.Hold{Talk: alone, Minutes: 50, Topics: []string{"rights", "options", "conditions", "withdrawal"}, Question: "when?"}},
		{11, 0, "cou", "fear.ask", assessment.AskFear{Talk: alone, Answer: safeguard.FearNone}},
		{13, 9 * time.Hour, "cou", "counselling.hold", counselling.Hold{Talk: alone, Minutes: 45, Topics: []string{"reintegration", "data", "remedy"}, Question: "when?"}},
	}
	for _, option := range []string{"international-protection", "stay", "alternative-to-detention", "community-placement", "resettlement-or-evacuation"} {
		steps = append(steps, step{13, 0, "cou", "option.tell", counselling.Tell{Option: option, Explained: true, Available: "no", Answer: "declines"}})
	}
	return append(steps, preparation()...)
}

func preparation() []step {
	return []step{
		{15, 9 * time.Hour, "pia", "screening.record", screening.Record{Talk: alone, Household: true, Sheet: "LBY-1"}},
		{15, 0, "pia", "trafficking.screen", screening.ScreenTrafficking{Talk: alone, Act: "no", Means: "no", Purpose: "no"}},
		{15, 0, "pia", "voluntary.assess", assessment.Assess{Talk: alone, Informed: true, Uncoerced: true, Alternatives: true, Evidence: "her own words"}},
		{15, 0, "pia", "risk.assess", assessment.AssessRisk{Finding: "none", Sheet: "NGA-1", Reasons: "seen"}},
		{16, 9 * time.Hour, "cou", "consent.give", consent.Give{Talk: alone, Text: safeguard.ReturnDeclaration, Version: 1, Language: "hau", Mark: "signature"}},
		{16, 0, "cou", "sharing.consent", consent.Share{Recipient: "embassy", Purpose: "travel-document", Country: "NGA"}},
		{16, 0, "cou", "sharing.consent", consent.Share{Recipient: "libyan-authority", Purpose: "exit-permission"}},
		{16, 0, "cou", "sharing.consent", consent.Share{Recipient: "receiving-mission", Purpose: "reception", Country: "NGA"}},
		{16, 0, "cou", "sharing.consent", consent.Share{Recipient: "carrier", Purpose: "travel"}},
		{19, 9 * time.Hour, "cas", "embassy.contact", movement.ContactEmbassy{Embassy: "NGA", For: "travel-document"}},
		{19, 0, "cas", "entry.confirm", assessment.ConfirmEntry{Country: "NGA", Confirmed: true, Through: "published"}},
		{19, 0, "cas", "document.record", movement.RecordDocument{Document: "passport", Through: "own", From: on(19), To: on(90)}},
		{19, 0, "cas", "authority.name", movement.NameToAuthority{For: "exit-permission"}},
		{19, 0, "cas", "exit.record", movement.RecordExit{Granted: true, From: on(24), To: on(60)}},
		{27, 9 * time.Hour, "doc", "health.examine", screening.Examine{Outcome: "fit"}},
		{27, 0, "cas", "reintegration.tell", reintegration.Tell{Written: true, Aloud: true, Gets: true, FromWhom: true, When: true, HowMuch: true, PlanFollows: true, FirstDays: true}},
		{40, 9 * time.Hour, "mov", "seat.give", movement.GiveSeat{Movement: Flight, Line: Line, Reason: "waiting-longest"}},
		{49, 9 * time.Hour, "node", "clearance.draw", movement.Draw{}},
		{49, 11 * time.Hour, "drawn", "clearance.give", movement.Clear{Movement: Flight, Answer: "Hausa"}},
		{50, 9 * time.Hour, "cou", "consent.reaffirm", consent.Reaffirm{Talk: alone, Answer: safeguard.Yes}},
		{50, 0, "doc", "health.check", screening.Check{Outcome: "fit"}},
		{16, 0, "cou", "identity.choose", movement.ChooseIdentity{Talk: alone, How: "two-facts", Word: ledger.Hash{1}, Picture: ledger.Hash{2}}},
		{51, 10 * time.Hour, "gat", "gate.confirm-person", movement.ConfirmPerson{Movement: Flight, How: "two-facts", Word: ledger.Hash{1}, Picture: ledger.Hash{2}}},
		{51, 0, "gat", "gate.answer", movement.AnswerGate{Movement: Flight, Talk: alone, Answer: safeguard.Yes}},
		{51, 11 * time.Hour, "mov", "boarding.board", movement.Board{Movement: Flight}},
		{51, 12*time.Hour + 5*time.Minute, "mov", "departure.record", movement.Depart{Movement: Flight}},
	}
}
