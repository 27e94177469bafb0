package desk

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"amana/desk/shape"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/day"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/safeguard"
	"amana/domain/screening"
	"amana/store"
)

// open is a case that the reader may see, for the act of reading it.
func (d *Desk) open(ctx context.Context, who Actor, number, reading string) (*view, error) {
	name, err := d.named(ctx, casefile.Person, number)
	if errors.Is(err, store.ErrMissing) {
		return nil, errNoCase
	}
	if err != nil {
		return nil, err
	}
	v, err := d.look(ctx, name, "", "")
	if err != nil {
		return nil, err
	}
	if err := unseen(d.roles.May(who.Actor, reading, d.subjectOf(v.file))); err != nil || !v.file.shut() {
		return v, err
	}
	return nil, errShut
}

// limited is the file as the reader's compartments and kinds of event show it:
// what it would tell of a compartment that they may not open is not there.
func (d *Desk) limited(ctx context.Context, who Actor, f *file) (*file, error) {
	view := d.roles.View(who.Actor, d.subjectOf(f))
	if view.Whole() && view.All().Covers(ledger.Everything&^ledger.SetOf(ledger.Statistic)) {
		return f, nil
	}
	content, err := d.db.Stream(ctx, f.stream.Name)
	if err != nil {
		return nil, err
	}
	return d.partly(&content, f, view)
}

// partly is a file of which a reader opens some kinds of event. The others are
// not sealed but absent: that they happened is not told either. Of two events
// of which one knew the other through what is absent, it still does.
func (d *Desk) partly(content *store.Content, whole *file, view access.View) (*file, error) {
	stored := make(map[ledger.Hash]*store.Stored, len(content.Entries))
	for i := range content.Entries {
		stored[content.Entries[i].Leaf] = &content.Entries[i]
	}
	f, readers := &file{stream: whole.stream}, map[ledger.Set]*unsealing{}
	h := ledger.Arrange(whole.events)
	behind := map[ledger.Hash][]ledger.Hash{} // what is absent, and what of the rest it followed
	for i := range h.Events {
		e := &h.Events[i]
		parents := shownParents(e.Parents, behind)
		set, shown := shownOf(view, whole.person, e)
		if !shown || stored[e.ID] == nil {
			behind[e.ID] = parents
			continue
		}
		one, err := d.shownEvent(content, readers, set, stored[e.ID])
		if err != nil {
			return nil, err
		}
		one.Parents = parents
		f.events = append(f.events, one)
	}
	for i := range h.Waiting {
		e := &h.Waiting[i]
		if set, shown := shownOf(view, whole.person, e); shown && stored[e.ID] != nil {
			one, err := d.shownEvent(content, readers, set, stored[e.ID])
			if err != nil {
				return nil, err
			}
			f.events = append(f.events, one)
		}
	}
	f.refold()
	return f, nil
}

// shownOf says in which compartments a reader opens an event, and whether they
// are told that it happened: where a grant names its kind, the table says so.
func shownOf(view access.View, c *casefile.Case, e *ledger.Event) (ledger.Set, bool) {
	kind := ""
	if e.Body != nil {
		kind = e.Body.Kind()
	}
	set := view.Of(kind)
	tells := c.Tells(e.Body)
	return set, set.Has(ledger.General) && !withheld(view, c, e) && (tells == 0 || tells&set != 0 || view.Names(kind))
}

// shownParents are the nearest events before one that its reader is shown.
func shownParents(parents []ledger.Hash, behind map[ledger.Hash][]ledger.Hash) []ledger.Hash {
	var shown []ledger.Hash
	add := func(id ledger.Hash) {
		if !slices.Contains(shown, id) {
			shown = append(shown, id)
		}
	}
	for _, p := range parents {
		before, absent := behind[p]
		if !absent {
			add(p)
		}
		for _, id := range before {
			add(id)
		}
	}
	return shown
}

// shownEvent restores an event for who opens some compartments. It is sealed to
// them in all the others in which its kind may say something, whether it does or
// not, and has no effect that would tell what it says there.
func (d *Desk) shownEvent(content *store.Content, readers map[ledger.Set]*unsealing, set ledger.Set, s *store.Stored) (ledger.Event, error) {
	if readers[set] == nil {
		deks, err := d.openDEKs(content.Name, content.DEKs, set)
		if err != nil {
			return ledger.Event{}, err
		}
		readers[set] = &unsealing{codec: d.codec, deks: &deks}
	}
	e := readers[set].restore(s)
	if e.Body == nil {
		return e, nil
	}
	e.Sealed |= d.codec.Compartments(e.Body.Kind()) &^ (set | ledger.SetOf(ledger.General, ledger.Statistic))
	if e.Sealed != 0 && casefile.EffectIsSealed(e.Body) {
		e.Effect = ledger.Withheld
	}
	return e, nil
}

// withheld says whether an event is kept from a reader: an attestation, which says
// of every rule what only that rule's readers may know; and from who
// reads a file on a notice alone a need that no notice names.
func withheld(view access.View, c *casefile.Case, e *ledger.Event) bool {
	if _, attested := e.Body.(casefile.Attested); attested {
		return true
	}
	if _, need := e.Body.(screening.NeedFound); !need || slices.ContainsFunc(view, func(g access.Grant) bool { return g.Scope != access.Noticed }) {
		return false
	}
	return !slices.ContainsFunc(c.Preparation.Notices, func(n safeguard.Notified) bool { return slices.Contains(n.Needs, e.ID) })
}

// Case is one person's file as a reader may see it.
type Case struct {
	Case        string               `json:"case"`
	Status      casefile.Status      `json:"status"`
	Crossed     bool                 `json:"crossed,omitempty"` // departed while a stop was on record elsewhere
	Constrained bool                 `json:"constrained"`
	Turns       day.Day              `json:"turns,omitzero"`      // when a child's rules end, from ninety days before
	Compartment []string             `json:"compartments"`        // that the reader may open
	Unsettled   []casefile.Unsettled `json:"unsettled,omitempty"` // of which several things are said, until a person decides
	File        *casefile.Case       `json:"file"`

	name func(ledger.Actor) Officer
}

// MarshalJSON shows officers, and no actor.
func (c Case) MarshalJSON() ([]byte, error) {
	type members Case
	name := c.name
	if name == nil {
		name = func(ledger.Actor) Officer { return Officer{Roles: []access.Role{}} }
	}
	return json.Marshal(shape.Shown(members(c), func(id ledger.Actor) any { return name(id) }))
}

// Case reads one case.
func (d *Desk) Case(ctx context.Context, who Actor, number string) (Case, error) {
	v, err := d.open(ctx, who, number, "case.read")
	if err != nil {
		return Case{}, err
	}
	f, err := d.limited(ctx, who, v.file)
	if err != nil {
		return Case{}, err
	}
	set := d.opens(who, v.file)
	var open []string
	for _, c := range ledger.Compartments {
		if set.Has(c) {
			open = append(open, c.String())
		}
	}
	stands := v.file.person // where the person stands is told to whoever reads all that happened, or lists them
	s := d.subjectOf(v.file)
	if !d.beside(who, s) && !d.roles.View(who.Actor, s).Whole() {
		stands = f.person
	}
	return Case{
		Case: number, Status: stands.StatusTo(set), Crossed: stands.Crossed(), Constrained: f.person.Constrained(), Compartment: open,
		Turns:     casefile.Turns(f.person.Youngest(), d.Moment(), d.zone),
		Unsettled: f.person.Unsettled(), File: f.person,
		name: d.naming(d.beside(who, s)),
	}, nil
}

// Event is one line of a case's timeline.
type Event struct {
	Entry    ledger.Hash                `json:"entry"`
	Kind     string                     `json:"kind"`
	Effect   ledger.Effect              `json:"effect"`
	By       Officer                    `json:"by"`
	Happened time.Time                  `json:"happened"`
	Recorded time.Time                  `json:"recorded"`
	Node     string                     `json:"node"`
	Imported string                     `json:"imported,omitempty"` // on whose word
	DoneBy   *Officer                   `json:"doneBy,omitempty"`   // of what was imported: who did it; nil: nobody known here
	Sealed   []string                   `json:"sealed,omitempty"`   // compartments in which it says more
	Disputed bool                       `json:"disputed,omitempty"`
	Says     map[string]json.RawMessage `json:"says,omitempty"` // what it says, as far as the reader may see
}

// Events reads a case's timeline, oldest first.
func (d *Desk) Events(ctx context.Context, who Actor, number string) ([]Event, error) {
	v, err := d.open(ctx, who, number, "case.read")
	if err != nil {
		return nil, err
	}
	f, err := d.limited(ctx, who, v.file)
	if err != nil {
		return nil, err
	}
	name := d.naming(d.beside(who, d.subjectOf(v.file)))
	lines := make([]Event, 0, len(f.events))
	for i := range f.events {
		lines = append(lines, d.line(&f.events[i], name))
	}
	return lines, nil
}

func (d *Desk) line(e *ledger.Event, name func(ledger.Actor) Officer) Event {
	l := Event{
		Entry: e.ID, Effect: e.Effect, By: name(e.Actor), Happened: e.Happened, Recorded: e.Recorded, Node: e.Node,
		Imported: e.Imported, Disputed: e.Disputed,
	}
	if !e.DoneBy.IsZero() {
		by := name(e.DoneBy)
		l.DoneBy = &by
	}
	for _, c := range ledger.Compartments {
		if e.Sealed.Has(c) {
			l.Sealed = append(l.Sealed, c.String())
		}
	}
	if e.Body == nil {
		return l
	}
	l.Kind = e.Body.Kind()
	if text, err := json.Marshal(shape.Shown(e.Body, func(id ledger.Actor) any { return name(id) })); err == nil {
		var says map[string]json.RawMessage
		if json.Unmarshal(text, &says) == nil {
			l.Says = d.readable(e, says)
		}
	}
	return l
}

// readable leaves out the members that are sealed here: their zero values
// would read as answers.
func (d *Desk) readable(e *ledger.Event, says map[string]json.RawMessage) map[string]json.RawMessage {
	for name := range says {
		if e.Sealed.Has(d.codec.Compartment(e.Body.Kind(), name)) {
			delete(says, name)
		}
	}
	return says
}

// Movement reads one movement, as far as a reader may know it: who is called to
// it from outside its plan and its counts, and what the files of those seated
// show together whoever opens the compartment in which it is asked about.
func (d *Desk) Movement(ctx context.Context, who Actor, ref string) (*movement.State, error) {
	f, err := d.openMovement(ctx, who, readCounts, ref)
	if err != nil {
		return nil, err
	}
	m, s := f.other.(*movement.State), d.subjectOf(f)
	switch {
	case !d.namesPeople(who, s):
		return m.Observed(), nil
	case !d.roles.View(who.Actor, s).All().Has(ledger.Protection):
		return m.Unsigned(), nil
	}
	return m, nil
}

// openMovement asks first whether the reader may read any movement so at all.
func (d *Desk) openMovement(ctx context.Context, who Actor, reading, ref string) (*file, error) {
	if err := d.roles.May(who.Actor, reading, Theirs(who, casefile.Movement)); err != nil {
		return nil, err
	}
	f, err := d.openOther(ctx, casefile.Movement, ref)
	if err != nil {
		return nil, err
	}
	return f, d.roles.May(who.Actor, reading, d.subjectOf(f))
}

// Reading a manifest, and the part of it that names nobody.
const (
	readManifest = "manifest.read"
	readCounts   = "manifest.read.counts"
)

// namesPeople says whether a reader of a manifest may read who is on it.
func (d *Desk) namesPeople(who Actor, s access.Subject) bool {
	return d.roles.May(who.Actor, readManifest, s) == nil
}

func (d *Desk) openOther(ctx context.Context, subject casefile.Subject, ref string) (*file, error) {
	name, err := d.named(ctx, subject, ref)
	if errors.Is(err, store.ErrMissing) {
		return nil, fault.New(fault.Missing, "fault.not-found")
	}
	if err != nil {
		return nil, err
	}
	return d.current(ctx, name)
}
