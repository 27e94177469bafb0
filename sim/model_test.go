package sim

import (
	"maps"
	"slices"
	"testing"
	"time"

	"amana/domain/access"
	"amana/domain/assessment"
	"amana/domain/casefile"
	"amana/domain/consent"
	"amana/domain/counselling"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/safeguard"
)

// model is a small world that is explored whole: two nodes, one person, a
// flight whose gate is open, and the rules that no book may drop.
type model struct {
	t       *testing.T
	book    *safeguard.Book
	officer map[access.Role]*Officer
	around  safeguard.Surroundings
	talk    counselling.Wish // how everything is said

	boarded, cleared, uncleared int
	kept                        map[string]int // how often a stop, by its kind, kept back somebody who was ready

	grown map[local][][]*ledger.Event
	lets  map[local]bool // board

	stops      map[insertion]ledger.Event
	compared   map[local]bool // with the same and a stop more
	insertions int
}

// local is all that matters of one node: what it will do depends on nothing else.
type local struct {
	n    int
	name ledger.Hash
	now  int64
}

func (s *state) local(n int) local { return local{n, s.name[n], s.now.Unix()} }

// state is what both nodes hold, at a time. What a node holds has a name that
// does not depend on the order of arrival: the names of the events, added up.
type state struct {
	held [2][]*ledger.Event
	name [2]ledger.Hash
	now  time.Time
}

func (s *state) add(n int, e *ledger.Event) {
	s.held[n] = append(slices.Clip(s.held[n]), e)
	for i := range e.ID {
		s.name[n][i] ^= e.ID[i]
	}
}

// read is what a node holds.
func (s *state) read(n int) []ledger.Event { return events(s.held[n]) }

func events(of []*ledger.Event) []ledger.Event {
	all := make([]ledger.Event, len(of))
	for i, e := range of {
		all[i] = *e
	}
	return all
}

func (s *state) fold(n int) *casefile.Case {
	h := ledger.Arrange(s.read(n))
	return casefile.Fold(&h)
}

// key is all that matters of a state.
type key struct {
	name [2]ledger.Hash
	now  int64
}

func (s *state) key() key { return key{s.name, s.now.Unix()} }

// alphabet is what can happen on a node.
var alphabet = []string{
	"wish", "session", "consent", "clear", "yes", "no", "board", "depart",
	"withdraw", "report", "deny", "hold", "lift", "asylum", "no-asylum", "fear", "counsel", "risk", "no-risk",
}

func newModel(t *testing.T) *model {
	b := book(t)
	small := safeguard.Book{ID: "model", Version: 1, Numbers: maps.Clone(b.Numbers), Options: b.Options, Topics: b.Topics, Doubtful: b.Doubtful}
	maps.Copy(small.Numbers, map[string]int{"gate-hours": 12, "withdrawal-wait-hours": 12, "apart-hours": 3})
	for _, c := range b.Clauses {
		if slices.Contains([]safeguard.ID{"own-wish", "private-interview", "consent", "consent-stands", "gate", "best-interests", "real-risk-absolute", "unhcr-counselled", "no-hold", "four-eyes"}, c.ID) {
			small.Clauses = append(small.Clauses, c)
		}
	}
	if err := small.Compile(); err != nil {
		t.Fatal(err)
	}
	w := New("model", &small, 1)
	m := &model{t: t, book: &small, officer: map[access.Role]*Officer{}, kept: map[string]int{}, grown: map[local][][]*ledger.Event{}, lets: map[local]bool{}, stops: map[insertion]ledger.Event{}, compared: map[local]bool{}}
	for _, r := range access.Roles {
		m.officer[r] = w.Officer(r)
	}
	d := &Doer{World: w, Node: w.Nodes[0]}
	m.talk = counselling.Wish{Talk: d.talk(&casefile.Case{Identity: people[0]}, ""), OwnWords: true, Heard: "outreach", SuggestedBy: "nobody", OptionsFirst: true}
	m.around = w.surround(w.Nodes[0], &casefile.Case{Identity: people[0]}, "", "")
	m.around.Movement = &safeguard.Movement{Reference: Flight, To: "NGA", Departs: Start.Add(36 * time.Hour), Arrives: Start.Add(42 * time.Hour)}
	return m
}

// begin is a file with a session of the day before and a seat, on both nodes,
// after some more happened on the first.
func (m *model) begin(ops ...string) state {
	s := state{now: Start}
	for _, first := range []struct {
		command string
		args    any
	}{
		{"case.open", casefile.Open{Identity: people[0], Office: "TI"}},
		{"counselling.hold", counselling.Hold{Talk: m.talk.Talk, Topics: m.book.Topics}},
		{"seat.give", movement.GiveSeat{Movement: Flight, Line: Line}},
	} {
		k, _ := casefile.Named(first.command)
		c := s.fold(0)
		bodies, err := k.Decide(c, first.args, ledger.Deed{By: m.officer[access.Caseworker].Actor, Moment: s.now, Happened: s.now, Number: "M"})
		if err != nil {
			m.t.Fatal(err)
		}
		s = m.append(s, 0, c.Heads, first.command, m.officer[access.Caseworker].Actor, bodies)
	}
	s.now = s.now.Add(26 * time.Hour)
	for _, op := range ops {
		next, ok := m.do(s, 0, s.fold(0), op)
		if !ok {
			m.t.Fatalf("%s is not possible at the beginning", op)
		}
		s = next
	}
	s.held[1], s.name[1] = s.held[0], s.name[0]
	return s
}

// command is what an op asks for on a node, and by whom; nothing where it
// would be no act at all.
func (m *model) command(c *casefile.Case, op string) (name string, by access.Role, args any) {
	switch op {
	case "wish":
		return "wish.state", access.Counsellor, m.talk
	case "session":
		return "counselling.hold", access.Counsellor, counselling.Hold{Talk: m.talk.Talk, Topics: m.book.Topics}
	case "consent":
		return "consent.give", access.Counsellor, consent.Give{Talk: m.talk.Talk, Text: safeguard.ReturnDeclaration, Version: 3, Language: "eng", Mark: "signature", Names: taken(c)}
	case "withdraw":
		return "consent.withdraw", access.Hotline, consent.Withdraw{Channel: "phone"}
	case "report":
		return "consent.report", access.Hotline, consent.Report{Channel: "sms"}
	case "deny":
		for _, r := range c.Consent.Reports {
			if r.Outcome == "" {
				return "consent.settle-report", access.ProtectionOfficer, consent.SettleReport{Report: r.ID, Talk: m.talk.Talk, Outcome: "denied"}
			}
		}
	case "hold":
		return "hold.place", access.ProtectionOfficer, casefile.PlaceHold{For: "protection"}
	case "lift":
		for _, h := range c.Holds {
			if h.Lifted.IsZero() {
				return "hold.lift", access.ProtectionLead, casefile.LiftHold{Hold: h.ID}
			}
		}
	case "asylum":
		return "asylum.request", access.ProtectionOfficer, assessment.RequestAsylum{}
	case "no-asylum":
		for _, a := range c.Assessment.Asylum {
			if a.Lifted.IsZero() {
				return "asylum.lift", access.UNHCROfficer, assessment.LiftAsylum{Request: a.ID, Before: "unhcr", Private: true}
			}
		}
	case "fear":
		return "fear.ask", access.Counsellor, assessment.AskFear{Talk: m.talk.Talk, Answer: safeguard.FearHome}
	case "counsel":
		if len(c.Assessment.Fears)+len(c.Assessment.Asylum) > 0 {
			return "unhcr.counsel", access.UNHCROfficer, assessment.CounselUNHCR{Outcome: "counselled", By: "unhcr"}
		}
	case "risk":
		return "risk.assess", access.ProtectionOfficer, assessment.AssessRisk{Finding: "real"}
	case "no-risk":
		if ends := real(c); len(ends) > 0 {
			return "risk.assess", access.ProtectionLead, assessment.AssessRisk{Finding: "none", Ends: ends}
		}
	case "clear":
		return "clearance.give", access.ClearingOfficer, movement.Clear{Movement: Flight, Answer: "none"}
	case "yes", "no":
		return "gate.answer", access.MovementOfficer, movement.AnswerGate{Movement: Flight, Talk: m.talk.Talk, Answer: op}
	case "board":
		return "boarding.board", access.MovementOfficer, movement.Board{Movement: Flight}
	case "depart":
		k, _ := casefile.Named("departure.record")
		return k.Name, access.MovementOfficer, anyDeparture(true, k.Zero)
	}
	return "", "", nil
}

// real are the findings of real risk of a case.
func real(c *casefile.Case) []ledger.Hash {
	var all []ledger.Hash
	for _, r := range c.Assessment.Risks {
		if r.Finding == "real" {
			all = append(all, r.ID)
		}
	}
	return all
}

// do is one op on one node. It says false where nothing happened.
func (m *model) do(s state, n int, c *casefile.Case, op string) (state, bool) {
	name, by, args := m.command(c, op)
	if name == "" {
		return s, false
	}
	if op == "clear" {
		drawn, err := m.act(s, n, c, "clearance.draw", access.Node, movement.Draw{})
		if err != nil {
			return s, false
		}
		s = drawn
		c = s.fold(n)
	}
	next, err := m.act(s, n, c, name, by, args)
	if err != nil {
		if kind := fault.KindOf(err); kind == fault.Internal {
			m.t.Fatal(err)
		}
		return s, false
	}
	m.mustHaveBeenFree(&s, n, next.held[n][len(s.held[n])].Body)
	return next, true
}

func (m *model) act(s state, n int, c *casefile.Case, name string, role access.Role, args any) (state, error) {
	k, _ := casefile.Named(name)
	by := m.officer[role]
	d := ledger.Deed{By: by.Actor, Moment: s.now, Happened: s.now, Book: m.book.Name(), Pool: safeguard.Pool(c.Facts(m.around), m.book, s.now)}
	if drawn := c.Travel.Drawn; name == "clearance.give" && len(drawn) > 0 {
		d.By = drawn[len(drawn)-1].Officer
	}
	bodies, err := casefile.Act(c, m.around, m.book, k, args, d)
	if err != nil {
		return s, err
	}
	return m.append(s, n, c.Heads, name, d.By, bodies), nil
}

// append gives events names that say only what they are and what they follow:
// two ways to the same events are one state.
func (m *model) append(s state, n int, heads []ledger.Hash, op string, by ledger.Actor, bodies []ledger.Body) state {
	for i, b := range bodies {
		e := &ledger.Event{
			Class: ledger.ClassCase, Parents: heads, Node: [...]string{"one", "two"}[n], Recorded: s.now, Happened: s.now, Actor: by,
			Part: i, Effect: ledger.EffectOf(b), Body: b,
		}
		parts := []string{op, e.Node, s.now.String(), b.Kind()}
		for _, p := range heads {
			parts = append(parts, string(p[:]))
		}
		e.ID = ledger.Hash(digest(parts...))
		s.add(n, e)
		heads = []ledger.Hash{e.ID}
	}
	return s
}
