package access

import (
	"iter"
	"slices"
	"strings"

	"amana/domain/fault"
	"amana/domain/ledger"
)

// Table is who may do what. It is data, and in force only when signed.
type Table struct {
	Grants []Grant `json:"grants" toml:"grant"`
}

// Grant is what one role brings. A role without a grant may do nothing.
type Grant struct {
	Role         Role                 `json:"role" toml:"role"`
	Scope        Scope                `json:"scope" toml:"scope"`
	Compartments []ledger.Compartment `json:"compartments,omitempty" toml:"compartments"` // that the role's key opens
	Acts         []string             `json:"acts,omitempty" toml:"acts"`                 // "consent.give", "consent.*", "hold.lift.health"
	Sees         []string             `json:"sees,omitempty" toml:"sees"`                 // kinds of subject that it may know to exist
	Reads        []string             `json:"reads,omitempty" toml:"reads"`               // kinds of events that it opens, "case.opened", "seat.*"; none named: all
}

// Scope is how far a grant reaches.
type Scope string

const (
	Everywhere Scope = "all"    // every office, by the role's own duty
	OneOffice  Scope = "office" // the actor's own office, and what belongs to no office
	Pool       Scope = "pool"   // what belongs to no office, and of any office what the actor is called to
	Nowhere    Scope = "none"   // only what the actor is called to
	Noticed    Scope = "notice" // only what a notice was sent of to the country in which the actor receives
)

// Actor is somebody who wants to do something.
type Actor struct {
	ID      ledger.Actor
	Roles   []Role
	Office  string
	Country string // in which they receive people who return
}

// Subject is what it is about. The zero Subject is nothing in particular, as
// an import or the log; Office is empty for what belongs to no office.
type Subject struct {
	Kind   string
	Office string
	Calls  []Call // who is called to it
	Notice string // the country whose mission was sent a notice of it, or ""
}

// Call is one person called to one case or movement for a duty; the zero Actor
// is everybody who plays the role.
type Call struct {
	Role  Role
	Actor ledger.Actor
}

// calledTo are the kinds of subject that hold people: a pool reaches one of
// them by being called to it, and in no other way.
var calledTo = [...]string{"case", "movement"}

// Act is something that can be done, and the kind of subject it is done to;
// "" is nothing in particular.
type Act struct{ Name, Kind string }

// Readings are the acts that only read, or that move whole files.
var Readings = [...]Act{
	{"case.read", "case"}, {"case.list", "case"}, {"findings.read", "case"}, {"manifest.read", "movement"},
	{"user.list", "user"}, {"figures.read", ""}, {"patterns.read", ""}, {"log.read", ""}, {"export", ""}, {"incident.list", ""}, {"place.reason", "place"}, {"caseload.import", ""},
}

// Always are the acts that nobody who sees a case can be refused, and the
// hotline never: what a person may say to whoever stands before them.
var Always = [...]string{"consent.withdraw", "consent.report", "asylum.request", "incident.open"}

// Own are the acts of the program acting by itself: nobody else speaks for witnesses.
var Own = [...]string{"rulebook.witness", "roles.witness"}

// May says whether an actor may do an act to a subject. What one may not see
// is missing; what one may see but not do is denied. An act may be qualified,
// "hold.lift.health": whoever may do the whole act may do each part of it.
func (t *Table) May(a Actor, act string, s Subject) error {
	seen := false
	for g := range t.reach(a, s) {
		if g.may(act) {
			return nil
		}
		seen = true
	}
	if !seen {
		return fault.New(fault.Missing, "fault.not-found")
	}
	return fault.New(fault.Denied, "fault.not-allowed", fault.A("act", act))
}

// View is what an actor may open of a subject: of each kind of event, these
// compartments.
type View []Grant

// View is what an actor may open of a subject.
func (t *Table) View(a Actor, s Subject) View {
	var v View
	for g := range t.reach(a, s) {
		v = append(v, *g)
	}
	return v
}

// All is every compartment that the actor may open something of.
func (v View) All() ledger.Set {
	var set ledger.Set
	for i := range v {
		set |= ledger.SetOf(v[i].Compartments...)
	}
	return set
}

// Of is what the actor may open of a kind of event, "" of one that cannot be read.
func (v View) Of(kind string) ledger.Set {
	var set ledger.Set
	for i := range v {
		if len(v[i].Reads) == 0 || slices.ContainsFunc(v[i].Reads, func(p string) bool { return covers(p, kind) }) {
			set |= ledger.SetOf(v[i].Compartments...)
		}
	}
	return set
}

// Names says whether a grant names the kind of event among those that it opens.
func (v View) Names(kind string) bool {
	return slices.ContainsFunc(v, func(g Grant) bool {
		return slices.ContainsFunc(g.Reads, func(p string) bool { return covers(p, kind) })
	})
}

// Whole says whether every event is open alike.
func (v View) Whole() bool { return v.Of("") == v.All() }

// Reach is how far the grants that hold an act extend to subjects of a kind.
type Reach struct {
	All    bool // every one
	Office bool // those of the actor's office
	Called bool // those the actor is called to, or was sent a notice of
}

// Reach says how far an actor may do an act to subjects of a kind, where the
// question is not about one of them.
func (t *Table) Reach(a Actor, act, kind string) Reach {
	var r Reach
	for i := range t.Grants {
		g := &t.Grants[i]
		if !slices.Contains(a.Roles, g.Role) || !slices.Contains(g.Sees, kind) || !g.may(act) {
			continue
		}
		switch g.Scope {
		case Everywhere:
			r.All = true
		case OneOffice:
			r.Office = true
		default:
			r.Called = true
		}
	}
	return r
}

// reach yields the grants of an actor that extend to a subject.
func (t *Table) reach(a Actor, s Subject) iter.Seq[*Grant] {
	return func(yield func(*Grant) bool) {
		for i := range t.Grants {
			g := &t.Grants[i]
			if slices.Contains(a.Roles, g.Role) && g.extends(a, s) && !yield(g) {
				return
			}
		}
	}
}

func (g *Grant) extends(a Actor, s Subject) bool {
	if s.Kind == "" && s.Office == "" {
		return true
	}
	if s.Kind != "" && !slices.Contains(g.Sees, s.Kind) {
		return false
	}
	switch g.Scope {
	case Everywhere:
		return true
	case OneOffice:
		return s.Office == "" || s.Office == a.Office
	case Pool:
		return s.Office == "" && !slices.Contains(calledTo[:], s.Kind) || g.called(a, s)
	case Nowhere:
		return g.called(a, s)
	case Noticed:
		return s.Notice != "" && s.Notice == a.Country
	}
	return false
}

// called says whether an actor is called to a subject for the grant's role.
func (g *Grant) called(a Actor, s Subject) bool {
	return slices.ContainsFunc(s.Calls, func(c Call) bool {
		return c.Role == g.Role && (c.Actor == a.ID || c.Actor.IsZero())
	})
}

func (g *Grant) may(act string) bool {
	return slices.ContainsFunc(g.Acts, func(p string) bool { return covers(p, act) })
}

// Part says whether some part of an act is allowed: "call.make.interpreter" of
// "call.make".
func (v View) Part(act string) bool {
	return slices.ContainsFunc(v, func(g Grant) bool {
		return slices.ContainsFunc(g.Acts, func(p string) bool { return strings.HasPrefix(p, act+".") })
	})
}

// covers says whether a pattern allows an act.
func covers(pattern, act string) bool {
	if room, all := strings.CutSuffix(pattern, "*"); all {
		return strings.HasPrefix(act, room)
	}
	return pattern == act || strings.HasPrefix(act, pattern+".")
}
