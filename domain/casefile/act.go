package casefile

import (
	"cmp"
	"slices"
	"time"

	"amana/domain/access"
	"amana/domain/assessment"
	"amana/domain/consent"
	"amana/domain/day"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/safeguard"
)

// Act decides one command on a case: it asks the rules that are due, if the
// command is an act at which any are, and then the room. It is the only way to
// a clearance or a boarding. Blocked carries the findings that block.
func Act(c *Case, around safeguard.Surroundings, book *safeguard.Book, k *Command, args any, d ledger.Deed) ([]ledger.Body, error) {
	if err := c.untimely(k, d); err != nil {
		return nil, err
	}
	if err := c.notTheirs(k, &around, d); err != nil {
		return nil, err
	}
	if err := misplaced(args, &around, d); err != nil {
		return nil, err
	}
	for _, act := range dueAt(k, around) {
		facts := c.Facts(around)
		facts.Shares = c.sharing(args)
		if act != k.For {
			delete(facts.Unsettled, "seat") // it is the one being given,
			facts.Journey.Movement = ""     // and nobody was looked at in it yet
		}
		findings := safeguard.Evaluate(facts, book, d.Moment, act)
		if !safeguard.Clear(findings) {
			return nil, blocked("fault.blocked", findings, fault.A("act", act))
		}
	}
	if to := c.sharing(args); to != nil && book != nil && k.For == "" && !k.past {
		facts := c.Facts(around)
		facts.Shares = to
		if f := safeguard.MayShare(facts, book, d.Moment); f.State.Blocks() {
			return nil, blocked("fault.not-agreed", []safeguard.Finding{f})
		}
	}
	d.Stands = c.Stands(&around, book)
	d.ViewAge = book.ViewAge()
	d.Unpaid = around.Line != nil && !around.Line.Open()
	return k.Decide(c, args, d)
}

// untimely is why a command cannot be given in the case at that time, or nil.
func (c *Case) untimely(k *Command, d ledger.Deed) error {
	switch {
	case c.Number == "" && k.Name != "case.open":
		return fault.New(fault.Missing, "fault.no-such-case")
	case d.Happened.After(d.Moment):
		return fault.New(fault.Invalid, "fault.not-in-the-future").In("happened")
	case c.Number != "" && day.Of(d.Happened).Add(1).Before(c.Identity.Born): // a day may have begun elsewhere
		return fault.New(fault.Invalid, "fault.before-birth").In("happened")
	case d.Imported != "" && c.backwards(k, d.Happened):
		return fault.New(fault.Invalid, "fault.left-before-consent").In("happened")
	}
	return nil
}

// backwards says whether a list lets the person leave before they consented.
func (c *Case) backwards(k *Command, happened time.Time) bool {
	switch k.Name {
	case "departure.record":
		return slices.ContainsFunc(c.Consent.Consents, func(g safeguard.Consent) bool { return g.Since.After(happened) })
	case "consent.give":
		return c.Travel.Departed != nil && happened.After(c.Travel.Departed.Since)
	}
	return false
}

// notTheirs is why a command is not that officer's to give in the case, or nobody's
// any more; or nil.
func (c *Case) notTheirs(k *Command, around *safeguard.Surroundings, d ledger.Deed) error {
	o, known := around.Officers[d.By]
	switch {
	case k.Outside && known && o.Office == c.Office:
		return fault.New(fault.Denied, "fault.another-office")
	case k.Duty != "" && !c.sits(d.By, k.Duty):
		return fault.New(fault.Denied, "fault.not-called")
	case k.For != "" && (c.Ending != "" || c.IsClosed):
		return fault.New(fault.Conflict, "fault.case-ended")
	}
	return nil
}

// blocked is the fault of a command that the rules of these findings do not let pass.
func blocked(key string, findings []safeguard.Finding, args ...fault.Arg) error {
	f := fault.New(fault.Blocked, key, args...)
	f.Findings = findings
	return f
}

// early is how long before its time a movement may have left: earlier, it was
// moved first, and a slip of the pen makes nobody departed.
const early = 24 * time.Hour

// misplaced is why a command cannot be about the movement, the line or the text
// that it names: there are no seats of return on a movement out of danger, none
// goes out of danger on one of return, none on one that left yesterday, a line
// that cannot pay takes nobody over, nobody signs a text that there is not or
// finds no risk on a sheet that there is not, no State on the way is told a name
// that is not said which it is, and nobody left on a movement that
// has not, where its departure is known: without a movement a departure is never
// refused.
func misplaced(args any, around *safeguard.Surroundings, d ledger.Deed) error {
	m, line := around.Movement, around.Line
	switch a := args.(type) {
	case movement.GiveSeat:
		switch {
		case m == nil:
		case m.Cancelled:
			return fault.New(fault.Invalid, "fault.movement-cancelled").In("movement")
		case m.Kind == movement.LifeSaving:
			return fault.New(fault.Invalid, "fault.life-saving").In("movement")
		case !d.Moment.Before(m.Departs.Add(movement.Late)):
			return fault.New(fault.Invalid, "fault.left-already", fault.A("departs", m.Departs)).In("movement")
		}
	case movement.MoveLine:
		switch {
		case line == nil:
			return fault.New(fault.Missing, "fault.no-such-line").In("line")
		case !line.Open():
			return fault.New(fault.Invalid, "fault.line-not-open").In("line")
		}
	case consent.Give:
		return a.Published(around.Texts, d)
	case assessment.AssessRisk:
		return a.Published(around.Country, d)
	case movement.NameToAuthority:
		if (a.Recipient == "transit-state") != (a.Country != "") {
			return fault.New(fault.Invalid, "fault.only-a-transit-state").In("country")
		}
	case depart:
		scheduled := a.Movement != "" && m != nil && !m.Cancelled && len(m.Unsettled) == 0
		if scheduled && d.Imported == "" && d.Happened.Add(early).Before(m.Departs) {
			return fault.New(fault.Invalid, "fault.not-left-yet", fault.A("departs", m.Departs)).In("happened")
		}
	case transfer:
		switch {
		case a.Country != safeguard.Libya && slices.ContainsFunc(around.Linked, func(l safeguard.Linked) bool { return slices.Contains(l.Homes, a.Country) }):
			return fault.New(fault.Invalid, "fault.not-home").In("country")
		case a.Movement == "":
		case m == nil:
			return fault.New(fault.Missing, "fault.no-such-movement").In("movement")
		case m.Kind != movement.LifeSaving:
			return fault.New(fault.Invalid, "fault.not-life-saving").In("movement")
		case m.To != a.Country:
			return fault.New(fault.Invalid, "fault.another-country").In("country")
		}
	}
	return nil
}

// dueAt are the acts whose rules a command asks: a seat on a manifest that is
// closed already asks of this person what was asked of the others at its close.
func dueAt(k *Command, around safeguard.Surroundings) []safeguard.Act {
	switch {
	case k.For == "":
		return nil
	case k.For == safeguard.Seat && around.Movement != nil && around.Movement.Locked:
		return []safeguard.Act{safeguard.Seat, safeguard.Lock}
	}
	return []safeguard.Act{k.For}
}

// Unread decides a command on a case of which nothing can be read here. Only
// what a person may say to whoever stands before them can be taken so: it rests
// on nothing that is in the file.
func Unread(k *Command, args any, d ledger.Deed) ([]ledger.Body, error) {
	if !TakenUnread(k) {
		return nil, fault.New(fault.Busy, "fault.keys-shut")
	}
	if d.Happened.After(d.Moment) {
		return nil, fault.New(fault.Invalid, "fault.not-in-the-future").In("happened")
	}
	return k.Decide(&Case{}, args, d)
}

// TakenUnread says whether a command is one that Unread decides.
func TakenUnread(k *Command) bool { return slices.Contains(access.Always[:], k.Name) }

// Insists says whether a command is one that speaks for the person, rests on
// nothing but their own file, and so must not fail because others write: a no, a
// doubt, a hold.
func Insists(k *Command) bool {
	switch k.Name {
	case "gate.answer", "consent.reaffirm", "consent.settle-report", "hold.place", "fear.ask", "capacity.doubt", "age.doubt":
		return true
	}
	return TakenUnread(k)
}

// Attestation is what an officer who holds the keys of the compartments in held
// found: the states of the rules that those with fewer keys can rest on. It is
// nil when nothing that they would need has changed; sealed says that the
// command recorded something that they may not be able to read.
func Attestation(c *Case, around safeguard.Surroundings, book *safeguard.Book, at time.Time, held ledger.Set, sealed bool) *Attested {
	says := Attested{Book: book.Name(), Read: around.Read}
	fresh, facts := sealed, c.Facts(around)
	for _, f := range safeguard.Attestable(facts, book, at, held) {
		if f.Basis != safeguard.OnFacts {
			continue
		}
		says.States = append(says.States, RuleState{f.Safeguard, f.State, f.Until, f.OpenDue})
		a, there := c.Attested[f.Safeguard]
		same := there && a.State == f.State && a.Until.Equal(f.Until) && a.Due.IsZero() == f.OpenDue.IsZero() &&
			a.Book == says.Book && a.Read == says.Read && facts.StandsOn(f.Safeguard, a.Ref)
		fresh = fresh || !same
	}
	if len(says.States) == 0 || !fresh {
		return nil
	}
	return &says
}

// Target is the movement and the budget line that a command is about, where it
// is about another than the seat the person has.
func Target(args any) (reference, line string) {
	switch a := args.(type) {
	case movement.GiveSeat:
		return a.Movement, a.Line
	case movement.MoveLine:
		return "", a.Line
	case depart:
		return a.Movement, ""
	case transfer:
		return a.Movement, ""
	}
	return "", ""
}

// sharing is with whom and for what a command shares the file; nil: with nobody.
// Who asks for asylum asks UNHCR themself; and nobody waits for a word of who
// cannot give one while a life is at stake.
func (c *Case) sharing(args any) *safeguard.Shares {
	switch a := args.(type) {
	case movement.ContactEmbassy:
		return &safeguard.Shares{Recipient: "embassy", Purpose: a.For, Country: a.Embassy}
	case movement.NameToAuthority:
		return &safeguard.Shares{Recipient: cmp.Or(a.Recipient, "libyan-authority"), Purpose: a.For, Country: a.Country}
	case Notify:
		return &safeguard.Shares{Recipient: "receiving-mission", Purpose: "reception", Country: c.Identity.Destination}
	case assessment.RequestRelease:
		if to := safeguard.ForRelease; !a.Unnamed {
			return &to
		}
	case assessment.ArrangeEscort:
		return &safeguard.Shares{Recipient: "escort", Purpose: "travel"}
	case assessment.RequestUNHCR:
		if to := safeguard.WithUNHCR; !c.asksAsylum() && !a.Vital {
			return &to
		}
	}
	return nil
}

// Named finds a command by its name.
func Named(name string) (*Command, bool) {
	i := slices.IndexFunc(Commands, func(k Command) bool { return k.Name == name })
	if i < 0 {
		return nil, false
	}
	return &Commands[i], true
}

// Acts lists everything that can be done, and to what, for tables of roles.
func Acts() []access.Act {
	var acts []access.Act
	for _, k := range Commands {
		acts = append(acts, access.Act{Name: k.Name, Kind: string(Person)})
	}
	for _, o := range Others {
		for _, k := range o.Commands {
			acts = append(acts, access.Act{Name: k.Name, Kind: string(o.Subject)})
		}
	}
	return acts
}

// CheckTable reports every problem of a table of roles.
func CheckTable(t *access.Table) error {
	var kinds []string
	for _, b := range AllKinds() {
		kinds = append(kinds, b.Kind())
	}
	return t.Check(Acts(), kinds)
}

// Right is the act that an actor must be allowed to do for a command: its name,
// qualified where a part of it can be given alone.
func (c *Case) Right(k *Command, args any) string { return c.right(k.Name, args) }

func (c *Case) right(name string, args any) string {
	switch a := args.(type) {
	case LiftHold:
		for _, h := range c.Holds {
			if h.ID == a.Hold {
				return name + "." + h.Kind
			}
		}
	case Correct:
		if len(a.NotGroups) > 0 {
			return "risk.assess" // to say that somebody is in no danger for it
		}
	case Call:
		return name + "." + a.Duty
	case EndCall:
		if call, standing := c.calling(a.Call); standing {
			return name + "." + string(call.Duty)
		}
	}
	return name
}
