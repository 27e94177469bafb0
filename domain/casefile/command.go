package casefile

import (
	"amana/domain/access"
	"amana/domain/assessment"
	"amana/domain/consent"
	"amana/domain/counselling"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/reintegration"
	"amana/domain/safeguard"
	"amana/domain/screening"
)

// Command is one thing that somebody can do to a case.
type Command struct {
	Name string
	For  safeguard.Act // the act at which rules are due; "" when none gates it
	Zero any           // the zero value of its arguments

	Outside bool        // never by the office whose case it is
	past    bool        // an import tells of it: what was shared was shared
	Duty    access.Role // only by somebody who was called to the case for it

	decide func(c *Case, args any, d ledger.Deed) ([]ledger.Body, error)
}

// Decide says what happens: the events that the command causes, or why it
// cannot be. args is of the same type as Zero.
func (k *Command) Decide(c *Case, args any, d ledger.Deed) ([]ledger.Body, error) {
	return k.decide(c, args, d)
}

// decider is a command of a room whose state is S.
type decider[S any] interface {
	Decide(S, ledger.Deed) ([]ledger.Body, error)
}

func on[S any, C decider[S]](name string, part func(*Case) S, _ C) Command {
	var zero C
	return Command{Name: name, Zero: zero, decide: func(c *Case, args any, d ledger.Deed) ([]ledger.Body, error) {
		return args.(C).Decide(part(c), d)
	}}
}

func (k Command) outside() Command { k.Outside = true; return k }

func (k Command) called(duty access.Role) Command { k.Duty = duty; return k }

func (k Command) gated(act safeguard.Act) Command { k.For = act; return k }

// and adds to a room's events what another room knows follows from them.
func (k Command) and(more func(c *Case, events []ledger.Body, d ledger.Deed) []ledger.Body) Command {
	decide := k.decide
	k.decide = func(c *Case, args any, d ledger.Deed) ([]ledger.Body, error) {
		events, err := decide(c, args, d)
		if err != nil {
			return nil, err
		}
		return append(events, more(c, events, d)...), nil
	}
	return k
}

func file(c *Case) *Case                    { return c }
func talks(c *Case) counselling.State       { return c.Counselling }
func screens(c *Case) screening.State       { return c.Screening }
func found(c *Case) assessment.State        { return c.Assessment }
func agreed(c *Case) consent.State          { return c.Consent }
func papers(c *Case) movement.Preparation   { return c.Preparation }
func travels(c *Case) movement.Travel       { return c.Travel }
func returning(c *Case) reintegration.State { return c.Reintegration }

// Commands lists everything that can be done to a case, by name.
var Commands = []Command{
	on("case.open", file, Open{}),
	on("case.correct", file, Correct{}),
	on("case.propose-end", file, ProposeEnd{}),
	on("case.end", file, End{}),
	on("case.close", file, Close{}),
	on("case.reopen", file, Reopen{}),
	on("case.erase", file, Erase{}),
	on("case.unlink", file, Unlink{}),
	on("call.make", file, Call{}),
	on("call.end", file, EndCall{}),
	on("custody.record", file, RecordCustody{}),
	on("household.join", file, JoinHousehold{}),
	on("birth.record", file, RecordBirth{}),
	on("duplicate.suspect", file, SuspectDuplicate{}),
	on("likely.count", file, CountLikely{}),
	on("duplicate.settle", file, SettleDuplicate{}),
	on("hold.place", file, PlaceHold{}),
	on("hold.lift", file, LiftHold{}),
	on("incident.open", file, OpenIncident{}),
	on("incident.close", file, CloseIncident{}).outside(),
	on("review.ask", file, AskReview{}),
	on("review.answer", file, AnswerReview{}),
	on("import.attest", file, AttestImport{}),
	on("entry.examine", file, ExamineEntry{}),
	on("entry.resolve", file, ResolveEntry{}),
	on("safeguard.attest", file, Attest{}),

	on("wish.state", talks, counselling.Wish{}),
	on("order.ask", talks, counselling.AskOrder{}),
	on("counselling.hold", talks, counselling.Hold{}),
	on("counselling.void", talks, counselling.Void{}),
	on("counselling.extend", talks, counselling.Extend{}),
	on("counselling.tell-block", talks, counselling.TellBlock{}),
	on("option.tell", talks, counselling.Tell{}).and(wantsProtection),

	on("screening.record", screens, screening.Record{}),
	on("trafficking.screen", screens, screening.ScreenTrafficking{}),
	on("trafficking.assess", screens, screening.AssessTrafficking{}),
	on("health.examine", screens, screening.Examine{}),
	on("health.check", screens, screening.Check{}),
	on("need.find", screens, screening.FindNeed{}),
	on("need.answer", screens, screening.AnswerNeed{}),

	on("voluntary.assess", found, assessment.Assess{}),
	on("voluntary.repeat", found, assessment.Repeat{}),
	on("voluntary.review", found, assessment.Review{}),
	on("release.request", found, assessment.RequestRelease{}),
	on("release.answer", found, assessment.AnswerRelease{}),
	on("capacity.doubt", found, assessment.Doubt{}),
	on("capacity.find", found, assessment.FindCapacity{}),
	on("interests.assess", found, assessment.AssessInterests{}),
	on("interests.determine", found, assessment.DetermineInterests{}).called(access.PanelMember),
	on("family.trace", found, assessment.Trace{}),
	on("family.ask", found, assessment.AskFamily{}),
	on("family.check", found, assessment.CheckBond{}),
	on("caregiver.arrange", found, assessment.ArrangeCaregiver{}),
	on("escort.arrange", found, assessment.ArrangeEscort{}),
	on("escort.cancel", found, assessment.CancelEscort{}),
	on("age.doubt", found, assessment.DoubtAge{}),
	on("age.settle", found, assessment.SettleAge{}),
	on("fear.ask", found, assessment.AskFear{}),
	on("risk.assess", found, assessment.AssessRisk{}),
	on("asylum.request", found, assessment.RequestAsylum{}),
	on("asylum.lift", found, assessment.LiftAsylum{}),
	on("unhcr.request", found, assessment.RequestUNHCR{}),
	on("unhcr.counsel", found, assessment.CounselUNHCR{}),
	on("entry.confirm", file, ConfirmEntry{}),

	on("consent.give", agreed, consent.Give{}),
	on("consent.withdraw", agreed, consent.Withdraw{}),
	on("consent.report", agreed, consent.Report{}),
	on("consent.settle-report", agreed, consent.SettleReport{}).and(falseReport),
	on("consent.reaffirm", agreed, consent.Reaffirm{}),
	on("sharing.consent", agreed, consent.Share{}),
	on("sharing.withdraw", agreed, consent.WithdrawShare{}),
	on("safe-no.tell", agreed, consent.TellSafeNo{}),

	on("document.record", papers, movement.RecordDocument{}),
	on("document.withdraw", papers, movement.WithdrawDocument{}),
	on("exit.record", papers, movement.RecordExit{}),
	on("embassy.contact", papers, movement.ContactEmbassy{}).gated(safeguard.Embassy),
	on("authority.name", papers, movement.NameToAuthority{}).gated(safeguard.Authority),
	on("transport.take", papers, movement.TakeOut{}).gated(safeguard.Transport),
	on("notice.send", file, Notify{}).gated(safeguard.Notice),
	on("notice.acknowledge", papers, movement.AcknowledgeNotice{}),
	on("notice.hear", papers, movement.HearNotice{}),
	on("notice.accept-other", file, AcceptOther{}),
	on("reintegration.tell", returning, reintegration.Tell{}),
	on("reintegration.decline", returning, reintegration.Decline{}),

	on("seat.give", travels, movement.GiveSeat{}).gated(safeguard.Seat),
	on("seat.move-line", travels, movement.MoveLine{}),
	on("seat.free", travels, movement.FreeSeat{}),
	on("clearance.draw", travels, movement.Draw{}),
	on("clearance.give", travels, movement.Clear{}).gated(safeguard.Clearance),
	on("identity.choose", travels, movement.ChooseIdentity{}),
	on("gate.confirm-person", travels, movement.ConfirmPerson{}),
	on("gate.answer", travels, movement.AnswerGate{}).and(noIsWithdrawal),
	on("urgent.declare", travels, movement.DeclareUrgent{}),
	on("urgent.second", travels, movement.SecondUrgent{}).outside(),
	on("urgent.review", travels, movement.ReviewUrgent{}).outside(),
	on("boarding.board", travels, movement.Board{}).gated(safeguard.Boarding),
	on("boarding.not-present", travels, movement.NotPresent{}).and(incident("not-presented")),
	on("departure.record", file, depart{}),
	on("departure.dispute", travels, movement.DisputeDeparture{}),
	on("departure.retract", travels, movement.RetractDeparture{}).outside().and(uncrossed),
	on("arrival.record", travels, movement.Arrive{}).and(missingIsIncident),
	on("transfer.make", file, transfer{}),
}
