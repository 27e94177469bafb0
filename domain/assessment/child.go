package assessment

import (
	"slices"

	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/safeguard"
	"amana/domain/talk"
)

// AssessInterests records a best-interests assessment (BIA).
type AssessInterests struct {
	Agrees      bool              `json:"agrees" seal:"protection" doc:"return is in the child's best interests"`
	Urgent      bool              `json:"urgent,omitempty" seal:"protection" doc:"the short form, for urgent protection"`
	Guardian    string            `json:"guardian,omitempty" codes:"parent,caregiver,nobody" doc:"who may answer for the child, as this assessment found; absent when it did not look at that"`
	View        string            `json:"view" seal:"protection" max:"2000" doc:"what the child said, asked alone, as far as they can form a view"`
	Reasons     string            `json:"reasons" seal:"protection" max:"4000" doc:"why"`
	Interpreter *talk.Interpreter `json:"interpreter,omitempty" doc:"absent when nobody interpreted"`
}

// InterestsAssessed is the event.
type InterestsAssessed struct{ AssessInterests }

func (InterestsAssessed) Kind() string { return "interests.assessed" }

// Effect is a no, or that nobody may answer for the child.
func (e InterestsAssessed) Effect() ledger.Effect {
	return unless(e.Agrees && e.Guardian != safeguard.Nobody)
}

// unless says what an answer does that a journey cannot do without: a no, or a
// doubt, stops it also when it comes after boarding.
func unless(yes bool) ledger.Effect {
	if yes {
		return ledger.None
	}
	return ledger.Stop
}

func (c AssessInterests) Decide(State, ledger.Deed) ([]ledger.Body, error) {
	return ledger.One(InterestsAssessed{c})
}

// DetermineInterests is the word of one member of a best-interests panel (BID),
// under their own account. Enough of them make a determination.
type DetermineInterests struct {
	Question    string `json:"question,omitempty" seal:"protection" codes:"return,capacity,family,apart" doc:"what the panel decides: a child's return, the return of somebody who lastingly cannot decide alone, an objection or dispute about custody, or whether a child travels without the parent they live with; absent when it only names a guardian"`
	Guardian    bool   `json:"guardian,omitempty" doc:"the member names, with the others, who answers for the child"`
	Agency      string `json:"agency" max:"80" doc:"the member's organisation"`
	Undertaking bool   `json:"undertaking" doc:"the member signed the undertaking of confidentiality"`
	Telephone   bool   `json:"telephone,omitempty" doc:"the panel met by telephone: it counts for an urgent return only"`
	Agrees      bool   `json:"agrees" seal:"protection" doc:"the journey is in their best interests, guided by what they want"`
	Reasons     string `json:"reasons" seal:"protection" max:"4000" doc:"why"`
}

// InterestsDetermined is the event.
type InterestsDetermined struct{ DetermineInterests }

func (InterestsDetermined) Kind() string { return "interests.determined" }

// Effect is a member's no; whoever only names a guardian says neither.
func (e InterestsDetermined) Effect() ledger.Effect { return unless(e.Agrees || e.Question == "") }

func (c DetermineInterests) Decide(State, ledger.Deed) ([]ledger.Body, error) {
	if c.Question == "" && !c.Guardian {
		return nil, fault.New(fault.Invalid, "fault.missing-field").In("question")
	}
	return ledger.One(InterestsDetermined{c})
}

// Trace records an attempt to trace the family, with its result.
type Trace struct {
	Action string `json:"action" seal:"protection" codes:"individual,mass,photo,referral-ngo,referral-icrc" doc:"how"`
	Result string `json:"result" seal:"protection" codes:"pending,successful,unsuccessful" doc:"with what result so far"`
}

// Traced is the event.
type Traced struct{ Trace }

func (Traced) Kind() string { return "family.traced" }

func (c Trace) Decide(State, ledger.Deed) ([]ledger.Body, error) { return ledger.One(Traced{c}) }

// ArrangeCaregiver records who cares for the child on arrival.
type ArrangeCaregiver struct {
	Who    string `json:"who" seal:"protection" codes:"parent,caregiver,welfare-authority" doc:"never an embassy, an official, an employer, a spouse, or whom the child came with before the BIA says who they are"`
	Safe   bool   `json:"safe" seal:"protection" doc:"found to be safe"`
	Status string `json:"status" seal:"protection" codes:"with-parent,separated,unaccompanied" doc:"how the child is in Libya, as the BIA found"`
}

// CaregiverArranged is the event.
type CaregiverArranged struct {
	ArrangeCaregiver
	Left bool `json:"left,omitempty"`
}

func (CaregiverArranged) Kind() string { return "caregiver.arranged" }

// Effect is that nobody safe receives the child, or that they are alone: a panel decides then.
func (e CaregiverArranged) Effect() ledger.Effect {
	return unless(e.Safe && (e.Status == "" || e.Status == safeguard.WithParent))
}

func (c ArrangeCaregiver) Decide(State, ledger.Deed) ([]ledger.Body, error) {
	return ledger.One(CaregiverArranged{ArrangeCaregiver: c})
}

// ArrangeEscort records that an escort travels with the child on a movement.
type ArrangeEscort struct {
	Movement string       `json:"movement" format:"reference" doc:"the movement on which they travel"`
	Escort   ledger.Actor `json:"escort" doc:"who escorts"`
}

// EscortArranged is the event.
type EscortArranged struct{ ArrangeEscort }

func (EscortArranged) Kind() string { return "escort.arranged" }

func (c ArrangeEscort) Decide(State, ledger.Deed) ([]ledger.Body, error) {
	return ledger.One(EscortArranged{c})
}

// CancelEscort records that somebody who was to escort the child does not.
type CancelEscort struct {
	Escort ledger.Hash `json:"escort" doc:"the event that arranged it"`
}

// EscortCancelled is the event.
type EscortCancelled struct{ CancelEscort }

func (EscortCancelled) Kind() string          { return "escort.cancelled" }
func (EscortCancelled) Effect() ledger.Effect { return ledger.Stop } // also of a child who sits aboard

func (c CancelEscort) Decide(s State, d ledger.Deed) ([]ledger.Body, error) {
	i := slices.IndexFunc(s.Escort, func(e safeguard.Escort) bool { return e.ID == c.Escort && e.Cancelled.IsZero() })
	switch {
	case i < 0:
		return nil, fault.New(fault.Invalid, "fault.no-such-event").In("escort")
	case d.Happened.Before(s.Escort[i].Since):
		return nil, fault.TooEarly(s.Escort[i].Since)
	}
	return ledger.One(EscortCancelled{c})
}

// AskFamily records, of one person, whether they want to travel with their
// family, and of a child what is known of the other parent.
type AskFamily struct {
	Alone       bool              `json:"alone" seal:"protection" doc:"asked alone"`
	Wants       bool              `json:"wants" seal:"protection" doc:"wants to travel together; nobody learns another's answer"`
	Other       string            `json:"other,omitempty" seal:"protection" codes:"travels-too,asked,unknown,unreachable,unsafe,dead,objects,custody-disputed" doc:"of a child: the other parent, asked only if known, reachable and safe to ask"`
	Interpreter *talk.Interpreter `json:"interpreter,omitempty" doc:"absent when nobody interpreted"`
}

// FamilyAsked is the event.
type FamilyAsked struct{ AskFamily }

func (FamilyAsked) Kind() string { return "family.asked" }

// Effect is a no of either: of who was asked to the journey together, or of the
// other parent to the child's.
func (e FamilyAsked) Effect() ledger.Effect {
	return unless(e.Wants && e.Other != safeguard.Objects && e.Other != safeguard.CustodyDisputed)
}

func (c AskFamily) Decide(State, ledger.Deed) ([]ledger.Body, error) {
	return ledger.One(FamilyAsked{c})
}

// CheckBond records the gentle check that an infant and the adult they travel
// with belong together: what a trained officer saw and heard while the two were
// at ease. No sample is taken, and no DNA; in doubt a panel decides.
type CheckBond struct {
	Observed    []string          `json:"observed,omitempty" seal:"protection" codes:"turns-to-adult,feeds-or-soothes,knows-habits,birth-paper,met-together-before,others-know-them" doc:"what speaks for it: the infant turns to the adult, is fed or soothed by them, the adult knows the infant's habits, a paper of the birth or of the clinic, somebody met them together before, others know them as a family"`
	Outcome     string            `json:"outcome" seal:"protection" codes:"together,in-doubt" doc:"they belong together, or it is in doubt"`
	Reasons     string            `json:"reasons,omitempty" seal:"protection" max:"2000" doc:"what gives rise to doubt, or helps to understand"`
	Interpreter *talk.Interpreter `json:"interpreter,omitempty" doc:"absent when nobody interpreted"`
}

// InDoubt is the outcome of such a check that a panel looks at.
const InDoubt = "in-doubt"

// BondChecked is the event.
type BondChecked struct{ CheckBond }

func (BondChecked) Kind() string { return "family.checked" }

func (e BondChecked) Effect() ledger.Effect { return unless(e.Outcome != InDoubt) }

// Decide asks what it rests on that two belong together.
func (c CheckBond) Decide(State, ledger.Deed) ([]ledger.Body, error) {
	if c.Outcome != InDoubt && len(c.Observed) == 0 {
		return nil, fault.New(fault.Invalid, "fault.missing-field").In("observed")
	}
	return ledger.One(BondChecked{c})
}

// DoubtAge records doubt about a person's age: they are treated as a child.
type DoubtAge struct {
	Why string `json:"why" seal:"protection" max:"1000" doc:"what gives rise to it"`
}

// AgeDoubted is the event.
type AgeDoubted struct{ DoubtAge }

func (AgeDoubted) Kind() string { return "age.doubted" }

func (AgeDoubted) Effect() ledger.Effect { return ledger.Stop }

func (c DoubtAge) Decide(State, ledger.Deed) ([]ledger.Body, error) { return ledger.One(AgeDoubted{c}) }

// SettleAge records one officer's finding about age; two are needed.
type SettleAge struct {
	Child       bool              `json:"child" seal:"protection" doc:"the person is a child"`
	How         string            `json:"how" seal:"protection" codes:"documents,interview,family,school" doc:"never by X-ray"`
	Interpreter *talk.Interpreter `json:"interpreter,omitempty" doc:"absent when nobody interpreted"`
}

// AgeSettled is the event.
type AgeSettled struct{ SettleAge }

func (AgeSettled) Kind() string { return "age.settled" }

// Effect says what the finding, which is sealed, does: a child's rules hold on.
func (e AgeSettled) Effect() ledger.Effect {
	if e.Child {
		return ledger.Stop
	}
	return ledger.Lift
}

func (c SettleAge) Decide(s State, d ledger.Deed) ([]ledger.Body, error) {
	if len(s.AgeDoubts) == 0 {
		return nil, fault.New(fault.Invalid, "fault.no-doubt")
	}
	return ledger.One(AgeSettled{c})
}
