package assessment

import (
	"slices"

	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/safeguard"
	"amana/domain/talk"
)

// AskFear records, asked in private, whether the person fears anyone at home
// or their own embassy.
type AskFear struct {
	Talk    talk.Talk     `json:"talk" doc:"how the conversation was held"`
	ByState bool          `json:"byState" doc:"asked by somebody from an authority or an embassy"`
	Answer  string        `json:"answer" seal:"asylum" codes:"none,home,embassy,both,no-answer" doc:"no-answer is treated as fear until talked through"`
	Settles []ledger.Hash `json:"settles,omitempty" doc:"earlier answers that this talk settles, by another officer"`
}

// FearAsked is the event. Fear, and not wishing to answer, stop the journey
// until they are talked through. Left says that it was said in another file of
// the person, which was erased: what it holds is the answer alone.
type FearAsked struct {
	AskFear
	Left bool `json:"left,omitempty"`
}

func (FearAsked) Kind() string { return "fear.asked" }

func (e FearAsked) Effect() ledger.Effect {
	switch {
	case e.Answer != safeguard.FearNone:
		return ledger.Stop
	case len(e.Settles) > 0:
		return ledger.Lift
	}
	return ledger.None
}

func (c AskFear) Decide(s State, _ ledger.Deed) ([]ledger.Body, error) {
	for _, id := range c.Settles {
		if !slices.ContainsFunc(s.Fears, func(f safeguard.Fear) bool { return f.ID == id }) {
			return nil, fault.New(fault.Invalid, "fault.no-such-event").In("settles")
		}
	}
	return ledger.One(FearAsked{AskFear: c})
}

// AssessRisk records an individual assessment of what awaits the person.
type AssessRisk struct {
	Finding     string            `json:"finding" seal:"asylum" codes:"none,unclear,real" doc:"a real risk of persecution, torture, ill-treatment or irreparable harm"`
	Sheet       string            `json:"sheet" format:"reference" doc:"the version of the country sheet it rests on"`
	Transit     []string          `json:"transit,omitempty" format:"country" doc:"the countries on the way over which the route was looked at, ISO 3166-1 alpha-3; absent: the way is direct, or not known"`
	Reasons     string            `json:"reasons" seal:"asylum" max:"4000" doc:"of the person, the area and the route; never of a group"`
	Ends        []ledger.Hash     `json:"ends,omitempty" doc:"earlier findings that this one, by another officer, ends"`
	Interpreter *talk.Interpreter `json:"interpreter,omitempty" doc:"absent when nobody interpreted"`
}

// RiskAssessed is the event.
type RiskAssessed struct{ AssessRisk }

func (RiskAssessed) Kind() string { return "risk.assessed" }

func (e RiskAssessed) Effect() ledger.Effect {
	switch {
	case e.Finding != "none":
		return ledger.Stop
	case len(e.Ends) > 0:
		return ledger.Lift
	}
	return ledger.None
}

func (c AssessRisk) Decide(s State, d ledger.Deed) ([]ledger.Body, error) {
	for _, id := range c.Ends {
		i := slices.IndexFunc(s.Risks, func(r safeguard.Risk) bool { return r.ID == id })
		switch {
		case i < 0:
			return nil, fault.New(fault.Invalid, "fault.no-such-event").In("ends")
		case s.Risks[i].By == d.Officer():
			return nil, fault.New(fault.Denied, "fault.another-officer")
		}
	}
	return ledger.One(RiskAssessed{c})
}

// Published refuses a finding of no risk on a sheet that nobody issued, of those that are
// on record here: issued one day, it would turn into an assessment on what nobody has
// read. What speaks against a return is taken whatever it rests on. What a list tells
// happened before, where sheets had other names: it is held against their days.
func (c AssessRisk) Published(on *safeguard.Country, d ledger.Deed) error {
	if c.Finding != "none" || c.Sheet == "" || d.Imported != "" || on == nil {
		return nil
	}
	if _, issued := on.Issued[c.Sheet]; !issued {
		return fault.New(fault.Invalid, "fault.no-such-sheet").In("sheet")
	}
	return nil
}

// RequestAsylum records that the person asks for international protection.
type RequestAsylum struct {
	Words string `json:"words,omitempty" seal:"asylum" max:"2000" doc:"what the person said"`
}

// AsylumRequested is the event.
type AsylumRequested struct{ RequestAsylum }

func (AsylumRequested) Kind() string { return "asylum.requested" }

func (AsylumRequested) Effect() ledger.Effect { return ledger.Stop }

func (c RequestAsylum) Decide(State, ledger.Deed) ([]ledger.Body, error) {
	return ledger.One(AsylumRequested{c})
}

// LiftAsylum records that the person, in private before UNHCR or an
// independent protection actor, no longer asks for it.
type LiftAsylum struct {
	Request     ledger.Hash       `json:"request" doc:"the event of the request"`
	Before      string            `json:"before" codes:"unhcr,lawyer,protection-actor" doc:"before whom"`
	Private     bool              `json:"private" doc:"in private"`
	Interpreter *talk.Interpreter `json:"interpreter,omitempty" doc:"absent when nobody interpreted"`
}

// AsylumLifted is the event.
type AsylumLifted struct{ LiftAsylum }

func (AsylumLifted) Kind() string { return "asylum.lifted" }

func (AsylumLifted) Effect() ledger.Effect { return ledger.Lift }

func (c LiftAsylum) Decide(s State, d ledger.Deed) ([]ledger.Body, error) {
	i := slices.IndexFunc(s.Asylum, func(a safeguard.Asylum) bool { return a.ID == c.Request })
	switch {
	case !c.Private:
		return nil, fault.New(fault.Invalid, "fault.only-in-private").In("private")
	case i < 0:
		return nil, fault.New(fault.Invalid, "fault.no-such-event").In("request")
	case d.Happened.Before(s.Asylum[i].Since):
		return nil, fault.TooEarly(s.Asylum[i].Since)
	}
	return ledger.One(AsylumLifted{c})
}

// RequestUNHCR records a request to UNHCR for joint counselling.
type RequestUNHCR struct {
	Vital bool `json:"vital,omitempty" doc:"the person cannot be asked whether UNHCR may know of them, and their life or liberty is at stake"`
}

// UNHCRRequested is the event.
type UNHCRRequested struct{ RequestUNHCR }

func (UNHCRRequested) Kind() string { return "unhcr.requested" }

func (c RequestUNHCR) Decide(State, ledger.Deed) ([]ledger.Body, error) {
	return ledger.One(UNHCRRequested{c})
}

// CounselUNHCR records joint counselling, or that UNHCR cannot, by whoever did
// it with their own account.
type CounselUNHCR struct {
	Outcome     string            `json:"outcome" seal:"asylum" codes:"counselled,cannot" doc:"cannot: UNHCR says so in writing"`
	By          string            `json:"by" seal:"asylum" codes:"unhcr,lawyer,protection-actor" doc:"who counselled"`
	Interpreter *talk.Interpreter `json:"interpreter,omitempty" doc:"absent when nobody interpreted"`
}

// UNHCRCounselled is the event.
type UNHCRCounselled struct{ CounselUNHCR }

func (UNHCRCounselled) Kind() string { return "unhcr.counselled" }

func (c CounselUNHCR) Decide(State, ledger.Deed) ([]ledger.Body, error) {
	return ledger.One(UNHCRCounselled{c})
}

// ConfirmEntry records whether a State confirms entry.
type ConfirmEntry struct {
	Country   string `json:"country" format:"country" doc:"the State, ISO 3166-1 alpha-3"`
	Confirmed bool   `json:"confirmed" doc:"it confirms that it lets the person in"`
	Through   string `json:"through,omitempty" codes:"embassy,own-document,published" doc:"how that is known: from its embassy, which was contacted; by a travel document that the person had; or it is published for all its nationals"`
}

// EntryConfirmed is the event.
type EntryConfirmed struct{ ConfirmEntry }

func (EntryConfirmed) Kind() string { return "entry.confirmed" }

// Decide asks how it is known that the State lets the person in: a list may not say.
func (c ConfirmEntry) Decide(_ State, d ledger.Deed) ([]ledger.Body, error) {
	if c.Confirmed && c.Through == "" && d.Imported == "" {
		return nil, fault.New(fault.Invalid, "fault.missing-field").In("through")
	}
	return ledger.One(EntryConfirmed{c})
}
