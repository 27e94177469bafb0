package casefile

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"amana/domain/access"
	"amana/domain/country"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/monitoring"
	"amana/domain/movement"
	"amana/domain/results"
	"amana/domain/safeguard"
)

var tripoli = time.FixedZone("Africa/Tripoli", 2*60*60)

// clock reads "11-21 10:30" of the year of the tests, at Tripoli.
func clock(text string) time.Time {
	at, err := time.ParseInLocation("2006-01-02 15:04", "2026-"+text, tripoli)
	if err != nil {
		panic(err)
	}
	return at
}

// doing is somebody doing something, some time after what was done before.
type doing struct {
	by, what string
	args     any    // or a func(*world) any, when they name an event
	at       string // the clock, when it matters
	about    Subject
	imported bool
	doneBy   string // of what was imported: who did it
	away     bool   // on a node that is not the hub
	typed    string // when it happened, as they say
}

// does is an act on the case.
func does(by, what string, args any) doing { return doing{by: by, what: what, args: args} }

// dated is the same at a given clock.
func dated(at, by, what string, args any) doing {
	return doing{by: by, what: what, args: args, at: at}
}

// notes is an act on another stream: a movement, a country, a place …
func notes(about Subject, by, what string, args any) doing {
	return doing{by: by, what: what, args: args, about: about}
}

// lists is an act taken over from a list, in which somebody did it.
func lists(doneBy, what string, args any) doing {
	return doing{by: "imp", what: what, args: args, imported: true, doneBy: doneBy}
}

func (d doing) says(happened string) doing { d.typed = happened; return d }

func (d doing) on(at string) doing { d.at = at; return d }

// world is one person's stream with the streams around it, in memory.
type world struct {
	testing.TB
	book   *safeguard.Book
	now    time.Time
	file   *Case
	events []ledger.Event
	others map[Subject]Folded
	ids    map[string][]ledger.Hash // by kind
	linked []safeguard.Linked
	parent *safeguard.ParentWay // of a child with a parent; nil: one who is always there before them
	away   bool                 // this node is not the hub
	n      uint64
}

func begin(t testing.TB, given ...doing) *world {
	t.Helper()
	w := &world{TB: t, book: testBook(t), now: clock("10-01 09:00"), file: &Case{}, others: map[Subject]Folded{}, ids: map[string][]ledger.Hash{}}
	for _, d := range given {
		w.do(d)
	}
	return w
}

func testBook(t testing.TB) *safeguard.Book {
	t.Helper()
	text, err := os.ReadFile("../safeguard/testdata/book.json")
	if err != nil {
		t.Fatal(err)
	}
	var b safeguard.Book
	if err := json.Unmarshal(text, &b); err != nil {
		t.Fatal(err)
	}
	if err := b.Compile(); err != nil {
		t.Fatal(err)
	}
	return &b
}

func who(name string) (a ledger.Actor) {
	copy(a[:], name)
	return a
}

// officers are those whom everybody knows. cle and cla clear, from elsewhere.
func officers() map[ledger.Actor]safeguard.Officer {
	all := map[ledger.Actor]safeguard.Officer{
		who("cle"): {Office: "BE", Clears: true}, who("cla"): {Office: "SE", Clears: true},
		who("doc"): {Office: "TI", Roles: []access.Role{access.Health}}, who("hop"): {Roles: []access.Role{access.HeadOfProtection}},
		who("unh"): {Roles: []access.Role{access.UNHCROfficer}}, who("obs"): {Roles: []access.Role{access.Observer}}, who("ove"): {Office: "GVA"},
	}
	for _, name := range []string{"cou", "sam", "pia", "cas", "mov", "gat"} {
		all[who(name)] = safeguard.Officer{Office: "TI"}
	}
	all[who("pia")] = safeguard.Officer{Office: "TI", Roles: []access.Role{access.ProtectionOfficer}}
	return all
}

// around is what the other streams say, as desk would read it.
func (w *world) around(args any) safeguard.Surroundings {
	s := safeguard.Surroundings{
		Zone: tripoli, Hub: !w.away, Officers: officers(), Linked: w.linked, Places: map[string]safeguard.Place{},
		Texts:   map[string]int{safeguard.ReturnDeclaration + "/hau": 2, safeguard.ReturnDeclaration + "/eng": 2},
		Here:    &safeguard.Country{Sheet: libya, Issued: map[string]time.Time{libya: clock("10-01 08:00")}},
		Trained: map[ledger.Actor][]safeguard.Training{who("pia"): {{From: clock("10-01 08:00"), Until: date("12-31")}}},
	}
	if c, ok := w.others[Country].(*country.State); ok && c.Reference == w.file.Identity.Destination {
		s.Country = c.Fact()
	}
	ref, _ := Target(args)
	if ref == "" {
		ref = w.file.Travel.Movement
	}
	if m, ok := w.others[Movement].(*movement.State); ok && m.Reference == ref {
		s.Movement = m.Fact()
	}
	if w.parent != nil {
		s.Parents = []safeguard.ParentWay{*w.parent}
	} else if w.file.Identity.Alone == safeguard.WithParent {
		s.Parents = []safeguard.ParentWay{{Known: [][]ledger.Ref{nil}, Movement: ref, Aboard: true}}
	}
	if l, ok := w.others[Line].(*results.State); ok {
		s.Line = l.Fact(1000)
	}
	if p, ok := w.others[Place].(*monitoring.State); ok {
		s.Places[p.Reference] = p.Fact(tripoli)
	}
	return s
}

func (w *world) deed(d doing) ledger.Deed {
	w.n++
	deed := ledger.Deed{By: who(d.by), Moment: w.now, Happened: w.now, Number: "TI-26-0417-K", Book: w.book.Name(), Hub: !w.away, Witnesses: true, DoneBy: who(d.doneBy)}
	if d.imported {
		deed.Imported = "sheet of 2025"
	}
	if d.typed != "" {
		deed.Happened = clock(d.typed)
	}
	binary.BigEndian.PutUint64(deed.ID[:], w.n)
	if d.about == "" {
		deed.Pool = safeguard.Pool(w.file.Facts(w.around(nil)), w.book, w.now)
	}
	return deed
}

// try decides, and records nothing.
func (w *world) try(d doing) ([]ledger.Body, ledger.Deed, error) {
	w.Helper()
	w.now, w.away = w.now.Add(time.Minute), d.away
	if d.at != "" {
		w.now = clock(d.at)
	}
	args := d.args
	if f, ok := args.(func(*world) any); ok {
		args = f(w)
	}
	deed := w.deed(d)
	switch a := args.(type) {
	case movement.Examine:
		args = w.together(a)
	case movement.Count:
		var all Manifest
		if w.file.Travel.Movement != "" {
			all.Add(w.file)
		}
		args = a.Of(all.Tally)
	case Call:
		deed.Called = who(a.Officer)
	case movement.CallObserver:
		deed.Called = who(a.Officer)
	}
	if n := len(w.file.Travel.Drawn); d.by == "drawn" && n > 0 {
		deed.By = w.file.Travel.Drawn[n-1].Officer
	}
	if d.about != "" {
		of, k := w.other(d)
		bodies, err := k.Decide(w.state(of), args, deed)
		return bodies, deed, err
	}
	k, ok := Named(d.what)
	if !ok {
		w.Fatalf("no command %q", d.what)
	}
	bodies, err := Act(w.file, w.around(args), w.book, k, args, deed)
	return bodies, deed, err
}

func (w *world) other(d doing) (*Other, *OtherCommand) {
	of, ok := About(d.about)
	i := slices.IndexFunc(of.Commands, func(k OtherCommand) bool { return k.Name == d.what })
	if !ok || i < 0 {
		w.Fatalf("no command %q on a %s", d.what, d.about)
	}
	return of, &of.Commands[i]
}

func (w *world) state(of *Other) Folded {
	if w.others[of.Subject] == nil {
		w.others[of.Subject] = of.New()
	}
	return w.others[of.Subject]
}

// do decides and records; it must be possible.
func (w *world) do(d doing) []string {
	w.Helper()
	bodies, deed, err := w.try(d)
	if err != nil {
		w.Fatalf("%s %s on %s: %s", d.by, d.what, w.now.Format("01-02 15:04"), told(err))
	}
	return w.record(d, deed, bodies...)
}

// record puts events on the stream and folds them.
func (w *world) record(d doing, deed ledger.Deed, bodies ...ledger.Body) []string {
	var kinds []string
	for i, b := range bodies {
		e := w.event(d, deed, i, b)
		kinds = append(kinds, b.Kind())
		w.ids[b.Kind()] = append(w.ids[b.Kind()], e.ID)
		if d.about != "" {
			w.others[d.about].Apply(&e, e.Ref(int(w.n)), &ledger.Ancestry{})
			continue
		}
		w.file.Extend(&e)
		w.events = append(w.events, e)
		if _, seated := b.(movement.SeatGiven); seated {
			w.examine(d, deed)
		}
	}
	return kinds
}

// together is what the person's file shows, alone on the manifest.
func (w *world) together(a movement.Examine) movement.Examine {
	all := Manifest{Places: map[string][]safeguard.Upheaval{}}
	all.Add(w.file)
	if p, ok := w.others[Place].(*monitoring.State); ok {
		all.Places[p.Reference], _ = p.Upheavals(tripoli)
	}
	m := w.others[Movement].(*movement.State)
	return a.Of(all.Examine(m.Departs, w.book))
}

// examine is what the desk does once somebody has a seat.
func (w *world) examine(d doing, deed ledger.Deed) {
	m, planned := w.others[Movement].(*movement.State)
	if !planned || m.Reference == "" {
		return
	}
	deed.Hub = true
	bodies, err := w.together(movement.Examine{}).Decide(*m, deed)
	if err != nil {
		return // a cancelled movement
	}
	for i, b := range bodies {
		e := w.event(d, deed, 100+i, b)
		m.Apply(&e, e.Ref(int(w.n)), &ledger.Ancestry{})
	}
}

func (w *world) event(d doing, deed ledger.Deed, part int, b ledger.Body) ledger.Event {
	e := ledger.Event{
		ID: sha256.Sum256(fmt.Append(nil, w.n, part)), Class: ledger.ClassCase, Node: "TI", Recorded: w.now.UTC(), Happened: deed.Happened.UTC(),
		Effect: ledger.EffectOf(b), Actor: deed.By, Command: deed.ID, Part: part, Body: b,
	}
	if d.about == User {
		e.Stream = ledger.Stream(who("sev"))
	}
	e.Imported, e.DoneBy = deed.Imported, deed.DoneBy
	if n := len(w.events); n > 0 && d.about == "" {
		e.Parents = []ledger.Hash{w.events[n-1].ID}
	}
	return e
}

// last is the newest event of a kind.
func (w *world) last(kind string) ledger.Hash {
	w.Helper()
	ids := w.ids[kind]
	if len(ids) == 0 {
		w.Fatalf("nothing of kind %s happened", kind)
	}
	return ids[len(ids)-1]
}

// finds is what a rule says at an act, in a few words: "unmet withdrawn".
func (w *world) finds(act safeguard.Act, id safeguard.ID) string {
	w.Helper()
	return short(w.finding(act, id))
}

func (w *world) finding(act safeguard.Act, id safeguard.ID) safeguard.Finding {
	w.Helper()
	for _, f := range safeguard.Evaluate(w.file.Facts(w.around(nil)), w.book, w.now, act) {
		if f.Safeguard == id {
			return f
		}
	}
	w.Fatalf("no rule %s", id)
	return safeguard.Finding{}
}

func short(f safeguard.Finding) string {
	if !f.State.Blocks() {
		return string(f.State)
	}
	_, key, _ := strings.Cut(f.Reason.Key, ".")
	return string(f.State) + " " + key
}

// blocking is every rule that blocks an act, in the book's order.
func (w *world) blocking(act safeguard.Act) []string {
	var all []string
	for _, f := range safeguard.Blocking(safeguard.Evaluate(w.file.Facts(w.around(nil)), w.book, w.now, act)) {
		all = append(all, string(f.Safeguard)+" "+short(f))
	}
	return all
}

// told is an error with the findings that block.
func told(err error) string {
	text := err.Error()
	if f, ok := err.(*fault.Fault); ok {
		if findings, ok := f.Findings.([]safeguard.Finding); ok {
			for _, b := range safeguard.Blocking(findings) {
				text += "\n\t" + string(b.Safeguard) + " " + short(b)
			}
		}
	}
	return text
}
