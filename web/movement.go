package web

import (
	"encoding/json"
	"slices"
	"time"

	"amana/desk"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/movement"
)

var movementRoutes = []route{
	{pattern: "GET /movements", do: (*visit).movements},
	{pattern: "GET /movements/{reference}", do: (*visit).movementPage},
	{pattern: "GET /movements/{reference}/timeline", do: (*visit).movementTimeline},
	{pattern: "GET /movements/{reference}/manifest", do: (*visit).manifest},
	{pattern: "GET /movements/{reference}/seats", do: (*visit).seats},
	{pattern: "GET /movements/{reference}/redo", do: (*visit).redo},
	{pattern: "GET /movements/{reference}/vetoes", do: (*visit).vetoes},
	{pattern: "GET /movements/{reference}/papers", do: (*visit).papers},
	{pattern: "GET /movements/{reference}/papers/{recipient}", do: (*visit).paper},
}

var movementKind = &otherPages{
	subject: casefile.Movement, path: "/movements", title: "page.movements", opens: "movement.plan", events: (*visit).movementEvents, pages: (*visit).movementPages,
}

// movementData is one movement: its schedule, its plan for those who say no, the
// signs of a collective return and the headcounts.
type movementData struct {
	Other     otherHead
	Done      *happening
	Facts     []said
	No        []said
	NoMissing bool // there is no plan for those who say no
	Signs     []signed
	Counts    []headcount
	Redo      string // where it is read what must be done again; "": nothing was moved
	Acts      []link
}

// openedMovement is the movement in the path with everything that happened to it.
func (v *visit) openedMovement() (*movement.State, []desk.Event, error) {
	ref := v.PathValue("reference")
	m, err := v.desk.Movement(v.Context(), v.who, ref)
	if err != nil {
		return nil, nil, err
	}
	events, err := v.movementEvents(ref)
	return m, events, err
}

// openedManifest is the movement in the path with its manifest.
func (v *visit) openedManifest() (*movement.State, desk.Manifest, error) {
	ref := v.PathValue("reference")
	m, err := v.desk.Movement(v.Context(), v.who, ref)
	if err != nil {
		return nil, desk.Manifest{}, err
	}
	list, err := v.desk.Manifest(v.Context(), v.who, ref)
	return m, list, err
}

func (v *visit) movementPage() error {
	m, events, err := v.openedMovement()
	if err != nil {
		return err
	}
	data := movementData{Other: v.movementHead(m), Done: v.doneTo(events), Facts: v.schedule(m), NoMissing: m.Plan == nil}
	data.No = v.planNo(m, events)
	data.Signs, data.Counts = v.signs(m, events), v.counts(events)
	data.Acts = v.movementActs(m, data.Other.Path)
	if (len(m.Moves) > 0 || m.Cancelled) && v.mayEver("manifest.read", v.ofMovements()) {
		data.Redo = data.Other.Path + "/redo"
	}
	return v.show(page{Template: "movement", Title: m.Reference, Data: data})
}

// movementActs are what the reader may do about a movement as it stands. The list
// of those who do not board has a page of its own.
func (v *visit) movementActs(m *movement.State, path string) []link {
	not := []string{"movement.confirm-vetoes"}
	for _, c := range []struct {
		name string
		idle bool // there is nothing that it could be done to
	}{
		{"movement.lock", m.Locked}, {"movement.end-call", len(m.Calls) == 0}, {"movement.answer-sign", len(m.Signs) == 0},
		{"movement.decide-no", m.Authority != "refused" && m.Authority != "no-answer"},
	} {
		if c.idle {
			not = append(not, c.name)
		}
	}
	acts := v.otherActs(movementKind, path, not...)
	if m.Cancelled {
		acts = slices.DeleteFunc(acts, func(l link) bool { return l.Path != path+"/do/movement.end-call" })
	}
	return acts
}

// movementHead is above every page of a movement.
func (v *visit) movementHead(m *movement.State) otherHead {
	h := v.otherHead(movementKind, m.Reference)
	h.About = []string{v.say.Code("kind", m.Kind), v.say.Text("page.to-country", []fault.Arg{fault.A("destination", m.To)}), v.say.Time(m.Departs)}
	switch {
	case m.Cancelled:
		h.Status = v.say.Text("voyage.is-cancelled", nil)
	case m.Departs.Before(v.desk.Moment()):
		h.Status = v.say.Text("voyage.is-past", nil)
	case m.Locked:
		h.Status = v.say.Text("voyage.closed", nil)
	default:
		h.Status = v.say.Text("voyage.open", nil)
	}
	if len(m.Said.Schedules) > 1 {
		h.Signs = append(h.Signs, v.say.Text("voyage.several-schedules", nil))
	}
	return h
}

// movementPages are the pages of a movement that the reader may open.
func (v *visit) movementPages(path string, all []link) []link {
	s := v.ofMovements()
	add := func(may bool, to, name string) {
		if may {
			all = append(all, link{Path: path + to, Name: name})
		}
	}
	people := v.mayEver("manifest.read", s) && v.mayEver("case.list", v.theirs())
	add(true, "/manifest", v.say.Text("voyage.manifest", nil))
	add(people, "/seats", v.say.Text("voyage.seats", nil))
	add(v.atGate(), "/gate", v.say.Text("voyage.gate", nil))
	add(people && v.mayEver("boarding.board", v.theirs()), "/boarding", v.say.Text("voyage.boarding", nil))
	add(people, "/papers", v.say.Text("voyage.papers", nil))
	add(v.mayEver("movement.confirm-vetoes", s), "/vetoes", v.say.Text("voyage.vetoes", nil))
	add(v.mayEver("manifest.read", s), "/redo", v.say.Text("voyage.redo", nil))
	add(true, "/timeline", v.say.Text("page.timeline", nil))
	return all
}

// schedule is when it goes where and who pays, as far as the reader may see that.
func (v *visit) schedule(m *movement.State) []said {
	all := []said{
		v.fact("movement.plan", "kind", m.Kind), v.fact("movement.plan", "to", m.To),
		v.fact("movement.plan", "departs", m.Departs), v.fact("movement.plan", "arrives", m.Arrives),
	}
	if len(m.Transit) > 0 {
		all = slices.Insert(all, 2, v.fact("movement.plan", "transit", m.Transit))
	}
	if m.Line != "" && v.desk.Sees(v.who, desk.Theirs(v.who, casefile.Line)) {
		all = append(all, v.fact("movement.plan", "line", m.Line), v.fact("movement.plan", "cost", v.money(m.Cost, "")))
	}
	for _, s := range m.Shifts {
		all = append(all, said{v.say.Text("voyage.was-to-leave", nil), v.say.Value("departs", s.From)})
	}
	return all
}

// fact is one member of a command and what it is.
func (v *visit) fact(command, member string, value any) said {
	name, _ := v.say.Field(command, member)
	if t, is := value.(time.Time); is && t.IsZero() {
		value = "—"
	}
	return said{name, v.say.Value(command+"."+member, value)}
}

// planNo is where those who say no can go, what the authority answered, and what
// the head of protection decided where it refused.
func (v *visit) planNo(m *movement.State, events []desk.Event) (all []said) {
	if m.Plan != nil {
		all = []said{
			v.fact("movement.plan-no", "shelter", v.yes(m.Plan.Shelter)), v.fact("movement.plan-no", "transport", v.yes(m.Plan.Transport)),
			v.fact("movement.plan-no", "protectionOfficer", v.yes(m.Plan.Officer)),
		}
	}
	answer := v.say.Text("voyage.not-answered", nil)
	if m.Authority != "" {
		answer = v.say.Code("answer", m.Authority)
	}
	all = append(all, said{v.say.Text("voyage.authority", nil), v.say.Value("", answer)})
	for _, e := range events {
		if e.Kind == (movement.NoDecided{}).Kind() {
			all = append(all, said{v.say.Event(e.Kind), v.value("reasons", e.Says["reasons"])})
		}
	}
	return all
}

// signed is a sign of a collective return.
type signed struct {
	Sign, About string
	Answered    bool
	Answers     []said // who answered, and what
}

func (v *visit) signs(m *movement.State, events []desk.Event) (all []signed) {
	for _, s := range m.Signs {
		one := signed{Sign: v.say.Code("sign", s.Sign.Sign), Answered: s.Answered}
		if s.Place != "" {
			one.About = v.say.Text("voyage.sign-about", []fault.Arg{fault.A("place", s.Place), fault.A("count", s.People)})
		}
		for _, e := range events {
			if e.Kind == (movement.SignAnswered{}).Kind() && textOf(e.Says["sign"]) == s.Sign.Sign {
				one.Answers = append(one.Answers, said{v.officer(e.By) + " · " + v.say.Time(e.Happened), v.value("reasons", e.Says["reasons"])})
			}
		}
		all = append(all, one)
	}
	return all
}

func textOf(raw json.RawMessage) (text string) {
	_ = json.Unmarshal(raw, &text) // of what is no text: ""
	return text
}

// movementEvents are those of a movement that a form may choose from.
func (v *visit) movementEvents(ref string) ([]desk.Event, error) {
	return v.desk.MovementEvents(v.Context(), v.who, ref)
}

func (v *visit) movementTimeline() error {
	m, events, err := v.openedMovement()
	if err != nil {
		return err
	}
	data := struct {
		Other  otherHead
		Events []happening
	}{Other: v.movementHead(m)}
	told := v.headlines(events)
	for _, e := range slices.Backward(events) {
		data.Events = append(data.Events, v.happening(&e, told))
	}
	return v.show(page{Template: "movement-timeline", Title: m.Reference, Data: data})
}

// ofMovements is what the reader reaches of movements, if they reach any.
func (v *visit) ofMovements() access.Subject { return desk.Theirs(v.who, casefile.Movement) }

// atGate says whether the reader may record what is answered at a gate.
func (v *visit) atGate() bool { return v.mayEver("gate.answer", v.theirs()) }
