package rulebook

import (
	"slices"
	"time"

	"amana/domain/access"
	"amana/domain/day"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// Outlook is what a version that was proposed still lacks, and from when it
// would hold if it had that at a moment.
type Outlook struct {
	Lacks   []string  // the sides that have not signed
	Passed  bool      // another text of its number was signed by both: it cannot be any more
	Loosens []string  // of what holds and will hold; nothing: it would hold at once
	From    time.Time // zero: fourteen days after witnesses will have signed
}

// Outlook is that of the version that an event proposed.
func (s *State) Outlook(proposal ledger.Hash, at time.Time) Outlook {
	v := proposedBy(s.Versions, proposal)
	if v == nil {
		return Outlook{}
	}
	o := outlook(s.Versions, v, at)
	o.Passed = len(o.Lacks) > 0 && (s.passed(v) || len(v.Book.Below(at)) > 0)
	return o
}

// Outlook is that of the table that an event proposed.
func (s *Roles) Outlook(proposal ledger.Hash, at time.Time) Outlook {
	v := proposedBy(s.Versions, proposal)
	if v == nil {
		return Outlook{}
	}
	return outlook(s.Versions, v, at)
}

func outlook[T any, V version[T]](all []T, v V, at time.Time) Outlook {
	g := v.signing()
	if g.agreed() {
		return Outlook{Loosens: g.Loosens, From: g.From}
	}
	o := Outlook{Loosens: loosens(all, v, at)}
	o.From = g.from(at, o.Loosens)
	for _, side := range []string{"protection", "outside"} {
		if !slices.ContainsFunc(g.Signed, func(s Signature) bool { return s.Side == side }) {
			o.Lacks = append(o.Lacks, side)
		}
	}
	return o
}

// from is when a version holds whose second signature came at a moment and that
// loosens these; zero: nobody knows yet.
func (g *Signing) from(signed time.Time, loosens []string) time.Time {
	switch {
	case len(loosens) == 0:
		return signed
	case !g.Awaits || !g.Witnessed.IsZero():
		return day.Later(signed, day.Later(g.Proposed.Until, g.Witnessed.Until).Add(Notice))
	}
	return time.Time{}
}

// Looser lists where a book is looser than what holds at a moment and what was
// signed and will hold: what would be asked of it if it were signed then.
func (s *State) Looser(book *safeguard.Book, at time.Time) []string {
	if s == nil {
		return nil
	}
	return loosens(s.Versions, &Version{Book: *book}, at)
}

// Looser is the same of a table of roles.
func (s *Roles) Looser(table *access.Table, at time.Time) []string {
	return loosens(s.Versions, &RolesVersion{Table: *table}, at)
}
