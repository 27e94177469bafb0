package main

import (
	"fmt"
	"math/rand/v2"
	"time"

	"amana/domain/assessment"
	"amana/domain/casefile"
	"amana/domain/consent"
	"amana/domain/counselling"
	"amana/domain/day"
	"amana/domain/movement"
	"amana/domain/safeguard"
	"amana/domain/screening"
	"amana/domain/talk"
)

// act is one command as somebody gave it.
type act struct {
	command  string
	args     any
	happened time.Time
}

// began is when the first person of the caseload was first met.
var began = time.Date(2026, 2, 2, 8, 0, 0, 0, time.UTC)

var (
	given     = [...]string{"Amina", "Ibrahim", "Fatou", "Mamadou", "Grace", "Yusuf", "Hawa", "Samuel"}
	families  = [...]string{"Danjuma", "Traoré", "Okafor", "Diallo", "Bello", "Keïta", "Mensah", "Sow"}
	countries = [...]string{"NGA", "MLI", "GIN", "GHA", "SEN", "NER"}
	options   = [...]string{"international-protection", "stay", "alternative-to-detention", "community-placement", "resettlement-or-evacuation"}
)

var alone = talk.Talk{Language: "hau", Understood: true, Mode: "in-person", OutOfHearing: true, OutOfSight: true, Control: talk.Free, Witness: talk.NoWitness}

// person is the i-th of the caseload: the same in every run.
type person struct {
	country string
	i       int
	rng     *rand.Rand
	at      time.Time
	acts    []act
}

// life is how the i-th person's case goes, in so many events. The first act
// opens it, which is two events.
func life(i, events int) []act {
	p := &person{i: i, rng: rand.New(rand.NewPCG(820, uint64(i)))}
	p.at = began.Add(time.Duration(i%200) * 24 * time.Hour)
	p.do("case.open", p.open())
	for _, a := range p.usual() {
		if len(p.acts)+1 < events {
			p.do(a.command, a.args)
		}
	}
	for k := 0; len(p.acts)+1 < events; k++ {
		a := p.more(k)
		p.do(a.command, a.args)
	}
	return p.acts
}

func (p *person) do(command string, args any) {
	p.acts = append(p.acts, act{command, args, p.at})
	p.at = p.at.Add(time.Duration(5+p.rng.IntN(40)) * time.Minute)
}

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

func (p *person) open() casefile.Open {
	p.country = pick(p.rng, countries[:])
	return casefile.Open{
		Identity: casefile.Identity{
			Given: pick(p.rng, given[:]), Family: fmt.Sprintf("%s %d", pick(p.rng, families[:]), p.i),
			Born: day.Day{Year: 1975 + p.rng.IntN(30), Month: time.Month(1 + p.rng.IntN(12)), Of: 1 + p.rng.IntN(28)}, Sex: pick(p.rng, []string{"woman", "man"}),
			Nationalities: []string{p.country}, Languages: []string{"hau", "eng"}, Destination: p.country,
		},
		Office: "tripoli",
		Wish: &counselling.Wish{
			Talk: alone, OwnWords: true, Words: "I want to go home to my mother before the rains.", Heard: "friend", SuggestedBy: "nobody", OptionsFirst: true,
		},
	}
}

// usual is what is recorded of most people before a seat.
func (p *person) usual() []act {
	acts := []act{
		{command: "custody.record", args: casefile.RecordCustody{Date: "first-contact"}},
		{command: "order.ask", args: counselling.AskOrder{Checked: true}},
		{command: "counselling.hold", args: counselling.Hold{Talk: alone, Minutes: 50, Topics: []string{"rights", "options", "conditions", "withdrawal"}, Question: "When could it be, and who would meet me?"}},
		{command: "fear.ask", args: assessment.AskFear{Talk: alone, Answer: safeguard.FearNone}},
		{command: "counselling.hold", args: counselling.Hold{Talk: alone, Minutes: 45, Topics: []string{"reintegration", "data", "remedy"}, Question: "What do I get, and when?"}},
	}
	for _, option := range options {
		acts = append(acts, act{command: "option.tell", args: tell(option)})
	}
	return append(acts,
		act{command: "screening.record", args: screening.Record{Talk: alone, Household: true, Sheet: "LBY-1", Protective: []string{"family", "skills"}}},
		act{command: "trafficking.screen", args: screening.ScreenTrafficking{Talk: alone, Act: "no", Means: "no", Purpose: "no"}},
		act{command: "voluntary.assess", args: assessment.Assess{Talk: alone, Informed: true, Uncoerced: true, Alternatives: true, Evidence: "In the person's own words, twice, a week apart; nobody else was near."}},
		act{command: "risk.assess", args: assessment.AssessRisk{Finding: "none", Sheet: p.country + "-1", Reasons: "Of the district and the route; looked at with the person."}},
		act{command: "consent.give", args: consent.Give{Talk: alone, Text: safeguard.ReturnDeclaration, Version: 1, Language: "hau", Mark: "signature"}},
		act{command: "sharing.consent", args: consent.Share{Recipient: "embassy", Purpose: "travel-document", Country: p.country}},
		act{command: "sharing.consent", args: consent.Share{Recipient: "libyan-authority", Purpose: "exit-permission"}},
		act{command: "entry.confirm", args: assessment.ConfirmEntry{Country: p.country, Confirmed: true, Through: "published"}},
		act{command: "document.record", args: movement.RecordDocument{Document: "passport", Through: "own", From: day.Of(p.at), To: day.Of(p.at).Add(300)}},
		act{command: "health.examine", args: screening.Examine{Outcome: "fit"}},
	)
}

// more is what goes on being recorded while somebody waits: by a counsellor,
// and every fourth by a protection officer.
func (p *person) more(k int) act {
	switch k % 4 {
	case 0:
		return act{command: "counselling.extend", args: counselling.Extend{Talk: alone, Changed: "Nothing, the person says; the wish is the same."}}
	case 1:
		return act{command: "option.tell", args: tell(options[k%len(options)])}
	case 2:
		return act{command: "custody.record", args: casefile.RecordCustody{Date: "now"}}
	}
	return act{command: "screening.record", args: screening.Record{Talk: alone, Household: true, Sheet: "LBY-1"}}
}

func tell(option string) counselling.Tell {
	return counselling.Tell{Option: option, Explained: true, Available: "no", Answer: "declines"}
}
