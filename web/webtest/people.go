package webtest

import (
	"context"
	"fmt"
	"time"

	"amana/desk/desktest"
	"amana/domain/access"
	"amana/domain/assessment"
	"amana/domain/casefile"
	"amana/domain/consent"
	"amana/domain/day"
	"amana/domain/ledger"
	"amana/domain/monitoring"
	"amana/domain/movement"
	"amana/domain/results"
	"amana/domain/safeguard"
	"amana/domain/screening"
	"amana/domain/talk"
)

// one is somebody of the programme: who stops before an act, and what happens to
// them then.
type one struct {
	special, given, until string
	then                  []told
}

type told struct {
	by, command string
	args        any
}

// everyone is one person for each place where somebody can stand.
var everyone = []one{
	{"new", "Ladi", "order.ask", nil},
	{"blocked", "Abena", "consent.give", nil},
	{"held", "Asabe", "consent.give", []told{{"pia", "hold.place", casefile.PlaceHold{For: "law", Reason: lawful}}}},
	{"said-no", "Binta", "seat.give", []told{{"cou", "consent.withdraw", consent.Withdraw{Channel: "in-person"}}}},
	{"sealed", "Talatu", "seat.give", sealed},
	{"cleared", "Esiankiki", "consent.reaffirm", nil},
	{"at-gate", "Halima", "gate.confirm-person", nil},
	{"boarded", "Aminatu", "departure.record", nil},
	{"not-presented", "Rakiya", "gate.confirm-person", []told{{"mov", "boarding.not-present", movement.NotPresent{Movement: desktest.Flight}}}},
	{"departed", "Zainab", "", nil},
	{"arrived", "Larai", "", []told{{"mov", "arrival.record", movement.Arrive{}}}},
	{"missing", "Jummai", "", []told{{"mov", "arrival.record", movement.Arrive{Missing: true}}}},
	{"uncleared", "Hauwa", "departure.record", []told{{"cou", "consent.withdraw", consent.Withdraw{Channel: "in-person"}}, {"mov", "departure.record", movement.Depart{Movement: desktest.Flight}}}},
	{"released", "Deluwa", "consent.give", []told{{"pia", "case.end", casefile.End{Outcome: "released"}}}},
	{"closed", "Meromi", "counselling.hold", []told{{"cas", "case.close", casefile.Close{}}}},
	{"called", "Maimunatu", "clearance.draw", nil},
	{"transferred", "Sadiya", "consent.give", []told{{"pia", "transfer.make", movement.Transfer{To: "safe-house", Country: "LBY", Agreed: "agreed"}}}},
}

// sealed is what not everybody may learn, from each compartment.
var sealed = []told{
	{"pia", "trafficking.screen", screening.ScreenTrafficking{Talk: alone, Act: "yes", Means: "yes", Purpose: "yes"}},
	{"pia", "fear.ask", assessment.AskFear{Talk: alone, Answer: "home"}},
	{"doc", "health.examine", screening.Examine{Outcome: "unfit", Diagnoses: diagnosis}},
}

// What not everybody reads, word for word.
const (
	diagnosis = "what only health staff read"
	lawful    = "a court asked for it"
)

// alone is a conversation that nobody could hear or see, outside.
var alone = talk.Talk{Language: "hau", Understood: true, Mode: "in-person", OutOfHearing: true, OutOfSight: true, Control: talk.Free, Witness: talk.NoWitness}

const (
	family    = "Danjuma"
	detention = "TAJ"
)

func (w *World) populate(ctx context.Context, atGate int) error {
	travellers := make([]desktest.Traveller, len(everyone), len(everyone)+atGate)
	for i, p := range everyone {
		travellers[i] = desktest.Traveller{Given: p.given, Until: p.until}
	}
	for i := range atGate {
		travellers = append(travellers, desktest.Traveller{Given: everyone[i%len(everyone)].given, Until: "gate.confirm-person"})
	}
	numbers, err := w.Ways(ctx, travellers...)
	if err != nil {
		return err
	}
	w.At(51, 15*time.Hour)
	w.Names = []string{family, "Bature"}
	for i, p := range everyone {
		w.Names, w.Cases[p.special] = append(w.Names, p.given), numbers[i]
		for _, s := range p.then {
			if _, err := w.Do(ctx, s.by, numbers[i], s.command, s.args); err != nil {
				return fmt.Errorf("%s: %w", p.given, err)
			}
		}
	}
	w.Crowd = numbers[len(everyone):]
	events, err := w.Desk.Events(ctx, w.Who("hop"), w.Cases["blocked"])
	if err != nil {
		return err
	}
	w.Receipt = events[0].Entry.String()
	review := monitoring.ReviewPlace{Reference: detention, Official: true, Valid: day.Day{Year: 2026, Month: 12, Of: 31}, Grounds: "seen by two"}
	if err := w.Other(ctx, "lea", casefile.Place, detention, "place.review", review); err != nil {
		return err
	}
	told := results.HoldSession{Reference: "tripoli", Day: day.Day{Year: 2026, Month: 1, Of: 9}, Setting: results.Detention, Place: detention, Language: "hau", People: 40, Topics: []string{"rights", "options"}, Present: []string{"guard"}}
	if err := w.Other(ctx, "cou", casefile.Outreach, "tripoli", "outreach.hold", told); err != nil {
		return err
	}
	text := consent.ApproveText{Reference: safeguard.ReturnDeclaration, Language: "ara", Version: 1, Body: "أريد أن أعود إلى بلدي. يمكنني أن أقول لا حتى باب الطائرة."}
	if err := w.Other(ctx, "hop", casefile.Text, text.Reference, "text.approve", text); err != nil {
		return err
	}
	child := casefile.Identity{Given: "Bature", Family: family, Born: day.Day{Year: 2015, Month: 6, Of: 1}, Sex: "man", Nationalities: []string{"NGA"}, Languages: []string{"hau"}, Destination: "NGA"}
	got, err := w.Do(ctx, "cou", "", "case.open", casefile.Open{Identity: child, Office: "tripoli"})
	if err != nil {
		return err
	}
	w.Cases["child"] = got.Case
	if _, err := w.Do(ctx, "pia", got.Case, "call.make", casefile.Call{Officer: w.Roles[access.Guardian], Duty: string(access.Guardian)}); err != nil {
		return err
	}
	return w.call(ctx, w.Cases["called"])
}

// call has everybody see a file who sees none but those to which they are called
// or of which they are told.
func (w *World) call(ctx context.Context, number string) error {
	for _, duty := range []access.Role{access.PanelMember, access.Interpreter, access.Observer} {
		if _, err := w.Do(ctx, "pia", number, "call.make", casefile.Call{Officer: w.Roles[duty], Duty: string(duty)}); err != nil {
			return err
		}
	}
	found, err := w.Do(ctx, "pia", number, "need.find", screening.FindNeed{Need: "shelter", Travels: true, Notify: "standard"})
	if err != nil {
		return err
	}
	if _, err := w.Do(ctx, "cas", number, "notice.send", movement.SendNotice{Needs: []ledger.Hash{found.Entry}, Movement: desktest.Flight}); err != nil {
		return err
	}
	_, err = w.Do(ctx, "pia", number, "unhcr.request", assessment.RequestUNHCR{Vital: true})
	return err
}
