package casefile

import (
	"slices"
	"time"

	"amana/domain/consent"
	"amana/domain/country"
	"amana/domain/ledger"
	"amana/domain/monitoring"
	"amana/domain/movement"
	"amana/domain/results"
	"amana/domain/rulebook"
	"amana/domain/staff"
)

// Subject is what a stream is about.
type Subject string

const (
	Person   Subject = "case"
	Movement Subject = "movement"
	Country  Subject = "country"
	Place    Subject = "place"
	Line     Subject = "line"
	Outreach Subject = "outreach"
	User     Subject = "user"
	Rules    Subject = "rulebook"
	Text     Subject = "text"
	Roles    Subject = "roles"
)

// Folded is the state of a stream that is not a case.
type Folded interface {
	Apply(e *ledger.Event, at ledger.Ref, _ *ledger.Ancestry)
}

// Other describes one kind of stream that is not a case.
type Other struct {
	Subject  Subject
	Class    ledger.Class
	Kinds    []ledger.Body
	New      func() Folded
	Commands []OtherCommand
}

// OtherCommand is one thing that somebody can do to such a stream.
type OtherCommand struct {
	Name  string
	Zero  any
	Opens bool // it may be the first of its stream

	decide func(s Folded, args any, d ledger.Deed) ([]ledger.Body, error)
}

// Decide says what happens. args is of the same type as Zero.
func (k *OtherCommand) Decide(s Folded, args any, d ledger.Deed) ([]ledger.Body, error) {
	return k.decide(s, args, d)
}

func to[S any, P interface {
	*S
	Folded
}, C decider[S]](name string, zero C) OtherCommand {
	return OtherCommand{Name: name, Zero: zero, decide: func(s Folded, args any, d ledger.Deed) ([]ledger.Body, error) {
		return args.(C).Decide(*s.(P), d)
	}}
}

func (k OtherCommand) opens() OtherCommand { k.Opens = true; return k }

// Others lists every kind of stream that is not a case.
var Others = []Other{
	{Movement, ledger.ClassOffice, movement.PlanKinds, func() Folded { return &movement.State{} }, []OtherCommand{
		to[movement.State]("movement.plan", movement.Plan{}).opens(),
		to[movement.State]("movement.plan-no", movement.PlanNo{}),
		to[movement.State]("movement.record-answer", movement.RecordAnswer{}),
		to[movement.State]("movement.decide-no", movement.DecideNo{}),
		to[movement.State]("movement.note-sign", movement.NoteSign{}),
		to[movement.State]("movement.examine", movement.Examine{}),
		to[movement.State]("movement.answer-sign", movement.AnswerSign{}),
		to[movement.State]("movement.lock", movement.Lock{}),
		to[movement.State]("movement.move", movement.Move{}),
		to[movement.State]("movement.cancel", movement.Cancel{}),
		to[movement.State]("movement.count", movement.Count{}),
		to[movement.State]("movement.confirm-vetoes", movement.ConfirmVetoes{}),
		to[movement.State]("movement.call-observer", movement.CallObserver{}),
		to[movement.State]("movement.end-call", movement.EndCall{}),
	}},
	{Country, ledger.ClassOffice, country.Kinds, func() Folded { return &country.State{} }, []OtherCommand{
		to[country.State]("country.issue", country.Issue{}).opens(),
		to[country.State]("country.suspend", country.Suspend{}),
		to[country.State]("country.resume", country.Resume{}),
		to[country.State]("country.open-option", country.OpenOption{}),
	}},
	{Place, ledger.ClassOffice, monitoring.Kinds, func() Folded { return &monitoring.State{} }, []OtherCommand{
		to[monitoring.State]("place.review", monitoring.ReviewPlace{}).opens(),
		to[monitoring.State]("place.open-incident", monitoring.OpenIncident{}),
		to[monitoring.State]("place.close-incident", monitoring.CloseIncident{}),
		to[monitoring.State]("place.visit", monitoring.VisitPlace{}),
	}},
	{Line, ledger.ClassOffice, results.Kinds, func() Folded { return &results.State{} }, []OtherCommand{
		to[results.State]("budget.open", results.Open{}).opens(),
		to[results.State]("budget.charge", results.Charge{}),
		to[results.State]("budget.suspend", results.Suspend{}),
		to[results.State]("budget.resume", results.Resume{}),
	}},
	{Outreach, ledger.ClassOffice, results.OutreachKinds, func() Folded { return &results.Outreach{} }, []OtherCommand{
		to[results.Outreach]("outreach.hold", results.HoldSession{}).opens(),
	}},
	{User, ledger.ClassKey, staff.Kinds, func() Folded { return &staff.State{} }, []OtherCommand{
		to[staff.State]("user.enrol", staff.Enrol{}).opens(),
		to[staff.State]("user.change", staff.Change{}),
		to[staff.State]("user.admit", staff.Admit{}),
		to[staff.State]("training.record", staff.Train{}),
		to[staff.State]("user.revoke", staff.Revoke{}),
	}},
	{Rules, ledger.ClassSystem, rulebook.Kinds, func() Folded { return &rulebook.State{} }, []OtherCommand{
		to[rulebook.State]("rulebook.propose", rulebook.Propose{}).opens(),
		to[rulebook.State]("rulebook.sign", rulebook.Sign{}),
		to[rulebook.State]("rulebook.witness", rulebook.Witness{}),
	}},
	{Roles, ledger.ClassSystem, rulebook.RolesKinds, func() Folded { return &rulebook.Roles{} }, []OtherCommand{
		to[rulebook.Roles]("roles.propose", rulebook.ProposeRoles{}).opens(),
		to[rulebook.Roles]("roles.sign", rulebook.SignRoles{}),
		to[rulebook.Roles]("roles.witness", rulebook.WitnessRoles{}),
	}},
	{Text, ledger.ClassSystem, consent.TextKinds, func() Folded { return &consent.Text{} }, []OtherCommand{
		to[consent.Text]("text.approve", consent.ApproveText{}).opens(),
	}},
}

// About finds what streams of a subject are.
func About(subject Subject) (*Other, bool) {
	i := slices.IndexFunc(Others, func(o Other) bool { return o.Subject == subject })
	if i < 0 {
		return nil, false
	}
	return &Others[i], true
}

// Named finds a command about such a stream by its name.
func (o *Other) Named(command string) (*OtherCommand, bool) {
	i := slices.IndexFunc(o.Commands, func(k OtherCommand) bool { return k.Name == command })
	if i < 0 {
		return nil, false
	}
	return &o.Commands[i], true
}

// FoldOther makes the state of a stream that is not a case. As of a case, events that
// wait for their parents change nothing, but their stops count; what cannot be read
// may be one.
func (o *Other) FoldOther(h *ledger.History) Folded {
	s := o.New()
	for i := range h.Events {
		switch e := &h.Events[i]; {
		case e.Body == nil && e.Stops():
			stray(s, e, i, false)
		case e.Body != nil && (!e.Disputed || e.Stops()):
			s.Apply(e, e.Ref(i), &h.Past)
		}
	}
	for i := range h.Waiting {
		if e := &h.Waiting[i]; e.Stops() || e.Sealed.Has(ledger.General) || halts(e.Body) {
			stray(s, e, len(h.Events)+i, true)
		}
	}
	return s
}

// stray tells a stream of which rules ask that something may stop somebody which nobody
// can read, or place.
func stray(s Folded, e *ledger.Event, seq int, waits bool) {
	if t, asked := s.(interface{ Stray(ledger.Stray) }); asked {
		at := e.Ref(seq)
		at.Since = time.Time{}
		t.Stray(ledger.Stray{Ref: at, Waits: waits})
	}
}

// halts says whether something stops people that declares no effect: it is of no file.
func halts(body ledger.Body) bool {
	switch body.(type) {
	case movement.Cancelled, movement.Moved, results.Suspended:
		return true
	}
	return false
}

// AllKinds lists the events of every kind of stream.
func AllKinds() []ledger.Body {
	all := Kinds()
	for _, o := range Others {
		all = append(all, o.Kinds...)
	}
	return all
}
