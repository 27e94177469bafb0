package sim

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/country"
	"amana/domain/day"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/monitoring"
	"amana/domain/movement"
	"amana/domain/results"
	"amana/domain/safeguard"
)

// Scene is what a file is surrounded by: movements, countries, places and
// budget lines, each a stream of its own. Every node knows all of it at once;
// what nodes do not know of each other is the file.
type Scene struct {
	Texts   map[string]int // approved texts with their newest version
	streams map[subject][]ledger.Event
	serial  int
}

type subject struct {
	kind casefile.Subject
	ref  string
}

// References of what every scene has.
const (
	Flight     = "MJI-LOS-26-041"
	LaterOne   = "MJI-LOS-26-042"
	Line       = "LINE-A"
	OtherLine  = "LINE-B"
	GoodPlace  = "PLACE-GOOD"
	DarkPlace  = "PLACE-DARK"
	TwinNumber = "BE-26-000001-T"
)

// flightTo is the reference of a movement to a country, one after the other.
func flightTo(country string, i int) string {
	if country == "NGA" {
		country = "LOS"
	}
	return fmt.Sprintf("MJI-%s-26-%03d", country, 41+i)
}

// planned is how many movements to Nigeria every scene has: three years of them, one
// in twenty days.
const planned = 55

// plan puts in a movement, and what happens on it to whoever says no. Every other one to a
// country is not direct.
func (w *World) plan(i int, to string, leaves time.Time) {
	by, ref := w.Officer(access.MovementOfficer), flightTo(to, i)
	var transit []string
	if i%2 == 0 {
		transit = []string{"TUR"}
	}
	err := w.Scene.Do(w, casefile.Movement, ref, by, "movement.plan", movement.Plan{
		Reference: ref, Kind: "charter", To: to, Transit: transit, Line: Line, Cost: 122_000, Departs: leaves, Arrives: leaves.Add(6 * time.Hour),
	})
	if err == nil {
		err = w.Scene.Do(w, casefile.Movement, ref, by, "movement.plan-no", movement.PlanNo{Shelter: true, Transport: true, Officer: true})
	}
	if err != nil {
		panic(err)
	}
}
func newScene() *Scene {
	return &Scene{
		Texts:   map[string]int{safeguard.ReturnDeclaration + "/eng": 3, safeguard.ReturnDeclaration + "/ara": 3},
		streams: map[subject][]ledger.Event{},
	}
}

// furnish puts in what every file needs around it.
func (s *Scene) furnish(w *World) {
	must := func(kind casefile.Subject, ref string, by access.Role, command string, args any) {
		if err := s.Do(w, kind, ref, w.Officer(by), command, args); err != nil {
			panic(err)
		}
	}
	must(casefile.Country, "NGA", access.ProtectionLead, "country.issue", country.Issue{Reference: "NGA", Sheet: "NGA-2026-1", Source: "sim"})
	must(casefile.Country, safeguard.Libya, access.ProtectionLead, "country.issue", country.Issue{Reference: safeguard.Libya, Sheet: "LBY-2026-1", Source: "sim"})
	must(casefile.Country, "SDN", access.ProtectionLead, "country.issue", country.Issue{Reference: "SDN", Sheet: "SDN-2026-1", AtRisk: []string{"SDN"}, Source: "sim"})
	for _, line := range []string{Line, OtherLine} {
		must(casefile.Line, line, access.Programme, "budget.open", results.Open{Reference: line, Currency: "EUR", Amount: 1_000_000})
	}
	for i := range planned {
		w.plan(i, "NGA", w.Now.Add(time.Duration(10+20*i)*24*time.Hour))
	}
	must(casefile.Place, GoodPlace, access.ProtectionLead, "place.review", monitoring.ReviewPlace{Reference: GoodPlace, Official: true, Valid: day.Of(w.Now).AddYears(1)})
	must(casefile.Place, DarkPlace, access.ProtectionLead, "place.review", monitoring.ReviewPlace{Reference: DarkPlace, Official: true, Wanted: true, Valid: day.Of(w.Now).AddYears(1)})
}

// Do gives one command about something that is not a file.
func (s *Scene) Do(w *World, kind casefile.Subject, ref string, by *Officer, command string, args any) error {
	about, known := casefile.About(kind)
	if !known {
		return fault.New(fault.Missing, "fault.not-found")
	}
	i := slices.IndexFunc(about.Commands, func(k casefile.OtherCommand) bool { return k.Name == command })
	if i < 0 {
		return fault.New(fault.Missing, "fault.not-found", fault.A("command", command))
	}
	at := w.Now.Truncate(time.Second)
	bodies, err := about.Commands[i].Decide(s.fold(kind, ref), args, ledger.Deed{By: by.Actor, Moment: at, Happened: at, Hub: true})
	if err != nil {
		return err
	}
	key := subject{kind, ref}
	for _, b := range bodies {
		s.serial++
		e := ledger.Event{
			ID: ledger.Hash(digest("scene", string(kind), ref, time.Duration(s.serial).String())), Class: about.Class,
			Recorded: at, Happened: at, Actor: by.Actor, Body: stored(b), Effect: ledger.EffectOf(b),
		}
		if had := s.streams[key]; len(had) > 0 {
			e.Parents = []ledger.Hash{had[len(had)-1].ID}
		}
		s.streams[key] = append(s.streams[key], e)
	}
	return nil
}

// Examine is the look at the file of the one person who may be on a movement,
// with all that a node holds of it.
func (w *World) Examine(n *Node, ref string) movement.Examine {
	c, all := Fold(n.Held), casefile.Manifest{Places: map[string][]safeguard.Upheaval{}}
	if c.Travel.Movement == ref {
		all.Add(c)
	}
	for _, place := range c.Places() {
		all.Places[place], _ = w.Scene.fold(casefile.Place, place).(*monitoring.State).Upheavals(Tripoli)
	}
	return movement.Examine{}.Of(all.Examine(w.Scene.fold(casefile.Movement, ref).(*movement.State).Departs, w.Book))
}

// Tally is what that file says at a headcount.
func (w *World) Tally(n *Node, ref string) movement.Tally {
	var all casefile.Manifest
	if c := Fold(n.Held); c.Travel.Movement == ref {
		all.Add(c)
	}
	return all.Tally
}

// head names what a stream holds.
func (s *Scene) head(kind casefile.Subject, ref string) string {
	held := s.streams[subject{kind, ref}]
	return fmt.Sprint(ref, len(held))
}

func (s *Scene) fold(kind casefile.Subject, ref string) casefile.Folded {
	about, _ := casefile.About(kind)
	h := ledger.Arrange(s.streams[subject{kind, ref}])
	return about.FoldOther(&h)
}

// Around is what other streams say that matters to a file at an act.
func (w *World) Around(n *Node, c *casefile.Case, args any) safeguard.Surroundings {
	reference, line := casefile.Target(args)
	if open, opens := args.(casefile.Open); opens {
		c = &casefile.Case{Identity: open.Identity}
	}
	return w.surround(n, c, reference, line)
}

// Offered is what surrounds a file when an act is thought of that has not been
// given yet. A seat, and a manifest that is closed, are thought of on the next
// flight and the first line, or on those the person has.
func (w *World) Offered(n *Node, c *casefile.Case, act safeguard.Act) safeguard.Surroundings {
	if (act == safeguard.Seat || act == safeguard.Lock) && c.Travel.Movement == "" {
		return w.surround(n, c, w.flight(c), Line)
	}
	return w.surround(n, c, "", "")
}

// flight is the movement that the person has a seat on, or the next one.
func (w *World) flight(c *casefile.Case) string {
	if c.Travel.Movement == "" {
		return w.next(c.Identity.Destination)
	}
	return c.Travel.Movement
}

// next is the first movement to a country on which somebody can still get a seat.
func (w *World) next(to string) string {
	for i := 0; ; i++ {
		ref := flightTo(to, i)
		s := w.Scene.fold(casefile.Movement, ref).(*movement.State)
		if s.Reference == "" {
			w.plan(i, to, w.Now.Add(10*24*time.Hour))
			return ref
		}
		if w.open(s) {
			return ref
		}
	}
}

func (w *World) open(s *movement.State) bool { return w.Now.Before(s.Departs.Add(movement.Late)) }

// goes says whether a movement still takes somebody to where they go.
func (w *World) goes(ref string, c *casefile.Case) bool {
	s := w.Scene.fold(casefile.Movement, ref).(*movement.State)
	return w.open(s) && s.To == c.Identity.Destination
}

// surround is that, with what stops the other file of the person by itself.
func (w *World) surround(n *Node, c *casefile.Case, reference, line string) safeguard.Surroundings {
	around := w.alone(n, c, reference, line)
	read := []string{w.Scene.head(casefile.Country, c.Identity.Destination), w.Scene.head(casefile.Country, safeguard.Libya)}
	for _, ref := range c.Homelands() {
		read = append(read, w.Scene.head(casefile.Country, ref))
	}
	for _, ref := range c.Places() {
		read = append(read, w.Scene.head(casefile.Place, ref))
	}
	if w.Twin != nil && len(c.Linked()) > 0 {
		read = append(read, fmt.Sprint(w.Twin.Nodes[0].Case().Heads))
	}
	read = append(read, c.Texts(around.Texts)...)
	if w.Parent != nil && c.IsChild(around, w.Book, w.Moment(n)) {
		parent := w.Parent.Nodes[0]
		if known := parent.Case().Parenthood(c); len(known) > 0 {
			way := parent.Case().AsParent(w.Parent.alone(parent, parent.Case(), "", ""), w.Book, w.Moment(n))
			way.Known = known
			around.Parents = []safeguard.ParentWay{way}
			way.Aboard = false
			read = append(read, fmt.Sprint(way))
		}
	}
	around.Read = ledger.Hash(digest(read...)).String()
	if len(c.Linked()) == 0 {
		return around
	}
	if w.Twin == nil || w.Twin.Nodes[0].Case().Unread() {
		around.Hub = false
		return around
	}
	twin := w.Twin.Nodes[0]
	beside := w.Twin.alone(twin, twin.Case(), "", "")
	beside.Asking = c.Goes()
	beside.Linked = []safeguard.Linked{c.Aged(around, w.Book, w.Moment(n))}
	around.Linked = append(around.Linked, twin.Case().Stops(beside, w.Book, w.Moment(n)))
	return around
}

// alone is what surrounds a file without the other files of the person.
func (w *World) alone(n *Node, c *casefile.Case, reference, line string) safeguard.Surroundings {
	if reference == "" {
		reference = c.Travel.Movement
	}
	if line == "" {
		line = c.Travel.Line
	}
	around := safeguard.Surroundings{
		Zone: Tripoli, Hub: n.Hub, Officers: w.known, Trained: w.trained, Texts: maps.Clone(w.Scene.Texts), Places: map[string]safeguard.Place{},
	}
	if s := w.Scene.fold(casefile.Country, c.Identity.Destination).(*country.State); s.Reference != "" {
		around.Country = s.Fact()
	}
	if s := w.Scene.fold(casefile.Country, safeguard.Libya).(*country.State); s.Reference != "" {
		around.Here = s.Fact()
	}
	for _, ref := range c.Homelands() {
		around.AtRisk = append(around.AtRisk, w.Scene.fold(casefile.Country, ref).(*country.State).AtRisk...)
	}
	var cost int64
	if s := w.Scene.fold(casefile.Movement, reference).(*movement.State); s.Reference != "" {
		around.Movement, cost = s.Fact(), s.Cost
	}
	if s := w.Scene.fold(casefile.Line, line).(*results.State); s.Reference != "" {
		around.Line = s.Fact(cost)
	}
	for _, ref := range c.Places() {
		if s := w.Scene.fold(casefile.Place, ref).(*monitoring.State); s.Reference != "" {
			around.Places[ref] = s.Fact(Tripoli)
		}
	}
	return around
}
