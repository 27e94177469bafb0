package sim

import (
	"slices"
	"strings"

	"amana/domain/access"
	"amana/domain/assessment"
	"amana/domain/casefile"
	"amana/domain/consent"
	"amana/domain/counselling"
	"amana/domain/day"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/reintegration"
	"amana/domain/safeguard"
	"amana/domain/screening"
)

// move makes the arguments with which a willing officer does a step.
type move func(d *Doer, c *casefile.Case, s safeguard.Step) any

func always(args any) move { return func(*Doer, *casefile.Case, safeguard.Step) any { return args } }

// word and picture are the two facts that everybody in a simulation chose.
var word, picture = ledger.Hash{1}, ledger.Hash{2}

// moves says how each command on a file is done.
var moves = map[string]move{
	"case.correct": func(_ *Doer, _ *casefile.Case, s safeguard.Step) any {
		if s.About == "born" {
			return casefile.Correct{Changed: casefile.Changed{Born: day.Day{Year: 2000, Month: 1, Of: 1}}}
		}
		return casefile.Correct{Changed: casefile.Changed{Nationalities: []string{"NGA"}}}
	},
	"case.reopen": always(casefile.Reopen{}),
	"case.unlink": func(_ *Doer, c *casefile.Case, _ safeguard.Step) any {
		other := TwinNumber
		if linked := c.Linked(); len(linked) > 0 {
			other = linked[0]
		}
		return casefile.Unlink{Other: other, Reason: "two faces"}
	},
	"duplicate.settle": func(_ *Doer, _ *casefile.Case, s safeguard.Step) any {
		return casefile.SettleDuplicate{Other: s.About, Reason: "another face"}
	},
	"likely.count": always(casefile.CountLikely{}),
	"custody.record": func(_ *Doer, _ *casefile.Case, s safeguard.Step) any {
		return casefile.RecordCustody{Date: "now", Held: s.About == "held"}
	},
	"call.make": func(d *Doer, c *casefile.Case, s safeguard.Step) any {
		avoid := prepared(c, safeguard.AboutReturn, safeguard.AboutCapacity, safeguard.AboutFamily)
		for _, k := range c.Calls {
			avoid = append(avoid, k.Officer)
		}
		return casefile.Call{Officer: d.World.Officer(access.Role(s.About), avoid...).Actor.String(), Duty: s.About}
	},
	"household.join": func(_ *Doer, c *casefile.Case, _ safeguard.Step) any {
		if c.Identity.Alone != "" {
			return casefile.JoinHousehold{Household: home, Relation: "child"}
		}
		return casefile.JoinHousehold{Household: home, Relation: "head"}
	},
	"age.settle": always(assessment.SettleAge{How: "documents"}),
	"hold.place": always(casefile.PlaceHold{For: "protection", Reason: "to be looked at"}),
	"hold.lift": func(_ *Doer, _ *casefile.Case, s safeguard.Step) any {
		return casefile.LiftHold{Hold: hash(s.About), Reason: "looked at"}
	},
	"entry.examine": func(_ *Doer, _ *casefile.Case, s safeguard.Step) any {
		return casefile.ExamineEntry{Entry: hash(s.About), Found: "asked there"}
	},
	"entry.resolve": func(_ *Doer, _ *casefile.Case, s safeguard.Step) any {
		return casefile.ResolveEntry{Entry: hash(s.About), Was: "nothing-that-stops", Found: "asked there"}
	},
	"import.attest": func(_ *Doer, _ *casefile.Case, s safeguard.Step) any {
		return casefile.AttestImport{Entry: hash(s.About)}
	},

	"wish.state": func(d *Doer, c *casefile.Case, s safeguard.Step) any {
		return counselling.Wish{Talk: d.talk(c, s.About), OwnWords: true, Words: "I want to go home", Heard: "outreach", SuggestedBy: "nobody", OptionsFirst: true}
	},
	"order.ask": always(counselling.AskOrder{Checked: true, LegalHelp: true}),
	"counselling.hold": func(d *Doer, c *casefile.Case, s safeguard.Step) any {
		return counselling.Hold{Talk: d.talk(c, s.About), Minutes: 40, Topics: d.World.Book.Topics, Question: "when?", Limited: s.About == limited}
	},
	"counselling.extend": func(d *Doer, c *casefile.Case, s safeguard.Step) any {
		return counselling.Extend{Talk: d.talk(c, s.About), Changed: "nothing"}
	},
	"option.tell": func(_ *Doer, _ *casefile.Case, s safeguard.Step) any {
		return counselling.Tell{Option: s.About, Explained: true, Available: "no", Answer: "declines"}
	},

	"screening.record": func(d *Doer, c *casefile.Case, s safeguard.Step) any {
		asked := screening.Record{Talk: d.talk(c, s.About), Household: true, Refused: s.About == "another-officer"}
		if here := d.World.Around(d.Node, c, nil).Here; here != nil {
			asked.Sheet = here.Sheet
		}
		return asked
	},
	"trafficking.screen": func(d *Doer, c *casefile.Case, s safeguard.Step) any {
		return screening.ScreenTrafficking{Talk: d.talk(c, s.About), Act: "no", Means: "no", Purpose: "no"}
	},
	"trafficking.assess": always(screening.AssessTrafficking{Services: "confirmed", MeetsThem: true, Nights: true, OneNumber: true, Contacts: true, Reflection: true, Reasons: "seen"}),
	"health.examine":     always(screening.Examine{Outcome: "fit"}),
	"health.check":       always(screening.Check{Outcome: "fit", Arranged: true}),
	"need.find":          always(screening.FindNeed{Need: "other", Travels: true, Notify: "early"}),
	"need.answer": func(_ *Doer, _ *casefile.Case, s safeguard.Step) any {
		return screening.AnswerNeed{Need: hash(s.About), Outcome: "served"}
	},

	"consent.give":     giveConsent,
	"consent.withdraw": always(consent.Withdraw{Channel: "in-person"}),
	"consent.settle-report": func(d *Doer, c *casefile.Case, _ safeguard.Step) any {
		settle := consent.SettleReport{Talk: d.talk(c, outside), Outcome: "denied"}
		for _, r := range c.Consent.Reports {
			if r.Outcome == "" {
				settle.Report = r.ID
			}
		}
		return settle
	},
	"consent.reaffirm": func(d *Doer, c *casefile.Case, s safeguard.Step) any {
		return consent.Reaffirm{Talk: d.talk(c, s.About), Answer: safeguard.Yes}
	},
	"sharing.consent": func(_ *Doer, _ *casefile.Case, s safeguard.Step) any {
		to := append(strings.SplitN(s.About, "/", 3), "", "")
		return consent.Share{Recipient: to[0], Purpose: to[1], Country: to[2]}
	},
	"safe-no.tell": func(d *Doer, c *casefile.Case, s safeguard.Step) any {
		return consent.TellSafeNo{Movement: d.World.flight(c), Private: true, AskedOutside: s.About == "asked-outside"}
	},

	"document.record": func(d *Doer, _ *casefile.Case, _ safeguard.Step) any {
		return movement.RecordDocument{Document: "passport", Through: "own", From: d.today().AddYears(-1), To: d.today().AddYears(2)}
	},
	"exit.record": func(d *Doer, _ *casefile.Case, _ safeguard.Step) any {
		if d.Silent {
			return movement.RecordExit{}
		}
		return movement.RecordExit{Granted: true, From: d.today().AddYears(-1), To: d.today().AddYears(1)}
	},
	"notice.send": func(d *Doer, c *casefile.Case, s safeguard.Step) any {
		return casefile.Notify{SendNotice: movement.SendNotice{Needs: []ledger.Hash{hash(s.About)}, Movement: d.World.flight(c)}}
	},
	"notice.acknowledge": func(_ *Doer, _ *casefile.Case, s safeguard.Step) any {
		return movement.AcknowledgeNotice{Notice: hash(s.About), Meets: "the reception centre"}
	},
	"notice.hear": func(_ *Doer, _ *casefile.Case, s safeguard.Step) any {
		return movement.HearNotice{Notice: hash(s.About), Spoke: "the duty officer", Meets: "the reception centre"}
	},
	"notice.accept-other": func(d *Doer, c *casefile.Case, s safeguard.Step) any {
		other := movement.AcceptOther{Meets: "an aunt", Talk: d.talk(c, outside)}
		if s.About != "untold" {
			other.Notice = hash(s.About)
			return casefile.AcceptOther{AcceptOther: other}
		}
		other.Movement = d.World.flight(c)
		for _, n := range c.Screening.Needs {
			other.Needs = append(other.Needs, n.ID)
		}
		return casefile.AcceptOther{AcceptOther: other}
	},
	"reintegration.tell": always(reintegration.Tell{Written: true, Aloud: true, Gets: true, FromWhom: true, When: true, HowMuch: true, PlanFollows: true, FirstDays: true}),

	"seat.free": func(d *Doer, c *casefile.Case, s safeguard.Step) any {
		return movement.FreeSeat{Movement: c.Travel.Movement, Reason: "other"}
	},
	"seat.give": func(d *Doer, c *casefile.Case, s safeguard.Step) any {
		seat := movement.GiveSeat{Movement: d.World.flight(c), Line: Line, Reason: "waiting-longest"}
		if s.About == "another-line" {
			seat.Line = OtherLine
		}
		return seat
	},
	"clearance.draw": always(movement.Draw{}),
	"clearance.give": func(_ *Doer, c *casefile.Case, _ safeguard.Step) any {
		return movement.Clear{Movement: c.Travel.Movement, Answer: "none"}
	},
	"identity.choose": func(d *Doer, c *casefile.Case, _ safeguard.Step) any {
		return movement.ChooseIdentity{Talk: d.talk(c, outside), How: safeguard.TwoFacts, Word: word, Picture: picture}
	},
	"gate.confirm-person": func(_ *Doer, c *casefile.Case, s safeguard.Step) any {
		return movement.ConfirmPerson{Movement: c.Travel.Movement, How: s.About, Word: word, Picture: picture}
	},
	"gate.answer": func(d *Doer, c *casefile.Case, s safeguard.Step) any {
		return movement.AnswerGate{Movement: c.Travel.Movement, Talk: d.talk(c, s.About), Answer: safeguard.Yes}
	},

	"voluntary.assess": func(d *Doer, c *casefile.Case, s safeguard.Step) any { return d.voluntary(c, s) },
	"voluntary.repeat": func(d *Doer, c *casefile.Case, s safeguard.Step) any {
		return assessment.Repeat{Assess: d.voluntary(c, s)}
	},
	"voluntary.review": always(assessment.Review{Accepts: true, Reasons: "seen"}),
	"release.request":  always(assessment.RequestRelease{Of: "release"}),
	"release.answer":   always(assessment.AnswerRelease{Answer: "no-answer"}),
	"capacity.find":    always(assessment.FindCapacity{Outcome: "able", Supported: true}),
	"interests.assess": func(_ *Doer, _ *casefile.Case, s safeguard.Step) any {
		assess := assessment.AssessInterests{Agrees: true, Reasons: "seen"}
		if s.About == "guardian" {
			assess.Guardian = safeguard.Carer
		}
		return assess
	},
	"interests.determine": determine,
	"family.trace":        always(assessment.Trace{Action: "individual", Result: "unsuccessful"}),
	"family.ask":          always(assessment.AskFamily{Alone: true, Wants: true, Other: "unknown"}),
	"family.check":        always(assessment.CheckBond{Observed: []string{"turns-to-adult"}, Outcome: "together"}),
	"caregiver.arrange": func(_ *Doer, c *casefile.Case, s safeguard.Step) any {
		if s.About == "parent" {
			return assessment.ArrangeCaregiver{Who: "parent", Safe: true, Status: safeguard.WithParent}
		}
		status := c.Identity.Alone
		if status == "" {
			status = "unaccompanied"
		}
		return assessment.ArrangeCaregiver{Who: "caregiver", Safe: true, Status: status}
	},
	"escort.arrange": func(d *Doer, c *casefile.Case, _ safeguard.Step) any {
		return assessment.ArrangeEscort{Movement: d.World.flight(c), Escort: ledger.Actor{1}}
	},
	"fear.ask": func(d *Doer, c *casefile.Case, s safeguard.Step) any {
		ask := assessment.AskFear{Talk: d.talk(c, s.About), Answer: safeguard.FearNone}
		for _, f := range c.Assessment.Fears {
			if f.Answer != safeguard.FearNone {
				ask.Settles = append(ask.Settles, f.ID)
			}
		}
		return ask
	},
	"risk.assess": assessRisk,
	"asylum.lift": func(_ *Doer, _ *casefile.Case, s safeguard.Step) any {
		return assessment.LiftAsylum{Request: hash(s.About), Before: "unhcr", Private: true}
	},
	"unhcr.request": always(assessment.RequestUNHCR{}),
	"unhcr.counsel": func(_ *Doer, _ *casefile.Case, s safeguard.Step) any {
		by := "unhcr"
		if s.About == "independent" {
			by = "lawyer"
		}
		return assessment.CounselUNHCR{Outcome: "counselled", By: by}
	},
	"entry.confirm": func(_ *Doer, c *casefile.Case, _ safeguard.Step) any {
		return casefile.ConfirmEntry{ConfirmEntry: assessment.ConfirmEntry{Country: c.Identity.Destination, Confirmed: true, Through: "published"}}
	},
}

// home is the household of everybody who has one.
const home = "H-1"

func (d *Doer) today() day.Day { return day.Of(d.World.Moment(d.Node).In(Tripoli)) }

// hash reads what a step is about as the name of an event; nothing, if it is not.
func hash(about string) ledger.Hash {
	var h ledger.Hash
	if err := h.UnmarshalText([]byte(about)); err != nil {
		return ledger.Hash{}
	}
	return h
}

func giveConsent(d *Doer, c *casefile.Case, s safeguard.Step) any {
	minor, view := d.minor(c)
	give := consent.Give{
		Talk: d.talk(c, s.About), Text: safeguard.ReturnDeclaration, Language: d.language(c), Mark: "signature", Names: taken(c),
	}
	if minor {
		give.Guardian = guardian(c, s.About)
	}
	if view {
		give.View = "wants"
	}
	give.Version = d.World.Scene.Texts[safeguard.ReturnDeclaration+"/"+give.Language]
	if give.Version == 0 {
		give.Sight, give.Version = true, 3
	}
	return give
}

// guardian is who answers for a child: whom the finding names, or who did last,
// or whom the last assessment found, or a parent.
func guardian(c *casefile.Case, about string) string {
	mayAnswer := []string{safeguard.Parent, safeguard.Carer, safeguard.Named}
	if slices.Contains(mayAnswer, about) {
		return about
	}
	if n := len(c.Consent.Consents); n > 0 && slices.Contains(mayAnswer, c.Consent.Consents[n-1].Guardian) {
		return c.Consent.Consents[n-1].Guardian
	}
	who := safeguard.Parent
	for _, i := range c.Assessment.Interests {
		if i.Guardian != "" {
			who = i.Guardian
		}
	}
	return who
}

func (d *Doer) voluntary(c *casefile.Case, s safeguard.Step) assessment.Assess {
	return assessment.Assess{Talk: d.talk(c, s.About), Informed: true, Uncoerced: true, Alternatives: true, Evidence: "asked"}
}

func determine(d *Doer, c *casefile.Case, s safeguard.Step) any {
	says := assessment.DetermineInterests{Question: s.About, Agency: "IOM", Undertaking: true, Agrees: true, Reasons: "seen"}
	if s.About == safeguard.AboutGuardian {
		says.Question, says.Agrees, says.Guardian = "", false, true
	}
	if member := d.member(c, s.About); member != nil {
		says.Agency = member.Office
	}
	return says
}

func assessRisk(d *Doer, c *casefile.Case, _ safeguard.Step) any {
	flight := d.World.Scene.fold(casefile.Movement, d.World.flight(c)).(*movement.State)
	assess := assessment.AssessRisk{Finding: "none", Reasons: "seen", Transit: flight.Transit}
	if country := d.World.Around(d.Node, c, nil).Country; country != nil {
		assess.Sheet = country.Sheet
	}
	for _, r := range c.Assessment.Risks {
		if r.Finding == "real" {
			assess.Ends = append(assess.Ends, r.ID)
		}
	}
	return assess
}
