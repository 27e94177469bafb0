// Package screening holds what was looked for: vulnerability, trafficking,
// health, and the needs that were found. What it adds up to for a journey is
// safeguard's work.
package screening

import (
	"slices"

	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/safeguard"
	"amana/domain/talk"
)

// State is the screening of one case, in fold order.
type State struct {
	Screenings  []safeguard.Screening   `json:"screenings,omitempty"`
	Trafficking []safeguard.Trafficking `json:"trafficking,omitempty"`
	Retraffick  []safeguard.Retraffick  `json:"retraffick,omitempty"`
	Health      []safeguard.HealthCheck `json:"health,omitempty"`
	Needs       []safeguard.Need        `json:"needs,omitempty"`
}

// Kinds are the events of this room.
var Kinds = []ledger.Body{Recorded{}, TraffickingScreened{}, TraffickingAssessed{}, Examined{}, Checked{}, NeedFound{}, NeedAnswered{}}

// Record records a vulnerability screening: the individual and household
// levels are asked; community and structural ones come from the sheet of the
// country where the person is.
type Record struct {
	Talk       talk.Talk `json:"talk" doc:"how the conversation was held"`
	Household  bool      `json:"household" doc:"the household level was asked too"`
	Refused    bool      `json:"refused" doc:"the person does not wish to say; services were offered"`
	Sheet      string    `json:"sheet" format:"reference" doc:"the version of the sheet of the country where the person is, which gives the community and structural levels"`
	Risks      []string  `json:"risks,omitempty" seal:"protection" codes:"age,sex,ethnicity,identity,history,mental-health,resources,household-structure,household-violence,debt,discrimination,disability,pregnancy,torture,violence,single-parent" doc:"factors that are risks for this person"`
	Protective []string  `json:"protective,omitempty" seal:"protection" codes:"family,resources,earnings,community,skills" doc:"factors that protect this person"`
}

// Recorded is the event.
type Recorded struct{ Record }

func (Recorded) Kind() string { return "screening.recorded" }

func (c Record) Decide(State, ledger.Deed) ([]ledger.Body, error) { return ledger.One(Recorded{c}) }

// ScreenTrafficking records the three elements of the definition.
type ScreenTrafficking struct {
	Talk     talk.Talk `json:"talk" doc:"how the conversation was held"`
	Act      string    `json:"act" seal:"protection" codes:"yes,no,no-answer" doc:"recruited, transported, transferred, harboured or received"`
	Means    string    `json:"means" seal:"protection" codes:"yes,no,no-answer" doc:"by threat, force, coercion, fraud, deception, abuse of power or payment; irrelevant for a child"`
	Purpose  string    `json:"purpose" seal:"protection" codes:"yes,no,no-answer" doc:"for exploitation, whether or not it happened"`
	Presumed bool      `json:"presumed" seal:"protection" doc:"the officer presumes it although an element is not established"`
	Child    bool      `json:"child" seal:"protection" doc:"under eighteen then, or in doubt about it"`
}

// Outcome is what the elements add up to.
func (c ScreenTrafficking) Outcome() string {
	outcome := safeguard.Palermo(c.Act, c.Means, c.Purpose, c.Child)
	if c.Presumed && outcome != "identified" {
		return "presumed"
	}
	return outcome
}

// TraffickingScreened is the event.
type TraffickingScreened struct{ ScreenTrafficking }

func (TraffickingScreened) Kind() string { return "trafficking.screened" }

// Effect is a victim, and also who would be one as a child: that they are one is the file's
// word.
func (e TraffickingScreened) Effect() ledger.Effect {
	return stopsIf(e.Outcome() == "identified" || e.Outcome() == "presumed" || e.Act == "yes" && e.Purpose == "yes")
}

func (c ScreenTrafficking) Decide(State, ledger.Deed) ([]ledger.Body, error) {
	return ledger.One(TraffickingScreened{c})
}

// AssessTrafficking records how a victim of trafficking returns safely.
type AssessTrafficking struct {
	Services    string            `json:"services" seal:"protection" codes:"confirmed,none-exist" doc:"named services at the destination"`
	Chose       bool              `json:"chose" seal:"protection" doc:"the person knows that none exist and chose"`
	MeetsThem   bool              `json:"meetsThem" seal:"protection" doc:"safety plan: who meets them is named"`
	Nights      bool              `json:"nights" seal:"protection" doc:"safety plan: where they sleep for fourteen nights is arranged"`
	OneNumber   bool              `json:"oneNumber" seal:"protection" doc:"safety plan: one number that they can call"`
	Contacts    bool              `json:"contacts" seal:"protection" doc:"safety plan: contact after 7 and after 30 days is agreed"`
	Reflection  bool              `json:"reflection" seal:"protection" doc:"a recovery and reflection period was offered"`
	Reasons     string            `json:"reasons" seal:"protection" max:"4000" doc:"the counter-trafficking lead's reasons"`
	Interpreter *talk.Interpreter `json:"interpreter,omitempty" doc:"absent when nobody interpreted"`
}

// TraffickingAssessed is the event.
type TraffickingAssessed struct{ AssessTrafficking }

func (TraffickingAssessed) Kind() string { return "trafficking.assessed" }

func (c AssessTrafficking) Decide(s State, _ ledger.Deed) ([]ledger.Body, error) {
	if len(s.Trafficking) == 0 {
		return nil, fault.New(fault.Invalid, "fault.not-screened")
	}
	return ledger.One(TraffickingAssessed{c})
}

// Examine records a medical examination of fitness to travel.
type Examine struct {
	Outcome     string            `json:"outcome" seal:"medical" codes:"fit,fit-with-conditions,unfit,refused" doc:"what was found, or that the person refused"`
	Conditions  []string          `json:"conditions,omitempty" seal:"medical" codes:"medication,wheelchair,oxygen,medical-escort,non-medical-escort,upgrade" doc:"what travel needs"`
	Diagnoses   string            `json:"diagnoses,omitempty" seal:"medical" max:"2000" doc:"for health staff only"`
	Listed      []string          `json:"listed,omitempty" seal:"medical" codes:"pregnancy,newborn,mental-illness,surgery,infection" doc:"a condition for which the rule book may have it valid for less"`
	ValidDays   int               `json:"validDays,omitempty" seal:"medical" min:"1" max:"60" doc:"when whoever examined holds it valid for less"`
	Interpreter *talk.Interpreter `json:"interpreter,omitempty" doc:"absent when nobody interpreted"`
}

// Examined is the event.
type Examined struct{ Examine }

func (Examined) Kind() string { return "health.examined" }

// Effect is what keeps the person here until somebody saw to it: conditions are arranged
// by the next check.
func (e Examined) Effect() ledger.Effect {
	return stopsIf(e.Outcome == "unfit" || e.Outcome == "fit-with-conditions")
}

func (c Examine) Decide(State, ledger.Deed) ([]ledger.Body, error) { return ledger.One(Examined{c}) }

// Check records the pre-embarkation check.
type Check struct {
	Outcome     string            `json:"outcome" seal:"medical" codes:"fit,fit-with-conditions,unfit" doc:"what was found"`
	Arranged    bool              `json:"arranged" seal:"medical" doc:"every condition is arranged"`
	Interpreter *talk.Interpreter `json:"interpreter,omitempty" doc:"absent when nobody interpreted"`
}

// Checked is the event.
type Checked struct{ Check }

func (Checked) Kind() string { return "health.checked" }

// Effect is that of an examination, as long as the conditions are not arranged.
func (e Checked) Effect() ledger.Effect {
	return stopsIf(e.Outcome == "unfit" || e.Outcome == "fit-with-conditions" && !e.Arranged)
}

func stopsIf(stops bool) ledger.Effect {
	if stops {
		return ledger.Stop
	}
	return ledger.None
}

func (c Check) Decide(State, ledger.Deed) ([]ledger.Body, error) { return ledger.One(Checked{c}) }

// FindNeed records a need.
type FindNeed struct {
	Need    string `json:"need" seal:"protection" codes:"medical,shelter,food,mental-health,gbv-service,child-protection,legal,education,family-tracing,documents,disability,other" doc:"the need"`
	Travels bool   `json:"travels" seal:"protection" doc:"it goes on after arrival: the receiving mission must know"`
	Notify  string `json:"notify,omitempty" seal:"protection" codes:"standard,early" doc:"early: 72 h before, for a child alone, a hospital handover or a trafficked person"`
}

// NeedFound is the event.
type NeedFound struct{ FindNeed }

func (NeedFound) Kind() string { return "need.found" }

func (c FindNeed) Decide(State, ledger.Deed) ([]ledger.Body, error) { return ledger.One(NeedFound{c}) }

// AnswerNeed records the outcome of a need.
type AnswerNeed struct {
	Need        ledger.Hash       `json:"need" doc:"the event that found it"`
	Outcome     string            `json:"outcome" codes:"served,declined,continued,not-available" doc:"served, declined by the person, continued at the destination, or not available"`
	Searched    string            `json:"searched,omitempty" seal:"protection" max:"500" doc:"not available: where it was searched for"`
	Told        bool              `json:"told" doc:"not available: the person was told"`
	Chose       bool              `json:"chose" doc:"not available: the person chose"`
	Interpreter *talk.Interpreter `json:"interpreter,omitempty" doc:"absent when nobody interpreted"`
}

// NeedAnswered is the event.
type NeedAnswered struct{ AnswerNeed }

func (NeedAnswered) Kind() string { return "need.answered" }

func (c AnswerNeed) Decide(s State, d ledger.Deed) ([]ledger.Body, error) {
	i := slices.IndexFunc(s.Needs, func(n safeguard.Need) bool { return n.ID == c.Need })
	switch {
	case i < 0:
		return nil, fault.New(fault.Invalid, "fault.no-such-event").In("need")
	case d.Happened.Before(s.Needs[i].Since):
		return nil, fault.TooEarly(s.Needs[i].Since)
	case c.Outcome == "not-available" && c.Searched == "":
		return nil, fault.New(fault.Invalid, "fault.person-must-choose").In("searched")
	case c.Outcome == "not-available" && !c.Told:
		return nil, fault.New(fault.Invalid, "fault.person-must-choose").In("told")
	case c.Outcome == "not-available" && !c.Chose:
		return nil, fault.New(fault.Invalid, "fault.person-must-choose").In("chose")
	}
	return ledger.One(NeedAnswered{c})
}

// Apply folds one event of the case; events of other rooms change nothing.
func (s *State) Apply(e *ledger.Event, at ledger.Ref) {
	switch b := e.Body.(type) {
	case Recorded:
		s.Screenings = append(s.Screenings, safeguard.Screening{Ref: at, Talk: b.Talk, Household: b.Household, Refused: b.Refused, Sheet: b.Sheet})
	case TraffickingScreened:
		s.Trafficking = append(s.Trafficking, safeguard.Trafficking{
			Ref: at, Talk: b.Talk, Act: b.Act, Means: b.Means, Purpose: b.Purpose, Outcome: b.Outcome(),
		})
	case TraffickingAssessed:
		s.Retraffick = append(s.Retraffick, safeguard.Retraffick{
			Ref: at, Services: b.Services, Chose: b.Chose,
			MeetsThem: b.MeetsThem, Nights: b.Nights, OneNumber: b.OneNumber, Contacts: b.Contacts,
			Reflection: b.Reflection, Reasons: b.Reasons != "", Interpreter: b.Interpreter,
		})
	case Examined:
		s.Health = append(s.Health, safeguard.HealthCheck{Ref: at, Kind: "examination", Outcome: b.Outcome, Listed: b.Listed, ValidFor: b.ValidDays, Interpreter: b.Interpreter})
	case Checked:
		s.Health = append(s.Health, safeguard.HealthCheck{Ref: at, Kind: "pec", Outcome: b.Outcome, Arranged: b.Arranged, Interpreter: b.Interpreter})
	case NeedFound:
		s.Needs = append(s.Needs, safeguard.Need{Ref: at, Kind: b.Need, Travels: b.Travels, Notify: b.Notify})
	case NeedAnswered:
		for i := range s.Needs {
			if n := &s.Needs[i]; n.ID == b.Need {
				n.Outcome, n.Searched, n.Told, n.Chose = b.Outcome, b.Searched != "", b.Told, b.Chose
				n.Answered, n.Interpreter = at, b.Interpreter
			}
		}
	}
}
