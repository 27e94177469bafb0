package rulebook

import (
	"slices"
	"time"

	"amana/domain/access"
	"amana/domain/fault"
	"amana/domain/ledger"
)

// Signing is how a version comes into force: proposed, then signed for both
// sides by two officers.
type Signing struct {
	Proposed ledger.Ref  `json:"proposed"`
	Loosens  []string    `json:"loosens,omitempty"`
	Signed   []Signature `json:"signed,omitempty"`
	From     time.Time   `json:"from,omitzero"` // in force from then on; zero: not signed by both, or not witnessed yet

	// Awaits says that the notice of what loosens counts from when witnesses had
	// signed a checkpoint that holds the proposal; otherwise, on a node that
	// declares no witnesses, from the proposal.
	Awaits    bool       `json:"awaits,omitempty"`
	Witnessed ledger.Ref `json:"witnessed,omitzero"`
}

// Signature is one officer's, for one side.
type Signature struct {
	ledger.Ref
	Side string `json:"side"`
}

// Sides names the roles that may sign for each side: one from protection, one
// from outside the programme's line.
var Sides = map[string][]access.Role{
	"protection": {access.HeadOfProtection, access.ProtectionLead},
	"outside":    {access.DataProtection, access.Ethics, access.UNHCROfficer},
}

// Notice is how long after it was published and witnessed a version that loosens
// anything takes force at the earliest.
const Notice = 14 * 24 * time.Hour

// may says whether an officer can still sign for a side: each side once, each
// officer once.
func (g *Signing) may(side string, by ledger.Actor) error {
	switch {
	case slices.ContainsFunc(g.Signed, func(s Signature) bool { return s.By == by }):
		return fault.New(fault.Denied, "fault.another-officer")
	case slices.ContainsFunc(g.Signed, func(s Signature) bool { return s.Side == side }):
		return fault.New(fault.Conflict, "fault.signed-already").In("side")
	}
	return nil
}

// sign takes a signature. Two that did not know of each other count once for a
// side and once for an officer. loosens is asked when both sides have signed.
func (g *Signing) sign(side string, at ledger.Ref, loosens func() []string) {
	if g.may(side, at.By) != nil {
		return
	}
	g.Signed = append(g.Signed, Signature{at, side})
	if g.agreed() {
		g.Loosens = loosens()
		g.settle()
	}
}

// agreed says whether both sides have signed.
func (g *Signing) agreed() bool { return len(g.Signed) == len(Sides) }

// settle finds when what both sides signed takes force.
func (g *Signing) settle() {
	g.From = g.from(g.Signed[len(g.Signed)-1].Until, g.Loosens)
}

// witness takes that witnesses had signed for the proposal by then. The first
// word counts: nobody puts the day off by another.
func (g *Signing) witness(at ledger.Ref) {
	if !g.Awaits || !g.Witnessed.IsZero() {
		return
	}
	g.Witnessed = at
	if g.agreed() {
		g.settle()
	}
}

// version is a version of something that is signed.
type version[T any] interface {
	*T
	signing() *Signing
	loosens(next *T) []string
}

func (g *Signing) signing() *Signing { return g }

var errNoProposal = fault.New(fault.Missing, "fault.no-such-proposal").In("proposal")

// proposedBy is the version that an event proposed, or nil.
func proposedBy[T any, V version[T]](all []T, id ledger.Hash) V {
	for i := range all {
		if v := V(&all[i]); v.signing().Proposed.ID == id {
			return v
		}
	}
	return nil
}

// loosens lists where next is looser than what holds at a moment, and than what
// was signed and will hold later. What nobody signed has no say: a loose
// version left unsigned would hide the looseness of the one after it.
func loosens[T any, V version[T]](all []T, next V, at time.Time) []string {
	var where []string
	holds := inForce[T, V](all, at)
	for i := range all {
		v := V(&all[i])
		if v == holds || v.signing().coming(at) {
			where = append(where, v.loosens(next)...)
		}
	}
	slices.Sort(where)
	return slices.Compact(where)
}

// coming says whether the version was signed and will hold after a moment.
func (g *Signing) coming(at time.Time) bool {
	return g.agreed() && (g.From.IsZero() || g.From.After(at))
}

// inForce is the version that holds at a moment, or nil.
func inForce[T any, V version[T]](all []T, at time.Time) V {
	for i := len(all) - 1; i >= 0; i-- {
		if v := V(&all[i]); v.signing().inForce(at) {
			return v
		}
	}
	return nil
}

// since is when the first of the versions took force; zero: none has.
func since[T any, V version[T]](all []T) (t time.Time) {
	for i := range all {
		if from := V(&all[i]).signing().From; !from.IsZero() && (t.IsZero() || from.Before(t)) {
			t = from
		}
	}
	return t
}

// inForce says whether the version has force at a moment, if no later one has.
func (g *Signing) inForce(at time.Time) bool { return !g.From.IsZero() && !g.From.After(at) }
